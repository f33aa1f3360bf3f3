internal import Probability
public import Statistics

/// A share of runs with the interval of the probability behind it.
public struct Share: Hashable, Sendable {
  /// Runs in which it is so; not whole where a tie was divided.
  public let hits: Double
  /// Runs that count.
  public let runs: Int
  /// Wilson's interval of the probability; all of 0 to 1 without runs.
  public let interval: Interval

  /// The share itself, from 0 to 1; nil without runs.
  public var value: Double? { runs == 0 ? nil : hits / Double(runs) }

  /// Counts whole runs.
  ///
  /// - Parameters:
  ///   - hits: From 0 to `runs`.
  ///   - runs: At least 0.
  ///   - confidence: Of the interval, strictly between 0 and 1.
  public init(hits: Int, runs: Int, confidence: Double) {
    self.hits = Double(hits)
    self.runs = runs
    interval =
      runs == 0
      ? Interval(low: 0, high: 1)
      : wilsonInterval(successes: hits, trials: runs, confidence: confidence)
  }

  /// Counts runs of which some are divided among ties.
  ///
  /// The variance of a divided indicator is at most that of an undivided one of the same mean, so that Wilson's interval
  /// covers at least as often as with whole runs.
  init(divided hits: Double, runs: Int, confidence: Double) {
    guard runs > 0, hits != hits.rounded() else {
      self.init(hits: Int(hits.rounded()), runs: runs, confidence: confidence)
      return
    }
    let n = Double(runs)
    let share = hits / n
    let z = StandardNormal.quantile(0.5 + 0.5 * confidence)
    let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half =
      z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    self.init(
      hits: hits, runs: runs,
      interval: Interval(low: max(0, middle - half), high: min(1, middle + half)))
  }

  private init(hits: Double, runs: Int, interval: Interval) {
    self.hits = hits
    self.runs = runs
    self.interval = interval
  }
}

/// The interval of the difference of two independent shares, from their Wilson intervals.
///
/// R. G. Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, method 10.
///
/// - Returns: The interval of the first probability less the second; nil when either has no runs.
public func differenceInterval(_ first: Share, less second: Share) -> Interval? {
  guard let a = first.value, let b = second.value else { return nil }
  func distance(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
  return Interval(
    low: a - b - distance(a - first.interval.low, second.interval.high - b),
    high: a - b + distance(first.interval.high - a, b - second.interval.low))
}
