import Foundation

#if canImport(FoundationXML)
import FoundationXML
#endif

/// An SVG text as a parser of XML reads it.
final class ReadDrawing: NSObject, XMLParserDelegate {
  struct Element {
    let name: String
    let attributes: [String: String]
    var text = ""
  }

  private(set) var elements: [Element] = []
  private(set) var isWellFormed = false
  private var open: [Int] = []

  init(_ svg: String) {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    isWellFormed = parser.parse()
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    open.append(elements.count)
    elements.append(Element(name: name, attributes: attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if let last = open.last { elements[last].text += text }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) { open.removeLast() }

  func elements(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  /// All points that an element draws; nil when a number of it cannot be read.
  static func points(_ element: Element) -> [(x: Double, y: Double)]? {
    func number(_ key: String) -> Double? { element.attributes[key].flatMap(Double.init) }
    switch element.name {
    case "rect":
      guard let width = number("width"), let height = number("height") else { return nil }
      let (x, y) = (number("x") ?? 0, number("y") ?? 0)
      return width >= 0 && height >= 0 ? [(x, y), (x + width, y + height)] : nil
    case "circle":
      guard let x = number("cx"), let y = number("cy"), let r = number("r") else { return nil }
      return [(x - r, y - r), (x + r, y + r)]
    case "text":
      guard let x = number("x"), let y = number("y") else { return nil }
      return [(x, y)]
    case "path": return element.attributes["d"].flatMap(track)
    default: return []
    }
  }

  /// The points of a path of the commands M, L, h, v and z.
  static func track(_ data: String) -> [(x: Double, y: Double)]? {
    var points: [(x: Double, y: Double)] = []
    var rest = data[...]
    while let command = rest.first {
      rest = rest.dropFirst()
      let end = rest.firstIndex { $0.isLetter } ?? rest.endIndex
      let numbers = rest[..<end].split(separator: " ").map { Double($0) }
      rest = rest[end...]
      switch (command, numbers.count) {
      case ("M", 2), ("L", 2):
        guard let x = numbers[0], let y = numbers[1] else { return nil }
        points.append((x, y))
      case ("h", 1), ("v", 1):
        guard let last = points.last, let by = numbers[0] else { return nil }
        points.append(command == "h" ? (last.x + by, last.y) : (last.x, last.y + by))
      case ("z", 0): break
      default: return nil
      }
    }
    return points
  }
}
