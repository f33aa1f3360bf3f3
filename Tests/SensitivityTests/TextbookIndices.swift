/// The estimators as they stand in the papers, with no thought for digits or time.
struct TextbookIndices {
  var first: [Double] = []
  /// First-order indices by the estimator for small ones.
  var change: [Double] = []
  var total: [Double] = []
  var pairs: [Double] = []

  /// Takes the values of one response: `values[s][i]` in sample `s` at point `i`.
  init(_ values: [[Double]], factors: Int, hasPairs: Bool) {
    let (a, b) = (values[0], values[1])
    let c = Array(values[2..<(2 + factors)])
    let d = hasPairs ? Array(values[(2 + factors)...]) : []
    for factor in 0..<factors {
      first.append(
        hasPairs ? Self.janon(b + a, c[factor] + d[factor]) : Self.janon(b, c[factor]))
      change.append(
        hasPairs
          ? Self.change(a + b, b + a, d[factor] + c[factor])
          : Self.change(b, a, c[factor], all: a + b))
      let distances =
        hasPairs
        ? Self.squares(a, c[factor]) + Self.squares(b, d[factor]) : Self.squares(a, c[factor])
      total.append(Self.mean(distances) / 2 / Self.variance(a + b))
    }
    guard hasPairs else { return }
    for one in 0..<factors {
      for other in (one + 1)..<max(factors, one + 1) {
        let closed = Self.janon(d[one] + d[other], c[other] + c[one])
        pairs.append(closed - first[one] - first[other])
      }
    }
  }

  static func mean(_ numbers: [Double]) -> Double {
    numbers.reduce(0, +) / Double(numbers.count)
  }

  static func variance(_ numbers: [Double]) -> Double {
    let mean = mean(numbers)
    return Self.mean(numbers.map { ($0 - mean) * ($0 - mean) })
  }

  static func squares(_ first: [Double], _ second: [Double]) -> [Double] {
    zip(first, second).map { ($0 - $1) * ($0 - $1) }
  }

  /// The first-order estimator for small factors.
  ///
  /// I. M. Sobol' (2007), doi:10.1016/j.ress.2006.04.014: values times the change by one factor of others that share nothing else with them.
  static func change(
    _ others: [Double], _ before: [Double], _ after: [Double], all: [Double]? = nil
  ) -> Double {
    let middle = mean(all ?? others)
    let products = others.indices.map { (others[$0] - middle) * (after[$0] - before[$0]) }
    return mean(products) / variance(all ?? others)
  }

  /// The efficient first-order estimator.
  ///
  /// A. Janon et al. (2014), doi:10.1051/ps/2013040.
  static func janon(_ first: [Double], _ second: [Double]) -> Double {
    let middle = mean(zip(first, second).map { ($0 + $1) / 2 })
    let product = mean(zip(first, second).map { $0 * $1 })
    let square = mean(zip(first, second).map { ($0 * $0 + $1 * $1) / 2 })
    return (product - middle * middle) / (square - middle * middle)
  }
}
