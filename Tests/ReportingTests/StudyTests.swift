import Caseload
import CaseloadTesting
import Engine
import Evidence
import FileTesting
import Foundation
import JSONText
import Probability
import Testing

@testable import Reporting

/// What is said of a small study: its data package and its summary.
struct StudyTests {
  /// Two streams, a group, a lever, a question and tests, with long titles; the stock is a factor of 100 cases.
  private func world(_ factor: Double) -> World {
    var builder = WorldBuilder(months: 14)
    builder.stream(
      "first", stock: 100 * factor, level: 10 * factor, granted: .uniform(low: 0.4, high: 0.7))
    builder.stream("second", stock: 70 * factor, level: nil)
    builder.pool("desk", staff: 10 * factor, hires: factor)
    builder.flow("follow", from: 0, on: .outcome(0), to: 1)
    builder.penalty("fine", from: 1, on: .overdue)
    builder.lever("faster", on: [.stepHours(stream: 0, step: 0)], probability: .fixed(0.5))
    let long = Bilingual(
      nl: "Alle zaken van de eerste en de tweede soort tezamen genomen",
      en: "All the cases of the first and of the second kind together")
    builder.groups = [Group(name: "all", title: long, streams: [0, 1])]
    builder.questions = [
      Question(
        claim: "Q1", title: long, without: [0],
        figures: [
          .init(measure: .stock, subject: .group(0), month: 13),
          .init(measure: .decidedInTerm, subject: .stream(0), month: 13),
        ])
    ]
    func side(_ months: MonthRange?) -> Side {
      .path(
        Side.Path(
          sum: [Term(measure: .stock, subject: .group(0), times: 1)], per: [], rolling: 1,
          reduction: months == nil ? nil : .mean, months: months, without: []))
    }
    builder.tests = [
      Test(
        name: "falls", claim: "C09", source: nil, statement: long, left: side(nil),
        relation: .lessOrEqual, right: side(MonthRange(from: 0, to: 0)), tolerance: 0,
        months: MonthRange(from: 1, to: 13), quantifier: .every)
    ]
    return builder.world
  }

  private func study(_ world: World, isCentral: Bool = false) throws -> StudyResult {
    let job = Assignment(runs: 20, seed: 1, threads: 1, isCentral: isCentral)
    return try Simulation(try Plan(world), job)()
  }

  @Test func `every column of every table is described in words of its own`() throws {
    let fallback = "The run's draw of the number at this path of the scenario."
    let plan = try Plan(world(1))
    let tables = [
      ("trajectories.csv", ReportTables.trajectoryColumns),
      ("outcomes.csv", ReportTables.outcomeColumns), ("answers.csv", ReportTables.answerColumns),
      ("claims.csv", ReportTables.claimColumns), ("tests.csv", ReportTables.testColumns),
      ("parameters.csv", ReportTables.parameterColumns), ("runs.csv", RunsTable.columns(plan)),
      ("published.csv", ReportTables.publishedColumns),
    ]
    let package = DataPackage.json(
      scenario: "Test", title: "title", dialect: .dutch,
      tables: tables.map { (name: $0.0, columns: $0.1, bytes: 3, digest: "abc") })
    guard case .array(let resources)? = package["resources"] else {
      Issue.record("no resources")
      return
    }
    #expect(resources.count == tables.count)
    var paths: [JSON] = []
    for (resource, table) in zip(resources, tables) {
      #expect(resource["path"] == .string(table.0))
      #expect(resource["dialect"]?["delimiter"] == ";")
      #expect(resource["hash"] == "sha256:abc")
      guard case .array(let fields)? = resource["schema"]?["fields"] else {
        Issue.record("\(table.0) has no fields")
        continue
      }
      #expect(fields.map { $0["name"] } == table.1.map { JSON.string($0) })
      for field in fields {
        if field["description"] == .string(fallback) {
          paths += field["name"].map { [$0] } ?? []
        }
        #expect((field["decimalChar"] == ",") == (field["type"] == "number"))
      }
    }
    // Only what a run draws has the words that are kept for paths.
    #expect(paths == plan.uncertain.map { .string($0.path) })
    #expect(!paths.isEmpty)
  }

  @Test(arguments: [1.0, 1000, 1e6], [Language.nl, .en])
  func `no line of the summary is longer than 80 columns`(factor: Double, language: Language)
    throws
  {
    let world = world(factor)
    for isCentral in [false, true] {
      let summary = RunSummary(
        try study(world, isCentral: isCentral), graph: EvidenceGraph(world))
      let text = summary.text(
        language, folder: "Reports/test", files: ["runs.csv", "trajectories.csv", "outcomes.csv"])
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      for line in lines { #expect(line.count <= 80, "\(line.count) columns: \(line)") }
      #expect(lines.contains { $0.contains(language == .nl ? "Voorraad" : "Stock") })
      #expect(text.contains("Q1"))
      #expect(text.contains("C09"))
      #expect(text.hasSuffix("\n"))
    }
  }

  @Test func `the summary for programs is JSON with the same numbers`() throws {
    let world = world(1)
    let result = try study(world)
    let summary = RunSummary(result, graph: EvidenceGraph(world))
    let text = summary.json(folder: "Reports/test", files: ["runs.csv"]).text(.pretty)
    let node = try Node(Array(text.utf8), file: "summary", as: .json)
    #expect(node["scenario"]?.string == "test")
    #expect(node["runs"]?.whole == 20)
    #expect(node["seed"]?.string == "1")
    let all = try #require(node["backlog"]?.elements?.last)
    #expect(all["stream"]?.string == "all")
    let stock = try #require(result.summary(.stock, .group(0), month: 13))
    #expect(all["stock_end"]?["mean"]?.number == stock.mean)
    #expect(node["tests"]?.elements?.first?["holds"]?.number == result.tests.first?.share)
    let figures = node["answers"]?.elements?.first?["figures"]?.elements
    #expect(figures?.count == 2)
    #expect(
      figures?.first?["difference"]?.number == result.answers.first?.figures.first?.difference)
  }

  /// Columns are wider than the runs that count: what lies between must not show.
  @Test(arguments: [CSVDialect.standard, .dutch])
  func `runs become rows from columns, and their claims stand in each`(dialect: CSVDialect) throws {
    let plan = try Plan(world(1))
    let place = try TemporaryFolder()
    let file = try ReportFile("\(place.path)/runs.csv")
    let table = try RunsTable(plan, file, claims: ["C01", "C02"], dialect: dialect)
    let numbers = plan.uncertain.count
    let levers = plan.world.levers.count
    let outcomes = Outcome.all(of: plan.world).count
    func column(_ index: Int, _ runs: [Double]) -> [Double] {
      runs.map { $0 + Double(index) } + [-99]
    }
    let batch = RunBatch(
      firstRun: 256, runs: 2, stride: 3,
      draws: (0..<numbers).flatMap { column($0, [0.5, 1.25]) },
      inForce: (0..<levers).flatMap { _ in [1.0, 0, -99] },
      outcomes: (0..<outcomes).flatMap { column($0, [7, .infinity]) })
    try table.record(table.rendered(batch))
    try table.close()
    let sign = dialect == .dutch ? "," : "."
    func row(_ run: Int, _ cells: [String]) -> String {
      (["\(run)"] + cells + ["C01 C02"]).joined(separator: dialect.separator)
    }
    let lines = try place.text("runs.csv").components(separatedBy: "\r\n")
    #expect(numbers == 1 && levers == 1 && outcomes > 10)
    #expect(lines.count == 4 && lines[3] == "")
    #expect(lines[0].hasSuffix("\(dialect.separator)claims"))
    #expect(
      lines[1] == row(256, ["0\(sign)5", "1"] + (0..<outcomes).map { "\(7 + $0)" }))
    #expect(lines[2] == row(257, ["1\(sign)25", "0"] + (0..<outcomes).map { _ in "" }))
  }

  /// A file of many parts, with the first one the slowest.
  @Test func `parts that are made on several threads stand in their order`() throws {
    let place = try TemporaryFolder()
    for threads in [1, 2, 5] {
      let file = try ReportFile("\(place.path)/\(threads)")
      try writeInOrder(parts: 100, threads: threads, to: file) { part in
        if part % 7 == 0 { usleep(2000) }
        return Array("\(part)\n".utf8)
      }
      try file.close()
      #expect(try place.text("\(threads)") == (0..<100).map { "\($0)\n" }.joined())
    }
  }

  @Test func `a part that cannot be written ends the file`() throws {
    let file = try ReportFile("/dev/full")
    #expect(throws: CannotWrite(path: "/dev/full", reason: "No space left on device")) {
      try writeInOrder(parts: 1000, threads: 2, to: file) { _ in
        Array(repeating: 0x20, count: 1 << 17)
      }
    }
  }
}
