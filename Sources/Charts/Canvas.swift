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
/// Places are written in tenths of a unit, as whole numbers, so that the same drawing is the same bytes on every machine.
struct Canvas {
  /// Width of every chart: narrow, so that text is large enough on a telephone.
  static let width = 400.0
  /// The least width and height of what is easy to hit, in units: pixels on a telephone 400 wide (WCAG 2.2, criterion 2.5.8).
  static let target = 30.0

  /// Where a text is held by its position.
  enum Anchor: String {
    case start
    case middle
    case end
  }

  /// A piece of a line of text.
  struct Run: Hashable, Sendable {
    let text: String
    let mark: Mark?
  }

  /// Something drawn.
  struct Shape: Hashable, Sendable {
    enum Form: Hashable, Sendable {
      /// An element without contents: its name, and the attributes that say where it is.
      case plain(String, String)
      /// The data of a path of which others may be a continuation.
      case path(String)
      /// A line of text: where it is, and its pieces.
      case text(String, [Run])
    }

    var form: Form
    /// The attributes that it may share with its neighbours, each with the space before it.
    let style: String
  }

  /// A place that is a link in a page.
  struct Target: Hashable, Sendable {
    let mark: Mark
    var data: String
  }

  /// What is drawn so far, from the back to the front.
  private(set) var shapes: [Shape] = []
  /// The texts so far.
  private(set) var labels: [Drawing.Label] = []
  /// The places so far that links of a page have, besides texts.
  private(set) var targets: [Target] = []

  /// A length in tenths.
  static func tenths(_ value: Double) -> Int {
    precondition(value.magnitude < 1e7, "\(value) lies on no drawing")
    return Int((value * 10).rounded())
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
    var track = Track()
    track.run([grid(from), grid(to)])
    stroke(track.data, colour, width, dash)
  }

  /// Draws a line through points; where one is no number it is broken.
  mutating func curve(
    _ points: [Point], _ colour: Colour, width: Double, dash: String? = nil
  ) {
    var track = Track()
    for piece in points.split(whereSeparator: { !$0.isFinite }) { track.run(piece.map(grid)) }
    if !track.data.isEmpty { stroke(track.data, colour, width, dash) }
  }

  /// Fills the area between two lines of points that have the same x; where one is no number it is broken.
  mutating func area(_ upper: [Point], _ lower: [Point], _ colour: Colour) {
    let data = outline(upper, lower)
    if !data.isEmpty { shapes.append(Shape(form: .path(data), style: fill(colour))) }
  }

  /// The outline of the area between two lines of points that have the same x, piece by piece.
  private func outline(_ upper: [Point], _ lower: [Point]) -> String {
    precondition(upper.count == lower.count, "\(upper.count) points above \(lower.count)")
    let both = zip(upper, lower).map { $0.isFinite && $1.isFinite }
    var track = Track()
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
      func piece(_ points: [Point]) -> [GridPoint] {
        (isAlone
          ? [moved(points[first], -1), moved(points[first], 1)] : Array(points[first..<end]))
          .map(grid)
      }
      track.run(piece(upper))
      track.run(piece(lower).reversed(), goesOn: true)
      first = end
    }
    return track.data
  }

  /// Fills a rectangle.
  mutating func bar(_ box: Box, _ colour: Colour) {
    let (left, top) = (Canvas.tenths(box.left), Canvas.tenths(box.top))
    let width = max(5, Canvas.tenths(box.right) - left)
    let form = Shape.Form.plain(
      "rect",
      " x=\"\(left)\" y=\"\(top)\" width=\"\(width)\" height=\"\(Canvas.tenths(box.bottom) - top)\""
    )
    shapes.append(Shape(form: form, style: fill(colour)))
  }

  /// Draws a dot; a hollow one is filled with paper.
  mutating func dot(_ at: Point, radius: Double, _ colour: Colour, isHollow: Bool = false) {
    let form = Shape.Form.plain(
      "circle",
      " cx=\"\(Canvas.tenths(at.x))\" cy=\"\(Canvas.tenths(at.y))\" r=\"\(Canvas.tenths(radius))\"")
    let style =
      isHollow
      ? fill(.paper) + " stroke=\"\(colour.code)\" stroke-width=\"16\"" : fill(colour)
    shapes.append(Shape(form: form, style: style))
  }

  /// Draws an interval: a line with short strokes across its ends.
  mutating func whisker(_ from: Point, _ to: Point, _ colour: Colour, width: Double = 1.4) {
    let isUpright = from.x == to.x
    var track = Track()
    track.run([grid(from), grid(to)])
    for end in [from, to] {
      let (x, y) = isUpright ? (3.0, 0.0) : (0, 3)
      track.run([
        grid(Point(x: end.x - x, y: end.y - y)), grid(Point(x: end.x + x, y: end.y + y)),
      ])
    }
    stroke(track.data, colour, width, nil)
  }

  /// Sets one line of text with its baseline at a height.
  mutating func text(
    _ text: String, _ at: Point, _ anchor: Anchor = .start, size: Double = Typography.size,
    colour: Colour = .ink, isBold: Bool = false, hasPaper: Bool = false, mark: Mark? = nil
  ) {
    self.text(
      [Run(text: text, mark: mark)], at, anchor, size: size, colour: colour, isBold: isBold,
      hasPaper: hasPaper)
  }

  /// Sets one line of several pieces of text with its baseline at a height; those with a mark can be links.
  mutating func text(
    _ runs: [Run], _ at: Point, _ anchor: Anchor = .start, size: Double = Typography.size,
    colour: Colour = .ink, isBold: Bool = false, hasPaper: Bool = false
  ) {
    let text = runs.map(\.text).joined()
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
    if hasPaper { paper(box) }
    let x = Canvas.tenths(at.x)
    var style = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
    if size != Typography.size { style += " font-size=\"\(Canvas.tenths(size))\"" }
    if isBold { style += " font-weight=\"bold\"" }
    if colour != .ink { style += fill(colour) }
    let place = (x == 0 ? "" : " x=\"\(x)\"") + " y=\"\(Canvas.tenths(at.y))\""
    shapes.append(Shape(form: .text(place, runs), style: style))
  }

  /// Lays paper below a text.
  ///
  /// Where there are only texts since the last paper, this is a continuation of it: texts do not lie over one another.
  private mutating func paper(_ box: Box) {
    let data = outline(box)
    let isText = { (shape: Shape) in if case .text = shape.form { true } else { false } }
    if let last = shapes.lastIndex(where: { !isText($0) }), shapes[last].style == fill(.paper),
      case .path(let others) = shapes[last].form
    {
      shapes[last].form = .path(others + data)
    } else {
      shapes.append(Shape(form: .path(data), style: fill(.paper)))
    }
  }

  /// Sets a text of several lines from a height downwards; gives the height where it ends.
  mutating func paragraph(
    _ text: String, left: Double, top: Double, width: Double, size: Double = Typography.size,
    colour: Colour = .ink, isBold: Bool = false, hasPaper: Bool = false
  ) -> Double {
    paragraph(
      [Run(text: text, mark: nil)], left: left, top: top, width: width, size: size, colour: colour,
      isBold: isBold, hasPaper: hasPaper)
  }

  /// Sets pieces of text as one of several lines from a height downwards; gives the height where it ends.
  mutating func paragraph(
    _ runs: [Run], left: Double, top: Double, width: Double, size: Double = Typography.size,
    colour: Colour = .ink, isBold: Bool = false, hasPaper: Bool = false
  ) -> Double {
    var top = top
    for line in Canvas.lines(runs, width: width, size: size, isBold: isBold) {
      self.text(
        line, Point(x: left, y: top + size), size: size, colour: colour, isBold: isBold,
        hasPaper: hasPaper)
      top += size * Typography.lead
    }
    return top
  }

  /// Breaks pieces of text into lines as ``Typography`` breaks the whole.
  static func lines(
    _ runs: [Run], width: Double, size: Double = Typography.size, isBold: Bool = false
  ) -> [[Run]] {
    let characters = runs.flatMap { run in run.text.unicodeScalars.map { ($0, run.mark) } }
    var place = 0
    return Typography.lines(
      runs.map(\.text).joined(), width: width, size: size, isBold: isBold
    ).map { line in
      var pieces: [Run] = []
      for character in line.unicodeScalars {
        // Spaces at which a line ends are in no line.
        while characters[place].0 != character { place += 1 }
        let mark = characters[place].1
        place += 1
        if let last = pieces.last, last.mark == mark {
          pieces[pieces.count - 1] = Run(text: last.text + String(character), mark: mark)
        } else {
          pieces.append(Run(text: String(character), mark: mark))
        }
      }
      return pieces
    }
  }

  /// Sets a title, which rests on some claims, and an explanation; gives the height below them.
  mutating func heading(_ title: String, _ explanation: String, claims: [String]) -> Double {
    let below = paragraph(
      title, left: 0, top: 2, width: Canvas.width, size: Typography.titleSize, isBold: true)
    target(
      Mark(label: title, claims: claims), Box(left: 0, top: 0, right: Canvas.width, bottom: below))
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

  /// Says what a rectangle stands for; in a page it can be a link.
  ///
  /// Places of the same mark are one link.
  mutating func target(_ mark: Mark, _ box: Box) { target(mark, outline(box)) }

  /// Says what the area between two lines of points with the same x stands for; in a page it can be a link.
  mutating func target(_ mark: Mark, _ upper: [Point], _ lower: [Point]) {
    // One point in six is close enough to be hit.
    let places = upper.indices.filter { $0.isMultiple(of: 6) || $0 == upper.count - 1 }
    target(mark, outline(places.map { upper[$0] }, places.map { lower[$0] }))
  }

  private mutating func target(_ mark: Mark, _ data: String) {
    guard !data.isEmpty else { return }
    if let place = targets.firstIndex(where: { $0.mark == mark }) {
      targets[place].data += data
    } else {
      targets.append(Target(mark: mark, data: data))
    }
  }

  private func outline(_ box: Box) -> String {
    let (left, top) = (Canvas.tenths(box.left), Canvas.tenths(box.top))
    let (width, height) = (Canvas.tenths(box.right) - left, Canvas.tenths(box.bottom) - top)
    return "M\(left) \(top)h\(width)v\(height)h\(-width)z"
  }

  private func grid(_ point: Point) -> GridPoint {
    GridPoint(x: Canvas.tenths(point.x), y: Canvas.tenths(point.y))
  }

  private func fill(_ colour: Colour) -> String { " fill=\"\(colour.code)\"" }

  /// Draws along a path; what looks the same as the one before is a continuation of it.
  private mutating func stroke(
    _ data: String, _ colour: Colour, _ width: Double, _ dash: String?
  ) {
    var style = " fill=\"none\" stroke=\"\(colour.code)\""
    if width != 1 { style += " stroke-width=\"\(Canvas.tenths(width))\"" }
    // Round ends would fill the gaps.
    if let dash { style += " stroke-dasharray=\"\(dash)\" stroke-linecap=\"butt\"" }
    if let last = shapes.last, last.style == style, case .path(let others) = last.form {
      shapes[shapes.count - 1].form = .path(others + data)
    } else {
      shapes.append(Shape(form: .path(data), style: style))
    }
  }
}
