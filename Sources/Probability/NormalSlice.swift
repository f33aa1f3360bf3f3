#if canImport(Glibc)
internal import Glibc
#endif

/// The standard normal law conditional on falling between two limits.
struct NormalSlice {
  let low: Double
  let high: Double

  /// The probability that the whole law gives to the slice.
  ///
  /// Formed from the smaller tails, so that a slice far out keeps its digits.
  var probability: Double {
    low > 0
      ? StandardNormal.survival(low) - StandardNormal.survival(high)
      : StandardNormal.cumulative(high) - StandardNormal.cumulative(low)
  }

  /// The point below which a share `u` of the slice falls.
  ///
  /// A slice without probability in double precision is taken as its limit nearest to the mean.
  func quantile(_ u: Double) -> Double { quantile(Tails(lower: u, upper: 1 - u)) }

  /// The point at which the slice has given tails.
  func quantile(_ tails: Tails) -> Double {
    let whole = probability
    guard whole > 0 else { return nearest }
    let below = StandardNormal.cumulative(low) + tails.lower * whole
    let above = StandardNormal.survival(high) + tails.upper * whole
    let point = below < above ? StandardNormal.quantile(below) : -StandardNormal.quantile(above)
    return min(high, max(low, point))
  }

  /// The limit nearest to the mean of the whole law.
  var nearest: Double { low > 0 ? low : high < 0 ? high : 0 }

  /// Mean and variance of `exp(scale · Z)`, or of `Z` itself when `scale` is nil.
  ///
  /// The closed forms subtract nearly equal numbers when the slice is narrow; there the density
  /// is smooth and Gauss-Legendre integration exact to rounding.
  func moments(exponential scale: Double?) -> (mean: Double, variance: Double) {
    let whole = probability
    guard whole > 0 else {
      return (scale.map { exp($0 * nearest) } ?? nearest, 0)
    }
    let width = high - low
    let steepness = max(1, max(abs(low), abs(high)) + 2 * abs(scale ?? 0))
    if width.isFinite, width * steepness <= 8 { return integratedMoments(exponential: scale) }
    if let scale {
      let mean = exp(0.5 * scale * scale) * shifted(by: scale).probability / whole
      let square = exp(2 * scale * scale) * shifted(by: 2 * scale).probability / whole
      return (mean, max(0, square - mean * mean))
    }
    let atLow = StandardNormal.density(low)
    let atHigh = StandardNormal.density(high)
    let mean = (atLow - atHigh) / whole
    let slope =
      ((low.isFinite ? low * atLow : 0) - (high.isFinite ? high * atHigh : 0)) / whole
    return (mean, max(0, 1 + slope - mean * mean))
  }

  private func shifted(by distance: Double) -> NormalSlice {
    NormalSlice(low: low - distance, high: high - distance)
  }

  private func integratedMoments(exponential scale: Double?) -> (mean: Double, variance: Double) {
    let middle = 0.5 * (low + high)
    let half = 0.5 * (high - low)
    let centre = scale.map { exp($0 * middle) } ?? middle
    var sums = (0.0, 0.0, 0.0)
    for (node, weight) in gaussLegendre {
      for side in [-node, node] {
        let distance = half * side
        // The density relative to that of the middle, which cannot underflow.
        let mass = weight * exp(-distance * (middle + 0.5 * distance))
        let value = scale.map { centre * expm1($0 * distance) } ?? distance
        sums.0 += mass
        sums.1 += mass * value
        sums.2 += mass * value * value
      }
    }
    let mean = sums.1 / sums.0
    return (centre + mean, max(0, sums.2 / sums.0 - mean * mean))
  }
}

/// Positive nodes and weights of the Gauss-Legendre rule with 24 points.
private let gaussLegendre: [(Double, Double)] = [
  (0.0640568928626056261, 0.127938195346752157),
  (0.191118867473616309, 0.125837456346828296),
  (0.315042679696163374, 0.121670472927803391),
  (0.433793507626045138, 0.115505668053725601),
  (0.545421471388839536, 0.107444270115965635),
  (0.648093651936975569, 0.0976186521041138883),
  (0.740124191578554364, 0.0861901615319532759),
  (0.820001985973902922, 0.0733464814110803057),
  (0.886415527004401034, 0.0592985849154367807),
  (0.938274552002732759, 0.0442774388174198062),
  (0.974728555971309498, 0.0285313886289336632),
  (0.99518721999702136, 0.0123412297999871995),
]
