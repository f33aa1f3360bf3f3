import Caseload
import Testing

@testable import Charts

extension Samples {
  static func difference(
    _ name: String, _ base: Double, _ other: Double, half: Double = 3, spread: Double = 20,
    isPaired: Bool = true, claims: [String] = ["C01", "C09"]
  ) -> DifferenceChart.Row {
    let difference = other - base
    return DifferenceChart.Row(
      name: name, base: base, other: other, difference: difference, low: difference - half,
      high: difference + half, lowest: difference - spread, highest: difference + spread,
      isPaired: isPaired, claims: claims)
  }

  static func differences(
    _ blocks: [DifferenceChart.Block], pairs: Int? = 10_000
  ) -> DifferenceChart {
    DifferenceChart(
      name: "difference-1", base: "letter2025", other: "pact2026", blocks: blocks, pairs: pairs,
      confidence: 0.95)
  }

  static let stocks = DifferenceChart.Block(
    title: "Stock at the end", unit: "cases",
    rows: [
      difference("All streams together", 158_137, 75_790, half: 599, spread: 40_000),
      difference(
        "Asylum, first and repeat applications that take more than one line of the chart", 68_791,
        15_182, half: 411, spread: 30_000, claims: []),
      difference("Objection", 10_186, 16_091, half: 293, spread: 9_000),
    ], others: 11)
  static let overdue = DifferenceChart.Block(
    title: "Overdue stock at the end", unit: "cases",
    rows: [
      difference("All streams together", 92_110, 30_296, half: 480, spread: 35_000),
      difference("Naturalisation", 57, 57, half: 17, spread: 30),
    ], others: 0)
  static let shares = DifferenceChart.Block(
    title: "Keeps up", unit: "%",
    rows: [difference("Asylum", 41.5, 87.1, half: 1, spread: .nan, isPaired: false)], others: 0)

  /// Charts of differences: usual ones, and those of numbers that no comparison should give but some will.
  static var differences: [(what: String, drawing: (Language) -> Drawing)] {
    let charts: [(String, DifferenceChart)] = [
      ("differences", differences([stocks, overdue, shares])),
      ("no differences", differences([])),
      (
        "unknown differences",
        differences(
          [
            .init(
              title: "Money", unit: "million euro",
              rows: [
                difference("Late", .nan, 3), difference("Later", .infinity, 4),
                difference("In time", 280.3, 179.6, half: .nan, spread: .nan, isPaired: false),
              ], others: 0)
          ], pairs: nil)
      ),
      (
        "same everywhere",
        differences([
          .init(
            title: "Stock", unit: "", rows: [difference("One", 0, 0, half: 0, spread: 0)], others: 1
          )
        ])
      ),
    ]
    return charts.map { ($0.0, $0.1.drawing) }
  }
}

/// What a chart of differences shows.
struct DifferenceChartTests {
  @Test func `blocks of one unit share a scale, and others have their own`() throws {
    let drawing = Samples.differences([Samples.stocks, Samples.overdue, Samples.shares])
      .drawing(.en)
    let read = ReadDrawing(drawing.svg)
    /// Where the dots stand from nought, by the lengths that a unit of the scale has.
    let dots = read.elements("circle").compactMap { ReadDrawing.length($0, "cx") }
    let differences = [-82_347.0, -53_609, 5905, -61_814, 0]
    #expect(dots.count == 6)
    let nought = dots[4]
    let length = (dots[0] - nought) / differences[0]
    for (dot, difference) in zip(dots, differences) {
      #expect(abs(dot - nought - length * difference) < 0.2, "\(difference)")
    }
    // Percentage points run from nought to sixty, and fill the width.
    #expect(abs(dots[5] - (14 + 45.6 / 60 * (Canvas.width - 24 - 14))) < 0.2)
  }

  @Test func `a difference is told in words, and as one only where its interval shows it`() {
    func title(_ blocks: [DifferenceChart.Block], _ language: Language) -> String {
      Samples.differences(blocks).title(language)
    }
    let stocks = "Stock at the end, All streams together: 82,347 cases fewer"
    #expect(title([Samples.stocks], .en) == "\(stocks) in pact2026 than in letter2025")
    #expect(
      title([Samples.shares], .nl)
        == "Keeps up, Asylum: 45,6 procentpunt hoger in pact2026 dan in letter2025")
    let unsure = DifferenceChart.Block(
      title: "Stock", unit: "cases", rows: [Samples.difference("One", 10, 12, half: 3)], others: 0)
    #expect(title([unsure], .en) == "No difference that shows between letter2025 and pact2026")
    // What cannot be told from nought is grey and does not come first.
    let sure = DifferenceChart.Block(
      title: "Money", unit: "euro", rows: [Samples.difference("", 10, 4, half: 3)], others: 0)
    #expect(
      title([unsure, sure], .en) == "Money: 6.0 euro less in pact2026 than in letter2025")
    let drawing = Samples.differences([unsure, sure]).drawing(.en)
    let bars = ReadDrawing(drawing.svg).elements("rect").compactMap { $0.attributes["fill"] }
    #expect(bars == [Colour.other.code, Colour.fall.code])
    let texts = Samples.differences([Samples.stocks, Samples.shares]).drawing(.nl).labels
      .map(\.text).joined(separator: " ")
    #expect(texts.contains("75.790 in plaats van 158.137: 82.347 minder (± 599)"))
    #expect(texts.contains("87,1 % in plaats van 41,5 %: 45,6 procentpunt hoger (± 1,0)"))
    #expect(texts.contains("Nog 11 verschillen zijn kleiner."))
  }

  @Test func `what is not paired looks different and is said to be`() {
    let drawing = Samples.differences([Samples.shares], pairs: nil).drawing(.en)
    let dot = ReadDrawing(drawing.svg).elements("circle").first
    #expect(dot?.attributes["fill"] == Colour.paper.code)
    #expect(drawing.description.contains("Hollow dot, whisker and ±: not paired"))
    #expect(!drawing.description.contains("nine in ten runs"))
    #expect(drawing.labels.map(\.text).joined(separator: " ").contains("runs not paired."))
  }
}
