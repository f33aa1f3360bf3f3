internal import COpenBLAS

/// A matrix that has no Cholesky factor.
public struct NotPositiveDefinite: Error, Hashable {
  /// Index of the first row, from 0, whose leading block is not positive definite.
  public let row: Int
}

extension Matrix {
  /// The lower triangular `L` with `L · Lᵀ` equal to this symmetric matrix, by LAPACK's `dpotrf`.
  ///
  /// - Throws: ``NotPositiveDefinite`` with the first row at which it fails.
  public func choleskyFactor() throws(NotPositiveDefinite) -> Matrix {
    precondition(rows == columns, "\(rows) × \(columns), expected a square matrix")
    guard rows > 0 else { return self }
    var factor = entries
    var size = Int32(rows)
    var info: Int32 = 0
    // Row by row, the lower triangle is what Fortran, column by column, calls the upper one.
    var upper = CChar(UInt8(ascii: "U"))
    // Safe: `factor` holds size × size doubles, and LAPACK keeps no pointer.
    unsafe factor.withUnsafeMutableBufferPointer { buffer in
      var leading = size
      unsafe dpotrf_(&upper, &size, buffer.baseAddress, &leading, &info)
    }
    precondition(info >= 0, "dpotrf refused its argument \(-info)")
    guard info == 0 else { throw NotPositiveDefinite(row: Int(info) - 1) }
    var result = Matrix(rows: rows, columns: columns, entries: factor)
    for row in 0..<rows {
      for column in (row + 1)..<max(columns, row + 1) { result[row, column] = 0 }
    }
    return result
  }
}
