public import Caseload

/// A finished chart: one SVG element that needs nothing else, neither a font nor a style sheet nor a script.
///
/// The same drawing is a file of its own and a part of a page. It scales with its place; at most its natural width is shown. What it shows is said in words
/// too, in its title and description, which a screen reader reads out.
public struct Drawing: Hashable, Sendable {
  /// Its name among the charts of a report: the stem of its file, and the beginning of its identifiers in a page.
  public let name: String
  /// What is seen, in one line.
  public let title: String
  /// What is seen, in sentences with the most important numbers.
  public let description: String
  /// The language of its texts.
  public let language: Language
  /// Width of the view box.
  public let width: Double
  /// Height of the view box.
  public let height: Double
  /// Where its texts stand.
  let labels: [Label]
  private let body: String

  /// A text on a drawing, with the box that it fills.
  struct Label: Hashable, Sendable {
    let text: String
    let box: Box
  }

  init(
    name: String, title: String, description: String, language: Language, height: Double,
    canvas: Canvas
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.language = language
    width = Canvas.width
    self.height = height
    labels = canvas.labels
    body = canvas.body
  }

  /// The element.
  public var svg: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Canvas.tenths(width)) \(Canvas.tenths(height))" \
    role="img" lang="\(language.rawValue)" aria-labelledby="\(Canvas.escaped(name)).title \(Canvas.escaped(name)).desc" \
    font-family="\(Typography.family)" font-size="\(Canvas.tenths(Typography.size))" style="max-width:42em">
    <title id="\(Canvas.escaped(name)).title">\(Canvas.escaped(title))</title>
    <desc id="\(Canvas.escaped(name)).desc">\(Canvas.escaped(description))</desc>
    <rect width="\(Canvas.tenths(width))" height="\(Canvas.tenths(height))" fill="\(Colour.paper.code)"/>
    \(body)</svg>

    """
  }
}

/// A rectangle of a drawing; y grows downwards.
struct Box: Hashable, Sendable {
  let left: Double
  let top: Double
  let right: Double
  let bottom: Double

  /// Whether it shares more than an edge with another.
  func overlaps(_ other: Box) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }
}
