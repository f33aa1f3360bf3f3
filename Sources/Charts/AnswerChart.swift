public import Caseload

/// The answer to a question: a number with and without what is asked about, and the difference run by run.
public struct AnswerChart: Hashable, Sendable {
  /// The answer in one month.
  public struct Figure: Hashable, Sendable {
    /// The month, by index.
    public let month: Int
    /// Mean with what is asked about.
    public let with: Double
    /// Mean without it.
    public let without: Double
    /// Mean difference, with less without.
    public let difference: Double
    /// Standard error of the mean difference, from pairs of runs; NaN when it is not known.
    public let standardError: Double
    /// The difference that one run in twenty stays below.
    public let low: Double
    /// The difference that one run in twenty exceeds.
    public let high: Double
    /// Identifiers of the claims on which these numbers rest.
    public let claims: [String]

    /// Joins the numbers of a month and their claims.
    public init(
      month: Int, with: Double, without: Double, difference: Double, standardError: Double,
      low: Double, high: Double, claims: [String]
    ) {
      self.claims = claims
      self.month = month
      self.with = with
      self.without = without
      self.difference = difference
      self.standardError = standardError
      self.low = low
      self.high = high
    }
  }

  /// Name among the charts of a report.
  public let name: String
  /// The question in the chart's language.
  public let question: String
  /// What is asked about: names of measures and developments.
  public let levers: [String]
  /// What is measured, and of what: `voorraad, Asiel`.
  public let subject: String
  /// The unit in words: `zaken`.
  public let unit: String
  /// The clock.
  public let calendar: Calendar
  /// The months shown, at least one, in order.
  public let figures: [Figure]
  /// Where the numbers come from.
  public let provenance: Provenance
  private static let height = 140.0

  /// Describes a chart.
  public init(
    name: String, question: String, levers: [String], subject: String, unit: String,
    calendar: Calendar, figures: [Figure], provenance: Provenance
  ) {
    precondition(!figures.isEmpty, "no figures")
    precondition(
      figures.allSatisfy { (0..<calendar.months).contains($0.month) }, "a month outside the horizon"
    )
    self.name = name
    self.question = question
    self.levers = levers
    self.subject = subject
    self.unit = unit
    self.calendar = calendar
    self.figures = figures.sorted { $0.month < $1.month }
    self.provenance = provenance
  }

  /// Draws it.
  public func drawing(_ language: Language) -> Drawing {
    let dutch = language == .nl
    var canvas = Canvas()
    let claims = figures[figures.count - 1].claims
    let top = canvas.heading(title(language), explanation(language), claims: claims) + 14
    let bottom = top + AnswerChart.height
    let scale = Scale(holding: figures.flatMap { [$0.with, $0.without] }, from: bottom, to: top)
    let right = levels(scale, on: &canvas, top: top, bottom: bottom, language)
    canvas.target(
      Mark(label: "\(subject): \(dutch ? "met en zonder" : "with and without")", claims: claims),
      Box(left: right.left, top: top - 12, right: Canvas.width, bottom: bottom))
    let time = TimeScale(calendar: calendar, left: right.left, right: right.right)
    var height = time.draw(on: &canvas, at: bottom, language) + 10
    height = canvas.paragraph(
      (dutch ? "Verschil, in " : "Difference, in ") + unit, left: 0, top: height,
      width: Canvas.width, isBold: true)
    height = differences(on: &canvas, top: height + 2, language)
    let end = canvas.source(provenance.line(language), top: height + 6)
    return Drawing(
      name: name, title: title(language), description: description(language), language: language,
      height: end, canvas: canvas)
  }

  /// Draws both lines with their names; gives the ends of the plot.
  private func levels(
    _ scale: Scale, on canvas: inout Canvas, top: Double, bottom: Double, _ language: Language
  ) -> (left: Double, right: Double) {
    let dutch = language == .nl
    let lines: [(name: String, values: [Double], colour: Colour)] = [
      (dutch ? "met" : "with", figures.map(\.with), .middle),
      (dutch ? "zonder" : "without", figures.map(\.without), .other),
    ]
    let ends = lines.map { line in
      line.values.last { $0.isFinite }.map { (line.name, scale.figure($0, language), $0) }
    }
    let widths = ends.compactMap { $0.map { Typography.width("\($0.0) \($0.1)", isBold: true) } }
    let right = Canvas.width - 12 - (widths.max() ?? 0)
    let left = canvas.axis(scale, right: right, language)
    let time = TimeScale(calendar: calendar, left: left, right: right)
    for (place, line) in lines.enumerated().reversed() {
      let points = zip(figures, line.values).map {
        Point(x: time(Double($0.month + 1)), y: scale($1))
      }
      canvas.curve(
        points.filter(\.isFinite), line.colour, width: place == 0 ? 2 : 1.6,
        dash: place == 0 ? nil : "50 30")
      for point in points where point.isFinite {
        canvas.dot(point, radius: 3.4, line.colour, isHollow: place == 1)
      }
    }
    let known = ends.indices.filter { ends[$0] != nil }
    let wishes = known.map { place in
      Spacing.Wish(middle: scale(ends[place]?.2 ?? 0), height: Typography.size * 1.2)
    }
    let places = Spacing.places(wishes, top: top - 12, bottom: bottom + 8)
    for (line, place) in zip(known, places) {
      guard let end = ends[line] else { continue }
      canvas.text(
        "\(end.0) \(end.1)", Point(x: right + 10, y: place + 4), colour: lines[line].colour,
        isBold: line == 0)
    }
    return (left, right)
  }

  /// Draws the differences, a row a month: all runs thin, the mean's interval thick; gives the height below.
  private func differences(on canvas: inout Canvas, top: Double, _ language: Language) -> Double {
    let names = figures.map { language.format(calendar.month($0.month)) }
    let texts = figures.map { difference($0, language) }
    let left = (names.map { Typography.width($0) }.max() ?? 0) + 12
    let right = Canvas.width - (texts.map { Typography.width($0, isBold: true) }.max() ?? 0) - 14
    let scale = Scale(
      holding: figures.flatMap { figure in
        let half = interval(figure)
        return [figure.difference - half, figure.difference + half, figure.difference]
          + (provenance.isCentral ? [] : [figure.low, figure.high])
      }, from: left, to: max(left + 60, right), intervals: 3)
    let row = Canvas.target
    let bottom = top + row * Double(figures.count)
    for tick in scale.ticks {
      canvas.line(
        Point(x: scale(tick), y: top), Point(x: scale(tick), y: bottom), tick == 0 ? .ink : .grid)
    }
    for (place, figure) in figures.enumerated() {
      let middle = top + row * (Double(place) + 0.5)
      let colour: Colour = figure.difference > 0 ? .rise : .fall
      let mark = Mark(
        label: "\(subject), \(names[place]): \(texts[place]) \(unit)", claims: figure.claims)
      canvas.text(names[place], Point(x: 0, y: middle + 4), mark: mark)
      canvas.target(
        mark,
        Box(left: 0, top: middle - row / 2, right: Canvas.width, bottom: middle + row / 2))
      canvas.text(texts[place], Point(x: Canvas.width, y: middle + 4), .end, isBold: true)
      func point(_ value: Double) -> Point { Point(x: scale(value), y: middle) }
      if !provenance.isCentral, figure.low.isFinite, figure.high.isFinite {
        canvas.line(point(figure.low), point(figure.high), colour, width: 1.4)
      }
      guard figure.difference.isFinite else { continue }
      let half = interval(figure)
      // A rectangle, since the round ends of a thick line would make the interval wider than it is.
      if half > 0 {
        canvas.bar(
          Box(
            left: scale(figure.difference - half), top: middle - 4.5,
            right: scale(figure.difference + half), bottom: middle + 4.5), colour)
      }
      canvas.dot(point(figure.difference), radius: 2.4, .ink)
    }
    return canvas.numbers(of: scale, top: bottom + 2, language)
  }

  /// Half the 95 % interval of a mean difference; nought when it is not known.
  private func interval(_ figure: Figure) -> Double {
    figure.standardError.isFinite ? 1.96 * figure.standardError : 0
  }

  /// How differences are written: with the decimals that their own size asks for.
  private func difference(_ figure: Figure, _ language: Language) -> String {
    let scale = Scale(holding: figures.map(\.difference), from: 0, to: 1)
    let sign = figure.difference > 0 ? "+" : ""
    let half = interval(figure)
    let spread = half > 0 ? " ± \(scale.figure(half, language))" : ""
    return sign + scale.figure(figure.difference, language) + spread
  }

  /// What is seen: the difference in the last month shown.
  func title(_ language: Language) -> String {
    let dutch = language == .nl
    let last = figures[figures.count - 1]
    let month = language.format(calendar.month(last.month))
    guard last.difference.isFinite else {
      return dutch ? "\(subject): geen verschil bekend" : "\(subject): no difference known"
    }
    guard abs(last.difference) > interval(last) else {
      return dutch
        ? "\(subject): geen aantoonbaar verschil in \(month)"
        : "\(subject): no difference that shows in \(month)"
    }
    let scale = Scale(holding: figures.map(\.difference), from: 0, to: 1)
    let size = scale.figure(abs(last.difference), language)
    let isLess = last.difference < 0
    return dutch
      ? "\(subject): \(size) \(unit) \(isLess ? "minder" : "meer") in \(month)"
      : "\(subject): \(size) \(unit) \(isLess ? (unit.hasPrefix("cases") ? "fewer" : "less") : "more") in \(month)"
  }

  private func explanation(_ language: Language) -> String {
    let dutch = language == .nl
    let names = levers.joined(separator: "; ")
    let asked =
      "\(question) " + (dutch ? "Met en zonder: \(names)." : "With and without: \(names).")
    if provenance.isCentral { return asked }
    return asked
      + (dutch
        ? " Gemiddelden over de trekkingen. Onder: verschil per trekking; dun: negen op de tien trekkingen, dik en ±: 95 %-interval van het gemiddelde."
        : " Means over runs. Below: difference run by run; thin: nine in ten runs, thick and ±: 95% interval of the mean.")
  }

  private func description(_ language: Language) -> String {
    let dutch = language == .nl
    let scale = Scale(holding: figures.flatMap { [$0.with, $0.without] }, from: 0, to: 1)
    let sentences = figures.map { figure in
      "\(language.format(calendar.month(figure.month))): \(dutch ? "met" : "with") \(scale.figure(figure.with, language)), \(dutch ? "zonder" : "without") \(scale.figure(figure.without, language)), \(dutch ? "verschil" : "difference") \(difference(figure, language))."
    }
    return ([explanation(language)] + sentences).joined(separator: " ")
  }
}
