internal import Caseload
internal import Engine
internal import Evidence
internal import Probability
internal import Reporting
internal import Robustness
internal import Statistics

extension DiscoverResult {
  /// The result in sentences.
  func text(_ language: Language) -> String {
    let dutch = language == .nl
    var page = Paragraph()
    page.add("\(world.title[language]) (\(world.name))")
    page.add((dutch ? "Doel: " : "Target: ") + target.sentence(language, in: world))
    let level = language.chosen(confidence)
    page.add(
      dutch
        ? "Gehaald in \(language.share(met)) van \(language.format(Double(met.runs))) trekkingen, met tussen haakjes het \(level)-interval."
        : "Met in \(language.share(met)) of \(language.format(Double(met.runs))) runs, with the \(level) interval in brackets."
    )
    if dropped > 0 {
      let count = language.format(Double(dropped))
      page.add(
        dutch
          ? "Buiten beschouwing: \(count) trekkingen waarin het doel geen waarde heeft."
          : "Left out: \(count) runs in which the target has no value.")
    }
    for (place, found) in boxes.enumerated() {
      page.skip()
      box(found, place, language, &page)
    }
    page.skip()
    conclusion(language, &page)
    return page.text
  }

  private func verb(_ language: Language) -> String {
    language == .nl ? (isMissed ? "gemist" : "gehaald") : (isMissed ? "missed" : "met")
  }

  private func box(
    _ found: Found, _ place: Int, _ language: Language, _ page: inout Paragraph
  ) {
    let dutch = language == .nl
    let test = found.test
    page.add(
      place == 0
        ? (dutch
          ? "Het doel wordt vaker \(verb(language)) wanneer"
          : "The target is \(verb(language)) more often when")
        : (dutch ? "Van de rest vaker wanneer" : "Of the rest more often when"))
    for (index, limit) in found.limits.enumerated() {
      page.add(
        "  " + (index > 0 ? (dutch ? "en " : "and ") : "") + sentence(limit, language), indent: 4)
      page.add("    " + support(limit, test, language), indent: 4)
    }
    if let density, found.step.density < density {
      let wanted = language.chosen(density)
      page.add(
        dutch
          ? "Zo dicht als gevraagd (\(wanted)) is geen gebied; dit is het dichtste."
          : "No region is as dense as asked (\(wanted)); this is the densest.")
    }
    page.add(
      dutch
        ? "Op trekkingen die bij het zoeken niet zijn gezien: daarbinnen \(verb(language)) in \(language.share(test.density)), daarbuiten in \(language.share(test.outside)); het gebied bevat \(language.share(test.coverage)) van alle trekkingen waarin het doel wordt \(verb(language))."
        : "On runs that the search did not see: inside it is \(verb(language)) in \(language.share(test.density)), outside in \(language.share(test.outside)); the region holds \(language.share(test.coverage)) of all runs in which the target is \(verb(language))."
    )
  }

  private func sentence(_ limit: LimitTest, _ language: Language) -> String {
    let dutch = language == .nl
    let isLow = limit.side == .low
    let percent = language.percent(share(within: limit))
    switch factors[limit.factor] {
    case .lever(let lever):
      let title = world.levers[lever].title[language]
      let state =
        isLow ? (dutch ? "doorgaat" : "is in force") : (dutch ? "niet doorgaat" : "is not in force")
      return dutch
        ? "de maatregel “\(title)” \(state) (zo in \(percent) van de trekkingen)"
        : "the lever “\(title)” \(state) (so in \(percent) of the runs)"
    case .number(let number):
      let unit = number.unit.words[language]
      let value = language.figure(limit.limit) + (unit.isEmpty ? "" : " \(unit)")
      return dutch
        ? "\(number.path) \(isLow ? "minstens" : "hoogstens") \(value) is (zo in \(percent) van de trekkingen)"
        : "\(number.path) is \(isLow ? "at least" : "at most") \(value) (so in \(percent) of the runs)"
    }
  }

  /// What the limit rests on, and whether the runs held back bear it out.
  private func support(_ limit: LimitTest, _ test: BoxTest, _ language: Language) -> String {
    let dutch = language == .nl
    let all = factors[limit.factor].basis(in: world)
    func names(_ name: (Basis) -> String?) -> String {
      var names: [String] = []
      for found in all.compactMap(name) where !names.contains(found) { names.append(found) }
      return names.joined(separator: ", ")
    }
    let claims = names { if case .claim(let id) = $0 { id } else { nil } }
    let sources = names { if case .source(let id, _) = $0 { id } else { nil } }
    let hasAssumption = all.contains { if case .assumption = $0 { true } else { false } }
    let kinds = [
      claims.isEmpty ? nil : (dutch ? "de brief (\(claims))" : "the letter (\(claims))"),
      sources.isEmpty
        ? nil
        : (dutch ? "gepubliceerde cijfers (\(sources))" : "published figures (\(sources))"),
      hasAssumption ? (dutch ? "een aanname" : "an assumption") : nil,
    ].compactMap(\.self)
    let base =
      (dutch ? "Berust op " : "Rests on ") + kinds.joined(separator: dutch ? " en " : " and ")
    let own = test.limits.first { $0.factor == limit.factor && $0.side == limit.side }
    guard let own else { return base + "." }
    if own.probability <= 1 - confidence { return base + "." }
    return base
      + (dutch
        ? "; de achtergehouden trekkingen bevestigen deze grens niet."
        : "; the runs held back do not bear this limit out.")
  }

  private func conclusion(_ language: Language, _ page: inout Paragraph) {
    let dutch = language == .nl
    guard let together else {
      let share = met.value ?? 0
      if met.runs == 0 {
        page.add(
          dutch
            ? "Het doel heeft in geen enkele trekking een waarde."
            : "The target has no value in any run.")
      } else if share == 0 || share == 1 {
        page.add(
          dutch
            ? "Het doel wordt in \(share == 1 ? "alle trekkingen" : "geen enkele trekking") gehaald: er is geen gebied dat zich onderscheidt."
            : "The target is met in \(share == 1 ? "every run" : "no run"): there is no region that stands out."
        )
      } else {
        page.add(
          dutch
            ? "Geen gebied gevonden: geen enkel getal onderscheidt zich met deze trekkingen van het toeval. Meer --runs kunnen dat veranderen."
            : "No region found: with these runs no number stands out from chance. More --runs may change that."
        )
      }
      return
    }
    let half = language.format(Double(searched))
    let held = language.format(Double(together.base.runs))
    switch together.verdict {
    case .better:
      let gain = together.advantage.map { language.percents($0) } ?? "–"
      page.add(
        dutch
          ? "Oordeel: het gebied houdt stand. Binnen wordt het doel \(gain) procentpunt vaker \(verb(language)) dan erbuiten."
          : "Verdict: the region holds. Inside, the target is \(verb(language)) \(gain) percentage points more often than outside."
      )
    case .worse, .unclear:
      page.add(
        dutch
          ? "Oordeel: het gebied houdt geen stand op de achtergehouden trekkingen; gebruik het niet, of maak meer --runs."
          : "Verdict: the region does not hold on the runs held back; do not use it, or make more --runs."
      )
    }
    page.add(
      dutch
        ? "Gezocht in \(half) trekkingen onder de \(matters.count) getallen en maatregelen die op zichzelf verschil maken, getoetst op \(held) andere trekkingen (seed \(job.seed))."
        : "Searched in \(half) runs among the \(matters.count) numbers and levers that matter by themselves, tested on \(held) other runs (seed \(job.seed))."
    )
  }
}
