internal import JSONText
internal import Statistics

/// `runs.csv` of a report: what its columns are.
///
/// Its rows are read when they are needed, one by one.
struct RunsFile {
  /// Where it is.
  let source: FileSource
  /// The file, as it is shown.
  let file: String
  let columns: [String]
  /// Outcomes and the columns that hold them.
  let outcomes: [(name: ResultName, column: String)]
  /// Levers, whose columns are `lever:` and their names.
  let levers: [String]
  /// Columns of uncertain numbers: all others.
  let draws: [String]
  let hasRunNumbers: Bool
  let hasClaims: Bool

  private static let prefix = "lever:"

  /// Whether a table with such columns is one of runs.
  static func isTold(by columns: [String]) -> Bool {
    columns.contains { ResultName(column: $0) != nil }
      && (columns.contains("run") || !columns.contains("outcome"))
  }

  /// Reads the names of the columns.
  init(_ source: FileSource, _ faults: inout FaultList) throws(InputFaults) {
    self.source = source
    file = source.shown
    let reader = try source.reader(isNumeric: RunsFile.isNumeric)
    columns = reader.columns
    hasRunNumbers = columns.contains("run")
    hasClaims = columns.contains("claims")
    outcomes = columns.compactMap { column in
      ResultName(column: column).map { ($0, column) }
    }
    levers = columns.filter { $0.hasPrefix(RunsFile.prefix) }
      .map { String($0.dropFirst(RunsFile.prefix.count)) }
    draws = columns.filter {
      !$0.isEmpty && $0 != "run" && $0 != "claims" && $0 != "scenario"
        && !$0.hasPrefix(RunsFile.prefix) && ResultName(column: $0) == nil
    }
    if outcomes.isEmpty {
      faults.add(
        InputFault(
          file: file, place: nil, subject: "", fact: .unknownTable(columns: reader.columns)))
    }
    faults.add(reader.faults)
  }

  /// Numbers may stand anywhere but under these names.
  private static func isNumeric(_ column: String) -> Bool {
    column != "claims" && column != "scenario" && column != "run"
  }

  /// Begins to read its rows, of some columns.
  func rows(of columns: [String]) throws(InputFaults) -> RunRows {
    RunRows(try source.reader(isNumeric: RunsFile.isNumeric), columns)
  }

  static func column(ofLever name: String) -> String { prefix + name }
}

/// A file that can be read again and again.
struct FileSource: Hashable {
  /// Where it is.
  let path: String
  /// What the user knows it by.
  let shown: String

  func reader(isNumeric: (String) -> Bool) throws(InputFaults) -> CSVReader {
    do {
      return try CSVReader(try ByteSource(path: path), file: shown, isNumeric: isNumeric)
    } catch let failure as ByteSource.Unreadable {
      throw InputFaults(
        all: [
          InputFault(
            file: shown, place: nil, subject: "", fact: .unreadable(reason: failure.reason))
        ], more: [:])
    } catch let faults as InputFaults { throw faults } catch {
      preconditionFailure("\(error)")
    }
  }
}

/// The rows of `runs.csv`, one at a time.
struct RunRows: ~Copyable {
  private var reader: CSVReader
  private let places: [Int]
  private let isLenient: [Bool]
  private let runColumn: Int?
  private let claimsColumn: Int?
  /// The number of the run; its place from 0 where the table does not number them.
  private(set) var run = -1
  /// The numbers in the columns that were asked for.
  private(set) var values: [Double]
  /// The claims in the row.
  private(set) var claims = ""
  /// The line on which it stands.
  var line: Int { reader.line }
  /// What is wrong so far.
  var faults: FaultList { reader.faults }

  fileprivate init(_ reader: consuming CSVReader, _ columns: [String]) {
    let table = reader
    places = columns.map { table.column($0) ?? table.columns.count }
    // A column that is none of ours may hold anything.
    isLenient = columns.map { ResultName(column: $0) == nil && !$0.hasPrefix("lever:") }
    runColumn = table.column("run")
    claimsColumn = table.column("claims")
    values = [Double](repeating: .nan, count: columns.count)
    self.reader = table
  }

  /// Goes to the next row; false when there is none.
  mutating func advance() -> Bool {
    guard reader.advance() else { return false }
    if let runColumn { run = reader.whole(runColumn) ?? run + 1 } else { run += 1 }
    for index in places.indices {
      values[index] =
        isLenient[index] ? reader.numberIfAny(places[index]) : reader.number(places[index])
    }
    // The same in every row.
    if let claimsColumn, claims.isEmpty { claims = reader.text(claimsColumn).trimmed }
    return true
  }

  /// Adds a fault of the run's number.
  mutating func report(_ fact: InputFault.Fact) {
    if let runColumn { reader.report(fact, runColumn) }
  }
}
