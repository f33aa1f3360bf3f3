import Caseload

@testable import Charts

/// Charts of made-up numbers, for tests.
enum Samples {
  static let provenance = Provenance(
    scenario: "test", title: "A test", runs: 10_000, seed: 7, isCentral: false)
  static let central = Provenance(
    scenario: "test", title: "A test", runs: 1, seed: 7, isCentral: true)
  static let calendar = Calendar(start: YearMonth(year: 2025, month: 9), months: 88)

  /// A fan that opens slowly around a line from `start` that changes by `slope` a month; every number differs from the one before.
  static func fan(months: Int = 88, start: Double = 50_000, slope: Double = -300) -> Fan {
    let stock = [-1.6, -0.7, 0, 0.7, 1.6].map { spread in
      (1...months).map { month in
        start + slope * Double(month) + spread * (start / 40) * Double(month).squareRoot()
      }
    }
    return Fan(start: start, stock: stock, overdue: stock.map { $0.map { $0 * 0.6 } })
  }

  /// A fan that is the same number everywhere.
  static func level(_ number: Double, months: Int = 12) -> Fan {
    let quantiles = Array(repeating: Array(repeating: number, count: months), count: 5)
    return Fan(start: number, stock: quantiles, overdue: quantiles)
  }

  static func phase(_ day: String, until end: String? = nil) -> Phase {
    let days = [day, end ?? "2099-01-01"].compactMap { Day($0) }
    return Phase(onset: .step(days[0]), ending: end == nil ? nil : .step(days[1]))
  }

  static var levers: [LeverMark] {
    let gradual = Day("2026-09-01").map { Phase.Onset.logistic(midpoint: $0, width: 14) }
    return [
      LeverMark(
        levers: [
          Mark(label: "A measure with a name that is long enough to be broken", claims: ["C01"]),
          Mark(label: "Another one of these that is broken", claims: ["C02", "C03"]),
        ], phase: phase("2026-06-12")),
      LeverMark(
        levers: [Mark(label: "From the beginning", claims: ["C04"])],
        phase: phase("2025-09-01", until: "2028-01-01")),
      LeverMark(
        levers: [Mark(label: "Slowly", claims: ["C04"])],
        phase: Phase(onset: gradual ?? .always, ending: nil)),
      LeverMark(levers: [Mark(label: "Always there", claims: ["C04"])], phase: .always),
      LeverMark(levers: [Mark(label: "Long past", claims: ["C04"])], phase: phase("2020-01-01")),
      LeverMark(levers: [Mark(label: "Far away", claims: ["C04"])], phase: phase("2050-01-01")),
    ]
  }

  static func fanChart(
    _ fan: Fan = fan(), subject: String = "Asylum", name: String = "stock.asylum",
    history: History = History(), levers: [LeverMark] = levers,
    provenance: Provenance = provenance
  ) -> FanChart {
    FanChart(
      name: name, subject: subject,
      calendar: Calendar(start: calendar.start, months: fan.stock[0].count), fan: fan,
      history: history, claims: ["C01", "C02"], overdueClaims: ["C01"], levers: levers,
      provenance: provenance)
  }

  /// Figures of 3, 8, 30 and 40 months before the start, with a gap that is not joined, and overdue ones.
  static let history = History(
    stock: [(3, 49_000.0), (40, 20_000), (8, 48_000), (30, 30_000)].map {
      .init(month: -$0.0, cases: $0.1, publisher: $0.0 == 8 ? "Office" : "A newspaper of note")
    },
    overdue: [(9, 5_500.0), (3, 9_000)].map {
      .init(month: -$0.0, cases: $0.1, publisher: "Office")
    })

  static func multiples(_ fans: [Fan], provenance: Provenance = provenance) -> SmallMultiples {
    SmallMultiples(
      name: "streams", calendar: Calendar(start: calendar.start, months: fans[0].stock[0].count),
      panels: fans.enumerated().map {
        SmallMultiples.Panel(
          subject: "Stream number \($0.offset) with a longer name than fits", fan: $0.element,
          claims: ["C0\($0.offset)"])
      }, provenance: provenance)
  }

  static func waterfall(_ values: [Double], without: Double = 60_000) -> Waterfall {
    let sum = values.filter(\.isFinite).reduce(0, +)
    let error = abs(sum) / 50
    return Waterfall(
      name: "attribution.stock", subject: "Asylum, stock, Dec 2028", unit: "cases",
      without: without, claimsWithout: ["C09"],
      steps: values.enumerated().map { index, value in
        Waterfall.Step(
          name: "Lever \(index) with a name that takes more than the half of a line",
          value: value, low: value - abs(value) / 10, high: value + abs(value) / 10,
          claims: index == 1 ? [] : ["C1\(index)"])
      },
      whole: Waterfall.Step(
        name: "", value: sum, low: sum - error, high: sum + error, claims: ["C09", "C10"]),
      confidence: 0.95, provenance: provenance)
  }

  static func answer(
    _ differences: [Double], error: Double = 40, provenance: Provenance = provenance
  ) -> AnswerChart {
    AnswerChart(
      name: "answer.Q1", question: "What does it change?", levers: ["One measure", "Another"],
      subject: "Asylum, stock", unit: "cases", calendar: calendar,
      figures: differences.enumerated().map { index, difference in
        AnswerChart.Figure(
          month: 15 + 24 * index, with: 30_000 + difference, without: 30_000,
          difference: difference, standardError: error,
          low: difference - 3000, high: difference + 2000,
          claims: ["C2\(index)"])
      }, provenance: provenance)
  }

  /// Factors of which the first makes most of a difference; every third is a switch, and the last makes none.
  static func tornado(
    _ sizes: [Double] = [-9000, 7000, 5000, -4000, 900, 40, 0], base: Double = 33_000,
    error: Double = 300, names: String = "A factor with a name that takes more than a line of text"
  ) -> TornadoChart {
    func end(_ value: Double, _ error: Double) -> TornadoChart.End {
      TornadoChart.End(value: value, low: value - error, high: value + error)
    }
    return TornadoChart(
      name: "tornado.stock", subject: "Stock, Asylum, Dec 2028", unit: "cases", base: base,
      claims: ["C09", "C10"],
      bars: sizes.enumerated().map { index, size in
        TornadoChart.Bar(
          name: "\(names), \(index)", isSwitch: index.isMultiple(of: 3),
          atLow: end(base - size * 0.4, 3 * error), atHigh: end(base + size * 0.6, 3 * error),
          difference: end(size, size == 0 ? 0 : error),
          claims: index == 2 ? [] : ["C3\(index)"])
      }, confidence: 0.95, provenance: provenance)
  }

  /// Shares that move from the first factor to the last, with chance of a tenth; `reach` is what all of them add up to.
  static func areas(
    factors count: Int = 9, months: [Int] = Array(stride(from: 3, to: 88, by: 3)),
    reach: Double = 0.9, error: Double = 0.02,
    share: (_ factor: Int, _ place: Int) -> Double? = { _, _ in nil }
  ) -> IndexAreas {
    let factors = (0...count).map { factor in
      IndexAreas.Factor(
        name: factor == 0 ? "Chance" : "Factor \(factor) with a name of several words",
        isChance: factor == 0,
        shares: months.indices.map { place in
          let time = Double(place) / Double(max(1, months.count - 1))
          let weights = (1...max(1, count)).map { other in
            1 / (1 + (Double(other) - 1 - 3 * time) * (Double(other) - 1 - 3 * time))
          }
          let whole = weights.reduce(0, +)
          let value =
            share(factor, place)
            ?? (factor == 0 ? 0.1 : (reach - 0.1) * weights[factor - 1] / whole)
          return IndexAreas.Share(value: value, low: value - error, high: value + error)
        }, claims: factor == 0 ? [] : ["C4\(factor)"])
    }
    return IndexAreas(
      name: "variance.stock", subject: "Stock, Asylum", calendar: calendar, months: months,
      factors: factors, claims: ["C01"], confidence: 0.95, provenance: provenance)
  }

  /// Factors of which the first matters most and the last cannot be told from nought.
  static func indices(
    _ values: [Double] = [76, 5.2, 4, 2.8, 1.6, -0.1], measure: IndexChart.Measure = .variance,
    error: Double = 0.6, unit: String = "cases", hasAlone: Bool = true
  ) -> IndexChart {
    func estimate(_ value: Double) -> IndexChart.Estimate {
      IndexChart.Estimate(value: value, low: value - error, high: value + error)
    }
    return IndexChart(
      name: "indices.stock", subject: "Stock, Asylum, Dec 2028", measure: measure, unit: unit,
      rows: values.enumerated().map { index, value in
        IndexChart.Row(
          name: index.isMultiple(of: 2)
            ? "Factor \(index)"
            : "A factor with a name that takes more than a line of text, \(index)",
          estimate: estimate(value), alone: hasAlone ? estimate(value * 0.9) : nil,
          isDistinguishable: abs(value) > error, claims: index == 2 ? [] : ["C5\(index)"])
      }, others: 144, claims: ["C09", "C10"], confidence: 0.95, provenance: provenance)
  }

  /// Charts of every kind: usual ones, and those of numbers that no study should give but some will.
  static var all: [(what: String, drawing: (Language) -> Drawing)] {
    var gaps = Array(repeating: 1000.0, count: 24)
    for month in [3, 10, 17] { gaps[month] = .nan }
    gaps[12] = .infinity
    let overdue = (0..<24).map { month in month.isMultiple(of: 2) ? Double.nan : 10 }
    let broken = Fan(
      start: .nan, stock: (0..<5).map { place in gaps.map { $0 + 100 * Double(place) } },
      overdue: Array(repeating: overdue, count: 5))
    let charts: [(String, FanChart)] = [
      ("fan", fanChart()), ("central", fanChart(provenance: central)),
      ("rising", fanChart(fan(start: 800, slope: 40))),
      ("nought", fanChart(level(0))), ("nothing", fanChart(level(.nan))),
      ("endless", fanChart(level(.infinity))), ("broken", fanChart(broken)),
      ("one month", fanChart(fan(months: 1))), ("two months", fanChart(fan(months: 2))),
      ("two centuries", fanChart(fan(months: 2400, slope: 1))),
      ("huge", fanChart(level(3e12))), ("tiny", fanChart(level(0.003))),
      ("close", fanChart(level(5000))), ("history", fanChart(history: history)),
      ("central history", fanChart(history: history, provenance: central)),
      ("history of few months", fanChart(fan(months: 7), history: history)),
      ("history without runs", fanChart(level(.nan, months: 88), history: history)),
      (
        "last month",
        fanChart(
          fan(months: 2),
          history: History(stock: [.init(month: -1, cases: 3e5, publisher: "Office")]))
      ),
    ]
    let several: [(String, SmallMultiples)] = [
      (
        "multiples",
        multiples([fan(), fan(start: 900, slope: 1), level(0, months: 88), fan(start: 40_000)])
      ),
      ("one stream", multiples([fan()])), ("no cases", multiples([level(0), level(.nan)])),
      ("central multiples", multiples([fan(), fan(start: 30_000)], provenance: central)),
      ("one month of streams", multiples([fan(months: 1), fan(months: 1, start: 10)])),
    ]
    let falls: [(String, Waterfall)] = [
      ("waterfall", waterfall([-7779, -3168, 1068, -877, -20])),
      ("no levers", waterfall([])), ("levers without effect", waterfall([0, 0])),
      ("below nought", waterfall([-300, 500, -900], without: 200)),
      ("unknown share", waterfall([-300, .nan])), ("nothing at all", waterfall([], without: 0)),
      ("unknown start", waterfall([-300], without: .nan)),
    ]
    let answers: [(String, AnswerChart)] = [
      ("answer", answer([-2656, -12_468, -19_559])), ("up and down", answer([-500, 700])),
      ("one figure", answer([3])), ("no difference", answer([0, 0], error: 0)),
      ("unknown difference", answer([.nan, .infinity, -4000])),
      ("unknown error", answer([-40, -50], error: .nan)),
      ("central answer", answer([-2656, -12_468], error: .nan, provenance: central)),
    ]
    let tornados: [(String, TornadoChart)] = [
      ("tornado", tornado()), ("no factors", tornado([])),
      ("factors without effect", tornado([0, 0])),
      ("many factors", tornado((1...30).map { Double($0 * 100) }, names: "F")),
      ("rivals", tornado([500, -480, 100])), ("unknown base", tornado(base: .nan)),
      ("unknown swing", tornado([.nan, 300, .infinity])),
      ("unknown errors", tornado(error: .nan)), ("wide errors", tornado(error: 40_000)),
      ("small numbers", tornado([0.02, -0.013], base: 0.4, error: 0.001)),
      ("huge numbers", tornado([3e12, -2e11], base: 5e12, error: 1e9)),
    ]
    let layers: [(String, IndexAreas)] = [
      ("areas", areas()), ("one month of shares", areas(months: [40])),
      ("two months of shares", areas(months: [40, 41])),
      ("more than all", areas(reach: 1.2)), ("few factors", areas(factors: 1)),
      ("no factors but chance", areas(factors: 0)), ("nothing varies", areas { _, _ in 0 }),
      ("nothing known", areas { _, _ in .nan }), ("unknown errors of shares", areas(error: .nan)),
      ("months without variance", areas { _, place in place < 4 || place == 9 ? 0 : nil }),
      ("one month varies", areas { _, place in place == 9 ? nil : 0 }),
      ("below nought", areas { factor, _ in factor == 2 ? -0.05 : nil }),
      ("ends early", areas(months: [3, 9, 30])),
    ]
    let dots: [(String, IndexChart)] = [
      ("indices", indices()), ("indices of nothing", indices([])),
      ("one factor alone", indices([40], hasAlone: false)),
      ("nothing shows", indices([0.1, -0.2])), ("no influence", indices([0, 0], error: 0)),
      ("movements", indices([16_427, 11_135, 9492], measure: .movement, hasAlone: false)),
      ("correlations", indices([0.2, -0.19, 0.01], measure: .correlation, error: 0.02)),
      ("groups", indices([0.9, 0.1], measure: .multipleCorrelation, error: 0.02, hasAlone: false)),
      ("wide intervals", indices(error: 400)), ("unknown intervals", indices(error: .nan)),
      ("endless intervals", indices(error: .infinity)),
      ("unknown index", indices([.nan, 3, .infinity])),
      ("huge movements", indices([3e12, 2e9], measure: .movement, error: 1e9, unit: "euro")),
      ("tiny movements", indices([0.02, 0.003], measure: .movement, error: 1e-4, unit: "")),
    ]
    return charts.map { ($0.0, $0.1.drawing) } + dots.map { ($0.0, $0.1.drawing) }
      + tornados.map { ($0.0, $0.1.drawing) }
      + layers.map { ($0.0, $0.1.drawing) } + several.map { ($0.0, $0.1.drawing) }
      + falls.map { ($0.0, $0.1.drawing) } + answers.map { ($0.0, $0.1.drawing) } + differences
  }
}
