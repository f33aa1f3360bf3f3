import Testing

@testable import LinearAlgebra

/// A matrix of reproducible numbers in (−½, ½).
private func scattered(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
  var state = seed
  return Matrix(rows: rows, columns: columns) { _, _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) * 0x1p-53 - 0.5
  }
}

/// The product by its definition.
private func plainProduct(_ a: Matrix, _ b: Matrix) -> Matrix {
  Matrix(rows: a.rows, columns: b.columns) { row, column in
    (0..<a.columns).reduce(0.0) { $0 + a[row, $1] * b[$1, column] }
  }
}

@Suite struct ProductTests {
  /// A sum of `k` products of numbers below one half errs by at most about k²/4 half-units of rounding, whatever its order.
  @Test(arguments: [0, 1, 7, 8, 9, 100])
  func `a product agrees with its definition`(inner: Int) {
    let a = scattered(13, inner, seed: 1)
    let b = scattered(inner, 64, seed: 2)
    let fast = a.times(b)
    let plain = plainProduct(a, b)
    for (x, y) in zip(fast.entries, plain.entries) {
      #expect(abs(x - y) <= 1e-16 * Double(inner * inner + 1))
    }
  }

  /// The promise on which a run's independence of its neighbours rests.
  @Test func `a column of a product has the same bits whatever the other columns hold`() {
    let a = scattered(13, 280, seed: 3)
    let b = scattered(280, 64, seed: 4)
    let whole = a.times(b)
    for column in [0, 1, 31, 63] {
      var alone = scattered(280, 64, seed: 5)
      for row in 0..<280 { alone[row, column] = b[row, column] }
      let other = a.times(alone)
      for row in 0..<13 { #expect(whole[row, column] == other[row, column]) }
    }
  }

  @Test func `the library passes its own check`() { #expect(OpenBLAS.selfCheck() < 1e-13) }

  @Test func `the library says what it is`() {
    #expect(!OpenBLAS.kernel.isEmpty)
    #expect(OpenBLAS.version.contains("."))
    OpenBLAS.useOneThread()
    #expect(OpenBLAS.threads == 1)
  }
}

@Suite struct CholeskyTests {
  @Test(arguments: [1, 2, 7, 40])
  func `a factor times its transpose is the matrix`(size: Int) throws {
    let root = scattered(size, size, seed: 6)
    let matrix = Matrix(rows: size, columns: size) { row, column in
      (row == column ? 1.0 : 0) + (0..<size).reduce(0.0) { $0 + root[row, $1] * root[column, $1] }
    }
    let factor = try matrix.choleskyFactor()
    for row in 0..<size {
      for column in 0..<size {
        let product = (0..<size).reduce(0.0) { $0 + factor[row, $1] * factor[column, $1] }
        #expect(abs(product - matrix[row, column]) < 1e-13 * Double(size))
        if column > row { #expect(factor[row, column] == 0) }
      }
    }
  }

  @Test func `a matrix of contradicting correlations names the row at which it fails`() throws {
    let matrix = Matrix(
      rows: 3, columns: 3, entries: [1, 0.9, 0.9, 0.9, 1, -0.9, 0.9, -0.9, 1])
    let error = try #require(throws: NotPositiveDefinite.self) { try matrix.choleskyFactor() }
    #expect(error.row == 2)
  }
}

@Suite struct LeastSquaresTests {
  /// Longley (1967), a nearly singular design; reference values certified by NIST (StRD) and confirmed to 50 digits.
  ///
  /// Its condition number of about 10⁷ after scaling leaves some nine digits.
  @Test func `the Longley data give the certified coefficients`() {
    let rows: [(Double, [Double])] = [
      (60323, [83.0, 234289, 2356, 1590, 107608, 1947]),
      (61122, [88.5, 259426, 2325, 1456, 108632, 1948]),
      (60171, [88.2, 258054, 3682, 1616, 109773, 1949]),
      (61187, [89.5, 284599, 3351, 1650, 110929, 1950]),
      (63221, [96.2, 328975, 2099, 3099, 112075, 1951]),
      (63639, [98.1, 346999, 1932, 3594, 113270, 1952]),
      (64989, [99.0, 365385, 1870, 3547, 115094, 1953]),
      (63761, [100.0, 363112, 3578, 3350, 116219, 1954]),
      (66019, [101.2, 397469, 2904, 3048, 117388, 1955]),
      (67857, [104.6, 419180, 2822, 2857, 118734, 1956]),
      (68169, [108.4, 442769, 2936, 2798, 120445, 1957]),
      (66513, [110.8, 444546, 4681, 2637, 121950, 1958]),
      (68655, [112.6, 482704, 3813, 2552, 123366, 1959]),
      (69564, [114.2, 502601, 3931, 2514, 125368, 1960]),
      (69331, [115.7, 518173, 4806, 2572, 127852, 1961]),
      (70551, [116.9, 554894, 4007, 2827, 130081, 1962]),
    ]
    let design = Matrix(rows: 16, columns: 7) { row, column in
      column == 0 ? 1 : rows[row].1[column - 1]
    }
    let fit = LeastSquares(design: design, response: rows.map(\.0))
    let certified = [
      -3482258.63459582, 15.0618722713733, -0.0358191792925910, -2.02022980381683,
      -1.03322686717359, -0.0511041056535807, 1829.15146461355,
    ]
    #expect(fit.rank == 7)
    for (found, expected) in zip(fit.coefficients, certified) {
      #expect(abs(found / expected - 1) < 1e-8)
    }
    let residual = (fit.residualSumOfSquares / 9).squareRoot()
    #expect(abs(residual / 304.854073561965 - 1) < 1e-9)
  }

  @Test func `a design with a repeated column has a lower rank and the least norm`() {
    let design = Matrix(rows: 4, columns: 2) { row, _ in Double(row) }
    let fit = LeastSquares(design: design, response: [0, 2, 4, 6])
    #expect(fit.rank == 1)
    #expect(abs(fit.coefficients[0] - 1) < 1e-12 && abs(fit.coefficients[1] - 1) < 1e-12)
  }
}
