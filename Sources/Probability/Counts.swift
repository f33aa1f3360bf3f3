#if canImport(Glibc)
internal import Glibc
#endif

/// The law of a count of independent events with a given mean.
public struct Poisson: Hashable, Sendable {
  /// The mean number of events.
  public let mean: Double

  /// Makes the law with a given mean.
  ///
  /// - Parameter mean: At least 0.
  public init(mean: Double) {
    precondition(mean >= 0 && mean.isFinite, "mean is \(mean), expected at least 0")
    self.mean = mean
  }

  /// The probability of exactly `count` events; 0 unless it is a whole number from 0 on.
  public func probability(of count: Double) -> Double {
    guard count >= 0, count.isFinite, count == count.rounded(.down) else { return 0 }
    if mean == 0 { return count == 0 ? 1 : 0 }
    return gammaKernel(shape: count + 1, at: mean) / mean
  }

  /// The probabilities of at most `count` events, and of more.
  public func tails(at count: Double) -> Tails {
    if count < 0 { return Tails(lower: 0) }
    if mean == 0 || count == .infinity { return Tails(upper: 0) }
    return incompleteGamma(shape: count.rounded(.down) + 1, at: mean).reversed
  }

  /// The probability of at most `count` events.
  public func cumulative(_ count: Double) -> Double { tails(at: count).lower }

  /// The smallest count whose cumulative probability is at least `probability`.
  ///
  /// - Parameter probability: From 0 to 1; 1 gives infinity unless the mean is 0.
  /// - Returns: A whole number from 0 on, or infinity.
  public func quantile(_ probability: Double) -> Double {
    if mean == 0 { return 0 }
    return smallestCount(probability, mean: mean, sd: mean.squareRoot(), tails: tails(at:))
  }
}

/// The law of a Poisson count whose mean is itself a gamma variable.
public struct NegativeBinomial: Hashable, Sendable {
  /// The mean count.
  public let mean: Double
  /// The shape κ of the gamma law of the Poisson mean; the variance is `mean + mean² / κ`.
  public let shape: Double

  /// Makes the law with a given mean and shape.
  ///
  /// - Parameters:
  ///   - mean: At least 0.
  ///   - shape: Positive.
  public init(mean: Double, shape: Double) {
    precondition(mean >= 0 && mean.isFinite, "mean is \(mean), expected at least 0")
    precondition(shape > 0 && shape.isFinite, "shape is \(shape), expected a positive number")
    self.mean = mean
    self.shape = shape
  }

  /// The variance of the count.
  public var variance: Double { mean + mean * mean / shape }

  /// The probability of exactly `count`; 0 unless it is a whole number from 0 on.
  public func probability(of count: Double) -> Double {
    guard count >= 0, count.isFinite, count == count.rounded(.down) else { return 0 }
    if mean == 0 { return count == 0 ? 1 : 0 }
    if count == 0 { return exp(-shape * log1p(mean / shape)) }
    // κ / (κ + n) times the binomial probability of n failures among κ + n.
    let sum = shape + mean
    return betaKernel(alpha: shape, beta: count, at: shape / sum, complement: mean / sum) / count
  }

  /// The probabilities of at most `count`, and of more.
  public func tails(at count: Double) -> Tails {
    if count < 0 { return Tails(lower: 0) }
    if mean == 0 || count == .infinity { return Tails(upper: 0) }
    let sum = shape + mean
    return incompleteBeta(
      alpha: shape, beta: count.rounded(.down) + 1, at: shape / sum, complement: mean / sum)
  }

  /// The probability of at most `count`.
  public func cumulative(_ count: Double) -> Double { tails(at: count).lower }

  /// The smallest count whose cumulative probability is at least `probability`.
  ///
  /// - Parameter probability: From 0 to 1; 1 gives infinity unless the mean is 0.
  /// - Returns: A whole number from 0 on, or infinity.
  public func quantile(_ probability: Double) -> Double {
    if mean == 0 { return 0 }
    return smallestCount(
      probability, mean: mean, sd: variance.squareRoot(), tails: tails(at:))
  }
}

/// The law of the number of successes in independent trials.
public struct Binomial: Hashable, Sendable {
  /// The number of trials.
  public let trials: Double
  /// The probability of success in one.
  public let probability: Double

  /// Makes the law of a number of trials.
  ///
  /// - Parameters:
  ///   - trials: A whole number, at least 0.
  ///   - probability: From 0 to 1.
  public init(trials: Double, probability: Double) {
    precondition(
      trials >= 0 && trials.isFinite && trials == trials.rounded(.down),
      "trials is \(trials), expected a whole number from 0 on")
    precondition(
      probability >= 0 && probability <= 1, "probability is \(probability), expected 0 to 1")
    self.trials = trials
    self.probability = probability
  }

  /// The probabilities of at most `count` successes, and of more.
  public func tails(at count: Double) -> Tails {
    if count < 0 { return Tails(lower: 0) }
    if count >= trials || probability == 0 { return Tails(upper: 0) }
    if probability == 1 { return Tails(lower: 0) }
    let whole = count.rounded(.down)
    return incompleteBeta(alpha: whole + 1, beta: trials - whole, at: probability).reversed
  }

  /// The probability of at most `count` successes.
  public func cumulative(_ count: Double) -> Double { tails(at: count).lower }

  /// The smallest count whose cumulative probability is at least `probability`.
  public func quantile(_ level: Double) -> Double {
    if level <= 0 || probability == 0 { return 0 }
    if level >= 1 || probability == 1 { return trials }
    let sd = (trials * probability * (1 - probability)).squareRoot()
    return smallestCount(level, mean: trials * probability, sd: sd, tails: tails(at:))
  }
}

/// The smallest count from 0 on whose cumulative probability is at least `level`.
///
/// A normal guess, steps that double until the answer is bracketed, then halving.
private func smallestCount(
  _ level: Double, mean: Double, sd: Double, tails: (Double) -> Tails
) -> Double {
  precondition(level >= 0 && level <= 1, "probability is \(level), expected 0 to 1")
  if level == 0 { return 0 }
  if level == 1 { return .infinity }
  let rest = 1 - level
  // Above the median the upper tails are compared: they have the digits there.
  func reaches(_ count: Double) -> Bool {
    let tails = tails(count)
    return level <= 0.5 ? tails.lower >= level : tails.upper <= rest
  }
  let guess = mean + sd * StandardNormal.quantile(level)
  var above = max(0, guess.rounded(.down))
  var below = above - 1
  var step = 1.0
  if reaches(above) {
    while below >= 0, reaches(below) {
      above = below
      below -= step
      step *= 2
    }
    below = max(-1, below)
  } else {
    below = above
    above += step
    while !reaches(above) {
      below = above
      step *= 2
      above += step
    }
  }
  while above - below > 1 {
    let middle = ((above + below) / 2).rounded(.down)
    if reaches(middle) { above = middle } else { below = middle }
  }
  return above
}
