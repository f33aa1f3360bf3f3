/// A probability law of one number, or a fixed number.
///
/// Laws are values: they hold parameters only and are compared by them. Whether the parameters
/// make sense is the business of who reads them; a degenerate law (standard deviation 0, ends
/// that coincide) is a fixed number.
public enum Law: Hashable, Sendable {
  /// A number that is known.
  case fixed(Double)
  /// Equal density from `low` to `high`.
  case uniform(low: Double, high: Double)
  /// Density rising linearly from `low` to `mode` and falling linearly to `high`.
  case triangular(low: Double, mode: Double, high: Double)
  /// The beta law on `low` to `high` whose mean is `(low + 4 mode + high) / 6`.
  case pert(low: Double, mode: Double, high: Double)
  /// The normal law; with limits, conditional on falling between them.
  case normal(mean: Double, sd: Double, low: Double?, high: Double?)
  /// The law of `exp(X)` with X normal; with limits, conditional on falling between them.
  case lognormal(mu: Double, sigma: Double, low: Double?, high: Double?)
  /// The beta law stretched to `low` to `high`.
  case beta(alpha: Double, beta: Double, low: Double, high: Double)
  /// 1 with the given probability, else 0.
  case bernoulli(Double)
  /// Finitely many values with their probabilities, in any order.
  case discrete([WeightedValue])
  /// A quantile function that is linear between points in rising order of probability.
  case quantiles([QuantilePoint])

  /// A value and the probability with which it is taken.
  public struct WeightedValue: Hashable, Sendable {
    /// The value.
    public let value: Double
    /// Its probability.
    public let probability: Double

    /// Joins a value to its probability.
    public init(value: Double, probability: Double) {
      self.value = value
      self.probability = probability
    }
  }

  /// A point of a quantile function.
  public struct QuantilePoint: Hashable, Sendable {
    /// The cumulative probability.
    public let probability: Double
    /// The value reached there.
    public let value: Double

    /// Joins a cumulative probability to the value reached there.
    public init(probability: Double, value: Double) {
      self.probability = probability
      self.value = value
    }
  }

  /// The value of a fixed number; nil for a law.
  public var fixedValue: Double? { if case .fixed(let value) = self { value } else { nil } }
}
