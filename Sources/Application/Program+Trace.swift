internal import Caseload
internal import Engine
internal import Evidence
internal import Influence
internal import JSONText
internal import LinearAlgebra
internal import Reporting
internal import Scenario

extension Program {
  /// Prints what a result rests on, named as `MEASURE.STREAM@MONTH`, or `penalties@MONTH` for the whole, and how much of it each lever and number carries.
  public static func trace(_ request: TraceRequest) -> ExitStatus {
    let talk = request.job.scenario.talk
    if request.hasWeights, let status = checkLibrary(talk) { return status }
    return attempt(talk) {
      let loaded = try load(request.job.scenario)
      let world = loaded.world
      let result = try ResultName(request.result, in: world)
      let graph = EvidenceGraph(world)
      let weights = try request.hasWeights ? weights(of: result, request, world, graph) : nil
      if talk.isQuiet { return .done }
      let tree = graph.explanation(
        of: result.measure, subject: result.subject, month: result.month)
      if talk.isJSON {
        let json: JSON = [
          "result": .string(request.result), "weights": weights?.json ?? .null,
          "tree": request.hasTree ? tree.json(talk.language, world.calendar) : .null,
        ]
        Console.print(json.text(.pretty) + "\n")
        return .done
      }
      if let weights { Console.print(weights.text(talk.language)) }
      if request.hasTree {
        Console.print(
          tree.text(
            in: talk.language, calendar: world.calendar, notes: weights?.notes(talk.language) ?? [:]
          ))
      }
      return .done
    }
  }

  /// Measures the shares, with a progress line.
  private static func weights(
    of result: ResultName, _ request: TraceRequest, _ world: World, _ graph: EvidenceGraph
  ) throws -> TraceWeights {
    let talk = request.job.scenario.talk
    let job = try assignment(request.job, world)
    OpenBLAS.useOneThread()
    let plan = try Plan(world)
    return try interruptible(talk) { progress in
      try TraceWeights(
        plan, graph, of: .measure(result.measure, result.subject, month: result.month),
        sizes: .init(points: job.runs, runs: 4 * job.runs), seed: job.seed, threads: job.threads,
        isStopped: { Interruption.isRequested }, progress: { progress.show($0, of: $1) })
    }
  }
}
