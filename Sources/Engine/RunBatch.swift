/// Consecutive runs as they go into `runs.csv`, column by column.
public struct RunBatch: Sendable {
  /// Number of the first run, from 0.
  public let firstRun: Int
  /// How many runs count.
  public let runs: Int
  /// Distance between columns, at least `runs`.
  public let stride: Int
  /// The uncertain numbers: number `n` of run `r` at `n · stride + r`, in the order of the plan.
  public let draws: [Double]
  /// Levers in force, 1 or 0: lever `l` of run `r` at `l · stride + r`.
  public let inForce: [Double]
  /// Outcomes, in the order of ``Outcome/all(of:)``, infinite for what never happens: outcome `o` of run `r` at `o · stride + r`.
  public let outcomes: [Double]

  /// Joins the columns of some runs.
  public init(
    firstRun: Int, runs: Int, stride: Int, draws: [Double], inForce: [Double], outcomes: [Double]
  ) {
    self.firstRun = firstRun
    self.runs = runs
    self.stride = stride
    self.draws = draws
    self.inForce = inForce
    self.outcomes = outcomes
  }
}

/// Takes the rows of single runs.
public protocol RunRecorder: Sendable {
  /// Turns runs into bytes; called by the worker that made them, several at a time.
  func rendered(_ batch: RunBatch) -> [UInt8]
  /// Takes the bytes; called in the order of runs, by one worker at a time. What it throws ends the study.
  func record(_ bytes: [UInt8]) throws
}

/// How far a study is.
public struct StudyProgress: Sendable {
  /// Runs done and counted, in order from the first.
  public let runs: Int
  /// Standard error of the mean of each outcome over them, in the order of ``Outcome/all(of:)``; nil where it cannot be told.
  public let standardErrors: [Double?]
  /// Seconds since the study began.
  public let seconds: Double
}
