internal import Caseload
public import Engine

/// Writes `runs.csv` while the runs are made: one row a run, in order.
public final class RunsTable: RunRecorder {
  private let file: ReportFile
  private let dialect: CSVDialect
  /// The cell of claims, the same in every row.
  private let claims: [UInt8]

  /// Begins the table: its number, every uncertain draw, every lever drawn on (1) or off (0), every outcome, and the claims behind all of them.
  public init(
    _ plan: Plan, _ file: ReportFile, claims: [String], dialect: CSVDialect
  ) throws(CannotWrite) {
    self.file = file
    self.dialect = dialect
    self.claims = CSVText.ready([claims.joined(separator: " ")], dialect)
    _ = try CSVWriter(file, columns: RunsTable.columns(plan), dialect: dialect)
  }

  /// The columns of the table.
  public static func columns(_ plan: Plan) -> [String] {
    ["run"] + plan.uncertain.map(\.path) + plan.world.levers.map { "lever:\($0.name)" }
      + Outcome.all(of: plan.world).map { $0.label(in: plan.world) } + ["claims"]
  }

  /// The rows of consecutive runs; what never happened is an empty cell.
  public func rendered(_ batch: RunBatch) -> [UInt8] {
    let columns = (batch.draws.count + batch.inForce.count + batch.outcomes.count) / batch.stride
    // Some numbers have seventeen digits, many few; more room is made when this is too little.
    var text = CSVText(
      dialect, capacity: batch.runs * (columns * 15 + claims.count + 16) + columns * 32)
    for run in 0..<batch.runs {
      text.add(batch.firstRun + run)
      text.add(batch.draws.span, from: run, stride: batch.stride)
      text.add(batch.inForce.span, from: run, stride: batch.stride)
      text.add(batch.outcomes.span, from: run, stride: batch.stride)
      text.add(ready: claims)
      text.endRow()
    }
    return text.taken()
  }

  /// Adds rows.
  public func record(_ rows: [UInt8]) throws { try file.write(rows) }

  /// Ends the table.
  @discardableResult
  public func close() throws(CannotWrite) -> ReportFile.Contents { try file.close() }
}
