internal import COpenBLAS

/// A dense matrix of doubles, stored row by row.
public struct Matrix: Hashable, Sendable {
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// The entries, row by row; `rows × columns` of them.
  public var entries: [Double]

  /// Makes a matrix from its entries, row by row.
  public init(rows: Int, columns: Int, entries: [Double]) {
    precondition(
      entries.count == rows * columns,
      "\(entries.count) entries, expected \(rows) × \(columns)")
    self.rows = rows
    self.columns = columns
    self.entries = entries
  }

  /// Makes a matrix from a formula for its entries.
  public init(rows: Int, columns: Int, _ entry: (_ row: Int, _ column: Int) -> Double) {
    self.rows = rows
    self.columns = columns
    entries = []
    entries.reserveCapacity(rows * columns)
    for row in 0..<rows { for column in 0..<columns { entries.append(entry(row, column)) } }
  }

  /// The unit matrix.
  public static func identity(_ size: Int) -> Matrix {
    Matrix(rows: size, columns: size) { $0 == $1 ? 1 : 0 }
  }

  /// One entry.
  public subscript(row: Int, column: Int) -> Double {
    get { entries[row * columns + column] }
    set { entries[row * columns + column] = newValue }
  }

  /// The product with another matrix, by OpenBLAS.
  ///
  /// - Complexity: `2 · rows · columns · other.columns` operations.
  public func times(_ other: Matrix) -> Matrix {
    precondition(columns == other.rows, "\(columns) columns times \(other.rows) rows")
    var result = Matrix(rows: rows, columns: other.columns) { _, _ in 0 }
    var span = result.entries.mutableSpan
    multiply(self, other.entries.span, columns: other.columns, into: &span)
    return result
  }
}

/// Multiplies a matrix by another one given as memory: `into = left · right`, by OpenBLAS's `dgemm`.
///
/// Every column of the result depends on the same column of `right` alone, and for one shape its bits do not depend on
/// what the other columns hold.
///
/// - Parameters:
///   - left: Shape `[m, k]`.
///   - right: Shape `[k, columns]`, row by row, without gaps.
///   - columns: Columns of `right` and of the result.
///   - result: Shape `[m, columns]`; overwritten.
public func multiply(
  _ left: borrowing Matrix, _ right: Span<Double>, columns: Int,
  into result: inout MutableSpan<Double>
) {
  let (rows, inner) = (left.rows, left.columns)
  precondition(
    right.count == inner * columns, "right has \(right.count), expected \(inner) × \(columns)")
  precondition(
    result.count == rows * columns, "result has \(result.count), expected \(rows) × \(columns)")
  guard rows > 0, columns > 0 else { return }
  guard inner > 0 else {
    for index in 0..<result.count { result[index] = 0 }
    return
  }
  // Safe: the three sizes were compared with the shapes above, and the pointers live only within the closures.
  unsafe left.entries.withUnsafeBufferPointer { a in
    unsafe right.withUnsafeBufferPointer { b in
      unsafe result.withUnsafeMutableBufferPointer { c in
        unsafe cblas_dgemm(
          CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(rows), blasint(columns),
          blasint(inner), 1, a.baseAddress, blasint(inner), b.baseAddress, blasint(columns), 0,
          c.baseAddress, blasint(columns))
      }
    }
  }
}
