import Testing

@testable import LinearAlgebra

@Suite struct NormalEquationsTests {
  private static let observations = 200

  /// Controls of different sizes, and two responses of which the first depends on them.
  private func table(controls: Int) -> Matrix {
    var state: UInt64 = 77
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53 - 0.5
    }
    var table = Matrix(rows: controls + 2, columns: Self.observations) { row, _ in
      row < controls ? 0.3 + next() * Double(1 << (3 * row)) : next()
    }
    for run in 0..<Self.observations {
      for row in 0..<controls {
        table[controls, run] += table[row, run] * Double(row + 1) / Double(1 << (3 * row))
      }
      table[controls + 1, run] += 1000
    }
    return table
  }

  private func equations(_ table: Matrix, controls: Int) -> NormalEquations {
    var equations = NormalEquations(controls: controls, responses: 2)
    equations.add(table, observations: table.columns)
    return equations
  }

  /// Means of rows of a table.
  private func means(_ table: Matrix, _ rows: Range<Int>) -> [Double] {
    rows.map { row in
      (0..<table.columns).reduce(0.0) { $0 + table[row, $1] } / Double(table.columns)
    }
  }

  /// The intercept of least squares on controls is the mean adjusted to controls of nought.
  @Test(arguments: [1, 4]) func `adjusted means are the intercepts of least squares`(
    controls: Int
  ) throws {
    let table = table(controls: controls)
    let regression = try #require(equations(table, controls: controls).regression())
    #expect(regression.kept == Array(0..<controls))
    let shift = regression.shift(means: means(table, 0..<controls))
    let responses = means(table, controls..<(controls + 2))
    for response in 0..<2 {
      let design = Matrix(rows: Self.observations, columns: controls + 1) { run, column in
        column == 0 ? 1 : table[column - 1, run]
      }
      let values = (0..<Self.observations).map { table[controls + response, $0] }
      let solution = LeastSquares(design: design, response: values)
      let intercept = responses[response] - shift.corrections[response]
      #expect(abs(intercept - solution.coefficients[0]) < 1e-9 * abs(solution.coefficients[0]))
      let variance =
        solution.residualSumOfSquares / Double(Self.observations - controls - 1)
      #expect(abs(regression.residualVariance(response) - variance) < 1e-6 * variance)
      #expect(abs(regression.mean(response) - responses[response]) < 1e-12 * 1000)
    }
    // The intercept's variance by theory: its diagonal entry of the inverse of the design's products.
    let inverse = interceptVariance(table, controls: controls)
    #expect(
      abs(1 / Double(Self.observations) + shift.distance - inverse) < 1e-9 * inverse)
  }

  /// The entry of the intercept in the inverse of `Xᵀ X`, by elimination.
  private func interceptVariance(_ table: Matrix, controls: Int) -> Double {
    func entry(_ row: Int, _ run: Int) -> Double { row == 0 ? 1 : table[row - 1, run] }
    var matrix = Matrix(rows: controls + 1, columns: controls + 1) { row, column in
      (0..<table.columns).reduce(0.0) { $0 + entry(row, $1) * entry(column, $1) }
    }
    // Eliminate from the last row up: what remains at the top is the inverse of the entry sought.
    for pivot in stride(from: controls, to: 0, by: -1) {
      for row in 0..<pivot {
        let times = matrix[row, pivot] / matrix[pivot, pivot]
        for column in 0...pivot { matrix[row, column] -= times * matrix[pivot, column] }
      }
    }
    return 1 / matrix[0, 0]
  }

  @Test func `residuals of two responses go together as least squares says`() throws {
    let table = table(controls: 3)
    let regression = try #require(equations(table, controls: 3).regression())
    func residuals(_ response: Int) -> [Double] {
      let design = Matrix(rows: Self.observations, columns: 4) { run, column in
        column == 0 ? 1 : table[column - 1, run]
      }
      let values = (0..<Self.observations).map { table[3 + response, $0] }
      let solution = LeastSquares(design: design, response: values)
      return (0..<Self.observations).map { run in
        (0..<4).reduce(values[run]) { $0 - design[run, $1] * solution.coefficients[$1] }
      }
    }
    let mean = means(table, 3..<5)
    let products = (0..<Self.observations).reduce(0.0) {
      $0 + (table[3, $1] - mean[0]) * (table[4, $1] - mean[1])
    }
    let expected =
      zip(residuals(0), residuals(1)).reduce(0.0) { $0 + $1.0 * $1.1 }
      / Double(regression.degreesOfFreedom)
    #expect(abs(regression.residualCovariance(0, 1, products: products) - expected) < 1e-9)
  }

  @Test func `controls that repeat others or do not vary are left out`() throws {
    var table = Matrix(rows: 7, columns: Self.observations) { _, _ in 0 }
    let plain = self.table(controls: 3)
    for run in 0..<Self.observations {
      // A constant, a control, a multiple of it, another, the sum of the two, and the responses.
      table[0, run] = 4
      table[1, run] = plain[0, run]
      table[2, run] = -7 * plain[0, run]
      table[3, run] = plain[1, run]
      table[4, run] = plain[0, run] + plain[1, run]
      table[5, run] = plain[3, run]
      table[6, run] = plain[4, run]
    }
    let regression = try #require(equations(table, controls: 5).regression())
    #expect(regression.kept == [1, 3])
    #expect(regression.degreesOfFreedom == Self.observations - 3)
  }

  @Test func `parts give the whole, and padding does not count`() throws {
    let table = table(controls: 3)
    let whole = equations(table, controls: 3)
    var parts = NormalEquations(controls: 3, responses: 2)
    for start in stride(from: 0, to: Self.observations, by: 64) {
      let count = min(64, Self.observations - start)
      var part = NormalEquations(controls: 3, responses: 2)
      part.add(
        Matrix(rows: 5, columns: 64) { $1 < count ? table[$0, start + $1] : 0 },
        observations: count)
      parts.merge(part)
    }
    #expect(parts.count == whole.count)
    let (a, b) = (try #require(whole.regression()), try #require(parts.regression()))
    for response in 0..<2 {
      #expect(
        abs(a.residualVariance(response) - b.residualVariance(response))
          < 1e-7 * a.residualVariance(response))
    }
  }

  @Test func `too few observations give no regression, and no controls give plain means`() throws {
    var few = NormalEquations(controls: 3, responses: 1)
    few.add(
      Matrix(rows: 4, columns: 5) { Double(($0 * 5 + $1) * 37 % 11) }, observations: 5)
    #expect(few.regression().map(\.degreesOfFreedom) == nil)
    var none = NormalEquations(controls: 0, responses: 1)
    none.add(Matrix(rows: 1, columns: 4, entries: [1, 2, 3, 6]), observations: 4)
    let regression = try #require(none.regression())
    #expect(regression.shift(means: []).corrections == [0])
    #expect(abs(regression.residualVariance(0) - 14.0 / 3) < 1e-12)
  }
}
