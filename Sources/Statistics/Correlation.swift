/// Pearson's correlation of two series.
///
/// - Parameters:
///   - first: A series.
///   - second: As many numbers, in the same order.
/// - Returns: From -1 to 1, or nil when either does not vary.
public func correlation(_ first: [Double], _ second: [Double]) -> Double? {
  scores(first, second).map { scores in
    let sum = scores.reduce(0) { $0 + $1.0 * $1.1 }
    return min(1, max(-1, sum / Double(scores.count)))
  }
}

/// Spearman's correlation: Pearson's of the ranks, equal numbers sharing their mean rank.
///
/// - Parameters:
///   - first: A series.
///   - second: As many numbers, in the same order.
/// - Returns: From -1 to 1, or nil when either does not vary.
public func rankCorrelation(_ first: [Double], _ second: [Double]) -> Double? {
  correlation(ranks(first), ranks(second))
}

/// The ranks of numbers, from 1 for the smallest; equal numbers share their mean rank.
///
/// - Parameter numbers: Without NaN.
/// - Returns: A rank for each number, in the order of the numbers.
public func ranks(_ numbers: [Double]) -> [Double] {
  let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
  var ranks = [Double](repeating: 0, count: numbers.count)
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count, numbers[order[end]] == numbers[order[start]] { end += 1 }
    for place in start..<end { ranks[order[place]] = 0.5 * Double(start + end + 1) }
    start = end
  }
  return ranks
}

/// The share of an outcome's variance that comes from what nobody knows, not from chance.
///
/// Two runs with the same uncertain numbers and other chance have the variance of the conditional
/// mean in common, so their correlation is that share: A. Saltelli and others, *Global sensitivity
/// analysis: the primer* (2008), section 4.5.
public struct UnknownShare: Hashable, Sendable {
  /// The correlation of runs with their twins; a share near nought may come out negative.
  public let share: Double
  /// Standard error of the share by the infinitesimal jackknife, which assumes no normal law.
  public let standardError: Double

  /// Estimates the share from runs and their twins; nil when the outcome does not vary.
  ///
  /// - Parameters:
  ///   - runs: One number a run.
  ///   - twins: The outcome of each run's twin.
  public init?(runs: [Double], twins: [Double]) {
    guard let scores = scores(runs, twins) else { return nil }
    let count = Double(scores.count)
    let share = scores.reduce(0) { $0 + $1.0 * $1.1 } / count
    // B. Efron (1981): the influence of a pair on a correlation.
    let influence = scores.reduce(0) { sum, pair in
      let value = pair.0 * pair.1 - 0.5 * share * (pair.0 * pair.0 + pair.1 * pair.1)
      return sum + value * value
    }
    self.share = min(1, max(-1, share))
    standardError = influence.squareRoot() / count
  }
}

/// Both series less their mean and divided by their standard deviation; nil when one is constant.
private func scores(_ first: [Double], _ second: [Double]) -> [(Double, Double)]? {
  precondition(
    first.count == second.count,
    "\(first.count) and \(second.count) numbers, expected the same number")
  let (a, b) = (Moments(first), Moments(second))
  guard a.squaredDeviations > 0, b.squaredDeviations > 0 else { return nil }
  let count = Double(first.count)
  let (scaleA, scaleB) = (
    (a.squaredDeviations / count).squareRoot(), (b.squaredDeviations / count).squareRoot()
  )
  return zip(first, second).map { (($0 - a.mean) / scaleA, ($1 - b.mean) / scaleB) }
}
