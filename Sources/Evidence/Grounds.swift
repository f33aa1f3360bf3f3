public import Caseload

/// What a number rests on, written out for a reader.
public enum Grounds: Hashable, Sendable {
  /// A claim of the letter; nil when the letter has none of that identifier.
  case claim(id: String, Claim?)
  /// A published figure with what was read there; nil when the scenario does not list the source.
  case source(id: String, Source?, quote: String)
  /// A choice of the modeller, with its reason.
  case assumption(String)

  /// Looks up a basis in the letter and in the sources of a world.
  public init(_ basis: Basis, in world: World) {
    switch basis {
    case .claim(let id): self = .claim(id: id, Claim.named(id))
    case .source(let id, let quote):
      self = .source(id: id, world.sources.first { $0.id == id }, quote: quote)
    case .assumption(let reason): self = .assumption(reason)
    }
  }

  /// The sentence in a language; quotations stay in the language of the letter.
  public func text(in language: Language) -> String {
    switch self {
    case .claim(let id, let claim):
      guard let claim else { return id }
      let gloss = language == .en ? " – \(claim.gloss)" : ""
      return "\(id) (\(claim.paragraph)): “\(claim.quote)”\(gloss)"
    case .source(let id, let source, let quote):
      guard let source else { return "\(id): \(quote)" }
      let parts = [source.publisher, source.title, source.date, source.url].filter { !$0.isEmpty }
      return
        "\(language == .nl ? "bron" : "source") \(id): \(quote) (\(parts.joined(separator: ", ")))"
    case .assumption(let reason):
      return "\(language == .nl ? "aanname" : "assumption"): \(reason)"
    }
  }

  /// The short form for when the whole was given before.
  public func reference(in language: Language) -> String {
    switch self {
    case .claim(let id, _): id
    case .source(let id, _, let quote): "\(language == .nl ? "bron" : "source") \(id): \(quote)"
    case .assumption(let reason):
      (language == .nl ? "aanname als boven: " : "assumption as above: ") + reason.beginning
    }
  }
}

extension String {
  /// Its first words, enough to recognise it by.
  fileprivate var beginning: String {
    guard count > 50 else { return self }
    let words = prefix(48).split(separator: " ").dropLast()
    return words.joined(separator: " ") + " …"
  }
}
