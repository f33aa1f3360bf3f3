internal import Probability
public import Statistics

/// The additive share of every player in what all of them change in a response, with how well the shares are known.
public struct ShapleyShares: Hashable, Sendable {
  /// How many runs they are the mean of.
  public let runs: Int
  /// How many independent observations those make: runs, or pairs of runs with opposite orders.
  public let observations: Int
  /// Runs left out because the response was not a finite number with some set of players, or because its pair lacks one.
  public let dropped: Int
  /// Mean of the response with no player, in its unit.
  public let withNone: Double
  /// Mean of the share of every player, in the response's unit.
  public let means: [Double]
  /// Covariances of these means, row by row.
  private let covariances: [Double]

  /// Takes the moments of observed shares; nil for fewer than two observations.
  init?(_ moments: ShareMoments, runs: Int, dropped: Int) {
    guard let covariances = moments.covariancesOfMeans else { return nil }
    self.runs = runs
    self.dropped = dropped
    self.covariances = covariances
    observations = moments.count
    withNone = moments.means[moments.players]
    means = Array(moments.means.dropLast())
  }

  /// Mean of the response with all players.
  public var withAll: Double { means.reduce(withNone, +) }

  /// The share of one player.
  ///
  /// - Parameters:
  ///   - player: By index.
  ///   - confidence: Of Student's interval, strictly between 0 and 1.
  /// - Returns: Mean, standard error and interval, in the response's unit.
  public func share(of player: Int, confidence: Double) -> Estimate {
    share(of: [player], confidence: confidence)
  }

  /// The share of several players together: the sum of theirs.
  ///
  /// - Parameters:
  ///   - players: By index, each once.
  ///   - confidence: Of Student's interval, strictly between 0 and 1.
  /// - Returns: Mean, standard error and interval, in the response's unit; nought of nobody.
  public func share(of players: [Int], confidence: Double) -> Estimate {
    estimate(members(players).map { $0 ? 1 : 0 }, confidence)
  }

  /// What all players change together.
  public func total(confidence: Double) -> Estimate {
    estimate(Array(repeating: 1, count: means.count), confidence)
  }

  /// The share of several players as a part of what all change.
  ///
  /// A ratio of two means; its error by the delta method, which takes the total as being far from nought.
  ///
  /// - Parameters:
  ///   - players: By index, each once.
  ///   - confidence: Of the interval, strictly between 0 and 1.
  /// - Returns: Nil where the interval of the total holds nought, so that no ratio means anything. Parts may be below 0 or above 1 when players work
  ///   against each other.
  public func fraction(of players: [Int], confidence: Double) -> Estimate? {
    let total = total(confidence: confidence)
    guard !total.interval.contains(0) else { return nil }
    let isMember = members(players)
    let value = zip(means, isMember).reduce(0) { $0 + ($1.1 ? $1.0 : 0) } / total.value
    let error = estimate(isMember.map { (($0 ? 1 : 0) - value) / total.value }, confidence)
    let half = (error.interval.high - error.interval.low) / 2
    return Estimate(
      value: value, standardError: error.standardError,
      interval: Interval(low: value - half, high: value + half))
  }

  private func members(_ players: [Int]) -> [Bool] {
    var isMember = Array(repeating: false, count: means.count)
    for player in players {
      precondition(!isMember[player], "player \(player) is named twice")
      isMember[player] = true
    }
    return isMember
  }

  /// A weighted sum of the shares.
  private func estimate(_ weights: [Double], _ confidence: Double) -> Estimate {
    var (value, variance) = (0.0, 0.0)
    for (row, weight) in weights.enumerated() where weight != 0 {
      value += weight * means[row]
      for (column, other) in weights.enumerated() {
        variance += weight * other * covariances[row * means.count + column]
      }
    }
    let error = max(0, variance).squareRoot()
    let half =
      error * studentQuantile(0.5 + 0.5 * confidence, degreesOfFreedom: Double(observations - 1))
    return Estimate(
      value: value, standardError: error, interval: Interval(low: value - half, high: value + half))
  }
}
