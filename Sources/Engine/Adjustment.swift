internal import LinearAlgebra
internal import Statistics

/// A mean from which a regression on controls has taken what chance and the choice of numbers explain, with its standard error.
public struct AdjustedMean: Hashable, Sendable {
  /// The mean.
  public let mean: Double
  /// Its standard error, from the residuals.
  public let standardError: Double
}

/// The responses of a study's regression on its controls: outcomes, whether outcomes that may never happen do, and differences that
/// levers make to figures.
///
/// S. S. Lavenberg, P. D. Welch, *A perspective on the use of control variables to increase the efficiency of Monte Carlo simulations*,
/// Management Science 27 (1981), doi:10.1287/mnsc.27.3.322.
struct Responses: Sendable {
  let outcomes: [Outcome]
  let figures: Int
  /// Outcomes that may never happen.
  private let mayNever: [Int]

  init(outcomes: [Outcome], figures: Int) {
    self.outcomes = outcomes
    self.figures = figures
    mayNever = outcomes.indices.filter { outcomes[$0].kind.mayNeverHappen }
  }

  var count: Int { outcomes.count + mayNever.count + figures }

  /// Writes a batch's responses below its controls, a row a response.
  func fill(_ table: inout Matrix, from first: Int, _ report: BatchReport) {
    let columns = table.columns
    func put(_ row: Int, _ value: (_ place: Int) -> Double, source: Int) {
      for run in 0..<report.runs {
        let number = value(source * Batch.runs + run)
        table.entries[(first + row) * columns + run] = number.isFinite ? number : 0
      }
    }
    for outcome in outcomes.indices {
      put(outcome, { report.outcomes[$0] }, source: outcome)
    }
    for (place, outcome) in mayNever.enumerated() {
      put(outcomes.count + place, { report.outcomes[$0].isFinite ? 1 : 0 }, source: outcome)
    }
    for figure in 0..<figures {
      put(
        outcomes.count + mayNever.count + figure, { report.with[$0] - report.without[$0] },
        source: figure)
    }
  }

  /// The adjusted means that a tally gives: of the outcomes, then of the differences; nil where there are none.
  func adjusted(_ tally: Tally) -> [AdjustedMean?] {
    let none = [AdjustedMean?](repeating: nil, count: outcomes.count + figures)
    // Half of what the regression has seen must be left after its coefficients.
    guard let regression = tally.equations?.regression(),
      regression.degreesOfFreedom >= max(30, regression.kept.count)
    else { return none }
    let runs = Double(tally.runs)
    let shift = regression.shift(means: tally.controlSums.map { $0 / runs })
    let spread = 1 / runs + shift.distance
    func simple(_ response: Int, mean: Double) -> AdjustedMean {
      AdjustedMean(
        mean: mean - shift.corrections[response],
        standardError: (regression.residualVariance(response) * spread).squareRoot())
    }
    let ofOutcomes = outcomes.indices.map { outcome -> AdjustedMean? in
      let moments = tally.outcomeMoments[outcome]
      let share = Double(moments.count) / runs
      guard let place = mayNever.firstIndex(of: outcome) else {
        return moments.count == tally.runs ? simple(outcome, mean: moments.mean) : nil
      }
      // The mean over the runs in which it happens is one mean divided by another.
      let (above, below) = (outcome, outcomes.count + place)
      let happens = share - shift.corrections[below]
      guard moments.count >= 30, happens > 0 else { return nil }
      let ratio = (moments.mean * share - shift.corrections[above]) / happens
      let products =
        Double(regression.observations) * regression.mean(above) * (1 - regression.mean(below))
      let variance =
        regression.residualVariance(above) + ratio * ratio * regression.residualVariance(below)
        - 2 * ratio * regression.residualCovariance(above, below, products: products)
      return AdjustedMean(
        mean: ratio, standardError: (max(0, variance) * spread).squareRoot() / happens)
    }
    let ofFigures = (0..<figures).map { figure -> AdjustedMean? in
      let difference = tally.pairs[figure].difference
      guard difference.count == tally.runs else { return nil }
      return simple(outcomes.count + mayNever.count + figure, mean: difference.mean)
    }
    return ofOutcomes + ofFigures
  }
}
