import Caseload
import CaseloadTesting
import LinearAlgebra
import Probability
import Sampling
import Testing

@testable import Engine

/// Designed runs against ordinary ones: a variant must be the study that it describes, bit for bit.
@Suite struct ExperimentTests {
  private static let worlds: [UInt64] = Array(400..<424)

  private func plan(_ seed: UInt64) throws -> Plan {
    try Plan(RandomWorld(seed: seed, longest: 20).world)
  }

  /// Every measure of every subject in some month, every outcome, every test.
  private func responses(_ plan: Plan) -> [Response] {
    let measures = plan.layout.series.enumerated().map { index, series in
      Response.measure(series.measure, series.subject, month: index % plan.months)
    }
    return measures + Outcome.all(of: plan.world).map(Response.outcome)
      + plan.world.tests.indices.map(Response.test)
  }

  /// The values of every variant and response, run by run.
  private func values(
    _ plan: Plan, _ variants: [Experiment.Variant], _ responses: [Response], runs: Int = 100,
    threads: Int = 2, sampling: SamplingMethod = .latin
  ) throws -> [[[Double]]] {
    let assignment = Assignment(runs: runs, seed: 5, threads: threads, sampling: sampling)
    let none = variants.map { _ in responses.map { _ in [Double]() } }
    return try Experiment(plan, variants: variants, responses: responses, assignment: assignment)(
      into: none
    ) { kept, block in
      for variant in variants.indices {
        for response in responses.indices {
          let first = (variant * responses.count + response) * block.stride
          kept[variant][response] += block.values[first..<(first + block.runs)]
        }
      }
    }
  }

  private func bits(_ values: [[Double]]) -> [[UInt64]] {
    values.map { $0.map { $0.isNaN ? .max : $0.bitPattern } }
  }

  private func expectEqual(_ a: [[Double]], _ b: [[Double]], _ hint: Comment) {
    #expect(bits(a) == bits(b), hint)
  }

  @Test(arguments: worlds) func `a variant that changes nothing makes the runs of a study`(
    seed: UInt64
  ) throws {
    let plan = try plan(seed)
    let responses = responses(plan)
    let found = try values(plan, [.init()], responses)[0]
    let blocks = [0, 1].map { EngineRuns(plan, block: $0, seed: 5) }
    for (place, response) in responses.enumerated() {
      guard case .measure(let measure, let subject, let month) = response else { continue }
      let expected = blocks.flatMap { $0.month(measure, subject, month) }.prefix(100)
      expectEqual([found[place]], [Array(expected)], "\(response)")
    }
    let recorder = KeepingRecorder()
    let study = try Simulation(plan, Assignment(runs: 100, seed: 5, threads: 1))(recorder: recorder)
    let batch = try #require(recorder.batches.first)
    for (place, outcome) in Outcome.all(of: plan.world).enumerated() {
      let index = try #require(responses.firstIndex(of: .outcome(outcome)))
      let column = batch.outcomes[(place * batch.stride)..<(place * batch.stride + 100)]
      expectEqual([found[index]], [Array(column)], "\(outcome)")
    }
    for (place, test) in study.tests.enumerated() {
      let index = try #require(responses.firstIndex(of: .test(place)))
      #expect(found[index].count { $0 == 1 } == test.holding)
      #expect(found[index].count { !$0.isNaN } == test.runs)
    }
  }

  @Test(arguments: worlds) func `a number does not depend on what else is asked for`(
    seed: UInt64
  ) throws {
    let plan = try plan(seed)
    let responses = responses(plan)
    let all = try values(plan, [.init()], responses, runs: 64)[0]
    for place in stride(from: 0, to: responses.count, by: 7) {
      let alone = try values(plan, [.init()], [responses[place]], runs: 64)[0]
      expectEqual(alone, [all[place]], "\(responses[place])")
    }
  }

  @Test(arguments: worlds) func `levers forced off are a world without them`(seed: UInt64) throws {
    let plan = try plan(seed)
    guard !plan.world.levers.isEmpty else { return }
    let measures = responses(plan).filter { if case .measure = $0 { true } else { false } }
    let off = Set(plan.world.levers.indices.filter { $0 % 2 == 0 })
    let forced = Experiment.Variant { levels in for lever in off { levels.force(lever, on: false) }
    }
    let singly = Experiment.Variant { levels in
      for lever in off { for run in 0..<levels.runs { levels.force(lever, run: run, on: false) } }
    }
    let found = try values(plan, [forced, singly], measures, runs: 64)
    let without = EngineRuns(plan, seed: 5, without: off)
    for (place, response) in measures.enumerated() {
      guard case .measure(let measure, let subject, let month) = response else { continue }
      let expected = [Array(without.month(measure, subject, month))]
      expectEqual([found[0][place]], expected, "\(response)")
      expectEqual([found[1][place]], expected, "\(response)")
    }
  }

  /// One that is forced on is in force in every run, so that its chance of being drawn does not matter.
  @Test(arguments: worlds) func `a lever forced on is one of probability one`(seed: UInt64) throws {
    var world = RandomWorld(seed: seed, longest: 20).world
    guard let lever = world.levers.indices.first(where: { world.levers[$0].isEnabled }) else {
      return
    }
    let plan = try Plan(world)
    let responses = responses(plan)
    let old = world.levers[lever]
    let number = WorldBuilder().number(old.probability.path, 1)
    world.levers[lever] = Lever(
      name: old.name, title: old.title, isEnabled: true, probability: number,
      effects: old.effects, claims: old.claims)
    let variant = Experiment.Variant { $0.force(lever, on: true) }
    let found = try values(plan, [variant], responses, runs: 64)[0]
    expectEqual(found, try values(try Plan(world), [.init()], responses, runs: 64)[0], "on")
  }

  @Test(arguments: worlds) func `all unknowns of one sample, by any way, make the same runs`(
    seed: UInt64
  ) throws {
    let plan = try plan(seed)
    let responses = responses(plan)
    let unknowns = plan.unknownPaths.indices
    let taken = Experiment.Variant(chance: .second, needsSecond: true) { levels in
      for unknown in unknowns { levels.take(unknown, from: .second) }
    }
    let set = Experiment.Variant(chance: .second, needsSecond: true) { levels in
      for unknown in unknowns {
        for run in 0..<levels.runs {
          levels.set(unknown, run: run, to: levels.level(unknown, run: run, in: .second))
        }
      }
    }
    let back = Experiment.Variant(chance: .first, needsSecond: true) { levels in
      for unknown in unknowns {
        levels.take(unknown, from: .second)
        for run in 0..<levels.runs {
          levels.set(unknown, run: run, to: levels.level(unknown, run: run))
        }
      }
    }
    let found = try values(plan, [.init(), taken, set, back], responses)
    expectEqual(found[1], found[2], "taken or set")
    expectEqual(found[0], found[3], "there and back")
    if !plan.world.streams.allSatisfy({ $0.inflow == nil }) {
      #expect(bits(found[0]) != bits(found[1]), "the second sample is another one")
    }
  }

  /// Chance is scaled by uncertain numbers: taking one of these must not leave the chance of the first sample.
  @Test func `a number that scales chance scales it in its own variant`() throws {
    func world(_ law: Law?) throws -> Plan {
      var builder = WorldBuilder(months: 12)
      builder.pool("p", hours: 100)
      builder.stream("s", stock: 40, level: 2000, noise: (0.3, 0.6), noiseLaw: law, hours: 1)
      return try Plan(builder.world)
    }
    let inflow = Response.measure(.inflow, .stream(0), month: 11)
    let fixed = try values(try world(nil), [.init()], [inflow], runs: 64)[0][0]
    // The same noise, uncertain between nought and what it is there; level 1 is nearly that.
    let uncertain = try world(.uniform(low: 0, high: 0.3))
    #expect(uncertain.numbersOfChance == [0])
    let found = try values(
      uncertain, [.init(), .init { $0.set(0, to: 1 - 0x1p-50) }, .init { $0.set(0, to: 0x1p-50) }],
      [inflow], runs: 64)
    #expect(zip(found[1][0], fixed).allSatisfy { abs($0 - $1) <= 1 })
    let spread = { (values: [Double]) in (values.max() ?? 0) - (values.min() ?? 0) }
    #expect(spread(found[2][0]) < spread(found[0][0]) / 2)
  }

  @Test func `threads change no bit, with any sampling`() throws {
    let plan = try plan(402)
    let variants = [
      Experiment.Variant(),
      .init(chance: .second, needsSecond: true) { $0.take(0, from: .second) },
    ]
    let responses = responses(plan)
    for sampling in SamplingMethod.allCases {
      let found = try [1, 3].map {
        try values(plan, variants, responses, runs: 300, threads: $0, sampling: sampling)
      }
      for variant in variants.indices {
        expectEqual(found[0][variant], found[1][variant], "\(sampling)")
      }
    }
  }

  @Test func `sums over months add up`() throws {
    let plan = try plan(405)
    let last = plan.months - 1
    let inflow = (0...last).map { Response.measure(.inflow, .stream(0), month: $0) }
    let found = try values(plan, [.init()], inflow + [.total(.inflow, .stream(0), through: last)])[
      0]
    for run in 0..<100 {
      let sum = (0...last).reduce(0) { $0 + found[$1][run] }
      #expect(abs(sum - found[last + 1][run]) <= 1e-9 * max(1, sum))
    }
  }

  @Test func `contrasts are weighted differences from the first variant`() throws {
    let plan = try plan(402)
    let variants = [
      Experiment.Variant(), .init { $0.set(0, to: 0.2) },
      .init(chance: .second, needsSecond: true) { $0.take(0, from: .second) },
    ]
    let responses = [Response.measure(.stock, .stream(0), month: plan.months - 1)]
    let weights = Matrix(rows: 2, columns: 3, entries: [5, 0.5, -2, 0, 1, 0])
    let all = try values(plan, variants, responses).map { $0[0] }
    let found = try Experiment(
      plan, variants: variants, responses: responses,
      assignment: Assignment(runs: 100, seed: 5, threads: 2), contrasts: weights)(
        into: [[Double]](repeating: [], count: 3)
      ) { kept, block in
        for row in 0..<3 {
          kept[row] += block.values[(row * block.stride)..<(row * block.stride + block.runs)]
        }
      }
    #expect(found[0] == all[0])
    for run in 0..<100 {
      let (second, third) = (all[1][run] - all[0][run], all[2][run] - all[0][run])
      #expect(abs(found[1][run] - (0.5 * second - 2 * third)) < 1e-9)
      #expect(found[2][run] == second)
    }
  }

  @Test func `an experiment can be stopped`() throws {
    let plan = try plan(402)
    let experiment = Experiment(
      plan, variants: [.init()], responses: responses(plan),
      assignment: Assignment(runs: 640, seed: 1, threads: 2))
    #expect(throws: Interrupted.self) {
      try experiment(into: 0, isStopped: { true }, take: { _, _ in })
    }
    let blocks = try experiment(into: 0) { count, _ in count += 1 }
    #expect(blocks == 10)
  }

  @Test func `draws are those of the first variant`() throws {
    let plan = try plan(402)
    let recorder = KeepingRecorder()
    _ = try Simulation(plan, Assignment(runs: 64, seed: 3, threads: 1))(recorder: recorder)
    let batch = try #require(recorder.batches.first)
    let draws = try Experiment(
      plan, variants: [.init()], responses: [],
      assignment: Assignment(runs: 64, seed: 3, threads: 1),
      keepsDraws: true)(into: [Double]()) { $0 += $1.draws }
    for number in plan.uncertain.indices {
      for run in 0..<64 {
        #expect(draws[number * 64 + run] == batch.draws[number * batch.stride + run])
      }
    }
    for lever in plan.world.levers.indices {
      for run in 0..<64 {
        let place = plan.uncertain.count + lever
        #expect(draws[place * 64 + run] == batch.inForce[lever * batch.stride + run])
      }
    }
  }
}
