public import Caseload
public import Engine
public import Evidence
public import Influence
public import JSONText

/// The one screen that a run ends with.
public struct RunSummary {
  private let result: StudyResult
  private let graph: EvidenceGraph
  private let difference: DifferenceSummary?
  private var world: World { result.plan.world }
  private static let width = 80

  /// Prepares the summary of a study, with what explains it where there is such.
  public init(_ result: StudyResult, graph: EvidenceGraph, explanation: Explanation? = nil) {
    self.result = result
    self.graph = graph
    difference = explanation.map { DifferenceSummary($0, result.plan.world) }
  }

  /// The summary as text of at most 80 columns, with the folder and files of the report if one was written.
  public func text(_ language: Language, folder: String?, files: [String]) -> String {
    var lines: [String] = []
    lines += heading(language)
    lines += backlog(language)
    for answer in result.answers { lines += self.answer(answer, language) }
    if let difference { lines += difference.lines(language, width: RunSummary.width) }
    lines += verdicts(language)
    lines += notes(language)
    if let folder {
      let names = files.joined(separator: ", ")
      lines += [""] + wrapped("\(language == .nl ? "Rapport" : "Report"): \(folder)/ (\(names))", 2)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func heading(_ language: Language) -> [String] {
    let calendar = world.calendar
    let span =
      "\(language.format(calendar.start)) – \(language.format(calendar.month(calendar.months - 1)))"
    let made: String
    if result.assignment.isCentral {
      made =
        language == .nl
        ? "verwacht pad: alle onzekere getallen op hun gemiddelde, toeval uit"
        : "expected path: every uncertain number at its mean, chance off"
    } else {
      let runs = language.format(Double(result.assignment.runs))
      let seconds = language.format(result.seconds, decimals: 1)
      made =
        language == .nl
        ? "\(runs) trekkingen\(ending(language)), seed \(result.assignment.seed), \(seconds)\u{A0}s"
        : "\(runs) runs\(ending(language)), seed \(result.assignment.seed), \(seconds)\u{A0}s"
    }
    return wrapped("\(world.title[language]) (\(world.name))", 2)
      + wrapped("\(span) · \(made)", 2) + [""]
  }

  /// Why there are no more runs, when there might have been.
  private func ending(_ language: Language) -> String {
    switch result.ending {
    case .complete: ""
    case .precise:
      language == .nl ? " (standaardfout klein genoeg)" : " (standard error small enough)"
    case .timeLimit:
      (language == .nl ? " (tijd om; gevraagd " : " (time was up; asked ")
        + language.format(Double(result.runsAsked)) + ")"
    }
  }

  private func backlog(_ language: Language) -> [String] {
    let calendar = world.calendar
    let last = calendar.months - 1
    let end = language.format(calendar.month(last))
    let dutch = language == .nl
    var lines = [
      row(
        dutch ? "Voorraad (zaken)" : "Stock (cases)",
        dutch ? "begin" : "start", end, dutch ? "90 % van de trekkingen" : "90% of runs",
        dutch ? "te laat" : "overdue")
    ]
    for (index, subject) in world.subjects.enumerated() {
      guard let stock = result.summary(.stock, subject, month: last),
        let overdue = result.summary(.overdueStock, subject, month: last)
      else { continue }
      var name = world.title(of: subject)[language]
      if case .group = subject { name = (dutch ? "samen: " : "together: ") + name }
      lines.append(
        row(
          name, language.format(result.initialStock[index]), language.format(stock.mean),
          result.assignment.isCentral
            ? ""
            : "\(language.format(stock.quantiles[0])) – \(language.format(stock.quantiles[4]))",
          language.format(overdue.mean)))
    }
    return lines
  }

  private func row(
    _ name: String, _ start: String, _ end: String, _ interval: String, _ overdue: String
  ) -> String {
    let figures = padded(start, 8) + padded(end, 9) + padded(interval, 20) + padded(overdue, 9)
    // Figures of many digits take their columns from the name, so that the line still fits.
    return cut(name, max(2, min(33, RunSummary.width - figures.count))) + figures
  }

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }

  /// The figures of an answer that fit on the screen: of its first two measures the first subject, half-way and at the end.
  private func shown(_ answer: Answer) -> [AnswerFigure] {
    var measures: [Measure] = []
    for figure in answer.figures where !measures.contains(figure.figure.measure) {
      measures.append(figure.figure.measure)
    }
    return measures.prefix(2).flatMap { measure -> [AnswerFigure] in
      let of = answer.figures.filter { $0.figure.measure == measure }
      let first = of.filter { $0.figure.subject == of[0].figure.subject }
      return first.count < 3 ? first : [first[(first.count - 1) / 2], first[first.count - 1]]
    }
  }

  private func answer(_ answer: Answer, _ language: Language) -> [String] {
    let dutch = language == .nl
    var lines = [""] + wrapped("\(answer.question.claim)  \(answer.question.title[language])", 4)
    let tails = result.assignment.isCentral ? "" : padded("p05", 10) + padded("p95", 10)
    lines.append(
      String(repeating: " ", count: 18) + padded(dutch ? "zonder" : "without", 12)
        + padded(dutch ? "met" : "with", 12) + padded(dutch ? "verschil" : "difference", 18) + tails
    )
    var subject: Subject?
    var measure: Measure?
    for figure in shown(answer) {
      let what = figure.figure
      if what.subject != subject || what.measure != measure {
        (subject, measure) = (what.subject, what.measure)
        lines.append(
          "  \(what.measure.title[language]), \(world.title(of: what.subject)[language])")
      }
      lines.append(row(figure, language))
    }
    return lines
  }

  private func row(_ figure: AnswerFigure, _ language: Language) -> String {
    let decimals = figure.figure.measure.unit == .share ? 3 : 0
    func number(_ value: Double) -> String { language.format(value, decimals: decimals) }
    let sign = figure.difference > 0 ? "+" : ""
    let isCentral = result.assignment.isCentral
    let spread = isCentral ? "" : " ±\(number(1.96 * figure.standardError))"
    let ends =
      isCentral
      ? "" : padded(number(figure.quantiles[0]), 10) + padded(number(figure.quantiles[2]), 10)
    return cut("    " + language.format(world.calendar.month(figure.figure.month)), 18)
      + padded(number(figure.meanWithout), 12) + padded(number(figure.mean), 12)
      + padded("\(sign)\(number(figure.difference))\(spread)", 18) + ends
  }

  private func cut(_ text: String, _ width: Int) -> String {
    let short = text.count >= width ? text.prefix(width - 2) + "…" : Substring(text)
    return short + String(repeating: " ", count: width - short.count)
  }

  private func verdicts(_ language: Language) -> [String] {
    guard !result.tests.isEmpty else { return [] }
    let dutch = language == .nl
    var lines = [
      "",
      dutch
        ? "Uitspraken van de brief: aandeel van de trekkingen waarin zij opgaan"
        : "Claims of the letter: share of runs in which they hold",
    ]
    for summary in result.tests {
      guard let claim = summary.test.claim else { continue }
      let statement = cut("  \(claim)  \(summary.test.statement[language])", 66)
      lines.append(
        statement + padded(language.percent(summary.share), 6)
          + (result.assignment.isCentral
            ? "" : " ±\(language.percent(1.96 * summary.standardError, decimals: 1))"))
    }
    let figures = result.tests.filter { $0.test.source != nil }
    if !figures.isEmpty {
      let kept = figures.count { $0.share >= 0.5 }
      lines.append(
        dutch
          ? "  Gepubliceerde cijfers binnen hun marge in minstens de helft: \(kept) van \(figures.count)"
          : "  Published figures within their margin in at least half of the runs: \(kept) of \(figures.count)"
      )
    }
    return lines
  }

  private func notes(_ language: Language) -> [String] {
    let dutch = language == .nl
    var lines: [String] = []
    if !result.answers.isEmpty, !result.assignment.isCentral {
      lines +=
        [""]
        + wrapped(
          dutch
            ? "±: 95%-interval van het gemiddelde verschil, per trekking gepaard; p05, p95: negen van de tien trekkingen liggen ertussen. Meer in answers.csv."
            : "±: 95% interval of the mean difference, paired run by run; p05, p95: nine runs in ten lie between. More in answers.csv.",
          2)
    }
    for clipping in result.clippings.prefix(3) {
      let runs = language.format(Double(clipping.runs))
      lines += wrapped(
        dutch
          ? "Let op: \(clipping.path) is in \(runs) doorrekeningen op zijn grens gezet."
          : "Note: \(clipping.path) was clipped to its limits in \(runs) simulated runs.", 2)
    }
    if result.clippings.count > 3 {
      let more = result.clippings.count - 3
      lines.append(
        dutch
          ? "  en nog \(more) grootheden; zie manifest.json."
          : "  and \(more) more quantities; see manifest.json.")
    }
    return lines
  }

  private func wrapped(_ text: String, _ indent: Int) -> [String] {
    TextLayout.lines(of: text, width: RunSummary.width, indent: indent)
  }

  /// The summary for programs.
  public func json(folder: String?, files: [String]) -> JSON {
    let last = world.calendar.months - 1
    var backlog: [JSON] = []
    for (index, subject) in world.subjects.enumerated() {
      guard let stock = result.summary(.stock, subject, month: last),
        let overdue = result.summary(.overdueStock, subject, month: last)
      else { continue }
      backlog.append([
        "stream": .string(world.label(of: subject)),
        "stock_start": JSON.finite(result.initialStock[index]),
        "stock_end": summary(stock), "overdue_stock_end": summary(overdue),
        "claims": claims(graph.claimsAtEnd(of: .stock, subject: subject)),
      ])
    }
    let answers = result.answers.map { answer -> JSON in
      [
        "question": .string(answer.question.claim),
        "without": .array(answer.question.without.map { .string(world.levers[$0].name) }),
        "figures": .array(answer.figures.map(self.figure)),
      ]
    }
    let tests = result.tests.map { summary -> JSON in
      [
        "test": .string(summary.test.name),
        "claim": summary.test.claim.map(JSON.string) ?? .null,
        "source": summary.test.source.map(JSON.string) ?? .null,
        "holds": JSON.finite(summary.share), "se": JSON.finite(summary.standardError),
        "decided_by": summary.decidedBy.map { .string($0.path) } ?? .null,
      ]
    }
    return [
      "scenario": .string(world.name), "runs": .number(result.assignment.runs),
      "runs_asked": .number(result.runsAsked), "ended_by": .string(result.ending.rawValue),
      "seed": .string("\(result.assignment.seed)"),
      "central": .boolean(result.assignment.isCentral), "seconds": .number(result.seconds),
      "backlog": .array(backlog), "answers": .array(answers),
      "difference": difference?.json ?? .null,
      "tests": .array(tests),
      "report": folder.map(JSON.string) ?? .null, "files": .array(files.map(JSON.string)),
    ]
  }

  private func figure(_ figure: AnswerFigure) -> JSON {
    [
      "measure": .string(figure.figure.measure.rawValue),
      "stream": .string(world.label(of: figure.figure.subject)),
      "month": .string(world.calendar.month(figure.figure.month).description),
      "mean": JSON.finite(figure.mean), "mean_without": JSON.finite(figure.meanWithout),
      "difference": JSON.finite(figure.difference), "mcse": JSON.finite(figure.standardError),
      "p05": JSON.finite(figure.quantiles[0]), "p50": JSON.finite(figure.quantiles[1]),
      "p95": JSON.finite(figure.quantiles[2]),
    ]
  }

  private func summary(_ cell: CellSummary) -> JSON {
    [
      "mean": JSON.finite(cell.mean), "mcse": JSON.finite(cell.standardError),
      "p05": JSON.finite(cell.quantiles[0]), "p50": JSON.finite(cell.quantiles[2]),
      "p95": JSON.finite(cell.quantiles[4]),
    ]
  }

  private func claims(_ ids: [String]) -> JSON { .array(ids.map(JSON.string)) }
}

extension JSON {
  /// A number, or null when it is not finite.
  static func finite(_ value: Double) -> JSON { value.isFinite ? .number(value) : .null }
}
