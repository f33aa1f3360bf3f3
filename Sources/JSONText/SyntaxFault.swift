/// Something in a text that is not JSON.
public struct SyntaxFault: Error, Hashable, Sendable {
  /// What stood there.
  public enum Found: Hashable, Sendable {
    /// One character.
    case character(Unicode.Scalar)
    /// A run of letters and digits.
    case word(String)
    /// The end of the text.
    case end
  }

  /// What should have stood there.
  public enum Expected: Hashable, Sendable {
    case value
    case key
    case colon
    /// A comma or the bracket that ends the array or object.
    case commaOr(Unicode.Scalar)
    /// Nothing more.
    case end
  }

  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    case unexpected(Found, expected: Expected)
    /// A string that the line or the text ends in.
    case unfinishedString
    /// A comment that the text ends in.
    case unfinishedComment
    /// A character below U+0020 inside a string.
    case controlCharacter(Unicode.Scalar)
    /// A backslash with something that has no meaning after it.
    case badEscape(String)
    /// Half of a pair of `\u` escapes.
    case loneSurrogate(String)
    /// A numeral of a form that JSON does not have.
    case badNumber(String)
    /// A numeral larger than any double.
    case hugeNumber(String)
    /// A key that the object has already.
    case duplicateKey(String, first: Place)
    /// Arrays and objects inside each other beyond the limit.
    case tooDeep(limit: Int)
    /// Bytes that are not UTF-8.
    case notUnicode
  }

  /// Where it stands.
  public let place: Place
  /// What is wrong.
  public let reason: Reason

  /// Makes a fault.
  public init(place: Place, reason: Reason) {
    self.place = place
    self.reason = reason
  }
}

/// The faults of a text, at least one.
public struct SyntaxFaults: Error, Hashable, Sendable {
  /// In the order of the text.
  public let all: [SyntaxFault]

  /// Makes a list of faults.
  public init(_ all: [SyntaxFault]) { self.all = all }
}
