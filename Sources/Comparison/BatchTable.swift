internal import Caseload
internal import Engine
internal import JSONText
internal import Probability
internal import Statistics

/// Means of months over batches of runs, as `batches.csv` has them.
struct BatchTable {
  /// Fewer batches than this say too little of an error: Student's interval would be half as wide again, and more.
  static let least = 8

  /// Number of batches.
  let batches: Int
  private var means: [Double] = []
  private var places: [ResultName: Int] = [:]

  /// Reads a table; rows that are not results are left to the trajectories to complain of.
  init(_ reader: consuming CSVReader, _ faults: inout FaultList) {
    var reader = reader
    let columns = (1...RunBatches.most).compactMap { reader.column("batch\($0)") }
    batches = columns.count
    let (what, stream, month) = (
      reader.column("measure"), reader.column("stream"), reader.column("month")
    )
    guard let what, let month, batches > 0 else {
      let needed = ["measure", "month", "batch1"]
      for name in needed where reader.column(name) == nil {
        faults.add(
          InputFault(
            file: reader.file, place: Place(file: reader.file, line: 1, column: 1), subject: name,
            fact: .missingColumn(nearest: nil)))
      }
      faults.add(reader.faults)
      return
    }
    var months: [String: YearMonth] = [:]
    while reader.advance() {
      let text = reader.text(month).trimmed
      guard let when = months[text] ?? MonthReading.month(text) else {
        reader.report(text.isEmpty ? .missingValue : .notMonth(found: text), month)
        continue
      }
      months[text] = when
      let name = ResultName(
        table: .trajectories, what: reader.text(what).trimmed,
        stream: stream.map { reader.text($0).trimmed } ?? "", month: when)
      places[name] = means.count
      for column in columns { means.append(reader.number(column)) }
    }
    faults.add(reader.faults)
  }

  /// Which columns hold numbers.
  static func isNumeric(_ column: String) -> Bool { column.hasPrefix("batch") }

  /// The means of a result, one a batch; nil when the table does not have it.
  subscript(name: ResultName) -> ArraySlice<Double>? {
    places[name].map { means[$0..<($0 + batches)] }
  }
}

extension BatchTable {
  /// How well the mean difference of two reports is known that had the same draws, from the differences of their batches.
  ///
  /// - Parameters:
  ///   - name: The result.
  ///   - other: The table of the other report.
  ///   - runs: Number of runs, the same in both.
  /// - Returns: The standard error and its degrees of freedom; nil when there are fewer than ``least`` batches, when one lacks the result, or the tables have other batches than so many runs.
  func standardError(
    _ name: ResultName, to other: BatchTable, runs: Int
  ) -> (value: Double, freedom: Double)? {
    let sizes = RunBatches.sizes(runs: runs)
    guard batches == sizes.count, other.batches == batches,
      batches >= BatchTable.least,
      let first = self[name], let second = other[name]
    else { return nil }
    let differences = zip(first, second).map { $1 - $0 }
    guard differences.allSatisfy(\.isFinite) else { return nil }
    // The mean over all runs weighs batches by their size; so does its error.
    let weights = sizes.map { Double($0) / Double(runs) }
    let mean = zip(weights, differences).reduce(0) { $0 + $1.0 * $1.1 }
    let sum = zip(weights, differences).reduce(0) {
      $0 + $1.0 * $1.0 * ($1.1 - mean) * ($1.1 - mean)
    }
    let count = Double(batches)
    return ((sum * count / (count - 1)).squareRoot(), count - 1)
  }
}
