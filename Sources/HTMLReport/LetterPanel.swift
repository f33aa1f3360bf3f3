internal import Caseload
internal import Evidence

/// The letter beside the results: every sentence that is a claim can be shown, and leads to the results that rest on it.
enum LetterPanel {
  /// The letter of an edition whose results are all made.
  static func markup(_ edition: Edition) -> String {
    let letter = Letter.text
    let documents = letter.documents.map { document -> Fields in
      [
        "title": document.title, "from": document.from, "to": document.to,
        "date": edition.language.date(document.date),
        "paragraphs": document.paragraphs.map { paragraph($0, edition) },
      ]
    }
    return Templates.render(
      "letter",
      [
        edition.language.rawValue: true, "id": edition.id("letter"), "here": edition.id("here"),
        "title": letter.title, "body": letter.body,
        "adopted": edition.language.date(letter.adopted), "evidence": edition.evidence,
        "documents": documents,
      ])
  }

  private static func paragraph(_ paragraph: Letter.Paragraph, _ edition: Edition) -> Fields {
    let claims = Claim.all.filter { $0.paragraph == paragraph.id }
    let located = claims.compactMap { claim in claim.location().map { (range: $0, claim: claim) } }
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
    var parts: [Fields] = []
    var end = paragraph.text.startIndex
    for (range, claim) in located {
      let from = paragraph.text.index(paragraph.text.startIndex, offsetBy: range.lowerBound)
      let to = paragraph.text.index(paragraph.text.startIndex, offsetBy: range.upperBound)
      precondition(from >= end, "the claims of \(paragraph.id) overlap")
      parts.append(["text": String(paragraph.text[end..<from])])
      parts.append([
        "text": String(paragraph.text[from..<to]), "claim": claim.id, "id": edition.id(claim.id),
        "back": edition.id("back-\(claim.id)"), "isClaim": true,
      ])
      end = to
    }
    parts.append(["text": String(paragraph.text[end...])])
    let backs = located.map { located -> Fields in
      let claim = located.claim
      let links = edition.links(back: claim.id)
      return [
        "claim": claim.id, "id": edition.id("back-\(claim.id)"), "gloss": claim.gloss,
        "card": edition.id("claim-\(claim.id)"), "hasCard": edition.hasCard(claim.id),
        "count": links.count, "isOne": links.count == 1, "links": links, "hasLinks": !links.isEmpty,
      ]
    }
    return ["parts": parts, "backs": backs, "hasBacks": !backs.isEmpty]
  }
}

extension Language {
  /// A day or month of `2025-09-05`, as people write it: `5 september 2025`; what is no date stays as it is.
  func date(_ text: String) -> String {
    let parts = text.split(separator: "-").map { Int($0) }
    guard let year = parts.first ?? nil, parts.count > 1, let month = parts[1],
      (1...12).contains(month)
    else { return text }
    let name = longMonths[month - 1]
    guard parts.count > 2, let day = parts[2] else { return "\(name) \(year)" }
    return "\(day) \(name) \(year)"
  }

  /// A month as people write it in a sentence: `december 2028`.
  func long(_ month: YearMonth) -> String { "\(longMonths[month.month - 1]) \(month.year)" }

  private var longMonths: [String] {
    self == .nl
      ? [
        "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
        "oktober", "november", "december",
      ]
      : [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
      ]
  }
}
