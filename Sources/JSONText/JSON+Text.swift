extension Numeral {
  /// The shortest decimal text that reads back to the same number; whole numbers without a fraction.
  ///
  /// What is not finite has no JSON text and becomes `null`.
  public var text: String {
    if let whole { return String(whole) }
    guard value.isFinite else { return "null" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension JSON {
  /// How a value is laid out.
  public enum Layout: Hashable, Sendable {
    /// No white space at all.
    case compact
    /// Two spaces a level; arrays of numbers and short arrays of strings on one line.
    case pretty
  }

  /// The value as JSON text, without a newline at the end.
  public func text(_ layout: Layout = .pretty) -> String {
    String(decoding: bytes(layout), as: UTF8.self)
  }

  /// The bytes of ``text(_:)``.
  public func bytes(_ layout: Layout = .pretty) -> [UInt8] {
    var text: [UInt8] = []
    write(to: &text, layout: layout, indentation: 0, isSorted: false)
    return text
  }

  /// A text that is the same for values that differ in nothing but the order of their keys.
  ///
  /// Keys in the order of their UTF-8 bytes, no white space, numbers as short as can be.
  public var canonicalText: String { String(decoding: canonicalBytes, as: UTF8.self) }

  /// The bytes of ``canonicalText``.
  public var canonicalBytes: [UInt8] {
    var text: [UInt8] = []
    write(to: &text, layout: .compact, indentation: 0, isSorted: true)
    return text
  }

  private func write(to text: inout [UInt8], layout: Layout, indentation: Int, isSorted: Bool) {
    switch self {
    case .null: text += "null".utf8
    case .boolean(let value): text += (value ? "true" : "false").utf8
    case .number(let numeral): text += numeral.text.utf8
    case .string(let string): Self.write(string, to: &text)
    case .array(let elements):
      let isOnOneLine =
        layout == .pretty && elements.count <= 24 && elements.allSatisfy(\.isShort)
      Self.write(
        elements, from: "[", to: "]", into: &text, layout: isOnOneLine ? .compact : layout,
        separator: isOnOneLine ? ", " : ",", indentation: indentation
      ) { element, text in
        element.write(
          to: &text, layout: layout, indentation: indentation + 1, isSorted: isSorted)
      }
    case .object(let pairs):
      let ordered =
        isSorted ? pairs.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } : pairs
      Self.write(
        ordered, from: "{", to: "}", into: &text, layout: layout, separator: ",",
        indentation: indentation
      ) { pair, text in
        Self.write(pair.key, to: &text)
        text += (layout == .pretty ? ": " : ":").utf8
        pair.value.write(
          to: &text, layout: layout, indentation: indentation + 1, isSorted: isSorted)
      }
    }
  }

  private var isShort: Bool {
    switch self {
    case .null, .boolean, .number: true
    case .string(let string): string.utf8.count <= 24
    case .array, .object: false
    }
  }

  private static func write<Element>(
    _ elements: [Element], from opening: String, to closing: String, into text: inout [UInt8],
    layout: Layout, separator: String, indentation: Int, one: (Element, inout [UInt8]) -> Void
  ) {
    func breakLine(_ indentation: Int) {
      guard layout == .pretty else { return }
      text.append(0x0A)
      for _ in 0..<indentation { text += "  ".utf8 }
    }
    text += opening.utf8
    for (index, element) in elements.enumerated() {
      if index > 0 { text += separator.utf8 }
      breakLine(indentation + 1)
      one(element, &text)
    }
    if !elements.isEmpty { breakLine(indentation) }
    text += closing.utf8
  }

  private static func write(_ string: String, to text: inout [UInt8]) {
    text.append(0x22)
    // 0xE2 begins U+2028 and U+2029, which some readers take for line ends, and much else.
    var isPlain = true
    for byte in string.utf8 where byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0xE2 {
      isPlain = false
    }
    if isPlain {
      text += string.utf8
    } else {
      for scalar in string.unicodeScalars { write(scalar, to: &text) }
    }
    text.append(0x22)
  }

  private static func write(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
    switch scalar {
    case "\"": text += "\\\"".utf8
    case "\\": text += "\\\\".utf8
    case "\n": text += "\\n".utf8
    case "\r": text += "\\r".utf8
    case "\t": text += "\\t".utf8
    case _ where scalar.value < 0x20 || scalar.value == 0x2028 || scalar.value == 0x2029:
      let digits = String(scalar.value, radix: 16)
      text += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
    default: text += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
    }
  }
}
