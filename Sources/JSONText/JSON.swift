/// A JSON value without places, for writing.
///
/// Objects keep the order of their keys; literals of Swift stand for values:
/// `["runs": 100, "title": "…", "levers": ["a", "b"]]`.
public indirect enum JSON: Hashable, Sendable {
  case null
  case boolean(Bool)
  case number(Numeral)
  case string(String)
  case array([JSON])
  case object([Pair])

  /// A key with its value.
  public struct Pair: Hashable, Sendable {
    /// The key.
    public let key: String
    /// What it holds.
    public let value: JSON

    /// Makes a pair.
    public init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }

  /// A number from a double.
  public static func number(_ value: Double) -> JSON { .number(Numeral(value)) }

  /// A number from a whole number.
  public static func number(_ value: Int) -> JSON { .number(Numeral(value)) }

  /// The value of a key; nil when it is absent, or when this is no object.
  public subscript(key: String) -> JSON? {
    guard case .object(let pairs) = self else { return nil }
    return pairs.first { $0.key == key }?.value
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  /// Null.
  public init(nilLiteral: ()) { self = .null }
  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A whole number.
  public init(integerLiteral value: Int) { self = .number(Numeral(value)) }
  /// A number.
  public init(floatLiteral value: Double) { self = .number(Numeral(value)) }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  /// An array.
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
  /// An object, in the order written.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Pair($0.0, $0.1) })
  }
}
