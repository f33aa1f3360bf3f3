public import Caseload
internal import Engine
public import Evidence
public import Influence
public import JSONText
internal import Sensitivity
internal import Statistics

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// What a study of sensitivity says, on one screen and for programs.
public struct SensitivitySummary {
  private let result: SensitivityResult
  private let graph: EvidenceGraph
  private let titles: NumberTitles
  private let width = 80
  /// Factors that are shown on the screen.
  private static let shown = 15
  private var world: World { result.world }
  private var leading: SensitivityIndex { .leading(of: result.method) }

  /// Prepares the summary of a study.
  public init(_ result: SensitivityResult, graph: EvidenceGraph) {
    self.result = result
    self.graph = graph
    titles = NumberTitles(result.world)
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
    for series in result.series {
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

  private func heading(_ place: Int, _ language: Language) -> [String] {
    let dutch = language == .nl
    let title = result.responses[place].title(in: world)[language]
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
    let levels =
      dutch
      ? "intervallen van \(language.percent(result.confidence))"
      : "\(language.percent(result.confidence)) intervals"
    if result.runs == 0 {
      return "\(result.method.rawValue): "
        + (dutch
          ? "\(sample) \(unit) gelezen, niets doorgerekend; \(levels)"
          : "\(sample) \(unit) read, nothing was simulated; \(levels)")
    }
    let all =
      result.runs == result.sample
      ? "" : dutch ? ", \(runs) doorrekeningen" : ", \(runs) simulated runs"
    let seconds = ", \(language.format(result.seconds, decimals: 1))\u{A0}s"
    return
      "\(result.method.rawValue): \(sample) \(unit)\(all), seed \(result.seed)\(seconds); \(levels)"
  }

  /// The factors of one response, the most influential first.
  private func table(_ place: Int, _ language: Language) -> [String] {
    let dutch = language == .nl
    let ranked = result.ranked(response: place)
    guard let largest = ranked.first.map({ abs($0.finding.estimate.value) }), largest > 0 else {
      return [dutch ? "Niets maakt verschil." : "Nothing makes a difference."]
    }
    let shown = Array(ranked.prefix(SensitivitySummary.shown))
    let scale = NumberScale(largest)
    let heads = heads(language)
    let rows = shown.map { cells($0, place, scale, language) }
    let widths = heads.indices.map { column in
      rows.map { $0[column].count }.reduce(heads[column].count, max)
    }
    // The rest of the line is for names, and eight for bars.
    let name = max(12, width - 9 - widths.reduce(0) { $0 + $1 + 2 })
    func line(_ first: String, _ cells: [String]) -> String {
      zip(cells, widths).reduce(cut(first, name)) { $0 + padded($1.0, $1.1 + 2) }
    }
    let factor = scale.title.map { "factor (× \($0))" } ?? "factor"
    var lines = [line(factor, heads)]
    for (row, cells) in zip(shown, rows) {
      let value = abs(row.finding.estimate.value)
      let bar = String(repeating: "█", count: Int((8 * value / largest).rounded()))
      let factor = result.factors[row.factor]
      lines.append(line(title(factor, language), cells) + (bar.isEmpty ? "" : " " + bar))
      // What is typed to change it stands under its title.
      if factor.kind == .number || factor.kind == .lever || factor.kind == .joined {
        lines += factor.members.flatMap { TextLayout.lines(of: "  \($0)", width: width, indent: 4) }
      }
    }
    if ranked.count > shown.count {
      let more = ranked.count - shown.count
      lines.append(
        dutch
          ? "… en nog \(more) met minder invloed" : "… and \(more) more with less influence")
    }
    if result.rows.contains(where: { $0.partner != nil && $0.response == place }) {
      lines += pairs(place, language)
    }
    lines += sentences(ranked, place, language)
    return lines
  }

  /// The pairs that explain most together.
  private func pairs(_ place: Int, _ language: Language) -> [String] {
    let dutch = language == .nl
    let known = result.rows.filter {
      $0.response == place && $0.partner != nil && $0.finding.isDistinguishable
        && $0.finding.estimate.value > 0
    }.sorted {
      let (one, two) = ($0.finding.estimate.value, $1.finding.estimate.value)
      return one != two ? one > two : ($0.factor, $0.partner ?? 0) < ($1.factor, $1.partner ?? 0)
    }
    guard !known.isEmpty else {
      return [
        "",
        dutch
          ? "Geen paar verklaart samen aantoonbaar meer dan elk voor zich."
          : "No pair demonstrably explains more together than one by one.",
      ]
    }
    var lines = ["", dutch ? "samen meer dan elk voor zich:" : "more together than one by one:"]
    for row in known.prefix(5) {
      let share = percentage(row.finding.estimate, language)
      let names = [row.factor, row.partner ?? 0].map { title(result.factors[$0], language) }
      let room = (width - share.count - 7) / 2
      lines.append("  \(share)  " + names.map { shortened($0, room) }.joined(separator: " × "))
    }
    return lines
  }

  /// What stands above the columns of the table.
  private func heads(_ language: Language) -> [String] {
    let dutch = language == .nl
    switch result.method {
    case .tornado:
      return dutch ? ["laag", "hoog", "verschil", "±"] : ["low", "high", "swing", "±"]
    case .morris: return ["μ*", "±", "μ", "σ"]
    case .sobol, .givenData: return dutch ? ["alleen", "in totaal"] : ["alone", "in total"]
    case .rank: return [hasGroups ? (dutch ? "R² erdoor" : "R² of it") : "SRRC", "PRCC"]
    case .shapley: return [dutch ? "aandeel" : "share", "±"]
    }
  }

  private var hasGroups: Bool { result.rows.contains { $0.index == .lostOfRanks } }

  private func half(_ estimate: Estimate) -> Double {
    (estimate.interval.high - estimate.interval.low) / 2
  }

  private func percentage(_ estimate: Estimate, _ language: Language) -> String {
    let error = half(estimate) * 100
    let decimals = max(1, min(2, IntervalText.decimals(half: error, of: error)))
    return language.percent(estimate.value, decimals: decimals)
      + " ±\(language.format(error, decimals: decimals))"
  }

  /// The figures of a row of the table.
  private func cells(
    _ row: SensitivityRow, _ place: Int, _ scale: NumberScale, _ language: Language
  ) -> [String] {
    func estimate(_ index: SensitivityIndex) -> Estimate? {
      result.rows.first {
        $0.response == place && $0.factor == row.factor && $0.index == index && $0.partner == nil
      }?.finding.estimate
    }
    func number(_ index: SensitivityIndex) -> String {
      estimate(index).map { scale.text($0.value, language) } ?? "–"
    }
    let leading = row.finding.estimate
    let error = scale.text(half(leading), language)
    switch result.method {
    case .tornado:
      return [
        number(.low), number(.high), scale.text(leading.value, language, isSigned: true), error,
      ]
    case .morris:
      return [scale.text(leading.value, language), error, number(.mu), number(.sigma)]
    case .sobol, .givenData:
      return [
        estimate(.first).map { percentage($0, language) } ?? "–", percentage(leading, language),
      ]
    case .rank:
      let first = estimate(hasGroups ? .lostOfRanks : .srrc)
      return [
        hasGroups
          ? first.map { percentage($0, language) } ?? "–"
          : first.map { language.format($0.value, decimals: 3) } ?? "–",
        language.format(leading.value, decimals: 3)
          + " ±\(language.format(half(leading), decimals: 3))",
      ]
    case .shapley: return [scale.text(leading.value, language, isSigned: true), error]
    }
  }

  /// What the table says, in words that can be repeated.
  private func sentences(_ ranked: [SensitivityRow], _ place: Int, _ language: Language)
    -> [String]
  {
    var lines: [String] = [""]
    for row in ranked.prefix(3) {
      let factor = result.factors[row.factor]
      var text =
        "\(title(factor, language)): "
        + row.finding.verdict(row.index, language, saysFit: false)
      if let support = factor.support {
        text +=
          (language == .nl ? "; steunt op " : "; rests on ") + support.title[language]
      }
      if !factor.claims.isEmpty { text += " (\(factor.claims.joined(separator: " ")))" }
      lines += wrapped(text + ".")
    }
    let doubtful = result.rows.filter {
      $0.response == place && $0.finding.runsThatDo.map { $0 > result.sample } ?? false
    }
    if let most = doubtful.compactMap(\.finding.runsThatDo).max() {
      let count = language.format(Double(most))
      let all = result.rows.count { $0.response == place && $0.index.isShareOfVariance }
      lines += wrapped(
        language == .nl
          ? "\(doubtful.count) van \(all) schattingen liggen buiten wat kan (0 tot 1, en alleen niet meer dan in totaal) en verdienen geen vertrouwen; --runs \(count) zou volstaan."
          : "\(doubtful.count) of \(all) estimates lie outside what is possible (0 to 1, and no more alone than in total) and are not to be trusted; --runs \(count) would do."
      )
    }
    lines += result.attribution.map { shares($0, ranked, place, language) } ?? []
    return lines
  }

  /// How much of the whole difference the first levers make, and how much of it rests on what.
  private func shares(
    _ attribution: Attribution, _ ranked: [SensitivityRow], _ place: Int, _ language: Language
  ) -> [String] {
    guard let shares = attribution.shares[place] else { return [] }
    let dutch = language == .nl
    let all = shares.total(confidence: result.confidence)
    let whole = IntervalText(all, language, isShare: false, isSigned: true)
    /// A number with as many decimals as the difference is worth.
    func amount(_ value: Double) -> String {
      let ends = Interval(low: value - half(all), high: value + half(all))
      return IntervalText(
        Estimate(value: value, standardError: all.standardError, interval: ends), language,
        isShare: false
      ).value
    }
    let (with, without) = (amount(shares.withAll), amount(shares.withNone))
    let text =
      dutch
      ? "Zonder de maatregelen \(without), met alle \(with): een verschil van \(whole.value) (\(whole.interval))."
      : "Without the levers \(without), with all of them \(with): a difference of \(whole.value) (\(whole.interval))."
    var lines = wrapped(text)
    func part(_ players: [Int]) -> String? {
      shares.fraction(of: players, confidence: result.confidence).map {
        let text = IntervalText($0, language, isShare: true)
        return "\(text.value) (\(text.interval))"
      }
    }
    guard part([]) != nil else {
      return lines
        + wrapped(
          dutch
            ? "Dat verschil is niet van 0 te onderscheiden, zodat er geen delen van te geven zijn."
            : "That difference is not distinguishable from 0, so that no parts of it can be given.")
    }
    let first = ranked.prefix(3).map { result.factors[$0.factor] }
    let players = attribution.levers.indices.filter { player in
      first.contains { $0.levers.contains(attribution.levers[player]) }
    }
    if ranked.count > 3, let together = part(players) {
      let names = first.map { "‘\(title($0, language))’" }
      let list = "\(names[0]), \(names[1]) \(dutch ? "en" : "and") \(names[2])"
      lines += wrapped(
        dutch
          ? "\(list) maken daarvan samen \(together)." : "\(list) make \(together) of it together.")
    }
    let isOfCases = result.responses[place].unit(in: world) == .cases
    let fewer = all.value < 0 ? (dutch ? "minder" : "fewer") : (dutch ? "meer" : "more")
    let of =
      isOfCases
      ? (dutch
        ? "Van de \(amount(abs(all.value))) zaken \(fewer)"
        : "Of the \(amount(abs(all.value))) \(fewer) cases")
      : (dutch ? "Van dat verschil" : "Of that difference")
    var parts: [String] = []
    for support in Support.allCases {
      let players = attribution.players(supported: support)
      guard !players.isEmpty, let part = part(players) else { continue }
      let rests = dutch ? "op" : parts.isEmpty ? "rests on" : "on"
      parts.append("\(part) \(rests) \(support.title[language])")
    }
    lines += wrapped("\(of)\(dutch ? " steunt" : ",") \(parts.joined(separator: "; ")).")
    let unsupported = Support.allCases.filter(\.isUnsupported)
      .flatMap(attribution.players(supported:))
    if let part = part(unsupported) {
      lines += wrapped(
        dutch
          ? "\(of) rust \(part) op aannamen die geen bron steunt."
          : "\(of), \(part) rests on assumptions that no source supports.")
    }
    return lines
  }

  /// The leading measure of the most influential factors at the ends of years.
  private func overTime(_ series: [Int], _ language: Language) -> [String] {
    var ends = series.filter { place in
      result.responses[place].month.map { world.calendar.month($0).month == 12 } ?? false
    }
    if ends.last != series.last, let last = series.last { ends.append(last) }
    guard ends.count > 1 else { return [] }
    // As many as leave room for names: the first and the last, and what lies evenly between.
    for count in (2...min(8, ends.count)).reversed() {
      let columns = (0..<count).map { ends[$0 * (ends.count - 1) / (count - 1)] }
      if let lines = overTime(columns: columns, language, isLast: count == 2) { return lines }
    }
    return []
  }

  /// A table with some months as its columns; nil where it leaves too little room for names.
  private func overTime(columns: [Int], _ language: Language, isLast: Bool) -> [String]? {
    var (best, all): ([Int: Double], Double) = ([:], 0)
    var values: [[Int: Double]] = []
    for place in columns {
      let ranked = result.ranked(response: place)
      let largest = ranked.first.map { abs($0.finding.estimate.value) } ?? 0
      all = max(all, largest)
      var row: [Int: Double] = [:]
      for found in ranked {
        row[found.factor] = found.finding.estimate.value
        guard largest > 0 else { continue }
        best[found.factor] = max(
          best[found.factor] ?? 0, abs(found.finding.estimate.value) / largest)
      }
      values.append(row)
    }
    let factors = best.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(8).map(\.key)
    guard !factors.isEmpty else { return [] }
    let isShare = leading.isShareOfVariance
    let scale = NumberScale(all)
    let heads = columns.map { place -> String in
      guard let month = result.responses[place].month else { return "" }
      let date = world.calendar.month(month)
      return date.month == 12 ? "\(date.year)" : "\(date)"
    }
    let rows = factors.map { factor in
      values.map { row -> String in
        guard let value = row[factor] else { return "–" }
        if isShare { return language.percent(value) }
        return leading == .prcc ? language.format(value, decimals: 2) : scale.text(value, language)
      }
    }
    let cell = (rows.joined() + heads).map(\.count).reduce(0, max) + 1
    let name = width - cell * columns.count
    guard name >= 24 || isLast else { return nil }
    let over = language == .nl ? "in de loop van de tijd" : "over time"
    let first = isShare ? over : scale.title.map { "\(over) (× \($0))" } ?? over
    func line(_ first: String, _ cells: [String]) -> String {
      cells.reduce(cut(first, name)) { $0 + padded($1, cell) }
    }
    return ["", line(first, heads)]
      + zip(factors, rows).map { line(title(result.factors[$0], language), $1) }
  }

  /// What a reader has to know about the whole.
  private func notes(_ language: Language) -> [String] {
    let dutch = language == .nl
    var notes: [String] = []
    let joined = result.factors.filter { $0.kind == .joined }
    if !joined.isEmpty {
      notes.append(
        dutch
          ? "\(joined.count) keer worden getallen samen getrokken (rangcorrelatie) en tellen zij als één factor; --method rank houdt ze uit elkaar."
          : "\(joined.count) times numbers are drawn together (rank correlation) and count as one factor; --method rank tells them apart."
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
      let rest = language.percent(1 - min(1, max(0, foretold)))
      notes.append(
        dutch
          ? "Het model voorspelt \(language.percent(max(0, foretold))) van de variantie in trekkingen die het niet zag; de overige \(rest) is toeval en wat het model mist. --method sobol houdt die uit elkaar."
          : "The model foretells \(language.percent(max(0, foretold))) of the variance in runs that it has not seen; the other \(rest) is chance and what the model misses. --method sobol tells these apart."
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

  /// What a factor is called by people.
  private func title(_ factor: Factor, _ language: Language) -> String {
    titles.title(of: factor)[language]
  }

  /// A title in so many columns.
  private func shortened(_ text: String, _ width: Int) -> String {
    text.count > width ? text.prefix(width - 1) + "…" : text
  }

  private func cut(_ text: String, _ width: Int) -> String {
    let short = shortened(text, width)
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
        "dropped": .number(facts.dropped), "mean": facts.mean.map(JSON.finite) ?? .null,
        "foretold": facts.foretold.map(JSON.finite) ?? .null,
        "claims": .array(graph.claims(of: response, in: world).map(JSON.string)),
        "rows": .array(rows), "rests_on": supports(place),
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
      "factor": .string(factor.name), "title": text(titles.title(of: factor)),
      "kind": .string(factor.kind.rawValue),
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

  private func text(_ text: Bilingual) -> JSON {
    ["nl": .string(text.nl), "en": .string(text.en)]
  }

  /// Parts of the whole difference by what they rest on; null where there is no difference that levers share.
  private func supports(_ place: Int) -> JSON {
    guard let attribution = result.attribution, let shares = attribution.shares[place],
      shares.fraction(of: [], confidence: result.confidence) != nil
    else { return .null }
    func part(_ name: String, _ players: [Int]) -> JSON.Pair {
      let part = shares.fraction(of: players, confidence: result.confidence)
      return JSON.Pair(
        name,
        [
          "share": part.map { JSON.finite($0.value) } ?? .null,
          "low": part.map { JSON.finite($0.interval.low) } ?? .null,
          "high": part.map { JSON.finite($0.interval.high) } ?? .null,
        ])
    }
    let unsupported = Support.allCases.filter(\.isUnsupported)
    return .object(
      Support.allCases.map { part($0.rawValue, attribution.players(supported: $0)) } + [
        part("unsupported", unsupported.flatMap(attribution.players(supported:)))
      ])
  }
}

/// How large numbers of a table are written short: less a power of a thousand, with as many decimals as the largest is worth.
public struct NumberScale: Hashable, Sendable {
  private let factor: Double
  private let decimals: Int
  /// What the numbers are to be multiplied with; nil for one.
  public let title: String?

  /// Suits numbers of which the largest that counts is known.
  public init(_ largest: Double) {
    var (factor, title): (Double, String?) = (1, nil)
    if largest.isFinite, largest > 0 {
      var power = 0
      while largest / factor >= 1e7, power < 8 { (factor, power) = (factor * 1000, power + 1) }
      while largest < 1e-3, largest / factor < 1, power > -8 {
        (factor, power) = (factor / 1000, power - 1)
      }
      title = power == 0 ? nil : power == 1 ? "1000" : power == 2 ? "1 mln" : "1e\(3 * power)"
    }
    self.factor = factor
    self.title = title
    let size = largest.isFinite && largest > 0 ? log10(largest / factor) : 0
    decimals = min(6, max(0, 2 - Int(size.rounded(.down))))
  }

  /// A number of the table, with a plus sign where it is wanted and the number is above nought.
  public func text(_ value: Double, _ language: Language, isSigned: Bool = false) -> String {
    let text = language.format(value / factor, decimals: decimals)
    let isNought = !text.contains { ("1"..."9").contains($0) }
    return isSigned && value > 0 && !isNought ? "+" + text : text
  }
}
