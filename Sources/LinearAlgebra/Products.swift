internal import COpenBLAS

extension Matrix {
  /// The product with the transpose of another matrix: the inner products of the rows of both, by OpenBLAS.
  ///
  /// - Complexity: `2 · rows · other.rows · columns` operations.
  public func timesTransposed(_ other: Matrix) -> Matrix {
    precondition(columns == other.columns, "rows of \(columns) and of \(other.columns)")
    var result = Matrix(
      rows: rows, columns: other.rows,
      entries: Array(repeating: 0, count: rows * other.rows))
    guard rows > 0, other.rows > 0, columns > 0 else { return result }
    // Safe: all three arrays have the shapes that BLAS is told, and it keeps no pointer.
    unsafe entries.withUnsafeBufferPointer { a in
      unsafe other.entries.withUnsafeBufferPointer { b in
        unsafe result.entries.withUnsafeMutableBufferPointer { c in
          unsafe cblas_dgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, blasint(rows), blasint(other.rows),
            blasint(columns), 1, a.baseAddress, blasint(columns), b.baseAddress,
            blasint(columns), 0, c.baseAddress, blasint(other.rows))
        }
      }
    }
    return result
  }

  /// The inner products of all pairs of rows, a symmetric matrix, by OpenBLAS's `dsyrk`.
  ///
  /// - Complexity: `rows² · columns` operations.
  public func innerProductsOfRows() -> Matrix {
    var result = Matrix(
      rows: rows, columns: rows, entries: Array(repeating: 0, count: rows * rows))
    guard rows > 0, columns > 0 else { return result }
    // Safe: both arrays have the shapes that BLAS is told, and it keeps no pointer.
    unsafe entries.withUnsafeBufferPointer { a in
      unsafe result.entries.withUnsafeMutableBufferPointer { c in
        unsafe cblas_dsyrk(
          CblasRowMajor, CblasLower, CblasNoTrans, blasint(rows), blasint(columns), 1,
          a.baseAddress, blasint(columns), 0, c.baseAddress, blasint(rows))
      }
    }
    for row in 0..<rows { for column in 0..<row { result[column, row] = result[row, column] } }
    return result
  }

  /// Replaces every column by the solution of `factor · x = column`, or of `factorᵀ · x = column`, by BLAS's `dtrsm`.
  ///
  /// - Parameters:
  ///   - factor: Lower triangular with a diagonal without noughts, as many rows as this matrix; what is above the diagonal is not read.
  ///   - transposed: Whether to solve with the factor's transpose.
  /// - Complexity: `rows² · columns` operations.
  public mutating func solve(lowerTriangular factor: Matrix, transposed: Bool = false) {
    precondition(
      factor.rows == rows && factor.columns == rows,
      "factor is \(factor.rows) × \(factor.columns), expected \(rows) × \(rows)")
    let (rows, columns) = (self.rows, self.columns)
    guard rows > 0, columns > 0 else { return }
    // Safe: both arrays have the shapes that BLAS is told, and it keeps no pointer.
    unsafe factor.entries.withUnsafeBufferPointer { factor in
      unsafe entries.withUnsafeMutableBufferPointer { entries in
        unsafe cblas_dtrsm(
          CblasRowMajor, CblasLeft, CblasLower, transposed ? CblasTrans : CblasNoTrans,
          CblasNonUnit, blasint(rows), blasint(columns), 1, factor.baseAddress, blasint(rows),
          entries.baseAddress, blasint(columns))
      }
    }
  }
}
