internal import Caseload
internal import Engine
internal import Evidence
internal import Reporting
internal import Robustness
internal import Statistics

extension BreakevenResult {
  /// The result in sentences.
  func text(_ language: Language) -> String {
    let dutch = language == .nl
    var page = Paragraph()
    let what = response.title(in: worlds[0])[language]
    let which =
      direction == .lowerIsBetter
      ? (dutch ? "lager is beter" : "lower is better")
      : (dutch ? "hoger is beter" : "higher is better")
    page.add("\(what) (\(which))")
    let (runs, level) = (language.format(Double(job.runs)), language.chosen(confidence))
    page.add(
      dutch
        ? "\(runs) trekkingen van elk scenario met hetzelfde toeval (seed \(job.seed)); tussen haakjes \(level)-intervallen."
        : "\(runs) runs of each scenario on the same draws (seed \(job.seed)); \(level) intervals in brackets."
    )
    if dropped > 0 {
      let count = language.format(Double(dropped))
      page.add(
        dutch
          ? "Buiten beschouwing: \(count) trekkingen waarin dit in een van de scenario's geen waarde heeft."
          : "Left out: \(count) runs in which this has no value in one of the scenarios.")
    }
    for comparison in comparisons {
      page.skip()
      one(comparison, language, &page)
    }
    if comparisons.isEmpty {
      page.add(
        dutch
          ? "Te weinig trekkingen met een waarde om iets te vergelijken."
          : "Too few runs with a value to compare anything.")
    }
    if worlds.count > 2, let regret { standings(regret, language, &page) }
    if let selection { selected(selection, language, &page) }
    return page.text
  }

  private func one(_ comparison: Comparison, _ language: Language, _ page: inout Paragraph) {
    let dutch = language == .nl
    let (a, b) = (worlds[0].name, worlds[comparison.other].name)
    let unit = response.unit(in: worlds[0]).words[language]
    let gain = comparison.gain
    let amount = language.figure(abs(gain.value)) + (unit.isEmpty ? "" : " \(unit)")
    let interval = Interval(low: min(gain.low, gain.high), high: max(gain.low, gain.high))
    let ends =
      gain.value < 0 ? Interval(low: -interval.high, high: -interval.low) : interval
    let verdict =
      gain.low > 0
      ? (dutch ? "beter" : "better") : gain.high < 0 ? (dutch ? "slechter" : "worse") : nil
    if let verdict {
      page.add(
        dutch
          ? "\(b) is gemiddeld \(amount) (\(language.figures(ends))) \(verdict) dan \(a), en beter in \(language.share(comparison.better)) van de trekkingen."
          : "\(b) is \(verdict) than \(a) by \(amount) (\(language.figures(ends))) on average, and better in \(language.share(comparison.better)) of the runs."
      )
    } else {
      page.add(
        dutch
          ? "\(b) en \(a) zijn gemiddeld met deze trekkingen niet te onderscheiden (winst van \(b) \(language.figures(interval))); \(b) is beter in \(language.share(comparison.better)) ervan."
          : "On average these runs do not tell \(b) from \(a) (gain of \(b) \(language.figures(interval))); \(b) is better in \(language.share(comparison.better)) of them."
      )
    }
    factors(comparison, language, &page)
  }

  private func factors(
    _ comparison: Comparison, _ language: Language, _ page: inout Paragraph
  ) {
    let dutch = language == .nl
    let deciding = comparison.screen.deciding
    let varying = comparison.screen.entries.count { $0.shape != .constant }
    page.add(
      dutch
        ? "Van \(varying) onzekere getallen en maatregelen bepalen er \(deciding.count) hoeveel het scheelt:"
        : "Of \(varying) uncertain numbers and levers, \(deciding.count) decide by how much:")
    var steady: [String] = []
    for entry in deciding {
      switch entry.shape {
      case .constant: break
      case .twoValues(let without, let with)
      where without.low > 0 && with.low > 0 || without.high < 0 && with.high < 0:
        steady.append(path(of: entry.factor))
      case .twoValues(let without, let with):
        lever(entry.factor, without: without, with: with, language, &page)
      case .curve:
        guard let curve = curve(comparison, entry) else { continue }
        switch curve.finding {
        case .always, .never: steady.append(path(of: entry.factor))
        case .crosses(let crossings):
          for crossing in crossings {
            number(
              entry.factor, crossing, comparison, isNew: comparison.refined[entry.factor] != nil,
              language, &page)
          }
        case .notToldApart: doubtful(entry.factor, curve, comparison, language, &page)
        }
      }
    }
    let name = worlds[comparison.other].name
    if !steady.isEmpty {
      let shown = steady.prefix(6).joined(separator: ", ")
      let more =
        steady.count > 6
        ? (dutch ? " en \(steady.count - 6) meer" : " and \(steady.count - 6) more") : ""
      let never = comparison.gain.value < 0
      page.add(
        dutch
          ? "  \(name) is \(never ? "nergens" : "overal") beter, welke waarde ook, langs: \(shown)\(more)."
          : "  \(name) is better \(never ? "nowhere" : "everywhere"), whatever the value, along: \(shown)\(more)."
      )
    }
    if deciding.isEmpty {
      page.add(
        dutch
          ? "  geen enkel getal keert het oordeel aantoonbaar."
          : "  no number turns the verdict as far as these runs show.")
    }
  }

  private func number(
    _ factor: Int, _ crossing: BreakEven.Crossing, _ comparison: Comparison, isNew: Bool,
    _ language: Language, _ page: inout Paragraph
  ) {
    let dutch = language == .nl
    guard case .number(let number) = factors[factor],
      let value = value(of: factor, at: crossing.level),
      let low = self.value(of: factor, at: crossing.interval.low),
      let high = self.value(of: factor, at: crossing.interval.high)
    else { return }
    let unit = number.unit.words[language]
    let amount = language.figure(value) + (unit.isEmpty ? "" : " \(unit)")
    let span = language.figures(Interval(low: low, high: high))
    let name = worlds[comparison.other].name
    let beyond =
      "\(language.percent(crossing.shareBeyond)) (\(language.percents(crossing.shareBeyondInterval)))"
    let source =
      isNew
      ? (dutch
        ? " Uit \(language.format(Double(refinedRuns))) nieuwe trekkingen per waarde."
        : " From \(language.format(Double(refinedRuns))) new runs a value.")
      : ""
    let below = crossing.isBetterBelow
    page.add(
      dutch
        ? "  \(path(of: factor)): \(below ? "boven" : "onder") \(amount) (\(span)) is \(name) niet meer beter; daar ligt \(beyond) van de trekkingen.\(source)"
        : "  \(path(of: factor)): \(below ? "above" : "below") \(amount) (\(span)) \(name) is no longer better; there lie \(beyond) of the runs.\(source)",
      indent: 4)
  }

  private func doubtful(
    _ factor: Int, _ curve: BreakEven, _ comparison: Comparison, _ language: Language,
    _ page: inout Paragraph
  ) {
    let dutch = language == .nl
    let name = worlds[comparison.other].name
    // What is sure: the levels at which the sign is.
    let better = curve.points.filter { $0.advantage.low > 0 }
    let worse = curve.points.filter { $0.advantage.high < 0 }
    let sure = better.isEmpty ? worse : better
    guard let first = sure.first, let last = sure.last,
      let low = value(of: factor, at: first.level), let high = value(of: factor, at: last.level)
    else {
      page.add(
        dutch
          ? "  \(path(of: factor)): nergens is met deze trekkingen zeker wie beter is."
          : "  \(path(of: factor)): nowhere do these runs tell which is better.", indent: 4)
      return
    }
    let span = language.figures(Interval(low: low, high: high))
    let word =
      better.isEmpty ? (dutch ? "slechter" : "worse") : (dutch ? "beter" : "better")
    page.add(
      dutch
        ? "  \(path(of: factor)): van \(span) is \(name) zeker \(word), daarbuiten zeggen deze trekkingen het niet."
        : "  \(path(of: factor)): from \(span) \(name) is surely \(word), beyond that these runs do not tell.",
      indent: 4)
  }

  private func lever(
    _ factor: Int, without: CurveValue, with: CurveValue, _ language: Language,
    _ page: inout Paragraph
  ) {
    let dutch = language == .nl
    var title = path(of: factor)
    if case .lever(let index) = factors[factor] {
      title = "“\(worlds[origins[factor]].levers[index].title[language])”"
    }
    func gain(_ reading: CurveValue) -> String {
      let sign = reading.value > 0 ? "+" : ""
      return
        "\(sign)\(language.figure(reading.value)) (\(language.figures(Interval(low: reading.low, high: reading.high))))"
    }
    page.add(
      dutch
        ? "  \(title): winst \(gain(with)) als zij doorgaat, \(gain(without)) als niet."
        : "  \(title): gain \(gain(with)) when in force, \(gain(without)) when not.", indent: 4)
  }

  private func standings(
    _ regret: Regret, _ language: Language, _ page: inout Paragraph
  ) {
    let dutch = language == .nl
    func cell(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(1, width - text.count)) + text
    }
    func name(_ text: String) -> String {
      let short = text.count > 18 ? text.prefix(17) + "…" : Substring(text)
      return short + String(repeating: " ", count: 18 - short.count)
    }
    page.skip()
    let head = [
      dutch ? "gemiddeld" : "mean", dutch ? "spijt" : "regret", dutch ? "spijt p90" : "regret p90",
      dutch ? "beste in" : "best in",
      threshold == nil ? "" : (dutch ? "goed genoeg" : "good enough"),
    ]
    let widths = [10, 10, 11, 18, 13]
    func line(_ first: String, _ cells: [String]) -> String {
      var text = name(first)
      for (cellText, width) in zip(cells, widths) where !cellText.isEmpty {
        text += cell(cellText, width)
      }
      return text
    }
    var lines = [line("", head)]
    for (world, standing) in zip(worlds, regret.standings) {
      let share = standing.isBest.value ?? 0
      lines.append(
        line(
          world.name,
          [
            language.figure(standing.mean.value), language.figure(standing.regret.value),
            language.figure(standing.regret90),
            "\(language.percent(share)) (\(ends(standing.isBest.interval, language)))",
            standing.satisfices.map { language.percent($0.value ?? 0) } ?? "",
          ]))
    }
    for text in lines { page.addWhole(text) }
    page.add(
      dutch
        ? "Spijt: wat een scenario in een trekking verliest op het beste van die trekking."
        : "Regret: what a scenario loses in a run against the best one of that run.")
    for rule in Regret.Rule.allCases {
      let names = regret.choice(rule).map { worlds[$0].name }.joined(separator: ", ")
      let says: String =
        switch rule {
        case .worstCase: dutch ? "Beste slechtste trekking" : "Best worst run"
        case .bestCase: dutch ? "Beste beste trekking" : "Best best run"
        case .mean: dutch ? "Beste gemiddelde" : "Best mean"
        case .largestRegret: dutch ? "Kleinste grootste spijt" : "Smallest largest regret"
        }
      page.add("  \(says): \(names)")
    }
  }

  private func ends(_ interval: Interval, _ language: Language) -> String {
    "\(language.format(interval.low * 100))–\(language.format(interval.high * 100))"
  }

  private func selected(
    _ selection: KimNelson, _ language: Language, _ page: inout Paragraph
  ) {
    let dutch = language == .nl
    let runs = language.format(Double(selection.observations * 64))
    let (sure, slack) = (language.chosen(confidence), language.figure(indifference ?? 0))
    page.skip()
    switch selection.ending {
    case .selected(let best):
      page.add(
        dutch
          ? "Keuze: \(worlds[best].name), na \(runs) trekkingen; met kans \(sure) is dat de juiste als het beste minstens \(slack) scheelt."
          : "Selected: \(worlds[best].name), after \(runs) runs; right with probability \(sure) if the best is better by at least \(slack)."
      )
    case .undecided(let left):
      let names = left.map { worlds[$0].name }.joined(separator: ", ")
      page.add(
        dutch
          ? "Keuze: na \(runs) trekkingen nog niet mogelijk tussen \(names) bij een verschil van \(slack)."
          : "Selected: not possible after \(runs) runs between \(names) at a difference of \(slack)."
      )
    }
  }
}
