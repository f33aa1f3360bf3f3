/// Which values of an outcome are better.
public enum Direction: String, Hashable, Sendable, CaseIterable {
  /// Small ones, as of a backlog.
  case lowerIsBetter
  /// Large ones, as of a share decided in time.
  case higherIsBetter

  /// Whether one value is better than another.
  public func prefers(_ value: Double, to other: Double) -> Bool {
    self == .lowerIsBetter ? value < other : value > other
  }
}
