import Caseload
import CaseloadTesting
import Testing

@testable import Engine

/// Numbers of a whole run, on paths made by hand.
@Suite struct OutcomeTests {
  private func value(
    _ kind: Outcome.Kind, start: Double = 0, _ paths: [Measure: [Double]]
  ) -> Double {
    let months = paths.values.first?.count ?? 0
    return Outcome(kind: kind, subject: .stream(0)).value(months: months, start: start) {
      paths[$0]?[$1] ?? 0
    }
  }

  @Test func `the end is the last month`() {
    #expect(value(.stockEnd, [.stock: [3, 2, 7]]) == 7)
    #expect(value(.overdueStockEnd, [.overdueStock: [3, 2, 1]]) == 1)
  }

  @Test func `a stock is halved at the end of the first month with half of it or less`() {
    #expect(value(.monthsUntilStockHalved, start: 10, [.stock: [9, 5, 6]]) == 2)
    #expect(value(.stockHalved, start: 10, [.stock: [9, 5, 6]]) == 1)
    #expect(value(.monthsUntilStockHalved, start: 10, [.stock: [9, 5.1, 6]]) == .infinity)
    #expect(value(.stockHalved, start: 10, [.stock: [9, 5.1, 6]]) == 0)
    #expect(value(.monthsUntilStockHalved, start: 0, [.stock: [0]]) == 1)
  }

  @Test func `a backlog is gone when it is nought or below a month's decisions`() {
    let paths: [Measure: [Double]] = [
      .overdueStock: [9, 5, 4, 2], .decisions: [4, 4, 4, 4], .straightThrough: [1, 1, 0, 0],
    ]
    #expect(value(.monthsUntilOverdueGone, paths) == 4)
    #expect(value(.overdueGone, paths) == 1)
    #expect(value(.monthsUntilOverdueGone, [.overdueStock: [1, 0]]) == 2)
    let never: [Measure: [Double]] = [.overdueStock: [9, 5], .decisions: [5, 5]]
    #expect(value(.monthsUntilOverdueGone, never) == .infinity)
    #expect(value(.overdueGone, never) == 0)
  }

  @Test func `keeping up is judged over the last twelve months`() {
    let early = Array(repeating: 100.0, count: 3)
    let last = Array(repeating: 10.0, count: 12)
    var paths: [Measure: [Double]] = [
      .inflow: early + last, .followUpInflow: Array(repeating: 1, count: 15),
      .decisions: Array(repeating: 9, count: 15), .withdrawals: Array(repeating: 1, count: 15),
      .straightThrough: Array(repeating: 1, count: 15), .stock: Array(repeating: 500, count: 15),
    ]
    #expect(value(.keepsUp, paths) == 1)
    paths[.withdrawals] = Array(repeating: 0.99, count: 15)
    #expect(value(.keepsUp, paths) == 0)
    paths[.stock] = Array(repeating: 11, count: 15)
    #expect(value(.keepsUp, paths) == 1)
    paths[.stock] = Array(repeating: 11.1, count: 15)
    #expect(value(.keepsUp, paths) == 0)
  }

  @Test func `a short horizon counts whole`() {
    let paths: [Measure: [Double]] = [
      .inflow: [5, 5], .decisions: [4, 4], .stock: [1000, 5], .followUpInflow: [0, 0],
    ]
    #expect(value(.keepsUp, paths) == 1)
    #expect(value(.penalties, [.penalties: [3, 4, 5]]) == 12)
  }

  @Test(arguments: 0..<UInt64(40))
  func `outcomes followed from month to month are those of whole paths`(seed: UInt64) throws {
    let world = RandomWorld(seed: seed, longest: 24).world
    let plan = try Plan(world)
    let runs = EngineRuns(plan, seed: seed)
    let recorder = KeepingRecorder()
    _ = try Simulation(plan, Assignment(runs: Block.runs, seed: seed, threads: 1))(
      recorder: recorder)
    let batch = try #require(recorder.batches.first)
    for (place, outcome) in Outcome.all(of: world).enumerated() {
      for run in 0..<Block.runs {
        let expected = outcome.value(
          months: plan.months, start: runs.initialStock(outcome.subject, run: run)
        ) { runs.path($0, outcome.subject, run: run)[$1] }
        #expect(batch.outcomes[place * batch.stride + run] == expected, "\(outcome) run \(run)")
      }
    }
  }
}
