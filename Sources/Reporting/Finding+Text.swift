public import Caseload
public import Influence
public import Sensitivity
public import Statistics

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

extension Finding {
  /// What may be said of a measure of sensitivity, in a few words.
  ///
  /// - Parameters:
  ///   - index: Which measure it is.
  ///   - language: Of words and numbers.
  ///   - saysFit: Whether a poor fit is said here too, and not once for the whole table.
  /// - Returns: What it is, with its interval; whether it can be told from nought, and with how many runs it could; what speaks against it.
  public func verdict(
    _ index: SensitivityIndex, _ language: Language, saysFit: Bool = true
  ) -> String {
    let statement = statement(index, language)
    let judgement = judgement(index, language, saysFit: saysFit)
    return ((statement.map { [$0.text] } ?? []) + judgement).joined(separator: "; ")
  }

  /// What may be said of a measure besides its size: that it does not exist or is nought, that it cannot be told from nought and with how many runs it could, what
  /// speaks against it; nothing of one that stands.
  ///
  /// - Parameters:
  ///   - index: Which measure it is.
  ///   - language: Of words and numbers.
  ///   - saysFit: Whether a poor fit is said here too, and not once for the whole table.
  /// - Returns: Parts of a sentence.
  public func judgement(
    _ index: SensitivityIndex, _ language: Language, saysFit: Bool = true
  ) -> [String] {
    let dutch = language == .nl
    guard estimate.value.isFinite else { return [dutch ? "bestaat niet" : "does not exist"] }
    var parts: [String] = []
    if isNought(index) {
      parts.append(dutch ? "geen invloed" : "no influence")
    } else if !isDistinguishable, index.isInfluence {
      parts.append(dutch ? "niet van 0 te onderscheiden" : "not distinguishable from 0")
      if let remedy = remedy(language) { parts.append(remedy) }
    }
    for doubt in doubts {
      if case .poorFit = doubt, !saysFit { continue }
      parts.append(doubt.text[language])
    }
    if let runsThatDo, runsThatDo > runs {
      parts.append(
        dutch
          ? "neem \(times(runsThatDo, language)) keer zoveel trekkingen"
          : "take \(times(runsThatDo, language)) times the runs")
    }
    return parts
  }

  /// Whether it is nought without an error: no influence at all.
  private func isNought(_ index: SensitivityIndex) -> Bool {
    estimate.value == 0 && estimate.interval.low == 0 && estimate.interval.high == 0
      && index.isInfluence
  }

  /// Part of a sentence with a number in it.
  public struct Statement: Hashable, Sendable {
    /// The words before the number, with the space between.
    public let before: String
    /// The number with its interval: `38% (33 to 43)`.
    public let number: String
    /// The words after it, with the space between.
    public let after: String

    /// All of it.
    public var text: String { before + number + after }
  }

  /// A measure with its interval, as part of a sentence of which the factor is the subject; nil for what does not exist, and for no influence at all.
  ///
  /// - Parameters:
  ///   - index: Which measure it is.
  ///   - language: Of words and numbers.
  ///   - isShare: Whether the response itself is a share, so that effects on it are percentages too.
  /// - Returns: The statement in its parts, so that the number can be a link.
  public func statement(
    _ index: SensitivityIndex, _ language: Language, ofShare isShare: Bool = false
  ) -> Statement? {
    guard estimate.value.isFinite, !isNought(index) else { return nil }
    let numbers = IntervalText(
      estimate, language,
      isShare: index.isShown(as: .percentage) || isShare && index.isInUnitOfResponse,
      isSigned: index.isShown(as: .signed))
    let number = "\(numbers.value) (\(numbers.interval))"
    let (before, after) = words(around: index, language)
    return Statement(before: before, number: number, after: after)
  }

  /// The words of a statement before and after its number.
  private func words(around index: SensitivityIndex, _ language: Language) -> (String, String) {
    let dutch = language == .nl
    switch index {
    case .first: return dutch ? ("verklaart op zichzelf ", "") : ("explains ", " by itself")
    case .total: return dutch ? ("verklaart ", "") : ("explains ", "")
    case .second:
      return dutch
        ? ("samen met de ander verklaart het ", " extra")
        : ("explains ", " more together with the other")
    case .lost, .lostOfRanks:
      return dutch
        ? ("verklaart ", " dat niets anders verklaart") : ("explains ", " that nothing else does")
    case .mu:
      return dutch
        ? ("verandert het met ", " over zijn hele bereik")
        : ("changes it by ", " over its whole range")
    case .muStar: return dutch ? ("beweegt het ", "") : ("moves it by ", "")
    case .sigma:
      return dutch ? ("een effect dat ", " uiteenloopt") : ("an effect that varies by ", "")
    case .low: return dutch ? ("aan de lage kant ", "") : ("", " at its low end")
    case .high: return dutch ? ("aan de hoge kant ", "") : ("", " at its high end")
    case .swing: return ("", dutch ? " van laag naar hoog" : " from low to high")
    case .shareUp:
      return dutch ? ("stijgt in ", " van de trekkingen") : ("rises in ", " of the runs")
    case .src, .srrc, .pcc, .prcc:
      return estimate.value > 0
        ? (dutch ? "stijgt mee: " : "rises with it: ", "")
        : (dutch ? "daalt ertegenin: " : "falls with it: ", "")
    case .delta:
      return dutch
        ? ("verschuift de verdeling ", " op een schaal van 0 tot 1")
        : ("shifts the distribution by ", " on a scale of 0 to 1")
    case .share: return ("", "")
    }
  }

  /// How many runs would tell it from nought.
  private func remedy(_ language: Language) -> String? {
    let dutch = language == .nl
    guard let needed = runsThatTell, needed > runs else { return nil }
    let ratio = Double(needed) / Double(runs)
    if ratio > 1000 {
      return dutch ? "ook niet met duizend keer zoveel" : "nor with a thousand times the runs"
    }
    if ratio < 1.5 {
      return dutch ? "iets meer trekkingen geven uitsluitsel" : "a few more runs would tell"
    }
    return dutch
      ? "\(times(needed, language)) keer zoveel trekkingen geven uitsluitsel"
      : "\(times(needed, language)) times the runs would tell"
  }

  private func times(_ needed: Int, _ language: Language) -> String {
    language.format((Double(needed) / Double(runs)).rounded(.up))
  }
}

extension SensitivityIndex {
  /// How the numbers of a measure are written.
  enum Style { case percentage, signed, plain }

  /// Whether nought would mean no influence.
  var isInfluence: Bool { self != .low && self != .high && self != .shareUp && self != .sigma }

  func isShown(as style: Style) -> Bool {
    switch self {
    case .first, .total, .second, .lost, .lostOfRanks, .shareUp: style == .percentage
    case .mu, .swing, .share: style == .signed
    default: style == .plain
    }
  }
}

/// An estimate with its interval, with as many decimals as its interval is worth.
public struct IntervalText: Hashable, Sendable {
  /// The value, with its sign where it is a change.
  public let value: String
  /// The ends of the interval, `33 to 49`.
  public let interval: String

  /// Writes an estimate.
  ///
  /// - Parameters:
  ///   - estimate: The value with its interval.
  ///   - language: Of words and numbers.
  ///   - isShare: Whether it is a share, to be written in percent.
  ///   - isSigned: Whether it is a change, with a plus sign where it is one.
  public init(
    _ estimate: Estimate, _ language: Language, isShare: Bool, isSigned: Bool = false
  ) {
    // Millions are said as millions.
    let isLarge = !isShare && abs(estimate.value) >= 1e7
    let scale = isShare ? 100.0 : isLarge ? 1e-6 : 1
    let ends = (low: estimate.interval.low * scale, high: estimate.interval.high * scale)
    let middle = estimate.value * scale
    let decimals = IntervalText.decimals(half: (ends.high - ends.low) / 2, of: middle)
    func number(_ value: Double) -> String {
      let text = language.format(value, decimals: decimals)
      return isSigned && value > 0 && text.contains(where: { ("1"..."9").contains($0) })
        ? "+" + text : text
    }
    let million = isLarge ? (language == .nl ? " miljoen" : " million") : ""
    let percent = language.percent(estimate.value, decimals: decimals)
    value =
      isShare
      ? (number(middle).hasPrefix("+") ? "+" : "") + percent : number(middle) + million
    interval =
      "\(number(ends.low)) \(language == .nl ? "tot" : "to") \(number(ends.high))"
  }

  /// Decimals that show the first digit of half an interval; of a number without one, three digits of the number.
  static func decimals(half: Double, of value: Double) -> Int {
    let size = half > 0 && half.isFinite ? half : abs(value) / 100
    guard size > 0 else { return 0 }
    return min(9, max(0, -Int(log10(size).rounded(.down))))
  }
}

extension Doubt {
  /// What speaks against an estimate.
  public var text: Bilingual {
    switch self {
    case .outsideItsRange:
      Bilingual(
        nl: "ligt buiten 0 tot 1, en kan dus niet kloppen",
        en: "lies outside 0 to 1, so cannot be right")
    case .firstAboveTotal:
      Bilingual(
        nl: "op zichzelf meer dan in totaal, en kan dus niet kloppen",
        en: "by itself more than in total, so cannot be right")
    case .inseparable:
      Bilingual(
        nl: "varieert niet los van andere factoren", en: "does not vary apart from other factors")
    case .poorFit(let share):
      Bilingual(
        nl:
          "het model voorspelt maar \(Language.nl.percent(max(0, share))) van de variantie; --method sobol heeft geen model nodig",
        en:
          "the model foretells only \(Language.en.percent(max(0, share))) of the variance; --method sobol needs no model"
      )
    }
  }
}
