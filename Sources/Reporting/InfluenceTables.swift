public import Caseload
public import Engine
public import Evidence
public import Influence
internal import Sensitivity
internal import Statistics

/// The CSV files of what makes the difference.
public struct InfluenceTables: Sendable {
  private let graph: EvidenceGraph
  private let dialect: CSVDialect

  /// Prepares the tables of a world.
  public init(graph: EvidenceGraph, dialect: CSVDialect) {
    self.graph = graph
    self.dialect = dialect
  }

  /// `attribution.csv`: the additive share of a lever in the difference that all of them make.
  ///
  /// `outcome` has the stream in its name; the row of `(all)` is the whole difference.
  public static let attributionColumns = [
    "scenario", "outcome", "month", "lever", "share", "se", "claims", "unit", "low", "high",
    "support",
  ]

  /// The name of the row that holds the whole difference.
  public static let allLevers = "(all)"

  /// Writes `attribution.csv`; without an attribution, its header alone.
  @discardableResult
  public func writeAttribution(
    _ attribution: Attribution?, _ file: ReportFile, confidence: Double = 0.95
  ) throws(CannotWrite) -> ReportFile.Contents {
    let writer = try CSVWriter(
      file, columns: InfluenceTables.attributionColumns, dialect: dialect)
    guard let attribution else { return try file.close() }
    let world = attribution.world
    for (response, shares) in zip(attribution.responses, attribution.shares) {
      guard let shares else { continue }
      let subject = response.subject.map { world.label(of: $0) } ?? ""
      let name = response.name(in: world) + (subject.isEmpty ? "" : ".\(subject)")
      let month = response.month.map { world.calendar.month($0).description } ?? ""
      let claims = graph.claims(of: response, in: world)
      for player in attribution.levers.indices {
        let lever = world.levers[attribution.levers[player]]
        let share = shares.share(of: player, confidence: confidence)
        try writer.write([
          .text(world.name), .text(name), .text(month), .text(lever.name), .number(share.value),
          .number(share.standardError), .text(Set(lever.claims).sorted().joined(separator: " ")),
          .text(response.unit(in: world).rawValue), .number(share.interval.low),
          .number(share.interval.high),
          .text(FactorList.support(of: lever)?.rawValue ?? ""),
        ])
      }
      let all = shares.total(confidence: confidence)
      try writer.write([
        .text(world.name), .text(name), .text(month), .text(InfluenceTables.allLevers),
        .number(all.value), .number(all.standardError), .text(claims.joined(separator: " ")),
        .text(response.unit(in: world).rawValue), .number(all.interval.low),
        .number(all.interval.high), .empty,
      ])
    }
    return try file.close()
  }

  /// `sensitivity.csv`: how a response goes with a factor, by one measure.
  public static let sensitivityColumns = [
    "scenario", "method", "outcome", "stream", "month", "unit", "factor", "partner", "kind",
    "index",
    "value", "se", "low", "high", "runs", "runs_to_tell", "verdict", "support", "claims",
  ]

  /// Writes `sensitivity.csv`: several studies one after another, or its header alone.
  @discardableResult
  public func writeSensitivity(
    _ results: [SensitivityResult], _ file: ReportFile, language: Language
  ) throws(CannotWrite) -> ReportFile.Contents {
    let writer = try CSVWriter(
      file, columns: InfluenceTables.sensitivityColumns, dialect: dialect)
    for result in results { try write(result, to: writer, language) }
    return try file.close()
  }

  private func write(
    _ result: SensitivityResult, to writer: borrowing CSVWriter, _ language: Language
  ) throws(CannotWrite) {
    let world = result.world
    for row in result.rows {
      let response = result.responses[row.response]
      let factor = result.factors[row.factor]
      let partner = row.partner.map { result.factors[$0] }
      let estimate = row.finding.estimate
      let unit =
        row.index.isInUnitOfResponse ? response.unit(in: world).rawValue : Unit.share.rawValue
      try writer.write([
        .text(world.name), .text(result.method.rawValue), .text(response.name(in: world)),
        .text(response.subject.map { world.label(of: $0) } ?? ""),
        .text(response.month.map { world.calendar.month($0).description } ?? ""), .text(unit),
        .text(factor.name), .text(partner?.name ?? ""), .text(factor.kind.rawValue),
        .text(row.index.rawValue), .number(estimate.value), .number(estimate.standardError),
        .number(estimate.interval.low), .number(estimate.interval.high), .whole(row.finding.runs),
        row.finding.runsThatTell.map(CSVCell.whole) ?? .empty,
        .text(row.finding.verdict(row.index, language)), .text(factor.support?.rawValue ?? ""),
        .text(graph.claims(of: row, in: result).joined(separator: " ")),
      ])
    }
  }
}

extension EvidenceGraph {
  /// The claims that a response rests on, sorted.
  public func claims(of response: Response, in world: World) -> [String] {
    switch response {
    case .measure(let measure, let subject, let month), .total(let measure, let subject, let month):
      claims(of: measure, subject: subject, month: month)
    case .outcome(let outcome):
      claims(ofOutcome: outcome.kind.rawValue, subject: outcome.subject) ?? []
    case .test(let index): claims(of: world.tests[index])
    }
  }

  private func claims(of test: Test) -> [String] {
    var claims = Set(test.claim.map { [$0] } ?? [])
    for case .path(let path) in [test.left, test.right] {
      for term in path.sum + path.per {
        claims.formUnion(claimsAtEnd(of: term.measure, subject: term.subject))
      }
    }
    return claims.sorted()
  }
}
