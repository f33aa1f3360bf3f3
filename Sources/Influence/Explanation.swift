internal import Caseload
public import Engine
public import Evidence
internal import Sampling
internal import Sensitivity
internal import Statistics

/// What makes the difference in a scenario, as far as a report of it says: from samples small enough to be made with every run.
///
/// Three questions, each answered where it can be asked. What does each lever contribute to the difference that all of them make? What does the answer
/// that a reader asks first do when one number, or one lever, goes from its low to its high end? And of what stays uncertain, how much is due to which
/// number, and how much to chance, through time?
///
/// The last takes two samples of everything and one more for every factor (A. Saltelli and others 2010, doi:10.1016/j.cpc.2009.09.018). Of 160 factors nearly all would have
/// indices smaller than their own errors. So an ordinary sample, of runs that no other part uses, first says which ``factorsApart`` go along most with the result over its
/// months; these stay by themselves and all others are exchanged together, as ``FactorList/others``. That makes a twelfth of the runs for each base point, and says the same of
/// each factor that stays: a factor's indices do not depend on how the others are taken.
public struct Explanation: Sendable {
  /// The levers' shares in ``Attribution/usualResponses(of:)``; nil where no lever that is switched on can reach any.
  public let attribution: Attribution?
  /// The tornado of ``Engine/Response/usual(in:)``; nil where nothing but chance can move it.
  public let tornado: SensitivityResult?
  /// Sobol indices of the same measure through time; nil where nothing but chance can move it, and with fewer than ``leastPoints`` runs.
  public let overTime: SensitivityResult?
  /// The studies of sensitivity that there are.
  public var sensitivities: [SensitivityResult] { [tornado, overTime].compactMap(\.self) }
  /// Runs simulated, all parts and variants together.
  public let simulatedRuns: Int

  /// How large the samples are at most.
  public struct Sizes: Hashable, Sendable {
    /// Runs of each world behind the levers' shares, at least 2.
    public var attribution: Int
    /// Levers up to which every set of them is simulated; more are taken in random orders, which take a world for each lever and one more.
    public var leversInSets: Int
    /// Runs of each end of each factor of the tornado, at least 2.
    public var tornado: Int
    /// Base points of the Sobol indices, a power of two.
    public var points: Int

    /// Sets sizes.
    public init(attribution: Int, leversInSets: Int, tornado: Int, points: Int) {
      self.attribution = attribution
      self.leversInSets = leversInSets
      self.tornado = tornado
      self.points = points
    }

    /// Samples that take about as long as the 10,000 runs of `pact2026` themselves.
    public static let quick = Sizes(attribution: 1024, leversInSets: 5, tornado: 128, points: 1024)
    /// The samples that the studies take by themselves.
    public static let full = Sizes(
      attribution: 4096, leversInSets: ShapleyValue.largestExact, tornado: 512, points: 4096)
  }

  /// Base points below which no Sobol indices are made: a share of a half would be known to a tenth at best.
  public static let leastPoints = 256
  /// Runs at most by which factors are chosen: whether a factor explains 1 % of the variance is then known to a third of that.
  static let choosingRuns = 4096
  /// Factors that have Sobol indices of their own.
  public static let factorsApart = 10

  /// Makes the samples and takes them apart.
  ///
  /// - Parameters:
  ///   - plan: The world.
  ///   - graph: Its evidence.
  ///   - job: The runs that are explained: seed, threads and sampling are its own, and no sample is larger than it. The expected path has no explanation.
  ///   - sizes: Of the samples.
  ///   - isStopped: Asked between runs; when it says true the work ends with `Interrupted`.
  ///   - progress: Told how many simulated runs are done, of how many.
  /// - Throws: `Interrupted`.
  /// - Complexity: O(simulated runs × months × streams × cohorts in use) time; memory does not grow with the samples, but for the one that chooses factors.
  public init(
    _ plan: Plan, _ graph: EvidenceGraph, of job: Assignment, sizes: Sizes = .quick,
    isStopped: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) throws {
    precondition(!job.isCentral, "the expected path has no explanation")
    let parts = try Parts(plan, graph, job, sizes)
    let all = parts.attributionRuns + parts.tornadoRuns + parts.overTimeRuns
    attribution = try parts.attribution(isStopped) { progress($0, all) }
    tornado = try parts.tornado(isStopped) { progress(parts.attributionRuns + $0, all) }
    overTime = try parts.overTime(isStopped) {
      progress(parts.attributionRuns + parts.tornadoRuns + $0, all)
    }
    simulatedRuns = all
  }
}

/// The parts of an explanation before they are made.
private struct Parts: Sendable {
  private let plan: Plan
  private let graph: EvidenceGraph
  private let job: Assignment
  private let responses: [Response]
  private let levers: [Int]
  /// Runs of each world, and whether every set of levers is simulated.
  private let shares: (runs: Int, isExact: Bool)
  private let swings: SensitivityStudy
  /// The ordinary sample that chooses factors.
  private let screen: SensitivityStudy
  private let points: Int

  init(
    _ plan: Plan, _ graph: EvidenceGraph, _ job: Assignment, _ sizes: Explanation.Sizes
  ) throws {
    self.plan = plan
    self.graph = graph
    self.job = job
    let world = plan.world
    responses = Attribution.usualResponses(of: world)
    levers = Attribution.players(plan, graph, responses)
    let isExact = levers.count <= sizes.leversInSets
    shares = (
      min(
        job.runs, sizes.attribution,
        isExact ? Attribution.usualRuns(levers: levers.count) : sizes.attribution), isExact
    )
    let usual = Response.usual(in: world)
    swings = try SensitivityStudy(
      plan, graph, responses: [usual],
      options: .init(
        method: .tornado, sample: min(job.runs, sizes.tornado), switching: .evenly),
      seed: job.seed, threads: job.threads)
    points = min(sizes.points, Parts.powerOfTwo(upTo: job.runs))
    // Runs of their own: a factor chosen for what it seems to do in some runs would seem to do it again in the same.
    screen = try SensitivityStudy(
      plan, graph, responses: usual.overTime(in: world),
      options: .init(
        method: .givenData, sample: min(job.runs, Explanation.choosingRuns), switching: .asDrawn),
      seed: job.seed ^ 1 << 62, threads: job.threads)
  }

  private static func powerOfTwo(upTo most: Int) -> Int {
    1 << (Int.bitWidth - 1 - most.leadingZeroBitCount)
  }

  private var worlds: Int { shares.isExact ? 1 << levers.count : levers.count + 1 }

  var attributionRuns: Int { levers.isEmpty ? 0 : shares.runs * worlds }

  func attribution(
    _ isStopped: @escaping @Sendable () -> Bool, _ progress: @escaping @Sendable (Int) -> Void
  ) throws -> Attribution? {
    guard !levers.isEmpty else { return nil }
    var part = job
    part.runs = shares.runs
    if part.sampling == .sobol, !Experiment.hasSobolPoints(for: plan) { part.sampling = .latin }
    let worlds = worlds
    return try Attribution(
      plan, levers: levers, responses: responses, assignment: part, isExact: shares.isExact,
      isStopped: isStopped, progress: { progress($0 * worlds) })
  }

  var tornadoRuns: Int { swings.factors.isEmpty ? 0 : swings.options.sample * swings.variants }

  func tornado(
    _ isStopped: @escaping @Sendable () -> Bool, _ progress: @escaping @Sendable (Int) -> Void
  ) throws -> SensitivityResult? {
    guard !swings.factors.isEmpty else { return nil }
    let variants = swings.variants
    return try swings(isStopped: isStopped, progress: { progress($0 * variants) })
  }

  private var hasOverTime: Bool { points >= Explanation.leastPoints && !screen.factors.isEmpty }

  /// What is chosen, the others as one, chance, and the two samples of everything; and the sample that chooses.
  var overTimeRuns: Int {
    guard hasOverTime else { return 0 }
    return screen.options.sample
      + points * (min(screen.factors.count, Explanation.factorsApart + 1) + 3)
  }

  func overTime(
    _ isStopped: @escaping @Sendable () -> Bool, _ progress: @escaping @Sendable (Int) -> Void
  ) throws -> SensitivityResult? {
    guard hasOverTime else { return nil }
    let before = screen.options.sample
    let kept = try screen.strongest(
      Explanation.factorsApart, .init(isStopped: isStopped, progress: progress))
    let study = try SensitivityStudy(
      plan, graph, responses: screen.responses,
      options: .init(method: .sobol, sample: points, switching: .asDrawn, kept: kept),
      seed: job.seed, threads: job.threads)
    let variants = study.variants
    return try study(isStopped: isStopped, progress: { progress(before + $0 * variants) })
  }
}

extension SensitivityStudy {
  /// The factors that go along most with the responses, in an ordinary sample.
  ///
  /// What counts is the share of the variance that a factor's numbers explain by straight lines, averaged over the responses. It only chooses: what it misses is told together
  /// with the others.
  fileprivate func strongest(_ count: Int, _ watch: Watch) throws -> Set<String> {
    let data = try sample(watch)
    let responses = data.responses.compactMap { Parts.standardised($0) }
    var next = 0
    let strengths = factors.map { factor -> Double in
      let columns = data.inputs[next..<(next + factor.unknowns.count)]
      next += factor.unknowns.count
      return Parts.orthogonal(columns).reduce(0) { sum, input in
        responses.reduce(sum) {
          let product = Parts.product(input, $1)
          return $0 + product * product
        }
      }
    }
    let order = factors.indices.sorted { (strengths[$1], $0) < (strengths[$0], $1) }
    return Set(order.prefix(count).map { factors[$0].name })
  }
}

extension Parts {
  /// Numbers less their mean, with a sum of squares of 1, and 0 for those that are not finite; nil where they do not vary.
  fileprivate static func standardised(_ numbers: [Double]) -> [Double]? {
    let moments = Moments(numbers.lazy.filter(\.isFinite))
    // What remains of a constant after rounding is no variation.
    let rounding = 0x1p-40 * moments.mean * moments.mean * Double(moments.count)
    guard moments.squaredDeviations > rounding else { return nil }
    let scale = 1 / moments.squaredDeviations.squareRoot()
    return numbers.map { $0.isFinite ? ($0 - moments.mean) * scale : 0 }
  }

  /// Columns standardised, each less what those before it say: the squares of their products with a response add up to what they explain together.
  fileprivate static func orthogonal(_ columns: ArraySlice<[Double]>) -> [[Double]] {
    var known: [[Double]] = []
    for column in columns {
      guard var rest = standardised(column) else { continue }
      for other in known {
        let share = product(rest, other)
        for place in rest.indices { rest[place] -= share * other[place] }
      }
      // A column that the others give but for a millionth adds nothing but rounding.
      let square = product(rest, rest)
      guard square > 1e-6 else { continue }
      known.append(rest.map { $0 / square.squareRoot() })
    }
    return known
  }

  fileprivate static func product(_ first: [Double], _ second: [Double]) -> Double {
    var sum = 0.0
    for place in first.indices { sum += first[place] * second[place] }
    return sum
  }
}
