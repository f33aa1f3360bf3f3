internal import Probability
internal import Statistics

/// Selects the best of several alternatives with a wanted probability of being right, and drops the others as soon as the runs allow.
///
/// The procedure of S.-H. Kim and B. L. Nelson (2001), doi:10.1145/502109.502111: when the best is better by at least the indifference, it is selected
/// with at least the confidence, also when the alternatives share their draws. It supposes normal observations, so that an observation should be the
/// mean over a block of runs.
public struct KimNelson: Hashable, Sendable {
  /// How the search ended.
  public enum Ending: Hashable, Sendable {
    /// One alternative is left.
    case selected(Int)
    /// The observations ran out before the others could be dropped; those left, the best mean first.
    case undecided([Int])
  }

  /// When an alternative was dropped.
  public struct Drop: Hashable, Sendable {
    /// Which.
    public let alternative: Int
    /// After so many observations.
    public let observations: Int
  }

  /// How it ended.
  public let ending: Ending
  /// What was dropped, in order.
  public let drops: [Drop]
  /// Observations made of those that were left last.
  public let observations: Int

  /// Selects.
  ///
  /// - Parameters:
  ///   - alternatives: How many, at least two.
  ///   - direction: Which values are better.
  ///   - indifference: The smallest difference worth detecting, above 0, in units of the observations.
  ///   - confidence: Wanted probability of the right selection, above one in the number of alternatives and below 1.
  ///   - first: Observations of every alternative before any is dropped, at least 2; ten or more are usual.
  ///   - most: Observations at most.
  ///   - observe: The observation of some alternatives by its number, from 0; a finite number for each, all on the same draws.
  /// - Throws: What `observe` throws.
  /// - Complexity: O(alternatives² × observations).
  public init(
    alternatives: Int, direction: Direction, indifference: Double, confidence: Double = 0.95,
    first: Int = 10, most: Int,
    observe: (_ alternatives: [Int], _ observation: Int) throws -> [Double]
  ) rethrows {
    precondition(alternatives >= 2, "\(alternatives) alternatives, expected at least two")
    precondition(indifference > 0, "indifference is \(indifference), expected above 0")
    precondition(
      confidence > 1 / Double(alternatives) && confidence < 1, "confidence is \(confidence)")
    precondition(first >= 2 && most >= first, "\(first) of \(most) observations first")
    let sign = direction == .higherIsBetter ? 1.0 : -1.0
    var left = Array(0..<alternatives)
    var sums = Array(repeating: 0.0, count: alternatives)
    var pairs = Array(
      repeating: Array(repeating: Moments(), count: alternatives), count: alternatives)
    var drops: [Drop] = []
    func take(_ observation: Int) throws {
      let values = try observe(left, observation)
      precondition(values.count == left.count, "\(values.count) values of \(left.count)")
      for (place, alternative) in left.enumerated() { sums[alternative] += sign * values[place] }
      guard observation < first else { return }
      for (a, i) in left.enumerated() {
        for (b, l) in left.enumerated() where i != l {
          pairs[i][l].add(sign * (values[a] - values[b]))
        }
      }
    }
    for observation in 0..<first { try take(observation) }
    // With c = 1 the region in which the race goes on is a triangle.
    let freedom = Double(first - 1)
    let eta = 0.5 * (power(2 * (1 - confidence) / Double(alternatives - 1), -2 / freedom) - 1)
    let factor = 2 * eta * freedom
    var made = first
    var isPastTip = false
    while true {
      let kept = left.filter { i in
        left.allSatisfy { l in
          guard i != l, let variance = pairs[i][l].variance else { return true }
          let r = Double(made)
          let slack = max(
            0, indifference / 2 / r * (factor * variance / (indifference * indifference) - r))
          return sums[i] / r >= sums[l] / r - slack
        }
      }
      drops += left.filter { !kept.contains($0) }.map { Drop(alternative: $0, observations: made) }
      left = kept
      if left.count == 1 { break }
      // Beyond the triangle's tip the best mean is selected; equal ones would stay for ever.
      let tip =
        left.map { i in
          left.compactMap { l in i == l ? nil : pairs[i][l].variance }.max() ?? 0
        }.max().map { factor * $0 / (indifference * indifference) } ?? 0
      isPastTip = Double(made) > tip
      if isPastTip || made == most { break }
      try take(made)
      made += 1
    }
    observations = made
    let order = left.sorted { (sums[$0], $1) > (sums[$1], $0) }
    ending = left.count == 1 || isPastTip ? .selected(order[0]) : .undecided(order)
    self.drops = drops
  }
}

/// A power of a positive number, by logarithms that give the same bits on every processor.
private func power(_ base: Double, _ exponent: Double) -> Double {
  var number = [base]
  var span = number.mutableSpan
  logarithms(of: &span)
  span[0] *= exponent
  exponentials(of: &span)
  return number[0]
}
