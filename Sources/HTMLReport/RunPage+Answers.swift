internal import Caseload
internal import Charts
internal import Engine
internal import Evidence
internal import Reporting

extension RunPage {
  /// The questions of the Senate with their answers, a paragraph and a picture each; nil when the scenario asks nothing.
  func answers(_ edition: Edition, _ charts: ReportCharts) -> Page.Section? {
    guard !result.answers.isEmpty else { return nil }
    let pictures = charts.answers
    let answers = result.answers.map { answer -> Fields in
      let claim = answer.question.claim
      let title = answer.question.title[edition.language]
      let picture = pictures.first { $0.name.hasPrefix("answer.\(claim).") }
      var fields: Fields = [
        "claim": claim, "sentence": edition.id(claim), "title": title,
        "quote": Claim.named(claim)?.quote ?? "",
        "levers": list(
          answer.question.without.map { world.levers[$0].title[edition.language] }, edition),
      ]
      fields["id"] = edition.begin("answer-\(claim)", title: "\(claim): \(title)")
      fields["sentences"] = headlines(of: answer.question).compactMap { figure in
        answer.figures.first { $0.figure == figure }.map { sentence($0, answer, edition) }
      }
      if let picture {
        fields["picture"] = edition.figure(
          picture.drawing(edition.language),
          title: edition.say("\(claim): beeld", "\(claim): picture"))
      }
      fields["table"] = edition.begin(
        "answer-\(claim)-table",
        title: edition.say("\(claim): alle getallen", "\(claim): all numbers"))
      fields["rows"] = answer.figures.map { row($0, answer, edition) }
      return fields
    }
    return Page.Section(
      name: "answers",
      title: edition.say("De vragen van de Eerste Kamer", "The questions of the Senate"),
      body: Templates.render(
        "answers",
        [
          edition.language.rawValue: true, "answers": answers, "isDrawn": !isCentral,
          "without": edition.say("zonder", "without"),
        ]))
  }

  /// The figures that a paragraph tells: of the first two measures the first subject, half-way or a little before.
  func headlines(of question: Question) -> [Question.Figure] {
    var measures: [Measure] = []
    for figure in question.figures where !measures.contains(figure.measure) {
      measures.append(figure.measure)
    }
    return measures.prefix(2).compactMap { measure in
      let of = question.figures.filter { $0.measure == measure }
      let first = of.filter { $0.subject == of[0].subject }
      return first[(first.count - 1) / 2]
    }
  }

  private func sentence(_ figure: AnswerFigure, _ answer: Answer, _ edition: Edition) -> Fields {
    let (what, language) = (figure.figure, edition.language)
    var fields = numbers(figure, answer, edition)
    fields["what"] = title(what.measure, what.subject, language).capitalisedFirst
    fields["month"] = language.long(world.calendar.month(what.month))
    fields["unit"] = unit(what.measure.unit, language)
    let change = abs(figure.difference)
    let size = self.figure(change, what.measure.unit, language)
    let isLess = figure.difference < 0
    let word =
      isLess
      ? edition.say("minder", what.measure.unit == .cases ? "fewer" : "less")
      : edition.say("meer", "more")
    fields["change"] = edition.rests("\(size) \(word)", on: claims(figure, answer))
    return fields
  }

  private func row(_ figure: AnswerFigure, _ answer: Answer, _ edition: Edition) -> Fields {
    var fields = numbers(figure, answer, edition)
    let what = figure.figure
    let unit = unit(what.measure.unit, edition.language)
    fields["what"] =
      title(what.measure, what.subject, edition.language) + (unit.isEmpty ? "" : " (\(unit))")
    fields["month"] = edition.language.format(world.calendar.month(what.month))
    return fields
  }

  /// The numbers of a figure, each a link.
  private func numbers(_ figure: AnswerFigure, _ answer: Answer, _ edition: Edition) -> Fields {
    let (unit, language) = (figure.figure.measure.unit, edition.language)
    let claims = claims(figure, answer)
    func link(_ value: Double, isSigned: Bool = false) -> Markup {
      edition.rests(self.figure(value, unit, language, isSigned: isSigned), on: claims)
    }
    var fields: Fields = [
      "with": link(figure.mean), "without": link(figure.meanWithout),
      "difference": link(figure.difference, isSigned: true),
    ]
    if !isCentral {
      fields["error"] = error(1.96 * figure.standardError, unit, language)
      fields["low"] = link(figure.quantiles[0], isSigned: true)
      fields["high"] = link(figure.quantiles[2], isSigned: true)
    }
    return fields
  }

  private func claims(_ figure: AnswerFigure, _ answer: Answer) -> [String] {
    let what = figure.figure
    return graph.claims(of: what.measure, subject: what.subject, month: what.month)
      + [answer.question.claim]
  }

  /// Names as a list in a sentence.
  private func list(_ names: [String], _ edition: Edition) -> String {
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + edition.say(" en ", " and ") + last
  }
}

extension String {
  /// The text as the beginning of a sentence.
  var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
