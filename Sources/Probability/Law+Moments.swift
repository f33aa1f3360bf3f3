#if canImport(Glibc)
internal import Glibc
#endif

extension Law {
  /// The mean.
  ///
  /// Exact for every law, the truncated ones included. A truncation that leaves no probability in
  /// double precision counts as its limit nearest to the mean of the whole law.
  public var mean: Double { moments.mean }

  /// The variance, with the same meaning at the edges as the mean.
  public var variance: Double { moments.variance }

  /// The standard deviation.
  public var standardDeviation: Double { variance.squareRoot() }

  private var moments: (mean: Double, variance: Double) {
    switch self {
    case .fixed(let value): return (value, 0)
    case .uniform(let low, let high):
      let width = high - low
      return (low + 0.5 * width, width * width / 12)
    case .triangular(let low, let mode, let high):
      let (left, right) = (mode - low, high - mode)
      return ((low + mode + high) / 3, (left * left + left * right + right * right) / 18)
    case .pert(let low, let mode, let high):
      let mean = (low + 4 * mode + high) / 6
      return (mean, (mean - low) * (high - mean) / 7)
    case .normal(let mean, let sd, let low, let high):
      if low == nil, high == nil { return (mean, sd * sd) }
      if sd == 0 { return (clamped(mean, low, high), 0) }
      let slice = normalSlice(mean, sd, low, high).moments(exponential: nil)
      return (mean + sd * slice.mean, sd * sd * slice.variance)
    case .lognormal(let mu, let sigma, let low, let high):
      if low == nil, high == nil {
        let mean = exp(mu + 0.5 * sigma * sigma)
        return (mean, mean * mean * expm1(sigma * sigma))
      }
      if sigma == 0 { return (clamped(exp(mu), low, high), 0) }
      let slice = normalSlice(
        mu, sigma, low.map(logarithmOrMinusInfinity), high.map(logarithmOrMinusInfinity)
      )
      .moments(exponential: sigma)
      let unit = exp(mu)
      return (unit * slice.mean, unit * unit * slice.variance)
    case .beta(let alpha, let beta, let low, let high):
      let (sum, width) = (alpha + beta, high - low)
      return (
        low + width * (alpha / sum),
        width * width * (alpha / sum) * (beta / sum) / (sum + 1)
      )
    case .bernoulli(let probability): return (probability, probability * (1 - probability))
    case .discrete(let values):
      let whole = values.reduce(0) { $0 + $1.probability }
      let mean = values.reduce(0) { $0 + $1.probability * $1.value } / whole
      let variance = values.reduce(0) {
        $0 + $1.probability * ($1.value - mean) * ($1.value - mean)
      }
      return (mean, variance / whole)
    case .quantiles(let points):
      var mean = 0.0
      for (first, second) in zip(points, points.dropFirst()) {
        mean += (second.probability - first.probability) * 0.5 * (first.value + second.value)
      }
      var variance = 0.0
      for (first, second) in zip(points, points.dropFirst()) {
        let (a, b) = (first.value - mean, second.value - mean)
        variance += (second.probability - first.probability) * (a * a + a * b + b * b) / 3
      }
      return (mean, variance)
    }
  }

  /// The values that the law can take, from the smallest to the largest; infinite where it has
  /// no end.
  public var support: ClosedRange<Double> {
    switch self {
    case .fixed(let value): value...value
    case .uniform(let low, let high), .triangular(let low, _, let high),
      .pert(let low, _, let high), .beta(_, _, let low, let high):
      low...high
    case .normal(_, _, let low, let high): (low ?? -.infinity)...(high ?? .infinity)
    case .lognormal(_, _, let low, let high): max(0, low ?? 0)...(high ?? .infinity)
    case .bernoulli: 0...1
    case .discrete(let values):
      (values.map(\.value).min() ?? 0)...(values.map(\.value).max() ?? 0)
    case .quantiles(let points): (points.first?.value ?? 0)...(points.last?.value ?? 0)
    }
  }

  /// The probability that the whole law gives to the part between its limits; 1 without limits.
  ///
  /// A reader should refuse a truncation to which nothing is left.
  public var probabilityWithinLimits: Double {
    switch self {
    case .normal(let mean, let sd, let low, let high) where sd > 0:
      normalSlice(mean, sd, low, high).probability
    case .lognormal(let mu, let sigma, let low, let high) where sigma > 0:
      normalSlice(mu, sigma, low.map(logarithmOrMinusInfinity), high.map(logarithmOrMinusInfinity))
        .probability
    default: 1
    }
  }
}

/// The slice of the standard normal law that lies between limits on a normal variable.
func normalSlice(_ mean: Double, _ sd: Double, _ low: Double?, _ high: Double?) -> NormalSlice {
  NormalSlice(
    low: low.map { ($0 - mean) / sd } ?? -.infinity,
    high: high.map { ($0 - mean) / sd } ?? .infinity)
}

/// The logarithm of a limit on a positive variable, which a limit at or below nought is not.
func logarithmOrMinusInfinity(_ limit: Double) -> Double { limit > 0 ? log(limit) : -.infinity }

/// The value, or the limit that it passes.
func clamped(_ value: Double, _ low: Double?, _ high: Double?) -> Double {
  min(high ?? .infinity, max(low ?? -.infinity, value))
}
