import Caseload
import Comparison
import Engine
import Evidence
import FileTesting
import Foundation
import JSONText
import Reporting
import Scenario

/// Report folders of the smallest scenario and of variants of it, as `run` writes them.
struct ComparedReports {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Writes the report of a scenario that lays some members, in JSON5, over the smallest one; gives the path of its folder, which lacks the files in `omitted`.
  func report(
    _ name: String, _ changes: String = "", runs: Int = 128, seed: UInt64 = 7,
    without omitted: Set<String> = []
  ) throws -> String {
    let small = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Reference/small.json").path
    let file = try folder.put(
      "{ extends: \"\(small)\", name: \"\(name)\",\n\(changes) }", "\(name).json")
    let loaded = try ScenarioReader(knownClaims: Set(Claim.all.map(\.id))).read(file)
    let (plan, graph) = (try Plan(loaded.world), EvidenceGraph(loaded.world))
    let place = "\(folder.path)/\(name)"
    let report = try ReportFolder(place)
    let table = try RunsTable(
      plan, try report.file("runs.csv"), claims: ["C01", "C18"], dialect: .standard)
    let result = try Simulation(plan, Assignment(runs: runs, seed: seed, threads: 1))(
      recorder: table)
    _ = try table.close()
    let tables = ReportTables(result, graph: graph, dialect: .standard)
    try tables.writeTrajectories(try report.file("trajectories.csv"))
    try tables.writeBatches(try report.file("batches.csv"))
    try tables.writeOutcomes(try report.file("outcomes.csv"))
    try tables.writeAnswers(try report.file("answers.csv"))
    try tables.writeClaims(try report.file("claims.csv"))
    _ = try tables.writeTests(try report.file("tests.csv"), language: .en)
    _ = try tables.writeParameters(try report.file("parameters.csv"), language: .en)
    let manifest = Manifest.json(
      result, nil, scenario: loaded.document.json, digest: loaded.digest, scenarioFiles: [],
      letterDigest: "abc", command: ["simulate"],
      origin: Manifest.Origin(
        program: "1.0", openBLAS: ("0.3", "Test", 1, "user"), fittingKernel: "none"),
      started: "2025-09-05T00:00:00Z", seconds: 1, tables: [])
    try report.write(manifest.bytes() + [0x0A], to: ReportFolder.mark)
    try report.publish()
    for name in omitted { try FileManager.default.removeItem(atPath: "\(place)/\(name)") }
    return place
  }

  /// A variant with other numbers, a lever more and one off, and a question less.
  static let variant = """
    title: { nl: "Meer <asiel> & anders", en: "More <asylum> & other" },
    streams: [
      { name: "first", inflow: { level: { value: { normal: { mean: 1000, sd: 60 } }, basis: { claim: "C02" } } } },
    ],
    levers: [
      { name: "shorter-interviews", enabled: false },
      {
        name: "extra", title: { nl: "Extra personeel", en: "Extra staff" }, claims: ["C17"],
        basis: { assumption: "an invented number for a test of the arithmetic" },
        effects: [{
          name: "hires", on: "pools.desk.hires", add: 3, phase: { step: "2026-01-01" },
        }],
      },
    ],
    questions: null,
    """
}
