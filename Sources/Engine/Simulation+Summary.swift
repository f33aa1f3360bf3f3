internal import Caseload
internal import Dispatch
internal import Statistics
internal import Synchronization

extension Simulation {
  /// The probabilities of the quantiles that are reported.
  static let probabilities = [0.05, 0.25, 0.5, 0.75, 0.95]

  /// Turns sums into summaries.
  func summarise(
    _ tally: Tally, _ clips: [Int], _ ending: StudyResult.Ending, _ spent: [UInt64],
    _ seconds: Double
  ) -> StudyResult {
    var made = assignment
    made.runs = tally.runs
    let adjusted = responses.adjusted(tally)
    return StudyResult(
      plan: plan, assignment: made, runsAsked: assignment.runs, ending: ending,
      initialStock: tally.initialStock.map { $0 / Double(tally.runs) },
      cells: cellSummaries(tally), batchMeans: batchMeans(tally), batches: tally.batches.count,
      runsKept: tally.runsKept,
      outcomes: outcomes.indices.map { outcomeSummary($0, tally, adjusted[$0]) },
      tests: plan.world.tests.indices.map { testSummary($0, tally) },
      answers: answers(tally, adjusted: adjusted[outcomes.count...]),
      clippings: plan.quantities.indices.filter { clips[$0] > 0 }.map {
        Clipping(path: plan.world.path(of: plan.quantities[$0].quantity), runs: clips[$0])
      },
      work: spent.map { Double($0) * 1e-9 }, seconds: seconds)
  }

  private func batchMeans(_ tally: Tally) -> [Double] {
    let series = plan.layout.series.count
    var means: [Double] = []
    means.reserveCapacity(plan.layout.cells * tally.batches.count)
    for cell in 0..<plan.layout.cells {
      let place = (cell % plan.months) * series + cell / plan.months
      for batch in tally.batches {
        let moments = batch[place]
        means.append(moments.count > 0 ? moments.mean : .nan)
      }
    }
    return means
  }

  private func cellSummaries(_ tally: Tally) -> [CellSummary] {
    let parts = Mutex<[Int: [CellSummary]]>([:])
    let workers = max(1, assignment.threads)
    let cells = plan.layout.cells
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      let range = (cells * worker / workers)..<(cells * (worker + 1) / workers)
      var all = Array(repeating: 0.0, count: tally.runsKept)
      let part = range.map { cell in
        tally.copyKept(cell, into: &all)
        var values = definedNumbers(of: all.span)
        var span = values.mutableSpan
        let statistics = OrderStatistics(quantiles: Simulation.probabilities, of: &span)
        let (series, month) = (cell / plan.months, cell % plan.months)
        let moments = tally.moments[month * plan.layout.series.count + series]
        let defined = moments.count > 0
        return CellSummary(
          count: moments.count, mean: defined ? moments.mean : .nan,
          sd: moments.standardDeviation ?? .nan, standardError: moments.standardError ?? .nan,
          quantiles: Simulation.probabilities.map(statistics.quantile))
      }
      parts.withLock { $0[worker] = part }
    }
    let all = parts.withLock { $0 }
    return (0..<workers).flatMap { all[$0] ?? [] }
  }

  private func outcomeSummary(
    _ index: Int, _ tally: Tally, _ adjusted: AdjustedMean?
  ) -> OutcomeSummary {
    var values = tally.outcomes[index]
    let moments = tally.outcomeMoments[index]
    let intervals = Simulation.probabilities.map {
      orderStatisticInterval(probability: $0, count: values.count, confidence: 0.95)
    }
    var span = values.mutableSpan
    let statistics = OrderStatistics(
      ranks: intervals.flatMap { [$0.lower, $0.upper].compactMap(\.self) },
      quantiles: Simulation.probabilities, of: &span)
    let quantiles = zip(Simulation.probabilities, intervals).map { probability, ranks in
      QuantileEstimate(
        value: statistics.quantile(probability),
        low: ranks.lower.map { statistics[$0] } ?? -.infinity,
        high: ranks.upper.map { statistics[$0] } ?? .infinity)
    }
    return OutcomeSummary(
      outcome: outcomes[index], count: moments.count,
      mean: moments.count == 0 ? .nan : moments.mean, sd: moments.standardDeviation ?? .nan,
      standardError: moments.standardError ?? .nan, adjusted: adjusted, quantiles: quantiles,
      shareUnknown: shareUnknown(index, tally))
  }

  /// The covariance of runs with the same knowledge and other chance, as a share of the variance.
  private func shareUnknown(_ index: Int, _ tally: Tally) -> UnknownShare? {
    let twins = tally.twins[index]
    let pairs = zip(tally.outcomes[index], twins).filter { $0.isFinite && $1.isFinite }
    guard pairs.count >= 30 else { return nil }
    return UnknownShare(runs: pairs.map(\.0), twins: pairs.map(\.1))
  }

  private func testSummary(_ index: Int, _ tally: Tally) -> TestSummary {
    let paths =
      plan.uncertain.map(\.path) + plan.world.levers.map { "levers.\($0.name)" }
    let strongest = paths.indices.map { ($0, tally.correlation(test: index, factor: $0)) }
      .max { abs($0.1) < abs($1.1) }
    // Among so many factors chance alone gives some correlation: four standard errors keep it out.
    let threshold = 4 / Double(max(1, tally.runs)).squareRoot()
    let decider = strongest.flatMap { abs($0.1) > threshold ? (paths[$0.0], $0.1) : nil }
    return TestSummary(
      test: plan.world.tests[index], holding: tally.holding[index], runs: tally.evaluated[index],
      decidedBy: decider)
  }

  private func answers(_ tally: Tally, adjusted: ArraySlice<AdjustedMean?>) -> [Answer] {
    plan.world.questions.enumerated().map { number, question in
      let places = figures.indices.filter { figures[$0].question == number }
      return Answer(
        question: question,
        figures: places.map { place in
          let pairs = tally.pairs[place]
          var differences = tally.differences[place]
          var span = differences.mutableSpan
          let probabilities = [0.05, 0.5, 0.95]
          let statistics = OrderStatistics(quantiles: probabilities, of: &span)
          return AnswerFigure(
            figure: figures[place].figure, mean: pairs.first.mean, meanWithout: pairs.second.mean,
            difference: pairs.difference.mean,
            standardError: pairs.difference.standardError ?? .nan,
            adjusted: adjusted[outcomes.count + place],
            quantiles: probabilities.map(statistics.quantile),
            sharpening: pairs.sharpening ?? .nan)
        })
    }
  }
}
