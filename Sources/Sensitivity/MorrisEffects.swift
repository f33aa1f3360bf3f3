internal import Probability
internal import Statistics

/// What moving a group of factors does to a response, over all trajectories.
public struct MorrisEffect: Hashable, Sendable {
  /// The group's place in the design.
  public let group: Int
  /// μ, the mean effect of a rise; nil for a group of several factors, whose members rise and fall at once.
  public let mean: Finding?
  /// μ*, the mean absolute effect.
  public let meanAbsolute: Finding
  /// σ, the standard deviation of the effects (with the number less one below): of curvature and of what other factors do to the effect.
  ///
  /// Nil for a group of several factors.
  public let spread: Finding?
  /// Trajectories without an effect, because the response was undefined before or after the move.
  public let dropped: Int
}

/// The elementary effects of all groups on many responses, taken up block by block.
///
/// An effect is the change of a response divided by the change of the factor's uniform number: what a move through the whole
/// probability would do were the response linear. M. D. Morris (1991), doi:10.1080/00401706.1991.10484804; μ* after F. Campolongo
/// and others (2007), doi:10.1016/j.envsoft.2006.10.004.
///
/// Cost: a number a run, group and response is kept.
public struct MorrisEffects: Sendable {
  /// Runs that lie side by side in a block.
  public static let blockSize = 64

  /// The design whose outputs are taken up.
  public let design: MorrisDesign
  /// Number of responses.
  public let responses: Int
  /// Effects, `(response · groups + group) · runs + run`; NaN where there is none yet or none at all.
  private var effects: [Double]
  private var seen: [Bool]

  /// Starts with nothing seen.
  public init(_ design: MorrisDesign, responses: Int) {
    self.design = design
    self.responses = responses
    effects = Array(
      repeating: .nan, count: responses * design.groups.count * design.trajectories.count)
    seen = Array(repeating: false, count: design.trajectories.count)
  }

  /// Takes up the outputs of a block of runs.
  ///
  /// - Parameters:
  ///   - values: `(point · responses + response) · 64 + run`; columns beyond the last trajectory are not read. A response that is
  ///     not finite is undefined: the effects on either side of it are dropped and counted.
  ///   - firstRun: The trajectory of the first column.
  public mutating func add(_ values: Span<Double>, firstRun: Int) {
    let (groups, size, total) = (
      design.groups.count, Self.blockSize, design.trajectories.count
    )
    precondition(
      values.count == design.points * responses * size,
      "\(values.count) values, expected \(design.points) × \(responses) × \(size)")
    precondition(firstRun >= 0 && firstRun < total, "run \(firstRun), expected below \(total)")
    for column in 0..<min(size, total - firstRun) {
      let run = firstRun + column
      precondition(!seen[run], "run \(run) was taken up before")
      seen[run] = true
      let order = design.trajectories[run].order
      for step in 0..<groups {
        let group = order[step]
        let members = design.groups[group]
        let rises = members.count > 1 || design.rises(factor: members[0], run: run)
        let change = rises ? design.levels.move : -design.levels.move
        for response in 0..<responses {
          let before = values[(step * responses + response) * size + column]
          let after = values[((step + 1) * responses + response) * size + column]
          let difference = after - before
          guard difference.isFinite else { continue }
          effects[(response * groups + group) * total + run] = difference / change
        }
      }
    }
  }

  /// The effects of a group on a response, in the order of runs; NaN where there is none.
  public func effects(of group: Int, on response: Int) -> [Double] {
    let total = design.trajectories.count
    let first = (response * design.groups.count + group) * total
    return Array(effects[first..<(first + total)])
  }

  /// What each group does to a response.
  ///
  /// Intervals are Student's for μ and μ*, over trajectories; for σ they are Student's around its logarithm with the jackknife's error
  /// of the variance and that of the mean. Trajectories chosen far apart depend on each other a little, for the better: intervals
  /// are then too wide rather than too narrow.
  ///
  /// - Parameters:
  ///   - response: Its place.
  ///   - confidence: Of the intervals, strictly between 0 and 1.
  /// - Returns: One effect a group, in the order of the design.
  public func summary(response: Int, confidence: Double = 0.95) -> [MorrisEffect] {
    check(confidence: confidence)
    let taken = seen.reduce(0) { $0 + ($1 ? 1 : 0) }
    return design.groups.indices.map { group in
      let defined = effects(of: group, on: response).filter { !$0.isNaN }
      let isSingle = design.groups[group].count == 1
      return MorrisEffect(
        group: group, mean: isSingle ? mean(defined, confidence) : nil,
        meanAbsolute: mean(defined.map(abs), confidence),
        spread: isSingle ? spread(defined, confidence) : nil, dropped: taken - defined.count)
    }
  }

  private func mean(_ effects: [Double], _ confidence: Double) -> Finding {
    let moments = Moments(effects)
    guard let error = moments.standardError,
      let interval = meanInterval(moments, confidence: confidence)
    else { return unknown(moments.mean, runs: moments.count) }
    return Finding(
      Estimate(value: moments.mean, standardError: error, interval: interval), runs: moments.count)
  }

  private func spread(_ effects: [Double], _ confidence: Double) -> Finding {
    let moments = Moments(effects)
    let count = Double(moments.count)
    guard moments.count >= 3, let variance = moments.variance else {
      return unknown(moments.standardDeviation ?? 0, runs: moments.count)
    }
    guard variance > 0 else { return .nought(runs: moments.count) }
    let deviation = variance.squareRoot()
    // Variances with one effect left out, and the jackknife's variance of them.
    let left = Moments(
      effects.lazy.map { effect in
        let away = effect - moments.mean
        return (moments.squaredDeviations - away * away * count / (count - 1)) / (count - 2)
      })
    // Of effects that have one size and either sign the jackknife sees nothing: there the mean's own error is all there is.
    let jackknifed = left.squaredDeviations * (count - 1) / (count * variance * variance)
    let error = 0.5 * (jackknifed + 2 / (count * (count - 1))).squareRoot()
    let t = studentQuantile(0.5 + 0.5 * confidence, degreesOfFreedom: count - 1)
    var factor = [t * error]
    var span = factor.mutableSpan
    exponentials(of: &span)
    return Finding(
      Estimate(
        value: deviation, standardError: error * deviation,
        interval: Interval(low: deviation / factor[0], high: deviation * factor[0])),
      runs: moments.count)
  }

  /// A value of which so few effects tell nothing more.
  private func unknown(_ value: Double, runs: Int) -> Finding {
    Finding(
      Estimate(
        value: value, standardError: .nan, interval: Interval(low: -.infinity, high: .infinity)),
      runs: runs)
  }
}
