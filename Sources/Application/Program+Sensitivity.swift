internal import Caseload
internal import Engine
internal import Evidence
internal import Foundation
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
      let responses =
        request.responses.isEmpty
        ? [ResponseNames.usual(in: world)]
        : try ResponseNames.responses(request.responses, in: world)
      let job = try assignment(request.job, world)
      let graph = EvidenceGraph(world)
      let options = try self.options(request, world)
      let folder = try request.output.map { try ReportFolder($0) }
      defer { folder?.discard() }
      let result = try study(
        try Plan(world), graph, responses, options, seed: job.seed, threads: job.threads, talk)
      if let folder {
        let tables = InfluenceTables(graph: graph, dialect: CSVDialect(talk.language))
        try tables.writeSensitivity(
          result, try folder.file("sensitivity.csv"), language: talk.language)
        if let attribution = result.attribution {
          try tables.writeAttribution(
            attribution, try folder.file("attribution.csv"), confidence: result.confidence)
        }
        try folder.publish()
      }
      guard !talk.isQuiet else { return .done }
      let summary = SensitivitySummary(result, graph: graph)
      let files = folder?.files ?? []
      Console.print(
        talk.isJSON
          ? summary.json(folder: request.output, files: files).text(.pretty) + "\n"
          : summary.text(talk.language, folder: request.output, files: files))
      return .done
    }
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
    guard request.confidence > 0, request.confidence < 1 else {
      throw WrongUse(
        message: Bilingual(
          nl: "--confidence is \(request.confidence); verwacht een getal tussen 0 en 1",
          en: "--confidence is \(request.confidence); expected a number between 0 and 1"))
    }
    if request.hasPairs, method != .sobol, method != .givenData {
      throw WrongUse(
        message: Bilingual(
          nl: "--pairs gaat alleen met --method sobol of given-data",
          en: "--pairs goes with --method sobol or given-data only"))
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
    _ options: SensitivityStudy.Options, seed: UInt64, threads: Int, _ talk: Talk
  ) throws -> SensitivityResult {
    OpenBLAS.useOneThread()
    let progress = ProgressLine(language: talk.language, isQuiet: talk.isQuiet)
    defer { progress.clear() }
    do {
      let study = try SensitivityStudy(
        plan, graph, responses: responses, options: options, seed: seed, threads: threads)
      let (variants, sample) = (study.variants, options.sample)
      return try Interruption.watched {
        try study(isStopped: { Interruption.isRequested }) { done in
          progress.show(done * variants, of: sample * variants)
        }
      }
    } catch let stop as Interrupted {
      progress.clear()
      throw Stopped(
        message: Bilingual(
          nl: "Gestopt na \(stop.runsDone) van \(options.sample); er is niets geschreven.",
          en: "Stopped after \(stop.runsDone) of \(options.sample); nothing was written."))
    } catch let torn as FactorList.TornApart {
      let (numbers, groups) = (
        torn.numbers.joined(separator: ", "), torn.groups.joined(separator: ", ")
      )
      throw WrongUse(
        message: Bilingual(
          nl:
            "\(options.method.rawValue) vraagt factoren die los van elkaar worden getrokken, maar \(numbers) hebben een rangcorrelatie en vallen in verschillende groepen (\(groups)); gebruik --method rank of given-data, of laat --group weg: dan tellen zij samen als één factor",
          en:
            "\(options.method.rawValue) needs factors that are drawn independently, but \(numbers) have a rank correlation and fall into different groups (\(groups)); use --method rank or given-data, or leave out --group: they then count as one factor"
        ))
    } catch let small as SampleTooSmall {
      throw WrongUse(
        message: Bilingual(
          nl:
            "\(small.runs) trekkingen zijn te weinig voor \(options.method.rawValue); verwacht ten minste \(small.needed) (--runs)",
          en:
            "\(small.runs) runs are too few for \(options.method.rawValue); expected at least \(small.needed) (--runs)"
        ))
    }
  }
}
