/// Shapley values of many responses from one order of joining for each run, taken block by block.
///
/// For any number of players (J. Castro, D. Gómez, J. Tejada (2009), doi:10.1016/j.cor.2008.04.004): the share of a player is what the response changes when
/// it joins. Shares of a run add up to what all players change in it, to rounding. The observations are pairs of runs with opposite orders, of which errors
/// are taken.
public struct JoiningSums: Sendable {
  /// The orders.
  public let orders: JoiningOrders
  /// Number of responses.
  public let responses: Int
  /// Runs seen.
  public private(set) var runs = 0
  private var moments: [ShareMoments]

  /// Starts with nothing seen.
  ///
  /// - Parameters:
  ///   - orders: The order in which players join in each run.
  ///   - responses: How many numbers are taken from each run.
  public init(_ orders: JoiningOrders, responses: Int) {
    self.orders = orders
    self.responses = responses
    moments = Array(repeating: ShareMoments(players: orders.players), count: responses)
  }

  /// Takes the values of consecutive runs after every step.
  ///
  /// - Parameters:
  ///   - values: The response `r` in run `i` of the block when the first `s` players of that run's order take part, `(s · responses + r) · stride + i`, with `s`
  ///     from none to all.
  ///   - firstRun: The first run, an even one.
  ///   - runs: How many runs count; a last one without its pair is left out.
  ///   - stride: Distance between the rows, at least `runs`.
  /// - Complexity: O(players² × responses × runs).
  public mutating func add(_ values: Span<Double>, firstRun: Int, runs: Int, stride: Int) {
    let players = orders.players
    let width = responses * stride
    precondition(firstRun & 1 == 0, "first run is \(firstRun), expected an even one")
    precondition(runs <= stride, "\(runs) runs in rows of \(stride)")
    precondition(
      values.count == (players + 1) * width,
      "\(values.count) values, expected \(players + 1) × \(width)")
    self.runs += runs
    var observation = [Double](repeating: 0, count: players + 1)
    for pair in 0..<(runs / 2) {
      let even = orders.order(run: firstRun + 2 * pair)
      for response in 0..<responses {
        let place = response * stride + 2 * pair
        var defect = 0.0
        for step in 0...players {
          defect += values[step * width + place] * 0 + values[step * width + place + 1] * 0
        }
        guard defect == 0 else { continue }
        for step in 0..<players {
          let (before, after) = (step * width + place, (step + 1) * width + place)
          // The odd run goes through the same order from its end.
          let (oddBefore, oddAfter) = (
            (players - 1 - step) * width + place + 1, (players - step) * width + place + 1
          )
          observation[even[step]] =
            ((values[after] - values[before]) + (values[oddAfter] - values[oddBefore])) / 2
        }
        observation[players] = (values[place] + values[place + 1]) / 2
        moments[response].add(observation)
      }
    }
  }

  /// The shares in a response; nil when it was a finite number at all steps in fewer than two pairs of runs.
  public func shares(of response: Int) -> ShapleyShares? {
    let pairs = moments[response].count
    return ShapleyShares(moments[response], runs: 2 * pairs, dropped: runs - 2 * pairs)
  }
}
