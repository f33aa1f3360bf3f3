internal import Statistics

/// What pairs of runs say of an outcome.
public struct PairedFigures: Sendable {
  /// Pairs in which both runs have a number; means and their difference are over these.
  public let pairs: Int
  /// Pairs in which it never happens in the base alone, in the other alone, in both.
  public let never: (base: Int, other: Int, both: Int)
  /// Pairs left out because a number is missing that should be there.
  public let missing: Int
  /// Share of pairs in which the other is better, of all in which that can be told; nil where neither way is better, or without such pairs.
  public let better: Share?
  /// Share of pairs in which the two are equal to nine digits; nil as ``better``.
  public let equal: Double?
  /// How many times larger the standard error would be had each scenario chance of its own; infinite where the difference is the same in every pair, nil where neither varies.
  public let sharpening: Double?
  /// The 5th, 25th, 50th, 75th and 95th percentiles of the difference, over the first 65,536 pairs; empty without pairs.
  public let quantiles: [Double]

  /// A share of pairs with Wilson's interval.
  public struct Share: Hashable, Sendable {
    /// The share, 0 to 1.
    public let share: Double
    /// Ends of its interval.
    public let low: Double
    /// Ends of its interval.
    public let high: Double
  }
}

/// Sees an outcome of pairs of runs, one pair at a time.
struct PairTally {
  /// Differences kept for quantiles.
  static let kept = 65_536
  /// Numbers that agree to this share of the larger are equal: files hold at least nine digits.
  static let tolerance = 1e-9

  let name: ResultName
  private let preference: Preference?
  /// Of the other first, of the base second.
  private(set) var moments = PairedMoments()
  private var never = (base: 0, other: 0, both: 0)
  private var missing = 0
  private var better = 0
  private var equal = 0
  private var compared = 0
  private var differences: [Double] = []

  init(_ name: ResultName) {
    self.name = name
    preference = name.preference
  }

  /// Sees a pair; what is not a number never happens, or is missing where that cannot be.
  mutating func add(base: Double, other: Double) {
    if base.isNaN || other.isNaN {
      guard name.mayNeverHappen else {
        missing += 1
        return
      }
      compared += 1
      if base.isNaN, other.isNaN {
        never.both += 1
        equal += 1
      } else if base.isNaN {
        never.base += 1
        if preference == .lower { better += 1 }
      } else {
        never.other += 1
        if preference == .higher { better += 1 }
      }
      return
    }
    moments.add(other, base)
    if differences.count < PairTally.kept { differences.append(other - base) }
    compared += 1
    if (other - base).magnitude <= PairTally.tolerance * max(base.magnitude, other.magnitude) {
      equal += 1
    } else if (other < base) == (preference == .lower) {
      better += 1
    }
  }

  /// The result.
  func figures(confidence: Double) -> PairedFigures {
    var sample = differences
    var quantiles: [Double] = []
    if !sample.isEmpty {
      var span = sample.mutableSpan
      let levels = [0.05, 0.25, 0.5, 0.75, 0.95]
      let order = OrderStatistics(quantiles: levels, of: &span)
      quantiles = levels.map { order.quantile($0) }
    }
    var share: PairedFigures.Share?
    if preference != nil, compared > 0 {
      let interval = wilsonInterval(successes: better, trials: compared, confidence: confidence)
      share = PairedFigures.Share(
        share: Double(better) / Double(compared), low: interval.low, high: interval.high)
    }
    return PairedFigures(
      pairs: moments.difference.count, never: never, missing: missing, better: share,
      equal: share == nil ? nil : Double(equal) / Double(compared),
      sharpening: moments.sharpening, quantiles: quantiles)
  }
}
