#if canImport(Glibc)
internal import Glibc
#endif

/// The regularised incomplete beta function and its complement.
///
/// The continued fraction of A. R. Didonato and A. H. Morris, *Algorithm 708*, ACM Trans. Math.
/// Softw. 18 (1992), doi:10.1145/131766.131776, with the prefactor in saddle-point form. Relative
/// error about 1e-13 of the tail on whose side of the mean the point lies.
///
/// - Parameters:
///   - alpha: First shape, positive.
///   - beta: Second shape, positive.
///   - point: From 0 to 1.
/// - Returns: Lower and upper tail at the point.
/// - Complexity: Of the order of the square root of the larger shape.
public func incompleteBeta(alpha: Double, beta: Double, at point: Double) -> Tails {
  incompleteBeta(alpha: alpha, beta: beta, at: point, complement: 1 - point)
}

/// The same with `1 - point` given, for points so close to 1 that a double cannot tell.
func incompleteBeta(
  alpha: Double, beta: Double, at point: Double, complement: Double
) -> Tails {
  precondition(
    alpha > 0 && beta > 0 && alpha.isFinite && beta.isFinite,
    "shapes are \(alpha) and \(beta), expected positive numbers")
  precondition(point >= 0 && complement >= 0, "point is \(point), expected 0 to 1")
  if point == 0 { return Tails(lower: 0) }
  if complement == 0 { return Tails(upper: 0) }
  let kernel = betaKernel(alpha: alpha, beta: beta, at: point, complement: complement)
  return incompleteBeta(
    alpha: alpha, beta: beta, at: point, complement: complement, kernel: kernel)
}

/// The same with the kernel at the point given.
func incompleteBeta(
  alpha: Double, beta: Double, at point: Double, complement: Double, kernel: Double
) -> Tails {
  if point * beta <= complement * alpha {
    return Tails(lower: kernel * betaFraction(alpha, beta, point, complement))
  }
  return Tails(upper: kernel * betaFraction(beta, alpha, complement, point))
}

/// What the normalisation of the kernel of large shapes adds to its saddle-point form; it does not depend on the point.
func betaRemainder(_ a: Double, _ b: Double) -> Double {
  stirlingRemainder(a + b) - stirlingRemainder(a) - stirlingRemainder(b)
}

/// `x^a (1 - x)^b / B(a, b)`; who asks for many points of one law gives `remainder`, where both shapes are at least 1.
func betaKernel(
  alpha a: Double, beta b: Double, at x: Double, complement y: Double, remainder: Double? = nil
) -> Double {
  let sum = a + b
  if min(a, b) >= 1 {
    // Deviations of x and y from the mean a / (a + b), without forming logarithms of either.
    let m = b * x - a * y
    let deviation =
      a * logDeviation(m / a, ratio: x * (sum / a)) + b * logDeviation(-m / b, ratio: y * (sum / b))
    let remainder = remainder ?? betaRemainder(a, b)
    return exp(remainder - deviation) * sqrt(a * (b / sum)) * 0.398_942_280_401_432_68
  }
  let small = min(a, b)
  let large = max(a, b)
  // Γ(large + small) / Γ(large), whose logarithms would cancel when `large` is.
  let ratio =
    large < 12
    ? logGamma(sum) - logGamma(large)
    : large * log1p(small / large) + (small - 0.5) * log1p(small / large)
      + small * (log(large) - 1) + stirlingRemainder(sum) - stirlingRemainder(large)
  return exp(a * log(x) + b * (x < 0.5 ? log1p(-x) : log(y)) + ratio - logGamma(small + 1))
    * small
}

/// The fraction by which the kernel is multiplied, for a point at or below the mean.
private func betaFraction(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
  let lambda = a * y - b * x
  var n = 0.0
  var denominator = a / (a + 1) * (1 + lambda)
  // Lentz's method on the even part of the classical fraction.
  var c = denominator
  var d = 0.0
  var value = denominator
  while n < 1e7 {
    n += 1
    let even = a + 2 * n
    let numerator =
      (a + n - 1) * (a + b + n - 1) * n * (b - n) * x * x / ((even - 1) * (even - 1))
    denominator =
      n + n * (b - n) * x / (even - 1)
      + (a + n) / (even + 1) * (1 + lambda + n * (1 + y))
    d = denominator + numerator * d
    c = denominator + numerator / c
    if d == 0 { d = 1e-300 }
    if c == 0 { c = 1e-300 }
    d = 1 / d
    let change = c * d
    value *= change
    if abs(change - 1) < 1e-16 { break }
  }
  return 1 / value
}

/// The value below which a beta variable falls with a given probability.
///
/// Newton's method on the logarithm of the smaller tail as a function of the logit of the value,
/// in which a beta variable has a log-concave density. Relative error about 1e-13.
///
/// - Parameters:
///   - probability: From 0 to 1.
///   - alpha: First shape, positive.
///   - beta: Second shape, positive.
/// - Returns: A number from 0 to 1.
public func betaQuantile(_ probability: Double, alpha: Double, beta: Double) -> Double {
  let tails = Tails(lower: probability, upper: 1 - probability)
  precondition(
    tails.lower >= 0 && tails.upper >= 0, "probability is \(probability), expected 0 to 1")
  if tails.lower == 0 { return 0 }
  if tails.upper == 0 { return 1 }
  return 1 / (1 + exp(-betaLogit(tails, alpha, beta)))
}

/// The logit of the point at which a beta variable has given tails, both positive.
func betaLogit(_ tails: Tails, _ alpha: Double, _ beta: Double) -> Double {
  let remainder = min(alpha, beta) >= 1 ? betaRemainder(alpha, beta) : nil
  return pointOfLogConcaveLaw(with: tails, from: log(alpha / beta)) { logit in
    let x = 1 / (1 + exp(-logit))
    let y = 1 / (1 + exp(logit))
    guard x > 0, y > 0 else {
      return (incompleteBeta(alpha: alpha, beta: beta, at: x, complement: y), 0)
    }
    let kernel = betaKernel(alpha: alpha, beta: beta, at: x, complement: y, remainder: remainder)
    let tails = incompleteBeta(alpha: alpha, beta: beta, at: x, complement: y, kernel: kernel)
    return (tails, kernel)
  }
}

/// The value below which Student's t falls with a given probability.
///
/// Through the beta law of `t² / (ν + t²)`.
///
/// - Parameters:
///   - probability: From 0 to 1; the ends give the infinities.
///   - degreesOfFreedom: Positive.
/// - Returns: The quantile of t.
public func studentQuantile(_ probability: Double, degreesOfFreedom: Double) -> Double {
  precondition(
    probability >= 0 && probability <= 1, "probability is \(probability), expected 0 to 1")
  let tail = min(probability, 1 - probability)
  if tail == 0 { return probability == 0 ? -.infinity : .infinity }
  if tail == 0.5 { return 0 }
  let inside = 2 * abs(probability - 0.5)
  let logit = betaLogit(Tails(lower: inside, upper: 2 * tail), 0.5, degreesOfFreedom / 2)
  let size = sqrt(degreesOfFreedom) * exp(0.5 * logit)
  return probability < 0.5 ? -size : size
}
