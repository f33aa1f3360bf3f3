internal import COpenBLAS

/// Sums of products from which several responses are regressed on the same controls.
///
/// They grow with the numbers of controls and responses, not with the number of observations, and parts that were summed apart can be
/// joined.
public struct NormalEquations: Hashable, Sendable {
  /// Number of controls.
  public let controls: Int
  /// Number of responses.
  public let responses: Int
  /// Observations seen.
  public private(set) var count = 0
  /// Sums of the controls, then of the responses.
  private var sums: [Double]
  /// Sums of the squares of the responses.
  private var squares: [Double]
  /// Sums of products: a row a control, a column a control or, after those, a response.
  private var products: [Double]

  /// Starts with nothing seen.
  public init(controls: Int, responses: Int) {
    self.controls = controls
    self.responses = responses
    sums = Array(repeating: 0, count: controls + responses)
    squares = Array(repeating: 0, count: responses)
    products = Array(repeating: 0, count: controls * (controls + responses))
  }

  /// Sees observations.
  ///
  /// - Parameters:
  ///   - table: A row a control or, after those, a response; a column an observation.
  ///   - observations: How many columns count; the others must hold nought.
  /// - Complexity: `2 · controls · (controls + responses) · columns` operations, by `dgemm`.
  public mutating func add(_ table: Matrix, observations: Int) {
    let rows = controls + responses
    precondition(table.rows == rows, "\(table.rows) rows, expected \(rows)")
    precondition(
      observations <= table.columns, "\(observations) observations in \(table.columns) columns")
    let columns = table.columns
    for row in 0..<rows {
      var (sum, square) = (0.0, 0.0)
      for value in table.entries[(row * columns)..<((row + 1) * columns)] {
        sum += value
        square += value * value
      }
      sums[row] += sum
      if row >= controls { squares[row - controls] += square }
    }
    count += observations
    guard controls > 0, columns > 0 else { return }
    // Safe: the table has `rows × columns` numbers, the products `controls × rows`, and the pointers live only within the closures.
    unsafe table.entries.withUnsafeBufferPointer { table in
      unsafe products.withUnsafeMutableBufferPointer { products in
        unsafe cblas_dgemm(
          CblasRowMajor, CblasNoTrans, CblasTrans, blasint(controls), blasint(rows),
          blasint(columns), 1, table.baseAddress, blasint(columns), table.baseAddress,
          blasint(columns), 1, products.baseAddress, blasint(rows))
      }
    }
  }

  /// Sees what another part has seen.
  public mutating func merge(_ other: NormalEquations) {
    precondition(
      other.controls == controls && other.responses == responses, "parts of different shapes")
    count += other.count
    for index in sums.indices { sums[index] += other.sums[index] }
    for index in squares.indices { squares[index] += other.squares[index] }
    for index in products.indices { products[index] += other.products[index] }
  }

  /// The least-squares regression of every response on a constant and the controls.
  ///
  /// Controls that do not vary, or that are to one part in 10⁹ sums of others, are left out.
  ///
  /// - Returns: Nil when fewer observations than controls, and two more, were seen.
  /// - Complexity: O(controls² · (controls + responses)), by LAPACK's `dpotrf` and BLAS's `dtrsm`.
  public func regression() -> Regression? {
    let observations = Double(count)
    func deviations(_ row: Int, _ column: Int) -> Double {
      products[row * (controls + responses) + column] - sums[row] * sums[column] / observations
    }
    var kept = (0..<controls).filter { row in
      let square = products[row * (controls + responses) + row]
      return deviations(row, row) > 1e-12 * square
    }
    let scale = (0..<controls).map { row in
      let spread = deviations(row, row)
      return spread > 0 ? 1 / spread.squareRoot() : 0
    }
    while true {
      guard count >= kept.count + 3 else { return nil }
      let matrix = Matrix(rows: kept.count, columns: kept.count) { row, column in
        deviations(kept[row], kept[column]) * scale[kept[row]] * scale[kept[column]]
      }
      let factor: Matrix
      do { factor = try matrix.choleskyFactor() } catch {
        kept.remove(at: error.row)
        continue
      }
      // The square of a diagonal entry is the share of a control that those before it do not explain.
      if let row = kept.indices.first(where: { factor[$0, $0] * factor[$0, $0] < 1e-9 }) {
        kept.remove(at: row)
        continue
      }
      var coordinates = Matrix(rows: kept.count, columns: responses) { row, column in
        deviations(kept[row], controls + column) * scale[kept[row]]
      }
      solve(factor, &coordinates.entries, columns: responses)
      return Regression(
        kept: kept, scale: kept.map { scale[$0] }, factor: factor, coordinates: coordinates,
        observations: count,
        deviations: (0..<responses).map { response in
          let sum = sums[controls + response]
          return max(0, squares[response] - sum * sum / observations)
        }, means: (0..<responses).map { sums[controls + $0] / observations })
    }
  }

  /// Residuals and adjusted means of responses after a regression on controls.
  public struct Regression: Sendable {
    /// Controls that take part, in order.
    public let kept: [Int]
    private let scale: [Double]
    /// Lower-triangular factor of the correlations of the controls.
    private let factor: Matrix
    /// The responses' products with the controls in the coordinates in which those are independent: a row a control.
    private let coordinates: Matrix
    /// Observations from which it was made.
    public let observations: Int
    /// Sums of squared deviations of the responses from their means.
    private let deviations: [Double]
    /// Means of the responses over them.
    private let means: [Double]

    fileprivate init(
      kept: [Int], scale: [Double], factor: Matrix, coordinates: Matrix, observations: Int,
      deviations: [Double], means: [Double]
    ) {
      self.kept = kept
      self.scale = scale
      self.factor = factor
      self.coordinates = coordinates
      self.observations = observations
      self.deviations = deviations
      self.means = means
    }

    /// The mean of a response over the observations of the regression.
    public func mean(_ response: Int) -> Double { means[response] }

    /// Observations less the constant and the controls that take part.
    public var degreesOfFreedom: Int { observations - kept.count - 1 }

    /// What the means of controls that are known to be nought do to the means of responses.
    ///
    /// - Parameter means: Means of all controls over a sample: the one of the regression, or one that contains it.
    /// - Returns: The corrections, and the distance that adds to their error.
    public func shift(means: [Double]) -> Shift {
      var place = zip(kept, scale).map { means[$0] * $1 }
      solve(factor, &place, columns: 1)
      let corrections = (0..<coordinates.columns).map { response in
        place.indices.reduce(0.0) { $0 + place[$1] * coordinates[$1, response] }
      }
      return Shift(corrections: corrections, distance: place.reduce(0) { $0 + $1 * $1 })
    }

    /// The covariance of the residuals of two responses, whose sum of products of deviations is given.
    public func residualCovariance(_ first: Int, _ second: Int, products: Double) -> Double {
      var rest = products
      for row in 0..<coordinates.rows { rest -= coordinates[row, first] * coordinates[row, second] }
      return rest / Double(degreesOfFreedom)
    }

    /// The variance of the residuals of a response.
    public func residualVariance(_ response: Int) -> Double {
      max(0, residualCovariance(response, response, products: deviations[response]))
    }
  }

  /// What is to be taken off the mean of each response.
  public struct Shift: Sendable {
    /// One number a response.
    public let corrections: [Double]
    /// How far the means of the controls are from nought: what it adds to `1 / runs` in the variance of an adjusted mean.
    public let distance: Double
  }
}

/// Replaces the columns of a row-by-row matrix by the solutions of `factor · x = column`; the factor is lower triangular.
private func solve(_ factor: Matrix, _ entries: inout [Double], columns: Int) {
  guard factor.rows > 0, columns > 0 else { return }
  precondition(entries.count == factor.rows * columns)
  let rows = blasint(factor.rows)
  // Safe: both arrays have the shapes that BLAS is told, and it keeps no pointer.
  unsafe factor.entries.withUnsafeBufferPointer { factor in
    unsafe entries.withUnsafeMutableBufferPointer { entries in
      unsafe cblas_dtrsm(
        CblasRowMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, rows, blasint(columns),
        1, factor.baseAddress, rows, entries.baseAddress, blasint(columns))
    }
  }
}
