public import Caseload
internal import Probability

extension World {
  /// Name of a mechanism for people.
  func label(of mechanism: Mechanism) -> Bilingual {
    switch mechanism {
    case .arrivals(let stream): named("instroom van buiten", "arrivals from outside", stream)
    case .followUps(let stream):
      named("vervolgzaken uit eerdere gebeurtenissen", "cases that earlier events caused", stream)
    case .straightThrough(let stream):
      named("direct beslist bij binnenkomst", "decided at once on arrival", stream)
    case .intake(let stream):
      named("nieuwe zaken in de wachtrij", "new cases that join the queue", stream)
    case .initialStock(let stream): named("voorraad bij de start", "stock at the start", stream)
    case .hoursPerCase(let stream): named("uren per zaak", "hours per case", stream)
    case .hoursAtIntake(let stream):
      named("uren per nieuwe zaak", "hours per new case", stream)
    case .eligible(let stream):
      named("zaken die beslist kunnen worden", "cases that can be decided", stream)
    case .withdrawals(let stream): named("intrekkingen", "withdrawals", stream)
    case .demand(let stream): named("gevraagde uren", "hours asked for", stream)
    case .grant(let stream): named("toegewezen uren", "hours granted", stream)
    case .decisions(let stream): named("beslissingen", "decisions", stream)
    case .outcome(let stream, let outcome):
      Bilingual(
        nl: "beslissingen met uitkomst \(streams[stream].outcomes[outcome].title.nl)"
          + " – \(streams[stream].title.nl)",
        en: "decisions with outcome \(streams[stream].outcomes[outcome].title.en)"
          + " – \(streams[stream].title.en)")
    case .stock(let stream): named("voorraad", "stock", stream)
    case .overdue(let stream): named("achterstand", "overdue stock", stream)
    case .decidedInTerm(let stream):
      named("binnen de termijn beslist", "decided within the term", stream)
    case .waiting(let stream): named("doorlooptijd", "waiting time", stream)
    case .decisionsOnInitialStock(let stream):
      named("beslissingen op de beginvoorraad", "decisions on the initial stock", stream)
    case .hoursUsed(let stream): named("bestede uren", "hours used", stream)
    case .staff(let pool): named("personeel", "staff", pool: pool)
    case .productiveStaff(let pool):
      named("inzetbaar personeel", "productive staff", pool: pool)
    case .capacity(let pool): named("capaciteit in uren", "capacity in hours", pool: pool)
    case .utilisation(let pool): named("benutting", "utilisation", pool: pool)
    case .staffToKeepUp(let pool):
      named("personeel nodig om de instroom bij te houden", "staff needed to keep up", pool: pool)
    case .events(let flow):
      Bilingual(
        nl: "gebeurtenissen van de vervolgstroom \(flows[flow].title.nl)",
        en: "events of the flow \(flows[flow].title.en)")
    case .pastEvents(let flow):
      Bilingual(
        nl: "gebeurtenissen vóór de start van de vervolgstroom \(flows[flow].title.nl)",
        en: "events before the start of the flow \(flows[flow].title.en)")
    case .cost(let penalty):
      Bilingual(
        nl: "kosten van \(penalties[penalty].title.nl)",
        en: "cost of \(penalties[penalty].title.en)")
    }
  }

  /// Name of a node for people.
  func label(of node: Node) -> Bilingual {
    switch node {
    case .number(let path): Bilingual(nl: path, en: path)
    case .part(.stream(let stream)):
      Bilingual(
        nl: "zaakstroom \(streams[stream].title.nl)", en: "stream \(streams[stream].title.en)")
    case .part(.pool(let pool)):
      Bilingual(nl: "team \(pools[pool].title.nl)", en: "pool \(pools[pool].title.en)")
    case .part(.flow(let flow)):
      Bilingual(nl: "vervolgstroom \(flows[flow].title.nl)", en: "flow \(flows[flow].title.en)")
    case .part(.penalty(let penalty)):
      Bilingual(
        nl: "kosten \(penalties[penalty].title.nl)", en: "penalty \(penalties[penalty].title.en)")
    case .lever(let lever):
      Bilingual(
        nl: "maatregel \(levers[lever].title.nl)", en: "lever \(levers[lever].title.en)")
    case .effect(let lever, let effect): label(of: levers[lever].effects[effect])
    case .quantity(let quantity):
      Bilingual(nl: path(of: quantity), en: path(of: quantity))
    case .lodged(let quantity):
      Bilingual(
        nl: "\(path(of: quantity)), voor zaken ingediend na de start",
        en: "\(path(of: quantity)), of cases lodged after the start")
    case .mechanism(let mechanism): label(of: mechanism)
    }
  }

  /// Name of a monthly measure for people.
  func label(of measure: Measure, subject: Subject) -> Bilingual {
    let title = title(of: subject)
    let name = measure.title
    guard subject != .whole else { return name }
    return Bilingual(nl: "\(name.nl) – \(title.nl)", en: "\(name.en) – \(title.en)")
  }

  private func named(_ nl: String, _ en: String, _ stream: Int) -> Bilingual {
    let title = streams[stream].title
    return Bilingual(nl: "\(nl) – \(title.nl)", en: "\(en) – \(title.en)")
  }

  private func named(_ nl: String, _ en: String, pool: Int) -> Bilingual {
    let title = pools[pool].title
    return Bilingual(nl: "\(nl) – \(title.nl)", en: "\(en) – \(title.en)")
  }

  private func label(of effect: Effect) -> Bilingual {
    let (nl, en) =
      switch effect.operation {
      case .set: ("zet op", "sets to")
      case .multiply: ("vermenigvuldigt met", "multiplies by")
      case .add: ("verhoogt met", "adds")
      }
    let isOfCase = effect.quantities.contains(where: \.isOfCase)
    let (byNl, byEn) =
      switch effect.application {
      case .lodged where isOfCase: (" (naar indieningsmaand)", " (by month of lodging)")
      default: ("", "")
      }
    return Bilingual(nl: "\(effect.path)\(byNl): \(nl)", en: "\(effect.path)\(byEn): \(en)")
  }
}

extension Unit {
  /// Its name for people; empty for pure factors.
  public var words: Bilingual {
    switch self {
    case .cases: Bilingual(nl: "zaken", en: "cases")
    case .casesPerMonth: Bilingual(nl: "zaken/maand", en: "cases/month")
    case .hours: Bilingual(nl: "uur", en: "hours")
    case .hoursPerMonth: Bilingual(nl: "uur/maand", en: "hours/month")
    case .months: Bilingual(nl: "maanden", en: "months")
    case .share: Bilingual(nl: "aandeel", en: "share")
    case .sharePerMonth: Bilingual(nl: "aandeel/maand", en: "share/month")
    case .relativePerYear: Bilingual(nl: "relatief/jaar", en: "relative/year")
    case .fullTimeEquivalents: Bilingual(nl: "fte", en: "fte")
    case .fullTimeEquivalentsPerMonth: Bilingual(nl: "fte/maand", en: "fte/month")
    case .euro: Bilingual(nl: "euro", en: "euro")
    case .euroPerMonth: Bilingual(nl: "euro/maand", en: "euro/month")
    case .events: Bilingual(nl: "gebeurtenissen/maand", en: "events/month")
    case .factor: Bilingual(nl: "", en: "")
    }
  }
}
