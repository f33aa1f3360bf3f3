import Foundation

/// A report page, read without a browser: its identifiers, links and texts.
struct PageReading {
  /// A link of the page.
  struct Link: Hashable {
    let target: String
    /// The text between its ends, without markup.
    let text: String
    /// Whether it leads from a number or mark to what that rests on.
    let rests: Bool
    /// The block that holds it.
    let block: String?
  }

  /// An element's beginning or end, or a text.
  private enum Token {
    case opens(String, [String: String])
    case closes(String)
    case text(String)
  }

  let html: String
  /// Identifiers in the order of the page, repeated ones too.
  private(set) var ids: [String] = []
  private(set) var links: [Link] = []
  /// Visible text by language of the edition, without that which is marked as another language.
  private(set) var texts: [String: String] = [:]
  /// Whatever is not well formed: ends without a beginning, or the other way round.
  private(set) var faults: [String] = []
  /// The sentences that a list of grounds or a sentence itself stands for.
  private(set) var sentences: [String: [String]] = [:]
  /// Blocks to which the list of a claim leads, by the claim's identifier in the edition: `nl-C09`.
  private(set) var backs: [String: Set<String>] = [:]

  private static let empty: Set<String> = [
    "meta", "br", "link", "input", "img", "hr", "rect", "path", "circle", "line", "use",
  ]

  init(_ html: String) {
    self.html = html
    struct Open {
      let name: String
      let id: String?
      let classes: [String]
      let language: String
    }
    var stack: [Open] = []
    var link: (target: String, text: String, rests: Bool)?
    for token in PageReading.tokens(html) {
      switch token {
      case .text(let text):
        link?.text += text
        let isWords = !stack.contains { ["style", "script"].contains($0.name) }
        if isWords, let edition = stack.first(where: { $0.classes.contains("edition") }),
          stack.last?.language == edition.language
        {
          texts[edition.language, default: ""] += text + " "
        }
      case .opens(let name, let attributes):
        let id = attributes["id"]
        if let id { ids.append(id) }
        let classes = attributes["class"]?.split(separator: " ").map(String.init) ?? []
        let isDrawn = stack.contains { $0.name == "svg" }
        if name == "a", let href = attributes["href"], href.hasPrefix("#") {
          let target = String(href.dropFirst())
          link = (target, "", classes.contains("rests") || isDrawn)
          if let grounds = stack.last(where: { $0.classes.contains("grounds") })?.id {
            sentences[grounds, default: []].append(target)
          }
          let back = stack.last { $0.id?.contains("-back-") ?? false }?.id
          if let back { backs[back.replacing("-back-", with: "-"), default: []].insert(target) }
        }
        let language = attributes["lang"] ?? stack.last?.language ?? ""
        if !PageReading.empty.contains(name), attributes["/"] == nil {
          stack.append(Open(name: name, id: id, classes: classes, language: language))
        }
      case .closes(let name):
        if name == "a", let open = link {
          let block = stack.last { $0.classes.contains("result") }?.id
          links.append(
            Link(target: open.target, text: open.text, rests: open.rests, block: block))
          link = nil
        }
        if stack.last?.name == name {
          stack.removeLast()
        } else {
          faults.append("</\(name)> within <\(stack.last?.name ?? "nothing")>")
        }
      }
    }
    faults += stack.map { "<\($0.name)> has no end" }
  }

  /// What is wrong with identifiers, links and evidence; nothing for a good page.
  var problems: [String] {
    let known = Set(ids)
    var problems = faults
    if known.count < ids.count {
      problems.append(
        "repeated: "
          + Dictionary(grouping: ids) { $0 }.filter { $1.count > 1 }.keys.sorted()
          .joined(separator: " "))
    }
    for link in links {
      if !known.contains(link.target) { problems.append("#\(link.target) leads nowhere") }
      guard link.rests else { continue }
      guard let block = link.block else {
        problems.append("\(link.text) stands in no block")
        continue
      }
      for sentence in sentences[link.target] ?? [link.target]
      where !(backs[sentence]?.contains(block) ?? false) {
        problems.append("\(sentence) does not lead back to \(block)")
      }
    }
    for (sentence, blocks) in backs {
      for block in blocks where !known.contains(block) {
        problems.append("\(sentence) leads back to \(block), which is not there")
      }
    }
    for (language, text) in texts {
      for wrong in ["{{", "NaN", " nan", "inf ", "Optional(", "undefined"]
      where text.contains(wrong) {
        problems.append("\(language): the text has \(wrong)")
      }
    }
    return problems
  }

  private static func tokens(_ html: String) -> [Token] {
    var tokens: [Token] = []
    var rest = html[...]
    func take(to end: String) -> Substring {
      guard let range = rest.firstRange(of: end) else {
        defer { rest = rest[rest.endIndex...] }
        return rest
      }
      defer { rest = rest[range.upperBound...] }
      return rest[..<range.lowerBound]
    }
    while !rest.isEmpty {
      let text = take(to: "<")
      if !text.allSatisfy(\.isWhitespace) { tokens.append(.text(unescaped(text))) }
      if rest.isEmpty { break }
      let tag = take(to: ">")
      if tag.hasPrefix("!") { continue }
      if tag.hasPrefix("/") {
        tokens.append(.closes(String(tag.dropFirst())))
        continue
      }
      let name = String(tag.prefix { !$0.isWhitespace && $0 != "/" })
      tokens.append(.opens(name, attributes(tag.dropFirst(name.count))))
      // Scripts and style sheets hold no elements.
      if name == "script" || name == "style" {
        tokens.append(.text(String(take(to: "</\(name)>"))))
        tokens.append(.closes(name))
      }
    }
    return tokens
  }

  private static func attributes(_ text: Substring) -> [String: String] {
    var found: [String: String] = [:]
    for match in text.matches(of: /([a-zA-Z:_-]+)(?:="([^"]*)")?/) {
      found[String(match.1)] = unescaped(match.2 ?? "")
    }
    if text.hasSuffix("/") { found["/"] = "" }
    return found
  }

  private static func unescaped(_ text: Substring) -> String {
    String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing(
      "&quot;", with: "\""
    )
    .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
  }
}
