import Caseload
import CaseloadTesting
import Engine
import Evidence
import LinearAlgebra
import Probability
import Sensitivity
import Statistics
import Testing

@testable import Influence

/// Studies of worlds of which it is known what makes the difference.
@Suite struct SensitivityStudyTests {
  private func study(
    _ world: World, _ responses: [Response], _ method: SensitivityMethod, sample: Int = 256,
    switching: FactorList.Switching = .evenly, grouping: FactorList.Grouping? = nil,
    hasPairs: Bool = false, seed: UInt64 = 3, threads: Int = 2
  ) throws -> SensitivityStudy {
    OpenBLAS.useOneThread()
    return try SensitivityStudy(
      Plan(world), EvidenceGraph(world), responses: responses,
      options: .init(
        method: method, sample: sample, switching: switching, grouping: grouping,
        hasPairs: hasPairs), seed: seed, threads: threads)
  }

  private func finding(
    _ result: SensitivityResult, _ factor: String, _ index: SensitivityIndex
  ) throws -> Finding {
    try #require(
      result.rows.first { result.factors[$0.factor].name == factor && $0.index == index },
      "\(factor) has no \(index.rawValue)"
    ).finding
  }

  /// Staff of a pool without attrition is `staff + months · hires`: a sum of two uniform numbers.
  private func linear() throws -> (world: World, response: Response, slope: Double) {
    var builder = WorldBuilder(months: 12)
    builder.stream("only")
    builder.pool("desk", attrition: 0)
    let pool = builder.pools[0]
    builder.pools[0] = Pool(
      name: pool.name, title: pool.title,
      staff: builder.number(pool.staff.path, .uniform(low: 10, high: 22), .fullTimeEquivalents),
      recentHires: nil,
      hires: builder.number(
        pool.hires.path, .uniform(low: 0, high: 2), .fullTimeEquivalentsPerMonth),
      attrition: pool.attrition, learning: nil, hoursPerMonth: pool.hoursPerMonth, noise: nil,
      allocation: pool.allocation, claims: [])
    let response = Response.measure(.staff, .pool(0), month: 11)
    let world = builder.world
    let plan = try Plan(world)
    let hires = try #require(plan.uncertain.firstIndex { $0.path == "pools.desk.hires" })
    let ends = try Worlds.values(
      plan, [0.25, 0.75].map { level in .init { $0.set(hires, to: level) } }, [response])
    return (world, response, ends[1][0][0] - ends[0][0][0])
  }

  @Test func `with everything else known, chance explains all`() throws {
    let world = Worlds.apart { $0.levers = [] }
    let result = try study(
      world, [Worlds.lastStock(world)], .sobol, sample: 1024)()
    #expect(result.factors.map(\.name) == ["chance"])
    #expect(try finding(result, "chance", .first).estimate.value == 1)
    let total = try finding(result, "chance", .total).estimate
    #expect(total.interval.contains(1) && total.standardError < 0.1, "\(total)")
    #expect(result.facts[0].mean.map { $0 > 0 } == true)
  }

  @Test func `a linear world has the shares of its slopes, by every method`() throws {
    let (world, response, slope) = try linear()
    #expect(slope > 10 && slope < 13)
    // Variances 144/12 and slope² · 4/12.
    let (staff, hires) = (12.0, slope * slope / 3)
    let expected = [staff / (staff + hires), hires / (staff + hires)]
    let names = ["pools.desk.staff", "pools.desk.hires"]
    for (method, indices) in [
      (SensitivityMethod.sobol, [SensitivityIndex.first, .total]), (.givenData, [.first, .total]),
    ] {
      let result = try study(world, [response], method, sample: 1024)()
      for (name, share) in zip(names, expected) {
        for index in indices {
          let estimate = try finding(result, name, index).estimate
          #expect(abs(estimate.value - share) < 0.03, "\(method) \(name) \(index)")
        }
      }
      #expect(abs((result.facts[0].mean ?? 0) - (16 + slope)) < 0.2)
      if method == .sobol {
        let chance = try finding(result, "chance", .total).estimate
        #expect(chance.value == 0 && chance.standardError == 0)
      }
    }
    let rank = try study(world, [response], .rank, sample: 1024)()
    for (name, share) in zip(names, expected) {
      let coefficient = try finding(rank, name, .src).estimate.value
      #expect(abs(coefficient * coefficient - share) < 0.03)
    }
    // From 0.1 to 0.9 of the range; half of the range in Morris's steps, of which an effect is twice.
    let tornado = try study(world, [response], .tornado, sample: 128)()
    #expect(abs(try finding(tornado, names[0], .swing).estimate.value - 9.6) < 1e-9)
    #expect(abs(try finding(tornado, names[1], .swing).estimate.value - 1.6 * slope) < 1e-9)
    // The mean of 128 runs, of which the standard deviation is below 8.
    #expect(abs((tornado.facts[0].mean ?? 0) - (16 + slope)) < 2)
    let morris = try study(world, [response], .morris, sample: 32)()
    #expect(abs(try finding(morris, names[0], .mu).estimate.value - 12) < 1e-9)
    #expect(abs(try finding(morris, names[1], .muStar).estimate.value - 2 * slope) < 1e-9)
    #expect(try finding(morris, names[1], .sigma).estimate.value < 1e-9)
    #expect(morris.facts[0].mean == nil)
  }

  @Test(arguments: SensitivityMethod.allCases)
  func `the seed alone decides, not the threads`(method: SensitivityMethod) throws {
    let world = Worlds.apart()
    func rows(seed: UInt64, threads: Int) throws -> [SensitivityRow] {
      try study(
        world, [Worlds.lastStock(world), .measure(.stock, .stream(0), month: 5)], method,
        sample: 200, seed: seed, threads: threads)().rows
    }
    let one = try rows(seed: 3, threads: 1)
    #expect(!one.isEmpty)
    #expect(try rows(seed: 3, threads: 3) == one)
    #expect(try rows(seed: 4, threads: 3) != one)
  }

  @Test(arguments: SensitivityMethod.allCases, FactorList.Grouping.allCases)
  func `groups work for all methods`(
    method: SensitivityMethod, grouping: FactorList.Grouping
  ) throws {
    let world = Worlds.apart()
    let result = try study(
      world, [Worlds.lastStock(world)], method, sample: 300, grouping: grouping)()
    #expect(
      result.factors.contains { $0.kind == .group && $0.members.count > 1 || method == .shapley })
    for factor in result.factors {
      let leading = try finding(result, factor.name, .leading(of: method))
      #expect(leading.estimate.value.isFinite && leading.estimate.standardError.isFinite)
    }
  }

  /// All factors in one group explain together what the model foretells, and as much as the sum of their parts.
  @Test func `a group explains what its members do together`() throws {
    let world = Worlds.apart { builder in
      builder.levers = []
      builder.lever(
        "both", on: [.stepHours(stream: 0, step: 0)], size: .uniform(low: 0.6, high: 1.2),
        probability: .fixed(0.5), claims: ["C02"])
    }
    let response = [Worlds.lastStock(world)]
    let names = ["levers.both.effects.change.multiply", "levers.both"]
    let single = try study(world, response, .givenData, sample: 2048)()
    let group = try study(world, response, .givenData, sample: 2048, grouping: .lever)()
    #expect(group.factors.map(\.name) == ["levers.both"])
    let own = try finding(group, "levers.both", .first)
    var parts = try names.reduce(0) { try $0 + finding(single, $1, .first).estimate.value }
    let pairs = try study(world, response, .givenData, sample: 2048, hasPairs: true)()
    parts += pairs.rows.filter { $0.index == .second }.reduce(0) { $0 + $1.finding.estimate.value }
    #expect(abs(own.estimate.value - parts) < 0.02)
    #expect(own == (try finding(group, "levers.both", .total)))
    #expect(!group.rows.contains { $0.index == .delta })
    let sobol = try study(world, response, .sobol, sample: 2048, grouping: .lever)()
    let designed = try finding(sobol, "levers.both", .total).estimate
    let error = own.estimate.standardError + designed.standardError
    #expect(abs(own.estimate.value - designed.value) < 4 * error)
    let rank = try study(world, response, .rank, sample: 2048, grouping: .lever)()
    let lost = try finding(rank, "levers.both", .lost)
    #expect(lost.estimate.value > 0.3 && lost.isDistinguishable)
    #expect(try finding(rank, "levers.both", .prcc).estimate.value > 0.5)
    #expect(!rank.rows.contains { $0.index == .srrc })
  }

  @Test func `a sample that is given says what the runs themselves said, without a run`() throws {
    let world = Worlds.apart()
    for method in [SensitivityMethod.givenData, .rank] {
      let study = try study(world, [Worlds.lastStock(world)], method, switching: .asDrawn)
      #expect(
        study.inputs == [
          "levers.faster.effects.change.multiply", "levers.fewer.effects.change.multiply",
          "lever:faster",
        ])
      let own = try study()
      let sample = try study.sample(.init(isStopped: { false }, progress: { _ in }))
      let given = try study(sample)
      #expect(given.rows == own.rows)
      #expect(given.runs == 0 && given.sample == 256 && own.runs == 256)
      #expect(given.facts == own.facts)
    }
  }

  @Test func `numbers that are drawn together are one factor but for the ranks`() throws {
    let world = Worlds.apart { builder in
      builder.correlations = [
        .rank(
          "levers.faster.effects.change.multiply", "levers.fewer.effects.change.multiply",
          builder.number("correlations.0", 0.6))
      ]
    }
    let response = [Worlds.lastStock(world)]
    for method in [SensitivityMethod.tornado, .morris, .sobol, .givenData] {
      #expect(try study(world, response, method).factors.contains { $0.kind == .joined })
      #expect(throws: FactorList.TornApart.self) {
        try study(world, response, method, grouping: .lever)
      }
    }
    #expect(try study(world, response, .rank).factors.allSatisfy { $0.kind != .joined })
    _ = try study(world, response, .rank, grouping: .lever)()
    let joined = try study(world, response, .givenData, sample: 512)()
    let name = try #require(joined.factors.first { $0.kind == .joined }).name
    #expect(!joined.rows.contains { $0.index == .delta && joined.factors[$0.factor].name == name })
    let given = try finding(joined, name, .total).estimate
    let designed = try finding(try study(world, response, .sobol, sample: 1024)(), name, .total)
    let error = given.standardError + designed.estimate.standardError
    #expect(abs(given.value - designed.estimate.value) < 4 * error)
  }

  @Test func `a trace weighs the difference and the variance`() throws {
    OpenBLAS.useOneThread()
    let world = Worlds.apart()
    func weights(threads: Int) throws -> TraceWeights {
      try TraceWeights(
        Plan(world), EvidenceGraph(world), of: Worlds.lastStock(world),
        sizes: .init(points: 256, runs: 256), seed: 2, threads: threads)
    }
    let found = try weights(threads: 1)
    let whole = try #require(found.whole)
    let shares = ["levers.faster", "levers.fewer", "levers.more"].compactMap {
      found.difference(of: $0)?.estimate.value
    }
    #expect(shares.count == 3)
    #expect(abs(shares.reduce(0, +) - (whole.withAll - whole.withNone)) < 1e-9 * whole.withNone)
    #expect(found.difference(of: "levers.elsewhere") == nil)
    #expect(found.variance(of: "levers.fewer.effects.change.multiply")?.numbers == 1)
    #expect(
      found.variance(of: "levers.faster.effects.change.multiply")?.finding.isDistinguishable == true
    )
    #expect(found.variance(of: "levers.more") == nil)
    let again = try weights(threads: 3)
    #expect(again.variance.rows == found.variance.rows)
    #expect(again.difference.rows == found.difference.rows)
  }
}
