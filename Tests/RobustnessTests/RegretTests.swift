import Robustness
import Statistics
import Testing

@Suite struct RegretTests {
  /// The decision table of a textbook: rows are alternatives, columns are worlds, lower is better.
  private let table = [[10.0, 40, 90], [30, 35, 60], [50, 50, 55]]

  @Test func `the decision table is decided as by hand`() throws {
    let regret = try #require(Regret(table, direction: .lowerIsBetter))
    #expect(regret.choice(.worstCase) == [2])
    #expect(regret.figures(.worstCase) == [90, 60, 55])
    #expect(regret.choice(.bestCase) == [0])
    #expect(regret.figures(.bestCase) == [10, 30, 50])
    #expect(regret.choice(.mean) == [1])
    #expect(
      zip(regret.figures(.mean), [46.667, 41.667, 51.667]).allSatisfy { abs($0 - $1) < 5e-4 })
    #expect(regret.choice(.largestRegret) == [1])
    #expect(regret.figures(.largestRegret) == [35, 20, 40])
    #expect(regret.standings.map { $0.isBest.hits } == [1, 1, 1])
    // Turned round, with gains instead of costs, the same alternatives are chosen.
    let gains = try #require(
      Regret(table.map { $0.map { -$0 } }, direction: .higherIsBetter))
    for rule in Regret.Rule.allCases { #expect(gains.choice(rule) == regret.choice(rule)) }
  }

  @Test func `ties are divided and undefined runs are left out`() throws {
    let regret = try #require(
      Regret(
        [[1, 2, .nan, 5, 4], [1, 3, 1, .infinity, 4], [1, 2, 1, 1, 9]], direction: .lowerIsBetter,
        threshold: 2))
    #expect(regret.runs == 3 && regret.dropped == 2)
    let won = regret.standings.map(\.isBest.hits)
    #expect(abs(won[0] - (1.0 / 3 + 0.5 + 0.5)) < 1e-12)
    #expect(abs(won[1] - (1.0 / 3 + 0.5)) < 1e-12)
    #expect(abs(won.reduce(0, +) - 3) < 1e-12)
    #expect(regret.standings.map { $0.satisfices?.hits } == [2, 1, 2])
    #expect(
      zip(regret.standings, [0, 1.0 / 3, 5.0 / 3]).allSatisfy {
        abs($0.regret.value - $1) < 1e-12
      })
    #expect(
      regret.standings.allSatisfy {
        $0.isBest.interval.low >= 0 && $0.isBest.interval.high <= 1
          && $0.isBestTogether.low <= $0.isBest.interval.low
          && $0.isBestTogether.high >= $0.isBest.interval.high
      })
    #expect(Regret([[1, .nan], [2, 3]], direction: .lowerIsBetter) == nil)
  }

  @Test func `the 90th percentile of regret has the interval of order statistics`() throws {
    var dice = Dice(seed: 3)
    let first = (0..<1000).map { _ in dice.normal() }
    let second = (0..<1000).map { _ in dice.normal() }
    let regret = try #require(Regret([first, second], direction: .higherIsBetter))
    let standing = regret.standings[0]
    #expect(try #require(standing.regret90Low) < standing.regret90)
    #expect(try #require(standing.regret90High) > standing.regret90)
    #expect(standing.isBest.interval.contains(0.5))
    #expect(standing.satisfices == nil)
  }

  @Test func `selection keeps what cannot be told apart and drops what can`() {
    // Without any spread one observation more than the first ten settles it.
    let plain = KimNelson(
      alternatives: 3, direction: .lowerIsBetter, indifference: 1, most: 100
    ) { left, _ in left.map { Double($0) * 5 } }
    #expect(plain.ending == .selected(0))
    #expect(plain.drops.map(\.alternative) == [1, 2] && plain.observations == 10)
    var dice = Dice(seed: 4)
    let noise = (0..<200).map { _ in [dice.normal(), dice.normal()] }
    let short = KimNelson(
      alternatives: 2, direction: .higherIsBetter, indifference: 0.01, most: 200
    ) { left, observation in left.map { noise[observation][$0] } }
    if case .undecided(let order) = short.ending {
      #expect(order.count == 2 && short.observations == 200)
    } else {
      Issue.record("\(short.ending)")
    }
    // Equal to the last bit: past the tip one of them is selected, and either is right.
    let equal = KimNelson(
      alternatives: 2, direction: .higherIsBetter, indifference: 1, most: 50
    ) { left, _ in left.map { _ in 1 } }
    #expect(equal.ending == .selected(0) && equal.observations == 10)
  }
}
