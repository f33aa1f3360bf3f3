import Caseload
import Foundation
import Scenario
import Testing

@testable import Engine

/// Work counted by hand against work counted from the plan.
struct RunBudgetTests {
  private func budget(_ name: String) throws -> RunBudget {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().path
    let reader = ScenarioReader(
      library: Library(directory: folder),
      knownClaims: Set((1...40).map { "C\($0 < 10 ? "0" : "")\($0)" } + ["Q1", "Q2"]))
    let world = try reader.read("Reference/\(name).json").world
    return Simulation(try Plan(world), Assignment(runs: 2, seed: 1, threads: 1)).budget
  }

  /// Two streams of which one has arrivals with noise, a pool with noise and three months of learning, a flow of six lags, a lever, 36 months, a question.
  @Test func `the budget of the small scenario is the one counted by hand`() throws {
    let budget = try budget("small")
    #expect(budget.worlds == 2)  // As it is, and without the lever.
    #expect(budget.months == 36)
    #expect(budget.lawQuantiles == 3)  // A level, hours, the size of the effect.
    #expect(budget.stratifiedUniforms == 4)  // The same, and the lever.
    // Arrivals, noise of the inflow, noise of the capacity.
    #expect(budget.monthlyUniforms == 3 * 36)
    #expect(budget.normals == 2 * 36)
    #expect(budget.exponentials == 2 * 36)
    #expect(budget.gammas == 0)
    #expect(budget.counts == 36 * 2)
    // Per stream 18 lodging months before the start and those since, in 36 months of 2 worlds.
    #expect(budget.cohorts == 2 * 2 * (0..<36).reduce(0) { $0 + 18 + $1 + 1 })
    #expect(budget.cells == (3 * 12 + 4 + 1) * 36)
    #expect(budget.outcomes == 3 * 7 + 1)
    let shapes = budget.products.map { [$0.rows, $0.inner, $0.columns, $0.timesABlock] }
    #expect(budget.products.map(\.role) == [.noiseAcrossStreams, .learning])
    #expect(shapes == [[1, 1, 36 * 64, 1], [1, 4, 64, 72]])
    let operations: [Double] = [72, 576]
    #expect(budget.products.map(\.operations) == operations)
    #expect(budget.followUpTerms == 6 * 36 * 2)
  }

  @Test func `surges, overdispersion and rank correlations are counted too`() throws {
    let budget = try budget("everything")
    #expect(budget.gammas > 0 && budget.gammas % budget.months == 0)
    #expect(budget.products.map(\.role) == RunBudget.Product.Role.allCases)
    #expect(budget.normals % budget.months == budget.products.last?.rows)
    #expect(budget.counts % (budget.months * budget.worlds) == 0)
  }
}
