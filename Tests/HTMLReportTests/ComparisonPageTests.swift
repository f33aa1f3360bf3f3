import Caseload
import Comparison
import FileTesting
import Foundation
import Statistics
import Testing

@testable import HTMLReport

/// The page of a comparison: whole in both languages, with evidence both ways, whatever the files hold.
struct ComparisonPageTests {
  private let reports: ComparedReports

  init() throws { reports = try ComparedReports() }

  /// The text of an edition, with one blank between words.
  private func text(_ reading: PageReading, _ language: String) throws -> String {
    try #require(reading.texts[language]).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
  }

  private func html(_ paths: [String], _ language: Language = .nl) throws -> String {
    let comparison = try ReportComparison(paths)
    return ComparisonPage(comparison, command: "simulate compare 'a & b' <c>", program: "1.0")
      .page(language).html
  }

  /// A report and a variant of it; 1792 runs are enough for months to be paired batch by batch.
  private func usual(runs: Int = 128) throws -> [String] {
    [
      try reports.report("base", runs: runs),
      try reports.report("more", ComparedReports.variant, runs: runs),
    ]
  }

  @Test func `every link leads somewhere, every number to the letter, and the letter back`() throws
  {
    let paths = try usual()
    for language in Language.allCases {
      let reading = PageReading(try html(paths, language))
      #expect(reading.problems == [])
      #expect(reading.links.count { $0.rests } > 200)
      for language in ["nl", "en"] {
        // The inflow rests on C02 where it was changed, the new lever on C17, the stream on C01.
        #expect(
          reading.backs["\(language)-C02"]?.contains("\(language)-changed-number-1") == true)
        #expect(reading.backs["\(language)-C17"]?.contains("\(language)-changed-1") == true)
        for block in ["stock_end-1", "fig-difference-1-1", "months-stock-1", "short-1"] {
          #expect(
            reading.backs["\(language)-C01"]?.contains("\(language)-\(block)") == true, "\(block)")
        }
        #expect(
          reading.backs["\(language)-C09"]?.contains("\(language)-verdict-tests-stock-falls-1")
            == true)
      }
    }
  }

  @Test func `both editions are whole and say the same numbers, each in its own way`() throws {
    let reading = PageReading(try html(try usual()))
    let dutch = reading.ids.filter { $0.hasPrefix("nl-") }.map { $0.dropFirst(3) }
    let english = reading.ids.filter { $0.hasPrefix("en-") }.map { $0.dropFirst(3) }
    #expect(Set(dutch) == Set(english))
    #expect(dutch.count > 100)
    func numbers(_ language: String) -> [String] {
      reading.links.filter { $0.rests && $0.target.hasPrefix(language) }.map { link in
        link.text.filter(\.isNumber)
      }
    }
    #expect(numbers("nl") == numbers("en"))
    #expect(numbers("nl").count { !$0.isEmpty } > 150)
  }

  @Test func `no words of the one language stand in the edition of the other`() throws {
    let paths = try usual()
    let unpaired = [paths[0], try reports.report("seed", ComparedReports.variant, seed: 8)]
    for paths in [paths, unpaired] {
      let texts = PageReading(try html(paths, .en)).texts
      let english = try #require(texts["en"]?.lowercased())
      let dutch = try #require(texts["nl"]?.lowercased())
      for word in [
        " voorraad", " zaken", " het ", " een ", " doorrekening", " brief", " geen ", " niet ",
        " alleen ", " toets",
      ] {
        #expect(!english.contains(word), "\(word) in English")
        #expect(dutch.contains(word), "\(word) not in Dutch")
      }
      for word in [
        " stock ", " cases", " the ", " overdue", " not ", " only ", " instead", " runs ", " and ",
      ] {
        #expect(!dutch.contains(word), "\(word) in Dutch")
      }
      for word in [" stock", " cases", " the ", " letter", " overdue", " only "] {
        #expect(english.contains(word), "\(word) not in English")
      }
    }
  }

  @Test func `the numbers are those of the comparison, with their intervals`() throws {
    let paths = try usual(runs: 2048)
    let comparison = try ReportComparison(paths)
    let page = try html(paths, .en)
    #expect(!page.contains("</a>*</td>"))
    let reading = PageReading(page)
    let name = ResultName(table: .outcomes, what: "stock_end", stream: "first")
    let stock = try #require(comparison.others[0][name])
    let interval = try #require(stock.interval)
    let shown = Set(reading.links.filter { $0.block == "en-stock_end-1" }.map(\.text))
    #expect(shown.contains(Language.en.format(stock.base)))
    #expect(shown.contains(Language.en.format(stock.other)))
    func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + Language.en.format(value) }
    #expect(abs(stock.difference) > 1)
    for value in [stock.difference, interval.low, interval.high] {
      #expect(shown.contains(signed(value)))
    }
    // A month that no run stands behind is paired batch by batch, and so has no star.
    let months = reading.links.filter { $0.block == "en-months-stock-1" }.map(\.text)
    let december = try #require(
      comparison.others[0][
        ResultName(
          table: .trajectories, what: "stock", stream: "first",
          month: YearMonth(year: 2026, month: 12))])
    #expect(december.isPairedByBatch)
    let half = try #require(december.interval.map { ($0.high - $0.low) / 2 })
    #expect(months.contains("\(signed(december.difference)) ± \(Language.en.format(half))"))
    let text = try text(reading, "en")
    #expect(text.contains("Paired run by run: 2,048 runs of more"))
    // The stream is told in the scenario's words, as is the number that changed.
    #expect(text.contains("First applications"))
    #expect(text.contains("streams.first.inflow.level"))
    #expect(shown.isDisjoint(with: ["NaN"]))
  }

  @Test func `verdicts stand side by side, and what one report does not test says so`() throws {
    let base = try reports.report("base")
    let other = try reports.report(
      "other",
      """
      tests: [{
        name: "stock-halves", claim: "C10",
        statement: { nl: "De voorraad halveert.", en: "The stock halves." },
        left: { sum: [{ measure: "stock", stream: "all" }] },
        relation: "<=",
        right: { value: 4000, basis: { claim: "C10" } },
        months: { from: 12, to: -1 }, holds: "some",
      }],
      """)
    let reading = PageReading(try html([base, other], .en))
    #expect(reading.problems == [])
    let text = try text(reading, "en")
    let claims = try #require(text.range(of: "The claims of the letter"))
    #expect(text[claims.lowerBound...].contains("The stock falls."))
    #expect(text[claims.lowerBound...].contains("The stock halves."))
    #expect(text.components(separatedBy: "not tested").count - 1 == 1)
    #expect(reading.ids.contains("en-claim-C09") && reading.ids.contains("en-claim-C10"))
    let comparison = try ReportComparison([base, other])
    let falls = try #require(
      comparison.others[0][ResultName(table: .tests, what: "stock-falls")])
    let verdict = reading.links.filter { $0.block == "en-verdict-tests-stock-falls-1" }
    #expect(verdict.contains { $0.text == Language.en.percent(falls.base, decimals: 1) })
    #expect(text.contains("Only in B other: tests The stock halves."))
    #expect(text.contains("A base not tested B other holds in"))
    // Whatever is the same in every run is said to be, without an interval of nothing.
    #expect(text.contains("cases, no difference. Overdue stock"))
  }

  @Test func `names are no markup`() throws {
    let header = "run,stock_end.x<y>&z,penalties,claims"
    let rows = (0..<4).map { "\($0),\($0 * $0),\($0),C01 <C02>" }.joined(separator: "\n")
    let folder = reports.folder
    for name in ["a <b> & \"c\"", "d's"] {
      try folder.put("\(header)\n\(rows)\n", "\(name)/runs.csv")
    }
    let text = try html(["a <b> & \"c\"", "d's"].map { "\(folder.path)/\($0)" })
    let reading = PageReading(text)
    #expect(reading.problems == [])
    for wrong in ["<b> &", "x<y>", "' <c>", "<C02>", "<asiel>"] {
      #expect(!text.contains(wrong), "\(wrong)")
    }
    let dutch = try #require(reading.texts["nl"])
    #expect(dutch.contains("x<y>&z"))
    #expect(dutch.contains("d's vergeleken met a <b> & \"c\""))
    let titled = try html(try usual())
    #expect(titled.contains("Meer &lt;asiel&gt; &amp; anders") && !titled.contains("<asiel>"))
  }

  @Test func `what is not paired says why, and months without batches have a star`() throws {
    let base = try reports.report("base")
    let other = try reports.report("other", seed: 8)
    let reading = PageReading(try html([base, other]))
    #expect(reading.problems == [])
    let (dutch, english) = (try text(reading, "nl"), try text(reading, "en"))
    #expect(dutch.contains("Niet gepaard") && dutch.contains("dus het toeval verschilt"))
    #expect(english.contains("Not paired") && english.contains("so chance differs"))
    #expect(english.contains("The scenarios have the same levers"))
    #expect(dutch.contains("niet gepaard, interval van 95 %"))
    #expect(try !text(PageReading(try html(try usual())), "en").contains("so chance differs"))
    // One without runs: the file that is missing is named.
    let bare = try reports.report("bare", without: ["runs.csv"])
    let without = PageReading(try html([base, bare], .en))
    #expect(without.problems == [])
    #expect(try text(without, "en").contains("there is no runs.csv in bare."))
    #expect(try html([base, other]).contains("</a>*</td>"))
  }

  @Test func `horizons that end apart are compared in the last month of both`() throws {
    let base = try reports.report("base")
    let short = try reports.report(
      "short", "calendar: { months: 24 }, questions: null,")
    let reading = PageReading(try html([base, short], .en))
    #expect(reading.problems == [])
    let text = try text(reading, "en")
    #expect(text.contains("the reports end in different months"))
    #expect(reading.ids.contains("en-last-stock-1"))
    #expect(text.contains("Stock, Aug 2027"))
    #expect(text.contains("Sep 2027 – Aug 2028"))
    #expect(text.contains("Only in A base: answers Q1 stock, Everything"))
  }

  @Test func `three reports are each held against the first`() throws {
    let paths =
      try usual() + [
        try reports.report("third", "calendar: { months: 24 }, questions: null,")
      ]
    let reading = PageReading(try html(paths, .en))
    #expect(reading.problems == [])
    for place in [1, 2] {
      for block in ["short", "changed", "stock_end"] {
        #expect(reading.ids.contains("en-\(block)-\(place)"), "\(block) \(place)")
      }
    }
    #expect(reading.texts["en"]?.contains("more and third compared with base") == true)
    #expect(reading.texts["nl"]?.contains("more en third vergeleken met base") == true)
  }

  @Test(arguments: [
    ["outcomes.csv", "outcomes.csv"], ["trajectories.csv", "trajectories.csv"],
    ["claims.csv", "claims.csv"], ["tests.csv", "tests.csv"], ["answers.csv", "answers.csv"],
    ["runs.csv", "runs.csv"], ["parameters.csv", "parameters.csv"],
    ["claims.csv", "trajectories.csv"],
  ])
  func `any table alone has a page`(tables: [String]) throws {
    let paths = [try reports.report("base"), try reports.report("more", seed: 8)]
    let page = try html(zip(paths, tables).map { "\($0)/\($1)" }, .en)
    let reading = PageReading(page)
    #expect(reading.problems == [])
    let text = try text(reading, "en")
    let isEmpty = tables[0] != tables[1] || tables[0] == "parameters.csv"
    #expect(text.contains("No number is in both reports") == isEmpty)
    #expect(reading.ids.contains("en-fig-difference-1-1") == !isEmpty)
  }

  @Test func `a report held against itself shows no difference anywhere`() throws {
    let base = try reports.report("base")
    let reading = PageReading(try html([base, base], .en))
    #expect(reading.problems == [])
    let text = try text(reading, "en")
    #expect(text.contains("No difference that shows between base"))
    #expect(text.contains("No difference: "))
    let changes = reading.links.filter { $0.block == "en-stock_end-1" }
    #expect(changes.isEmpty)
  }

  @Test func `the page says what made it and needs nothing from elsewhere`() throws {
    let text = try html(try usual())
    #expect(text.contains("<meta name=\"generator\" content=\"simulate compare 1.0\">"))
    #expect(text.prefix(200).contains("generator"))
    for wrong in ["src=", "@import", "url(", "<link", "<iframe", "fetch("] {
      #expect(!text.contains(wrong), "\(wrong)")
    }
    #expect(text.utf8.count < 1_500_000)
  }
}
