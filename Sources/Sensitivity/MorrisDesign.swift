public import Sampling

/// The equally spaced uniform numbers that Morris trajectories step on.
public struct MorrisLevels: Hashable, Sendable {
  /// How many; even, at least 2.
  public let count: Int
  /// Distance of the lowest level from 0 and of the highest from 1; at least 0 and below 1/2.
  public let margin: Double

  /// The middles of as many equal cells of 0 to 1.
  ///
  /// A law without a bound has no quantile at 0 or 1, so the levels stay away from both; each then stands for a cell of the same
  /// probability.
  public init(cells count: Int = 4) {
    self.init(count: count, margin: 0.5 / Double(count))
  }

  /// Levels from a margin to one less the margin.
  ///
  /// - Parameters:
  ///   - count: Even, at least 2.
  ///   - margin: 0 gives the classical levels that include 0 and 1.
  public init(count: Int, margin: Double) {
    precondition(count >= 2 && count % 2 == 0, "\(count) levels, expected an even number")
    precondition(margin >= 0 && margin < 0.5, "margin is \(margin), expected 0 to below 1/2")
    self.count = count
    self.margin = margin
  }

  /// The uniform number of a level.
  public subscript(level: Int) -> Double {
    margin + Double(level) * (1 - 2 * margin) / Double(count - 1)
  }

  /// How far a factor moves: half the levels.
  ///
  /// Every level is then left as often as it is reached, and a switch that is on above 1/2 is thrown by every move (M. D.
  /// Morris 1991, doi:10.1080/00401706.1991.10484804, section 3). With the classical levels it is `p / (2 (p - 1))`.
  public var move: Double { Double(count / 2) * (1 - 2 * margin) / Double(count - 1) }
}

/// Trajectories through the levels of many factors, along which one factor (or group) moves at a time, once.
public struct MorrisDesign: Hashable, Sendable {
  /// Where a trajectory begins and in which order its groups move.
  public struct Trajectory: Hashable, Sendable {
    /// Level of each factor at the start; one in the lower half rises when it moves, one in the upper half falls.
    public let start: [Int]
    /// The groups in the order in which they move, each once.
    public let order: [Int]

    /// Joins a start and an order.
    public init(start: [Int], order: [Int]) {
      self.start = start
      self.order = order
    }
  }

  /// The levels.
  public let levels: MorrisLevels
  /// The factors of each group; a factor is in one group.
  public let groups: [[Int]]
  /// Number of factors.
  public let factors: Int
  /// One trajectory a run.
  public let trajectories: [Trajectory]
  /// The step after which a factor has moved, `run · factors + factor`.
  private let moves: [Int32]

  /// Takes given trajectories.
  ///
  /// - Parameters:
  ///   - levels: What the starts' levels mean.
  ///   - groups: The factors of each group: each factor from 0 on in one of them.
  ///   - trajectories: At least one.
  public init(levels: MorrisLevels, groups: [[Int]], trajectories: [Trajectory]) {
    let factors = groups.reduce(0) { $0 + $1.count }
    precondition(
      groups.flatMap(\.self).sorted() == Array(0..<factors) && groups.allSatisfy { !$0.isEmpty },
      "groups are \(groups), expected each factor in one of them")
    precondition(!trajectories.isEmpty, "no trajectory")
    var moves = [Int32](repeating: 0, count: trajectories.count * factors)
    for (run, trajectory) in trajectories.enumerated() {
      precondition(
        trajectory.start.count == factors
          && trajectory.start.allSatisfy { $0 >= 0 && $0 < levels.count },
        "trajectory \(run) starts at \(trajectory.start), expected \(factors) levels")
      precondition(
        trajectory.order.sorted() == Array(groups.indices),
        "trajectory \(run) moves \(trajectory.order), expected each of \(groups.count) groups once")
      for (step, group) in trajectory.order.enumerated() {
        for factor in groups[group] { moves[run * factors + factor] = Int32(step) }
      }
    }
    self.levels = levels
    self.groups = groups
    self.factors = factors
    self.trajectories = trajectories
    self.moves = moves
  }

  /// Chooses trajectories that lie far apart among random ones.
  ///
  /// After F. Campolongo and others (2007), doi:10.1016/j.envsoft.2006.10.004, who take those `r` of `M` random trajectories that
  /// are farthest from each other, by a sequential choice as of M. V. Ruano and others (2012), doi:10.1016/j.ress.2012.05.010, with
  /// two differences.
  ///
  /// The distance is measured on a ring of levels, on which every move goes half way round. On a line, trajectories far apart
  /// prefer the ends of factors: the same choice by distances on the line puts μ* of Ishigami's three factors, with 20 of 500 trajectories, at
  /// 9.7, 7.9 and 4.3 on average where 7.7, 7.9 and 6.2 are right. On a ring no level is an end: the choice does not change when the levels of a factor are turned, so
  /// that every chosen trajectory starts anywhere with the same probability, and means over trajectories have no bias.
  ///
  /// And two trajectories are as far apart as their points are, step by step, in the quadratic mean; that takes `k` operations, where
  /// the distances between all points of both take `k³`. The first candidate is kept, and then again and again the one whose
  /// nearest kept trajectory is farthest.
  ///
  /// - Parameters:
  ///   - levels: By default the middles of four cells.
  ///   - groups: The factors of each group that moves together.
  ///   - trajectories: How many, at least 2.
  ///   - candidates: How many to choose from; as many as trajectories takes random ones as they are.
  ///   - draws: Everything random; the same draws give the same design.
  /// - Complexity: `trajectories · candidates · factors`; some 80 ms for 64 of 500 trajectories of 190 factors.
  public init(
    levels: MorrisLevels = MorrisLevels(), groups: [[Int]], trajectories: Int,
    candidates: Int = 500, draws: Draws
  ) {
    precondition(
      trajectories >= 2 && candidates >= trajectories,
      "\(trajectories) of \(candidates) trajectories, expected at least 2 of at least as many")
    let factors = groups.reduce(0) { $0 + $1.count }
    let (startName, orderName) = (NameHash("morris.start"), NameHash("morris.order"))
    let made = (0..<candidates).map { candidate in
      let run = UInt32(candidate)
      let start = (0..<factors).map { factor in
        Int(draws.uniform(startName, run: run, month: factor) * Double(levels.count))
      }
      var order = Array(groups.indices)
      for place in stride(from: groups.count - 1, to: 0, by: -1) {
        let other = Int(draws.uniform(orderName, run: run, month: place) * Double(place + 1))
        order.swapAt(place, other)
      }
      return Trajectory(start: start, order: order)
    }
    let all = MorrisDesign(levels: levels, groups: groups, trajectories: made)
    guard candidates > trajectories else {
      self = all
      return
    }
    let kept = all.farApart(trajectories)
    self.init(levels: levels, groups: groups, trajectories: kept.map { made[$0] })
  }

  /// Chooses trajectories far apart, every factor a group of its own.
  ///
  /// - Parameters:
  ///   - levels: By default the middles of four cells.
  ///   - factors: How many.
  ///   - trajectories: How many, at least 2.
  ///   - candidates: How many to choose from.
  ///   - draws: Everything random.
  public init(
    levels: MorrisLevels = MorrisLevels(), factors: Int, trajectories: Int, candidates: Int = 500,
    draws: Draws
  ) {
    self.init(
      levels: levels, groups: (0..<factors).map { [$0] }, trajectories: trajectories,
      candidates: candidates, draws: draws)
  }

  /// Points of a trajectory: one more than groups.
  public var points: Int { groups.count + 1 }

  /// Runs of the model that the design asks for.
  public var evaluations: Int { trajectories.count * points }

  /// The level of a factor at a point of a trajectory, from 0.
  public func level(factor: Int, point: Int, run: Int) -> Int {
    let start = trajectories[run].start[factor]
    guard point > Int(moves[run * factors + factor]) else { return start }
    return start < levels.count / 2 ? start + levels.count / 2 : start - levels.count / 2
  }

  /// Whether a factor rises when it moves.
  public func rises(factor: Int, run: Int) -> Bool {
    trajectories[run].start[factor] < levels.count / 2
  }

  /// Fills the uniform numbers of consecutive runs at one point of their trajectories.
  ///
  /// - Parameters:
  ///   - point: From 0 to the number of groups.
  ///   - firstRun: The run of the first column.
  ///   - runs: How many columns count; those beyond the last trajectory repeat it.
  ///   - numbers: Receives the numbers, `factor · runs + run`.
  public func fill(point: Int, firstRun: Int, runs: Int, into numbers: inout MutableSpan<Double>) {
    precondition(
      numbers.count == factors * runs,
      "numbers has \(numbers.count) elements, expected \(factors) × \(runs)")
    precondition(point >= 0 && point < points, "point is \(point), expected below \(points)")
    for column in 0..<runs {
      let run = min(firstRun + column, trajectories.count - 1)
      for factor in 0..<factors {
        numbers[factor * runs + column] = levels[level(factor: factor, point: point, run: run)]
      }
    }
  }

  /// Indices of trajectories far apart, in the order in which they were chosen.
  private func farApart(_ wanted: Int) -> [Int] {
    let starts = trajectories.flatMap { $0.start.map(Int32.init) }
    var nearest = [Int](repeating: .max, count: trajectories.count)
    var kept = [0]
    nearest[0] = -1
    while kept.count < wanted {
      let last = kept[kept.count - 1]
      var best = -1
      for candidate in nearest.indices where nearest[candidate] >= 0 {
        nearest[candidate] = min(nearest[candidate], distance(starts, candidate, last))
        if best < 0 || nearest[candidate] > nearest[best] { best = candidate }
      }
      kept.append(best)
      nearest[best] = -1
    }
    return kept
  }

  /// The squared distance of two trajectories' points, in levels on a ring, summed over their points.
  private func distance(_ starts: [Int32], _ first: Int, _ second: Int) -> Int {
    let (ring, half) = (Int32(levels.count), Int32(levels.count / 2))
    let (one, other) = (first * factors, second * factors)
    var sum = 0
    for factor in 0..<factors {
      // From 0 to half the ring, and as much less than half once one of the two has moved and the other has not.
      let away = abs(starts[one + factor] - starts[other + factor])
      let near = min(away, ring - away)
      let between = abs(moves[one + factor] - moves[other + factor])
      let opposite = half - near
      sum += Int(near * near * (Int32(points) - between) + opposite * opposite * between)
    }
    return sum
  }
}
