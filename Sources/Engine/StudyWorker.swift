internal import Caseload
internal import LinearAlgebra
internal import Statistics

/// One worker of a study: its memory, and how it makes a batch of runs.
final class StudyWorker {
  let clock = WorkClock()
  let simulation: BlockSimulation
  private let study: Simulation
  private let plan: Plan
  private let chance: Chance
  private let controls: Controls
  private let outcomes: OutcomeFollower
  /// Months of each world that tests read.
  private let paths: [Paths]
  /// Measures that each world has to make; the first one makes all.
  private let needs: [MeasureNeeds]
  private let rules: [VerdictRule]
  /// Figures of questions by their month: place among the figures, row of the board, and world that it is compared with.
  private let figures: [[(place: Int, row: Int, world: Int)]]
  private let recorder: (any RunRecorder)?
  /// Streams whose stock at the start is that of each subject; none for pools and the whole.
  private let streamsOfSubjects: [[Int]]

  /// Makes the memory for a study.
  init(_ study: Simulation, recorder: (any RunRecorder)?) {
    self.study = study
    self.recorder = recorder
    plan = study.plan
    streamsOfSubjects = study.plan.world.subjects.map { subject in
      switch subject {
      case .stream, .group: study.plan.world.streams(of: subject)
      case .pool, .whole: []
      }
    }
    simulation = BlockSimulation(plan)
    chance = Chance(plan)
    controls = Controls(plan, study.controls)
    outcomes = OutcomeFollower(plan)
    let paths = study.tested.series.map { Paths(study.plan, series: $0) }
    self.paths = paths
    let layout = study.plan.layout
    needs = study.tested.series.enumerated().map { world, series in
      let ofFigures = study.figures.filter { $0.world == world }.compactMap {
        layout.index(of: $0.figure.measure, $0.figure.subject)
      }
      return MeasureNeeds(
        study.plan, series: world == 0 ? Array(layout.series.indices) : series + ofFigures)
    }
    var figures = Array(repeating: [(place: Int, row: Int, world: Int)](), count: plan.months)
    for (place, (_, figure, world)) in study.figures.enumerated() {
      let row = BoardRow.of(figure.measure, figure.subject, study.plan.world)
      figures[figure.month].append((place, row, world))
    }
    self.figures = figures
    rules = study.plan.world.tests.map { study.tested.rule($0, paths) }
  }

  /// Makes the runs of a batch.
  func make(_ batch: Int) -> BatchReport {
    let assignment = study.assignment
    let first = batch * Batch.runs
    let runs = min(Batch.runs, assignment.runs - first)
    let columns = plan.uncertain.count + plan.world.levers.count
    var report = BatchReport(
      batch: batch, runs: runs, moments: MomentTable(count: plan.layout.cells),
      outcomes: Array(repeating: 0, count: study.outcomes.count * Batch.runs),
      factorMoments: MomentTable(count: columns),
      with: Array(repeating: 0, count: study.figures.count * Batch.runs),
      without: Array(repeating: 0, count: study.figures.count * Batch.runs),
      initialStock: Array(repeating: 0, count: plan.world.subjects.count))
    report.holding = Array(repeating: 0, count: rules.count)
    report.evaluated = report.holding
    let makesTwins =
      !assignment.isCentral && first < min(assignment.runs, Simulation.runsForVariance)
    if makesTwins { report.twins = report.outcomes }
    // A row a factor (uncertain numbers, then levers), a column a run; a row a run, a column a test.
    var factors = Matrix(rows: columns, columns: Batch.runs) { _, _ in 0 }
    var verdicts = Matrix(rows: Batch.runs, columns: rules.count) { _, _ in 0 }
    // A row a control or, after those, a response; a column a run.
    var table: Matrix?
    if !assignment.isCentral {
      report.controlSums = Array(repeating: 0, count: study.controls.count)
      if first < Simulation.runsForRegression {
        table = Matrix(rows: study.controls.count + study.responses.count, columns: Batch.runs) {
          _, _ in 0
        }
      }
    }
    for start in stride(from: 0, to: runs, by: Block.runs) {
      makeBlock(
        (first + start) / Block.runs, at: start, runs: min(Block.runs, runs - start), &report,
        &factors, &verdicts, &table, makesTwins: makesTwins)
    }
    clock.enter(.reduction)
    if var table {
      study.responses.fill(&table, from: study.controls.count, report)
      var equations = NormalEquations(
        controls: study.controls.count, responses: study.responses.count)
      equations.add(table, observations: runs)
      report.equations = equations
    }
    report.factorSums = factors.times(verdicts).entries
    report.outcomeMoments = study.outcomes.indices.map { outcome in
      var moments = Moments()
      for value in report.outcomes[(outcome * Batch.runs)..<(outcome * Batch.runs + runs)]
      where value.isFinite { moments.add(value) }
      return moments
    }
    if let recorder {
      clock.enter(.recording)
      let numbers = plan.uncertain.count * Batch.runs
      report.rows = recorder.rendered(
        RunBatch(
          firstRun: first, runs: runs, stride: Batch.runs,
          draws: Array(factors.entries[..<numbers]),
          inForce: Array(factors.entries[numbers...]), outcomes: report.outcomes))
    }
    clock.enter(nil)
    return report
  }

  private func makeBlock(
    _ block: Int, at start: Int, runs: Int, _ report: inout BatchReport, _ factors: inout Matrix,
    _ verdicts: inout Matrix, _ table: inout Matrix?, makesTwins: Bool
  ) {
    let assignment = study.assignment
    clock.enter(.draws)
    simulation.knowledge.draw(plan, assignment, block)
    chance.draw(plan, simulation.knowledge, assignment, block, isTwin: false, clock)
    let keeps = block * Block.runs < Simulation.runsKeptForQuantiles
    let kept = keeps ? KeptBlock(plan.layout) : nil
    let board = simulation.queues
    let series = plan.boardRows.count
    for (world, off) in study.tested.worlds.enumerated() {
      if world == 0 {
        outcomes.start(simulation.knowledge)
        if !assignment.isCentral { controls.start(simulation.knowledge, chance) }
      }
      simulation.run(chance: chance, without: off, needs: needs[world], clock: clock) { month in
        clock.enter(.reduction)
        if world == 0 {
          report.moments.join(board.board, rows: plan.boardRows, runs: runs, at: month * series)
          outcomes.follow(month, board.board)
          if !assignment.isCentral { controls.follow(month, simulation, chance) }
          kept?.keep(board.board, rows: plan.boardRows, month: month)
        }
        paths[world].record(month, board.board)
        takeFigures(month, world, at: start, runs: runs, &report)
      }
      clock.enter(.reduction)
      if world == 0 {
        outcomes.finish(
          study.outcomes, board.board, into: &report.outcomes, first: start, stride: Batch.runs)
        if !assignment.isCentral {
          controls.hand(over: runs, to: &report.controlSums, &table, at: start)
        }
      }
    }
    if let kept { report.kept.append(kept) }
    reduce(at: start, runs: runs, &report, &factors, &verdicts)
    guard makesTwins else { return }
    clock.enter(.draws)
    chance.draw(plan, simulation.knowledge, assignment, block, isTwin: true, clock)
    outcomes.start(simulation.knowledge)
    let sums = MeasureNeeds(plan, series: [])
    simulation.run(chance: chance, without: [], needs: sums, clock: clock) { month in
      clock.enter(.reduction)
      outcomes.follow(month, board.board)
    }
    outcomes.finish(
      study.outcomes, board.board, into: &report.twins, first: start, stride: Batch.runs)
  }

  /// Takes the figures of a month from the board: those of the world as it is, and those of the world that they are compared with.
  private func takeFigures(
    _ month: Int, _ world: Int, at start: Int, runs: Int, _ report: inout BatchReport
  ) {
    let board = simulation.queues
    for (place, row, other) in figures[month] {
      let first = place * Batch.runs + start
      for run in 0..<runs {
        if world == 0 { report.with[first + run] = board.board[row, run: run] }
        if world == other { report.without[first + run] = board.board[row, run: run] }
      }
    }
  }

  /// What the block's runs say about tests, factors and the start.
  private func reduce(
    at start: Int, runs: Int, _ report: inout BatchReport, _ factors: inout Matrix,
    _ verdicts: inout Matrix
  ) {
    let knowledge = simulation.knowledge
    report.factorMoments.join(
      knowledge.drawn, rows: plan.uncertain.indices.map { Int32($0) }, runs: runs, at: 0)
    report.factorMoments.join(
      knowledge.inForce, rows: plan.world.levers.indices.map { Int32($0) }, runs: runs,
      at: plan.uncertain.count)
    for run in 0..<runs {
      for number in plan.uncertain.indices {
        factors[number, start + run] = knowledge.drawn[number, run: run]
      }
      for lever in plan.world.levers.indices {
        factors[plan.uncertain.count + lever, start + run] = knowledge.inForce[lever, run: run]
      }
    }
    for (index, streams) in streamsOfSubjects.enumerated() where !streams.isEmpty {
      for run in 0..<runs {
        let lane = knowledge.initialStock(plan, streams, run / Lane.scalarCount)
        report.initialStock[index] += lane[run % Lane.scalarCount]
      }
    }
    for (place, rule) in rules.enumerated() {
      rule.judge(paths, knowledge, plan) { run, holds, isCompared in
        guard isCompared, run < runs else { return }
        report.evaluated[place] += 1
        guard holds else { return }
        report.holding[place] += 1
        verdicts[start + run, place] = 1
      }
    }
  }
}
