public import Caseload

/// A finished chart: one SVG element that needs nothing else, neither a font nor a style sheet nor a script.
///
/// The same drawing is a file of its own (``svg``) and a part of a page (``element(prefix:href:)``), where what it shows can be links. What it shows is said
/// in words too, in its title and description, which a screen reader reads out.
public struct Drawing: Hashable, Sendable {
  /// Its name among the charts of a report: the stem of its file, and a part of its identifiers in a page.
  public let name: String
  /// What is seen, in one line.
  public let title: String
  /// What is seen, in sentences with the most important numbers.
  public let description: String
  /// The language of its texts.
  public let language: Language
  /// Width in units, pixels on a telephone 400 wide; the view box counts in tenths of it.
  public let width: Double
  /// Height in the same units.
  public let height: Double
  /// What its parts stand for, each once, in the order in which a reader comes upon them.
  public let marks: [Mark]
  /// Where its texts stand.
  let labels: [Label]
  private let shapes: [Canvas.Shape]
  private let targets: [Canvas.Target]

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
    shapes = canvas.shapes
    targets = canvas.targets
    let inTexts = canvas.shapes.flatMap { shape in
      if case .text(_, let runs) = shape.form { runs.compactMap(\.mark) } else { [Mark]() }
    }
    var seen: Set<Mark> = []
    marks = (canvas.targets.map(\.mark) + inTexts).filter { seen.insert($0).inserted }
  }

  /// The drawing as a file: an image without links, at most as wide as its texts are easy to read.
  public var svg: String {
    let drawn = Writer(shapes, targets: [], addresses: [:]).text
    return """
      <svg xmlns="http://www.w3.org/2000/svg" role="img" \(attributes(prefix: "")) style="max-width:546px">
      \(words(prefix: ""))<path d="\(paper)" fill="\(Colour.paper.code)"/>
      \(drawn)</svg>

      """
  }

  /// The drawing as a part of an HTML page, in which what its marks stand for are links.
  ///
  /// The element scales with its place; how wide it may be, and how a link looks that is pointed at or has the focus, is for the page's style sheet to say:
  /// links are `a` elements, of which those around a text are underlined and those around an area hold one invisible `path`. What is no link is hidden
  /// from screen readers, which read the title and the description instead. Without links it is an image.
  ///
  /// - Parameters:
  ///   - prefix: The beginning of its identifiers, by which it differs from other elements of the page.
  ///   - href: The address to which a mark leads, such as `#nl-C09`; nil for a mark that is no link.
  /// - Returns: The text of the element, without the name of its format, which HTML does not need.
  public func element(prefix: String, href: (Mark) -> String?) -> String {
    let addresses = Dictionary(
      marks.compactMap { mark in href(mark).map { (mark, $0) } },
      uniquingKeysWith: { one, _ in one })
    let drawn = Writer(shapes, targets: targets, addresses: addresses).text
    return """
      <svg role="\(addresses.isEmpty ? "img" : "group")" \(attributes(prefix: prefix))>
      \(words(prefix: prefix))\(drawn)</svg>

      """
  }

  /// The attributes of the whole that a file and a page have in common.
  private func attributes(prefix: String) -> String {
    let name = Canvas.escaped(prefix + name)
    return """
      viewBox="0 0 \(Canvas.tenths(width)) \(Canvas.tenths(height))" lang="\(language.rawValue)" \
      aria-labelledby="\(name).title" aria-describedby="\(name).desc" font-family="\(Typography.family)" \
      font-size="\(Canvas.tenths(Typography.size))" fill="\(Colour.ink.code)" stroke-width="10" \
      stroke-linejoin="round" stroke-linecap="round"
      """
  }

  private func words(prefix: String) -> String {
    let name = Canvas.escaped(prefix + name)
    return """
      <title id="\(name).title">\(Canvas.escaped(title))</title>
      <desc id="\(name).desc">\(Canvas.escaped(description))</desc>

      """
  }

  private var paper: String { "M0 0h\(Canvas.tenths(width))v\(Canvas.tenths(height))H0z" }
}

/// Shapes as text, those that look alike in groups.
private struct Writer {
  private(set) var text = ""
  /// The links of a page; empty in a file.
  private let addresses: [Mark: String]
  /// Marks that have a place of their own, which is the link; their texts only look like one.
  private let placed: Set<Mark>
  private var named: Set<Mark> = []

  init(_ shapes: [Canvas.Shape], targets: [Canvas.Target], addresses: [Mark: String]) {
    self.addresses = addresses
    placed = Set(targets.map(\.mark))
    // The places lie above what is drawn there, and come before the texts that are links, as they do on the drawing.
    var isPlaced = false
    for part in shapes.split(by: isLink) {
      let isLink = part.first.map(isLink) ?? false
      if isLink, !isPlaced {
        write(targets)
        isPlaced = true
      }
      let isHidden = !isLink && !addresses.isEmpty
      if isHidden { text += "<g aria-hidden=\"true\">\n" }
      for alike in part.split(by: \.style) { write(alike) }
      if isHidden { text += "</g>\n" }
    }
    if !isPlaced { write(targets) }
  }

  private func isLink(_ shape: Canvas.Shape) -> Bool {
    guard case .text(_, let runs) = shape.form else { return false }
    return runs.contains { run in
      run.mark.map { addresses[$0] != nil && !placed.contains($0) } ?? false
    }
  }

  /// Writes shapes of one style.
  private mutating func write(_ shapes: ArraySlice<Canvas.Shape>) {
    guard let style = shapes.first?.style else { return }
    let isGroup = shapes.count > 1 && !style.isEmpty
    if isGroup { text += "<g\(style)>\n" }
    for shape in shapes {
      let style = isGroup ? "" : style
      switch shape.form {
      case .plain(let name, let place): text += "<\(name)\(place)\(style)/>\n"
      case .path(let data): text += "<path d=\"\(data)\"\(style)/>\n"
      case .text(let place, let runs):
        text += "<text\(place)\(style)>"
        for run in runs { write(run) }
        text += "</text>\n"
      }
    }
    if isGroup { text += "</g>\n" }
  }

  private mutating func write(_ run: Canvas.Run) {
    let words = Canvas.escaped(run.text)
    guard let mark = run.mark, let address = addresses[mark] else {
      text += words
      return
    }
    let line = "text-decoration=\"underline dotted\""
    guard !placed.contains(mark) else {
      text += "<tspan \(line)>\(words)</tspan>"
      return
    }
    // A text that goes on in the next line is one link to those who go from link to link.
    let isFirst = named.insert(mark).inserted
    let label =
      isFirst
      ? "aria-label=\"\(Canvas.escaped(mark.label))\"" : "tabindex=\"-1\" aria-hidden=\"true\""
    text += "<a href=\"\(Canvas.escaped(address))\" \(label) \(line)>\(words)</a>"
  }

  /// Writes the places that are links.
  private mutating func write(_ targets: [Canvas.Target]) {
    let links = targets.compactMap { target in addresses[target.mark].map { (target, $0) } }
    guard !links.isEmpty else { return }
    text += "<g fill=\"none\" pointer-events=\"all\">\n"
    for (target, address) in links {
      text += "<a href=\"\(Canvas.escaped(address))\""
      text +=
        " aria-label=\"\(Canvas.escaped(target.mark.label))\"><path d=\"\(target.data)\"/></a>\n"
    }
    text += "</g>\n"
  }
}

extension Array {
  /// Runs of neighbours that have something in common.
  fileprivate func split(by key: (Element) -> some Equatable) -> [ArraySlice<Element>] {
    self[...].split(by: key)
  }
}

extension ArraySlice {
  /// Runs of neighbours that have something in common.
  fileprivate func split(by key: (Element) -> some Equatable) -> [ArraySlice<Element>] {
    var parts: [ArraySlice<Element>] = []
    var first = startIndex
    while first < endIndex {
      let shared = key(self[first])
      let end = self[first...].firstIndex { key($0) != shared } ?? endIndex
      parts.append(self[first..<end])
      first = end
    }
    return parts
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
