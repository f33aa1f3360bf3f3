/// Something that happens to cases of a stream and can have consequences.
public enum Event: Hashable, Sendable {
  /// A decision with one outcome, by its index in the stream.
  case outcome(Int)
  /// Any decision.
  case decision
  /// A withdrawal.
  case withdrawal
  /// A month that a case spends past its term.
  case overdue
}

/// Events of one stream that cause cases in another, some months later.
public struct Flow: Hashable, Sendable {
  /// Name in paths and files.
  public let name: String
  /// Name for people.
  public let title: Bilingual
  /// Index of the stream in which the events happen.
  public let source: Int
  /// The events.
  public let event: Event
  /// Index of the stream that receives the cases.
  public let target: Int
  /// Cases that one event causes.
  public let casesPerEvent: Number
  /// Share of those cases that arrive 1, 2, … months later; sums to one.
  public let lag: Series
  /// Events a month before the start.
  public let history: Number
  /// Claims that put the flow into the model.
  public let claims: [String]

  /// Makes a flow; the values are those of a validated scenario, and without a title its name is one.
  public init(
    name: String, title: Bilingual? = nil, source: Int, event: Event, target: Int,
    casesPerEvent: Number, lag: Series, history: Number, claims: [String]
  ) {
    self.name = name
    self.title = title ?? Bilingual(name: name)
    self.source = source
    self.event = event
    self.target = target
    self.casesPerEvent = casesPerEvent
    self.lag = lag
    self.history = history
    self.claims = claims
  }
}

/// Money that an event costs.
public struct Penalty: Hashable, Sendable {
  /// Name in paths and files.
  public let name: String
  /// Name for people.
  public let title: Bilingual
  /// Index of the stream in which the events happen.
  public let source: Int
  /// The events.
  public let event: Event
  /// Euro per event.
  public let euros: Number
  /// Claims that put the penalty into the model.
  public let claims: [String]

  /// Makes a penalty; without a title its name is one.
  public init(
    name: String, title: Bilingual? = nil, source: Int, event: Event, euros: Number,
    claims: [String]
  ) {
    self.name = name
    self.title = title ?? Bilingual(name: name)
    self.source = source
    self.event = event
    self.euros = euros
    self.claims = claims
  }
}
