internal import Caseload
internal import Charts
internal import Engine
internal import Evidence
internal import Influence
internal import Reporting
internal import Sensitivity
internal import Statistics

extension SensitivityPage {
  /// Factors that sentences name.
  private static let named = 3

  /// What makes the difference in each response: the factors that matter most in sentences, then a picture, then how that changes over time.
  func answers(_ edition: Edition) -> Page.Section {
    let charts = InfluenceCharts(result, graph: graph, language: edition.language)
    var fields = named(edition)
    fields["answers"] = result.series.enumerated().map { number, series in
      answer(series, number: number, charts, edition)
    }
    return Page.Section(
      name: "answers",
      title: result.method == .shapley
        ? edition.say("Wat elke maatregel bijdraagt", "What each lever contributes")
        : edition.say("Wat het verschil maakt", "What makes the difference"),
      body: Templates.render("sensitivity-answers", fields))
  }

  private func answer(
    _ series: [Int], number: Int, _ charts: InfluenceCharts, _ edition: Edition
  ) -> Fields {
    let language = edition.language
    let last = series[series.count - 1]
    let title = title(of: series, language)
    var fields: Fields = ["title": title]
    fields["id"] = edition.begin("answer-\(number + 1)", title: title)
    let ranked = result.ranked(response: last)
    let isIdle = !ranked.contains { $0.finding.estimate.value != 0 }
    fields["isIdle"] = isIdle && !result.factors.isEmpty && !isUnknown(last)
    fields["isUnknown"] = isUnknown(last)
    fields["isOutOfReach"] = result.factors.isEmpty
    if series.count > 1, let month = result.responses[last].month {
      fields["month"] = language.long(world.calendar.month(month))
    }
    if let mean = result.facts[last].mean, result.method != .shapley {
      fields["mean"] = edition.rests(
        value(mean, of: last, language), on: claims(of: last))
      fields["unit"] = unit(of: last, language)
    }
    if case .test = result.responses[last] { fields["isTest"] = true }
    fields["hasFactors"] = !isIdle
    if !isIdle {
      fields["factors"] = ranked.prefix(SensitivityPage.named).map { saying($0, edition) }
    }
    if result.method == .shapley { fields.merge(shares(last, ranked, edition)) { $1 } }
    if result.rows.contains(where: { $0.partner != nil && $0.response == last }) {
      let pairs = pairs(last, edition)
      fields["pairs"] = pairs
      fields["hasPairs"] = !pairs.isEmpty
      fields["hasNoPairs"] = pairs.isEmpty
    }
    let figures = charts.drawings(of: series).map { edition.figure($0) }
    fields["figures"] = figures
    fields["isOneFigure"] = figures.count == 1
    if let table = overTime(series, number: number, edition) { fields["overTime"] = table }
    return fields
  }

  /// Whether too few runs have a number for anything to be said of a response.
  private func isUnknown(_ response: Int) -> Bool {
    !result.factors.isEmpty && !result.rows.contains { $0.response == response }
  }

  /// What is said of a factor, as an item of a list.
  private func saying(_ row: SensitivityRow, _ edition: Edition) -> Fields {
    let (factor, language) = (result.factors[row.factor], edition.language)
    let claims = graph.claims(of: row, in: result)
    var fields: Fields = ["name": names(language)[row.factor]]
    if let statement = row.finding.statement(
      row.index, language, ofShare: isShare(row.response))
    {
      fields["before"] = statement.before
      fields["number"] = edition.rests(statement.number, on: claims)
      fields["after"] = statement.after
      let unit = unit(of: row.response, language)
      if row.index.isInUnitOfResponse, !unit.isEmpty { fields["itsUnit"] = unit }
    }
    let judgement = row.finding.judgement(row.index, language, saysFit: false)
    if !judgement.isEmpty { fields["judgement"] = judgement.joined(separator: "; ") }
    if let support = factor.support { fields["support"] = support.title[language] }
    return fields
  }

  /// The pairs that demonstrably explain more together than one by one, the first five.
  private func pairs(_ response: Int, _ edition: Edition) -> [Fields] {
    let language = edition.language
    let known = result.rows.filter {
      $0.response == response && $0.partner != nil && $0.finding.isDistinguishable
        && $0.finding.estimate.value > 0
    }.sorted {
      let (one, two) = ($0.finding.estimate.value, $1.finding.estimate.value)
      return one != two ? one > two : ($0.factor, $0.partner ?? 0) < ($1.factor, $1.partner ?? 0)
    }
    return known.prefix(5).map { row in
      let text = IntervalText(row.finding.estimate, language, isShare: true)
      return [
        "one": names(language)[row.factor], "other": names(language)[row.partner ?? 0],
        "share": edition.rests(
          "\(text.value) (\(text.interval))", on: graph.claims(of: row, in: result)),
      ]
    }
  }

  // MARK: Shares of levers

  /// The whole difference, what the first levers make of it, and what it rests on.
  private func shares(_ response: Int, _ ranked: [SensitivityRow], _ edition: Edition) -> Fields {
    guard let attribution = result.attribution, let shares = attribution.shares[response]
    else { return [:] }
    let (language, claims) = (edition.language, claims(of: response))
    let whole = shares.total(confidence: result.confidence)
    let text = IntervalText(whole, language, isShare: isShare(response), isSigned: true)
    var fields: Fields = [
      "without": edition.rests(
        value(shares.withNone, of: response, language, like: whole), on: claims),
      "with": edition.rests(value(shares.withAll, of: response, language, like: whole), on: claims),
      "whole": edition.rests("\(text.value) (\(text.interval))", on: claims),
      "unit": unit(of: response, language),
    ]
    func part(_ players: [Int]) -> Markup? {
      let of = Set(players.flatMap { world.levers[attribution.levers[$0]].claims }).sorted()
      return shares.fraction(of: players, confidence: result.confidence).map {
        let text = IntervalText($0, language, isShare: true)
        return edition.rests("\(text.value) (\(text.interval))", on: of.isEmpty ? claims : of)
      }
    }
    fields["isNotDistinguishable"] = shares.fraction(of: [], confidence: result.confidence) == nil
    let first = ranked.prefix(SensitivityPage.named)
    if ranked.count > SensitivityPage.named {
      let levers = first.flatMap { result.factors[$0.factor].levers }
      let players = attribution.levers.indices.filter { levers.contains(attribution.levers[$0]) }
      if let part = part(players) { fields["together"] = part }
    }
    let supports = Support.allCases.compactMap { support -> Fields? in
      let players = attribution.players(supported: support)
      guard !players.isEmpty, let part = part(players) else { return nil }
      return ["part": part, "support": support.title[language]]
    }
    fields["supports"] = supports
    fields["hasSupports"] = !supports.isEmpty
    if let unsupported = part(
      Support.allCases.filter(\.isUnsupported).flatMap(attribution.players(supported:)))
    {
      fields["unsupported"] = unsupported
    }
    return fields
  }

  /// A value of a response with as many decimals as an estimate's interval is worth, or of its own three digits.
  private func value(
    _ value: Double, of response: Int, _ language: Language, like estimate: Estimate? = nil
  ) -> String {
    let half = estimate.map { ($0.interval.high - $0.interval.low) / 2 } ?? 0
    return IntervalText(
      Estimate(
        value: value, standardError: 0, interval: Interval(low: value - half, high: value + half)),
      language, isShare: isShare(response)
    ).value
  }

  // MARK: Over time

  /// Months that a table over time has at most, and factors.
  private static let (columns, lines) = (8, 10)

  /// The leading measure of the factors that matter most, at the ends of years; nil for a single month.
  private func overTime(_ series: [Int], number: Int, _ edition: Edition) -> Fields? {
    let places = columns(series)
    guard places.count > 1 else { return nil }
    let language = edition.language
    var weights: [Int: Double] = [:]
    var largest = 0.0
    for place in places {
      let ranked = result.ranked(response: place)
      guard let first = ranked.first.map({ abs($0.finding.estimate.value) }), first > 0 else {
        continue
      }
      largest = max(largest, first)
      for row in ranked {
        weights[row.factor] = max(
          weights[row.factor] ?? 0, abs(row.finding.estimate.value) / first)
      }
    }
    let factors = weights.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .prefix(SensitivityPage.lines).map(\.key)
    guard !factors.isEmpty else { return nil }
    let title = edition.say("In de loop van de tijd: ", "Over time: ") + title(of: series, language)
    let id = edition.begin("time-\(number + 1)", title: title)
    let style = style(of: leading, places[0], largest: largest)
    let rows = factors.map { factor -> Fields in
      [
        "name": names(language)[factor],
        "cells": places.map { place -> Fields in
          guard let row = finding(leading, of: factor, response: place) else {
            return ["text": "–"]
          }
          return [
            "text": edition.rests(
              style.value(row.finding.estimate.value, language),
              on: graph.claims(of: row, in: result))
          ]
        },
      ]
    }
    var fields: Fields = [
      "id": id, "title": title, "rows": rows,
      "months": places.compactMap { result.responses[$0].month }.map {
        ["month": language.format(world.calendar.month($0))] as Fields
      },
    ]
    let unit = unit(of: places[0], language)
    if case .amount = style, !unit.isEmpty { fields["inUnit"] = unit }
    if let scale = style.scale { fields["scale"] = scale }
    return fields
  }

  /// The ends of years and the end, or all of a few; evenly chosen where there are many.
  private func columns(_ series: [Int]) -> [Int] {
    var ends = series
    if series.count > SensitivityPage.columns {
      ends = series.filter { place in
        result.responses[place].month.map { world.calendar.month($0).month == 12 } ?? false
      }
      if ends.last != series.last, let last = series.last { ends.append(last) }
    }
    guard ends.count > SensitivityPage.columns else { return ends }
    let count = SensitivityPage.columns
    return (0..<count).map { ends[$0 * (ends.count - 1) / (count - 1)] }
  }
}
