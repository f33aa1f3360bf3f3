internal import Caseload
internal import Comparison
internal import Engine
internal import Evidence

extension ComparisonPage {
  /// Names that a list has at most; the rest is counted, and is in the CSV file.
  private static let named = 40

  /// What is in one report only; nil where nothing is.
  func oneSided(_ edition: Edition) -> Page.Section? {
    let all = pairs.compactMap { pair -> Fields? in
      let lists = pair.against.oneSided
      guard !lists.isEmpty else { return nil }
      var fields = names(of: pair, edition)
      fields["id"] = edition.begin(
        "only-\(pair.place)",
        title: edition.say("In één rapport: ", "In one report: ") + pair.against.report.name)
      fields["lists"] = lists.map { list($0, pair, edition) }
      return fields
    }
    guard !all.isEmpty else { return nil }
    return Page.Section(
      name: "only", title: edition.say("Wat maar in één rapport staat", "What only one report has"),
      body: Templates.render(
        "comparison-onesided", [edition.language.rawValue: true, "pairs": all]))
  }

  private func list(
    _ one: ReportComparison.OneSided, _ pair: Pair, _ edition: Edition
  ) -> Fields {
    let kind = one.kind.rawValue.split(separator: "_").map { String($0).capitalisedFirst }.joined()
    let place = one.presence == .base ? 0 : pair.place
    let items = items(one, pair, edition)
    var fields: Fields = [
      "of\(kind)": true, "inLetter": letter(place), "inName": scenarios[place].report.name,
      "items": items.prefix(ComparisonPage.named).map { $0 },
    ]
    if items.count > ComparisonPage.named {
      fields["more"] = edition.language.format(Double(items.count - ComparisonPage.named))
    }
    return fields
  }

  /// What is listed: titles where there are some, else names as they stand in files.
  private func items(
    _ one: ReportComparison.OneSided, _ pair: Pair, _ edition: Edition
  ) -> [Fields] {
    let language = edition.language
    func plain(_ text: String) -> Fields { ["words": text] }
    func code(_ text: String) -> Fields { ["code": text] }
    switch one.kind {
    case .table, .uncertainNumber: return one.names.map(code)
    case .stream:
      return one.names.map { name in
        let title = subject(name, pair, language)
        return title == name ? code(name) : plain(title)
      }
    case .measure:
      return one.names.map { Measure(rawValue: $0)?.title[language] }.enumerated().map {
        $1.map(plain) ?? code(one.names[$0])
      }
    case .outcome:
      return one.names.map { Outcome.Kind(rawValue: $0)?.title[language] }.enumerated().map {
        $1.map(plain) ?? code(one.names[$0])
      }
    case .lever:
      return one.names.map { name in
        guard let title = title(at: "levers.\(name)", pair, language) else { return code(name) }
        return [
          "linked": edition.rests(
            title, on: scenarios.flatMap { $0.claims(at: "levers.\(name)") })
        ]
      }
    case .test:
      return one.names.map { name in
        guard let title = title(at: "tests.\(name)", pair, language) else { return code(name) }
        return [
          "linked": edition.rests(title, on: scenarios.flatMap { $0.claims(at: "tests.\(name)") })
        ]
      }
    case .claim: return one.names.map { ["linked": edition.rests($0, on: [$0])] }
    case .answer: return answers(one, pair, edition)
    case .month: return months(one.names, language).map(plain)
    case .run: return one.names.map { plain(Int($0).map { language.format(Double($0)) } ?? $0) }
    }
  }

  /// Answers that only one report gives, each with the question before it.
  private func answers(
    _ one: ReportComparison.OneSided, _ pair: Pair, _ edition: Edition
  ) -> [Fields] {
    let language = edition.language
    let names = pair.against.differences.filter {
      $0.name.table == .answers && $0.presence == one.presence
    }.map { difference in
      ResultName(
        table: .answers, what: difference.name.what, stream: difference.name.stream,
        of: difference.name.of)
    }.distinct.filter { one.names.contains($0.description) }
    return names.map { name in
      [
        "linked": edition.rests(name.of, on: [name.of]),
        "words": label(of: name, pair, language),
      ]
    }
  }

  /// Months, those that follow one another as a span.
  private func months(_ names: [String], _ language: Language) -> [String] {
    let months = names.compactMap { YearMonth($0) }.sorted()
    var spans: [(first: YearMonth, last: YearMonth)] = []
    for month in months {
      if let last = spans.last, month.ordinal == last.last.ordinal + 1 {
        spans[spans.count - 1].last = month
      } else {
        spans.append((month, month))
      }
    }
    return spans.map { span in
      span.first == span.last
        ? language.format(span.first)
        : "\(language.format(span.first)) – \(language.format(span.last))"
    }
  }
}
