/// A number estimated from a sample, with how well it is known.
public struct Estimate: Hashable, Sendable {
  /// The estimate.
  public let value: Double
  /// Its standard error, at least 0; NaN when the sample is too small to tell.
  public let standardError: Double
  /// The interval in which the number is believed to lie.
  public let interval: Interval

  /// Joins an estimate, its error and its interval.
  public init(value: Double, standardError: Double, interval: Interval) {
    self.value = value
    self.standardError = standardError
    self.interval = interval
  }
}
