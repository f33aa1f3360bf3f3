internal import Caseload
internal import Foundation
internal import JSONText

/// A report to compare: a folder with tables, or one table.
struct ReportInput {
  /// Folder or file, as the user named it.
  let shown: String
  /// The scenario's name, as the report gives it; the name of the folder or file where it does not.
  let scenario: String
  private(set) var tables: [ResultTable: SummaryTable] = [:]
  private(set) var runs: RunsFile?
  private(set) var parameters: ParameterTable?
  private(set) var batches: BatchTable?
  private(set) var manifest: ReportManifest?
  /// Names of the tables that were read, in the order of their letters.
  private(set) var files: [String] = []

  /// What a table is, told by its name.
  private enum Kind {
    case runs
    case parameters
    case batches
    case results(ResultTable)

    init?(fileName: String) {
      switch fileName.lowercased() {
      case "runs.csv": self = .runs
      case "parameters.csv": self = .parameters
      case "batches.csv": self = .batches
      default:
        guard fileName.lowercased().hasSuffix(".csv"),
          let table = ResultTable(rawValue: String(fileName.lowercased().dropLast(4)))
        else { return nil }
        self = .results(table)
      }
    }

    /// Told by the columns; nil when no table of a report has them.
    init?(columns: [String]) {
      func has(_ names: [String]) -> Bool { names.allSatisfy(columns.contains) }
      if let schema = SummarySchema.all.first(where: { has($0.needed) }) {
        self = .results(schema.table)
      } else if RunsFile.isTold(by: columns) {
        self = .runs
      } else if has(["path", "value"]) {
        self = .parameters
      } else if has(["measure", "month", "batch1"]) {
        self = .batches
      } else {
        return nil
      }
    }
  }

  /// Reads what stands at a path, but for the rows of its runs.
  init?(_ path: String, _ faults: inout FaultList) {
    shown = path
    var isFolder: ObjCBool = false
    // Safe: the flag lives through the call.
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      faults.add(
        InputFault(
          file: path, place: nil, subject: "",
          fact: .noSuchInput(reports: ReportInput.reports)))
      return nil
    }
    let standard = URL(fileURLWithPath: path).standardizedFileURL.path
    let last = URL(fileURLWithPath: standard).lastPathComponent
    scenario =
      isFolder.boolValue || !last.lowercased().hasSuffix(".csv") ? last : String(last.dropLast(4))
    do {
      if isFolder.boolValue {
        try readFolder(path, &faults)
      } else {
        try read(FileSource(path: path, shown: path), Kind(fileName: last), &faults)
        files = [last]
      }
    } catch { faults.add(error) }
  }

  private mutating func readFolder(_ path: String, _ faults: inout FaultList) throws(InputFaults) {
    let entries: [String]
    do { entries = try FileManager.default.contentsOfDirectory(atPath: path).sorted() } catch {
      faults.add(
        InputFault(
          file: path, place: nil, subject: "",
          fact: .unreadable(reason: error.localizedDescription)))
      return
    }
    let trimmed = path.hasSuffix("/") ? String(path.dropLast()) : path
    func source(_ name: String) -> FileSource {
      FileSource(path: "\(trimmed)/\(name)", shown: "\(trimmed)/\(name)")
    }
    if entries.contains("manifest.json") {
      manifest = ReportManifest(source("manifest.json"), &faults)
    }
    for name in entries {
      guard let kind = Kind(fileName: name) else { continue }
      do { try read(source(name), kind, &faults) } catch { faults.add(error) }
      files.append(name)
    }
    // Tables under names of their own count where no table has its proper one.
    if files.isEmpty {
      for name in entries where name.lowercased().hasSuffix(".csv") {
        guard
          let columns = try? source(name).reader(isNumeric: { _ in false }).columns,
          let kind = Kind(columns: columns)
        else { continue }
        do { try read(source(name), kind, &faults) } catch { faults.add(error) }
        files.append(name)
      }
    }
    if files.isEmpty {
      faults.add(InputFault(file: path, place: nil, subject: "", fact: .noTables))
    }
  }

  private mutating func read(
    _ source: FileSource, _ kind: Kind?, _ faults: inout FaultList
  ) throws(InputFaults) {
    var kind = kind
    if kind == nil {
      let columns = try source.reader(isNumeric: { _ in false }).columns
      kind = Kind(columns: columns)
      if kind == nil {
        faults.add(
          InputFault(
            file: source.shown, place: nil, subject: "", fact: .unknownTable(columns: columns)))
      }
    }
    switch kind {
    case .runs: runs = try RunsFile(source, &faults)
    case .parameters:
      parameters = ParameterTable(try source.reader(isNumeric: { _ in false }), &faults)
    case .batches:
      batches = BatchTable(try source.reader(isNumeric: BatchTable.isNumeric), &faults)
    case .results(let table):
      let schema = SummarySchema.of(table)
      tables[table] = SummaryTable(
        try source.reader(isNumeric: schema.isNumeric), schema, &faults)
    case nil: break
    }
  }

  /// What the report says its scenario is called.
  var name: String {
    manifest?.scenario
      ?? [.outcomes, .trajectories, .answers, .tests, .attribution].lazy
      .compactMap { tables[$0]?.scenario }.first ?? scenario
  }

  /// Titles of streams, groups and pools by the labels they have in tables, from the manifest.
  var titles: [String: Bilingual] {
    var all: [String: Bilingual] = [:]
    for (list, prefix) in [("streams", ""), ("groups", ""), ("pools", "pool:")] {
      for thing in manifest?.world[list]?.elements ?? [] {
        guard let name = thing["name"]?.string, let nl = thing["title"]?["nl"]?.string,
          let en = thing["title"]?["en"]?.string
        else { continue }
        all[prefix + name] = Bilingual(nl: nl, en: en)
      }
    }
    return all
  }

  /// Levers of the scenario, as far as any file names them.
  var levers: [String] {
    if let elements = manifest?.world["levers"]?.elements {
      return elements.compactMap { $0["name"]?.string }
    }
    return runs?.levers ?? []
  }

  /// The months for which there are trajectories; nil without trajectories.
  var months: ClosedRange<YearMonth>? {
    guard let table = tables[.trajectories] else { return nil }
    let all = table.rows.compactMap(\.name.month)
    guard let first = all.min(), let last = all.max() else { return nil }
    return first...last
  }

  /// Names of the reports in the folder where `run` puts them.
  private static var reports: [String] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "Reports")) ?? []
    return entries.filter { !$0.hasPrefix(".") }.sorted().prefix(12).map { $0 }
  }
}
