import Caseload
import CaseloadTesting
import Engine
import Evidence
import Probability
import Testing

@testable import Influence

/// What may be left out of a study, judged by the engine on many worlds.
@Suite struct ReachStatisticalTests {
  /// The judge is the engine.
  ///
  /// Whatever the list leaves out is moved from end to end, and no bit of a response may change; what it keeps changes most responses.
  @Test func `what is out of reach changes no bit`() throws {
    var (out, kept, moving) = (0, 0, 0)
    for seed in UInt64(400)..<460 {
      let world = RandomWorld(seed: seed, longest: 18).world
      let plan = try Plan(world)
      let series = plan.layout.series
      let one = series[Int(seed * 7) % series.count]
      let outcomes = Outcome.all(of: world)
      let month = Int(seed) % world.calendar.months
      for response in [
        Response.measure(one.measure, one.subject, month: month),
        .total(one.measure, one.subject, through: month),
        .outcome(outcomes[Int(seed) % outcomes.count]),
      ] {
        // Numbers that are drawn together move together.
        let list = FactorList(
          plan, EvidenceGraph(world), responses: [response], switching: .evenly, hasChance: false,
          joinsCorrelated: true)
        func variants(_ name: String) -> [Experiment.Variant] {
          if let number = plan.uncertain.firstIndex(where: { $0.path == name }) {
            return [0.03, 0.97].map { level in Experiment.Variant { $0.set(number, to: level) } }
          }
          let lever = world.levers.firstIndex { "levers.\($0.name)" == name } ?? -1
          return [false, true].map { isOn in Experiment.Variant { $0.force(lever, on: isOn) } }
        }
        let names = list.outOfReach
        let found = try Worlds.values(plan, [.init()] + names.flatMap(variants), [response])
        for (place, values) in found.dropFirst().enumerated() {
          #expect(
            Worlds.bits(values) == Worlds.bits(found[0]),
            "\(names[place / 2]) reaches \(response), seed \(seed)")
        }
        out += names.count
        let inside = list.factors.filter { $0.kind != .joined }.map(\.name)
        let changed = try Worlds.values(plan, [.init()] + inside.flatMap(variants), [response])
        kept += inside.count
        for place in inside.indices {
          let ends = [changed[1 + 2 * place], changed[2 + 2 * place]]
          if ends.contains(where: { Worlds.bits($0) != Worlds.bits(changed[0]) }) { moving += 1 }
        }
      }
    }
    // Enough of both for the test to mean something.
    #expect(out > 200 && kept > 400, "\(out) out of reach, \(kept) within")
    #expect(
      Double(moving) > 0.5 * Double(kept), "\(moving) of \(kept) within reach change anything")
  }
}
