internal import Caseload
internal import Engine
internal import Evidence
internal import JSONText
internal import LinearAlgebra
internal import Probability
internal import Reporting
internal import Sampling
internal import Scenario

extension Program {
  /// Checks a scenario, and lists its design, what the run will ask of the machine, and what it assumes.
  public static func validate(_ request: RunRequest) -> ExitStatus {
    let talk = request.scenario.talk
    return attempt(talk) {
      let loaded = try load(request.scenario)
      let job = try assignment(request, loaded.world)
      let plan = try Plan(loaded.world)
      let review = Review(world: loaded.world, plan: plan, job: job, cost: try cost(plan, job))
      if talk.isQuiet { return .done }
      if talk.isJSON {
        Console.print(review.json(loaded).text(.pretty) + "\n")
      } else {
        Console.print(review.text(talk.language))
      }
      return .done
    }
  }

  /// What a job will take, from one block of runs made for the purpose.
  private static func cost(_ plan: Plan, _ job: Assignment) throws -> (seconds: Double, bytes: Int)
  {
    OpenBLAS.useOneThread()
    let probe = Assignment(
      runs: Block.runs, seed: job.seed, threads: 1, sampling: job.sampling)
    let seconds = try Simulation(plan, probe)().seconds
    let blocks = Double(Block.count(for: job.runs))
    return (
      seconds * (blocks / Double(job.threads)).rounded(.up),
      Simulation(plan, job).expectedMemory
    )
  }
}

/// What `validate` has to say of a scenario.
private struct Review {
  let world: World
  let plan: Plan
  let job: Assignment
  let cost: (seconds: Double, bytes: Int)

  private var counts: [(nl: String, en: String, key: String, value: Int)] {
    [
      ("zaakstromen", "streams", "streams", world.streams.count),
      ("groepen", "groups", "groups", world.groups.count),
      ("teams", "pools", "pools", world.pools.count),
      ("vervolgstromen", "flows", "flows", world.flows.count),
      ("maatregelen in werking", "levers on", "levers_on", world.levers.count { $0.isEnabled }),
      ("maatregelen uit", "levers off", "levers_off", world.levers.count { !$0.isEnabled }),
      ("onzekere getallen", "uncertain numbers", "uncertain_numbers", plan.uncertain.count),
      ("correlaties", "correlations", "correlations", world.correlations.count),
      ("toetsen", "tests", "tests", world.tests.count),
      ("vragen", "questions", "questions", world.questions.count),
    ]
  }

  /// Numbers of the scenario that somebody signs for, with the reason; of levers that are off only the number is given.
  private var assumptions: [(entry: Entry, reason: String)] {
    world.inventory.flatMap { entry in
      entry.basis.compactMap { basis in
        if case .assumption(let reason) = basis { (entry, reason) } else { nil }
      }
    }
  }

  func text(_ language: Language) -> String {
    let dutch = language == .nl
    let calendar = world.calendar
    let last = calendar.month(calendar.months - 1)
    var lines = [
      "\(world.title[language]) (\(world.name))",
      dutch
        ? "Geen fouten. \(calendar.start) tot en met \(last), \(calendar.months) maanden."
        : "No faults. \(calendar.start) to \(last), \(calendar.months) months.", "",
    ]
    for count in counts {
      let number = language.format(Double(count.value))
      lines.append(
        String(repeating: " ", count: max(0, 6 - number.count)) + number + "  "
          + (dutch ? count.nl : count.en))
    }
    let runs = language.format(Double(job.runs))
    let seconds = language.format(cost.seconds, decimals: 1)
    let megabytes = language.format(Double(cost.bytes) / 1e6)
    lines += [
      "",
      dutch
        ? "\(runs) trekkingen (seed \(job.seed)): ongeveer \(seconds) s op \(job.threads) draden en \(megabytes) MB."
        : "\(runs) runs (seed \(job.seed)): about \(seconds) s on \(job.threads) threads and \(megabytes) MB.",
      dutch
        ? "Uitkomsten per maand: \(language.format(Double(plan.layout.cells)))."
        : "Numbers a run: \(language.format(Double(plan.layout.cells))).", "",
      dutch ? "Waarop de getallen rusten:" : "What the numbers rest on:",
    ]
    for (kind, count) in kinds {
      lines.append("\(pad(language.format(Double(count)), 6))  \(name(kind, dutch))")
    }
    lines += ["", dutch ? "Aannamen:" : "Assumptions:"]
    let titles = NumberTitles(world)
    for (entry, reason) in assumptions {
      lines += folded(titles[entry.path][language], indent: 2)
      lines.append("    \(entry.path) = \(value(of: entry)) \(entry.unit.rawValue)")
      lines += folded(reason, indent: 6)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private func folded(_ text: String, indent: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      if !line.isEmpty, indent + line.count + 1 + word.count > 80 {
        lines.append(String(repeating: " ", count: indent) + line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return lines + [String(repeating: " ", count: indent) + line]
  }

  /// How many numbers rest on each kind of basis; a number may rest on several.
  private var kinds: [(kind: String, count: Int)] {
    var counts: [String: Int] = [:]
    for entry in world.inventory {
      for kind in Set(entry.basis.map(\.kind)) { counts[kind, default: 0] += 1 }
    }
    return ["claim", "source", "assumption"].map { ($0, counts[$0] ?? 0) }
  }

  private func name(_ kind: String, _ dutch: Bool) -> String {
    switch kind {
    case "claim": dutch ? "op een uitspraak van de brief" : "on a claim of the letter"
    case "source": dutch ? "op een gepubliceerd cijfer" : "on a published figure"
    default: dutch ? "op een aanname" : "on an assumption"
    }
  }

  private func value(of entry: Entry) -> String {
    switch entry {
    case .number(let number): number.law.description
    case .series(let series): series.values.map { "\($0)" }.joined(separator: " ")
    }
  }

  func json(_ loaded: LoadedScenario) -> JSON {
    [
      "scenario": .string(world.name), "valid": true, "digest": .string("sha256:\(loaded.digest)"),
      "start": .string(world.calendar.start.description), "months": .number(world.calendar.months),
      "design": .object(counts.map { JSON.Pair($0.key, .number($0.value)) }),
      "runs": .number(job.runs), "seed": .string("\(job.seed)"), "threads": .number(job.threads),
      "sampling": .string(job.sampling.rawValue),
      "expected_seconds": .number(cost.seconds), "expected_bytes": .number(cost.bytes),
      "basis": .object(kinds.map { JSON.Pair($0.kind, .number($0.count)) }),
      "assumptions": .array(
        assumptions.map { entry, reason in
          [
            "path": .string(entry.path), "value": .string(value(of: entry)),
            "unit": .string(entry.unit.rawValue), "reason": .string(reason),
          ]
        }),
    ]
  }
}
