public import LinearAlgebra

/// Shapley values of many responses, run by run over all sets of players, taken block by block.
///
/// Every run is a game of its own: its players' shares add up to what they change in that run, to rounding, and shares are averaged over runs. All sets are
/// run with the same chance, so that what is compared differs in its players only.
public struct ShapleySums: Sendable {
  /// Number of players, at most ``ShapleyValue/largestExact``.
  public let players: Int
  /// Number of responses.
  public let responses: Int
  /// Runs seen.
  public private(set) var runs = 0
  private var moments: [ShareMoments]

  /// Starts with nothing seen.
  ///
  /// - Parameters:
  ///   - players: From 1 to ``ShapleyValue/largestExact``.
  ///   - responses: How many numbers are taken from each run.
  public init(players: Int, responses: Int) {
    precondition(
      (1...ShapleyValue.largestExact).contains(players),
      "players is \(players), expected 1 to \(ShapleyValue.largestExact) for all sets")
    self.players = players
    self.responses = responses
    moments = Array(repeating: ShareMoments(players: players), count: responses)
  }

  /// The weight of what each set gains over nobody in each player's value, `[players, 2^players]`; in a set, bit `p` is set for player `p`.
  public static func weights(players: Int) -> Matrix {
    let joining = ShapleyValue.weights(players: players)
    return Matrix(rows: players, columns: 1 << players) { player, set in
      set >> player & 1 == 1
        ? joining[set.nonzeroBitCount - 1] : -joining[set.nonzeroBitCount]
    }
  }

  /// Takes the values of some runs with every set of players.
  ///
  /// - Parameters:
  ///   - values: The response `r` with the set `s` in run `i`, `(s · responses + r) · stride + i`; in `s`, bit `p` is set for player `p`.
  ///   - runs: How many runs count.
  ///   - stride: Distance between the rows, at least `runs`.
  /// - Complexity: One product of matrices, players × sets × (responses · stride), by OpenBLAS.
  public mutating func add(_ values: Span<Double>, runs: Int, stride: Int) {
    let (sets, width) = (1 << players, responses * stride)
    precondition(
      values.count == sets * width, "\(values.count) values, expected \(sets) × \(width)")
    // What no player achieves is taken off, so that a large worth of nobody costs no digits.
    var gains = [Double](repeating: 0, count: sets * width)
    for set in 0..<sets {
      for place in 0..<width {
        gains[set * width + place] = values[set * width + place] - values[place]
      }
    }
    var shares = [Double](repeating: 0, count: (1 + players) * width)
    for place in 0..<width { shares[place] = values[place] }
    var players = [Double](repeating: 0, count: players * width)
    var span = players.mutableSpan
    multiply(Self.weights(players: self.players), gains.span, columns: width, into: &span)
    for place in players.indices { shares[width + place] = players[place] }
    add(shares: shares.span, runs: runs, stride: stride)
  }

  /// Takes the shares of some runs, made of the sets' values by ``weights(players:)``.
  ///
  /// - Parameters:
  ///   - shares: The response `r` without players in run `i`, `r · stride + i`; then in the same way the share of every player. A run with a number that is
  ///     not finite is left out.
  ///   - runs: How many runs count.
  ///   - stride: Distance between the rows, at least `runs`.
  public mutating func add(shares: Span<Double>, runs: Int, stride: Int) {
    let width = responses * stride
    precondition(runs <= stride, "\(runs) runs in rows of \(stride)")
    precondition(
      shares.count == (1 + players) * width,
      "\(shares.count) shares, expected \(1 + players) × \(width)")
    self.runs += runs
    var observation = [Double](repeating: 0, count: players + 1)
    for response in 0..<responses {
      for run in 0..<runs {
        let place = response * stride + run
        for player in 0..<players { observation[player] = shares[(1 + player) * width + place] }
        observation[players] = shares[place]
        guard observation.allSatisfy(\.isFinite) else { continue }
        // The gains and losses of a player that does nothing cancel but for rounding: they are nought.
        let rounding = 0x1p-44 * observation.reduce(0) { $0 + abs($1) }
        for player in 0..<players where abs(observation[player]) < rounding {
          observation[player] = 0
        }
        moments[response].add(observation)
      }
    }
  }

  /// The shares in a response; nil when it was a finite number with all sets in fewer than two runs.
  public func shares(of response: Int) -> ShapleyShares? {
    let count = moments[response].count
    return ShapleyShares(moments[response], runs: count, dropped: runs - count)
  }
}
