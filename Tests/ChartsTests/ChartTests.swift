import Caseload
import Foundation
import Testing

@testable import Charts

/// What each kind of chart shows.
struct ChartTests {
  /// The points of the paths that are filled or drawn with a colour, path by path.
  private func paths(_ drawing: Drawing, _ attribute: String, _ colour: Colour) -> [[(
    x: Double, y: Double
  )]] {
    ReadDrawing(drawing.svg).elements("path").filter { $0.attributes[attribute] == colour.code }
      .compactMap { ReadDrawing.points($0) }
  }

  @Test func `bands lie within one another around the median, where the numbers are`() throws {
    let chart = Samples.fanChart(levers: [])
    let drawing = chart.drawing(.en)
    let outer = try #require(paths(drawing, "fill", .outerBand).first)
    let inner = try #require(paths(drawing, "fill", .innerBand).first)
    let median = try #require(paths(drawing, "stroke", .middle).first)
    /// The upper edge of an area comes first, from left to right, and then the lower one.
    func edges(_ area: [(x: Double, y: Double)]) throws -> [[(x: Double, y: Double)]] {
      let end = try #require(area.map(\.x).max())
      let corner = try #require(area.firstIndex { $0.x == end })
      return [Array(area[...corner]), area[(corner + 1)...].reversed()]
    }
    let (far, near) = (try edges(outer), try edges(inner))
    let lines = [far[0], near[0], median, near[1], far[1]]
    /// The height of a line of the scale, four units above the baseline of its name.
    func scale(_ name: String) throws -> Double {
      let label = try #require(drawing.labels.first { $0.text == name })
      return label.box.bottom - 0.22 * Typography.size - 4
    }
    let (floor, top) = (try scale("0"), try scale("60,000"))
    let (left, right) = (try #require(median.first).x, try #require(median.last).x)
    for month in 0..<88 {
      let x = left + (right - left) * Double(month + 1) / 88
      let inside = min(max(x, near[0][0].x), near[0][near[0].count - 1].x)
      let heights = try lines.map { try #require(ReadDrawing.height(of: $0, at: inside)) }
      for (one, next) in zip(heights, heights.dropFirst()) {
        #expect(one <= next + 0.21, "month \(month): \(heights)")
      }
      // Leaving points out moves a line by no more than a tenth, and rounding by half of one.
      for (quantile, height) in heights.enumerated() {
        let share = chart.fan.stock[4 - quantile][month] / 60_000
        let there = floor + (top - floor) * share
        #expect(abs(there - height) < 0.4, "month \(month), quantile \(quantile)")
      }
    }
    #expect(outer.count < 2 * 88)
    // The edges are drawn after the overdue part, which would hide them.
    let svg = drawing.svg
    let fill = try #require(svg.range(of: "fill=\"\(Colour.overdue.code)\""))
    let edge = try #require(svg.range(of: "stroke=\"\(Colour.edge.code)\""))
    #expect(fill.lowerBound < edge.lowerBound)
  }

  @Test func `areas stand on nought`() throws {
    let drawing = Samples.fanChart(levers: []).drawing(.en)
    let overdue = try #require(paths(drawing, "fill", .overdue).first)
    let axis = try #require(drawing.labels.first { $0.text == "0" })
    let floor = try #require(overdue.map(\.y).max())
    #expect(abs(floor - (axis.box.top + axis.box.bottom) / 2) < 2)
  }

  /// The dots of a colour, from left to right.
  private func dots(_ drawing: Drawing, _ colour: Colour) -> [(x: Double, y: Double)] {
    ReadDrawing(drawing.svg).elements("circle").filter { circle in
      // Dots that look alike are a group of one colour.
      circle.attributes["fill"] == colour.code
        || circle.within.contains {
          ReadDrawing(drawing.svg).elements[$0].attributes["fill"] == colour.code
            && ReadDrawing(drawing.svg).elements[$0].name == "g"
        }
    }.compactMap { ReadDrawing.points($0) }.map {
      (($0[0].x + $0[1].x) / 2, ($0[0].y + $0[1].y) / 2)
    }.sorted { $0.x < $1.x }
  }

  @Test func `published figures are dots before the start, on the scales of the runs`() throws {
    let chart = Samples.fanChart(history: Samples.history, levers: [])
    let drawing = chart.drawing(.en)
    let stock = dots(drawing, .middle)
    let floor = try #require(drawing.labels.first { $0.text == "0" }).box.bottom
    let top = try #require(drawing.labels.first { $0.text == "60,000" }).box.bottom
    #expect(stock.count == 4 && dots(drawing, .overdueEdge).count == 2)
    // The months of the dots give the scale of time.
    let month = (stock[3].x - stock[0].x) / 37
    let start = stock[3].x + 2 * month
    for (dot, (index, cases)) in zip(stock, [(-40, 2e4), (-30, 3e4), (-8, 4.8e4), (-3, 4.9e4)]) {
      // Counted at the end of its month.
      #expect(abs(dot.x - (start + month * Double(index + 1))) < 0.2)
      let height = floor + (top - floor) * cases / 60_000 - 0.22 * Typography.size - 4
      #expect(abs(dot.y - height) < 0.2, "\(index)")
    }
    // The plot begins with the month of the first figure, and what is before the start takes no more than a third.
    let plot = try #require(paths(drawing, "stroke", .ink).first).map(\.x)
    let left = try #require(plot.min())
    let end = try #require(plot.max())
    #expect(abs(start - left - 40 * month) < 0.5)
    #expect(start - left <= (end - left) / 3)
    // 40 to 30 months and 8 to 3 months are joined; the 22 months between are not.
    let thin = ReadDrawing(drawing.svg).elements("path").filter {
      $0.attributes["stroke-width"] == "8" && $0.attributes["stroke"] == Colour.middle.code
    }.compactMap { $0.attributes["d"].flatMap { ReadDrawing.pieces($0) } }.flatMap(\.self)
      .filter { $0.allSatisfy { $0.x < start } }
    #expect(thin.map(\.count) == [2, 2])
    #expect(thin.flatMap(\.self).map(\.x) == stock.map(\.x))
    // The start is marked.
    let mark = try #require(drawing.labels.first { $0.text == "start" })
    #expect(mark.box.left > start && mark.box.left < start + 6)
  }

  @Test func `figures for which there is no room are left out, and with them the room`() throws {
    #expect(Samples.history.fitting(88).months == 40)
    #expect(Samples.history.fitting(79).months == 30)
    #expect(Samples.history.fitting(7).stock.map(\.month) == [-3])
    #expect(Samples.history.fitting(5).isEmpty)
    let unknown = History(stock: [.init(month: -2, cases: .nan, publisher: "Office")])
    #expect(unknown.fitting(88).isEmpty)
    // What has no figures is drawn as if there were none.
    let plain = Samples.fanChart(Samples.fan(months: 5)).drawing(.nl)
    #expect(
      Samples.fanChart(Samples.fan(months: 5), history: Samples.history).drawing(.nl) == plain)
    #expect(!plain.svg.contains("Stippen") && !plain.svg.contains(">start<"))
  }

  @Test func `a chart says what its dots are and who published them`() throws {
    let drawing = Samples.fanChart(history: Samples.history).drawing(.nl)
    func words(_ drawing: Drawing) -> String {
      drawing.labels.map(\.text).joined(separator: " ")
    }
    #expect(
      words(drawing).contains("Oranje: te laat (achterstand). Stippen: gepubliceerde cijfers."))
    #expect(words(drawing).contains("Gepubliceerde cijfers: A newspaper of note; Office."))
    #expect(
      drawing.description.contains(
        "Gepubliceerd vóór de start: van 20.000 (mei 2022) naar 49.000 (jun 2025), 4 cijfers."))
    #expect(
      drawing.description.contains(
        "Gepubliceerd als te laat (achterstand): van 5.500 (dec 2024) naar 9.000 (jun 2025), 2 cijfers."
      ))
    let english = Samples.fanChart(
      Samples.level(0),
      history: History(overdue: [.init(month: -1, cases: 7, publisher: "Office")])
    ).drawing(.en)
    #expect(words(english).contains("Orange: overdue. Dots: published figures."))
    #expect(english.description.contains("Published as overdue: 7 (Aug 2025)."))
  }

  /// What was published rests on a source, not on the letter.
  @Test func `no link to the letter lies over published figures`() throws {
    let drawing = Samples.fanChart(history: Samples.history, levers: []).drawing(.en)
    let read = ReadDrawing(drawing.element(prefix: "") { $0.claims.isEmpty ? nil : "#C" })
    let linked = try read.elements("path").filter { path in
      path.within.last.map { read.elements[$0].name == "a" } ?? false
    }.flatMap { try #require(ReadDrawing.pieces($0.attributes["d"] ?? "")) }
    let dots = dots(drawing, .middle) + dots(drawing, .overdueEdge)
    #expect(dots.count == 6 && !linked.isEmpty)
    for dot in dots {
      for piece in linked {
        let (x, y) = (piece.map(\.x), piece.map(\.y))
        let isOver =
          try #require(x.min()) < dot.x && #require(x.max()) > dot.x
          && #require(y.min()) < dot.y && #require(y.max()) > dot.y
        #expect(!isOver, "\(dot)")
      }
    }
  }

  @Test func `a month without a number breaks the line`() {
    var stock = Samples.level(1000).stock
    for place in stock.indices { stock[place][5] = .nan }
    let drawing = Samples.fanChart(
      Fan(start: 1000, stock: stock, overdue: Samples.level(0).overdue), levers: []
    ).drawing(.en)
    let data = ReadDrawing(drawing.svg).elements("path").filter {
      $0.attributes["stroke"] == Colour.middle.code && $0.attributes["stroke-width"] == "22"
    }.compactMap { $0.attributes["d"] }
    #expect(data.count == 1)
    #expect(data.first?.filter { $0 == "M" }.count == 2)
  }

  @Test func `the title says where the stock goes only as far as the runs agree`() {
    func title(_ fan: Fan, _ language: Language) -> String {
      Samples.fanChart(fan).drawing(language).title
    }
    func fan(_ low: Double, _ middle: Double, _ high: Double) -> Fan {
      let ends = [low, middle, middle, middle, high]
      return Fan(
        start: 1000, stock: ends.map { [$0] }, overdue: ends.map { _ in [0] })
    }
    #expect(
      title(fan(200, 400, 900), .nl)
        == "Asylum: voorraad daalt van 1.000 naar 400 (200 – 900) in sep 2025")
    #expect(
      title(fan(1200, 1400, 1900), .en)
        == "Asylum: stock rises from 1,000 to 1,400 (1,200 – 1,900) by Sep 2025")
    #expect(
      title(fan(200, 400, 1100), .nl)
        == "Asylum: voorraad bij de start 1.000, in sep 2025 400 (200 – 1.100)")
    #expect(title(Samples.level(5), .en) == "Asylum: stock stays at 5")
    #expect(title(Samples.level(.nan), .en) == "Asylum: no stock known")
  }

  @Test func `levers are listed by day, those that come slowly last, and only those that come`() {
    let names = LeverMark.ordered(Samples.levers, Samples.calendar).map { $0.names[0] }
    #expect(
      names == [
        "From the beginning", "A measure with a name that is long enough to be broken", "Slowly",
      ])
    let dates = LeverMark.ordered(Samples.levers, Samples.calendar).map {
      $0.date(Samples.calendar, .nl)
    }
    #expect(dates == ["1 sep 2025", "12 jun 2026", "jul 2025 – nov 2027"])
    let drawing = Samples.fanChart().drawing(.nl)
    #expect(drawing.labels.contains { $0.text.hasPrefix("12 jun 2026: A measure") })
    #expect(!drawing.svg.contains("Always there") && !drawing.svg.contains("Far away"))
    // One line down the plot: what starts with the scenario needs none, what comes slowly has none.
    #expect(drawing.svg.components(separatedBy: "stroke-dasharray=\"20 20\"").count == 2)
  }

  @Test func `an expected path has no bands and says so`() {
    let drawing = Samples.fanChart(provenance: Samples.central).drawing(.nl)
    #expect(paths(drawing, "fill", .outerBand).isEmpty)
    #expect(drawing.svg.contains("verwacht pad"))
    #expect(!drawing.svg.contains("negen op de tien"))
  }

  @Test func `streams share a scale down to a fifth of the largest, and the chart warns of others`()
  {
    let sizes = [900.0, 50_000, 10_500, 9000, 30]
    let chart = Samples.multiples(sizes.map { Samples.level($0) } + [Samples.level(0)])
    #expect(chart.blocks.map { $0.map(\.fan.peak) } == [[50_000, 10_500], [9000], [900], [30]])
    let drawing = chart.drawing(.nl)
    let words = drawing.labels.map(\.text).joined(separator: " ")
    #expect(words.contains("4 verschillende schalen"))
    #expect(words.contains("Schaal tot 1.000 zaken, 50 keer vergroot"))
    #expect(words.contains("Zonder zaken: Stream number 5"))
    #expect(
      !Samples.multiples([Samples.level(7), Samples.level(6)]).drawing(.nl).svg.contains("schalen"))
  }

  @Test func `the bars of a waterfall lead from the world without to the scenario`() throws {
    let chart = Samples.waterfall([-7779, -3168, 1068])
    let read = ReadDrawing(chart.drawing(.en).svg)
    func bars(_ colour: Colour) -> [(left: Double, right: Double)] {
      read.elements("rect").filter { $0.attributes["fill"] == colour.code }.compactMap {
        ReadDrawing.points($0).map { ($0[0].x, $0[1].x) }
      }
    }
    let (totals, falls, rises) = (bars(.ink), bars(.fall), bars(.rise))
    #expect(totals.count == 2 && falls.count == 2 && rises.count == 1)
    #expect(totals[0].left == totals[1].left)
    #expect(abs(falls[0].right - totals[0].right) < 0.2)
    #expect(abs(falls[1].right - falls[0].left) < 0.2)
    #expect(abs(rises[0].left - falls[1].left) < 0.2)
    #expect(abs(rises[0].right - totals[1].right) < 0.2)
    let unit = (totals[0].right - totals[0].left) / 60_000
    #expect(abs(falls[0].right - falls[0].left - 7779 * unit) < 0.2)
    let texts = read.elements("text").map(\.text)
    #expect(texts.contains("60,000") && texts.contains("50,121"))
    #expect(texts.contains("−7,779 ± 778") && texts.contains("+1,068 ± 107"))
  }

  @Test func `a difference that may be nought is not called one`() {
    #expect(
      Samples.answer([-50], error: 40).drawing(.nl).title.contains("geen aantoonbaar verschil"))
    #expect(
      Samples.answer([-90], error: 40).drawing(.nl).title.contains("90 zaken minder") == false)
    #expect(
      Samples.answer([-90], error: 40).drawing(.en).title
        == "Asylum, stock: 90 cases fewer in Dec 2026")
    #expect(Samples.waterfall([-300, 300]).drawing(.en).title.contains("no difference that shows"))
  }

  @Test func `the interval of the mean lies within that of the runs, around the dot`() throws {
    let drawing = Samples.answer([-2656], error: 300).drawing(.en)
    let read = ReadDrawing(drawing.svg)
    func ends(_ element: ReadDrawing.Element?) throws -> (Double, Double) {
      let points = try #require(element.flatMap { ReadDrawing.points($0) })
      return (points[0].x, points[1].x)
    }
    let thin = try ends(
      read.elements("path").first {
        $0.attributes["stroke"] == Colour.fall.code && $0.attributes["stroke-width"] == "14"
      })
    let thick = try ends(
      read.elements("rect").first { $0.attributes["fill"] == Colour.fall.code })
    let dot = try #require(
      read.elements("circle").first { $0.attributes["r"] == "24" }.flatMap {
        ReadDrawing.length($0, "cx")
      })
    #expect(thin.0 < thick.0 && thick.0 < dot && dot < thick.1 && thick.1 < thin.1)
    // 588 on either side of the mean, 3,000 and 2,000 for the runs.
    #expect(abs((thick.1 - thick.0) / (thin.1 - thin.0) - 1176.0 / 5000) < 0.01)
  }

  @Test func `a lever of a list is a link to its own claims, also where its name is broken`() {
    let drawing = Samples.fanChart().drawing(.en)
    let read = ReadDrawing(
      drawing.element(prefix: "") { $0.claims.isEmpty ? nil : "#" + $0.claims.joined() })
    let names = read.elements("a").filter { $0.attributes["text-decoration"] != nil }
    func text(_ claims: String) -> String {
      names.filter { $0.attributes["href"] == "#" + claims }.map(\.text).joined(separator: " ")
    }
    #expect(text("C01") == "A measure with a name that is long enough to be broken")
    #expect(text("C02C03") == "Another one of these that is broken")
    #expect(names.count > 4)
    #expect(
      drawing.marks.map(\.label) == [
        drawing.title, "Asylum: stock", "Asylum: overdue", "From the beginning",
        "A measure with a name that is long enough to be broken",
        "Another one of these that is broken", "Slowly",
      ])
  }

  @Test func `the place of the overdue part is a link of its own upon that of the stock`() throws {
    let drawing = Samples.fanChart(levers: []).drawing(.en)
    let read = ReadDrawing(drawing.element(prefix: "") { "#" + $0.label })
    let order = read.elements("a").compactMap { $0.attributes["aria-label"] }
    #expect(order == [drawing.title, "Asylum: stock", "Asylum: overdue"])
    let overdue = try #require(paths(drawing, "fill", .overdue).first)
    let link = try #require(read.elements("a").last)
    let path = try #require(
      read.elements("path").first {
        $0.within.last.map { read.elements[$0].attributes } == link.attributes
      })
    let area = try #require(path.attributes["d"].flatMap { ReadDrawing.pieces($0) }?.first)
    #expect(area.count < 40)
    let edge = try #require(overdue.map(\.x).max())
    for point in area where point.x < edge {
      let height = try #require(ReadDrawing.height(of: overdue, at: point.x))
      let floor = try #require(area.map(\.y).max())
      #expect(abs(point.y - height) < 0.3 || point.y == floor)
    }
    // Without overdue cases there is no such link.
    let none = Samples.fanChart(Samples.level(0), levers: []).drawing(.en)
    #expect(!none.marks.contains { $0.label.contains("overdue") })
  }

  @Test func `the dots of indices stand where their numbers are, alone above in total`() throws {
    let read = ReadDrawing(Samples.indices([80, 40, 20], error: 5).drawing(.en).svg)
    func dots(_ fill: Colour) -> [(x: Double, y: Double)] {
      read.elements("circle").filter { $0.attributes["fill"] == fill.code }
        .compactMap { ReadDrawing.points($0) }
        .map { (($0[0].x + $0[1].x) / 2, ($0[0].y + $0[1].y) / 2) }
    }
    let (total, alone) = (dots(.middle), dots(.paper))
    #expect(total.count == 3 && alone.count == 3)
    let unit = (total[0].x - total[1].x) / 40
    #expect(unit > 0.5)
    #expect(abs(total[1].x - total[2].x - 20 * unit) < 0.2)
    for (one, other) in zip(alone, total) { #expect(one.y < other.y && one.x < other.x) }
    #expect(abs(total[0].x - alone[0].x - 8 * unit) < 0.2)
    let texts = read.elements("text").map(\.text)
    #expect(texts.contains("80%") && texts.contains("40%") && texts.contains("Factor 0"))
  }

  @Test func `a little below nought takes no step of the scale`() {
    func numbers(_ chart: IndexChart) -> [String] {
      chart.drawing(.en).labels.map(\.text).filter { Double($0.replacing("−", with: "-")) != nil }
    }
    #expect(numbers(Samples.indices([76, 4, -0.1], error: 0.6)).first == "0")
    #expect(numbers(Samples.indices([76, 4, -0.1], error: 40)).first == "−50")
  }

  @Test func `the title of indices names the first factor that shows, if one does`() {
    func title(_ chart: IndexChart, _ language: Language = .en) -> String {
      chart.drawing(language).title
    }
    #expect(
      title(Samples.indices())
        == "Stock, Asylum, Dec 2028: ‘Factor 0’ explains 76% of the variance")
    #expect(
      title(Samples.indices([16_427], measure: .movement), .nl)
        == "Stock, Asylum, Dec 2028: ‘Factor 0’ beweegt het het meest, gemiddeld 16.427 cases")
    #expect(
      title(Samples.indices([-0.4], measure: .correlation, error: 0.1))
        == "Stock, Asylum, Dec 2028: goes along most with ‘Factor 0’")
    for values in [[0.1, -0.2], []] {
      #expect(
        title(Samples.indices(values)).hasSuffix("no factor can be seen to make a difference"))
    }
  }

  @Test func `what goes down and what goes up differ in colour, and factors are marks`() {
    let drawing = Samples.indices([0.4, -0.2], measure: .correlation, error: 0.1, hasAlone: false)
      .drawing(.nl)
    let fills = ReadDrawing(drawing.svg).elements("circle").compactMap { $0.attributes["fill"] }
    #expect(fills == [Colour.rise.code, Colour.fall.code])
    #expect(drawing.marks.map(\.claims) == [["C09", "C10"], ["C50"], ["C51"]])
    #expect(drawing.marks[1].label == "Factor 0: 0,40")
  }
}
