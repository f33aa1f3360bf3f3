/// When a study has enough runs before it has made all that were asked for.
public struct StoppingRule: Hashable, Sendable {
  /// How well an outcome must be known.
  public struct Precision: Hashable, Sendable {
    /// Index of the outcome in ``Outcome/all(of:)``.
    public let outcome: Int
    /// Standard error of its mean that is small enough; positive.
    public let standardError: Double

    /// Asks for a precision.
    public init(outcome: Int, standardError: Double) {
      precondition(standardError > 0, "standardError is \(standardError), expected above 0")
      self.outcome = outcome
      self.standardError = standardError
    }
  }

  /// Precisions that all have to be reached; with none of them, the number of runs decides.
  public let precisions: [Precision]
  /// Seconds after which no more is waited for; nil for no limit.
  public let timeLimit: Double?

  /// Runs below which no standard error is believed.
  ///
  /// Who stops when an estimated error is small enough stops too soon when it happens to be estimated too small, the more so the fewer
  /// the runs: Y. S. Chow and H. Robbins (1965), doi:10.1214/aoms/1177700156, show that the interval has its coverage in the limit.
  public static let leastRuns = 1024

  /// States when to stop.
  public init(precisions: [Precision] = [], timeLimit: Double? = nil) {
    self.precisions = precisions
    self.timeLimit = timeLimit
  }

  /// Why a study ends with the runs that are done; nil to go on.
  func ending(_ progress: StudyProgress) -> StudyResult.Ending? {
    let isPrecise = precisions.allSatisfy { wanted in
      progress.standardErrors[wanted.outcome].map { $0 <= wanted.standardError } ?? false
    }
    if !precisions.isEmpty, progress.runs >= StoppingRule.leastRuns, isPrecise { return .precise }
    if let timeLimit, progress.seconds >= timeLimit { return .timeLimit }
    return nil
  }

  /// The runs with which a study will end, as far as can be told: the standard error falls as one over the root of the runs.
  ///
  /// - Parameters:
  ///   - progress: What is done.
  ///   - most: Runs that were asked for at most.
  /// - Returns: At least the runs that are done, at most `most`.
  public func expectedRuns(_ progress: StudyProgress, most: Int) -> Int {
    var expected = Double(most)
    if !precisions.isEmpty {
      let needed = precisions.map { wanted -> Double in
        guard let error = progress.standardErrors[wanted.outcome] else { return expected }
        let ratio = error / wanted.standardError
        return Double(progress.runs) * ratio * ratio
      }
      expected = min(expected, max(Double(StoppingRule.leastRuns), needed.max() ?? 0))
    }
    if let timeLimit, progress.seconds > 0 {
      expected = min(expected, Double(progress.runs) * timeLimit / progress.seconds)
    }
    return max(progress.runs, Int(expected.rounded(.up)))
  }
}
