/// A CSV file, read as RFC 4180 says.
struct Table {
  let columns: [String]
  let rows: [[String]]

  /// Reads a table; a byte-order mark is passed over.
  init(bytes: [UInt8], separator: Unicode.Scalar) {
    let separator = UInt8(ascii: separator)
    let quote = UInt8(ascii: "\"")
    var rows: [[String]] = []
    var row: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == quote {
        let isDoubled = isQuoted && index < bytes.count && bytes[index] == quote
        if isDoubled {
          cell.append(quote)
          index += 1
        } else {
          isQuoted.toggle()
        }
      } else if isQuoted {
        cell.append(byte)
      } else if byte == separator || byte == UInt8(ascii: "\n") {
        row.append(String(decoding: cell, as: UTF8.self))
        cell.removeAll(keepingCapacity: true)
        if byte != separator {
          rows.append(row)
          row.removeAll(keepingCapacity: true)
        }
      } else if byte != UInt8(ascii: "\r") {
        cell.append(byte)
      }
    }
    columns = rows.first ?? []
    self.rows = Array(rows.dropFirst())
  }

  /// The cells of a column; none when there is no such column.
  func cells(_ column: String) -> [String] {
    columns.firstIndex(of: column).map { index in rows.map { $0[index] } } ?? []
  }

  /// The numbers of a column, keyed by the cells of others.
  func numbers(_ column: String, by keys: [String]) -> [[String]: Double?] {
    let values = cells(column).map { Double($0) }
    let names = keys.map(cells)
    return Dictionary(
      uniqueKeysWithValues: values.indices.map { row in (names.map { $0[row] }, values[row]) })
  }
}

/// Whether two numbers agree, relative to the larger of their size and one; two that are not there agree.
func agree(_ left: Double?, _ right: Double?, to allowance: Double) -> Bool {
  guard let left, let right else { return left == nil && right == nil }
  return abs(left - right) <= allowance * max(1, abs(left), abs(right))
}
