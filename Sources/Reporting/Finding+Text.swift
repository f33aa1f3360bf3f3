public import Caseload
public import Influence
public import Sensitivity
internal import Statistics

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
    let dutch = language == .nl
    let (value, interval) = (estimate.value, estimate.interval)
    guard value.isFinite else { return dutch ? "bestaat niet" : "does not exist" }
    var parts: [String] = []
    if value == 0, interval.low == 0, interval.high == 0, index.isInfluence {
      parts.append(dutch ? "geen invloed" : "no influence")
    } else {
      parts.append(statement(index, language))
      if !isDistinguishable, index.isInfluence {
        parts.append(dutch ? "niet van 0 te onderscheiden" : "not distinguishable from 0")
        if let remedy = remedy(language) { parts.append(remedy) }
      }
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
    return parts.joined(separator: "; ")
  }

  /// The measure with its interval, as part of a sentence of which the factor is the subject.
  private func statement(_ index: SensitivityIndex, _ language: Language) -> String {
    let dutch = language == .nl
    let numbers = IntervalText(
      estimate, language, isShare: index.isShown(as: .percentage),
      isSigned: index.isShown(as: .signed))
    let plain = "\(numbers.value) (\(numbers.interval))"
    let isUp = estimate.value > 0
    switch index {
    case .first: return dutch ? "verklaart op zichzelf \(plain)" : "explains \(plain) by itself"
    case .total: return dutch ? "verklaart \(plain)" : "explains \(plain)"
    case .second:
      return dutch
        ? "samen met de ander verklaart het \(plain) extra"
        : "explains \(plain) more together with the other"
    case .lost, .lostOfRanks:
      return dutch
        ? "verklaart \(plain) dat niets anders verklaart"
        : "explains \(plain) that nothing else does"
    case .mu:
      return dutch
        ? "verandert het met \(plain) over zijn hele bereik"
        : "changes it by \(plain) over its whole range"
    case .muStar: return dutch ? "beweegt het \(plain)" : "moves it by \(plain)"
    case .sigma:
      return dutch ? "een effect dat \(plain) uiteenloopt" : "an effect that varies by \(plain)"
    case .low: return dutch ? "aan de lage kant \(plain)" : "\(plain) at its low end"
    case .high: return dutch ? "aan de hoge kant \(plain)" : "\(plain) at its high end"
    case .swing: return dutch ? "\(plain) van laag naar hoog" : "\(plain) from low to high"
    case .shareUp:
      return dutch ? "stijgt in \(plain) van de trekkingen" : "rises in \(plain) of the runs"
    case .src, .srrc, .pcc, .prcc:
      return isUp
        ? (dutch ? "stijgt mee: \(plain)" : "rises with it: \(plain)")
        : (dutch ? "daalt ertegenin: \(plain)" : "falls with it: \(plain)")
    case .delta:
      return dutch
        ? "verschuift de verdeling \(plain) op een schaal van 0 tot 1"
        : "shifts the distribution by \(plain) on a scale of 0 to 1"
    case .share: return plain
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
struct IntervalText {
  /// The value, with its sign where it is a change.
  let value: String
  /// The ends of the interval, `33 to 49`.
  let interval: String

  init(_ estimate: Estimate, _ language: Language, isShare: Bool, isSigned: Bool = false) {
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
    value =
      isShare ? language.percent(estimate.value, decimals: decimals) : number(middle) + million
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
