#if canImport(Glibc)
internal import Glibc
#endif

extension Law: CustomStringConvertible {
  /// The law in the words of a scenario file, such as `pert [5, 10, 30]` or
  /// `normal mean 1, sd 0.1`.
  ///
  /// A lognormal law is told by mean and standard deviation of the variable before truncation,
  /// to six digits; all other numbers are those given.
  public var description: String {
    switch self {
    case .fixed(let value): return plain(value)
    case .uniform(let low, let high): return "uniform \(list([low, high]))"
    case .triangular(let low, let mode, let high):
      return "triangular \(list([low, mode, high]))"
    case .pert(let low, let mode, let high): return "pert \(list([low, mode, high]))"
    case .normal(let mean, let sd, let low, let high):
      return "normal mean \(short(mean)), sd \(short(sd))" + limits(low, high)
    case .lognormal(let mu, let sigma, let low, let high):
      let whole = Law.lognormal(mu: mu, sigma: sigma, low: nil, high: nil)
      return "lognormal mean \(short(whole.mean)), sd \(short(whole.standardDeviation))"
        + limits(low, high)
    case .beta(let alpha, let beta, let low, let high):
      return "beta alpha \(plain(alpha)), beta \(plain(beta))"
        + (low == 0 && high == 1 ? "" : limits(low, high))
    case .bernoulli(let probability): return "bernoulli \(plain(probability))"
    case .discrete(let values):
      return "discrete [" + joined(values.map { list([$0.value, $0.probability]) }) + "]"
    case .quantiles(let points):
      return "quantiles [" + joined(points.map { list([$0.probability, $0.value]) }) + "]"
    }
  }
}

private func limits(_ low: Double?, _ high: Double?) -> String {
  (low.map { ", low \(plain($0))" } ?? "") + (high.map { ", high \(plain($0))" } ?? "")
}

private func list(_ numbers: [Double]) -> String { "[" + joined(numbers.map(plain)) + "]" }

private func joined(_ parts: [String]) -> String { parts.joined(separator: ", ") }

/// The shortest decimal that reads back as the same number, whole numbers without a point.
private func plain(_ number: Double) -> String {
  if let whole = Int(exactly: number), abs(number) < 1e15 { return String(whole) }
  return "\(number)"
}

/// The number to at most six significant digits, for numbers that were computed.
private func short(_ number: Double) -> String {
  guard number != 0, number.isFinite else { return plain(number) }
  let places = 5 - Int(log10(abs(number)).rounded(.down))
  // Dividing by a power of ten, not multiplying by its inverse, gives the nearest decimal.
  if places >= 0 {
    let power = pow(10, Double(places))
    return plain((number * power).rounded() / power)
  }
  let power = pow(10, Double(-places))
  return plain((number / power).rounded() * power)
}
