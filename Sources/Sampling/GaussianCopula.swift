internal import Probability

#if canImport(Glibc)
internal import Glibc
#endif

/// Joins uniform numbers so that they have given rank correlations.
///
/// The numbers become normal scores, the scores are multiplied by a Cholesky factor, and the
/// results become uniform numbers again: each keeps its own law, only their company changes.
public struct GaussianCopula: Hashable, Sendable {
  /// How many numbers are joined.
  public let dimension: Int
  /// The lower-triangular factor, row by row.
  private let factor: [Double]

  /// Takes the Cholesky factor of the correlation matrix of the normal scores.
  ///
  /// - Parameters:
  ///   - dimension: The number of rows.
  ///   - factor: Lower-triangular, row by row, `dimension * dimension` numbers; the rows have
  ///     length 1. What stands above the diagonal is not read.
  public init(dimension: Int, factor: [Double]) {
    precondition(
      factor.count == dimension * dimension,
      "factor has \(factor.count) numbers, expected \(dimension * dimension)")
    self.dimension = dimension
    self.factor = factor
  }

  /// The correlation of normal scores that gives a rank correlation: `2 sin(π ρ / 6)`.
  ///
  /// K. Pearson, *On further methods of determining correlation*, Drapers' Company Research
  /// Memoirs IV (1907).
  ///
  /// - Parameter rank: Spearman's correlation, from -1 to 1.
  /// - Returns: A number from -1 to 1.
  public static func scoreCorrelation(rank: Double) -> Double {
    abs(rank) == 1 ? rank : 2 * sin(Double.pi / 6 * rank)
  }

  /// The correlation matrix of normal scores that gives a matrix of rank correlations.
  ///
  /// It need not be positive definite even if the rank correlations are; its Cholesky
  /// factorisation tells.
  ///
  /// - Parameter ranks: Any shape; ones stay ones.
  /// - Returns: As many numbers, in the same order.
  public static func scoreCorrelations(ranks: [Double]) -> [Double] {
    ranks.map(scoreCorrelation(rank:))
  }

  /// Replaces independent uniform numbers by joined ones.
  ///
  /// A number whose row has nothing left of the diagonal stays as it is, bit for bit.
  ///
  /// - Parameter numbers: `dimension` numbers strictly between 0 and 1, one for each row.
  public func join(_ numbers: inout MutableSpan<Double>) {
    precondition(
      numbers.count == dimension, "numbers has \(numbers.count) elements, expected \(dimension)")
    var scores: [Double] = []
    scores.reserveCapacity(dimension)
    for row in 0..<dimension {
      scores.append(StandardNormal.quantile(numbers[row]))
      let start = row * dimension
      guard (0..<row).contains(where: { factor[start + $0] != 0 }) else { continue }
      var sum = 0.0
      for column in 0...row { sum += factor[start + column] * scores[column] }
      // Scores beyond 8.2 would round to 1, beyond -38 to 0.
      let joined = StandardNormal.cumulative(sum)
      numbers[row] = min(Draws.largest, max(Double.leastNormalMagnitude, joined))
    }
  }
}
