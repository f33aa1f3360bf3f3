import Caseload
import CaseloadTesting
import Probability
import Sampling
import Testing

@testable import Engine

/// How the numbers that nobody knows are spread over the runs of a study.
@Suite struct SamplingMethodTests {
  private func world(isOn: Bool = true) -> World {
    var builder = WorldBuilder(months: 3)
    builder.pool("p")
    builder.stream("a", granted: .uniform(low: 0, high: 1))
    builder.lever(
      "early", on: [.inflowLevel(stream: 0)], size: .uniform(low: 0, high: 1), enabled: isOn)
    builder.lever(
      "late", on: [.inflowLevel(stream: 0)], size: .uniform(low: 0, high: 1),
      probability: .fixed(0.5))
    return builder.world
  }

  /// The draws of some blocks, a row a number, and whether the last lever is in force.
  private func draws(_ world: World, _ method: SamplingMethod, runs: Int) throws -> [[Double]] {
    let plan = try Plan(world)
    let knowledge = Knowledge(plan)
    let assignment = Assignment(runs: runs, seed: 9, threads: 1, sampling: method)
    var rows = Array(repeating: [Double](), count: plan.uncertain.count + 1)
    for block in 0..<Block.count(for: runs) {
      knowledge.draw(plan, assignment, block)
      for run in 0..<Block.runs {
        for number in plan.uncertain.indices {
          rows[number].append(knowledge.drawn[number, run: run])
        }
        rows[plan.uncertain.count].append(
          knowledge.inForce[plan.world.levers.count - 1, run: run])
      }
    }
    return rows
  }

  private func parts(_ numbers: some Sequence<Double>, _ count: Int) -> Set<Int> {
    Set(numbers.map { Int($0 * Double(count)) })
  }

  @Test func `what runs could draw stands in the order of the file, levers that are off too`() {
    let expected = [
      "streams.a.outcomes.granted.share", "levers.early.inForce",
      "levers.early.effects.change.multiply", "levers.late.inForce",
      "levers.late.effects.change.multiply",
    ]
    #expect(world().unknowns == expected)
    #expect(world(isOn: false).unknowns == expected)
  }

  @Test func `each method spreads numbers as it says`() throws {
    let latin = try draws(world(), .latin, runs: 1024)
    let sobol = try draws(world(), .sobol, runs: 1024)
    let independent = try draws(world(), .independent, runs: 1024)
    for number in 0..<3 {
      #expect(parts(latin[number], 1024).count == 1024)
      #expect(parts(sobol[number], 1024).count == 1024)
      for start in stride(from: 0, to: 1024, by: 64) {
        #expect(parts(sobol[number][start..<(start + 64)], 64).count == 64)
        #expect(parts(latin[number][start..<(start + 64)], 64).count < 60)
      }
      // Of 1,024 independent numbers about 1 / e of the parts stay empty.
      #expect(abs(Double(parts(independent[number], 1024).count) / 1024 - 0.632) < 0.05)
    }
    // Half of the runs have the lever: exactly so when its draw is evenly spread.
    #expect(latin[3].reduce(0, +) == 512)
    for start in stride(from: 0, to: 1024, by: 64) {
      #expect(sobol[3][start..<(start + 64)].reduce(0, +) == 32)
    }
  }

  @Test(arguments: SamplingMethod.allCases)
  func `draws do not depend on how many runs are made, nor on other levers`(
    method: SamplingMethod
  ) throws {
    let many = try draws(world(), method, runs: 512)
    let few = try draws(world(), method, runs: 64)
    for (long, short) in zip(many, few) { #expect(Array(long.prefix(64)) == short) }
    let off = try draws(world(isOn: false), method, runs: 512)
    #expect(off == [many[0], many[2], many[3]])
  }
}
