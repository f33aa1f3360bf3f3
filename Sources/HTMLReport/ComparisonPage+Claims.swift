internal import Caseload
internal import Comparison
internal import Evidence
internal import Statistics

extension ComparisonPage {
  /// The verdicts on every claim that either report tests, side by side; nil where none does.
  func claims(_ edition: Edition) -> Page.Section? {
    let cards = Claim.all.compactMap { card($0, edition) }
    let figures = pairs.compactMap { self.figures($0, edition) }
    guard !cards.isEmpty || !figures.isEmpty else { return nil }
    return Page.Section(
      name: "claims", title: edition.say("De uitspraken van de brief", "The claims of the letter"),
      body: Templates.render(
        "comparison-claims",
        [
          edition.language.rawValue: true, "cards": cards, "hasCards": !cards.isEmpty,
          "figures": figures, "hasFigures": !figures.isEmpty, "level": level(edition.language),
        ]))
  }

  private func card(_ claim: Claim, _ edition: Edition) -> Fields? {
    let verdicts = pairs.flatMap { pair -> [Fields] in
      let tests = tests(of: claim.id, pair)
      guard tests.isEmpty else { return tests.map { verdict($0, on: [claim.id], pair, edition) } }
      // Where no scenario tells which test is of which claim, the table of claims gives the verdict.
      let name = ResultName(table: .claims, what: claim.id)
      guard let difference = pair.against[name], difference.isVerdict else { return [] }
      return [verdict(difference, on: [claim.id], pair, edition)]
    }
    guard !verdicts.isEmpty else { return nil }
    return [
      "id": edition.card(claim.id), "claim": claim.id, "sentence": edition.id(claim.id),
      "kind": claim.kind.words[edition.language], "quote": claim.quote, "gloss": claim.gloss,
      "verdicts": verdicts,
    ]
  }

  /// The tests of a claim that either report has a verdict on.
  private func tests(of claim: String, _ pair: Pair) -> [Difference] {
    pair.against.differences.filter { difference in
      difference.name.table == .tests && difference.isVerdict
        && test(difference.name.what, pair)?.claim == claim
    }
  }

  /// A test by its name, in the other scenario or else the base.
  private func test(_ name: String, _ pair: Pair) -> Test? {
    [scenarios[pair.place], scenarios[0]].lazy
      .compactMap { $0.report.world?.tests.first { $0.name == name } }.first
  }

  /// The verdicts of both reports with their intervals, and what lies between them.
  private func verdict(
    _ difference: Difference, on claims: [String], _ pair: Pair, _ edition: Edition
  ) -> Fields {
    let (name, language) = (difference.name, edition.language)
    let statement = name.table == .tests ? label(of: name, pair, language) : nil
    var fields = names(of: pair, edition)
    fields["block"] = edition.begin(
      "verdict-\(name.table.rawValue)-\(name.what)-\(pair.place)",
      title: edition.say("Oordeel: ", "Verdict: ") + (statement ?? name.what))
    if let statement { fields["statement"] = statement }
    let style = DifferenceStyle([difference], language)
    func side(_ value: Double, _ interval: (low: Double, high: Double)?, _ rests: [String])
      -> Fields
    {
      guard value.isFinite else { return ["isUntested": true] }
      func width(_ share: Double) -> String { rounded(100 * min(1, max(0, share)), 1) }
      var fields: Fields = [
        "share": edition.rests(style.value(value, language), on: rests + claims),
        "width": width(value),
      ]
      if let interval {
        let ends = (min(1, max(0, interval.low)), min(1, max(0, interval.high)))
        fields["ends"] = [
          "from": style.value(ends.0, language), "to": style.value(ends.1, language),
          "left": width(ends.0), "wide": width(ends.1 - ends.0),
        ]
      }
      return fields
    }
    let (base, other) = (difference.intervals.base, difference.intervals.other)
    fields["a"] = side(
      difference.base, base.map { ($0.low, $0.high) }, difference.claimsOfBase)
    fields["b"] = side(
      difference.other, other.map { ($0.low, $0.high) }, difference.claimsOfOther)
    if difference.difference.isFinite {
      let all = difference.allClaims + claims
      var change: Fields = [
        "size": edition.rests(style.change(difference.difference, language), on: all)
      ]
      if let interval = difference.interval {
        change["interval"] = [
          "from": edition.rests(style.change(interval.low, language), on: all),
          "to": edition.rests(style.change(interval.high, language), on: all),
        ]
      }
      change["isShared"] = !difference.isPaired && difference.chance == .shared
      fields["change"] = change
    }
    return fields
  }

  /// Tests that are of no claim: published figures that the scenarios must reproduce, and tests of scenarios that are not known.
  private func figures(_ pair: Pair, _ edition: Edition) -> Fields? {
    let language = edition.language
    let all = pair.against.differences.filter { difference in
      difference.name.table == .tests && difference.isVerdict
        && test(difference.name.what, pair)?.claim == nil
    }
    guard !all.isEmpty else { return nil }
    var fields = names(of: pair, edition)
    fields["block"] = edition.begin(
      "figures-\(pair.place)",
      title: edition.say("Andere toetsen: ", "Other tests: ") + pair.against.report.name)
    let style = DifferenceStyle(all, language)
    fields["rows"] = all.map { difference -> Fields in
      var row: Fields = [
        "name": label(of: difference.name, pair, language),
        "shareA": edition.rests(
          style.value(difference.base, language), on: difference.claimsOfBase),
        "shareB": edition.rests(
          style.value(difference.other, language), on: difference.claimsOfOther),
        "size": edition.rests(
          style.change(difference.difference, language), on: difference.allClaims),
      ]
      if let interval = difference.interval {
        row["interval"] = [
          "from": edition.rests(style.change(interval.low, language), on: difference.allClaims),
          "to": edition.rests(style.change(interval.high, language), on: difference.allClaims),
        ]
      }
      return row
    }
    return fields
  }
}

extension Difference {
  /// Whether either report has a number.
  fileprivate var isVerdict: Bool { base.isFinite || other.isFinite }
}
