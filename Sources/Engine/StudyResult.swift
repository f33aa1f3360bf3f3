public import Caseload
public import Statistics

/// A summary of one measure in one month over all runs.
public struct CellSummary: Hashable, Sendable {
  /// Runs in which the measure is defined.
  public let count: Int
  /// Mean over those runs; NaN when there are none.
  public let mean: Double
  /// Standard deviation over runs.
  public let sd: Double
  /// Standard error of the mean.
  public let standardError: Double
  /// Quantiles 5, 25, 50, 75 and 95 %, over the runs kept for quantiles; NaN when undefined.
  public let quantiles: [Double]
}

/// A quantile of an outcome with the interval that its order statistics give.
public struct QuantileEstimate: Hashable, Sendable {
  /// The estimate; infinite for "never".
  public let value: Double
  /// Lower end of the 95 % interval; minus infinity when the sample is too small to give one.
  public let low: Double
  /// Upper end.
  public let high: Double
}

/// A summary of one outcome over all runs.
public struct OutcomeSummary: Sendable {
  /// Which outcome.
  public let outcome: Outcome
  /// Runs in which it has a value.
  public let count: Int
  /// Mean over those.
  public let mean: Double
  /// Standard deviation over those.
  public let sd: Double
  /// Standard error of the mean.
  public let standardError: Double
  /// The mean after regression on controls; nil when there are too few runs for it, or the outcome is defined in too few.
  public let adjusted: AdjustedMean?
  /// Quantiles 5, 25, 50, 75 and 95 % over all runs.
  public let quantiles: [QuantileEstimate]
  /// Share of the variance that comes from what is not known, the rest being chance, with its standard error; nil when it cannot be
  /// estimated (a constant outcome, or too few runs).
  public let shareUnknown: UnknownShare?
}

/// The verdict on one test.
public struct TestSummary: Sendable {
  /// The test.
  public let test: Test
  /// Runs in which it holds.
  public let holding: Int
  /// Runs in which it could be evaluated.
  public let runs: Int
  /// The uncertain number or lever that goes along most with the verdict, and the correlation; nil when none stands out.
  public let decidedBy: (path: String, correlation: Double)?

  /// Share of those runs in which it holds; NaN when there are none.
  public var share: Double { Double(holding) / Double(runs) }
  /// Standard error of the share; never nought, by the rule of succession, since "always" in a sample is not "always".
  public var standardError: Double {
    let adjusted = (Double(holding) + 1) / (Double(runs) + 2)
    return runs == 0 ? .nan : (adjusted * (1 - adjusted) / Double(runs)).squareRoot()
  }
}

/// A figure of the answer to a question: the world as it is, the same without some levers, and the difference run by run.
public struct AnswerFigure: Sendable {
  /// What is shown.
  public let figure: Question.Figure
  /// Mean with the levers.
  public let mean: Double
  /// Mean without them.
  public let meanWithout: Double
  /// Mean difference.
  public let difference: Double
  /// Its standard error, from pairs of runs.
  public let standardError: Double
  /// The mean difference after regression on controls; nil when there are too few runs for it, or some have no difference.
  public let adjusted: AdjustedMean?
  /// Quantiles 5, 50 and 95 % of the difference over runs.
  public let quantiles: [Double]
  /// By what factor pairing has made the standard error smaller.
  public let sharpening: Double
}

/// The answer to one question.
public struct Answer: Sendable {
  /// The question.
  public let question: Question
  /// Its figures.
  public let figures: [AnswerFigure]
}

/// A quantity that ran into its limits.
public struct Clipping: Hashable, Sendable {
  /// Which quantity, by path.
  public let path: String
  /// Runs in which it was clipped in some month.
  public let runs: Int
}

/// Everything that a study found out.
public struct StudyResult: Sendable {
  /// Why no more runs were made.
  public enum Ending: String, Hashable, Sendable {
    /// All runs were made.
    case complete = "runs"
    /// The standard errors were small enough.
    case precise = "standard_error"
    /// The time was up.
    case timeLimit = "time_limit"
  }

  /// The plan that was run.
  public let plan: Plan
  /// The job, with the number of runs that were made.
  public let assignment: Assignment
  /// The number of runs that were asked for, at most.
  public let runsAsked: Int
  /// Why there are no more.
  public let ending: Ending
  /// Stock at the start by subject label, mean over runs.
  public let initialStock: [Double]
  /// One summary a cell of the plan's layout.
  public let cells: [CellSummary]
  /// Means of each cell over the batches of runs: cell `c` of batch `b` at `c · batches + b`; NaN where the measure has no value.
  public let batchMeans: [Double]
  /// Number of batches.
  public let batches: Int
  /// Number of runs from which quantiles of cells were taken: the first ones.
  public let runsKept: Int
  /// Outcomes.
  public let outcomes: [OutcomeSummary]
  /// Verdicts.
  public let tests: [TestSummary]
  /// Answers.
  public let answers: [Answer]
  /// What was clipped.
  public let clippings: [Clipping]
  /// Seconds of work by ``WorkPhase``, summed over workers.
  public let work: [Double]
  /// Seconds that the runs took.
  public let seconds: Double

  /// The summary of a measure in a month; nil when the subject has no such measure.
  public func summary(_ measure: Measure, _ subject: Subject, month: Int) -> CellSummary? {
    plan.layout.index(of: measure, subject).map { cells[$0 * plan.layout.months + month] }
  }
}
