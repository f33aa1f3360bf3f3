import Caseload
import CaseloadTesting
import Statistics
import Testing

@testable import Engine

/// Studies that end before all runs are made.
@Suite struct StoppingTests {
  private let plan: Plan

  init() throws {
    var builder = WorldBuilder(months: 6)
    builder.pool("p", hours: 20)
    builder.stream("s", stock: 40, level: 20, noise: (0.3, 0.6), hours: 1)
    plan = try Plan(builder.world)
  }

  private func study(
    _ rule: StoppingRule, runs: Int = 40_000, threads: Int = 2
  ) throws -> StudyResult {
    try Simulation(plan, Assignment(runs: runs, seed: 9, threads: threads))(until: rule)
  }

  private func rule(_ standardError: Double) -> StoppingRule {
    StoppingRule(precisions: [.init(outcome: 0, standardError: standardError)])
  }

  /// The standard error falls as one over the root of the runs: the number at which it is reached is that of theory, to the chance in
  /// an estimated standard deviation (2 % at 2,500 runs) and the size of a batch.
  @Test func `a precision is reached with the runs that theory asks for`() throws {
    let all = try study(StoppingRule(), runs: 10_240)
    #expect(all.ending == .complete)
    let wanted = all.outcomes[0].standardError * 2
    let stopped = try study(rule(wanted))
    #expect(stopped.ending == .precise)
    #expect(stopped.runsAsked == 40_000)
    #expect(stopped.outcomes[0].standardError <= wanted)
    #expect(abs(stopped.assignment.runs - 2_560) <= 256 + 2_560 / 8)
  }

  @Test
  func `where a study stops does not depend on threads, and its numbers are those of so many runs`()
    throws
  {
    let wanted = rule(try study(StoppingRule(), runs: 2_048).outcomes[0].standardError)
    let one = try study(wanted, threads: 1)
    for threads in 2...3 {
      let several = try study(wanted, threads: threads)
      #expect(several.assignment.runs == one.assignment.runs)
      #expect(several.cells.map(\.mean.bitPattern) == one.cells.map(\.mean.bitPattern))
    }
    let plain = try study(StoppingRule(), runs: one.assignment.runs)
    #expect(plain.cells.map(\.sd.bitPattern) == one.cells.map(\.sd.bitPattern))
    #expect(
      plain.outcomes.map { $0.quantiles.map(\.value) }
        == one.outcomes.map { $0.quantiles.map(\.value) })
  }

  @Test func `an easy precision still takes the least number of runs`() throws {
    let stopped = try study(rule(1e9))
    #expect(stopped.assignment.runs == StoppingRule.leastRuns)
  }

  @Test func `a precision out of reach ends with all runs`() throws {
    let result = try study(rule(1e-9), runs: 3_000)
    #expect(result.ending == .complete)
    #expect(result.assignment.runs == 3_000)
  }

  @Test func `a time limit ends with what is done, at least one batch`() throws {
    let result = try study(StoppingRule(timeLimit: 1e-6), runs: 1 << 30)
    #expect(result.ending == .timeLimit)
    #expect(result.assignment.runs >= Batch.runs && result.assignment.runs < 1 << 20)
    #expect(result.assignment.runs % Batch.runs == 0)
  }

  @Test func `the runs to come are foretold by the root law and by the clock`() {
    let progress = StudyProgress(runs: 1_000, standardErrors: [6, nil], seconds: 2)
    func expected(_ rule: StoppingRule) -> Int { rule.expectedRuns(progress, most: 50_000) }
    #expect(expected(StoppingRule()) == 50_000)
    #expect(expected(rule(2)) == 9_000)
    #expect(expected(rule(100)) == StoppingRule.leastRuns)
    #expect(expected(rule(0.01)) == 50_000)
    let unknown = StoppingRule(precisions: [.init(outcome: 1, standardError: 1)])
    #expect(expected(unknown) == 50_000)
    #expect(expected(StoppingRule(timeLimit: 10)) == 5_000)
    #expect(expected(StoppingRule(timeLimit: 1)) == 1_000)
  }
}
