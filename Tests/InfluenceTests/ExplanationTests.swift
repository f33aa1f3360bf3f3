import Caseload
import CaseloadTesting
import Engine
import Evidence
import LinearAlgebra
import Probability
import Sampling
import Sensitivity
import Statistics
import Synchronization
import Testing

@testable import Influence

/// Explanations of worlds of which it is known what makes the difference.
@Suite struct ExplanationTests {
  private func explanation(
    _ world: World, runs: Int = 512, sizes: Explanation.Sizes = .quick, threads: Int = 2,
    sampling: SamplingMethod = .latin, isStopped: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws -> Explanation {
    OpenBLAS.useOneThread()
    return try Explanation(
      Plan(world), EvidenceGraph(world),
      of: Assignment(runs: runs, seed: 3, threads: threads, sampling: sampling), sizes: sizes,
      isStopped: isStopped, progress: progress)
  }

  /// A stream with fourteen uncertain changes of its inflow, of which the second and the thirteenth are large; the thirteenth comes late.
  private var crowd: World {
    var builder = WorldBuilder(months: 24)
    builder.stream("only", stock: 300, level: 30, noise: (sd: 0.1, persistence: 0.5))
    builder.pool("desk", staff: 2, hires: 0)
    for lever in 1...14 {
      let isLarge = lever == 2 || lever == 13
      builder.lever(
        "change\(lever)", on: [.inflowLevel(stream: 0)],
        size: .uniform(low: isLarge ? 0.5 : 0.999, high: isLarge ? 1.5 : 1.001),
        from: lever == 13 ? 15 : 2)
    }
    return builder.world
  }

  private func number(_ lever: Int) -> String { "levers.change\(lever).effects.change.multiply" }

  @Test func `the factors that matter stay by themselves, also those that matter late`() throws {
    let world = crowd
    let explanation = try explanation(world)
    let indices = try #require(explanation.overTime)
    #expect(indices.method == .sobol && indices.sample == 512)
    let names = indices.factors.map(\.name)
    #expect(names.count == Explanation.factorsApart + 2)
    #expect(names.suffix(2) == [FactorList.others, "chance"])
    #expect(names.contains(number(2)) && names.contains(number(13)))
    let others = try #require(indices.factors.first { $0.name == FactorList.others })
    #expect(others.kind == .group && others.members.count == 14 - Explanation.factorsApart)
    // Sep 2025 and the ends of quarters to Aug 2027, the last month.
    let months = indices.responses.compactMap(\.month)
    #expect(months == [0, 3, 6, 9, 12, 15, 18, 21, 23])
    func total(_ name: String, at response: Int) throws -> Double {
      let row = indices.rows.first {
        $0.response == response && $0.index == .total && indices.factors[$0.factor].name == name
      }
      return try #require(row).finding.estimate.value
    }
    #expect(try total(number(13), at: 3) == 0)
    #expect(try total(number(13), at: 8) > 0.02)
    #expect(try total(number(2), at: 8) > 0.5)
    #expect(try total(FactorList.others, at: 8) < 0.01)
  }

  /// What one factor does is not changed by how the others are taken; sums in other shapes differ by rounding.
  @Test func `what stays by itself has the indices of a study of all factors`() throws {
    OpenBLAS.useOneThread()
    let world = crowd
    let plan = try Plan(world)
    let kept: Set = [number(2), number(5)]
    func result(_ kept: Set<String>?) throws -> SensitivityResult {
      try SensitivityStudy(
        plan, EvidenceGraph(world), responses: [Worlds.lastStock(world)],
        options: .init(method: .sobol, sample: 128, switching: .asDrawn, kept: kept), seed: 3,
        threads: 2)()
    }
    let (some, all) = (try result(kept), try result(nil))
    #expect(all.factors.count == 15)
    #expect(some.factors.map(\.name) == [number(2), number(5), FactorList.others, "chance"])
    func values(_ result: SensitivityResult, _ name: String) -> [Double] {
      result.rows.filter { result.factors[$0.factor].name == name }
        .map(\.finding.estimate.value)
    }
    for name in [number(2), number(5), "chance"] {
      let pairs = Array(zip(values(some, name), values(all, name)))
      #expect(pairs.count == 2)
      #expect(pairs.allSatisfy { abs($0 - $1) < 1e-9 }, "\(name): \(pairs)")
    }
    // One that would be alone among the others keeps its name.
    let nearly = try result(Set(all.factors.map(\.name)).subtracting([number(7)]))
    #expect(nearly.factors == all.factors)
  }

  @Test func `the parts are those of the studies themselves`() throws {
    let world = Worlds.apart()
    let plan = try Plan(world)
    let graph = EvidenceGraph(world)
    let explanation = try explanation(world, runs: 300, sampling: .sobol)
    let shares = try #require(explanation.attribution)
    let responses = Attribution.usualResponses(of: world)
    let own = try Attribution(
      plan, levers: Attribution.players(plan, graph, responses), responses: responses,
      assignment: Assignment(runs: 300, seed: 3, threads: 1, sampling: .sobol))
    #expect(shares.levers == own.levers && shares.sample == 300 && shares.isExact)
    #expect(shares.shares == own.shares)
    let tornado = try #require(explanation.tornado)
    #expect(tornado.responses == [Response.usual(in: world)])
    let study = try SensitivityStudy(
      plan, graph, responses: tornado.responses,
      options: .init(method: .tornado, sample: 128, switching: .evenly), seed: 3, threads: 1)()
    #expect(tornado.rows == study.rows && tornado.sample == 128)
    // No sample is larger than the runs that it explains, and base points are a power of two.
    #expect(explanation.overTime?.sample == 256)
    #expect(explanation.sensitivities.map(\.method) == [.tornado, .sobol])
  }

  @Test func `neither threads nor what was made before change a bit`() throws {
    let world = crowd
    let (one, three) = (
      try explanation(world, runs: 256, threads: 1), try explanation(world, runs: 256, threads: 3)
    )
    #expect(one.attribution?.shares == three.attribution?.shares)
    #expect(one.tornado?.rows == three.tornado?.rows)
    #expect(one.overTime?.rows == three.overTime?.rows)
    #expect(one.overTime?.factors == three.overTime?.factors)
    #expect(one.overTime?.rows.isEmpty == false && one.simulatedRuns == three.simulatedRuns)
  }

  @Test func `levers that are many are taken in orders, unless that is not wanted`() throws {
    let world = crowd
    let small = Explanation.Sizes(attribution: 8, leversInSets: 5, tornado: 2, points: 256)
    let quick = try #require(explanation(world, sizes: small).attribution)
    #expect(!quick.isExact && quick.levers.count == 14 && quick.sample == 8)
    let few = Worlds.apart()
    #expect(try explanation(few, sizes: small).attribution?.isExact == true)
    let none = Explanation.Sizes(attribution: 8, leversInSets: 0, tornado: 2, points: 256)
    #expect(try explanation(few, sizes: none).attribution?.isExact == false)
  }

  @Test func `what cannot be told is left out`() throws {
    // With two runs there is no share of a variance; the others have wide intervals.
    let two = try explanation(Worlds.apart(), runs: 2)
    #expect(two.overTime == nil)
    #expect(two.attribution?.sample == 2 && two.tornado?.sample == 2)
    #expect(try explanation(Worlds.apart(), runs: 255).overTime == nil)
    #expect(try explanation(Worlds.apart(), runs: 256).overTime?.sample == 256)
    // Without levers nothing makes a difference between worlds; with all numbers known only chance moves the result.
    let known = try explanation(Worlds.apart { $0.levers = [] })
    #expect(known.attribution == nil && known.tornado == nil && known.overTime == nil)
    #expect(known.simulatedRuns == 0)
    // A lever that is certain and of a known size is a difference and an end of the tornado, but no uncertainty.
    let certain = try explanation(Worlds.apart { $0.levers = [$0.levers[2]] })
    #expect(certain.attribution?.levers == [0] && certain.overTime == nil)
    #expect(certain.tornado?.factors.map(\.name) == ["levers.more"])
  }

  @Test func `one month is a horizon`() throws {
    var builder = WorldBuilder(months: 1)
    builder.stream("only", granted: .uniform(low: 0.2, high: 0.8))
    builder.pool("desk")
    builder.lever("faster", on: [.stepHours(stream: 0, step: 0)], size: .uniform(low: 0.5, high: 1))
    let explanation = try explanation(builder.world)
    #expect(explanation.overTime?.responses.count == 1)
    #expect(explanation.attribution?.levers == [0])
    #expect(explanation.tornado?.factors.isEmpty == false)
  }

  @Test func `progress ends with all runs, and a request to stop ends the work`() throws {
    let seen = Mutex([(Int, Int)]())
    let world = crowd
    let explanation = try explanation(
      world, runs: 256, progress: { done, all in seen.withLock { $0.append((done, all)) } })
    let told = seen.withLock { $0 }
    #expect(told.last?.0 == explanation.simulatedRuns)
    #expect(told.allSatisfy { $0.1 == explanation.simulatedRuns })
    #expect(zip(told, told.dropFirst()).allSatisfy { $0.0 < $1.0 })
    let ofLevers = try #require(explanation.attribution)
    let choosing = 256
    var parts = ofLevers.sample * (ofLevers.levers.count + 1) + choosing
    for study in explanation.sensitivities { parts += study.runs }
    #expect(explanation.simulatedRuns == parts)
    // In the middle of the last part.
    let done = Atomic(0)
    let all = parts
    #expect(throws: Interrupted.self) {
      try self.explanation(
        world, runs: 256, isStopped: { done.load(ordering: .relaxed) > all - 2000 },
        progress: { runs, _ in done.store(runs, ordering: .relaxed) })
    }
    #expect((all - 2000..<all).contains(done.load(ordering: .relaxed)))
  }

  @Test(arguments: [1, 7, 36, 88, 120, 400, 1200])
  func `a result through time is at most thirty-two months, the last among them`(months: Int)
    throws
  {
    var builder = WorldBuilder(months: months)
    builder.stream("only")
    builder.pool("desk")
    let world = builder.world
    let own = Response.measure(.stock, .stream(0), month: months / 2)
    let found = own.overTime(in: world).compactMap(\.month)
    #expect(found.count <= 32 && found == Set(found).sorted())
    #expect(found.last == months - 1 && found.contains(months / 2))
    #expect(found.count >= min(months / 3, 12))
    let total = Response.total(.penalties, .whole, through: months - 1).overTime(in: world)
    #expect(total.last == .total(.penalties, .whole, through: months - 1))
    #expect(Response.test(0).overTime(in: world) == [.test(0)])
  }
}
