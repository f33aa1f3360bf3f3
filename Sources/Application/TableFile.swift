internal import Foundation
internal import Reporting

/// A single table beside what is printed: complete or not there at all, and never in the place of something else.
struct TableFile {
  /// A table that the program makes: its name, and the columns by which it is known again.
  struct Kind {
    let name: String
    let columns: [String]
  }

  /// Where it will stand.
  let path: String
  private let kind: Kind

  /// Where a table goes that the user wants in a file or a folder.
  static func path(_ written: String, _ kind: Kind) -> String {
    let trimmed = written.hasSuffix("/") ? String(written.dropLast()) : written
    return written.lowercased().hasSuffix(".csv") ? written : "\(trimmed)/\(kind.name)"
  }

  /// Looks whether a table may stand in a place.
  ///
  /// - Parameters:
  ///   - written: A file that ends in `.csv`, or a folder for one of the usual name.
  ///   - kind: Which table.
  /// - Throws: `CannotWrite` when something else stands there.
  init(_ written: String, _ kind: Kind) throws {
    self.kind = kind
    path = TableFile.path(written, kind)
    var isFolder: ObjCBool = false
    // Safe: the flag lives through the call.
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      return
    }
    if isFolder.boolValue { throw CannotWrite(path: path, reason: "it is a folder") }
    let head = try FileHandle(forReadingFrom: URL(fileURLWithPath: path)).read(upToCount: 4096)
    let text = String(decoding: head ?? Data(), as: UTF8.self)
    let isOurs = [CSVDialect.standard, .dutch].contains { dialect in
      text.unicodeScalars.starts(
        with: (dialect.prefix + kind.columns.joined(separator: dialect.separator)).unicodeScalars)
    }
    guard isOurs else {
      throw CannotWrite(path: path, reason: "it holds something that is no \(kind.name) to replace")
    }
  }

  /// Writes the rows, under the names of the columns.
  func write(_ table: (dialect: CSVDialect, rows: [[CSVCell]])) throws {
    var text = CSVText(table.dialect)
    for row in [kind.columns.map(CSVCell.text)] + table.rows {
      precondition(row.count == kind.columns.count, "\(row.count) cells of \(kind.columns)")
      for cell in row { text.add(cell) }
      text.endRow()
    }
    try write(Array(table.dialect.prefix.utf8) + text.taken())
  }

  /// Writes a table that was made elsewhere, and other files that appear with it or not at all.
  func write(_ bytes: [UInt8], with others: [(bytes: [UInt8], path: String)] = []) throws {
    try ReportFile.writeWhole([(bytes, path)] + others)
  }
}
