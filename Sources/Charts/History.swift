internal import Caseload

/// What was published before the start: dots to the left of the runs, joined where they are close enough together to tell a course.
public struct History: Hashable, Sendable {
  /// A published number of cases.
  public struct Figure: Hashable, Sendable {
    /// The month at whose end it was counted, by its index: −1 is the last month before the start.
    public let month: Int
    /// The number of cases; what is not finite is not drawn.
    public let cases: Double
    /// Who published it, as a chart names its sources.
    public let publisher: String

    /// Joins a month, its number and who published it; `month` must lie before the start.
    public init(month: Int, cases: Double, publisher: String) {
      precondition(month < 0, "month \(month) is not before the start")
      self.month = month
      self.cases = cases
      self.publisher = publisher
    }
  }

  /// Figures of the stock, in the order of their months.
  public let stock: [Figure]
  /// Figures of the overdue stock, in the order of their months.
  public let overdue: [Figure]

  /// Dots further apart than this are not joined, in months: what happened in between is not known.
  static let gap = 14
  /// The largest part of a chart's width that it may take.
  static let share = 1.0 / 3

  /// Joins figures, in any order.
  public init(stock: [Figure] = [], overdue: [Figure] = []) {
    func ordered(_ figures: [Figure]) -> [Figure] { figures.sorted { $0.month < $1.month } }
    self.stock = ordered(stock)
    self.overdue = ordered(overdue)
  }

  /// The figures for which there is room on a chart of so many months after the start.
  ///
  /// A chart reaches back to the first figure of these and not further.
  func fitting(_ months: Int) -> History {
    let reach = Int(Double(months) * History.share / (1 - History.share))
    func fitting(_ figures: [Figure]) -> [Figure] {
      figures.filter { -$0.month <= reach && $0.cases.isFinite }
    }
    return History(stock: fitting(stock), overdue: fitting(overdue))
  }

  /// Months before the start that it needs on a chart; 0 when there are no figures.
  var months: Int { (stock + overdue).map { -$0.month }.max() ?? 0 }

  /// Whether there is nothing to draw.
  var isEmpty: Bool { stock.isEmpty && overdue.isEmpty }

  /// Every number that has to fit on the scale.
  var numbers: [Double] { (stock + overdue).map(\.cases) }

  /// Draws lines and dots: the overdue part first, as in the runs.
  func draw(on canvas: inout Canvas, time: TimeScale, scale: Scale) {
    for (figures, colour) in [(overdue, Colour.overdueEdge), (stock, Colour.middle)] {
      let points = figures.map { Point(x: time(Double($0.month + 1)), y: scale($0.cases)) }
      var line: [Point] = []
      for (place, point) in points.enumerated() {
        if place > 0, figures[place].month - figures[place - 1].month > History.gap {
          line.append(Point(x: .nan, y: .nan))
        }
        line.append(point)
      }
      canvas.curve(line, colour, width: 0.8)
      for point in points where point.isFinite { canvas.dot(point, radius: 2, colour) }
    }
  }

  /// What the dots are, for the explanation below a title; begins with a space, and is empty when there are none.
  func explanation(_ language: Language) -> String {
    guard !isEmpty else { return "" }
    return language == .nl ? " Stippen: gepubliceerde cijfers." : " Dots: published figures."
  }

  /// Who published the figures, for the line below a chart; begins with a space, and is empty when there are none.
  func sources(_ language: Language) -> String {
    guard !isEmpty else { return "" }
    let publishers = (stock + overdue).map(\.publisher).reduce(into: [String]()) { all, one in
      if !all.contains(one) { all.append(one) }
    }
    return (language == .nl ? " Gepubliceerde cijfers: " : " Published figures: ")
      + publishers.joined(separator: "; ") + "."
  }

  /// Its most important numbers in sentences.
  func description(_ calendar: Calendar, _ language: Language) -> [String] {
    let dutch = language == .nl
    func sentence(_ figures: [Figure], _ what: String) -> [String] {
      guard let first = figures.first, let last = figures.last else { return [] }
      func words(_ figure: Figure) -> String {
        "\(language.format(figure.cases)) (\(language.format(calendar.month(figure.month))))"
      }
      guard figures.count > 1 else { return ["\(what): \(words(first))."] }
      let count = dutch ? "\(figures.count) cijfers" : "\(figures.count) figures"
      return [
        dutch
          ? "\(what): van \(words(first)) naar \(words(last)), \(count)."
          : "\(what): from \(words(first)) to \(words(last)), \(count)."
      ]
    }
    return sentence(
      stock, dutch ? "Gepubliceerd vóór de start" : "Published before the start")
      + sentence(
        overdue,
        dutch ? "Gepubliceerd als te laat (achterstand)" : "Published as overdue")
  }
}
