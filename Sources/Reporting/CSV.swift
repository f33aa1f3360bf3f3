public import Caseload

/// How numbers and fields are written in a CSV file.
public enum CSVDialect: Hashable, Sendable {
  /// RFC 4180: comma between fields, a dot as decimal sign.
  case standard
  /// What a Dutch spreadsheet expects: semicolon between fields, a comma as decimal sign, a byte-order mark.
  case dutch

  /// The dialect that readers of a language expect.
  public init(_ language: Language) { self = language == .nl ? .dutch : .standard }

  /// The sign between fields.
  public var separator: String { self == .dutch ? ";" : "," }
  /// The decimal sign.
  public var decimalSign: String { self == .dutch ? "," : "." }
  /// What the file begins with.
  public var prefix: String { self == .dutch ? "\u{FEFF}" : "" }
}

/// A cell of a table.
public enum CSVCell: Hashable, Sendable {
  case text(String)
  case whole(Int)
  /// Written so that it reads back to the same bits (−0 as 0); not-a-number and infinity are empty cells.
  case number(Double)

  /// An empty cell.
  public static let empty = CSVCell.text("")

  /// The cell as it stands in a file.
  public func written(_ dialect: CSVDialect) -> String {
    var text = CSVText(dialect)
    text.add(self)
    return String(decoding: text.taken(), as: UTF8.self)
  }
}

/// Rows of a table as bytes.
///
/// Cells are added from left to right; ``endRow()`` begins the next row.
public struct CSVText {
  private let separator: UInt8
  private let decimalSign: UInt8
  private let powers = PowersOfTen.all.words
  /// The text, and room after it.
  private var bytes: [UInt8]
  /// Bytes of text so far.
  public private(set) var count = 0
  private var isRowBegun = false

  /// Begins without rows, with room for so many bytes.
  public init(_ dialect: CSVDialect, capacity: Int = 1024) {
    separator = dialect == .dutch ? 0x3B : 0x2C
    decimalSign = dialect == .dutch ? 0x2C : 0x2E
    bytes = Array(repeating: 0, count: capacity)
  }

  /// Hands over the text so far, and begins again without rows.
  public mutating func taken() -> [UInt8] {
    // Swapped, not copied: then the array is the caller's alone, and is cut where it stands.
    var text: [UInt8] = []
    swap(&text, &bytes)
    text.removeLast(text.count - count)
    count = 0
    isRowBegun = false
    return text
  }

  /// Adds a cell.
  public mutating func add(_ cell: CSVCell) {
    switch cell {
    case .text(let text): add(text)
    case .whole(let value): add(value)
    case .number(let value): add(value)
    }
  }

  /// Adds a cell with a number; an empty one when it is not finite.
  public mutating func add(_ value: Double) {
    beginCell()
    reserve(DecimalText.room)
    let (start, sign, powers) = (count, decimalSign, powers)
    var span = bytes.mutableSpan
    // Safe: whatever is stored is bytes.
    var text = unsafe span.mutableBytes
    count = DecimalText.put(value, at: start, into: &text, decimalSign: sign, powers: powers.span)
  }

  /// Adds cells with every so manieth of some numbers.
  ///
  /// - Parameters:
  ///   - values: The numbers, column by column.
  ///   - first: Place of the first of them.
  ///   - stride: Distance to the next one; at least 1.
  public mutating func add(_ values: Span<Double>, from first: Int, stride: Int) {
    guard first < values.count else { return }
    beginCell()
    reserve(((values.count - first) / stride + 1) * DecimalText.room)
    let (sign, separator, powers) = (decimalSign, separator, powers)
    let words = powers.span
    var end = count
    var span = bytes.mutableSpan
    // Safe: whatever is stored is bytes.
    var text = unsafe span.mutableBytes
    var place = first
    while true {
      end = DecimalText.put(
        values[place], at: end, into: &text, decimalSign: sign, powers: words)
      place += stride
      guard place < values.count else { break }
      text.storeBytes(of: separator, toByteOffset: end, as: UInt8.self)
      end += 1
    }
    count = end
  }

  /// Adds a cell with a whole number.
  public mutating func add(_ value: Int) {
    beginCell()
    append(String(value).utf8)
  }

  /// Adds a cell with a text, between quotes where it needs them.
  ///
  /// A text that a spreadsheet would take for a formula gets an apostrophe before it.
  public mutating func add(_ text: String) {
    beginCell()
    let utf8 = text.utf8
    var isQuoted = false
    for byte in utf8 where CSVText.isSpecial(byte) { isQuoted = true }
    if isQuoted { append(0x22) }
    if let first = utf8.first, first == 0x3D || first == 0x2B || first == 0x40 || first == 0x09 {
      append(0x27)
    }
    if isQuoted {
      for byte in utf8 {
        if byte == 0x22 { append(byte) }
        append(byte)
      }
      append(0x22)
    } else {
      append(utf8)
    }
  }

  /// Adds cells that ``ready(_:_:)`` has written before.
  mutating func add(ready cells: [UInt8]) {
    beginCell()
    append(cells)
  }

  /// Texts as cells, for rows that share them.
  static func ready(_ texts: [String], _ dialect: CSVDialect) -> [UInt8] {
    var row = CSVText(dialect, capacity: 64)
    for text in texts { row.add(text) }
    return row.taken()
  }

  /// Ends the row.
  public mutating func endRow() {
    append(0x0D)
    append(0x0A)
    isRowBegun = false
  }

  /// Quote, line ends, comma and semicolon: both separators in both dialects.
  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte < 0x40 && (byte == 0x22 || byte == 0x0A || byte == 0x0D || byte == 0x2C || byte == 0x3B)
  }

  private mutating func beginCell() {
    if isRowBegun { append(separator) }
    isRowBegun = true
  }

  private mutating func append(_ byte: UInt8) {
    reserve(1)
    bytes[count] = byte
    count += 1
  }

  private mutating func append(_ text: String.UTF8View) {
    reserve(text.count)
    for byte in text {
      bytes[count] = byte
      count += 1
    }
  }

  private mutating func append(_ piece: [UInt8]) {
    reserve(piece.count)
    let place = count..<(count + piece.count)
    // Safe: `reserve` has seen to it that the place is within the bytes.
    unsafe bytes.withUnsafeMutableBytes { bytes in
      unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[place]).copyBytes(from: piece)
    }
    count = place.upperBound
  }

  private mutating func reserve(_ room: Int) {
    guard count + room > bytes.count else { return }
    bytes += Array(repeating: 0, count: max(room, bytes.count))
  }
}

/// Writes a table row by row.
public struct CSVWriter: ~Copyable {
  private let dialect: CSVDialect
  private let columns: Int
  private let sink: ReportFile

  /// Starts a table with its header.
  public init(_ file: ReportFile, columns: [String], dialect: CSVDialect) throws(CannotWrite) {
    self.dialect = dialect
    self.columns = columns.count
    sink = file
    try sink.write(dialect.prefix)
    try write(columns.map(CSVCell.text))
  }

  /// Adds a row; it must have as many cells as the header.
  public func write(_ cells: [CSVCell]) throws(CannotWrite) {
    precondition(cells.count == columns, "\(cells.count) cells, expected \(columns)")
    var row = CSVText(dialect)
    for cell in cells { row.add(cell) }
    row.endRow()
    try sink.write(row.taken())
  }
}
