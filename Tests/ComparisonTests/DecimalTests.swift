import Testing

@testable import Comparison

@Suite struct DecimalTests {
  private func read(_ text: String, _ sign: Character = ".") -> Double? {
    let bytes = Array(text.utf8)
    return DecimalReading.value(
      bytes.span, in: 0..<bytes.count, decimalSign: sign.asciiValue ?? 0)
  }

  @Test(arguments: [
    "0", "-0", "1", "12", "-12.5", "0.1", "0.30000000000000004", "1e5", "1.5E-3", "+7", ".5", "5.",
    "9007199254740993", "9007199254740992.5", "1234567890123456789", "12345678901234567890123",
    "2.2250738585072011e-308", "4.9e-324", "1.7976931348623157e308", "0.000000000000000000000001",
    "123456789.123456789e10", "9999999999999999999", "1e23", "8.5e22", "6.631236846766476e-316",
    "0.1000000000000000055511151231257827021181583404541015625", "89255.00000000001e-5",
  ])
  func `a numeral is the double that the standard library reads`(text: String) throws {
    #expect(try #require(read(text)) == (try #require(Double(text))))
  }

  @Test(arguments: [
    "", "-", ".", "e5", "1e", "1e+", "1.2.3", "1,5", "0x10", "inf", "nan", "1 ", " 1", "1e999",
    "--1", "1_000", "१",
  ])
  func `anything else is no number`(text: String) { #expect(read(text) == nil) }

  @Test func `a comma is the decimal sign where it is said to be`() {
    #expect(read("-1234,5", ",") == -1234.5)
    #expect(read("1234.5", ",") == nil)
  }

  /// Halves of a unit in the last place decide by the last bit; the neighbours of halves do not.
  @Test func `random numerals of every length agree with the standard library`() throws {
    var state: UInt64 = 7
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 11
    }
    for _ in 0..<100_000 {
      var text = String(next() % 10)
      for _ in 0..<(next() % 21) { text += String(next() % 10) }
      let place = text.index(text.startIndex, offsetBy: Int(next() % UInt64(text.count)))
      if next() % 4 != 0 { text.insert(".", at: place) }
      if next() % 2 == 0 { text += "e\(Int(next() % 61) - 30)" }
      if Double(text) == nil { text = "0" + text }
      #expect(read(text) == Double(text), "\(text)")
    }
    for _ in 0..<20_000 {
      // A number half-way between two doubles, in full.
      let double =
        Double(next() | 1 << 52) * Double(sign: .plus, exponent: -Int(next() % 40), significand: 1)
      let half = double.nextUp - double
      let text = "\(double)"
      #expect(read(text) == double)
      let whole = (next() | 1 << 52) << 1 | 1
      #expect(read("\(whole)") == Double(whole), "\(whole) \(half)")
    }
  }
}
