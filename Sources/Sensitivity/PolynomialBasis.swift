internal import Statistics

/// Polynomials of each factor that are orthonormal over a sample or its law, and products of two.
struct PolynomialBasis {
  /// One basis function.
  struct Term: Hashable {
    /// The factors in it: one or two, rising.
    let factors: [Int]
    /// The degree in each.
    let degrees: [Int]
  }

  /// Values of the polynomials of each factor, from degree 1 on; none for a factor that does not vary.
  let polynomials: [[[Double]]]

  /// Builds polynomials.
  ///
  /// - Parameters:
  ///   - factors: A column a factor.
  ///   - uniform: Whether columns are uniform numbers, known exactly; else they are ranked.
  ///   - degree: The highest.
  init(factors: [[Double]], uniform: Bool, degree: Int) {
    polynomials = factors.map { column in
      let distinct = Set(column)
      let wanted = min(degree, distinct.count - 1)
      guard wanted > 0 else { return [] }
      // A switch has one polynomial, not five: those of few values are made orthonormal over the sample.
      if distinct.count <= 10 { return Self.discrete(column, degree: wanted) }
      let numbers =
        uniform ? column : ranks(column).map { ($0 - 0.5) / Double(column.count) }
      return Self.legendre(numbers, degree: wanted)
    }
  }

  /// The shifted Legendre polynomials, of length one over the uniform law.
  static func legendre(_ uniforms: [Double], degree: Int) -> [[Double]] {
    let points = uniforms.map { 2 * $0 - 1 }
    var (before, now) = ([Double](repeating: 1, count: points.count), points)
    var all: [[Double]] = []
    for order in 1...degree {
      let scale = Double(2 * order + 1).squareRoot()
      all.append(now.map { $0 * scale })
      let (up, down, below) = (Double(2 * order + 1), Double(order), Double(order + 1))
      let next = points.indices.map { (up * points[$0] * now[$0] - down * before[$0]) / below }
      (before, now) = (now, next)
    }
    return all
  }

  /// Polynomials of the mid-ranks of few values, made orthonormal over the sample by modified Gram-Schmidt.
  private static func discrete(_ column: [Double], degree: Int) -> [[Double]] {
    let count = Double(column.count)
    let base = ranks(column).map { 2 * ($0 - 0.5) / count - 1 }
    var all = [[Double](repeating: 1, count: column.count)]
    for order in 1...degree {
      var next = base.indices.map { base[$0] * all[order - 1][$0] }
      // Twice: once leaves rounding that the next degrees would amplify.
      for _ in 0..<2 {
        for earlier in all {
          let product = next.indices.reduce(0.0) { $0 + next[$1] * earlier[$1] } / count
          for run in next.indices { next[run] -= product * earlier[run] }
        }
      }
      let length = (next.reduce(0) { $0 + $1 * $1 } / count).squareRoot()
      all.append(next.map { $0 / length })
    }
    return Array(all.dropFirst())
  }

  /// The values of a term in some runs.
  func append(_ term: Term, runs: [Int], to entries: inout [Double]) {
    let first = polynomials[term.factors[0]][term.degrees[0] - 1]
    if term.factors.count == 1 {
      for run in runs { entries.append(first[run]) }
    } else {
      let second = polynomials[term.factors[1]][term.degrees[1] - 1]
      for run in runs { entries.append(first[run] * second[run]) }
    }
  }

  /// The terms of degree one.
  var linear: [Term] {
    polynomials.indices.filter { !polynomials[$0].isEmpty }
      .map { Term(factors: [$0], degrees: [1]) }
  }

  /// The terms of higher degree in one of some factors.
  func curved(_ factors: [Int]) -> [Term] {
    factors.flatMap { factor in
      (1..<max(1, polynomials[factor].count)).map { Term(factors: [factor], degrees: [$0 + 1]) }
    }
  }

  /// The products of polynomials of two of some factors, up to a total degree.
  func products(_ factors: [Int], degree: Int) -> [Term] {
    var terms: [Term] = []
    for (place, first) in factors.enumerated() {
      for second in factors[(place + 1)...] {
        for one in 0..<polynomials[first].count {
          for two in 0..<polynomials[second].count where one + two + 2 <= degree {
            terms.append(Term(factors: [first, second], degrees: [one + 1, two + 1]))
          }
        }
      }
    }
    return terms
  }
}
