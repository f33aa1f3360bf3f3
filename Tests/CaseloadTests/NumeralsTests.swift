import Caseload
import Testing

/// Numbers as people read them.
struct NumeralsTests {
  @Test(arguments: [
    (0, 0, "0", "0"), (7, 0, "7", "7"), (999, 0, "999", "999"), (1000, 0, "1.000", "1,000"),
    (1_234_567, 0, "1.234.567", "1,234,567"), (12.345, 2, "12,35", "12.35"),
    (12.344, 2, "12,34", "12.34"), (0.5, 0, "1", "1"), (0.4999, 0, "0", "0"),
    (-0.4, 0, "0", "0"), (-0.5, 0, "−1", "−1"), (-1234.5, 1, "−1.234,5", "−1,234.5"),
    (0.05, 3, "0,050", "0.050"), (-0.0004, 3, "0,000", "0.000"),
    (999.9996, 3, "1.000,000", "1,000.000"),
    (99_999.5, 0, "100.000", "100,000"), (1e12, 0, "1.000.000.000.000", "1,000,000,000,000"),
  ])
  func `a number is rounded and grouped as its language does`(
    value: Double, decimals: Int, dutch: String, english: String
  ) {
    #expect(Language.nl.format(value, decimals: decimals) == dutch)
    #expect(Language.en.format(value, decimals: decimals) == english)
  }

  @Test func `what is no number is a dash`() {
    for value in [Double.nan, .infinity, -.infinity] {
      #expect(Language.nl.format(value) == "–")
      #expect(Language.en.format(value, decimals: 2) == "–")
    }
  }

  @Test(arguments: [
    (0.41, 0, "41 %", "41%"), (0.4149, 0, "41 %", "41%"), (1, 0, "100 %", "100%"),
    (0.1234, 1, "12,3 %", "12.3%"), (-0.07, 0, "−7 %", "−7%"),
  ])
  func `a share is a percentage`(share: Double, decimals: Int, dutch: String, english: String) {
    #expect(Language.nl.percent(share, decimals: decimals) == dutch)
    #expect(Language.en.percent(share, decimals: decimals) == english)
  }

  @Test func `a month has the name that its language gives it`() {
    let march = YearMonth(year: 2026, month: 3)
    #expect(Language.nl.format(march) == "mrt 2026")
    #expect(Language.en.format(march) == "Mar 2026")
    let names = (1...12).map { Language.nl.format(YearMonth(year: 2026, month: $0)) }
    #expect(Set(names).count == 12)
  }
}
