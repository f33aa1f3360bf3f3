import Digest
import Foundation
import Robustness
import Statistics
import Testing

/// Patient rule induction against the EMA Workbench 2.5.3 (and 3.0, which takes the same steps) on the data of Bryant and Lempert.
@Suite struct BoxSearchTests {
  private let data: BryantLempert

  init() throws { data = try BryantLempert() }

  private func steps(
    _ settings: BoxSearch.Settings, after earlier: [Box] = [], columns: [[Double]]? = nil
  ) throws -> BoxTrajectory {
    let search = BoxSearch(
      columns: columns ?? data.columns, isHit: data.isHit, settings: settings)
    return try #require(search.trajectory(after: earlier))
  }

  private func counts(_ trajectory: BoxTrajectory) -> [[Int]] {
    trajectory.boxes.map { [$0.runs, $0.hits, $0.box.restricted.count] }
  }

  @Test func `the data are those that were published`() {
    #expect(
      SHA256.digest(of: data.bytes)
        == "dc4daa45e6ccc4614946207548e7ccf8184e13a5668ef35509b7a6e4a858075c")
    #expect(data.columns.allSatisfy { $0.count == 882 && $0.allSatisfy(\.isFinite) })
    #expect(data.isHit.count { $0 == true } == 89)
  }

  @Test func `peeling a tenth gives the published trajectory`() throws {
    let trajectory = try steps(.init(peeled: 0.1))
    #expect(
      counts(trajectory) == [
        [882, 89, 0], [792, 89, 1], [710, 89, 2], [638, 89, 2], [573, 89, 3], [513, 89, 3],
        [458, 89, 3], [412, 89, 3], [368, 89, 3], [329, 89, 3], [296, 89, 3], [264, 88, 3],
        [237, 87, 3], [213, 86, 3], [191, 85, 4], [170, 82, 4], [152, 81, 4], [136, 78, 4],
        [121, 75, 4], [108, 74, 4], [97, 71, 4], [87, 67, 4], [78, 65, 4], [70, 61, 4],
        [63, 57, 4], [56, 52, 5], [50, 48, 6], [45, 45, 6],
      ])
    let chosen = trajectory.boxes[21]
    #expect(abs(chosen.coverage - 0.752809) < 5e-7)
    #expect(abs(chosen.density - 0.770115) < 5e-7)
    #expect(abs(chosen.mass - 0.098639) < 5e-7)
    let limits = Dictionary(
      chosen.box.limits.map { ("\(data.names[$0.factor]) \($0.side)", $0) },
      uniquingKeysWith: { a, _ in a })
    #expect(limits.count == 4)
    for (name, limit) in [
      ("Cellulosic cost low", 72.650002), ("Total biomass high", 755.799988),
      ("Demand elasticity low", -0.422), ("Biomass backstop price low", 150.049995),
    ] {
      let (factor, side) = try #require(limits[name], "\(name)")
      #expect(abs(chosen.box.limit(factor, side) - limit) < 5e-7 * max(1, abs(limit)))
    }
    let last = try #require(trajectory.boxes.last)
    #expect(abs(last.coverage - 0.505618) < 5e-7)
    #expect(last.density == 1)
    #expect(abs(last.mass - 0.051020) < 5e-7)
  }

  /// One-sided binomial tests, as SciPy computes them.
  @Test func `quasi-p values are those of the workbench`() throws {
    let trajectory = try steps(.init(peeled: 0.1))
    let expected = [
      "Cellulosic cost": 0.15741333528927326, "Total biomass": 4.716968553178767e-06,
      "Demand elasticity": 1.1849299115762208e-16, "Biomass backstop price": 3.51511253026305e-11,
    ]
    for test in trajectory.tests(of: trajectory.boxes[21].box) {
      let value = try #require(expected[data.names[test.factor]])
      #expect(abs(test.probability / value - 1) < 1e-9)
    }
    let pruned = trajectory.pruned(trajectory.boxes[21])
    #expect(
      pruned.box.restricted.map { data.names[$0] } == [
        "Total biomass", "Demand elasticity", "Biomass backstop price",
      ])
    #expect(pruned.coverage > trajectory.boxes[21].coverage)
    #expect(trajectory.tests(of: pruned.box).allSatisfy { $0.probability <= 0.05 })
  }

  @Test func `patience of a twentieth gives the workbench's trajectory`() throws {
    let found = counts(try steps(.init()))
    #expect(found.count == 52)
    #expect(Array(found.suffix(4)) == [[59, 54, 7], [56, 52, 7], [53, 50, 7], [49, 47, 7]])
    #expect(found[30] == [170, 82, 4])
  }

  /// The last two boxes of this one are pasted.
  @Test func `the other objectives and pasting give the workbench's trajectories`() throws {
    let tenth = counts(try steps(.init(peeled: 0.1, objective: .gainTimesRunsLeft)))
    #expect(
      tenth == [
        [882, 89, 0], [792, 89, 1], [711, 89, 2], [639, 89, 3], [572, 89, 3], [513, 89, 3],
        [461, 89, 3], [414, 89, 3], [372, 89, 3], [333, 89, 3], [298, 89, 3], [268, 88, 3],
        [240, 87, 3], [216, 86, 3], [194, 85, 4], [173, 82, 4], [155, 80, 4], [139, 78, 4],
        [125, 77, 4], [112, 74, 4], [100, 71, 4], [90, 69, 4], [81, 65, 4], [72, 60, 4],
        [64, 56, 4], [56, 51, 4], [50, 46, 4], [45, 42, 4],
      ])
    let pasted = counts(try steps(.init(objective: .gainTimesRunsLeft)))
    #expect(pasted.count == 54)
    #expect(Array(pasted.suffix(4)) == [[53, 49, 5], [50, 47, 5], [51, 48, 5], [52, 49, 5]])
    let plain = counts(try steps(.init(smallestMass: 0.02, objective: .density)))
    #expect(plain.count == 67)
    #expect(Array(plain.suffix(3)) == [[20, 20, 7], [19, 19, 7], [18, 18, 7]])
  }

  @Test func `a second box is searched among the runs that the first leaves`() throws {
    let first = try steps(.init(peeled: 0.1)).boxes[21]
    let second = counts(try steps(.init(peeled: 0.1), after: [first.box]))
    #expect(second.first == [795, 22, 0])
    #expect(second[9] == [293, 22, 3])
    #expect(second.last == [49, 17, 4])
    let search = BoxSearch(
      columns: data.columns, isHit: data.isHit, settings: .init(peeled: 0.1))
    let boxes = search.covering(most: 2) { $0.choice(.balance) }
    #expect(boxes.count == 2)
    // No run counts twice.
    #expect(boxes.map(\.hits).reduce(0, +) <= 89)
    #expect(boxes[1].box.rows(data.columns, among: search.rows).count >= boxes[1].runs)
  }

  /// Values rounded to one decimal tie, some in their hundreds.
  @Test func `ties are cut off whole, as in the workbench`() throws {
    let rounded = data.columns.map { column in
      column.map { ($0 * 10).rounded(.toNearestOrEven) / 10 }
    }
    #expect(
      counts(try steps(.init(peeled: 0.3), columns: rounded)) == [
        [882, 89, 0], [516, 89, 1], [219, 69, 1], [152, 66, 2], [106, 62, 3], [74, 57, 3],
        [52, 45, 3],
      ])
    #expect(
      counts(try steps(.init(peeled: 0.2, pasted: 0.1), columns: rounded)) == [
        [882, 89, 0], [665, 89, 1], [516, 89, 1], [370, 88, 1], [295, 88, 2], [236, 87, 3],
        [187, 83, 3], [149, 79, 3], [119, 75, 3], [70, 57, 3], [56, 49, 4],
      ])
    let pasted = counts(try steps(.init(), columns: rounded))
    #expect(Array(pasted.suffix(2)) == [[57, 51, 5], [58, 52, 5]])
  }

  @Test func `rules choose what they say`() throws {
    let trajectory = try steps(.init(peeled: 0.1))
    #expect(
      trajectory.choice(.balance).balance == trajectory.boxes.map(\.balance).max())
    #expect(trajectory.choice(.coverage(densityAtLeast: 0.75)) == trajectory.boxes[21])
    #expect(trajectory.choice(.density(coverageAtLeast: 0.75)) == trajectory.boxes[21])
    #expect(trajectory.choice(.coverage(densityAtLeast: 0.999)).density == 1)
    #expect(trajectory.choice(.density(coverageAtLeast: 1)).hits == 89)
  }

  @Test func `undefined runs are left out and counted`() throws {
    var (columns, isHit) = (data.columns, data.isHit)
    columns[3][17] = .nan
    columns[5][20] = .infinity
    isHit[800] = nil
    let search = BoxSearch(columns: columns, isHit: isHit)
    #expect(search.dropped == 3)
    #expect(search.rows.count == 879)
    #expect(!search.rows.contains(17) && !search.rows.contains(20) && !search.rows.contains(800))
    let trajectory = try #require(search.trajectory())
    #expect(trajectory.boxes.allSatisfy { $0.density.isFinite && $0.coverage.isFinite })
  }

  @Test func `a target that is always or never met has no region`() {
    let columns = [[0.1, 0.2, 0.3]]
    #expect(BoxSearch(columns: columns, isHit: [true, true, true]).trajectory() == nil)
    #expect(BoxSearch(columns: columns, isHit: [false, false, false]).trajectory() == nil)
    #expect(BoxSearch(columns: columns, isHit: [nil, nil, nil]).trajectory() == nil)
    #expect(BoxSearch(columns: [[]], isHit: []).trajectory() == nil)
    // A factor that does not vary cannot be cut.
    let same = BoxSearch(columns: [[1, 1, 1, 1]], isHit: [true, false, true, false])
    #expect(same.trajectory()?.boxes.count == 1)
  }

  @Test func `a box is tested on runs that the search did not see`() throws {
    var dice = Dice(seed: 5)
    let columns = (0..<4).map { _ in dice.units(4000) }
    let isHit = (0..<4000).map { row -> Bool? in
      let chance = columns[0][row] > 0.6 && columns[2][row] < 0.5 ? 0.8 : 0.1
      return dice.unit() < chance
    }
    let halves = [0..<2000, 2000..<4000].map { range in
      (columns: columns.map { Array($0[range]) }, isHit: Array(isHit[range]))
    }
    let search = BoxSearch(columns: halves[0].columns, isHit: halves[0].isHit)
    let trajectory = try #require(search.trajectory())
    let step = trajectory.pruned(trajectory.choice(.balance), significance: 0.05 / 8)
    #expect(step.box.restricted == [0, 2])
    let test = BoxTest([step.box], columns: halves[1].columns, isHit: halves[1].isHit)
    #expect(test.verdict == .better)
    #expect(test.limits.count == 2 && test.limits.allSatisfy { $0.probability < 1e-6 })
    #expect(test.density.interval.contains(0.8))
    // Told the wrong way round the box must be worse, and a box of everything tells nothing.
    let other = BoxTest(
      [step.box], columns: halves[1].columns, isHit: halves[1].isHit.map { $0.map(!) })
    #expect(other.verdict == .worse)
    let all = BoxTest([Box(factors: 4)], columns: halves[1].columns, isHit: halves[1].isHit)
    #expect(all.verdict == .unclear && all.advantage == nil && all.coverage.value == 1)
    #expect(all.density.value == all.base.value)
  }

  /// What the search finds where there is nothing to find must not survive the runs held back.
  @Test func `a box found in noise is not better than the base rate on held-back runs`() throws {
    var dice = Dice(seed: 8)
    var (found, better) = (0, 0)
    for _ in 0..<40 {
      let columns = (0..<10).map { _ in dice.units(400) }
      let isHit = (0..<400).map { _ -> Bool? in dice.unit() < 0.3 }
      let search = BoxSearch(
        columns: columns.map { Array($0[..<200]) }, isHit: Array(isHit[..<200]))
      let step = try #require(search.trajectory()).choice(.density(coverageAtLeast: 0.3))
      if step.density > 0.4 { found += 1 }
      let test = BoxTest(
        [step.box], columns: columns.map { Array($0[200...]) }, isHit: Array(isHit[200...]))
      if test.verdict == .better { better += 1 }
    }
    #expect(found >= 35)
    #expect(better <= 4)
  }
}
