/// A number of the model that levers can change.
public enum Quantity: Hashable, Sendable {
  case inflowLevel(stream: Int)
  case inflowTrend(stream: Int)
  case stepHours(stream: Int, step: Int)
  case stepShare(stream: Int, step: Int)
  case straightThrough(stream: Int)
  case withdrawal(stream: Int)
  case term(stream: Int)
  case minimumLead(stream: Int)
  case drift(stream: Int)
  case outcome(stream: Int, outcome: Int)
  case newest(stream: Int)
  case hires(pool: Int)
  case attrition(pool: Int)
  case hoursPerMonth(pool: Int)
  case casesPerEvent(flow: Int)
  case euros(penalty: Int)

  /// Whether its value depends on the month in which a case was lodged as well as on the month of use.
  public var isOfCase: Bool {
    switch self {
    case .stepHours, .stepShare, .straightThrough, .withdrawal, .term, .minimumLead, .outcome: true
    default: false
    }
  }

  /// The smallest and the largest value that it may take after all effects.
  public var limits: ClosedRange<Double> {
    switch self {
    case .stepShare, .straightThrough, .withdrawal, .outcome, .newest, .attrition: 0...1
    case .inflowTrend, .drift: -0.99...Double.greatestFiniteMagnitude
    case .hoursPerMonth: 1...Double.greatestFiniteMagnitude
    default: 0...Double.greatestFiniteMagnitude
    }
  }

  /// The unit in which it counts.
  public var unit: Unit {
    switch self {
    case .inflowLevel: .casesPerMonth
    case .inflowTrend, .drift: .relativePerYear
    case .stepHours: .hours
    case .stepShare, .straightThrough, .outcome, .newest: .share
    case .withdrawal, .attrition: .sharePerMonth
    case .term, .minimumLead: .months
    case .hires: .fullTimeEquivalentsPerMonth
    case .hoursPerMonth: .hoursPerMonth
    case .casesPerEvent: .cases
    case .euros: .euro
    }
  }
}

/// One change that a lever makes.
public struct Effect: Hashable, Sendable {
  /// What is done to the quantity with the effect's size.
  public enum Operation: String, Hashable, Sendable {
    case set
    case multiply
    case add
  }

  /// The month whose phase counts.
  public enum Application: String, Hashable, Sendable {
    /// That in which the case was lodged: the standing stock does not profit.
    case lodged
    /// That in which the number is used.
    case decided
  }

  /// Path of the effect, for example `levers.pact.effects.steps`.
  public let path: String
  /// What it does, for people, as after the title of its lever: `korter nader gehoor`; nil when the scenario does not say.
  public let title: Bilingual?
  /// The quantities changed, each once.
  public let quantities: [Quantity]
  /// What is done.
  public let operation: Operation
  /// With how much.
  public let size: Number
  /// When, and how far.
  public let phase: Phase
  /// By which month; `decided` for quantities that are not of a case.
  public let application: Application

  /// Makes an effect.
  public init(
    path: String, title: Bilingual? = nil, quantities: [Quantity], operation: Operation,
    size: Number, phase: Phase, application: Application
  ) {
    self.path = path
    self.title = title
    self.quantities = quantities
    self.operation = operation
    self.size = size
    self.phase = phase
    self.application = application
  }
}

/// A named bundle of effects that can be switched on and off: a policy, a programme, an outside development.
public struct Lever: Hashable, Sendable {
  /// Name in paths and files.
  public let name: String
  /// Name for people.
  public let title: Bilingual
  /// Whether it takes part at all.
  public var isEnabled: Bool
  /// Probability that it is in force in a run.
  public let probability: Number
  /// What it does.
  public let effects: [Effect]
  /// Claims of the letter that name it.
  public let claims: [String]

  /// Makes a lever.
  public init(
    name: String, title: Bilingual, isEnabled: Bool, probability: Number, effects: [Effect],
    claims: [String]
  ) {
    self.name = name
    self.title = title
    self.isEnabled = isEnabled
    self.probability = probability
    self.effects = effects
    self.claims = claims
  }
}
