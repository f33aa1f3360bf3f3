internal import Caseload
internal import Charts
internal import Engine
internal import Evidence
internal import Reporting

extension RunPage {
  /// The stock of every stream: together, then one by one, then in a table.
  func backlog(_ edition: Edition, _ charts: ReportCharts) -> Page.Section {
    let language = edition.language
    let last = world.calendar.months - 1
    let streams = edition.figure(
      charts.streams.drawing(language),
      title: edition.say("Alle zaakstromen bijeen", "All streams side by side"))
    // Streams together come first; one that never has a case has nothing to show.
    let together = Set(world.groups.map { $0.title[language] })
    let shown = charts.fans.filter { $0.fan.stock.joined().contains { $0 > 0 } }
    let ordered =
      shown.filter { together.contains($0.subject) }
      + shown.filter { !together.contains($0.subject) }
    /// The subject as far as its colon, where no other begins so.
    func short(_ subject: String) -> String {
      let name = subject.prefix { $0 != ":" }
      return ordered.count { $0.subject.prefix { $0 != ":" } == name } == 1 ? String(name) : subject
    }
    let fans = ordered.map { fan -> Fields in
      var fields = edition.figure(
        fan.drawing(language),
        title: edition.say("Voorraad: \(short(fan.subject))", "Stock: \(short(fan.subject))"))
      fields["subject"] = fan.subject
      return fields
    }
    let table = edition.begin(
      "stock-table", title: edition.say("Tabel van de voorraden", "Table of stocks"))
    let rows = world.subjects.enumerated().compactMap { index, subject -> Fields? in
      guard let stock = result.summary(.stock, subject, month: last),
        let overdue = result.summary(.overdueStock, subject, month: last)
      else { return nil }
      let claims = graph.claimsAtEnd(of: .stock, subject: subject)
      func link(_ value: Double, _ claims: [String]) -> Markup {
        edition.rests(language.format(value), on: claims)
      }
      var fields: Fields = [
        "subject": world.title(of: subject)[language],
        "start": link(
          result.initialStock[index], graph.claims(of: .stock, subject: subject, month: 0)),
        "end": link(stock.mean, claims),
        "overdue": link(overdue.mean, graph.claimsAtEnd(of: .overdueStock, subject: subject)),
      ]
      if !isCentral {
        fields["low"] = link(stock.quantiles[0], claims)
        fields["high"] = link(stock.quantiles[4], claims)
      }
      if case .group = subject { fields["isGroup"] = true }
      return fields
    }
    return Page.Section(
      name: "backlog", title: edition.say("De voorraden", "The stocks"),
      body: Templates.render(
        "backlog",
        [
          language.rawValue: true, "all": streams, "fans": fans, "table": table, "rows": rows,
          "isDrawn": !isCentral, "end": language.format(world.calendar.month(last)),
          "start": language.format(world.calendar.start),
        ]))
  }
}
