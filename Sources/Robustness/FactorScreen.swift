internal import LinearAlgebra
internal import Probability
internal import Statistics

/// Which factors decide whether one alternative is better than another, from ordinary paired runs alone.
///
/// For each factor by itself the mean advantage given its level is fitted by a polynomial that is orthogonal over the levels (Legendre's, shifted to
/// 0…1), by least squares; a level is a value's mid-rank as a share of the runs, so that any law will do, unless levels are given. Errors are those of H. White (1980),
/// doi:10.2307/1912934, with the correction for degrees of freedom, because the other factors make the spread differ along the curve. A factor that
/// takes two values is no curve: its two groups are compared. No new runs are needed; those can go to the factors that matter.
public struct FactorScreen: Hashable, Sendable {
  /// How the advantage follows a factor.
  public enum Shape: Hashable, Sendable {
    /// Along its levels.
    case curve(BreakEven)
    /// Of two values, such as whether a lever is in force: the mean advantage with the smaller and with the larger one.
    case twoValues(low: CurveValue, high: CurveValue)
    /// It does not vary, or too few runs are left: nothing can be said.
    case constant
  }

  /// What was found of one factor.
  public struct Entry: Hashable, Sendable {
    /// The factor, by column.
    public let factor: Int
    /// How the advantage follows it.
    public let shape: Shape
    /// How likely so large a dependence would show if the advantage did not depend on it: a Wald test; 1 for a constant.
    public let probability: Double
    /// Whether it matters, with an allowance for the number of factors.
    ///
    /// S. Holm (1979), *A simple sequentially rejective multiple test procedure*, Scandinavian Journal of Statistics 6.
    public let matters: Bool
    /// Standard deviation along the factor of the fitted mean advantage, in units of the advantage.
    public let spread: Double
  }

  /// The factors, in the order of their columns.
  public let entries: [Entry]
  /// The mean advantage over all runs.
  public let mean: CurveValue
  /// Runs left out because the advantage or a factor is not a number.
  public let dropped: Int

  /// The factors that matter, the widest spread first.
  public var deciding: [Entry] {
    entries.filter(\.matters).sorted { ($0.spread, $1.factor) > ($1.spread, $0.factor) }
  }

  /// Screens all factors; nil when fewer than twenty runs are left.
  ///
  /// - Parameters:
  ///   - columns: A column a factor, a number a run.
  ///   - areLevels: Whether those are levels, each uniform on 0…1, to be taken as they are. Ranks of values are as good when the runs were spread
  ///     evenly over the levels, as a Latin hypercube does; of n independent runs they are off by up to √(1 / 4n), which no interval counts.
  ///   - advantages: The second alternative's gain over the first, run by run.
  ///   - degree: Of the polynomials, from 1 to 6.
  ///   - confidence: Of all intervals and of what matters, strictly between 0 and 1.
  /// - Complexity: O(factors × runs × (degree² + log runs)).
  public init?(
    columns: [[Double]], areLevels: Bool = false, advantages: [Double], degree: Int = 3,
    confidence: Double = 0.95
  ) {
    precondition((1...6).contains(degree), "degree is \(degree), expected 1 to 6")
    let rows = advantages.indices.filter { row in
      advantages[row].isFinite && columns.allSatisfy { $0[row].isFinite }
    }
    dropped = advantages.count - rows.count
    let gains = rows.map { advantages[$0] }
    let moments = Moments(gains)
    guard gains.count >= 20, let interval = meanInterval(moments, confidence: confidence) else {
      return nil
    }
    mean = CurveValue(value: moments.mean, low: interval.low, high: interval.high)
    let unread = columns.enumerated().map { factor, column in
      FactorScreen.entry(
        factor, rows.map { column[$0] }, areLevels: areLevels, gains, degree: degree,
        confidence: confidence)
    }
    // Holm: the smallest first, each against what is left of the allowance.
    var matters = Set<Int>()
    let order = unread.sorted { ($0.probability, $0.factor) < ($1.probability, $1.factor) }
    for (place, entry) in order.enumerated() {
      guard entry.probability * Double(order.count - place) <= 1 - confidence else { break }
      matters.insert(entry.factor)
    }
    entries = unread.map {
      Entry(
        factor: $0.factor, shape: $0.shape, probability: $0.probability,
        matters: matters.contains($0.factor), spread: $0.spread)
    }
  }

  private static func entry(
    _ factor: Int, _ values: [Double], areLevels: Bool, _ gains: [Double], degree: Int,
    confidence: Double
  ) -> Entry {
    func entry(_ shape: Shape, _ probability: Double, _ spread: Double) -> Entry {
      Entry(
        factor: factor, shape: shape, probability: probability, matters: false, spread: spread)
    }
    guard let low = values.min(), let high = values.max(), low < high else {
      return entry(.constant, 1, 0)
    }
    if values.allSatisfy({ $0 == low || $0 == high }) {
      return twoValues(values, gains, low: low, confidence: confidence, entry)
    }
    let levels =
      areLevels ? values : ranks(values).map { ($0 - 0.5) / Double(values.count) }
    guard let fit = CurveFit(levels, gains, degree: degree) else { return entry(.constant, 1, 0) }
    let t = studentQuantile(
      0.5 + 0.5 * confidence, degreesOfFreedom: Double(gains.count - degree - 1))
    let curve = BreakEven(span: BreakEven.span, scanned: 99, dropped: 0) { level in
      let (value, error) = fit.value(at: level)
      return CurveValue(value: value, low: value - t * error, high: value + t * error)
    }
    return entry(.curve(curve), fit.probabilityOfNoSlope, fit.spread)
  }

  private static func twoValues(
    _ values: [Double], _ gains: [Double], low: Double, confidence: Double,
    _ entry: (Shape, Double, Double) -> Entry
  ) -> Entry {
    var (below, above) = (Moments(), Moments())
    for (value, gain) in zip(values, gains) {
      if value == low { below.add(gain) } else { above.add(gain) }
    }
    guard let first = meanInterval(below, confidence: confidence),
      let second = meanInterval(above, confidence: confidence),
      let one = below.standardError, let other = above.standardError
    else { return entry(.constant, 1, 0) }
    let difference = above.mean - below.mean
    let error = (one * one + other * other).squareRoot()
    let probability =
      error > 0
      ? 2 * StandardNormal.survival(abs(difference) / error) : difference == 0 ? 1 : 0
    let share = Double(above.count) / Double(gains.count)
    return entry(
      .twoValues(
        low: CurveValue(value: below.mean, low: first.low, high: first.high),
        high: CurveValue(value: above.mean, low: second.low, high: second.high)), probability,
      abs(difference) * (share * (1 - share)).squareRoot())
  }
}

/// A polynomial in orthogonal form with the covariance of its coefficients.
private struct CurveFit {
  private let coefficients: [Double]
  private let covariance: Matrix

  /// Fits; nil when the levels are too few to tell the coefficients apart.
  init?(_ levels: [Double], _ gains: [Double], degree: Int) {
    let width = degree + 1
    guard levels.count > width + 1 else { return nil }
    var products = Matrix(rows: width, columns: width) { _, _ in 0 }
    var right = Array(repeating: 0.0, count: width)
    var terms = Array(repeating: 0.0, count: width)
    for (level, gain) in zip(levels, gains) {
      CurveFit.fill(&terms, at: level)
      for row in 0..<width {
        right[row] += terms[row] * gain
        for column in 0..<width { products[row, column] += terms[row] * terms[column] }
      }
    }
    guard let factor = try? products.choleskyFactor(),
      (0..<width).allSatisfy({ factor[$0, $0] * factor[$0, $0] > 1e-9 * products[$0, $0] })
    else { return nil }
    let inverse = CurveFit.inverse(of: factor)
    let coefficients = (0..<width).map { row in
      (0..<width).reduce(0.0) { $0 + inverse[row, $1] * right[$1] }
    }
    var middle = Matrix(rows: width, columns: width) { _, _ in 0 }
    for (level, gain) in zip(levels, gains) {
      CurveFit.fill(&terms, at: level)
      let residual = zip(terms, coefficients).reduce(gain) { $0 - $1.0 * $1.1 }
      let weight = residual * residual
      for row in 0..<width {
        for column in 0..<width { middle[row, column] += weight * terms[row] * terms[column] }
      }
    }
    let scale = Double(levels.count) / Double(levels.count - width)
    let spread = inverse.times(middle).times(inverse)
    self.coefficients = coefficients
    covariance = Matrix(rows: width, columns: width) { scale * spread[$0, $1] }
  }

  /// Legendre's polynomials on 0…1, scaled so that each has mean square one there.
  private static func fill(_ terms: inout [Double], at level: Double) {
    let x = 2 * level - 1
    var (before, now) = (0.0, 1.0)
    for order in terms.indices {
      terms[order] = now * Double(2 * order + 1).squareRoot()
      (before, now) = (
        now, (Double(2 * order + 1) * x * now - Double(order) * before) / Double(order + 1)
      )
    }
  }

  /// The inverse of `factor · factorᵀ`.
  private static func inverse(of factor: Matrix) -> Matrix {
    let size = factor.rows
    var inverse = Matrix(rows: size, columns: size) { _, _ in 0 }
    for column in 0..<size {
      var x = (0..<size).map { $0 == column ? 1.0 : 0 }
      for row in 0..<size {
        for before in 0..<row { x[row] -= factor[row, before] * x[before] }
        x[row] /= factor[row, row]
      }
      for row in (0..<size).reversed() {
        for after in (row + 1)..<size { x[row] -= factor[after, row] * x[after] }
        x[row] /= factor[row, row]
      }
      for row in 0..<size { inverse[row, column] = x[row] }
    }
    return inverse
  }

  /// The curve at a level, with its standard error.
  func value(at level: Double) -> (value: Double, error: Double) {
    var terms = Array(repeating: 0.0, count: coefficients.count)
    CurveFit.fill(&terms, at: level)
    let value = zip(terms, coefficients).reduce(0.0) { $0 + $1.0 * $1.1 }
    var variance = 0.0
    for row in terms.indices {
      for column in terms.indices {
        variance += terms[row] * covariance[row, column] * terms[column]
      }
    }
    return (value, max(0, variance).squareRoot())
  }

  /// Standard deviation of the curve over levels: the terms are orthonormal.
  var spread: Double { coefficients.dropFirst().reduce(0) { $0 + $1 * $1 }.squareRoot() }

  /// How likely so large coefficients would be if all but the first were nought.
  var probabilityOfNoSlope: Double {
    let size = coefficients.count - 1
    let part = Matrix(rows: size, columns: size) { covariance[$0 + 1, $1 + 1] }
    let slopes = coefficients.dropFirst()
    guard let factor = try? part.choleskyFactor() else {
      // No spread at all around the curve.
      return slopes.allSatisfy { $0 == 0 } ? 1 : 0
    }
    var x = Array(slopes)
    for row in 0..<size {
      for before in 0..<row { x[row] -= factor[row, before] * x[before] }
      x[row] /= factor[row, row]
    }
    let distance = x.reduce(0) { $0 + $1 * $1 }
    return incompleteGamma(shape: Double(size) / 2, at: distance / 2).upper
  }
}
