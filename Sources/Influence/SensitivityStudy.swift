internal import Caseload
public import Engine
public import Evidence
internal import Sampling

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
    /// Whether indices of pairs are made too, for as many runs again.
    public var hasPairs: Bool

    /// States what is wanted.
    public init(
      method: SensitivityMethod, sample: Int, confidence: Double = 0.95,
      switching: FactorList.Switching, grouping: FactorList.Grouping? = nil, hasPairs: Bool = false
    ) {
      self.method = method
      self.sample = sample
      self.confidence = confidence
      self.switching = switching
      self.grouping = grouping
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
    // A sample as it comes may have factors that go together; designs that move one must move the other too.
    let readsSample = options.method == .givenData || options.method == .rank
    var list = FactorList(
      plan, graph, responses: responses,
      switching: options.method == .shapley ? .evenly : options.switching,
      hasChance: options.method == .sobol, joinsCorrelated: !readsSample)
    if options.method == .shapley { list = list.leversAlone }
    if let grouping = options.grouping {
      list = try list.grouped(by: grouping, plan, toleratesTearing: readsSample)
    }
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
    let clock = ContinuousClock()
    let start = clock.now
    let watch = Watch(isStopped: isStopped, progress: progress)
    let found: Found
    if factors.isEmpty, options.method != .shapley {
      found = Found(
        rows: [], facts: responses.map { _ in ResponseFacts(dropped: 0, mean: .nan, foretold: nil) }
      )
    } else {
      switch options.method {
      case .tornado: found = try tornado(watch)
      case .morris: found = try morris(watch)
      case .sobol: found = try sobol(watch)
      case .givenData, .rank: found = try takenApart(try sample(watch))
      case .shapley: found = try shares(watch)
      }
    }
    return SensitivityResult(
      method: options.method, world: plan.world, responses: responses, factors: factors,
      outOfReach: outOfReach, rows: found.rows, facts: found.facts,
      attribution: found.attribution, sample: options.sample,
      runs: options.sample * variants, seed: seed, confidence: options.confidence,
      seconds: (clock.now - start) / .seconds(1))
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
