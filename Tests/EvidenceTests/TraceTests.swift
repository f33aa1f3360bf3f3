import Caseload
import CaseloadTesting
import Evidence
import Probability
import Testing

@Suite struct `The tree behind a result` {
  private static func builder() -> WorldBuilder {
    var builder = WorldBuilder(claims: [
      "streams.asylum.inflow.level": ["C01"], "streams.nareis.inflow.level": ["C01"],
      "levers.pact.effects.change.multiply": ["C23"],
    ])
    builder.pool("p")
    builder.stream("asylum", trend: -0.1, claims: ["C18"])
    builder.stream("nareis")
    builder.flow("family", from: 0, on: .outcome(0), to: 1)
    builder.flow("back", from: 1, on: .overdue, to: 0)
    builder.lever(
      "pact", on: [.stepHours(stream: 0, step: 0)], size: .uniform(low: 0.7, high: 0.9), from: 9,
      applies: .lodged, claims: ["C08"])
    return builder
  }

  private func nodes(_ tree: TraceNode) -> [TraceNode] { [tree] + tree.children.flatMap(nodes) }

  private func paths(_ tree: TraceNode) -> [String] {
    nodes(tree).compactMap { $0.value?.path }
  }

  @Test(arguments: [0, 5, 8, 9, 12, 23])
  func `it holds every number that reaches the result, once, and no other`(month: Int) {
    let world = Self.builder().world
    let graph = EvidenceGraph(world)
    for subject in world.subjects {
      for measure in world.measures(of: subject) {
        let tree = graph.explanation(of: measure, subject: subject, month: month)
        let reach = graph.numbers(reaching: measure, subject: subject, month: month)
        #expect(paths(tree).sorted() == reach.map(\.path).sorted())
        let firstMonths = Dictionary(uniqueKeysWithValues: reach.map { ($0.path, $0.firstMonth) })
        for node in nodes(tree) where node.kind == .number {
          #expect(node.firstMonth == node.value.flatMap { firstMonths[$0.path] })
        }
      }
    }
  }

  @Test func `it carries the claims of the result and no others`() {
    let world = Self.builder().world
    let graph = EvidenceGraph(world)
    for month in [0, 8, 9, 23] {
      let tree = graph.explanation(of: .stock, subject: .stream(0), month: month)
      let claims = Set(tree.children.flatMap(nodes).flatMap(\.claims)).sorted()
      #expect(claims == graph.claims(of: .stock, subject: .stream(0), month: month))
      #expect(claims == tree.claims)
    }
  }

  @Test func `every reference points to something that is written out`() {
    let tree = EvidenceGraph(Self.builder().world)
      .explanation(of: .stock, subject: .stream(1), month: 23)
    let all = nodes(tree)
    let written = Set(all.filter { !$0.isReference }.map(\.label))
    let values = Set(all.compactMap { $0.value?.path })
    for node in all where node.isReference {
      #expect(written.contains(node.label) || values.contains(node.label.en))
      #expect(node.children.isEmpty)
    }
    #expect(all.contains { $0.isReference })
    #expect(
      all.filter { !$0.isReference }.count == Set(all.filter { !$0.isReference }.map(\.label)).count
    )
  }

  @Test(arguments: Language.allCases)
  func `its lines are at most as wide as asked for, and quote the letter once`(language: Language) {
    let world = Self.builder().world
    for width in [60, 80, 100] {
      let text = EvidenceGraph(world).explanation(of: .stock, subject: .stream(1), month: 23)
        .text(in: language, calendar: world.calendar, width: width)
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= width })
      let flat = text.split(whereSeparator: { " │…\n".contains($0) }).joined(separator: " ")
      #expect(flat.ranges(of: "Er is een dalende trend zichtbaar bij de asielinstroom").count == 1)
      #expect(flat.contains("de invoering van het Europees Migratiepact op 12 juni 2026"))
    }
  }

  @Test func `the tree of a simple result reads as follows`() {
    var builder = WorldBuilder(claims: ["streams.a.inflow.level": ["C01"]])
    builder.pool("p")
    builder.stream("a", trend: -0.125, claims: ["C18"])
    builder.lever(
      "fewer", on: [.inflowLevel(stream: 0)], size: .uniform(low: 0.7, high: 0.9), from: 3,
      claims: ["C02"])
    let text = EvidenceGraph(builder.world).explanation(of: .inflow, subject: .stream(0), month: 4)
      .text(in: .en, calendar: builder.world.calendar)
    #expect(text == Self.simple)
  }

  @Test func `other streams and pools stand in sections of their own, the nearest first`() {
    var builder = Self.builder()
    builder.groups = [Group(name: "both", title: WorldBuilder.title("both"), streams: [0, 1])]
    let graph = EvidenceGraph(builder.world)
    let stream = graph.explanation(of: .decisions, subject: .stream(1), month: 23)
    #expect(
      stream.children.filter { $0.kind == .part }.map(\.label.en) == ["pool p", "stream asylum"])
    let group = graph.explanation(of: .decisions, subject: .group(0), month: 23)
    #expect(group.children.map(\.label.en) == ["stream asylum", "stream nareis", "pool p"])
    let inflow = graph.explanation(of: .inflow, subject: .group(0), month: 0)
    #expect(
      inflow.children.map { $0.children.map(\.label.en) } == [
        ["arrivals from outside – asylum"], ["arrivals from outside – nareis"],
      ])
  }

  @Test func `a result that rests on nothing but its stream shows the stream`() {
    var builder = WorldBuilder()
    builder.pool("p")
    builder.stream("a", claims: ["C18"])
    let tree = EvidenceGraph(builder.world)
      .explanation(of: .followUpInflow, subject: .stream(0), month: 3)
    #expect(tree.claims == ["C18"])
    #expect(tree.children.map(\.label.en) == ["stream a"])
    #expect(tree.children.map(\.claims) == [["C18"]])
  }

  @Test func `words longer than a line are cut`() {
    let long = String(repeating: "0123456789", count: 20)
    var builder = WorldBuilder()
    builder.pool("p")
    builder.stream(long)
    let text = EvidenceGraph(builder.world)
      .explanation(of: .stock, subject: .stream(0), month: 23)
      .text(in: .en, calendar: builder.world.calendar)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(text.filter(\.isNumber).count > 200)
  }

  @Test func `the values of an effect and of a quantity are its own numbers`() {
    let tree = EvidenceGraph(Self.builder().world)
      .explanation(of: .decisions, subject: .stream(0), month: 23)
    let effect = nodes(tree).first { $0.kind == .effect && !$0.isReference }
    #expect(effect?.value?.path == "levers.pact.effects.change.multiply")
    #expect(effect?.value?.text.nl == "uniform 0,7 tot 0,9")
    #expect(effect?.firstMonth == 9)
    #expect(effect?.claims == ["C23"])
    #expect(effect?.children.map(\.kind) == [.lever])
  }

  private static let simple = """
    inflow – a, 2026-01
    claims: C01 C02 C18
    ├─ streams.a.inflow.level = 10 [cases/month]
    │  │   C01 (answer.5): “Er is een dalende trend zichtbaar bij de asielinstroom”
    │  │     – Asylum inflow is on a falling trend.
    │  └─ levers.fewer.effects.change: multiplies by uniform 0.7 to 0.9 (from
    │       2025-12)
    │     │   assumption: made up for a test
    │     └─ lever fewer
    │        │   C02 (answer.5): “afname van conflicten in bepaalde regio's” – Fewer
    │        │     conflicts in some regions.
    │        └─ levers.fewer.probability = 1 [share]
    │               assumption as above: made up for a test
    ├─ streams.a.inflow.trend = -0.125 [relative/year] (from 2025-10)
    │      assumption as above: made up for a test
    └─ stream a
           C18 (answer.8): “processen binnen asiel, naturalisatie, bezwaar,
             aanvraagprocedure gezinsmigratie, betalingen en het beroep niet tijdig
             beslissen” – Smarter working covers asylum, naturalisation, objections,
             the family-migration application procedure, payments, and appeals
             against late decisions.

    """
}

@Suite struct `Mentions of claims and sources` {
  @Test func `claims that nothing uses are listed, context is not`() {
    var builder = WorldBuilder(claims: ["streams.a.inflow.level": ["C01"]])
    builder.pool("p", claims: ["C17"])
    builder.stream("a", claims: ["C18"])
    builder.flow("f", from: 0, on: .decision, to: 0, claims: ["C09"])
    builder.penalty("n", from: 0, on: .overdue, claims: ["C24"])
    builder.lever("on", on: [.term(stream: 0)], claims: ["C06"])
    builder.lever("off", on: [.term(stream: 0)], enabled: false, claims: ["C07"])
    builder.questions = [
      Question(claim: "Q1", title: WorldBuilder.title("q"), without: [], figures: [])
    ]
    let used: Set = ["C01", "C17", "C18", "C09", "C24", "C06", "Q1"]
    let expected = Claim.all.map(\.id).filter { !used.contains($0) && $0 != "C14" }
    #expect(Coverage.unusedClaims(in: [builder.world]) == expected)

    var other = WorldBuilder()
    other.pool("p", claims: ["C07"])
    #expect(
      Coverage.unusedClaims(in: [builder.world, other.world]) == expected.filter { $0 != "C07" })
  }

  @Test func `unknown claims and sources are listed with their place`() {
    var builder = WorldBuilder(claims: ["streams.a.term": ["C99", "C01"]])
    builder.pool("p", claims: ["C27"])
    builder.stream("a")
    builder.sources = [Source(id: "known", title: "", publisher: "", date: "2025", url: "")]
    for (name, source) in [("one", "known"), ("two", "elsewhere")] {
      builder.tests.append(
        Test(
          name: name, claim: nil, source: source, statement: WorldBuilder.title(name),
          left: .constant(builder.number("tests.\(name).left", 1)), relation: .less,
          right: .constant(builder.number("tests.\(name).right", 2)), tolerance: 0,
          months: MonthRange(from: 0, to: 1), quantifier: .every))
    }
    for (name, source) in [("old", "known"), ("older", "nowhere")] {
      builder.published.append(
        PublishedFigure(
          name: name, measure: .stock, subject: .stream(0),
          month: builder.start.advanced(by: -3), value: 1, source: source, quote: "one"))
    }
    let claims = Coverage.unknownClaims(in: builder.world)
    #expect(claims.map(\.path) == ["streams.a.term", "pools.p"])
    #expect(claims.map(\.id) == ["C99", "C27"])
    let sources = Coverage.unknownSources(in: builder.world)
    #expect(sources.map(\.path) == ["tests.two", "published.older"])
    #expect(sources.map(\.id) == ["elsewhere", "nowhere"])
  }

  @Test func `grounds are written out with what is known of them`() {
    var builder = WorldBuilder()
    builder.sources = [
      Source(
        id: "ind", title: "Cijfers", publisher: "IND", date: "2025-06", url: "https://ind.nl")
    ]
    let text = { (basis: Basis, language: Language) in
      Grounds(basis, in: builder.world).text(in: language)
    }
    #expect(
      text(.source(id: "ind", quote: "50 000 open cases"), .en)
        == "source ind: 50 000 open cases (IND, Cijfers, 2025-06, https://ind.nl)")
    #expect(text(.source(id: "cbs", quote: "x"), .en) == "cbs: x")
    #expect(text(.assumption("as before"), .nl) == "aanname: as before")
    #expect(
      text(.claim("C01"), .nl)
        == "C01 (answer.5): “Er is een dalende trend zichtbaar bij de asielinstroom”")
    #expect(text(.claim("C01"), .en).hasSuffix("– Asylum inflow is on a falling trend."))
    #expect(text(.claim("C99"), .en) == "C99")
  }
}
