/// Plain text in lines of a fixed width.
public struct TextLayout {
  /// Most characters in a line.
  public let width: Int
  /// The lines so far, without their ends.
  public private(set) var lines: [String] = []

  /// Begins without lines.
  public init(width: Int) { self.width = width }

  /// The lines of one text; those after the first begin with some spaces more than the first.
  public static func lines(of text: String, width: Int, indent: Int) -> [String] {
    var layout = TextLayout(width: width)
    let first = String(text.prefix { $0 == " " })
    layout.add(text, first: first, rest: first + String(repeating: " ", count: indent))
    return layout.lines
  }

  /// Adds a text, broken at spaces; `first` stands before its first line and `rest` before the others.
  ///
  /// Words that do not fit into a line by themselves are cut.
  public mutating func add(_ text: String, first: String = "", rest: String = "") {
    var line = first
    var isFresh = true
    var words = text.split(separator: " ").map(String.init)[...]
    while let word = words.popFirst() {
      let room = width - line.count - (isFresh ? 0 : 1)
      if word.count <= room {
        line += isFresh ? word : " " + word
        isFresh = false
      } else if isFresh {
        line += word.prefix(max(1, room))
        lines.append(line.trimmingEnd)
        line = rest
        words.insert(String(word.dropFirst(max(1, room))), at: words.startIndex)
      } else {
        lines.append(line.trimmingEnd)
        line = rest
        isFresh = true
        words.insert(word, at: words.startIndex)
      }
    }
    lines.append(line.trimmingEnd)
  }

  /// All lines, each with its end.
  public var text: String { lines.map { $0 + "\n" }.joined() }
}

extension String {
  /// The text without the spaces at its end.
  fileprivate var trimmingEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
