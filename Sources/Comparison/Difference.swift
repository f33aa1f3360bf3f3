internal import Probability
public import Statistics

/// In which of two reports something is found.
public enum Presence: String, Hashable, Sendable, CaseIterable {
  case both
  case base
  case other
}

/// Whether the runs of two reports had the same chance.
public enum CommonChance: String, Hashable, Sendable, CaseIterable {
  /// The same draws, so that a standard error without pairing is too large wherever both scenarios move the same way with chance.
  case shared
  /// Draws of their own.
  case own
  /// The files do not tell.
  case unknown
}

/// A result of two reports, the other less the base.
public struct Difference: Sendable {
  /// What it is a result of.
  public let name: ResultName
  /// Its unit; empty where the files do not say.
  public let unit: String
  /// Which report has it.
  public let presence: Presence
  /// The mean in the base; not-a-number where there is none.
  public let base: Double
  /// The mean in the other; not-a-number where there is none.
  public let other: Double
  /// The other less the base; not-a-number where either is missing.
  public let difference: Double
  /// Standard error of the difference; nil where the files do not give what it takes.
  public let standardError: Double?
  /// Interval of the difference; nil with the standard error.
  public let interval: Interval?
  /// Intervals of the two means; nil where the files do not tell how well they are known.
  public let intervals: (base: Interval?, other: Interval?)
  /// What the pairs of runs say; nil where the difference is not paired.
  public let paired: PairedFigures?
  /// Whether the runs behind it had the same chance.
  public let chance: CommonChance
  /// Claims that the result rests on in each report, separated by blanks.
  public let claims: (base: String, other: String)

  /// Whether batches of runs were held against each other, where single runs are not in the files.
  public let isPairedByBatch: Bool

  /// Whether run was held against run, or batch against batch.
  public var isPaired: Bool { paired != nil || isPairedByBatch }

  /// A paired difference.
  init(
    _ tally: PairTally, name: ResultName, unit: String, claims: (base: String, other: String),
    confidence: Double
  ) {
    let moments = tally.moments
    let isAny = moments.difference.count > 0
    self.name = name
    self.unit = unit
    self.claims = claims
    presence = .both
    base = isAny ? moments.second.mean : .nan
    other = isAny ? moments.first.mean : .nan
    difference = isAny ? moments.difference.mean : .nan
    standardError = moments.difference.standardError
    interval = meanInterval(moments.difference, confidence: confidence)
    intervals = (
      meanInterval(moments.second, confidence: confidence),
      meanInterval(moments.first, confidence: confidence)
    )
    paired = tally.figures(confidence: confidence)
    chance = .shared
    isPairedByBatch = false
  }

  /// A difference of two means of the same runs, whose error comes from batches of these.
  ///
  /// The interval is Student's, with a degree of freedom less than batches.
  init(
    base: SummaryRow, other: SummaryRow, error: (value: Double, freedom: Double),
    confidence: Double
  ) {
    name = base.name
    unit = base.unit.isEmpty ? other.unit : base.unit
    presence = .both
    self.base = base.mean
    self.other = other.mean
    difference = other.mean - base.mean
    standardError = error.value
    let half =
      error.value * studentQuantile(0.5 + 0.5 * confidence, degreesOfFreedom: error.freedom)
    interval = Interval(low: difference - half, high: difference + half)
    intervals = (base.interval(confidence: confidence), other.interval(confidence: confidence))
    paired = nil
    chance = .shared
    claims = (base.claims, other.claims)
    isPairedByBatch = true
  }

  /// A difference of two means, each with its own standard error.
  ///
  /// The variances add up. The interval is Welch's where both tables tell the number of their runs (B. L. Welch, 1947, doi:10.1093/biomet/34.1-2.28), the normal one otherwise.
  init(base: SummaryRow?, other: SummaryRow?, chance: CommonChance, confidence: Double) {
    guard let row = base ?? other else { preconditionFailure("no row on either side") }
    name = row.name
    unit = row.unit.isEmpty ? other?.unit ?? "" : row.unit
    presence = base == nil ? .other : other == nil ? .base : .both
    self.base = base?.mean ?? .nan
    self.other = other?.mean ?? .nan
    difference = self.other - self.base
    self.chance = chance
    paired = nil
    isPairedByBatch = false
    claims = (base?.claims ?? "", other?.claims ?? "")
    intervals = (base?.interval(confidence: confidence), other?.interval(confidence: confidence))
    guard let base, let other, difference.isFinite,
      case let error =
        (base.standardError * base.standardError
        + other.standardError * other.standardError).squareRoot(), error.isFinite
    else {
      standardError = nil
      interval = nil
      return
    }
    standardError = error
    var factor = StandardNormal.quantile(0.5 + 0.5 * confidence)
    if let first = base.runs, let second = other.runs {
      let one = base.standardError * base.standardError
      let two = other.standardError * other.standardError
      let freedom = (one + two) * (one + two) / (one * one / (first - 1) + two * two / (second - 1))
      factor = studentQuantile(0.5 + 0.5 * confidence, degreesOfFreedom: freedom)
    }
    interval = Interval(low: difference - factor * error, high: difference + factor * error)
  }
}
