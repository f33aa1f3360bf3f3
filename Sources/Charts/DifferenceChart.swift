public import Caseload

/// What differs between two reports: every difference a dot with its intervals around nought, and in words.
///
/// Blocks that count in the same unit share one scale, so that lengths can be compared between them; blocks of other units have scales of their own.
public struct DifferenceChart: Hashable, Sendable {
  /// A difference.
  public struct Row: Hashable, Sendable {
    /// Of what, in the chart's language; empty where the block's title says it all.
    public let name: String
    /// The mean in the base.
    public let base: Double
    /// The mean in the other.
    public let other: Double
    /// The mean difference, the other less the base.
    public let difference: Double
    /// Lower end of its interval; not-a-number where it is not known.
    public let low: Double
    /// Upper end of its interval; not-a-number where it is not known.
    public let high: Double
    /// The difference that one run in twenty stays below; not-a-number where runs were not held against each other.
    public let lowest: Double
    /// The difference that one run in twenty exceeds; not-a-number where runs were not held against each other.
    public let highest: Double
    /// Whether run was held against run.
    public let isPaired: Bool
    /// Identifiers of the claims on which it rests.
    public let claims: [String]

    /// Joins the numbers of a difference and its claims.
    public init(
      name: String, base: Double, other: Double, difference: Double, low: Double, high: Double,
      lowest: Double, highest: Double, isPaired: Bool, claims: [String]
    ) {
      self.name = name
      self.base = base
      self.other = other
      self.difference = difference
      self.low = low
      self.high = high
      self.lowest = lowest
      self.highest = highest
      self.isPaired = isPaired
      self.claims = claims
    }

    /// Whether its interval is known and does not hold nought.
    fileprivate var shows: Bool { low > 0 || high < 0 || (low == high && difference != 0) }
  }

  /// Differences of one thing, such as the stock at the end.
  public struct Block: Hashable, Sendable {
    /// What is measured, and when: `Voorraad aan het eind`.
    public let title: String
    /// The unit in words, `zaken`; of shares, which are given in percent, `%`.
    public let unit: String
    /// The differences in the order in which they are drawn; those that are not finite are left out.
    public let rows: [Row]
    /// How many more there are, which are smaller.
    public let others: Int

    /// Joins differences of one thing.
    public init(title: String, unit: String, rows: [Row], others: Int) {
      self.title = title
      self.unit = unit
      self.rows = rows.filter(\.difference.isFinite)
      self.others = others
    }

    fileprivate var isShare: Bool { unit == "%" }

    /// Decimals that its numbers have.
    fileprivate var decimals: Int {
      let sizes = rows.flatMap { [$0.base, $0.other, $0.difference] }.filter(\.isFinite).map(abs)
      let largest = sizes.max() ?? 0
      return isShare ? 1 : largest >= 1000 ? 0 : largest >= 10 ? 1 : 2
    }
  }

  /// Name among the charts of a page.
  public let name: String
  /// Name of the report that the other is held against.
  public let base: String
  /// Name of the other.
  public let other: String
  /// What is compared; blocks without a row are left out.
  public let blocks: [Block]
  /// Pairs of runs; nil where runs were not held against each other.
  public let pairs: Int?
  /// Level of the intervals, such as 0.95.
  public let confidence: Double

  /// Describes a chart.
  public init(
    name: String, base: String, other: String, blocks: [Block], pairs: Int?, confidence: Double
  ) {
    self.name = name
    self.base = base
    self.other = other
    self.blocks = blocks.filter { !$0.rows.isEmpty }
    self.pairs = pairs
    self.confidence = confidence
  }

  /// The height of what is drawn below the words of a row.
  private static let plot = 16.0

  /// Draws it.
  public func drawing(_ language: Language) -> Drawing {
    var canvas = Canvas()
    let first = blocks.first?.rows.first
    var height =
      canvas.heading(title(language), explanation(language), claims: first?.claims ?? []) + 8
    for (place, block) in blocks.enumerated() {
      height = draw(block, on: &canvas, top: height, language)
      if place + 1 < blocks.count { height += 10 }
    }
    let end = canvas.source(source(language), top: height + 6)
    return Drawing(
      name: name, title: title(language), description: description(language), language: language,
      height: end, canvas: canvas)
  }

  /// Draws a block; gives the height below.
  private func draw(
    _ block: Block, on canvas: inout Canvas, top: Double, _ language: Language
  ) -> Double {
    let scale = scale(of: block)
    let lead = Typography.size * Typography.lead
    var height =
      canvas.paragraph(
        heading(of: block), left: 0, top: top, width: Canvas.width, isBold: true) + 4
    // Lines of the scale run behind the dots only: through the words they would be in the way.
    var tops: [Double] = []
    var texts: [(name: [String], words: [String])] = []
    for row in block.rows {
      let name = Typography.lines(row.name, width: Canvas.width)
      let words = Typography.lines(words(row, block, language), width: Canvas.width)
      tops.append(height)
      texts.append((name, words))
      height += Double(name.count + words.count) * lead + DifferenceChart.plot + 8
    }
    let plots = zip(tops, texts).map { $0 + Double($1.name.count + $1.words.count) * lead + 3 }
    for tick in scale.ticks.filter({ $0 != 0 }) + [0] {
      for plot in plots {
        canvas.line(
          Point(x: scale(tick), y: plot), Point(x: scale(tick), y: plot + DifferenceChart.plot),
          tick == 0 ? .ink : .grid)
      }
    }
    for (place, row) in block.rows.enumerated() {
      let mark = Mark(
        label: "\(named(row, block)): \(words(row, block, language))", claims: row.claims)
      var baseline = tops[place] + Typography.size
      for line in texts[place].name {
        canvas.text(line, Point(x: 0, y: baseline), mark: mark)
        baseline += lead
      }
      for line in texts[place].words {
        // The words look like a link where there is no name to do so.
        canvas.text(
          line, Point(x: 0, y: baseline), colour: .explanation,
          mark: row.name.isEmpty ? mark : nil)
        baseline += lead
      }
      canvas.target(
        mark,
        Box(
          left: 0, top: tops[place], right: Canvas.width,
          bottom: plots[place] + DifferenceChart.plot
        ))
      draw(row, at: plots[place] + DifferenceChart.plot / 2, scale, on: &canvas)
    }
    height = canvas.numbers(of: scale, top: height - 6, language)
    guard block.others > 0 else { return height }
    let count = language.format(Double(block.others))
    return canvas.paragraph(
      language == .nl ? "Nog \(count) verschillen zijn kleiner." : "Another \(count) are smaller.",
      left: 0, top: height + 2, width: Canvas.width, colour: .explanation)
  }

  /// Draws the runs thin, the interval of the mean thick, and the mean as a dot.
  private func draw(
    _ row: Row, at middle: Double, _ scale: Scale, on canvas: inout Canvas
  ) {
    let colour: Colour = row.shows ? (row.difference > 0 ? .rise : .fall) : .other
    func point(_ value: Double) -> Point { Point(x: scale(value), y: middle) }
    if row.lowest.isFinite, row.highest.isFinite {
      canvas.line(point(row.lowest), point(row.highest), colour, width: 1.4)
    }
    guard row.isPaired else {
      if row.low.isFinite, row.high.isFinite {
        canvas.whisker(point(row.low), point(row.high), colour)
      }
      canvas.dot(point(row.difference), radius: 3.6, colour, isHollow: true)
      return
    }
    if row.low.isFinite, row.high.isFinite {
      canvas.bar(
        Box(
          left: scale(row.low), top: middle - 4.5, right: scale(row.high), bottom: middle + 4.5),
        colour)
    }
    canvas.dot(point(row.difference), radius: 3, .ink)
  }

  /// The scale of all blocks that count in the unit of one.
  private func scale(of block: Block) -> Scale {
    let rows = blocks.filter { $0.unit == block.unit }.flatMap(\.rows)
    return Scale(
      holding: rows.flatMap { [$0.difference, $0.low, $0.high, $0.lowest, $0.highest] },
      from: 14, to: Canvas.width - 24, intervals: 4)
  }

  // MARK: Words

  private func heading(of block: Block) -> String {
    block.unit.isEmpty ? block.title : "\(block.title) (\(block.unit))"
  }

  /// What a difference is of: the title of its block, and its name where it has one.
  private func named(_ row: Row, _ block: Block) -> String {
    row.name.isEmpty ? block.title : "\(block.title), \(row.name)"
  }

  /// A difference in words: `13.733 in plaats van 66.902: 53.168 minder (± 409)`.
  private func words(_ row: Row, _ block: Block, _ language: Language) -> String {
    let dutch = language == .nl
    func value(_ value: Double) -> String {
      block.isShare
        ? language.percent(value / 100, decimals: 1)
        : language.format(value, decimals: block.decimals)
    }
    let half = (row.high - row.low) / 2
    let spread =
      half.isFinite ? " (± \(language.format(half, decimals: block.decimals)))" : ""
    let change =
      row.difference == 0
      ? (dutch ? "geen verschil" : "no difference") : size(row, block, language, isShort: true)
    return "\(value(row.other)) \(dutch ? "in plaats van" : "instead of") \(value(row.base)): "
      + change + spread
  }

  /// The size of a difference with its direction: `53.168 zaken minder`.
  private func size(
    _ row: Row, _ block: Block, _ language: Language, isShort: Bool
  ) -> String {
    let dutch = language == .nl
    let number = language.format(abs(row.difference), decimals: block.decimals)
    let isLess = row.difference < 0
    if block.isShare {
      let direction = isLess ? (dutch ? "lager" : "lower") : (dutch ? "hoger" : "higher")
      return "\(number) \(dutch ? "procentpunt" : "percentage points") \(direction)"
    }
    let less = dutch ? "minder" : block.unit.hasPrefix("cases") ? "fewer" : "less"
    let unit = isShort || block.unit.isEmpty ? "" : " \(block.unit)"
    return "\(number)\(unit) \(isLess ? less : dutch ? "meer" : "more")"
  }

  /// What is seen: the first difference that shows.
  func title(_ language: Language) -> String {
    let dutch = language == .nl
    for block in blocks {
      guard let row = block.rows.first(where: \.shows) else { continue }
      let size = size(row, block, language, isShort: false)
      return "\(named(row, block)): \(size) in \(other) \(dutch ? "dan" : "than") in \(base)"
    }
    return dutch
      ? "Geen aantoonbaar verschil tussen \(base) en \(other)"
      : "No difference that shows between \(base) and \(other)"
  }

  private func explanation(_ language: Language) -> String {
    let dutch = language == .nl
    let rows = blocks.flatMap(\.rows)
    let level = language.percent(confidence)
    var parts = [
      dutch
        ? "Gemiddeld verschil: \(other) min \(base); blauw lager, oranje hoger, grijs niet aantoonbaar."
        : "Mean difference: \(other) minus \(base); blue lower, orange higher, grey does not show."
    ]
    if rows.contains(where: \.isPaired) {
      parts.append(
        dutch
          ? "Dichte stip, dik en ±: gemiddelde van de verschillen per doorrekening, met zijn interval van \(level)."
          : "Solid dot, thick and ±: mean of the differences run by run, with its \(level) interval."
      )
    }
    if rows.contains(where: { $0.lowest.isFinite }) {
      parts.append(dutch ? "Dun: negen op de tien doorrekeningen." : "Thin: nine in ten runs.")
    }
    if rows.contains(where: { !$0.isPaired }) {
      parts.append(
        dutch
          ? "Open stip, streep en ±: niet gepaard, interval van \(level) uit beide standaardfouten."
          : "Hollow dot, whisker and ±: not paired, \(level) interval from both standard errors.")
    }
    return parts.joined(separator: " ")
  }

  private func source(_ language: Language) -> String {
    let dutch = language == .nl
    let made =
      pairs.map { pairs in
        let count = language.format(Double(pairs))
        return dutch ? "\(count) paren van doorrekeningen" : "\(count) pairs of runs"
      } ?? (dutch ? "niet per doorrekening gepaard" : "runs not paired")
    return dutch
      ? "Bron: simulate, rapporten \(base) en \(other), \(made)."
      : "Source: simulate, reports \(base) and \(other), \(made)."
  }

  private func description(_ language: Language) -> String {
    let sentences = blocks.flatMap { block in
      ["\(heading(of: block))."]
        + block.rows.map { row in
          (row.name.isEmpty ? "" : "\(row.name): ") + "\(words(row, block, language))."
        }
    }
    return ([explanation(language)] + sentences).joined(separator: " ")
  }
}
