/// Means and covariances of the players' shares in the difference that they make together, seen one observation at a time.
struct ShareMoments: Hashable, Sendable {
  let players: Int
  /// Observations seen.
  private(set) var count = 0
  /// The first observation, from which all are taken; the last number is the worth of nobody.
  private var origin: [Double] = []
  /// Sums of what observations have more than the first.
  private var sums: [Double]
  /// Sums of products of it: a row a share, with the columns from the row's own on.
  private var products: [Double]

  init(players: Int) {
    self.players = players
    sums = Array(repeating: 0, count: players + 1)
    products = Array(repeating: 0, count: (players + 1) * (players + 2) / 2)
  }

  /// Sees an observation: the share of every player, then what nobody achieves.
  mutating func add(_ shares: [Double]) {
    precondition(shares.count == players + 1)
    if count == 0 { origin = shares }
    count += 1
    var place = 0
    for row in 0...players {
      let more = shares[row] - origin[row]
      sums[row] += more
      for column in row...players {
        products[place] += more * (shares[column] - origin[column])
        place += 1
      }
    }
  }

  /// Means of the shares, then that of the worth of nobody.
  var means: [Double] {
    guard count > 0 else { return Array(repeating: 0, count: players + 1) }
    return (0...players).map { origin[$0] + sums[$0] / Double(count) }
  }

  /// Covariances of the means of the shares, row by row, `[players, players]`; nil for fewer than two observations.
  var covariancesOfMeans: [Double]? {
    guard count >= 2 else { return nil }
    let number = Double(count)
    var matrix = [Double](repeating: 0, count: players * players)
    var place = 0
    for row in 0...players {
      for column in row...players {
        if column < players {
          let deviations = products[place] - sums[row] * sums[column] / number
          let covariance = deviations / (number - 1) / number
          matrix[row * players + column] = covariance
          matrix[column * players + row] = covariance
        }
        place += 1
      }
    }
    return matrix
  }
}
