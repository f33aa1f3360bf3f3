internal import JSONText
internal import Statistics

/// Two tables of runs, read in step.
///
/// Rows that stand in the order of their numbers are read once and never kept, however many there are; otherwise both tables are held in memory and joined by number.
struct PairedRuns {
  /// What is the same in both.
  private struct Layout {
    let outcomes: [ResultName]
    /// Outcomes first, then uncertain numbers, then levers.
    let columns: [String]
    let draws: Range<Int>
    let levers: Range<Int>
  }

  private(set) var outcomes: [PairTally]
  /// Pairs of runs.
  private(set) var pairs = 0
  /// Runs without a partner.
  private(set) var alone = (base: 0, other: 0)
  /// Uncertain numbers of both that vary, and how many of these are the same in every pair.
  private(set) var draws = (shared: 0, equal: 0)
  /// Of levers in both: the share of pairs in which each is in force.
  private(set) var levers: [(name: String, base: Double, other: Double)] = []
  /// The claims in the rows of each.
  private(set) var claims = (base: "", other: "")

  /// A number of both: what it began with, and whether it varies and is the same in every pair.
  private struct Draw {
    var first = Double.nan
    var varies = false
    var isEqual = true
    var isAny = false
  }
  private var seen: [Draw]
  private var inForce: [(base: Double, other: Double)]

  private struct OutOfOrder: Error {}

  /// Reads both tables.
  init(base: RunsFile, other: RunsFile) throws(InputFaults) {
    let named = other.outcomes.map(\.name)
    let shared = base.outcomes.filter { named.contains($0.name) }
    let draws = base.draws.filter(Set(other.draws).contains)
    let levers = base.levers.filter(Set(other.levers).contains)
    let layout = Layout(
      outcomes: shared.map(\.name),
      columns: shared.map(\.column) + draws + levers.map(RunsFile.column),
      draws: shared.count..<(shared.count + draws.count),
      levers: (shared.count + draws.count)..<(shared.count + draws.count + levers.count))
    outcomes = []
    seen = []
    inForce = []
    clear(layout)
    do {
      try readInStep(base, other, layout)
    } catch let faults as InputFaults { throw faults } catch {
      clear(layout)
      try join(base, other, layout)
    }
    finish(levers)
  }

  private mutating func clear(_ layout: Layout) {
    outcomes = layout.outcomes.map(PairTally.init)
    seen = [Draw](repeating: Draw(), count: layout.draws.count)
    inForce = [(base: Double, other: Double)](repeating: (0, 0), count: layout.levers.count)
    pairs = 0
    alone = (0, 0)
  }

  private mutating func finish(_ names: [String]) {
    let varying = seen.filter { $0.isAny && $0.varies }
    draws = (varying.count, varying.count { $0.isEqual })
    let count = Double(max(pairs, 1))
    levers = zip(names, inForce).map { ($0, $1.base / count, $1.other / count) }
  }

  /// Sees a pair.
  private mutating func add(_ base: [Double], _ other: [Double], _ layout: Layout) {
    pairs += 1
    for index in outcomes.indices { outcomes[index].add(base: base[index], other: other[index]) }
    for (place, index) in layout.draws.enumerated() {
      let (left, right) = (base[index], other[index])
      guard !left.isNaN, !right.isNaN else { continue }
      if !seen[place].isAny {
        seen[place].isAny = true
        seen[place].first = left
      } else if left != seen[place].first {
        seen[place].varies = true
      }
      let allowance = PairTally.tolerance * max(left.magnitude, right.magnitude)
      if (left - right).magnitude > allowance { seen[place].isEqual = false }
    }
    for (place, index) in layout.levers.enumerated() {
      inForce[place].base += base[index]
      inForce[place].other += other[index]
    }
  }

  private mutating func readInStep(
    _ base: RunsFile, _ other: RunsFile, _ layout: Layout
  ) throws {
    var left = try base.rows(of: layout.columns)
    var right = try other.rows(of: layout.columns)
    func advance(_ rows: inout RunRows) throws -> Bool {
      let before = rows.run
      guard rows.advance() else { return false }
      if rows.run <= before { throw OutOfOrder() }
      return true
    }
    var (isLeft, isRight) = (try advance(&left), try advance(&right))
    while isLeft || isRight {
      if isLeft, isRight, left.run == right.run {
        add(left.values, right.values, layout)
        (isLeft, isRight) = (try advance(&left), try advance(&right))
      } else if isLeft, !isRight || left.run < right.run {
        alone.base += 1
        isLeft = try advance(&left)
      } else {
        alone.other += 1
        isRight = try advance(&right)
      }
    }
    var faults = left.faults
    if base.source != other.source { faults.add(right.faults) }
    try faults.check()
    claims = (left.claims, right.claims)
  }

  /// A table in memory, by the number of the run.
  private struct Held {
    /// Runs in rising order, with the places of their rows.
    var runs: [(run: Int, row: Int)] = []
    var values: [[Double]] = []
    var claims = ""
    var faults = FaultList()

    init(_ file: RunsFile, _ columns: [String]) throws(InputFaults) {
      var rows = try file.rows(of: columns)
      var lines: [Int: Int] = [:]
      while rows.advance() {
        if let line = lines[rows.run] {
          rows.report(.repeated(name: "\(rows.run)", line: line))
          continue
        }
        lines[rows.run] = rows.line
        runs.append((rows.run, values.count))
        values.append(rows.values)
      }
      runs.sort { $0.run < $1.run }
      claims = rows.claims
      faults = rows.faults
    }
  }

  private mutating func join(
    _ base: RunsFile, _ other: RunsFile, _ layout: Layout
  ) throws(InputFaults) {
    let left = try Held(base, layout.columns)
    let right = try Held(other, layout.columns)
    var faults = left.faults
    if base.source != other.source { faults.add(right.faults) }
    try faults.check()
    var (first, second) = (0, 0)
    while first < left.runs.count || second < right.runs.count {
      let a = first < left.runs.count ? left.runs[first].run : Int.max
      let b = second < right.runs.count ? right.runs[second].run : Int.max
      if a == b {
        add(left.values[left.runs[first].row], right.values[right.runs[second].row], layout)
        first += 1
        second += 1
      } else if a < b {
        alone.base += 1
        first += 1
      } else {
        alone.other += 1
        second += 1
      }
    }
    claims = (left.claims, right.claims)
  }
}

/// The outcomes of one table of runs, without regard to another.
struct RunsSummary {
  let table: SummaryTable
  /// Share of runs in which each lever is in force.
  let levers: [(name: String, share: Double)]

  /// Reads the table.
  init(_ file: RunsFile) throws(InputFaults) {
    let columns = file.outcomes.map(\.column) + file.levers.map(RunsFile.column)
    var rows = try file.rows(of: columns)
    var moments = [Moments](repeating: Moments(), count: file.outcomes.count)
    var inForce = [Double](repeating: 0, count: file.levers.count)
    var runs = 0
    while rows.advance() {
      runs += 1
      for place in columns.indices {
        let value = rows.values[place]
        if place >= moments.count {
          inForce[place - moments.count] += value
        } else if !value.isNaN {
          moments[place].add(value)
        }
      }
    }
    try rows.faults.check()
    let claims = rows.claims
    let summaries = zip(file.outcomes, moments).map { outcome, moments in
      SummaryRow(
        name: outcome.name, unit: outcome.name.unit,
        mean: moments.count > 0 ? moments.mean : .nan, sd: moments.standardDeviation ?? .nan,
        standardError: moments.standardError ?? .nan, claims: claims, line: 0)
    }
    table = SummaryTable(table: .outcomes, file: file.file, scenario: nil, rows: summaries)
    let count = Double(max(runs, 1))
    levers = zip(file.levers, inForce).map { ($0, $1 / count) }
  }
}

extension SummaryTable {
  /// A table of rows with names of their own.
  init(table: ResultTable, file: String, scenario: String?, rows: [SummaryRow]) {
    self.table = table
    self.file = file
    self.scenario = scenario
    self.rows = rows
    places = Dictionary(
      rows.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
