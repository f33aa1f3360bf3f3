extension Stream {
  /// What each of its numbers is, by path.
  var phrases: [(path: String, phrase: Bilingual)] {
    var all: [(String, Bilingual)] = []
    func add(_ path: String?, _ nl: String, _ en: String) {
      if let path { all.append((path, Bilingual(nl: nl, en: en))) }
    }
    func add(_ number: Number?, _ phrase: Bilingual) {
      if let number { all.append((number.path, phrase)) }
    }
    add(stock.path, "voorraad bij de start", "stock at the start")
    for band in ages {
      add(
        band.share.path, "aandeel \(band.from) tot \(band.to) maanden oud bij de start",
        "share aged \(band.from) to \(band.to) months at the start")
    }
    add(inflow?.level, Phrase.inflowLevel)
    add(
      inflow?.season?.path, "seizoenspatroon van de instroom, januari tot en met december",
      "seasonal pattern of the inflow, January to December")
    add(inflow?.trend, Phrase.inflowTrend)
    let noise = inflow?.noise
    add(
      noise?.persistence.path, "doorwerking van schommelingen in de instroom",
      "persistence of swings in the inflow")
    add(
      noise?.sd.path, "omvang van schommelingen in de instroom", "size of swings in the inflow")
    add(
      noise?.dispersion?.path, "spreiding van de maandelijkse instroom (κ)",
      "dispersion of the monthly inflow (κ)")
    add(
      noise?.surge?.rate.path, "kans per maand op een piek in de instroom",
      "chance a month of a surge in the inflow")
    add(
      noise?.surge?.size.path, "hoogte van een piek in de instroom",
      "height of a surge in the inflow")
    add(
      noise?.surge?.decay.path, "maanden waarin een piek in de instroom wegebt",
      "months in which a surge in the inflow ebbs away")
    for step in steps {
      add(step.hours, step.phraseOfHours)
      add(step.share, step.phraseOfShare)
    }
    add(term, Phrase.term)
    add(minimumLead, Phrase.minimumLead)
    add(withdrawal, Phrase.withdrawal)
    add(straightThrough, Phrase.straightThrough)
    add(drift, Phrase.drift)
    for outcome in outcomes { add(outcome.share, outcome.phraseOfShare) }
    if case .split(let newest) = discipline { add(newest, Phrase.newest) }
    return all
  }
}

/// What quantities are, of their part of the world.
private enum Phrase {
  static let inflowLevel = Bilingual(nl: "instroom per maand", en: "inflow a month")
  static let inflowTrend = Bilingual(
    nl: "trend van de instroom per jaar", en: "trend of the inflow a year")
  static let term = Bilingual(nl: "termijn in maanden", en: "term in months")
  static let minimumLead = Bilingual(
    nl: "kortst mogelijke doorlooptijd", en: "shortest possible lead time")
  static let withdrawal = Bilingual(
    nl: "aandeel ingetrokken per maand", en: "share withdrawn a month")
  static let straightThrough = Bilingual(
    nl: "aandeel direct beslist", en: "share decided straight through")
  static let drift = Bilingual(
    nl: "toename van de uren per zaak per jaar", en: "rise of the hours per case a year")
  static let newest = Bilingual(
    nl: "aandeel van de uren voor de nieuwste zaken", en: "share of hours for the newest cases")
  static let hires = Bilingual(nl: "nieuwe medewerkers per maand", en: "hires a month")
  static let attrition = Bilingual(
    nl: "personeelsverloop per maand", en: "staff turnover a month")
  static let hoursPerMonth = Bilingual(
    nl: "productieve uren per fte per maand", en: "productive hours per fte a month")
}

extension Stream.Step {
  fileprivate var phraseOfHours: Bilingual {
    Bilingual(nl: "uren voor \(title.nl)", en: "hours for the \(title.en)")
  }
  fileprivate var phraseOfShare: Bilingual {
    Bilingual(nl: "aandeel zaken met \(title.nl)", en: "share of cases with the \(title.en)")
  }
}

extension Stream.Outcome {
  fileprivate var phraseOfShare: Bilingual {
    Bilingual(nl: "aandeel \(title.nl)", en: "share \(title.en)")
  }
}

extension Event {
  /// What a penalty for it is.
  var amount: Bilingual {
    self == .overdue
      ? Bilingual(nl: "bedrag per te late zaak per maand", en: "amount per overdue case a month")
      : Bilingual(nl: "bedrag per zaak", en: "amount per case")
  }

  /// How many cases of a flow there are for it.
  fileprivate var count: Bilingual {
    self == .overdue
      ? Bilingual(nl: "aantal per te late zaak per maand", en: "number per overdue case a month")
      : Bilingual(nl: "aantal per zaak", en: "number per case")
  }
}

extension Test {
  /// What its fixed number is: the statement in which it stands, as far as there is room.
  var phrase: Bilingual {
    Bilingual(
      nl: Test.shortened("Toets – \(statement.nl)"), en: Test.shortened("Test – \(statement.en)"))
  }

  /// A sentence without its full stop; a long one ends after a part of it, or else after a word.
  private static func shortened(_ sentence: String) -> String {
    let text = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
    guard text.count > NumberTitles.longest else { return text }
    let room = text.prefix(NumberTitles.longest - 2)
    let whole = room.lastIndex { ",;:(".contains($0) }.map { room[..<$0] } ?? ""
    let words = room.lastIndex(of: " ").map { room[..<$0] } ?? room
    var kept = whole.count > NumberTitles.longest / 2 ? whole : words
    while let last = kept.last, " ,;:(".contains(last) { kept.removeLast() }
    return "\(kept) …"
  }
}

extension World {
  func phrases(of pool: Pool) -> [(path: String, phrase: Bilingual)] {
    var all: [(String, Bilingual)] = []
    func add(_ path: String?, _ nl: String, _ en: String) {
      if let path { all.append((path, Bilingual(nl: nl, en: en))) }
    }
    add(pool.staff.path, "personeel bij de start", "staff at the start")
    add(
      pool.recentHires?.path, "onlangs begonnen personeel bij de start, naar dienstmaand",
      "staff hired lately at the start, by month of service")
    all.append((pool.hires.path, Phrase.hires))
    all.append((pool.attrition.path, Phrase.attrition))
    add(
      pool.learning?.path, "leercurve van nieuwe medewerkers, naar dienstmaand",
      "learning curve of new staff, by month of service")
    all.append((pool.hoursPerMonth.path, Phrase.hoursPerMonth))
    add(
      pool.noise?.path, "omvang van schommelingen in de capaciteit",
      "size of swings in the capacity")
    if case .shares(let shares) = pool.allocation {
      for share in shares {
        let stream = shortTitle(ofStream: share.stream)
        add(
          share.share.path, "aandeel van de uren voor \(stream.nl)",
          "share of hours for \(stream.en)")
      }
    }
    return all
  }

  func phrases(of flow: Flow) -> [(path: String, phrase: Bilingual)] {
    [
      (flow.casesPerEvent.path, flow.event.count),
      (
        flow.lag.path,
        Bilingual(nl: "vertraging in maanden", en: "delay in months")
      ),
      (flow.history.path, phraseOfHistory(of: flow)),
    ]
  }

  private func phraseOfHistory(of flow: Flow) -> Bilingual {
    switch flow.event {
    case .outcome(let outcome):
      let title = streams[flow.source].outcomes[outcome].title
      return Bilingual(
        nl: "\(title.nl) per maand vóór de start", en: "\(title.en) a month before the start")
    case .decision:
      return Bilingual(
        nl: "beslissingen per maand vóór de start", en: "decisions a month before the start")
    case .withdrawal:
      return Bilingual(
        nl: "intrekkingen per maand vóór de start", en: "withdrawals a month before the start")
    case .overdue:
      return Bilingual(nl: "te late zaken vóór de start", en: "overdue cases before the start")
    }
  }

  func phrase(ofInflows first: Int, _ second: Int) -> Bilingual {
    let (one, other) = (shortTitle(ofStream: first), shortTitle(ofStream: second))
    return Bilingual(
      nl: "Samenhang van de instroom van \(one.nl) en \(other.nl)",
      en: "Correlation of the inflow of \(one.en) and \(other.en)")
  }

  // MARK: Quantities

  /// The part of the world to which a quantity belongs.
  func owner(of quantity: Quantity) -> Bilingual {
    switch quantity {
    case .inflowLevel(let stream), .inflowTrend(let stream), .straightThrough(let stream),
      .withdrawal(let stream), .term(let stream), .minimumLead(let stream), .drift(let stream),
      .newest(let stream), .stepHours(let stream, _), .stepShare(let stream, _),
      .outcome(let stream, _):
      shortTitle(ofStream: stream)
    case .hires(let pool), .attrition(let pool), .hoursPerMonth(let pool): pools[pool].title
    case .casesPerEvent(let flow): flows[flow].title
    case .euros(let penalty): penalties[penalty].title
    }
  }

  /// What a quantity is, of its part of the world.
  func phrase(of quantity: Quantity) -> Bilingual {
    switch quantity {
    case .inflowLevel: Phrase.inflowLevel
    case .inflowTrend: Phrase.inflowTrend
    case .stepHours(let stream, let step): streams[stream].steps[step].phraseOfHours
    case .stepShare(let stream, let step): streams[stream].steps[step].phraseOfShare
    case .straightThrough: Phrase.straightThrough
    case .withdrawal: Phrase.withdrawal
    case .term: Phrase.term
    case .minimumLead: Phrase.minimumLead
    case .drift: Phrase.drift
    case .outcome(let stream, let outcome): streams[stream].outcomes[outcome].phraseOfShare
    case .newest: Phrase.newest
    case .hires: Phrase.hires
    case .attrition: Phrase.attrition
    case .hoursPerMonth: Phrase.hoursPerMonth
    case .casesPerEvent(let flow): flows[flow].event.count
    case .euros(let penalty): penalties[penalty].event.amount
    }
  }

  // MARK: Effects

  /// What an effect does: its title in the scenario, or else what it changes and in which way.
  func phrase(of effect: Effect) -> Bilingual {
    if let title = effect.title { return title }
    let changed = changed(by: effect.quantities)
    return switch effect.operation {
    case .multiply, .add: Bilingual(nl: "effect op \(changed.nl)", en: "effect on \(changed.en)")
    case .set: changed
    }
  }

  /// The quantities of an effect in a few words: one by its title, more by what they have in common.
  private func changed(by quantities: [Quantity]) -> Bilingual {
    guard let first = quantities.first else { return Bilingual(nl: "niets", en: "nothing") }
    let owners = Set(quantities.map { self.owner(of: $0) })
    let owner = owner(of: first)
    let phrases = Set(quantities.map { self.phrase(of: $0) })
    let phrase = phrases.count == 1 ? phrase(of: first) : common(quantities)
    let kinds = Set(quantities.map(parts))
    let count = owners.count
    let of =
      count == 1
      ? owner
      : kinds.count == 1
        ? Bilingual(nl: "\(count) \(parts(first).nl)", en: "\(count) \(parts(first).en)")
        : Bilingual(nl: "\(count) onderdelen", en: "\(count) parts")
    return Bilingual(nl: "\(phrase.nl) (\(of.nl))", en: "\(phrase.en) (\(of.en))")
  }

  /// The word for parts of the kind to which a quantity belongs.
  private func parts(_ quantity: Quantity) -> Bilingual {
    switch quantity {
    case .hires, .attrition, .hoursPerMonth: Bilingual(nl: "teams", en: "pools")
    case .casesPerEvent: Bilingual(nl: "vervolgstromen", en: "follow-up flows")
    case .euros: Bilingual(nl: "kostenposten", en: "penalties")
    default: Bilingual(nl: "zaakstromen", en: "streams")
    }
  }

  /// What quantities that differ have in common.
  private func common(_ quantities: [Quantity]) -> Bilingual {
    func all(_ isOne: (Quantity) -> Bool) -> Bool { quantities.allSatisfy(isOne) }
    if all({ if case .stepHours = $0 { true } else { false } }) {
      return Bilingual(nl: "uren per zaak", en: "hours per case")
    }
    if all({ if case .stepShare = $0 { true } else { false } }) {
      return Bilingual(nl: "aandeel zaken met een stap", en: "share of cases with a step")
    }
    if all({ if case .outcome = $0 { true } else { false } }) {
      return Bilingual(nl: "aandelen van de uitkomsten", en: "shares of the outcomes")
    }
    if all({ if case .casesPerEvent = $0 { true } else { false } }) {
      return Bilingual(nl: "aantal per zaak", en: "number per case")
    }
    if all({ if case .euros = $0 { true } else { false } }) {
      return Bilingual(nl: "bedrag per zaak", en: "amount per case")
    }
    let count = quantities.count
    return Bilingual(nl: "\(count) getallen", en: "\(count) numbers")
  }
}
