internal import Caseload
internal import Engine
internal import Evidence
internal import Statistics

extension RunPage {
  /// The claims of the letter: what became of those that are tested, and what the others do.
  func claims(_ edition: Edition) -> Page.Section {
    let cards = Claim.all.map { claim -> Fields in
      let verdicts = result.tests.indices.filter { result.tests[$0].test.claim == claim.id }
        .map { verdict($0, edition) }
      return [
        "id": edition.card(claim.id), "claim": claim.id, "sentence": edition.id(claim.id),
        "kind": claim.kind.words[edition.language], "quote": claim.quote, "gloss": claim.gloss,
        "verdicts": verdicts, "isTested": !verdicts.isEmpty,
        "back": edition.id("back-\(claim.id)"),
      ]
    }
    let figures = result.tests.indices.filter { result.tests[$0].test.source != nil }
      .map { verdict($0, edition) }
    func isTested(_ card: Fields) -> Bool { card["isTested"] as? Bool ?? false }
    return Page.Section(
      name: "claims", title: edition.say("De uitspraken van de brief", "The claims of the letter"),
      body: Templates.render(
        "claims",
        [
          edition.language.rawValue: true, "tested": cards.filter(isTested),
          "others": cards.filter { !isTested($0) }, "figures": figures,
          "hasFigures": !figures.isEmpty,
        ]))
  }

  private func verdict(_ place: Int, _ edition: Edition) -> Fields {
    let (summary, language) = (result.tests[place], edition.language)
    let statement = summary.test.statement[language]
    let block = edition.begin(
      "test-\(summary.test.name)", title: edition.say("Toets: ", "Test: ") + statement)
    var fields: Fields = ["id": block, "statement": statement, "isJudged": summary.runs > 0]
    guard summary.runs > 0 else { return fields }
    let claims = claims(of: place)
    if isCentral {
      fields["path"] =
        summary.holding > 0
        ? edition.say("houdt stand op het verwachte pad", "holds on the expected path")
        : edition.say("houdt geen stand op het verwachte pad", "does not hold on the expected path")
      return fields
    }
    let interval = wilsonInterval(
      successes: summary.holding, trials: summary.runs, confidence: 0.95)
    // What is nearly always or nearly never is not written as always or never.
    func percent(_ share: Double) -> String {
      let isNear = share > 0 && share < 0.0005 || share < 1 && share > 0.9995
      return language.percent(share, decimals: isNear ? 2 : 1)
    }
    func width(_ share: Double) -> String { rounded(100 * share, 1) }
    fields["share"] = edition.rests(percent(summary.share), on: claims)
    fields["low"] = percent(interval.low)
    fields["high"] = percent(interval.high)
    fields["runs"] = language.format(Double(summary.runs))
    fields["bar"] = [
      "share": width(summary.share), "low": width(interval.low),
      "width": width(interval.high - interval.low),
    ]
    if let decider = summary.decidedBy {
      let number = titles[decider.path][language]
      fields["decider"] = edition.rests(
        number, on: graph.claims(ofNumberAt: decider.path) + [summary.test.claim].compactMap { $0 })
      fields["correlation"] = language.format(decider.correlation, decimals: 2)
    }
    return fields
  }
}
