/// A region of the factors: of some of them a lower limit, an upper limit or both.
public struct Box: Hashable, Sendable {
  /// One end of a factor's range.
  public enum Side: Hashable, Sendable, CaseIterable {
    /// The smallest values are cut off.
    case low
    /// The largest values are cut off.
    case high
  }

  /// Smallest value of each factor that lies in it; minus infinity where there is no limit.
  public private(set) var low: [Double]
  /// Largest value of each factor that lies in it; infinity where there is no limit.
  public private(set) var high: [Double]

  /// The box without limits.
  public init(factors: Int) {
    low = Array(repeating: -.infinity, count: factors)
    high = Array(repeating: .infinity, count: factors)
  }

  /// The number of factors.
  public var factors: Int { low.count }

  /// The factors that have a limit, in order.
  public var restricted: [Int] {
    low.indices.filter { low[$0] > -.infinity || high[$0] < .infinity }
  }

  /// The limits that there are, factor by factor.
  public var limits: [(factor: Int, side: Side)] {
    restricted.flatMap { factor in
      Side.allCases.filter { isRestricted(factor, $0) }.map { (factor, $0) }
    }
  }

  /// Whether a factor is cut off on a side.
  public func isRestricted(_ factor: Int, _ side: Side) -> Bool {
    side == .low ? low[factor] > -.infinity : high[factor] < .infinity
  }

  /// The limit of a factor on a side; infinite where there is none.
  public func limit(_ factor: Int, _ side: Side) -> Double {
    side == .low ? low[factor] : high[factor]
  }

  /// Sets a limit.
  public mutating func restrict(_ factor: Int, _ side: Side, to limit: Double) {
    if side == .low { low[factor] = limit } else { high[factor] = limit }
  }

  /// The box without one of its limits.
  public func dropping(_ factor: Int, _ side: Side) -> Box {
    var box = self
    box.restrict(factor, side, to: side == .low ? -.infinity : .infinity)
    return box
  }

  /// The box without the limits of a factor.
  public func dropping(_ factor: Int) -> Box { dropping(factor, .low).dropping(factor, .high) }

  /// Whether a value of a factor lies within its limits, which belong to the box.
  public func admits(_ value: Double, of factor: Int) -> Bool {
    low[factor] <= value && value <= high[factor]
  }

  /// Which of some rows lie in the box.
  ///
  /// - Parameters:
  ///   - columns: A column a factor; a value that is not a number lies in no limit.
  ///   - rows: Rows to look at.
  /// - Returns: Those within all limits, in order.
  /// - Complexity: O(rows × restricted factors).
  public func rows(_ columns: [[Double]], among rows: [Int]) -> [Int] {
    restricted.reduce(rows) { rest, factor in
      rest.filter { admits(columns[factor][$0], of: factor) }
    }
  }
}
