import Statistics
import Testing

@testable import Sensitivity

/// How often intervals of groups hold their shares.
@Suite struct GroupCoverageStatisticalTests {
  @Test func `intervals of groups by polynomials hold what they say`() throws {
    let expected = [1.0 / 30 + 0.3, 4.0 / 30 + 16.0 / 30]
    var hits = [0, 0]
    for seed in 0..<400 {
      let columns = Screen.uniformColumns(4, runs: 400, seed: UInt64(7000 + seed))
      let noise = Screen.uniformColumns(1, runs: 400, seed: UInt64(17_000 + seed))[0]
      let root = 30.0.squareRoot()
      let response = Screen.points(columns).enumerated().map { (run, x) -> Double in
        let sum: Double = x[0] + 2 * x[1] + 3 * x[2] + 4 * x[3]
        return sum + root * (noise[run] - 0.5)
      }
      let found = try PolynomialChaos.summaries(
        factors: columns, columns: .uniform, groups: [[0, 2], [1, 3]], responses: [response],
        basis: .init(degree: 1, interacting: 0))[0]
      for group in 0..<2
      where found.indices[group].firstOrder.estimate.interval.contains(expected[group] / 2) {
        hits[group] += 1
      }
    }
    // 400 repeats of 95 %: four standard errors are 4.4 %.
    for count in hits { #expect((0.906...0.994).contains(Double(count) / 400), "\(count)") }
  }

  @Test func `intervals of groups in a regression hold what they say`() throws {
    // Of `X₁ + 2 X₂ + ε` and two idle factors, the variance being 2 · 5 / 12.
    let expected = (both: 0.5, idle: 0.0)
    var hits = (both: 0, idle: 0, square: 0)
    for seed in 0..<400 {
      let columns = Screen.uniformColumns(4, runs: 300, seed: UInt64(8000 + seed))
      let noise = Screen.uniformColumns(1, runs: 300, seed: UInt64(18_000 + seed))[0]
      let root = 5.0.squareRoot()
      let response = (0..<300).map { (run: Int) -> Double in
        let sum: Double = columns[0][run] + 2 * columns[1][run]
        return sum + root * noise[run]
      }
      let found = try RankRegression.summaries(
        factors: columns, responses: [response], on: .numbers, groups: [[0, 1], [2, 3]])[0]
      if found.groups[0].lost.estimate.interval.contains(expected.both) { hits.both += 1 }
      if found.groups[1].lost.estimate.interval.contains(expected.idle) { hits.idle += 1 }
      if found.groups[0].partialCorrelation.estimate.interval.contains(0.5.squareRoot()) {
        hits.square += 1
      }
    }
    for count in [hits.both, hits.square] {
      #expect((0.906...0.994).contains(Double(count) / 400), "\(hits)")
    }
    // Of a group that does nothing intervals are on the safe side or near it: its share is not normal.
    #expect(Double(hits.idle) / 400 > 0.9, "\(hits)")
  }
}
