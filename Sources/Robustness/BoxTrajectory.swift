internal import Probability

/// A box with what it holds of the runs that it was searched in.
public struct BoxStep: Hashable, Sendable {
  /// The box.
  public let box: Box
  /// Runs in it, among those that boxes before it left.
  public let runs: Int
  /// Runs in it that meet the target.
  public let hits: Int
  /// The share of all hits that lie in it, from 0 to 1.
  public let coverage: Double
  /// The share of its runs that are hits, from 0 to 1; 0 for a box without runs.
  public let density: Double
  /// The share of all runs that lie in it, from 0 to 1.
  public let mass: Double

  init(_ search: BoxSearch, box: Box, runs: Int, hits: Int) {
    self.box = box
    self.runs = runs
    self.hits = hits
    coverage = search.hits == 0 ? 0 : Double(hits) / Double(search.hits)
    density = runs == 0 ? 0 : Double(hits) / Double(runs)
    mass = search.rows.isEmpty ? 0 : Double(runs) / Double(search.rows.count)
  }

  /// The share of all hits in it less the share of all runs in it, from −1 to 1.
  public var excess: Double { coverage - mass }

  /// The harmonic mean of coverage and density, from 0 to 1.
  public var balance: Double {
    coverage + density > 0 ? 2 * coverage * density / (coverage + density) : 0
  }
}

/// One limit of a box, with how much it does.
public struct LimitTest: Hashable, Sendable {
  /// The factor.
  public let factor: Int
  /// The side that is cut off.
  public let side: Box.Side
  /// The limit.
  public let limit: Double
  /// How likely so many hits would be in the box if the limit did nothing: a one-sided binomial test against the density without it.
  ///
  /// On the runs of the search it is only *quasi*-p, since the limit was chosen to look well there; on runs held back it is a p-value.
  public let probability: Double

  /// The test of each limit of a box on some rows.
  ///
  /// A row outside by one limit alone is what the box without that limit holds more than the box itself.
  ///
  /// - Complexity: O(rows × limits).
  static func all(
    of box: Box, columns: [[Double]], isHit: [Bool], rows: [Int]
  ) -> [LimitTest] {
    let limits = box.limits
    var (runs, hits) = (0, 0)
    var more = Array(repeating: (runs: 0, hits: 0), count: limits.count)
    for row in rows {
      var broken: Int?
      var isFarOut = false
      for (place, limit) in limits.enumerated() {
        let value = columns[limit.factor][row]
        guard limit.side == .low ? value < box.low[limit.factor] : value > box.high[limit.factor]
        else { continue }
        isFarOut = broken != nil
        if isFarOut { break }
        broken = place
      }
      if isFarOut { continue }
      let hit = isHit[row] ? 1 : 0
      if let broken {
        more[broken].runs += 1
        more[broken].hits += hit
      } else {
        runs += 1
        hits += hit
      }
    }
    return zip(limits, more).map { limit, more in
      let wider = runs + more.runs
      return LimitTest(
        factor: limit.factor, side: limit.side, limit: box.limit(limit.factor, limit.side),
        probability: binomialUpperTail(
          hits, of: runs,
          probability: wider == 0 ? 0 : Double(hits + more.hits) / Double(wider)))
    }
  }
}

/// The probability of at least so many hits.
private func binomialUpperTail(_ hits: Int, of runs: Int, probability: Double) -> Double {
  if hits == 0 { return 1 }
  return Binomial(trials: Double(runs), probability: probability).tails(at: Double(hits - 1)).upper
}

/// How one box of a trajectory is chosen.
public enum BoxRule: Hashable, Sendable {
  /// The one with the largest harmonic mean of coverage and density; where hits are many that is nearly everything.
  case balance
  /// The one whose hits exceed most what as many runs of any kind would hold: W. J. Youden (1950), *Index for rating diagnostic tests*.
  case excess
  /// The one that covers most among those at least so dense; without such the densest.
  case coverage(densityAtLeast: Double)
  /// The densest among those that cover at least so much.
  case density(coverageAtLeast: Double)
}

/// The boxes of a search, from the one without limits on.
public struct BoxTrajectory: Sendable {
  /// What was searched.
  public let search: BoxSearch
  /// Rows that took part: those that boxes before left.
  public let rows: [Int]
  /// The boxes, each in the one before it; those that were pasted last.
  public let boxes: [BoxStep]

  /// Chooses by a rule; of equal boxes the one with the fewest restricted factors, then the first.
  ///
  /// - Parameters:
  ///   - rule: What is looked at.
  ///   - significance: With it every box is pruned first; see ``pruned(_:significance:)``.
  /// - Returns: A box of the trajectory, or what pruning left of one.
  /// - Complexity: With pruning O(boxes × limits² × runs).
  public func choice(_ rule: BoxRule, significance: Double? = nil) -> BoxStep {
    let candidates =
      significance.map { limit in boxes.map { pruned($0, significance: limit) } } ?? boxes
    func best(_ steps: [BoxStep], _ score: (BoxStep) -> Double) -> BoxStep? {
      steps.reduce(nil) { best, step in
        guard let best else { return step }
        let (new, old) = (score(step), score(best))
        let isSimpler = step.box.restricted.count < best.box.restricted.count
        return new > old || new == old && isSimpler ? step : best
      }
    }
    let chosen: BoxStep? =
      switch rule {
      case .balance: best(candidates, \.balance)
      case .excess: best(candidates, \.excess)
      case .coverage(let density):
        best(candidates.filter { $0.density >= density }, \.coverage)
          ?? best(candidates, \.density)
      case .density(let coverage):
        best(candidates.filter { $0.coverage >= coverage }, \.density)
      }
    return chosen ?? candidates[0]
  }

  /// What another box holds of the same runs.
  public func step(of box: Box) -> BoxStep {
    let inside = box.rows(search.columns, among: rows)
    return BoxStep(
      search, box: box, runs: inside.count, hits: inside.count { search.isHit[$0] })
  }

  /// The quasi-p value of each limit of a box of this trajectory: Bryant and Lempert (2010), section 3.
  public func tests(of box: Box) -> [LimitTest] {
    LimitTest.all(of: box, columns: search.columns, isHit: search.isHit, rows: rows)
  }

  /// A box without the limits that do least: that of the largest quasi-p value is dropped, until none is above `significance`.
  ///
  /// With many factors some limits look well by chance alone; `significance` divided by the number of sides that could have been cut
  /// guards against that.
  ///
  /// - Parameters:
  ///   - step: A box of this trajectory.
  ///   - significance: The largest quasi-p value that a limit may keep, from 0 to 1.
  /// - Returns: The box that is left, with what it holds; the one without limits when none does anything.
  public func pruned(_ step: BoxStep, significance: Double = 0.05) -> BoxStep {
    var box = step.box
    while let worst = tests(of: box).max(by: { $0.probability < $1.probability }),
      worst.probability > significance
    {
      box = box.dropping(worst.factor, worst.side)
    }
    return self.step(of: box)
  }
}
