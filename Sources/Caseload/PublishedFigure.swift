/// A stock, or an overdue stock, that somebody published for a month before the start.
///
/// It says where the stock at the start comes from. No run uses it, so that it changes no result; what was published for a month of the
/// calendar is a ``Test``.
public struct PublishedFigure: Hashable, Sendable {
  /// Name in files, unique within the scenario.
  public let name: String
  /// What was counted: ``Measure/stock`` or ``Measure/overdueStock``.
  public let measure: Measure
  /// Of which stream or group.
  public let subject: Subject
  /// The month at whose end it was counted, before the first month of the calendar.
  public let month: YearMonth
  /// The number of cases as published, at least 0.
  public let value: Double
  /// Identifier of the ``Source`` that gives it.
  public let source: String
  /// What was read there, in a few words.
  public let quote: String

  /// Makes a figure.
  public init(
    name: String, measure: Measure, subject: Subject, month: YearMonth, value: Double,
    source: String, quote: String
  ) {
    self.name = name
    self.measure = measure
    self.subject = subject
    self.month = month
    self.value = value
    self.source = source
    self.quote = quote
  }

  /// Where it stands in the scenario.
  public var path: String { "published.\(name)" }
}
