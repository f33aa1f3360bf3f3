internal import Foundation

/// The letter and the question that it answers, as the program carries them.
public struct Letter: Hashable, Sendable, Decodable {
  /// One of the two letters.
  public struct Document: Hashable, Sendable, Decodable {
    /// `question` or `answer`.
    public let id: String
    /// Title as published.
    public let title: String
    /// Who wrote it.
    public let from: String
    /// To whom.
    public let to: String
    /// When, as `2025-09-05`.
    public let date: String
    /// Its text, in order.
    public let paragraphs: [Paragraph]
  }

  /// A paragraph of one of the letters.
  public struct Paragraph: Hashable, Sendable, Decodable {
    /// Identifier that claims refer to, such as `answer.5`.
    public let id: String
    /// The words, in Dutch.
    public let text: String
  }

  /// Title of the publication.
  public let title: String
  /// Who published it.
  public let body: String
  /// When the report of the consultation was adopted, as `2025-09-09`.
  public let adopted: String
  /// What was done to the text between the scan and this transcription.
  public let transcription: String
  /// The question, then the answer.
  public let documents: [Document]

  /// The letter of the program.
  public static let text: Letter = decoded(bytes, as: Letter.self, name: "letter.json")

  /// The bytes of its file, for a digest.
  public static let bytes: [UInt8] = PackageResources.letter_json

  /// The bytes of the file of claims, for a digest.
  public static let claimBytes: [UInt8] = PackageResources.claims_json

  /// The paragraph of an identifier; nil when there is none.
  public func paragraph(_ id: String) -> Paragraph? {
    for document in documents {
      if let found = document.paragraphs.first(where: { $0.id == id }) { return found }
    }
    return nil
  }
}

/// Reads a file that is part of the program: a fault in it is a fault of ours, found by the tests.
func decoded<Value: Decodable>(_ bytes: [UInt8], as type: Value.Type, name: String) -> Value {
  do {
    return try JSONDecoder().decode(type, from: Data(bytes))
  } catch {
    preconditionFailure("\(name) is not what the program expects: \(error)")
  }
}
