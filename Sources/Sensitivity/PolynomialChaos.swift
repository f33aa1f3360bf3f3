internal import LinearAlgebra
internal import Probability
public import Statistics

/// The shares of a factor, or of a group of them, in a response's variance by a polynomial.
public struct PolynomialIndex: Hashable, Sendable {
  /// The place of the factor or group.
  public let factor: Int
  /// The share that the factor explains on its own.
  public let firstOrder: Finding
  /// That and its share in interactions.
  public let total: Finding
}

/// The variance of one response, taken apart by a sparse polynomial of the factors.
public struct PolynomialSummary: Hashable, Sendable {
  /// One a factor, or a group where there are groups, in their order.
  public let indices: [PolynomialIndex]
  /// Shares of pairs of factors, or groups, that have a term in common, the larger first: what their interaction explains.
  public let pairs: [Pair]
  /// Share of the variance foretold of runs that had no part in choosing or fitting the polynomial, by cross-validation over both.
  public let foretold: Double
  /// The same with the choice of terms taken for granted: left-one-out residuals by the hat matrix, too good by what the choice is worth.
  public let leftOneOut: Double
  /// Share of the variance that no term explains: chance and lack of fit, which a single sample cannot tell apart.
  public let unexplained: Estimate
  /// Terms beside the constant.
  public let terms: Int
  /// Poor fit, where less is foretold than asked.
  public let doubts: [Doubt]
  /// Runs that it rests on.
  public let runs: Int
  /// Runs left out because the response was undefined.
  public let dropped: Int

  /// An interaction.
  public struct Pair: Hashable, Sendable {
    /// The factor, or group, that comes first.
    public let first: Int
    /// The other.
    public let second: Int
    /// Its share of the variance.
    public let share: Finding
  }
}

/// First-order and total indices from an ordinary sample, without new runs, by polynomial chaos.
///
/// B. Sudret (2008), doi:10.1016/j.ress.2007.04.002: the variance of a sum of orthonormal terms is the sum of their squared coefficients, and
/// the terms of a factor are its share. Factors are taken through their uniform numbers, known or by rank, to the shifted
/// Legendre polynomials; those with ten values or fewer get polynomials of their own (a switch has one). Factors must be independent.
///
/// The basis: every factor to the first degree, always, and of the factors that survive a screening such powers and products of two as lower
/// an information criterion. A squared coefficient is too large by the square of its error on average, so that is taken off: small shares may
/// come out negative, and 190 factors that do nothing add up to nought.
///
/// Factors may be taken together: what a group explains by itself is the variance of the sum of all terms whose factors all lie in it, its total share that of
/// all terms that touch it. Factors of one group may depend on each other, for the variance of the sum counts the products of its terms as they are in the
/// sample, where these differ from nought by more than chance; factors of different groups must be independent.
///
/// Intervals are normal with the infinitesimal jackknife's error over runs (with left-one-out residuals), to which is added what a
/// square varies by when its root is near nought. They take the polynomial's form as given; what it misses is in
/// ``PolynomialSummary/unexplained``.
public enum PolynomialChaos {
  /// How the basis grows.
  public struct Basis: Hashable, Sendable {
    /// Highest degree of one factor.
    public let degree: Int
    /// Highest total degree of a product of two.
    public let interactionDegree: Int
    /// Most factors that enter terms above degree one.
    public let curved: Int
    /// Most factors that enter products.
    public let interacting: Int

    /// Sets limits.
    ///
    /// - Parameters:
    ///   - degree: At least 1.
    ///   - interactionDegree: Products start at 2.
    ///   - curved: Most factors that enter terms above degree one.
    ///   - interacting: Most factors that enter products.
    public init(
      degree: Int = 8, interactionDegree: Int = 4, curved: Int = 24, interacting: Int = 12
    ) {
      precondition(degree >= 1, "degree is \(degree), expected at least 1")
      precondition(curved >= 0 && interacting >= 0, "\(curved) and \(interacting) factors")
      self.degree = degree
      self.interactionDegree = interactionDegree
      self.curved = curved
      self.interacting = interacting
    }
  }

  /// What is known of the factors' columns.
  public enum Columns: Hashable, Sendable {
    /// They are uniform numbers: the probability below each value.
    case uniform
    /// They are values, to be ranked.
    case values
  }

  /// Takes the variance of responses apart.
  ///
  /// - Parameters:
  ///   - factors: A column of finite numbers for each factor.
  ///   - columns: Whether those are uniform numbers or values.
  ///   - groups: The factors that are taken together, by place, each in exactly one group; nil for every factor by itself.
  ///   - responses: A column for each response; those that are defined in the same runs share the screening, products and factorisations.
  ///   - confidence: Of all intervals, strictly between 0 and 1.
  ///   - limits: How the basis grows.
  ///   - folds: Parts of the cross-validation, at least 2; run `i` is in part `i mod folds`.
  ///   - leastFit: Share foretold below which ``Doubt/poorFit(_:)`` is said of every index.
  /// - Returns: A summary for each response. One that does not vary gives noughts.
  /// - Throws: ``SampleTooSmall`` for fewer runs than `folds / (folds - 1)` times the factors and ten more.
  /// - Complexity: `folds · runs · terms²` for a set of responses, and `runs · kept²` for each.
  public static func summaries(
    factors: [[Double]], columns: Columns, groups: [[Int]]? = nil, responses: [[Double]],
    confidence: Double = 0.95, basis limits: Basis = Basis(), folds: Int = 5,
    leastFit: Double = 0.5
  ) throws(SampleTooSmall) -> [PolynomialSummary] {
    Sensitivity.check(confidence: confidence)
    precondition(folds >= 2, "\(folds) folds, expected at least 2")
    let groups = groups ?? factors.indices.map { [$0] }
    check(groups: groups, factors: factors.count)
    let needed = (factors.count + 10) * folds / (folds - 1) + 1
    // Responses by the runs in which they are defined, in the order in which those first come.
    guard let first = responses.first else { return [] }
    check(factors: factors, responses: responses, runs: first.count)
    var sets: [(runs: DefinedRuns, responses: [Int])] = []
    for (place, response) in responses.enumerated() {
      let defined = DefinedRuns(response)
      guard defined.places.count >= needed else {
        throw SampleTooSmall(runs: defined.places.count, needed: needed)
      }
      if let set = sets.firstIndex(where: { $0.runs == defined }) {
        sets[set].responses.append(place)
      } else {
        sets.append((defined, [place]))
      }
    }
    var summaries = [PolynomialSummary?](repeating: nil, count: responses.count)
    for set in sets {
      let found = Decomposition(
        factors: factors.map { set.runs.values(of: $0) }, uniform: columns == .uniform,
        responses: set.responses.map { set.runs.values(of: responses[$0]) }, limits: limits,
        folds: folds
      ).summaries(
        groups: groups, dropped: set.runs.dropped, confidence: confidence, leastFit: leastFit)
      for (place, summary) in zip(set.responses, found) { summaries[place] = summary }
    }
    return summaries.compactMap(\.self)
  }
}

/// Responses over the same runs, fitted once on all of them and once without each part.
private struct Decomposition {
  let basis: PolynomialBasis
  let standardised: [[Double]?]
  let fit: PolynomialFit
  /// Squared errors of what was foretold of the runs left out, over the runs; one a response.
  let errors: [Double]
  let runs: Int
  /// Place of each response among those that vary.
  let places: [Int?]

  init(
    factors: [[Double]], uniform: Bool, responses: [[Double]], limits: PolynomialChaos.Basis,
    folds: Int
  ) {
    let count = responses[0].count
    runs = count
    basis = PolynomialBasis(factors: factors, uniform: uniform, degree: limits.degree)
    standardised = responses.map(Sensitivity.standardised)
    var places: [Int?] = []
    var varying: [[Double]] = []
    for response in standardised {
      places.append(response == nil ? nil : varying.count)
      if let response { varying.append(response) }
    }
    self.places = places
    let limits = PolynomialFit.Limits(
      interactionDegree: limits.interactionDegree, interacting: limits.interacting,
      curved: limits.curved)
    fit = PolynomialFit(basis, responses: varying, runs: Array(0..<count), limits: limits)
    var errors = [Double](repeating: 0, count: varying.count)
    for fold in 0..<(varying.isEmpty ? 0 : folds) {
      let inside = (0..<count).filter { $0 % folds == fold }
      let outside = (0..<count).filter { $0 % folds != fold }
      let part = PolynomialFit(basis, responses: varying, runs: outside, limits: limits)
      for (place, response) in part.responses.enumerated() {
        let foretold = part.predictions(response, basis: basis, runs: inside)
        for (run, value) in zip(inside, foretold) {
          let error = varying[place][run] - value
          errors[place] += error * error
        }
      }
    }
    self.errors = errors.map { $0 / Double(count) }
  }

  func summaries(
    groups: [[Int]], dropped: Int, confidence: Double, leastFit: Double
  ) -> [PolynomialSummary] {
    zip(standardised, places).map { response, place in
      guard let response, let place else {
        return constant(groups: groups.count, dropped: dropped)
      }
      return summary(
        response, fit.responses[place], error: errors[place], groups: groups, dropped: dropped,
        confidence: confidence, leastFit: leastFit)
    }
  }

  private func constant(groups: Int, dropped: Int) -> PolynomialSummary {
    let nought = Finding.nought(runs: runs)
    return PolynomialSummary(
      indices: (0..<groups).map {
        PolynomialIndex(factor: $0, firstOrder: nought, total: nought)
      }, pairs: [], foretold: 0, leftOneOut: 0, unexplained: nought.estimate, terms: 0,
      doubts: [], runs: runs, dropped: dropped)
  }

  private func summary(
    _ response: [Double], _ fitted: PolynomialFit.Response, error: Double, groups: [[Int]],
    dropped: Int, confidence: Double, leastFit: Double
  ) -> PolynomialSummary {
    let count = runs
    let n = Double(count)
    let terms = fitted.terms.map { fit.candidates[$0] }
    var entries = [Double](repeating: 1, count: count)
    entries.reserveCapacity((terms.count + 1) * count)
    let all = Array(0..<count)
    for term in terms { basis.append(term, runs: all, to: &entries) }
    let values = Matrix(rows: terms.count + 1, columns: count, entries: entries)
    let coefficients = [fitted.constant] + fitted.coefficients
    let predictions = Matrix(rows: 1, columns: coefficients.count, entries: coefficients)
      .times(values)
    let residuals = (0..<count).map { response[$0] - predictions.entries[$0] }
    let system = values.innerProductsOfRows()
    let size = values.rows
    var dual = values
    // The terms were kept because their products have a factor.
    let (kept, factor) = PolynomialFit.factorised(system)
    precondition(kept.count == size, "\(kept.count) of \(size) terms are independent")
    dual.solve(lowerTriangular: factor)
    var leverage = [Double](repeating: 0, count: count)
    for row in 0..<size {
      for run in 0..<count {
        let value = dual.entries[row * count + run]
        leverage[run] += value * value
      }
    }
    dual.solve(lowerTriangular: factor, transposed: true)
    let without = (0..<count).map { residuals[$0] / max(1e-9, 1 - leverage[$0]) }
    let correction = ((n - 1) / n) * ((n - 1) / n)
    let leftOneOut = 1 - without.reduce(0) { $0 + $1 * $1 } / n * correction
    let foretold = 1 - error * correction
    let doubts: [Doubt] = foretold < leastFit ? [.poorFit(foretold)] : []

    // The variance of each coefficient, by the residuals and not by their mean square.
    let errors = (0..<size).map { row in
      (0..<count).reduce(0.0) { sum, run in
        let influence = dual.entries[row * count + run] * without[run]
        return sum + influence * influence
      }
    }
    let z = StandardNormal.quantile(0.5 + 0.5 * confidence)
    // Products of terms that are no chance: of factors that depend on each other. Of 10,000 products by chance one in a thousand samples has one that is taken.
    let threshold = 5.5 / n.squareRoot()
    /// The share of the variance of some terms, given by the places of their coefficients.
    func share(_ places: [Int], doubts: [Doubt] = doubts, areJoined: Bool = false) -> Finding {
      guard !places.isEmpty else { return .nought(runs: count, doubts: doubts) }
      var (value, spread) = (0.0, 0.0)
      var joined: [(one: Int, other: Int, product: Double)] = []
      if areJoined {
        for (index, one) in places.enumerated() {
          for other in places[(index + 1)...] {
            let product = system[one, other] / n
            if abs(product) > threshold { joined.append((one, other, product)) }
          }
        }
      }
      for place in places {
        value += coefficients[place] * coefficients[place] - errors[place]
        spread += 2 * errors[place] * errors[place]
      }
      var slope = [Double](repeating: 0, count: count)
      for place in places {
        let weight = 2 * coefficients[place]
        for run in 0..<count { slope[run] += weight * dual.entries[place * count + run] }
      }
      var products = [Double](repeating: 0, count: joined.isEmpty ? 0 : count)
      for (one, other, product) in joined {
        let weight = 2 * coefficients[one] * coefficients[other]
        var covariance = 0.0
        for run in 0..<count {
          let (first, second) = (
            dual.entries[one * count + run], dual.entries[other * count + run]
          )
          covariance += first * second * without[run] * without[run]
          slope[run] += 2 * product * (coefficients[other] * first + coefficients[one] * second)
          let terms = values.entries[one * count + run] * values.entries[other * count + run]
          products[run] += weight * (terms - product)
        }
        value += product * (weight - 2 * covariance)
        spread += 4 * product * product * errors[one] * errors[other]
      }
      var square = 0.0
      for run in 0..<count {
        let influence =
          n * slope[run] * without[run] - value * (response[run] * response[run] - 1)
          + (products.isEmpty ? 0 : products[run])
        square += influence * influence
      }
      let error = (square / (n * n) + spread).squareRoot()
      let interval = Interval(low: value - z * error, high: value + z * error)
      return .share(
        Estimate(value: value, standardError: error, interval: interval), runs: count,
        doubts: doubts)
    }
    var owner = [Int](repeating: 0, count: basis.polynomials.count)
    for (group, members) in groups.enumerated() { for factor in members { owner[factor] = group } }
    var (firsts, totals) = (
      [[Int]](repeating: [], count: groups.count), [[Int]](repeating: [], count: groups.count)
    )
    var pairs: [(groups: [Int], places: [Int])] = []
    for (place, term) in terms.enumerated() {
      let touched = Set(term.factors.map { owner[$0] }).sorted()
      if touched.count == 1 { firsts[touched[0]].append(place + 1) }
      for group in touched { totals[group].append(place + 1) }
      guard touched.count == 2 else { continue }
      if let known = pairs.firstIndex(where: { $0.groups == touched }) {
        pairs[known].places.append(place + 1)
      } else {
        pairs.append((touched, [place + 1]))
      }
    }
    func isApart(_ factor: Int) -> Bool {
      // Terms of degree one take part unless others before them say the same.
      basis.polynomials[factor].isEmpty
        || terms.contains { $0.factors == [factor] && $0.degrees == [1] }
    }
    let unexplained = unexplained(residuals, without, response, size: size, z: z)
    return PolynomialSummary(
      indices: groups.indices.map { group in
        let members = groups[group]
        let doubts = members.allSatisfy(isApart) ? doubts : doubts + [.inseparable]
        let areJoined = members.count > 1
        let first = share(firsts[group], doubts: doubts, areJoined: areJoined)
        return PolynomialIndex(
          factor: group, firstOrder: first,
          total: totals[group] == firsts[group]
            ? first : share(totals[group], doubts: doubts, areJoined: areJoined))
      },
      pairs: pairs.map {
        PolynomialSummary.Pair(
          first: $0.groups[0], second: $0.groups[1],
          share: share($0.places, areJoined: groups.count < basis.polynomials.count))
      }.sorted {
        let (one, two) = ($0.share.estimate.value, $1.share.estimate.value)
        return one != two ? one > two : ($0.first, $0.second) < ($1.first, $1.second)
      },
      foretold: foretold, leftOneOut: leftOneOut, unexplained: unexplained, terms: terms.count,
      doubts: doubts, runs: count, dropped: dropped)
  }

  /// The share of the variance that the terms leave, adjusted for how many there are.
  private func unexplained(
    _ residuals: [Double], _ without: [Double], _ response: [Double], size: Int, z: Double
  ) -> Estimate {
    let n = Double(residuals.count)
    let plain = residuals.reduce(0) { $0 + $1 * $1 } / n
    let value = plain * (n - 1) / (n - Double(size))
    var square = 0.0
    for run in residuals.indices {
      let influence = residuals[run] * without[run] - value * response[run] * response[run]
      square += influence * influence
    }
    let error = square.squareRoot() / n
    return Estimate(
      value: value, standardError: error,
      interval: Interval(low: max(0, value - z * error), high: value + z * error))
  }
}
