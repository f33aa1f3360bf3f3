public import Caseload

/// The stock of a stream or group through the years: median, half and nine in ten of the runs, the overdue part, and what comes into force when.
public struct FanChart: Hashable, Sendable {
  /// Name among the charts of a report.
  public let name: String
  /// The stream or group, in the chart's language.
  public let subject: String
  /// The clock.
  public let calendar: Calendar
  /// The numbers, for every month of the clock.
  public let fan: Fan
  /// What was published before the start; the chart reaches back to the first figure, as long as that takes no more than a third of its width.
  public let history: History
  /// Identifiers of the claims on which the stock rests.
  public let claims: [String]
  /// Those on which the overdue part of it rests.
  public let overdueClaims: [String]
  /// What comes into force; those that never do within the horizon are left out of the chart.
  public let levers: [LeverMark]
  /// Where the numbers come from.
  public let provenance: Provenance
  private static let height = 190.0

  /// Describes a chart.
  public init(
    name: String, subject: String, calendar: Calendar, fan: Fan, history: History = History(),
    claims: [String], overdueClaims: [String], levers: [LeverMark], provenance: Provenance
  ) {
    precondition(fan.months == calendar.months, "\(fan.months) months, expected \(calendar.months)")
    self.name = name
    self.subject = subject
    self.calendar = calendar
    self.fan = fan
    self.history = history.fitting(calendar.months)
    self.claims = claims
    self.overdueClaims = overdueClaims
    self.levers = levers
    self.provenance = provenance
  }

  /// Draws it.
  public func drawing(_ language: Language) -> Drawing {
    var canvas = Canvas()
    let top =
      canvas.heading(title(language), explanation(language), claims: claims)
      + (history.isEmpty ? 14 : 18)
    let bottom = top + FanChart.height
    let scale = Scale(holding: fan.numbers + history.numbers, from: bottom, to: top)
    let labels = endLabels(scale, language)
    let right = Canvas.width - 10 - (labels.map(\.width).max() ?? 0)
    let left = canvas.axis(scale, right: right, language)
    let time = TimeScale(
      calendar: calendar, before: history.months, left: left, right: right)
    let marks = LeverMark.ordered(levers, calendar)
    var below = time.draw(on: &canvas, at: bottom, language)
    let listed = rows(
      marks, top: below + 8 + Typography.size * Typography.lead + 2, language)
    guides(listed, on: &canvas, time: time, top: top)
    markStart(on: &canvas, time: time, top: top, bottom: bottom)
    history.draw(on: &canvas, time: time, scale: scale)
    fan.draw(on: &canvas, time: time, scale: scale, lineWidth: 2.2, hasBands: !provenance.isCentral)
    let plot = Box(left: left, top: top, right: right, bottom: bottom)
    let mark = Mark(
      label: "\(subject): \(language == .nl ? "voorraad" : "stock")", claims: claims)
    // What was published rests on no claim.
    canvas.target(mark, Box(left: time(0), top: top, right: right, bottom: bottom))
    let late = Mark(
      label: "\(subject): \(language == .nl ? "te laat (achterstand)" : "overdue")",
      claims: overdueClaims)
    if hasOverdue { fan.target(late, on: &canvas, time: time, scale: scale) }
    place(labels, on: &canvas, scale: scale, beside: plot, stock: mark, overdue: late)
    if !provenance.isCentral, hasOverdue, let last = fan.last {
      let (low, high) = (scale(fan.overdue[0][last]), scale(fan.overdue[4][last]))
      if low.isFinite, high.isFinite {
        canvas.whisker(Point(x: right, y: low), Point(x: right, y: high), .overdueEdge)
      }
    }
    if !marks.isEmpty {
      below = list(listed, on: &canvas, time: time, top: below + 8, language)
    }
    let height = canvas.source(
      provenance.line(language) + history.sources(language), top: below + 8)
    return Drawing(
      name: name, title: title(language), description: description(language), language: language,
      height: height, canvas: canvas)
  }

  /// What is seen: where the stock goes, as far as the runs agree.
  func title(_ language: Language) -> String {
    let dutch = language == .nl
    guard let last = fan.last else {
      return dutch ? "\(subject): geen voorraad bekend" : "\(subject): no stock known"
    }
    let end = language.format(calendar.month(last))
    func number(_ value: Double) -> String { language.format(value) }
    let (from, to) = (number(fan.start), number(fan.stock[2][last]))
    if provenance.isCentral {
      return dutch
        ? "\(subject): voorraad van \(from) naar \(to) in \(end)"
        : "\(subject): stock from \(from) to \(to) by \(end)"
    }
    if fan.stock[0][last] == fan.stock[4][last], from == to {
      return dutch ? "\(subject): voorraad blijft \(to)" : "\(subject): stock stays at \(to)"
    }
    let span = "\(number(fan.stock[0][last])) – \(number(fan.stock[4][last]))"
    return switch fan.course {
    case .falls:
      dutch
        ? "\(subject): voorraad daalt van \(from) naar \(to) (\(span)) in \(end)"
        : "\(subject): stock falls from \(from) to \(to) (\(span)) by \(end)"
    case .rises:
      dutch
        ? "\(subject): voorraad stijgt van \(from) naar \(to) (\(span)) in \(end)"
        : "\(subject): stock rises from \(from) to \(to) (\(span)) by \(end)"
    case .open, nil:
      dutch
        ? "\(subject): voorraad bij de start \(from), in \(end) \(to) (\(span))"
        : "\(subject): stock of \(from) at the start, \(to) (\(span)) in \(end)"
    }
  }

  private func explanation(_ language: Language) -> String {
    let dutch = language == .nl
    let what = dutch ? "Aantal zaken aan het eind van de maand." : "Cases at the end of the month."
    let orange =
      hasOverdue || !history.overdue.isEmpty
      ? (dutch
        ? " Oranje: te laat (achterstand)." : " Orange: overdue.") : ""
    let dots = history.explanation(language)
    if provenance.isCentral { return what + orange + dots }
    return what
      + (dutch
        ? " Lijn: mediaan. Banden: de helft en negen op de tien trekkingen."
        : " Line: median. Bands: half of the runs and nine in ten.") + orange + dots
  }

  /// Whether any case is overdue in more than a few runs.
  private var hasOverdue: Bool { fan.overdue[4].contains { $0 > 0 } }

  private func description(_ language: Language) -> String {
    let dutch = language == .nl
    guard let last = fan.last else { return explanation(language) }
    func number(_ value: Double) -> String { language.format(value) }
    let month = language.format(calendar.month(last))
    var sentences = [explanation(language)]
    sentences += history.description(calendar, language)
    if fan.start.isFinite {
      sentences.append(
        dutch
          ? "Bij de start: \(number(fan.start)) zaken."
          : "At the start: \(number(fan.start)) cases.")
    }
    func spread(_ quantiles: [[Double]]) -> String {
      provenance.isCentral
        ? ""
        : (dutch ? ", negen op de tien trekkingen tussen " : ", nine in ten runs between ")
          + "\(number(quantiles[0][last])) \(dutch ? "en" : "and") \(number(quantiles[4][last]))"
    }
    sentences.append(
      "\(month): \(number(fan.stock[2][last])) \(dutch ? "zaken" : "cases")\(spread(fan.stock)).")
    sentences.append(
      (dutch ? "Daarvan te laat (achterstand): " : "Of these overdue: ")
        + "\(number(fan.overdue[2][last]))\(spread(fan.overdue)).")
    for mark in LeverMark.ordered(levers, calendar) {
      sentences.append(
        "\(mark.date(calendar, language)): \(mark.names.joined(separator: "; ")).")
    }
    return sentences.joined(separator: " ")
  }

  /// A text at the right end, with the number at whose height it belongs.
  private struct EndLabel {
    let isOverdue: Bool
    let value: Double
    let lines: [String]
    let colour: Colour
    let isBold: Bool

    /// Makes a label; lines that would leave no room for the plot are broken.
    init(
      value: Double, lines: [String], colour: Colour, isBold: Bool = false, isOverdue: Bool = false
    ) {
      self.isOverdue = isOverdue
      self.value = value
      self.lines = lines.flatMap {
        Typography.lines($0, width: Canvas.width * 0.45, isBold: isBold)
      }
      self.colour = colour
      self.isBold = isBold
    }

    /// Width of its longest line.
    var width: Double {
      lines.map { Typography.width($0, isBold: isBold) }.max() ?? 0
    }
  }

  private func endLabels(_ scale: Scale, _ language: Language) -> [EndLabel] {
    guard let last = fan.last else { return [] }
    let dutch = language == .nl
    func number(_ value: Double) -> String { language.format(value) }
    func span(_ quantiles: [[Double]], _ low: Int, _ high: Int) -> String {
      "\(number(quantiles[low][last])) – \(number(quantiles[high][last]))"
    }
    func isKnown(_ quantiles: [[Double]]) -> Bool {
      !provenance.isCentral && [0, 1, 3, 4].allSatisfy { quantiles[$0][last].isFinite }
    }
    var labels: [EndLabel] = []
    if isKnown(fan.stock) {
      labels.append(
        EndLabel(
          value: fan.stock[4][last],
          lines: [dutch ? "negen op de tien" : "nine in ten", span(fan.stock, 0, 4)],
          colour: .edge))
      labels.append(
        EndLabel(
          value: fan.stock[3][last],
          lines: [dutch ? "de helft" : "half of the runs", span(fan.stock, 1, 3)],
          colour: .edge))
    }
    let middle =
      provenance.isCentral ? (dutch ? "voorraad" : "stock") : (dutch ? "mediaan" : "median")
    labels.append(
      EndLabel(
        value: fan.stock[2][last], lines: ["\(middle) \(number(fan.stock[2][last]))"],
        colour: .middle, isBold: true))
    let overdue = fan.overdue[2][last]
    if overdue.isFinite, hasOverdue {
      labels.append(
        EndLabel(
          value: overdue,
          lines: ["\(dutch ? "te laat" : "overdue") \(number(overdue))"]
            + (isKnown(fan.overdue) ? [span(fan.overdue, 0, 4)] : []),
          colour: .overdueEdge, isOverdue: true))
    }
    return labels
  }

  private func place(
    _ labels: [EndLabel], on canvas: inout Canvas, scale: Scale, beside plot: Box, stock: Mark,
    overdue: Mark
  ) {
    let right = plot.right
    let lead = Typography.size * 1.15
    let wishes = labels.map { label in
      Spacing.Wish(middle: scale(label.value), height: Double(label.lines.count) * lead + 3)
    }
    let places = Spacing.places(wishes, top: plot.top - 12, bottom: plot.bottom + 16)
    for (label, (wish, place)) in zip(labels, zip(wishes, places)) {
      canvas.line(
        Point(x: right + 1, y: wish.middle), Point(x: right + 7, y: place), label.colour,
        width: 0.8)
      // The overdue part may be thin and is named last, so that its place can grow downwards to what is easy to hit.
      let height = label.isOverdue ? max(Canvas.target, wish.height) : wish.height
      let top = place - wish.height / 2
      canvas.target(
        label.isOverdue ? overdue : stock,
        Box(left: right, top: top, right: Canvas.width, bottom: top + height))
      for (row, line) in label.lines.enumerated() {
        let height = place - wish.height / 2 + Double(row) * lead + Typography.size
        canvas.text(
          line, Point(x: right + 10, y: height), colour: label.colour, isBold: label.isBold)
      }
    }
  }

  /// Marks where the runs begin, when something stands before it.
  private func markStart(on canvas: inout Canvas, time: TimeScale, top: Double, bottom: Double) {
    guard !history.isEmpty else { return }
    canvas.line(Point(x: time(0), y: top - 14), Point(x: time(0), y: bottom), .explanation)
    canvas.text("start", Point(x: time(0) + 3, y: top - 5), colour: .explanation)
  }

  /// A row of the list below the chart, with its height on the drawing.
  private struct Row {
    let mark: LeverMark
    let lines: [[Canvas.Run]]
    let top: Double
    /// The line on which the small curve stands.
    var base: Double { top + Double(lines.count) * Typography.size * Typography.lead + 11 }
  }

  private func rows(_ marks: [LeverMark], top: Double, _ language: Language) -> [Row] {
    var top = top
    return marks.map { mark in
      var runs = [Canvas.Run(text: mark.date(calendar, language) + ": ", mark: nil)]
      for (place, lever) in mark.levers.enumerated() {
        if place > 0 { runs.append(Canvas.Run(text: "; ", mark: nil)) }
        runs.append(Canvas.Run(text: lever.label, mark: lever))
      }
      let lines = Canvas.lines(runs, width: Canvas.width)
      let row = Row(mark: mark, lines: lines, top: top)
      top = row.base + 8
      return row
    }
  }

  /// Lines from the top of the plot to the list, at the days on which something comes into force at once.
  private func guides(
    _ rows: [Row], on canvas: inout Canvas, time: TimeScale, top: Double
  ) {
    for row in rows {
      guard let onset = row.mark.onset(calendar), onset.from == onset.to, onset.from > 0 else {
        continue
      }
      let place = time(onset.from)
      canvas.line(
        Point(x: place, y: top), Point(x: place, y: row.base), .lever, width: 1, dash: "20 20")
    }
  }

  /// Lists what comes into force, each above a small curve of how far it is in force; gives the height below.
  private func list(
    _ rows: [Row], on canvas: inout Canvas, time: TimeScale, top: Double, _ language: Language
  ) -> Double {
    let dutch = language == .nl
    var height = canvas.paragraph(
      dutch ? "Wat er verandert, en vanaf wanneer" : "What changes, and from when", left: 0,
      top: top, width: Canvas.width, isBold: true, hasPaper: true)
    // All texts, all lines, and then all areas, so that what looks alike stands together.
    for row in rows {
      for (place, line) in row.lines.enumerated() {
        let baseline =
          row.top + Typography.size + Double(place) * Typography.size * Typography.lead
        canvas.text(line, Point(x: 0, y: baseline), hasPaper: true)
      }
    }
    for row in rows {
      canvas.line(
        Point(x: time.left, y: row.base), Point(x: time.right, y: row.base), .grid)
    }
    for row in rows {
      let values = (0..<calendar.months).map { row.mark.phase.value(in: $0, of: calendar) }
      let curve = values.enumerated().map {
        Point(x: time(Double($0.offset) + 0.5), y: row.base - 7 * $0.element)
      }
      canvas.area(curve, curve.map { Point(x: $0.x, y: row.base) }, .lever)
      height = row.base + 4
    }
    return height
  }
}

extension Canvas {
  /// Draws the lines of a scale's round numbers and names them at the left; gives where the plot begins.
  mutating func axis(_ scale: Scale, left: Double = 0, right: Double, _ language: Language)
    -> Double
  {
    let names = scale.ticks.map { scale.label($0, language) }
    let gutter = left + (names.map { Typography.width($0) }.max() ?? 0)
    for tick in scale.ticks where tick != 0 {
      line(Point(x: gutter + 5, y: scale(tick)), Point(x: right, y: scale(tick)), .grid)
    }
    line(Point(x: gutter + 5, y: scale(0)), Point(x: right, y: scale(0)), .ink)
    for (tick, name) in zip(scale.ticks, names) {
      text(name, Point(x: gutter, y: scale(tick) + 4), .end, colour: .explanation)
    }
    return gutter + 5
  }
}
