import Probability
import Sampling
import Statistics
import Testing

@testable import Sensitivity

@Suite struct DensityShiftTests {
  private func summary(
    _ factors: [[Double]], _ response: [Double], confidence: Double = 0.95, resamples: Int = 30
  ) throws -> DeltaSummary {
    try DensityShift.summary(
      factors: factors, response: response, confidence: confidence, resamples: resamples,
      draws: Draws(seed: 1))
  }

  @Test func `a factor that is the response moves all of its law, an idle one nothing`() throws {
    let columns = Screen.uniformColumns(2, runs: 1500, seed: 1)
    let found = try summary(columns, columns[0])
    // Of 6 classes each knows where in its sixth the response is: 5/6 of the law moves, less what kernels blur.
    #expect(found.indices[0].plain > 0.6 && found.indices[0].plain < 5.0 / 6)
    #expect(found.indices[0].index.isDistinguishable)
    #expect(!found.indices[1].index.isDistinguishable)
    #expect(abs(found.indices[1].index.estimate.value - found.indices[1].floor) < 0.03)
  }

  @Test func `a rising function of the response changes nothing`() throws {
    let columns = Screen.uniformColumns(3, runs: 400, seed: 2)
    let response = Screen.points(columns).map(Screen.ishigami)
    let cubed = response.map { $0 * $0 * $0 + 2 * $0 }
    #expect(try summary(columns, response) == summary(columns, cubed))
  }

  @Test func `a switch has two classes, and equal numbers share one`() throws {
    let columns = Screen.uniformColumns(3, runs: 1000, seed: 3)
    let lever = columns[0].map { $0 < 0.3 ? 1.0 : 0 }
    let response = zip(lever, columns[1]).map { $0 + $1 }
    #expect(Classes(ranks(lever), wanted: 6).count == 2)
    let found = try summary([lever, columns[2]], response)
    // The law given the switch has no point in common with that without: 2 · 0.3 · 0.7, of which kernels blur a part where they meet.
    #expect(found.indices[0].plain > 0.34 && found.indices[0].plain < 0.42)
  }

  @Test func `constants are nought, undefined runs dropped, few runs refused`() throws {
    let columns = Screen.uniformColumns(2, runs: 200, seed: 4)
    let constant = try summary(columns, Array(repeating: 3, count: 200))
    #expect(constant.indices.allSatisfy { $0.index.estimate.value == 0 && $0.plain == 0 })
    let idle = try summary([Array(repeating: 1, count: 200)], columns[0])
    #expect(idle.indices[0].index == .nought(runs: 200))
    var response = columns[0]
    response[7] = .infinity
    #expect(try summary(columns, response).dropped == 1)
    #expect(throws: SampleTooSmall(runs: 63, needed: 64)) {
      try summary([Array(columns[0][..<63])], Array(columns[1][..<63]))
    }
  }

  @Test func `a higher confidence gives a wider interval`() throws {
    let columns = Screen.uniformColumns(2, runs: 300, seed: 5)
    let (wide, narrow) = (
      try summary(columns, columns[0], confidence: 0.99).indices[0].index.estimate,
      try summary(columns, columns[0], confidence: 0.8).indices[0].index.estimate
    )
    #expect(wide.value == narrow.value)
    #expect(wide.interval.high - wide.value > 1.9 * (narrow.interval.high - narrow.value))
  }
}

@Suite struct DensityShiftStatisticalTests {
  @Test func `the values of Ishigami's function are the published ones`() throws {
    let columns = Screen.uniformColumns(4, runs: 10_000, seed: 1)
    let response = Screen.points(columns).map(Screen.ishigami)
    let summary = try DensityShift.summary(
      factors: columns, response: response, draws: Draws(seed: 1))
    for (index, expected) in zip(summary.indices, [0.210, 0.358, 0.155]) {
      #expect(Screen.near(index.index.estimate.value, expected, 0.02))
      #expect(index.index.isDistinguishable)
    }
    #expect(!summary.indices[3].index.isDistinguishable)
  }

  /// The sum of two normal numbers, whose δ is .3060.
  ///
  /// Kernels and classes blur densities, and the bootstrap does not see that: intervals are about the estimator's mean, which
  /// with 500 runs lies .04 below the truth and with 10,000 runs .01.
  @Test func `intervals cover the estimator's mean, which is a little below the truth`() throws {
    let repeats = 300
    var estimates: [Estimate] = []
    var values = Moments()
    for seed in 0..<repeats {
      var columns = Screen.uniformColumns(2, runs: 500, seed: UInt64(seed))
      for place in 0..<2 {
        var span = columns[place].mutableSpan
        StandardNormal.quantiles(of: &span)
      }
      let found = try DensityShift.summary(
        factors: [columns[0]], response: zip(columns[0], columns[1]).map { $0 + $1 },
        resamples: 60, draws: Draws(seed: UInt64(seed)))
      estimates.append(found.indices[0].index.estimate)
      values.add(found.indices[0].index.estimate.value)
    }
    #expect(values.mean < 0.306 && values.mean > 0.26)
    for confidence in [0.8, 0.95, 0.99] {
      let z = StandardNormal.quantile(0.5 + 0.5 * confidence)
      let covered = estimates.count {
        abs($0.value - values.mean) <= z * $0.standardError
      }
      // The interval that was asked for is the one of its level.
      if confidence == 0.95 {
        #expect(covered == estimates.count { $0.interval.contains(values.mean) })
      }
      #expect(abs(Double(covered) / Double(repeats) - confidence) < 0.06)
    }
  }

  @Test func `190 factors and 10,000 runs take seconds`() throws {
    let columns = Screen.uniformColumns(190, runs: 10_000, seed: 1)
    let response = Screen.points(columns).map { Screen.ishigami(Array($0[..<3])) }
    let clock = ContinuousClock()
    var found: DeltaSummary?
    let taken = try clock.measure {
      found = try DensityShift.summary(
        factors: columns, response: response, draws: Draws(seed: 1))
    }
    let mistaken = try #require(found).indices[3...].count { $0.index.isDistinguishable }
    // A machine with other work to do may take several times the two seconds.
    #expect(taken < .seconds(30))
    // One in forty of those that do nothing lies above what its level allows.
    #expect(mistaken < 15)
  }
}
