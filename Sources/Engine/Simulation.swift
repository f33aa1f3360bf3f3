internal import Caseload
internal import Dispatch
internal import Statistics
internal import Synchronization

/// Runs a plan many times and summarises what it finds.
public struct Simulation: Sendable {
  /// Runs from which quantiles of monthly measures are taken, at most.
  public static let runsKeptForQuantiles = 2048
  /// Runs that are made twice, with other chance, to split variance, at most.
  public static let runsForVariance = 1024

  let plan: Plan
  let assignment: Assignment
  let outcomes: [Outcome]
  /// Levers switched off in each world that is simulated; the first one is the world as it is.
  let worlds: [Set<Int>]
  let worldIndex: [Set<Int>: Int]
  let figures: [(question: Int, figure: Question.Figure, world: Int)]
  /// Series that each world has to record.
  private let wanted: [[Int]]
  /// Series that outcomes are computed from.
  private let wantedForOutcomes: [Int]

  /// Prepares a job.
  public init(_ plan: Plan, _ assignment: Assignment) {
    self.plan = plan
    self.assignment = assignment
    outcomes = Outcome.all(of: plan.world)
    var worlds: [Set<Int>] = [[]]
    var index: [Set<Int>: Int] = [[]: 0]
    func world(_ off: [Int]) -> Int {
      if let known = index[Set(off)] { return known }
      worlds.append(Set(off))
      index[Set(off)] = worlds.count - 1
      return worlds.count - 1
    }
    for test in plan.world.tests {
      for case .path(let path) in [test.left, test.right] { _ = world(path.without) }
    }
    figures = plan.world.questions.enumerated().flatMap { number, question in
      question.figures.map { (number, $0, world(question.without)) }
    }
    self.worlds = worlds
    worldIndex = index
    wanted = Simulation.wanted(plan, worlds: worlds, index: index)
    wantedForOutcomes = Set(
      outcomes.flatMap { outcome in
        outcome.kind.measures.compactMap { plan.layout.index(of: $0, outcome.subject) }
      }
    ).sorted()
  }

  /// The series that tests and questions read in each world; all of them in the world as it is.
  private static func wanted(_ plan: Plan, worlds: [Set<Int>], index: [Set<Int>: Int]) -> [[Int]] {
    var wanted: [Set<Int>] = worlds.map { _ in [] }
    wanted[0] = Set(plan.layout.series.indices)
    func want(_ measure: Measure, _ subject: Subject, without off: [Int]) {
      guard let world = index[Set(off)], let series = plan.layout.index(of: measure, subject)
      else { return }
      wanted[world].insert(series)
    }
    for test in plan.world.tests {
      for case .path(let path) in [test.left, test.right] {
        for term in path.sum + path.per { want(term.measure, term.subject, without: path.without) }
      }
    }
    for question in plan.world.questions {
      for figure in question.figures {
        want(figure.measure, figure.subject, without: question.without)
      }
    }
    return wanted.map { $0.sorted() }
  }

  /// Bytes that the job will hold at once, about: kept cells, outcomes, and the memory of the workers.
  public var expectedMemory: Int {
    let keeps = min(assignment.runs, Simulation.runsKeptForQuantiles)
    let cells = plan.layout.cells
    let worker = (worlds.count * cells + plan.streams.count * plan.cohorts * 2) * Block.runs
    let perRun = outcomes.count + 2 * figures.count
    let numbers =
      cells * (keeps + 3) + assignment.runs * perRun + assignment.threads
      * (worker + cells * Block.runs)
    return numbers * MemoryLayout<Double>.size
  }

  /// Makes the runs.
  ///
  /// - Parameters:
  ///   - progress: Called with the number of runs done, in order, from one worker at a time.
  ///   - isStopped: Asked between blocks; when it says true the study ends with ``Interrupted``.
  ///   - record: Called once a run, in the order of runs, from one worker at a time; what it throws ends the study.
  /// - Returns: What the runs say.
  /// - Throws: ``Interrupted``, or what `record` throws.
  /// - Complexity: O(runs × months × streams × cohorts in use) time; memory grows with the runs only by one number an outcome.
  public func callAsFunction(
    progress: @escaping @Sendable (Int) -> Void = { _ in },
    isStopped: @escaping @Sendable () -> Bool = { false },
    record: @escaping @Sendable (RunRecord) throws -> Void = { _ in }
  ) throws -> StudyResult {
    let clock = ContinuousClock()
    let start = clock.now
    let keeps = min(assignment.runs, Simulation.runsKeptForQuantiles)
    let blocks = Block.count(for: assignment.runs)
    let shared = Shared(
      tally: Tally(plan: plan, outcomes: outcomes.count, figures: figures.count, keeps: keeps),
      clipCounts: Array(repeating: 0, count: plan.quantities.count))
    DispatchQueue.concurrentPerform(iterations: min(assignment.threads, blocks)) { _ in
      let worker = Worker(plan, assignment, worlds: worlds.count)
      while let block = shared.nextBlock(of: blocks, isStopped) {
        let report = make(block, keeps: keeps, worker)
        shared.hand(in: report) { tally, report in
          for run in 0..<report.runs { try record(runRecord(report, run)) }
          progress(tally.runs)
        }
      }
      shared.add(worker.simulation.clipCounts)
    }
    let (tally, clips, error) = shared.taken()
    if let error { throw error }
    guard tally.runs == assignment.runs else { throw Interrupted(runsDone: tally.runs) }
    let seconds = (clock.now - start) / .seconds(1)
    return summarise(tally, clips, seconds)
  }

  /// The memory of one worker.
  private final class Worker {
    let simulation: BlockSimulation
    let chance: Chance
    let twin: Chance
    let cells: [CellMemory]

    init(_ plan: Plan, _ assignment: Assignment, worlds: Int) {
      simulation = BlockSimulation(plan)
      chance = Chance(plan)
      twin = Chance(plan)
      cells = (0..<worlds).map { _ in CellMemory(plan) }
    }
  }

  /// Cells of one world, as an object so that several can stand in an array.
  private final class CellMemory {
    let lanes: Lanes
    init(_ plan: Plan) { lanes = Lanes(rows: plan.layout.cells) }
  }

  private func make(_ block: Int, keeps: Int, _ worker: Worker) -> BlockReport {
    let first = block * Block.runs
    let runs = min(Block.runs, assignment.runs - first)
    let simulation = worker.simulation
    simulation.knowledge.draw(plan, assignment, block)
    worker.chance.draw(plan, simulation.knowledge, assignment, block, isTwin: false)
    for (index, off) in worlds.enumerated() {
      simulation.run(
        chance: worker.chance, without: off, recording: wanted[index],
        into: worker.cells[index].lanes)
    }
    var report = BlockReport(
      block: block, runs: runs, moments: [], kept: [], outcomes: [], twins: [], holds: [],
      with: [], without: [], draws: [], inForce: [], initialStock: [])
    let memory = worker.cells[0]
    report.moments = (0..<memory.lanes.rows).map { cell in
      var moments = Moments()
      for run in 0..<runs {
        let value = memory.lanes[cell, run: run]
        if !value.isNaN { moments.add(value) }
      }
      return moments
    }
    if first < keeps {
      memory.lanes.withRows(0..<memory.lanes.rows) { span in
        report.kept = (0..<span.count).map { span[$0] }
      }
    }
    let starts = plan.world.subjects.map { subject in
      (0..<Block.runs).map { simulation.knowledge.initialStock(plan, subject, $0) }
    }
    report.initialStock = starts.map { $0.prefix(runs).reduce(0, +) }
    report.outcomes = outcomeValues(memory.lanes, starts)
    report.holds = verdicts(worker)
    for (_, figure, world) in figures {
      guard let series = plan.layout.index(of: figure.measure, figure.subject) else { continue }
      let cell = series * plan.months + figure.month
      for run in 0..<Block.runs {
        report.with.append(memory.lanes[cell, run: run])
        report.without.append(worker.cells[world].lanes[cell, run: run])
      }
    }
    let knowledge = simulation.knowledge
    for number in plan.uncertain.indices {
      for run in 0..<Block.runs { report.draws.append(knowledge.drawn[number, run: run]) }
    }
    for lever in plan.world.levers.indices {
      for run in 0..<Block.runs { report.inForce.append(knowledge.inForce[lever, run: run]) }
    }
    if !assignment.isCentral, first < min(assignment.runs, Simulation.runsForVariance) {
      worker.twin.draw(plan, knowledge, assignment, block, isTwin: true)
      simulation.run(
        chance: worker.twin, without: [], recording: wantedForOutcomes,
        into: worker.cells[0].lanes)
      report.twins = outcomeValues(worker.cells[0].lanes, starts)
    }
    return report
  }

  private func outcomeValues(_ cells: borrowing Lanes, _ starts: [[Double]]) -> [Double] {
    var values: [Double] = []
    let subjects = Dictionary(
      uniqueKeysWithValues: plan.world.subjects.enumerated().map { ($1, $0) })
    for outcome in outcomes {
      let start = starts[subjects[outcome.subject] ?? 0]
      for run in 0..<Block.runs {
        values.append(
          outcome.value(months: plan.months, start: start[run]) { measure, month in
            plan.layout.index(of: measure, outcome.subject).map {
              cells[$0 * plan.months + month, run: run]
            } ?? .nan
          })
      }
    }
    return values
  }

  private func verdicts(_ worker: Worker) -> [Bool?] {
    var holds: [Bool?] = []
    for test in plan.world.tests {
      let rule = VerdictRule(test: test, worlds: worldIndex)
      for run in 0..<Block.runs {
        holds.append(
          rule.holds { world, measure, subject, month in
            plan.layout.index(of: measure, subject).map {
              worker.cells[world].lanes[$0 * plan.months + month, run: run]
            } ?? .nan
          } constant: {
            worker.simulation.knowledge.value(of: $0, plan, run)
          })
      }
    }
    return holds
  }

  private func runRecord(_ report: BlockReport, _ run: Int) -> RunRecord {
    func column(_ values: [Double]) -> [Double] {
      stride(from: run, to: values.count, by: Block.runs).map { values[$0] }
    }
    return RunRecord(
      run: report.block * Block.runs + run, draws: column(report.draws),
      inForce: column(report.inForce).map { $0 > 0 }, outcomes: column(report.outcomes))
  }
}

/// The state that workers share: which block is next, and the tally that is folded in order.
private final class Shared: Sendable {
  private struct State {
    var tally: Tally
    var clipCounts: [Int]
    var next = 0
    var folded = 0
    var waiting: [Int: BlockReport] = [:]
    var error: (any Error)?
  }

  private let state: Mutex<State>

  init(tally: consuming sending Tally, clipCounts: [Int]) {
    state = Mutex(State(tally: tally, clipCounts: clipCounts))
  }

  /// The next block to make; nil when there is none, or the study was stopped.
  func nextBlock(of blocks: Int, _ isStopped: () -> Bool) -> Int? {
    let stopped = isStopped()
    return state.withLock { state in
      guard !stopped, state.error == nil, state.next < blocks else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  /// Takes a block's report and folds all that are now in order.
  func hand(in report: BlockReport, _ folded: (Tally, BlockReport) throws -> Void) {
    state.withLock { state in
      state.waiting[report.block] = report
      while state.error == nil, let next = state.waiting.removeValue(forKey: state.folded) {
        state.tally.fold(next)
        state.folded += 1
        do { try folded(state.tally, next) } catch { state.error = error }
      }
    }
  }

  func add(_ counts: [Int]) {
    state.withLock { state in
      for index in counts.indices { state.clipCounts[index] += counts[index] }
    }
  }

  func taken() -> (Tally, [Int], (any Error)?) {
    state.withLock { ($0.tally, $0.clipCounts, $0.error) }
  }
}
