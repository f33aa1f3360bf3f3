public import Caseload
public import Probability

/// Builds small worlds without a file; every number has a path as a file would give it.
public struct WorldBuilder {
  /// Claims of numbers, by path; all others are assumptions.
  public var claims: [String: [String]]
  /// First month.
  public var start = YearMonth(year: 2025, month: 9)
  /// Number of months.
  public var months: Int
  /// Streams so far.
  public var streams: [Stream] = []
  /// Groups so far.
  public var groups: [Group] = []
  /// Pools so far.
  public var pools: [Pool] = []
  /// Flows so far.
  public var flows: [Flow] = []
  /// Penalties so far.
  public var penalties: [Penalty] = []
  /// Levers so far.
  public var levers: [Lever] = []
  /// Correlations so far.
  public var correlations: [Correlation] = []
  /// Questions so far.
  public var questions: [Question] = []
  /// Tests so far.
  public var tests: [Test] = []
  /// Published figures so far.
  public var published: [PublishedFigure] = []
  /// Sources so far.
  public var sources: [Source] = []

  /// Starts with nothing.
  public init(claims: [String: [String]] = [:], months: Int = 24) {
    self.claims = claims
    self.months = months
  }

  /// A number with a law.
  public func number(_ path: String, _ law: Law, _ unit: Unit = .share) -> Number {
    Number(path: path, law: law, unit: unit, basis: basis(of: path))
  }

  /// A number that is known.
  public func number(_ path: String, _ value: Double, _ unit: Unit = .share) -> Number {
    number(path, .fixed(value), unit)
  }

  /// A list of numbers.
  public func series(_ path: String, _ values: [Double], _ unit: Unit = .share) -> Series {
    Series(path: path, values: values, unit: unit, basis: basis(of: path))
  }

  private func basis(of path: String) -> [Basis] {
    claims[path].map { $0.map(Basis.claim) } ?? [.assumption("made up for a test")]
  }

  /// A title that is the name in both languages.
  public static func title(_ name: String) -> Bilingual { Bilingual(nl: name, en: name) }

  /// The clock.
  public var calendar: Calendar { Calendar(start: start, months: months) }

  /// The world as it has been built so far.
  public var world: World {
    World(
      name: "test", title: Self.title("test"), description: Self.title("test"), calendar: calendar,
      sources: sources, streams: streams, groups: groups, pools: pools, flows: flows,
      penalties: penalties, levers: levers, correlations: correlations, questions: questions,
      tests: tests, published: published, runs: 100, seed: 1)
  }
}
