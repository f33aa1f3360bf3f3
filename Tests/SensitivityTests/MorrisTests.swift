import Sampling
import Statistics
import Testing

@testable import Sensitivity

@Suite struct MorrisTests {
  /// Every start of three factors on the classical levels, with every order of moves.
  private var everything: MorrisDesign {
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    let trajectories = (0..<64).flatMap { start in
      orders.map {
        MorrisDesign.Trajectory(start: [start & 3, start >> 2 & 3, start >> 4], order: $0)
      }
    }
    return MorrisDesign(
      levels: MorrisLevels(count: 4, margin: 0), groups: [[0], [1], [2]],
      trajectories: trajectories)
  }

  @Test func `the full enumeration of Ishigami's function gives the exact measures`() {
    let effects = Screen.effects(of: everything) { [Screen.ishigami($0)] }
    let summary = effects.summary(response: 0)
    let count = Double(everything.trajectories.count)
    let expected = [
      (7.704054111593, 7.704054111593, 6.248796103333), (0, 7.875, 7.875),
      (0, 6.248796103333, 8.837132197838),
    ]
    for (effect, (mean, absolute, spread)) in zip(summary, expected) {
      #expect(Screen.near(effect.mean?.estimate.value, mean, 1e-11))
      #expect(Screen.near(effect.meanAbsolute.estimate.value, absolute, 1e-11))
      let population = (effect.spread?.estimate.value ?? 0) * ((count - 1) / count).squareRoot()
      #expect(Screen.near(population, spread, 1e-11))
      #expect(effect.dropped == 0)
    }
    #expect(summary[1].mean?.isDistinguishable == false)
    #expect(summary[1].meanAbsolute.isDistinguishable)
  }

  /// Exercise 4 of Saltelli and others (2008), *Global sensitivity analysis: the primer*: 18 points of two factors.
  @Test func `the hand example comes out as in the book`() {
    let starts = [[0, 1], [0, 1], [2, 0], [1, 3], [1, 3], [1, 2]]
    let orders = [[1, 0], [0, 1], [1, 0], [0, 1], [1, 0], [1, 0]]
    let outputs = [
      0.97, 0.71, 2.39, 0.97, 2.3, 2.39, 1.87, 2.40, 0.87, 2.15, 1.71, 1.54, 2.15, 2.17, 1.54, 2.2,
      1.87, 1.0,
    ]
    let design = MorrisDesign(
      levels: MorrisLevels(count: 4, margin: 0), groups: [[0], [1]],
      trajectories: zip(starts, orders).map { .init(start: $0, order: $1) })
    var effects = MorrisEffects(design, responses: 1)
    var block = [Double](repeating: .nan, count: 3 * 64)
    for (row, output) in outputs.enumerated() { block[row % 3 * 64 + row / 3] = output }
    effects.add(block.span, firstRun: 0)
    let summary = effects.summary(response: 0)
    #expect(Screen.near(summary[0].mean?.estimate.value, 0.65, 1e-12))
    #expect(Screen.near(summary[1].mean?.estimate.value, 0.21, 1e-12))
    #expect(Screen.near(summary[0].meanAbsolute.estimate.value, 1.62, 1e-12))
    #expect(Screen.near(summary[1].meanAbsolute.estimate.value, 0.35, 1e-12))
    #expect(Screen.near(summary[0].spread?.estimate.value, 1.79410702, 1e-8))
    #expect(Screen.near(summary[1].spread?.estimate.value, 0.41199515, 1e-8))
  }

  @Test func `one factor moves at a time, each once, by half the levels`() {
    let design = MorrisDesign(
      groups: [[2], [0, 4], [1], [3]], trajectories: 9, candidates: 40, draws: Draws(seed: 3))
    #expect(design.evaluations == 45)
    let runs = 9
    var before = [Double](repeating: 0, count: 5 * runs)
    var after = before
    var cells = Set<Double>()
    for point in 0..<design.points {
      var span = after.mutableSpan
      design.fill(point: point, firstRun: 0, runs: runs, into: &span)
      cells.formUnion(after)
      if point > 0 {
        for run in 0..<runs {
          let moved = (0..<5).filter { after[$0 * runs + run] != before[$0 * runs + run] }
          let group = design.trajectories[run].order[point - 1]
          #expect(moved == design.groups[group])
          for factor in moved {
            let change = after[factor * runs + run] - before[factor * runs + run]
            #expect(change == (design.rises(factor: factor, run: run) ? 0.5 : -0.5))
          }
        }
      }
      before = after
    }
    #expect(cells == [0.125, 0.375, 0.625, 0.875])
  }

  @Test func `a design is its seed's`() {
    func design(_ seed: UInt64) -> MorrisDesign {
      MorrisDesign(factors: 6, trajectories: 12, candidates: 500, draws: Draws(seed: seed))
    }
    #expect(design(5) == design(5))
    #expect(design(6) != design(5))
  }

  /// The distance by which trajectories are chosen is that of their points: plain search over all candidates.
  @Test func `trajectories are chosen by the distance of their points`() {
    let draws = Draws(seed: 8)
    let all = MorrisDesign(factors: 5, trajectories: 40, candidates: 40, draws: draws)
    let chosen = MorrisDesign(factors: 5, trajectories: 6, candidates: 40, draws: draws)
    func distance(_ first: Int, _ second: Int) -> Int {
      var sum = 0
      for point in 0..<6 {
        for factor in 0..<5 {
          let difference = abs(
            all.level(factor: factor, point: point, run: first)
              - all.level(factor: factor, point: point, run: second))
          sum += min(difference, 4 - difference) * min(difference, 4 - difference)
        }
      }
      return sum
    }
    var kept = [0]
    while kept.count < 6 {
      let others = (0..<40).filter { !kept.contains($0) }
      let nearest = others.map { other in kept.map { distance($0, other) }.min() ?? 0 }
      let most = nearest.max() ?? 0
      kept.append(others[nearest.firstIndex(of: most) ?? 0])
    }
    #expect(chosen.trajectories == kept.map { all.trajectories[$0] })
  }

  /// A plain calculation of the three measures, on random trajectories of a function with interactions, over two blocks.
  @Test func `measures are the textbook's on the same design`() {
    let design = MorrisDesign(factors: 3, trajectories: 100, candidates: 100, draws: Draws(seed: 1))
    let effects = Screen.effects(of: design) { [1, Screen.ishigami($0)] }
    let (constant, summary) = (effects.summary(response: 0), effects.summary(response: 1))
    for factor in 0..<3 {
      var changes: [Double] = []
      for run in 0..<100 {
        var point = (0..<3).map { design.levels[design.trajectories[run].start[$0]] }
        for group in design.trajectories[run].order {
          var next = point
          next[group] += point[group] < 0.5 ? 0.5 : -0.5
          if group == factor {
            changes.append(
              (Screen.ishigami(next) - Screen.ishigami(point)) / (next[group] - point[group]))
          }
          point = next
        }
      }
      let mean = changes.reduce(0, +) / 100
      let absolute = changes.reduce(0) { $0 + abs($1) } / 100
      let variance = changes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 99
      #expect(Screen.near(summary[factor].mean?.estimate.value, mean, 1e-12))
      #expect(Screen.near(summary[factor].meanAbsolute.estimate.value, absolute, 1e-12))
      #expect(Screen.near(summary[factor].spread?.estimate.value, variance.squareRoot(), 1e-12))
      #expect(constant[factor].meanAbsolute.estimate.value == 0)
      #expect(constant[factor].meanAbsolute.estimate.interval == Interval(low: 0, high: 0))
      #expect(constant[factor].spread?.estimate.value == 0)
      #expect(constant[factor].meanAbsolute.runsThatTell == nil)
    }
  }

  @Test func `a group's effect is that of moving its members together`() {
    let design = MorrisDesign(
      groups: [[0, 1], [2]], trajectories: 20, candidates: 20, draws: Draws(seed: 4))
    let summary = Screen.effects(of: design) { [3 * $0[0] + 5 * $0[1] - 2 * $0[2]] }.summary(
      response: 0)
    // Both members move by a half: together by 8/2 or, against each other, by 2/2.
    let effects = (0..<20).map { run in
      design.rises(factor: 0, run: run) == design.rises(factor: 1, run: run) ? 8.0 : 2
    }
    let mean = effects.reduce(0, +) / 20
    #expect(Screen.near(summary[0].meanAbsolute.estimate.value, mean, 1e-12))
    #expect(summary[0].mean == nil)
    #expect(summary[0].spread == nil)
    #expect(Screen.near(summary[1].mean?.estimate.value, -2, 1e-12))
  }

  @Test func `effects beside an undefined response are dropped and counted`() {
    let design = MorrisDesign(factors: 2, trajectories: 10, candidates: 10, draws: Draws(seed: 4))
    var point = 0
    // Points come run by run within a step; the third run's middle point has no value.
    let effects = Screen.effects(of: design) { inputs in
      defer { point += 1 }
      return [point == 12 ? .infinity : inputs[0] + 2 * inputs[1]]
    }
    let summary = effects.summary(response: 0)
    #expect(summary.map(\.dropped) == [1, 1])
    #expect(Screen.near(summary[1].mean?.estimate.value, 2, 1e-12))
  }
}

@Suite struct MorrisStatisticalTests {
  /// Intervals of all three measures on random trajectories against the full enumeration's values.
  ///
  /// 1,000 repeats of 64 trajectories: a share of 95 % has a standard error of 0.7 %.
  @Test(arguments: [0.8, 0.95, 0.99]) func `intervals cover as often as they say`(
    confidence: Double
  ) {
    let truth = [
      (7.704054111593, 7.704054111593, 6.248796103333), (0, 7.875, 7.875),
      (0, 6.248796103333, 8.837132197838),
    ]
    var covered = [[Int]](repeating: [0, 0, 0], count: 3)
    for seed in 0..<1000 {
      let design = MorrisDesign(
        levels: MorrisLevels(count: 4, margin: 0), factors: 3, trajectories: 64, candidates: 64,
        draws: Draws(seed: UInt64(seed)))
      let summary = Screen.effects(of: design) { [Screen.ishigami($0)] }
        .summary(response: 0, confidence: confidence)
      for (factor, expected) in truth.enumerated() {
        let effect = summary[factor]
        let intervals = [
          effect.mean?.estimate.interval, effect.meanAbsolute.estimate.interval,
          effect.spread?.estimate.interval,
        ]
        for (place, value) in [expected.0, expected.1, expected.2].enumerated()
        where intervals[place]?.low ?? 0 <= value + 1e-9
          && intervals[place]?.high ?? 0 >= value - 1e-9
        {
          covered[factor][place] += 1
        }
      }
    }
    for factor in 0..<3 {
      for place in 0..<3 where (factor, place) != (1, 1) {
        let share = Double(covered[factor][place]) / 1000
        #expect(share > confidence - 0.03, "factor \(factor), measure \(place): \(share)")
        // Effects of one size and either sign have a spread that can only come out too small: intervals are wide on purpose.
        #expect(
          share < confidence + 0.04 || place == 2, "factor \(factor), measure \(place): \(share)")
      }
      // The second factor's effects all have one size.
      #expect(covered[1][1] == 1000)
    }
  }

  @Test func `trajectories chosen far apart leave means where they are and make them sharper`() {
    let truth = [7.704054111593, 7.875, 6.248796103333]
    var chosen = [Moments](repeating: Moments(), count: 3)
    var random = chosen
    for seed in 0..<300 {
      for candidates in [20, 500] {
        let design = MorrisDesign(
          levels: MorrisLevels(count: 4, margin: 0), factors: 3, trajectories: 20,
          candidates: candidates, draws: Draws(seed: UInt64(seed)))
        let summary = Screen.effects(of: design) { [Screen.ishigami($0)] }.summary(response: 0)
        for factor in 0..<3 {
          let value = summary[factor].meanAbsolute.estimate.value
          if candidates == 20 { random[factor].add(value) } else { chosen[factor].add(value) }
        }
      }
    }
    for factor in 0..<3 {
      let mean = chosen[factor]
      #expect(abs(mean.mean - truth[factor]) < 4 * (mean.standardError ?? 0) + 1e-9)
      // The second factor's effects all have one size, chosen or not.
      let ratio = (mean.standardDeviation ?? 0) / (random[factor].standardDeviation ?? 0)
      #expect(factor == 1 || ratio < 0.8)
    }
  }

  @Test func `a large design is made in well under a second`() {
    let clock = ContinuousClock()
    let taken = clock.measure {
      _ = MorrisDesign(factors: 190, trajectories: 64, candidates: 500, draws: Draws(seed: 1))
    }
    #expect(taken < .seconds(1))
  }
}
