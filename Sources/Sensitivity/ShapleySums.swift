internal import LinearAlgebra

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
  /// The weight of each set's worth in each player's value: `[players, 2^players]`.
  private let weights: Matrix
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
    let joining = ShapleyValue.weights(players: players)
    weights = Matrix(rows: players, columns: 1 << players) { player, set in
      set >> player & 1 == 1
        ? joining[set.nonzeroBitCount - 1] : -joining[set.nonzeroBitCount]
    }
    moments = Array(repeating: ShareMoments(players: players), count: responses)
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
    precondition(runs <= stride, "\(runs) runs in rows of \(stride)")
    precondition(
      values.count == sets * width, "\(values.count) values, expected \(sets) × \(width)")
    self.runs += runs
    // What no player achieves is taken off, so that a large worth of nobody costs no digits.
    var gains = [Double](repeating: 0, count: sets * width)
    var defects = [Double](repeating: 0, count: width)
    for set in 0..<sets {
      for place in 0..<width {
        let value = values[set * width + place]
        gains[set * width + place] = value - values[place]
        // Nought times a finite number is nought; times anything else it is not a number.
        defects[place] += value * 0
      }
    }
    var shares = [Double](repeating: 0, count: players * width)
    var span = shares.mutableSpan
    multiply(weights, gains.span, columns: width, into: &span)
    var observation = [Double](repeating: 0, count: players + 1)
    for response in 0..<responses {
      for run in 0..<runs where defects[response * stride + run] == 0 {
        let place = response * stride + run
        for player in 0..<players { observation[player] = shares[player * width + place] }
        observation[players] = values[place]
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
