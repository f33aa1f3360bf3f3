import Testing

@testable import LinearAlgebra

@Suite struct ProductsTests {
  private func matrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
    var state = seed
    return Matrix(rows: rows, columns: columns) { _, _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53 - 0.5
    }
  }

  private func expectEqual(_ first: Matrix, _ second: Matrix) {
    #expect(first.rows == second.rows && first.columns == second.columns)
    for (one, other) in zip(first.entries, second.entries) { #expect(abs(one - other) < 1e-13) }
  }

  @Test(arguments: [0, 1, 7, 40]) func `products of rows are plain sums`(columns: Int) {
    let (left, right) = (matrix(5, columns, seed: 1), matrix(3, columns, seed: 2))
    let plain = Matrix(rows: 5, columns: 3) { row, column in
      (0..<columns).reduce(0.0) { $0 + left[row, $1] * right[column, $1] }
    }
    expectEqual(left.timesTransposed(right), plain)
    expectEqual(left.innerProductsOfRows(), left.timesTransposed(left))
    #expect(matrix(0, columns, seed: 1).timesTransposed(right).entries.isEmpty)
  }

  @Test func `solutions of triangular systems give their right sides back`() throws {
    let factor = try matrix(6, 20, seed: 3).innerProductsOfRows().choleskyFactor()
    let sides = matrix(6, 4, seed: 4)
    var solution = sides
    solution.solve(lowerTriangular: factor)
    expectEqual(factor.times(solution), sides)
    solution = sides
    solution.solve(lowerTriangular: factor, transposed: true)
    let transposed = Matrix(rows: 6, columns: 6) { factor[$1, $0] }
    expectEqual(transposed.times(solution), sides)
  }
}
