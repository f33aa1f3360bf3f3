/// The Shapley value: what each player of a game contributes, averaged over all orders in which they could have joined.
///
/// L. S. Shapley (1953), doi:10.1515/9781400881970-018. A set of players is a number with bit `p` set for player `p`.
public enum ShapleyValue {
  /// The largest number of players for which all sets are gone through.
  public static var largestExact: Int { 12 }

  /// The value of every player of a game given by a function of sets.
  ///
  /// With `worth(S) = Var(E[Y | X_S])` these are the Shapley effects of factors that may depend on each other
  /// (A. B. Owen (2014), doi:10.1137/130936233; E. Song, B. L. Nelson, J. Staum (2016), doi:10.1137/15M1048070).
  ///
  /// - Parameters:
  ///   - players: From 0 to 20.
  ///   - worth: What a set of players achieves, asked once for each of the `2^players` sets, the empty one first.
  /// - Returns: One value a player. They add up to what all achieve together, less what nobody achieves, to rounding.
  /// - Complexity: O(players × 2^players) besides the calls.
  public static func exact(players: Int, of worth: (Int) -> Double) -> [Double] {
    exact(players: players, worths: (0..<(1 << checked(players))).map(worth))
  }

  /// The value of every player of a game given by a table.
  ///
  /// - Parameters:
  ///   - players: From 0 to 20.
  ///   - worths: What each set achieves, `2^players` numbers, that of the empty set first.
  /// - Returns: One value a player.
  public static func exact(players: Int, worths: [Double]) -> [Double] {
    let sets = 1 << checked(players)
    precondition(worths.count == sets, "\(worths.count) worths, expected \(sets)")
    let weights = weights(players: players)
    return (0..<players).map { player in
      var value = 0.0
      for set in 0..<sets where set >> player & 1 == 0 {
        value += weights[set.nonzeroBitCount] * (worths[set | 1 << player] - worths[set])
      }
      return value
    }
  }

  /// The weight of a player's joining a set, by the set's size: `1 / (n · C(n − 1, size))`.
  static func weights(players: Int) -> [Double] {
    var weights: [Double] = []
    var choices = 1.0
    for size in 0..<players {
      weights.append(1 / (Double(players) * choices))
      choices *= Double(players - 1 - size) / Double(size + 1)
    }
    return weights
  }

  private static func checked(_ players: Int) -> Int {
    precondition(
      (0...20).contains(players), "players is \(players), expected 0 to 20 for all sets")
    return players
  }
}
