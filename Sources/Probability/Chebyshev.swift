#if canImport(Glibc)
internal import Glibc
#endif

/// Hermite interpolation at the zeros of a Chebyshev polynomial.
///
/// With n points a polynomial of degree `2 n - 1` is `q + T_n r` with q and r of degree `n - 1`. At the zeros of `T_n`
/// the values are those of q; what the slopes leave over `q'` is `T_n' r`. Both have their Chebyshev coefficients from
/// sums over the points, and `T_n T_k = (T_(n+k) + T_(n-k)) / 2`; T. J. Rivlin, *Chebyshev polynomials* (1990).
struct Chebyshev: Sendable {
  /// The zeros of `T_n`, falling.
  let points: [Double]
  /// `T_k` at a point, `point · n + k`.
  private let values: [Double]
  /// The derivative of `T_k` at a point, `point · n + k`; that of `T_n` itself.
  private let derivatives: [Double]
  private let last: [Double]
  /// The coefficient of a power in `T_k`, `k · 2 n + power`.
  private let coefficients: [Double]

  /// Prepares interpolation at `count` points.
  init(count: Int) {
    let angles = (0..<count).map { (Double($0) + 0.5) * .pi / Double(count) }
    points = angles.map { cos($0) }
    values = angles.flatMap { angle in (0..<count).map { cos(Double($0) * angle) } }
    func derivative(_ degree: Int, _ angle: Double) -> Double {
      Double(degree) * sin(Double(degree) * angle) / sin(angle)
    }
    derivatives = angles.flatMap { angle in (0..<count).map { derivative($0, angle) } }
    last = angles.map { derivative(count, $0) }
    let size = 2 * count
    var coefficients = [Double](repeating: 0, count: size * size)
    coefficients[0] = 1
    coefficients[size + 1] = 1
    // T_k = 2 x T_(k-1) - T_(k-2), in whole numbers.
    for degree in 2..<size {
      for power in 0..<size {
        let raised = power > 0 ? coefficients[size * (degree - 1) + power - 1] : 0
        coefficients[size * degree + power] =
          2 * raised - coefficients[size * (degree - 2) + power]
      }
    }
    self.coefficients = coefficients
  }

  /// The Chebyshev coefficients of the polynomial with given values and slopes at the points.
  func series(values wanted: [Double], slopes: [Double]) -> [Double] {
    let count = points.count
    let plain = transform(wanted)
    let rest = transform(
      (0..<count).map { point in
        var slope = slopes[point]
        for degree in 0..<count { slope -= plain[degree] * derivatives[count * point + degree] }
        return slope / last[point]
      })
    var series = plain + [Double](repeating: 0, count: count)
    series[count] = rest[0]
    for degree in 1..<count {
      series[count + degree] += 0.5 * rest[degree]
      series[count - degree] += 0.5 * rest[degree]
    }
    return series
  }

  /// The Chebyshev coefficients of the polynomial of degree `n - 1` with given values.
  private func transform(_ wanted: [Double]) -> [Double] {
    let count = points.count
    return (0..<count).map { degree in
      var sum = 0.0
      for point in 0..<count { sum += wanted[point] * values[count * point + degree] }
      return sum * (degree == 0 ? 1 : 2) / Double(count)
    }
  }

  /// The coefficients of the powers, from 0 on, of a Chebyshev series of up to `2 n` terms.
  ///
  /// Sums from the highest degree down, whose terms are the smallest.
  func powers(of series: [Double]) -> [Double] {
    let size = 2 * points.count
    var powers = [Double](repeating: 0, count: size)
    for degree in series.indices.reversed() {
      for power in 0...degree {
        powers[power] += series[degree] * coefficients[size * degree + power]
      }
    }
    return powers
  }
}
