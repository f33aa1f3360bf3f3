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
    var text = ""
    write(to: &text, layout: layout, indentation: 0, isSorted: false)
    return text
  }

  /// A text that is the same for values that differ in nothing but the order of their keys.
  ///
  /// Keys in the order of their UTF-8 bytes, no white space, numbers as short as can be.
  public var canonicalText: String {
    var text = ""
    write(to: &text, layout: .compact, indentation: 0, isSorted: true)
    return text
  }

  private func write(to text: inout String, layout: Layout, indentation: Int, isSorted: Bool) {
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .number(let numeral): text += numeral.text
    case .string(let string): Self.write(string, to: &text)
    case .array(let elements):
      let isOnOneLine = layout == .pretty && elements.allSatisfy(\.isShort) && elements.count <= 24
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
        text += layout == .pretty ? ": " : ":"
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
    _ elements: [Element], from opening: String, to closing: String, into text: inout String,
    layout: Layout, separator: String, indentation: Int, one: (Element, inout String) -> Void
  ) {
    text += opening
    let lineBreak = layout == .pretty ? "\n" + String(repeating: "  ", count: indentation) : ""
    for (index, element) in elements.enumerated() {
      if index > 0 { text += separator }
      if layout == .pretty { text += lineBreak + "  " }
      one(element, &text)
    }
    if !elements.isEmpty { text += lineBreak }
    text += closing
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x2028 || scalar.value == 0x2029:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
