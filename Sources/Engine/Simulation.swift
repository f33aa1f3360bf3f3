internal import Caseload
internal import Dispatch
internal import Statistics
internal import Synchronization

/// Runs a plan many times and summarises what it finds.
public struct Simulation: Sendable {
  /// Runs from which quantiles of monthly measures are taken, at most.
  public static let runsKeptForQuantiles = 2048
  /// Runs from which quantiles of outcomes and of differences are taken, at most.
  public static let runsKeptForOutcomes = 65_536
  /// Runs from which outcomes are regressed on controls, at most.
  public static let runsForRegression = 8192
  /// Runs that are made twice, with other chance, to split variance, at most.
  public static let runsForVariance = 1024

  let plan: Plan
  let assignment: Assignment
  let outcomes: [Outcome]
  let controls: ControlPlan
  let responses: Responses
  /// Levers switched off in each world that is simulated; the first one is the world as it is.
  let worlds: [Set<Int>]
  let worldIndex: [Set<Int>: Int]
  let figures: [(question: Int, figure: Question.Figure, world: Int)]
  /// Series of each world whose months tests read.
  let wanted: [[Int]]

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
    controls = ControlPlan(plan)
    responses = Responses(outcomes: outcomes, figures: figures.count)
    self.worlds = worlds
    worldIndex = index
    wanted = Simulation.wanted(plan, worlds: worlds, index: index)
  }

  /// The series that tests read in each world.
  private static func wanted(_ plan: Plan, worlds: [Set<Int>], index: [Set<Int>: Int]) -> [[Int]] {
    var wanted: [Set<Int>] = worlds.map { _ in [] }
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
    return wanted.map { $0.sorted() }
  }

  /// Bytes that the job will hold at once, about: kept cells and outcomes, and the memory of the workers.
  public var expectedMemory: Int {
    let cells = plan.layout.cells
    let kept = min(assignment.runs, Simulation.runsKeptForQuantiles) * cells
    let ends =
      min(assignment.runs, Simulation.runsKeptForOutcomes) * (outcomes.count + figures.count)
    let queues = plan.streams.count * plan.cohorts * 2
    let chance = (4 * plan.streams.count + plan.pools.count) * plan.months
    let paths = wanted.reduce(0) { $0 + $1.count } * plan.months
    let worker = (queues + chance + paths + plan.follow.rows + plan.inputs.count) * Block.runs
    return (kept + ends + assignment.threads * (worker + 3 * cells)) * MemoryLayout<Double>.size
  }

  /// Makes the runs.
  ///
  /// - Parameters:
  ///   - rule: Asked after every batch, in order, whether there are runs enough.
  ///   - recorder: Takes the rows of single runs; what it throws ends the study.
  ///   - isStopped: Asked between batches; when it says true the study ends with ``Interrupted``.
  ///   - progress: Told after every batch, in order, by one worker at a time.
  /// - Returns: What the runs say.
  /// - Throws: ``Interrupted``, or what `recorder` throws.
  /// - Complexity: O(runs × months × streams × cohorts in use) time; memory does not grow with the runs once there are more than ``runsKeptForOutcomes``.
  public func callAsFunction(
    until rule: StoppingRule = StoppingRule(), recorder: (any RunRecorder)? = nil,
    isStopped: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (StudyProgress) -> Void = { _ in }
  ) throws -> StudyResult {
    let clock = ContinuousClock()
    let start = clock.now
    let batches = Batch.count(for: assignment.runs)
    let shared = Shared(
      tally: Tally(plan: plan, outcomes: outcomes.count, figures: figures.count),
      clipCounts: Array(repeating: 0, count: plan.quantities.count))
    DispatchQueue.concurrentPerform(iterations: min(assignment.threads, batches)) { _ in
      let worker = StudyWorker(self, recorder: recorder)
      while let batch = shared.nextBatch(of: batches, isStopped) {
        shared.hand(in: worker.make(batch)) { tally, report in
          if let recorder { try recorder.record(report.rows) }
          let done = StudyProgress(
            runs: tally.runs, standardErrors: tally.outcomeMoments.map(\.standardError),
            seconds: (clock.now - start) / .seconds(1))
          progress(done)
          return rule.ending(done)
        }
      }
      shared.add(worker.simulation.clipCounts, worker.clock.spent)
    }
    let end = shared.taken()
    if let error = end.error { throw error }
    guard let ending = end.tally.runs == assignment.runs ? end.ending ?? .complete : end.ending
    else {
      throw Interrupted(runsDone: end.tally.runs)
    }
    let seconds = (clock.now - start) / .seconds(1)
    return summarise(end.tally, end.clipCounts, ending, end.spent, seconds)
  }
}

/// The state that workers share: which block is next, and the tally that is folded in order.
private final class Shared: Sendable {
  private struct State {
    var tally: Tally
    var clipCounts: [Int]
    var spent = Array(repeating: UInt64(0), count: WorkPhase.allCases.count)
    var next = 0
    var folded = 0
    var waiting: [Int: BatchReport] = [:]
    var ending: StudyResult.Ending?
    var error: (any Error)?
  }

  private let state: Mutex<State>

  init(tally: consuming sending Tally, clipCounts: [Int]) {
    state = Mutex(State(tally: tally, clipCounts: clipCounts))
  }

  /// The next batch to make; nil when there is none, or the study was stopped.
  func nextBatch(of batches: Int, _ isStopped: () -> Bool) -> Int? {
    let stopped = isStopped()
    return state.withLock { state in
      guard !stopped, state.ending == nil, state.error == nil, state.next < batches else {
        return nil
      }
      defer { state.next += 1 }
      return state.next
    }
  }

  /// Takes a batch's report and folds all that are now in order, until one is enough.
  func hand(in report: BatchReport, _ folded: (Tally, BatchReport) throws -> StudyResult.Ending?) {
    state.withLock { state in
      state.waiting[report.batch] = report
      while state.ending == nil, state.error == nil,
        let next = state.waiting.removeValue(forKey: state.folded)
      {
        state.tally.fold(next)
        state.folded += 1
        do { state.ending = try folded(state.tally, next) } catch { state.error = error }
      }
    }
  }

  func add(_ counts: [Int], _ spent: [UInt64]) {
    state.withLock { state in
      for index in counts.indices { state.clipCounts[index] += counts[index] }
      for index in spent.indices { state.spent[index] += spent[index] }
    }
  }

  func taken() -> (
    tally: Tally, clipCounts: [Int], spent: [UInt64], ending: StudyResult.Ending?,
    error: (any Error)?
  ) {
    state.withLock { ($0.tally, $0.clipCounts, $0.spent, $0.ending, $0.error) }
  }
}
