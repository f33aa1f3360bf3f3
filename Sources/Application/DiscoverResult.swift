internal import Caseload
internal import Engine
internal import JSONText
internal import Reporting
internal import Robustness
internal import Statistics

/// The region in which a target is met or missed, how it was found, and what it is worth on runs held back.
struct DiscoverResult {
  /// One box of the region.
  struct Found {
    /// The way to it.
    let trajectory: BoxTrajectory
    /// The box, after limits that do nothing were dropped.
    let step: BoxStep
    /// Its limits, with their quasi-p values.
    let limits: [LimitTest]
    /// It alone on the runs held back.
    let test: BoxTest
  }

  /// The world.
  let world: World
  /// What was drawn.
  let factors: [DrawnRuns.Factor]
  /// The target.
  let target: Target
  /// Whether the region is that in which the target is missed.
  let isMissed: Bool
  /// Runs and seed.
  let job: Assignment
  /// Level of the intervals.
  let confidence: Double
  /// The smallest density that was wanted; nil for none.
  let density: Double?
  /// The share of all runs in which the target is met.
  let met: Share
  /// The factors that take part in the search: those that matter by themselves.
  let matters: [Int]
  /// Runs of the search that count.
  let searched: Int
  /// The boxes, in the order in which they were found.
  let boxes: [Found]
  /// All of them together on the runs held back; nil when none was found.
  let together: BoxTest?
  /// Runs in which the target has no value.
  let dropped: Int
  /// Values of the runs of the search, for the share of runs that a limit admits.
  private let columns: [[Double]]

  /// Searches half of the runs, and tests on the other half.
  init(_ request: DiscoverRequest, target: Target, sample: DrawnRuns, job: Assignment) {
    world = sample.world
    factors = sample.factors
    self.target = target
    self.job = job
    isMissed = request.isMissed
    confidence = request.confidence
    density = request.density
    let runs = job.runs
    let all = (0..<runs).map { run in
      target.isMet { sample.responses[$0][run] }.map { $0 != request.isMissed }
    }
    let hits = all.count { $0 == !request.isMissed }
    met = Share(hits: hits, runs: all.count { $0 != nil }, confidence: request.confidence)
    dropped = all.count { $0 == nil }
    // Groups of a Latin hypercube stay whole where there are several.
    let half = runs >= 2048 ? runs / 2048 * 1024 : runs / 2
    let columns = sample.columns.map { Array($0[..<half]) }
    self.columns = columns
    let held = sample.columns.map { Array($0[half...]) }
    let heldHits = Array(all[half...])
    let ours = Array(all[..<half])
    // Numbers that do nothing by themselves would blunt the search: only those that matter take part.
    let screen = FactorScreen(
      columns: columns, advantages: ours.map { $0.map { $0 ? 1 : 0 } ?? .nan },
      confidence: request.confidence)
    matters = screen.map { $0.deciding.map(\.factor).sorted() } ?? []
    let search = BoxSearch(
      columns: columns, isHit: ours, factors: matters,
      settings: BoxSearch.Settings(peeled: request.peeled))
    searched = search.rows.count
    let significance = (1 - request.confidence) / Double(max(1, 2 * matters.count))
    let rule: BoxRule =
      request.density.map { .coverage(densityAtLeast: $0) } ?? .excess
    var trajectories: [BoxTrajectory] = []
    let steps = search.covering(most: request.boxes) { trajectory in
      let step = trajectory.choice(rule, significance: significance)
      guard !step.box.restricted.isEmpty else { return nil }
      trajectories.append(trajectory)
      return step
    }
    boxes = zip(trajectories, steps).map { trajectory, step in
      Found(
        trajectory: trajectory, step: step, limits: trajectory.tests(of: step.box),
        test: BoxTest(
          [step.box], columns: held, isHit: heldHits, confidence: request.confidence))
    }
    together =
      steps.isEmpty
      ? nil
      : BoxTest(
        steps.map(\.box), columns: held, isHit: heldHits, confidence: request.confidence)
  }

  /// Whether the region holds on the runs held back.
  var isTold: Bool { together?.verdict == .better }

  /// The share of runs whose number lies within a limit, from 0 to 1.
  func share(within limit: LimitTest) -> Double {
    let column = columns[limit.factor]
    let inside = column.count {
      limit.side == .low ? $0 >= limit.limit : $0 <= limit.limit
    }
    return column.isEmpty ? 0 : Double(inside) / Double(column.count)
  }

  /// The table of all boxes that were looked at.
  static let file = TableFile.Kind(
    name: "discover.csv",
    columns: [
      "scenario", "target", "region", "box", "step", "chosen", "restricted", "runs", "hits",
      "coverage", "density", "mass", "limits",
    ])

  /// The rows of the table: the way to each box, and the box itself.
  func table(_ dialect: CSVDialect) -> (dialect: CSVDialect, rows: [[CSVCell]]) {
    var rows: [[CSVCell]] = []
    for (place, found) in boxes.enumerated() {
      let steps = found.trajectory.boxes.enumerated().map { ($0.offset, $0.element, "no") }
      for (index, step, chosen) in steps + [(steps.count, found.step, "yes")] {
        let limits = step.box.limits.map { factor, side in
          "\(factors[factor].path(in: world)) \(side == .low ? ">=" : "<=") \(step.box.limit(factor, side))"
        }
        rows.append([
          .text(world.name), .text(target.text), .text(isMissed ? "missed" : "met"),
          .whole(place + 1), .whole(index), .text(chosen), .whole(step.box.restricted.count),
          .whole(step.runs), .whole(step.hits), .number(step.coverage), .number(step.density),
          .number(step.mass), .text(limits.joined(separator: " & ")),
        ])
      }
    }
    return (dialect, rows)
  }

  /// The result for programs.
  var json: JSON {
    [
      "scenario": .string(world.name), "target": .string(target.text),
      "region": .string(isMissed ? "missed" : "met"), "confidence": .number(confidence),
      "runs": .number(job.runs), "seed": .string("\(job.seed)"), "met": met.json,
      "searched_runs": .number(searched),
      "searched_factors": .array(matters.map { .string(factors[$0].path(in: world)) }),
      "undefined_runs": .number(dropped),
      "boxes": .array(boxes.map { json($0) }), "together": together.map { json($0) } ?? .null,
    ]
  }

  private func json(_ found: Found) -> JSON {
    [
      "limits": .array(
        found.limits.map { limit in
          [
            "path": .string(factors[limit.factor].path(in: world)),
            "side": .string(limit.side == .low ? "at_least" : "at_most"),
            "limit": .number(limit.limit), "share_of_runs": .number(share(within: limit)),
            "quasi_p": .number(limit.probability),
            "held_back_p": found.test.limits.first {
              $0.factor == limit.factor && $0.side == limit.side
            }.map { .number($0.probability) } ?? .null,
          ]
        }),
      "searched": [
        "coverage": .number(found.step.coverage), "density": .number(found.step.density),
        "mass": .number(found.step.mass), "runs": .number(found.step.runs),
        "hits": .number(found.step.hits),
      ],
      "held_back": json(found.test),
    ]
  }

  private func json(_ test: BoxTest) -> JSON {
    [
      "verdict": .string(test.verdict.rawValue), "coverage": test.coverage.json,
      "density": test.density.json, "base": test.base.json, "outside": test.outside.json,
      "advantage_low": test.advantage.map { JSON.number($0.low) } ?? .null,
      "advantage_high": test.advantage.map { JSON.number($0.high) } ?? .null,
    ]
  }
}
