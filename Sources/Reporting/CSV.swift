public import Caseload

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// How numbers and fields are written in a CSV file.
public enum CSVDialect: Hashable, Sendable {
  /// RFC 4180: comma between fields, a dot as decimal sign.
  case standard
  /// What a Dutch spreadsheet expects: semicolon between fields, a comma as decimal sign, a byte-order mark.
  case dutch

  /// The dialect that readers of a language expect.
  public init(_ language: Language) { self = language == .nl ? .dutch : .standard }

  /// The sign between fields.
  public var separator: String { self == .dutch ? ";" : "," }
  /// The decimal sign.
  public var decimalSign: String { self == .dutch ? "," : "." }
  /// What the file begins with.
  public var prefix: String { self == .dutch ? "\u{FEFF}" : "" }
}

/// A cell of a table.
public enum CSVCell: Hashable, Sendable {
  case text(String)
  case whole(Int)
  /// Written so that it reads back to the same bits (−0 as 0); not-a-number and infinity are empty cells.
  case number(Double)

  /// An empty cell.
  public static let empty = CSVCell.text("")

  /// The cell as it stands in a file.
  public func written(_ dialect: CSVDialect) -> String {
    switch self {
    case .text(let text): CSVCell.quoted(text, dialect)
    case .whole(let value): String(value)
    case .number(let value): CSVCell.written(value, dialect)
    }
  }

  private static func written(_ value: Double, _ dialect: CSVDialect) -> String {
    guard value.isFinite else { return "" }
    if value == value.rounded(), abs(value) < 0x1p53 { return String(Int(value)) }
    let text = "\(value)"
    return dialect == .standard ? text : text.map { $0 == "." ? "," : String($0) }.joined()
  }

  private static func quoted(_ text: String, _ dialect: CSVDialect) -> String {
    let special = text.unicodeScalars.contains {
      $0 == "\"" || $0 == "\n" || $0 == "\r" || $0 == "," || $0 == ";"
    }
    guard special else { return CSVCell.defused(text) }
    // By scalars: a quote that carries a combining mark is another character, yet the same byte.
    var inner = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\"" { inner.append(scalar) }
      inner.append(scalar)
    }
    return "\"" + CSVCell.defused(String(inner)) + "\""
  }

  /// A text that a spreadsheet would take for a formula gets an apostrophe before it.
  private static func defused(_ text: String) -> String {
    guard let first = text.unicodeScalars.first else { return text }
    return first == "=" || first == "+" || first == "@" || first == "\t" ? "'" + text : text
  }
}

/// Writes a table row by row.
public struct CSVWriter: ~Copyable {
  private let dialect: CSVDialect
  private let columns: Int
  private let sink: ReportFile

  /// Starts a table with its header.
  public init(_ file: ReportFile, columns: [String], dialect: CSVDialect) throws(CannotWrite) {
    self.dialect = dialect
    self.columns = columns.count
    sink = file
    try sink.write(dialect.prefix)
    try write(columns.map(CSVCell.text))
  }

  /// Adds a row; it must have as many cells as the header.
  public func write(_ cells: [CSVCell]) throws(CannotWrite) {
    precondition(cells.count == columns, "\(cells.count) cells, expected \(columns)")
    var line = ""
    for (index, cell) in cells.enumerated() {
      if index > 0 { line += dialect.separator }
      line += cell.written(dialect)
    }
    try sink.write(line + "\r\n")
  }
}
