internal import Probability
public import Statistics

/// Alternatives compared run by run: what each costs against the best one of every run.
///
/// All alternatives are made with the same draws, so that a run is one possible world in which each of them is tried. Regret: L. J. Savage (1951),
/// doi:10.1080/01621459.1951.10500768. The satisficing share is H. A. Simon's (1956), doi:10.1037/h0042769.
public struct Regret: Hashable, Sendable {
  /// One alternative.
  public struct Standing: Hashable, Sendable {
    /// Mean of its values, with Student's interval.
    public let mean: Estimate
    /// Its worst value in any run.
    public let worst: Double
    /// Its best value in any run.
    public let best: Double
    /// Mean regret, at least 0, with Student's interval.
    public let regret: Estimate
    /// The 90th percentile of its regret: it is regretted more in one world out of ten.
    public let regret90: Double
    /// The interval of that percentile, from order statistics; an end that the runs do not give is nil.
    public let regret90Low: Double?
    /// The upper end; nil when the runs do not give it.
    public let regret90High: Double?
    /// Largest regret in any run.
    public let largestRegret: Double
    /// Share of runs in which it is the best; ties are divided among those that tie.
    public let isBest: Share
    /// Interval of that probability which holds for all alternatives at once.
    ///
    /// L. A. Goodman (1965), doi:10.1080/00401706.1965.10490252.
    public let isBestTogether: Interval
    /// Share of runs in which it meets the threshold; nil without one.
    public let satisfices: Share?
  }

  /// The alternatives, in their order.
  public let standings: [Standing]
  /// Runs that count.
  public let runs: Int
  /// Runs left out because a value is not a number in some alternative.
  public let dropped: Int
  /// Which values are better.
  public let direction: Direction

  /// Compares alternatives; nil when fewer than two runs have a finite value in every one.
  ///
  /// - Parameters:
  ///   - values: A column an alternative, at least two; a number a run, the same runs in all.
  ///   - direction: Which values are better.
  ///   - threshold: The value that is good enough; what is exactly that good is so.
  ///   - confidence: Of all intervals, strictly between 0 and 1.
  public init?(
    _ values: [[Double]], direction: Direction, threshold: Double? = nil, confidence: Double = 0.95
  ) {
    precondition(values.count >= 2, "\(values.count) alternatives, expected at least two")
    let all = values[0].count
    precondition(
      values.allSatisfy { $0.count == all }, "\(values.map(\.count)) runs, expected the same")
    let rows = (0..<all).filter { row in values.allSatisfy { $0[row].isFinite } }
    guard rows.count >= 2 else { return nil }
    runs = rows.count
    dropped = all - rows.count
    self.direction = direction
    var regrets = values.map { _ in [Double]() }
    var wins = values.map { _ in 0.0 }
    for row in rows {
      let here = values.map { $0[row] }
      let best = here.dropFirst().reduce(here[0]) { direction.prefers($1, to: $0) ? $1 : $0 }
      let winners = here.indices.filter { here[$0] == best }
      for winner in winners { wins[winner] += 1 / Double(winners.count) }
      for alternative in here.indices { regrets[alternative].append(abs(here[alternative] - best)) }
    }
    let together = 1 - (1 - confidence) / Double(values.count)
    let ninety = orderStatisticInterval(
      probability: 0.9, count: rows.count, confidence: confidence)
    standings = values.indices.map { alternative in
      let own = rows.map { values[alternative][$0] }
      let sorted = regrets[alternative].sorted()
      let satisfied = threshold.map { threshold in
        own.count { !direction.prefers(threshold, to: $0) }
      }
      // Thirds and the like add up to a whole number but for rounding.
      let won =
        abs(wins[alternative] - wins[alternative].rounded()) < 1e-9
        ? wins[alternative].rounded() : wins[alternative]
      return Standing(
        mean: Regret.mean(own, confidence),
        worst: own.dropFirst().reduce(own[0]) { direction.prefers($0, to: $1) ? $1 : $0 },
        best: own.dropFirst().reduce(own[0]) { direction.prefers($1, to: $0) ? $1 : $0 },
        regret: Regret.mean(regrets[alternative], confidence),
        regret90: quantile(0.9, ofSorted: sorted),
        regret90Low: ninety.lower.map { sorted[$0] },
        regret90High: ninety.upper.map { sorted[$0] }, largestRegret: sorted[sorted.count - 1],
        isBest: Share(divided: won, runs: rows.count, confidence: confidence),
        isBestTogether: Share(divided: won, runs: rows.count, confidence: together).interval,
        satisfices: satisfied.map { Share(hits: $0, runs: rows.count, confidence: confidence) })
    }
  }

  private static func mean(_ numbers: [Double], _ confidence: Double) -> Estimate {
    let moments = Moments(numbers)
    let interval = meanInterval(moments, confidence: confidence)
    return Estimate(
      value: moments.mean, standardError: moments.standardError ?? 0,
      interval: interval ?? Interval(low: moments.mean, high: moments.mean))
  }

  /// How one alternative is chosen when nothing is known of the worlds but their values.
  public enum Rule: String, Hashable, Sendable, CaseIterable {
    /// The best worst value: A. Wald (1945), doi:10.2307/1969022; minimax where lower is better, maximin where higher is.
    case worstCase
    /// The best best value: for optimists.
    case bestCase
    /// The best mean, every world being equally likely: Laplace.
    case mean
    /// The smallest largest regret: Savage.
    case largestRegret
  }

  /// What a rule looks at, for each alternative.
  public func figures(_ rule: Rule) -> [Double] {
    standings.map { standing in
      switch rule {
      case .worstCase: standing.worst
      case .bestCase: standing.best
      case .mean: standing.mean.value
      case .largestRegret: standing.largestRegret
      }
    }
  }

  /// The alternatives that a rule chooses: more than one when they tie.
  public func choice(_ rule: Rule) -> [Int] {
    let figures = figures(rule)
    let wanted = rule == .largestRegret ? Direction.lowerIsBetter : direction
    return figures.indices.filter { candidate in
      !figures.contains { wanted.prefers($0, to: figures[candidate]) }
    }
  }
}
