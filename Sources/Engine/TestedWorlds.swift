internal import Caseload

/// What tests need to be simulated: worlds without some levers, and in each the series whose months they read.
struct TestedWorlds {
  /// Levers that are switched off in each world; the first one is the world as it is.
  private(set) var worlds: [Set<Int>] = [[]]
  /// Place of each of them.
  private(set) var index: [Set<Int>: Int] = [[]: 0]
  /// The series of each world whose months are read, in order.
  private(set) var series: [[Int]]
  private let plan: Plan

  /// Looks up what some tests need.
  init(_ plan: Plan, tests: [Test]) {
    self.plan = plan
    series = []
    for test in tests {
      for case .path(let path) in [test.left, test.right] { _ = world(without: path.without) }
    }
    var wanted: [Set<Int>] = worlds.map { _ in [] }
    for test in tests {
      for case .path(let path) in [test.left, test.right] {
        for term in path.sum + path.per {
          guard let series = plan.layout.index(of: term.measure, term.subject),
            let world = index[Set(path.without)]
          else { continue }
          wanted[world].insert(series)
        }
      }
    }
    series = wanted.map { $0.sorted() }
  }

  /// The world without some levers; it is simulated too if it was not yet.
  mutating func world(without off: [Int]) -> Int {
    if let known = index[Set(off)] { return known }
    worlds.append(Set(off))
    series.append([])
    index[Set(off)] = worlds.count - 1
    return worlds.count - 1
  }

  /// The rule of a test on the months that were kept of each world.
  func rule(_ test: Test, _ paths: [Paths]) -> VerdictRule {
    VerdictRule(test: test, worlds: index) { world, measure, subject in
      guard let series = plan.layout.index(of: measure, subject) else {
        preconditionFailure("\(subject) has no \(measure)")
      }
      return paths[world].place(of: series)
    }
  }
}

extension VerdictRule {
  /// Says of every run of a block whether the test holds and whether it could be compared.
  func judge(
    _ paths: [Paths], _ knowledge: Knowledge, _ plan: Plan,
    _ say: (_ run: Int, _ holds: Bool, _ isCompared: Bool) -> Void
  ) {
    for lane in 0..<Block.width {
      let (holds, compared) = holds { world, series in
        paths[world].months(series, lane: lane)
      } constant: {
        knowledge.value(of: $0, plan, lane)
      }
      for inLane in 0..<Lane.scalarCount {
        say(lane * Lane.scalarCount + inLane, holds[inLane], compared[inLane])
      }
    }
  }
}
