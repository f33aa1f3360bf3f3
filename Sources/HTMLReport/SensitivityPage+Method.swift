internal import Caseload
internal import Engine
internal import Evidence
internal import Influence
internal import Reporting
internal import Sensitivity
internal import Statistics

extension SensitivityPage {
  /// How sure the answers are, and what they leave out.
  func certainty(_ edition: Edition) -> Page.Section {
    let language = edition.language
    var fields = named(edition)
    let responses = shown.filter { response in
      result.rows.contains { $0.response == response }
    }
    fields["responses"] = responses.map { certainty(of: $0, language) }
    fields["isOneOfSeveral"] = responses.count > 1
    let joined = result.factors.indices.filter { result.factors[$0].kind == .joined }
    fields["joined"] = joined.map {
      named(names(language)[$0], result.factors[$0].members.joined(separator: " + "))
    }
    fields["hasJoined"] = !joined.isEmpty
    fields["joinedCount"] = joined.count
    fields["outOfReach"] = result.outOfReach.map {
      named(titles[$0][language], $0)
    }
    fields["hasOutOfReach"] = !result.outOfReach.isEmpty
    fields["outOfReachCount"] = result.outOfReach.count
    return Page.Section(
      name: "certainty", title: edition.say("Hoe zeker dit is", "How sure this is"),
      body: Templates.render("sensitivity-certainty", fields))
  }

  /// A title with the path that it stands for.
  private func named(_ name: String, _ path: String) -> Fields {
    name == path ? ["name": name] : ["name": name, "path": path]
  }

  private func certainty(of response: Int, _ language: Language) -> Fields {
    let leading = result.ranked(response: response)
    let doubtful = result.rows.filter {
      $0.response == response && $0.finding.runsThatDo.map { $0 > result.sample } ?? false
    }
    let facts = result.facts[response]
    var fields: Fields = [
      "title": title(of: response, language), "factors": leading.count,
      "isOneFactor": leading.count == 1,
      "distinguishable": leading.count(where: \.finding.isDistinguishable),
      "hasDropped": facts.dropped > 0, "dropped": language.format(Double(facts.dropped)),
      "hasDoubtful": !doubtful.isEmpty, "isOneDoubtful": doubtful.count == 1,
      "doubtful": doubtful.count,
      "estimates": result.rows.count { $0.response == response && $0.index.isShareOfVariance },
    ]
    if let most = doubtful.compactMap(\.finding.runsThatDo).max() {
      fields["enough"] = language.format(Double(most))
    }
    if let foretold = facts.foretold, foretold.isFinite {
      fields["foretold"] = language.percent(max(0, foretold))
      fields["rest"] = language.percent(1 - min(1, max(0, foretold)))
    }
    return fields
  }

  /// What the method computes, what its numbers do not say, and how to repeat the study.
  func method(_ edition: Edition) -> Page.Section {
    var fields = named(edition)
    fields["isMade"] = result.runs > 0
    fields["isMoreThanSample"] = result.runs > result.sample
    fields["runs"] = edition.language.format(Double(result.runs))
    fields["sample"] = edition.language.format(Double(result.sample))
    fields.merge(making.fields(seed: result.seed)) { $1 }
    return Page.Section(
      name: "method",
      title: edition.say("Methode, grenzen, herhalen", "Method, limits, how to repeat this"),
      body: Templates.render("sensitivity-method", fields))
  }
}

extension Making {
  /// What the template `repeat` takes, besides the language.
  func fields(seed: UInt64) -> Fields {
    [
      "seed": "\(seed)", "command": command, "program": program, "openBLAS": openBLAS,
      "scenarioDigest": scenarioDigest, "letterDigest": letterDigest,
    ]
  }
}
