extension Measure {
  /// Its name for people.
  public var title: Bilingual {
    switch self {
    case .inflow: Bilingual(nl: "instroom", en: "inflow")
    case .followUpInflow: Bilingual(nl: "instroom van vervolgzaken", en: "follow-up inflow")
    case .straightThrough: Bilingual(nl: "direct beslist", en: "straight-through decisions")
    case .decisions: Bilingual(nl: "beslissingen", en: "decisions")
    case .withdrawals: Bilingual(nl: "intrekkingen", en: "withdrawals")
    case .stock: Bilingual(nl: "voorraad", en: "stock")
    case .overdueStock: Bilingual(nl: "achterstand", en: "overdue stock")
    case .decidedInTerm:
      Bilingual(nl: "aandeel binnen de termijn beslist", en: "share decided within the term")
    case .meanWait: Bilingual(nl: "gemiddelde doorlooptijd", en: "mean waiting time")
    case .p90Wait:
      Bilingual(nl: "90e percentiel van de doorlooptijd", en: "90th percentile waiting time")
    case .decisionsOnInitialStock:
      Bilingual(nl: "beslissingen op de beginvoorraad", en: "decisions on the initial stock")
    case .hoursUsed: Bilingual(nl: "bestede uren", en: "hours used")
    case .staff: Bilingual(nl: "personeel", en: "staff")
    case .capacity: Bilingual(nl: "capaciteit", en: "capacity")
    case .utilisation: Bilingual(nl: "benutting", en: "utilisation")
    case .staffToKeepUp:
      Bilingual(nl: "personeel nodig om de instroom bij te houden", en: "staff needed to keep up")
    case .penalties: Bilingual(nl: "dwangsommen en kosten", en: "penalties")
    }
  }
}
