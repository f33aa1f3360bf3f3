internal import Caseload
internal import Charts
internal import Comparison
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
internal import Sensitivity

extension Program {
  /// Measures how results respond to levers and uncertain numbers.
  public static func sensitivity(_ request: SensitivityRequest) -> ExitStatus {
    let talk = request.scenario.talk
    if let status = checkLibrary(talk) { return status }
    return attempt(talk) {
      let loaded = try load(request.scenario)
      let world = loaded.world
      let options = try self.options(request, world)
      let responses = try responses(request, world)
      let job = try assignment(request.job, world)
      let graph = EvidenceGraph(world)
      let folder = try request.output.map { path in
        try refuseReport(of: path)
        return try ReportFolder(path)
      }
      defer { folder?.discard() }
      let started = Date()
      let result = try study(
        try Plan(world), graph, responses, options, report: request.report.map(report), job, talk)
      if let folder {
        try write(result, graph, loaded, folder, talk, seconds: Date().timeIntervalSince(started))
        try folder.publish()
      }
      let summary = SensitivitySummary(result, graph: graph)
      let files = folder?.files ?? []
      show(
        talk, json: summary.json(folder: request.output, files: files),
        text: summary.text(talk.language, folder: request.output, files: folder?.listing ?? []))
      return .done
    }
  }

  /// What is looked at.
  private static func responses(_ request: SensitivityRequest, _ world: World) throws -> [Response]
  {
    guard request.responses.isEmpty else {
      let responses = try ResponseNames.responses(request.responses, in: world)
      if request.report != nil { try ResponseNames.checkOutcomes(responses, in: world) }
      return responses
    }
    return [
      request.report == nil
        ? Response.usual(in: world) : ResponseNames.usualOutcome(in: world)
    ]
  }

  /// Refuses to put a study in the place of a report of runs, which can be worth hours.
  private static func refuseReport(of path: String) throws {
    for name in ["runs.csv", "outcomes.csv"]
    where FileManager.default.fileExists(atPath: "\(path)/\(name)") {
      throw CannotWrite(
        path: path, reason: "it holds the report of a run (\(name)); choose another folder")
    }
  }

  /// Writes the tables, charts and page of a study, with what describes them and what is needed to repeat it.
  private static func write(
    _ result: SensitivityResult, _ graph: EvidenceGraph, _ loaded: LoadedScenario,
    _ folder: ReportFolder, _ talk: Talk, seconds: Double
  ) throws {
    let dialect = CSVDialect(talk.language)
    let tables = InfluenceTables(graph: graph, dialect: dialect)
    var written: [(name: String, columns: [String], bytes: Int, digest: String)] = []
    func note(_ name: String, _ columns: [String], _ contents: ReportFile.Contents) {
      written.append((name, columns, contents.bytes, contents.digest))
    }
    note(
      "sensitivity.csv", InfluenceTables.sensitivityColumns,
      try tables.writeSensitivity(
        [result], try folder.file("sensitivity.csv"), language: talk.language))
    if let attribution = result.attribution {
      note(
        "attribution.csv", InfluenceTables.attributionColumns,
        try tables.writeAttribution(
          attribution, try folder.file("attribution.csv"), confidence: result.confidence))
    }
    let charts = InfluenceCharts(result, graph: graph, language: talk.language)
    var pictures: [(name: String, title: String, bytes: Int, digest: String)] = []
    func picture(_ name: String, _ title: String, _ text: String) throws {
      let file = try folder.file(name)
      try file.write(text)
      let contents = try file.close()
      pictures.append((name, title, contents.bytes, contents.digest))
    }
    for drawing in charts.drawings {
      try picture("\(ReportCharts.folder)/\(drawing.name).svg", drawing.title, drawing.svg)
    }
    let page = SensitivityPage(result, graph: graph, making: Making(of: loaded)).page(talk.language)
    try picture("report.html", page.title, page.html)
    let package = DataPackage.json(
      scenario: loaded.world.name, title: loaded.world.title[talk.language], dialect: dialect,
      tables: written, pictures: pictures)
    try folder.write(package.bytes() + [0x0A], to: "datapackage.json")
    let manifest: JSON = [
      "program": .string(version), "command": .array(CommandLine.arguments.map(JSON.string)),
      "method": .string(result.method.rawValue), "seed": .string("\(result.seed)"),
      "sample": .number(result.sample), "runs": .number(result.runs),
      "confidence": .number(result.confidence), "seconds": .number(seconds),
      "scenario_digest": .string(loaded.digest),
      "letter_digest": .string(SHA256.digest(of: Letter.bytes)),
      "openblas": .string("\(OpenBLAS.version) \(OpenBLAS.kernel)"),
      "files": .array(
        (written.map { ($0.name, $0.digest) } + pictures.map { ($0.name, $0.digest) }).map {
          ["name": .string($0), "digest": .string("sha256:\($1)")]
        }),
      "scenario": loaded.document.json,
    ]
    try folder.write(manifest.bytes() + [0x0A], to: ReportFolder.mark)
  }

  /// The options of a study, checked.
  private static func options(
    _ request: SensitivityRequest, _ world: World
  ) throws -> SensitivityStudy.Options {
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
      _ option: String, _ text: String, _ type: Choice.Type
    ) throws -> Choice {
      if let choice = Choice(rawValue: text) { return choice }
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw WrongUse(
        message: Bilingual(
          nl: "\(option) is '\(text)'; verwacht een van \(known)",
          en: "\(option) is '\(text)'; expected one of \(known)"))
    }
    let method = try choice("--method", request.method, SensitivityMethod.self)
    let grouping = try request.grouping.map { try choice("--group", $0, FactorList.Grouping.self) }
    try check(confidence: request.confidence)
    if request.hasPairs, method != .sobol, method != .givenData {
      throw WrongUse(
        message: Bilingual(
          nl: "--pairs gaat alleen met --method sobol of given-data",
          en: "--pairs goes with --method sobol or given-data only"))
    }
    if request.report != nil {
      guard method == .givenData || method == .rank else {
        throw WrongUse(
          message: Bilingual(
            nl:
              "--from gaat alleen met --method given-data of rank; \(method.rawValue) maakt zijn eigen trekkingen",
            en:
              "--from goes with --method given-data or rank only; \(method.rawValue) makes its own runs"
          ))
      }
      guard request.job.runs == nil, !request.switchesLevers else {
        throw WrongUse(
          message: Bilingual(
            nl: "--runs en --switch-levers gaan niet met --from: de trekkingen zijn er al",
            en: "--runs and --switch-levers do not go with --from: the runs are there already"))
      }
    }
    let switching: FactorList.Switching =
      request.switchesLevers || method == .tornado || method == .morris ? .evenly : .asDrawn
    let ofLevers = Attribution.usualRuns(levers: world.levers.count(where: \.isEnabled))
    let usual = method == .shapley ? ofLevers : method.usualRuns ?? world.runs
    return SensitivityStudy.Options(
      method: method, sample: request.job.runs ?? usual,
      confidence: request.confidence, switching: switching, grouping: grouping,
      hasPairs: request.hasPairs)
  }

  /// Makes a study with a progress line; a request to stop ends it cleanly.
  private static func study(
    _ plan: Plan, _ graph: EvidenceGraph, _ responses: [Response],
    _ options: SensitivityStudy.Options, report: String?, _ job: Assignment, _ talk: Talk
  ) throws -> SensitivityResult {
    OpenBLAS.useOneThread()
    do {
      let study = try SensitivityStudy(
        plan, graph, responses: responses, options: options, seed: job.seed, threads: job.threads)
      if let report {
        let columns = try RunsColumns(
          report, inputs: study.inputs, outcomes: responses.map { $0.label(in: plan.world) })
        return try study(GivenData(inputs: columns.inputs, responses: columns.outcomes))
      }
      let (variants, sample) = (study.variants, options.sample)
      return try interruptible(talk) { progress in
        try study(isStopped: { Interruption.isRequested }) { done in
          progress.show(done * variants, of: sample * variants)
        }
      }
    } catch let torn as FactorList.TornApart {
      let (numbers, groups) = (
        torn.numbers.joined(separator: ", "), torn.groups.joined(separator: ", ")
      )
      throw WrongUse(
        message: Bilingual(
          nl:
            "\(options.method.rawValue) vraagt factoren die los van elkaar worden getrokken, maar \(numbers) hebben een rangcorrelatie en vallen in verschillende groepen (\(groups)); gebruik --method rank, of laat --group weg: dan tellen zij samen als één factor",
          en:
            "\(options.method.rawValue) needs factors that are drawn independently, but \(numbers) have a rank correlation and fall into different groups (\(groups)); use --method rank, or leave out --group: they then count as one factor"
        ))
    } catch let small as SampleTooSmall {
      throw WrongUse(
        message: Bilingual(
          nl:
            "\(small.runs) trekkingen waarin de uitkomst bestaat zijn te weinig voor \(options.method.rawValue); verwacht ten minste \(small.needed) (--runs)",
          en:
            "\(small.runs) runs in which the outcome exists are too few for \(options.method.rawValue); expected at least \(small.needed) (--runs)"
        ))
    }
  }
}
