internal import CKernels

/// All cells of one block's runs, kept for quantiles.
///
/// Cell `c` of run `r` stands at `c · Block.runs + r`. It is written once, by the worker that makes it, and only read afterwards.
@safe final class KeptBlock: @unchecked Sendable {
  private let numbers: UnsafeMutablePointer<Double>
  private let cells: Int
  private let months: Int

  /// Makes room for the cells of a layout.
  init(_ layout: SeriesLayout) {
    months = layout.months
    cells = layout.cells
    // Safe: freed in `deinit`; every month writes its cells before anything is read.
    unsafe numbers = .allocate(capacity: layout.cells * Block.runs)
  }

  deinit { unsafe numbers.deallocate() }

  /// Keeps a month of all series, whose rows are given.
  func keep(_ board: borrowing Lanes, rows: [Int32], month: Int) {
    precondition(rows.count * months == cells && month < months)
    precondition(rows.allSatisfy { $0 >= 0 && Int($0) < board.rows }, "a row outside the board")
    // Safe: series `k` of the month ends before `numbers` does, as was just checked.
    unsafe ck_copy_rows(
      board.address(ofRow: 0), rows, rows.count, numbers + month * Block.runs, months * Block.runs)
  }

  /// Copies the first runs of a cell to a place in a list.
  func copy(_ cell: Int, runs: Int, to list: inout [Double], at first: Int) {
    precondition(runs <= Block.runs && cell >= 0 && cell < cells)
    precondition(first >= 0 && first + runs <= list.count)
    // Safe: both ranges were just checked.
    unsafe list.withUnsafeMutableBufferPointer { list in
      unsafe list.baseAddress?.advanced(by: first).update(
        from: numbers + cell * Block.runs, count: runs)
    }
  }
}
