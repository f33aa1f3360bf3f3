internal import Caseload
internal import Comparison
internal import Foundation
internal import JSONText
internal import Reporting
internal import Scenario

/// Reports that are to be compared.
public struct CompareRequest: Hashable, Sendable {
  /// Folders or CSV files, the base first.
  public let reports: [String]
  /// Confidence of all intervals.
  public let confidence: Double
  /// Where `compare.csv` goes: a file whose name ends in `.csv`, or a folder; nil for nowhere.
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
  /// Compares reports, prints what changed and what it did, and writes `compare.csv` where that is asked for.
  public static func compare(_ request: CompareRequest) -> ExitStatus {
    let talk = request.talk
    return attempt(talk) {
      try check(confidence: request.confidence)
      let paths = request.reports.map(report)
      let place = try request.output.map { try outputFile($0, beside: paths) }
      let comparison = try ReportComparison(paths, confidence: request.confidence)
      if let place {
        let table = ComparisonTable(comparison, dialect: CSVDialect(talk.language))
        try place.write(table.bytes)
      }
      show(
        talk, json: comparison.json,
        text: ComparisonText(comparison, language: talk.language).text)
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

  /// The file that a comparison is written to, which must not take the place of an input.
  private static func outputFile(_ written: String, beside inputs: [String]) throws -> TableFile {
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
    return try TableFile(written, table)
  }
}
