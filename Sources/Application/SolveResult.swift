internal import Caseload
internal import Engine
internal import JSONText
internal import Reporting
internal import Robustness
internal import Scenario
internal import Statistics

/// What was found of one number, or of two, and of what.
struct SolveResult {
  /// The answer.
  enum Answer {
    case one(GoalSeek)
    /// The scenario as it is, and the second number for values of the first.
    case two(Frontier)
  }

  /// The scenario.
  let world: World
  /// The target.
  let target: Target
  /// The numbers.
  let sought: [SoughtNumber]
  /// Runs of every value, and their seed.
  let job: Assignment
  /// Level of the intervals.
  let confidence: Double
  /// The share of runs that meet the target as things are.
  let asItIs: Share
  /// What was found.
  let answer: Answer

  /// Seeks.
  ///
  /// - Parameters:
  ///   - request: What is asked.
  ///   - target: What is to be met.
  ///   - sought: One number or two.
  ///   - loaded: The scenario.
  ///   - job: The runs of every value.
  ///   - met: Whether each run meets the target with some numbers fixed.
  /// - Throws: What `met` throws.
  init(
    _ request: SolveRequest, target: Target, sought: [SoughtNumber], loaded: LoadedScenario,
    job: Assignment, met: @escaping ([(path: String, value: Double)]) throws -> [Bool?]
  ) throws {
    world = loaded.world
    self.target = target
    self.sought = sought
    self.job = job
    confidence = request.confidence
    let now = try met([])
    asItIs = Share(
      hits: now.count { $0 == true }, runs: now.count { $0 != nil }, confidence: confidence)
    let last = sought[sought.count - 1]
    let settings = GoalSeek.Settings(
      range: last.range, present: last.present, wanted: target.wanted, confidence: confidence,
      tolerance: 2e-4)
    guard sought.count == 2 else {
      answer = .one(
        try GoalSeek(settings, asItIs: now) { try met([(last.number.path, $0)]) })
      return
    }
    let grid = try SolveResult.grid(
      request.gridPoints, of: sought[0], wanted: target.wanted, confidence: confidence, asItIs: now,
      met: met)
    answer = .two(
      try Frontier(first: grid, second: settings) {
        try met([(sought[0].number.path, $0), (last.number.path, $1)])
      })
  }

  /// The values of the first of two numbers: from its present value to the one that meets the target alone, where there is one; else over its whole
  /// range.
  private static func grid(
    _ points: Int, of number: SoughtNumber, wanted: Double, confidence: Double, asItIs: [Bool?],
    met: @escaping ([(path: String, value: Double)]) throws -> [Bool?]
  ) throws -> [Double] {
    var ends = (number.range.lowerBound, number.range.upperBound)
    if number.origin != .asked {
      let alone = try GoalSeek(
        GoalSeek.Settings(
          range: number.range, present: number.present, wanted: wanted, confidence: confidence,
          tolerance: 2e-3), asItIs: asItIs
      ) { try met([(number.number.path, $0)]) }
      if case .found(let solution) = alone.finding {
        ends = (min(number.present, solution.value), max(number.present, solution.value))
      }
    }
    let width = ends.1 - ends.0
    let count = width > 0 ? max(2, points) : 1
    return (0..<count).map {
      $0 == count - 1 ? ends.1 : ends.0 + width * Double($0) / Double(count - 1)
    }
  }

  /// Whether the target can be met.
  var isMet: Bool {
    switch answer {
    case .one(let seek): seek.isMet
    case .two(let frontier): frontier.points.contains { $0.second.isMet }
    }
  }

  /// The table of values that were tried.
  static let file = TableFile.Kind(
    name: "solve.csv",
    columns: [
      "scenario", "target", "wanted", "path", "value", "second_path", "second_value", "share",
      "share_low", "share_high", "runs", "kind",
    ])

  /// The rows of the table: every value that was tried, and of solutions their intervals' ends.
  func table(_ dialect: CSVDialect) -> (dialect: CSVDialect, rows: [[CSVCell]]) {
    func rows(_ seek: GoalSeek, _ first: Double?) -> [[CSVCell]] {
      var marks: [Double: String] = [:]
      if case .found(let solution) = seek.finding {
        marks[solution.nearest] = "nearest"
        if let farthest = solution.farthest { marks[farthest] = "farthest" }
        marks[solution.value] = "solution"
      }
      let last = sought[sought.count - 1]
      return seek.trials.map { trial in
        let own: [CSVCell] = [.text(last.number.path), .number(trial.value)]
        let numbers: [CSVCell] =
          first.map { [.text(sought[0].number.path), .number($0)] + own }
          ?? own + [.empty, .empty]
        return [.text(world.name), .text(target.text), .number(target.wanted)] + numbers + [
          .number(trial.share.value ?? .nan), .number(trial.share.interval.low),
          .number(trial.share.interval.high), .whole(trial.share.runs),
          .text(marks[trial.value] ?? "trial"),
        ]
      }
    }
    switch answer {
    case .one(let seek): return (dialect, rows(seek, nil))
    case .two(let frontier):
      return (dialect, frontier.points.flatMap { rows($0.second, $0.first) })
    }
  }

  // MARK: For programs

  /// The result for programs.
  var json: JSON {
    var pairs: [JSON.Pair] = [
      .init("scenario", .string(world.name)), .init("target", .string(target.text)),
      .init("wanted", .number(target.wanted)), .init("confidence", .number(confidence)),
      .init("runs", .number(job.runs)), .init("seed", .string("\(job.seed)")),
      .init("as_it_is", asItIs.json),
      .init(
        "numbers",
        .array(
          sought.map { number in
            [
              "path": .string(number.number.path), "unit": .string(number.number.unit.rawValue),
              "present": .number(number.present), "uncertain": .boolean(number.number.isUncertain),
              "low": .number(number.range.lowerBound), "high": .number(number.range.upperBound),
              "range": .string(number.origin.rawValue),
            ]
          })),
    ]
    switch answer {
    case .one(let seek): pairs.append(.init("answer", seek.json))
    case .two(let frontier):
      pairs.append(
        .init(
          "frontier",
          .array(
            frontier.points.map { ["first": .number($0.first), "second": $0.second.json] })))
    }
    return .object(pairs)
  }
}

extension GoalSeek {
  /// Whether the target is met, or can be.
  var isMet: Bool {
    switch finding {
    case .metAlready, .found: true
    case .notReachable, .undefined: false
    }
  }

  /// The answer for programs.
  var json: JSON {
    var pairs: [JSON.Pair] = []
    switch finding {
    case .metAlready(let share):
      pairs = [.init("finding", "met_already"), .init("share", share.json)]
    case .found(let solution):
      pairs = [
        .init("finding", "found"), .init("value", .number(solution.value)),
        .init("nearest", .number(solution.nearest)),
        .init("farthest", solution.farthest.map { JSON.number($0) } ?? .null),
        .init("share", solution.share.json),
      ]
    case .notReachable(let best):
      pairs = [
        .init("finding", "not_reachable"), .init("best_value", .number(best.value)),
        .init("share", best.share.json),
      ]
    case .undefined: pairs = [.init("finding", "undefined")]
    }
    return .object(
      pairs + [
        .init("shape", shape.map { .string($0.rawValue) } ?? .null),
        .init("evaluations", .number(trials.count)), .init("undefined_runs", .number(dropped)),
      ])
  }
}

extension Share {
  /// The share for programs.
  var json: JSON {
    [
      "share": value.map { JSON.number($0) } ?? .null, "low": .number(interval.low),
      "high": .number(interval.high), "hits": .number(hits), "runs": .number(runs),
    ]
  }
}
