internal import Caseload
internal import Engine
internal import Evidence
internal import Probability
internal import Reporting
internal import Robustness
internal import Scenario
internal import Statistics

extension SolveResult {
  /// The result in sentences.
  func text(_ language: Language) -> String {
    let dutch = language == .nl
    var page = Paragraph()
    page.add("\(world.title[language]) (\(world.name))")
    page.add((dutch ? "Doel: " : "Target: ") + target.sentence(language, in: world))
    let wanted = language.chosen(target.wanted)
    let (runs, level) = (language.format(Double(job.runs)), language.chosen(confidence))
    page.add(
      dutch
        ? "Gevraagd in \(wanted) van de trekkingen; nu in \(language.share(asItIs)) van \(runs) trekkingen, met tussen haakjes het \(level)-interval."
        : "Wanted in \(wanted) of the runs; as it is in \(language.share(asItIs)) of \(runs) runs, with the \(level) interval in brackets."
    )
    switch answer {
    case .one(let seek): one(seek, language, &page)
    case .two(let frontier): two(frontier, language, &page)
    }
    return page.text
  }

  private func one(_ seek: GoalSeek, _ language: Language, _ page: inout Paragraph) {
    let dutch = language == .nl
    let number = sought[0]
    page.skip()
    page.add(described(number, language))
    switch seek.finding {
    case .metAlready(let share):
      page.add(
        dutch
          ? "  Het doel wordt al gehaald: er hoeft niets te veranderen."
          : "  The target is met already: nothing has to change.")
      if share.interval.low < target.wanted {
        page.add(
          dutch
            ? "  Maar met deze trekkingen is niet zeker dat het zo is; meer --runs geven uitsluitsel."
            : "  But these runs cannot tell it from just missed; more --runs would.")
      }
    case .found(let solution): found(solution, number, language, &page)
    case .notReachable(let best):
      let (value, share) = (language.figure(best.value), language.share(best.share))
      page.add(
        dutch
          ? "  Binnen zijn bereik is het doel niet te halen: op zijn best wordt het gehaald in \(share) van de trekkingen, bij \(value)."
          : "  Not reachable within its range: at best the target is met in \(share) of the runs, at \(value)."
      )
      if best.share.interval.high >= target.wanted {
        page.add(
          dutch
            ? "  Dat scheelt zo weinig dat deze trekkingen het niet uitsluiten; meer --runs geven uitsluitsel."
            : "  That is so near that these runs do not rule it out; more --runs would tell.")
      }
    case .undefined:
      page.add(
        dutch
          ? "  Het doel heeft in geen enkele trekking een waarde."
          : "  The target has no value in any run.")
    }
    if let shape = seek.shape { page.add("  " + sentence(shape, language)) }
    if !seek.trials.isEmpty {
      page.add("  " + tried(number, count: seek.trials.count, language))
    }
    dropped(seek.dropped, language, &page)
    grounds(number, language, &page)
  }

  private func found(
    _ solution: GoalSeek.Solution, _ number: SoughtNumber, _ language: Language,
    _ page: inout Paragraph
  ) {
    let dutch = language == .nl
    let (value, share) = (language.figure(solution.value), language.share(solution.share))
    let unit = number.number.unit.words[language]
    let amount = unit.isEmpty ? value : "\(value) \(unit)"
    if solution.value == number.present {
      page.add(
        dutch
          ? "  Het is genoeg als het zeker is: vast op \(amount) wordt het doel gehaald in \(share) van de trekkingen."
          : "  It is enough that it is certain: fixed at \(amount) the target is met in \(share) of the runs."
      )
    } else {
      let isLess = solution.value < number.present
      page.add(
        dutch
          ? "  Het moet \(isLess ? "hoogstens" : "minstens") \(amount) zijn: dan wordt het doel gehaald in \(share) van de trekkingen."
          : "  It must be \(isLess ? "at most" : "at least") \(amount): then the target is met in \(share) of the runs."
      )
    }
    let ends = [solution.nearest, solution.farthest].compactMap(\.self).map {
      language.figure($0)
    }
    if ends.count == 2, ends[0] == ends[1] {
      return
    } else if ends.count == 2 {
      page.add(
        dutch
          ? "  Onzekerheid: pas vanaf \(ends[0]) kan het genoeg zijn, vanaf \(ends[1]) is het dat zeker."
          : "  Uncertainty: from \(ends[0]) on it may do, from \(ends[1]) on it surely does.")
    } else {
      page.add(
        dutch
          ? "  Onzekerheid: vanaf \(ends[0]) kan het genoeg zijn; zeker wordt het binnen zijn bereik niet."
          : "  Uncertainty: from \(ends[0]) on it may do; nowhere in its range is that sure.")
    }
    if number.present != 0, solution.value != number.present {
      let change = solution.value / number.present - 1
      let sign = change > 0 ? "+" : ""
      page.add(
        dutch
          ? "  Dat is \(sign)\(language.percent(change, decimals: 1)) ten opzichte van \(language.figure(number.present))."
          : "  That is \(sign)\(language.percent(change, decimals: 1)) from \(language.figure(number.present))."
      )
    }
  }

  private func two(_ frontier: Frontier, _ language: Language, _ page: inout Paragraph) {
    let dutch = language == .nl
    page.skip()
    for number in sought { page.add(described(number, language)) }
    page.skip()
    page.add(
      dutch
        ? "Voor elke waarde van het eerste de kleinste verandering van het tweede getal:"
        : "For each value of the first the smallest change of the second number:")
    for point in frontier.points {
      let first = language.figure(point.first)
      let padded = String(repeating: " ", count: max(0, 12 - first.count)) + first
      page.add("\(padded)   \(short(point.second, language))", indent: 15)
    }
    if frontier.points.contains(where: { $0.second.shape == .notMonotone }) {
      page.add(sentence(.notMonotone, language))
    }
    let count = frontier.points.reduce(0) { $0 + $1.second.trials.count }
    page.add(
      dutch
        ? "\(count) paren geprobeerd, steeds met dezelfde \(language.format(Double(job.runs))) trekkingen."
        : "\(count) pairs were tried, always on the same \(language.format(Double(job.runs))) runs."
    )
    dropped(frontier.points.map(\.second.dropped).max() ?? 0, language, &page)
    for number in sought { grounds(number, language, &page) }
  }

  private func short(_ seek: GoalSeek, _ language: Language) -> String {
    let dutch = language == .nl
    switch seek.finding {
    case .metAlready(let share):
      return (dutch ? "niets nodig: " : "nothing needed: ") + language.share(share)
    case .found(let solution):
      let isLess = solution.value < sought[1].present
      let sign = isLess ? "≤" : "≥"
      let far = solution.farthest.map { language.figure($0) } ?? (dutch ? "nergens" : "nowhere")
      let surely = dutch ? "zeker vanaf" : "surely from"
      return
        "\(sign) \(language.figure(solution.value)) (\(dutch ? "kan vanaf" : "may from") \(language.figure(solution.nearest)), \(surely) \(far))"
    case .notReachable(let best):
      return (dutch ? "niet te halen; op zijn best " : "not reachable; at best ")
        + language.share(best.share) + (dutch ? " bij " : " at ") + language.figure(best.value)
    case .undefined: return dutch ? "geen waarde" : "no value"
    }
  }

  private func described(_ number: SoughtNumber, _ language: Language) -> String {
    let unit = number.number.unit.words[language]
    let now = number.number.law.text[language]
    return "\(number.number.path): \(language == .nl ? "nu" : "now") \(now)"
      + (unit.isEmpty ? "" : " \(unit)")
  }

  private func tried(_ number: SoughtNumber, count: Int, _ language: Language) -> String {
    let dutch = language == .nl
    let range = language.span(
      language.figure(number.range.lowerBound), language.figure(number.range.upperBound))
    let origin =
      switch number.origin {
      case .asked: dutch ? "zoals gevraagd" : "as asked"
      case .law: dutch ? "zijn verdeling" : "its distribution"
      case .place: dutch ? "wat daar mag staan" : "what may stand there"
      case .factor:
        dutch ? "een kwart tot het viervoudige" : "a quarter to four times its value"
      }
    let runs = language.format(Double(job.runs))
    return dutch
      ? "Gezocht van \(range) (\(origin)): \(count) waarden, steeds met dezelfde \(runs) trekkingen."
      : "Sought from \(range) (\(origin)): \(count) values, always on the same \(runs) runs."
  }

  private func sentence(_ shape: GoalSeek.Shape, _ language: Language) -> String {
    let dutch = language == .nl
    return switch shape {
    case .rising:
      dutch
        ? "Hoe hoger het getal, hoe vaker het doel wordt gehaald."
        : "The higher the number, the more often the target is met."
    case .falling:
      dutch
        ? "Hoe lager het getal, hoe vaker het doel wordt gehaald."
        : "The lower the number, the more often the target is met."
    case .flat:
      dutch
        ? "Dit getal maakt voor het doel geen aantoonbaar verschil."
        : "This number makes no difference to the target that these runs show."
    case .notMonotone:
      dutch
        ? "Let op: verderop daalt het aandeel weer; genoemd is de dichtstbijzijnde waarde."
        : "Note: farther on the share falls again; the nearest value is named."
    }
  }

  private func dropped(_ runs: Int, _ language: Language, _ page: inout Paragraph) {
    guard runs > 0 else { return }
    let count = language.format(Double(runs))
    page.add(
      language == .nl
        ? "Buiten beschouwing: \(count) trekkingen waarin het doel geen waarde heeft."
        : "Left out: \(count) runs in which the target has no value.")
  }

  private func grounds(
    _ number: SoughtNumber, _ language: Language, _ page: inout Paragraph
  ) {
    for basis in number.number.basis {
      page.add(
        "\(language == .nl ? "  Rust nu op" : "  Rests now on") "
          + words(of: basis, language), indent: 4)
    }
    let isJoined = world.correlations.contains { correlation in
      if case .rank(let first, let second, _) = correlation {
        first == number.number.path || second == number.number.path
      } else {
        false
      }
    }
    if !ScenarioReader.sharedWith(number.number.path, in: world).isEmpty {
      page.add(
        language == .nl
          ? "  De andere aandelen schuiven mee, zodat zij samen 1 blijven."
          : "  The other shares move along, so that they still add up to one.")
    }
    if isJoined {
      page.add(
        language == .nl
          ? "  Zijn rangcorrelaties vervallen zolang het vaststaat."
          : "  Its rank correlations do not apply while it is fixed.")
    }
  }

  private func words(of basis: Basis, _ language: Language) -> String {
    switch basis {
    case .claim: Grounds(basis, in: world).text(in: language)
    case .source: Grounds(basis, in: world).reference(in: language)
    case .assumption(let reason):
      (language == .nl ? "een aanname: " : "an assumption: ") + reason
    }
  }
}
