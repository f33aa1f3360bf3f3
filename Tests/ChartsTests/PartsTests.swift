import Caseload
import Testing

@testable import Charts

/// Scales, labels, colours and numbers: what charts are made of.
struct PartsTests {
  @Test(arguments: [
    ([36_060], [0, 10_000, 20_000, 30_000, 40_000]),
    ([80_000], [0, 20_000, 40_000, 60_000, 80_000]),
    ([0], [0, 1]), ([Double.nan, .infinity], [0, 1]), ([7], [0, 2, 4, 6, 8]),
    ([-12, 5], [-15, -10, -5, 0, 5]), ([-3000], [-3000, -2000, -1000, 0]),
    ([0.3], [0, 0.1, 0.2, 0.3]), ([0.0041], [0, 0.001, 0.002, 0.003, 0.004, 0.005]),
  ])
  func `a scale runs from nought in round steps`(numbers: [Double], ticks: [Double]) {
    let scale = Scale(holding: numbers, from: 200, to: 0)
    #expect(scale.ticks.count == ticks.count)
    for (one, other) in zip(scale.ticks, ticks) {
      #expect(abs(one - other) < 1e-12, "\(scale.ticks)")
    }
    #expect(scale.ticks.contains(0))
    #expect(abs(scale(scale.ticks[0]) - 200) < 1e-9)
    #expect(abs(scale(scale.ticks[scale.ticks.count - 1])) < 1e-9)
    for number in numbers where number.isFinite { #expect((0...200).contains(scale(number))) }
  }

  @Test func `scales of all sizes have a handful of different labels and hold their numbers`() {
    var size = 1e-6
    while size < 1e14 {
      for factor in [1.0, 1.3, 2.7, 4.9, 5.1, 9.99] {
        let scale = Scale(holding: [size * factor], from: 0, to: 1)
        #expect((2...7).contains(scale.ticks.count), "\(size * factor): \(scale.ticks)")
        #expect(Set(scale.ticks.map { scale.label($0, .nl) }).count == scale.ticks.count)
        #expect(scale(size * factor) > 0.5 && scale(size * factor) <= 1 + 1e-9)
      }
      size *= 10
    }
  }

  @Test func `labels are moved apart no further than they must, and stay between the ends`() {
    func places(_ middles: [Double], _ height: Double = 10) -> [Double] {
      Spacing.places(middles.map { .init(middle: $0, height: height) }, top: 0, bottom: 100)
    }
    #expect(places([20, 50, 80]) == [20, 50, 80])
    #expect(places([50, 50]) == [45, 55])
    #expect(places([80, 20]) == [80, 20])
    #expect(places([50, 51, 52, 90]) == [41, 51, 61, 90])
    #expect(places([0, 1]) == [5, 15])
    #expect(places([100, 99]) == [95, 85])
    #expect(places([]) == [])
    // More than there is room for: they run on from the top rather than lie over one another.
    #expect(places(Array(repeating: 50, count: 12)) == (0..<12).map { 5 + 10 * Double($0) })
    // Three that push a fourth: the block's place is the mean of what all want.
    #expect(places([30, 30, 30, 42]) == [18, 28, 38, 48])
  }

  @Test func `months are named as closely as there is room, in the language`() {
    func names(_ months: Int, width: Double, _ language: Language) -> [String] {
      TimeScale(
        calendar: Calendar(start: YearMonth(year: 2025, month: 9), months: months), left: 40,
        right: 40 + width
      ).named(language).map(\.name)
    }
    #expect(names(88, width: 250, .nl) == ["jan 2026", "jan 2028", "jan 2030", "jan 2032"])
    #expect(names(88, width: 600, .en).count == 7)
    #expect(names(1, width: 250, .nl) == ["sep 2025"])
    #expect(names(4, width: 400, .nl) == ["sep 2025", "okt 2025", "nov 2025", "dec 2025"])
    #expect(names(2, width: 10, .nl) == ["sep 2025"])
  }

  @Test func `marks stand out from paper, and from what they lie upon, in grey as well`() {
    for colour in Colour.marks + [.explanation] {
      #expect(colour.contrast(with: .paper) >= 3, "\(colour.code)")
    }
    // Text needs more.
    for colour in [Colour.ink, .explanation, .middle, .edge, .overdueEdge, .other] {
      #expect(colour.contrast(with: .paper) >= 4.5, "\(colour.code)")
    }
    let beside: [(Colour, Colour)] = [
      (.outerBand, .paper), (.innerBand, .outerBand), (.edge, .outerBand), (.middle, .innerBand),
      (.overdue, .innerBand), (.overdue, .outerBand), (.middle, .overdue), (.edge, .overdue),
      (.overdueEdge, .overdue), (.fall, .rise), (.fall, .ink), (.rise, .ink), (.middle, .other),
    ]
    for (one, other) in beside {
      #expect(one.contrast(with: other) >= 1.25, "\(one.code) on \(other.code)")
    }
    #expect(abs(Colour.paper.contrast(with: Colour(0)) - 21) < 1e-9)
    #expect(Colour(0x0A0BFF).code == "#0a0bff" && Colour(0xFF2200).code == "#f20")
    #expect(abs(Colour(0x777777).contrast(with: .paper) - 4.48) < 0.01)
  }

  @Test(arguments: [
    (0, 0), (-0.04, 0), (0.05, 1), (-0.26, -3), (12, 120), (12.34, 123), (399.96, 4000),
    (-7.99, -80),
  ])
  func `places on a drawing are whole tenths`(value: Double, tenths: Int) {
    #expect(Canvas.tenths(value) == tenths)
  }

  @Test func `a path is written in steps from rounded places, so that no error adds up`() {
    var canvas = Canvas()
    // Steps of a third of a tenth, up and down by turns: rounded one by one, they would all be nought.
    let points = (0...300).map {
      Point(x: Double($0) / 30, y: $0.isMultiple(of: 2) ? 10.0 : 20)
    }
    canvas.curve(points, .ink, width: 1)
    guard case .path(let data)? = canvas.shapes.first?.form else {
      Issue.record("no path")
      return
    }
    #expect(ReadDrawing.track(data)?.map(\.x).max() == 10)
    #expect(!data.contains("."))
    var track = Track()
    track.run([(0, 5), (10, 5), (13, 0), (20, -40), (20, 7)].map { GridPoint(x: $0.0, y: $0.1) })
    #expect(track.data == "M0 5h10l3-5 7-40v47")
    track.run([GridPoint(x: 4, y: 4)])
    #expect(track.data == "M0 5h10l3-5 7-40v47M4 4h0")
  }

  @Test func `points on a straight line are left out, and no others`() {
    func kept(_ heights: [Int]) -> [Int] {
      Track.simplified(heights.enumerated().map { GridPoint(x: $0.offset * 10, y: $0.element) })
        .map { $0.x / 10 }
    }
    #expect(kept([0, 1, 2, 3, 4]) == [0, 4])
    #expect(kept([0, 0, 2, 0, 0]) == [0, 2, 4])
    #expect(kept([0, 0, 1, 0, 0]) == [0, 4])
    #expect(kept([0, 50, 100, 50, 0]) == [0, 2, 4])
    #expect(kept([7]) == [0] && kept([]) == [] && kept([7, 7]) == [0, 1])
    // There and back again: the turning point is not between the ends.
    let turn = [0, 90, 0].map { GridPoint(x: $0, y: 0) }
    #expect(Track.simplified(turn).count == 3)
    // Of a wild line nothing further than a tenth from what is kept is left out.
    var state: UInt64 = 7
    let wild = (0..<400).map { place in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return GridPoint(x: place * 3, y: Int(state >> 61))
    }
    let line = Track.simplified(wild).map { (x: Double($0.x), y: Double($0.y)) }
    #expect(line.count < wild.count)
    for point in wild {
      let height = ReadDrawing.height(of: line, at: Double(point.x)) ?? .infinity
      #expect(abs(height - Double(point.y)) <= 3, "\(point)")
      let distances = zip(line, line.dropFirst()).map { one, next in
        let (x, y) = (next.x - one.x, next.y - one.y)
        let along = min(
          max(((Double(point.x) - one.x) * x + (Double(point.y) - one.y) * y) / (x * x + y * y), 0),
          1)
        let (a, b) = (Double(point.x) - one.x - along * x, Double(point.y) - one.y - along * y)
        return (a * a + b * b).squareRoot()
      }
      #expect((distances.min() ?? .infinity) <= 1 + 1e-9)
    }
  }

  @Test func `text is broken between words, and within where it must be`() {
    let lines = Typography.lines("voorraad van asielzaken aan het eind van de maand", width: 120)
    #expect(lines.joined(separator: " ") == "voorraad van asielzaken aan het eind van de maand")
    #expect(lines.count > 2 && lines.allSatisfy { Typography.width($0) <= 120 })
    let broken = Typography.lines(String(repeating: "w", count: 50), width: 100)
    #expect(broken.joined().count == 50 && broken.allSatisfy { Typography.width($0) <= 100 })
    #expect(Typography.lines("", width: 100) == [])
    #expect(Typography.lines("a share of 60 %, or so", width: 70) == ["a share of", "60 %, or so"])
    let widths = (20..<120).map { Typography.lines("a share of 60 %, or so", width: Double($0)) }
    #expect(widths.filter { $0.count < 5 }.allSatisfy { !$0.contains { $0.hasPrefix("%") } })
    #expect(Typography.width("a", isBold: true) > Typography.width("a"))
  }

  @Test func `signs that XML does not allow are left out`() {
    #expect(Canvas.escaped("a\u{0}\u{B}b\n<c>&\"'") == "ab &lt;c&gt;&amp;&quot;&#39;")
  }
}
