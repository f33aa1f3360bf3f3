internal import Caseload
internal import Charts
internal import Evidence
internal import Mustache

/// A page in one language, in the making: it knows which of its numbers rests on which claims, so that each can lead to the letter and the letter back to it.
///
/// Numbers stand in blocks: a figure, a table, a paragraph. A number leads to the sentence that it rests on or, where there are several, to a list of them;
/// every sentence leads back to the blocks.
final class Edition {
  /// A part of the page that shows results.
  private struct Block {
    let id: String
    let title: String
  }

  /// Its language.
  let language: Language
  /// Whether it is in Dutch.
  var isDutch: Bool { language == .nl }
  private var blocks: [Block] = []
  /// The blocks that rest on each claim, by place.
  private var resting: [String: [Int]] = [:]
  /// Sets of several claims, in the order of their first use.
  private var sets: [[String]] = []
  private var places: [[String]: Int] = [:]

  /// The claims that have a card of their own in the page.
  private var cards: Set<String> = []

  init(_ language: Language) { self.language = language }

  /// The version in the edition's language.
  func say(_ nl: String, _ en: String) -> String { isDutch ? nl : en }

  /// An identifier of the page, from one that both editions have.
  func id(_ name: String) -> String {
    let safe = name.map { character in
      character.isLetter || character.isNumber || "-_.".contains(character) ? character : "-"
    }
    return "\(language.rawValue)-\(String(safe))"
  }

  /// Begins a block; numbers that follow stand in it.
  ///
  /// - Parameters:
  ///   - name: Its name, unique in the page.
  ///   - title: What a list of links calls it; its own title where that is nil.
  /// - Returns: Its identifier.
  func begin(_ name: String, title: String) -> String {
    let block = Block(id: id(name), title: title)
    precondition(!blocks.contains { $0.id == block.id }, "there are two blocks \(block.id)")
    blocks.append(block)
    return block.id
  }

  /// Where a number or mark of the present block leads; nil when it rests on no claim.
  func target(_ claims: [String]) -> String? {
    let known = Set(claims).filter { Claim.named($0) != nil }.sorted()
    guard let first = known.first else { return nil }
    for claim in known where resting[claim]?.last != blocks.count - 1 {
      resting[claim, default: []].append(blocks.count - 1)
    }
    guard known.count > 1 else { return id(first) }
    let place = places[known] ?? sets.count
    if place == sets.count {
      places[known] = place
      sets.append(known)
    }
    return id("e\(place + 1)")
  }

  /// A number of the present block, as a link to what it rests on.
  func rests(_ text: String, on claims: [String]) -> Markup {
    var fields: Fields = ["text": text]
    fields["target"] = target(claims)
    return Markup(html: Templates.render("rests", fields))
  }

  /// A chart as a block of its own.
  ///
  /// - Parameters:
  ///   - drawing: The chart, in the edition's language.
  ///   - title: What a list of links calls it; its own title where that is nil.
  /// - Returns: What the template `figure` takes.
  func figure(_ drawing: Drawing, title: String? = nil) -> Fields {
    let block = begin("fig-\(drawing.name)", title: title ?? drawing.title)
    let prefix = "\(language.rawValue)-"
    return [
      "id": block,
      "svg": drawing.element(prefix: prefix) { mark in self.target(mark.claims).map { "#\($0)" } },
    ]
  }

  /// The identifier of a claim's card, which the letter leads to from now on.
  func card(_ claim: String) -> String {
    cards.insert(claim)
    return id("claim-\(claim)")
  }

  // MARK: What the letter needs

  /// Whether a claim has a card in the page.
  func hasCard(_ claim: String) -> Bool { cards.contains(claim) }

  /// The sets of claims, each with the identifiers of its list and of its sentences.
  var evidence: [Fields] {
    sets.enumerated().map { place, claims in
      [
        "id": id("e\(place + 1)"), "count": claims.count,
        "sentences": claims.map { ["id": id($0), "claim": $0] as Fields },
        "selector": claims.map { "#\(id($0))" }.joined(separator: ","),
      ]
    }
  }

  /// Links to the blocks that rest on a claim.
  func links(back claim: String) -> [Fields] {
    (resting[claim] ?? []).map { ["target": blocks[$0].id, "title": blocks[$0].title] }
  }
}

/// A piece of a page that is markup already.
struct Markup: MustacheCustomRenderable, Hashable {
  let html: String

  var renderText: String { html }

  var isNull: Bool { false }
}
