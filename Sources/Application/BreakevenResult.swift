internal import Caseload
internal import Engine
internal import JSONText
internal import Probability
internal import Reporting
internal import Robustness
internal import Statistics

/// What runs of several scenarios on the same draws say of each other.
struct BreakevenResult {
  /// Another scenario against the first.
  struct Comparison {
    /// The other, by index.
    let other: Int
    /// Its mean gain over the first; positive where it is better.
    let gain: CurveValue
    /// The share of runs in which it is better; ties are divided.
    let better: Share
    /// What each factor does to the gain.
    let screen: FactorScreen
    /// Factors for which new runs were made, by index.
    let refined: [Int: BreakEven]
  }

  /// The scenarios.
  let worlds: [World]
  /// What is compared, in the first.
  let response: Response
  /// Which values are better.
  let direction: Direction
  /// Runs and seed.
  let job: Assignment
  /// Runs of each level that was tried anew.
  let refinedRuns: Int
  /// Level of intervals.
  let confidence: Double
  /// Everything that is drawn in any of the scenarios.
  let factors: [DrawnRuns.Factor]
  /// The world that each factor was taken from.
  let origins: [Int]
  /// Each other scenario against the first; none that has too few runs with a value.
  let comparisons: [Comparison]
  /// All together; nil when too few runs have a value in all.
  let regret: Regret?
  /// The selection of the best; nil unless it was asked for.
  let selection: KimNelson?
  /// The value that is good enough.
  let threshold: Double?
  /// The smallest difference worth detecting.
  let indifference: Double?
  /// Runs left out because the response has no finite value in some scenario.
  let dropped: Int

  /// Runs of each new level, at most.
  private static let mostRefinedRuns = 2048

  /// Compares.
  ///
  /// - Parameters:
  ///   - request: What is asked.
  ///   - question: What is compared, and which values are better.
  ///   - plans: The scenarios.
  ///   - samples: Ordinary runs of each, on the same draws.
  ///   - job: Those runs.
  ///   - progress: Told how many new runs are made, of about how many.
  /// - Throws: `Interrupted`.
  init(
    _ request: BreakevenRequest, _ question: BreakevenQuestion, plans: [Plan],
    samples: [DrawnRuns], job: Assignment, progress: @escaping (_ runs: Int, _ total: Int) -> Void
  ) throws {
    worlds = samples.map(\.world)
    response = question.responses[0]
    direction = question.direction
    self.job = job
    confidence = request.confidence
    threshold = request.threshold
    indifference = request.indifference
    refinedRuns = min(job.runs, BreakevenResult.mostRefinedRuns)
    var factors: [DrawnRuns.Factor] = []
    var origins: [Int] = []
    var columns: [[Double]] = []
    var places: [String: Int] = [:]
    for (origin, sample) in samples.enumerated() {
      for (factor, column) in zip(sample.factors, sample.columns) {
        let path = factor.path(in: sample.world)
        guard let place = places[path] else {
          places[path] = factors.count
          factors.append(factor)
          origins.append(origin)
          columns.append(column)
          continue
        }
        // A lever that is off in one scenario varies only in the other.
        let isConstant = columns[place].allSatisfy { $0 == columns[place][0] }
        guard isConstant, column.contains(where: { $0 != column[0] }) else { continue }
        (factors[place], origins[place], columns[place]) = (factor, origin, column)
      }
    }
    self.factors = factors
    self.origins = origins
    let values = samples.map { $0.responses[0] }
    let isDefined = (0..<job.runs).map { run in values.allSatisfy { $0[run].isFinite } }
    dropped = isDefined.count { !$0 }
    let sign = direction == .lowerIsBetter ? -1.0 : 1.0
    var comparisons: [Comparison] = []
    var made = 0
    // A number takes some thirty levels, in two scenarios.
    let expected = 60 * refinedRuns * request.refined * (samples.count - 1)
    for other in 1..<samples.count {
      let gains = (0..<job.runs).map { sign * (values[other][$0] - values[0][$0]) }
      guard
        let screen = FactorScreen(
          columns: columns, advantages: gains, confidence: request.confidence)
      else { continue }
      let pair = Regret(
        [values[0], values[other]], direction: direction, confidence: request.confidence)
      guard let better = pair?.standings[1].isBest else { continue }
      let renewed = RefinedLevels(
        plans: [plans[0], plans[other]],
        responses: [question.responses[0], question.responses[other]], sign: sign,
        job: Assignment(
          runs: min(job.runs, BreakevenResult.mostRefinedRuns), seed: job.seed,
          threads: job.threads, sampling: job.sampling)
      ) { runs in
        made += runs
        progress(made, max(made, expected))
      }
      let refined = try renewed.refine(
        screen, factors: factors, most: request.refined, confidence: request.confidence)
      comparisons.append(
        Comparison(
          other: other, gain: screen.mean, better: better, screen: screen, refined: refined))
    }
    self.comparisons = comparisons
    regret = Regret(
      values, direction: direction, threshold: request.threshold, confidence: request.confidence)
    selection = BreakevenResult.selection(
      request, values, isDefined: isDefined, direction: direction)
  }

  /// Selects the best on means over blocks of 64 runs.
  private static func selection(
    _ request: BreakevenRequest, _ values: [[Double]], isDefined: [Bool], direction: Direction
  ) -> KimNelson? {
    guard let indifference = request.indifference else { return nil }
    let size = 64
    let rows = isDefined.indices.filter { isDefined[$0] }
    let blocks = rows.count / size
    guard blocks >= 10, request.confidence > 1 / Double(values.count) else { return nil }
    return KimNelson(
      alternatives: values.count, direction: direction, indifference: indifference,
      confidence: request.confidence, most: blocks
    ) { left, block in
      left.map { alternative in
        rows[(block * size)..<((block + 1) * size)].reduce(0.0) { $0 + values[alternative][$1] }
          / Double(size)
      }
    }
  }

  /// What is known best of a factor: new runs where there are, else the screen.
  func curve(_ comparison: Comparison, _ entry: FactorScreen.Entry) -> BreakEven? {
    if let refined = comparison.refined[entry.factor] { return refined }
    if case .curve(let curve) = entry.shape { return curve }
    return nil
  }

  /// The value of an uncertain number at a level; nil for a lever.
  func value(of factor: Int, at level: Double) -> Double? {
    guard case .number(let number) = factors[factor], level > 0, level < 1 else { return nil }
    return number.law.quantile(level)
  }

  /// The path of a factor.
  func path(of factor: Int) -> String { factors[factor].path(in: worlds[origins[factor]]) }
}

/// New runs of two scenarios with one number set to a level.
private struct RefinedLevels {
  let plans: [Plan]
  let responses: [Response]
  let sign: Double
  let job: Assignment
  /// Told of runs that were made.
  let progress: (_ runs: Int) -> Void

  /// Makes new runs for the numbers that turn the comparison or might, the widest spread first.
  func refine(
    _ screen: FactorScreen, factors: [DrawnRuns.Factor], most: Int, confidence: Double
  ) throws -> [Int: BreakEven] {
    var chosen: [(factor: Int, path: String)] = []
    for entry in screen.deciding where chosen.count < most {
      guard case .curve(let curve) = entry.shape, curve.finding != .always,
        curve.finding != .never, case .number(let number) = factors[entry.factor],
        !isJoined(number.path)
      else { continue }
      chosen.append((entry.factor, number.path))
    }
    guard !chosen.isEmpty else { return [:] }
    let levels = BreakEven.levels()
    let scan = try gains(chosen.flatMap { pick in levels.map { (pick.path, $0) } })
    var refined: [Int: BreakEven] = [:]
    for (place, pick) in chosen.enumerated() {
      let known = Dictionary(
        levels.enumerated().map { ($1, scan[place * levels.count + $0]) },
        uniquingKeysWith: { a, _ in a })
      refined[pick.factor] = try BreakEven(tolerance: 2e-3, confidence: confidence) { level in
        try known[level] ?? gains([(pick.path, level)])[0]
      }
    }
    return refined
  }

  /// Whether a number is drawn together with others, so that no level is its own.
  private func isJoined(_ path: String) -> Bool {
    plans.contains { plan in
      plan.correlatedNumbers.contains { plan.uncertain[$0].path == path }
    }
  }

  /// The gain of the second scenario in every run, for each setting of a number.
  private func gains(_ settings: [(path: String, level: Double)]) throws -> [[Double]] {
    let values = try zip(plans, responses).map { plan, response in
      let variants = settings.map { path, level -> Experiment.Variant in
        guard let unknown = plan.uncertain.firstIndex(where: { $0.path == path }) else {
          return Experiment.Variant()
        }
        return Experiment.Variant { $0.set(unknown, to: level) }
      }
      let gains = try Experiment(
        plan, variants: variants, responses: [response], assignment: job)(
          into: settings.map { _ in [Double]() }, isStopped: { Interruption.isRequested }
        ) { kept, block in
          for variant in kept.indices {
            let first = variant * block.stride
            kept[variant] += block.values[first..<(first + block.runs)]
          }
        }
      progress(settings.count * job.runs)
      return gains
    }
    return settings.indices.map { place in
      zip(values[0][place], values[1][place]).map { sign * ($1 - $0) }
    }
  }
}

extension BreakevenResult {
  /// The table of break-even values.
  static let file = TableFile.Kind(
    name: "breakeven.csv",
    columns: [
      "scenario", "against", "response", "path", "runs", "matters", "p", "spread", "finding",
      "better", "value", "value_low", "value_high", "level", "level_low", "level_high",
      "share_beyond", "share_beyond_low", "share_beyond_high",
    ])

  /// The rows of the table: every factor of every comparison, and each of its crossings.
  func table(_ dialect: CSVDialect) -> (dialect: CSVDialect, rows: [[CSVCell]]) {
    var rows: [[CSVCell]] = []
    for comparison in comparisons {
      for entry in comparison.screen.entries {
        let runs = comparison.refined[entry.factor] == nil ? job.runs : refinedRuns
        let start: [CSVCell] = [
          .text(worlds[comparison.other].name), .text(worlds[0].name),
          .text(response.label(in: worlds[0])), .text(path(of: entry.factor)), .whole(runs),
          .text(entry.matters ? "yes" : "no"), .number(entry.probability), .number(entry.spread),
        ]
        let none = [CSVCell](repeating: .empty, count: 9)
        switch entry.shape {
        case .constant: rows.append(start + [.text("constant"), .empty] + none)
        case .twoValues(let low, let high):
          rows.append(start + [.text(name(low, high)), .empty] + none)
        case .curve:
          guard let curve = curve(comparison, entry) else { continue }
          guard case .crosses(let crossings) = curve.finding else {
            rows.append(start + [.text(curve.finding.name), .empty] + none)
            continue
          }
          for crossing in crossings {
            let levels = [crossing.level, crossing.interval.low, crossing.interval.high]
            let beyond = crossing.shareBeyondInterval
            rows.append(
              start + [.text("crosses"), .text(crossing.isBetterBelow ? "below" : "above")]
                + levels.map { .number(value(of: entry.factor, at: $0) ?? .nan) }
                + levels.map { .number($0) } + [
                  .number(crossing.shareBeyond), .number(beyond.low), .number(beyond.high),
                ])
          }
        }
      }
    }
    return (dialect, rows)
  }

  private func name(_ low: CurveValue, _ high: CurveValue) -> String {
    func sign(_ reading: CurveValue) -> Int { reading.low > 0 ? 1 : reading.high < 0 ? -1 : 0 }
    switch (sign(low), sign(high)) {
    case (1, 1): return "always"
    case (-1, -1): return "never"
    case (1, -1): return "better_when_0"
    case (-1, 1): return "better_when_1"
    default: return "not_told_apart"
    }
  }

  /// The result for programs.
  var json: JSON {
    [
      "scenarios": .array(worlds.map { .string($0.name) }),
      "response": .string(response.label(in: worlds[0])),
      "better": .string(direction == .lowerIsBetter ? "lower" : "higher"),
      "runs": .number(job.runs), "seed": .string("\(job.seed)"),
      "confidence": .number(confidence), "undefined_runs": .number(dropped),
      "comparisons": .array(comparisons.map { json($0) }),
      "standings": regret.map { json($0) } ?? .null,
      "selection": selection.map { json($0) } ?? .null,
    ]
  }

  private func json(_ comparison: Comparison) -> JSON {
    [
      "scenario": .string(worlds[comparison.other].name), "against": .string(worlds[0].name),
      "gain": comparison.gain.json, "better": comparison.better.json,
      "factors": .array(
        comparison.screen.deciding.map { entry in
          var pairs: [JSON.Pair] = [
            .init("path", .string(path(of: entry.factor))),
            .init("p", .number(entry.probability)), .init("spread", .number(entry.spread)),
            .init("new_runs", .boolean(comparison.refined[entry.factor] != nil)),
          ]
          if case .twoValues(let low, let high) = entry.shape {
            pairs += [.init("without", low.json), .init("with", high.json)]
          } else if let curve = curve(comparison, entry) {
            pairs.append(.init("finding", .string(curve.finding.name)))
            if case .crosses(let crossings) = curve.finding {
              pairs.append(.init("crossings", .array(crossings.map { json($0, entry.factor) })))
            }
          }
          return .object(pairs)
        }),
    ]
  }

  private func json(_ crossing: BreakEven.Crossing, _ factor: Int) -> JSON {
    func number(_ level: Double) -> JSON {
      value(of: factor, at: level).map { JSON.number($0) } ?? .null
    }
    return [
      "value": number(crossing.level), "value_low": number(crossing.interval.low),
      "value_high": number(crossing.interval.high), "level": .number(crossing.level),
      "better": .string(crossing.isBetterBelow ? "below" : "above"),
      "share_beyond": .number(crossing.shareBeyond),
      "share_beyond_low": .number(crossing.shareBeyondInterval.low),
      "share_beyond_high": .number(crossing.shareBeyondInterval.high),
    ]
  }

  private func json(_ regret: Regret) -> JSON {
    .array(
      zip(worlds, regret.standings).map { world, standing in
        [
          "scenario": .string(world.name), "mean": standing.mean.json,
          "regret": standing.regret.json, "regret_p90": .number(standing.regret90),
          "regret_p90_low": standing.regret90Low.map { JSON.number($0) } ?? .null,
          "regret_p90_high": standing.regret90High.map { JSON.number($0) } ?? .null,
          "largest_regret": .number(standing.largestRegret), "worst": .number(standing.worst),
          "best": .number(standing.best), "is_best": standing.isBest.json,
          "is_best_together_low": .number(standing.isBestTogether.low),
          "is_best_together_high": .number(standing.isBestTogether.high),
          "satisfices": standing.satisfices.map { $0.json } ?? .null,
        ]
      })
  }

  private func json(_ selection: KimNelson) -> JSON {
    let (decided, left): (Bool, [Int]) =
      switch selection.ending {
      case .selected(let best): (true, [best])
      case .undecided(let order): (false, order)
      }
    return [
      "decided": .boolean(decided), "left": .array(left.map { .string(worlds[$0].name) }),
      "runs": .number(selection.observations * 64),
      "dropped": .array(
        selection.drops.map {
          ["scenario": .string(worlds[$0.alternative].name), "runs": .number($0.observations * 64)]
        }),
    ]
  }
}

extension BreakEven.Finding {
  /// The finding as one word.
  var name: String {
    switch self {
    case .always: "always"
    case .never: "never"
    case .crosses: "crosses"
    case .notToldApart: "not_told_apart"
    }
  }
}

extension CurveValue {
  /// The number with its interval, for programs.
  var json: JSON { ["value": .number(value), "low": .number(low), "high": .number(high)] }
}

extension Estimate {
  /// The estimate for programs.
  var json: JSON {
    [
      "value": .number(value), "se": .number(standardError), "low": .number(interval.low),
      "high": .number(interval.high),
    ]
  }
}
