public import Probability

/// A text in the two languages of the product.
public struct Bilingual: Hashable, Sendable {
  /// Dutch.
  public let nl: String
  /// English.
  public let en: String

  /// Makes a text from its two versions.
  public init(nl: String, en: String) {
    self.nl = nl
    self.en = en
  }

  /// Makes a text of a name in paths and files, for what has no title: `further-interview` becomes "further interview".
  public init(name: String) {
    let words = String(name.map { $0 == "-" ? " " : $0 })
    self.init(nl: words, en: words)
  }
}

/// What a number rests on.
public enum Basis: Hashable, Sendable {
  /// A claim of the letter, such as `C08`.
  case claim(String)
  /// A published figure: the identifier of a source, and what was read there.
  case source(id: String, quote: String)
  /// A choice of the modeller, with the reason for it.
  case assumption(String)

  /// The word for the kind of basis in files: `claim`, `source` or `assumption`.
  public var kind: String {
    switch self {
    case .claim: "claim"
    case .source: "source"
    case .assumption: "assumption"
    }
  }
}

/// The unit in which a number counts.
public enum Unit: String, Hashable, Sendable, CaseIterable {
  case cases
  case casesPerMonth = "cases/month"
  case hours
  case hoursPerMonth = "hours/month"
  case months
  case share
  case sharePerMonth = "share/month"
  case relativePerYear = "relative/year"
  case fullTimeEquivalents = "fte"
  case fullTimeEquivalentsPerMonth = "fte/month"
  case euro
  case euroPerMonth = "euro/month"
  case events = "events/month"
  case factor
}

/// A number of a scenario: its place, its value or distribution, its unit and its basis.
public struct Number: Hashable, Sendable {
  /// Where it stands in the document, for example `streams.nareis.inflow.level`.
  public let path: String
  /// A fixed value or a distribution.
  public let law: Law
  /// The unit that its place has.
  public let unit: Unit
  /// What it rests on; never empty in a scenario that was read from a file.
  public let basis: [Basis]

  /// Makes a number.
  public init(path: String, law: Law, unit: Unit, basis: [Basis]) {
    self.path = path
    self.law = law
    self.unit = unit
    self.basis = basis
  }

  /// Whether runs draw it; a fixed number is the same in every run.
  public var isUncertain: Bool { law.fixedValue == nil }
}

/// A list of fixed numbers that belong together, such as the twelve months of a season.
public struct Series: Hashable, Sendable {
  /// Where it stands in the document.
  public let path: String
  /// The numbers, in order.
  public let values: [Double]
  /// The unit of each.
  public let unit: Unit
  /// What they rest on.
  public let basis: [Basis]

  /// Makes a list.
  public init(path: String, values: [Double], unit: Unit, basis: [Basis]) {
    self.path = path
    self.values = values
    self.unit = unit
    self.basis = basis
  }
}
