internal import CKernels
internal import Statistics

/// Runs that one worker makes and hands in together: whole blocks, so that little is handed over and folded.
enum Batch {
  /// Blocks in a batch.
  static let blocks = 4
  /// Runs in a batch.
  static let runs = blocks * Block.runs

  /// Number of batches that hold the first `count` runs.
  static func count(for count: Int) -> Int { (count + runs - 1) / runs }
}

/// Count, mean and squared deviations of many numbers at once.
struct MomentTable: Sendable {
  private var counts: [Double]
  private var means: [Double]
  private var deviations: [Double]

  /// Starts with nothing seen of a number of numbers.
  init(count: Int) {
    counts = Array(repeating: 0, count: count)
    means = counts
    deviations = counts
  }

  /// What was seen of one number.
  subscript(index: Int) -> Moments {
    Moments(
      count: Int(counts[index]), mean: means[index], squaredDeviations: deviations[index])
  }

  /// Sees the first runs of a block's rows.
  ///
  /// `rows[k]` belongs to number `first + k`. What is not a number does not count.
  mutating func join(_ block: borrowing Lanes, rows: [Int32], runs: Int, at first: Int) {
    precondition(first >= 0 && first + rows.count <= counts.count, "\(rows.count) rows at \(first)")
    precondition(rows.allSatisfy { $0 >= 0 && Int($0) < block.rows }, "a row outside the block")
    // Safe: the rows lie in the block and the numbers in the table, as was just checked.
    unsafe counts.withUnsafeMutableBufferPointer { counts in
      unsafe means.withUnsafeMutableBufferPointer { means in
        unsafe deviations.withUnsafeMutableBufferPointer { deviations in
          unsafe rows.withUnsafeBufferPointer { rows in
            guard let counts = counts.baseAddress, let means = means.baseAddress,
              let deviations = deviations.baseAddress
            else { return }
            unsafe ck_join_moments(
              block.address(ofRow: 0), rows.baseAddress, rows.count, runs, counts + first,
              means + first, deviations + first)
          }
        }
      }
    }
  }

  /// Sees what another table has seen.
  mutating func merge(_ other: MomentTable) {
    precondition(other.counts.count == counts.count, "tables of different numbers")
    // Safe: all six have one length, as was just checked.
    unsafe counts.withUnsafeMutableBufferPointer { counts in
      unsafe means.withUnsafeMutableBufferPointer { means in
        unsafe deviations.withUnsafeMutableBufferPointer { deviations in
          unsafe ck_merge_moments(
            counts.baseAddress, means.baseAddress, deviations.baseAddress, other.counts,
            other.means, other.deviations, counts.count)
        }
      }
    }
  }
}

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
