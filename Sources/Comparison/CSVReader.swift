internal import JSONText

/// Reads the rows of a CSV file, of either dialect, also one that a person edited.
///
/// Separator and decimal sign follow from the file itself. Rows end with CRLF, LF or CR; blank rows are passed over; cells beyond the last column must be empty; missing ones
/// are. Text is UTF-8, with or without a byte-order mark, or Windows-1252 where it cannot be UTF-8. What is wrong is collected with its place. Of the file, one piece is in memory.
struct CSVReader: ~Copyable {
  /// A cell of the row, between its quotes where it has them.
  struct Cell {
    var start: Int
    var end: Int
    /// Whether quotes stand around it.
    var isQuoted: Bool
    /// Whether quotes stand twice in it.
    var isEscaped: Bool

    /// Where it is seen to begin: at its opening quote.
    var opening: Int { isQuoted ? start - 1 : start }
  }

  private enum Encoding { case unknown, unicode, windows }

  /// The file, as it is shown.
  let file: String
  /// Names of the columns; trailing nameless ones are left out.
  let columns: [String]
  /// The sign between cells.
  let separator: UInt8
  /// The sign before a fraction.
  let decimalSign: UInt8
  /// What is wrong so far.
  private(set) var faults = FaultList()
  /// The line on which the row begins, from 1.
  private(set) var line = 1

  private var source: ByteSource
  private let piece: Int
  private var bytes: [UInt8] = []
  /// Where the row begins.
  private var row = 0
  /// Where the next row begins.
  private var next = 0
  private var nextLine = 1
  private var cells: [Cell] = []
  private var encoding = Encoding.unknown

  /// Opens a file and reads the names of its columns.
  ///
  /// - Parameters:
  ///   - source: The bytes.
  ///   - file: The file, as it is shown.
  ///   - piece: Bytes to read at a time.
  ///   - isNumeric: Whether a column holds numbers; those tell the decimal sign.
  /// - Throws: ``InputFaults`` when it cannot be read, or has no first line of names.
  init(
    _ source: consuming ByteSource, file: String, piece: Int = 1 << 20,
    isNumeric: (String) -> Bool
  ) throws(InputFaults) {
    var source = source
    var bytes: [UInt8] = []
    var faults = FaultList()
    func refuse(_ fact: InputFault.Fact) -> InputFaults {
      InputFaults(all: [InputFault(file: file, place: nil, subject: "", fact: fact)], more: [:])
    }
    while !source.isAtEnd, !CSVReader.hasHead(bytes.span) {
      do { try source.read(upTo: piece, into: &bytes) } catch {
        throw refuse(.unreadable(reason: error.reason))
      }
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      || bytes.starts(with: [0, 0, 0xFE, 0xFF])
    {
      throw refuse(.wideCharacters)
    }
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = 1
    var encoding = start > 0 ? Encoding.unicode : .unknown
    var separator = CSVReader.separator(bytes.span, from: start)
    if let named = CSVReader.namedSeparator(bytes.span, from: start) {
      separator = named.separator
      start = named.end
      line = 2
    }
    var cells: [Cell] = []
    var head: [String] = []
    while true {
      let scan = CSVReader.scan(
        bytes.span, from: start, separator: separator, isWhole: source.isAtEnd, &cells)
      guard let scan else {
        do { try source.read(upTo: piece, into: &bytes) } catch {
          throw refuse(.unreadable(reason: error.reason))
        }
        continue
      }
      guard scan.end > start else { throw refuse(.empty) }
      let isBlank = cells.allSatisfy { CSVReader.trimmed(bytes.span, $0).isEmpty }
      if !isBlank {
        for cell in cells {
          let name = CSVReader.text(bytes, cell, &encoding)
          if name == nil { throw refuse(.notText) }
          head.append((name ?? "").trimmed)
        }
        while head.last == "" { head.removeLast() }
        for (place, name) in head.enumerated() where !name.isEmpty {
          guard head[..<place].contains(name) else { continue }
          faults.add(
            CSVReader.fault(
              .repeatedColumn, file, name, bytes.span, from: start, line: line,
              at: cells[place].opening))
        }
      }
      for place in scan.faults {
        faults.add(
          CSVReader.fault(scan.fact, file, "", bytes.span, from: start, line: line, at: place))
      }
      start = scan.end
      line += scan.lines
      if !isBlank { break }
    }
    self.file = file
    self.separator = separator
    self.piece = piece
    self.encoding = encoding
    self.faults = faults
    columns = head
    let numeric = head.indices.filter { isNumeric(head[$0]) }
    decimalSign = CSVReader.decimalSign(
      bytes.span, from: start, separator: separator, isWhole: source.isAtEnd, columns: numeric)
    next = start
    row = start
    nextLine = line
    self.line = line
    self.bytes = bytes
    self.source = source
  }

  /// The place of a column; nil when there is none of that name.
  func column(_ name: String) -> Int? { columns.firstIndex(of: name) }

  /// Goes to the next row that is not blank; false when there is none.
  mutating func advance() -> Bool {
    while true {
      if next == bytes.count, source.isAtEnd { return false }
      // Taken out for the call, which may not change what it reads.
      var found: [Cell] = []
      swap(&found, &cells)
      let scan = CSVReader.scan(
        bytes.span, from: next, separator: separator, isWhole: source.isAtEnd, &found)
      swap(&found, &cells)
      guard let scan else {
        guard refill() else { return false }
        continue
      }
      row = next
      line = nextLine
      next = scan.end
      nextLine += scan.lines
      for place in scan.faults { add(scan.fact, "", at: place) }
      if cells.count > columns.count { checkExtraCells() }
      if CSVReader.trimmed(bytes.span, cells[0]).isEmpty, isBlank { continue }
      return true
    }
  }

  private var isBlank: Bool {
    let text = bytes.span
    for cell in cells where !CSVReader.trimmed(text, cell).isEmpty { return false }
    return true
  }

  private mutating func refill() -> Bool {
    bytes.removeSubrange(0..<next)
    next = 0
    row = 0
    do {
      // A row larger than a piece takes ever larger ones.
      try source.read(upTo: max(piece, bytes.count), into: &bytes)
    } catch {
      faults.add(
        InputFault(file: file, place: nil, subject: "", fact: .unreadable(reason: error.reason)))
      return false
    }
    return true
  }

  private mutating func checkExtraCells() {
    for place in columns.count..<cells.count
    where !CSVReader.trimmed(bytes.span, cells[place]).isEmpty {
      let found = CSVReader.text(bytes, cells[place], &encoding) ?? "?"
      add(.extraCell(found: found), "", at: cells[place].opening)
    }
  }

  // MARK: Cells

  /// The text of a cell; empty where the row has no such cell.
  ///
  /// An apostrophe that keeps a spreadsheet from taking the text for a formula is taken off.
  mutating func text(_ column: Int) -> String {
    guard column < cells.count else { return "" }
    let cell = cells[column]
    guard let text = CSVReader.text(bytes, cell, &encoding) else {
      add(.notText, columns[column], at: cell.opening)
      return ""
    }
    return text
  }

  /// The number in a cell; not-a-number where it is empty, or where there is none.
  mutating func number(_ column: Int) -> Double {
    guard column < cells.count else { return .nan }
    let cell = cells[column]
    if let value = CSVReader.number(bytes.span, cell, decimalSign) { return value }
    let found = CSVReader.text(bytes, cell, &encoding) ?? "?"
    let sign = decimalSign == 0x2C ? "," : "."
    add(
      CSVReader.hasThousands(found, sign)
        ? .thousands(found: found, decimalSign: sign) : .notNumber(found: found, decimalSign: sign),
      columns[column], at: cell.opening)
    return .nan
  }

  /// The number in a cell; not-a-number where it holds anything else.
  func numberIfAny(_ column: Int) -> Double {
    guard column < cells.count else { return .nan }
    return CSVReader.number(bytes.span, cells[column], decimalSign) ?? .nan
  }

  /// The whole number from 0 in a cell; nil, and a fault, where there is none.
  mutating func whole(_ column: Int) -> Int? {
    if column < cells.count, let value = CSVReader.number(bytes.span, cells[column], decimalSign),
      value >= 0, value < 0x1p53, value == value.rounded()
    {
      return Int(value)
    }
    let found = column < cells.count ? CSVReader.text(bytes, cells[column], &encoding) ?? "?" : ""
    report(found.isEmpty ? .missingValue : .notWhole(found: found), column)
    return nil
  }

  /// Adds a fault of a cell.
  mutating func report(_ fact: InputFault.Fact, _ column: Int) {
    add(fact, columns[column], at: column < cells.count ? cells[column].opening : next)
  }

  private mutating func add(_ fact: InputFault.Fact, _ subject: String, at place: Int) {
    faults.add(
      CSVReader.fault(fact, file, subject, bytes.span, from: row, line: line, at: place))
  }

  /// A fault, its line and column counted from the beginning of the row.
  private static func fault(
    _ fact: InputFault.Fact, _ file: String, _ subject: String, _ bytes: Span<UInt8>,
    from row: Int, line: Int, at place: Int
  ) -> InputFault {
    var line = line
    var column = 1
    for index in row..<min(place, bytes.count) {
      let byte = bytes[index]
      if byte == 0x0A || (byte == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A)) {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80, byte != 0x0D {
        column += 1
      }
    }
    return InputFault(
      file: file, place: Place(file: file, line: line, column: column), subject: subject,
      fact: fact)
  }

  // MARK: Bytes

  /// A row that was read.
  private struct Scan {
    /// Where the next one begins.
    var end: Int
    /// Line ends in it and after it.
    var lines: Int
    /// Where something is wrong with its quotes.
    var faults: [Int] = []
    /// What is wrong there.
    var fact = InputFault.Fact.unfinishedQuote
  }

  /// Finds the cells of a row; nil when the bytes end before the row does and more may follow.
  private static func scan(
    _ bytes: Span<UInt8>, from start: Int, separator: UInt8, isWhole: Bool, _ cells: inout [Cell]
  ) -> Scan? {
    cells.removeAll(keepingCapacity: true)
    let count = bytes.count
    var scan = Scan(end: start, lines: 0)
    var place = start
    while true {
      if place < count, bytes[place] == 0x22 {
        let opening = place
        place += 1
        var cell = Cell(start: place, end: place, isQuoted: true, isEscaped: false)
        while true {
          guard place < count else {
            guard isWhole else { return nil }
            scan.faults.append(opening)
            scan.fact = .unfinishedQuote
            cell.end = count
            break
          }
          let byte = bytes[place]
          if byte == 0x22 {
            guard place + 1 < count else {
              guard isWhole else { return nil }
              cell.end = place
              place += 1
              break
            }
            if bytes[place + 1] != 0x22 {
              cell.end = place
              place += 1
              break
            }
            cell.isEscaped = true
            place += 1
          } else if byte == 0x0A || byte == 0x0D {
            if byte == 0x0A || !(place + 1 < count && bytes[place + 1] == 0x0A) { scan.lines += 1 }
          }
          place += 1
        }
        // Blanks after the closing quote are harmless; anything else is a mistake.
        let after = place
        var isClean = true
        while place < count, case let byte = bytes[place], byte != separator, byte != 0x0A,
          byte != 0x0D
        {
          if byte != 0x20 { isClean = false }
          place += 1
        }
        if !isClean, place < count || isWhole {
          scan.faults.append(after)
          scan.fact = .textAfterQuote(
            found: String(decoding: (after..<place).map { bytes[$0] }, as: UTF8.self))
        }
        cells.append(cell)
      } else {
        let begin = place
        while place < count, case let byte = bytes[place], byte != separator, byte != 0x0A,
          byte != 0x0D
        {
          place += 1
        }
        cells.append(Cell(start: begin, end: place, isQuoted: false, isEscaped: false))
      }
      guard place < count else {
        guard isWhole else { return nil }
        scan.end = count
        return scan
      }
      let byte = bytes[place]
      place += 1
      if byte == separator { continue }
      if byte == 0x0D {
        guard place < count || isWhole else { return nil }
        if place < count, bytes[place] == 0x0A { place += 1 }
      }
      scan.lines += 1
      scan.end = place
      return scan
    }
  }

  /// The bytes of a cell without blanks around them.
  private static func trimmed(_ bytes: Span<UInt8>, _ cell: Cell) -> Range<Int> {
    var start = cell.start
    var end = cell.end
    while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
    while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    return start..<end
  }

  /// The number in a cell: not-a-number where it is empty or says that there is none; nil where it holds anything else.
  private static func number(_ bytes: Span<UInt8>, _ cell: Cell, _ decimalSign: UInt8) -> Double? {
    let range = trimmed(bytes, cell)
    if range.isEmpty { return .nan }
    if let value = DecimalReading.value(bytes, in: range, decimalSign: decimalSign) { return value }
    guard range.count <= 3 else { return nil }
    let word = String(decoding: range.map { bytes[$0] }, as: UTF8.self)
    return word == "NA" || word.lowercased() == "nan" ? .nan : nil
  }

  /// The text of a cell; nil when it is of no encoding that the file can have.
  private static func text(_ bytes: [UInt8], _ cell: Cell, _ encoding: inout Encoding) -> String? {
    var piece = bytes[cell.start..<cell.end]
    var isPlain = !cell.isEscaped && piece.first != 0x27
    if isPlain { for byte in piece where byte >= 0x80 { isPlain = false } }
    if isPlain { return String(decoding: piece, as: UTF8.self) }
    if cell.isEscaped {
      var isSecond = false
      piece =
        piece.filter { byte in
          isSecond = byte == 0x22 && !isSecond
          return byte != 0x22 || isSecond
        }[...]
    }
    // Whoever wrote the apostrophe wanted a text that a spreadsheet does not compute.
    if piece.count > 1, piece.first == 0x27,
      [0x3D, 0x2B, 0x40, 0x09].contains(piece[piece.startIndex + 1])
    {
      piece = piece.dropFirst()
    }
    guard piece.contains(where: { $0 >= 0x80 }) else {
      return String(decoding: piece, as: UTF8.self)
    }
    if encoding != .windows, let text = String(validating: piece, as: UTF8.self) {
      encoding = .unicode
      return text
    }
    guard encoding != .unicode else { return nil }
    encoding = .windows
    var text = ""
    for byte in piece {
      guard let scalar = windowsScalar(byte) else { return nil }
      text.unicodeScalars.append(scalar)
    }
    return text
  }

  /// The character that a byte stands for in Windows-1252; nil where it stands for none.
  private static func windowsScalar(_ byte: UInt8) -> Unicode.Scalar? {
    guard (0x80..<0xA0).contains(byte) else { return Unicode.Scalar(byte) }
    let scalar = windowsScalars[Int(byte) - 0x80]
    return scalar == 0 ? nil : Unicode.Scalar(scalar)
  }

  private static let windowsScalars: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC,
    0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]

  // MARK: Format

  /// Whether the bytes hold the line with the names, and one that may name the separator before it.
  private static func hasHead(_ bytes: Span<UInt8>) -> Bool {
    var ends = 0
    var isAny = false
    for place in bytes.indices {
      let isEnd = bytes[place] == 0x0A || bytes[place] == 0x0D
      if !isEnd { isAny = true }
      // CRLF counts for two.
      if isEnd, isAny { ends += 1 }
      if ends > 3 { return true }
    }
    return false
  }

  /// The sign that stands most often between the names of columns; a comma where none does.
  private static func separator(_ bytes: Span<UInt8>, from start: Int) -> UInt8 {
    var (commas, semicolons, tabs) = (0, 0, 0)
    var isQuoted = false
    var isAny = false
    for place in start..<bytes.count {
      let byte = bytes[place]
      if byte == 0x22 { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A || byte == 0x0D {
        if isAny { break }
        continue
      }
      isAny = true
      if byte == 0x2C { commas += 1 }
      if byte == 0x3B { semicolons += 1 }
      if byte == 0x09 { tabs += 1 }
    }
    if semicolons > commas, semicolons >= tabs { return 0x3B }
    return tabs > commas ? 0x09 : 0x2C
  }

  /// The separator that a first line `sep=;` names, as spreadsheets do; nil when there is no such line.
  private static func namedSeparator(_ bytes: Span<UInt8>, from start: Int) -> (
    separator: UInt8, end: Int
  )? {
    guard start + 5 < bytes.count else { return nil }
    for (offset, letter) in "sep=".utf8.enumerated() where bytes[start + offset] != letter {
      return nil
    }
    let separator = bytes[start + 4]
    var end = start + 5
    if bytes[end] == 0x0D { end += 1 }
    if end < bytes.count, bytes[end] == 0x0A { end += 1 }
    let isKnown = separator == 0x2C || separator == 0x3B || separator == 0x09
    return isKnown && end > start + 5 ? (separator, end) : nil
  }

  /// The decimal sign of the numbers in some columns.
  ///
  /// A sign is a decimal one, beyond doubt, when what stands around it could not be thousands; the first such number decides. Without any, a comma file has a dot, and a semicolon
  /// file a comma; between tabs the first sign that is seen counts.
  private static func decimalSign(
    _ bytes: Span<UInt8>, from start: Int, separator: UInt8, isWhole: Bool, columns: [Int]
  ) -> UInt8 {
    var cells: [Cell] = []
    var place = start
    var seen: UInt8?
    let end = min(bytes.count, start + 1 << 18)
    while place < end,
      let scan = scan(bytes, from: place, separator: separator, isWhole: isWhole, &cells)
    {
      place = scan.end
      for column in columns where column < cells.count {
        let range = trimmed(bytes, cells[column])
        guard let sign = signOfFraction(bytes, range) else { continue }
        if !sign.isDoubtful { return sign.byte }
        if seen == nil { seen = sign.byte }
      }
    }
    return separator == 0x2C ? 0x2E : separator == 0x3B ? 0x2C : seen ?? 0x2E
  }

  /// The one sign between the digits of a number, and whether it may separate thousands; nil where there is none, or more.
  private static func signOfFraction(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (
    byte: UInt8, isDoubtful: Bool
  )? {
    var sign: (byte: UInt8, place: Int)?
    var end = range.upperBound
    var start = range.lowerBound
    if start < end, bytes[start] == 0x2D || bytes[start] == 0x2B { start += 1 }
    var hasExponent = false
    for place in start..<max(start, end) {
      let byte = bytes[place]
      if byte == 0x2C || byte == 0x2E {
        guard sign == nil else { return nil }
        sign = (byte, place)
      } else if byte | 0x20 == 0x65, sign != nil {
        end = place
        hasExponent = true
        break
      } else if !(0x30...0x39).contains(byte) {
        return nil
      }
    }
    guard let sign else { return nil }
    let before = sign.place - start
    let isDoubtful =
      !hasExponent && end - sign.place == 4 && (1...3).contains(before) && bytes[start] != 0x30
    return (sign.byte, isDoubtful)
  }

  /// Whether a text is a number but for separators between its thousands.
  private static func hasThousands(_ text: String, _ decimalSign: String) -> Bool {
    let body = text.drop { $0 == "-" || $0 == "+" }
    let whole = body.prefix { String($0) != decimalSign }
    let groups = whole.split(omittingEmptySubsequences: false) { !$0.isASCII || !$0.isNumber }
    guard groups.count > 1, (1...3).contains(groups[0].count) else {
      // Or the thousands' sign is the one that stands for the fraction elsewhere: '1,234,567'.
      let parts = body.split(omittingEmptySubsequences: false) { String($0) == decimalSign }
      return parts.count > 2 && parts.dropFirst().allSatisfy { $0.count == 3 }
    }
    return groups.dropFirst().allSatisfy { $0.count == 3 && $0.allSatisfy(\.isNumber) }
      && groups[0].allSatisfy(\.isNumber)
  }
}

extension String {
  /// The text without blanks around it.
  var trimmed: String {
    func isBlank(_ byte: UInt8?) -> Bool { byte == 0x20 || byte == 0x09 }
    guard isBlank(utf8.first) || isBlank(utf8.last) else { return self }
    var rest = self[...]
    while isBlank(rest.utf8.first) { rest.removeFirst() }
    while isBlank(rest.utf8.last) { rest.removeLast() }
    return String(rest)
  }
}
