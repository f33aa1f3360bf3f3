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
      let paths = request.reports.map(report)
      let place = try request.output.map { try outputFile($0, beside: paths) }
      let comparison: ReportComparison
      do throws(InputFaults) {
        comparison = try ReportComparison(paths, confidence: request.confidence)
      } catch {
        Console.say(error.rendered(in: talk.language))
        return error.isMissingInput ? .noInput : .badInput
      }
      if let place {
        let table = ComparisonTable(comparison, dialect: CSVDialect(talk.language))
        try ReportFile.writeWhole(table.bytes, to: place)
      }
      guard !talk.isQuiet else { return .done }
      if talk.isJSON {
        Console.print(comparison.json.text(.pretty) + "\n")
      } else {
        Console.print(ComparisonText(comparison, language: talk.language).text)
      }
      return .done
    }
  }

  /// The path of a report that a user named: as it is, without regard to case, or the name of one in `Reports/`.
  static func report(_ written: String) -> String {
    let library = Library()
    return library.existing(written) ?? library.existing("Reports/\(written)") ?? written
  }

  /// The file that a comparison is written to.
  ///
  /// It must not take the place of an input, nor of anything that is no comparison.
  private static func outputFile(_ written: String, beside inputs: [String]) throws -> String {
    let isFile = written.lowercased().hasSuffix(".csv")
    let trimmed = written.hasSuffix("/") ? String(written.dropLast()) : written
    let path = isFile ? written : "\(trimmed)/\(ComparisonTable.fileName)"
    func standard(_ path: String) -> String {
      URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }
    if let input = inputs.first(where: { standard($0) == standard(path) }) {
      throw WrongUse(
        message: Bilingual(
          nl: "--output \(written) is een van de rapporten, \(input); verwacht een andere plek",
          en: "--output \(written) is one of the reports, \(input); expected another place"))
    }
    var isFolder: ObjCBool = false
    // Safe: the flag lives through the call.
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      return path
    }
    if isFolder.boolValue { throw CannotWrite(path: path, reason: "it is a folder") }
    let head = try FileHandle(forReadingFrom: URL(fileURLWithPath: path)).read(upToCount: 64)
    let text = String(decoding: head ?? Data(), as: UTF8.self)
    let isOurs = ["base,scenario,kind,what,", "\u{FEFF}base;scenario;kind;what;"].contains {
      text.unicodeScalars.starts(with: $0.unicodeScalars)
    }
    guard isOurs else {
      throw CannotWrite(path: path, reason: "it holds something that is no comparison to replace")
    }
    return path
  }
}
