import Caseload

@testable import Engine

/// Raw runs of the engine, as tests want them: whole paths, a run at a time.
struct EngineRuns {
  let plan: Plan
  /// All cells of a block, `cell · Block.runs + run`.
  private let cells: [Double]
  /// Undecided cases at the end, by stream, cohort and run.
  private let remaining: [[[Double]]]
  let block: Int
  private let starts: [[Double]]

  /// Simulates one block.
  init(
    _ plan: Plan, block: Int = 0, seed: UInt64 = 1, isCentral: Bool = false,
    without off: Set<Int> = []
  ) {
    let simulation = BlockSimulation(plan)
    self.init(simulation, block: block, seed: seed, isCentral: isCentral, without: off)
  }

  /// Simulates one block with memory that may have been used before.
  init(
    _ simulation: BlockSimulation, block: Int = 0, seed: UInt64 = 1, isCentral: Bool = false,
    without off: Set<Int> = []
  ) {
    let plan = simulation.plan
    self.plan = plan
    self.block = block
    let assignment = Assignment(
      runs: (block + 1) * Block.runs, seed: seed, threads: 1, isCentral: isCentral)
    let chance = Chance(plan)
    let clock = WorkClock()
    simulation.knowledge.draw(plan, assignment, block)
    chance.draw(plan, simulation.knowledge, assignment, block, isTwin: false, clock)
    let series = Array(plan.layout.series.indices)
    let paths = Paths(plan, series: series)
    simulation.run(
      chance: chance, without: off, needs: MeasureNeeds(plan, series: series), clock: clock
    ) { month in
      paths.record(month, simulation.queues.board)
    }
    cells = series.flatMap { series in
      let lanes = (0..<Block.width).map { paths.months(series, lane: $0) }
      return (0..<plan.months).flatMap { month in
        lanes.flatMap { lane in (0..<Lane.scalarCount).map { lane[month][$0] } }
      }
    }
    starts = plan.world.subjects.map { subject in
      switch subject {
      case .pool, .whole: return Array(repeating: 0, count: Block.runs)
      case .stream, .group:
        let streams = plan.world.streams(of: subject)
        return (0..<Block.width).flatMap { lane in
          let stock = simulation.knowledge.initialStock(plan, streams, lane)
          return (0..<Lane.scalarCount).map { stock[$0] }
        }
      }
    }
    remaining = plan.streams.indices.map { stream in
      (0..<plan.cohorts).map { cohort in
        (0..<Block.runs).map { simulation.queues.undecided(stream, cohort: cohort, run: $0) }
      }
    }
  }

  /// The months of a measure in one run of the block.
  func path(_ measure: Measure, _ subject: Subject, run: Int = 0) -> [Double] {
    guard let series = plan.layout.index(of: measure, subject) else { return [] }
    return (0..<plan.layout.months).map { month in
      cells[(series * plan.layout.months + month) * Block.runs + run]
    }
  }

  /// A measure in one month, in every run of the block.
  func month(_ measure: Measure, _ subject: Subject, _ month: Int) -> ArraySlice<Double> {
    guard let series = plan.layout.index(of: measure, subject) else { return [] }
    let first = (series * plan.layout.months + month) * Block.runs
    return cells[first..<(first + Block.runs)]
  }

  /// Stock of a subject at the start, in one run.
  func initialStock(_ subject: Subject, run: Int) -> Double {
    plan.world.subjects.firstIndex(of: subject).map { starts[$0][run] } ?? .nan
  }

  /// Cases of a stream that are undecided at the end, by lodging month from the oldest on.
  func undecided(_ stream: Int, run: Int = 0) -> [Double] { remaining[stream].map { $0[run] } }

  /// The bits of every number.
  var bits: [UInt64] { cells.map { $0.isNaN ? UInt64.max : $0.bitPattern } }
}

/// The sides of a comparison are equal to a relative error, or to an absolute one near nought;
/// undefined equals undefined.
func agrees(
  _ left: Double, _ right: Double, relative: Double = 1e-9, absolute: Double = 1e-7
) -> Bool {
  if left.isNaN || right.isNaN { return left.isNaN && right.isNaN }
  return abs(left - right) <= max(absolute, relative * max(abs(left), abs(right)))
}
