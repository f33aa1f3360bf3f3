internal import Caseload
internal import Engine
internal import Influence
internal import JSONText
internal import LinearAlgebra
internal import Reporting
internal import Robustness
internal import Scenario

/// When one scenario stops being better than another.
public struct BreakevenRequest: Hashable, Sendable {
  /// The first scenario, with runs, seed and threads of all.
  public let job: RunRequest
  /// The others, at least one.
  public let others: [String]
  /// What is compared, such as `stock.asylum at 2028-12`; nil for what the first question asks.
  public let response: String?
  /// `lower` or `higher`; nil for what is usual of the response.
  public let better: String?
  /// The value that is good enough; nil for none.
  public let threshold: Double?
  /// The smallest difference worth detecting when the best is selected; nil for no selection.
  public let indifference: Double?
  /// Numbers for which new runs are made, at most.
  public let refined: Int
  /// Level of intervals.
  public let confidence: Double

  /// Asks.
  public init(
    _ job: RunRequest, others: [String], response: String?, better: String?, threshold: Double?,
    indifference: Double?, refined: Int, confidence: Double
  ) {
    self.job = job
    self.others = others
    self.response = response
    self.better = better
    self.threshold = threshold
    self.indifference = indifference
    self.refined = refined
    self.confidence = confidence
  }
}

extension Program {
  /// Compares scenarios run by run: for each uncertain number the value at which one stops being better; of three or more their regret.
  public static func breakeven(_ request: BreakevenRequest) -> ExitStatus {
    let talk = request.job.scenario.talk
    if let status = checkLibrary(talk) { return status }
    return attempt(talk) {
      try check(confidence: request.confidence)
      let first = request.job.scenario
      let worlds = try ([first.path] + request.others).map { path in
        try load(
          ScenarioRequest(
            path: path, settings: first.settings, levers: first.levers, talk: talk)
        ).world
      }
      let question = try BreakevenQuestion(request, worlds)
      let jobs = try worlds.map { try designedJob(request.job, $0, usual: worlds[0].runs) }
      // All on the seed and the number of runs of the first.
      let job = jobs[0]
      let place = try request.job.output.map { try TableFile($0, BreakevenResult.file) }
      OpenBLAS.useOneThread()
      let result = try interruptible(talk) { progress in
        let total = job.runs * worlds.count
        var samples: [DrawnRuns] = []
        var plans: [Plan] = []
        for (place, world) in worlds.enumerated() {
          let plan = try Plan(world)
          plans.append(plan)
          samples.append(
            try DrawnRuns(plan, [question.responses[place]], job) {
              progress.show(place * job.runs + $0, of: total)
            })
        }
        return try BreakevenResult(
          request, question, plans: plans, samples: samples, job: job
        ) { progress.show($0, of: $1) }
      }
      if let place { try place.write(result.table(CSVDialect(talk.language))) }
      show(talk, json: result.json, text: result.text(talk.language))
      return .done
    }
  }
}

/// What is compared in each scenario, and which values are better.
struct BreakevenQuestion {
  /// The same response in every world.
  let responses: [Response]
  /// Which values are better.
  let direction: Direction

  init(_ request: BreakevenRequest, _ worlds: [World]) throws(WrongUse) {
    let name = request.response ?? Response.usual(in: worlds[0]).label(in: worlds[0])
    var responses: [Response] = []
    for world in worlds { responses.append(try ResponseNames.single(name, in: world)) }
    self.responses = responses
    switch request.better {
    case nil:
      guard let isHigher = responses[0].isBetterWhenHigher else {
        throw WrongUse(
          message: Bilingual(
            nl: "van \(name) is meer noch minder vanzelf beter; geef --better lower of higher",
            en:
              "of \(name) neither more nor less is better by itself; give --better lower or higher")
        )
      }
      direction = isHigher ? .higherIsBetter : .lowerIsBetter
    case "lower": direction = .lowerIsBetter
    case "higher": direction = .higherIsBetter
    case .some(let other):
      throw WrongUse(
        message: Bilingual(
          nl: "--better is '\(other)'; verwacht lower of higher",
          en: "--better is '\(other)'; expected lower or higher"))
    }
  }
}
