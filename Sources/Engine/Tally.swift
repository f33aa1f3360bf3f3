internal import Caseload
internal import LinearAlgebra
internal import Statistics

/// What one batch contributes; made by a worker, folded in the order of batches.
struct BatchReport: Sendable {
  let batch: Int
  /// Runs of the batch that count: the last one may be short.
  let runs: Int
  /// Moments of every cell, at `month · series + place in the layout`.
  var moments: MomentTable
  /// All cells by block, if they are kept for quantiles.
  var kept: [KeptBlock] = []
  /// Outcomes, `outcome · Batch.runs + run`.
  var outcomes: [Double]
  var outcomeMoments: [Moments] = []
  /// Outcomes of the same runs with other chance; empty if not made.
  var twins: [Double] = []
  /// Runs in which a test holds, and in which it could be evaluated.
  var holding: [Int] = []
  var evaluated: [Int] = []
  /// Sums of each factor over the runs in which a test holds: a row a factor, a column a test.
  var factorSums: [Double] = []
  var factorMoments: MomentTable
  /// Figures with and without levers, `figure · Batch.runs + run`.
  var with: [Double]
  var without: [Double]
  /// Stock at the start, summed over runs, by subject.
  var initialStock: [Double]
  /// Sums of the controls over the batch's runs, and what outcomes are regressed on them from; nil when the batch is none of the first.
  var controlSums: [Double] = []
  var equations: NormalEquations?
  /// Rows of single runs, as bytes.
  var rows: [UInt8] = []
}

/// Sums over all runs, folded batch by batch in their order, so that threads do not matter.
struct Tally {
  private(set) var runs = 0
  private(set) var moments: MomentTable
  /// The same by batch of runs: see ``RunBatches``.
  private(set) var batches: [MomentTable] = []
  /// Blocks of kept cells, in order.
  private(set) var kept: [KeptBlock] = []
  /// Outcomes of the first runs.
  private(set) var outcomes: [[Double]]
  private(set) var outcomeMoments: [Moments]
  private(set) var twins: [[Double]]
  private(set) var holding: [Int]
  /// Runs in which a test could be evaluated.
  private(set) var evaluated: [Int]
  private var factorSums: [Double]
  private var factorMoments: MomentTable
  /// Differences that levers make to figures, in the first runs.
  private(set) var differences: [[Double]]
  private(set) var pairs: [PairedMoments]
  private(set) var initialStock: [Double]
  /// Sums of the controls over all runs, and the regression's sums over the first ones.
  private(set) var controlSums: [Double] = []
  private(set) var equations: NormalEquations?

  /// Starts with nothing folded.
  init(plan: Plan, outcomes: Int, figures: Int) {
    moments = MomentTable(count: plan.layout.cells)
    self.outcomes = Array(repeating: [], count: outcomes)
    outcomeMoments = Array(repeating: Moments(), count: outcomes)
    twins = Array(repeating: [], count: outcomes)
    let factors = plan.uncertain.count + plan.world.levers.count
    holding = Array(repeating: 0, count: plan.world.tests.count)
    evaluated = holding
    factorSums = Array(repeating: 0, count: plan.world.tests.count * factors)
    factorMoments = MomentTable(count: factors)
    differences = Array(repeating: [], count: figures)
    pairs = Array(repeating: PairedMoments(), count: figures)
    initialStock = Array(repeating: 0, count: plan.world.subjects.count)
  }

  /// Adds the next batch.
  mutating func fold(_ report: BatchReport) {
    moments.merge(report.moments)
    if batches.count < RunBatches.most {
      batches.append(report.moments)
    } else {
      batches[report.batch % RunBatches.most].merge(report.moments)
    }
    kept += report.kept
    factorMoments.merge(report.factorMoments)
    for index in outcomeMoments.indices {
      outcomeMoments[index].merge(report.outcomeMoments[index])
    }
    if runs < Simulation.runsKeptForOutcomes { append(&outcomes, report.outcomes, report.runs) }
    if !report.twins.isEmpty {
      append(&twins, report.twins, min(report.runs, Simulation.runsForVariance - runs))
    }
    for figure in pairs.indices {
      var these = PairedMoments()
      for run in 0..<report.runs {
        let place = figure * Batch.runs + run
        let (a, b) = (report.with[place], report.without[place])
        guard a.isFinite, b.isFinite else { continue }
        these.add(a, b)
        if runs < Simulation.runsKeptForOutcomes { differences[figure].append(a - b) }
      }
      pairs[figure].merge(these)
    }
    for test in holding.indices {
      holding[test] += report.holding[test]
      evaluated[test] += report.evaluated[test]
    }
    for index in factorSums.indices { factorSums[index] += report.factorSums[index] }
    for index in initialStock.indices { initialStock[index] += report.initialStock[index] }
    if controlSums.isEmpty {
      controlSums = report.controlSums
    } else {
      for index in controlSums.indices { controlSums[index] += report.controlSums[index] }
    }
    if let more = report.equations {
      if equations == nil { equations = more } else { equations?.merge(more) }
    }
    runs += report.runs
  }

  private func append(_ target: inout [[Double]], _ source: [Double], _ runs: Int) {
    for index in target.indices {
      target[index] += source[(index * Batch.runs)..<(index * Batch.runs + runs)]
    }
  }

  /// Runs whose cells are kept.
  var runsKept: Int { min(runs, kept.count * Block.runs) }

  /// Copies the kept values of a cell, of as many runs as are kept.
  func copyKept(_ cell: Int, into values: inout [Double]) {
    precondition(values.count == runsKept)
    for (index, block) in kept.enumerated() {
      let first = index * Block.runs
      block.copy(cell, runs: min(Block.runs, runsKept - first), to: &values, at: first)
    }
  }

  /// The correlation of a verdict with a factor; 0 when either does not vary.
  func correlation(test: Int, factor: Int) -> Double {
    let count = Double(runs)
    let share = Double(holding[test]) / count
    let moments = factorMoments[factor]
    let spread =
      (share * (1 - share)).squareRoot() * (moments.squaredDeviations / count).squareRoot()
    guard spread > 0, spread.isFinite else { return 0 }
    let mean = factorSums[factor * holding.count + test] / count
    return (mean - share * moments.mean) / spread
  }
}
