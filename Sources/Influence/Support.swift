public import Caseload

/// What the size of a number rests on, the best supported first.
public enum Support: String, Hashable, Sendable, CaseIterable, Comparable {
  /// A published figure.
  case figure
  /// The letter alone.
  case letter
  /// A published figure, and an assumption about how it applies.
  case figureAndAssumption = "figure_and_assumption"
  /// The letter names it, and its size is assumed.
  case letterAndAssumption = "letter_and_assumption"
  /// An assumption that nothing else supports.
  case assumption

  /// Judges what a number rests on; an empty list is an assumption that nobody signed for.
  public init(_ basis: [Basis]) {
    let kinds = Set(basis.map(\.kind))
    let isAssumed = kinds.contains("assumption")
    if kinds.contains("source") {
      self = isAssumed ? .figureAndAssumption : .figure
    } else if kinds.contains("claim") {
      self = isAssumed ? .letterAndAssumption : .letter
    } else {
      self = .assumption
    }
  }

  /// The weakest of several; nil of none.
  public static func weakest(_ supports: some Sequence<Support>) -> Support? { supports.max() }

  /// Whether one is better supported than the other.
  public static func < (first: Support, second: Support) -> Bool {
    first.rank < second.rank
  }

  private var rank: Int { Support.allCases.firstIndex(of: self) ?? 0 }

  /// Whether its size is an assumption that no published figure and no sentence of the letter gives.
  public var isUnsupported: Bool { self == .letterAndAssumption || self == .assumption }

  /// What it is called.
  public var title: Bilingual {
    switch self {
    case .figure: Bilingual(nl: "een gepubliceerd cijfer", en: "a published figure")
    case .letter: Bilingual(nl: "de brief", en: "the letter")
    case .figureAndAssumption:
      Bilingual(
        nl: "een gepubliceerd cijfer en een aanname", en: "a published figure and an assumption")
    case .letterAndAssumption:
      Bilingual(
        nl: "de brief, met een aangenomen omvang", en: "the letter, with a size that is assumed")
    case .assumption: Bilingual(nl: "niet meer dan een aanname", en: "an assumption alone")
    }
  }
}
