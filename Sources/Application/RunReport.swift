internal import Caseload
internal import Charts
internal import Digest
internal import Engine
internal import Evidence
internal import Foundation
internal import HTMLReport
internal import Influence
internal import JSONText
internal import LinearAlgebra
internal import Reporting
internal import Scenario

/// The report of a run while it is written, with what its data package and manifest say of its files.
final class RunReport {
  /// Where it is written.
  let folder: ReportFolder
  private let plan: Plan
  private let graph: EvidenceGraph
  private let language: Language
  private let dialect: CSVDialect
  private var tables: [Table] = []
  private var pictures: [Picture] = []

  /// A table that is complete.
  private typealias Table = (name: String, columns: [String], bytes: Int, digest: String)
  /// A chart that is complete.
  private typealias Picture = (name: String, title: String, bytes: Int, digest: String)

  /// Begins a report.
  init(_ path: String, _ plan: Plan, _ graph: EvidenceGraph, _ talk: Talk) throws {
    folder = try ReportFolder(path)
    self.plan = plan
    self.graph = graph
    language = talk.language
    dialect = CSVDialect(talk.language)
  }

  private func add(
    _ name: String, _ columns: [String], _ write: (ReportFile) throws -> ReportFile.Contents
  ) throws {
    note(name, columns, try write(try folder.file(name)))
  }

  private func note(_ name: String, _ columns: [String], _ contents: ReportFile.Contents) {
    tables.append((name, columns, contents.bytes, contents.digest))
  }

  /// Begins the table of runs, which is written while they are made.
  func beginRuns() throws -> RunsTable {
    try RunsTable(plan, try folder.file("runs.csv"), claims: allClaims, dialect: dialect)
  }

  /// All claims that any result rests on.
  private var allClaims: [String] {
    let world = plan.world
    let all = world.subjects.flatMap { subject in
      world.measures(of: subject).flatMap { graph.claimsAtEnd(of: $0, subject: subject) }
    }
    return Set(all).sorted()
  }

  /// Ends the table of runs, and adds that of their batches.
  func add(_ runs: RunsTable, _ result: StudyResult) throws {
    note("runs.csv", RunsTable.columns(plan), try runs.close())
    try add(
      "batches.csv", ReportTables.batchColumns(result.batches),
      ReportTables(result, graph: graph, dialect: dialect).writeBatches)
  }

  /// Adds the tables of summaries.
  func add(_ result: StudyResult) throws {
    let summaries = ReportTables(result, graph: graph, dialect: dialect)
    try add("trajectories.csv", ReportTables.trajectoryColumns, summaries.writeTrajectories)
    try add("outcomes.csv", ReportTables.outcomeColumns, summaries.writeOutcomes)
    try add("answers.csv", ReportTables.answerColumns, summaries.writeAnswers)
    try add("claims.csv", ReportTables.claimColumns, summaries.writeClaims)
    try add("tests.csv", ReportTables.testColumns) {
      try summaries.writeTests($0, language: language)
    }
    try add("parameters.csv", ReportTables.parameterColumns) {
      try summaries.writeParameters($0, language: language)
    }
    try add("published.csv", ReportTables.publishedColumns, summaries.writePublished)
  }

  /// Adds the tables of what makes the difference; a part that cannot be told has no rows.
  func add(_ explanation: Explanation) throws {
    let influence = InfluenceTables(graph: graph, dialect: dialect)
    try add("attribution.csv", InfluenceTables.attributionColumns) {
      try influence.writeAttribution(explanation.attribution, $0)
    }
    try add("sensitivity.csv", InfluenceTables.sensitivityColumns) {
      try influence.writeSensitivity(explanation.sensitivities, $0, language: language)
    }
  }

  /// Adds the charts, each a file of its own.
  func addCharts(_ result: StudyResult, _ explanation: Explanation?) throws {
    let charts = ReportCharts(result, graph: graph, language: language)
    var drawings = charts.drawings
    if let attribution = explanation?.attribution {
      drawings += charts.waterfalls(attribution).map { $0.drawing(language) }
    }
    for sensitivity in explanation?.sensitivities ?? [] {
      drawings += InfluenceCharts(sensitivity, graph: graph, language: language).drawings
    }
    for drawing in drawings {
      let name = "\(ReportCharts.folder)/\(drawing.name).svg"
      let file = try folder.file(name)
      try file.write(drawing.svg)
      let contents = try file.close()
      pictures.append((name, drawing.title, contents.bytes, contents.digest))
    }
  }

  /// Adds the page that people read.
  func addPage(_ result: StudyResult, _ explanation: Explanation?, _ loaded: LoadedScenario) throws
  {
    let page = RunPage(
      result, graph: graph, explanation: explanation, making: Making(of: loaded)
    ).page(language)
    let file = try folder.file("report.html")
    try file.write(page.html)
    let contents = try file.close()
    pictures.append(("report.html", plan.world.title[language], contents.bytes, contents.digest))
  }

  /// Adds the data package and the manifest.
  func describe(
    _ result: StudyResult, _ explanation: Explanation?, _ loaded: LoadedScenario, started: Date
  ) throws {
    let world = plan.world
    let package = DataPackage.json(
      scenario: world.name, title: world.title[language], dialect: dialect, tables: tables,
      pictures: pictures)
    try folder.write(package.bytes() + [0x0A], to: "datapackage.json")
    let origin = Manifest.Origin(
      program: Program.version,
      openBLAS: (OpenBLAS.version, OpenBLAS.kernel, OpenBLAS.threads, Kernel.chosenBy),
      fittingKernel: OpenBLAS.fittingKernel ?? "none")
    let manifest = Manifest.json(
      result, explanation, scenario: loaded.document.json, digest: loaded.digest,
      scenarioFiles: loaded.files.map { ($0.path, $0.digest) },
      letterDigest: SHA256.digest(of: Letter.bytes), command: CommandLine.arguments, origin: origin,
      started: started.ISO8601Format(), seconds: Date().timeIntervalSince(started),
      tables: tables.map { ($0.name, $0.digest) } + pictures.map { ($0.name, $0.digest) })
    try folder.write(manifest.bytes() + [0x0A], to: ReportFolder.mark)
  }
}
