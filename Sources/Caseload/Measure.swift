/// Something that is reported for every month.
public enum Measure: String, Hashable, Sendable, CaseIterable {
  case inflow
  case followUpInflow = "follow_up_inflow"
  case straightThrough = "straight_through"
  case decisions
  case withdrawals
  case stock
  case overdueStock = "overdue_stock"
  case decidedInTerm = "decided_in_term"
  case meanWait = "mean_wait"
  case p90Wait = "p90_wait"
  case decisionsOnInitialStock = "decisions_on_initial_stock"
  case hoursUsed = "hours_used"
  case staff
  case capacity
  case utilisation
  case staffToKeepUp = "staff_to_keep_up"
  case penalties

  /// The measures of a stream or a group, in the order of the report.
  public static let ofStream: [Measure] = [
    .inflow, .followUpInflow, .straightThrough, .decisions, .withdrawals, .stock, .overdueStock,
    .decidedInTerm, .meanWait, .p90Wait, .decisionsOnInitialStock, .hoursUsed,
  ]
  /// The measures of a pool.
  public static let ofPool: [Measure] = [.staff, .capacity, .utilisation, .staffToKeepUp]
  /// The measures of the whole.
  public static let ofWhole: [Measure] = [.penalties]

  /// Whether large values are better; nil where neither way is, as of what comes in or is decided.
  public var isBetterWhenHigher: Bool? {
    switch self {
    case .stock, .overdueStock, .meanWait, .p90Wait, .staffToKeepUp, .penalties: false
    case .decidedInTerm: true
    case .inflow, .followUpInflow, .straightThrough, .decisions, .withdrawals,
      .decisionsOnInitialStock, .hoursUsed, .staff, .capacity, .utilisation:
      nil
    }
  }

  /// The unit in which it counts.
  public var unit: Unit {
    switch self {
    case .inflow, .followUpInflow, .straightThrough, .decisions, .withdrawals,
      .decisionsOnInitialStock:
      .casesPerMonth
    case .stock, .overdueStock: .cases
    case .decidedInTerm, .utilisation: .share
    case .meanWait, .p90Wait: .months
    case .hoursUsed, .capacity: .hoursPerMonth
    case .staff, .staffToKeepUp: .fullTimeEquivalents
    case .penalties: .euroPerMonth
    }
  }
}

/// Of what a measure is taken.
public enum Subject: Hashable, Sendable {
  /// A stream, by index.
  case stream(Int)
  /// A group, by index.
  case group(Int)
  /// A pool, by index.
  case pool(Int)
  /// Everything together.
  case whole
}
