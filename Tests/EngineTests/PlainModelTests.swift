import Caseload
import CaseloadTesting
import Testing

@testable import Engine

#if DEBUG
private let worlds: UInt64 = 60
private let longest = 20
#else
private let worlds: UInt64 = 600
private let longest = 40
#endif

/// The engine against a second implementation of the article that shares nothing with it.
@Suite struct PlainModelTests {
  /// The first difference between a run of the engine and the plain model, as a sentence; nil when
  /// there is none.
  private func difference(_ engine: EngineRuns, _ run: Int, _ plain: PlainModel.Paths) -> String? {
    let world = engine.plan.world
    for series in engine.plan.layout.series {
      let path = engine.path(series.measure, series.subject, run: run)
      let expected = plain[.init(measure: series.measure, subject: series.subject)] ?? []
      guard path.count == expected.count else { return "\(series) has \(path.count) months" }
      for month in path.indices where !agrees(path[month], expected[month]) {
        return "\(series.measure) of \(world.label(of: series.subject)) in month \(month): "
          + "\(path[month]), expected \(expected[month])"
      }
    }
    return nil
  }

  @Test func `the expected path of any world is that of the plain model`() throws {
    for seed in 0..<worlds {
      let world = RandomWorld(seed: seed, longest: longest).world
      let engine = EngineRuns(try Plan(world), isCentral: true)
      let plain = PlainModel(world: world, chance: PlainChance(expectedPathOf: world))
      let difference = difference(engine, 0, plain.paths())
      #expect(difference == nil, "world \(seed)")
    }
  }

  @Test func `drawn runs of any world are those of the plain model`() throws {
    for seed in 0..<worlds {
      let world = RandomWorld(seed: seed, longest: longest).world
      let plan = try Plan(world)
      let simulation = BlockSimulation(plan)
      for runs in [[0, 1, 63], [64], [1000]] {
        let block = runs[0] / Block.runs
        let engine = EngineRuns(simulation, block: block, seed: seed)
        for run in runs {
          let chance = PlainChance(world, run: UInt32(run), seed: seed)
          let plain = PlainModel(world: world, chance: chance)
          let difference = difference(engine, run % Block.runs, plain.paths())
          #expect(difference == nil, "world \(seed), run \(run)")
        }
      }
    }
  }
}
