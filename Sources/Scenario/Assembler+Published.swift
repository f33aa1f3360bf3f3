internal import Caseload
internal import JSONText

extension Assembler {
  /// What was published for months before the start.
  ///
  /// A figure for a month of the calendar is a fault, since runs can be held against it: that is a test. So are two figures of the same
  /// measure, stream and month, of which a chart could show only one.
  mutating func published() -> [PublishedFigure] {
    var places: [[String]: Place] = [:]
    return elements("published").enumerated().map { position, node in
      let path = path("published", position, node)
      // Where no stream is named, that is the fault.
      let (measure, subject) =
        node["stream"] == nil ? (Measure.stock, Subject.whole) : subject(node, path)
      let quote = node["quote"]?.string ?? ""
      if let found = node["quote"], found.string != nil, quote.allSatisfy(\.isWhitespace) {
        report(found.place, "\(path).quote", .unfit(Found(found), .text))
      }
      let month = node["month"]?.string.flatMap { YearMonth(written: $0) }
      if let calendar, let month, let found = node["month"], calendar.index(of: month) >= 0 {
        report(found.place, "\(path).month", .unfit(Found(found), .monthBefore(calendar.start)))
      }
      if let month, let stream = node["stream"]?.string {
        let key = [measure.rawValue, stream, month.description]
        if let first = places[key] {
          report(node.place, path, .publishedTwice(first: first))
        } else {
          places[key] = node.place
        }
      }
      return PublishedFigure(
        name: node["name"]?.string ?? "", measure: measure, subject: subject,
        month: month ?? YearMonth(year: 2000, month: 1), value: node["value"]?.number ?? 0,
        source: node["source"]?.string ?? "", quote: quote)
    }
  }
}
