public import Statistics

/// A measure of sensitivity estimated from a sample, and what to think of it.
public struct Finding: Hashable, Sendable {
  /// The measure with its error and interval.
  public let estimate: Estimate
  /// Independent runs that it rests on.
  public let runs: Int
  /// Reasons not to trust it as it stands.
  public let doubts: [Doubt]
  /// Whether nought lies outside the interval.
  public let isDistinguishable: Bool

  /// Judges an estimate by whether its interval holds nought.
  ///
  /// - Parameters:
  ///   - estimate: The measure with its error and interval.
  ///   - runs: Independent runs that it rests on.
  ///   - doubts: Reasons not to trust it as it stands.
  public init(_ estimate: Estimate, runs: Int, doubts: [Doubt] = []) {
    self.init(
      estimate, runs: runs, doubts: doubts, isDistinguishable: !estimate.interval.contains(0))
  }

  /// Takes a judgement that rests on more than the interval.
  init(_ estimate: Estimate, runs: Int, doubts: [Doubt], isDistinguishable: Bool) {
    self.estimate = estimate
    self.runs = runs
    self.doubts = doubts
    self.isDistinguishable = isDistinguishable
  }

  /// How many runs would set the measure apart from nought, were its value to stand.
  ///
  /// Errors shrink with the root of the runs, so that is the runs there are, times the square of the interval's half towards
  /// nought over the value. Nil for a value of nought, which no number of runs sets apart, and where the error is unknown.
  public var runsThatTell: Int? {
    let value = estimate.value
    let half = value < 0 ? estimate.interval.high - value : value - estimate.interval.low
    guard value != 0, half >= 0, value.isFinite, half.isFinite else { return nil }
    let ratio = half / value
    let needed = (Double(runs) * ratio * ratio).rounded(.up)
    return needed < 1e15 ? max(1, Int(needed)) : nil
  }
}

extension Finding {
  /// The measure of what cannot have an influence, because it or the response does not vary.
  static func nought(runs: Int, doubts: [Doubt] = []) -> Finding {
    Finding(
      Estimate(value: 0, standardError: 0, interval: Interval(low: 0, high: 0)), runs: runs,
      doubts: doubts)
  }
}

/// Refuses a confidence level that is none.
func check(confidence: Double) {
  precondition(
    confidence > 0 && confidence < 1,
    "confidence is \(confidence), expected a number between 0 and 1")
}
