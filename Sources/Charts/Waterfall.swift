public import Caseload

/// What each measure or development contributes to the difference between a world without any and the scenario: the shares, stacked one after the other.
public struct Waterfall: Hashable, Sendable {
  /// A contribution.
  public struct Step: Hashable, Sendable {
    /// Its name in the chart's language.
    public let name: String
    /// What it adds, in the chart's unit.
    public let value: Double
    /// Lower end of its interval.
    public let low: Double
    /// Upper end of its interval.
    public let high: Double
    /// Identifiers of the claims on which it rests.
    public let claims: [String]

    /// States a contribution with its interval and its claims.
    public init(name: String, value: Double, low: Double, high: Double, claims: [String]) {
      self.claims = claims
      self.name = name
      self.value = value
      self.low = low
      self.high = high
    }
  }

  /// Name among the charts of a report.
  public let name: String
  /// What is explained and when, in the chart's language: `voorraad, Asiel, dec 2028`.
  public let subject: String
  /// The unit in words: `zaken`.
  public let unit: String
  /// The number in the world without any of it.
  public let without: Double
  /// Identifiers of the claims on which that number rests.
  public let claimsWithout: [String]
  /// Contributions in the order in which they are drawn; those that are not finite are left out.
  public let steps: [Step]
  /// All contributions together, with the interval of their sum and the claims on which the number of the scenario rests.
  public let whole: Step
  /// Level of the intervals, such as 0.95.
  public let confidence: Double
  /// Where the numbers come from.
  public let provenance: Provenance

  /// Describes a chart.
  public init(
    name: String, subject: String, unit: String, without: Double, claimsWithout: [String],
    steps: [Step], whole: Step, confidence: Double, provenance: Provenance
  ) {
    self.name = name
    self.subject = subject
    self.unit = unit
    self.without = without
    self.claimsWithout = claimsWithout
    self.steps = steps.filter { $0.value.isFinite }
    self.whole = whole
    self.confidence = confidence
    self.provenance = provenance
  }

  /// A bar of the chart.
  private struct Row {
    let name: String
    let figure: String
    let from: Double
    let to: Double
    let interval: (low: Double, high: Double)?
    let colour: Colour
    let isTotal: Bool
    let claims: [String]

    var mark: Mark { Mark(label: "\(name): \(figure)", claims: claims) }
  }

  /// Draws it.
  public func drawing(_ language: Language) -> Drawing {
    var canvas = Canvas()
    let rows = rows(language)
    var height = canvas.heading(title(language), explanation(language), claims: whole.claims) + 12
    let numbers = rows.flatMap { row -> [Double] in
      [row.from, row.to] + (row.interval.map { [$0.low, $0.high] } ?? [])
    }
    let scale = Scale(holding: numbers, from: 14, to: Canvas.width - 24)
    let lead = Typography.size * Typography.lead
    // Where every bar stands, so that the lines of the scale can be drawn below all of them.
    var tops: [Double] = []
    let lines = rows.map { row in
      Typography.lines(
        row.name,
        width: Canvas.width - Typography.width(row.figure, isBold: row.isTotal) - 12,
        isBold: row.isTotal)
    }
    for line in lines {
      tops.append(height)
      height += Double(max(1, line.count)) * lead + 3 + 12 + 7
    }
    let bars = zip(tops, lines).map { $0 + Double(max(1, $1.count)) * lead + 3 }
    // The lines of the scale run behind the bars only: through the texts they would be in the way.
    for tick in scale.ticks.filter({ $0 != 0 }) + [0] {
      for bar in bars {
        canvas.line(
          Point(x: scale(tick), y: bar - 2), Point(x: scale(tick), y: bar + 14),
          tick == 0 ? .ink : .grid)
      }
    }
    for (row, (bar, next)) in zip(rows, zip(bars, bars.dropFirst())) {
      let place = scale(row.to)
      guard place.isFinite else { continue }
      canvas.line(
        Point(x: place, y: bar + 12), Point(x: place, y: next), .lever, width: 0.8, dash: "20 20")
    }
    for (index, row) in rows.enumerated() {
      name(row, lines[index], on: &canvas, top: tops[index])
      canvas.target(
        row.mark,
        Box(left: 0, top: tops[index], right: Canvas.width, bottom: bars[index] + 14))
    }
    for (row, bar) in zip(rows, bars) { fill(row, on: &canvas, scale: scale, bar: bar) }
    for (row, bar) in zip(rows, bars) {
      guard let interval = row.interval else { continue }
      let (low, high) = (scale(interval.low), scale(interval.high))
      if low.isFinite, high.isFinite {
        canvas.whisker(Point(x: low, y: bar + 6), Point(x: high, y: bar + 6), .ink)
      }
    }
    height = canvas.numbers(of: scale, top: height - 4, language)
    let end = canvas.source(provenance.line(language), top: height + 6)
    return Drawing(
      name: name, title: title(language), description: description(language), language: language,
      height: end, canvas: canvas)
  }

  private func name(_ row: Row, _ lines: [String], on canvas: inout Canvas, top: Double) {
    for (line, text) in lines.enumerated() {
      canvas.text(
        text,
        Point(
          x: 0, y: top + Typography.size + Double(line) * Typography.size * Typography.lead),
        isBold: row.isTotal, hasPaper: true, mark: row.mark)
    }
    canvas.text(
      row.figure, Point(x: Canvas.width, y: top + Typography.size), .end, isBold: row.isTotal,
      hasPaper: true)
  }

  private func fill(_ row: Row, on canvas: inout Canvas, scale: Scale, bar: Double) {
    let (from, to) = (scale(row.from), scale(row.to))
    guard from.isFinite, to.isFinite else { return }
    canvas.bar(
      Box(left: min(from, to), top: bar, right: max(from, to), bottom: bar + 12), row.colour)
  }

  private func rows(_ language: Language) -> [Row] {
    let dutch = language == .nl
    let scale = Scale(
      holding: [without, without + whole.value] + steps.map(\.value), from: 0, to: 1)
    func number(_ value: Double) -> String { scale.figure(value, language) }
    var sum = without
    var rows = [
      Row(
        name: dutch ? "Zonder dit alles" : "Without any of this", figure: number(without),
        from: 0, to: without, interval: nil, colour: .ink, isTotal: true,
        claims: claimsWithout)
    ]
    for step in steps {
      let from = sum
      sum += step.value
      let half = (step.high - step.low) / 2
      rows.append(
        Row(
          name: step.name,
          figure: (step.value > 0 ? "+" : "") + number(step.value)
            + (half.isFinite ? " ± \(number(half))" : ""),
          from: from, to: sum,
          interval: step.low.isFinite && step.high.isFinite
            ? (from + step.low, from + step.high) : nil,
          colour: step.value > 0 ? .rise : .fall, isTotal: false, claims: step.claims))
    }
    rows.append(
      Row(
        name: dutch ? "Met dit alles: het scenario" : "With all of it: the scenario",
        figure: number(sum), from: 0, to: sum, interval: nil, colour: .ink, isTotal: true,
        claims: whole.claims))
    return rows
  }

  /// What is seen: the largest contribution, and the whole.
  func title(_ language: Language) -> String {
    let dutch = language == .nl
    let scale = Scale(holding: [without, without + whole.value], from: 0, to: 1)
    let size = scale.figure(abs(whole.value), language)
    guard whole.value.isFinite, whole.low * whole.high > 0 else {
      return dutch
        ? "\(subject): alles samen maakt geen aantoonbaar verschil"
        : "\(subject): all together make no difference that shows"
    }
    let isLess = whole.value < 0
    return dutch
      ? "\(subject): alles samen \(size) \(unit) \(isLess ? "minder" : "meer")"
      : "\(subject): all together \(size) \(unit) \(isLess ? (unit.hasPrefix("cases") ? "fewer" : "less") : "more")"
  }

  private func explanation(_ language: Language) -> String {
    let dutch = language == .nl
    let level = language.percent(confidence)
    return dutch
      ? "Aandeel van elke maatregel of ontwikkeling in het verschil (Shapley-waarde), gemiddeld over de trekkingen, in \(unit); blauw verlaagt, oranje verhoogt. Strepen en ±: interval van \(level)."
      : "Share of every measure or development in the difference (Shapley value), mean over runs, in \(unit); blue lowers, orange raises. Whiskers and ±: \(level) interval."
  }

  private func description(_ language: Language) -> String {
    let rows = rows(language).map { "\($0.name): \($0.figure)." }
    return ([explanation(language)] + rows).joined(separator: " ")
  }
}

extension Canvas {
  /// Names as many of a lying scale's round numbers as there is room for; gives the height below.
  mutating func numbers(of scale: Scale, top: Double, _ language: Language) -> Double {
    var clear = -Double.infinity
    for tick in scale.ticks {
      let name = scale.label(tick, language)
      let half = Typography.width(name) / 2
      let place = min(max(scale(tick), half), Canvas.width - half)
      guard place - half >= clear else { continue }
      text(name, Point(x: place, y: top + Typography.size), .middle, colour: .explanation)
      clear = place + half + 8
    }
    return top + Typography.size * Typography.lead
  }
}
