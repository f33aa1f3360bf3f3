/// Months of the horizon, both ends included, as indices.
public struct MonthRange: Hashable, Sendable {
  /// First month.
  public let from: Int
  /// Last month, at least `from`.
  public let to: Int

  /// Makes a range.
  public init(from: Int, to: Int) {
    self.from = from
    self.to = to
  }
}

/// A measure of something, with a factor, as a term of a sum.
public struct Term: Hashable, Sendable {
  /// What is measured.
  public let measure: Measure
  /// Of what.
  public let subject: Subject
  /// Factor, usually one.
  public let times: Double

  /// Makes a term.
  public init(measure: Measure, subject: Subject, times: Double) {
    self.measure = measure
    self.subject = subject
    self.times = times
  }
}

/// One side of a comparison: a constant, or months of measures of some world.
public enum Side: Hashable, Sendable {
  /// How months become one number.
  public enum Reduction: String, Hashable, Sendable {
    case sum
    case mean
    case min
    case max
  }

  /// The measured kind of side.
  public struct Path: Hashable, Sendable {
    /// What is added up.
    public let sum: [Term]
    /// What it is divided by; empty for nothing.
    public let per: [Term]
    /// Length of rolling sums, in months; 1 for the months themselves.
    public let rolling: Int
    /// How the months become one number; nil to keep them apart.
    public let reduction: Reduction?
    /// Its own months; nil for those of the test.
    public let months: MonthRange?
    /// Indices of levers that are switched off for it.
    public let without: [Int]

    /// Makes a measured side.
    public init(
      sum: [Term], per: [Term], rolling: Int, reduction: Reduction?, months: MonthRange?,
      without: [Int]
    ) {
      self.sum = sum
      self.per = per
      self.rolling = rolling
      self.reduction = reduction
      self.months = months
      self.without = without
    }
  }

  case constant(Number)
  case path(Path)
}

/// A statement that is true or false in every run.
public struct Test: Hashable, Sendable {
  /// How the sides are compared.
  public enum Relation: String, Hashable, Sendable {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case within
  }

  /// In which months it must hold.
  public enum Quantifier: String, Hashable, Sendable {
    case every
    case some
  }

  /// Name in files.
  public let name: String
  /// The claim that it tests; nil when it tests a published figure.
  public let claim: String?
  /// The source of the figure that it must reproduce; nil when it tests a claim.
  public let source: String?
  /// What it says, for people.
  public let statement: Bilingual
  /// Left side.
  public let left: Side
  /// Comparison.
  public let relation: Relation
  /// Right side.
  public let right: Side
  /// Relative tolerance, of the right side.
  public let tolerance: Double
  /// Months compared.
  public let months: MonthRange
  /// Whether every month counts or one suffices.
  public let quantifier: Quantifier

  /// Makes a test.
  public init(
    name: String, claim: String?, source: String?, statement: Bilingual, left: Side,
    relation: Relation, right: Side, tolerance: Double, months: MonthRange, quantifier: Quantifier
  ) {
    self.name = name
    self.claim = claim
    self.source = source
    self.statement = statement
    self.left = left
    self.relation = relation
    self.right = right
    self.tolerance = tolerance
    self.months = months
    self.quantifier = quantifier
  }
}

/// A question that is answered by switching levers off.
public struct Question: Hashable, Sendable {
  /// A figure of the answer.
  public struct Figure: Hashable, Sendable {
    /// What is measured.
    public let measure: Measure
    /// Of what.
    public let subject: Subject
    /// In which month.
    public let month: Int

    /// Makes a figure.
    public init(measure: Measure, subject: Subject, month: Int) {
      self.measure = measure
      self.subject = subject
      self.month = month
    }
  }

  /// The claim that asks it, such as `Q1`.
  public let claim: String
  /// What is asked, for people.
  public let title: Bilingual
  /// Indices of the levers whose effect is asked.
  public let without: [Int]
  /// What is shown.
  public let figures: [Figure]

  /// Makes a question.
  public init(claim: String, title: Bilingual, without: [Int], figures: [Figure]) {
    self.claim = claim
    self.title = title
    self.without = without
    self.figures = figures
  }
}
