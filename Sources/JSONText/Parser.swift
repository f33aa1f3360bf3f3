/// What a text may contain.
public enum Dialect: Hashable, Sendable {
  /// RFC 8259, with every key of an object once.
  case json
  /// The same with what people need who write by hand, after JSON5.
  ///
  /// Comments `//` and `/* */`, commas after the last element, single-quoted strings, escapes of
  /// line ends and `\'`, `\v`, `\0`, `\xHH`, keys that are ASCII identifiers without quotes, a plus
  /// sign, and decimal points at either end of a numeral. Not hexadecimal numerals, Infinity and
  /// NaN, which no quantity needs; and an escape without meaning is a fault, not a letter.
  case json5
}

/// What came of reading a text.
public struct Reading: Hashable, Sendable {
  /// The value; nil when the text's structure could not be followed to its end.
  public let node: Node?
  /// What is wrong; with a value, only faults that left the structure clear.
  public let faults: [SyntaxFault]
}

extension Node {
  /// Arrays and objects that may stand inside each other.
  public static let depthLimit = 200

  /// Reads a text as far as it can be understood, and everything that is wrong with it.
  ///
  /// A byte-order mark at the start is passed over. Takes time proportional to the text.
  public static func reading(_ bytes: [UInt8], file: String, as dialect: Dialect) -> Reading {
    var parser = Parser(bytes: bytes, file: file, dialect: dialect)
    return parser.document()
  }

  /// Reads a text that must be right.
  public init(_ bytes: [UInt8], file: String, as dialect: Dialect) throws(SyntaxFaults) {
    let reading = Node.reading(bytes, file: file, as: dialect)
    guard let node = reading.node, reading.faults.isEmpty else {
      throw SyntaxFaults(reading.faults)
    }
    self = node
  }
}

/// A recursive descent over bytes that are known to be UTF-8.
private struct Parser {
  let bytes: [UInt8]
  let file: String
  let dialect: Dialect
  var offset = 0
  var line = 1
  /// Offset at which column 1 stands, moved on by every byte that continues a character.
  var columnOrigin = 0
  var faults: [SyntaxFault] = []

  init(bytes: [UInt8], file: String, dialect: Dialect) {
    self.bytes = bytes
    self.file = file
    self.dialect = dialect
  }

  var place: Place { Place(file: file, line: line, column: offset - columnOrigin + 1) }

  /// The byte at the offset; nil at the end.
  var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  func byte(ahead distance: Int) -> UInt8? {
    offset + distance < bytes.count ? bytes[offset + distance] : nil
  }

  mutating func document() -> Reading {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      offset = 3
      columnOrigin = 3
    }
    do throws(SyntaxFault) {
      try requireUnicode()
      try skipSpace()
      let node = try value(depth: 0)
      try skipSpace()
      if offset < bytes.count { throw unexpected(.end) }
      return Reading(node: node, faults: faults)
    } catch {
      return Reading(node: nil, faults: faults + [error])
    }
  }

  // MARK: Structure

  mutating func value(depth: Int) throws(SyntaxFault) -> Node {
    let start = place
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard depth < Node.depthLimit else {
        throw SyntaxFault(place: start, reason: .tooDeep(limit: Node.depthLimit))
      }
      return byte == UInt8(ascii: "{")
        ? try object(depth: depth, start) : try array(depth: depth, start)
    case UInt8(ascii: "\""):
      return Node(.string(try string(UInt8(ascii: "\""))), at: start)
    case UInt8(ascii: "'") where dialect == .json5:
      return Node(.string(try string(UInt8(ascii: "'"))), at: start)
    case let first? where isNumeralStart(first):
      return Node(.number(try numeral()), at: start)
    case let first? where isLetter(first):
      let word = wordAhead()
      let content: Node.Content
      switch word {
      case "null": content = .null
      case "true": content = .boolean(true)
      case "false": content = .boolean(false)
      default: throw unexpected(.value)
      }
      offset += word.utf8.count
      return Node(content, at: start)
    default: throw unexpected(.value)
    }
  }

  mutating func array(depth: Int, _ start: Place) throws(SyntaxFault) -> Node {
    offset += 1
    var elements: [Node] = []
    try skipSpace()
    while byte != UInt8(ascii: "]") {
      elements.append(try value(depth: depth + 1))
      guard try comma(before: UInt8(ascii: "]")) else { break }
    }
    offset += 1
    return Node(.array(elements), at: start)
  }

  mutating func object(depth: Int, _ start: Place) throws(SyntaxFault) -> Node {
    offset += 1
    var members: [Member] = []
    var keys: Set<String> = []
    try skipSpace()
    while byte != UInt8(ascii: "}") {
      let keyPlace = place
      let key = try key()
      try skipSpace()
      guard byte == UInt8(ascii: ":") else { throw unexpected(.colon) }
      offset += 1
      try skipSpace()
      let node = try value(depth: depth + 1)
      if keys.insert(key).inserted {
        members.append(Member(key: key, place: keyPlace, node: node))
      } else if let first = members.first(where: { $0.key == key })?.place {
        faults.append(SyntaxFault(place: keyPlace, reason: .duplicateKey(key, first: first)))
      }
      guard try comma(before: UInt8(ascii: "}")) else { break }
    }
    offset += 1
    return Node(.object(members), at: start)
  }

  /// Passes over a comma and the space around it; false at the closing bracket.
  ///
  /// After a comma the closing bracket may follow only in JSON5.
  mutating func comma(before closing: UInt8) throws(SyntaxFault) -> Bool {
    try skipSpace()
    if byte == closing { return false }
    guard byte == UInt8(ascii: ",") else {
      throw unexpected(.commaOr(Unicode.Scalar(closing)))
    }
    offset += 1
    try skipSpace()
    if byte == closing {
      guard dialect == .json5 else {
        throw unexpected(closing == UInt8(ascii: "}") ? .key : .value)
      }
      return false
    }
    return true
  }

  mutating func key() throws(SyntaxFault) -> String {
    switch byte {
    case UInt8(ascii: "\""): return try string(UInt8(ascii: "\""))
    case UInt8(ascii: "'") where dialect == .json5: return try string(UInt8(ascii: "'"))
    case let first? where dialect == .json5 && isLetter(first):
      let word = wordAhead()
      offset += word.utf8.count
      return word
    default: throw unexpected(.key)
    }
  }

  // MARK: Strings

  mutating func string(_ quote: UInt8) throws(SyntaxFault) -> String {
    let start = place
    offset += 1
    var text: [UInt8] = []
    while let current = byte {
      switch current {
      case quote:
        offset += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        try escape(into: &text, of: start)
      case 0x0A, 0x0D:
        throw SyntaxFault(place: start, reason: .unfinishedString)
      case 0..<0x20:
        faults.append(
          SyntaxFault(place: place, reason: .controlCharacter(Unicode.Scalar(current))))
        offset += 1
      default:
        if current & 0xC0 == 0x80 { columnOrigin += 1 }
        text.append(current)
        offset += 1
      }
    }
    throw SyntaxFault(place: start, reason: .unfinishedString)
  }

  mutating func escape(into text: inout [UInt8], of start: Place) throws(SyntaxFault) {
    let place = place
    guard let letter = byte(ahead: 1) else {
      throw SyntaxFault(place: start, reason: .unfinishedString)
    }
    let isFree = dialect == .json5
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "'") where isFree: text.append(letter)
    case UInt8(ascii: "v") where isFree: text.append(0x0B)
    case UInt8(ascii: "0") where isFree && !isDigit(byte(ahead: 2)): text.append(0)
    case 0x0A where isFree, 0x0D where isFree:
      offset += 1
      endLine()
      return
    case UInt8(ascii: "x") where isFree:
      if let value = hexadecimal(at: 2, digits: 2), let scalar = Unicode.Scalar(value) {
        text.append(contentsOf: String(Character(scalar)).utf8)
        offset += 2
      } else {
        faults.append(SyntaxFault(place: place, reason: .badEscape("\\x")))
      }
    case UInt8(ascii: "u"):
      surrogates(into: &text)
      return
    case 0x0A, 0x0D:
      throw SyntaxFault(place: start, reason: .unfinishedString)
    default:
      faults.append(
        SyntaxFault(place: place, reason: .badEscape("\\" + String(characterAhead(1)))))
      offset += 1
      return
    }
    offset += 2
  }

  /// Reads `\uXXXX`, and its second half where there is one.
  mutating func surrogates(into text: inout [UInt8]) {
    let place = place
    guard let first = hexadecimal(at: 2, digits: 4) else {
      faults.append(SyntaxFault(place: place, reason: .badEscape("\\u")))
      offset += 2
      return
    }
    let written = String(decoding: bytes[offset..<offset + 6], as: UTF8.self)
    offset += 6
    if let scalar = Unicode.Scalar(first) {
      text.append(contentsOf: String(Character(scalar)).utf8)
      return
    }
    if first < 0xDC00, byte == UInt8(ascii: "\\"), byte(ahead: 1) == UInt8(ascii: "u"),
      let second = hexadecimal(at: 2, digits: 4), (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    {
      text.append(contentsOf: String(Character(scalar)).utf8)
      offset += 6
      return
    }
    faults.append(SyntaxFault(place: place, reason: .loneSurrogate(written)))
  }

  func hexadecimal(at distance: Int, digits: Int) -> UInt32? {
    var value: UInt32 = 0
    for position in 0..<digits {
      guard let digit = byte(ahead: distance + position) else { return nil }
      let worth: UInt8
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): worth = digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): worth = digit - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): worth = digit - UInt8(ascii: "A") + 10
      default: return nil
      }
      value = value << 4 | UInt32(worth)
    }
    return value
  }

  // MARK: Numbers

  func isNumeralStart(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "-")
      || dialect == .json5 && (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "."))
  }

  /// Takes everything that could belong to a numeral first, so that `01`, `1.2.3` and `0x1F` are one fault each.
  mutating func numeral() throws(SyntaxFault) -> Numeral {
    let start = place
    let first = offset
    while let current = byte {
      let isSign = current == UInt8(ascii: "+") || current == UInt8(ascii: "-")
      let isAfterExponent =
        offset > first && (bytes[offset - 1] | 0x20) == UInt8(ascii: "e")
      guard
        isDigit(current) || isLetter(current) || current == UInt8(ascii: ".")
          || isSign && (offset == first || isAfterExponent)
      else { break }
      offset += 1
    }
    let text = bytes[first..<offset]
    let written = String(decoding: text, as: UTF8.self)
    guard let isWhole = form(of: text) else {
      faults.append(SyntaxFault(place: start, reason: .badNumber(written)))
      return Numeral(0)
    }
    if isWhole, let integer = Int(written), integer != 0 || text.first != UInt8(ascii: "-") {
      return Numeral(integer)
    }
    var plain = written
    if plain.hasPrefix("+") { plain.removeFirst() }
    guard let value = Double(plain), value.isFinite else {
      faults.append(SyntaxFault(place: start, reason: .hugeNumber(written)))
      return Numeral(0)
    }
    return Numeral(value)
  }

  /// Whether a numeral has neither fraction nor exponent; nil when it has no form of a numeral.
  func form(of text: ArraySlice<UInt8>) -> Bool? {
    var rest = text
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      guard sign == UInt8(ascii: "-") || dialect == .json5 else { return nil }
      rest.removeFirst()
    }
    let whole = rest.prefix { isDigit($0) }
    rest = rest.dropFirst(whole.count)
    guard whole.count <= 1 || whole.first != UInt8(ascii: "0") else { return nil }
    var isWhole = true
    var fraction: ArraySlice<UInt8> = []
    if rest.first == UInt8(ascii: ".") {
      isWhole = false
      rest.removeFirst()
      fraction = rest.prefix { isDigit($0) }
      rest = rest.dropFirst(fraction.count)
      guard dialect == .json5 || !whole.isEmpty && !fraction.isEmpty else { return nil }
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      rest.removeFirst()
      if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
        rest.removeFirst()
      }
      let exponent = rest.prefix { isDigit($0) }
      guard !exponent.isEmpty else { return nil }
      rest = rest.dropFirst(exponent.count)
    }
    return rest.isEmpty ? isWhole : nil
  }

  // MARK: Space

  mutating func skipSpace() throws(SyntaxFault) {
    while let current = byte {
      switch current {
      case 0x20, 0x09: offset += 1
      case 0x0A, 0x0D: endLine()
      case 0x0B where dialect == .json5, 0x0C where dialect == .json5: offset += 1
      case 0xC2 where dialect == .json5 && byte(ahead: 1) == 0xA0:
        offset += 2
        columnOrigin += 1
      case UInt8(ascii: "/") where dialect == .json5 && byte(ahead: 1) == UInt8(ascii: "/"):
        while let inside = byte, inside != 0x0A, inside != 0x0D { pass(inside) }
      case UInt8(ascii: "/") where dialect == .json5 && byte(ahead: 1) == UInt8(ascii: "*"):
        try skipBlockComment()
      default: return
      }
    }
  }

  mutating func skipBlockComment() throws(SyntaxFault) {
    let start = place
    offset += 2
    while let inside = byte {
      if inside == UInt8(ascii: "*"), byte(ahead: 1) == UInt8(ascii: "/") {
        offset += 2
        return
      }
      if inside == 0x0A || inside == 0x0D { endLine() } else { pass(inside) }
    }
    throw SyntaxFault(place: start, reason: .unfinishedComment)
  }

  mutating func pass(_ current: UInt8) {
    if current & 0xC0 == 0x80 { columnOrigin += 1 }
    offset += 1
  }

  /// Passes over one line end: a line feed, a carriage return, or both.
  mutating func endLine() {
    offset += byte == 0x0D && byte(ahead: 1) == 0x0A ? 2 : 1
    line += 1
    columnOrigin = offset
  }

  // MARK: Characters

  func isDigit(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// A letter, `_` or `$`: what an identifier begins with.
  func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
  }

  func wordAhead() -> String {
    String(
      decoding: bytes[offset...].prefix { isLetter($0) || isDigit($0) }, as: UTF8.self)
  }

  func characterAhead(_ distance: Int) -> Unicode.Scalar {
    let rest = bytes[(offset + distance)...].prefix(4)
    return String(decoding: rest, as: UTF8.self).unicodeScalars.first ?? " "
  }

  func unexpected(_ expected: SyntaxFault.Expected) -> SyntaxFault {
    let found: SyntaxFault.Found
    switch byte {
    case nil: found = .end
    case let first? where isLetter(first): found = .word(wordAhead())
    default: found = .character(characterAhead(0))
    }
    return SyntaxFault(place: place, reason: .unexpected(found, expected: expected))
  }

  /// Fails at the first byte that does not belong to UTF-8, so that everything after may rely on it.
  mutating func requireUnicode() throws(SyntaxFault) {
    var position = offset
    var line = 1
    var origin = offset
    while position < bytes.count {
      let lead = bytes[position]
      if lead < 0x80 {
        position += 1
        if lead == 0x0A || lead == 0x0D && (position == bytes.count || bytes[position] != 0x0A) {
          line += 1
          origin = position
        }
        continue
      }
      let length = sequenceLength(at: position)
      guard length > 0 else {
        throw SyntaxFault(
          place: Place(file: file, line: line, column: position - origin + 1),
          reason: .notUnicode)
      }
      position += length
      origin += length - 1
    }
  }

  /// Bytes of the character that begins at a position, 2 to 4; nought when it is malformed, overlong or a surrogate.
  func sequenceLength(at position: Int) -> Int {
    let lead = bytes[position]
    let second = position + 1 < bytes.count ? bytes[position + 1] : 0
    let length: Int
    let seconds: ClosedRange<UInt8>
    switch lead {
    case 0xC2...0xDF: (length, seconds) = (2, 0x80...0xBF)
    case 0xE0: (length, seconds) = (3, 0xA0...0xBF)
    case 0xED: (length, seconds) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, seconds) = (3, 0x80...0xBF)
    case 0xF0: (length, seconds) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, seconds) = (4, 0x80...0xBF)
    case 0xF4: (length, seconds) = (4, 0x80...0x8F)
    default: return 0
    }
    guard position + length <= bytes.count, seconds.contains(second) else { return 0 }
    for continuation in bytes[(position + 2)..<(position + length)] {
      guard continuation & 0xC0 == 0x80 else { return 0 }
    }
    return length
  }
}
