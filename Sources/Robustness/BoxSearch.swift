/// Finds a region of the factors in which a target is met more often than elsewhere, by patient rule induction.
///
/// Peeling cuts a small share of the runs off one end of one factor, the cut that helps most, again and again; pasting then gives back what was
/// cut too much. J. H. Friedman and N. I. Fisher (1999), doi:10.1023/A:1008894516817; for scenarios B. P. Bryant and R. J. Lempert (2010),
/// doi:10.1016/j.techfore.2009.08.002. Where a cut falls, and how ties of factors are treated, is as in the `sdtoolkit` of those authors.
public struct BoxSearch: Sendable {
  /// What a cut is worth.
  public enum Objective: String, Hashable, Sendable, CaseIterable {
    /// The gain in density for each run that is lost: patient also with factors of few values. The default of the EMA Workbench.
    case gainPerRunLost
    /// The gain in density for each run that is lost, times the runs that are left: Friedman and Fisher, equation 14.6.
    case gainTimesRunsLeft
    /// The density that is left: the first proposal of Friedman and Fisher.
    case density
  }

  /// How patient the search is.
  public struct Settings: Hashable, Sendable {
    /// The share of the box's runs that a cut takes away, between 0 and one half; more where values tie.
    public let peeled: Double
    /// The share that pasting gives back of what lies beyond a limit, between 0 and one half.
    public let pasted: Double
    /// The smallest share of all runs that a box may hold, above 0.
    public let smallestMass: Double
    /// What a cut is worth.
    public let objective: Objective

    /// Sets the patience.
    public init(
      peeled: Double = 0.05, pasted: Double = 0.05, smallestMass: Double = 0.05,
      objective: Objective = .gainPerRunLost
    ) {
      precondition(peeled > 0 && peeled < 0.5, "peeled is \(peeled), expected 0 to 0.5")
      precondition(pasted > 0 && pasted < 0.5, "pasted is \(pasted), expected 0 to 0.5")
      precondition(
        smallestMass > 0 && smallestMass < 1, "smallestMass is \(smallestMass), expected 0 to 1")
      self.peeled = peeled
      self.pasted = pasted
      self.smallestMass = smallestMass
      self.objective = objective
    }
  }

  /// The factors: a column a factor, a number a run.
  public let columns: [[Double]]
  /// The factors that may be cut, by column.
  public let factors: [Int]
  /// How patient it is.
  public let settings: Settings
  /// The runs that take part, by row.
  public let rows: [Int]
  /// How many of them meet the target.
  public let hits: Int
  /// Runs left out because a factor or the target is not a number.
  public let dropped: Int
  let isHit: [Bool]
  /// The rows in the order of each factor that may be cut, one after the other.
  private let orders: [Int32]

  /// Prepares a search.
  ///
  /// - Parameters:
  ///   - columns: A column a factor, each with a number a run; a run with a number that is not finite is left out and counted.
  ///   - isHit: Whether the target is met in each run; nil where that is undefined, and the run is left out and counted.
  ///   - factors: The columns that may be cut; all unless given. Columns that do nothing blunt the search: cuts are spent on them by chance.
  ///   - settings: How patient to be.
  /// - Complexity: O(factors × runs × log runs) for the orders, which every box uses.
  public init(
    columns: [[Double]], isHit: [Bool?], factors: [Int]? = nil, settings: Settings = Settings()
  ) {
    precondition(
      columns.allSatisfy { $0.count == isHit.count },
      "columns of \(columns.map(\.count)) runs, expected \(isHit.count)")
    let factors = factors ?? Array(columns.indices)
    self.columns = columns
    self.factors = factors
    self.settings = settings
    let rows = isHit.indices.filter { row in
      isHit[row] != nil && columns.allSatisfy { $0[row].isFinite }
    }
    self.rows = rows
    self.isHit = isHit.map { $0 ?? false }
    hits = rows.count { isHit[$0] == true }
    dropped = isHit.count - rows.count
    var orders: [Int32] = []
    orders.reserveCapacity(factors.count * rows.count)
    for column in factors.map({ columns[$0] }) {
      // Equal values keep the order of the rows, so that the result does not depend on the sort.
      let sorted = rows.map { (value: column[$0], row: Int32($0)) }
        .sorted { ($0.value, $0.row) < ($1.value, $1.row) }
      for entry in sorted { orders.append(entry.row) }
    }
    self.orders = orders
  }

  /// Searches for one box.
  ///
  /// - Parameter earlier: Boxes found before, whose runs are out of the search: so several boxes cover the target one after the other.
  /// - Returns: All boxes on the way, the first without limits; nil when no run, or no hit, is left, or every run left is a hit.
  /// - Complexity: O(factors × runs / peeled) time.
  public func trajectory(after earlier: [Box] = []) -> BoxTrajectory? {
    let taken = Set(earlier.flatMap { $0.rows(columns, among: rows) })
    let left = taken.isEmpty ? rows : rows.filter { !taken.contains($0) }
    let hitsLeft = left.count { isHit[$0] }
    guard hitsLeft > 0, hitsLeft < left.count else { return nil }
    var peeling = Peeling(self, rows: left, hits: hitsLeft)
    var boxes = peeling.boxes()
    paste(&boxes, rows: left)
    return BoxTrajectory(search: self, rows: left, boxes: boxes)
  }

  /// Searches for boxes one after the other, each among the runs that those before leave.
  ///
  /// - Parameters:
  ///   - most: How many boxes at most; at least 1.
  ///   - choice: Takes one box of a trajectory; nil ends the search.
  /// - Returns: The boxes, in the order of the search.
  public func covering(most: Int, choice: (BoxTrajectory) -> BoxStep?) -> [BoxStep] {
    var steps: [BoxStep] = []
    while steps.count < most, let found = trajectory(after: steps.map(\.box)),
      let step = choice(found), !step.box.restricted.isEmpty
    {
      steps.append(step)
    }
    return steps
  }

  /// What a change of a box is worth; nought when the density stays the same.
  func worth(
    fromHits oldHits: Int, of oldRuns: Int, toHits newHits: Int, of newRuns: Int
  ) -> Double {
    let new = newRuns == 0 ? 0 : Double(newHits) / Double(newRuns)
    if settings.objective == .density { return newRuns == 0 ? -1 : new }
    let old = Double(oldHits) / Double(oldRuns)
    let change = Double(abs(newRuns - oldRuns))
    guard new != old, change > 0 else { return 0 }
    return settings.objective == .gainPerRunLost
      ? (new - old) / change : Double(newRuns) * (new - old) / change
  }

  /// The rows of the search in the order of a factor, by its place among those that may be cut.
  func order(at place: Int) -> ArraySlice<Int32> {
    orders[(place * rows.count)..<((place + 1) * rows.count)]
  }

  /// Gives back, as long as it makes a box denser, some of the runs beyond a limit.
  private func paste(_ boxes: inout [BoxStep], rows: [Int]) {
    while let last = boxes.last {
      var best: (worth: Double, free: Int, box: Box, runs: Int, hits: Int)?
      for factor in last.box.restricted {
        for side in Box.Side.allCases {
          let pasted = pasted(last.box, factor, side, rows)
          let inside = pasted.rows(columns, among: rows)
          let hits = inside.count { isHit[$0] }
          let worth = worth(
            fromHits: last.hits, of: last.runs, toHits: hits, of: inside.count)
          let free = columns.count - pasted.restricted.count
          if best.map({ (worth, free) > ($0.worth, $0.free) }) ?? true {
            best = (worth, free, pasted, inside.count, hits)
          }
        }
      }
      guard let best, best.runs > last.runs, best.worth > 0,
        Double(best.hits) * Double(last.runs) > Double(last.hits) * Double(best.runs)
      else { return }
      boxes.append(BoxStep(self, box: best.box, runs: best.runs, hits: best.hits))
    }
  }

  /// A box with one limit moved outwards.
  private func pasted(_ box: Box, _ factor: Int, _ side: Box.Side, _ rows: [Int]) -> Box {
    guard box.isRestricted(factor, side) else { return box }
    let limit = box.limit(factor, side)
    let free = box.dropping(factor, side)
    let values = free.rows(columns, among: rows).map { columns[factor][$0] }
    let beyond = values.filter { side == .low ? $0 <= limit : $0 >= limit }.sorted()
    guard let first = beyond.first, let last = beyond.last else { return free }
    let moved = cut(
      at: side == .low ? 1 - settings.pasted : settings.pasted, count: beyond.count
    ) { beyond[$0] }
    guard side == .low ? moved > first : moved < last else { return free }
    var result = box
    result.restrict(factor, side, to: moved)
    return result
  }
}

/// Where a share of sorted values ends: halfway between two different values, a tie being cut off whole.
///
/// - Parameters:
///   - share: Below one half from the low end, above it from the high end.
///   - count: Number of values, at least 1.
///   - value: The values, rising.
/// - Returns: The cut, not outside the values.
func cut(at share: Double, count: Int, value: (Int) -> Double) -> Double {
  let place = Double(count - 1) * share
  var (below, above) = (Int(place.rounded(.down)), Int(place.rounded(.up)))
  if share > 0.5 {
    while value(below) == value(above), below > 0 { below -= 1 }
  } else {
    while value(below) == value(above), above < count - 1 { above += 1 }
  }
  return (value(below) + value(above)) / 2
}

/// The rows of a shrinking box in the order of every factor.
private struct Peeling {
  private let search: BoxSearch
  private var box: Box
  private var count: Int
  private var hits: Int
  /// Rows in the box by factor, each factor's with room for all rows.
  private var orders: [Int32]
  private let room: Int
  private var isInside: [Bool]

  /// A cut that could be made.
  private struct Cut {
    let factor: Int
    /// Its place among the factors that may be cut.
    let place: Int
    let side: Box.Side
    let limit: Double
    let runsLost: Int
    let hitsLost: Int
    let worth: Double
    /// Factors that stay without limits.
    let free: Int
  }

  init(_ search: BoxSearch, rows: [Int], hits: Int) {
    self.search = search
    self.hits = hits
    box = Box(factors: search.columns.count)
    count = rows.count
    room = rows.count
    isInside = Array(repeating: false, count: search.isHit.count)
    for row in rows { isInside[row] = true }
    orders = []
    orders.reserveCapacity(search.factors.count * rows.count)
    for place in search.factors.indices {
      for row in search.order(at: place) where isInside[Int(row)] { orders.append(row) }
    }
  }

  /// The boxes from the one without limits to the last that may be made.
  mutating func boxes() -> [BoxStep] {
    var boxes = [BoxStep(search, box: box, runs: count, hits: hits)]
    while let cut = best() {
      let left = count - cut.runsLost
      guard cut.runsLost > 0, cut.worth > 0,
        Double(left) / Double(search.rows.count) >= search.settings.smallestMass
      else { break }
      take(cut)
      boxes.append(BoxStep(search, box: box, runs: count, hits: hits))
    }
    return boxes
  }

  /// The cut that is worth most, of equal ones that which limits the fewest factors, then the first.
  private func best() -> Cut? {
    var best: Cut?
    let restricted = Set(box.restricted)
    for (place, factor) in search.factors.enumerated() {
      let free = search.columns.count - restricted.count - (restricted.contains(factor) ? 0 : 1)
      for side in [Box.Side.high, .low] {
        let cut = cut(factor, at: place, side, free)
        if best.map({ (cut.worth, cut.free) > ($0.worth, $0.free) }) ?? true { best = cut }
      }
    }
    return best
  }

  private func cut(_ factor: Int, at place: Int, _ side: Box.Side, _ free: Int) -> Cut {
    let first = place * room
    let column = search.columns[factor]
    let share = side == .low ? search.settings.peeled : 1 - search.settings.peeled
    let limit = Robustness.cut(at: share, count: count) { column[Int(orders[first + $0])] }
    var (runsLost, hitsLost) = (0, 0)
    while runsLost < count {
      let row = Int(orders[first + (side == .low ? runsLost : count - 1 - runsLost)])
      guard side == .low ? column[row] < limit : column[row] > limit else { break }
      runsLost += 1
      if search.isHit[row] { hitsLost += 1 }
    }
    let worth = search.worth(
      fromHits: hits, of: count, toHits: hits - hitsLost, of: count - runsLost)
    return Cut(
      factor: factor, place: place, side: side, limit: limit, runsLost: runsLost,
      hitsLost: hitsLost,
      worth: worth, free: free)
  }

  private mutating func take(_ cut: Cut) {
    let first = cut.place * room
    let lost =
      cut.side == .low
      ? first..<(first + cut.runsLost) : (first + count - cut.runsLost)..<(first + count)
    for index in lost { isInside[Int(orders[index])] = false }
    for place in search.factors.indices {
      let start = place * room
      var end = start
      for index in start..<(start + count) where isInside[Int(orders[index])] {
        orders[end] = orders[index]
        end += 1
      }
    }
    box.restrict(cut.factor, cut.side, to: cut.limit)
    count -= cut.runsLost
    hits -= cut.hitsLost
  }
}
