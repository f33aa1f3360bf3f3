internal import CKernels
internal import Caseload

/// The queues of all streams in one block of runs, and the board on which a month's numbers stand.
///
/// The work is done by the kernels of `queue.inc`; this type owns the memory that they share and says what stands where. Cohorts stay
/// where they were lodged, so that nothing is ever shifted, and each lane of eight runs has its own first cohort, so that a pass visits
/// only months from which some of its runs still hold cases.
@safe final class Queues {
  /// A month's numbers: ``BoardRow`` rows a stream, then as many a group, then those of pools and the whole.
  let board: Lanes
  /// Decisions of the month by outcome, stream after stream.
  let outcomes: Lanes
  /// Row of each stream's first outcome.
  let firstOutcome: [Int]
  /// Hours of a case by stream and class, and their inverses.
  let hours: Lanes
  let inverseHours: Lanes
  /// Row of each stream's first class.
  let firstHours: [Int]
  /// Streams and groups.
  let entities: Int

  private let plan: Plan
  private let queues: UnsafeMutableBufferPointer<ck_queue>
  private let stock: Lanes
  private let decided: Lanes
  /// Decisions of a lane's cohorts, summed over the streams of a group.
  private let sums: Lanes
  private let bounds: UnsafeMutableBufferPointer<Int64>
  private let classes: UnsafeMutableBufferPointer<Int32>
  private let shares: UnsafeMutableBufferPointer<ck_place>
  private let members: [Int32]
  private let firstMember: [Int32]

  /// Makes the memory for the queues of a plan, whose current quantities stand in `values`.
  ///
  /// `values` must outlive the queues.
  init(_ plan: Plan, values: borrowing Lanes) {
    self.plan = plan
    let streams = plan.streams.count
    entities = streams + plan.world.groups.count
    board = Lanes(rows: BoardRow.count(plan.world))
    firstOutcome = Queues.places(plan.streams.map(\.outcomes.count))
    outcomes = Lanes(rows: plan.streams.reduce(0) { $0 + $1.outcomes.count })
    firstHours = Queues.places(plan.streams.map(\.classes))
    hours = Lanes(rows: plan.streams.reduce(0) { $0 + $1.classes })
    inverseHours = Lanes(rows: hours.rows)
    stock = Lanes(rows: streams * plan.cohorts)
    decided = Lanes(rows: streams * plan.cohorts)
    sums = Lanes(rows: plan.cohorts)
    var members = plan.streams.indices.map { [Int32($0)] }
    members += plan.world.groups.map { $0.streams.map(Int32.init) }
    self.members = members.flatMap { $0 }
    var first: [Int32] = [0]
    for list in members { first.append(first[first.count - 1] + Int32(list.count)) }
    firstMember = first
    // Safe: everything allocated here is initialised here, freed in `deinit`, and reached only through the methods below.
    unsafe queues = .allocate(capacity: streams)
    unsafe bounds = .allocate(capacity: streams * 3 * Block.width)
    unsafe bounds.initialize(repeating: 0)
    unsafe classes = .allocate(capacity: streams * plan.cohorts)
    unsafe shares = .allocate(capacity: outcomes.rows)
    for (index, stream) in plan.streams.enumerated() {
      prepare(index, stream, values)
    }
  }

  deinit {
    unsafe queues.deallocate()
    unsafe bounds.deallocate()
    unsafe classes.deallocate()
    unsafe shares.deallocate()
  }

  /// Where each of several lists begins, one after the other.
  private static func places(_ counts: [Int]) -> [Int] {
    var next = 0
    return counts.map { count in
      defer { next += count }
      return next
    }
  }

  private func prepare(_ index: Int, _ stream: Plan.StreamPlan, _ values: borrowing Lanes) {
    let cohorts = plan.cohorts
    for (cohort, group) in stream.classOf.enumerated() {
      unsafe classes[index * cohorts + cohort] = Int32(group)
    }
    for (place, outcome) in stream.outcomes.enumerated() {
      unsafe shares[firstOutcome[index] + place] = ck_place(plan.quantities[outcome])
    }
    func place(_ quantity: Int?) -> ck_place {
      quantity.map { ck_place(plan.quantities[$0]) } ?? ck_place(row: -1, step: 0)
    }
    // Safe: the pointers lead to memory that this object owns, or to `values`, which outlives it; rows and counts are those of the plan.
    unsafe queues.initializeElement(
      at: index,
      to: ck_queue(
        stock: stock.address(ofRow: index * cohorts),
        decided: decided.address(ofRow: index * cohorts),
        head: bounds.baseAddress.map { unsafe $0 + index * 3 * Block.width },
        served_from: bounds.baseAddress.map { unsafe $0 + (index * 3 + 1) * Block.width },
        served_to: bounds.baseAddress.map { unsafe $0 + (index * 3 + 2) * Block.width },
        class_of: classes.baseAddress.map { unsafe UnsafePointer($0 + index * cohorts) },
        values: values.address(ofRow: 0), hours: hours.address(ofRow: firstHours[index]),
        inverse_hours: inverseHours.address(ofRow: firstHours[index]),
        board: board.address(ofRow: index * ck_board_rows),
        outcomes: outcomes.address(ofRow: firstOutcome[index]),
        outcome_shares: shares.baseAddress.map {
          unsafe UnsafePointer($0 + firstOutcome[index])
        },
        outcome_count: Int64(stream.outcomes.count), cohorts: Int64(cohorts),
        offset: Int64(plan.offset), straight_through: place(stream.straightThrough),
        withdrawal: place(stream.withdrawal), lead: place(stream.minimumLead),
        term: place(stream.term), newest: place(stream.newest)))
  }

  /// Sets the queues to those of the start.
  func start(_ knowledge: Knowledge) {
    for (index, stream) in plan.streams.enumerated() {
      let head = stream.ageShares.firstIndex { $0 > 0 } ?? plan.offset
      for lane in 0..<Block.width {
        // Safe: a stream has `3 · Block.width` bounds.
        unsafe bounds[index * 3 * Block.width + lane] = Int64(head)
        let total = knowledge.inputs[stream.stock, lane]
        for cohort in head..<plan.offset {
          let share = stream.ageShares[cohort]
          stock[flat: (index * Block.width + lane) * plan.cohorts + cohort] =
            share == 0 ? .zero : total * share
        }
      }
    }
  }

  /// Takes this month's arrivals and follow-ups from the board into the queues, then withdrawals, and puts the hours asked for on the board.
  func open(_ month: Int) {
    // Safe: there are as many queues as streams, and a month of the plan has a cohort.
    unsafe ck_open_queues(queues.baseAddress, queues.count, plan.offset + month)
  }

  /// Serves the queues with the hours that stand granted on the board, and puts what came of it there.
  func serve(_ month: Int) {
    // Safe: as in `open`.
    unsafe ck_serve_queues(queues.baseAddress, queues.count, plan.offset + month)
  }

  /// Puts sums of groups and measures that do not add up on the board, and forgets the month's decisions.
  func measure(_ month: Int, _ needs: MeasureNeeds) {
    precondition(needs.levels.count == entities)
    // Safe: as in `open`; the board has the rows of all entities, and `firstMember` one number more than there are entities.
    unsafe members.withUnsafeBufferPointer { members in
      unsafe firstMember.withUnsafeBufferPointer { first in
        unsafe ck_measure_queues(
          queues.baseAddress, queues.count, plan.offset + month, board.address(ofRow: 0),
          members.baseAddress, first.baseAddress, entities, needs.levels,
          BlockSimulation.leastDenominator, sums.address(ofRow: 0))
      }
    }
  }

  /// Undecided cases of a stream's cohort, in one run.
  func undecided(_ stream: Int, cohort: Int, run: Int) -> Double {
    let lane = run / Lane.scalarCount
    return stock[flat: (stream * Block.width + lane) * plan.cohorts + cohort][
      run % Lane.scalarCount]
  }
}

/// Which streams and groups have their shares and waits measured; the rest costs nothing.
struct MeasureNeeds: Sendable {
  /// By stream, then by group: 0 for sums alone, 1 with shares and means, 2 with the wait of the slowest tenth as well.
  fileprivate let levels: [UInt8]

  /// What some series of a plan need.
  init(_ plan: Plan, series: [Int]) {
    let streams = plan.streams.count
    var levels = [UInt8](repeating: 0, count: streams + plan.world.groups.count)
    for index in series {
      let series = plan.layout.series[index]
      let entity: Int
      switch series.subject {
      case .stream(let stream): entity = stream
      case .group(let group): entity = streams + group
      case .pool, .whole: continue
      }
      switch series.measure {
      case .p90Wait: levels[entity] = 2
      case .decidedInTerm, .meanWait: levels[entity] = max(1, levels[entity])
      default: break
      }
    }
    self.levels = levels
  }
}

extension ck_place {
  /// Where a quantity's current values stand.
  init(_ quantity: QuantityPlan) {
    self.init(row: Int32(quantity.row), step: quantity.classes > 1 ? 1 : 0)
  }
}
