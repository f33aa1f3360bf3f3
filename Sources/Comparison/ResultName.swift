public import Caseload
internal import Engine

/// The tables of a report whose rows carry results.
public enum ResultTable: String, Hashable, Sendable, CaseIterable {
  /// Numbers of the whole horizon, whether from `runs.csv` or from `outcomes.csv`.
  case outcomes
  /// Measures month by month.
  case trajectories
  /// Answers to the letter's questions.
  case answers
  /// Tests of the scenario.
  case tests
  /// Claims of the letter.
  case claims
  /// Levers' shares in a difference.
  case attribution
}

/// Which way a result is better.
public enum Preference: String, Hashable, Sendable {
  case lower
  case higher
}

/// What a result is of, so that it can be found in another report.
public struct ResultName: Hashable, Sendable {
  /// The table in which it stands.
  public let table: ResultTable
  /// The outcome, measure, test or claim.
  public let what: String
  /// The stream, group or pool (`pool:` before its name); empty for the whole.
  public let stream: String
  /// The month; nil for the whole horizon.
  public let month: YearMonth?
  /// The question or lever that it belongs to; empty for none.
  public let of: String

  /// Names a result.
  public init(
    table: ResultTable, what: String, stream: String = "", month: YearMonth? = nil,
    of: String = ""
  ) {
    self.table = table
    self.what = what
    self.stream = stream
    self.month = month
    self.of = of
  }

  /// The name of an outcome in a column of `runs.csv`: `stock_end.asylum`, `penalties`; nil of any other column.
  init?(column: String) {
    let parts = column.split(separator: ".", omittingEmptySubsequences: false)
    guard let kind = Outcome.Kind(rawValue: String(parts[0])),
      // Numbers of a scenario have longer paths: `penalties.late.euros`.
      parts.count == (kind == .penalties ? 1 : 2)
    else { return nil }
    self.init(
      table: .outcomes, what: kind.rawValue, stream: parts.count > 1 ? String(parts[1]) : "")
  }

  private var outcome: Outcome.Kind? {
    table == .outcomes ? Outcome.Kind(rawValue: what) : nil
  }

  /// Whether an empty cell says that it never happens, so later than any number.
  var mayNeverHappen: Bool { outcome?.mayNeverHappen ?? false }

  /// The unit that its kind has; empty where the files must tell.
  var unit: String { outcome?.unit.rawValue ?? "" }

  /// Which way it is better: less stock, shorter waits, fewer penalties, more within the term; nil where neither way is.
  public var preference: Preference? {
    let isHigher: Bool? =
      switch table {
      case .outcomes: outcome?.isBetterWhenHigher
      case .trajectories: Measure(rawValue: what)?.isBetterWhenHigher
      case .answers, .tests, .claims, .attribution: nil
      }
    return isHigher.map { $0 ? .higher : .lower }
  }
}
