/// Rows of text in columns: the first to the left, the others to the right.
struct TextTable {
  private var rows: [[String]]

  /// Starts with the words above the columns.
  init(_ heads: [String]) { rows = [heads] }

  /// Adds a row; as many cells as there are columns.
  mutating func add(_ cells: [String]) {
    precondition(cells.count == rows[0].count, "\(cells.count) cells, expected \(rows[0].count)")
    rows.append(cells)
  }

  /// The lines, two blanks between columns, without blanks at the end.
  var lines: [String] {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + blanks : blanks + cell
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
