internal import Caseload
public import Engine

/// Writes `runs.csv` while the runs are made: one row a run, in order.
public final class RunsTable: Sendable {
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

  /// Adds a run; what never happened is an empty cell.
  public func write(_ record: RunRecord) throws(CannotWrite) {
    var line = "\(record.run)"
    func add(_ cell: CSVCell) { line += dialect.separator + cell.written(dialect) }
    for value in record.draws { add(.number(value)) }
    for value in record.inForce { add(.whole(value ? 1 : 0)) }
    for value in record.outcomes { add(.number(value)) }
    add(.text(claims))
    try file.write(line + "\r\n")
  }

  /// Ends the table.
  public func close() throws(CannotWrite) { try file.close() }
}
