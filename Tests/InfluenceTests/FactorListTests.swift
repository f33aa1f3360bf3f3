import Caseload
import CaseloadTesting
import Engine
import Evidence
import Probability
import Testing

@testable import Influence

/// What a study may change: everything that can reach a response, and nothing else.
@Suite struct FactorListTests {
  private func list(
    _ world: World, _ responses: [Response], switching: FactorList.Switching = .evenly,
    hasChance: Bool = false, joinsCorrelated: Bool = false
  ) throws -> FactorList {
    FactorList(
      try Plan(world), EvidenceGraph(world), responses: responses, switching: switching,
      hasChance: hasChance, joinsCorrelated: joinsCorrelated)
  }

  @Test func `a lever elsewhere and its numbers are left out`() throws {
    let world = Worlds.apart { builder in
      builder.levers = []
      builder.lever(
        "faster", on: [.stepHours(stream: 0, step: 0)], size: .uniform(low: 0.6, high: 0.9))
      builder.lever(
        "elsewhere", on: [.stepHours(stream: 1, step: 0)], size: .uniform(low: 0.6, high: 0.9))
    }
    let found = try list(world, [Worlds.lastStock(world)], hasChance: true)
    #expect(
      found.factors.map(\.name) == [
        "levers.faster.effects.change.multiply", "levers.faster", "chance",
      ])
    #expect(
      found.outOfReach == ["levers.elsewhere.effects.change.multiply", "levers.elsewhere"])
    #expect(found.factors.map(\.kind) == [.number, .lever, .chance])
    #expect(found.factors[2].support == nil && found.factors[2].hasChance)
    // A lever that is in force in every run is no factor of the runs as they are drawn.
    let drawn = try list(world, [Worlds.lastStock(world)], switching: .asDrawn)
    #expect(drawn.factors.map(\.name) == ["levers.faster.effects.change.multiply"])
    let players = try Attribution.players(
      Plan(world), EvidenceGraph(world), [Worlds.lastStock(world)])
    #expect(players == [0])
  }

  /// A chain of three numbers with rank correlations, of which the first and the last have none of their own.
  private var chained: World {
    Worlds.apart { builder in
      builder.stream(
        "third", pool: 0, stock: 100, level: 10, granted: .uniform(low: 0.4, high: 0.7))
      for name in ["a", "b", "c"] {
        builder.lever(
          name, on: [.inflowLevel(stream: 0)], size: .uniform(low: 0.9, high: 1.1),
          claims: ["C1\(name)"])
      }
      func path(_ name: String) -> String { "levers.\(name).effects.change.multiply" }
      builder.correlations = [
        .rank(path("a"), path("b"), builder.number("correlations.0", 0.5)),
        .rank(path("c"), path("b"), builder.number("correlations.1", 0.5)),
      ]
    }
  }

  @Test func `numbers that are drawn together are one factor, by way of others too`() throws {
    let world = chained
    let paths = ["a", "b", "c"].map { "levers.\($0).effects.change.multiply" }
    let joined = try list(world, [Worlds.lastStock(world)], joinsCorrelated: true)
    let factor = try #require(joined.factors.first { $0.kind == .joined })
    #expect(factor.members == paths)
    #expect(factor.name == paths.joined(separator: " + "))
    #expect(factor.claims == ["C1a", "C1b", "C1c"])
    let uncertain = try Plan(world).uncertain
    #expect(factor.unknowns.map { uncertain[$0].path } == paths)
    let single = try list(world, [Worlds.lastStock(world)])
    #expect(single.factors.allSatisfy { $0.kind != .joined })
    #expect(single.factors.count == joined.factors.count + 2)
  }

  @Test func `groupings take together what they say`() throws {
    let world = Worlds.apart()
    let plan = try Plan(world)
    let all = try list(world, [Worlds.lastStock(world)], hasChance: true)
    func groups(_ grouping: FactorList.Grouping) throws -> [String: [String]] {
      let groups = try all.grouped(by: grouping, plan, toleratesTearing: false).factors
      #expect(
        groups.flatMap(\.members).sorted() == all.factors.flatMap(\.members).sorted())
      #expect(
        Set(groups.flatMap(\.unknowns)) == Set(all.factors.flatMap(\.unknowns)))
      return Dictionary(uniqueKeysWithValues: groups.map { ($0.name, $0.members.sorted()) })
    }
    let faster = ["levers.faster", "levers.faster.effects.change.multiply"]
    let fewer = ["levers.fewer", "levers.fewer.effects.change.multiply"]
    #expect(
      try groups(.lever) == [
        "levers.faster": faster, "levers.fewer": fewer, "levers.more": ["levers.more"],
        "chance": ["chance"],
      ])
    #expect(
      try groups(.claim) == [
        "C02": ["levers.faster"], "C02 C03": ["levers.faster.effects.change.multiply"],
        "C04": fewer, "assumptions": ["levers.more"], "chance": ["chance"],
      ])
    #expect(try groups(.stream) == groups(.lever))
  }

  @Test func `a grouping that tears numbers apart that are drawn together is refused`() throws {
    let world = chained
    let plan = try Plan(world)
    let joined = try list(world, [Worlds.lastStock(world)], joinsCorrelated: true)
    let torn = #expect(throws: FactorList.TornApart.self) {
      try joined.grouped(by: .lever, plan, toleratesTearing: false)
    }
    #expect(torn?.numbers.count == 3)
    #expect(torn?.groups == ["levers.a", "levers.b", "levers.c"])
    let single = try list(world, [Worlds.lastStock(world)])
    let groups = try single.grouped(by: .lever, plan, toleratesTearing: true).factors
    #expect(groups.contains { $0.name == "levers.b" && $0.members.count == 2 })
  }

  @Test(
    arguments: [
      ([Basis.source(id: "s", quote: "q")], Support.figure, false),
      ([.claim("C02")], .letter, false),
      ([.source(id: "s", quote: "q"), .claim("C02")], .figure, false),
      ([.source(id: "s", quote: "q"), .assumption("why")], .figureAndAssumption, false),
      ([.claim("C02"), .assumption("why")], .letterAndAssumption, true),
      ([.assumption("why")], .assumption, true), ([], .assumption, true),
    ] as [([Basis], Support, Bool)])
  func `support follows from what a number rests on`(
    basis: [Basis], support: Support, isUnsupported: Bool
  ) {
    #expect(Support(basis) == support)
    #expect(Support(basis).isUnsupported == isUnsupported)
  }

  @Test func `the weakest part decides`() {
    #expect(Support.weakest([.figure, .letter]) == .letter)
    #expect(
      Support.weakest([.figureAndAssumption, .letterAndAssumption, .figure]) == .letterAndAssumption
    )
    #expect(Support.weakest([.assumption, .letterAndAssumption]) == .assumption)
    #expect(Support.weakest([Support]()) == nil)
  }

  @Test func `factors and groups have titles for people`() throws {
    let world = Worlds.apart { builder in
      builder.levers = []
      builder.lever(
        "faster", on: [.stepHours(stream: 0, step: 0)], size: .uniform(low: 0.6, high: 0.9),
        claims: ["C15", "C16"])
    }
    let plan = try Plan(world)
    let titles = NumberTitles(world)
    let found = try list(world, [Worlds.lastStock(world)], hasChance: true)
    let stream = world.streams[0].title
    #expect(
      found.factors.map { titles.title(of: $0).nl } == [
        "faster: effect op uren voor decide (\(stream.nl))", "faster", "Toeval van maand tot maand",
      ])
    let levers = try found.grouped(by: .lever, plan, toleratesTearing: false)
    #expect(
      levers.factors.map { titles.title(of: $0).en } == ["faster", "Chance from month to month"])
    let claims = try found.grouped(by: .claim, plan, toleratesTearing: false)
    #expect(
      claims.factors.map { titles.title(of: $0).nl }.first == "Uitspraken C02, C03, C15 en C16")
    for (name, title) in [
      ("scenario", "All numbers outside the levers"),
      ("figures", "Published figures outside the letter"),
      ("assumptions", "Assumptions outside the letter"), ("streams.none", "streams.none"),
    ] {
      let group = Factor(
        kind: .group, name: name, members: [], unknowns: [], levers: [], hasChance: false,
        claims: [], support: nil)
      #expect(titles.title(of: group).en == title)
    }
    let joined = try list(chained, [Worlds.lastStock(chained)], joinsCorrelated: true)
    let three = try #require(joined.factors.first { $0.kind == .joined })
    let names = ["a", "b", "c"].map {
      "\($0): effect on inflow a month (\(chained.streams[0].title.en))"
    }
    #expect(NumberTitles(chained).title(of: three).en == names.joined(separator: " + "))
  }
}
