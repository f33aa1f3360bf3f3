internal import Probability

/// A range in which a number is believed to lie.
public struct Interval: Hashable, Sendable {
  /// Lower end.
  public let low: Double
  /// Upper end, not below the lower.
  public let high: Double

  /// Joins two ends.
  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// Whether a number lies in the interval, its ends included.
  public func contains(_ number: Double) -> Bool { low <= number && number <= high }
}

/// Wilson's score interval of a share.
///
/// E. B. Wilson (1927), doi:10.1080/01621459.1927.10502953; preferred for reports because its
/// coverage is near the nominal one on average and its ends stay within 0 and 1.
///
/// - Parameters:
///   - successes: From 0 to `trials`.
///   - trials: At least 1.
///   - confidence: Strictly between 0 and 1.
/// - Returns: The interval of the probability of success.
public func wilsonInterval(successes: Int, trials: Int, confidence: Double) -> Interval {
  check(successes, trials, confidence)
  let n = Double(trials)
  let share = Double(successes) / n
  let z = StandardNormal.quantile(0.5 + 0.5 * confidence)
  let square = z * z
  let middle = (share + square / (2 * n)) / (1 + square / n)
  let half =
    z / (1 + square / n) * (share * (1 - share) / n + square / (4 * n * n)).squareRoot()
  // At the extremes an end is exactly 0 or 1; subtraction would leave a rounding error.
  return Interval(
    low: successes == 0 ? 0 : middle - half, high: successes == trials ? 1 : middle + half)
}

/// The exact interval of a share, which covers at least as often as it says.
///
/// C. J. Clopper and E. S. Pearson (1934), doi:10.1093/biomet/26.4.404.
///
/// - Parameters:
///   - successes: From 0 to `trials`.
///   - trials: At least 1.
///   - confidence: Strictly between 0 and 1.
/// - Returns: The interval of the probability of success.
public func clopperPearsonInterval(successes: Int, trials: Int, confidence: Double) -> Interval {
  check(successes, trials, confidence)
  let (k, n) = (Double(successes), Double(trials))
  let risk = 0.5 * (1 - confidence)
  return Interval(
    low: successes == 0 ? 0 : betaQuantile(risk, alpha: k, beta: n - k + 1),
    high: successes == trials ? 1 : betaQuantile(1 - risk, alpha: k + 1, beta: n - k))
}

/// The exact interval of the mean of a Poisson count.
///
/// F. Garwood (1936), doi:10.1093/biomet/28.3-4.437.
///
/// - Parameters:
///   - count: Events seen, at least 0.
///   - confidence: Strictly between 0 and 1.
/// - Returns: The interval of the mean.
public func poissonInterval(count: Int, confidence: Double) -> Interval {
  precondition(count >= 0, "count is \(count), expected at least 0")
  check(confidence)
  let risk = 0.5 * (1 - confidence)
  return Interval(
    low: count == 0 ? 0 : gammaQuantile(risk, shape: Double(count)),
    high: gammaUpperQuantile(risk, shape: Double(count) + 1))
}

/// Student's interval of a mean, from a sample's moments.
///
/// - Parameters:
///   - moments: Of independent numbers.
///   - confidence: Strictly between 0 and 1.
/// - Returns: The interval of the mean, or nil for fewer than two numbers.
public func meanInterval(_ moments: Moments, confidence: Double) -> Interval? {
  check(confidence)
  guard let error = moments.standardError else { return nil }
  let t = studentQuantile(
    0.5 + 0.5 * confidence, degreesOfFreedom: Double(moments.count - 1))
  return Interval(low: moments.mean - t * error, high: moments.mean + t * error)
}

private func check(_ successes: Int, _ trials: Int, _ confidence: Double) {
  precondition(
    trials >= 1 && successes >= 0 && successes <= trials,
    "\(successes) successes of \(trials) trials, expected 0 to trials, at least one trial")
  check(confidence)
}

private func check(_ confidence: Double) {
  precondition(
    confidence > 0 && confidence < 1,
    "confidence is \(confidence), expected a number between 0 and 1")
}
