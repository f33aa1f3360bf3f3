internal import LinearAlgebra
internal import Probability
public import Statistics

/// How a response goes with one factor in a linear model of all.
public struct RegressionIndex: Hashable, Sendable {
  /// The factor's place.
  public let factor: Int
  /// The standardised coefficient: standard deviations of the response for one of the factor.
  ///
  /// With independent factors its square is the factor's share of the variance, as far as the model is linear.
  public let coefficient: Finding
  /// The partial correlation: of the response and the factor, each less what all other factors explain of it linearly.
  public let partialCorrelation: Finding
}

/// What a group of factors explains in a linear model of all.
public struct GroupRegressionIndex: Hashable, Sendable {
  /// The group's place.
  public let group: Int
  /// The share of the variance that the model loses without the group, which is what the group explains beyond all others: the sum of its members' squared coefficients
  /// where factors are independent.
  public let lost: Finding
  /// The multiple partial correlation: of the response and the group's best linear sum, each less what all other factors explain of it; never negative.
  public let partialCorrelation: Finding
}

/// A linear model of a response, on numbers or on ranks.
public struct RegressionSummary: Hashable, Sendable {
  /// One a factor, in the order of factors.
  public let indices: [RegressionIndex]
  /// One a group of factors, in the order of groups; empty without groups.
  public let groups: [GroupRegressionIndex]
  /// Share of the variance that the model explains, adjusted for the number of factors.
  public let explained: Estimate
  /// Share of the variance that it foretells of a run that it has not seen: left-one-out.
  public let foretold: Double
  /// Poor fit, where it foretells less than asked.
  public let doubts: [Doubt]
  /// Runs that it rests on.
  public let runs: Int
  /// Runs left out because the response was undefined.
  public let dropped: Int
}

/// Standardised and partial coefficients of a linear model of all factors, on numbers (SRC, PCC) and on ranks (SRRC, PRCC).
///
/// A. Saltelli and others, *Sensitivity analysis in practice* (2004), section 1.2.5; on ranks R. L. Iman and W. J. Conover (1979),
/// doi:10.1080/00401706.1979.10489820. One factorisation, of the correlations of the factors by LAPACK's `dpotrf`, serves all
/// responses that are defined in the same runs.
///
/// Intervals: of coefficients and of the explained share by the infinitesimal jackknife with left-one-out residuals, which counts the
/// sample's standard deviations as estimated too; of partial correlations by Fisher's z with `runs - factors - 2` in the place
/// of his `n - 3` (R. A. Fisher 1924). Ranks are treated as numbers. Of groups by the infinitesimal jackknife too, to which is added what such a share varies by where the
/// group does nothing; what chance explains on average is taken off.
public enum RankRegression {
  /// What the model is made of.
  public enum Scale: Hashable, Sendable {
    /// The numbers themselves: SRC and PCC.
    case numbers
    /// Their ranks, equal ones sharing their mean: SRRC and PRCC. Follows any rising or falling function.
    case ranks
  }

  /// Regresses responses on all factors.
  ///
  /// - Parameters:
  ///   - factors: A column of finite numbers for each factor.
  ///   - responses: A column for each response; a run in which it is not finite is dropped for that response and counted.
  ///   - scale: Numbers or ranks.
  ///   - groups: Factors that are also looked at together, by place, each in exactly one group; nil for none.
  ///   - confidence: Of all intervals, strictly between 0 and 1.
  ///   - leastFit: Share foretold below which ``Doubt/poorFit(_:)`` is said of every index.
  /// - Returns: A summary for each response. One that does not vary gives noughts.
  /// - Throws: ``SampleTooSmall`` for fewer than four runs more than factors.
  /// - Complexity: O(runs · factors · (factors + responses)).
  public static func summaries(
    factors: [[Double]], responses: [[Double]], on scale: Scale, groups: [[Int]]? = nil,
    confidence: Double = 0.95, leastFit: Double = 0.5
  ) throws(SampleTooSmall) -> [RegressionSummary] {
    Sensitivity.check(confidence: confidence)
    if let groups { check(groups: groups, factors: factors.count) }
    var summaries: [RegressionSummary] = []
    guard let first = responses.first else { return [] }
    check(factors: factors, responses: responses, runs: first.count)
    var prepared: (runs: DefinedRuns, model: LinearModel)?
    for response in responses {
      let defined = DefinedRuns(response)
      let (runs, needed) = (defined.places.count, factors.count + 4)
      guard runs >= needed else { throw SampleTooSmall(runs: runs, needed: needed) }
      let model: LinearModel
      if let prepared, prepared.runs == defined {
        model = prepared.model
      } else {
        model = LinearModel(
          factors: factors.map { column in
            let values = defined.values(of: column)
            return scale == .ranks ? ranks(values) : values
          }, runs: runs)
        prepared = (defined, model)
      }
      let values = defined.values(of: response)
      summaries.append(
        model.summary(
          scale == .ranks ? ranks(values) : values, groups: groups ?? [], dropped: defined.dropped,
          confidence: confidence, leastFit: leastFit))
    }
    return summaries
  }
}

/// Standardised factors, factorised.
private struct LinearModel {
  let factors: Int
  /// Factors that take part.
  let kept: [Int]
  /// Factors that vary, but not apart from those before them.
  let inseparable: Set<Int>
  /// Standardised factors: a row a kept factor, a column a run.
  let numbers: Matrix
  /// The same times the inverse of their correlations.
  let dual: Matrix
  /// Diagonal of the hat matrix.
  let leverage: [Double]

  init(factors columns: [[Double]], runs count: Int) {
    factors = columns.count
    let rows = columns.map(standardised)
    var kept = columns.indices.filter { rows[$0] != nil }
    var inseparable: Set<Int> = []
    func matrix() -> Matrix {
      Matrix(rows: kept.count, columns: count, entries: kept.flatMap { rows[$0] ?? [] })
    }
    let all = kept
    let correlations = matrix().innerProductsOfRows()
    var factor: Matrix
    while true {
      let places = kept.map { all.firstIndex(of: $0) ?? 0 }
      let part = Matrix(rows: kept.count, columns: kept.count) { row, column in
        correlations[places[row], places[column]] / Double(count)
      }
      let failed: Int
      do {
        factor = try part.choleskyFactor()
        let made = factor
        // The square of a diagonal entry is the share of a factor that those before it do not explain.
        guard let row = kept.indices.first(where: { made[$0, $0] * made[$0, $0] < 1e-9 }) else {
          break
        }
        failed = row
      } catch { failed = error.row }
      inseparable.insert(kept.remove(at: failed))
    }
    numbers = matrix()
    var dual = numbers
    dual.solve(lowerTriangular: factor)
    var leverage = [Double](repeating: 1, count: count)
    for row in kept.indices {
      for run in 0..<count {
        let value = dual.entries[row * count + run]
        leverage[run] += value * value
      }
    }
    self.leverage = leverage.map { $0 / Double(count) }
    dual.solve(lowerTriangular: factor, transposed: true)
    self.dual = dual
    self.kept = kept
    self.inseparable = inseparable
  }

  func summary(
    _ response: [Double], groups: [[Int]], dropped: Int, confidence: Double, leastFit: Double
  ) -> RegressionSummary {
    let count = response.count
    guard let response = standardised(response) else {
      let nought = Finding.nought(runs: count)
      return RegressionSummary(
        indices: (0..<factors).map {
          RegressionIndex(factor: $0, coefficient: nought, partialCorrelation: nought)
        },
        groups: groups.indices.map {
          GroupRegressionIndex(group: $0, lost: nought, partialCorrelation: nought)
        }, explained: nought.estimate, foretold: 0, doubts: [], runs: count, dropped: dropped)
    }
    let n = Double(count)
    let freedom = n - Double(kept.count) - 1
    let coefficients = dual.times(Matrix(rows: count, columns: 1, entries: response)).entries
      .map { $0 / n }
    var residuals = response
    for (row, coefficient) in coefficients.enumerated() {
      for run in 0..<count {
        residuals[run] -= coefficient * numbers.entries[row * count + run]
      }
    }
    let unexplained = residuals.reduce(0) { $0 + $1 * $1 } / n
    // What each residual would have been had its run not been seen; a run that decides its own fit tells nothing.
    let without = (0..<count).map { residuals[$0] / max(1e-9, 1 - leverage[$0]) }
    let foretold = 1 - without.reduce(0) { $0 + $1 * $1 } / n * ((n - 1) / n) * ((n - 1) / n)
    let fitDoubts: [Doubt] = foretold < leastFit ? [.poorFit(foretold)] : []
    let t = studentQuantile(0.5 + 0.5 * confidence, degreesOfFreedom: freedom)
    let z = StandardNormal.quantile(0.5 + 0.5 * confidence)

    var square = 0.0
    for run in 0..<count {
      let influence =
        residuals[run] * residuals[run] - unexplained * response[run] * response[run]
      square += influence * influence
    }
    let adjusted = 1 - unexplained * (n - 1) / freedom
    let explainedError = square.squareRoot() / n
    var places = [Int?](repeating: nil, count: factors)
    for (row, factor) in kept.enumerated() { places[factor] = row }
    let indices = (0..<factors).map { factor in
      guard let row = places[factor] else {
        let nought = Finding.nought(
          runs: count, doubts: inseparable.contains(factor) ? [.inseparable] : [])
        return RegressionIndex(factor: factor, coefficient: nought, partialCorrelation: nought)
      }
      let coefficient = coefficients[row]
      var (square, inverse) = (0.0, 0.0)
      for run in 0..<count {
        let (number, weight) = (
          numbers.entries[row * count + run], dual.entries[row * count + run]
        )
        let influence =
          weight * without[run]
          + 0.5 * coefficient * (number * number - response[run] * response[run])
        square += influence * influence
        inverse += weight * weight
      }
      let error = square.squareRoot() / n
      let estimate = Estimate(
        value: coefficient, standardError: error,
        interval: Interval(low: coefficient - t * error, high: coefficient + t * error))
      // t² over its degrees of freedom: what the factor explains of what the others leave, over what is left then.
      let ratio = coefficient / (unexplained * inverse / n).squareRoot()
      let partial =
        unexplained > 0 ? ratio / (1 + ratio * ratio).squareRoot() : (coefficient < 0 ? -1.0 : 1.0)
      return RegressionIndex(
        factor: factor, coefficient: Finding(estimate, runs: count, doubts: fitDoubts),
        partialCorrelation: Finding(
          fisher(partial, error: 1 / (freedom - 1).squareRoot(), z), runs: count,
          doubts: fitDoubts))
    }
    let together = groups.enumerated().map { place, members in
      group(
        place, of: members, places, coefficients, residuals, response, freedom: freedom, t: t,
        doubts: fitDoubts)
    }
    return RegressionSummary(
      indices: indices, groups: together,
      explained: Estimate(
        value: adjusted, standardError: explainedError,
        interval: Interval(
          low: adjusted - t * explainedError, high: min(1, adjusted + t * explainedError))),
      foretold: foretold, doubts: fitDoubts, runs: count, dropped: dropped)
  }

  /// What a group of factors explains beyond all others.
  ///
  /// With `β` its coefficients, `D` its rows of the dual and `P = D Dᵀ / n` its block of the inverse correlations, the residuals without it are those
  /// with it and `Dᵀ P⁻¹ β`.
  private func group(
    _ place: Int, of members: [Int], _ places: [Int?], _ coefficients: [Double],
    _ residuals: [Double], _ response: [Double], freedom: Double, t: Double, doubts: [Doubt]
  ) -> GroupRegressionIndex {
    let (count, n) = (residuals.count, Double(residuals.count))
    let rows = members.compactMap { places[$0] }
    let isApart = inseparable.isDisjoint(with: members)
    let doubts = isApart ? doubts : doubts + [.inseparable]
    guard !rows.isEmpty else {
      let nought = Finding.nought(runs: count, doubts: doubts)
      return GroupRegressionIndex(group: place, lost: nought, partialCorrelation: nought)
    }
    let part = Matrix(
      rows: rows.count, columns: count,
      entries: rows.flatMap { dual.entries[($0 * count)..<(($0 + 1) * count)] })
    let products = part.innerProductsOfRows()
    let block = Matrix(rows: rows.count, columns: rows.count) { products[$0, $1] / n }
    var weights = Matrix(rows: rows.count, columns: 1, entries: rows.map { coefficients[$0] })
    do {
      let factor = try block.choleskyFactor()
      weights.solve(lowerTriangular: factor)
      weights.solve(lowerTriangular: factor, transposed: true)
    } catch {
      preconditionFailure("factors that were kept are dependent in row \(error.row)")
    }
    let change = Matrix(rows: 1, columns: rows.count, entries: weights.entries).times(part).entries
    var (with, without) = (0.0, 0.0)
    for run in 0..<count {
      let residual = residuals[run] + change[run]
      with += residuals[run] * residuals[run]
      without += residual * residual
    }
    // What as many factors without influence would explain is taken off.
    let size = Double(rows.count)
    let lost = (without - with) / n - size * with / n / freedom
    let square =
      without > 0 ? max(0, 1 - (with / freedom) / (without / (freedom + size))) : 0
    let (plainLost, plainSquare) = ((without - with) / n, without > 0 ? 1 - with / without : 0)
    var (lostError, squareError) = (0.0, 0.0)
    for run in 0..<count {
      let residual = residuals[run] + change[run]
      let (own, other) = (residuals[run] * residuals[run], residual * residual)
      let influence = other - own - plainLost * response[run] * response[run]
      lostError += influence * influence
      let ratio = without > 0 ? ((1 - plainSquare) * other - own) * n / without : 0
      squareError += ratio * ratio
    }
    let idle = 2 * size / (freedom * freedom)
    let unexplained = with / n
    let error = (lostError / (n * n) + idle * unexplained * unexplained).squareRoot()
    let spread = (squareError / (n * n) + idle * (1 - plainSquare) * (1 - plainSquare)).squareRoot()
    let (low, high) = (square - t * spread, square + t * spread)
    let root = square.squareRoot()
    return GroupRegressionIndex(
      group: place,
      lost: Finding(
        Estimate(
          value: lost, standardError: error,
          interval: Interval(low: lost - t * error, high: lost + t * error)), runs: count,
        doubts: doubts),
      partialCorrelation: Finding(
        Estimate(
          value: root, standardError: root > 0 ? spread / (2 * root) : spread.squareRoot(),
          interval: Interval(
            low: max(0, low).squareRoot(), high: min(1, max(0, high)).squareRoot())),
        runs: count, doubts: doubts))
  }

  /// A correlation with the interval that is even on the scale of Fisher's z; the standard error is that of the correlation itself.
  private func fisher(_ correlation: Double, error: Double, _ z: Double) -> Estimate {
    guard abs(correlation) < 1 else {
      return Estimate(
        value: correlation, standardError: 0,
        interval: Interval(low: correlation, high: correlation))
    }
    // tanh(atanh(r) ± d) = (r ± tanh d) / (1 ± r tanh d).
    var powers = [-2 * z * error]
    var span = powers.mutableSpan
    exponentials(of: &span)
    let half = (1 - powers[0]) / (1 + powers[0])
    return Estimate(
      value: correlation, standardError: (1 - correlation * correlation) * error,
      interval: Interval(
        low: (correlation - half) / (1 - correlation * half),
        high: (correlation + half) / (1 + correlation * half)))
  }
}
