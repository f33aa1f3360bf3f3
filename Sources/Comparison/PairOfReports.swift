internal import Caseload
internal import Statistics

/// Two reports that are being compared.
struct PairOfReports {
  private let base: ReportInput
  private let other: ReportInput
  private let confidence: Double
  private let pairing: ReportComparison.Pairing
  /// The pairs of runs; nil where they were not held against each other.
  private let pairs: PairedRuns?
  /// Outcomes of either from its runs, where there is no better table.
  private let summaries: (base: RunsSummary?, other: RunsSummary?)
  private let chance: CommonChance
  /// The last month of each.
  private let ends: (base: YearMonth?, other: YearMonth?)
  /// Pairs' outcomes by name.
  private let places: [ResultName: Int]

  /// Reads the runs of both.
  init(base: ReportInput, other: ReportInput, confidence: Double) throws(InputFaults) {
    self.base = base
    self.other = other
    self.confidence = confidence
    ends = (base.months?.upperBound, other.months?.upperBound)
    let isSameJob: Bool? =
      if let first = base.manifest, let second = other.manifest {
        first.drawsAsMuch(as: second)
      } else { nil }
    var pairs: PairedRuns?
    if let first = base.runs, let second = other.runs, first.hasRunNumbers, second.hasRunNumbers,
      isSameJob != false
    {
      pairs = try PairedRuns(base: first, other: second)
    }
    pairing = PairOfReports.pairing(base, other, isSameJob, pairs)
    let isPaired = if case .paired = pairing { true } else { false }
    self.pairs = isPaired ? pairs : nil
    places = Dictionary(
      (isPaired ? pairs?.outcomes ?? [] : []).enumerated().map { ($1.name, $0) },
      uniquingKeysWith: { one, _ in one })
    if isPaired {
      chance = .shared
    } else if case .unpaired(.otherDraws) = pairing {
      chance = .own
    } else {
      // Without runs, the same job means the same draws.
      chance = isSameJob.map { $0 ? .shared : .own } ?? .unknown
    }
    func summary(_ report: ReportInput) throws(InputFaults) -> RunsSummary? {
      guard !isPaired, let runs = report.runs else { return nil }
      return try RunsSummary(runs)
    }
    summaries = (try summary(base), try summary(other))
  }

  private static func pairing(
    _ base: ReportInput, _ other: ReportInput, _ isSameJob: Bool?, _ pairs: PairedRuns?
  ) -> ReportComparison.Pairing {
    guard let first = base.runs, let second = other.runs else {
      return .unpaired(.noRuns(base: base.runs == nil, other: other.runs == nil))
    }
    guard first.hasRunNumbers, second.hasRunNumbers else { return .unpaired(.noRunNumbers) }
    if isSameJob == false, let one = base.manifest, let two = other.manifest {
      for fact in ["seed", "sampling", "central"] where one[fact] != two[fact] || one[fact] == nil {
        return .unpaired(.otherJob(fact: fact, base: one[fact] ?? "–", other: two[fact] ?? "–"))
      }
    }
    guard let pairs, pairs.pairs > 0, !pairs.outcomes.isEmpty else {
      return .unpaired(.nothingShared)
    }
    if pairs.draws.shared > 0, pairs.draws.equal == 0 {
      return .unpaired(.otherDraws(shared: pairs.draws.shared))
    }
    // Two numbers that vary and agree in every run do not agree by chance.
    if isSameJob == nil, pairs.draws.shared == 0 { return .unpaired(.noEvidence) }
    return .paired(
      ReportComparison.Pairs(
        count: pairs.pairs, aloneInBase: pairs.alone.base, aloneInOther: pairs.alone.other,
        isManifest: isSameJob == true, seed: isSameJob == true ? base.manifest?["seed"] : nil,
        sharedDraws: pairs.draws.shared, equalDraws: pairs.draws.equal))
  }

  /// The whole comparison.
  func against(_ report: ReportComparison.Report) -> ReportComparison.Against {
    let differences = outcomes() + tables()
    let (inputs, changes) = changes()
    return ReportComparison.Against(
      report: report, pairing: pairing, inputs: inputs, changes: changes,
      oneSided: oneSided(differences), differences: differences,
      places: Dictionary(
        differences.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first }),
      isSameHorizon: ends.base == nil || ends.other == nil || ends.base == ends.other)
  }

  // MARK: Results

  /// The table of outcomes of a report; from its runs where it has no other.
  private func outcomeTable(_ report: ReportInput, _ summary: RunsSummary?) -> SummaryTable? {
    report.tables[.outcomes] ?? summary?.table
  }

  private func outcomes() -> [Difference] {
    let first = outcomeTable(base, summaries.base)
    let second = outcomeTable(other, summaries.other)
    // Outcomes that only the runs of a report have.
    let inBase = (first?.rows.map(\.name) ?? []) + (base.runs?.outcomes.map(\.name) ?? [])
    let inOther = (second?.rows.map(\.name) ?? []) + (other.runs?.outcomes.map(\.name) ?? [])
    var seen: Set<ResultName> = []
    var all: [Difference] = []
    for name in inBase + inOther where seen.insert(name).inserted {
      let (one, two) = (first?[name], second?[name])
      if let pairs, let place = places[name] {
        let tally = pairs.outcomes[place]
        all.append(
          Difference(
            tally, name: name, unit: one?.unit ?? two?.unit ?? name.unit,
            claims: (
              one?.claims ?? pairs.claims.base, two?.claims ?? pairs.claims.other
            ), confidence: confidence))
        continue
      }
      let (left, right) = (one ?? summaries.base?.table[name], two ?? summaries.other?.table[name])
      // An outcome that stands in one table of runs only, beside pairs of the others.
      guard left != nil || right != nil else { continue }
      all.append(Difference(base: left, other: right, chance: chance, confidence: confidence))
    }
    return all
  }

  private func tables() -> [Difference] {
    var all: [Difference] = []
    for table in ResultTable.allCases where table != .outcomes {
      let (first, second) = (base.tables[table], other.tables[table])
      for row in first?.rows ?? [] {
        let match = second?[row.name]
        // Claims that neither report tests say nothing.
        if row.mean.isNaN, match == nil || match?.mean.isNaN == true, table == .claims { continue }
        all.append(
          atEnd(row, match) ?? byBatch(row, match)
            ?? Difference(base: row, other: match, chance: chance, confidence: confidence))
      }
      for row in second?.rows ?? [] where first?[row.name] == nil {
        if row.mean.isNaN, table == .claims { continue }
        all.append(Difference(base: nil, other: row, chance: chance, confidence: confidence))
      }
    }
    return all
  }

  /// The stock in the last month is an outcome, which runs give in pairs.
  private func atEnd(_ row: SummaryRow, _ match: SummaryRow?) -> Difference? {
    guard let pairs, let match, row.name.table == .trajectories, let last = ends.base,
      row.name.month == last, ends.other == last
    else { return nil }
    let kinds = [
      Measure.stock.rawValue: "stock_end", Measure.overdueStock.rawValue: "overdue_stock_end",
    ]
    guard let kind = kinds[row.name.what] else { return nil }
    let outcome = ResultName(table: .outcomes, what: kind, stream: row.name.stream)
    guard let place = places[outcome], case let tally = pairs.outcomes[place],
      // A file that was edited, or cut short, may have another end.
      PairOfReports.agree(tally.moments.second.mean, row.mean),
      PairOfReports.agree(tally.moments.first.mean, match.mean)
    else { return nil }
    return Difference(
      tally, name: row.name, unit: row.unit, claims: (row.claims, match.claims),
      confidence: confidence)
  }

  /// A month whose batches of runs are in both reports, of the same runs.
  private func byBatch(_ row: SummaryRow, _ match: SummaryRow?) -> Difference? {
    guard let pairs, pairs.alone == (0, 0), let match, row.name.table == .trajectories,
      let first = base.batches, let second = other.batches,
      let error = first.standardError(row.name, to: second, runs: pairs.pairs),
      (match.mean - row.mean).isFinite
    else { return nil }
    return Difference(base: row, other: match, error: error, confidence: confidence)
  }

  /// Whether two means are of the same runs.
  private static func agree(_ left: Double, _ right: Double) -> Bool {
    (left - right).magnitude <= PairTally.tolerance * max(left.magnitude, right.magnitude, 1)
  }

  // MARK: Inputs

  private func changes() -> (ReportComparison.Inputs, [Change]) {
    if let first = base.manifest, let second = other.manifest {
      let all =
        first.changes(to: second)
        + ScenarioDifferences(base: first.world, other: second.world).changes
      let order = Change.Kind.allCases
      let sorted = order.flatMap { kind in all.filter { $0.kind == kind } }
      return (.manifests, sorted)
    }
    if let first = base.parameters, let second = other.parameters {
      return (.parameters, first.changes(to: second))
    }
    let levers = leverShares()
    guard !levers.isEmpty else { return (.unknown, []) }
    return (
      .runs,
      levers.compactMap { lever in
        lever.base == lever.other
          ? nil
          : Change(
            .lever, "levers.\(lever.name)", base: "\(lever.base)", other: "\(lever.other)")
      }
    )
  }

  /// The share of runs in which each lever of both is in force.
  private func leverShares() -> [(name: String, base: Double, other: Double)] {
    if let pairs { return pairs.levers }
    guard let first = summaries.base?.levers, let second = summaries.other?.levers else {
      return []
    }
    return first.compactMap { lever in
      second.first { $0.name == lever.name }.map { (lever.name, lever.share, $0.share) }
    }
  }

  // MARK: One side only

  private func oneSided(_ differences: [Difference]) -> [ReportComparison.OneSided] {
    var all: [ReportComparison.OneSided] = []
    func add(_ kind: ReportComparison.OneSided.Kind, _ first: [String], _ second: [String]) {
      let (left, right) = (Set(first), Set(second))
      var seen: Set<String> = []
      let inBase = first.filter { !right.contains($0) && seen.insert($0).inserted }
      let inOther = second.filter { !left.contains($0) && seen.insert($0).inserted }
      if !inBase.isEmpty { all.append(.init(kind: kind, presence: .base, names: inBase)) }
      if !inOther.isEmpty { all.append(.init(kind: kind, presence: .other, names: inOther)) }
    }
    func names(_ report: ReportInput, _ summary: RunsSummary?) -> [ResultName] {
      let table = outcomeTable(report, summary)?.rows.map(\.name) ?? []
      let runs = report.runs?.outcomes.map(\.name) ?? []
      return table + runs + (report.tables[.trajectories]?.rows.map(\.name) ?? [])
    }
    add(.table, base.files, other.files)
    let (first, second) = (names(base, summaries.base), names(other, summaries.other))
    func streams(_ names: [ResultName]) -> [String] {
      names.map(\.stream).filter { !$0.isEmpty }
    }
    add(.stream, streams(first), streams(second))
    func both(_ table: ResultTable) -> Bool {
      first.contains { $0.table == table } && second.contains { $0.table == table }
    }
    if both(.trajectories) {
      func measures(_ names: [ResultName]) -> [String] {
        names.filter { $0.table == .trajectories }.map(\.what)
      }
      func months(_ names: [ResultName]) -> [String] {
        Set(names.compactMap(\.month)).sorted().map(\.description)
      }
      add(.measure, measures(first), measures(second))
      add(.month, months(first), months(second))
    }
    if both(.outcomes) {
      func kinds(_ names: [ResultName]) -> [String] {
        names.filter { $0.table == .outcomes }.map(\.what)
      }
      add(.outcome, kinds(first), kinds(second))
    }
    add(.lever, base.levers, other.levers)
    let kinds: [(ResultTable, ReportComparison.OneSided.Kind)] = [
      (.answers, .answer), (.tests, .test), (.claims, .claim),
    ]
    for (table, kind) in kinds {
      guard let one = base.tables[table], let two = other.tables[table] else { continue }
      // What is told for one month of the horizon is named without it.
      func told(_ table: SummaryTable) -> [String] {
        table.rows.map {
          ResultName(
            table: $0.name.table, what: $0.name.what, stream: $0.name.stream, of: $0.name.of
          )
          .description
        }
      }
      add(kind, told(one), told(two))
    }
    if let one = base.runs, let two = other.runs, base.manifest == nil || other.manifest == nil {
      add(.uncertainNumber, one.draws, two.draws)
    }
    if let pairs, pairs.alone.base > 0 {
      all.append(.init(kind: .run, presence: .base, names: ["\(pairs.alone.base)"]))
    }
    if let pairs, pairs.alone.other > 0 {
      all.append(.init(kind: .run, presence: .other, names: ["\(pairs.alone.other)"]))
    }
    return all
  }
}
