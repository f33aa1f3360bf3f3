internal import Caseload
internal import Comparison
internal import Evidence

extension ComparisonPage {
  /// Changes that a table lists at most; the rest is counted, and is in the CSV file.
  private static let most = 150
  /// Rows of a table that are seen before it is unfolded.
  private static let seen = 12

  /// What changed in the scenarios: levers, then parts, numbers, settings, and what numbers rest on.
  func changed(_ edition: Edition) -> Page.Section {
    let all = pairs.map { pair -> Fields in
      let against = pair.against
      var fields = names(of: pair, edition)
      fields["id"] = edition.begin(
        "changed-\(pair.place)",
        title: edition.say("Wat er veranderde: ", "What changed: ") + against.report.name)
      fields["isFrom" + against.inputs.rawValue.capitalisedFirst] = true
      fields["isNothing"] = against.changes.isEmpty && against.inputs != .unknown
      let turns = turns(pair, edition)
      fields["turns"] = turns
      fields["hasTurns"] = !turns.isEmpty
      let facts = against.changes.filter { $0.kind == .run }.map { fact($0, edition) }
      fields["facts"] = facts
      fields["hasFacts"] = !facts.isEmpty
      let parts = outer(.part, against).map { part($0, pair, edition) }
      fields["parts"] = parts
      fields["hasParts"] = !parts.isEmpty
      let inside = against.changes.count { $0.within != nil }
      if inside > 0 { fields["inside"] = edition.language.format(Double(inside)) }
      let tables = [Change.Kind.number, .setting, .basis].compactMap { table($0, pair, edition) }
      fields["tables"] = tables
      let texts = outer(.text, against).count
      if texts > 0 {
        fields["texts"] = edition.language.format(Double(texts))
        fields["isOneText"] = texts == 1
      }
      return fields
    }
    return Page.Section(
      name: "changed", title: edition.say("Wat er veranderde", "What changed"),
      body: Templates.render("comparison-changes", [edition.language.rawValue: true, "pairs": all]))
  }

  /// How many inputs changed, by kind, for a sentence.
  func counts(of against: ReportComparison.Against, _ edition: Edition) -> Fields {
    var fields: Fields = ["isUnknown": against.inputs == .unknown]
    var isAny = false
    for (kind, name) in [
      (Change.Kind.lever, "levers"), (.part, "parts"), (.number, "numbers"), (.setting, "settings"),
    ] {
      let count = outer(kind, against).count
      guard count > 0 else { continue }
      isAny = true
      fields[name] = [
        "count": edition.language.format(Double(count)), "isOne": count == 1,
      ]
    }
    fields["isSameInput"] = !isAny && against.inputs != .unknown
    return fields
  }

  /// Changes of a kind but for those inside a lever or part that only one scenario has.
  private func outer(
    _ kind: Change.Kind, _ against: ReportComparison.Against
  ) -> [Change] { against.changes.filter { $0.kind == kind && $0.within == nil } }

  // MARK: Levers and parts

  /// Levers that went the same way, together.
  private func turns(_ pair: Pair, _ edition: Edition) -> [Fields] {
    var turns: [(turn: [String?], changes: [Change])] = []
    for change in outer(.lever, pair.against) {
      if let place = turns.firstIndex(where: { $0.turn == [change.base, change.other] }) {
        turns[place].changes.append(change)
      } else {
        turns.append(([change.base, change.other], [change]))
      }
    }
    return turns.map { turn, changes in
      [
        "from": state(turn[0], edition.language), "to": state(turn[1], edition.language),
        "levers": changes.map { change -> Fields in
          let names = change.path.split(separator: ".").map(String.init)
          let path = names.prefix(2).joined(separator: ".")
          let title = title(at: path, pair, edition.language)
          return [
            "lever": edition.rests(
              title ?? names.dropFirst().joined(separator: "."), on: claims(of: change, pair)),
            "isCode": title == nil,
          ]
        },
      ]
    }
  }

  /// The state of a lever, which a template puts into words.
  private func state(_ text: String?, _ language: Language) -> Fields {
    switch text {
    case nil: return ["isAbsent": true]
    case "on": return ["isOn": true]
    case "off": return ["isOff": true]
    case .some(let text):
      guard let share = Double(text), share >= 0, share <= 1 else { return ["law": text] }
      return ["share": language.percent(share)]
    }
  }

  private func part(_ change: Change, _ pair: Pair, _ edition: Edition) -> Fields {
    let list = change.path.split(separator: ".").first.map(String.init) ?? ""
    var fields: Fields = ["path": change.path, "isIn\(list.capitalisedFirst)": true]
    fields["inA"] = change.base != nil
    if let title = title(at: change.path, pair, edition.language) {
      fields["title"] = edition.rests(title, on: claims(of: change, pair))
    }
    return fields
  }

  /// A fact of the job, whose name a template puts into words.
  private func fact(_ change: Change, _ edition: Edition) -> Fields {
    func shown(_ text: String?) -> String {
      guard let text else { return "–" }
      if text.hasPrefix("sha256:") { return String(text.dropFirst(7).prefix(12)) }
      return Int(text).map { change.path == "seed" ? text : edition.language.format(Double($0)) }
        ?? text
    }
    return [
      "fact": change.path, "is\(change.path.capitalisedFirst)": true, "a": shown(change.base),
      "b": shown(change.other),
    ]
  }

  // MARK: Numbers

  private func table(_ kind: Change.Kind, _ pair: Pair, _ edition: Edition) -> Fields? {
    let all = outer(kind, pair.against)
    guard !all.isEmpty else { return nil }
    var fields = names(of: pair, edition)
    fields["is\(kind.rawValue.capitalisedFirst)Table"] = true
    fields["table"] = edition.begin(
      "changed-\(kind.rawValue)-\(pair.place)",
      title: (kind == .number
        ? edition.say("Andere getallen: ", "Other numbers: ")
        : kind == .setting
          ? edition.say("Andere instellingen: ", "Other settings: ")
          : edition.say("Andere onderbouwing: ", "Other grounds: ")) + pair.against.report.name)
    fields["count"] = edition.language.format(Double(all.count))
    fields["isOpen"] = kind != .basis && all.count <= ComparisonPage.seen
    fields["rows"] = all.prefix(ComparisonPage.most).map { row($0, pair, edition) }
    if all.count > ComparisonPage.most {
      fields["more"] = edition.language.format(Double(all.count - ComparisonPage.most))
    }
    fields["hasValues"] = kind != .basis
    return fields
  }

  private func row(_ change: Change, _ pair: Pair, _ edition: Edition) -> Fields {
    let language = edition.language
    var fields: Fields = ["path": change.path]
    if let title = title(at: change.path, pair, language) { fields["name"] = title }
    let sides = [
      (scenarios[0], change.base, change.baseBasis),
      (scenarios[pair.place], change.other, change.otherBasis),
    ]
    for ((scenario, text, basis), side) in zip(sides, ["A", "B"]) {
      let claims = scenario.claims(at: change.path) + ComparisonPage.claims(in: basis)
      if change.kind != .basis, let text {
        let value = scenario.value(at: change.path, language)
        fields["value\(side)"] = edition.rests(value ?? text, on: claims)
        fields["isCode\(side)"] = value == nil
      }
      fields["grounds\(side)"] = grounds(basis, at: change.path, in: scenario, edition)
    }
    fields["isSameBasis"] = change.kind != .basis && change.baseBasis == change.otherBasis
    return fields
  }

  /// What a side of a change rests on: as its scenario has it, else as the file says it.
  private func grounds(
    _ text: String, at path: String, in scenario: ComparedScenario, _ edition: Edition
  ) -> [Fields] {
    guard let basis = scenario.basis(at: path) else {
      return text.split(separator: " | ").map { part in
        let part = String(part)
        return Claim.named(part) == nil
          ? ["raw": part] : ["claim": edition.rests(part, on: [part])]
      }
    }
    return basis.map { basis in
      switch basis {
      case .assumption(let reason): ["reason": reason]
      case .claim(let claim): ["claim": edition.rests(claim, on: [claim])]
      case .source(let id, let quote):
        ["source": id, "target": edition.id("source-\(id)"), "quote": quote]
      }
    }
  }

  /// The sources that the listed changes of a pair rest on.
  func sourcesShown(_ pair: Pair) -> [String] {
    [Change.Kind.number, .setting, .basis].flatMap { kind in
      outer(kind, pair.against).prefix(ComparisonPage.most).flatMap { change in
        [scenarios[0], scenarios[pair.place]].flatMap { $0.basis(at: change.path) ?? [] }
      }
    }.compactMap { if case .source(let id, _) = $0 { id } else { nil } }
  }

  // MARK: Titles and claims

  /// The title of what stands at a path, in the other scenario or else the base; nil where neither gives one.
  func title(at path: String, _ pair: Pair, _ language: Language) -> String? {
    scenarios[pair.place].title(at: path, language) ?? scenarios[0].title(at: path, language)
  }

  private func claims(of change: Change, _ pair: Pair) -> [String] {
    let named = [scenarios[0], scenarios[pair.place]].flatMap { $0.claims(at: change.path) }
    return named + ComparisonPage.claims(in: change.baseBasis)
      + ComparisonPage.claims(in: change.otherBasis)
  }

  /// The claims that the words of a basis name.
  private static func claims(in basis: String) -> [String] {
    basis.split(separator: " | ").map(String.init).filter { Claim.named($0) != nil }
  }
}
