import Statistics
import Testing

@Suite struct ScoresTests {
  @Test(arguments: [
    (0.0, 0.23369497725511), (1, 0.60244135762762), (2, 1.45279182168590),
    (-2, 1.45279182168590),
  ])
  func `the score of a normal forecast is the published one`(
    observed: Double, expected: Double
  ) {
    #expect(
      isNear(rankedProbabilityScore(mean: 0, sd: 1, observed: observed), expected, 1e-14))
    #expect(
      isNear(
        rankedProbabilityScore(mean: 10, sd: 4, observed: 10 + 4 * observed), 4 * expected,
        4e-14))
    #expect(rankedProbabilityScore(mean: 3, sd: 0, observed: observed) == abs(observed - 3))
  }

  @Test func `the scores of an ensemble are the published ones`() {
    let members = [1.0, 2, 3, 4]
    let plain = rankedProbabilityScore(sortedEnsemble: members, observed: 2.5, fair: false)
    let fair = rankedProbabilityScore(sortedEnsemble: members, observed: 2.5, fair: true)
    #expect(isNear(plain, 0.375, 1e-15))
    #expect(isNear(fair, 0.1666666667, 5e-11))
    #expect(rankedProbabilityScore(sortedEnsemble: [3], observed: 5, fair: false) == 2)
  }

  @Test func `a large ensemble of logistic quantiles scores like the logistic law`() {
    let size = 2001
    // Logistic members: their score at the median is 2 ln 2 - 1.
    let members = (0..<size).map { rank -> Double in
      let u = (Double(rank) + 0.5) / Double(size)
      return logit(u)
    }
    let score = rankedProbabilityScore(sortedEnsemble: members, observed: 0, fair: false)
    #expect(isNear(score, 2 * 0.6931471805599453 - 1, 2e-3))
  }

  @Test(arguments: [(100.0, 20.0), (120, 220), (85, 120)])
  func `the interval score fines what falls outside`(observed: Double, expected: Double) {
    let interval = Interval(low: 90, high: 110)
    #expect(isNear(intervalScore(interval, risk: 0.1, observed: observed), expected, 1e-12))
  }

  /// `ln(u / (1 - u))` as twice the area-hyperbolic series of the ratio, summed.
  private func logit(_ u: Double) -> Double {
    var ratio = u / (1 - u)
    var doublings = 0.0
    while ratio > 1.5 {
      ratio /= 2
      doublings += 1
    }
    while ratio < 0.75 {
      ratio *= 2
      doublings -= 1
    }
    let t = (ratio - 1) / (ratio + 1)
    var (sum, power, odd) = (0.0, t, 1.0)
    while abs(power) > 1e-17 {
      sum += power / odd
      power *= t * t
      odd += 2
    }
    return 2 * sum + doublings * 0.6931471805599453
  }
}
