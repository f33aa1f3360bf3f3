public import Caseload
public import JSONText

/// One thing that is wrong with a file that is to be compared, and where.
public struct InputFault: Hashable, Sendable {
  /// The file or folder, as it is shown.
  public let file: String
  /// Where in the file; nil for the whole of it.
  public let place: Place?
  /// The column, or what else it is about; empty for the whole.
  public let subject: String
  /// What is wrong.
  public let fact: Fact

  /// What is wrong.
  public enum Fact: Hashable, Sendable {
    /// There is no such file or folder; `reports` are the names of those there are.
    case noSuchInput(reports: [String])
    /// The system does not let it be read, and says why.
    case unreadable(reason: String)
    /// A folder without any table of a report.
    case noTables
    /// A table with columns that no table of a report has.
    case unknownTable(columns: [String])
    /// The file holds nothing.
    case empty
    /// UTF-16 or UTF-32.
    case wideCharacters
    /// A column that the table needs is not there.
    case missingColumn(nearest: String?)
    /// A column stands twice.
    case repeatedColumn
    /// An empty cell, where something must stand.
    case missingValue
    /// Not a number with this decimal sign.
    case notNumber(found: String, decimalSign: String)
    /// A number with separators between its thousands.
    case thousands(found: String, decimalSign: String)
    /// Not the number of a run.
    case notWhole(found: String)
    /// Not a month.
    case notMonth(found: String)
    /// A cell beyond the last column.
    case extraCell(found: String)
    /// A quoted cell that does not end.
    case unfinishedQuote
    /// A quoted cell with something after its closing quote.
    case textAfterQuote(found: String)
    /// Bytes that are neither UTF-8 nor Windows-1252.
    case notText
    /// A row that says what another row says already.
    case repeated(name: String, line: Int)
    /// Not JSON.
    case notJSON
    /// JSON, but without the scenario.
    case noWorld
  }
}

/// Everything that is wrong with the files that are to be compared, at least one thing.
public struct InputFaults: Error, Hashable, Sendable {
  /// In the order of the files and places; the first hundred of each file.
  public let all: [InputFault]
  /// Files with more faults than are listed, and how many more.
  public let more: [String: Int]

  /// Whether a file or folder that was asked for does not exist, as against being wrong.
  public var isMissingInput: Bool {
    all.contains { if case .noSuchInput = $0.fact { true } else { false } }
  }

  /// One line a fault: file, line, column, what was found, what was expected.
  public func rendered(in language: Language) -> String {
    var lines = all.map { $0.rendered(in: language) }
    for (file, count) in more.sorted(by: { $0.key < $1.key }) {
      lines.append(
        language == .nl
          ? "\(file): en nog \(count) fouten" : "\(file): and \(count) more faults")
    }
    return lines.joined(separator: "\n")
  }
}

/// Faults as they are found: of each file the first hundred.
struct FaultList {
  static let limit = 100
  private(set) var all: [InputFault] = []
  private var counts: [String: Int] = [:]

  var isEmpty: Bool { all.isEmpty }

  mutating func add(_ fault: InputFault) {
    let count = counts[fault.file, default: 0] + 1
    counts[fault.file] = count
    if count <= FaultList.limit { all.append(fault) }
  }

  mutating func add(_ other: FaultList) {
    all += other.all
    counts.merge(other.counts) { $0 + $1 }
  }

  /// Adds what is not there yet: a file that is read twice has the same faults.
  mutating func add(_ error: InputFaults) {
    let known = Set(counts.keys)
    for fault in error.all where !all.contains(fault) { add(fault) }
    for (file, count) in error.more where !known.contains(file) {
      counts[file, default: 0] += count
    }
  }

  /// Throws the faults, if there are any.
  func check() throws(InputFaults) {
    guard !all.isEmpty else { return }
    throw InputFaults(
      all: all,
      more: counts.compactMapValues { $0 > FaultList.limit ? $0 - FaultList.limit : nil })
  }
}
