internal import Caseload
internal import Evidence
internal import Reporting
internal import Robustness
internal import Statistics

/// Text in lines of at most 80 columns.
struct Paragraph {
  private(set) var lines: [String] = []
  private static let width = 80

  /// Adds a text, broken at spaces; lines after the first begin with some spaces more than the first.
  mutating func add(_ text: String, indent: Int = 2) {
    lines += TextLayout.lines(of: text, width: Paragraph.width, indent: indent)
  }

  /// Adds a line as it is, with its columns.
  mutating func addWhole(_ line: String) { lines.append(line) }

  /// Adds an empty line.
  mutating func skip() { lines.append("") }

  /// All lines, each with its end.
  var text: String { lines.map { $0 + "\n" }.joined() }
}

extension Language {
  /// A share with its interval: `62.4% (60.9 to 63.9)`.
  func share(_ share: Share) -> String {
    guard let value = share.value else { return "–" }
    return "\(percent(value, decimals: 1)) (\(percents(share.interval)))"
  }

  /// The ends of an interval of a share, as percentages without their sign.
  func percents(_ interval: Interval) -> String {
    span(format(interval.low * 100, decimals: 1), format(interval.high * 100, decimals: 1))
  }

  /// The ends of an interval.
  func figures(_ interval: Interval) -> String { span(figure(interval.low), figure(interval.high)) }
}
