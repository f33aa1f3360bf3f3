internal import Caseload
public import Engine

/// Writes `runs.csv` while the runs are made: one row a run, in order.
public final class RunsTable: RunRecorder {
  private let file: ReportFile
  private let dialect: CSVDialect
  private let claims: String

  /// Begins the table: its number, every uncertain draw, every lever drawn on (1) or off (0), every outcome, and the claims behind all of them.
  public init(
    _ plan: Plan, _ file: ReportFile, claims: [String], dialect: CSVDialect
  ) throws(CannotWrite) {
    self.file = file
    self.dialect = dialect
    self.claims = claims.joined(separator: " ")
    _ = try CSVWriter(file, columns: RunsTable.columns(plan), dialect: dialect)
  }

  /// The columns of the table.
  public static func columns(_ plan: Plan) -> [String] {
    ["run"] + plan.uncertain.map(\.path) + plan.world.levers.map { "lever:\($0.name)" }
      + Outcome.all(of: plan.world).map { $0.label(in: plan.world) } + ["claims"]
  }

  /// The rows of some runs; what never happened is an empty cell.
  public func rendered(_ batch: RunBatch) -> [UInt8] {
    var text = ""
    for run in 0..<batch.runs {
      text += "\(batch.firstRun + run)"
      func add(_ cell: CSVCell) { text += dialect.separator + cell.written(dialect) }
      func add(_ columns: [Double]) {
        for place in stride(from: run, to: columns.count, by: batch.stride) {
          add(.number(columns[place]))
        }
      }
      add(batch.draws)
      add(batch.inForce)
      add(batch.outcomes)
      add(.text(claims))
      text += "\r\n"
    }
    return Array(text.utf8)
  }

  /// Adds rows.
  public func record(_ bytes: [UInt8]) throws { try file.write(bytes) }

  /// Ends the table.
  public func close() throws(CannotWrite) { try file.close() }
}
