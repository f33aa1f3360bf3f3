import Caseload
import CaseloadTesting
import Engine
import Evidence
import Foundation
import Influence
import Probability
import Reporting
import Sensitivity
import Statistics
import Testing

@testable import HTMLReport

/// The page of a study of sensitivity: whole in both languages for every method and question, with the numbers of the study and nothing else.
struct SensitivityPageTests {
  private static let making = Making(
    command: "simulate sensitivity 'a & b.json'", program: "1.0", openBLAS: "0.3 Test",
    scenarioDigest: "abc", letterDigest: "def")
  private static let last = 13

  /// Two pools with nothing in common; of the first three levers, one of which is drawn, two numbers that are drawn together, and a lever without claims.
  private static func world(_ change: (inout WorldBuilder) -> Void = { _ in }) -> World {
    var builder = WorldBuilder(
      claims: [
        "levers.faster.effects.change.multiply": ["C02", "C03"],
        "streams.first.inflow.noise.sd": ["C05"],
      ], months: last + 1)
    builder.stream(
      "first", pool: 0, stock: 300, level: 40, noise: (sd: 0.2, persistence: 0.5),
      noiseLaw: .uniform(low: 0.1, high: 0.3), granted: .uniform(low: 0.4, high: 0.7),
      claims: ["C01", "C09"])
    builder.stream(
      "second", pool: 1, stock: 200, level: 20, noise: (sd: 0.2, persistence: 0.5),
      noiseLaw: .uniform(low: 0.1, high: 0.3))
    builder.pool("one", staff: 2, hires: 0.1)
    builder.pool("two", staff: 2, hires: 0.1)
    builder.lever(
      "faster", on: [.stepHours(stream: 0, step: 0)], size: .uniform(low: 0.6, high: 0.9),
      probability: .fixed(0.7), claims: ["C02"])
    builder.lever(
      "fewer", on: [.inflowLevel(stream: 0)], size: .uniform(low: 0.7, high: 1), from: 3,
      claims: ["C04"])
    builder.lever(
      "more", on: [.inflowLevel(stream: 0)], size: .uniform(low: 1, high: 1.3), from: 6)
    builder.lever(
      "leaner", on: [.hoursPerMonth(pool: 0)], size: .uniform(low: 1, high: 1.1), from: 2,
      claims: ["C06"])
    builder.lever("elsewhere", on: [.stepHours(stream: 1, step: 0)], size: .fixed(0.5))
    builder.correlations = [
      .rank(
        "levers.fewer.effects.change.multiply", "levers.more.effects.change.multiply",
        builder.number("correlations.0.value", 0.5))
    ]
    builder.penalty("late", from: 0, on: .overdue)
    builder.groups = [
      Group(
        name: "all", title: Bilingual(nl: "Alles <samen>", en: "All <together> & more"),
        streams: [0, 1])
    ]
    builder.tests = [
      Test(
        name: "T1-low", claim: "C10", source: nil,
        statement: Bilingual(nl: "Er ligt < 420", en: "Less than 420 wait"),
        left: .path(
          .init(
            sum: [Term(measure: .stock, subject: .stream(0), times: 1)], per: [], rolling: 1,
            reduction: nil, months: nil, without: [])),
        relation: .less, right: .constant(builder.number("tests.T1-low.right", 420, .cases)),
        tolerance: 0, months: MonthRange(from: last, to: last), quantifier: .every)
    ]
    change(&builder)
    return builder.world
  }

  private static let stock: Response = .measure(.stock, .stream(0), month: last)

  /// What can be asked, by name.
  enum Question: String, CaseIterable {
    case usual, months, several, total, share, outcome, group, test, twice
  }

  private static func responses(_ question: Question, in world: World) -> [Response] {
    switch question {
    case .usual: [stock]
    case .months: (0...last).map { .measure(.stock, .stream(0), month: $0) }
    case .several:
      [.measure(.stock, .stream(0), month: last), .measure(.overdueStock, .stream(0), month: 5)]
    case .total: [.total(.penalties, .whole, through: last)]
    case .share: [.measure(.decidedInTerm, .stream(0), month: last)]
    case .outcome: [.outcome(Outcome.all(of: world)[0])]
    case .group: [.measure(.stock, .group(0), month: last)]
    case .test: world.tests.indices.map { .test($0) } + [stock]
    case .twice: [stock, .measure(.stock, .stream(0), month: 3), stock]
    }
  }

  private static func study(
    _ method: SensitivityMethod, _ question: Question = .usual,
    grouping: FactorList.Grouping? = nil, hasPairs: Bool = false, sample: Int = 64,
    confidence: Double = 0.95, _ world: World = world()
  ) throws -> SensitivityPage {
    let (plan, graph) = (try Plan(world), EvidenceGraph(world))
    let result = try SensitivityStudy(
      plan, graph, responses: responses(question, in: world),
      options: SensitivityStudy.Options(
        method: method, sample: sample, confidence: confidence,
        switching: method == .tornado || method == .morris ? .evenly : .asDrawn,
        grouping: grouping, hasPairs: hasPairs),
      seed: 3, threads: 1)()
    return SensitivityPage(result, graph: graph, making: making)
  }

  private static func numbers(_ reading: PageReading, _ language: String) -> [String] {
    reading.links.filter { $0.rests && $0.target.hasPrefix(language) }
      .map { $0.text.filter(\.isNumber) }
  }

  /// What must hold of any page.
  private static func check(_ page: SensitivityPage, _ what: String) {
    for language in Language.allCases {
      let reading = PageReading(page.page(language).html)
      #expect(reading.problems == [], "\(what)")
      func ids(_ prefix: String) -> Set<Substring> {
        Set(reading.ids.filter { $0.hasPrefix("\(prefix)-") }.map { $0.dropFirst(3) })
      }
      #expect(ids("nl") == ids("en"), "\(what)")
      #expect(numbers(reading, "nl") == numbers(reading, "en"), "\(what)")
      let english = reading.texts["en"]?.lowercased() ?? ""
      let dutch = reading.texts["nl"]?.lowercased() ?? ""
      for word in [
        " voorraad", " zaken", " trekkingen", " het ", " een ", " verklaart", " brief", " tot ",
        " van ", " maatregel",
      ] { #expect(!english.contains(word), "\(what): \(word) in English") }
      for word in [
        " stock", " cases", " runs ", " the ", " letter", " overdue", " explains", " by ",
        " lever ",
      ] { #expect(!dutch.contains(word), "\(what): \(word) in Dutch") }
    }
  }

  @Test(arguments: SensitivityMethod.allCases, Question.allCases)
  func `every method has a good page for every question`(
    method: SensitivityMethod, question: Question
  ) throws {
    let page = try Self.study(method, question)
    Self.check(page, "\(method) \(question)")
    let reading = PageReading(page.page(.nl).html)
    #expect(reading.ids.contains("nl-answer-1") && reading.ids.contains("nl-factors-1"))
    #expect(reading.links.count { $0.rests } > 10)
    // The lever's claims lead to the table and the table to them.
    #expect(reading.backs["nl-C02"]?.contains("nl-factors-1") == true)
    #expect(reading.html.contains("<svg"))
  }

  @Test(arguments: SensitivityMethod.allCases, FactorList.Grouping.allCases)
  func `groups have pages too`(method: SensitivityMethod, grouping: FactorList.Grouping) throws {
    let page: SensitivityPage
    do { page = try Self.study(method, .several, grouping: grouping) } catch is FactorList.TornApart
    {
      #expect(grouping != .claim || method != .rank)
      return
    }
    Self.check(page, "\(method) by \(grouping)")
  }

  @Test(arguments: [SensitivityMethod.sobol, .givenData])
  func `pairs are told, or that there are none`(method: SensitivityMethod) throws {
    let page = try Self.study(method, hasPairs: true, sample: 256)
    Self.check(page, "pairs of \(method)")
    let text = try #require(PageReading(page.page(.en).html).texts["en"])
    let isAny = page.result.rows.contains {
      $0.partner != nil && $0.finding.isDistinguishable && $0.finding.estimate.value > 0
    }
    #expect(text.contains("Together they explain more than one by one:") == isAny)
    #expect(text.contains("No pair demonstrably explains more") == !isAny)
  }

  /// The leading number of every factor stands in the table as a link, written with the decimals that its interval is worth.
  @Test(arguments: SensitivityMethod.allCases)
  func `the numbers of the table are those of the study`(method: SensitivityMethod) throws {
    let page = try Self.study(method)
    let reading = PageReading(page.page(.en).html)
    let shown = reading.links.filter { $0.block == "en-factors-1" }.map(\.text)
    let ranked = page.result.ranked(response: 0)
    #expect(ranked.count > 3)
    let largest = abs(ranked[0].finding.estimate.value)
    for row in ranked {
      let estimate = row.finding.estimate
      let isShare = row.index.isShareOfVariance
      let text =
        row.index.isInUnitOfResponse
        ? NumberScale(largest).text(estimate.value, .en, isSigned: row.index != .muStar)
        : IntervalText(estimate, .en, isShare: isShare).value
      #expect(shown.contains(text), "\(page.result.factors[row.factor].name): \(text)")
    }
    // The first factor is named first, with its number and interval, by title and in the picture.
    let statement = try #require(ranked[0].finding.statement(ranked[0].index, .en))
    #expect(
      reading.links.first { $0.block == "en-answer-1" && $0.text == statement.number } != nil)
    let name = page.titles.title(of: page.result.factors[ranked[0].factor]).en
    let text = try #require(reading.texts["en"])
    #expect(text.ranges(of: name).count > 2, "\(name)")
  }

  @Test func `levers' shares are told with the whole and with what they rest on`() throws {
    let page = try Self.study(.shapley)
    let reading = PageReading(page.page(.en).html)
    let shares = try #require(page.result.attribution?.shares[0])
    let whole = IntervalText(
      shares.total(confidence: 0.95), .en, isShare: false, isSigned: true)
    let texts = reading.links.filter { $0.block == "en-answer-1" }.map(\.text)
    #expect(texts.contains("\(whole.value) (\(whole.interval))"))
    let text = try #require(reading.texts["en"])
    #expect(text.contains("rests on an assumption alone"))
    #expect(text.contains("rests on sizes that are assumed and that no source supports"))
    #expect(text.contains("The first three make"))
  }

  @Test func `a series of months has one table of all factors and one over time`() throws {
    let page = try Self.study(.sobol, .months)
    let reading = PageReading(page.page(.en).html)
    #expect(reading.ids.contains("en-time-1"))
    #expect(!reading.ids.contains("en-factors-2"))
    let text = try #require(reading.texts["en"])
    #expect(text.contains("Stock, first, Sep 2025 – Oct 2026"))
    // December, and the end.
    #expect(text.contains("Dec 2025") && !text.contains("Mar 2026"))
    let row = try #require(page.finding(.total, of: 0, response: 3))
    let claims = page.graph.claims(of: row, in: page.result)
    #expect(!claims.isEmpty)
    let twice = PageReading(try Self.study(.sobol, .twice).page(.en).html)
    #expect(twice.ids.contains("en-factors-2") && !twice.ids.contains("en-factors-3"))
  }

  @Test func `what cannot be reached, and what is drawn together, is named`() throws {
    let page = try Self.study(.sobol)
    #expect(!page.result.outOfReach.isEmpty)
    let text = try #require(PageReading(page.page(.en).html).texts["en"])
    for path in page.result.outOfReach {
      #expect(text.contains(page.titles[path].en) && text.contains(path), "\(path)")
    }
    #expect(text.contains("1 times numbers are drawn together") || text.contains("drawn together"))
    let alone = try #require(PageReading(try Self.study(.rank).page(.en).html).texts["en"])
    #expect(!alone.contains("drawn together"))
  }

  @Test func `where nothing can make a difference the page says so`() throws {
    var builder = WorldBuilder(months: 3)
    builder.stream("only", stock: 10)
    builder.pool("desk", staff: 1)
    for method in SensitivityMethod.allCases where method != .sobol {
      let page = try Self.study(method, .outcome, builder.world)
      Self.check(page, "\(method)")
      let reading = PageReading(page.page(.en).html)
      let text = try #require(reading.texts["en"])
      #expect(text.contains("nothing makes a difference"))
      #expect(!reading.ids.contains("en-factors"))
    }
  }

  @Test(arguments: SensitivityMethod.allCases)
  func `what exists in no run has a page that says so`(method: SensitivityMethod) throws {
    let world = Self.world()
    let never = try #require(
      Outcome.all(of: world).first {
        $0.kind == .monthsUntilStockHalved && $0.subject == .stream(0)
      })
    let (plan, graph) = (try Plan(world), EvidenceGraph(world))
    let study = try SensitivityStudy(
      plan, graph, responses: [.outcome(never), Self.stock],
      options: SensitivityStudy.Options(method: method, sample: 64, switching: .evenly), seed: 3,
      threads: 1)
    let result = try? study()
    guard let result else { return }
    Self.check(SensitivityPage(result, graph: graph, making: Self.making), "\(method)")
  }

  @Test func `runs that were read are not said to be made`() throws {
    let world = Self.world()
    let (plan, graph) = (try Plan(world), EvidenceGraph(world))
    let study = try SensitivityStudy(
      plan, graph, responses: [Self.stock],
      options: SensitivityStudy.Options(method: .rank, sample: 64, switching: .asDrawn), seed: 3,
      threads: 1)
    let columns = study.inputs.indices.map { column in
      (0..<64).map { Double(($0 * (2 * column + 3)) % 61) }
    }
    let response = (0..<64).map { run in columns[0][run] + 0.1 * columns[1][run] }
    let result = try study(GivenData(inputs: columns, responses: [response]))
    let page = SensitivityPage(result, graph: graph, making: Self.making)
    Self.check(page, "read")
    let text = try #require(PageReading(page.page(.en).html).texts["en"])
    #expect(text.contains("64 runs, read from a report"))
    #expect(text.contains("nothing was simulated anew"))
  }

  @Test func `names are no markup, and the command can be repeated`() throws {
    let html = try Self.study(.tornado, .group).page(.nl).html
    #expect(html.contains("All &lt;together&gt; &amp; more"))
    #expect(!html.contains("<together>") && !html.contains("&amp;amp;"))
    #expect(html.contains("simulate sensitivity &#39;a &amp; b.json&#39;"))
    for wrong in ["src=", "@import", "url(", "<link", "<iframe", "fetch("] {
      #expect(!html.contains(wrong), "\(wrong)")
    }
  }

  @Test func `a study of many factors and results stays small`() throws {
    let world = Self.world { builder in
      for stream in 0..<60 {
        builder.stream(
          "extra\(stream)", pool: 0, stock: 5, level: 1, granted: .uniform(low: 0.1, high: 0.9))
      }
      for index in builder.streams.indices.dropFirst(2) {
        builder.flow("flow\(index)", from: index, on: .outcome(0), to: 0)
      }
    }
    let page = try Self.study(.tornado, .twice, sample: 2, world)
    #expect(page.result.factors.count > 60)
    let html = page.page(.nl).html
    #expect(html.utf8.count < 1_000_000)
    let reading = PageReading(html)
    #expect(reading.problems == [])
    let text = try #require(reading.texts["en"])
    #expect(text.contains("with less influence"))
  }
}
