public import Caseload

/// How much each factor matters to one result: a dot with its interval for each, the most influential first, on a common scale.
public struct IndexChart: Hashable, Sendable {
  /// What is measured.
  public enum Measure: Hashable, Sendable {
    /// Shares of the variance, in percent.
    case variance
    /// The mean size of the change over a factor's whole range, in the result's own unit.
    case movement
    /// Partial correlation of ranks, from −1 to 1.
    case correlation
    /// Multiple partial correlation of ranks of a group, from 0 to 1.
    case multipleCorrelation
  }

  /// An estimate with its interval.
  public struct Estimate: Hashable, Sendable {
    /// The value.
    public let value: Double
    /// Lower end of its interval.
    public let low: Double
    /// Upper end of its interval.
    public let high: Double

    /// Joins a value and its interval.
    public init(value: Double, low: Double, high: Double) {
      self.value = value
      self.low = low
      self.high = high
    }

    fileprivate var isFinite: Bool { value.isFinite }
  }

  /// A factor.
  public struct Row: Hashable, Sendable {
    /// Its name in the chart's language.
    public let name: String
    /// How much it matters, all ways counted.
    public let estimate: Estimate
    /// How much by itself, where that is known too.
    public let alone: Estimate?
    /// Whether it can be told from nought.
    public let isDistinguishable: Bool
    /// The claims that it rests on.
    public let claims: [String]

    /// States how much a factor matters.
    public init(
      name: String, estimate: Estimate, alone: Estimate? = nil, isDistinguishable: Bool,
      claims: [String]
    ) {
      self.name = name
      self.estimate = estimate
      self.alone = alone
      self.isDistinguishable = isDistinguishable
      self.claims = claims
    }
  }

  /// Name among the charts of a report.
  public let name: String
  /// The result and its month, in the chart's language: `voorraad, Asiel, dec 2028`.
  public let subject: String
  /// What is measured.
  public let measure: Measure
  /// The unit of movements in words: `zaken`.
  public let unit: String
  /// The factors in the order in which they are drawn; those without a number are left out.
  public let rows: [Row]
  /// How many more there are, which matter less.
  public let others: Int
  /// Identifiers of the claims on which the result rests.
  public let claims: [String]
  /// Level of the intervals, such as 0.95.
  public let confidence: Double
  /// Where the numbers come from.
  public let provenance: Provenance

  /// Describes a chart.
  public init(
    name: String, subject: String, measure: Measure, unit: String, rows: [Row], others: Int,
    claims: [String], confidence: Double, provenance: Provenance
  ) {
    self.name = name
    self.subject = subject
    self.measure = measure
    self.unit = unit
    self.rows = rows.filter(\.estimate.isFinite)
    self.others = others
    self.claims = claims
    self.confidence = confidence
    self.provenance = provenance
  }

  /// The most that names take of the width.
  private static let names = 190.0

  /// Draws it.
  public func drawing(_ language: Language) -> Drawing {
    var canvas = Canvas()
    let top = canvas.heading(title(language), explanation(language), claims: claims) + 10
    let lead = Typography.size * Typography.lead
    let lines = rows.map { Typography.lines($0.name, width: IndexChart.names) }
    let figures = rows.map { figure($0.estimate.value, language) }
    let left =
      (lines.joined().map { Typography.width($0) }.max() ?? 0) + 14
    let right = Canvas.width - (figures.map { Typography.width($0) }.max() ?? 0) - 14
    let scale = scale(from: left, to: right)
    var (bottom, middles): (Double, [Double]) = (top, [])
    for line in lines {
      let height = max(Canvas.target, Double(line.count) * lead + 7)
      middles.append(bottom + height / 2)
      bottom += height
    }
    for tick in scale.ticks {
      canvas.line(
        Point(x: scale(tick), y: top), Point(x: scale(tick), y: bottom),
        tick == 0 ? .ink : .grid)
    }
    for (place, row) in rows.enumerated() {
      let middle = middles[place]
      let first = middle - Double(lines[place].count) * lead / 2
      let mark = Mark(label: "\(row.name): \(figures[place])", claims: row.claims)
      for (line, text) in lines[place].enumerated() {
        canvas.text(
          text, Point(x: 0, y: first + Double(line) * lead + Typography.size), mark: mark)
      }
      canvas.text(figures[place], Point(x: Canvas.width, y: middle + Typography.size / 3), .end)
      let half = middle - first + 3
      canvas.target(
        mark,
        Box(left: 0, top: middle - half, right: Canvas.width, bottom: middle + half))
      let shift = row.alone == nil ? 0.0 : 4
      if let alone = row.alone {
        draw(alone, at: middle - shift, .other, isHollow: true, scale, on: &canvas)
      }
      draw(
        row.estimate, at: middle + shift, colour(row.estimate.value), isHollow: false, scale,
        on: &canvas)
    }
    bottom = canvas.numbers(of: scale, top: bottom, language)
    let end = canvas.source(provenance.line(language), top: bottom + 6)
    return Drawing(
      name: name, title: title(language), description: description(language), language: language,
      height: end, canvas: canvas)
  }

  private func draw(
    _ estimate: Estimate, at height: Double, _ colour: Colour, isHollow: Bool, _ scale: Scale,
    on canvas: inout Canvas
  ) {
    guard estimate.isFinite else { return }
    let (low, high) = (scale(estimate.low), scale(estimate.high))
    if low.isFinite, high.isFinite {
      canvas.whisker(Point(x: low, y: height), Point(x: high, y: height), colour)
    }
    canvas.dot(
      Point(x: scale(estimate.value), y: height), radius: 3.4, colour, isHollow: isHollow)
  }

  /// The scale; whiskers that reach below nought by little have their place left of it, without a step of their own.
  private func scale(from: Double, to: Double) -> Scale {
    let numbers = rows.flatMap { row in
      [row.estimate, row.alone].compactMap { $0 }.flatMap { [$0.value, $0.low, $0.high] }
    }.filter(\.isFinite)
    let margin = 12.0
    let high = max(0, numbers.max() ?? 0)
    let isBelow = numbers.contains { -$0 / high * (to - from - margin) > margin }
    return Scale(
      holding: isBelow ? numbers : numbers.map { max(0, $0) }, from: from + (isBelow ? 0 : margin),
      to: to, intervals: 3)
  }

  /// A correlation has a direction, and so a colour.
  private func colour(_ value: Double) -> Colour {
    guard measure == .correlation else { return .middle }
    return value < 0 ? .fall : .rise
  }

  private func figure(_ value: Double, _ language: Language) -> String {
    switch measure {
    case .variance: language.percent(value / 100, decimals: abs(value) < 10 ? 1 : 0)
    case .movement: scale(from: 0, to: 1).figure(value, language)
    case .correlation, .multipleCorrelation: language.format(value, decimals: 2)
    }
  }

  /// What is seen: the factor that matters most.
  func title(_ language: Language) -> String {
    let dutch = language == .nl
    guard let first = rows.first(where: \.isDistinguishable) else {
      return dutch
        ? "\(subject): van geen factor is te zien dat hij verschil maakt"
        : "\(subject): no factor can be seen to make a difference"
    }
    let size = figure(first.estimate.value, language)
    switch measure {
    case .variance:
      return dutch
        ? "\(subject): ‘\(first.name)’ verklaart \(size) van de variantie"
        : "\(subject): ‘\(first.name)’ explains \(size) of the variance"
    case .movement:
      return dutch
        ? "\(subject): ‘\(first.name)’ beweegt het het meest, gemiddeld \(size)\(unit.isEmpty ? "" : " \(unit)")"
        : "\(subject): ‘\(first.name)’ moves it most, \(size)\(unit.isEmpty ? "" : " \(unit)") on average"
    case .correlation, .multipleCorrelation:
      return dutch
        ? "\(subject): gaat het meest samen met ‘\(first.name)’"
        : "\(subject): goes along most with ‘\(first.name)’"
    }
  }

  private func explanation(_ language: Language) -> String {
    let dutch = language == .nl
    let level = language.percent(confidence)
    let inUnit = unit.isEmpty ? "" : ", in \(unit)"
    var text: String
    switch measure {
    case .variance:
      text =
        dutch
        ? "Deel van de variantie dat een factor verklaart: dicht in totaal, open op zichzelf."
        : "Share of the variance that a factor explains: solid in total, open by itself."
    case .movement:
      text =
        dutch
        ? "Hoe groot de verandering gemiddeld is als een factor over zijn halve bereik beweegt, omgerekend naar zijn hele (μ*)\(inUnit)."
        : "How large the change is on average when a factor moves over half its range, scaled to the whole (μ*)\(inUnit)."
    case .correlation:
      text =
        dutch
        ? "Partiële rangcorrelatie, van −1 tot 1: hoe het resultaat met een factor meegaat, los van alle andere. Oranje stijgt mee, blauw daalt ertegenin."
        : "Partial rank correlation, −1 to 1: how the result goes with a factor, apart from all others. Orange rises with it, blue falls."
    case .multipleCorrelation:
      text =
        dutch
        ? "Meervoudige partiële rangcorrelatie, van 0 tot 1: hoe het resultaat met een groep meegaat, los van alle andere."
        : "Multiple partial rank correlation, 0 to 1: how the result goes with a group, apart from all others."
    }
    text += dutch ? " Strepen: interval van \(level)." : " Whiskers: \(level) interval."
    if others > 0 {
      let count = language.format(Double(others))
      text += dutch ? " Nog \(count) doen er minder toe." : " Another \(count) matter less."
    }
    return text
  }

  private func description(_ language: Language) -> String {
    let dutch = language == .nl
    let rows = rows.map { row -> String in
      let ends = [row.estimate.low, row.estimate.high].map { figure($0, language) }
      return
        "\(row.name): \(figure(row.estimate.value, language)) (\(ends[0]) \(dutch ? "tot" : "to") \(ends[1]))."
    }
    return ([explanation(language)] + rows).joined(separator: " ")
  }
}
