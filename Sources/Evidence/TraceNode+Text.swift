public import Caseload

extension TraceNode {
  /// The tree in lines, drawn with box characters; every quotation is given in full the first time.
  ///
  /// - Parameters:
  ///   - language: Language of the words; quotations stay in theirs.
  ///   - calendar: The clock, for the names of months.
  ///   - width: Most characters in a line.
  ///   - notes: What is said of numbers and levers beside their names, by path.
  /// - Returns: The lines, each with its end.
  public func text(
    in language: Language, calendar: Calendar, width: Int = 80,
    notes: [String: String] = [:]
  ) -> String {
    var drawing = Drawing(language: language, calendar: calendar, width: width, notes: notes)
    drawing.draw(self)
    return drawing.layout.text
  }
}

/// A tree on its way to lines.
private struct Drawing {
  let language: Language
  let calendar: Calendar
  var layout: TextLayout
  private var drawn: Set<String> = []
  private var quoted: Set<Grounds> = []
  private var sources: Set<String> = []
  private let notes: [String: String]

  init(language: Language, calendar: Calendar, width: Int, notes: [String: String]) {
    self.notes = notes
    self.language = language
    self.calendar = calendar
    layout = TextLayout(width: width)
  }

  private func say(_ nl: String, _ en: String) -> String { language == .nl ? nl : en }

  mutating func draw(_ root: TraceNode) {
    let month = "\(calendar.month(root.firstMonth))"
    layout.add("\(root.label[language]), \(month)")
    if !root.claims.isEmpty {
      layout.add("claims: " + root.claims.joined(separator: " "))
    }
    draw(root.children, bars: "", from: 0)
  }

  /// Draws what a node rests on; `month` is the first in which that node itself can matter.
  private mutating func draw(_ children: [TraceNode], bars: String, from month: Int) {
    for (index, child) in children.enumerated() {
      if child.kind == .part, !child.children.isEmpty { layout.add("", first: bars + "│") }
      let isLast = index == children.count - 1
      // Deep trees keep room for words: the bars of far ancestors are then left out.
      let room = max(8, layout.width - 44)
      let shown = bars.count > room ? "…" + String(bars.suffix(room - 1)) : bars
      draw(
        child, first: shown + (isLast ? "└─ " : "├─ "), rest: shown + (isLast ? "   " : "│  "),
        after: month)
      draw(
        child.children, bars: bars + (isLast ? "   " : "│  "), from: max(month, child.firstMonth))
    }
  }

  private mutating func draw(_ node: TraceNode, first: String, rest: String, after month: Int) {
    let name = node.label[language]
    var text = name
    if let value = node.value {
      let unit = value.unit.words[language]
      text += node.kind == .effect ? " " : " = "
      text += value.text[language] + (unit.isEmpty ? "" : " [\(unit)]")
    }
    if let path = node.path, let note = notes[path] { text += " · \(note)" }
    if node.delay > 0 {
      text +=
        node.delay == 1
        ? say(", een maand eerder", ", a month earlier")
        : say(", \(node.delay) maanden eerder", ", \(node.delay) months earlier")
    }
    if node.isReference {
      text +=
        drawn.contains(name)
        ? say(" (zie boven)", " (see above)") : say(" (zie onder)", " (see below)")
    } else {
      drawn.insert(name)
      if let value = node.value { drawn.insert(value.path) }
      if node.firstMonth > month {
        text += say(
          " (vanaf \(calendar.month(node.firstMonth)))",
          " (from \(calendar.month(node.firstMonth)))")
      }
    }
    layout.add(text, first: first, rest: rest + "  ")
    let indent = rest + (node.children.isEmpty ? "    " : "│   ")
    for ground in node.grounds { layout.add(written(ground), first: indent, rest: indent + "  ") }
    // A part of the world and a lever are there because of the letter; numbers have said so with their grounds.
    if node.grounds.isEmpty, !node.isReference {
      for claim in node.claims {
        let ground = Grounds.claim(id: claim, Claim.named(claim))
        layout.add(written(ground), first: indent, rest: indent + "  ")
      }
    }
  }

  private mutating func written(_ ground: Grounds) -> String {
    if case .source(let id, _, _) = ground {
      return sources.insert(id).inserted
        ? ground.text(in: language) : ground.reference(in: language)
    }
    return quoted.insert(ground).inserted
      ? ground.text(in: language) : ground.reference(in: language)
  }
}
