internal import Caseload
public import Engine
public import Evidence
public import Sensitivity

/// How much of one result each lever and each uncertain number carries.
///
/// Levers carry shares of the difference between the scenario and the same world without them; uncertain numbers, levers that are drawn, and chance carry shares
/// of the variance (total Sobol indices, whose sum exceeds one where factors interact).
public struct TraceWeights: Sendable {
  /// Shares of the variance.
  public let variance: SensitivityResult
  /// Shares of the difference.
  public let difference: SensitivityResult

  /// Sizes of the samples.
  public struct Sizes: Hashable, Sendable {
    /// Base points behind the shares of the variance.
    public var points: Int
    /// Runs behind the shares of the difference.
    public var runs: Int

    /// Sets sizes, each at least 2.
    public init(points: Int = 1024, runs: Int = 4096) {
      self.points = points
      self.runs = runs
    }
  }

  /// Weighs what a result rests on.
  ///
  /// - Parameters:
  ///   - plan: The world.
  ///   - graph: Its evidence.
  ///   - response: The result.
  ///   - sizes: Of the samples.
  ///   - seed: Seed of every draw.
  ///   - threads: Worker threads, at least 1.
  ///   - isStopped: Asked between runs; when it says true the work ends with `Interrupted`.
  ///   - progress: Told how many simulated runs are done, of how many.
  /// - Throws: `Interrupted`.
  public init(
    _ plan: Plan, _ graph: EvidenceGraph, of response: Response, sizes: Sizes = Sizes(),
    seed: UInt64, threads: Int, isStopped: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) throws {
    func study(_ method: SensitivityMethod, _ sample: Int) throws -> SensitivityStudy {
      try SensitivityStudy(
        plan, graph, responses: [response],
        options: .init(method: method, sample: sample, switching: .asDrawn), seed: seed,
        threads: threads)
    }
    let levers = plan.world.levers.count(where: \.isEnabled)
    let runs = min(sizes.runs, Attribution.usualRuns(levers: levers))
    let shapley = try study(.shapley, runs)
    let sobol = try study(.sobol, sizes.points)
    let first = runs * shapley.variants
    let all = first + sizes.points * sobol.variants
    difference = try shapley(
      isStopped: isStopped, progress: { progress($0 * shapley.variants, all) })
    variance = try sobol(
      isStopped: isStopped, progress: { progress(first + $0 * sobol.variants, all) })
  }

  /// The share of the variance that a number or a drawn lever carries by its path, and how many numbers carry it together; nil for what is no factor.
  public func variance(of path: String) -> (finding: Finding, numbers: Int)? {
    variance.ranked(response: 0).lazy.compactMap { row -> (Finding, Int)? in
      let factor = variance.factors[row.factor]
      guard factor.members.contains(path) else { return nil }
      return (row.finding, factor.unknowns.count)
    }.first
  }

  /// The share of the difference that a lever carries by its path, `levers.pact`; nil for what is no lever in force.
  public func difference(of path: String) -> Finding? {
    difference.ranked(response: 0).first { difference.factors[$0.factor].name == path }?.finding
  }

  /// What the levers change together; nil when there are none.
  public var whole: ShapleyShares? { difference.attribution?.shares.first ?? nil }
}
