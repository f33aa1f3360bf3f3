import Probability
import Sampling
import Statistics
import Testing

@testable import Sensitivity

@Suite struct PolynomialChaosTests {
  private func summary(
    _ factors: [[Double]], _ responses: [[Double]], basis: PolynomialChaos.Basis = .init(),
    columns: PolynomialChaos.Columns = .uniform
  ) throws -> [PolynomialSummary] {
    try PolynomialChaos.summaries(
      factors: factors, columns: columns, responses: responses, basis: basis)
  }

  @Test func `Ishigami's function is taken apart`() throws {
    let columns = Screen.uniformColumns(3, runs: 2000, seed: 1)
    let found = try summary(
      columns, [Screen.points(columns).map(Screen.ishigami)],
      basis: .init(degree: 10, interactionDegree: 9))[0]
    let firsts = [0.31390519114781146, 0.4424111447900409, 0]
    let totals = [0.5575888552099592, 0.4424111447900409, 0.24368366406214773]
    for index in found.indices {
      let (first, total) = (index.firstOrder.estimate, index.total.estimate)
      #expect(abs(first.value - firsts[index.factor]) < max(0.002, 4 * first.standardError))
      #expect(abs(total.value - totals[index.factor]) < 4 * total.standardError)
      #expect(total.standardError < 0.03)
    }
    #expect(found.foretold > 0.99)
    #expect(found.pairs[0].first == 0 && found.pairs[0].second == 2)
    #expect(Screen.near(found.pairs[0].share.estimate.value, 0.24368366406214773, 0.03))
    #expect(!found.indices[2].firstOrder.isDistinguishable)
  }

  @Test func `a group explains what its terms do, alone and in all`() throws {
    let columns = Screen.uniformColumns(3, runs: 2000, seed: 1)
    let response = Screen.points(columns).map(Screen.ishigami)
    let basis = PolynomialChaos.Basis(degree: 10, interactionDegree: 9)
    let single = try summary(columns, [response], basis: basis)[0]
    let found = try PolynomialChaos.summaries(
      factors: columns, columns: .uniform, groups: [[1], [0, 2]], responses: [response],
      basis: basis)[0]
    #expect(found.indices.map(\.factor) == [0, 1])
    #expect(found.indices[0].firstOrder == single.indices[1].firstOrder)
    let group = found.indices[1].firstOrder.estimate
    #expect(abs(group.value - 0.5575888552099592) < 4 * group.standardError)
    #expect(group.standardError < 0.03)
    // Nothing goes on between the two groups.
    #expect(abs(found.indices[1].total.estimate.value - group.value) < 0.01)
    let torn = try PolynomialChaos.summaries(
      factors: columns, columns: .uniform, groups: [[0, 1], [2]], responses: [response],
      basis: basis)[0]
    #expect(torn.pairs[0].first == 0 && torn.pairs[0].second == 1)
    #expect(Screen.near(torn.pairs[0].share.estimate.value, 0.24368366406214773, 0.03))
    #expect(Screen.near(torn.indices[0].total.estimate.value, 1, 0.05))
    #expect(Screen.near(torn.indices[0].firstOrder.estimate.value, 0.756316335937852, 0.05))
  }

  /// `X₁ + X₂ + X₃` of uniform numbers with one cause in common for the first two: a group counts their covariance, single factors cannot.
  @Test func `a group counts what its members have in common`() throws {
    let columns = Screen.uniformColumns(3, runs: 4000, seed: 6)
    // Made of 0.8 of one and 0.6 of the other uniform number: unit variance as before, a correlation of 0.8.
    let second = zip(columns[0], columns[1]).map { 0.8 * $0 + 0.6 * $1 }
    let factors = [columns[0], second, columns[2]]
    let response = Screen.points(factors).map { $0[0] + $0[1] + $0[2] }
    let expected = 3.6 / 4.6
    let found = try PolynomialChaos.summaries(
      factors: factors, columns: .values, groups: [[0, 1], [2]], responses: [response])[0]
    let estimate = found.indices[0].firstOrder.estimate
    #expect(abs(estimate.value - expected) < 4 * estimate.standardError)
    #expect(estimate.standardError < 0.02)
    let single = try summary(factors, [response], columns: .values)[0]
    let sum =
      single.indices[0].firstOrder.estimate.value
      + single.indices[1].firstOrder.estimate.value
    #expect(sum < 0.6)
  }

  /// A polynomial within the basis is found whole, and its shares are those of its coefficients.
  @Test func `a polynomial is found whole, from values as from uniform numbers`() throws {
    let columns = Screen.uniformColumns(5, runs: 1000, seed: 2)
    let terms = [(0, 1, 2.0), (1, 2, 1), (2, 3, 0.5)]
    let response = (0..<1000).map { run in
      terms.reduce(3.0) { sum, term in
        let polynomials = PolynomialBasis.legendre([columns[term.0][run]], degree: 3)
        return sum + term.2 * polynomials[term.1 - 1][0]
      }
    }
    let found = try summary(columns, [response])[0]
    let variance = Moments(response).squaredDeviations / 1000
    for (factor, share) in [4 / variance, 1 / variance, 0.25 / variance, 0, 0].enumerated() {
      let estimate = found.indices[factor].firstOrder.estimate
      #expect(Screen.near(estimate.value, share, 1e-9))
      #expect(found.indices[factor].total.estimate == estimate)
    }
    #expect(Screen.near(found.foretold, 1, 1e-9))
    #expect(found.terms == 7)
    let stretched = columns.map { $0.map { 1 / (1.1 - $0) } }
    let ranked = try summary(stretched, [response], columns: .values)[0]
    for factor in 0..<5 {
      #expect(
        Screen.near(
          ranked.indices[factor].firstOrder.estimate.value,
          found.indices[factor].firstOrder.estimate.value, 0.04))
    }
  }

  /// Coefficients, residuals left out one by one and shares against dense least squares with every run left out in turn.
  @Test func `the left-one-out share is that of leaving runs out`() throws {
    let columns = Screen.uniformColumns(2, runs: 120, seed: 5)
    let response = Screen.points(columns).map { $0[0] * 3 + $0[1] * $0[1] * $0[1] }
    let found = try summary(columns, [response], basis: .init(degree: 1, interacting: 0))[0]
    var (errors, plain) = (0.0, 0.0)
    for left in 0..<120 {
      let others = (0..<120).filter { $0 != left }
      let basis = PolynomialBasis(factors: columns, uniform: true, degree: 1)
      let fit = PolynomialFit(
        basis, responses: [response], runs: others,
        limits: .init(interactionDegree: 2, interacting: 0, curved: 0))
      let foretold = fit.predictions(fit.responses[0], basis: basis, runs: [left])[0]
      let mean = others.reduce(0.0) { $0 + response[$1] } / 119
      errors += (response[left] - foretold) * (response[left] - foretold)
      plain += (response[left] - mean) * (response[left] - mean)
    }
    #expect(Screen.near(found.leftOneOut, 1 - errors / plain, 1e-12))
  }

  @Test func `switches have one polynomial`() throws {
    let columns = Screen.uniformColumns(3, runs: 1000, seed: 3)
    let lever = columns[0].map { $0 < 0.25 ? 1.0 : 0 }
    let response = zip(lever, columns[1]).map { $0 + 2 * $1 }
    let found = try summary([lever, columns[1], columns[2]], [response], columns: .values)[0]
    let variance = 0.1875 + 4.0 / 12
    #expect(Screen.near(found.indices[0].firstOrder.estimate.value, 0.1875 / variance, 0.02))
    #expect(Screen.near(found.foretold, 1, 1e-3))
  }

  @Test func `copies are inseparable, and exact fits end`() throws {
    var columns = Screen.uniformColumns(3, runs: 400, seed: 7).map { $0.map { $0 < 0.4 ? 1.0 : 0 } }
    columns.append(columns[0])
    columns.append(Array(repeating: 1, count: 400))
    let response = (0..<400).map { 2 * columns[0][$0] + columns[1][$0] * columns[2][$0] }
    let found = try summary(columns, [response], columns: .values)[0]
    #expect(found.indices[3].total == .nought(runs: 400, doubts: [.inseparable]))
    #expect(found.indices[4].total == .nought(runs: 400))
    #expect(found.indices[0].firstOrder.doubts.isEmpty)
    #expect(found.terms == 4)
    #expect(Screen.near(found.foretold, 1, 1e-12))
  }

  @Test func `chance is left over, and many idle factors add up to nought`() throws {
    let columns = Screen.uniformColumns(101, runs: 2000, seed: 4)
    let response = (0..<2000).map { run in
      columns[0][run] + 2 * columns[1][run] + StandardNormal.quantile(columns[100][run])
    }
    let found = try summary(Array(columns[..<100]), [response])[0]
    // V = 17/12: 1/17, 4/17 and 12/17.
    for (factor, share) in [1.0 / 17, 4.0 / 17].enumerated() {
      let estimate = found.indices[factor].firstOrder.estimate
      #expect(abs(estimate.value - share) < 4 * estimate.standardError)
    }
    #expect(abs(found.unexplained.value - 12.0 / 17) < 4 * found.unexplained.standardError)
    let idle = found.indices[2...].reduce(0) { $0 + $1.firstOrder.estimate.value }
    #expect(abs(idle) < 0.03)
    #expect(found.doubts == [.poorFit(found.foretold)])
    #expect(found.foretold < found.leftOneOut + 0.01)
    #expect(Screen.near(found.foretold, 5.0 / 17, 0.08))
  }

  @Test func `responses share what they have in common, and few runs are refused`() throws {
    let columns = Screen.uniformColumns(4, runs: 500, seed: 6)
    let first = Screen.points(columns).map { $0[0] + $0[1] }
    var second = Screen.points(columns).map { $0[2] - $0[3] }
    second[3] = .nan
    let together = try summary(columns, [first, second, Array(repeating: 2, count: 500)])
    #expect(try summary(columns, [first])[0] == together[0])
    #expect(together[1].dropped == 1)
    #expect(together[1].runs == 499)
    #expect(together[2].indices.allSatisfy { $0.total == .nought(runs: 500) })
    #expect(throws: SampleTooSmall(runs: 17, needed: 18)) {
      try summary(columns.map { Array($0[..<17]) }, [Array(first[..<17])])
    }
  }
}

@Suite struct PolynomialChaosStatisticalTests {
  /// A polynomial with an interaction and noise; shares are known.
  @Test(arguments: [0.8, 0.95, 0.99]) func `intervals cover as often as they say`(
    confidence: Double
  ) throws {
    // Orthonormal terms: 1, 0.6 and 0.5 of the interaction, and noise of variance 0.5.
    let variance = 1 + 0.36 + 0.25 + 0.5
    let truth = [
      [1 / variance, 1.25 / variance], [0.36 / variance, 0.61 / variance], [0, 0],
    ]
    var covered = [[Int]](repeating: [0, 0], count: 3)
    let repeats = 1000
    for seed in 0..<repeats {
      let columns = Screen.uniformColumns(4, runs: 500, seed: UInt64(seed))
      let response = (0..<500).map { run in
        let (a, b) = (
          12.squareRoot() * (columns[0][run] - 0.5), 12.squareRoot() * (columns[1][run] - 0.5)
        )
        return a + 0.6 * b + 0.5 * a * b
          + 0.5.squareRoot() * StandardNormal.quantile(columns[3][run])
      }
      let found = try PolynomialChaos.summaries(
        factors: Array(columns[..<3]), columns: .uniform, responses: [response],
        confidence: confidence, folds: 2)[0]
      for factor in 0..<3 {
        let index = found.indices[factor]
        if index.firstOrder.estimate.interval.contains(truth[factor][0]) { covered[factor][0] += 1 }
        if index.total.estimate.interval.contains(truth[factor][1]) { covered[factor][1] += 1 }
      }
    }
    for factor in 0..<2 {
      for place in 0..<2 {
        let share = Double(covered[factor][place]) / Double(repeats)
        #expect(abs(share - confidence) < 0.04, "factor \(factor), \(place): \(share)")
      }
    }
  }

  @Test func `190 factors and 10,000 runs take seconds`() throws {
    let columns = Screen.uniformColumns(191, runs: 10_000, seed: 1)
    let response = (0..<10_000).map { run in
      Screen.ishigami((0..<3).map { columns[$0][run] }) + columns[5][run] * columns[6][run] * 4
        + StandardNormal.quantile(columns[190][run])
    }
    let clock = ContinuousClock()
    var found: [PolynomialSummary] = []
    let taken = try clock.measure {
      found = try PolynomialChaos.summaries(
        factors: Array(columns[..<190]), columns: .values,
        responses: [response, response.map { $0 * $0 }],
        basis: .init(interactionDegree: 7, interacting: 6))
    }
    // A machine with other work to do may take several times the five seconds.
    #expect(taken < .seconds(60))
    // Ishigami's 13.845, the product's 7/9 and the noise's 1.
    let variance = 13.844587940719254 + 7.0 / 9 + 1
    let truth = [
      (0, 4.345888, 7.719588), (1, 6.125, 6.125), (2, 0, 3.373680), (5, 1.0 / 3, 4.0 / 9),
      (6, 1.0 / 3, 4.0 / 9),
    ]
    for (factor, first, total) in truth {
      let index = found[0].indices[factor]
      #expect(Screen.near(index.firstOrder.estimate.value, first / variance, 0.015))
      #expect(Screen.near(index.total.estimate.value, total / variance, 0.02))
    }
    #expect(found[0].foretold > 0.88 && found[0].foretold <= found[0].leftOneOut + 0.001)
    #expect(Screen.near(found[0].unexplained.value, 1 / variance, 0.04))
    let idle = found[0].indices.filter { ![0, 1, 2, 5, 6].contains($0.factor) }
    #expect(idle.count { $0.firstOrder.isDistinguishable } < 15)
  }
}
