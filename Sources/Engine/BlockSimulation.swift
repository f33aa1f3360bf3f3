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
  /// The queues, and the board with the month's numbers.
  let queues: Queues
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
  /// Growth of the inflow and complexity of cases, a row a stream, with the factors of a month.
  let growth: Lanes
  let growthFactor: Lanes
  let complexity: Lanes
  let complexityFactor: Lanes
  /// Stock of each stream a month ago, for the check that no case is lost (debug only).
  let stockBefore: Lanes
  /// The month at hand.
  private(set) var month = 0
  /// Runs in which something was clipped, by quantity, summed over blocks.
  var clipCounts: [Int]

  /// Makes the memory for blocks of a plan.
  init(_ plan: Plan) {
    self.plan = plan
    let streams = plan.streams.count
    knowledge = Knowledge(plan)
    inForce = Lanes(rows: plan.world.levers.count)
    staff = Lanes(rows: plan.learning.columns)
    window = Lanes(rows: plan.follow.rows)
    followUps = Lanes(rows: plan.follow.targets.count)
    productive = Lanes(rows: plan.pools.count)
    values = Lanes(rows: plan.quantityRows)
    clipped = Lanes(rows: plan.quantities.count)
    queues = Queues(plan, values: values)
    growth = Lanes(rows: streams)
    growthFactor = Lanes(rows: streams, filledWith: 1)
    complexity = Lanes(rows: streams)
    complexityFactor = Lanes(rows: streams, filledWith: 1)
    stockBefore = Lanes(rows: streams)
    clipCounts = Array(repeating: 0, count: plan.quantities.count)
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
  ///   - needs: Measures that do not add up and are looked at.
  ///   - months: How many months, from the first; nil for all.
  ///   - clock: Told what the time goes to.
  ///   - observe: Called at the end of every month, when the board holds its measures.
  func run(
    chance: borrowing Chance, without off: Set<Int>, needs: MeasureNeeds, months: Int? = nil,
    clock: WorkClock, observe: (_ month: Int) -> Void
  ) {
    for lever in plan.world.levers.indices {
      if off.contains(lever) {
        inForce.fill(lever, with: 0)
      } else {
        inForce.copy(lever, from: knowledge.inForce, lever)
      }
    }
    start()
    let penalties = BoardRow.of(.penalties, .whole, plan.world)
    for index in 0..<(months ?? plan.months) {
      month = index
      clock.enter(.levers)
      updateQuantities()
      clock.enter(.followUpProducts)
      plan.follow.product(window, month: month, into: followUps)
      clock.enter(.arrivals)
      receiveArrivals(chance)
      clock.enter(.service)
      queues.open(month)
      ageStaff()
      allocate(chance)
      queues.serve(month)
      plan.events.emit(month, values: values, queues, into: window)
      clock.enter(.measures)
      queues.measure(month, needs)
      measurePools()
      plan.events.addPenalties(values: values, queues, row: penalties)
      assert(conserves(), "cases were lost or made in month \(month)")
      observe(month)
    }
    clock.enter(.levers)
    countClipped()
  }

  /// Sets the state to that of the start.
  private func start() {
    queues.start(knowledge)
    for stream in plan.streams.indices {
      growth.fill(stream, with: 1)
      complexity.fill(stream, with: 1)
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

  private func countClipped() {
    for quantity in plan.quantities.indices {
      for lane in 0..<Block.width {
        clipCounts[quantity] += Int(clipped[quantity, lane].sum())
      }
      clipped.fill(quantity, with: 0)
    }
  }
}
