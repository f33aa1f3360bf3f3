import Probability
import Statistics
import Testing

@testable import Sensitivity

@Suite struct RankRegressionTests {
  @Test func `a linear model's squared coefficients are its shares of the variance`() throws {
    let columns = Screen.uniformColumns(4, runs: 20_000, seed: 1)
    let response = Screen.points(columns).map { $0[0] + 2 * $0[1] + 3 * $0[2] + 4 * $0[3] }
    let summary = try RankRegression.summaries(
      factors: columns, responses: [response], on: .numbers)[0]
    for (index, share) in zip(summary.indices, [1.0 / 30, 4.0 / 30, 0.3, 16.0 / 30]) {
      let coefficient = index.coefficient.estimate
      #expect(abs(coefficient.value - share.squareRoot()) < 4 * coefficient.standardError)
      #expect(coefficient.standardError < 0.01)
      #expect(Screen.near(index.partialCorrelation.estimate.value, 1, 1e-12))
      #expect(index.coefficient.isDistinguishable)
    }
    #expect(Screen.near(summary.explained.value, 1, 1e-12))
    #expect(summary.doubts.isEmpty)
  }

  /// What a group explains, against the model fitted without it.
  @Test(arguments: [RankRegression.Scale.numbers, .ranks])
  func `a group is what the model loses without it`(scale: RankRegression.Scale) throws {
    var columns = Screen.uniformColumns(5, runs: 300, seed: 4)
    columns[1] = zip(columns[0], columns[1]).map { $0 + $1 }
    columns[3] = zip(columns[0], columns[3]).map { $0 + 2 * $1 }
    let noise = Screen.uniformColumns(1, runs: 300, seed: 5)[0]
    let slopes: [Double] = [1, 1, -2, 1, 0]
    let response = (0..<300).map { run in
      slopes.indices.reduce(2 * noise[run]) { $0 + slopes[$1] * columns[$1][run] }
    }
    let groups = [[1, 3], [0, 2], [4]]
    func unexplained(_ columns: [[Double]]) throws -> Double {
      let found = try RankRegression.summaries(
        factors: columns, responses: [response], on: scale)[0]
      return (1 - found.explained.value) * (299 - Double(columns.count)) / 299
    }
    let found = try RankRegression.summaries(
      factors: columns, responses: [response], on: scale, groups: groups)[0]
    let with = try unexplained(columns)
    for (place, members) in groups.enumerated() {
      let without = try unexplained(
        columns.indices.filter { !members.contains($0) }.map { columns[$0] })
      let size = Double(members.count)
      let index = found.groups[place]
      #expect(index.group == place)
      let lost = without - with - size * with / 294
      #expect(Screen.near(index.lost.estimate.value, lost, 1e-10))
      let square = 1 - (with / 294) / (without / (294 + size))
      #expect(
        Screen.near(index.partialCorrelation.estimate.value, max(0, square).squareRoot(), 1e-10))
    }
    #expect(found.groups[0].lost.isDistinguishable)
    #expect(!found.groups[2].lost.isDistinguishable)
    #expect(found.groups[2].partialCorrelation.estimate.interval.low == 0)
  }

  @Test func `ranks follow what rises, and say when the model is poor`() throws {
    let columns = Screen.uniformColumns(2, runs: 2000, seed: 2)
    let rising = columns[0].map { 1 / (1.0001 - $0) }
    let turning = columns[0].map { ($0 - 0.5) * ($0 - 0.5) }
    let ranks = try RankRegression.summaries(
      factors: columns, responses: [rising, turning], on: .ranks)
    let numbers = try RankRegression.summaries(
      factors: columns, responses: [rising], on: .numbers)
    #expect(Screen.near(ranks[0].indices[0].coefficient.estimate.value, 1, 1e-12))
    #expect(numbers[0].foretold < 0.5)
    #expect(ranks[0].doubts.isEmpty)
    #expect(ranks[1].doubts == [.poorFit(ranks[1].foretold)])
    #expect(ranks[1].indices[0].coefficient.doubts == ranks[1].doubts)
  }

  @Test func `what does not vary, or not apart, is nought`() throws {
    var columns = Screen.uniformColumns(2, runs: 500, seed: 3)
    let response = columns[0].map { 2 * $0 }
    columns.append(Array(repeating: 0.1, count: 500))
    columns.append(zip(columns[0], columns[1]).map { $0 - 3 * $1 })
    let summaries = try RankRegression.summaries(
      factors: columns, responses: [response, Array(repeating: 0.1, count: 500)], on: .numbers)
    #expect(Screen.near(summaries[0].indices[0].coefficient.estimate.value, 1, 1e-12))
    #expect(summaries[0].indices[2].coefficient.estimate.value == 0)
    #expect(summaries[0].indices[2].coefficient.doubts.isEmpty)
    #expect(summaries[0].indices[3].coefficient.doubts == [.inseparable])
    for index in summaries[1].indices {
      #expect(
        index.coefficient.estimate
          == .init(
            value: 0, standardError: 0, interval: Interval(low: 0, high: 0)))
      #expect(index.partialCorrelation.estimate.value == 0)
    }
    #expect(summaries[1].explained.value == 0)
  }

  @Test func `undefined runs are dropped and counted, too few refused`() throws {
    let columns = Screen.uniformColumns(3, runs: 300, seed: 4)
    var response = Screen.points(columns).map { $0[0] - $0[1] * $0[2] }
    let complete = try RankRegression.summaries(
      factors: columns.map { Array($0[2...]) }, responses: [Array(response[2...])], on: .ranks)[0]
    response[0] = .infinity
    response[1] = .nan
    let summary = try RankRegression.summaries(
      factors: columns, responses: [response], on: .ranks)[0]
    #expect(summary.dropped == 2)
    #expect(summary.indices == complete.indices)
    #expect(throws: SampleTooSmall(runs: 6, needed: 7)) {
      try RankRegression.summaries(
        factors: columns.map { Array($0[..<6]) }, responses: [Array(response[2..<8])], on: .ranks)
    }
  }
}

@Suite struct RankRegressionStatisticalTests {
  /// Normal factors and noise: coefficients and partial correlations are known, those of ranks by 6/π asin(ρ/2).
  @Test(arguments: [0.8, 0.95, 0.99]) func `intervals cover as often as they say`(
    confidence: Double
  ) throws {
    let weights = [1.0, 0.5, 0]
    let noise = 0.8
    let variance = 1 + 0.25 + noise * noise
    let names = ["SRC", "PCC", "SRRC", "explained"]
    var covered = [[Int]](repeating: [0, 0, 0], count: 4)
    let repeats = 1000
    for seed in 0..<repeats {
      var columns = Screen.uniformColumns(4, runs: 300, seed: UInt64(seed))
      for place in 0..<4 {
        var span = columns[place].mutableSpan
        StandardNormal.quantiles(of: &span)
      }
      let response = (0..<300).map { run in
        weights[0] * columns[0][run] + weights[1] * columns[1][run] + noise * columns[3][run]
      }
      let factors = Array(columns[..<3])
      let numbers = try RankRegression.summaries(
        factors: factors, responses: [response], on: .numbers, confidence: confidence)[0]
      let ranks = try RankRegression.summaries(
        factors: factors, responses: [response], on: .ranks, confidence: confidence)[0]
      for factor in 0..<3 {
        let source = weights[factor] / variance.squareRoot()
        let partial =
          weights[factor] / (weights[factor] * weights[factor] + noise * noise).squareRoot()
        // 6/π asin(x/2) by its series; independent factors have independent ranks.
        let half = source / 2
        let rank =
          6 / Double.pi
          * (half + half * half * half / 6 + 3 * half * half * half * half * half / 40)
        let intervals = [
          (numbers.indices[factor].coefficient, source),
          (numbers.indices[factor].partialCorrelation, partial),
          (ranks.indices[factor].coefficient, rank),
        ]
        for (place, (finding, truth)) in intervals.enumerated()
        where finding.estimate.interval.contains(truth) { covered[place][factor] += 1 }
      }
      if numbers.explained.interval.contains(1.25 / variance) { covered[3][0] += 1 }
    }
    for (place, name) in names.enumerated() {
      for factor in 0..<(place == 3 ? 1 : 3) {
        let share = Double(covered[place][factor]) / Double(repeats)
        #expect(abs(share - confidence) < 0.035, "\(name) of \(factor): \(share)")
      }
    }
  }
}
