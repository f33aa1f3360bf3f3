internal import Caseload
internal import Statistics

/// What one block contributes; made by a worker, folded in the order of blocks.
struct BlockReport: Sendable {
  let block: Int
  /// Runs of the block that count: the last block is padded.
  let runs: Int
  /// Moments of every cell over the block's runs.
  var moments: [Moments]
  /// All cells of the block's runs, `cell · Block.runs + run`, if they are kept for quantiles; else empty.
  var kept: [Double]
  /// Outcomes, `outcome · Block.runs + run`.
  var outcomes: [Double]
  /// Outcomes of the same runs with other chance; empty if not made.
  var twins: [Double]
  /// Verdicts, `test · Block.runs + run`; nil where no month could be compared.
  var holds: [Bool?]
  /// Figures with and without levers, `figure · Block.runs + run`.
  var with: [Double]
  var without: [Double]
  /// Draws, `number · Block.runs + run`, and levers in force, `lever · Block.runs + run`.
  var draws: [Double]
  var inForce: [Double]
  /// Stock at the start, summed over runs, by subject.
  var initialStock: [Double]
}

/// Sums over all runs, folded block by block in their order, so that threads do not matter.
struct Tally {
  private(set) var runs = 0
  private(set) var moments: [Moments]
  /// Kept cells, `cell · keeps + run`.
  private(set) var kept: [Double]
  private(set) var outcomes: [[Double]]
  private(set) var twins: [[Double]]
  private(set) var holding: [Int]
  /// Runs in which a test could be evaluated.
  private(set) var evaluated: [Int]
  /// Sums of each factor (uncertain numbers, then levers) over the runs in which a test holds, test after test.
  private(set) var factorSums: [Double]
  private(set) var factorMoments: [Moments]
  private(set) var with: [[Double]]
  private(set) var without: [[Double]]
  private(set) var initialStock: [Double]
  let keeps: Int

  init(plan: Plan, outcomes: Int, figures: Int, keeps: Int) {
    moments = Array(repeating: Moments(), count: plan.layout.cells)
    kept = Array(repeating: 0, count: plan.layout.cells * keeps)
    self.outcomes = Array(repeating: [], count: outcomes)
    twins = Array(repeating: [], count: outcomes)
    let factors = plan.uncertain.count + plan.world.levers.count
    holding = Array(repeating: 0, count: plan.world.tests.count)
    evaluated = holding
    factorSums = Array(repeating: 0, count: plan.world.tests.count * factors)
    factorMoments = Array(repeating: Moments(), count: factors)
    with = Array(repeating: [], count: figures)
    without = Array(repeating: [], count: figures)
    initialStock = Array(repeating: 0, count: plan.world.subjects.count)
    self.keeps = keeps
  }

  /// Adds the next block.
  mutating func fold(_ report: BlockReport) {
    for cell in moments.indices { moments[cell].merge(report.moments[cell]) }
    if !report.kept.isEmpty {
      let first = report.block * Block.runs
      let count = min(report.runs, keeps - first)
      for cell in moments.indices {
        for run in 0..<count {
          kept[cell * keeps + first + run] = report.kept[cell * Block.runs + run]
        }
      }
    }
    func append(_ target: inout [[Double]], _ source: [Double]) {
      guard !source.isEmpty else { return }
      for index in target.indices {
        target[index] += source[(index * Block.runs)..<(index * Block.runs + report.runs)]
      }
    }
    append(&outcomes, report.outcomes)
    append(&twins, report.twins)
    append(&with, report.with)
    append(&without, report.without)
    let numbers = report.draws.count / Block.runs
    let factors = factorMoments.count
    for factor in 0..<factors {
      for run in 0..<report.runs {
        let value =
          factor < numbers
          ? report.draws[factor * Block.runs + run]
          : report.inForce[(factor - numbers) * Block.runs + run]
        factorMoments[factor].add(value)
        for test in holding.indices where report.holds[test * Block.runs + run] == true {
          factorSums[test * factors + factor] += value
        }
      }
    }
    for test in holding.indices {
      for run in 0..<report.runs {
        guard let holds = report.holds[test * Block.runs + run] else { continue }
        evaluated[test] += 1
        if holds { holding[test] += 1 }
      }
    }
    for index in initialStock.indices { initialStock[index] += report.initialStock[index] }
    runs += report.runs
  }

  /// The correlation of a verdict with a factor; 0 when either does not vary.
  func correlation(test: Int, factor: Int) -> Double {
    let count = Double(runs)
    let share = Double(holding[test]) / count
    let moments = factorMoments[factor]
    let spread =
      (share * (1 - share)).squareRoot() * (moments.squaredDeviations / count).squareRoot()
    guard spread > 0, spread.isFinite else { return 0 }
    let mean = factorSums[test * factorMoments.count + factor] / count
    return (mean - share * moments.mean) / spread
  }
}
