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
  /// How many runs would set a doubted share right, as far as errors shrink with the root of the runs; nil where nothing is doubted that more runs can set right.
  ///
  /// A share that is wrong by more than its interval says has an error of at least that much: the runs there are, times the square of how far it is
  /// out over half the interval.
  public let runsThatDo: Int?

  /// Judges an estimate by whether its interval holds nought.
  ///
  /// - Parameters:
  ///   - estimate: The measure with its error and interval.
  ///   - runs: Independent runs that it rests on.
  ///   - doubts: Reasons not to trust it as it stands.
  ///   - runsThatDo: Runs that would set it right.
  public init(
    _ estimate: Estimate, runs: Int, doubts: [Doubt] = [], runsThatDo: Int? = nil
  ) {
    self.init(
      estimate, runs: runs, doubts: doubts, isDistinguishable: !estimate.interval.contains(0),
      runsThatDo: runsThatDo)
  }

  /// Takes a judgement that rests on more than the interval.
  init(
    _ estimate: Estimate, runs: Int, doubts: [Doubt], isDistinguishable: Bool,
    runsThatDo: Int? = nil
  ) {
    self.runsThatDo = runsThatDo
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

extension Finding {
  /// A share of 0 to 1, doubted where its interval lies wholly outside, or where it lies above what it is a part of.
  ///
  /// - Parameters:
  ///   - share: The share.
  ///   - whole: What it cannot exceed; nil for one.
  ///   - isAbove: Whether the share's interval lies above that of the whole.
  ///   - runs: Independent runs that it rests on.
  ///   - doubts: Other reasons not to trust it.
  /// - Returns: The finding with its doubts.
  static func share(
    _ share: Estimate, beside whole: Estimate? = nil, isAbove: Bool = false, runs: Int,
    doubts: [Doubt] = []
  ) -> Finding {
    func half(_ estimate: Estimate) -> Double {
      (estimate.interval.high - estimate.interval.low) / 2
    }
    func needed(_ distance: Double, _ half: Double) -> Int? {
      let count = (Double(runs) * (distance / half) * (distance / half)).rounded(.up)
      return half > 0 && count < 1e15 ? Int(count) : nil
    }
    var (doubts, enough) = (doubts, [Int?]())
    if share.interval.high < 0 || share.interval.low > 1 {
      doubts.append(.outsideItsRange)
      enough.append(needed(max(-share.value, share.value - 1), half(share)))
    }
    if let whole, isAbove {
      doubts.append(.firstAboveTotal)
      let (one, other) = (half(share), half(whole))
      enough.append(
        needed(abs(share.value - whole.value), (one * one + other * other).squareRoot()))
    }
    return Finding(share, runs: runs, doubts: doubts, runsThatDo: enough.compactMap(\.self).max())
  }
}

/// Refuses a confidence level that is none.
func check(confidence: Double) {
  precondition(
    confidence > 0 && confidence < 1,
    "confidence is \(confidence), expected a number between 0 and 1")
}
