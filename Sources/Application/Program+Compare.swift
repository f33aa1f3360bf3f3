internal import Caseload
internal import Comparison
internal import Foundation
internal import HTMLReport
internal import JSONText
internal import Reporting
internal import Scenario

/// Reports that are to be compared.
public struct CompareRequest: Hashable, Sendable {
  /// Folders or CSV files, the base first.
  public let reports: [String]
  /// Confidence of all intervals.
  public let confidence: Double
  /// A file whose name ends in `.csv` for the table alone, or a folder for `compare.csv` and `report.html`; nil for nowhere.
  public let output: String?
  /// How to talk.
  public let talk: Talk

  /// Asks for a comparison.
  public init(reports: [String], confidence: Double, output: String?, talk: Talk) {
    self.reports = reports
    self.confidence = confidence
    self.output = output
    self.talk = talk
  }
}

extension Program {
  /// Compares reports, prints what changed and what it did, and writes that as a table and a page where it is asked for.
  public static func compare(_ request: CompareRequest) -> ExitStatus {
    let talk = request.talk
    return attempt(talk) {
      try check(confidence: request.confidence)
      let paths = request.reports.map(report)
      let places = try request.output.map { try outputFiles($0, beside: paths) }
      let comparison = try ReportComparison(paths, confidence: request.confidence)
      var written = ""
      if let places {
        let table = ComparisonTable(comparison, dialect: CSVDialect(talk.language))
        let pages = places.page.map { page in
          let made = ComparisonPage(comparison, command: Making.command, program: version)
            .page(talk.language)
          return [(bytes: Array(made.html.utf8), path: page.path)]
        }
        try places.table.write(table.bytes, with: pages ?? [])
        let paths = [places.table.path] + (places.page.map { [$0.path] } ?? [])
        written =
          Bilingual(nl: "\nGeschreven: ", en: "\nWritten: ")[talk.language]
          + paths.joined(separator: ", ") + "\n"
      }
      show(
        talk, json: comparison.json,
        text: ComparisonText(comparison, language: talk.language).text + written)
      return .done
    }
  }

  /// The path of a report that a user named: as it is, without regard to case, or the name of one in `Reports/`.
  static func report(_ written: String) -> String {
    let library = Library()
    return library.existing(written) ?? library.existing("Reports/\(written)") ?? written
  }

  /// The table that a comparison makes.
  private static let table = TableFile.Kind(
    name: ComparisonTable.fileName, columns: ComparisonTable.columns)

  /// The files that a comparison is written to, which must not take the place of an input: the table and, in a folder, the page.
  private static func outputFiles(
    _ written: String, beside inputs: [String]
  ) throws -> (table: TableFile, page: PageFile?) {
    func standard(_ path: String) -> String {
      URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }
    let place = TableFile.path(written, table)
    if let input = inputs.first(where: { standard($0) == standard(place) }) {
      throw WrongUse(
        message: Bilingual(
          nl: "--output \(written) is een van de rapporten, \(input); verwacht een andere plek",
          en: "--output \(written) is one of the reports, \(input); expected another place"))
    }
    let file = try TableFile(written, table)
    guard place != written else { return (file, nil) }
    let folder = String(place.dropLast(table.name.count + 1))
    return (file, try PageFile(in: folder, generator: ComparisonPage.generator))
  }
}
