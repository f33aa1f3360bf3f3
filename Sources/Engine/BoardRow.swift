internal import CKernels
internal import Caseload

/// Rows of the board on which a month's numbers stand: those of streams, of groups, of pools, and of the whole.
enum BoardRow {
  /// A number of a stream, or of a group after the last stream.
  @inline(__always) static func of(_ entity: Int, _ kind: Int) -> Int {
    entity &* ck_board_rows &+ kind
  }

  /// Rows that a world needs.
  static func count(_ world: World) -> Int { of(pool: world.pools.count, .staff, world) + 1 }

  /// A measure of a pool.
  static func of(pool: Int, _ measure: Measure, _ world: World) -> Int {
    let entities = world.streams.count + world.groups.count
    return of(entities, 0) + pool * Measure.ofPool.count
      + (Measure.ofPool.firstIndex(of: measure) ?? 0)
  }

  /// The row of a measure.
  static func of(_ measure: Measure, _ subject: Subject, _ world: World) -> Int {
    switch subject {
    case .stream(let index): of(index, kind(measure))
    case .group(let index): of(world.streams.count + index, kind(measure))
    case .pool(let index): of(pool: index, measure, world)
    case .whole: of(pool: world.pools.count, .staff, world)
    }
  }

  private static func kind(_ measure: Measure) -> Int {
    switch measure {
    case .inflow: ck_arrivals
    case .followUpInflow: ck_follow_ups
    case .straightThrough: ck_straight_through
    case .decisions: ck_decisions
    case .withdrawals: ck_withdrawals
    case .stock: ck_total
    case .overdueStock: ck_overdue
    case .decidedInTerm: ck_decided_in_term
    case .meanWait: ck_mean_wait
    case .p90Wait: ck_long_wait
    case .decisionsOnInitialStock: ck_on_initial_stock
    case .hoursUsed: ck_hours_used
    case .staff, .capacity, .utilisation, .staffToKeepUp, .penalties:
      preconditionFailure("\(measure) is not a measure of a stream")
    }
  }
}
