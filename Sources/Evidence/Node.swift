internal import Caseload

/// Something that the model computes on the way from its numbers to its measures.
enum Mechanism: Hashable {
  case arrivals(stream: Int)
  case followUps(stream: Int)
  case straightThrough(stream: Int)
  case intake(stream: Int)
  case initialStock(stream: Int)
  case hoursPerCase(stream: Int)
  case hoursAtIntake(stream: Int)
  case eligible(stream: Int)
  case withdrawals(stream: Int)
  case demand(stream: Int)
  case grant(stream: Int)
  case decisions(stream: Int)
  case outcome(stream: Int, outcome: Int)
  case stock(stream: Int)
  case overdue(stream: Int)
  case decidedInTerm(stream: Int)
  case waiting(stream: Int)
  case decisionsOnInitialStock(stream: Int)
  case hoursUsed(stream: Int)
  case staff(pool: Int)
  case productiveStaff(pool: Int)
  case capacity(pool: Int)
  case utilisation(pool: Int)
  case staffToKeepUp(pool: Int)
  case events(flow: Int)
  case pastEvents(flow: Int)
  case cost(penalty: Int)
}

/// A part of the world that claims can put there.
enum Part: Hashable {
  case stream(Int)
  case pool(Int)
  case flow(Int)
  case penalty(Int)

  /// Whether explanations keep what belongs to it together.
  var hasSection: Bool {
    switch self {
    case .stream, .pool: true
    case .flow, .penalty: false
    }
  }
}

/// A node of the graph of evidence.
enum Node: Hashable {
  /// A number or series of the scenario, by path.
  case number(String)
  /// A part of the world.
  case part(Part)
  /// A lever, by index.
  case lever(Int)
  /// An effect, by the indices of lever and effect.
  case effect(lever: Int, effect: Int)
  /// A quantity in every month.
  case quantity(Quantity)
  /// What effects by lodging month make of a quantity, for cases lodged from the start on.
  case lodged(Quantity)
  /// A step of the computation.
  case mechanism(Mechanism)
}

extension Mechanism {
  /// The stream or pool to which it belongs; nil for those of flows and penalties.
  var part: Part? {
    switch self {
    case .arrivals(let stream), .followUps(let stream), .straightThrough(let stream),
      .intake(let stream), .initialStock(let stream), .hoursPerCase(let stream),
      .hoursAtIntake(let stream), .eligible(let stream), .withdrawals(let stream),
      .demand(let stream), .grant(let stream), .decisions(let stream), .outcome(let stream, _),
      .stock(let stream), .overdue(let stream), .decidedInTerm(let stream), .waiting(let stream),
      .decisionsOnInitialStock(let stream), .hoursUsed(let stream):
      .stream(stream)
    case .staff(let pool), .productiveStaff(let pool), .capacity(let pool), .utilisation(let pool),
      .staffToKeepUp(let pool):
      .pool(pool)
    case .events, .pastEvents, .cost: nil
    }
  }

  /// What a measure of a subject is computed as.
  static func roots(of measure: Measure, subject: Subject, in world: World) -> [Mechanism] {
    switch subject {
    case .stream, .group: world.streams(of: subject).compactMap { of(measure, stream: $0) }
    case .pool(let pool):
      switch measure {
      case .staff: [.staff(pool: pool)]
      case .capacity: [.capacity(pool: pool)]
      case .utilisation: [.utilisation(pool: pool)]
      case .staffToKeepUp: [.staffToKeepUp(pool: pool)]
      default: []
      }
    case .whole:
      measure == .penalties ? world.penalties.indices.map { .cost(penalty: $0) } : []
    }
  }

  private static func of(_ measure: Measure, stream: Int) -> Mechanism? {
    switch measure {
    case .inflow: .arrivals(stream: stream)
    case .followUpInflow: .followUps(stream: stream)
    case .straightThrough: .straightThrough(stream: stream)
    case .decisions: .decisions(stream: stream)
    case .withdrawals: .withdrawals(stream: stream)
    case .stock: .stock(stream: stream)
    case .overdueStock: .overdue(stream: stream)
    case .decidedInTerm: .decidedInTerm(stream: stream)
    case .meanWait, .p90Wait: .waiting(stream: stream)
    case .decisionsOnInitialStock: .decisionsOnInitialStock(stream: stream)
    case .hoursUsed: .hoursUsed(stream: stream)
    case .staff, .capacity, .utilisation, .staffToKeepUp, .penalties: nil
    }
  }
}
