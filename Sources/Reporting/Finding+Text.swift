public import Caseload
public import Influence
public import Sensitivity
internal import Statistics

extension Finding {
  /// What may be said of a measure of sensitivity, in a few words.
  public func verdict(_ index: SensitivityIndex, _ language: Language) -> String {
    let dutch = language == .nl
    var parts: [String] = []
    let (value, interval) = (estimate.value, estimate.interval)
    if index.isShareOfVariance {
      let ends = [interval.low, interval.high].map { language.format($0 * 100) }
      let share = language.percent(value)
      parts.append(
        dutch
          ? "verklaart \(share) (\(ends[0]) tot \(ends[1]))"
          : "explains \(share) (\(ends[0]) to \(ends[1]))")
    }
    if value == 0, interval.low == 0, interval.high == 0 {
      return dutch ? "geen invloed" : "no influence"
    }
    if !isDistinguishable {
      parts.append(dutch ? "niet van 0 te onderscheiden" : "not distinguishable from 0")
      if let needed = runsThatTell, needed > runs {
        let times = Double(needed) / Double(runs)
        parts.append(
          times > 1000
            ? (dutch ? "ook niet met duizend keer zoveel" : "nor with a thousand times the runs")
            : times < 1.5
              ? (dutch ? "iets meer trekkingen geven uitsluitsel" : "a few more runs would tell")
              : dutch
                ? "\(language.format(times.rounded(.up))) keer zoveel trekkingen geven uitsluitsel"
                : "\(language.format(times.rounded(.up))) times the runs would tell")
      }
    }
    parts += doubts.map { $0.text[language] }
    if parts.isEmpty { parts.append(dutch ? "onderscheiden van 0" : "distinct from 0") }
    return parts.joined(separator: "; ")
  }
}

extension Doubt {
  /// What speaks against an estimate.
  public var text: Bilingual {
    switch self {
    case .outsideItsRange:
      Bilingual(
        nl: "ligt buiten 0 tot 1: neem meer trekkingen", en: "lies outside 0 to 1: take more runs")
    case .firstAboveTotal:
      Bilingual(
        nl: "op zichzelf meer dan in totaal: neem meer trekkingen",
        en: "by itself more than in total: take more runs")
    case .inseparable:
      Bilingual(
        nl: "varieert niet los van andere factoren", en: "does not vary apart from other factors")
    case .poorFit(let share):
      Bilingual(
        nl: "het model voorspelt maar \(Language.nl.percent(max(0, share))) van de variantie",
        en: "the model foretells only \(Language.en.percent(max(0, share))) of the variance")
    }
  }
}
