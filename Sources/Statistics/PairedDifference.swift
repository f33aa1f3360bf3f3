/// The difference between two scenarios that were run with the same chance, run by run.
public struct PairedDifference: Hashable, Sendable {
  /// Number of pairs.
  public let count: Int
  /// Mean of first less second.
  public let mean: Double
  /// Standard error of the mean; nil for fewer than two pairs.
  public let standardError: Double?
  /// Student's interval of the mean; nil for fewer than two pairs.
  public let interval: Interval?
  /// Share of pairs in which the first is below the second.
  public let shareBelowZero: Double
  /// How many times larger the standard error would be if the two were run with chance of their
  /// own; infinite when the difference is the same in every pair, nil when neither varies.
  public let sharpening: Double?

  /// Compares two scenarios.
  ///
  /// - Parameters:
  ///   - first: One number a run.
  ///   - second: As many, of the same runs in the same order.
  ///   - confidence: Of the interval, strictly between 0 and 1.
  public init(_ first: [Double], less second: [Double], confidence: Double = 0.95) {
    precondition(
      first.count == second.count && !first.isEmpty,
      "\(first.count) and \(second.count) runs, expected the same number, at least one")
    var difference = Moments()
    var below = 0
    for (a, b) in zip(first, second) {
      difference.add(a - b)
      if a < b { below += 1 }
    }
    count = first.count
    mean = difference.mean
    standardError = difference.standardError
    interval = meanInterval(difference, confidence: confidence)
    shareBelowZero = Double(below) / Double(count)
    if let own = difference.variance, let a = Moments(first).variance,
      let b = Moments(second).variance, a + b > 0
    {
      sharpening = ((a + b) / own).squareRoot()
    } else {
      sharpening = nil
    }
  }
}
