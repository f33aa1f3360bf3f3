internal import Caseload
internal import LinearAlgebra

/// Simulates one block of runs, month by month.
///
/// The order of a month is that of the article *The model, month by month*; each step is a method of its own in one of the
/// extensions. An instance is scratch memory for one worker and is used for one block and world after the other.
final class BlockSimulation {
  let plan: Plan
  /// The known numbers of the block's runs.
  let knowledge: Knowledge
  /// Levers in force, a row a lever, 1 or 0.
  let inForce: Lanes
  /// Undecided cases, a row a cohort, stream after stream.
  let stock: Lanes
  /// This month's decisions, laid out as `stock`; nought outside the range of months that were served.
  let decided: Lanes
  /// Cohorts with decisions this month, by stream, as rows from `0` to `cohorts`.
  var served: [Range<Int>]
  /// The first cohort of each stream that may still hold cases.
  var heads: [Int]
  /// Staff by class of service, pool after pool.
  let staff: Lanes
  /// Weighted events of past months.
  let window: Lanes
  /// Follow-ups of the month, a row a receiving stream.
  let followUps: Lanes
  /// Productive staff, a row a pool.
  let productive: Lanes
  /// Current values of all quantities.
  let values: Lanes
  /// Rows `quantityRows`: whether a run's value was ever clipped, 1 or 0.
  let clipped: Lanes
  /// Hours of a case by stream and class, and their inverses.
  let hours: Lanes
  let inverseHours: Lanes
  let firstHours: [Int]
  /// Growth of the inflow and complexity of cases, a row a stream, with the factors of a month.
  let growth: Lanes
  let growthFactor: Lanes
  let complexity: Lanes
  let complexityFactor: Lanes
  /// A month's numbers of each stream, `StreamRow.count` rows a stream.
  let now: Lanes
  /// Outcomes of the month, stream after stream.
  let outcomes: Lanes
  let firstOutcome: [Int]
  /// Scratch rows.
  let scratch: Lanes
  /// The month at hand.
  private(set) var month = 0
  /// Runs in which something was clipped, by quantity, summed over blocks.
  var clipCounts: [Int]

  /// The rows of `now` that a stream has.
  enum StreamRow: Int, CaseIterable {
    case arrivals
    case followUps
    case straightThrough
    case withdrawals
    case demand
    case grant
    case decisions
    case hoursUsed
    case onInitialStock
    case waiting
    case inTerm
    case overdue
    case total
  }

  /// Makes the memory for blocks of a plan.
  init(_ plan: Plan) {
    self.plan = plan
    let streams = plan.streams.count
    knowledge = Knowledge(plan)
    inForce = Lanes(rows: plan.world.levers.count)
    stock = Lanes(rows: streams * plan.cohorts)
    decided = Lanes(rows: streams * plan.cohorts)
    served = Array(repeating: 0..<0, count: streams)
    heads = Array(repeating: 0, count: streams)
    staff = Lanes(rows: plan.learning.columns)
    window = Lanes(rows: plan.follow.rows)
    followUps = Lanes(rows: plan.follow.targets.count)
    productive = Lanes(rows: plan.pools.count)
    values = Lanes(rows: plan.quantityRows)
    clipped = Lanes(rows: plan.quantities.count)
    var row = 0
    var first: [Int] = []
    for stream in plan.streams {
      first.append(row)
      row += stream.classes
    }
    firstHours = first
    hours = Lanes(rows: row)
    inverseHours = Lanes(rows: row)
    growth = Lanes(rows: streams)
    growthFactor = Lanes(rows: streams, filledWith: 1)
    complexity = Lanes(rows: streams)
    complexityFactor = Lanes(rows: streams, filledWith: 1)
    now = Lanes(rows: streams * StreamRow.allCases.count)
    var outcome = 0
    var firstOutcomes: [Int] = []
    for stream in plan.streams {
      firstOutcomes.append(outcome)
      outcome += stream.outcomes.count
    }
    firstOutcome = firstOutcomes
    outcomes = Lanes(rows: outcome)
    scratch = Lanes(rows: 8)
    clipCounts = Array(repeating: 0, count: plan.quantities.count)
  }

  /// The row of `now` for a stream.
  @inline(__always) func row(_ kind: StreamRow, _ stream: Int) -> Int {
    stream &* StreamRow.allCases.count &+ kind.rawValue
  }

  /// The row of `stock` and `decided` for a stream's cohort.
  @inline(__always) func cohort(_ stream: Int, _ index: Int) -> Int {
    stream &* plan.cohorts &+ index
  }

  /// The row of `values` for a quantity, and a class of its stream.
  @inline(__always) func valueRow(_ quantity: Int, class index: Int = 0) -> Int {
    plan.quantities[quantity].row(class: index)
  }

  /// Simulates the runs whose knowledge was set, in a world with some levers off.
  ///
  /// - Parameters:
  ///   - chance: The block's chance.
  ///   - off: Levers that are switched off.
  ///   - wanted: Indices of the series to write; capacities are always written.
  ///   - cells: Where the measures go, a row a cell of the plan's layout.
  func run(
    chance: borrowing Chance, without off: Set<Int>, recording wanted: [Int],
    into cells: borrowing Lanes
  ) {
    for lever in plan.world.levers.indices {
      if off.contains(lever) {
        inForce.fill(lever, with: 0)
      } else {
        inForce.copy(lever, from: knowledge.inForce, lever)
      }
    }
    start()
    for index in 0..<plan.months {
      month = index
      updateQuantities()
      receiveArrivals(chance)
      withdraw()
      ageStaff()
      askForHours()
      allocate(chance, cells)
      for stream in plan.streams.indices {
        serve(stream)
        decideOutcomes(stream)
        measureOverdue(stream)
      }
      emitEvents()
      record(wanted, cells)
      assert(
        wanted.count < plan.layout.series.count || conserves(cells),
        "cases were lost or made in month \(month)")
      clearDecisions()
    }
    countClipped()
  }

  /// Sets the state to that of the start.
  private func start() {
    for (index, stream) in plan.streams.enumerated() {
      for cohort in 0..<plan.cohorts {
        for lane in 0..<Block.width {
          let share = cohort < plan.offset ? stream.ageShares[cohort] : 0
          stock[self.cohort(index, cohort), lane] =
            share == 0 ? .zero : knowledge.inputs[stream.stock, lane] * share
        }
      }
      heads[index] = stream.ageShares.firstIndex { $0 > 0 } ?? plan.offset
      growth.fill(index, with: 1)
      complexity.fill(index, with: 1)
    }
    for pool in plan.pools {
      let top = pool.classes.upperBound - 1
      let recent = pool.recentHires.reduce(0, +)
      for (place, hired) in pool.recentHires.enumerated() {
        staff.fill(pool.classes.lowerBound + place, with: hired)
      }
      for place in (pool.classes.lowerBound + pool.recentHires.count)..<top {
        staff.fill(place, with: 0)
      }
      for lane in 0..<Block.width {
        staff[top, lane] = Lane.most(knowledge.inputs[pool.staff, lane] - recent, .zero)
      }
    }
    for flow in plan.follow.flows {
      for slot in flow.slots {
        for lane in 0..<Block.width {
          window[slot, lane] =
            knowledge.inputs[flow.history, lane] * knowledge.inputs[flow.base, lane]
        }
      }
    }
  }

  /// Forgets this month's decisions.
  private func clearDecisions() {
    for (stream, range) in served.enumerated() {
      for index in range { decided.fill(cohort(stream, index), with: 0) }
      served[stream] = 0..<0
    }
  }

  private func countClipped() {
    for quantity in plan.quantities.indices {
      for lane in 0..<Block.width {
        clipCounts[quantity] += Int(clipped[quantity, lane].sum())
      }
      clipped.fill(quantity, with: 0)
    }
  }
}
