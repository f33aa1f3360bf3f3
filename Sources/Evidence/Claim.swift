/// A sentence of the letter that the model can rest on or put to the test.
public struct Claim: Hashable, Sendable {
  /// What kind of sentence it is.
  public enum Kind: String, Hashable, Sendable, Decodable, CaseIterable {
    case question
    case observation
    case cause
    case policy
    case mechanism
    case expectation
    case caveat
    case plan
    case ambition
    case action
    case scope
  }

  /// Identifier, such as `C08`.
  public let id: String
  /// What kind of sentence it is.
  public let kind: Kind
  /// The paragraph that holds it, such as `answer.5`.
  public let paragraph: String
  /// The words of the letter, in Dutch.
  public let quote: String
  /// What they say, in English.
  public let gloss: String
  /// What they do in the model.
  public let role: String
  /// The statement that tests it, in words; nil when there is nothing to test.
  public let test: String?
  /// Whether it is context only, so that no number needs to rest on it.
  public let isContext: Bool

  /// Every claim, in the order of the file.
  public static let all: [Claim] =
    decoded(Letter.claimBytes, as: ClaimFile.self, name: "claims.json").claims

  /// The claim of an identifier; nil when there is none.
  public static func named(_ id: String) -> Claim? { byID[id] }

  private static let byID = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }

  /// Where the quotation stands in its paragraph, in characters; nil when it does not stand there.
  public func location(in letter: Letter = .text) -> Range<Int>? {
    guard let text = letter.paragraph(paragraph)?.text, let range = text.firstRange(of: quote)
    else { return nil }
    let start = text.distance(from: text.startIndex, to: range.lowerBound)
    return start..<(start + quote.count)
  }
}

extension Claim: Decodable {
  private enum CodingKeys: String, CodingKey {
    case id
    case kind
    case paragraph
    case quote
    case gloss
    case role
    case test
    case context
  }

  /// Reads a claim; one that does not say whether it is context is not.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    id = try values.decode(String.self, forKey: .id)
    kind = try values.decode(Kind.self, forKey: .kind)
    paragraph = try values.decode(String.self, forKey: .paragraph)
    quote = try values.decode(String.self, forKey: .quote)
    gloss = try values.decode(String.self, forKey: .gloss)
    role = try values.decode(String.self, forKey: .role)
    test = try values.decodeIfPresent(String.self, forKey: .test)
    isContext = try values.decodeIfPresent(Bool.self, forKey: .context) ?? false
  }
}

/// The file of claims.
private struct ClaimFile: Decodable {
  let claims: [Claim]
}
