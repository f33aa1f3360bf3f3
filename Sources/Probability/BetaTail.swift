#if canImport(Glibc)
internal import Glibc
#endif

/// Quantiles of one beta law at lower tails that differ little from one to the next, each found from the one before.
///
/// The logarithm g of the tail is a smooth function of the logit of the value, with three derivatives at hand once the
/// density is: from the last point three terms of the inverse series give a guess, and the same three terms at the
/// guess correct it, at the price of one incomplete beta function. Relative error about 1e-13, that of the function.
struct BetaTail {
  /// A value between 0 and 1 as far from the end 0 as from 1, and its derivative by the tail probability.
  struct Point {
    /// The value.
    let share: Double
    /// Its derivative.
    let slope: Double
  }

  private let alpha: Double
  private let beta: Double
  private let remainder: Double?
  private var logit = 0.0
  private var tail = 0.0
  /// The density of the logit.
  private var density = 0.0

  init(alpha: Double, beta: Double) {
    self.alpha = alpha
    self.beta = beta
    remainder = min(alpha, beta) >= 1 ? betaRemainder(alpha, beta) : nil
  }

  /// The value below which the variable falls with probability `wanted`; nil where it is too small to be told.
  mutating func point(at wanted: Double) -> Point? {
    if tail > 0 {
      let (x, y) = parts
      logit += step(from: tail, density, x, y, to: wanted)
    } else {
      logit = betaLogit(Tails(lower: wanted, upper: 1 - wanted), alpha, beta)
    }
    for _ in 0..<8 {
      let (x, y) = parts
      guard x > 0, y > 0 else { break }
      let kernel = betaKernel(alpha: alpha, beta: beta, at: x, complement: y, remainder: remainder)
      let found = incompleteBeta(
        alpha: alpha, beta: beta, at: x, complement: y, kernel: kernel
      ).lower
      guard found > 0, kernel > 0 else { break }
      let step = self.step(from: found, kernel, x, y, to: wanted)
      guard step.isFinite, abs(step) < 4 else { break }
      logit += step
      if abs(step) < 2e-4 {
        // The density that much further on; the terms left out are of the fourth order.
        let bend = -(alpha + beta) * x * y
        let growth = alpha * y - beta * x + step * (bend / 2 + step * bend * (y - x) / 6)
        density = kernel * exp(step * growth)
        tail = wanted
        let (x, y) = parts
        return Point(share: x, slope: x * y / density)
      }
    }
    tail = 0
    return nil
  }

  /// The value and its complement.
  private var parts: (Double, Double) { (1 / (1 + exp(-logit)), 1 / (1 + exp(logit))) }

  /// How far the logit is from a point with a tail and density to that with another tail.
  private func step(
    from tail: Double, _ density: Double, _ x: Double, _ y: Double, to wanted: Double
  ) -> Double {
    // g' = density / tail; the others relative to it.
    let rate = density / tail
    let growth = alpha * y - beta * x
    let second = growth - rate
    let third = second * second - (alpha + beta) * x * y - rate * second
    let plain = log(wanted / tail) / rate
    return plain * (1 - plain * (second / 2 - plain * (3 * second * second - third) / 6))
  }
}
