import Caseload
import Testing

/// How effects come in and go out, on values worked out by hand.
///
/// The calendar starts in September 2025, so that 1 January 2026 has the time 4. Shares are differences of times below 30: rounding stays below 10⁻¹³.
struct PhaseTests {
  private let calendar = Calendar(start: YearMonth(year: 2025, month: 9), months: 40)
  private let allowance = 1e-13

  private func day(_ text: String) throws -> Day { try #require(Day(text)) }

  private func values(_ phase: Phase, _ months: [Int]) -> [Double] {
    months.map { phase.value(in: $0, of: calendar) }
  }

  private func expect(_ found: [Double], _ expected: [Double]) {
    #expect(found.count == expected.count)
    for (found, expected) in zip(found, expected) {
      #expect(abs(found - expected) <= allowance, "\(found), expected \(expected)")
    }
  }

  @Test func `always is one in every month, before the start too`() {
    #expect(values(.always, [-500, -1, 0, 39, 400]) == [1, 1, 1, 1, 1])
  }

  @Test func `a step is in force for the rest of its month`() throws {
    let phase = Phase(onset: .step(try day("2026-06-12")), ending: nil)
    expect(values(phase, [-1, 8, 9, 10, 39]), [0, 0, 19.0 / 30, 1, 1])
  }

  @Test func `a step before the start counts in months before the start`() throws {
    let phase = Phase(onset: .step(try day("2025-07-17")), ending: nil)
    expect(values(phase, [-3, -2, -1, 0]), [0, 15.0 / 31, 1, 1])
  }

  /// From time 4 to time 8: mid-month values 1/8, 3/8, 5/8 and 7/8.
  @Test func `a line rises evenly, taken in mid-month`() throws {
    let phase = Phase(onset: .linear(try day("2026-01-01"), try day("2026-05-01")), ending: nil)
    expect(values(phase, [0, 3, 4, 5, 6, 7, 8, 20]), [0, 0, 0.125, 0.375, 0.625, 0.875, 1, 1])
  }

  @Test func `a line that began before the start is under way at the start`() throws {
    let phase = Phase(onset: .linear(try day("2025-07-01"), try day("2025-11-01")), ending: nil)
    expect(values(phase, [-3, -2, -1, 0, 1, 2]), [0, 0.125, 0.375, 0.625, 0.875, 1])
  }

  /// With midpoint 1 July 2026 (time 10) and width 3, z is −5/6, −1/2, −1/6, 1/6, 1/2, 5/6 in months 7 to 12.
  ///
  /// The expected values are (L(6z) − L(−6)) / (L(6) − L(−6)), computed by hand to sixteen digits from e⁻¹, e⁻³, e⁻⁵ and e⁻⁶.
  @Test func `a logistic curve has the values of its formula`() throws {
    let phase = Phase(onset: .logistic(midpoint: try day("2026-07-01"), width: 3), ending: nil)
    let (one, three) = (0.2689414213699951, 0.0474258731775668)
    let (five, six) = (0.0066928509242849, 0.0024726231566348)
    let low = [five, three, one].map { ($0 - six) / (1 - 2 * six) }
    expect(values(phase, Array(7...12)), low + low.reversed().map { 1 - $0 })
  }

  @Test func `a logistic curve is exactly nought and one at its ends`() throws {
    let phase = Phase(onset: .logistic(midpoint: try day("2026-07-01"), width: 2.5), ending: nil)
    #expect(values(phase, [-30, 0, 6, 7]) == [0, 0, 0, 0])
    #expect(values(phase, [12, 13, 39, 100]) == [1, 1, 1, 1])
  }

  @Test(arguments: [0.75, 1, 2.5, 6, 12, 40])
  func `a logistic curve is symmetric about its midpoint and never falls`(width: Double) throws {
    let phase = Phase(onset: .logistic(midpoint: try day("2027-01-01"), width: width), ending: nil)
    var before = 0.0
    for month in -40...80 {
      let value = phase.value(in: month, of: calendar)
      #expect(value >= before && value <= 1)
      before = value
      // The midpoint has the time 16: month 16 + k mirrors month 15 − k.
      let mirrored = phase.value(in: 31 - month, of: calendar)
      #expect(abs(value + mirrored - 1) <= allowance)
    }
  }

  @Test func `a step ends for the rest of its month`() throws {
    let phase = Phase(onset: .always, ending: .step(try day("2026-06-12")))
    expect(values(phase, [-9, 8, 9, 10]), [1, 1, 11.0 / 30, 0])
  }

  @Test func `a line ends evenly`() throws {
    let phase = Phase(
      onset: .always, ending: .linear(try day("2026-01-01"), try day("2026-05-01")))
    expect(values(phase, [3, 4, 5, 6, 7, 8]), [1, 0.875, 0.625, 0.375, 0.125, 0])
  }

  @Test func `coming and going multiply`() throws {
    let ramp = (try day("2026-01-01"), try day("2026-05-01"))
    let both = Phase(onset: .linear(ramp.0, ramp.1), ending: .linear(ramp.0, ramp.1))
    expect(values(both, [4, 5, 6, 7]), [7.0 / 64, 15.0 / 64, 15.0 / 64, 7.0 / 64])
    let window = Phase(
      onset: .step(try day("2026-06-12")), ending: .step(try day("2026-08-01")))
    expect(values(window, [8, 9, 10, 11]), [0, 19.0 / 30, 1, 0])
  }
}
