/// Moments of pairs and of their differences, seen one by one.
public struct PairedMoments: Hashable, Sendable {
  /// Of the first of each pair.
  public private(set) var first = Moments()
  /// Of the second.
  public private(set) var second = Moments()
  /// Of the first less the second.
  public private(set) var difference = Moments()

  /// Starts with nothing seen.
  public init() {}

  /// Sees a pair of finite numbers.
  public mutating func add(_ a: Double, _ b: Double) {
    first.add(a)
    second.add(b)
    difference.add(a - b)
  }

  /// Sees what another has seen.
  public mutating func merge(_ other: PairedMoments) {
    first.merge(other.first)
    second.merge(other.second)
    difference.merge(other.difference)
  }

  /// How many times larger the standard error of the difference would be if the two were run with chance of their own; infinite when
  /// the difference is the same in every pair, nil when neither varies.
  public var sharpening: Double? {
    guard let own = difference.variance, let a = first.variance, let b = second.variance, a + b > 0
    else { return nil }
    return ((a + b) / own).squareRoot()
  }
}

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
    var pairs = PairedMoments()
    var below = 0
    for (a, b) in zip(first, second) {
      pairs.add(a, b)
      if a < b { below += 1 }
    }
    count = first.count
    mean = pairs.difference.mean
    standardError = pairs.difference.standardError
    interval = meanInterval(pairs.difference, confidence: confidence)
    shareBelowZero = Double(below) / Double(count)
    sharpening = pairs.sharpening
  }
}
