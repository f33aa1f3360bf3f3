public import Caseload
internal import Charts
public import Comparison
internal import Engine
internal import Evidence
internal import Statistics

/// The page of a comparison: in short, what changed, what it did, what is on one side only, the claims, the method.
///
/// All it knows is what the files of the reports say; numbers have titles, and settings reasons, where the reports hold their scenarios.
public struct ComparisonPage {
  let comparison: ReportComparison
  private let command: String
  private let program: String
  /// What is known of each report's scenario, the base first.
  let scenarios: [ComparedScenario]

  /// Names of the page's maker, by which it is known again.
  public static let generator = "simulate compare"

  /// Prepares the page of a comparison.
  ///
  /// - Parameters:
  ///   - comparison: The comparison.
  ///   - command: The command, as it was given.
  ///   - program: Version of the program.
  public init(_ comparison: ReportComparison, command: String, program: String) {
    self.comparison = comparison
    self.command = command
    self.program = program
    scenarios = ([comparison.base] + comparison.others.map(\.report)).map(ComparedScenario.init)
  }

  /// The page, with one language shown first.
  ///
  /// - Complexity: Takes time in proportion to the differences at year ends and the changes that are listed.
  public func page(_ language: Language) -> Page {
    Page(language, generator: "\(ComparisonPage.generator) \(program)") { edition in
      Page.Content(
        title: Templates.render("comparison-title", names(edition)),
        lead: Templates.render("comparison-lead", names(edition)), facts: facts(edition),
        sections: [
          short(edition), changed(edition), did(edition), oneSided(edition), claims(edition),
          method(edition),
        ].compactMap { $0 }, edition: edition)
    }
  }

  /// A report held against the base, with its place among the reports.
  struct Pair {
    let against: ReportComparison.Against
    /// Its place among all reports; the base has nought.
    let place: Int
  }

  /// Every report with its place.
  var pairs: [Pair] {
    comparison.others.enumerated().map { Pair(against: $1, place: $0 + 1) }
  }

  /// The letter of a report in tables: A is the base.
  func letter(_ place: Int) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return place < letters.count ? String(letters[place]) : "#\(place + 1)"
  }

  /// Fields that a template about a pair has.
  func names(of pair: Pair, _ edition: Edition) -> Fields {
    [
      edition.language.rawValue: true, "letterA": letter(0), "nameA": comparison.base.name,
      "letterB": letter(pair.place), "nameB": pair.against.report.name,
      "isOneOfSeveral": comparison.others.count > 1,
      // Headings within a pair stand below that of the pair, where there is one.
      "head": comparison.others.count > 1 ? "4" : "3",
    ]
  }

  /// Names of all reports, for sentences.
  private func names(_ edition: Edition) -> Fields {
    let others = comparison.others.map(\.report.name)
    let titles = scenarios.map { $0.report.world?.title[edition.language] }
    var fields: Fields = [
      edition.language.rawValue: true, "base": comparison.base.name,
      "others": edition.list(others),
    ]
    if others.count == 1, let base = titles[0], let other = titles[1], base != other {
      fields["titleOfBase"] = base
      fields["titleOfOther"] = other
    }
    return fields
  }

  /// What was made, in short.
  private func facts(_ edition: Edition) -> [(name: String, value: String)] {
    let language = edition.language
    var facts: [(name: String, value: String)] = []
    if let months = comparison.base.months {
      facts.append(
        (
          edition.say("Periode van de basis", "Period of the base"),
          "\(language.long(months.lowerBound)) – \(language.long(months.upperBound))"
        ))
    }
    let paired = comparison.others.count { against in
      if case .paired = against.pairing { true } else { false }
    }
    let all = comparison.others.count
    facts.append(
      (
        edition.say("Doorrekeningen gepaard", "Runs paired"),
        paired == all
          ? edition.say("ja", "yes")
          : paired == 0 ? edition.say("nee", "no") : "\(paired) / \(all)"
      ))
    facts.append(
      (
        edition.say("Zekerheid van de intervallen", "Confidence of the intervals"),
        language.percent(comparison.confidence, decimals: levelDecimals)
      ))
    return facts
  }

  /// Decimals that the confidence takes as a percentage.
  private var levelDecimals: Int {
    let percent = comparison.confidence * 100
    return percent == percent.rounded() ? 0 : 1
  }

  /// The confidence of intervals, in words.
  func level(_ language: Language) -> String {
    language.percent(comparison.confidence, decimals: levelDecimals)
  }

  // MARK: In short

  /// Which reports, and the largest differences, in sentences.
  private func short(_ edition: Edition) -> Page.Section {
    let language = edition.language
    let reports = scenarios.enumerated().map { place, scenario -> Fields in
      let report = scenario.report
      var fields: Fields = [
        "letter": letter(place), "name": report.name, "path": report.path, "isBase": place == 0,
      ]
      if let world = report.world { fields["title"] = world.title[language] }
      if let months = report.months {
        fields["months"] =
          "\(language.format(months.lowerBound)) – \(language.format(months.upperBound))"
      }
      return fields
    }
    let sayings = pairs.map { pair -> Fields in
      var fields = names(of: pair, edition)
      fields["id"] = edition.begin(
        "short-\(pair.place)",
        title: edition.say("In het kort: ", "In short: ") + pair.against.report.name)
      let sentences = headlines(pair, language).map { sentence($0, edition) }
      fields["sentences"] = sentences
      fields["hasNone"] = sentences.isEmpty
      fields["changes"] = edition.id("changed-\(pair.place)")
      fields.merge(counts(of: pair.against, edition)) { $1 }
      // That runs are paired is how it should be; that they are not is part of the answer.
      if case .unpaired = pair.against.pairing { fields.merge(pairing(pair, edition)) { $1 } }
      return fields
    }
    return Page.Section(
      name: "short", title: edition.say("In het kort", "In short"),
      body: Templates.render(
        "comparison-short",
        [
          language.rawValue: true, "level": level(language), "reports": reports, "pairs": sayings,
        ]))
  }

  /// A difference as a sentence.
  private func sentence(_ headline: Headline, _ edition: Edition) -> Fields {
    let (difference, style) = (headline.difference, headline.style)
    let language = edition.language
    let claims = difference.allClaims
    var fields: Fields = [
      "what": headline.title,
      "valueA": edition.rests(style.value(difference.base, language), on: difference.claimsOfBase),
      "valueB": edition.rests(
        style.value(difference.other, language), on: difference.claimsOfOther),
      "isSame": difference.isSame,
      "isLess": difference.difference < 0, "isShare": style.isShare, "isCount": style.isCount,
      "size": edition.rests(style.size(difference.difference, language), on: claims),
    ]
    if !style.isShare { fields["unit"] = style.unit }
    // Of what is the same in every run there is nothing more to say.
    guard !difference.isSame else { return fields }
    if let interval = difference.interval {
      // Where the whole interval is on one side of nought, its ends are sizes as the difference is.
      let isSized = interval.low >= 0 || interval.high <= 0
      let ends = interval.high <= 0 ? (interval.high, interval.low) : (interval.low, interval.high)
      func end(_ value: Double) -> Markup {
        edition.rests(
          isSized ? style.size(value, language) : style.change(value, language), on: claims)
      }
      fields["low"] = end(ends.0)
      fields["high"] = end(ends.1)
    }
    if let better = difference.paired?.better {
      fields["better"] = edition.rests(language.share(better.share), on: claims)
    }
    return fields
  }

  // MARK: Method

  private func method(_ edition: Edition) -> Page.Section {
    let language = edition.language
    let used = Set(pairs.flatMap(sourcesShown))
    var seen: Set<String> = []
    let sources = scenarios.flatMap { $0.report.world?.sources ?? [] }.filter {
      used.contains($0.id) && seen.insert($0.id).inserted
    }.map { source -> Fields in
      [
        "id": edition.id("source-\(source.id)"), "title": source.title,
        "publisher": source.publisher, "date": language.date(source.date), "url": source.url,
        "name": source.id,
      ]
    }
    let differences = comparison.others.flatMap(\.differences)
    let reports = scenarios.enumerated().map { place, scenario -> Fields in
      [
        "letter": letter(place), "path": scenario.report.path,
        "files": scenario.report.files.joined(separator: ", "),
      ]
    }
    return Page.Section(
      name: "method",
      title: edition.say("Methode, grenzen, herhalen", "Method, limits, how to repeat this"),
      body: Templates.render(
        "comparison-method",
        [
          language.rawValue: true, "level": level(language),
          "isPaired": differences.contains { $0.paired != nil },
          "isByBatch": differences.contains(where: \.isPairedByBatch),
          "isUnpaired": differences.contains { $0.presence == .both && !$0.isPaired },
          "reports": reports, "command": command, "program": program, "sources": sources,
          "hasSources": !sources.isEmpty,
        ]))
  }
}

extension Language {
  /// A share in percent with as few decimals as tell it from none and all, two at most.
  func share(_ share: Double) -> String {
    let isExact = share == 0 || share == 1
    let decimals = (0...2).first { decimals in
      let text = percent(share, decimals: decimals)
      return isExact
        || (text != percent(0, decimals: decimals) && text != percent(1, decimals: decimals))
    }
    return percent(share, decimals: decimals ?? 2)
  }
}

extension Edition {
  /// Names as a list in a sentence.
  func list(_ names: [String]) -> String {
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + say(" en ", " and ") + last
  }
}
