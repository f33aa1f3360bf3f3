/// A language of the product.
public enum Language: String, Hashable, Sendable, CaseIterable {
  case en
  case nl
}

extension Bilingual {
  /// The version in a language.
  public subscript(language: Language) -> String {
    switch language {
    case .en: en
    case .nl: nl
    }
  }
}
