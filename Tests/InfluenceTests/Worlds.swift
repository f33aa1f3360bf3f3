import Caseload
import CaseloadTesting
import Engine
import Evidence
import Foundation
import Probability
import Scenario
import Testing

/// Worlds of which it is known what makes the difference, and runs of them.
enum Worlds {
  /// Two streams with a pool each and nothing in common; three levers on the first and one on the second.
  static func apart(_ change: (inout WorldBuilder) -> Void = { _ in }) -> World {
    var builder = WorldBuilder(
      claims: [
        "streams.first.steps.decide.hours": ["C02"],
        "levers.faster.effects.change.multiply": ["C02", "C03"],
      ], months: 18)
    builder.stream("first", pool: 0, stock: 300, level: 30, noise: (sd: 0.2, persistence: 0.5))
    builder.stream("second", pool: 1, stock: 200, level: 20, noise: (sd: 0.2, persistence: 0.5))
    builder.pool("one", staff: 2, hires: 0.1)
    builder.pool("two", staff: 2, hires: 0.1)
    builder.lever(
      "faster", on: [.stepHours(stream: 0, step: 0)], size: .uniform(low: 0.6, high: 0.9),
      probability: .fixed(0.7), claims: ["C02"])
    builder.lever(
      "fewer", on: [.inflowLevel(stream: 0)], size: .uniform(low: 0.7, high: 1), from: 3,
      claims: ["C04"])
    builder.lever("more", on: [.inflowLevel(stream: 0)], size: .fixed(1.2), from: 6)
    builder.lever("elsewhere", on: [.stepHours(stream: 1, step: 0)], size: .fixed(0.5))
    change(&builder)
    return builder.world
  }

  /// The stock of the first stream at the end.
  static func lastStock(_ world: World) -> Response {
    .measure(.stock, .stream(0), month: world.calendar.months - 1)
  }

  /// The scenario that is shipped.
  static func pact() throws -> World {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let reader = ScenarioReader(
      library: Library(directory: root.path), knownClaims: Set(Claim.all.map(\.id)))
    return try reader.read("Scenarios/pact2026.json").world
  }

  /// Values of some variants, run by run: `[variant][response][run]`.
  static func values(
    _ plan: Plan, _ variants: [Experiment.Variant], _ responses: [Response], runs: Int = 64,
    seed: UInt64 = 5
  ) throws -> [[[Double]]] {
    let none = variants.map { _ in responses.map { _ in [Double]() } }
    return try Experiment(
      plan, variants: variants, responses: responses,
      assignment: Assignment(runs: runs, seed: seed, threads: 2))(into: none) { kept, block in
        for variant in variants.indices {
          for response in responses.indices {
            let first = (variant * responses.count + response) * block.stride
            kept[variant][response] += block.values[first..<(first + block.runs)]
          }
        }
      }
  }

  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  /// Bits that can be compared where numbers are undefined too.
  static func bits(_ values: [[Double]]) -> [[UInt64]] {
    values.map { $0.map { $0.isNaN ? .max : $0.bitPattern } }
  }
}
