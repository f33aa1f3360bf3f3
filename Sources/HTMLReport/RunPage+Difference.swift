internal import Caseload
internal import Charts
internal import Engine
internal import Evidence
internal import Influence
internal import Reporting
internal import Sensitivity
internal import Statistics

extension RunPage {
  /// Level of the intervals of shares.
  private static let confidence = 0.95

  /// What makes the difference; nil on the expected path, where nothing varies, and where nothing was explained.
  func difference(_ edition: Edition, _ charts: ReportCharts) -> Page.Section? {
    guard let explanation else { return nil }
    let language = edition.language
    var fields: Fields = [language.rawValue: true]
    if let attribution = explanation.attribution {
      // A question's own picture is of its headline; those of its other months are files beside the page.
      let shown = world.questions.compactMap { headlines(of: $0).first }.map { figure in
        charts.waterfallName(figure.measure, figure.subject, month: figure.month)
      }
      fields["waterfalls"] = charts.waterfalls(attribution).filter { shown.contains($0.name) }
        .map {
          edition.figure(
            $0.drawing(language),
            title: edition.say("Bijdragen: \($0.subject)", "Contributions: \($0.subject)"))
        }
      if let support = supported(attribution, edition) { fields["support"] = support }
    }
    fields["sensitivities"] = explanation.sensitivities.flatMap { result -> [Fields] in
      let charts = InfluenceCharts(result, graph: graph, language: language)
      return result.series.flatMap { series -> [Fields] in
        let drawings =
          charts.areas(of: series).map { [$0.drawing(language)] }
          ?? series.compactMap { charts.tornado(response: $0)?.drawing(language) }
        return drawings.map { edition.figure($0) }
      }
    }
    guard fields.count > 1 else { return nil }
    return Page.Section(
      name: "difference", title: edition.say("Wat het verschil maakt", "What makes the difference"),
      body: Templates.render("difference", fields))
  }

  /// How much of the difference that the first waterfall shows rests on sizes that nothing supports; nil when that is not known.
  private func supported(_ attribution: Attribution, _ edition: Edition) -> Fields? {
    let language = edition.language
    guard let first = world.questions.lazy.compactMap({ headlines(of: $0).first }).first else {
      return nil
    }
    let response = Response.measure(first.measure, first.subject, month: first.month)
    guard let place = attribution.responses.firstIndex(of: response),
      let shares = attribution.shares[place],
      let part = shares.fraction(
        of: attribution.levers.indices.filter {
          FactorList.support(of: world.levers[attribution.levers[$0]])?.isUnsupported ?? true
        }, confidence: RunPage.confidence), part.value.isFinite
    else { return nil }
    let block = edition.begin(
      "support",
      title: edition.say("Deel dat op aannames rust", "Part that rests on assumptions"))
    let claims = graph.claims(of: first.measure, subject: first.subject, month: first.month)
    return [
      "id": block, "what": title(first.measure, first.subject, language),
      "month": language.long(world.calendar.month(first.month)),
      "share": edition.rests(language.percent(part.value), on: claims),
      "low": language.percent(part.interval.low, decimals: 1),
      "high": language.percent(part.interval.high, decimals: 1),
    ]
  }
}
