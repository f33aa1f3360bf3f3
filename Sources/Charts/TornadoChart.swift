public import Caseload

/// What a result does when one factor goes from its low to its high level and all else stays as drawn: a bar a factor, the longest first.
///
/// Lengths are differences with the mean of the runs as they are drawn, so that they begin at nought; the numbers at the ends are the result itself.
public struct TornadoChart: Hashable, Sendable {
  /// The result with a factor at one of its levels.
  public struct End: Hashable, Sendable {
    /// Its mean.
    public let value: Double
    /// Lower end of the interval of the mean.
    public let low: Double
    /// Upper end of it.
    public let high: Double

    /// States a mean with its interval.
    public init(value: Double, low: Double, high: Double) {
      self.value = value
      self.low = low
      self.high = high
    }
  }

  /// A factor.
  public struct Bar: Hashable, Sendable {
    /// Its name in the chart's language.
    public let name: String
    /// Whether it is a measure or development that is off or on, rather than a number that is low or high.
    public let isSwitch: Bool
    /// The result with the factor at its low level, or off.
    public let atLow: End
    /// The result with the factor at its high level, or on.
    public let atHigh: End
    /// The mean difference from low to high, run by run, with an interval that is far narrower than those of the ends.
    public let difference: End
    /// Identifiers of the claims on which the factor rests.
    public let claims: [String]

    /// Joins what is known of a factor.
    public init(
      name: String, isSwitch: Bool, atLow: End, atHigh: End, difference: End, claims: [String]
    ) {
      self.name = name
      self.isSwitch = isSwitch
      self.atLow = atLow
      self.atHigh = atHigh
      self.difference = difference
      self.claims = claims
    }

    /// How long it is.
    fileprivate var size: Double { abs(difference.value) }

    /// Whether its difference can be told from nought.
    fileprivate var isCertain: Bool { difference.low * difference.high > 0 }
  }

  /// Name among the charts of a report.
  public let name: String
  /// What is looked at, in the chart's language: `stock, Asylum, Dec 2028`.
  public let subject: String
  /// The unit in words: `cases`.
  public let unit: String
  /// The mean of the result with every factor as drawn.
  public let base: Double
  /// Identifiers of the claims on which the result rests.
  public let claims: [String]
  /// All factors; the chart draws the twelve that make the largest differences, and leaves out those that make none.
  public let bars: [Bar]
  /// Level of the intervals, such as 0.95.
  public let confidence: Double
  /// Where the numbers come from.
  public let provenance: Provenance

  /// Factors that are drawn at most.
  static let most = 12
  private static let bar = 14.0

  /// Describes a chart.
  public init(
    name: String, subject: String, unit: String, base: Double, claims: [String], bars: [Bar],
    confidence: Double, provenance: Provenance
  ) {
    self.name = name
    self.subject = subject
    self.unit = unit
    self.base = base
    self.claims = claims
    self.bars = bars
    self.confidence = confidence
    self.provenance = provenance
  }

  /// The factors that make a difference, those that make the largest first.
  private var ordered: [Bar] {
    bars.enumerated().filter {
      $0.element.size.isFinite && $0.element.size > 0 && $0.element.atLow.value.isFinite
        && $0.element.atHigh.value.isFinite
    }.sorted { ($1.element.size, $0.offset) < ($0.element.size, $1.offset) }.map(\.element)
  }

  /// Those that are drawn.
  private var drawn: [Bar] { base.isFinite ? Array(ordered.prefix(TornadoChart.most)) : [] }

  /// Draws it.
  public func drawing(_ language: Language) -> Drawing {
    var canvas = Canvas()
    let drawn = drawn
    var height = canvas.heading(title(language), explanation(language), claims: claims) + 12
    if !drawn.isEmpty { height = draw(drawn, on: &canvas, top: height, language) }
    if let rest = rest(language) {
      height =
        canvas.paragraph(
          rest, left: 0, top: height, width: Canvas.width, colour: .explanation) + 4
    }
    let end = canvas.source(provenance.line(language), top: height + 4)
    return Drawing(
      name: name, title: title(language), description: description(language), language: language,
      height: end, canvas: canvas)
  }

  /// Draws the bars with what stands around them; gives the height below.
  private func draw(
    _ drawn: [Bar], on canvas: inout Canvas, top: Double, _ language: Language
  ) -> Double {
    let lead = Typography.size * Typography.lead
    let words = drawn.map { self.words($0, language) }
    let ends = drawn.map { self.ends($0, language) }
    // The numbers at the ends stand beside the longest bars.
    func room(_ side: KeyPath<Sides, Side>) -> Double {
      (ends.map { Typography.width($0[keyPath: side].text) }.max() ?? 0) + 6
    }
    let scale = Scale(
      holding: ends.flatMap { [$0.left, $0.right].flatMap { [$0.from, $0.to] } },
      from: room(\.left), to: Canvas.width - room(\.right))
    var height = top + lead + 6
    var tops: [Double] = []
    var bars: [Double] = []
    for (bar, words) in zip(drawn, words) {
      let lines = Canvas.lines(
        [Canvas.Run(text: bar.name, mark: words.mark)],
        width: Canvas.width - Typography.width(words.figure) - 12)
      tops.append(height)
      bars.append(height + Double(max(1, lines.count)) * lead + 2)
      height = bars[bars.count - 1] + TornadoChart.bar + 8
    }
    rules(scale, on: &canvas, bars: bars, from: top + lead + 2)
    base(scale, on: &canvas, top: top, language)
    for (place, bar) in drawn.enumerated() {
      let words = words[place]
      _ = canvas.paragraph(
        [Canvas.Run(text: bar.name, mark: words.mark)], left: 0, top: tops[place],
        width: Canvas.width - Typography.width(words.figure) - 12, hasPaper: true)
      canvas.text(
        words.figure, Point(x: Canvas.width, y: tops[place] + Typography.size), .end,
        hasPaper: true)
      canvas.target(
        words.mark,
        Box(
          left: 0, top: tops[place], right: Canvas.width,
          bottom: bars[place] + TornadoChart.bar + 2))
    }
    for (sides, bar) in zip(ends, bars) {
      let (left, right) = (sides.left, sides.right)
      let (from, to) = (scale(min(left.from, right.from)), scale(max(left.to, right.to)))
      canvas.text(
        left.text, Point(x: from - 5, y: bar + 11.5), .end, colour: .explanation, hasPaper: true)
      canvas.text(
        right.text, Point(x: to + 5, y: bar + 11.5), colour: .explanation, hasPaper: true)
    }
    for (bar, place) in zip(drawn, bars) { fill(bar, on: &canvas, scale: scale, top: place) }
    for (sides, bar) in zip(ends, bars) {
      // One a little higher than the other, so that both are seen where they overlap.
      for (side, y) in [(sides.left, bar + 4), (sides.right, bar + 10)] {
        canvas.whisker(
          Point(x: scale(side.low), y: y), Point(x: scale(side.high), y: y), .ink, width: 1)
      }
    }
    return differences(of: scale, on: &canvas, top: height - 4, language) + 4
  }

  /// The lines of the scale, behind the bars only; that of the base goes on all the way.
  private func rules(_ scale: Scale, on canvas: inout Canvas, bars: [Double], from top: Double) {
    for tick in scale.ticks where tick != 0 {
      for bar in bars {
        canvas.line(
          Point(x: scale(tick), y: bar - 1), Point(x: scale(tick), y: bar + TornadoChart.bar + 1),
          .grid)
      }
    }
    guard let last = bars.last else { return }
    canvas.line(
      Point(x: scale(0), y: top), Point(x: scale(0), y: last + TornadoChart.bar + 4), .ink)
  }

  /// Names the base above its line.
  private func base(_ scale: Scale, on canvas: inout Canvas, top: Double, _ language: Language) {
    let text = "\(language == .nl ? "basis" : "base") \(number(base, language))"
    let half = Typography.width(text, isBold: true) / 2
    let place = min(max(scale(0), half), Canvas.width - half)
    let mark = Mark(label: "\(subject): \(text) \(unit)", claims: claims)
    canvas.text(text, Point(x: place, y: top + Typography.size), .middle, isBold: true, mark: mark)
    canvas.target(
      mark, Box(left: place - half, top: top - 6, right: place + half, bottom: top + 18))
  }

  /// Fills a bar: the part below the base in one colour, the part above it in another.
  private func fill(_ bar: Bar, on canvas: inout Canvas, scale: Scale, top: Double) {
    let ends = [bar.atLow.value - base, bar.atHigh.value - base]
    let (low, high) = (min(ends[0], ends[1]), max(ends[0], ends[1]))
    func part(_ from: Double, _ to: Double, _ colour: Colour) {
      guard from < to else { return }
      canvas.bar(
        Box(left: scale(from), top: top, right: scale(to), bottom: top + TornadoChart.bar), colour)
    }
    part(low, min(high, 0), .fall)
    part(max(low, 0), high, .rise)
  }

  /// Names the round differences as far as there is room; gives the height below.
  private func differences(
    of scale: Scale, on canvas: inout Canvas, top: Double, _ language: Language
  ) -> Double {
    var clear = -Double.infinity
    // Nought first: it is always named.
    let names = scale.ticks.map { (tick: $0, name: signed(scale.label($0, language), $0)) }
    let zero = scale(0)
    for (tick, name) in names {
      let half = Typography.width(name) / 2
      let place = min(max(scale(tick), half), Canvas.width - half)
      let isClear = tick == 0 || abs(place - zero) >= half + 14
      guard place - half >= clear, isClear else { continue }
      canvas.text(name, Point(x: place, y: top + Typography.size), .middle, colour: .explanation)
      clear = place + half + 8
    }
    return top + Typography.size * Typography.lead
  }

  // MARK: Words

  /// One end of a bar, as differences with the base.
  private struct Side: Hashable {
    let text: String
    let value: Double
    let low: Double
    let high: Double
    /// How far it reaches, its interval included.
    var from: Double { min(value, low) }
    var to: Double { max(value, high) }
  }

  /// The two ends of a bar as they lie on the drawing.
  private struct Sides: Hashable {
    let left: Side
    let right: Side
  }

  private func ends(_ bar: Bar, _ language: Language) -> Sides {
    func side(_ end: End, _ level: String) -> Side {
      let isKnown = end.low.isFinite && end.high.isFinite
      return Side(
        text: "\(level) \(number(end.value, language))", value: end.value - base,
        low: (isKnown ? end.low : end.value) - base, high: (isKnown ? end.high : end.value) - base)
    }
    let levels = levels(bar, language)
    let (low, high) = (side(bar.atLow, levels.low), side(bar.atHigh, levels.high))
    return low.value <= high.value ? Sides(left: low, right: high) : Sides(left: high, right: low)
  }

  private func levels(_ bar: Bar, _ language: Language) -> (low: String, high: String) {
    let dutch = language == .nl
    return bar.isSwitch
      ? (dutch ? "uit" : "off", dutch ? "aan" : "on")
      : (dutch ? "laag" : "low", dutch ? "hoog" : "high")
  }

  /// What is written of a bar, and what it stands for.
  private func words(_ bar: Bar, _ language: Language) -> (figure: String, mark: Mark) {
    let figure = difference(bar, language)
    return (
      figure,
      Mark(label: "\(bar.name): \(figure) \(unitOfDifference(language))", claims: bar.claims)
    )
  }

  private func difference(_ bar: Bar, _ language: Language) -> String {
    signed(change(bar.difference, language), bar.difference.value)
  }

  private func signed(_ text: String, _ value: Double) -> String { value > 0 ? "+" + text : text }

  /// How numbers are written: with the decimals that tell differences apart.
  private var scale: Scale { Scale(holding: drawn.map(\.difference.value), from: 0, to: 1) }

  private func number(_ value: Double, _ language: Language) -> String {
    scale.figure(value, language)
  }

  /// A difference with its interval; of one decimal more where the interval would be written as nought.
  private func change(_ difference: End, isSize: Bool = false, _ language: Language) -> String {
    let half = (difference.high - difference.low) / 2
    let value = isSize ? abs(difference.value) : difference.value
    let (text, interval) = (number(value, language), number(half, language))
    guard half.isFinite else { return text }
    if half > 0, !interval.contains(where: { ("1"..."9").contains($0) }) {
      let decimals = scale.figureDecimals + 1
      return
        "\(language.format(value, decimals: decimals)) ± \(language.format(half, decimals: decimals))"
    }
    return "\(text) ± \(interval)"
  }

  /// The unit of a difference.
  private func unitOfDifference(_ language: Language) -> String {
    unit == "%" ? (language == .nl ? "procentpunt" : "percentage points") : unit
  }

  /// What is seen: which factor makes the largest difference, as far as that is certain.
  func title(_ language: Language) -> String {
    let dutch = language == .nl
    guard let first = drawn.first, first.isCertain else {
      return dutch
        ? "\(subject): geen factor maakt aantoonbaar verschil"
        : "\(subject): no factor makes a difference that shows"
    }
    // Those that may make as much of a difference as the first.
    let least = min(abs(first.difference.low), abs(first.difference.high))
    let rivals = drawn.dropFirst().filter {
      max(abs($0.difference.low), abs($0.difference.high)) >= least
    }
    let (size, unit) = (number(first.size, language), unitOfDifference(language))
    switch rivals.count {
    case 0:
      let much = "\(change(first.difference, isSize: true, language)) \(unit)"
      return dutch
        ? "\(subject): \(first.name) maakt het meeste uit, \(much)"
        : "\(subject): \(first.name) matters most, \(much)"
    case 1:
      let other = rivals[rivals.startIndex].name
      return dutch
        ? "\(subject): \(first.name) en \(other) maken het meeste uit, tot \(size) \(unit)"
        : "\(subject): \(first.name) and \(other) matter most, up to \(size) \(unit)"
    default:
      return dutch
        ? "\(subject): \(first.name) en \(rivals.count) andere maken het meeste uit, tot \(size) \(unit)"
        : "\(subject): \(first.name) and \(rivals.count) others matter most, up to \(size) \(unit)"
    }
  }

  private func explanation(_ language: Language) -> String {
    let dutch = language == .nl
    var sentences = [
      dutch
        ? "Gemiddelde uitkomst, in \(unit), als één factor verandert en de rest blijft zoals getrokken."
        : "Mean result, in \(unit), when one factor changes and the rest stays as drawn."
    ]
    if bars.contains(where: { !$0.isSwitch }) {
      sentences.append(
        dutch
          ? "Laag en hoog: één op de tien trekkingen ligt eronder, erboven."
          : "Low and high: one run in ten lies below, above.")
    }
    if bars.contains(where: \.isSwitch) {
      sentences.append(
        dutch
          ? "Uit en aan: zonder en met de maatregel of ontwikkeling."
          : "Off and on: without and with the measure or development.")
    }
    let level = language.percent(confidence)
    sentences.append(
      dutch
        ? "Blauw onder, oranje boven de basis; rechts het verschil. Streepjes en ±: interval van \(level)."
        : "Blue below, orange above the base; at the right the difference. Whiskers and ±: \(level) interval."
    )
    return sentences.joined(separator: " ")
  }

  /// What is said of the factors that are not drawn; nil when there are none.
  private func rest(_ language: Language) -> String? {
    let dutch = language == .nl
    let less = ordered.count - drawn.count
    let none = bars.count - ordered.count
    var parts: [String] = []
    if less > 0 {
      parts.append(
        dutch
          ? "\(less) \(less == 1 ? "andere factor maakt" : "andere factoren maken") minder verschil"
          : "\(less) other \(less == 1 ? "factor makes" : "factors make") less of a difference")
    }
    if none > 0 {
      parts.append(
        dutch
          ? "\(none) \(none == 1 ? "factor maakt" : "factoren maken") geen verschil"
          : "\(none) \(none == 1 ? "factor makes" : "factors make") no difference")
    }
    guard !parts.isEmpty else { return nil }
    return parts.joined(separator: "; ") + "."
  }

  private func description(_ language: Language) -> String {
    let base = "\(language == .nl ? "Basis" : "Base"): \(number(base, language))."
    let rows = drawn.map { bar in
      let levels = levels(bar, language)
      return "\(bar.name): \(levels.low) \(number(bar.atLow.value, language)), "
        + "\(levels.high) \(number(bar.atHigh.value, language)) (\(difference(bar, language)))."
    }
    return ([explanation(language), base] + rows + [rest(language)].compactMap(\.self))
      .joined(separator: " ")
  }
}
