internal import Probability

/// The continuous ranked probability score of a normal forecast; smaller is better.
///
/// T. Gneiting and A. E. Raftery, *Strictly proper scoring rules, prediction, and estimation*,
/// JASA 102 (2007), doi:10.1198/016214506000001437.
///
/// - Parameters:
///   - mean: Mean of the forecast.
///   - sd: Its standard deviation; 0 gives the absolute error.
///   - observed: What happened.
/// - Returns: The score, in the unit of the forecast.
public func rankedProbabilityScore(mean: Double, sd: Double, observed: Double) -> Double {
  precondition(sd >= 0, "sd is \(sd), expected at least 0")
  if sd == 0 { return abs(observed - mean) }
  let z = abs(observed - mean) / sd
  let inverseRootOfPi = 0.564_189_583_547_756_29
  return sd
    * (z * (1 - 2 * StandardNormal.survival(z)) + 2 * StandardNormal.density(z)
      - inverseRootOfPi)
}

/// The continuous ranked probability score of an ensemble; smaller is better.
///
/// The plain score judges the ensemble as the whole forecast; the fair one judges the law from
/// which its members are drawn and has the same expectation for every size. C. A. T. Ferro
/// (2014), doi:10.1002/qj.2270.
///
/// - Parameters:
///   - sorted: Members in rising order; at least one, at least two for the fair score.
///   - observed: What happened.
///   - fair: Whether to judge the law.
/// - Returns: The score, in the unit of the forecast.
public func rankedProbabilityScore(
  sortedEnsemble sorted: [Double], observed: Double, fair: Bool
) -> Double {
  let least = fair ? 2 : 1
  precondition(
    sorted.count >= least, "\(sorted.count) members, expected at least \(least)")
  let count = Double(sorted.count)
  var error = 0.0
  // The sum of all distances between members, each pair once.
  var distances = 0.0
  for (rank, member) in sorted.enumerated() {
    error += abs(member - observed)
    distances += (2 * Double(rank) + 1 - count) * (member - sorted[0])
  }
  return error / count - distances / (count * (fair ? count - 1 : count))
}

/// The score of a forecast interval: its width, and a fine for what falls outside.
///
/// T. Gneiting and A. E. Raftery (2007), doi:10.1198/016214506000001437, section 6.2.
///
/// - Parameters:
///   - interval: The forecast.
///   - risk: The probability it leaves outside, such as 0.1.
///   - observed: What happened.
/// - Returns: The score, in the unit of the forecast; smaller is better.
public func intervalScore(_ interval: Interval, risk: Double, observed: Double) -> Double {
  precondition(risk > 0 && risk < 1, "risk is \(risk), expected a number between 0 and 1")
  let outside = max(0, interval.low - observed) + max(0, observed - interval.high)
  return interval.high - interval.low + 2 / risk * outside
}
