internal import Caseload
internal import Engine
internal import Evidence
internal import Influence
internal import Reporting
internal import Sensitivity
internal import Statistics

extension RunPage {
  /// A number of the scenario with what is known of its weight.
  private struct Assumption {
    let entry: Entry
    let support: Support
    /// How much it moves the result that is explained, at most.
    let influence: Estimate?
    /// How many numbers move it together.
    let together: Int
  }

  /// The numbers that are not published figures alone, the weakest first: the least support, and among equals the most influence.
  func assumptions(_ edition: Edition) -> Page.Section {
    let language = edition.language
    let tornado = explanation?.tornado
    var influence: [String: (estimate: Estimate, members: Int)] = [:]
    if let tornado {
      for row in tornado.rows where row.response == 0 && row.index == .swing && row.partner == nil {
        let factor = tornado.factors[row.factor]
        for member in factor.members {
          influence[member] = (row.finding.estimate, factor.members.count)
        }
      }
    }
    let off = Set(world.levers.filter { !$0.isEnabled }.map { "levers.\($0.name)." })
    let all = world.inventory.compactMap { entry -> Assumption? in
      let support = Support(entry.basis)
      guard support > .letter, !off.contains(where: { entry.path.hasPrefix($0) }) else {
        return nil
      }
      let lever = world.levers.first { entry.path.hasPrefix("levers.\($0.name).") }
      let known = influence[entry.path] ?? lever.flatMap { influence["levers.\($0.name)"] }
      return Assumption(
        entry: entry, support: support, influence: known?.estimate,
        together: lever == nil ? known?.members ?? 1 : 1)
    }
    func size(_ assumption: Assumption) -> Double {
      abs(assumption.influence?.value ?? 0)
    }
    let block = edition.begin(
      "assumption-table", title: edition.say("Tabel van de aannames", "Table of assumptions"))
    // A reason that stands with several numbers is given once.
    var said: [String: String] = [:]
    let weakest = all.filter { $0.support.isUnsupported && size($0) > 0 }
      .sorted { (size($1), $0.entry.path) < (size($0), $1.entry.path) }.prefix(10)
      .map { row($0, &said, edition) }
    let groups = Support.allCases.reversed().compactMap { support -> Fields? in
      let members = all.filter { $0.support == support }.enumerated().sorted {
        (size($1.element), $0.offset) < (size($0.element), $1.offset)
      }.map(\.element)
      guard !members.isEmpty else { return nil }
      return [
        "support": support.title[language], "count": members.count,
        "rows": members.map { row($0, &said, edition) },
      ]
    }
    let response = tornado?.responses.first
    return Page.Section(
      name: "assumptions",
      title: edition.say("De aannames, de zwakste eerst", "The assumptions, the weakest first"),
      body: Templates.render(
        "assumptions",
        [
          language.rawValue: true, "groups": groups, "id": block,
          "weakest": weakest, "hasWeakest": !weakest.isEmpty,
          "hasInfluence": response != nil,
          "response": response?.title(in: world)[language] ?? "",
          "count": all.count, "numbers": world.inventory.count,
        ]))
  }

  /// A row of a table; `said` has the reasons that were given before, with where they stand.
  private func row(
    _ assumption: Assumption, _ said: inout [String: String], _ edition: Edition
  ) -> Fields {
    let (entry, language) = (assumption.entry, edition.language)
    let value =
      switch entry {
      case .number(let number): number.law.text[language]
      case .series(let series):
        series.values.map { language.format($0, decimals: 2) }.joined(separator: " · ")
      }
    let unit = entry.unit.words[language]
    var fields: Fields = [
      "title": titles[entry.path][language], "path": entry.path,
      "value": edition.rests(
        value + (unit.isEmpty ? "" : " \(unit)"), on: graph.claims(ofNumberAt: entry.path)),
      "grounds": entry.basis.map { basis -> Fields in
        switch basis {
        case .assumption(let reason):
          if let before = said[reason] { return ["before": before] }
          guard reason.count > 80 else { return ["text": reason, "isOurs": true] }
          let place = edition.id("why\(said.count + 1)")
          said[reason] = place
          return ["text": reason, "isOurs": true, "place": place]
        case .claim(let claim): return ["claim": claim, "sentence": edition.id(claim)]
        case .source(let id, let quote):
          return ["source": id, "target": edition.id("source-\(id)"), "text": quote]
        }
      },
    ]
    if let influence = assumption.influence, influence.value.isFinite,
      let response = explanation?.tornado?.responses.first
    {
      let unit = response.unit(in: world)
      let half = (influence.interval.high - influence.interval.low) / 2
      let claims = graph.claims(ofNumberAt: entry.path)
      fields["influence"] = edition.rests(
        figure(influence.value, unit, language, isSigned: true),
        on: claims.isEmpty ? graph.claims(of: response, in: world) : claims)
      fields["half"] = figure(half, unit, language)
    }
    return fields
  }
}
