internal import Caseload
public import Engine
public import Evidence
internal import Sampling
internal import Sensitivity
internal import Statistics

/// A question of sensitivity, put to a world: which factors make the difference in some responses.
public struct SensitivityStudy: Sendable {
  /// What is wanted of the study.
  public struct Options: Hashable, Sendable {
    /// The method.
    public var method: SensitivityMethod
    /// Base points, trajectories or runs; at least 2.
    public var sample: Int
    /// Level of all intervals, strictly between 0 and 1.
    public var confidence: Double
    /// What is done with levers.
    public var switching: FactorList.Switching
    /// What is taken together; nil for every factor by itself.
    public var grouping: FactorList.Grouping?
    /// Names of factors that stay by themselves while all others but chance are taken together; nil where nothing is.
    ///
    /// They are names of groups where there is a grouping.
    public var kept: Set<String>?
    /// Whether indices of pairs are made too, for as many runs again.
    public var hasPairs: Bool

    /// States what is wanted.
    public init(
      method: SensitivityMethod, sample: Int, confidence: Double = 0.95,
      switching: FactorList.Switching, grouping: FactorList.Grouping? = nil,
      kept: Set<String>? = nil, hasPairs: Bool = false
    ) {
      self.method = method
      self.sample = sample
      self.confidence = confidence
      self.switching = switching
      self.grouping = grouping
      self.kept = kept
      self.hasPairs = hasPairs
    }
  }

  let plan: Plan
  let responses: [Response]
  let options: Options
  let seed: UInt64
  let threads: Int
  /// The factors.
  public let factors: [Factor]
  let outOfReach: [String]

  /// Prepares a study.
  ///
  /// - Parameters:
  ///   - plan: The world.
  ///   - graph: Its evidence.
  ///   - responses: What is looked at; at least one.
  ///   - options: What is wanted.
  ///   - seed: Seed of every draw.
  ///   - threads: Worker threads, at least 1; results do not depend on it.
  /// - Throws: ``FactorList/TornApart`` when a grouping separates numbers that the method needs together.
  public init(
    _ plan: Plan, _ graph: EvidenceGraph, responses: [Response], options: Options, seed: UInt64,
    threads: Int
  ) throws(FactorList.TornApart) {
    precondition(!responses.isEmpty, "no responses, expected at least one")
    precondition(options.sample >= 2, "sample is \(options.sample), expected at least 2")
    self.plan = plan
    self.responses = responses
    self.options = options
    self.seed = seed
    self.threads = threads
    // A linear model tells factors apart that go together; shares of the variance, and designs that move one, take them as one.
    let tellsApart = options.method == .rank
    var list = FactorList(
      plan, graph, responses: responses,
      switching: options.method == .shapley ? .evenly : options.switching,
      hasChance: options.method == .sobol, joinsCorrelated: !tellsApart)
    if options.method == .shapley { list = list.leversAlone(plan.world) }
    if let grouping = options.grouping {
      list = try list.grouped(by: grouping, plan, toleratesTearing: tellsApart)
    }
    if let kept = options.kept { list = list.joining(allBut: kept) }
    factors = list.factors
    outOfReach = list.outOfReach
  }

  /// How often each run is simulated.
  public var variants: Int {
    switch options.method {
    case .tornado: 1 + 2 * factors.count
    case .morris: 1 + factors.count
    case .sobol: (options.hasPairs ? 2 : 1) * factors.count + 2
    case .givenData, .rank: 1
    case .shapley: Attribution.worlds(levers: factors.reduce(0) { $0 + $1.levers.count })
    }
  }

  /// Makes the runs and takes them apart.
  ///
  /// - Parameters:
  ///   - isStopped: Asked between runs; when it says true the study ends with `Interrupted`.
  ///   - progress: Told how many base points, trajectories or runs are done.
  /// - Returns: What was found.
  /// - Throws: `Interrupted`; `SampleTooSmall` when the sample has too few runs for the method.
  public func callAsFunction(
    isStopped: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (_ done: Int) -> Void = { _ in }
  ) throws -> SensitivityResult {
    let watch = Watch(isStopped: isStopped, progress: progress)
    return try result(sample: options.sample, runs: options.sample * variants) {
      switch options.method {
      case .tornado: try tornado(watch)
      case .morris: try morris(watch)
      case .sobol: try sobol(watch)
      case .givenData, .rank: try takenApart(try sample(watch))
      case .shapley: try shares(watch)
      }
    }
  }

  /// Takes a sample apart that is there already, without a run.
  ///
  /// - Parameter data: The sample, by the columns of ``inputs`` and the study's responses.
  /// - Returns: What was found; its `runs` are 0.
  /// - Throws: `SampleTooSmall` when the sample has too few runs for the method.
  public func callAsFunction(_ data: GivenData) throws -> SensitivityResult {
    precondition(
      options.method == .givenData || options.method == .rank,
      "\(options.method) makes its own runs")
    precondition(
      data.inputs.count == inputs.count && data.responses.count == responses.count,
      "\(data.inputs.count) and \(data.responses.count) columns, expected \(inputs.count) and \(responses.count)"
    )
    return try result(sample: data.responses[0].count, runs: 0) { try takenApart(data) }
  }

  private func result(
    sample: Int, runs: Int, _ find: () throws -> Found
  ) throws -> SensitivityResult {
    let clock = ContinuousClock()
    let start = clock.now
    let isIdle = factors.isEmpty && options.method != .shapley
    let found =
      isIdle
      ? Found(
        rows: [], facts: responses.map { _ in ResponseFacts(dropped: 0, mean: nil, foretold: nil) })
      : try find()
    return SensitivityResult(
      method: options.method, world: plan.world, responses: responses, factors: factors,
      outOfReach: outOfReach, rows: found.cleanRows, facts: found.facts,
      attribution: found.attribution, sample: sample, runs: isIdle ? 0 : runs, seed: seed,
      confidence: options.confidence, seconds: (clock.now - start) / .seconds(1))
  }

  /// Who is told how far the runs are, and who can stop them.
  struct Watch: Sendable {
    let isStopped: @Sendable () -> Bool
    let progress: @Sendable (Int) -> Void
  }

  /// What a method finds.
  struct Found: Sendable {
    var rows: [SensitivityRow]
    var facts: [ResponseFacts]
    var attribution: Attribution?
    /// How large each response is where effects are differences of it; empty where they are not.
    var sizes: [Double] = []

    /// The rows, with noughts where no effect on a response is more than rounding.
    var cleanRows: [SensitivityRow] {
      guard !sizes.isEmpty else { return rows }
      let ends: Set<SensitivityIndex> = [.low, .high]
      var largest = Array(repeating: 0.0, count: sizes.count)
      for row in rows where row.index.isInUnitOfResponse && !ends.contains(row.index) {
        largest[row.response] = max(largest[row.response], abs(row.finding.estimate.value))
      }
      return rows.map { row in
        guard largest[row.response] < 1e-12 * sizes[row.response], !ends.contains(row.index) else {
          return row
        }
        let nought = Estimate(value: 0, standardError: 0, interval: Interval(low: 0, high: 0))
        return SensitivityRow(
          response: row.response, factor: row.factor, partner: row.partner, index: row.index,
          finding: Finding(nought, runs: row.finding.runs))
      }
    }
  }

  /// Runs the variants and takes their blocks into a state.
  func run<State: Sendable>(
    _ variants: [Experiment.Variant], into state: State, _ watch: Watch,
    sampling: SamplingMethod = .latin, keepsDraws: Bool = false,
    take: @escaping @Sendable (inout State, Experiment.Block) throws -> Void
  ) throws -> State {
    try Experiment(
      plan, variants: variants, responses: responses,
      assignment: Assignment(
        runs: options.sample, seed: seed, threads: threads, sampling: sampling),
      keepsDraws: keepsDraws)(
        into: state, isStopped: watch.isStopped, progress: watch.progress, take: take)
  }

  /// The change that puts every lever in force in half of the runs, where that is wanted.
  var switches: @Sendable (Levels) -> Void {
    guard options.switching == .evenly else { return { _ in } }
    let first = plan.uncertain.count
    let levers = plan.world.levers.indices.filter { plan.world.levers[$0].isEnabled }
    return { levels in
      for lever in levers {
        for run in 0..<levels.runs {
          levels.force(lever, run: run, on: levels.level(first + lever, run: run) > 0.5)
        }
      }
    }
  }
}
