/// The two parts into which a point cuts a law's probability.
///
/// Both are kept because the smaller of them cannot be had from the larger without losing its
/// digits.
public struct Tails: Hashable, Sendable {
  /// The probability at or below the point.
  public let lower: Double
  /// The probability above the point.
  public let upper: Double

  init(lower: Double) {
    self.lower = min(1, max(0, lower))
    upper = 1 - self.lower
  }

  init(upper: Double) {
    self.upper = min(1, max(0, upper))
    lower = 1 - self.upper
  }

  init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// The same cut seen from the other side.
  var reversed: Tails { Tails(lower: upper, upper: lower) }
}

/// Finds the point on the line at which a law with a log-concave density has given tails.
///
/// The logarithm of either tail of such a law is concave, so that Newton's method on the
/// logarithm of the smaller tail cannot cycle: after one step it approaches from one side.
///
/// - Parameters:
///   - target: The tails wanted; the smaller must be positive.
///   - start: First guess.
///   - evaluate: Tails and density at a point.
/// - Returns: The point, to rounding.
func pointOfLogConcaveLaw(
  with target: Tails, from start: Double,
  evaluate: (Double) -> (tails: Tails, density: Double)
) -> Double {
  var point = start
  let usesLower = target.lower <= target.upper
  let goal = logarithm(usesLower ? target.lower : target.upper)
  var last = Double.infinity
  for _ in 0..<200 {
    let (tails, density) = evaluate(point)
    let tail = usesLower ? tails.lower : tails.upper
    var step: Double
    if tail > 0, density > 0 {
      step = (goal - logarithm(tail)) * tail / density
      if !usesLower { step = -step }
    } else {
      // The tail underflowed: the guess lies far out on that side.
      step = usesLower ? 1 : -1
    }
    step = min(4, max(-4, step))
    // Rounding makes the last steps wander; stop when they no longer shrink.
    let size = abs(step)
    if size <= 1e-16 * max(1, abs(point)) { return point + step }
    if size < 1e-9, size >= 0.5 * last { return point }
    last = size
    point += step
  }
  return point
}
