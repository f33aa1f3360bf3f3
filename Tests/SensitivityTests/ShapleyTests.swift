import Sampling
import Statistics
import Testing

@testable import Sensitivity

@Suite struct ShapleyValueTests {
  /// The mean over all orders of what each player adds when it joins.
  private func plain(_ players: Int, _ worth: (Int) -> Double) -> [Double] {
    var sums = [Double](repeating: 0, count: players)
    var count = 0.0
    func join(_ set: Int, _ gains: [Double]) {
      if set == (1 << players) - 1 {
        for player in 0..<players { sums[player] += gains[player] }
        count += 1
        return
      }
      for player in 0..<players where set >> player & 1 == 0 {
        var gains = gains
        let next = set | 1 << player
        gains[player] = worth(next) - worth(set)
        join(next, gains)
      }
    }
    join(0, sums)
    return sums.map { $0 / count }
  }

  private func agree(_ found: [Double], _ expected: [Double], within: Double = 1e-12) -> Bool {
    found.count == expected.count
      && zip(found, expected).allSatisfy { abs($0 - $1) <= within }
  }

  /// One left glove and two right ones: a pair is worth 1.
  @Test func `gloves`() {
    let value = ShapleyValue.exact(players: 3) { $0 & 1 == 1 && $0 & 6 != 0 ? 1 : 0 }
    #expect(agree(value, [2.0 / 3, 1.0 / 6, 1.0 / 6]))
  }

  /// A runway costs what its longest user needs: each stretch is shared by those who use it.
  ///
  /// S. C. Littlechild and G. Owen (1973), doi:10.1287/mnsc.20.3.370.
  @Test func `an airport`() {
    let costs = [1.0, 2, 2.5, 5, 9, 9.5, 20]
    let value = ShapleyValue.exact(players: 7) { set in
      (0..<7).filter { set >> $0 & 1 == 1 }.map { costs[$0] }.max() ?? 0
    }
    var (expected, share, last) = ([Double](), 0.0, 0.0)
    for (index, cost) in costs.enumerated() {
      share += (cost - last) / Double(7 - index)
      last = cost
      expected.append(share)
    }
    #expect(agree(value, expected))
  }

  @Test(arguments: [0b1, 0b1010, 0b111111, 0b100111])
  func `who is needed shares equally`(needed: Int) {
    let value = ShapleyValue.exact(players: 6) { $0 & needed == needed ? 1 : 0 }
    let expected = (0..<6).map {
      needed >> $0 & 1 == 1 ? 1 / Double(needed.nonzeroBitCount) : 0
    }
    #expect(agree(value, expected))
  }

  @Test(arguments: 0...6) func `random games`(players: Int) {
    var worths = [Double](repeating: 0, count: 1 << players)
    var span = worths.mutableSpan
    Draws(seed: 4).fill(NameHash("game"), firstRun: 0, month: players, into: &span)
    let value = ShapleyValue.exact(players: players, worths: worths)
    #expect(agree(value, plain(players) { worths[$0] }))
    let all = (worths.last ?? 0) - worths[0]
    #expect(abs(value.reduce(0, +) - all) < 1e-12)
  }

  /// Effects of correlated normal factors, standard deviations 1 and 2, correlation ½, on their sum.
  ///
  /// `Var(E[Y | X₁])` is `(1 + ½ · 2)²`, `Var(E[Y | X₂])` is `(2 + ½)²`, and the variance is 7.
  @Test func `effects of correlated factors`() {
    let explained = [0, 4, 6.25, 7.0]
    let value = ShapleyValue.exact(players: 2) { explained[$0] / 7 }
    #expect(agree(value, [0.3392857143, 0.6607142857], within: 1e-10))
    #expect(agree(value, [19.0 / 56, 37.0 / 56]))
  }

  @Test func `twenty players are not too many for a function of sets`() {
    let value = ShapleyValue.exact(players: 20) { Double($0) }
    let expected = (0..<20).map { Double(1 << $0) }
    #expect(zip(value, expected).allSatisfy { abs($0 / $1 - 1) < 1e-9 })
  }
}

/// A world in which players have effects that depend on chance and on each other, run by run.
private struct Toy {
  let players: Int
  let draws = Draws(seed: 77)

  /// The response in a run with a set of players; an interaction of neighbours and a square are in it.
  func response(_ set: [Bool], run: Int, kind: Int) -> Double {
    var sum = 0.0
    for player in 0..<players where set[player] {
      sum += draws.uniform(NameHash("player"), run: UInt32(run), month: player) - 0.3
      if player > 0, set[player - 1] { sum -= 0.4 }
    }
    return kind == 0
      ? 1e6 + sum : sum * sum + draws.uniform(NameHash("own"), run: UInt32(run), month: 0)
  }

  func members(_ set: Int) -> [Bool] { (0..<players).map { set >> $0 & 1 == 1 } }

  /// A block over all sets.
  func sets(_ runs: Range<Int>, stride: Int) -> [Double] {
    var values: [Double] = []
    for set in 0..<(1 << players) {
      for kind in 0..<2 {
        for place in 0..<stride {
          let run = runs.lowerBound + place
          values.append(
            run < runs.upperBound ? response(members(set), run: run, kind: kind) : .nan)
        }
      }
    }
    return values
  }

  /// A block over the steps of each run's order.
  func steps(_ orders: JoiningOrders, _ runs: Range<Int>, stride: Int) -> [Double] {
    var values: [Double] = []
    for step in 0...players {
      for kind in 0..<2 {
        for place in 0..<stride {
          let run = runs.lowerBound + place
          var set = Array(repeating: false, count: players)
          for player in orders.order(run: run)[..<step] { set[player] = true }
          values.append(run < runs.upperBound ? response(set, run: run, kind: kind) : .nan)
        }
      }
    }
    return values
  }
}

@Suite struct ShapleySharesTests {
  /// Mean and standard error of some numbers.
  private func moments(_ numbers: [Double]) -> (mean: Double, error: Double) {
    let moments = Moments(numbers)
    return (moments.mean, moments.standardError ?? .nan)
  }

  @Test func `shares over all sets are the means of the runs' own values`() throws {
    let toy = Toy(players: 5)
    var sums = ShapleySums(players: 5, responses: 2)
    for first in stride(from: 0, to: 100, by: 16) {
      let runs = first..<min(100, first + 16)
      sums.add(toy.sets(runs, stride: 16).span, runs: runs.count, stride: 16)
    }
    for kind in 0..<2 {
      let single = (0..<100).map { run in
        ShapleyValue.exact(players: 5) { toy.response(toy.members($0), run: run, kind: kind) }
      }
      let shares = try #require(sums.shares(of: kind))
      #expect(shares.runs == 100 && shares.observations == 100 && shares.dropped == 0)
      for player in 0..<5 {
        let expected = moments(single.map { $0[player] })
        let found = shares.share(of: player, confidence: 0.9)
        #expect(abs(found.value - expected.mean) < 1e-9)
        #expect(abs(found.standardError - expected.error) < 1e-9)
        // Student's quantile with 99 degrees of freedom.
        #expect(abs((found.interval.high - found.value) / found.standardError - 1.660391) < 1e-5)
      }
      // Several players: the error of a sum, not the sum of errors.
      let together = moments(single.map { $0[0] + $0[3] + $0[4] })
      let found = shares.share(of: [4, 0, 3], confidence: 0.9)
      #expect(abs(found.value - together.mean) < 1e-9)
      #expect(abs(found.standardError - together.error) < 1e-9)
      let none = (0..<100).map { toy.response(toy.members(0), run: $0, kind: kind) }
      let all = (0..<100).map { toy.response(toy.members(31), run: $0, kind: kind) }
      let total = shares.total(confidence: 0.9)
      #expect(abs(total.value - moments(zip(all, none).map { $0 - $1 }).mean) < 1e-9)
      #expect(abs(total.standardError - moments(zip(all, none).map { $0 - $1 }).error) < 1e-9)
      #expect(abs(shares.withNone - moments(none).mean) < 1e-8)
      #expect(abs(shares.withAll - moments(all).mean) < 1e-8)
    }
  }

  @Test func `a part of the whole is a ratio with its error`() throws {
    let toy = Toy(players: 3)
    var sums = ShapleySums(players: 3, responses: 2)
    sums.add(toy.sets(0..<400, stride: 400).span, runs: 400, stride: 400)
    let shares = try #require(sums.shares(of: 1))
    let part = try #require(shares.fraction(of: [0, 1], confidence: 0.95))
    let rest = try #require(shares.fraction(of: [2], confidence: 0.95))
    #expect(abs(part.value + rest.value - 1) < 1e-12)
    #expect(abs(part.standardError - rest.standardError) < 1e-12)
    // The delete-one jackknife of the ratio is a second way to the same error.
    let single = (0..<400).map { run in
      ShapleyValue.exact(players: 3) { toy.response(toy.members($0), run: run, kind: 1) }
    }
    let own = single.reduce(0) { $0 + $1[2] }
    let all = single.reduce(0) { $0 + $1.reduce(0, +) }
    let left = single.map { (own - $0[2]) / (all - $0.reduce(0, +)) }
    let error = moments(left).error * 399
    #expect(abs(rest.standardError / error - 1) < 0.02)
    let everyone = try #require(shares.fraction(of: [0, 1, 2], confidence: 0.95))
    #expect(abs(everyone.value - 1) < 1e-12 && everyone.standardError < 1e-12)
  }

  @Test func `no part is given of a whole that may be nought`() throws {
    var sums = ShapleySums(players: 1, responses: 1)
    sums.add([0.0, 0, 0, 0, 1, -1, 2, -2].span, runs: 4, stride: 4)
    let shares = try #require(sums.shares(of: 0))
    #expect(shares.total(confidence: 0.95).interval.contains(0))
    #expect(shares.fraction(of: [0], confidence: 0.95) == nil)
  }

  @Test func `twelve players add up in a world of large numbers`() throws {
    let toy = Toy(players: 12)
    var sums = ShapleySums(players: 12, responses: 2)
    sums.add(toy.sets(0..<2, stride: 2).span, runs: 2, stride: 2)
    let shares = try #require(sums.shares(of: 0))
    let all = (0..<2).map { toy.response(toy.members(4095), run: $0, kind: 0) }
    let none = (0..<2).map { toy.response(toy.members(0), run: $0, kind: 0) }
    let change = (all[0] + all[1] - none[0] - none[1]) / 2
    #expect(abs(shares.total(confidence: 0.5).value - change) < 1e-9)
  }

  @Test func `runs with an undefined response are left out`() throws {
    let toy = Toy(players: 3)
    var values = toy.sets(0..<8, stride: 8)
    values[(5 * 2 + 0) * 8 + 3] = .infinity
    values[(0 * 2 + 0) * 8 + 6] = .nan
    var sums = ShapleySums(players: 3, responses: 2)
    sums.add(values.span, runs: 8, stride: 8)
    let shares = try #require(sums.shares(of: 0))
    #expect(shares.runs == 6 && shares.dropped == 2)
    let kept = [0, 1, 2, 4, 5, 7].map { run in
      ShapleyValue.exact(players: 3) { toy.response(toy.members($0), run: run, kind: 0) }[1]
    }
    #expect(abs(shares.share(of: 1, confidence: 0.9).value - moments(kept).mean) < 1e-9)
    #expect(sums.shares(of: 1)?.dropped == 0)
    for place in 0..<8 where place != 2 { values[place] = .nan }
    var empty = ShapleySums(players: 3, responses: 2)
    empty.add(values.span, runs: 8, stride: 8)
    #expect(empty.shares(of: 0) == nil)
  }
}

@Suite struct JoiningTests {
  @Test func `orders are permutations, and every second one is the reverse of the first`() {
    let orders = JoiningOrders(players: 9, draws: Draws(seed: 5))
    var seen: Set<[Int]> = []
    for run in stride(from: 0, to: 200, by: 2) {
      let order = orders.order(run: run)
      #expect(order.sorted() == Array(0..<9))
      #expect(orders.order(run: run + 1) == order.reversed())
      seen.insert(order)
    }
    #expect(seen.count == 100)
    #expect(JoiningOrders(players: 9, draws: Draws(seed: 6)).order(run: 0) != orders.order(run: 0))
    #expect(JoiningOrders(players: 1, draws: Draws(seed: 6)).order(run: 3) == [0])
  }

  /// Every one of the 24 orders of four players comes about as often: with 12,000 pairs a count has the mean 500 and the standard deviation 22.
  @Test func `all orders are as likely`() {
    let orders = JoiningOrders(players: 4, draws: Draws(seed: 5))
    var counts: [[Int]: Int] = [:]
    for pair in 0..<12_000 { counts[orders.order(run: 2 * pair), default: 0] += 1 }
    #expect(counts.count == 24)
    #expect(counts.values.allSatisfy { abs($0 - 500) < 90 })
  }

  /// With 600 pairs of runs, four standard errors.
  @Test(arguments: [5, 7]) func `shares agree with those over all sets, and add up`(
    players: Int
  ) throws {
    let toy = Toy(players: players)
    let orders = JoiningOrders(players: players, draws: Draws(seed: 12))
    var joining = JoiningSums(orders, responses: 2)
    var sums = ShapleySums(players: players, responses: 2)
    for first in stride(from: 0, to: 1200, by: 64) {
      let runs = first..<min(1200, first + 64)
      joining.add(
        toy.steps(orders, runs, stride: 64).span, firstRun: first, runs: runs.count, stride: 64)
    }
    sums.add(toy.sets(0..<1200, stride: 1200).span, runs: 1200, stride: 1200)
    for kind in 0..<2 {
      let (sampled, exact) = try (
        #require(joining.shares(of: kind)), #require(sums.shares(of: kind))
      )
      #expect(sampled.runs == 1200 && sampled.observations == 600 && sampled.dropped == 0)
      for player in 0..<players {
        let (one, other) = (
          sampled.share(of: player, confidence: 0.95), exact.share(of: player, confidence: 0.95)
        )
        #expect(abs(one.value - other.value) < 4 * one.standardError, "\(player)")
        #expect(one.standardError > 0)
      }
      let (one, other) = (sampled.total(confidence: 0.95), exact.total(confidence: 0.95))
      #expect(abs(one.value - other.value) < 1e-8)
      #expect(abs(sampled.withNone - exact.withNone) < 1e-8)
    }
  }

  /// What a player adds to the square of the number of players is linear in its position, which a pair of opposite orders averages out.
  @Test func `opposite orders take out what is linear in positions`() throws {
    let players = 8
    let orders = JoiningOrders(players: players, draws: Draws(seed: 12))
    var sums = JoiningSums(orders, responses: 1)
    let values = (0...players).flatMap { Array(repeating: Double($0 * $0), count: 10) }
    sums.add(values.span, firstRun: 0, runs: 10, stride: 10)
    let shares = try #require(sums.shares(of: 0))
    for player in 0..<players {
      let share = shares.share(of: player, confidence: 0.95)
      #expect(share.value == 8 && share.standardError == 0)
    }
  }

  @Test func `a pair is left out whole, and so is a run without one`() throws {
    let toy = Toy(players: 3)
    let orders = JoiningOrders(players: 3, draws: Draws(seed: 2))
    var values = toy.steps(orders, 0..<9, stride: 16)
    values[(2 * 2 + 1) * 16 + 5] = .nan
    var sums = JoiningSums(orders, responses: 2)
    sums.add(values.span, firstRun: 0, runs: 9, stride: 16)
    #expect(sums.shares(of: 0)?.runs == 8 && sums.shares(of: 0)?.dropped == 1)
    #expect(sums.shares(of: 1)?.runs == 6 && sums.shares(of: 1)?.dropped == 3)
  }
}
