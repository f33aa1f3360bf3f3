internal import CKernels
internal import Statistics

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
