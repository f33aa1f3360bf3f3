internal import COpenBLAS

/// The solution of a least-squares problem.
public struct LeastSquares: Hashable, Sendable {
  /// Coefficients, one a column of the design.
  public let coefficients: [Double]
  /// Numerical rank of the design; below the number of columns the solution is the one of least norm.
  public let rank: Int
  /// Sum of squared residuals.
  public let residualSumOfSquares: Double

  /// Solves `min ‖design · x − response‖` by LAPACK's `dgelsy` (QR with column pivoting).
  ///
  /// Columns are scaled to length one first, so that units do not decide the rank.
  ///
  /// - Parameters:
  ///   - design: Shape `[n, k]` with `n ≥ k ≥ 1`.
  ///   - response: `n` numbers.
  ///   - tolerance: Smallest reciprocal condition number that counts as full rank.
  public init(design: Matrix, response: [Double], tolerance: Double = 1e-13) {
    let (count, width) = (design.rows, design.columns)
    precondition(count >= width && width >= 1, "design is \(count) × \(width)")
    precondition(response.count == count, "\(response.count) responses, expected \(count)")
    var scale = [Double](repeating: 0, count: width)
    for row in 0..<count {
      for column in 0..<width { scale[column] += design[row, column] * design[row, column] }
    }
    scale = scale.map { $0 > 0 ? $0.squareRoot() : 1 }
    // Fortran wants columns one after the other.
    var columnMajor = [Double](repeating: 0, count: count * width)
    for column in 0..<width {
      for row in 0..<count {
        columnMajor[column * count + row] = design[row, column] / scale[column]
      }
    }
    var solution = response
    var (m, n, one) = (Int32(count), Int32(width), Int32(1))
    var pivots = [Int32](repeating: 0, count: width)
    var found: Int32 = 0
    var info: Int32 = 0
    var condition = tolerance
    func solve(_ work: inout [Double], _ length: Int32) {
      var (leadingA, leadingB, size) = (m, m, length)
      // Safe: every array has the length that LAPACK is told, and it keeps no pointer.
      unsafe dgelsy_(
        &m, &n, &one, &columnMajor, &leadingA, &solution, &leadingB, &pivots, &condition, &found,
        &work, &size, &info)
    }
    var query = [0.0]
    solve(&query, -1)
    var work = [Double](repeating: 0, count: max(1, Int(query[0])))
    solve(&work, Int32(work.count))
    precondition(info == 0, "dgelsy refused its argument \(-info)")
    coefficients = (0..<width).map { solution[$0] / scale[$0] }
    rank = Int(found)
    var sum = 0.0
    for row in 0..<count {
      var residual = response[row]
      for column in 0..<width { residual -= design[row, column] * coefficients[column] }
      sum += residual * residual
    }
    residualSumOfSquares = sum
  }
}
