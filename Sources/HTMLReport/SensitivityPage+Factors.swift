internal import Caseload
internal import Engine
internal import Evidence
internal import Influence
internal import Reporting
internal import Sensitivity
internal import Statistics

extension SensitivityPage {
  /// How the numbers of a column are written.
  enum Style {
    /// Shares, in percent.
    case percentage
    /// Numbers of −1 to 1.
    case coefficient
    /// Numbers of the response's unit, on one scale.
    case amount(NumberScale, isSigned: Bool)

    /// What the numbers are to be multiplied with, in words; nil for one.
    var scale: String? {
      guard case .amount(let scale, _) = self else { return nil }
      return scale.title
    }

    /// A number of the column.
    func value(_ value: Double, _ language: Language) -> String {
      switch self {
      case .percentage: language.percent(value, decimals: abs(value) < 0.1 ? 1 : 0)
      case .coefficient: language.format(value, decimals: 2)
      case .amount(let scale, let isSigned): scale.text(value, language, isSigned: isSigned)
      }
    }

    /// A number with as many decimals as its interval is worth, and the ends of the interval.
    func texts(_ estimate: Estimate, _ language: Language) -> (value: String, interval: String) {
      switch self {
      case .percentage:
        let text = IntervalText(estimate, language, isShare: true)
        return (text.value, text.interval)
      case .coefficient:
        let text = IntervalText(estimate, language, isShare: false)
        return (text.value, text.interval)
      case .amount(let scale, let isSigned):
        func number(_ value: Double) -> String { scale.text(value, language, isSigned: isSigned) }
        let (low, high) = (estimate.interval.low, estimate.interval.high)
        return (
          number(estimate.value), "\(number(low)) \(language == .nl ? "tot" : "to") \(number(high))"
        )
      }
    }
  }

  /// How an index of a response is written.
  func style(of index: SensitivityIndex, _ response: Int, largest: Double) -> Style {
    switch index {
    case .first, .total, .second, .lost, .lostOfRanks, .shareUp: return .percentage
    case .src, .pcc, .srrc, .prcc, .delta: return .coefficient
    case .mu, .muStar, .sigma, .low, .high, .swing, .share:
      guard !isShare(response) else { return .percentage }
      let isSigned = index == .mu || index == .swing || index == .share
      return .amount(NumberScale(largest), isSigned: isSigned)
    }
  }

  /// The indices that a table has, each with or without its interval.
  private var columns: [(index: SensitivityIndex, hasInterval: Bool)] {
    switch result.method {
    case .tornado: [(.low, false), (.high, false), (.swing, true), (.shareUp, false)]
    case .morris: [(.muStar, true), (.mu, false), (.sigma, false)]
    case .sobol: [(.first, true), (.total, true)]
    case .givenData: [(.first, true), (.total, true), (.delta, false)]
    case .rank:
      [
        (result.rows.contains { $0.index == .lostOfRanks } ? .lostOfRanks : .srrc, true),
        (.prcc, true),
      ]
    case .shapley: [(.share, true)]
    }
  }

  /// Rows of all tables together up to which every table has all factors.
  private static let most = 700
  /// Factors of a table where there are more.
  private static let fewer = 40
  /// Factors that are seen before the table is unfolded.
  private static let seen = 20

  /// Every factor with its numbers, the verdict, and what it rests on; nil where there is no factor.
  func factors(_ edition: Edition) -> Page.Section? {
    guard !result.factors.isEmpty else { return nil }
    let responses = shown.filter {
      !result.ranked(response: $0).isEmpty
    }
    guard !responses.isEmpty else { return nil }
    let isLong = responses.count * result.factors.count > SensitivityPage.most
    var fields = named(edition)
    fields["tables"] = responses.enumerated().map { number, response in
      table(response, number: number, limit: isLong ? SensitivityPage.fewer : .max, edition)
    }
    fields["isOneOfSeveral"] = responses.count > 1
    return Page.Section(
      name: "factors", title: edition.say("Alle factoren", "All factors"),
      body: Templates.render("sensitivity-factors", fields))
  }

  private func table(_ response: Int, number: Int, limit: Int, _ edition: Edition) -> Fields {
    let language = edition.language
    let title = title(of: response, language)
    let id = edition.begin(
      "factors-\(number + 1)", title: edition.say("Tabel: ", "Table: ") + title)
    let ranked = result.ranked(response: response)
    let largest = ranked.first.map { abs($0.finding.estimate.value) } ?? 0
    let rows = ranked.prefix(limit).map { row($0, largest: largest, edition) }
    let unit = unit(of: response, language)
    var fields: Fields = [
      "id": id, "title": title,
      "rows": Array(rows.prefix(SensitivityPage.seen)),
      "others": Array(rows.dropFirst(SensitivityPage.seen)),
      "hasOthers": rows.count > SensitivityPage.seen,
      "count": rows.count - SensitivityPage.seen,
      "leftOut": ranked.count > rows.count ? ranked.count - rows.count : 0,
      "isShortened": ranked.count > rows.count,
    ]
    if case .amount(let scale, _) = style(of: leading, response, largest: largest) {
      if !unit.isEmpty { fields["unit"] = unit }
      if let title = scale.title { fields["scale"] = title }
    }
    return fields
  }

  private func row(_ row: SensitivityRow, largest: Double, _ edition: Edition) -> Fields {
    let (factor, language) = (result.factors[row.factor], edition.language)
    let claims = graph.claims(of: row, in: result)
    var cells: [Fields] = []
    for (index, hasInterval) in columns {
      let found = finding(index, of: row.factor, response: row.response)
      guard let estimate = found?.finding.estimate, estimate.value.isFinite else {
        cells += [Fields](repeating: ["text": "–"], count: hasInterval ? 2 : 1)
        continue
      }
      let texts = style(of: index, row.response, largest: largest).texts(estimate, language)
      cells.append(["text": edition.rests(texts.value, on: claims)])
      if hasInterval { cells.append(["text": texts.interval]) }
    }
    let name = names(language)[row.factor]
    let path = factor.members.joined(separator: " + ")
    let judgement = judgement(row, language)
    return [
      "name": name, "path": factor.kind == .chance || path == name ? "" : path, "cells": cells,
      "judgement": judgement, "stands": judgement.isEmpty,
      "support": factor.support?.title[language] ?? "",
      "claims": factor.claims.map { ["claim": edition.rests($0, on: [$0])] as Fields },
    ]
  }

  /// What speaks against any of a factor's numbers in its row; empty where all stand.
  private func judgement(_ row: SensitivityRow, _ language: Language) -> String {
    var parts: [String] = []
    for (index, hasInterval) in columns.reversed() where hasInterval {
      guard let found = finding(index, of: row.factor, response: row.response) else { continue }
      // Whether it can be told from nought is said of the leading measure alone.
      let all = found.finding.judgement(index, language, saysFit: false)
      let said = index == row.index ? all : found.finding.doubts.isEmpty ? [] : all
      parts += said.filter { !parts.contains($0) }
    }
    return parts.joined(separator: "; ")
  }
}
