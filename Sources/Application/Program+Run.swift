internal import Caseload
internal import Engine
internal import Evidence
internal import Foundation
internal import HTMLReport
internal import Influence
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
      let report = try RunReport(path, plan, graph, talk)
      defer { report.folder.discard() }
      let runs = request.writesRuns ? try report.beginRuns() : nil
      let (result, explanation) = try interruptible(talk) { progress in
        let result = try simulate(plan, job, until: rule, recorder: runs, progress)
        return (result, try explain(result, graph, request, progress))
      }
      if let runs { try report.add(runs, result) }
      try report.add(result)
      if let explanation { try report.add(explanation) }
      try report.addCharts(result, explanation)
      try report.addPage(result, explanation, loaded)
      try report.describe(result, explanation, loaded, started: started)
      try report.folder.publish()
      let summary = RunSummary(result, graph: graph, explanation: explanation)
      show(
        talk, json: summary.json(folder: path, files: report.folder.files),
        text: summary.text(talk.language, folder: path, files: report.folder.listing))
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
      let (plan, job) = (try Plan(loaded.world), try assignment(request, loaded.world))
      let result = try interruptible(talk) { try simulate(plan, job, $0) }
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

  /// Makes the runs, telling how far they are.
  private static func simulate(
    _ plan: Plan, _ job: Assignment, until rule: StoppingRule = StoppingRule(),
    recorder: (any RunRecorder)? = nil, _ progress: ProgressLine
  ) throws -> StudyResult {
    try Simulation(plan, job)(
      until: rule, recorder: recorder, isStopped: { Interruption.isRequested },
      progress: { progress.show($0.runs, of: rule.expectedRuns($0, most: job.runs)) })
  }

  /// What makes the difference in the runs that were made, telling how far it is; nil where it is not wanted, and of the expected path.
  private static func explain(
    _ result: StudyResult, _ graph: EvidenceGraph, _ request: RunRequest, _ progress: ProgressLine
  ) throws -> Explanation? {
    guard request.explanation != .none, !result.assignment.isCentral else { return nil }
    progress.turn(to: .explanation)
    do {
      return try Explanation(
        result.plan, graph, of: result.assignment,
        sizes: request.explanation == .full ? .full : .quick,
        isStopped: { Interruption.isRequested }, progress: { progress.show($0, of: $1) })
    } catch is Interrupted {
      // The user is told of the runs that were asked for.
      throw Stopped(after: result.assignment.runs)
    }
  }

  /// Whether every test against a published figure holds in at least half of the runs.
  private static func reproducesFigures(_ result: StudyResult) -> Bool {
    result.tests.allSatisfy { $0.test.source == nil || $0.runs == 0 || $0.share >= 0.5 }
  }
}
