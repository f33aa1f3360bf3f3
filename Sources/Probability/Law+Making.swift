#if canImport(Glibc)
internal import Glibc
#endif

extension Law {
  /// The normal law with 5 % of its probability below `p05` and 5 % above `p95`.
  ///
  /// The quantiles are those of the law before it is truncated.
  ///
  /// - Parameters:
  ///   - p05: The 5 % quantile.
  ///   - p95: The 95 % quantile, not below `p05`.
  ///   - low: Lower limit, if any.
  ///   - high: Upper limit, if any.
  /// - Returns: The law with these quantiles.
  public static func normal(
    p05: Double, p95: Double, low: Double? = nil, high: Double? = nil
  ) -> Law {
    .normal(
      mean: p05 + 0.5 * (p95 - p05), sd: 0.5 * (p95 - p05) / ninetyFifth, low: low, high: high)
  }

  /// The lognormal law with 5 % of its probability below `p05` and 5 % above `p95`.
  ///
  /// The quantiles are those of the law before it is truncated.
  ///
  /// - Parameters:
  ///   - p05: The 5 % quantile, positive.
  ///   - p95: The 95 % quantile, not below `p05`.
  ///   - low: Lower limit, if any.
  ///   - high: Upper limit, if any.
  /// - Returns: The law in its logarithmic parameters.
  public static func lognormal(
    p05: Double, p95: Double, low: Double? = nil, high: Double? = nil
  ) -> Law {
    .lognormal(
      mu: 0.5 * (log(p05) + log(p95)), sigma: 0.5 * log(p95 / p05) / ninetyFifth,
      low: low, high: high)
  }

  /// The lognormal law with a given mean and standard deviation of the variable itself.
  ///
  /// They are those of the law before it is truncated.
  ///
  /// - Parameters:
  ///   - mean: The mean, positive.
  ///   - sd: The standard deviation, at least 0.
  ///   - low: Lower limit, if any.
  ///   - high: Upper limit, if any.
  /// - Returns: The law in its logarithmic parameters.
  public static func lognormal(
    mean: Double, sd: Double, low: Double? = nil, high: Double? = nil
  ) -> Law {
    let square = log1p(sd / mean * (sd / mean))
    return .lognormal(
      mu: log(mean) - 0.5 * square, sigma: square.squareRoot(), low: low, high: high)
  }

  /// The 95 % quantile of the standard normal law.
  private static let ninetyFifth = 1.644_853_626_951_472_7
}
