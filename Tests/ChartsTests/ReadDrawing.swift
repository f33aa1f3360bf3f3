import Foundation

#if canImport(FoundationXML)
import FoundationXML
#endif

/// An SVG text as a parser of XML reads it; attributes of a group are those of its members, and lengths are in units.
final class ReadDrawing: NSObject, XMLParserDelegate {
  struct Element {
    let name: String
    let attributes: [String: String]
    /// Names and places of the elements that hold it, the outermost first.
    let within: [Int]
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
    let groups = open.map { elements[$0] }.filter { $0.name == "g" }.map(\.attributes)
    let all = groups.last.map { attributes.merging($0) { own, _ in own } } ?? attributes
    elements.append(Element(name: name, attributes: all, within: open))
    open.append(elements.count - 1)
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    // The text of an element holds that of its pieces.
    for place in open { elements[place].text += text }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) { open.removeLast() }

  func elements(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  /// Whether an element stands within one that has an attribute.
  func isWithin(_ element: Element, _ name: String, _ attribute: (String, String)) -> Bool {
    element.within.contains {
      elements[$0].name == name && elements[$0].attributes[attribute.0] == attribute.1
    }
  }

  /// A length of an element, in units.
  static func length(_ element: Element, _ key: String) -> Double? {
    element.attributes[key].flatMap(Double.init).map { $0 / 10 }
  }

  /// All points that an element draws, in units; nil when a number of it cannot be read.
  static func points(_ element: Element) -> [(x: Double, y: Double)]? {
    func number(_ key: String) -> Double? { length(element, key) }
    switch element.name {
    case "rect":
      guard let width = number("width"), let height = number("height") else { return nil }
      let (x, y) = (number("x") ?? 0, number("y") ?? 0)
      return width >= 0 && height >= 0 ? [(x, y), (x + width, y + height)] : nil
    case "circle":
      guard let x = number("cx"), let y = number("cy"), let r = number("r") else { return nil }
      return [(x - r, y - r), (x + r, y + r)]
    case "text":
      guard let y = number("y") else { return nil }
      return [(number("x") ?? 0, y)]
    case "path": return element.attributes["d"].flatMap(track)
    default: return []
    }
  }

  /// The points of a path of the commands M, l, h, v, H and z, in units.
  static func track(_ data: String) -> [(x: Double, y: Double)]? {
    pieces(data)?.flatMap(\.self)
  }

  /// The same, piece by piece: each begins with an M.
  static func pieces(_ data: String) -> [[(x: Double, y: Double)]]? {
    var pieces: [[(x: Int, y: Int)]] = []
    var rest = data[...]
    while let command = rest.first {
      rest = rest.dropFirst()
      let end = rest.firstIndex { $0.isLetter } ?? rest.endIndex
      let words = rest[..<end].replacing("-", with: " -").split(separator: " ")
      let numbers = words.compactMap { Int($0) }
      rest = rest[end...]
      guard numbers.count == words.count else { return nil }
      if command == "M" { pieces.append([]) }
      guard let piece = pieces.indices.last else { return nil }
      func go(_ x: Int, _ y: Int) { pieces[piece].append((x, y)) }
      let last = pieces[piece].last ?? (0, 0)
      switch (command, numbers.count) {
      case ("M", 2): go(numbers[0], numbers[1])
      case ("h", 1): go(last.x + numbers[0], last.y)
      case ("v", 1): go(last.x, last.y + numbers[0])
      case ("H", 1): go(numbers[0], last.y)
      case ("l", let count) where count > 0 && count.isMultiple(of: 2):
        var at = last
        for place in stride(from: 0, to: count, by: 2) {
          at = (at.x + numbers[place], at.y + numbers[place + 1])
          go(at.x, at.y)
        }
      case ("z", 0): break
      default: return nil
      }
    }
    return pieces.map { $0.map { (Double($0.x) / 10, Double($0.y) / 10) } }
  }

  /// The height of a line of points, in order of x, at a place between its ends.
  static func height(of points: [(x: Double, y: Double)], at x: Double) -> Double? {
    for (one, next) in zip(points, points.dropFirst()) where one.x <= x && x <= next.x {
      return next.x == one.x ? one.y : one.y + (next.y - one.y) * (x - one.x) / (next.x - one.x)
    }
    return nil
  }
}
