internal import Probability
public import Statistics

/// What a response does when one factor goes from its low end to its high end and everything else stays as drawn.
public struct TornadoBar: Hashable, Sendable {
  /// The factor's place.
  public let factor: Int
  /// Mean response at the low end: the factor's 10th percentile, or a switch off.
  public let low: Estimate
  /// Mean response at the high end: the factor's 90th percentile, or a switch on.
  public let high: Estimate
  /// Mean change from the low to the high end, run by run.
  public let swing: Finding
  /// Mean change from what was drawn to the low end, run by run; both changes of one sign mean a response that turns.
  public let fromBaseToLow: Estimate
  /// Mean change from what was drawn to the high end, run by run.
  public let fromBaseToHigh: Estimate
  /// Share of runs in which the response is larger at the high end, with Wilson's interval.
  public let shareUp: Estimate
  /// Share of runs in which it is smaller; where neither, the factor makes no difference.
  public let shareDown: Estimate
  /// Runs left out because the response was undefined in one of the three.
  public let dropped: Int
}

/// One factor at a time between two ends, on common random numbers, taken up block by block.
///
/// Cost: two more runs a factor for every run. Only sums are kept. Says nothing of interactions: what is averaged is the effect of a
/// factor amid all others as they are drawn.
public struct Tornado: Sendable {
  /// Runs that lie side by side in a block.
  public static let blockSize = 64

  /// Number of factors.
  public let factors: Int
  /// Number of responses.
  public let responses: Int
  /// One for each factor and response, `factor · responses + response`.
  private var sums: [Sums]

  private struct Sums: Hashable, Sendable {
    var low = Moments()
    var high = Moments()
    var swing = Moments()
    var fromBaseToLow = Moments()
    var fromBaseToHigh = Moments()
    var up = 0
    var down = 0
    var dropped = 0

    mutating func merge(_ other: Sums) {
      low.merge(other.low)
      high.merge(other.high)
      swing.merge(other.swing)
      fromBaseToLow.merge(other.fromBaseToLow)
      fromBaseToHigh.merge(other.fromBaseToHigh)
      up += other.up
      down += other.down
      dropped += other.dropped
    }
  }

  /// Starts with nothing seen.
  public init(factors: Int, responses: Int) {
    self.factors = factors
    self.responses = responses
    sums = Array(repeating: Sums(), count: factors * responses)
  }

  /// Takes up a block of runs of one factor.
  ///
  /// - Parameters:
  ///   - factor: Its place.
  ///   - low: Responses with the factor at its low end, `response · 64 + run`.
  ///   - high: The same runs with it at its high end.
  ///   - base: The same runs with the factor as drawn.
  ///   - runs: How many of the 64 count. A run that is not finite in one of the three is dropped for that response and counted.
  public mutating func add(
    factor: Int, low: Span<Double>, high: Span<Double>, base: Span<Double>, runs: Int
  ) {
    let size = Self.blockSize
    precondition(factor >= 0 && factor < factors, "factor is \(factor), expected below \(factors)")
    precondition(runs >= 0 && runs <= size, "\(runs) runs, expected at most \(size)")
    for count in [low.count, high.count, base.count] {
      precondition(count == responses * size, "\(count) values, expected \(responses) × \(size)")
    }
    for response in 0..<responses {
      var block = Sums()
      for run in 0..<runs {
        let place = response * size + run
        let (a, b, drawn) = (low[place], high[place], base[place])
        guard a.isFinite, b.isFinite, drawn.isFinite else {
          block.dropped += 1
          continue
        }
        block.low.add(a)
        block.high.add(b)
        block.swing.add(b - a)
        block.fromBaseToLow.add(a - drawn)
        block.fromBaseToHigh.add(b - drawn)
        if b > a { block.up += 1 }
        if b < a { block.down += 1 }
      }
      sums[factor * responses + response].merge(block)
    }
  }

  /// Sees what another has seen; parts joined in a fixed order give the same bits, whoever saw them.
  public mutating func merge(_ other: Tornado) {
    precondition(
      other.factors == factors && other.responses == responses, "parts of different shapes")
    for index in sums.indices { sums[index].merge(other.sums[index]) }
  }

  /// The bars of a response.
  ///
  /// - Parameters:
  ///   - response: Its place.
  ///   - confidence: Of all intervals, strictly between 0 and 1: Student's for means, Wilson's for shares.
  /// - Returns: One a factor, the longest first; of equal ones the factor that comes first.
  public func bars(response: Int, confidence: Double = 0.95) -> [TornadoBar] {
    check(confidence: confidence)
    let bars = (0..<factors).map { factor in
      let sums = sums[factor * responses + response]
      return TornadoBar(
        factor: factor, low: mean(sums.low, confidence), high: mean(sums.high, confidence),
        swing: Finding(mean(sums.swing, confidence), runs: sums.swing.count),
        fromBaseToLow: mean(sums.fromBaseToLow, confidence),
        fromBaseToHigh: mean(sums.fromBaseToHigh, confidence),
        shareUp: share(sums.up, of: sums.swing.count, confidence),
        shareDown: share(sums.down, of: sums.swing.count, confidence), dropped: sums.dropped)
    }
    return bars.sorted {
      let (first, second) = (abs($0.swing.estimate.value), abs($1.swing.estimate.value))
      return first != second ? first > second : $0.factor < $1.factor
    }
  }

  private func mean(_ moments: Moments, _ confidence: Double) -> Estimate {
    Estimate(
      value: moments.mean, standardError: moments.standardError ?? .nan,
      interval: meanInterval(moments, confidence: confidence)
        ?? Interval(low: -.infinity, high: .infinity))
  }

  private func share(_ count: Int, of total: Int, _ confidence: Double) -> Estimate {
    guard total > 0 else {
      return Estimate(value: 0, standardError: .nan, interval: Interval(low: 0, high: 1))
    }
    let share = Double(count) / Double(total)
    return Estimate(
      value: share, standardError: (share * (1 - share) / Double(total)).squareRoot(),
      interval: wilsonInterval(successes: count, trials: total, confidence: confidence))
  }
}
