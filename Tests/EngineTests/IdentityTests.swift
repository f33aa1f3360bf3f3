import Caseload
import CaseloadTesting
import Probability
import Testing

@testable import Engine

/// What must be the same, bit for bit or to rounding, whatever the numbers are.
@Suite struct IdentityTests {
  private static let worlds: [UInt64] = Array(900..<912)

  /// Effects that do nothing, on quantities of which none is an outcome that another lever changes.
  private func idleEffects(_ world: World) -> [Effect] {
    let named = Set(world.levers.flatMap { $0.effects.flatMap(\.quantities) })
    let moved = Set(
      named.compactMap { quantity -> Int? in
        if case .outcome(let stream, _) = quantity { stream } else { nil }
      })
    let quantities = world.quantities.filter { quantity in
      if case .outcome(let stream, _) = quantity { !moved.contains(stream) } else { true }
    }
    let builder = WorldBuilder()
    func from(_ month: Int) -> Phase {
      Day("\(world.calendar.month(month))-01").map { Phase(onset: .step($0), ending: nil) }
        ?? .always
    }
    let (midway, later) = (from(world.calendar.months / 2), from(world.calendar.months))
    var effects: [Effect] = []
    for applies in [Effect.Application.decided, .lodged] {
      let own = quantities.filter { applies == .decided || $0.isOfCase }
      for (operation, size, phase) in [
        (Effect.Operation.multiply, 1, .always), (.add, 0, .always), (.multiply, 1, midway),
        (.add, 0, midway), (.set, 3, later), (.multiply, 0.5, later), (.add, 2, later),
      ] as [(Effect.Operation, Double, Phase)] {
        effects.append(
          Effect(
            path: "levers.idle.effects.e\(effects.count)", quantities: own, operation: operation,
            size: builder.number("levers.idle.effects.e\(effects.count)", size), phase: phase,
            application: applies))
      }
    }
    return effects
  }

  @Test(arguments: worlds) func `an effect without size changes no bit`(seed: UInt64) throws {
    let world = RandomWorld(seed: seed, longest: 18).world
    let before = EngineRuns(try Plan(world), seed: seed).bits
    for effect in idleEffects(world) {
      var changed = world
      changed.levers.append(
        Lever(
          name: "idle", title: WorldBuilder.title("idle"), isEnabled: true,
          probability: WorldBuilder().number("levers.idle.probability", 1), effects: [effect],
          claims: []))
      let after = EngineRuns(try Plan(changed), seed: seed).bits
      #expect(before == after, "\(effect.operation) \(effect.size.law) \(effect.application)")
    }
  }

  @Test(arguments: worlds) func `a lever that is off, or never in force, changes no bit`(
    seed: UInt64
  ) throws {
    let world = RandomWorld(seed: seed, longest: 18).world
    let before = EngineRuns(try Plan(world), seed: seed).bits
    let quantities = world.quantities.filter {
      if case .outcome = $0 { false } else { true }
    }
    for (enabled, probability, off) in [(false, 1.0, false), (true, 0, false), (true, 1, true)] {
      var changed = world
      let builder = WorldBuilder()
      let effect = Effect(
        path: "levers.x.effects.e", quantities: quantities, operation: .multiply,
        size: builder.number("levers.x.effects.e.multiply", 0.5), phase: .always,
        application: .decided)
      changed.levers.append(
        Lever(
          name: "x", title: WorldBuilder.title("x"), isEnabled: enabled,
          probability: builder.number("levers.x.probability", probability), effects: [effect],
          claims: []))
      let last = world.levers.count
      let after = EngineRuns(try Plan(changed), seed: seed, without: off ? [last] : [])
      #expect(before == after.bits)
    }
  }

  /// Doubling and halving are exact in binary arithmetic.
  @Test(arguments: worlds) func `a lever and its inverse leave the world as it was`(seed: UInt64)
    throws
  {
    var world = RandomWorld(seed: seed, longest: 18).world
    world.levers = []
    let before = EngineRuns(try Plan(world), seed: seed).bits
    let builder = WorldBuilder()
    for (index, size) in [2.0, 0.5].enumerated() {
      world.levers.append(
        Lever(
          name: "l\(index)", title: WorldBuilder.title("l"), isEnabled: true,
          probability: builder.number("levers.l\(index).probability", 1),
          effects: [
            Effect(
              path: "levers.l\(index).effects.e", quantities: world.quantities,
              operation: .multiply, size: builder.number("levers.l\(index).effects.e", size),
              phase: .always, application: .decided)
          ], claims: []))
    }
    let after = EngineRuns(try Plan(world), seed: seed).bits
    #expect(before == after)
  }

  @Test(arguments: worlds) func `a block is the same alone and after others`(seed: UInt64) throws {
    let plan = try Plan(RandomWorld(seed: seed, longest: 18).world)
    let used = BlockSimulation(plan)
    _ = EngineRuns(used, block: 0, seed: seed)
    _ = EngineRuns(used, isCentral: true)
    let inside = EngineRuns(used, block: 3, seed: seed)
    let alone = EngineRuns(plan, block: 3, seed: seed)
    #expect(inside.bits == alone.bits)
  }

  /// The bits of every run of a study.
  private func bits(_ plan: Plan, runs: Int, threads: Int) throws -> [[UInt64]] {
    let recorder = KeepingRecorder()
    _ = try Simulation(plan, Assignment(runs: runs, seed: 9, threads: threads))(recorder: recorder)
    return recorder.bits
  }

  @Test(arguments: [900, 905]) func `threads and the number of runs do not change a run`(
    seed: UInt64
  ) throws {
    let plan = try Plan(RandomWorld(seed: seed, longest: 12).world)
    let all = try bits(plan, runs: 900, threads: 1)
    #expect(all.count == 900)
    for (runs, threads) in [(900, 2), (900, 3), (1, 1), (70, 2), (300, 2)] {
      let some = try bits(plan, runs: runs, threads: threads)
      #expect(some == Array(all.prefix(runs)), "\(runs) runs, \(threads) threads")
    }
  }

  /// Counts are drawn by inversion, so what is more on average is nowhere less.
  @Test func `more capacity never lengthens a queue, and more inflow never shortens one`() throws {
    func stocks(level: Double, hours: Double) throws -> EngineRuns {
      var builder = WorldBuilder(months: 40)
      builder.pool("p", hours: hours)
      builder.stream(
        "s", stock: 40, level: level, noise: (0.3, 0.6), hours: 1, withdrawal: 0.02, surge: true)
      return EngineRuns(try Plan(builder.world), seed: 4)
    }
    let usual = try stocks(level: 20, hours: 20)
    let richer = try stocks(level: 20, hours: 21)
    let busier = try stocks(level: 21, hours: 20)
    for run in 0..<Block.runs {
      let paths = [usual, richer, busier].map { $0.path(.stock, .stream(0), run: run) }
      for month in 0..<40 {
        #expect(paths[1][month] <= paths[0][month] + 1e-9)
        #expect(paths[2][month] >= paths[0][month] - 1e-9)
      }
    }
  }

  /// A world with everything that can be counted multiplied by a factor.
  private func scaled(_ factor: Double) -> WorldBuilder {
    var builder = WorldBuilder(months: 30)
    builder.pool(
      "p", staff: 12 * factor, hires: 0.6 * factor, learning: [0, 0.5],
      recentHires: [factor, factor / 2])
    builder.stream(
      "a", stock: 80 * factor, level: 60 * factor, trend: 0.2, lead: 1, withdrawal: 0.01,
      straightThrough: 0.1, drift: 0.05)
    builder.stream("b", stock: 50 * factor, level: nil, hours: 7, newest: 0.4)
    builder.flow("f", from: 0, on: .outcome(1), to: 1, history: 5 * factor)
    builder.penalty("n", from: 0, on: .overdue)
    builder.lever("l", on: [.stepHours(stream: 0, step: 0)], from: 10, applies: .lodged)
    return builder
  }

  @Test func `with all counts and hours threefold, all counts are threefold`() throws {
    let one = EngineRuns(try Plan(scaled(1).world), isCentral: true)
    let three = EngineRuns(try Plan(scaled(3).world), isCentral: true)
    for series in one.plan.layout.series {
      let isShare = [.decidedInTerm, .meanWait, .p90Wait, .utilisation].contains(series.measure)
      for (a, b) in zip(
        one.path(series.measure, series.subject), three.path(series.measure, series.subject))
      {
        #expect(agrees(isShare ? a : 3 * a, b, absolute: 1e-9), "\(series)")
      }
    }
  }

  /// Four years later all months have the same lengths and seasons.
  @Test(arguments: worlds) func `a world four years later is the same world`(seed: UInt64) throws {
    let world = RandomWorld(seed: seed, longest: 18).world
    func moved(_ day: Day) -> Day {
      let digits = day.day < 10 ? "0\(day.day)" : "\(day.day)"
      return Day("\(day.yearMonth.advanced(by: 48))-\(digits)") ?? day
    }
    func moved(_ phase: Phase) -> Phase {
      let onset: Phase.Onset =
        switch phase.onset {
        case .always: .always
        case .step(let day): .step(moved(day))
        case .linear(let first, let second): .linear(moved(first), moved(second))
        case .logistic(let midpoint, let width):
          .logistic(midpoint: moved(midpoint), width: width)
        }
      let ending: Phase.Ending? =
        switch phase.ending {
        case nil: nil
        case .step(let day): .step(moved(day))
        case .linear(let first, let second): .linear(moved(first), moved(second))
        }
      return Phase(onset: onset, ending: ending)
    }
    let levers = world.levers.map { lever in
      Lever(
        name: lever.name, title: lever.title, isEnabled: lever.isEnabled,
        probability: lever.probability,
        effects: lever.effects.map {
          Effect(
            path: $0.path, quantities: $0.quantities, operation: $0.operation, size: $0.size,
            phase: moved($0.phase), application: $0.application)
        }, claims: [])
    }
    let later = World(
      name: world.name, title: world.title, description: world.description,
      calendar: Calendar(
        start: world.calendar.start.advanced(by: 48), months: world.calendar.months),
      sources: [], streams: world.streams, groups: world.groups, pools: world.pools,
      flows: world.flows, penalties: world.penalties, levers: levers,
      correlations: world.correlations, questions: [], tests: [],
      published: [], runs: world.runs, seed: world.seed)
    let (now, then) = (try Plan(world), try Plan(later))
    #expect(EngineRuns(now, seed: seed).bits == EngineRuns(then, seed: seed).bits)
  }

  @Test(arguments: [0, 1, 0.3, nil]) func `two equal streams are one of double size`(
    newest: Double?
  ) throws {
    func world(_ count: Int) throws -> EngineRuns {
      var builder = WorldBuilder(months: 30)
      builder.pool("p", hours: 550)
      for index in 0..<count {
        builder.stream(
          "s\(index)", stock: 300 / Double(count), level: 60 / Double(count), trend: 0.1, lead: 1,
          withdrawal: 0.01, straightThrough: 0.05, newest: newest)
      }
      builder.groups = [
        Group(name: "all", title: WorldBuilder.title("all"), streams: Array(0..<count))
      ]
      return EngineRuns(try Plan(builder.world), isCentral: true)
    }
    let (one, two) = (try world(1), try world(2))
    for measure in Measure.ofStream {
      for (a, b) in zip(one.path(measure, .group(0)), two.path(measure, .group(0))) {
        #expect(agrees(a, b), "\(measure)")
      }
    }
    #expect(one.path(.stock, .stream(0)) == one.path(.stock, .group(0)))
  }
}
