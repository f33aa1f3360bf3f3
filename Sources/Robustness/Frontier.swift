/// Which pairs of two numbers meet a target: for each value of the first the smallest change of the second.
public struct Frontier: Hashable, Sendable {
  /// One value of the first number, with what the second must be.
  public struct Point: Hashable, Sendable {
    /// The value of the first number.
    public let first: Double
    /// What was found for the second.
    public let second: GoalSeek
  }

  /// The points, in the order of the first number.
  public let points: [Point]

  /// Seeks along a grid.
  ///
  /// - Parameters:
  ///   - first: The values of the first number, rising.
  ///   - second: Where and how the second is sought.
  ///   - target: Whether the target is met in each run at two values, nil where undefined; the same runs for every pair.
  /// - Throws: What `target` throws.
  /// - Complexity: That of ``GoalSeek`` for every value of the first number.
  public init(
    first: [Double], second: GoalSeek.Settings,
    target: @escaping (_ first: Double, _ second: Double) throws -> [Bool?]
  ) throws {
    precondition(
      zip(first, first.dropFirst()).allSatisfy { $0 < $1 }, "first is \(first), expected to rise")
    points = try first.map { value in
      Point(first: value, second: try GoalSeek(second) { try target(value, $0) })
    }
  }
}
