internal import LinearAlgebra
internal import Probability
internal import Statistics

/// Sparse polynomials fitted to several responses over the same runs.
struct PolynomialFit {
  /// What one response got.
  struct Response {
    /// Terms that were kept, those of degree one first.
    let terms: [Int]
    /// Their coefficients.
    let coefficients: [Double]
    let constant: Double
  }

  let candidates: [PolynomialBasis.Term]
  let responses: [Response]

  /// What the fit may use.
  struct Limits {
    let interactionDegree: Int
    let interacting: Int
    let curved: Int
  }

  /// Fits responses over some runs.
  ///
  /// All terms of degree one take part, whatever they are worth. Further terms are taken from the polynomials of factors that
  /// survive a screening, by forward selection, as long as they lower the extended criterion of J. Chen and Z. Chen (2008),
  /// doi:10.1093/biomet/asn034. The terms of degree one are eliminated once for all responses.
  init(_ basis: PolynomialBasis, responses: [[Double]], runs: [Int], limits: Limits) {
    let count = runs.count
    let n = Double(count)
    let linear = basis.linear
    // The constant, the terms of degree one, and the responses less the mean.
    var entries = [Double](repeating: 1, count: count)
    for term in linear { basis.append(term, runs: runs, to: &entries) }
    let first = Matrix(rows: linear.count + 1, columns: count, entries: entries)
    let values = Matrix(
      rows: responses.count, columns: count,
      entries: responses.flatMap { response in runs.map { response[$0] } })
    let start = Self.factorised(first.innerProductsOfRows())
    let keptFirst = start.kept.map {
      Array(first.entries[($0 * count)..<(($0 + 1) * count)])
    }
    let base = Matrix(rows: keptFirst.count, columns: count, entries: keptFirst.flatMap(\.self))
    var coordinates = base.timesTransposed(values)
    coordinates.solve(lowerTriangular: start.factor)
    var back = coordinates
    back.solve(lowerTriangular: start.factor, transposed: true)
    // Residuals of the linear model: a row a response.
    let fitted = Matrix(
      rows: responses.count, columns: base.rows,
      entries: (0..<responses.count).flatMap { response in
        (0..<base.rows).map { back[$0, response] }
      }
    ).times(base)
    var residuals = values
    for index in residuals.entries.indices { residuals.entries[index] -= fitted.entries[index] }

    let screened = Self.screened(basis, residuals: residuals, values: values, runs: runs)
    let curved = basis.curved(Array(screened.prefix(limits.curved)).sorted())
    let products = basis.products(
      Array(screened.prefix(limits.interacting)).sorted(), degree: limits.interactionDegree)
    let further = curved + products
    candidates = linear + further
    entries = []
    entries.reserveCapacity(further.count * count)
    for term in further { basis.append(term, runs: runs, to: &entries) }
    let second = Matrix(rows: further.count, columns: count, entries: entries)
    // What the further terms have in common once the first are eliminated.
    let cross = base.timesTransposed(second)
    var eliminated = cross
    eliminated.solve(lowerTriangular: start.factor)
    var inner = second.innerProductsOfRows()
    let lengths = (0..<further.count).map { inner[$0, $0] }
    let transposed = Matrix(rows: further.count, columns: base.rows) { eliminated[$1, $0] }
    let explained = transposed.innerProductsOfRows()
    for index in inner.entries.indices { inner.entries[index] -= explained.entries[index] }
    let rest = second.timesTransposed(residuals)
    let pool = Double(max(1, further.count))
    let (squares, totals) = (Self.squares(of: residuals), Self.squares(of: values))

    let least = Self.leastGain(count: n, pool: pool)
    self.responses = responses.indices.map { response in
      let chosen = Self.selected(
        inner, lengths: lengths, products: (0..<further.count).map { rest[$0, response] },
        square: squares[response], total: totals[response], leastGain: least,
        most: max(0, (count - base.rows) / 4))
      // The whole system of the terms that were kept: the first ones' factor continued by the chosen ones'.
      let size = base.rows + chosen.count
      var system = Matrix(rows: chosen.count, columns: chosen.count) {
        inner[chosen[$0], chosen[$1]]
      }
      let part = Self.factorised(system)
      system = part.factor
      let taken = part.kept.map { chosen[$0] }
      var solution = Matrix(rows: taken.count, columns: 1) { row, _ in rest[taken[row], response] }
      solution.solve(lowerTriangular: system)
      solution.solve(lowerTriangular: system, transposed: true)
      // Back to the first terms: what they lose to the chosen ones.
      var firsts = Matrix(rows: base.rows, columns: 1) { row, _ in
        var value = coordinates[row, response]
        for (place, term) in taken.enumerated() {
          value -= eliminated[row, term] * solution[place, 0]
        }
        return value
      }
      firsts.solve(lowerTriangular: start.factor, transposed: true)
      var (terms, coefficients, constant) = ([Int](), [Double](), 0.0)
      terms.reserveCapacity(size)
      for (place, row) in start.kept.enumerated() {
        if row == 0 {
          constant = firsts[place, 0]
        } else {
          terms.append(row - 1)
          coefficients.append(firsts[place, 0])
        }
      }
      for (place, term) in taken.enumerated() {
        terms.append(linear.count + term)
        coefficients.append(solution[place, 0])
      }
      return Response(terms: terms, coefficients: coefficients, constant: constant)
    }
  }

  /// The sum of squares of each row.
  private static func squares(of matrix: Matrix) -> [Double] {
    (0..<matrix.rows).map { row in
      let first = row * matrix.columns
      return matrix.entries[first..<(first + matrix.columns)].reduce(0) { $0 + $1 * $1 }
    }
  }

  /// What a response's polynomial says of some runs.
  func predictions(_ response: Response, basis: PolynomialBasis, runs: [Int]) -> [Double] {
    var values = [Double](repeating: response.constant, count: runs.count)
    var column: [Double] = []
    for (term, coefficient) in zip(response.terms, response.coefficients) {
      column.removeAll(keepingCapacity: true)
      basis.append(candidates[term], runs: runs, to: &column)
      for run in values.indices { values[run] += coefficient * column[run] }
    }
    return values
  }

  /// The Cholesky factor of inner products, without the rows that others explain.
  static func factorised(_ products: Matrix) -> (kept: [Int], factor: Matrix) {
    var kept = Array(0..<products.rows)
    while true {
      let part = Matrix(rows: kept.count, columns: kept.count) { products[kept[$0], kept[$1]] }
      do {
        let factor = try part.choleskyFactor()
        guard
          let row = kept.indices.first(where: {
            factor[$0, $0] * factor[$0, $0] <= 1e-9 * part[$0, $0]
          })
        else { return (kept, factor) }
        kept.remove(at: row)
      } catch { kept.remove(at: error.row) }
    }
  }

  /// Factors on which the mean or the variance of a response depends beyond a straight line, the strongest first.
  ///
  /// A factor that acts only through others leaves no trace in the mean but one in the variance, so that the squared residuals are
  /// searched too. Kept are factors of which some polynomial correlates with one of these by more than the largest of as
  /// many chance correlations would be expected to.
  private static func screened(
    _ basis: PolynomialBasis, residuals: Matrix, values: Matrix, runs: [Int]
  ) -> [Int] {
    let count = runs.count
    let n = Double(count)
    // Rows to correlate with: the response, its residuals, and their squares, each standardised.
    var targets: [Double] = []
    var rows = 0
    for row in 0..<values.rows {
      let value = Array(values.entries[(row * count)..<((row + 1) * count)])
      let residual = Array(residuals.entries[(row * count)..<((row + 1) * count)])
      for target in [value, residual, residual.map { $0 * $0 }] {
        guard let target = standardised(target) else { continue }
        targets += target
        rows += 1
      }
    }
    let goals = Matrix(rows: rows, columns: count, entries: targets)
    var (entries, owners) = ([Double](), [Int]())
    for (factor, polynomials) in basis.polynomials.enumerated() {
      for polynomial in polynomials {
        guard let column = standardised(runs.map { polynomial[$0] }) else { continue }
        entries += column
        owners.append(factor)
      }
    }
    let scores = Matrix(rows: owners.count, columns: count, entries: entries)
      .timesTransposed(goals)
    var best = [Double](repeating: 0, count: basis.polynomials.count)
    for (row, owner) in owners.enumerated() {
      for column in 0..<rows { best[owner] = max(best[owner], abs(scores[row, column]) / n) }
    }
    // The expected largest of as many independent correlations.
    var trials = [Double(max(2, owners.count * rows))]
    var span = trials.mutableSpan
    logarithms(of: &span)
    let least = (2 * trials[0] / n).squareRoot()
    return best.indices.filter { best[$0] > least }
      .sorted { best[$0] != best[$1] ? best[$0] > best[$1] : $0 < $1 }
  }

  /// The share of the unexplained that a term has to explain to be worth it: `1 - exp(-(log n + 2 log pool) / n)`.
  private static func leastGain(count: Double, pool: Double) -> Double {
    var numbers = [count, pool]
    var span = numbers.mutableSpan
    logarithms(of: &span)
    var power = [-(numbers[0] + 2 * numbers[1]) / count]
    span = power.mutableSpan
    exponentials(of: &span)
    return 1 - power[0]
  }

  /// Forward selection by the inner products of terms and residuals: a pivoted Cholesky factorisation that goes where the gain is.
  ///
  /// Ends when nothing but rounding is left of the response, and does not take terms of which others leave nothing but that.
  private static func selected(
    _ inner: Matrix, lengths: [Double], products: [Double], square: Double, total: Double,
    leastGain: Double, most: Int
  ) -> [Int] {
    let size = products.count
    var (left, rest, square) = ((0..<size).map { inner[$0, $0] }, products, square)
    var columns: [[Double]] = []
    var chosen: [Int] = []
    var isTaken = [Bool](repeating: false, count: size)
    while chosen.count < min(most, size), square > 1e-20 * total {
      var (best, gain) = (-1, 0.0)
      for term in 0..<size where !isTaken[term] && left[term] > 1e-6 * lengths[term] {
        let here = rest[term] * rest[term] / left[term]
        if here > gain { (best, gain) = (term, here) }
      }
      guard best >= 0, gain > leastGain * square else { break }
      let scale = 1 / left[best].squareRoot()
      var column = (0..<size).map { inner[$0, best] }
      for earlier in columns {
        let factor = earlier[best]
        for term in 0..<size { column[term] -= earlier[term] * factor }
      }
      let step = rest[best] * scale
      for term in 0..<size {
        column[term] *= scale
        left[term] -= column[term] * column[term]
        rest[term] -= column[term] * step
      }
      square -= gain
      columns.append(column)
      chosen.append(best)
      isTaken[best] = true
    }
    return chosen
  }
}
