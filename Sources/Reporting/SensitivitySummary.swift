public import Caseload
internal import Engine
public import Evidence
public import Influence
public import JSONText
internal import Sensitivity
internal import Statistics

/// What a study of sensitivity says, on one screen and for programs.
public struct SensitivitySummary {
  private let result: SensitivityResult
  private let graph: EvidenceGraph
  private let width = 80
  /// Factors that are shown on the screen.
  private static let shown = 15
  private var world: World { result.world }
  private var leading: SensitivityIndex { .leading(of: result.method) }

  /// Prepares the summary of a study.
  public init(_ result: SensitivityResult, graph: EvidenceGraph) {
    self.result = result
    self.graph = graph
  }

  /// The summary as text of at most 80 columns.
  ///
  /// - Parameters:
  ///   - language: Of words and numbers.
  ///   - folder: Where the tables were written, if anywhere.
  ///   - files: Their names.
  /// - Returns: The lines, each with its end.
  public func text(_ language: Language, folder: String?, files: [String]) -> String {
    var lines: [String] = []
    for series in series {
      let last = series[series.count - 1]
      lines += heading(last, language) + table(last, language)
      if series.count > 1 { lines += overTime(series, language) }
      lines += [""]
    }
    lines += notes(language)
    if let folder {
      lines += wrapped(
        "\(language == .nl ? "Geschreven" : "Written"): \(folder)/ (\(files.joined(separator: ", ")))"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Responses that are the same thing in several months, together.
  private var series: [[Int]] {
    var series: [[Int]] = []
    for place in result.responses.indices {
      let response = result.responses[place]
      if let last = series.last?.last, response.month != nil,
        result.responses[last].month != nil,
        result.responses[last].name(in: world) == response.name(in: world),
        result.responses[last].subject == response.subject
      {
        series[series.count - 1].append(place)
      } else {
        series.append([place])
      }
    }
    return series
  }

  /// What a response is called.
  private func title(_ place: Int, _ language: Language) -> String {
    let response = result.responses[place]
    var parts: [String] = []
    switch response {
    case .measure(let measure, _, _): parts.append(measure.title[language])
    case .total(let measure, _, _):
      parts.append(measure.title[language] + (language == .nl ? " tot dan toe" : " to date"))
    case .outcome(let outcome): parts.append(outcome.kind.title[language])
    case .test(let test): parts.append(world.tests[test].statement[language])
    }
    if let subject = response.subject, subject != .whole {
      parts.append(world.title(of: subject)[language])
    }
    if let month = response.month { parts.append(language.format(world.calendar.month(month))) }
    return parts.joined(separator: ", ")
  }

  private func heading(_ place: Int, _ language: Language) -> [String] {
    let dutch = language == .nl
    let title = title(place, language)
    let lead =
      result.method == .shapley
      ? (dutch ? "Wat de maatregelen bijdragen: " : "What the levers contribute: ")
      : (dutch ? "Wat het verschil maakt: " : "What makes the difference: ")
    return wrapped("\(lead)\(title) (\(world.name))") + wrapped(design(language)) + [""]
  }

  /// How the study was made.
  private func design(_ language: Language) -> String {
    let dutch = language == .nl
    let sample = language.format(Double(result.sample))
    let runs = language.format(Double(result.runs))
    let unit: String
    switch result.method {
    case .morris: unit = dutch ? "trajecten" : "trajectories"
    case .sobol: unit = dutch ? "basispunten" : "base points"
    default: unit = dutch ? "trekkingen" : "runs"
    }
    let all =
      result.runs == result.sample
      ? "" : dutch ? ", \(runs) doorrekeningen" : ", \(runs) simulated runs"
    let seconds =
      result.runs == 0 ? "" : ", \(language.format(result.seconds, decimals: 1))\u{A0}s"
    return
      "\(result.method.rawValue): \(sample) \(unit)\(all), seed \(result.seed)\(seconds); "
      + (dutch
        ? "intervallen van \(language.percent(result.confidence))"
        : "\(language.percent(result.confidence)) intervals")
  }

  /// The factors of one response, the most influential first.
  private func table(_ place: Int, _ language: Language) -> [String] {
    let dutch = language == .nl
    let ranked = result.ranked(response: place)
    guard let largest = ranked.first.map({ abs($0.finding.estimate.value) }), largest > 0 else {
      return [dutch ? "Niets maakt verschil." : "Nothing makes a difference."]
    }
    var lines = [columns(language)]
    for row in ranked.prefix(SensitivitySummary.shown) {
      let factor = result.factors[row.factor]
      let value = abs(row.finding.estimate.value)
      let bar = String(repeating: "█", count: Int((8 * value / largest).rounded()))
      lines.append(
        cut(factor.name, 38) + " " + padded(figures(row, place, language), 32) + " " + bar)
    }
    if ranked.count > SensitivitySummary.shown {
      let more = ranked.count - SensitivitySummary.shown
      lines.append(
        dutch
          ? "… en nog \(more) met minder invloed" : "… and \(more) more with less influence")
    }
    lines += sentences(ranked, place, language)
    return lines
  }

  private func columns(_ language: Language) -> String {
    let dutch = language == .nl
    let name = cut(dutch ? "factor" : "factor", 38)
    let head: String
    switch result.method {
    case .tornado: head = dutch ? "laag → hoog: verschil" : "low → high: swing"
    case .morris: head = "μ*    μ    σ"
    case .sobol, .givenData: head = dutch ? "alleen   in totaal" : "alone   in total"
    case .rank: head = "SRRC    PRCC"
    case .shapley: head = dutch ? "aandeel" : "share"
    }
    return name + " " + padded(head, 32)
  }

  /// The figures of a row of the table.
  private func figures(_ row: SensitivityRow, _ place: Int, _ language: Language) -> String {
    func finding(_ index: SensitivityIndex) -> Estimate? {
      result.rows.first {
        $0.response == place && $0.factor == row.factor && $0.index == index && $0.partner == nil
      }?.finding.estimate
    }
    func half(_ estimate: Estimate) -> Double {
      (estimate.interval.high - estimate.interval.low) / 2
    }
    func number(_ value: Double?, _ decimals: Int) -> String {
      value.map { language.format($0, decimals: decimals) } ?? "–"
    }
    let decimals = unitDecimals(place)
    let estimate = row.finding.estimate
    switch result.method {
    case .tornado:
      return
        "\(number(finding(.low)?.value, decimals)) → \(number(finding(.high)?.value, decimals)): "
        + "\(signed(estimate.value, decimals, language)) ±\(number(half(estimate), decimals))"
    case .morris:
      return
        "\(number(estimate.value, decimals)) ±\(number(half(estimate), decimals))"
        + padded(number(finding(.mu)?.value, decimals), 10)
        + padded(number(finding(.sigma)?.value, decimals), 9)
    case .sobol, .givenData:
      func share(_ estimate: Estimate?) -> String {
        guard let estimate else { return "–" }
        return language.percent(estimate.value, decimals: 1)
          + " ±\(number(half(estimate) * 100, 1))"
      }
      return share(finding(.first)) + padded(share(estimate), 16)
    case .rank:
      return number(finding(.srrc)?.value, 3)
        + padded("\(number(estimate.value, 3)) ±\(number(half(estimate), 3))", 16)
    case .shapley:
      return "\(signed(estimate.value, decimals, language)) ±\(number(half(estimate), decimals))"
    }
  }

  private func unitDecimals(_ place: Int) -> Int {
    switch result.responses[place].unit(in: world) {
    case .share: 3
    case .months: 1
    default: 0
    }
  }

  private func signed(_ value: Double, _ decimals: Int, _ language: Language) -> String {
    (value > 0 ? "+" : "") + language.format(value, decimals: decimals)
  }

  /// What the table says, in words that can be repeated.
  private func sentences(_ ranked: [SensitivityRow], _ place: Int, _ language: Language)
    -> [String]
  {
    var lines: [String] = [""]
    for row in ranked.prefix(3) {
      let factor = result.factors[row.factor]
      var text = "\(factor.name): \(row.finding.verdict(row.index, language))"
      if let support = factor.support {
        text +=
          (language == .nl ? "; steunt op " : "; rests on ") + support.title[language]
      }
      if !factor.claims.isEmpty { text += " (\(factor.claims.joined(separator: " ")))" }
      lines += wrapped(text + ".")
    }
    lines += result.attribution.map { shares($0, place, language) } ?? []
    return lines
  }

  /// How much of the whole difference rests on what.
  private func shares(_ attribution: Attribution, _ place: Int, _ language: Language) -> [String] {
    guard let shares = attribution.shares[place] else { return [] }
    let dutch = language == .nl
    let decimals = unitDecimals(place)
    let all = shares.total(confidence: result.confidence)
    let half = language.format(
      (all.interval.high - all.interval.low) / 2, decimals: decimals)
    let (with, without) = (
      language.format(shares.withAll, decimals: decimals),
      language.format(shares.withNone, decimals: decimals)
    )
    let whole = signed(all.value, decimals, language)
    var text =
      dutch
      ? "Zonder de maatregelen \(without), met alle \(with): een verschil van \(whole) ±\(half)."
      : "Without the levers \(without), with all of them \(with): a difference of \(whole) ±\(half)."
    let parts = Support.allCases.compactMap { support -> String? in
      let players = attribution.players(supported: support)
      guard !players.isEmpty,
        let part = shares.fraction(of: players, confidence: result.confidence)
      else { return nil }
      let half = language.format((part.interval.high - part.interval.low) * 50)
      return "\(language.percent(part.value)) ±\(half) \(support.title[language])"
    }
    if !parts.isEmpty {
      text +=
        (dutch ? " Daarvan steunt op: " : " Of that rests on: ") + parts.joined(separator: "; ")
        + "."
    }
    return wrapped(text)
  }

  /// The leading measure of the most influential factors at the ends of years.
  private func overTime(_ series: [Int], _ language: Language) -> [String] {
    let ends = series.filter { place in
      result.responses[place].month.map { world.calendar.month($0).month == 12 } ?? false
    }
    guard ends.count > 1 else { return [] }
    let columns = ends.suffix(6)
    var best: [Int: Double] = [:]
    for place in columns {
      let ranked = result.ranked(response: place)
      let largest = ranked.first.map { abs($0.finding.estimate.value) } ?? 0
      for row in ranked where largest > 0 {
        best[row.factor] = max(
          best[row.factor] ?? 0, abs(row.finding.estimate.value) / largest)
      }
    }
    let factors = best.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(8).map(\.key)
    let isShare = leading.isShareOfVariance
    var lines = [
      "",
      cut(language == .nl ? "in de loop van de tijd" : "over time", 38)
        + columns.map { place in
          padded(
            result.responses[place].month.map { "\(world.calendar.month($0).year)" } ?? "", 7)
        }.joined(),
    ]
    for factor in factors {
      let cells = columns.map { place -> String in
        let row = result.ranked(response: place).first { $0.factor == factor }
        guard let value = row?.finding.estimate.value else { return padded("–", 7) }
        if isShare { return padded(language.percent(value), 7) }
        return padded(
          leading == .prcc
            ? language.format(value, decimals: 2)
            : language.format(value, decimals: unitDecimals(place)), 7)
      }
      lines.append(cut(result.factors[factor].name, 38) + cells.joined())
    }
    return lines
  }

  /// What a reader has to know about the whole.
  private func notes(_ language: Language) -> [String] {
    let dutch = language == .nl
    var notes: [String] = []
    let joined = result.factors.filter { $0.kind == .joined }
    if !joined.isEmpty {
      notes.append(
        dutch
          ? "\(joined.count) keer worden getallen samen getrokken (rangcorrelatie) en tellen zij als één factor; --method rank of given-data houdt ze uit elkaar."
          : "\(joined.count) times numbers are drawn together (rank correlation) and count as one factor; --method rank or given-data tells them apart."
      )
    }
    if !result.outOfReach.isEmpty {
      notes.append(
        dutch
          ? "\(result.outOfReach.count) onzekere getallen en maatregelen kunnen dit niet bereiken; hun invloed is nul."
          : "\(result.outOfReach.count) uncertain numbers and levers cannot reach this; their influence is nought."
      )
    }
    if let dropped = result.facts.map(\.dropped).max(), dropped > 0 {
      notes.append(
        dutch
          ? "In ten hoogste \(language.format(Double(dropped))) trekkingen bestaat het getal niet; die tellen niet mee."
          : "In at most \(language.format(Double(dropped))) runs the number does not exist; they are left out."
      )
    }
    if let foretold = result.facts.compactMap(\.foretold).last {
      let rest = language.percent(max(0, 1 - foretold))
      notes.append(
        dutch
          ? "Het model voorspelt \(language.percent(foretold)) van de variantie in trekkingen die het niet zag; de overige \(rest) is toeval en wat het model mist."
          : "The model foretells \(language.percent(foretold)) of the variance in runs that it has not seen; the other \(rest) is chance and what the model misses."
      )
    }
    return notes.flatMap(wrapped)
  }

  private func wrapped(_ text: String) -> [String] {
    TextLayout.lines(of: text, width: width, indent: 2)
  }

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }

  private func cut(_ text: String, _ width: Int) -> String {
    // The end of a path says more than its beginning.
    let short = text.count > width ? "…" + text.suffix(width - 1) : Substring(text)
    return short + String(repeating: " ", count: width - short.count)
  }

  /// The summary for programs: every row.
  public func json(folder: String?, files: [String]) -> JSON {
    let responses = result.responses.indices.map { place -> JSON in
      let response = result.responses[place]
      let facts = result.facts[place]
      let rows = result.rows.filter { $0.response == place }.map(row)
      return [
        "response": .string(response.label(in: world)),
        "unit": .string(response.unit(in: world).rawValue),
        "dropped": .number(facts.dropped), "mean": JSON.finite(facts.mean),
        "foretold": facts.foretold.map(JSON.finite) ?? .null,
        "claims": .array(graph.claims(of: response, in: world).map(JSON.string)),
        "rows": .array(rows), "rests_on": .object(supports(place)),
      ]
    }
    return [
      "scenario": .string(world.name), "method": .string(result.method.rawValue),
      "sample": .number(result.sample), "runs": .number(result.runs),
      "seed": .string("\(result.seed)"), "confidence": .number(result.confidence),
      "seconds": .number(result.seconds), "responses": .array(responses),
      "out_of_reach": .array(result.outOfReach.map(JSON.string)),
      "folder": folder.map(JSON.string) ?? .null, "files": .array(files.map(JSON.string)),
    ]
  }

  private func row(_ row: SensitivityRow) -> JSON {
    let factor = result.factors[row.factor]
    let estimate = row.finding.estimate
    return [
      "factor": .string(factor.name), "kind": .string(factor.kind.rawValue),
      "partner": row.partner.map { .string(result.factors[$0].name) } ?? .null,
      "index": .string(row.index.rawValue), "value": JSON.finite(estimate.value),
      "se": JSON.finite(estimate.standardError), "low": JSON.finite(estimate.interval.low),
      "high": JSON.finite(estimate.interval.high), "runs": .number(row.finding.runs),
      "runs_to_tell": row.finding.runsThatTell.map { .number($0) } ?? .null,
      "verdict": .string(row.finding.verdict(row.index, .en)),
      "support": factor.support.map { .string($0.rawValue) } ?? .null,
      "claims": .array(factor.claims.map(JSON.string)),
    ]
  }

  private func supports(_ place: Int) -> [JSON.Pair] {
    guard let attribution = result.attribution, let shares = attribution.shares[place] else {
      return []
    }
    return Support.allCases.compactMap { support in
      let players = attribution.players(supported: support)
      guard let part = shares.fraction(of: players, confidence: result.confidence) else {
        return nil
      }
      return JSON.Pair(
        support.rawValue,
        [
          "share": JSON.finite(part.value), "low": JSON.finite(part.interval.low),
          "high": JSON.finite(part.interval.high),
        ])
    }
  }
}
