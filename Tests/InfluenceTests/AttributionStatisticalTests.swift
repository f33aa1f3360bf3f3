import Caseload
import CaseloadTesting
import Engine
import Evidence
import LinearAlgebra
import Sensitivity
import Statistics
import Testing

@testable import Influence

/// Shares of levers that are sampled, and those of the scenario that is shipped.
@Suite struct AttributionStatisticalTests {
  private func attribution(
    _ world: World, levers: [Int]? = nil, _ responses: [Response], runs: Int = 128,
    seed: UInt64 = 5, threads: Int = 2, isExact: Bool = true
  ) throws -> Attribution {
    let plan = try Plan(world)
    let players = levers ?? Attribution.players(plan, EvidenceGraph(world), responses)
    return try Attribution(
      plan, levers: players, responses: responses,
      assignment: Assignment(runs: runs, seed: seed, threads: threads), isExact: isExact)
  }

  /// Orders are a sample of what sets give whole; the fixed seed cannot flake.
  @Test func `orders agree with all sets within four standard errors`() throws {
    let world = Worlds.apart()
    let responses = [Worlds.lastStock(world), .total(.inflow, .stream(0), through: 17)]
    let exact = try attribution(world, responses, runs: 512)
    let orders = try attribution(world, responses, runs: 512, isExact: false)
    for place in responses.indices {
      let (one, other) = (try #require(exact.shares[place]), try #require(orders.shares[place]))
      for player in 0..<3 {
        // Both see the same runs, so that only the orders differ: far less than the error over runs.
        let (share, sampled) = (
          one.share(of: player, confidence: 0.95), other.share(of: player, confidence: 0.95)
        )
        if share.value == 0 {
          // The first lever changes how fast cases are decided, and no inflow.
          #expect(player == 0 && place == 1 && sampled.value == 0)
          continue
        }
        #expect(abs(share.value - sampled.value) < 4 * sampled.standardError)
        #expect(sampled.standardError > 0 && sampled.standardError < 0.2 * abs(share.value))
      }
      #expect(abs(one.withAll - other.withAll) < 1e-9 * one.withAll)
    }
  }

  @Test func `the letter's asylum backlog is shared out whole, and by what sizes rest on`() throws {
    OpenBLAS.useOneThread()
    let world = try Worlds.pact()
    let subject = try #require(
      world.subjects.first { world.label(of: $0) == "asylum" }, "no asylum in pact2026")
    let month = try #require(
      (0..<world.calendar.months).first { world.calendar.month($0).description == "2028-12" })
    let found = try attribution(
      world, [.measure(.stock, subject, month: month)], runs: 256, isExact: false)
    let shares = try #require(found.shares[0])
    let total = shares.total(confidence: 0.95)
    #expect(total.value < -10_000 && total.interval.high < 0)
    let parts = Support.allCases.map {
      shares.fraction(of: found.players(supported: $0), confidence: 0.95)?.value ?? .nan
    }
    #expect(abs(parts.reduce(0, +) - 1) < 1e-9, "\(parts)")
    let names = found.levers.map { world.levers[$0].name }
    let first = try #require(names.firstIndex(of: "fewer-conflicts"))
    #expect(
      names.indices.allSatisfy { shares.means[$0] >= shares.means[first] },
      "fewer-conflicts is not the first")
  }
}
