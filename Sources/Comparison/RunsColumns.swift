internal import Foundation
internal import JSONText

/// Some columns of a `runs.csv`, whole.
public struct RunsColumns: Hashable, Sendable {
  /// The file, as it is shown.
  public let file: String
  /// Columns of what was drawn, in the order in which they were asked for; every run has a number.
  public let inputs: [[Double]]
  /// Columns of outcomes, likewise; not a number in a run that has none.
  public let outcomes: [[Double]]

  /// Reads columns of a report's runs.
  ///
  /// - Parameters:
  ///   - path: A folder with `runs.csv`, or the file itself, of either dialect, also edited.
  ///   - inputs: Names of columns that must have a number in every run: paths, and `lever:NAME`.
  ///   - outcomes: Names of columns that may be empty in some.
  /// - Throws: ``InputFaults``, all there are, each with file, line and column.
  /// - Complexity: O(size of the file) time, O(rows × columns asked for) memory.
  public init(_ path: String, inputs: [String], outcomes: [String]) throws(InputFaults) {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    // Safe: the flag lives through the call.
    var exists = unsafe files.fileExists(atPath: path, isDirectory: &isFolder)
    var shown = path
    if exists, isFolder.boolValue {
      shown = (path.hasSuffix("/") ? String(path.dropLast()) : path) + "/runs.csv"
      exists = files.fileExists(atPath: shown)
    }
    guard exists else {
      throw InputFaults(
        all: [
          InputFault(file: shown, place: nil, subject: "", fact: .noSuchInput(reports: []))
        ], more: [:])
    }
    file = shown
    var reader = try FileSource(path: shown, shown: shown).reader { $0 != "claims" && $0 != "run" }
    var faults = FaultList()
    var places: [Int] = []
    for name in inputs + outcomes {
      guard let place = reader.column(name) else {
        faults.add(
          InputFault(file: shown, place: nil, subject: name, fact: .missingColumn(nearest: nil)))
        continue
      }
      places.append(place)
    }
    try faults.check()
    var columns = [[Double]](repeating: [], count: places.count)
    while reader.advance() {
      for (index, place) in places.enumerated() {
        let value = reader.number(place)
        if value.isNaN, index < inputs.count, reader.text(place).trimmed.isEmpty {
          reader.report(.missingValue, place)
        }
        columns[index].append(value)
      }
    }
    try reader.faults.check()
    self.inputs = Array(columns[..<inputs.count])
    self.outcomes = Array(columns[inputs.count...])
  }
}
