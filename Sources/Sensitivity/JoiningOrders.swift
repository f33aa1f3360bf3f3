public import Sampling

/// In which order the players join in each run: a random order in even runs, the reverse of it in the odd run that follows.
///
/// The two orders of a pair of runs put every player before another once and behind it once, which takes out the part of the error that is linear in
/// positions (R. Mitchell, J. Cooper, E. Frank, G. Holmes (2022), *Sampling permutations for Shapley value estimation*, JMLR 23(43)).
public struct JoiningOrders: Hashable, Sendable {
  /// Number of players.
  public let players: Int
  /// The source: orders depend on its seed and on the run.
  public let draws: Draws

  /// Describes the orders.
  ///
  /// - Parameters:
  ///   - players: At least 1.
  ///   - draws: The source, by seed.
  public init(players: Int, draws: Draws) {
    precondition(players >= 1, "players is \(players), expected at least 1")
    self.players = players
    self.draws = draws
  }

  /// Who joins first, second and so on in a run.
  ///
  /// - Complexity: O(players), by the shuffle of R. A. Fisher and F. Yates.
  public func order(run: Int) -> [Int] {
    let name = NameHash("sensitivity.orders")
    let pair = UInt32(run / 2)
    var order = Array(0..<players)
    for last in stride(from: players - 1, to: 0, by: -1) {
      let number = draws.uniform(name, run: pair, month: last)
      order.swapAt(last, Int(number * Double(last + 1)))
    }
    return run & 1 == 0 ? order : order.reversed()
  }
}
