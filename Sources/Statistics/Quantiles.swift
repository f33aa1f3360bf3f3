internal import Probability

/// The ways of reading a quantile off a sorted sample that are in use here.
///
/// Numbered as by R. J. Hyndman and Y. Fan, *Sample quantiles in statistical packages*, The
/// American Statistician 50 (1996), doi:10.1080/00031305.1996.10473566.
public enum QuantileType: Hashable, Sendable {
  /// Type 7: the value at `(n - 1) p` counted from nought.
  case seven
  /// Type 8: nearly median-unbiased whatever the law.
  case eight
}

/// A quantile of a sorted sample, interpolated between its neighbours.
///
/// An infinite neighbour is taken when the quantile does not fall on the other exactly, so that
/// "never" may stand in a sample as infinity.
///
/// - Parameters:
///   - probability: From 0 to 1.
///   - sorted: The sample in rising order, at least one number.
///   - type: How to interpolate.
/// - Returns: A number between the smallest and the largest of the sample.
public func quantile(_ probability: Double, ofSorted sorted: [Double], type: QuantileType = .seven)
  -> Double
{
  let place = QuantilePlace(probability, count: sorted.count, type: type)
  return place.value { sorted[$0] }
}

/// Where in a sorted sample a quantile lies: at a rank, and at a share of the way to the next.
struct QuantilePlace {
  /// The rank at or below the quantile, from 0.
  let rank: Int
  /// The share of the way to the next rank, from 0 to below 1.
  let share: Double

  init(_ probability: Double, count: Int, type: QuantileType) {
    precondition(count > 0, "the sample is empty, expected at least one number")
    precondition(
      probability >= 0 && probability <= 1, "probability is \(probability), expected 0 to 1")
    let count = Double(count)
    let place =
      switch type {
      case .seven: (count - 1) * probability
      case .eight: (count + 1.0 / 3) * probability + 1.0 / 3 - 1
      }
    let held = min(count - 1, max(0, place))
    rank = Int(held.rounded(.down))
    share = held - Double(rank)
  }

  /// The quantile, given the value of each rank.
  func value(_ sorted: (Int) -> Double) -> Double {
    let low = sorted(rank)
    guard share > 0 else { return low }
    let high = sorted(rank + 1)
    if high == low || high.isInfinite { return high }
    return low.isInfinite ? low : low + share * (high - low)
  }
}

/// Ranks of a sorted sample between which a quantile of the law lies with a given confidence.
///
/// The number of a sample's values below the `p` quantile is binomial, whatever the law. Ranks
/// count from 0 at the smallest value.
public struct RankInterval: Hashable, Sendable {
  /// Rank of the lower end; nil when the sample is too small for one, that is minus infinity.
  public let lower: Int?
  /// Rank of the upper end; nil when the sample is too small for one, that is infinity.
  public let upper: Int?

  /// Joins two ranks.
  public init(lower: Int?, upper: Int?) {
    self.lower = lower
    self.upper = upper
  }
}

/// The ranks around a quantile, each end of which is passed with at most half the risk.
///
/// The value of rank `l` lies above the quantile when at most `l` values lie below it; the lower
/// rank is the largest for which that has probability at most `(1 - confidence) / 2`, the upper
/// rank the smallest for which the opposite has. W. J. Conover, *Practical nonparametric
/// statistics* (1999), section 3.2.
///
/// - Parameters:
///   - probability: Of the quantile, strictly between 0 and 1.
///   - count: Size of the sample, at least 1.
///   - confidence: Strictly between 0 and 1.
/// - Returns: Ranks from 0; an end is nil when no rank of the sample is safe enough.
public func orderStatisticInterval(
  probability: Double, count: Int, confidence: Double
) -> RankInterval {
  let law = Binomial(trials: Double(count), probability: probability)
  let risk = (1 - confidence) / 2
  let reached = law.quantile(risk)
  let lower = law.cumulative(reached) <= risk ? reached : reached - 1
  let upper = law.quantile(1 - risk)
  return RankInterval(
    lower: lower < 0 ? nil : Int(lower), upper: upper < Double(count) ? Int(upper) : nil)
}

/// The probability with which a quantile lies between the values of two ranks.
///
/// - Parameters:
///   - ranks: The ranks; a missing one is infinitely far away.
///   - probability: Of the quantile, strictly between 0 and 1.
///   - count: Size of the sample, at least 1.
/// - Returns: A probability.
public func orderStatisticConfidence(
  of ranks: RankInterval, probability: Double, count: Int
) -> Double {
  let law = Binomial(trials: Double(count), probability: probability)
  return (ranks.upper.map { law.cumulative(Double($0)) } ?? 1)
    - (ranks.lower.map { law.cumulative(Double($0)) } ?? 0)
}

/// The smallest rank whose value is at least the quantile with a given confidence.
///
/// - Parameters:
///   - probability: Of the quantile, strictly between 0 and 1.
///   - count: Size of the sample, at least 1.
///   - confidence: Strictly between 0 and 1.
/// - Returns: A rank from 0, or nil when even the largest value is not safe enough.
public func upperRank(probability: Double, count: Int, confidence: Double) -> Int? {
  let law = Binomial(trials: Double(count), probability: probability)
  let rank = law.quantile(confidence)
  return rank < Double(count) ? Int(rank) : nil
}

/// The smallest sample whose value of a given order from the top is at least the quantile.
///
/// S. S. Wilks, *Determination of sample sizes for setting tolerance limits*, Annals of
/// Mathematical Statistics 12 (1941), doi:10.1214/aoms/1177731788.
///
/// - Parameters:
///   - probability: Of the quantile, strictly between 0 and 1.
///   - confidence: Strictly between 0 and 1.
///   - order: 1 for the largest value, 2 for the second largest, and so on.
/// - Returns: The size.
public func wilksSampleSize(probability: Double, confidence: Double, order: Int = 1) -> Int {
  precondition(order >= 1, "order is \(order), expected at least 1")
  precondition(
    probability > 0 && probability < 1 && confidence > 0 && confidence < 1,
    "probability is \(probability) and confidence \(confidence), expected between 0 and 1")
  // The value serves when at most count - order values lie below the quantile.
  func serves(_ count: Int) -> Bool {
    Binomial(trials: Double(count), probability: probability)
      .cumulative(Double(count - order)) >= confidence
  }
  var high = order
  while !serves(high) { high *= 2 }
  var low = order - 1
  while high - low > 1 {
    let middle = low + (high - low) / 2
    if serves(middle) { high = middle } else { low = middle }
  }
  return high
}
