import Caseload
import CaseloadTesting
import Probability
import Testing

/// What numbers are called by people.
struct NumberTitlesTests {
  private func text(_ nl: String, _ en: String) -> Bilingual { Bilingual(nl: nl, en: en) }

  /// Every kind of number at least once, some with titles and some without.
  private var world: World {
    var builder = WorldBuilder()
    builder.stream(
      "asylum", trend: 0.01, noise: (0.1, 0.5), lead: 1, withdrawal: 0.01, straightThrough: 0.1,
      drift: 0.01, season: Array(repeating: 1, count: 12), surge: true)
    builder.stream("late-notices", level: nil)
    builder.pool(
      "desk", allocation: .shares([.init(stream: 0, share: builder.number("shares", 0.5))]),
      learning: [0, 0.5], recentHires: [1, 1], noise: 0.1)
    builder.flow("follow-up", from: 0, on: .outcome(0), to: 1)
    builder.flow("late", from: 0, on: .overdue, to: 1)
    builder.penalty("fine", from: 1, on: .overdue)
    builder.lever("sure", on: [.withdrawal(stream: 0)], probability: .fixed(0.4))
    let level = builder.number("level", 0.5)
    builder.correlations = [
      .inflow(0, 1, builder.number("correlations.0.correlation", 0.5)),
      .rank("streams.asylum.term", "pools.desk.hires", builder.number("correlations.1.rank", 0.1)),
      .rank(
        "streams.asylum.term", "streams.asylum.drift", builder.number("correlations.2.rank", 0.1)),
    ]
    builder.tests = [
      Test(
        name: "low", claim: "C09", source: nil,
        statement: text("De voorraad is laag.", "The stock is low."), left: .constant(level),
        relation: .less, right: .constant(level), tolerance: 0,
        months: MonthRange(from: 0, to: 1), quantifier: .every)
    ]
    return builder.world
  }

  @Test(arguments: [
    ("streams.asylum.stock.total", "asylum: voorraad bij de start", "asylum: stock at the start"),
    (
      "streams.asylum.stock.ages.0.share", "asylum: aandeel 0 tot 8 maanden oud bij de start",
      "asylum: share aged 0 to 8 months at the start"
    ),
    ("streams.asylum.inflow.level", "asylum: instroom per maand", "asylum: inflow a month"),
    (
      "streams.asylum.steps.decide.hours", "asylum: uren voor decide",
      "asylum: hours for the decide"
    ),
    (
      "streams.late-notices.outcomes.granted.share", "late-notices: aandeel granted",
      "late-notices: share granted"
    ),
    ("pools.desk.hires", "desk: nieuwe medewerkers per maand", "desk: hires a month"),
    ("shares", "desk: aandeel van de uren voor asylum", "desk: share of hours for asylum"),
    ("flows.follow-up.casesPerEvent", "follow up: aantal per zaak", "follow up: number per case"),
    (
      "flows.follow-up.history", "follow up: granted per maand vóór de start",
      "follow up: granted a month before the start"
    ),
    (
      "flows.late.casesPerEvent", "late: aantal per te late zaak per maand",
      "late: number per overdue case a month"
    ),
    (
      "penalties.fine.euros", "fine: bedrag per te late zaak per maand",
      "fine: amount per overdue case a month"
    ),
    (
      "levers.sure.probability", "sure: kans dat dit in werking treedt",
      "sure: chance that it comes into force"
    ),
    ("levers.sure.inForce", "sure: wel of niet in werking", "sure: in force or not"),
    ("levers.sure", "sure", "sure"),
    (
      "levers.sure.effects.change.multiply",
      "sure: effect op aandeel ingetrokken per maand (asylum)",
      "sure: effect on share withdrawn a month (asylum)"
    ),
    (
      "correlations.0.correlation", "Samenhang van de instroom van asylum en late-notices",
      "Correlation of the inflow of asylum and late-notices"
    ),
    (
      "correlations.1.rank",
      "Samenhang van asylum: termijn in maanden en desk: nieuwe medewerkers per maand",
      "Correlation of asylum: term in months and desk: hires a month"
    ),
    (
      "correlations.2.rank",
      "asylum: samenhang van termijn in maanden en toename van de uren per zaak per jaar",
      "asylum: correlation of term in months and rise of the hours per case a year"
    ),
    ("level", "Toets – De voorraad is laag", "Test – The stock is low"),
    // Quantities by the path of `on`, and what no number of the file gives.
    ("streams.asylum.outcomes.granted", "asylum: aandeel granted", "asylum: share granted"),
    (
      "streams.late-notices.straightThrough", "late-notices: aandeel direct beslist",
      "late-notices: share decided straight through"
    ),
  ])
  func `a number is called after its part of the world and what it is of it`(
    path: String, nl: String, en: String
  ) {
    #expect(NumberTitles(world)[path] == text(nl, en))
    #expect(world.title(ofNumberAt: path) == text(nl, en))
  }

  @Test(arguments: ["", "streams.asylum", "streams.asylum.inflow", "streams.nobody.term"])
  func `what is no number is called by its path`(path: String) {
    #expect(world.title(ofNumberAt: path) == text(path, path))
  }

  @Test func `a scenario's own words come before made ones`() throws {
    var builder = WorldBuilder()
    builder.stream("a")
    builder.lever("l", on: [.term(stream: 0)])
    let effect = try #require(builder.levers[0].effects.first)
    let spoken = Effect(
      path: effect.path, title: text("kortere termijn", "a shorter term"),
      quantities: effect.quantities, operation: .set, size: effect.size, phase: effect.phase,
      application: effect.application)
    builder.levers[0] = Lever(
      name: "l", title: text("Wet: deel 2", "Act: part 2"), isEnabled: true,
      probability: builder.levers[0].probability, effects: [spoken], claims: [])
    // After a title with a colon of its own comes a dash.
    #expect(
      builder.world.title(ofNumberAt: effect.size.path)
        == text("Wet: deel 2 – kortere termijn", "Act: part 2 – a shorter term"))
  }

  @Test func `a stream is called by the start of its title where that is clear`() {
    func shortened(_ titles: [Bilingual]) -> [Bilingual] {
      var builder = WorldBuilder()
      for (index, title) in titles.enumerated() {
        builder.stream("s\(index)")
        let stream = builder.streams[index]
        builder.streams[index] = Stream(
          name: stream.name, title: title, pool: 0, stock: stream.stock, ages: stream.ages,
          inflow: nil, steps: stream.steps, term: stream.term, minimumLead: nil, withdrawal: nil,
          straightThrough: nil, drift: nil, outcomes: stream.outcomes,
          discipline: stream.discipline, claims: [])
      }
      let world = builder.world
      return titles.indices.map { world.shortTitle(ofStream: $0) }
    }
    let (one, two) = (text("Spoor 1: Dublin", "Track 1: Dublin"), text("Spoor 2", "Track 2"))
    #expect(shortened([one, two]) == [text("Spoor 1", "Track 1"), two])
    // The same beginning, if only in one language, says too little.
    let other = text("Spoor 1: veilig", "Safe track: rest")
    #expect(shortened([one, other]) == [one, other])
    #expect(shortened([text(": leeg", ": empty")]) == [text(": leeg", ": empty")])
  }

  @Test func `numbers that would be called the same are told apart by their names`() {
    var builder = WorldBuilder()
    builder.stream("a")
    builder.stream("b-c")
    for index in 0..<2 {
      let stream = builder.streams[index]
      builder.streams[index] = Stream(
        name: stream.name, title: text(index == 0 ? "Een" : "Twee", "Same"), pool: 0,
        stock: stream.stock, ages: stream.ages, inflow: nil, steps: stream.steps,
        term: stream.term, minimumLead: nil, withdrawal: nil, straightThrough: nil, drift: nil,
        outcomes: stream.outcomes, discipline: stream.discipline, claims: [])
    }
    let titles = NumberTitles(builder.world)
    #expect(
      titles["streams.a.term"] == text("Een: termijn in maanden (a)", "Same: term in months (a)"))
    #expect(
      titles["streams.b-c.term"]
        == text("Twee: termijn in maanden (b c)", "Same: term in months (b c)"))
  }

  @Test func `several numbers together name what they share once`() {
    let titles = NumberTitles(world)
    let (term, drift) = ("streams.asylum.term", "streams.asylum.drift")
    #expect(titles.title(ofNumbersAt: [term]) == titles[term])
    #expect(
      titles.title(ofNumbersAt: [term, drift])
        == text(
          "asylum: termijn in maanden + toename van de uren per zaak per jaar",
          "asylum: term in months + rise of the hours per case a year"))
    #expect(
      titles.title(ofNumbersAt: [term, "pools.desk.hires"]).en
        == "asylum: term in months + desk: hires a month")
    #expect(
      titles.title(ofNumbersAt: [term, drift, "pools.desk.hires", "pools.desk.staff"])
        == text("asylum: termijn in maanden + 3 andere", "asylum: term in months + 3 others"))
  }

  @Test(arguments: [
    ("streams.asylum", "asylum (zaakstroom)"), ("pools.desk", "desk (team)"),
    ("flows.follow-up", "follow up"), ("penalties.fine", "fine"), ("levers.sure", "sure"),
    ("tests.low", "Toets – De voorraad is laag"),
  ])
  func `parts of the world have titles`(path: String, nl: String) {
    #expect(NumberTitles(world).title(ofPartAt: path)?.nl == nl)
    #expect(NumberTitles(world).title(ofPartAt: path + "x") == nil)
  }

  @Test(arguments: 0..<40)
  func `every number of any world has a title of its own in both languages`(seed: UInt64) {
    let world = RandomWorld(seed: seed).world
    let titles = NumberTitles(world)
    let paths = Set(world.inventory.map(\.path) + world.unknowns)
    for language in Language.allCases {
      let texts = paths.map { titles[$0][language] }
      #expect(Set(texts).count == texts.count)
    }
    for path in paths { #expect(titles[path].en != path) }
  }
}
