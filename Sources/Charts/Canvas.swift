internal import Caseload

/// A point of a drawing; y grows downwards.
struct Point: Hashable, Sendable {
  let x: Double
  let y: Double

  /// Whether it can be drawn.
  var isFinite: Bool { x.isFinite && y.isFinite }
}

/// A drawing in the making.
///
/// Numbers are written in tenths of a unit, so that the same drawing is the same bytes on every machine.
struct Canvas {
  /// Width of every chart: narrow, so that text is large enough on a telephone.
  static let width = 400.0

  /// Where a text is held by its position.
  enum Anchor: String {
    case start
    case middle
    case end
  }

  /// The elements so far, a line each.
  private(set) var body = ""
  /// The texts so far.
  private(set) var labels: [Drawing.Label] = []

  /// A number in tenths: `12.3`, `12`, `-0.5`.
  static func tenths(_ value: Double) -> String {
    precondition(value.magnitude < 1e9, "\(value) lies on no drawing")
    let tenths = Int((value * 10).rounded())
    let (whole, part) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return (tenths < 0 ? "-" : "") + "\(whole)" + (part == 0 ? "" : ".\(part)")
  }

  /// A text for an element or an attribute; characters that XML forbids are left out.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result += " "
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": break
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  /// Draws a straight line.
  mutating func line(
    _ from: Point, _ to: Point, _ colour: Colour, width: Double = 1, dash: String? = nil
  ) {
    body += "<path d=\"M\(pair(from))L\(pair(to))\"" + stroke(colour, width, dash) + "/>\n"
  }

  /// Draws a line through points; where one is no number it is broken.
  mutating func curve(
    _ points: [Point], _ colour: Colour, width: Double, dash: String? = nil
  ) {
    let pieces = Canvas.pieces(points)
    guard !pieces.isEmpty else { return }
    let data = pieces.map { piece in
      // A single point is a dot: a line of no length with round ends.
      piece.count == 1 ? "M\(pair(piece[0]))h0" : track(piece)
    }.joined()
    body += "<path d=\"\(data)\"" + stroke(colour, width, dash) + "/>\n"
  }

  /// Fills the area between two lines of points that have the same x; where one is no number it is broken.
  mutating func area(_ upper: [Point], _ lower: [Point], _ colour: Colour) {
    precondition(upper.count == lower.count, "\(upper.count) points above \(lower.count)")
    let both = zip(upper, lower).map { $0.isFinite && $1.isFinite }
    var data = ""
    var first = 0
    while first < both.count {
      guard both[first] else {
        first += 1
        continue
      }
      var end = first
      while end < both.count, both[end] { end += 1 }
      // A month alone is as wide as a stroke.
      let isAlone = end == first + 1
      func moved(_ point: Point, _ by: Double) -> Point { Point(x: point.x + by, y: point.y) }
      let above =
        isAlone ? [moved(upper[first], -1), moved(upper[first], 1)] : Array(upper[first..<end])
      let below =
        isAlone ? [moved(lower[first], -1), moved(lower[first], 1)] : Array(lower[first..<end])
      let back = track(below.reversed())
      data += track(above) + "L" + back.dropFirst() + "z"
      first = end
    }
    if !data.isEmpty { body += "<path d=\"\(data)\" fill=\"\(colour.code)\"/>\n" }
  }

  /// Fills a rectangle.
  mutating func bar(_ box: Box, _ colour: Colour) {
    body += "<rect x=\"\(Canvas.tenths(box.left))\" y=\"\(Canvas.tenths(box.top))\""
    body += " width=\"\(Canvas.tenths(max(0.5, box.right - box.left)))\""
    body += " height=\"\(Canvas.tenths(box.bottom - box.top))\" fill=\"\(colour.code)\"/>\n"
  }

  /// Draws a dot; a hollow one is filled with paper.
  mutating func dot(_ at: Point, radius: Double, _ colour: Colour, isHollow: Bool = false) {
    body += "<circle cx=\"\(Canvas.tenths(at.x))\" cy=\"\(Canvas.tenths(at.y))\""
    body += " r=\"\(Canvas.tenths(radius))\""
    body +=
      isHollow
      ? " fill=\"\(Colour.paper.code)\" stroke=\"\(colour.code)\" stroke-width=\"1.6\"/>\n"
      : " fill=\"\(colour.code)\"/>\n"
  }

  /// Draws an interval: a line with short strokes across its ends.
  mutating func whisker(_ from: Point, _ to: Point, _ colour: Colour, width: Double = 1.4) {
    let isUpright = from.x == to.x
    func across(_ point: Point) -> String {
      isUpright
        ? "M\(pair(Point(x: point.x - 3, y: point.y)))h6"
        : "M\(pair(Point(x: point.x, y: point.y - 3)))v6"
    }
    let data = "M\(pair(from))L\(pair(to))" + across(from) + across(to)
    body += "<path d=\"\(data)\"" + stroke(colour, width, nil) + "/>\n"
  }

  /// Sets one line of text with its baseline at a height.
  mutating func text(
    _ text: String, _ at: Point, _ anchor: Anchor = .start, size: Double = Typography.size,
    colour: Colour = .ink, isBold: Bool = false, hasPaper: Bool = false
  ) {
    let width = Typography.width(text, size: size, isBold: isBold)
    let left =
      switch anchor {
      case .start: at.x
      case .middle: at.x - width / 2
      case .end: at.x - width
      }
    let box = Box(
      left: left, top: at.y - 0.8 * size, right: left + width, bottom: at.y + 0.22 * size)
    labels.append(Drawing.Label(text: text, box: box))
    if hasPaper { bar(box, .paper) }
    body += "<text x=\"\(Canvas.tenths(at.x))\" y=\"\(Canvas.tenths(at.y))\""
    if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
    if size != Typography.size { body += " font-size=\"\(Canvas.tenths(size))\"" }
    if isBold { body += " font-weight=\"bold\"" }
    body += " fill=\"\(colour.code)\">\(Canvas.escaped(text))</text>\n"
  }

  /// Sets a text of several lines from a height downwards; gives the height where it ends.
  mutating func paragraph(
    _ text: String, left: Double, top: Double, width: Double, size: Double = Typography.size,
    colour: Colour = .ink, isBold: Bool = false, hasPaper: Bool = false
  ) -> Double {
    var top = top
    for line in Typography.lines(text, width: width, size: size, isBold: isBold) {
      self.text(
        line, Point(x: left, y: top + size), size: size, colour: colour, isBold: isBold,
        hasPaper: hasPaper)
      top += size * Typography.lead
    }
    return top
  }

  /// Sets title and explanation; gives the height below them.
  mutating func heading(_ title: String, _ explanation: String) -> Double {
    let below = paragraph(
      title, left: 0, top: 2, width: Canvas.width, size: Typography.titleSize, isBold: true)
    return paragraph(
      explanation, left: 0, top: below + 4, width: Canvas.width, colour: .explanation)
  }

  /// Sets the line that says where the numbers come from; gives the height of the drawing.
  mutating func source(_ source: String, top: Double) -> Double {
    line(Point(x: 0, y: top), Point(x: Canvas.width, y: top), .grid)
    let below = paragraph(
      source, left: 0, top: top + 3, width: Canvas.width, colour: .explanation)
    return (below + 3).rounded(.up)
  }

  private func pair(_ point: Point) -> String {
    "\(Canvas.tenths(point.x)) \(Canvas.tenths(point.y))"
  }

  private func stroke(_ colour: Colour, _ width: Double, _ dash: String?) -> String {
    " fill=\"none\" stroke=\"\(colour.code)\" stroke-width=\"\(Canvas.tenths(width))\""
      + " stroke-linejoin=\"round\"" + (dash.map { " stroke-dasharray=\"\($0)\"" } ?? "")
      + (dash == nil ? " stroke-linecap=\"round\"" : "")
  }

  /// The path through points; those on a level line between two others are left out.
  private func track(_ points: [Point]) -> String {
    var data = ""
    for (place, point) in points.enumerated() {
      if place > 0, place < points.count - 1, points[place - 1].y == point.y,
        points[place + 1].y == point.y
      {
        continue
      }
      data += (data.isEmpty ? "M" : "L") + pair(point)
    }
    return data
  }

  /// Runs of points that are numbers.
  private static func pieces(_ points: [Point]) -> [[Point]] {
    points.split { !$0.isFinite }.map(Array.init)
  }
}
