internal import CKernels

/// Months of some series of one world, for the runs of a block.
@safe final class Paths {
  private let months: Int
  private let rows: [Int32]
  private let lanes: Lanes
  /// Place of a series among those that are kept, or -1.
  private let places: [Int]

  /// Makes room for some series of a plan.
  init(_ plan: Plan, series wanted: [Int]) {
    months = plan.months
    rows = wanted.map { plan.boardRows[$0] }
    lanes = Lanes(rows: wanted.count * plan.months)
    var places = Array(repeating: -1, count: plan.layout.series.count)
    for (place, series) in wanted.enumerated() { places[series] = place }
    self.places = places
  }

  /// Keeps a month of the series.
  func record(_ month: Int, _ board: borrowing Lanes) {
    guard !rows.isEmpty else { return }
    precondition(month < months && rows.allSatisfy { Int($0) < board.rows })
    // Safe: the rows of the board were just checked, and each series has a row a month here.
    unsafe ck_copy_rows(
      board.address(ofRow: 0), rows, rows.count, lanes.address(ofRow: month),
      months * Block.runs)
  }

  /// Where a series stands; it must be one of those that are kept.
  func place(of series: Int) -> Int {
    precondition(places[series] >= 0, "series \(series) is not kept")
    return places[series]
  }

  /// The months of the series at a place, in eight runs.
  func months(_ place: Int, lane: Int) -> [Lane] {
    (0..<months).map { lanes[place * months + $0, lane] }
  }
}
