internal import Caseload
internal import LinearAlgebra

/// One worker of an experiment: its memory, and how it makes a block of runs in all variants.
final class ExperimentWorker {
  private let study: Experiment
  private let plan: Plan
  private let isStopped: @Sendable () -> Bool
  private let simulation: BlockSimulation
  private let levels: Levels
  private let clock = WorkClock()
  /// Chance of the two samples, and one for variants that scale it otherwise.
  private let chances: [Chance]
  private let ownChance: Chance
  private let numbersOfChance: Set<Int>
  private let needsSecond: Bool
  private let needsSecondChance: Bool
  /// Levers off in each world that is simulated; the first is the world as the variant has it.
  private let worlds: [Set<Int>]
  private let needs: [MeasureNeeds]
  private let paths: [Paths]
  private let rules: [(place: Int, rule: VerdictRule)]
  private let months: Int
  /// Numbers to take from the board by month.
  private let figures: [[(place: Int, row: Int)]]
  /// Sums to add to in every month up to one.
  private let totals: [(place: Int, row: Int, last: Int)]
  private let outcomes: [(place: Int, outcome: Outcome)]
  private let follower: OutcomeFollower?

  /// Makes the memory for an experiment.
  init(_ study: Experiment, _ isStopped: @escaping @Sendable () -> Bool) {
    self.study = study
    self.isStopped = isStopped
    let plan = study.plan
    self.plan = plan
    simulation = BlockSimulation(plan)
    levels = Levels(plan, seed: study.assignment.seed, sampling: study.assignment.sampling)
    chances = [Chance(plan), Chance(plan)]
    ownChance = Chance(plan)
    numbersOfChance = plan.numbersOfChance
    needsSecond = study.variants.contains(where: \.needsSecond)
    needsSecondChance = study.variants.contains { $0.chance == .second }
    months = study.responses.map { $0.months(of: plan) }.max() ?? 0

    var figures = Array(repeating: [(place: Int, row: Int)](), count: plan.months)
    var totals: [(place: Int, row: Int, last: Int)] = []
    var outcomes: [(place: Int, outcome: Outcome)] = []
    var tests: [(place: Int, test: Test)] = []
    var series: [Int] = []
    for (place, response) in study.responses.enumerated() {
      switch response {
      case .measure(let measure, let subject, let month):
        figures[month].append((place, BoardRow.of(measure, subject, plan.world)))
        series += [plan.layout.index(of: measure, subject)].compactMap(\.self)
      case .total(let measure, let subject, let month):
        totals.append((place, BoardRow.of(measure, subject, plan.world), month))
        series += [plan.layout.index(of: measure, subject)].compactMap(\.self)
      case .outcome(let outcome): outcomes.append((place, outcome))
      case .test(let index): tests.append((place, plan.world.tests[index]))
      }
    }
    self.figures = figures
    self.totals = totals
    self.outcomes = outcomes
    follower = outcomes.isEmpty ? nil : OutcomeFollower(plan)
    let reading = TestedWorlds(plan, tests: tests.map(\.test))
    worlds = reading.worlds
    needs = reading.series.enumerated().map {
      MeasureNeeds(plan, series: $1 + ($0 == 0 ? series : []))
    }
    let paths = reading.series.map { Paths(plan, series: $0) }
    self.paths = paths
    rules = tests.map { ($0.place, reading.rule($0.test, paths)) }
  }

  /// Makes a block in all variants; nil when the experiment was stopped on the way.
  func make(_ block: Int) -> Experiment.Block? {
    let first = block * Block.runs
    let size = study.responses.count * Block.runs
    let kept = study.contrasts.map { 1 + $0.rows } ?? study.variants.count
    var values = Array(repeating: 0.0, count: kept * size)
    var own = Array(repeating: 0.0, count: study.contrasts == nil ? 0 : size)
    var draws: [Double] = []
    levels.draw(block, needsSecond: needsSecond)
    for sample in Levels.Sample.allCases where sample == .first || needsSecondChance {
      levels.begin()
      levels.apply(to: simulation.knowledge)
      draw(chances[sample == .first ? 0 : 1], block, sample)
    }
    for (index, variant) in study.variants.enumerated() {
      if isStopped() { return nil }
      levels.begin()
      variant.change(levels)
      levels.apply(to: simulation.knowledge)
      if index == 0, study.keepsDraws { draws = drawn() }
      // The chance that stands ready was scaled by the numbers of the first sample.
      let isScaled = levels.differs(in: numbersOfChance, from: .first)
      if isScaled { draw(ownChance, block, variant.chance) }
      let chance = isScaled ? ownChance : chances[variant.chance == .first ? 0 : 1]
      guard let contrasts = study.contrasts, index > 0 else {
        simulate(chance, into: &values, at: index * size)
        continue
      }
      for place in own.indices { own[place] = 0 }
      simulate(chance, into: &own, at: 0)
      for row in 0..<contrasts.rows {
        let weight = contrasts[row, index]
        for place in 0..<size {
          values[(1 + row) * size + place] += weight * (own[place] - values[place])
        }
      }
    }
    return Experiment.Block(
      firstRun: first, runs: min(Block.runs, study.assignment.runs - first), stride: Block.runs,
      values: values, draws: draws)
  }

  private func draw(_ chance: Chance, _ block: Int, _ sample: Levels.Sample) {
    chance.draw(
      plan, simulation.knowledge, study.assignment, block, isTwin: sample == .second, clock)
  }

  /// The numbers and levers of the runs, a column each.
  private func drawn() -> [Double] {
    let knowledge = simulation.knowledge
    var draws: [Double] = []
    draws.reserveCapacity(plan.places.count * Block.runs)
    for number in plan.uncertain.indices {
      for run in 0..<Block.runs { draws.append(knowledge.drawn[number, run: run]) }
    }
    for lever in plan.world.levers.indices {
      for run in 0..<Block.runs { draws.append(knowledge.inForce[lever, run: run]) }
    }
    return draws
  }

  /// Simulates the variant that is set, in every world that tests compare.
  private func simulate(_ chance: Chance, into values: inout [Double], at first: Int) {
    let board = simulation.queues
    for (world, off) in worlds.enumerated() {
      if world == 0 { follower?.start(simulation.knowledge) }
      simulation.run(
        chance: chance, without: off, needs: needs[world], months: months, clock: clock
      ) { month in
        paths[world].record(month, board.board)
        guard world == 0 else { return }
        follower?.follow(month, board.board)
        for (place, row) in figures[month] {
          for run in 0..<Block.runs {
            values[first + place * Block.runs + run] = board.board[row, run: run]
          }
        }
        for (place, row, last) in totals where month <= last {
          for run in 0..<Block.runs {
            values[first + place * Block.runs + run] += board.board[row, run: run]
          }
        }
      }
      guard world == 0, let follower else { continue }
      for (place, outcome) in outcomes {
        follower.finish(
          [outcome], board.board, into: &values, first: first + place * Block.runs,
          stride: Block.runs)
      }
    }
    for (place, rule) in rules {
      rule.judge(paths, simulation.knowledge, plan) { run, holds, isCompared in
        values[first + place * Block.runs + run] = isCompared ? (holds ? 1 : 0) : .nan
      }
    }
  }
}
