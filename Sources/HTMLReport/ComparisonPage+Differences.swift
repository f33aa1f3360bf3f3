internal import Caseload
internal import Charts
internal import Comparison
internal import Engine
internal import Reporting
internal import Statistics

/// A difference that is told before all others, with its title and how its numbers are written.
struct Headline {
  let title: String
  let difference: Difference
  let style: DifferenceStyle
}

extension ComparisonPage {
  /// Differences of one thing, such as the stock at the end.
  private struct Topic {
    /// Its name in identifiers.
    let name: String
    let title: String
    let differences: [Difference]
    /// Whether the chart shows it.
    let isDrawn: Bool
    /// Whether runs may have no number because it never happens.
    var mayNeverHappen = false
  }

  /// Differences that a block of a chart has at most.
  private static let drawn = 5
  /// Months that a table has at most.
  private static let columns = 8

  /// What the changes did: pictures first, then all numbers, then months.
  func did(_ edition: Edition) -> Page.Section {
    let all = pairs.map { pair -> Fields in
      var fields = names(of: pair, edition)
      fields["charts"] = charts(pair, edition)
      fields.merge(pairing(pair, edition)) { $1 }
      fields["isOtherHorizon"] = !pair.against.isSameHorizon
      let topics = topics(pair, edition.language)
      fields["hasNone"] = topics.isEmpty
      fields["tables"] = topics.enumerated().map { number, topic in
        table(topic, pair, isOpen: number == 0, edition)
      }
      let months = months(pair, edition)
      fields["months"] = months
      fields["hasMonths"] = !months.isEmpty
      return fields
    }
    return Page.Section(
      name: "did", title: edition.say("Wat het deed", "What it did"),
      body: Templates.render(
        "comparison-differences",
        [edition.language.rawValue: true, "level": level(edition.language), "pairs": all]))
  }

  // MARK: Pairing

  /// Whether and how runs were held against each other, or why not; a template puts it into words.
  func pairing(_ pair: Pair, _ edition: Edition) -> Fields {
    let language = edition.language
    func number(_ count: Int) -> String { language.format(Double(count)) }
    switch pair.against.pairing {
    case .paired(let pairs):
      var facts: Fields = [
        "count": number(pairs.count), "isOneDraw": pairs.sharedDraws == 1,
        "equal": number(pairs.equalDraws), "shared": number(pairs.sharedDraws),
        "isToldByDraws": !pairs.isManifest,
        "hasAlone": pairs.aloneInBase + pairs.aloneInOther > 0,
        "aloneA": number(pairs.aloneInBase), "aloneB": number(pairs.aloneInOther),
      ]
      if let seed = pairs.seed { facts["seed"] = seed }
      return ["paired": facts]
    case .unpaired(let obstacle):
      var facts: Fields = [:]
      switch obstacle {
      case .noRuns(let base, let other):
        let missing = [base ? comparison.base.name : nil, other ? pair.against.report.name : nil]
        facts["noRuns"] = edition.list(missing.compactMap { $0 })
      case .noRunNumbers: facts["isWithoutNumbers"] = true
      case .otherJob(let fact, let base, let other):
        facts["job"] = [
          "fact": fact, "is\(fact.capitalisedFirst)": true, "a": base, "b": other,
        ]
      case .otherDraws(let shared): facts["otherDraws"] = number(shared)
      case .noEvidence: facts["isWithoutEvidence"] = true
      case .nothingShared: facts["isNothingShared"] = true
      }
      return ["unpaired": facts]
    }
  }

  // MARK: Topics

  /// What both reports have, in the order of importance.
  private func topics(_ pair: Pair, _ language: Language) -> [Topic] {
    let both = pair.against.differences.filter {
      $0.presence == .both && ($0.base.isFinite || $0.other.isFinite)
    }
    var topics = outcomes(both, pair, language)
    topics += atLastMonth(both, pair, isNeeded: topics.isEmpty, language)
    let answers = both.filter { $0.name.table == .answers }
    for question in answers.map(\.name.of).distinct {
      topics.append(
        Topic(
          name: "answers-\(question)",
          title: title(at: "questions.\(question)", pair, language).map { "\(question): \($0)" }
            ?? question, differences: answers.filter { $0.name.of == question }, isDrawn: false))
    }
    if let attribution = attribution(both, pair, language) { topics.append(attribution) }
    if topics.isEmpty { topics = verdicts(both, language) }
    guard !topics.contains(where: \.isDrawn) else { return topics }
    // Files of answers alone, say: what there is is drawn.
    return topics.map { topic in
      Topic(
        name: topic.name, title: topic.title, differences: topic.differences, isDrawn: true)
    }
  }

  private func outcomes(_ both: [Difference], _ pair: Pair, _ language: Language) -> [Topic] {
    let outcomes = both.filter { $0.name.table == .outcomes }
    let first: [Outcome.Kind] = [.stockEnd, .overdueStockEnd, .penalties, .keepsUp]
    let drawn = pair.against.isSameHorizon ? first : []
    return (first + Outcome.Kind.allCases.filter { !first.contains($0) }).compactMap { kind in
      let all = outcomes.filter { $0.name.what == kind.rawValue }
      guard !all.isEmpty else { return nil }
      return Topic(
        name: kind.rawValue, title: kind.title[language].capitalisedFirst, differences: all,
        isDrawn: drawn.contains(kind), mayNeverHappen: kind.mayNeverHappen)
    }
  }

  /// Stocks in the last month of both, where outcomes do not give them or are of other times.
  private func atLastMonth(
    _ both: [Difference], _ pair: Pair, isNeeded: Bool, _ language: Language
  ) -> [Topic] {
    guard isNeeded || !pair.against.isSameHorizon, let month = lastMonth(pair) else { return [] }
    return [Measure.stock, .overdueStock, .penalties].compactMap { measure in
      let all = both.filter {
        $0.name.table == .trajectories && $0.name.what == measure.rawValue
          && $0.name.month == month
      }
      guard !all.isEmpty else { return nil }
      return Topic(
        name: "last-\(measure.rawValue)",
        title: "\(measure.title[language].capitalisedFirst), \(language.format(month))",
        differences: all, isDrawn: true)
    }
  }

  /// The verdicts, which have a section of their own, where there is nothing else.
  private func verdicts(_ both: [Difference], _ language: Language) -> [Topic] {
    let tests = both.filter { $0.name.table == .tests }
    let verdicts = tests.isEmpty ? both.filter { $0.name.table == .claims } : tests
    guard !verdicts.isEmpty else { return [] }
    let title =
      language == .nl ? "Doorrekeningen waarin de toets slaagt" : "Runs in which the test holds"
    return [Topic(name: "verdicts", title: title, differences: verdicts, isDrawn: true)]
  }

  /// The shares of levers in the first figure of the first question, else in the first result that is attributed.
  private func attribution(
    _ both: [Difference], _ pair: Pair, _ language: Language
  ) -> Topic? {
    let all = both.filter { $0.name.table == .attribution }
    guard let first = all.first?.name else { return nil }
    var wanted = (what: first.what, month: first.month)
    if let world = scenarios[pair.place].report.world,
      let figure = world.questions.first?.figures.first
    {
      let subject = world.label(of: figure.subject)
      let what = figure.measure.rawValue + (subject.isEmpty ? "" : ".\(subject)")
      let month = world.calendar.month(figure.month)
      if all.contains(where: { $0.name.what == what && $0.name.month == month }) {
        wanted = (what, month)
      }
    }
    let shown = all.filter { $0.name.what == wanted.what && $0.name.month == wanted.month }
    let parts = wanted.what.split(separator: ".", maxSplits: 1).map(String.init)
    let name = ResultName(
      table: .trajectories, what: parts[0], stream: parts.count > 1 ? parts[1] : "",
      month: wanted.month)
    return Topic(
      name: "attribution", title: title(of: name, pair, language).capitalisedFirst,
      differences: shown, isDrawn: false)
  }

  /// The last month for which both have trajectories; nil where there is none.
  private func lastMonth(_ pair: Pair) -> YearMonth? {
    guard let first = comparison.base.months, let second = pair.against.report.months else {
      return nil
    }
    let last = min(first.upperBound, second.upperBound)
    return first.contains(last) && second.contains(last) ? last : nil
  }

  /// The differences that sentences and charts show first: of each drawn topic the largest.
  func headlines(_ pair: Pair, _ language: Language) -> [Headline] {
    topics(pair, language).filter(\.isDrawn).prefix(4).compactMap { topic in
      guard let difference = ranked(topic.differences, pair).first else { return nil }
      let name = label(of: difference.name, pair, language)
      return Headline(
        title: name.isEmpty ? topic.title : "\(topic.title), \(name)", difference: difference,
        style: DifferenceStyle(topic.differences, language))
    }
  }

  // MARK: Charts

  /// Charts of the topics that are drawn: cases in one, all else in another.
  private func charts(_ pair: Pair, _ edition: Edition) -> [Fields] {
    let drawn = topics(pair, edition.language).filter(\.isDrawn)
    let unit = drawn.first?.differences.first?.unit
    let first = drawn.filter { $0.differences.first?.unit == unit }
    let rest = drawn.filter { $0.differences.first?.unit != unit }
    return [first, rest].enumerated().compactMap { number, topics in
      let chart = chart(topics, pair, "difference-\(pair.place)-\(number + 1)", edition.language)
      guard !chart.blocks.isEmpty else { return nil }
      let title = edition.list(topics.map(\.title)) + ": " + pair.against.report.name
      return edition.figure(chart.drawing(edition.language), title: title)
    }
  }

  private func chart(
    _ topics: [Topic], _ pair: Pair, _ name: String, _ language: Language
  ) -> DifferenceChart {
    var count: Int?
    if case .paired(let pairs) = pair.against.pairing { count = pairs.count }
    return DifferenceChart(
      name: name, base: comparison.base.name, other: pair.against.report.name,
      blocks: topics.map { topic in
        let style = DifferenceStyle(topic.differences, language)
        let all = ranked(topic.differences, pair)
        return DifferenceChart.Block(
          title: topic.title, unit: style.unit,
          rows: all.prefix(ComparisonPage.drawn).map { row($0, topic, style, pair, language) },
          others: max(
            0, topic.differences.count(where: \.difference.isFinite) - ComparisonPage.drawn))
      }, pairs: count, confidence: comparison.confidence)
  }

  private func row(
    _ difference: Difference, _ topic: Topic, _ style: DifferenceStyle, _ pair: Pair,
    _ language: Language
  ) -> DifferenceChart.Row {
    // A run holds or does not: nine in ten of these say nothing.
    let quantiles = style.isShare ? [] : difference.paired?.quantiles ?? []
    func scaled(_ value: Double?) -> Double { (value ?? .nan) / style.divisor }
    return DifferenceChart.Row(
      name: label(of: difference.name, pair, language),
      base: scaled(difference.base), other: scaled(difference.other),
      difference: scaled(difference.difference), low: scaled(difference.interval?.low),
      high: scaled(difference.interval?.high), lowest: scaled(quantiles.first),
      highest: scaled(quantiles.last), isPaired: difference.isPaired, claims: difference.allClaims)
  }

  /// Differences to be shown first: the group with most streams, then streams by the size of their difference; where no scenario tells groups from streams, all by size.
  private func ranked(_ all: [Difference], _ pair: Pair) -> [Difference] {
    let finite = all.filter(\.difference.isFinite)
    let sorted = finite.enumerated().sorted {
      (abs($1.element.difference), $0.offset) < (abs($0.element.difference), $1.offset)
    }.map(\.element)
    guard let world = scenarios[pair.place].report.world ?? scenarios[0].report.world else {
      return sorted
    }
    func size(_ difference: Difference) -> Int? {
      guard let group = world.groups.first(where: { $0.name == difference.name.stream }) else {
        return nil
      }
      return group.streams.count
    }
    let groups = sorted.filter { size($0) != nil }
    let largest = groups.max { (size($0) ?? 0) < (size($1) ?? 0) }
    let streams = sorted.filter { size($0) == nil }
    guard !streams.isEmpty else { return sorted }
    return [largest].compactMap { $0 } + streams
  }

  // MARK: Tables

  private func table(_ topic: Topic, _ pair: Pair, isOpen: Bool, _ edition: Edition) -> Fields {
    let language = edition.language
    var fields = names(of: pair, edition)
    fields["table"] = edition.begin(
      "\(topic.name)-\(pair.place)", title: "\(topic.title): \(pair.against.report.name)")
    let style = DifferenceStyle(topic.differences, language)
    fields["title"] = topic.title
    if !style.unit.isEmpty { fields["unit"] = style.unit }
    fields["isShare"] = style.isShare
    fields["isOpen"] = isOpen
    fields["isAttribution"] = topic.name == "attribution"
    fields["hasMonth"] = topic.differences.contains { $0.name.table == .answers }
    fields["hasRuns"] =
      !style.isShare && topic.differences.contains { !($0.paired?.quantiles.isEmpty ?? true) }
    fields["hasBetter"] = topic.differences.contains { $0.paired?.better != nil }
    fields["hasSharper"] = topic.differences.contains { $0.paired?.sharpening != nil }
    fields["hasNever"] = topic.mayNeverHappen && topic.differences.contains { $0.paired != nil }
    let kinds = Set(topic.differences.map(\.isPaired))
    fields["isMixed"] = kinds.count > 1
    fields["isUnpaired"] = kinds == [false]
    fields["isSharedChance"] =
      kinds.contains(false)
      && topic.differences.contains { !$0.isPaired && $0.chance == .shared }
    let same = topic.differences.filter(\.isSame)
    let other = topic.differences.filter { !$0.isSame }
    fields["rows"] = other.map { row($0, style, pair, edition) }
    fields["hasRows"] = !other.isEmpty
    if !same.isEmpty {
      fields["same"] = edition.list(
        same.map { named(label(of: $0.name, pair, language), language) })
    }
    return fields
  }

  private func row(
    _ difference: Difference, _ style: DifferenceStyle, _ pair: Pair, _ edition: Edition
  ) -> Fields {
    let language = edition.language
    let claims = difference.allClaims
    func change(_ value: Double) -> Markup {
      edition.rests(style.change(value, language), on: claims)
    }
    var fields: Fields = [
      "name": named(label(of: difference.name, pair, language), language),
      "a": edition.rests(style.value(difference.base, language), on: difference.claimsOfBase),
      "b": edition.rests(style.value(difference.other, language), on: difference.claimsOfOther),
      "difference": change(difference.difference), "isRowUnpaired": !difference.isPaired,
    ]
    if let group = scenarios[pair.place].report.world?.groups,
      group.contains(where: { $0.name == difference.name.stream })
    {
      fields["isGroup"] = true
    }
    if let month = difference.name.month { fields["month"] = language.format(month) }
    if let interval = difference.interval {
      fields["interval"] = ["from": change(interval.low), "to": change(interval.high)]
    }
    guard let paired = difference.paired else { return fields }
    if let low = paired.quantiles.first, let high = paired.quantiles.last {
      fields["runs"] = ["from": change(low), "to": change(high)]
    }
    if let better = paired.better {
      fields["better"] = [
        "share": edition.rests(language.percent(better.share, decimals: 1), on: claims),
        "from": language.percent(better.low, decimals: 1),
        "to": language.percent(better.high, decimals: 1),
      ]
    }
    if let sharpening = paired.sharpening {
      fields["sharper"] =
        sharpening.isFinite ? "\(language.format(sharpening, decimals: 1))×" : "∞"
    }
    func number(_ count: Int) -> Markup {
      edition.rests(language.format(Double(count)), on: claims)
    }
    fields["never"] = [
      "inA": number(paired.never.base), "inB": number(paired.never.other),
      "inBoth": number(paired.never.both),
    ]
    return fields
  }

  // MARK: Months

  /// Differences at the ends of years: stocks of streams, staff of pools, penalties.
  private func months(_ pair: Pair, _ edition: Edition) -> [Fields] {
    let language = edition.language
    let both = pair.against.differences.filter {
      $0.name.table == .trajectories && $0.presence == .both && $0.difference.isFinite
    }
    let months = columns(Set(both.compactMap(\.name.month)).sorted())
    guard !months.isEmpty else { return [] }
    return [Measure.stock, .overdueStock, .staffToKeepUp, .penalties].compactMap { measure in
      let all = both.filter {
        $0.name.what == measure.rawValue && $0.name.month.map(months.contains) ?? false
      }
      guard !all.isEmpty else { return nil }
      let style = DifferenceStyle(all, language)
      let subjects = all.map(\.name.stream).distinct
      var fields = names(of: pair, edition)
      fields["table"] = edition.begin(
        "months-\(measure.rawValue)-\(pair.place)",
        title: edition.say("Per jaar: ", "By year: ") + measure.title[language])
      fields["title"] = measure.title[language].capitalisedFirst
      if !style.unit.isEmpty { fields["unit"] = style.unit }
      fields["columns"] = months.map { ["month": language.format($0)] as Fields }
      var same: [String] = []
      fields["rows"] = subjects.compactMap { stream -> Fields? in
        let row = all.filter { $0.name.stream == stream }
        let name = named(subject(stream, pair, language), language)
        guard !row.allSatisfy(\.isSame) else {
          same.append(name)
          return nil
        }
        return [
          "name": name,
          "cells": months.map { month -> Fields in
            guard let difference = row.first(where: { $0.name.month == month }) else {
              return ["text": "–"]
            }
            let isPaired = difference.isPaired || difference.isSame
            let half = difference.interval.map { ($0.high - $0.low) / 2 }
            let text =
              style.change(difference.difference, language)
              + (half.map { " ± \(style.size($0, language))" } ?? "")
            return [
              "text": edition.rests(text, on: difference.allClaims), "isStarred": !isPaired,
            ]
          },
        ]
      }
      if !same.isEmpty { fields["same"] = edition.list(same) }
      fields["hasRows"] = same.count < subjects.count
      return fields
    }
  }

  /// The ends of years and the last month, or all of a few; evenly chosen where there are many.
  private func columns(_ months: [YearMonth]) -> [YearMonth] {
    let most = ComparisonPage.columns
    guard months.count > most, let last = months.last else { return months }
    var ends = months.filter { $0.month == 12 }
    if ends.last != last { ends.append(last) }
    guard ends.count > most else { return ends }
    return (0..<most).map { ends[$0 * (ends.count - 1) / (most - 1)] }
  }

  // MARK: Titles

  /// What a row is called whose table says what is measured; empty for everything together.
  ///
  /// That is a stream, group or pool, of answers with the measure; of the shares in a difference a lever.
  func label(of name: ResultName, _ pair: Pair, _ language: Language) -> String {
    switch name.table {
    case .outcomes, .trajectories: return subject(name.stream, pair, language)
    case .attribution:
      return title(at: "levers.\(name.of)", pair, language)
        ?? (name.of == InfluenceTables.allLevers ? "" : name.of)
    case .answers:
      return title(
        of: ResultName(table: .trajectories, what: name.what, stream: name.stream), pair, language)
    case .tests: return title(at: "tests.\(name.what)", pair, language) ?? name.what
    case .claims: return name.what
    }
  }

  /// A label, or what a row of everything together is called.
  private func named(_ label: String, _ language: Language) -> String {
    label.isEmpty ? (language == .nl ? "Alles samen" : "Everything together") : label
  }

  /// The title of a result with its subject and month: `voorraad, Asiel, dec 2028`.
  func title(of name: ResultName, _ pair: Pair, _ language: Language) -> String {
    let what =
      Measure(rawValue: name.what)?.title[language]
      ?? Outcome.Kind(rawValue: name.what)?.title[language] ?? name.what
    return [
      what, subject(name.stream, pair, language), name.month.map { language.format($0) } ?? "",
    ].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// The title of a stream, group or pool by its label in tables; the label itself where no scenario gives one.
  func subject(_ label: String, _ pair: Pair, _ language: Language) -> String {
    let titles = [pair.against.report.titles, comparison.base.titles]
    return titles.lazy.compactMap { $0[label] }.first?[language] ?? label
  }
}

extension Difference {
  /// The claims that the base's number rests on.
  var claimsOfBase: [String] { ComparisonPage.words(claims.base) }
  /// The claims that the other's number rests on.
  var claimsOfOther: [String] { ComparisonPage.words(claims.other) }
  /// The claims that the difference rests on.
  var allClaims: [String] { claimsOfBase + claimsOfOther }

  /// Whether it is nought in every run, or as far as can be seen.
  var isSame: Bool { difference == 0 && (!isPaired || standardError == 0) }
}

extension ComparisonPage {
  /// Names that blanks separate.
  static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}

extension Array where Element: Hashable {
  /// Its elements, each once, in the order in which they come first.
  var distinct: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
