internal import JSONText

/// `parameters.csv`: the numbers of a scenario, for reports without a manifest.
struct ParameterTable {
  struct Row {
    let path: String
    let value: String
    let basis: String
    /// Whether it takes part; nil where the table does not say.
    let isUsed: Bool?
    /// Where it stands.
    let line: Int
  }

  let rows: [Row]
  private let places: [String: Int]

  init(_ reader: consuming CSVReader, _ faults: inout FaultList) {
    var reader = reader
    guard let path = reader.column("path"), let value = reader.column("value") else {
      for name in ["path", "value"] where reader.column(name) == nil {
        faults.add(
          InputFault(
            file: reader.file, place: Place(file: reader.file, line: 1, column: 1), subject: name,
            fact: .missingColumn(
              nearest: reader.columns.first { $0.lowercased() == name.lowercased() })))
      }
      faults.add(reader.faults)
      rows = []
      places = [:]
      return
    }
    let basis = reader.column("basis")
    let used = reader.column("used")
    var rows: [Row] = []
    var places: [String: Int] = [:]
    while reader.advance() {
      let name = reader.text(path).trimmed
      if name.isEmpty { reader.report(.missingValue, path) }
      let row = Row(
        path: name, value: reader.text(value).trimmed,
        basis: basis.map { reader.text($0).trimmed } ?? "",
        isUsed: used.map { reader.text($0).trimmed.lowercased() == "yes" },
        line: reader.line)
      if let first = places[name] {
        reader.report(.repeated(name: name, line: rows[first].line), path)
        continue
      }
      places[name] = rows.count
      rows.append(row)
    }
    faults.add(reader.faults)
    self.rows = rows
    self.places = places
  }

  private subscript(path: String) -> Row? { places[path].map { rows[$0] } }

  /// The levers with numbers in the table, and whether these take part.
  private var levers: [(name: String, isUsed: Bool)] {
    var all: [(name: String, isUsed: Bool)] = []
    for row in rows where row.path.hasPrefix("levers.") {
      let parts = row.path.split(separator: ".")
      guard parts.count > 1, let isUsed = row.isUsed else { continue }
      if all.last?.name != String(parts[1]) { all.append((String(parts[1]), isUsed)) }
    }
    return all
  }

  /// What differs in another table.
  func changes(to other: ParameterTable) -> [Change] {
    var changes: [Change] = []
    let theirs = other.levers
    let ours = levers
    for lever in ours {
      let state = theirs.first { $0.name == lever.name }
      guard state?.isUsed != lever.isUsed else { continue }
      changes.append(
        Change(
          .lever, "levers.\(lever.name)", base: lever.isUsed ? "on" : "off",
          other: state.map { $0.isUsed ? "on" : "off" }))
    }
    for lever in theirs where !ours.contains(where: { $0.name == lever.name }) {
      changes.append(
        Change(.lever, "levers.\(lever.name)", base: nil, other: lever.isUsed ? "on" : "off"))
    }
    for row in rows {
      let match = other[row.path]
      if match?.value != row.value {
        changes.append(
          Change(
            .number, row.path, base: row.value, other: match?.value, baseBasis: row.basis,
            otherBasis: match?.basis ?? ""))
      } else if let match, match.basis != row.basis {
        changes.append(
          Change(
            .basis, row.path, base: row.basis, other: match.basis, baseBasis: row.basis,
            otherBasis: match.basis))
      }
    }
    for row in other.rows where self[row.path] == nil {
      changes.append(
        Change(.number, row.path, base: nil, other: row.value, otherBasis: row.basis))
    }
    return changes
  }
}
