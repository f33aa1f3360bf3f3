import Caseload
import CaseloadTesting
import Charts
import Engine
import Evidence
import FileTesting
import Foundation
import Influence
import Probability
import Sensitivity
import Testing

@testable import Reporting

/// Which charts a study has, and that they show its numbers.
struct ReportChartsTests {
  private func world() -> World {
    var builder = WorldBuilder(months: 28)
    builder.stream(
      "first", stock: 1000, level: 90, noise: (sd: 0.2, persistence: 0.5),
      granted: .uniform(low: 0.4, high: 0.7))
    builder.stream("second", pool: 1, stock: 700)
    builder.pool("desk", staff: 10)
    builder.pool("hall", staff: 10)
    builder.flow("follow", from: 0, on: .outcome(0), to: 1)
    builder.lever("faster", on: [.stepHours(stream: 0, step: 0)], from: 6, claims: ["C-faster"])
    builder.lever(
      "leaner", on: [.stepHours(stream: 0, step: 0)], from: 6, probability: .fixed(0.5),
      claims: ["C-leaner"])
    builder.lever("follow-up", on: [.casesPerEvent(flow: 0)], from: 9, claims: ["C-follow-up"])
    builder.lever("more-staff", on: [.hires(pool: 1)], from: 12, claims: ["C-more-staff"])
    builder.lever(
      "off", on: [.stepHours(stream: 0, step: 0)], from: 3, enabled: false, claims: ["C-off"])
    builder.groups = [
      Group(name: "all", title: WorldBuilder.title("All together"), streams: [0, 1])
    ]
    builder.sources = [
      Source(id: "s", title: "Figures", publisher: "Office", date: "2025-06", url: "")
    ]
    builder.published = [
      (3, Measure.stock, Subject.stream(0), 950), (5, .overdueStock, .stream(0), 90.5),
      (9, .stock, .stream(0), 900), (4, .stock, .group(0), 1700), (2, .stock, .stream(1), 600),
    ].enumerated().map { index, figure in
      PublishedFigure(
        name: "f\(index)", measure: figure.1, subject: figure.2,
        month: builder.start.advanced(by: -figure.0), value: figure.3,
        source: index == 4 ? "unlisted" : "s", quote: "as read")
    }
    builder.questions = [
      Question(
        claim: "Q1", title: WorldBuilder.title("What does it change?"), without: [0, 1],
        figures: [3, 15, 27].map { .init(measure: .stock, subject: .stream(0), month: $0) }
          + [.init(measure: .staffToKeepUp, subject: .pool(0), month: 27)]
          + [.init(measure: .decidedInTerm, subject: .stream(0), month: 27)])
    ]
    return builder.world
  }

  private func study(isCentral: Bool = false) throws -> StudyResult {
    try Simulation(
      try Plan(world()), Assignment(runs: 64, seed: 3, threads: 1, isCentral: isCentral))()
  }

  private func shown(_ result: StudyResult, language: Language) -> ReportCharts {
    ReportCharts(result, graph: EvidenceGraph(result.plan.world), language: language)
  }

  @Test func `a study has a chart of all streams, of each stock, and of each answer`() throws {
    let charts = shown(try study(), language: .nl)
    #expect(
      charts.drawings.map(\.name) == [
        "streams", "stock.first", "stock.second", "stock.all", "answer.Q1.stock.first",
        "answer.Q1.staff_to_keep_up.pool-desk", "answer.Q1.decided_in_term.first",
      ])
    #expect(charts.drawings.allSatisfy { $0.language == .nl })
  }

  @Test func `the numbers of a chart are those of the study`() throws {
    let result = try study()
    let charts = shown(result, language: .en)
    let fan = try #require(charts.fans.last?.fan)
    #expect(fan.start == result.initialStock[2])
    for month in 0..<28 {
      let stock = try #require(result.summary(.stock, .group(0), month: month))
      let overdue = try #require(result.summary(.overdueStock, .group(0), month: month))
      #expect(fan.stock.map { $0[month] } == stock.quantiles)
      #expect(fan.overdue.map { $0[month] } == overdue.quantiles)
    }
    let answer = try #require(result.answers.first)
    let first = try #require(charts.answers.first)
    #expect(first.figures.map(\.month) == [3, 15, 27])
    #expect(first.figures.map(\.difference) == answer.figures.prefix(3).map(\.difference))
    #expect(first.figures.map(\.low) == answer.figures.prefix(3).map { $0.quantiles[0] })
    // Shares are shown in percent.
    let share = try #require(charts.answers.last)
    #expect(share.unit == "%" && share.figures[0].with == 100 * answer.figures[4].mean)
  }

  @Test func `a stock's chart has what was published of it before the start`() throws {
    let fans = shown(try study(), language: .en).fans
    func figure(_ month: Int, _ cases: Double, _ publisher: String = "Office") -> History.Figure {
      History.Figure(month: month, cases: cases, publisher: publisher)
    }
    #expect(
      fans.map(\.history) == [
        History(stock: [figure(-9, 900), figure(-3, 950)], overdue: [figure(-5, 90.5)]),
        History(stock: [figure(-2, 600, "unlisted")]), History(stock: [figure(-4, 1700)]),
      ])
  }

  @Test func `published figures are listed in the columns of trajectories`() throws {
    let result = try study()
    let folder = try TemporaryFolder()
    let file = try ReportFile("\(folder.path)/published.csv")
    let tables = ReportTables(
      result, graph: EvidenceGraph(result.plan.world), dialect: .standard)
    try tables.writePublished(file)
    let text = try String(contentsOfFile: file.path, encoding: .utf8)
    let rows = text.split(separator: "\r\n").map(String.init)
    #expect(rows.count == 6)
    #expect(rows[0] == "scenario,month,stream,measure,unit,value,path,source,basis")
    #expect(
      rows[2]
        == "test,2025-04,first,overdue_stock,cases,90.5,published.f1,s,Figures (2025-06): “as read”"
    )
    #expect(rows[4].hasPrefix("test,2025-05,all,stock,cases,1700,published.f3,s,"))
    #expect(rows[5].hasSuffix(",unlisted,unlisted: “as read”"))
    #expect(
      Array(ReportTables.publishedColumns.prefix(5))
        == Array(ReportTables.trajectoryColumns.prefix(5)))
  }

  @Test func `a stock's chart names what touches its own cases, staff and follow-ups`() throws {
    let fans = shown(try study(), language: .en).fans
    #expect(
      fans.map { $0.levers.map(\.names) } == [
        [["faster", "leaner (probability 50%)"]], [["follow-up"], ["more-staff"]],
        [["faster", "leaner (probability 50%)"], ["follow-up"], ["more-staff"]],
      ])
  }

  @Test func `an attribution has a waterfall for each month of a question's first figure`() throws {
    let plan = try Plan(world())
    let graph = EvidenceGraph(plan.world)
    let responses = Attribution.usualResponses(of: plan.world)
    let attribution = try Attribution(
      plan, levers: Attribution.players(plan, graph, responses), responses: responses,
      assignment: Assignment(runs: 64, seed: 3, threads: 1))
    let charts = shown(try study(), language: .en).waterfalls(attribution)
    // The attribution is of the ends of years, and of the last month.
    #expect(
      charts.map(\.name) == [
        "attribution.stock.first.2025-12", "attribution.stock.first.2026-12",
        "attribution.stock.first.2027-12",
      ])
    for (chart, month) in zip(charts, [3, 15, 27]) {
      let response = Response.measure(.stock, .stream(0), month: month)
      let place = try #require(responses.firstIndex(of: response))
      let shares = try #require(attribution.shares[place])
      #expect(chart.without == shares.withNone)
      // Shares that are joined still add up to the whole.
      let sum = chart.steps.map(\.value).reduce(chart.without, +)
      #expect(abs(sum - shares.withAll) < 1e-6)
      #expect(chart.provenance.runs == shares.runs)
      let sizes = chart.steps.filter { !$0.name.contains("others") }.map { abs($0.value) }
      #expect(sizes == sizes.sorted(by: >))
    }
    #expect(charts.last?.steps.first.map { ["faster", "leaner"].contains($0.name) } == true)
  }

  @Test func `an expected path has charts without bands`() throws {
    let drawings = shown(try study(isCentral: true), language: .nl).drawings
    #expect(drawings.count == 7)
    for drawing in drawings { #expect(drawing.svg.contains("verwacht pad")) }
  }

  @Test func `what a chart shows is marked with the claims that it rests on`() throws {
    let result = try study()
    let graph = EvidenceGraph(result.plan.world)
    let charts = ReportCharts(result, graph: graph, language: .en)
    let all = graph.claimsAtEnd(of: .stock, subject: .group(0))
    #expect(all.contains("C-faster") && all.contains("C-more-staff"))
    let fan = try #require(charts.fans.last)
    #expect(fan.claims == all)
    #expect(fan.overdueClaims == graph.claimsAtEnd(of: .overdueStock, subject: .group(0)))
    #expect(fan.levers[0].levers.map(\.claims) == [["C-faster"], ["C-leaner"]])
    #expect(
      charts.streams.panels.map(\.claims)
        == [0, 1].map { graph.claimsAtEnd(of: .stock, subject: .stream($0)) })
    // The numbers of an early month rest on less than those of a late one.
    let figures = try #require(charts.answers.first).figures
    #expect(
      figures.map(\.claims)
        == [3, 15, 27].map { graph.claims(of: .stock, subject: .stream(0), month: $0) })
    #expect(figures[0].claims != figures[1].claims)
  }
}
