public import Caseload

/// All streams beside one another, on common scales where that is fair.
///
/// The largest streams share a scale; those below a fifth of the largest share a scale of their own, magnified, and so on. Within a block heights can be compared.
public struct SmallMultiples: Hashable, Sendable {
  /// A stream.
  public struct Panel: Hashable, Sendable {
    /// Its name in the chart's language.
    public let subject: String
    /// Its numbers.
    public let fan: Fan
    /// Identifiers of the claims on which its stock rests.
    public let claims: [String]

    /// Joins a name, its numbers and its claims.
    public init(subject: String, fan: Fan, claims: [String]) {
      self.subject = subject
      self.fan = fan
      self.claims = claims
    }

    /// What it stands for.
    func mark(_ language: Language) -> Mark {
      Mark(label: "\(subject): \(language == .nl ? "voorraad" : "stock")", claims: claims)
    }
  }

  /// Name among the charts of a report.
  public let name: String
  /// The clock.
  public let calendar: Calendar
  /// The streams, at least one; the chart orders them by size.
  public let panels: [Panel]
  /// Where the numbers come from.
  public let provenance: Provenance

  private static let columns = 2
  private static let gap = 16.0
  private static let height = 64.0

  /// Describes a chart.
  public init(name: String, calendar: Calendar, panels: [Panel], provenance: Provenance) {
    precondition(!panels.isEmpty, "no streams")
    precondition(
      panels.allSatisfy { $0.fan.months == calendar.months }, "streams of different months")
    self.name = name
    self.calendar = calendar
    self.panels = panels
    self.provenance = provenance
  }

  /// The streams that have cases in more than a few runs; all when none has.
  private var drawn: [Panel] {
    let drawn = panels.filter { $0.fan.peak >= 0.5 }
    return drawn.isEmpty ? panels : drawn
  }

  /// Streams that share a scale, the largest first.
  var blocks: [[Panel]] {
    let ordered = drawn.enumerated().sorted {
      ($1.element.fan.peak, $0.offset) < ($0.element.fan.peak, $1.offset)
    }.map(\.element)
    var blocks: [[Panel]] = []
    for panel in ordered {
      if let first = blocks.last?.first, panel.fan.peak * 5 >= first.fan.peak {
        blocks[blocks.count - 1].append(panel)
      } else {
        blocks.append([panel])
      }
    }
    return blocks
  }

  /// Draws it.
  public func drawing(_ language: Language) -> Drawing {
    let dutch = language == .nl
    var canvas = Canvas()
    let blocks = blocks
    var height =
      canvas.heading(
        title(language), explanation(blocks.count, language),
        claims: Set(drawn.flatMap(\.claims)).sorted()) + 8
    var first = 0.0
    for (place, block) in blocks.enumerated() {
      let scale = Scale(holding: block.flatMap(\.fan.numbers), from: 0, to: 1, intervals: 2)
      let top = scale.ticks[scale.ticks.count - 1]
      if place == 0 { first = top }
      if blocks.count > 1 {
        let limit = scale.label(top, language)
        var heading = dutch ? "Schaal tot \(limit) zaken" : "Scale up to \(limit) cases"
        if place > 0 {
          let times = language.format(
            first / top, decimals: (first / top).rounded() == first / top ? 0 : 1)
          heading += dutch ? ", \(times) keer vergroot" : ", magnified \(times) times"
        }
        canvas.line(Point(x: 0, y: height), Point(x: Canvas.width, y: height), .ink)
        height =
          canvas.paragraph(
            heading, left: 0, top: height + 2, width: Canvas.width, colour: .explanation) + 4
      }
      height = draw(block, on: &canvas, top: height, language) + 6
    }
    if let empty = empty(language) {
      height =
        canvas.paragraph(
          empty, left: 0, top: height, width: Canvas.width, colour: .explanation) + 6
    }
    let end = canvas.source(provenance.line(language), top: height)
    return Drawing(
      name: name, title: title(language), description: description(language), language: language,
      height: end, canvas: canvas)
  }

  /// What is said of streams without cases; nil when there are none.
  private func empty(_ language: Language) -> String? {
    let names = panels.filter { !drawn.contains($0) }.map(\.subject)
    guard !names.isEmpty else { return nil }
    return (language == .nl ? "Zonder zaken: " : "Without cases: ")
      + names.joined(separator: "; ") + "."
  }

  /// Draws the streams of a block in rows; gives the height below.
  private func draw(
    _ block: [Panel], on canvas: inout Canvas, top: Double, _ language: Language
  ) -> Double {
    let width =
      (Canvas.width - SmallMultiples.gap * Double(SmallMultiples.columns - 1))
      / Double(SmallMultiples.columns)
    let lead = Typography.size * Typography.lead
    var height = top
    for start in stride(from: 0, to: block.count, by: SmallMultiples.columns) {
      let row = block[start..<min(start + SmallMultiples.columns, block.count)]
      let names = row.map { Typography.lines($0.subject, width: width, isBold: true) }
      let most = names.map(\.count).max() ?? 0
      let plot = height + Double(most + 1) * lead + 10
      for (column, panel) in row.enumerated() {
        let left = Double(column) * (width + SmallMultiples.gap)
        // Names of fewer lines stand lower, next to their plot.
        let from = height + Double(most - names[column].count) * lead
        let mark = panel.mark(language)
        let below = canvas.paragraph(
          [Canvas.Run(text: panel.subject, mark: mark)], left: left, top: from, width: width,
          isBold: true)
        canvas.target(
          mark,
          Box(
            left: left, top: from, right: left + width,
            bottom: plot + SmallMultiples.height + 6 + lead))
        canvas.text(
          change(panel.fan, width: width, language), Point(x: left, y: below + Typography.size),
          colour: .explanation)
        let scale = Scale(
          holding: block.flatMap(\.fan.numbers), from: plot + SmallMultiples.height, to: plot,
          intervals: 2)
        let axis = canvas.axis(scale, left: left, right: left + width, language)
        let time = TimeScale(calendar: calendar, left: axis, right: left + width)
        panel.fan.draw(
          on: &canvas, time: time, scale: scale, lineWidth: 1.6, hasBands: !provenance.isCentral)
        years(on: &canvas, time: time, at: plot + SmallMultiples.height, language)
      }
      height = plot + SmallMultiples.height + 6 + lead + 12
    }
    return height
  }

  /// Names the first and the last month below a small plot.
  private func years(
    on canvas: inout Canvas, time: TimeScale, at height: Double, _ language: Language
  ) {
    let names = [calendar.start, calendar.month(calendar.months - 1)].map(language.format)
    let base = height + 6 + Typography.size
    canvas.text(names[0], Point(x: time.left, y: base), colour: .explanation)
    if calendar.months > 1 {
      canvas.text(names[1], Point(x: time.right, y: base), .end, colour: .explanation)
    }
  }

  /// The stock at the start and at the end, with what nine in ten runs give there as far as there is room.
  private func change(_ fan: Fan, width: Double, _ language: Language) -> String {
    guard let last = fan.last else { return "–" }
    func number(_ value: Double) -> String { language.format(value) }
    let middle = "\(number(fan.start)) → \(number(fan.stock[2][last]))"
    guard !provenance.isCentral else { return middle }
    let whole = middle + " (\(number(fan.stock[0][last])) – \(number(fan.stock[4][last])))"
    return Typography.width(whole) <= width ? whole : middle
  }

  /// What is seen: how many stocks fall, how many rise.
  func title(_ language: Language) -> String {
    let dutch = language == .nl
    func count(_ course: Fan.Course) -> Int { drawn.count { $0.fan.course == course } }
    func written(_ count: Int) -> String {
      count == 0 ? (dutch ? "geen enkele" : "none") : "\(count)"
    }
    let all = drawn.count
    let rest = all - count(.falls) - count(.rises)
    let (falls, rises) = (written(count(.falls)), written(count(.rises)))
    if provenance.isCentral || rest == 0 {
      return dutch
        ? "Van \(all) stromen daalt de voorraad in \(falls) en stijgt zij in \(rises)"
        : "Of \(all) streams, the stock falls in \(falls) and rises in \(rises)"
    }
    return dutch
      ? "Van \(all) stromen daalt de voorraad in \(falls) en stijgt zij in \(rises); in \(rest) is dat niet zeker"
      : "Of \(all) streams, the stock falls in \(falls) and rises in \(rises); in \(rest) that is not certain"
  }

  private func explanation(_ scales: Int, _ language: Language) -> String {
    let dutch = language == .nl
    var sentences = [
      dutch
        ? "Voorraad per stroom, in zaken; oranje: te laat (achterstand)."
        : "Stock of every stream, in cases; orange: overdue."
    ]
    if !provenance.isCentral {
      sentences.append(
        dutch
          ? "Banden: de helft en negen op de tien trekkingen."
          : "Bands: half of the runs and nine in ten.")
    }
    if scales > 1 {
      sentences.append(
        dutch
          ? "Let op: \(scales) verschillende schalen; hoogten zijn alleen binnen een blok te vergelijken."
          : "Mind the \(scales) different scales: heights compare within a block only.")
    }
    return sentences.joined(separator: " ")
  }

  private func description(_ language: Language) -> String {
    panels.map { panel in
      guard let last = panel.fan.last else { return "\(panel.subject): –." }
      let (from, to) = (panel.fan.start, panel.fan.stock[2][last])
      return "\(panel.subject): \(language.format(from)) → \(language.format(to))."
    }.joined(separator: " ")
  }
}
