internal import Caseload
public import Reporting
internal import Statistics

/// `compare.csv`: inputs that differ, what is on one side only, and every difference.
public struct ComparisonTable: Sendable {
  private let comparison: ReportComparison
  private let dialect: CSVDialect

  /// Prepares the table of a comparison.
  public init(_ comparison: ReportComparison, dialect: CSVDialect) {
    self.comparison = comparison
    self.dialect = dialect
  }

  /// The name that the file has in a folder.
  public static let fileName = "compare.csv"

  /// What the columns are; `kind` says which of them a row has.
  public static let columns = [
    "base", "scenario", "kind", "what", "stream", "month", "of", "unit", "presence", "value_base",
    "value", "difference", "se", "low", "high", "confidence", "paired", "chance", "pairs",
    "never_base", "never", "never_both", "share_better", "share_better_low", "share_better_high",
    "share_equal", "sharpening", "p05", "p25", "p50", "p75", "p95", "input_base", "input",
    "basis_base", "basis", "claims_base", "claims",
  ]

  /// The whole file as bytes.
  public var bytes: [UInt8] {
    var text = CSVText(dialect, capacity: 1 << 16)
    for column in ComparisonTable.columns { text.add(column) }
    text.endRow()
    for other in comparison.others {
      for change in other.changes { add(change, other, &text) }
      for one in other.oneSided { for name in one.names { add(one, name, other, &text) } }
      for difference in other.differences { add(difference, other, &text) }
    }
    return Array(dialect.prefix.utf8) + text.taken()
  }

  private func begin(
    _ other: ReportComparison.Against, _ kind: String, _ what: String, _ text: inout CSVText
  ) {
    for cell in [comparison.base.name, other.report.name, kind, what] { text.add(cell) }
  }

  private func pad(_ count: Int, _ text: inout CSVText) { for _ in 0..<count { text.add("") } }

  private func add(
    _ change: Change, _ other: ReportComparison.Against, _ text: inout CSVText
  ) {
    begin(other, "input_\(change.kind.rawValue)", change.path, &text)
    pad(2, &text)
    text.add(change.within ?? "")
    text.add("")
    let presence: Presence = change.base == nil ? .other : change.other == nil ? .base : .both
    text.add(presence.rawValue)
    pad(23, &text)
    for cell in [change.base ?? "", change.other ?? "", change.baseBasis, change.otherBasis] {
      text.add(cell)
    }
    pad(2, &text)
    text.endRow()
  }

  private func add(
    _ one: ReportComparison.OneSided, _ name: String, _ other: ReportComparison.Against,
    _ text: inout CSVText
  ) {
    begin(other, "only_\(one.kind.rawValue)", name, &text)
    pad(4, &text)
    text.add(one.presence.rawValue)
    pad(29, &text)
    text.endRow()
  }

  private func add(
    _ difference: Difference, _ other: ReportComparison.Against, _ text: inout CSVText
  ) {
    let name = difference.name
    begin(other, name.table.rawValue, name.what, &text)
    for cell in [
      name.stream, name.month?.description ?? "", name.of, difference.unit,
      difference.presence.rawValue,
    ] { text.add(cell) }
    let interval = difference.interval
    for value in [
      difference.base, difference.other, difference.difference,
      difference.standardError ?? .nan, interval?.low ?? .nan, interval?.high ?? .nan,
      interval == nil ? .nan : comparison.confidence,
    ] { text.add(value) }
    text.add(difference.presence != .both ? "" : difference.pairing)
    text.add(difference.presence != .both ? "" : difference.chance.rawValue)
    if let paired = difference.paired {
      for count in [paired.pairs, paired.never.base, paired.never.other, paired.never.both] {
        text.add(count)
      }
      for value in [
        paired.better?.share ?? .nan, paired.better?.low ?? .nan, paired.better?.high ?? .nan,
        paired.equal ?? .nan, paired.sharpening ?? .nan,
      ] { text.add(value) }
      for place in 0..<5 {
        text.add(place < paired.quantiles.count ? paired.quantiles[place] : .nan)
      }
    } else {
      pad(14, &text)
    }
    pad(4, &text)
    text.add(difference.claims.base)
    text.add(difference.claims.other)
    text.endRow()
  }
}

extension Difference {
  /// The word in files for how a difference was paired.
  var pairing: String { isPairedByBatch ? "by_batch" : isPaired ? "yes" : "no" }
}
