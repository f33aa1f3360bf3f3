/// A publication that numbers refer to.
public struct Source: Hashable, Sendable {
  /// Identifier within the scenario.
  public let id: String
  /// Title as published.
  public let title: String
  /// Who published it.
  public let publisher: String
  /// When, as `2025`, `2025-06` or `2025-06-30`.
  public let date: String
  /// Where it can be read; empty when it has no address.
  public let url: String

  /// Makes a reference.
  public init(id: String, title: String, publisher: String, date: String, url: String) {
    self.id = id
    self.title = title
    self.publisher = publisher
    self.date = date
    self.url = url
  }
}

/// Dependence that the scenario asks for.
public enum Correlation: Hashable, Sendable {
  /// Spearman's rank correlation of two uncertain numbers, by path.
  case rank(String, String, Number)
  /// Correlation of the monthly innovations of the inflow of two streams, by index.
  case inflow(Int, Int, Number)
}

/// A whole scenario, validated: indices point into its arrays and every number lies in its range.
public struct World: Hashable, Sendable {
  /// Name of the scenario.
  public let name: String
  /// Title for people.
  public let title: Bilingual
  /// What it supposes, for people.
  public let description: Bilingual
  /// The clock.
  public let calendar: Calendar
  /// Publications referred to.
  public let sources: [Source]
  /// Kinds of cases.
  public let streams: [Stream]
  /// Streams reported together.
  public let groups: [Group]
  /// Staff.
  public let pools: [Pool]
  /// Consequences.
  public let flows: [Flow]
  /// Costs.
  public let penalties: [Penalty]
  /// Changes.
  public var levers: [Lever]
  /// Dependence.
  public let correlations: [Correlation]
  /// What is asked of it.
  public let questions: [Question]
  /// What it is held against.
  public let tests: [Test]
  /// What was published for months before the start, in the order of the file; no run uses it.
  public let published: [PublishedFigure]
  /// Runs unless the user asks for another number.
  public let runs: Int
  /// Seed unless the user asks for another one.
  public let seed: UInt64

  /// Makes a world from validated parts.
  public init(
    name: String, title: Bilingual, description: Bilingual, calendar: Calendar, sources: [Source],
    streams: [Stream], groups: [Group], pools: [Pool], flows: [Flow], penalties: [Penalty],
    levers: [Lever], correlations: [Correlation], questions: [Question], tests: [Test],
    published: [PublishedFigure], runs: Int, seed: UInt64
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.calendar = calendar
    self.sources = sources
    self.streams = streams
    self.groups = groups
    self.pools = pools
    self.flows = flows
    self.penalties = penalties
    self.levers = levers
    self.correlations = correlations
    self.questions = questions
    self.tests = tests
    self.published = published
    self.runs = runs
    self.seed = seed
  }

  /// The subjects that have monthly measures, in the order of the report: streams, groups, pools, the whole.
  public var subjects: [Subject] {
    streams.indices.map(Subject.stream) + groups.indices.map(Subject.group)
      + pools.indices.map(Subject.pool) + [.whole]
  }

  /// The measures of a subject, in the order of the report.
  public func measures(of subject: Subject) -> [Measure] {
    switch subject {
    case .stream, .group: Measure.ofStream
    case .pool: Measure.ofPool
    case .whole: Measure.ofWhole
    }
  }

  /// How a subject is written in the column `stream`: `asylum`, `pool:asylum`, or nothing for the whole.
  public func label(of subject: Subject) -> String {
    switch subject {
    case .stream(let index): streams[index].name
    case .group(let index): groups[index].name
    case .pool(let index): "pool:\(pools[index].name)"
    case .whole: ""
    }
  }

  /// The subject of a label; nil when there is none of that name.
  public func subject(labelled label: String) -> Subject? {
    subjects.first { self.label(of: $0) == label }
  }

  /// Name of a subject for people.
  public func title(of subject: Subject) -> Bilingual {
    switch subject {
    case .stream(let index): streams[index].title
    case .group(let index): groups[index].title
    case .pool(let index): pools[index].title
    case .whole: Bilingual(nl: "geheel", en: "whole")
    }
  }

  /// Streams whose cases count for a subject, by index; those of its pool for a pool.
  public func streams(of subject: Subject) -> [Int] {
    switch subject {
    case .stream(let index): [index]
    case .group(let index): groups[index].streams
    case .pool(let index): streams.indices.filter { streams[$0].pool == index }
    case .whole: Array(streams.indices)
    }
  }
}
