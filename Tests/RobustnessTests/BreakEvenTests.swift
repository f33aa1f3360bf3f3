import Robustness
import Statistics
import Testing

@Suite struct BreakEvenTests {
  private func advantages(
    _ seed: UInt64, runs: Int = 2000, sd: Double = 1, _ mean: @escaping (Double) -> Double
  ) -> (Double) -> [Double] {
    var dice = Dice(seed: seed)
    let noise = (0..<runs).map { _ in sd * dice.normal() }
    return { level in noise.map { mean(level) + $0 } }
  }

  private func crossings(_ finding: BreakEven.Finding) -> [BreakEven.Crossing] {
    if case .crosses(let found) = finding { found } else { [] }
  }

  @Test func `a straight advantage is lost where it crosses nought`() throws {
    // 3 − 4 u is nought at 0.75; the noise's mean, the same at every level, moves the crossing by a quarter of it.
    let found = crossings(try BreakEven(advantages: advantages(8) { 3 - 4 * $0 }).finding)
    #expect(found.count == 1)
    let one = try #require(found.first)
    #expect(abs(one.level - 0.75) < 0.03)
    #expect(one.isBetterBelow)
    #expect(one.interval.contains(0.75) && one.interval.contains(one.level))
    #expect(abs(one.shareBeyond - 0.25) < 0.03)
    #expect(one.shareBeyondInterval.contains(one.shareBeyond))
    let mirrored = crossings(try BreakEven(advantages: advantages(8) { 4 * $0 - 1 }).finding)
    #expect(mirrored.count == 1 && !mirrored[0].isBetterBelow)
    #expect(abs(mirrored[0].level - 0.25) < 0.03 && mirrored[0].interval.contains(0.25))
    #expect(abs(mirrored[0].shareBeyond - 0.25) < 0.03)
  }

  @Test func `always, never and not told apart`() throws {
    #expect(try BreakEven(advantages: advantages(4) { 1 + $0 }).finding == .always)
    #expect(try BreakEven(advantages: advantages(4) { -1 - $0 }).finding == .never)
    #expect(
      try BreakEven(advantages: advantages(4, runs: 50, sd: 10) { _ in 0.1 }).finding
        == .notToldApart)
    // It comes near nought at one end only: no crossing is made of that.
    #expect(
      try BreakEven(advantages: advantages(5, runs: 100) { 1 - $0 }).finding == .notToldApart)
    #expect(try BreakEven(advantages: { _ in [.nan, .infinity] }).finding == .notToldApart)
  }

  @Test func `two crossings are both found`() throws {
    let even = try BreakEven(
      advantages: advantages(6, runs: 4000, sd: 0.5) { 10 * ($0 - 0.2) * ($0 - 0.7) })
    let found = crossings(even.finding)
    #expect(found.count == 2)
    #expect(found.map(\.isBetterBelow) == [true, false])
    #expect(abs(found[0].level - 0.2) < 0.02 && abs(found[1].level - 0.7) < 0.02)
    #expect(zip(even.points, even.points.dropFirst()).allSatisfy { $0.level < $1.level })
  }

  @Test func `undefined runs are counted`() throws {
    let even = try BreakEven { level in [1, 2, 3, .nan].map { $0 + level } }
    #expect(even.dropped == 1)
    #expect(even.finding == .notToldApart || even.finding == .always)
  }

  /// Three factors that matter in known ways among twenty, with a lever and a column that does not vary.
  @Test func `a screen finds the factors that decide`() throws {
    var dice = Dice(seed: 7)
    var columns = (0..<20).map { _ in dice.units(4000) }
    columns[5] = columns[5].map { $0 < 0.3 ? 1 : 0 }
    columns[6] = columns[6].map { _ in 4 }
    // A skewed law: only the level counts.
    columns[2] = columns[2].map { $0 * $0 * $0 * 100 }
    var gains = (0..<4000).map { _ in dice.normal() }
    for row in gains.indices {
      let level = cubeRoot(columns[2][row] / 100)
      gains[row] +=
        2 * (level - 0.6) + (columns[5][row] == 1 ? -1 : 0.5)
        + 1.5 * (columns[9][row] - 0.5)
    }
    columns[3][11] = .nan
    gains[12] = .infinity
    let screen = try #require(FactorScreen(columns: columns, advantages: gains))
    #expect(screen.dropped == 2)
    #expect(screen.deciding.map(\.factor).sorted() == [2, 5, 9])
    #expect(screen.deciding.first?.factor == 5)
    #expect(screen.entries[6].shape == .constant && screen.entries[6].probability == 1)
    guard case .curve(let even) = screen.entries[2].shape,
      case .twoValues(let without, let with) = screen.entries[5].shape
    else {
      Issue.record("\(screen.entries[2].shape)")
      return
    }
    // E[lever] = 0.7 · 0.5 − 0.3 · 1 = 0.05: the mean advantage is nought at level 0.575.
    let found = crossings(even.finding)
    #expect(found.count == 1)
    #expect(try #require(found.first).interval.contains(0.575))
    #expect(try #require(found.first).isBetterBelow == false)
    // With the lever the mean is 2 (0.5 − 0.6) − 1, without it 0.3.
    #expect(with.low < -1.2 && -1.2 < with.high && without.low < 0.3 && 0.3 < without.high)
    // 2 (u − 0.6) has standard deviation 2/√12 along its levels.
    #expect(abs(screen.entries[2].spread - 0.5774) < 0.07)
    #expect(FactorScreen(columns: [[1, 2]], advantages: [1, 2]) == nil)
  }

  private func cubeRoot(_ value: Double) -> Double {
    var root = max(value, 1e-12)
    for _ in 0..<200 { root = (2 * root + value / (root * root)) / 3 }
    return root
  }
}
