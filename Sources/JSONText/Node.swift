/// A number as it stands in a text.
public struct Numeral: Hashable, Sendable {
  /// The nearest double.
  public let value: Double
  /// The exact value when it is a whole number of 64 bits; nil when it has a fraction, or when a
  /// double cannot tell.
  ///
  /// `12`, `12.0` and `1.2e1` are all twelve. Beyond 2⁵³ only a numeral without fraction and
  /// exponent is exact.
  public let whole: Int?

  /// Makes a numeral from a double.
  public init(_ value: Double) {
    self.value = value
    let isExact = value.magnitude <= 9_007_199_254_740_992 && (value != 0 || value.sign == .plus)
    whole = isExact ? Int(exactly: value) : nil
  }

  /// Makes a numeral from a whole number.
  public init(_ whole: Int) {
    value = Double(whole)
    self.whole = whole
  }
}

/// A key of an object with its value.
public struct Member: Hashable, Sendable {
  /// The key, with escapes resolved.
  public let key: String
  /// Where the key begins.
  public let place: Place
  /// What it holds.
  public let node: Node

  /// Makes a member.
  public init(key: String, place: Place, node: Node) {
    self.key = key
    self.place = place
    self.node = node
  }
}

/// A value of a JSON text that knows where it stands.
public struct Node: Hashable, Sendable {
  /// What a value can be.
  public indirect enum Content: Hashable, Sendable {
    case null
    case boolean(Bool)
    case number(Numeral)
    case string(String)
    case array([Node])
    /// Members in the order of the text; every key once.
    case object([Member])
  }

  /// The value.
  public let content: Content
  /// Where it begins.
  public let place: Place

  /// Makes a value that stands somewhere.
  public init(_ content: Content, at place: Place) {
    self.content = content
    self.place = place
  }

  /// The value of a key; nil when it is absent, or when this is no object.
  public subscript(key: String) -> Node? {
    guard case .object(let members) = content else { return nil }
    return members.first { $0.key == key }?.node
  }

  /// The members of an object, in the order of the text; nil of anything else.
  public var members: [Member]? {
    if case .object(let members) = content { members } else { nil }
  }

  /// The elements of an array; nil of anything else.
  public var elements: [Node]? {
    if case .array(let elements) = content { elements } else { nil }
  }

  /// The text of a string; nil of anything else.
  public var string: String? {
    if case .string(let string) = content { string } else { nil }
  }

  /// The number; nil of anything else.
  public var number: Double? {
    if case .number(let numeral) = content { numeral.value } else { nil }
  }

  /// The whole number; nil of anything else.
  public var whole: Int? {
    if case .number(let numeral) = content {
      numeral.value == 0 ? 0 : numeral.whole
    } else {
      nil
    }
  }

  /// The truth value; nil of anything else.
  public var boolean: Bool? {
    if case .boolean(let value) = content { value } else { nil }
  }

  /// The value without its places.
  public var json: JSON {
    switch content {
    case .null: .null
    case .boolean(let value): .boolean(value)
    case .number(let numeral): .number(numeral)
    case .string(let string): .string(string)
    case .array(let elements): .array(elements.map(\.json))
    case .object(let members): .object(members.map { JSON.Pair($0.key, $0.node.json) })
    }
  }
}
