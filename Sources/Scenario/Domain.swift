public import Caseload

/// The values that a number may take in its place.
public struct Domain: Hashable, Sendable {
  /// The unit in which it counts; nil where that depends on something else in the file.
  public let unit: Unit?
  /// The smallest value; nil when there is none.
  public let low: Double?
  /// The largest value; nil when there is none.
  public let high: Double?
  /// Whether `low` itself is excluded.
  public let excludesLow: Bool
  /// Whether `high` itself is excluded.
  public let excludesHigh: Bool

  init(
    _ unit: Unit?, from low: Double? = nil, above: Double? = nil, to high: Double? = nil,
    below: Double? = nil
  ) {
    self.unit = unit
    self.low = above ?? low
    self.high = below ?? high
    excludesLow = above != nil
    excludesHigh = below != nil
  }

  /// The domain of a quantity that levers can change.
  init(of quantity: Quantity) {
    let limits = quantity.limits
    self.init(
      quantity.unit, from: limits.lowerBound,
      to: limits.upperBound == .greatestFiniteMagnitude ? nil : limits.upperBound)
  }

  /// Whether a fixed number lies in it; NaN lies nowhere.
  func contains(_ value: Double) -> Bool {
    guard value.isFinite else { return false }
    if let low, !(excludesLow ? value > low : value >= low) { return false }
    if let high, !(excludesHigh ? value < high : value <= high) { return false }
    return true
  }

  /// Whether some part of a support lies in it; the limits cut off the rest, and the runs count that.
  func meets(_ support: ClosedRange<Double>) -> Bool {
    if support.lowerBound == support.upperBound { return contains(support.lowerBound) }
    if let low, support.upperBound <= low { return false }
    if let high, support.lowerBound >= high { return false }
    return true
  }
}
