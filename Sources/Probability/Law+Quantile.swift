#if canImport(Glibc)
internal import Glibc
#endif

extension Law {
  /// The smallest value whose cumulative probability is at least `u`.
  ///
  /// Truncated laws take the quantile of the whole law at `F(low) + u (F(high) - F(low))`.
  ///
  /// - Parameter u: Strictly between 0 and 1.
  /// - Returns: A value of the support.
  public func quantile(_ u: Double) -> Double {
    precondition(u > 0 && u < 1, "u is \(u), expected a number between 0 and 1")
    switch self {
    case .fixed(let value): return value
    case .uniform(let low, let high): return min(high, low + u * (high - low))
    case .triangular(let low, let mode, let high):
      let width = high - low
      guard width > 0 else { return low }
      if u * width <= mode - low { return low + (u * width * (mode - low)).squareRoot() }
      return high - ((1 - u) * width * (high - mode)).squareRoot()
    case .pert(let low, let mode, let high):
      let width = high - low
      guard width > 0 else { return low }
      let share = betaQuantile(
        u, alpha: 1 + 4 * (mode - low) / width, beta: 1 + 4 * (high - mode) / width)
      return min(high, low + width * share)
    case .normal(let mean, let sd, let low, let high):
      if low == nil, high == nil { return mean + sd * StandardNormal.quantile(u) }
      if sd == 0 { return clamped(mean, low, high) }
      return clamped(mean + sd * normalSlice(mean, sd, low, high).quantile(u), low, high)
    case .lognormal(let mu, let sigma, let low, let high):
      if low == nil, high == nil { return exp(mu + sigma * StandardNormal.quantile(u)) }
      if sigma == 0 { return clamped(exp(mu), low, high) }
      let slice = normalSlice(
        mu, sigma, low.map(logarithmOrMinusInfinity), high.map(logarithmOrMinusInfinity))
      return clamped(exp(mu + sigma * slice.quantile(u)), low, high)
    case .beta(let alpha, let beta, let low, let high):
      return min(high, low + (high - low) * betaQuantile(u, alpha: alpha, beta: beta))
    case .bernoulli(let probability): return u <= 1 - probability ? 0 : 1
    case .discrete(let values):
      let sorted = values.filter { $0.probability > 0 }.sorted { $0.value < $1.value }
      var cumulative = 0.0
      for weighted in sorted {
        cumulative += weighted.probability
        if u <= cumulative { return weighted.value }
      }
      // Probabilities that sum to one up to rounding may end just below u.
      return sorted.last?.value ?? 0
    case .quantiles(let points): return Self.interpolated(points, at: u)
    }
  }

  private static func interpolated(_ points: [QuantilePoint], at u: Double) -> Double {
    guard let second = points.firstIndex(where: { $0.probability >= u }), second > 0 else {
      return (points.first { $0.probability >= u } ?? points.last)?.value ?? 0
    }
    let (a, b) = (points[second - 1], points[second])
    let share = (u - a.probability) / (b.probability - a.probability)
    return share == 1 ? b.value : a.value + share * (b.value - a.value)
  }
}
