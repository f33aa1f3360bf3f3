internal import Caseload
internal import Charts
internal import Evidence

/// A report to read: one HTML text with everything in it, in Dutch and in English.
///
/// It needs no network and no script; the letter is in it, and every number leads to the sentences that it rests on.
public struct Page {
  /// A part of a page, with a heading of its own.
  struct Section {
    /// Its name in addresses, such as `claims`.
    let name: String
    /// What the contents list calls it.
    let title: String
    /// The rest, as markup.
    let body: String
  }

  /// One language of a page.
  struct Content {
    let title: String
    /// What is said below the title.
    let lead: String
    /// Facts about the making: what and how much.
    let facts: [(name: String, value: String)]
    let sections: [Section]
    let edition: Edition
  }

  private let language: Language
  private let generator: String
  private let contents: [Content]

  /// Joins the editions.
  ///
  /// - Parameters:
  ///   - language: The edition that is shown first.
  ///   - generator: The command and version that made it, by which a file is known again.
  ///   - make: Makes the content of an edition.
  init(
    _ language: Language, generator: String, _ make: (Edition) -> Content
  ) {
    self.language = language
    self.generator = generator
    let order: [Language] = language == .nl ? [.nl, .en] : [.en, .nl]
    contents = order.map { make(Edition($0)) }
  }

  /// What it is called in the language that is shown first.
  public var title: String { contents[0].title }

  /// The text of the file, in UTF-8 when written.
  public var html: String {
    let first = contents[0]
    let editions = contents.map { content -> Fields in
      let edition = content.edition
      let sections = content.sections.map { section -> Fields in
        ["id": edition.id(section.name), "title": section.title, "body": section.body]
      }
      return [
        "lang": edition.language.rawValue, edition.language.rawValue: true,
        "other": (edition.isDutch ? Language.en : .nl).rawValue,
        "isFirst": edition.language == language, "here": edition.id("here"),
        "title": content.title, "lead": content.lead,
        "facts": content.facts.map { ["name": $0.name, "value": $0.value] as Fields },
        "sections": sections, "letter": LetterPanel.markup(edition),
        "letterID": edition.id("letter"), "mainID": edition.id("main"),
        "evidence": edition.evidence,
      ]
    }
    return Templates.render(
      "page",
      [
        "language": language.rawValue, "title": first.title, "lead": first.lead,
        "generator": generator,
        "style": Templates.style, "script": Templates.script, "editions": editions,
      ])
  }
}
