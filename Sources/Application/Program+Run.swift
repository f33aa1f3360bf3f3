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
internal import Sampling
internal import Scenario

extension Program {
  /// Runs a scenario, writes its report and prints the summary.
  public static func run(_ request: RunRequest) -> ExitStatus {
    let talk = request.scenario.talk
    if let status = checkLibrary(talk) { return status }
    return attempt(talk) {
      let started = Date()
      let loaded = try load(request.scenario)
      let job = try assignment(request, loaded.world)
      let graph = EvidenceGraph(loaded.world)
      let plan = try Plan(loaded.world)
      let rule = try stoppingRule(request, plan)
      let path = request.output ?? "Reports/\(loaded.world.name)"
      let folder = try ReportFolder(path)
      defer { folder.discard() }
      let dialect = CSVDialect(talk.language)
      var runs: RunsTable?
      if request.writesRuns {
        runs = try RunsTable(
          plan, try folder.file("runs.csv"), claims: allClaims(graph, loaded.world),
          dialect: dialect)
      }
      let result = try simulate(plan, job, talk, until: rule, recorder: runs)
      var tables: [Table] = []
      if let runs { tables.append(Table("runs.csv", RunsTable.columns(plan), try runs.close())) }
      tables += try writeTables(result, graph, folder, dialect, talk.language)
      if request.writesRuns {
        let columns = ReportTables.batchColumns(result.batches)
        let contents = try ReportTables(result, graph: graph, dialect: dialect).writeBatches(
          try folder.file("batches.csv"))
        tables.append(Table("batches.csv", columns, contents))
      }
      let charts = ReportCharts(result, graph: graph, language: talk.language)
      var drawings = charts.drawings
      if request.isAttributed {
        let attribution = try attribution(plan, graph, job, talk)
        let contents = try InfluenceTables(graph: graph, dialect: dialect).writeAttribution(
          attribution, try folder.file("attribution.csv"))
        tables.append(Table("attribution.csv", InfluenceTables.attributionColumns, contents))
        drawings += charts.waterfalls(attribution).map { $0.drawing(talk.language) }
      }
      let making = Making(
        command: command, program: version,
        openBLAS: "\(OpenBLAS.version) \(OpenBLAS.kernel)", scenarioDigest: loaded.digest,
        letterDigest: SHA256.digest(of: Letter.bytes))
      let page = RunPage(result, graph: graph, explanation: nil, making: making)
      try folder.write(page.page(talk.language).html, to: "report.html")
      try describe(
        result, loaded, folder, tables: tables, pictures: try write(drawings, folder),
        dialect: dialect, talk: talk, started: started)
      try folder.publish()
      if !talk.isQuiet {
        let summary = RunSummary(result, graph: graph)
        if talk.isJSON {
          Console.print(summary.json(folder: path, files: folder.files).text(.pretty) + "\n")
        } else {
          Console.print(summary.text(talk.language, folder: path, files: folder.listing))
        }
      }
      let imprecision = imprecision(result, rule)
      if let imprecision { Console.say(imprecision[talk.language]) }
      return imprecision == nil && reproducesFigures(result) ? .done : .doesNotHold
    }
  }

  /// Tests the claims in a scenario and lists them with their verdicts.
  public static func claims(_ request: RunRequest) -> ExitStatus {
    let talk = request.scenario.talk
    if let status = checkLibrary(talk) { return status }
    return attempt(talk) {
      let loaded = try load(request.scenario)
      let result = try simulate(
        try Plan(loaded.world), try assignment(request, loaded.world), talk)
      let titles = NumberTitles(loaded.world)
      let verdicts = result.tests.compactMap { summary in
        summary.test.claim.map {
          ClaimListing.Verdict(
            claim: $0, statement: summary.test.statement,
            holds: summary.share.isNaN ? nil : summary.share,
            standardError: summary.standardError.isNaN ? nil : summary.standardError,
            decidedBy: summary.decidedBy?.path,
            decider: summary.decidedBy.map { titles[$0.path] })
        }
      }
      list(ClaimListing(verdicts: verdicts), talk)
      return .done
    }
  }

  /// The job that a request makes of a scenario.
  static func assignment(_ request: RunRequest, _ world: World) throws -> Assignment {
    func refuse(_ option: String, _ found: some BinaryInteger, _ nl: String, _ en: String) throws
      -> Never
    {
      throw WrongUse(
        message: Bilingual(
          nl: "\(option) is \(found); verwacht \(nl)", en: "\(option) is \(found); expected \(en)"))
    }
    let runs = request.runs ?? (request.precisions.isEmpty ? world.runs : mostRuns)
    if runs < 2 || runs >= 1 << 31 {
      try refuse("--runs", runs, "een aantal van 2 tot 2147483647", "a number from 2 to 2147483647")
    }
    let threads = request.threads ?? ProcessInfo.processInfo.activeProcessorCount
    if threads < 1 || threads > 1024 {
      try refuse("--threads", threads, "een aantal van 1 tot 1024", "a number from 1 to 1024")
    }
    let seed = request.seed ?? world.seed
    if seed > UInt64(Int64.max) {
      try refuse(
        "--seed", seed, "een getal van 0 tot en met \(Int64.max)", "a number from 0 to \(Int64.max)"
      )
    }
    return Assignment(
      runs: runs, seed: seed, threads: threads, isCentral: request.isCentral,
      sampling: try sampling(request, world))
  }

  /// The method that a request names, if the world has not too many numbers for it.
  private static func sampling(_ request: RunRequest, _ world: World) throws -> SamplingMethod {
    guard let method = SamplingMethod(rawValue: request.sampling) else {
      let all = SamplingMethod.allCases.map(\.rawValue).joined(separator: ", ")
      throw WrongUse(
        message: Bilingual(
          nl: "--sampling is \(request.sampling); verwacht een van \(all)",
          en: "--sampling is \(request.sampling); expected one of \(all)"))
    }
    let numbers = world.unknowns.count
    if method == .sobol, numbers > Sobol.dimensions {
      throw WrongUse(
        message: Bilingual(
          nl:
            "--sampling sobol: het scenario heeft \(numbers) onzekere getallen en maatregelen; verwacht ten hoogste \(Sobol.dimensions)",
          en:
            "--sampling sobol: the scenario has \(numbers) uncertain numbers and levers; expected at most \(Sobol.dimensions)"
        ))
    }
    return method
  }

  /// Makes the runs with a progress line; a request to stop ends them cleanly.
  static func simulate(
    _ plan: Plan, _ job: Assignment, _ talk: Talk, until rule: StoppingRule = StoppingRule(),
    recorder: (any RunRecorder)? = nil
  ) throws -> StudyResult {
    try interruptible(talk) { progress in
      try Simulation(plan, job)(
        until: rule, recorder: recorder, isStopped: { Interruption.isRequested }
      ) { progress.show($0.runs, of: rule.expectedRuns($0, most: job.runs)) }
    }
  }

  /// The shares of all levers in what a report attributes, with a progress line.
  private static func attribution(
    _ plan: Plan, _ graph: EvidenceGraph, _ job: Assignment, _ talk: Talk
  ) throws -> Attribution {
    let responses = Attribution.usualResponses(of: plan.world)
    let levers = Attribution.players(plan, graph, responses)
    var part = job
    part.runs = min(job.runs, Attribution.usualRuns(levers: levers.count))
    let (runs, worlds) = (part.runs, Attribution.worlds(levers: levers.count))
    return try interruptible(talk) { progress in
      try Attribution(
        plan, levers: levers, responses: responses, assignment: part,
        isStopped: { Interruption.isRequested },
        progress: { progress.show($0 * worlds, of: runs * worlds) })
    }
  }

  /// The command as it was given, with the program's name instead of its place.
  static var command: String {
    (["simulate"] + CommandLine.arguments.dropFirst()).map { argument in
      argument.contains { " \"'$*<>&|;".contains($0) } ? "'\(argument)'" : argument
    }.joined(separator: " ")
  }

  /// All claims that any result rests on.
  private static func allClaims(_ graph: EvidenceGraph, _ world: World) -> [String] {
    let all = world.subjects.flatMap { subject in
      world.measures(of: subject).flatMap { graph.claimsAtEnd(of: $0, subject: subject) }
    }
    return Set(all).sorted()
  }

  /// A table of the report that is complete.
  private struct Table {
    let name: String
    let columns: [String]
    let contents: ReportFile.Contents

    init(_ name: String, _ columns: [String], _ contents: ReportFile.Contents) {
      self.name = name
      self.columns = columns
      self.contents = contents
    }
  }

  /// Writes the tables of summaries.
  private static func writeTables(
    _ result: StudyResult, _ graph: EvidenceGraph, _ folder: ReportFolder, _ dialect: CSVDialect,
    _ language: Language
  ) throws -> [Table] {
    let tables = ReportTables(result, graph: graph, dialect: dialect)
    func table(
      _ name: String, _ columns: [String],
      _ write: (ReportFile) throws -> ReportFile.Contents
    ) throws -> Table { Table(name, columns, try write(try folder.file(name))) }
    return [
      try table("trajectories.csv", ReportTables.trajectoryColumns, tables.writeTrajectories),
      try table("outcomes.csv", ReportTables.outcomeColumns, tables.writeOutcomes),
      try table("answers.csv", ReportTables.answerColumns, tables.writeAnswers),
      try table("claims.csv", ReportTables.claimColumns, tables.writeClaims),
      try table("tests.csv", ReportTables.testColumns) {
        try tables.writeTests($0, language: language)
      },
      try table("parameters.csv", ReportTables.parameterColumns) {
        try tables.writeParameters($0, language: language)
      },
    ]
  }

  /// A chart of the report that is complete.
  private typealias Picture = (name: String, title: String, bytes: Int, digest: String)

  /// Writes the charts, each a file of its own.
  private static func write(_ drawings: [Drawing], _ folder: ReportFolder) throws -> [Picture] {
    try drawings.map { drawing in
      let name = "\(ReportCharts.folder)/\(drawing.name).svg"
      let file = try folder.file(name)
      try file.write(drawing.svg)
      let contents = try file.close()
      return (name, drawing.title, contents.bytes, contents.digest)
    }
  }

  /// Writes the data package and the manifest.
  private static func describe(
    _ result: StudyResult, _ loaded: LoadedScenario, _ folder: ReportFolder,
    tables: [Table], pictures: [Picture], dialect: CSVDialect, talk: Talk, started: Date
  ) throws {
    let package = DataPackage.json(
      scenario: loaded.world.name, title: loaded.world.title[talk.language], dialect: dialect,
      tables: tables.map { ($0.name, $0.columns, $0.contents.bytes, $0.contents.digest) },
      pictures: pictures)
    try folder.write(package.bytes() + [0x0A], to: "datapackage.json")
    let origin = Manifest.Origin(
      program: version,
      openBLAS: (OpenBLAS.version, OpenBLAS.kernel, OpenBLAS.threads, Kernel.chosenBy),
      fittingKernel: OpenBLAS.fittingKernel ?? "none")
    let manifest = Manifest.json(
      result, scenario: loaded.document.json, digest: loaded.digest,
      scenarioFiles: loaded.files.map { ($0.path, $0.digest) },
      letterDigest: SHA256.digest(of: Letter.bytes), command: CommandLine.arguments, origin: origin,
      started: started.ISO8601Format(), seconds: Date().timeIntervalSince(started),
      tables: tables.map { ($0.name, $0.contents.digest) }
        + pictures.map { ($0.name, $0.digest) })
    try folder.write(manifest.bytes() + [0x0A], to: ReportFolder.mark)
  }

  /// Whether every test against a published figure holds in at least half of the runs.
  private static func reproducesFigures(_ result: StudyResult) -> Bool {
    result.tests.allSatisfy { $0.test.source == nil || $0.runs == 0 || $0.share >= 0.5 }
  }
}
