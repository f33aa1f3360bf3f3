import Caseload
import CaseloadTesting
import Probability
import Testing

/// Names of things in a world, and lists of its numbers.
struct WorldTests {
  /// Two streams and a pool, every kind of number, and three levers of which one is off.
  private func builder() -> WorldBuilder {
    var builder = WorldBuilder()
    builder.stream(
      "asylum", trend: 0.01, noise: (0.1, 0.5), lead: 1, withdrawal: 0.01, straightThrough: 0.1,
      drift: 0.01, granted: .uniform(low: 0.4, high: 0.6), season: Array(repeating: 1, count: 12),
      surge: true)
    builder.stream("nareis", level: nil, newest: nil)
    builder.pool("desk", learning: [0, 0.5], recentHires: [1, 1], noise: 0.1)
    builder.flow("follow", from: 0, on: .outcome(0), to: 1)
    builder.penalty("fine", from: 1, on: .overdue)
    builder.lever("on", on: [.term(stream: 0)], size: .uniform(low: 0.5, high: 0.9))
    builder.lever(
      "off", on: [.term(stream: 1)], size: .uniform(low: 0.5, high: 0.9), enabled: false)
    builder.lever("sure", on: [.withdrawal(stream: 0)], probability: .fixed(0.4))
    builder.groups = [
      Group(name: "both", title: WorldBuilder.title("both"), streams: [0, 1])
    ]
    return builder
  }

  @Test func `labels and subjects belong to each other`() {
    let world = builder().world
    #expect(world.subjects == [.stream(0), .stream(1), .group(0), .pool(0), .whole])
    let labels = world.subjects.map { world.label(of: $0) }
    #expect(labels == ["asylum", "nareis", "both", "pool:desk", ""])
    for subject in world.subjects {
      #expect(world.subject(labelled: world.label(of: subject)) == subject)
    }
    #expect(world.subject(labelled: "desk") == nil)
    #expect(world.subject(labelled: "Asylum") == nil)
  }

  @Test func `a subject counts the streams that belong to it`() {
    let world = builder().world
    #expect(world.streams(of: .stream(1)) == [1])
    #expect(world.streams(of: .group(0)) == [0, 1])
    #expect(world.streams(of: .pool(0)) == [0, 1])
    #expect(world.streams(of: .whole) == [0, 1])
    #expect(world.title(of: .whole) == Bilingual(nl: "geheel", en: "whole"))
  }

  @Test func `every measure belongs to one kind of subject`() {
    let all = Measure.ofStream + Measure.ofPool + Measure.ofWhole
    #expect(Set(all) == Set(Measure.allCases))
    #expect(all.count == Measure.allCases.count)
  }

  @Test func `the inventory lists each number once`() {
    let paths = builder().world.inventory.map(\.path)
    #expect(Set(paths).count == paths.count)
    for expected in [
      "streams.asylum.stock.total", "streams.asylum.stock.ages.0.share",
      "streams.asylum.inflow.level", "streams.asylum.inflow.season",
      "streams.asylum.inflow.trend", "streams.asylum.inflow.noise.persistence",
      "streams.asylum.inflow.noise.sd", "streams.asylum.inflow.noise.dispersion",
      "streams.asylum.inflow.noise.surge.rate", "streams.asylum.inflow.noise.surge.size",
      "streams.asylum.inflow.noise.surge.decay", "streams.asylum.steps.decide.hours",
      "streams.asylum.steps.decide.share", "streams.asylum.term", "streams.asylum.minimumLead",
      "streams.asylum.withdrawal", "streams.asylum.straightThrough", "streams.asylum.drift",
      "streams.asylum.outcomes.granted.share", "streams.asylum.discipline.newest",
      "streams.nareis.term", "pools.desk.staff", "pools.desk.recentHires", "pools.desk.hires",
      "pools.desk.attrition", "pools.desk.learning", "pools.desk.hoursPerMonth",
      "pools.desk.noise.sd", "flows.follow.casesPerEvent", "flows.follow.lag",
      "flows.follow.history", "penalties.fine.euros", "levers.on.probability",
      "levers.on.effects.change.multiply", "levers.off.effects.change.multiply",
    ] {
      #expect(paths.contains(expected), "\(expected) is missing")
    }
    // The second stream has no inflow and decides in random order.
    #expect(!paths.contains { $0.hasPrefix("streams.nareis.inflow") })
    #expect(!paths.contains("streams.nareis.discipline.newest"))
  }

  @Test func `a number that nobody wrote is not in the inventory`() {
    var builder = builder()
    builder.claims = [:]
    let unwritten = Number(
      path: "levers.free.probability", law: .fixed(1), unit: .share, basis: [])
    builder.levers = [
      Lever(
        name: "free", title: WorldBuilder.title("free"), isEnabled: true, probability: unwritten,
        effects: [], claims: [])
    ]
    #expect(!builder.world.inventory.map(\.path).contains("levers.free.probability"))
  }

  @Test func `levers that are off draw nothing unless a correlation names them`() {
    var builder = builder()
    let granted = "streams.asylum.outcomes.granted.share"
    let on = "levers.on.effects.change.multiply"
    let off = "levers.off.effects.change.multiply"
    #expect(builder.world.uncertainNumbers.map(\.path) == [granted, on])
    builder.correlations = [.rank(on, off, builder.number("correlations.0.rank", 0.5))]
    #expect(builder.world.uncertainNumbers.map(\.path) == [granted, on, off])
  }

  @Test func `sizes of surges are drawn every time, not once a run`() {
    var builder = WorldBuilder()
    builder.stream("asylum", noise: (0.1, 0.5), surge: true)
    builder.pool("desk")
    #expect(builder.world.uncertainNumbers.isEmpty)
    #expect(
      builder.world.inventory.map(\.path).contains("streams.asylum.inflow.noise.surge.size"))
  }

  @Test func `every quantity has a path of its own and the unit of its base`() throws {
    let world = builder().world
    let quantities = world.quantities
    #expect(Set(quantities).count == quantities.count)
    #expect(Set(quantities.map { world.path(of: $0) }).count == quantities.count)
    let level = try #require(world.base(of: .inflowLevel(stream: 0)))
    #expect(level.path == world.path(of: .inflowLevel(stream: 0)))
    #expect(level.unit == Quantity.inflowLevel(stream: 0).unit)
    #expect(world.base(of: .minimumLead(stream: 1)) == nil)
    #expect(world.path(of: .outcome(stream: 0, outcome: 0)) == "streams.asylum.outcomes.granted")
    #expect(!quantities.contains(.inflowLevel(stream: 1)))
    #expect(!quantities.contains(.newest(stream: 1)))
  }
}
