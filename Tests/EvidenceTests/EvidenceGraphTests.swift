import Caseload
import CaseloadTesting
import Evidence
import Probability
import Testing

@Suite struct `What a result rests on` {
  private func paths(
    _ world: World, _ measure: Measure, _ subject: Subject = .stream(0), month: Int? = nil
  ) -> Set<String> {
    let month = month ?? world.calendar.months - 1
    return Set(
      EvidenceGraph(world).numbers(reaching: measure, subject: subject, month: month).map(\.path))
  }

  private func firstMonth(
    _ path: String, _ world: World, _ measure: Measure, _ subject: Subject = .stream(0)
  ) -> Int? {
    EvidenceGraph(world)
      .numbers(reaching: measure, subject: subject, month: world.calendar.months - 1)
      .first { $0.path == path }?.firstMonth
  }

  @Test func `inflow does not depend on staff, stock does`() {
    var builder = WorldBuilder()
    builder.pool("p")
    builder.stream("a", trend: -0.1, noise: (0.1, 0.5))
    #expect(
      paths(builder.world, .inflow) == [
        "streams.a.inflow.level", "streams.a.inflow.trend", "streams.a.inflow.noise.sd",
        "streams.a.inflow.noise.persistence",
      ])
    #expect(paths(builder.world, .stock).isSuperset(of: ["pools.p.staff", "pools.p.hires"]))
  }

  @Test func `the numbers of a small world reach exactly what the equations say`() {
    // Written by hand from the article; one stream, one pool, no flows, months enough for everything to arrive.
    var builder = WorldBuilder()
    builder.pool("p")
    builder.stream("a", trend: 0.1, withdrawal: 0.01, straightThrough: 0.1)
    let inflow: Set = ["streams.a.inflow.level", "streams.a.inflow.trend"]
    let sigma: Set = ["streams.a.straightThrough"]
    let hours: Set = ["streams.a.steps.decide.hours", "streams.a.steps.decide.share"]
    let staff: Set = ["pools.p.staff", "pools.p.hires", "pools.p.attrition"]
    let capacity = staff.union(["pools.p.hoursPerMonth"])
    let everything = inflow.union(sigma).union(hours).union(capacity).union([
      "streams.a.stock.total", "streams.a.stock.ages.0.share", "streams.a.withdrawal",
      "streams.a.discipline.newest",
    ])
    let expected: [Measure: Set<String>] = [
      .inflow: inflow, .followUpInflow: [], .straightThrough: inflow.union(sigma),
      .decisions: everything, .withdrawals: everything, .stock: everything,
      .overdueStock: everything.union(["streams.a.term"]),
      .decidedInTerm: everything.union(["streams.a.term"]), .meanWait: everything,
      .p90Wait: everything, .decisionsOnInitialStock: everything, .hoursUsed: everything,
    ]
    for (measure, numbers) in expected { #expect(paths(builder.world, measure) == numbers) }
    #expect(paths(builder.world, .staff, .pool(0)) == staff)
    #expect(paths(builder.world, .capacity, .pool(0)) == capacity)
    #expect(paths(builder.world, .utilisation, .pool(0)) == everything)
    #expect(
      paths(builder.world, .staffToKeepUp, .pool(0))
        == inflow.union(sigma).union(hours).union(["pools.p.hoursPerMonth"]))
  }

  @Test
  func `under proportional allocation every pool-mate counts, under priority only earlier ones`() {
    func world(_ allocation: Pool.Allocation) -> World {
      var builder = WorldBuilder()
      builder.pool("p", allocation: allocation)
      builder.stream("a")
      builder.stream("b")
      return builder.world
    }
    let level = "streams.b.inflow.level"
    #expect(paths(world(.proportional), .decisions).contains(level))
    #expect(!paths(world(.priority([0, 1])), .stock).contains(level))
    #expect(paths(world(.priority([1, 0])), .stock).contains(level))
    #expect(paths(world(.priority([0, 1])), .stock, .stream(1)).contains("streams.a.inflow.level"))
    let equal = [0, 1].map {
      Pool.Share(
        stream: $0, share: WorldBuilder().number("pools.p.allocation.shares.\($0)", 0.5))
    }
    #expect(paths(world(.shares(equal)), .decisions).contains(level))
    #expect(paths(world(.shares(equal)), .decisions).contains("pools.p.allocation.shares.1"))
  }

  @Test func `pools that share nothing do not reach each other`() {
    var builder = WorldBuilder()
    builder.pool("p")
    builder.pool("q")
    builder.stream("a", pool: 0)
    builder.stream("b", pool: 1)
    #expect(paths(builder.world, .stock).allSatisfy { !$0.contains(".b.") && !$0.contains(".q.") })
  }

  @Test func `the term reaches late stock at once and decisions only round the loop`() {
    var builder = WorldBuilder()
    builder.pool("p")
    builder.stream("asylum")
    builder.stream("late", stock: 5, level: nil)
    builder.flow("appeals", from: 0, on: .overdue, to: 1, lag: [0, 0, 1])
    let term = "streams.asylum.term"
    #expect(firstMonth(term, builder.world, .overdueStock) == 0)
    #expect(firstMonth(term, builder.world, .decidedInTerm) == 0)
    #expect(firstMonth(term, builder.world, .followUpInflow, .stream(1)) == 3)
    #expect(firstMonth(term, builder.world, .decisions) == 3)

    // With the late appeals in a pool of their own the loop is cut.
    builder.pool("q")
    builder.streams.removeLast()
    builder.stream("late", pool: 1, stock: 5, level: nil)
    #expect(firstMonth(term, builder.world, .decisions) == nil)
    #expect(firstMonth(term, builder.world, .decisions, .stream(1)) == 3)
  }

  @Test func `a lever that starts in month nine is not behind month eight`() {
    var builder = WorldBuilder(claims: ["levers.pact.effects.change.multiply": ["C23"]])
    builder.pool("p")
    builder.stream("a")
    builder.lever("pact", on: [.stepHours(stream: 0, step: 0)], from: 9, claims: ["C08"])
    let graph = EvidenceGraph(builder.world)
    #expect(graph.claims(of: .decisions, subject: .stream(0), month: 8).isEmpty)
    #expect(graph.claims(of: .decisions, subject: .stream(0), month: 9) == ["C08", "C23"])
    #expect(graph.claimsAtEnd(of: .inflow, subject: .stream(0)).isEmpty)
  }

  @Test func `levers that cannot do anything are behind nothing`() {
    var builder = WorldBuilder()
    builder.pool("p")
    builder.stream("a", withdrawal: 0)
    let hours = Quantity.stepHours(stream: 0, step: 0)
    builder.lever("off", on: [hours], enabled: false, claims: ["C01"])
    builder.lever("never", on: [hours], probability: .fixed(0), claims: ["C02"])
    builder.lever("later", on: [hours], from: 24, claims: ["C03"])
    builder.lever("once", on: [hours], size: .fixed(1), claims: ["C04"])
    builder.lever("nothing", on: [hours], .add, size: .fixed(0), claims: ["C05"])
    builder.lever("of-nought", on: [.withdrawal(stream: 0)], size: .fixed(2), claims: ["C06"])
    builder.lever("works", on: [hours], from: 23, claims: ["C07"])
    let graph = EvidenceGraph(builder.world)
    #expect(graph.claimsAtEnd(of: .stock, subject: .stream(0)) == ["C07"])
  }

  @Test func `an effect on cases lodged reaches decisions with the first such case`() {
    var builder = WorldBuilder()
    builder.pool("p")
    builder.stream("a", lead: 3)
    builder.stream("b", pool: 0)
    let size = "levers.pact.effects.change.multiply"
    let hours = Quantity.stepHours(stream: 0, step: 0)
    builder.lever("pact", on: [hours], from: 9, applies: .lodged)
    // Cases wait three months before they can be decided; what new cases will ask for changes at once.
    #expect(firstMonth(size, builder.world, .decisions) == 12)
    #expect(firstMonth(size, builder.world, .staffToKeepUp, .pool(0)) == 9)
    builder.levers = []
    builder.lever("pact", on: [.stepHours(stream: 1, step: 0)], from: 9, applies: .lodged)
    #expect(firstMonth(size, builder.world, .decisions, .stream(1)) == 9)
    builder.levers = []
    builder.lever("pact", on: [hours], from: -2, applies: .lodged)
    #expect(firstMonth(size, builder.world, .decisions) == 0)
  }

  @Test func `claims of a stream follow what it feeds`() {
    var builder = WorldBuilder()
    builder.pool("p", claims: ["C17"])
    builder.pool("q")
    builder.stream("asylum", claims: ["C18"])
    builder.stream("nareis", pool: 1, level: nil, claims: ["C05"])
    builder.flow("family", from: 0, on: .outcome(0), to: 1, lag: [0, 1], claims: ["C09"])
    builder.penalty("fine", from: 1, on: .overdue, claims: ["C24"])
    let graph = EvidenceGraph(builder.world)
    #expect(graph.claimsAtEnd(of: .stock, subject: .stream(0)) == ["C17", "C18"])
    #expect(graph.claims(of: .stock, subject: .stream(1), month: 1) == ["C05"])
    #expect(
      graph.claims(of: .stock, subject: .stream(1), month: 2) == ["C05", "C09", "C17", "C18"])
    #expect(graph.claims(of: .penalties, subject: .whole, month: 1) == ["C05", "C24"])
    #expect(
      graph.claims(ofOutcome: "penalties", subject: .whole)
        == ["C05", "C09", "C17", "C18", "C24"])
  }

  @Test func `a group rests on what its streams rest on`() {
    var builder = WorldBuilder(claims: [
      "streams.a.inflow.level": ["C01"], "streams.b.inflow.level": ["C02", "C01"],
    ])
    builder.pool("p")
    builder.stream("a")
    builder.stream("b")
    builder.groups = [Group(name: "both", title: WorldBuilder.title("both"), streams: [0, 1])]
    let graph = EvidenceGraph(builder.world)
    #expect(graph.claims(of: .inflow, subject: .stream(0), month: 0) == ["C01"])
    #expect(graph.claims(of: .inflow, subject: .group(0), month: 0) == ["C01", "C02"])
    #expect(graph.claims(ofNumberAt: "streams.b.inflow.level") == ["C01", "C02"])
    #expect(graph.claims(ofNumberAt: "streams.c.inflow.level").isEmpty)
  }

  @Test func `a rank correlation reaches what the later of its numbers reaches`() {
    var builder = WorldBuilder()
    builder.pool("p")
    builder.pool("q")
    builder.stream("a", granted: .uniform(low: 0.4, high: 0.6))
    builder.stream("b", pool: 1)
    builder.lever("l", on: [.stepHours(stream: 1, step: 0)], size: .uniform(low: 0.5, high: 1))
    let rank = builder.number("correlations.0.rank", 0.5)
    builder.correlations = [
      .rank("levers.l.effects.change.multiply", "streams.a.outcomes.granted.share", rank)
    ]
    #expect(firstMonth("correlations.0.rank", builder.world, .decisions, .stream(1)) == 0)
    #expect(firstMonth("correlations.0.rank", builder.world, .decisions, .stream(0)) == nil)
  }

  @Test func `season, surges and noise reach what they shape, from their first month`() {
    var builder = WorldBuilder()
    builder.pool("p", noise: 0.05)
    builder.stream(
      "a", noise: (0.1, 0.5), season: Array(repeating: 1, count: 12), surge: true)
    let expected = [
      "level": 0, "season": 0, "noise.sd": 0, "noise.persistence": 1, "noise.dispersion": 0,
      "noise.surge.rate": 0, "noise.surge.size": 0, "noise.surge.decay": 1,
    ]
    let found = EvidenceGraph(builder.world)
      .numbers(reaching: .inflow, subject: .stream(0), month: 23)
    #expect(
      Dictionary(uniqueKeysWithValues: found.map { ($0.path, $0.firstMonth) })
        == Dictionary(
          uniqueKeysWithValues: expected.map { ("streams.a.inflow.\($0)", $1) }))
    #expect(firstMonth("pools.p.noise.sd", builder.world, .capacity, .pool(0)) == 0)
    #expect(firstMonth("pools.p.noise.sd", builder.world, .staff, .pool(0)) == nil)
    #expect(firstMonth("pools.p.noise.sd", builder.world, .stock) == 0)
  }

  @Test func `noise without spread passes nothing on`() {
    var builder = WorldBuilder()
    builder.pool("p")
    builder.stream("a", noise: (0, 0.5))
    builder.stream("b", noise: (0.1, 0.5))
    builder.correlations = [.inflow(0, 1, builder.number("correlations.0", 0.3))]
    #expect(
      paths(builder.world, .inflow) == ["streams.a.inflow.level", "streams.a.inflow.noise.sd"])
    #expect(paths(builder.world, .inflow, .stream(1)).contains("correlations.0"))
  }

  @Test func `shares that are drawn are made to sum to one, so each outcome rests on all`() {
    func world(_ granted: Law) -> World {
      var builder = WorldBuilder()
      builder.pool("p")
      builder.stream("a", granted: granted)
      builder.stream("b", level: nil)
      builder.flow("f", from: 0, on: .outcome(0), to: 1)
      return builder.world
    }
    let other = "streams.a.outcomes.refused.share"
    #expect(!paths(world(.fixed(0.6)), .followUpInflow, .stream(1)).contains(other))
    #expect(
      paths(world(.uniform(low: 0.5, high: 0.7)), .followUpInflow, .stream(1)).contains(other))
  }

  @Test func `outcomes of runs rest on the measures that they are computed from`() {
    var builder = WorldBuilder(claims: [
      "streams.a.inflow.level": ["C01"], "streams.a.term": ["C02"],
    ])
    builder.pool("p")
    builder.stream("a")
    let graph = EvidenceGraph(builder.world)
    #expect(graph.claims(ofOutcome: "stock_end", subject: .stream(0)) == ["C01"])
    #expect(graph.claims(ofOutcome: "overdue_gone", subject: .stream(0)) == ["C01", "C02"])
    #expect(graph.claims(ofOutcome: "keeps_up", subject: .stream(0)) == ["C01"])
    #expect(graph.claims(ofOutcome: "weather", subject: .stream(0)) == nil)
  }
}
