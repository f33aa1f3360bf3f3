internal import Caseload

/// The stock of a stream or group in all months: how it spreads over runs, and what part of it is beyond its term.
public struct Fan: Hashable, Sendable {
  /// Stock at the start, before the first month; NaN when it is not known.
  public let start: Double
  /// Quantiles 5, 25, 50, 75 and 95 % of the stock at the end of each month, shape `[5][months]`, cases; what is not finite is not drawn.
  public let stock: [[Double]]
  /// The same of the overdue stock.
  public let overdue: [[Double]]

  /// Joins the numbers of a fan.
  public init(start: Double, stock: [[Double]], overdue: [[Double]]) {
    precondition(
      stock.count == 5 && overdue.count == 5,
      "\(stock.count) and \(overdue.count) quantiles, expected 5")
    let months = stock[0].count
    precondition(
      months > 0 && (stock + overdue).allSatisfy { $0.count == months },
      "quantiles of different months")
    self.start = start
    self.stock = stock
    self.overdue = overdue
  }

  /// Number of months, at least 1.
  var months: Int { stock[0].count }

  /// Every number that has to fit on the scale.
  var numbers: [Double] { [start] + (stock + overdue).flatMap(\.self) }

  /// The highest number.
  var peak: Double { numbers.reduce(0) { $1.isFinite ? max($0, $1) : $0 } }

  /// The last month that has a median; nil when none has.
  var last: Int? { stock[2].lastIndex { $0.isFinite } }

  /// What becomes of the stock between the start and the last month, as far as the runs agree.
  enum Course: Hashable {
    /// At least 95 % of the runs end below the start.
    case falls
    /// At least 95 % of the runs end above the start.
    case rises
    /// Neither.
    case open
  }

  /// What becomes of the stock; nil when a number is missing.
  var course: Course? {
    guard let last, start.isFinite, stock[0][last].isFinite, stock[4][last].isFinite else {
      return nil
    }
    if stock[4][last] < start { return .falls }
    return stock[0][last] > start ? .rises : .open
  }

  /// Says that the overdue part stands for a mark.
  func target(_ mark: Mark, on canvas: inout Canvas, time: TimeScale, scale: Scale) {
    let upper = overdue[2].enumerated().map {
      Point(x: time(Double($0.offset + 1)), y: scale($0.element))
    }
    canvas.target(mark, upper, upper.map { Point(x: $0.x, y: scale(0)) })
  }

  /// Draws bands, overdue part and median.
  ///
  /// The overdue part lies over the bands, and the edges of the bands over both, so that no interval is hidden.
  func draw(
    on canvas: inout Canvas, time: TimeScale, scale: Scale, lineWidth: Double, hasBands: Bool
  ) {
    func points(_ values: [Double]) -> [Point] {
      values.enumerated().map { Point(x: time(Double($0.offset + 1)), y: scale($0.element)) }
    }
    func floor(_ values: [Double]) -> [Point] {
      values.indices.map { Point(x: time(Double($0 + 1)), y: scale(0)) }
    }
    let lines = stock.map(points)
    if hasBands {
      canvas.area(lines[4], lines[0], .outerBand)
      canvas.area(lines[3], lines[1], .innerBand)
    }
    if overdue[2].contains(where: { $0 > 0 }) {
      canvas.area(points(overdue[2]), floor(overdue[2]), .overdue)
      canvas.curve(points(overdue[2]), .overdueEdge, width: 1)
    }
    if hasBands {
      for place in [0, 4] { canvas.curve(lines[place], .edge, width: 1) }
    }
    let begin = Point(x: time(0), y: scale(start))
    canvas.curve((begin.isFinite ? [begin] : []) + lines[2], .middle, width: lineWidth)
  }
}
