public import LinearAlgebra
internal import Sampling

/// Runs made on purpose: chosen levels of what nobody knows, chosen levers, chosen chance; and of each run only the numbers that are asked for.
///
/// Every block of 64 runs is simulated once for each variant, all with the same draws, so that what differs between two variants is what they
/// change. Months after the last one that is asked for are not simulated. The first sample is that of an ordinary study with the same
/// seed and sampling: a variant that changes nothing makes the same runs.
public struct Experiment: Sendable {
  /// What a variant changes.
  public struct Variant: Sendable {
    let chance: Levels.Sample
    let needsSecond: Bool
    let change: @Sendable (Levels) -> Void

    /// Describes a variant.
    ///
    /// - Parameters:
    ///   - chance: What chance does: with the first it is that of an ordinary study, with the second independent of it.
    ///   - needsSecond: Whether `change` reads or takes levels of the second sample.
    ///   - change: Called for every block, on several threads, to change the levels of the first sample.
    public init(
      chance: Levels.Sample = .first, needsSecond: Bool = false,
      change: @escaping @Sendable (Levels) -> Void = { _ in }
    ) {
      self.chance = chance
      self.needsSecond = needsSecond
      self.change = change
    }
  }

  /// The numbers of a block of runs.
  public struct Block: Sendable {
    /// The first run.
    public let firstRun: Int
    /// How many runs count, at most ``stride``.
    public let runs: Int
    /// Distance between columns.
    public let stride: Int
    /// The responses: response `r` of variant `v` in run `i` at `(v · responses + r) · stride + i`; with contrasts, those of the first variant and then, in the
    /// places of the others, the contrasts.
    public let values: [Double]
    /// What the first variant drew, where that was asked for: uncertain number `n` of run `i` at `n · stride + i`, then the levers, 1 in force or 0.
    public let draws: [Double]
  }

  let plan: Plan
  let variants: [Variant]
  let responses: [Response]
  let assignment: Assignment
  let keepsDraws: Bool
  let contrasts: Matrix?

  /// Prepares an experiment.
  ///
  /// - Parameters:
  ///   - plan: The world.
  ///   - variants: What is simulated of every block, at least one.
  ///   - responses: What is taken from every run.
  ///   - assignment: Runs of each variant, seed, threads and sampling; with Sobol points there may be at most half as many unknowns as
  ///     ``Sampling/Sobol/dimensions``. The expected path is no experiment.
  ///   - keepsDraws: Whether the draws of the first variant are handed out as well.
  ///   - contrasts: A row a contrast, a column a variant: the sum of the variants' differences from the first, times these weights, is handed out in place
  ///     of the variants' own values. With thousands of variants that takes a fraction of the memory.
  public init(
    _ plan: Plan, variants: [Variant], responses: [Response], assignment: Assignment,
    keepsDraws: Bool = false, contrasts: Matrix? = nil
  ) {
    precondition(!assignment.isCentral, "the expected path is no experiment")
    precondition(!variants.isEmpty, "no variants, expected at least one")
    precondition(
      assignment.sampling != .sobol || Levels.dimensions(plan) <= Sobol.dimensions,
      "\(Levels.dimensions(plan)) dimensions, expected at most \(Sobol.dimensions)")
    precondition(
      contrasts.map { $0.columns == variants.count } ?? true,
      "contrasts have \(contrasts?.columns ?? 0) columns, expected \(variants.count)")
    self.contrasts = contrasts
    self.plan = plan
    self.variants = variants
    self.responses = responses
    self.assignment = assignment
    self.keepsDraws = keepsDraws
  }

  /// Whether a plan has few enough unknowns for Sobol points in both samples.
  public static func hasSobolPoints(for plan: Plan) -> Bool {
    Levels.dimensions(plan) <= Sobol.dimensions
  }

  /// Makes the runs.
  ///
  /// - Parameters:
  ///   - state: What blocks are taken into.
  ///   - isStopped: Asked between blocks; when it says true the experiment ends with ``Interrupted``.
  ///   - progress: Told after every block how many runs of each variant are done.
  ///   - take: Takes the blocks, one at a time, in order, so that the result does not depend on the threads; what it throws ends the experiment.
  /// - Returns: The state after the last block.
  /// - Throws: ``Interrupted``, or what `take` throws.
  /// - Complexity: O(runs × variants × months × streams × cohorts in use) time; memory does not grow with the runs.
  public func callAsFunction<State: Sendable>(
    into state: State, isStopped: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (_ runs: Int) -> Void = { _ in },
    take: @escaping @Sendable (inout State, Block) throws -> Void
  ) throws -> State {
    let end = try workInOrder(
      Engine.Block.count(for: assignment.runs), threads: assignment.threads,
      into: (state: state, runs: 0), isStopped: isStopped,
      worker: { ExperimentWorker(self, isStopped) }, make: { $0.make($1) },
      take: { end, block in
        guard let block else { return true }
        try take(&end.state, block)
        end.runs += block.runs
        progress(end.runs)
        return false
      }
    ).state
    guard end.runs == assignment.runs else { throw Interrupted(runsDone: end.runs) }
    return end.state
  }
}
