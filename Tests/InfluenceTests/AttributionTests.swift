import Caseload
import CaseloadTesting
import Engine
import Evidence
import LinearAlgebra
import Probability
import Sensitivity
import Statistics
import Testing

@testable import Influence

/// Shares of levers against worlds in which the levers are switched off in the scenario.
@Suite struct AttributionTests {
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

  /// The world without some of its levers, as a scenario with `enabled: false` has them.
  private func without(_ levers: [Int], _ world: World) -> World {
    var world = world
    for index in levers {
      let lever = world.levers[index]
      world.levers[index] = Lever(
        name: lever.name, title: lever.title, isEnabled: false, probability: lever.probability,
        effects: lever.effects, claims: lever.claims)
    }
    return world
  }

  @Test(arguments: Array(UInt64(500)..<516))
  func `shares add up to the whole difference in every response`(seed: UInt64) throws {
    let world = RandomWorld(seed: seed, longest: 24).world
    let plan = try Plan(world)
    let responses = Attribution.usualResponses(of: world)
    let levers = Attribution.players(plan, EvidenceGraph(world), responses)
    let ends = try Worlds.values(
      plan,
      [
        .init(), .init { levels in for lever in levers { levels.force(lever, on: false) } },
      ], responses, runs: 100)
    for isExact in [true, false] where !levers.isEmpty {
      let found = try attribution(world, responses, runs: 100, isExact: isExact)
      #expect(found.levers == levers && found.isExact == isExact)
      for (place, shares) in found.shares.enumerated() {
        let defined = (0..<100).filter { run in
          ends.allSatisfy { $0[place][run].isFinite }
        }
        guard let shares, shares.dropped == 0, defined.count == 100 else { continue }
        let (with, none) = (Worlds.mean(ends[0][place]), Worlds.mean(ends[1][place]))
        let size = max(1, abs(with), abs(none))
        #expect(abs(shares.withAll - with) < 1e-9 * size, "\(responses[place])")
        #expect(abs(shares.withNone - none) < 1e-9 * size)
        let sum = levers.indices.reduce(0) { $0 + shares.share(of: $1, confidence: 0.95).value }
        #expect(abs(sum - (with - none)) < 1e-9 * size)
        #expect(abs(shares.total(confidence: 0.95).value - (with - none)) < 1e-9 * size)
      }
    }
  }

  /// Every set of levers as a scenario of its own, and every order in which they can come.
  @Test func `shares are those of plain enumeration over scenarios`() throws {
    let world = Worlds.apart()
    let responses = [
      Worlds.lastStock(world), .total(.inflow, .stream(0), through: 11),
      .measure(.overdueStock, .stream(0), month: 17),
    ]
    let found = try attribution(world, responses)
    #expect(found.levers == [0, 1, 2])
    var worth: [Int: [Double]] = [:]
    for set in 0..<8 {
      let off = (0..<3).filter { set >> $0 & 1 == 0 }
      let values = try Worlds.values(Plan(without(off, world)), [.init()], responses, runs: 128)
      worth[set] = values[0].map(Worlds.mean)
    }
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    for place in responses.indices {
      var expected = [0.0, 0, 0]
      for order in orders {
        var set = 0
        for lever in order {
          let before = try #require(worth[set])[place]
          set |= 1 << lever
          expected[lever] += (try #require(worth[set])[place] - before) / 6
        }
      }
      let shares = try #require(found.shares[place])
      for lever in 0..<3 {
        let share = shares.share(of: lever, confidence: 0.95).value
        #expect(abs(share - expected[lever]) < 1e-9 * 500, "\(responses[place]), \(lever)")
      }
      #expect(expected.contains { abs($0) > 1 })
    }
  }

  @Test func `a lever that reaches nothing has exactly nought`() throws {
    let world = Worlds.apart()
    for isExact in [true, false] {
      let found = try attribution(
        world, levers: [0, 1, 2, 3], [Worlds.lastStock(world)], isExact: isExact)
      let share = try #require(found.shares[0]).share(of: 3, confidence: 0.95)
      #expect(share.value == 0 && share.standardError == 0)
      #expect(try #require(found.shares[0]).share(of: 0, confidence: 0.95).value < 0)
    }
    #expect(try attribution(world, [Worlds.lastStock(world)]).levers == [0, 1, 2])
  }

  @Test(arguments: [true, false])
  func `the seed alone decides, not the threads`(isExact: Bool) throws {
    let world = Worlds.apart()
    func shares(seed: UInt64, threads: Int) throws -> [ShapleyShares?] {
      try attribution(
        world, [Worlds.lastStock(world)], runs: 300, seed: seed, threads: threads,
        isExact: isExact
      ).shares
    }
    let one = try shares(seed: 5, threads: 1)
    #expect(try shares(seed: 5, threads: 3) == one)
    #expect(try shares(seed: 6, threads: 3) != one)
  }
}
