public import Caseload
public import JSONText

/// One thing that is wrong with a scenario, and where.
public struct Fault: Error, Hashable, Sendable {
  /// Where it stands; the whole argument when it was given on the command line.
  public let place: Place
  /// Where it stands in the document, names joined by dots; empty for the whole.
  public let path: String
  /// What is wrong.
  public let fact: Fact

  init(_ place: Place, _ path: String, _ fact: Fact) {
    self.place = place
    self.path = path
    self.fact = fact
  }
}

/// What was found in a place.
public enum Found: Hashable, Sendable {
  /// A number, string, truth value or null, as JSON.
  case written(String)
  /// An array, with the number of its elements.
  case array(count: Int)
  case object
  /// A distribution where a fixed number must stand.
  case distribution

  init(_ node: Node) {
    switch node.content {
    case .array(let elements): self = .array(count: elements.count)
    case .object: self = .object
    case .string(let string):
      let shown = string.count > 60 ? String(string.prefix(57)) + "…" : string
      self = .written(JSON.string(shown).text(.compact))
    default: self = .written(node.json.text(.compact))
    }
  }
}

/// What should have stood in a place.
public enum Expectation: Hashable, Sendable {
  case object
  case array(count: ClosedRange<Int>)
  case text
  case boolean
  case name(allowsCapitals: Bool)
  case number(Domain)
  /// A number, a distribution, or either with a unit and a basis.
  case quantity(Domain)
  /// A fixed number, bare or with a unit and a basis.
  case constant(Domain)
  /// A list of so many fixed numbers.
  case series(Domain, count: ClosedRange<Int>)
  case integer(ClosedRange<Int>)
  case wholeAbove(Int)
  case claim
  case reference(Kind)
  case day
  case dayAfter(Day)
  case yearMonth
  case month
  /// A month of the horizon, up to this one, after `from` where that is given.
  case horizon(first: YearMonth, last: YearMonth)
  /// A month before the first one of the horizon.
  case monthBefore(YearMonth)
  case publicationDate
  case words([String])
  case basis
  case unit(Unit)
  /// Numbers with these names.
  case tuple([String])
  /// Numbers with these names, none smaller than the one before, the last larger than the first.
  case ascending([String])
  case pairs(String, String)
  /// Probabilities that rise from 0 to 1 with values that do not fall.
  case quantileFunction
  /// Bounds that leave something of the distribution.
  case truncation
  case either([Expectation])
}

/// What is wrong.
public enum Fact: Hashable, Sendable {
  /// The text is not JSON.
  case syntax(SyntaxFault.Reason)
  /// There is no such file; `nearest` is a scenario's name within two edits.
  case noSuchFile(String, nearest: String?)
  /// The file is there but cannot be read.
  case unreadable(String)
  /// A file extends itself, by way of these.
  case cyclicExtends([String])
  /// A required key is absent.
  case missing(Expectation)
  /// None of these sets of keys is there.
  case noneOf([[String]])
  /// Keys stand together that exclude each other.
  case exclusive([String])
  /// A key nobody reads; `nearest` is a known key within two edits.
  case unknownKey(nearest: String?)
  /// A value of the wrong kind, form or size.
  case unfit(Found, Expectation)
  /// A word that does not stand here; `nearest` is one of `words` within two edits.
  case unknownWord(String, words: [String], nearest: String)
  /// A name that something of the same kind has already.
  case duplicate(String, first: Place)
  /// A name that means something else here.
  case reserved(String)
  /// A name that nothing has; `nearest` is an existing one within two edits.
  case unknown(Kind, String, nearest: String?)
  /// Shares that do not sum to one.
  case sumNotOne(Double)
  /// Factors whose mean is not one.
  case meanNotOne(Double)
  /// A number without a basis.
  case noBasis
  /// A distribution of which nothing lies in the place's range.
  case support(low: Double, high: Double, Domain)
  /// Correlations that no numbers can have together.
  case notPositiveDefinite
  /// A number that runs do not draw.
  case notUncertain(String)
  /// Something is named twice in a list.
  case repeated(String)
  /// Two correlations of the same pair.
  case pairRepeated(first: Place)
  /// A stream without what the inflow correlation joins.
  case noInflowNoise(String)
  /// An effect on a case quantity without `applies`.
  case appliesMissing(String)
  /// An effect with `applies` on a quantity that is not of a case.
  case appliesNeedless(String)
  /// An effect on quantities of a case and on others.
  case mixedKinds(ofCase: String, other: String)
  /// An effect that sets or adds to quantities of different units.
  case mixedUnits(Unit, Unit)
  /// A quantity that the stream or pool does not have.
  case absentQuantity(String)
  /// A pattern that no quantity's path has.
  case matchesNothing(String)
  /// A stream of the pool that the allocation leaves out.
  case notServed(stream: String)
  /// A stream of another pool.
  case foreignStream(String, pool: String)
  /// Allocation shares that are all nought.
  case allNought
  /// More numbers of recent hires than months of learning.
  case moreHiresThanLearning(hires: Int, learning: Int)
  /// Recent hires that are more than all staff.
  case moreHiresThanStaff(hires: Double, staff: Double)
  /// A surge that differs from its namesake.
  case differentSurge(String, other: String)
  /// A measure that such a subject does not have; `subject` is empty for the whole.
  case noSuchMeasure(String, subject: String)
  /// A published figure of the same measure, stream and month as another.
  case publishedTwice(first: Place)
  /// A removal of what is not there.
  case nothingToRemove(nearest: String?)
  /// An argument of a form that an override does not have.
  case badOverride(String)
  /// A path of an override that does not exist.
  case noSuchPath(nearest: String?)
}

/// Everything that is wrong with a scenario, at least one thing.
public struct Faults: Error, Hashable, Sendable {
  /// In the order of the files and places.
  public let all: [Fault]

  /// Collects faults, at least one.
  public init(_ all: [Fault]) { self.all = all }

  /// Whether the file that was asked for does not exist, as against being wrong.
  public var isMissingInput: Bool {
    all.contains { fault in
      if case .noSuchFile = fault.fact { fault.path.isEmpty } else { false }
    }
  }

  /// One line a fault: file, line, column, path, what was found, what was expected.
  public func rendered(in language: Language) -> String {
    all.map { $0.rendered(in: language) }.joined(separator: "\n")
  }
}
