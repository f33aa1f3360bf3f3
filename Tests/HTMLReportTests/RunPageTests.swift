import Caseload
import CaseloadTesting
import Engine
import Evidence
import Influence
import Probability
import Testing

@testable import HTMLReport

/// The page of a run: whole in both languages, every number led back to the letter and the letter to the numbers.
struct RunPageTests {
  private static let making = Making(
    command: "simulate 'a & b.json'", program: "1.0", openBLAS: "0.3 Test", scenarioDigest: "abc",
    letterDigest: "def")

  private func world() -> World {
    var builder = WorldBuilder(months: 28)
    builder.stream(
      "first", stock: 1000, level: 90, noise: (sd: 0.2, persistence: 0.5),
      granted: .uniform(low: 0.4, high: 0.7), claims: ["C01", "C09"])
    builder.stream("second", pool: 1, stock: 700)
    builder.pool("desk", staff: 10)
    builder.pool("hall", staff: 10)
    builder.flow("follow", from: 0, on: .outcome(0), to: 1)
    builder.lever("faster", on: [.stepHours(stream: 0, step: 0)], from: 6)
    builder.lever("leaner", on: [.stepHours(stream: 0, step: 0)], from: 6, probability: .fixed(0.5))
    builder.groups = [
      Group(
        name: "all", title: Bilingual(nl: "Alles <samen>", en: "All <together> & more"),
        streams: [0, 1])
    ]
    builder.questions = [
      Question(
        claim: "Q1", title: Bilingual(nl: "Wat verandert het?", en: "What does it change?"),
        without: [0, 1],
        figures: [3, 15, 27].map { .init(measure: .stock, subject: .stream(0), month: $0) }
          + [.init(measure: .staffToKeepUp, subject: .pool(0), month: 27)]
          + [.init(measure: .decidedInTerm, subject: .stream(0), month: 27)])
    ]
    return builder.world
  }

  private func page(isCentral: Bool = false, _ world: World? = nil) throws -> RunPage {
    let plan = try Plan(world ?? self.world())
    let result = try Simulation(
      plan, Assignment(runs: 64, seed: 3, threads: 1, isCentral: isCentral))()
    return RunPage(
      result, graph: EvidenceGraph(plan.world), explanation: nil, making: RunPageTests.making)
  }

  @Test(arguments: [Language.nl, .en], [false, true])
  func `every link leads somewhere, every number to the letter, and the letter back`(
    language: Language, isCentral: Bool
  ) throws {
    let reading = PageReading(try page(isCentral: isCentral).page(language).html)
    #expect(reading.problems == [])
    #expect(reading.links.count { $0.rests } > 40)
    // Whatever rests on anything in this world rests on what its stream rests on.
    #expect(reading.backs["nl-C01"]?.contains("nl-fig-stock.first") == true)
    #expect(reading.backs["en-C09"]?.contains("en-stock-table") == true)
  }

  @Test func `both editions are whole and say the same numbers, each in its own way`() throws {
    let reading = PageReading(try page().page(.nl).html)
    let dutch = reading.ids.filter { $0.hasPrefix("nl-") }.map { $0.dropFirst(3) }
    let english = reading.ids.filter { $0.hasPrefix("en-") }.map { $0.dropFirst(3) }
    #expect(Set(dutch) == Set(english))
    #expect(dutch.count > 100)
    let numbers = { (language: String) in
      reading.links.filter { $0.rests && $0.target.hasPrefix(language) }.map { link in
        link.text.filter(\.isNumber)
      }
    }
    #expect(numbers("nl") == numbers("en"))
  }

  @Test func `no words of the one language stand in the edition of the other`() throws {
    let texts = PageReading(try page().page(.en).html).texts
    let english = try #require(texts["en"]?.lowercased())
    let dutch = try #require(texts["nl"]?.lowercased())
    for word in [" voorraad", " zaken", " trekkingen", " het ", " een ", " doorrekening", " brief"]
    {
      #expect(!english.contains(word), "\(word) in English")
      #expect(dutch.contains(word), "\(word) not in Dutch")
    }
    for word in [" stock", " cases", " runs", " the ", " a ", " letter", " overdue"] {
      #expect(!dutch.contains(word), "\(word) in Dutch")
    }
  }

  @Test func `the numbers of the answer are those of the study`() throws {
    let page = try page()
    let reading = PageReading(page.page(.en).html)
    let answer = try #require(page.result.answers.first)
    let shown = Set(reading.links.filter { $0.block == "en-answer-Q1-table" }.map(\.text))
    for figure in answer.figures where figure.figure.measure == .stock {
      #expect(shown.contains(Language.en.format(figure.mean)))
      #expect(shown.contains(Language.en.format(figure.meanWithout)))
    }
    let first = answer.figures[1]
    #expect(
      reading.texts["en"]?.contains("In nine runs out of ten the difference lies between") == true)
    #expect(
      reading.links.contains {
        $0.block == "en-answer-Q1" && $0.text == Language.en.format(first.mean)
      })
  }

  @Test func `names are no markup`() throws {
    let html = try page().page(.nl).html
    #expect(html.contains("All &lt;together&gt; &amp; more"))
    #expect(!html.contains("<together>"))
    #expect(html.contains("simulate &#39;a &amp; b.json&#39;") || html.contains("a &amp; b.json"))
  }

  @Test func `the page needs nothing from elsewhere`() throws {
    let html = try page().page(.nl).html
    for wrong in ["src=", "@import", "url(", "<link", "<iframe", "fetch("] {
      #expect(!html.contains(wrong), "\(wrong)")
    }
  }

  @Test func `a world that asks nothing has a page too`() throws {
    var builder = WorldBuilder(months: 3)
    builder.stream("only", stock: 10)
    builder.pool("desk", staff: 1)
    let reading = PageReading(try page(builder.world).page(.nl).html)
    #expect(reading.problems == [])
    #expect(!reading.ids.contains("nl-answers"))
  }
}
