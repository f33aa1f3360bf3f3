internal import Caseload
internal import Statistics

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
  /// Worlds that are simulated, for tests and for questions.
  let tested: TestedWorlds
  let figures: [(question: Int, figure: Question.Figure, world: Int)]

  /// Prepares a job.
  public init(_ plan: Plan, _ assignment: Assignment) {
    self.plan = plan
    self.assignment = assignment
    outcomes = Outcome.all(of: plan.world)
    var tested = TestedWorlds(plan, tests: plan.world.tests)
    figures = plan.world.questions.enumerated().flatMap { number, question in
      let world = tested.world(without: question.without)
      return question.figures.map { (number, $0, world) }
    }
    controls = ControlPlan(plan)
    responses = Responses(outcomes: outcomes, figures: figures.count)
    self.tested = tested
  }

  /// Bytes that the job will hold at once, about: kept cells and outcomes, and the memory of the workers.
  public var expectedMemory: Int {
    let cells = plan.layout.cells
    let kept = min(assignment.runs, Simulation.runsKeptForQuantiles) * cells
    let ends =
      min(assignment.runs, Simulation.runsKeptForOutcomes) * (outcomes.count + figures.count)
    let queues = plan.streams.count * plan.cohorts * 2
    let chance = (4 * plan.streams.count + plan.pools.count) * plan.months
    let paths = tested.series.reduce(0) { $0 + $1.count } * plan.months
    let worker = (queues + chance + paths + plan.follow.rows + plan.inputs.count) * Block.runs
    let batches = (RunBatches.sizes(runs: assignment.runs).count + 1) * 3 * cells
    return (kept + ends + batches + assignment.threads * (worker + 3 * cells))
      * MemoryLayout<Double>.size
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
    let state = State(
      tally: Tally(plan: plan, outcomes: outcomes.count, figures: figures.count),
      clipCounts: Array(repeating: 0, count: plan.quantities.count))
    let end = try workInOrder(
      Batch.count(for: assignment.runs), threads: assignment.threads, into: state,
      isStopped: isStopped, worker: { StudyWorker(self, recorder: recorder) },
      make: { $0.make($1) },
      take: { state, report in
        state.tally.fold(report)
        if let recorder { try recorder.record(report.rows) }
        let done = StudyProgress(
          runs: state.tally.runs, standardErrors: state.tally.outcomeMoments.map(\.standardError),
          seconds: (clock.now - start) / .seconds(1))
        progress(done)
        state.ending = rule.ending(done)
        return state.ending != nil
      }, leave: { state, worker in state.add(worker.simulation.clipCounts, worker.clock.spent) }
    ).state
    guard let ending = end.tally.runs == assignment.runs ? end.ending ?? .complete : end.ending
    else {
      throw Interrupted(runsDone: end.tally.runs)
    }
    let seconds = (clock.now - start) / .seconds(1)
    return summarise(end.tally, end.clipCounts, ending, end.spent, seconds)
  }

  /// What batches are taken into.
  private struct State: Sendable {
    var tally: Tally
    var clipCounts: [Int]
    var spent = Array(repeating: UInt64(0), count: WorkPhase.allCases.count)
    var ending: StudyResult.Ending?

    mutating func add(_ counts: [Int], _ spent: [UInt64]) {
      for index in counts.indices { clipCounts[index] += counts[index] }
      for index in spent.indices { self.spent[index] += spent[index] }
    }
  }
}
