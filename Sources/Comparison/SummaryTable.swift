internal import Caseload
internal import JSONText
internal import Probability
internal import Statistics

/// A result with its precision, as a table of summaries has it.
struct SummaryRow {
  let name: ResultName
  let unit: String
  /// Not-a-number where it does not exist.
  let mean: Double
  /// Standard deviation over the runs; not-a-number where the table does not say.
  let sd: Double
  /// Standard error of the mean; not-a-number where the table does not say.
  let standardError: Double
  let claims: String
  /// Where it stands.
  let line: Int

  /// The number of runs behind it, from what the standard deviation is to the standard error; nil where they do not tell.
  var runs: Double? {
    guard sd > 0, standardError > 0 else { return nil }
    let ratio = sd / standardError
    return max(2, (ratio * ratio).rounded())
  }

  /// The interval of the mean, Student's where the number of runs is known and the normal one otherwise; nil where the table does not say how well it is known.
  func interval(confidence: Double) -> Interval? {
    guard mean.isFinite, standardError.isFinite else { return nil }
    let level = 0.5 + 0.5 * confidence
    let factor =
      runs.map { studentQuantile(level, degreesOfFreedom: $0 - 1) }
      ?? StandardNormal.quantile(level)
    return Interval(low: mean - factor * standardError, high: mean + factor * standardError)
  }
}

/// Which columns of a table are read, and what they mean.
struct SummarySchema {
  let table: ResultTable
  /// The columns by which the table is recognised; without one of them nothing can be said.
  let needed: [String]
  let what: String
  let of: String?
  let mean: String
  let sd: String?
  let standardError: String

  var hasMonths: Bool { table == .trajectories || table == .answers || table == .attribution }

  /// From the one with the most telling columns to the one with the least.
  static let all: [SummarySchema] = [
    SummarySchema(
      table: .attribution, needed: ["outcome", "lever", "share"], what: "outcome", of: "lever",
      mean: "share", sd: nil, standardError: "se"),
    SummarySchema(
      table: .answers, needed: ["question", "measure", "month", "difference"], what: "measure",
      of: "question", mean: "difference", sd: nil, standardError: "mcse"),
    SummarySchema(
      table: .trajectories, needed: ["month", "measure", "mean"], what: "measure", of: nil,
      mean: "mean", sd: "sd", standardError: "mcse"),
    SummarySchema(
      table: .tests, needed: ["test", "holds"], what: "test", of: nil, mean: "holds", sd: nil,
      standardError: "se"),
    SummarySchema(
      table: .outcomes, needed: ["outcome", "mean"], what: "outcome", of: nil, mean: "mean",
      sd: "sd", standardError: "mcse"),
    SummarySchema(
      table: .claims, needed: ["claim", "holds"], what: "claim", of: nil, mean: "holds", sd: nil,
      standardError: "se"),
  ]

  /// The schema of a table.
  static func of(_ table: ResultTable) -> SummarySchema {
    guard let schema = all.first(where: { $0.table == table }) else {
      preconditionFailure("no schema of \(table)")
    }
    return schema
  }

  func isNumeric(_ column: String) -> Bool {
    column == mean || column == sd || column == standardError
  }
}

/// The results of a table, in its order.
struct SummaryTable {
  let table: ResultTable
  /// The file, as it is shown.
  let file: String
  /// The name in its column `scenario`; nil where there is none.
  let scenario: String?
  let rows: [SummaryRow]
  /// Rows by name.
  let places: [ResultName: Int]

  /// Reads a table.
  ///
  /// A row without a number for what it is about (a claim that nothing tests) is kept, its mean not-a-number.
  init(_ reader: consuming CSVReader, _ schema: SummarySchema, _ faults: inout FaultList) {
    var reader = reader
    table = schema.table
    file = reader.file
    let missing = schema.needed.filter { reader.column($0) == nil }
    guard missing.isEmpty, let what = reader.column(schema.what),
      let mean = reader.column(schema.mean)
    else {
      for name in missing {
        faults.add(
          InputFault(
            file: reader.file, place: Place(file: reader.file, line: 1, column: 1), subject: name,
            fact: .missingColumn(
              nearest: reader.columns.first { $0.lowercased() == name.lowercased() })))
      }
      faults.add(reader.faults)
      scenario = nil
      rows = []
      places = [:]
      return
    }
    let of = schema.of.flatMap { reader.column($0) }
    let stream = reader.column("stream")
    let month = schema.hasMonths ? reader.column("month") : nil
    let unit = reader.column("unit")
    let sd = schema.sd.flatMap { reader.column($0) }
    let standardError = reader.column(schema.standardError)
    let claims = schema.table == .claims ? nil : reader.column("claims")
    let scenarioColumn = reader.column("scenario")
    var scenario: String?
    var months: [String: YearMonth] = [:]
    var rows: [SummaryRow] = []
    var places: [ResultName: Int] = [:]
    while reader.advance() {
      if scenario == nil, let scenarioColumn { scenario = reader.text(scenarioColumn).trimmed }
      let word = reader.text(what).trimmed
      if word.isEmpty { reader.report(.missingValue, what) }
      var when: YearMonth?
      if let month {
        let text = reader.text(month).trimmed
        when = months[text] ?? MonthReading.month(text)
        if let when { months[text] = when }
        // What an attribution says of the whole horizon has no month.
        if when == nil, !(text.isEmpty && schema.table == .attribution) {
          reader.report(text.isEmpty ? .missingValue : .notMonth(found: text), month)
          continue
        }
      }
      let name = ResultName(
        table: schema.table, what: word, stream: stream.map { reader.text($0).trimmed } ?? "",
        month: when, of: of.map { reader.text($0).trimmed } ?? "")
      let row = SummaryRow(
        name: name, unit: unit.map { reader.text($0).trimmed } ?? name.unit,
        mean: reader.number(mean), sd: sd.map { reader.number($0) } ?? .nan,
        standardError: standardError.map { reader.number($0) } ?? .nan,
        claims: claims.map { reader.text($0).trimmed } ?? "", line: reader.line)
      if let first = places[name] {
        reader.report(.repeated(name: name.description, line: rows[first].line), what)
        continue
      }
      places[name] = rows.count
      rows.append(row)
    }
    faults.add(reader.faults)
    self.scenario = scenario.flatMap { $0.isEmpty ? nil : $0 }
    self.rows = rows
    self.places = places
  }

  subscript(name: ResultName) -> SummaryRow? { places[name].map { rows[$0] } }
}

extension ResultName: CustomStringConvertible {
  /// As results are named on the command line: `stock.asylum@2028-12`; a question or lever stands before it.
  public var description: String {
    (of.isEmpty ? "" : of + " ") + what + (stream.isEmpty ? "" : "." + stream)
      + (month.map { "@\($0)" } ?? "")
  }
}
