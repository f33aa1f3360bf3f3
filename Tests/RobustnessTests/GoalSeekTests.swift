import Probability
import Robustness
import Statistics
import Testing

/// Goals on functions whose answer is known.
@Suite struct GoalSeekTests {
  /// A run meets the target when its own number, the same for every value, is below a probability that the value gives.
  private func target(
    _ seed: UInt64, runs: Int = 4000, _ probability: @escaping (Double) -> Double
  ) -> (Double) -> [Bool?] {
    var dice = Dice(seed: seed)
    let numbers = dice.units(runs)
    return { value in
      let limit = probability(value)
      return numbers.map { $0 < limit }
    }
  }

  private func solution(_ seek: GoalSeek) throws -> GoalSeek.Solution {
    guard case .found(let solution) = seek.finding else {
      Issue.record("\(seek.finding), expected a solution")
      throw Missing()
    }
    return solution
  }

  private struct Missing: Error {}

  @Test func `a rising share is met from the value that theory gives`() throws {
    // P = v / 10, so that 80 % is met from 8 on; four standard errors of the share are 0.025, of the value 0.25.
    let seek = try GoalSeek(
      .init(range: 0...10, present: 2, wanted: 0.8), target: target(3) { $0 / 10 })
    let found = try solution(seek)
    #expect(abs(found.value - 8) < 0.25)
    #expect(found.nearest < found.value && found.value < (found.farthest ?? 0))
    #expect(found.share.value ?? 0 >= 0.8)
    #expect(seek.shape == .rising)
    #expect(seek.trials.count < 60)
    // The runs' own passage is the 3,200th smallest of 4,000 numbers; halving stops within a thousandth of the range.
    var dice = Dice(seed: 3)
    let passage = dice.units(4000).sorted()[3199] * 10
    #expect(found.value >= passage && found.value - passage <= 0.01)
  }

  @Test func `of two ways the nearer is taken`() throws {
    // Met below 2 and above 9: from 4 downwards is nearer than upwards.
    let seek = try GoalSeek(
      .init(range: 0...10, present: 4, wanted: 0.5),
      target: target(4) { $0 <= 2 || $0 >= 9 ? 0.9 : 0.1 })
    let found = try solution(seek)
    #expect(abs(found.value - 2) <= 0.011 && found.value <= 2)
    #expect(seek.shape == .notMonotone)
    let other = try GoalSeek(
      .init(range: 0...10, present: 7, wanted: 0.5),
      target: target(4) { $0 <= 2 || $0 >= 9 ? 0.9 : 0.1 })
    #expect(abs(try solution(other).value - 9) <= 0.011)
  }

  @Test func `what is met already is not sought`() throws {
    let asked = try GoalSeek(
      .init(range: 0...1, present: 0.9, wanted: 0.5), target: target(5) { $0 })
    guard case .metAlready(let share) = asked.finding else {
      Issue.record("\(asked.finding)")
      return
    }
    #expect(share.interval.contains(0.9))
    let given = try GoalSeek(
      .init(range: 0...1, present: 0.1, wanted: 0.5), asItIs: [true, true, nil, false]
    ) { _ in
      Issue.record("asked for nothing")
      return []
    }
    #expect(given.finding == .metAlready(Share(hits: 2, runs: 3, confidence: 0.95)))
    #expect(given.dropped == 1 && given.trials.isEmpty && given.shape == nil)
  }

  @Test func `what is not reachable says how near it comes`() throws {
    let seek = try GoalSeek(
      .init(range: 0...10, present: 1, wanted: 0.8),
      target: target(6) { 0.6 - ($0 - 10) * ($0 - 10) / 1000 })
    guard case .notReachable(let best) = seek.finding else {
      Issue.record("\(seek.finding)")
      return
    }
    #expect(best.value == 10)
    #expect(best.share.interval.contains(0.6))
    // An uncertain "not reachable": the interval of the best share tells.
    let near = try GoalSeek(
      .init(range: 0...10, present: 1, wanted: 0.8), target: target(6, runs: 100) { _ in 0.78 })
    if case .notReachable(let best) = near.finding {
      #expect(best.share.interval.contains(0.8))
      #expect(best.value == 1)
      #expect(near.shape == .flat)
    }
  }

  @Test func `undefined runs are left out and counted`() throws {
    var dice = Dice(seed: 7)
    let numbers = dice.units(1000)
    let seek = try GoalSeek(.init(range: 0...1, present: 0, wanted: 0.5)) { value in
      numbers.enumerated().map { $0.offset % 10 == 0 ? nil : $0.element < value }
    }
    #expect(seek.dropped == 100)
    #expect(seek.trials.allSatisfy { $0.share.runs == 900 })
    let never = try GoalSeek(.init(range: 0...1, present: 0, wanted: 0.5)) { _ in [nil, nil] }
    #expect(never.finding == .undefined)
    #expect(never.dropped == 2)
  }

  @Test func `a range of one value is asked once`() throws {
    let seek = try GoalSeek(
      .init(range: 3...3, present: 3, wanted: 0.5), target: target(8) { _ in 0.2 })
    #expect(seek.trials.count == 1)
    if case .notReachable(let best) = seek.finding { #expect(best.value == 3) }
  }

  @Test func `errors of the target come through`() {
    struct Broken: Error {}
    #expect(throws: Broken.self) {
      _ = try GoalSeek(.init(range: 0...1, present: 0, wanted: 0.5)) { _ in throw Broken() }
    }
  }

  @Test func `a frontier seeks the second for every first`() throws {
    // Met when the first plus the second is above a number that is uniform between 0 and 10.
    var dice = Dice(seed: 9)
    let numbers = dice.units(4000).map { 10 * $0 }
    let frontier = try Frontier(
      first: [0, 2, 4, 9], second: .init(range: 0...7, present: 0, wanted: 0.8)
    ) { first, second in numbers.map { $0 < first + second } }
    #expect(frontier.points.map(\.first) == [0, 2, 4, 9])
    if case .notReachable(let best) = frontier.points[0].second.finding {
      #expect(best.value == 7)
    } else {
      Issue.record("\(frontier.points[0])")
    }
    #expect(abs(try solution(frontier.points[1].second).value - 6) < 0.25)
    #expect(abs(try solution(frontier.points[2].second).value - 4) < 0.25)
    if case .metAlready = frontier.points[3].second.finding {
    } else {
      Issue.record("\(frontier.points[3])")
    }
  }
}
