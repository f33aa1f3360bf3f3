import Caseload
import Engine
import Evidence
import Foundation
import Probability
import Scenario
import Testing

/// The repository's `Scenarios`, found from this file.
private let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().path

private let names: [String] =
  ((try? FileManager.default.contentsOfDirectory(atPath: "\(repository)/Scenarios")) ?? [])
  .filter { $0.hasSuffix(".json") }.sorted()

/// Scenarios of the tests, with every kind of number.
private let references = ["everything.json", "extended.json", "small.json"]

private func world(_ name: String, _ overrides: Override...) throws -> World {
  let reader = ScenarioReader(
    library: Library(directory: repository), knownClaims: Set(Claim.all.map(\.id)))
  let folder = references.contains(name) ? "Tests/Reference" : "Scenarios"
  return try reader.read("\(folder)/\(name)", overrides: overrides).world
}

@Suite struct `The scenarios that are shipped` {
  @Test func `there are the two of the letter and those that users ask for`() {
    let expected = [
      "automation-only", "bills-without-pact", "budget-cliff", "history2024", "inflow-surge",
      "letter2025", "pact-newest-first", "pact2026", "ukraine-2027",
    ]
    #expect(names == expected.map { "\($0).json" })
  }

  @Test(arguments: names)
  func `each reads without a fault, and every claim and source it names exists`(
    name: String
  ) throws {
    let world = try world(name)
    #expect(Coverage.unknownClaims(in: world).isEmpty)
    #expect(Coverage.unknownSources(in: world).isEmpty)
  }

  @Test(arguments: names + references)
  func `every number has a title of its own for people in both languages`(name: String) throws {
    let world = try world(name)
    let titles = NumberTitles(world)
    let paths = world.inventory.map(\.path)
    for language in Language.allCases {
      let texts = paths.map { titles[$0][language] }
      #expect(Set(texts).count == texts.count)
      for (path, text) in zip(paths, texts) {
        #expect(text.count <= 90, "\(path): \(text)")
        // Keys and paths have a dot, a capital or an underscore within a word.
        #expect(!text.contains(/[A-Za-z][._][A-Za-z]|[a-z][A-Z]/), "\(path): \(text)")
      }
    }
  }

  /// Names in files are joined by hyphens; for people only these words are.
  @Test func `no title has a name of the file in it`() throws {
    var joined: Set<String> = []
    for name in names + references {
      let world = try world(name)
      let titles = NumberTitles(world)
      for entry in world.inventory {
        for language in Language.allCases {
          for found in titles[entry.path][language].matches(of: /[A-Za-z]+(-[A-Za-z]+)+/) {
            joined.insert(String(found.output.0))
          }
        }
      }
    }
    let words: Set = [
      "data-driven", "data-gedreven", "family-migration", "family-tie", "IV-landschap",
      "late-decision", "straight-through", "Two-status",
    ]
    #expect(joined == words)
  }

  /// In the scenarios of the repository every word is there in both languages: only what is called the same by both may read the same.
  @Test(arguments: names) func `Dutch and English titles differ`(name: String) throws {
    let world = try world(name)
    let titles = NumberTitles(world)
    for entry in world.inventory {
      let title = titles[entry.path]
      #expect(title.nl != title.en, "\(entry.path): \(title.nl)")
    }
    let same = world.streams.flatMap { stream in
      stream.steps.map(\.title) + stream.outcomes.map(\.title)
    }.filter { $0.nl == $0.en }
    #expect(same.isEmpty)
    #expect(world.levers.allSatisfy { $0.effects.allSatisfy { $0.title != nil } })
  }

  @Test func `every claim but the context is used by something`() throws {
    #expect(Coverage.unusedClaims(in: try names.map { try world($0) }).isEmpty)
  }

  @Test func `nothing rests on what was published after the letter`() throws {
    for name in names {
      for source in try world(name).sources { #expect(source.date.prefix(10) <= "2025-09-05") }
    }
  }

  /// So that a figure cannot be mistyped, and can be found again in its source.
  @Test(arguments: ["letter2025.json", "pact2026.json", "history2024.json"])
  func `a published figure stands in its own quote, and its source is not older than its month`(
    name: String
  ) throws {
    let world = try world(name)
    #expect(world.published.count >= 15)
    for figure in world.published {
      let source = try #require(world.sources.first { $0.id == figure.source })
      #expect(source.date.prefix(7) >= figure.month.description, "\(figure.name)")
      // Thousands have no separator where numbers stand in a sentence; dates and parentheses end them.
      let numbers = figure.quote.split { !$0.isNumber }.compactMap { Double($0) }
      if figure.quote.hasPrefix("sum of the page: ") {
        let addends = figure.quote.split(separator: ",").map { part in
          part.split { !$0.isNumber }.compactMap { Double($0) }.max { $0 < $1 } ?? 0
        }
        #expect(addends.reduce(0, +) == figure.value, "\(figure.name)")
      } else {
        #expect(numbers.contains(figure.value), "\(figure.name): \(figure.quote)")
      }
    }
  }

  /// The two scenarios give the same figures, one as what came before and one as what to reproduce.
  @Test func `published figures agree with the tests of the months before the letter`() throws {
    let (letter, history) = (try world("letter2025.json"), try world("history2024.json"))
    var compared = 0
    for test in history.tests {
      guard case .path(let left) = test.left, left.sum.count == 1, left.per.isEmpty,
        case .constant(let right) = test.right, test.months.from == test.months.to
      else { continue }
      let month = history.calendar.month(test.months.from)
      for figure in letter.published
      where figure.measure == left.sum[0].measure && figure.month == month
        && letter.label(of: figure.subject) == history.label(of: left.sum[0].subject)
      {
        compared += 1
        #expect(right.law == .fixed(figure.value), "\(test.name), \(figure.name)")
      }
    }
    #expect(compared == 8)
    // What lies within the earlier horizon is a test there, and no figure.
    #expect(history.published.allSatisfy { $0.month < history.calendar.start })
  }

  @Test(arguments: ["pact2026.json", "history2024.json"])
  func `published figures change no bit of any result`(name: String) throws {
    let with = try world(name)
    let without = try world(name, Override(setting: "published=null"))
    #expect(!with.published.isEmpty && without.published.isEmpty)
    let job = Assignment(runs: 40, seed: 5, threads: 1)
    let (one, other) = (try Simulation(Plan(with), job)(), try Simulation(Plan(without), job)())
    func bits(_ result: StudyResult) -> [UInt64] {
      (result.initialStock + result.batchMeans
        + result.cells.flatMap { [$0.mean, $0.sd, $0.standardError] + $0.quantiles })
        .map { $0.isNaN ? .max : $0.bitPattern }
    }
    #expect(bits(one) == bits(other))
    #expect(one.tests.map(\.holding) == other.tests.map(\.holding))
  }

  @Test func `the letter's own world has every lever off`() throws {
    #expect(try world("letter2025.json").levers.allSatisfy { !$0.isEnabled })
  }

  @Test(arguments: names)
  func `every monthly result of every scenario carries a claim of the letter`(
    name: String
  ) throws {
    let world = try world(name)
    let graph = EvidenceGraph(world)
    for subject in world.subjects {
      for measure in world.measures(of: subject) {
        for month in 0..<world.calendar.months {
          let claims = graph.claims(of: measure, subject: subject, month: month)
          #expect(
            !claims.isEmpty, "\(measure.rawValue) of \(world.label(of: subject)), month \(month)")
          if claims.isEmpty { return }
        }
      }
    }
  }

  /// The months before the letter, with levers off, against the figures published for them.
  ///
  /// Bounds stand in the statements of `Scenarios/history2024.json`; the expected path has no chance in it, so this cannot flake.
  @Test func `the expected path of the months before the letter reproduces the published figures`()
    throws
  {
    let world = try world("history2024.json")
    let job = Assignment(runs: 1, seed: world.seed, threads: 1, isCentral: true)
    let result = try Simulation(Plan(world), job)()
    let figures = result.tests.filter { $0.test.source != nil }
    #expect(figures.count >= 20)
    for figure in figures { #expect(figure.share == 1, "\(figure.test.name)") }
  }

  @Test(arguments: names)
  func `no quantity of the expected path runs into its limits`(name: String) throws {
    let world = try world(name)
    let job = Assignment(runs: 1, seed: world.seed, threads: 1, isCentral: true)
    #expect(try Simulation(Plan(world), job)().clippings.isEmpty)
  }
}
