import Robustness
import Statistics
import Testing

/// How often the intervals cover, and how often selections are right: many repeats with fixed seeds, for release builds.
///
/// Of n repeats with coverage c the share that covers has standard error √(c (1 − c) / n); four of those are allowed, and what is conservative by
/// construction may cover more often.
@Suite struct RobustnessStatisticalTests {
  private static let repeats = 1000
  private static let levels = [0.8, 0.95, 0.99]

  private func allowance(_ confidence: Double, _ repeats: Int = repeats) -> Double {
    4 * (confidence * (1 - confidence) / Double(repeats)).squareRoot()
  }

  /// Makes a repeat again and again; the share of those that say whether they cover and do.
  private func coverage(
    _ seed: UInt64, _ repeats: Int = repeats, _ covers: (inout Dice) throws -> Bool?
  ) rethrows -> Double {
    var dice = Dice(seed: seed)
    var (all, covered) = (0, 0)
    for _ in 0..<repeats {
      guard let does = try covers(&dice) else { continue }
      all += 1
      if does { covered += 1 }
    }
    return Double(covered) / Double(max(1, all))
  }

  /// The true answer is 8; Wilson's interval itself covers a little more or less than it says, by about a hundredth at most here.
  @Test(arguments: levels) func `the interval of a sought value covers the answer`(
    confidence: Double
  ) throws {
    let share = try coverage(11) { dice in
      let numbers = dice.units(400)
      let seek = try GoalSeek(
        .init(range: 0...10, present: 1, wanted: 0.8, confidence: confidence)
      ) { value in numbers.map { $0 < value / 10 } }
      guard case .found(let found) = seek.finding else { return false }
      // Halving stops within a thousandth of the range beyond each end.
      return found.nearest - 0.01 <= 8 && 8 <= found.farthest ?? 10
    }
    #expect(abs(share - confidence) < allowance(confidence) + 0.012, "\(share)")
  }

  /// The advantage is 3 − 4 u, noise is common to all levels; the true crossing is at 0.75.
  @Test(arguments: levels) func `the interval of a crossing covers it, with new runs`(
    confidence: Double
  ) throws {
    let share = try coverage(12) { dice in
      let noise = (0..<100).map { _ in 2 * dice.normal() }
      let even = try BreakEven(confidence: confidence) { level in
        noise.map { 3 - 4 * level + $0 }
      }
      guard case .crosses(let found) = even.finding, found.count == 1 else { return nil }
      return found[0].interval.low - 1e-3 <= 0.75 && 0.75 <= found[0].interval.high + 1e-3
    }
    #expect(abs(share - confidence) < allowance(confidence) + 0.005, "\(share)")
  }

  /// With a cubic as truth the fit is unbiased; the noise is twice as strong at one end.
  @Test(arguments: levels) func `the interval of a crossing covers it, from ordinary runs`(
    confidence: Double
  ) {
    let share = coverage(13) { dice in
      let levels = dice.units(600)
      let gains = levels.map { 2 - 4 * $0 * $0 * $0 + (1 + $0) * dice.normal() }
      let screen = FactorScreen(
        columns: [levels], areLevels: true, advantages: gains, confidence: confidence)
      guard case .curve(let even) = screen?.entries[0].shape,
        case .crosses(let found) = even.finding, found.count == 1
      else { return nil }
      return found[0].interval.contains(0.7937005)
    }
    #expect(abs(share - confidence) < allowance(confidence) + 0.005, "\(share)")
  }

  /// A factor of two values, 1 in a third of the runs: the advantage is 0.5 with it, −1 without, and noisier with it.
  @Test(arguments: levels) func `intervals with and without a lever cover`(confidence: Double)
    throws
  {
    var (without, with, mean) = (0, 0, 0)
    var dice = Dice(seed: 20)
    for _ in 0..<RobustnessStatisticalTests.repeats {
      let column = dice.units(200).map { $0 < 1.0 / 3 ? 1.0 : 0 }
      let gains = column.map { $0 == 1 ? 0.5 + 2 * dice.normal() : -1 + dice.normal() }
      let screen = try #require(
        FactorScreen(columns: [column], advantages: gains, confidence: confidence))
      guard case .twoValues(let low, let high) = screen.entries[0].shape else {
        Issue.record("\(screen.entries[0].shape)")
        return
      }
      if low.low <= -1, -1 <= low.high { without += 1 }
      if high.low <= 0.5, 0.5 <= high.high { with += 1 }
      if screen.mean.low <= -0.5, -0.5 <= screen.mean.high { mean += 1 }
    }
    for hits in [without, with, mean] {
      let share = Double(hits) / Double(RobustnessStatisticalTests.repeats)
      #expect(abs(share - confidence) < allowance(confidence) + 0.005, "\(share)")
    }
  }

  @Test(arguments: levels) func `factors that do not matter are taken for such`(
    confidence: Double
  ) {
    // Holm: in at most that share of the repeats any of ten idle factors is said to matter.
    let share = coverage(14, 400) { dice in
      let columns = (0..<10).map { _ in dice.units(300) }
      let gains = (0..<300).map { _ in dice.normal() }
      return FactorScreen(columns: columns, advantages: gains, confidence: confidence)?
        .deciding.isEmpty
    }
    #expect(share > confidence - allowance(confidence, 400) - 0.02, "\(share)")
    #expect(share < 1 || confidence > 0.9)
  }

  /// Advantage of a box on held-back runs: inside 0.6, outside 0.2.
  @Test(arguments: levels) func `intervals of a box on held-back runs cover`(
    confidence: Double
  ) {
    var (density, coverageOf, advantage) = (0, 0, 0)
    var dice = Dice(seed: 15)
    var box = Box(factors: 1)
    box.restrict(0, .low, to: 0.7)
    for _ in 0..<RobustnessStatisticalTests.repeats {
      let column = dice.units(500)
      let isHit = column.map { value -> Bool? in dice.unit() < (value >= 0.7 ? 0.6 : 0.2) }
      let test = BoxTest([box], columns: [column], isHit: isHit, confidence: confidence)
      if test.density.interval.contains(0.6) { density += 1 }
      if test.coverage.interval.contains(0.18 / 0.32) { coverageOf += 1 }
      if test.advantage?.contains(0.4) == true { advantage += 1 }
    }
    for hits in [density, coverageOf, advantage] {
      let share = Double(hits) / Double(RobustnessStatisticalTests.repeats)
      #expect(abs(share - confidence) < allowance(confidence) + 0.008, "\(share)")
    }
  }

  /// Two normal alternatives, the second half a unit worse, correlated by a half: regrets have known laws.
  @Test(arguments: levels) func `intervals of regret cover`(confidence: Double) throws {
    // D = a − b is normal with mean −0.5 and variance 1; a is regretted by max(0, D) where lower is better it is the other way round.
    let (isBest, regret) = (0.6914625, 0.1977966)
    var (best, together, mean, ninety) = (0, 0, 0, 0)
    var dice = Dice(seed: 16)
    for _ in 0..<RobustnessStatisticalTests.repeats {
      var (a, b) = ([Double](), [Double]())
      for _ in 0..<300 {
        let common = dice.normal() * 0.5.squareRoot()
        a.append(common + dice.normal() * 0.5.squareRoot())
        b.append(0.5 + common + dice.normal() * 0.5.squareRoot())
      }
      let found = try #require(
        Regret([a, b], direction: .lowerIsBetter, confidence: confidence))
      let standing = found.standings[0]
      if standing.isBest.interval.contains(isBest) { best += 1 }
      if zip(found.standings, [isBest, 1 - isBest]).allSatisfy({ $0.isBestTogether.contains($1) }) {
        together += 1
      }
      if standing.regret.interval.contains(regret) { mean += 1 }
      // The 90th percentile of max(0, D): −0.5 + 1.2815516.
      if let low = standing.regret90Low, let high = standing.regret90High, low <= 0.7815516,
        0.7815516 <= high
      {
        ninety += 1
      }
    }
    let shares = [best, together, mean, ninety].map {
      Double($0) / Double(RobustnessStatisticalTests.repeats)
    }
    #expect(abs(shares[0] - confidence) < allowance(confidence) + 0.012, "\(shares)")
    #expect(shares[1] > confidence - allowance(confidence), "\(shares)")
    #expect(abs(shares[2] - confidence) < allowance(confidence) + 0.012, "\(shares)")
    // Order statistics cover at least as often as they say.
    #expect(shares[3] > confidence - allowance(confidence), "\(shares)")
    #expect(shares[3] < confidence + allowance(confidence) + 0.03, "\(shares)")
  }

  /// The slippage configuration: the best is better by exactly the indifference, all draws shared or not.
  @Test(arguments: [0.0, 0.7], levels) func `selection is right as often as it promises`(
    correlation: Double, confidence: Double
  ) {
    var observations = 0
    let share = coverage(17) { dice in
      let found = KimNelson(
        alternatives: 4, direction: .lowerIsBetter, indifference: 0.5, confidence: confidence,
        most: 1_000_000
      ) { left, _ in
        let common = correlation.squareRoot() * dice.normal()
        let own = (0..<4).map { _ in (1 - correlation).squareRoot() * dice.normal() }
        return left.map { ($0 == 2 ? 0 : 0.5) + common + own[$0] }
      }
      observations += found.observations
      return found.ending == .selected(2)
    }
    #expect(share > confidence - allowance(confidence), "\(share)")
    // Shared draws make it cheaper: the differences vary less.
    let mean = Double(observations) / Double(RobustnessStatisticalTests.repeats)
    print(
      "selection at \(confidence), correlation \(correlation): \(mean) observations, right in \(share)"
    )
  }

  /// A search among nothing but noise is judged on held-back runs: it may be called better in half the risk at most.
  @Test(arguments: levels) func `a box found in noise is called better as rarely as promised`(
    confidence: Double
  ) throws {
    var dice = Dice(seed: 18)
    var better = 0
    for _ in 0..<300 {
      let columns = (0..<5).map { _ in dice.units(300) }
      let isHit = (0..<300).map { _ -> Bool? in dice.unit() < 0.4 }
      let search = BoxSearch(
        columns: columns.map { Array($0[..<150]) }, isHit: Array(isHit[..<150]))
      let step = try #require(search.trajectory()).choice(.density(coverageAtLeast: 0.3))
      let test = BoxTest(
        [step.box], columns: columns.map { Array($0[150...]) }, isHit: Array(isHit[150...]),
        confidence: confidence)
      if test.verdict == .better { better += 1 }
    }
    let risk = (1 - confidence) / 2
    #expect(
      Double(better) / 300 < risk + 4 * (risk * (1 - risk) / 300).squareRoot() + 0.01, "\(better)")
  }

  /// Ten thousand runs of 190 factors, as of a whole scenario; the time is printed, not judged.
  @Test func `a search among 190 factors finds the three that count`() throws {
    var dice = Dice(seed: 19)
    let columns = (0..<190).map { _ in dice.units(10_000) }
    let isHit = (0..<10_000).map { row -> Bool? in
      columns[7][row] > 0.4 && columns[50][row] < 0.7 && columns[120][row] > 0.3
        ? dice.unit() < 0.9 : dice.unit() < 0.15
    }
    let clock = ContinuousClock()
    let start = clock.now
    let search = BoxSearch(columns: columns, isHit: isHit)
    let trajectory = try #require(search.trajectory())
    let searched = clock.now - start
    let step = trajectory.pruned(
      trajectory.choice(.balance), significance: 0.05 / Double(2 * 190))
    print("190 factors, 10,000 runs: \(searched), with choice and pruning \(clock.now - start)")
    #expect(step.box.restricted == [7, 50, 120])
    #expect(abs(step.box.low[7] - 0.4) < 0.03 && abs(step.box.high[50] - 0.7) < 0.03)
    #expect(abs(step.box.low[120] - 0.3) < 0.03)
  }
}
