public import Sampling

/// What is to be run.
public struct Assignment: Hashable, Sendable {
  /// Number of runs, at least 1.
  public var runs: Int
  /// Seed of every draw.
  public var seed: UInt64
  /// Worker threads, at least 1; results do not depend on it.
  public var threads: Int
  /// Whether to make the expected path instead: every uncertain number at its mean, chance off, one run.
  public var isCentral: Bool
  /// How the numbers that nobody knows are spread over the runs.
  public var sampling: SamplingMethod

  /// Describes a job.
  public init(
    runs: Int, seed: UInt64, threads: Int, isCentral: Bool = false,
    sampling: SamplingMethod = .latin
  ) {
    precondition(runs >= 1, "runs is \(runs), expected at least 1")
    precondition(threads >= 1, "threads is \(threads), expected at least 1")
    self.runs = isCentral ? 1 : runs
    self.seed = seed
    self.threads = threads
    self.isCentral = isCentral
    self.sampling = sampling
  }
}

/// The study was stopped from outside before it was done.
public struct Interrupted: Error, Hashable {
  /// Runs that had been made.
  public let runsDone: Int
}
