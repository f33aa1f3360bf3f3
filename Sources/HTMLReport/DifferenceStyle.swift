internal import Caseload
internal import Comparison
internal import Evidence

/// How the numbers of some differences are written: in what, divided by what, and with how many decimals.
struct DifferenceStyle {
  /// The unit in words; of shares the sign for percent.
  let unit: String
  /// What numbers are divided by.
  let divisor: Double
  private let decimals: Int
  /// Whether they are shares, whose differences are percentage points.
  let isShare: Bool
  /// Whether they count cases.
  let isCount: Bool

  /// Chooses the way for differences of one unit.
  init(_ differences: [Difference], _ language: Language) {
    let name = differences.first { !$0.unit.isEmpty }?.unit ?? ""
    // Verdicts have no column for what a share is.
    let isVerdict = differences.allSatisfy {
      $0.name.table == .tests || $0.name.table == .claims
    }
    let known = name.isEmpty && isVerdict ? Unit.share : Unit(rawValue: name)
    let largest =
      differences.flatMap { [$0.base, $0.other, $0.difference] }.filter(\.isFinite).map(abs).max()
      ?? 0
    isShare = known == .share
    isCount = known == .cases
    switch known {
    case .share:
      (unit, divisor, decimals) = ("%", 0.01, 1)
    case .euro, .euroPerMonth:
      let isLarge = largest >= 1e7
      let words = known?.words[language].perUnit(language) ?? ""
      unit = isLarge ? (language == .nl ? "miljoen \(words)" : "million \(words)") : words
      (divisor, decimals) = isLarge ? (1e6, 1) : (1, 0)
    case .cases: (unit, divisor, decimals) = (Unit.cases.words[language], 1, 0)
    default:
      unit = known?.words[language].perUnit(language) ?? name
      (divisor, decimals) = (1, largest >= 1000 ? 0 : largest >= 10 ? 1 : 2)
    }
  }

  /// A value, shares with the sign for percent.
  func value(_ value: Double, _ language: Language) -> String {
    isShare ? language.percent(value, decimals: decimals) : number(value, language)
  }

  /// A change, with its sign; of shares in percentage points.
  func change(_ value: Double, _ language: Language) -> String {
    let text = number(value, language)
    // What is written as nought has no sign.
    let isNought = !text.contains { ("1"..."9").contains($0) }
    if isNought { return value.isFinite ? number(0, language) : text }
    return value > 0 ? "+" + text : text
  }

  /// The size of a change.
  func size(_ value: Double, _ language: Language) -> String { number(abs(value), language) }

  private func number(_ value: Double, _ language: Language) -> String {
    language.format(value / divisor, decimals: decimals)
  }
}

extension String {
  /// A unit of a month as people write it: `euro per maand` for `euro/maand`.
  func perUnit(_ language: Language) -> String {
    replacing("/", with: language == .nl ? " per " : " a ")
  }
}
