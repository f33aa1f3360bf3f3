public import Caseload
internal import Reporting
internal import Statistics

/// A comparison for the terminal: what changed, then what it did.
public struct ComparisonText {
  private let comparison: ReportComparison
  private let language: Language
  static let width = 80

  /// Prepares the text of a comparison.
  public init(_ comparison: ReportComparison, language: Language) {
    self.comparison = comparison
    self.language = language
  }

  private func say(_ english: String, _ dutch: String) -> String {
    language == .nl ? dutch : english
  }

  /// The letter of a report in tables: A is the base.
  private func letter(_ place: Int) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return place < letters.count ? String(letters[place]) : "#\(place + 1)"
  }

  private var names: [String] { [comparison.base.name] + comparison.others.map(\.report.name) }

  /// Every scenario with its letter: `A letter2025, B pact2026`.
  private var legend: String {
    names.enumerated().map { "\(letter($0)) \($1)" }.joined(separator: ", ")
  }

  /// The text, of at most 80 columns.
  public var text: String {
    var lines: [String] = []
    let reports = [comparison.base] + comparison.others.map(\.report)
    for (place, report) in reports.enumerated() {
      let role = place == 0 ? say(" (base)", " (basis)") : ""
      let span = report.months.map {
        ", \(language.format($0.lowerBound)) – \(language.format($0.upperBound))"
      }
      lines += wrapped("\(letter(place))  \(report.name)\(role): \(report.path)\(span ?? "")", 3)
    }
    for (place, other) in comparison.others.enumerated() { lines += changes(other, place + 1) }
    lines.append("")
    lines.append(say("What it did", "Wat het deed"))
    for (place, other) in comparison.others.enumerated() { lines += pairing(other, place + 1) }
    let tables = tables()
    lines += tables
    lines += legendOfColumns(isStarred: tables.contains { $0.contains("*") })
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: What changed

  private func changes(_ other: ReportComparison.Against, _ place: Int) -> [String] {
    let pair = "\(letter(0)) \(comparison.base.name) → \(letter(place)) \(other.report.name)"
    var lines = ["", ""]
    lines += wrapped("\(say("What changed", "Wat er veranderde")), \(pair)", 2)
    lines.removeFirst()
    switch other.inputs {
    case .manifests: break
    case .parameters:
      lines += wrapped(
        say(
          "  (from parameters.csv: a report without manifest.json does not tell the rest)",
          "  (uit parameters.csv: een rapport zonder manifest.json vertelt de rest niet)"), 3)
    case .runs:
      lines += wrapped(
        say(
          "  (levers as the runs have them; without manifest.json or parameters.csv in both, no more can be said)",
          "  (maatregelen zoals de runs ze hebben; zonder manifest.json of parameters.csv in beide valt er niet meer te zeggen)"
        ), 3)
    case .unknown:
      lines += wrapped(
        say(
          "  unknown: it takes manifest.json or parameters.csv in both, or runs.csv",
          "  onbekend: daarvoor is manifest.json of parameters.csv in beide nodig, of runs.csv"), 3)
    }
    if other.changes.isEmpty, other.inputs != .unknown {
      lines.append(say("  nothing", "  niets"))
    }
    for kind in Change.Kind.allCases { lines += list(kind, other) }
    for one in other.oneSided { lines += list(one, place) }
    return lines
  }

  /// Changes of a kind; those inside a lever or part that is new are counted with it.
  private func list(_ kind: Change.Kind, _ other: ReportComparison.Against) -> [String] {
    let all = other.changes.filter { $0.kind == kind && $0.within == nil }
    let inside = other.changes.filter { $0.kind == kind && $0.within != nil }.count
    guard !all.isEmpty else { return [] }
    var lines: [String] = []
    switch kind {
    case .basis, .text:
      let what =
        kind == .basis
        ? say("numbers with another basis", "getallen met een andere onderbouwing")
        : say(
          "other words in titles and descriptions", "andere woorden in titels en omschrijvingen")
      lines += wrapped("  \(all.count + inside) \(what) \(folded)", 4)
    case .lever:
      var turns: [(turn: [String?], names: [Change])] = []
      for change in all {
        if let place = turns.firstIndex(where: { $0.turn == [change.base, change.other] }) {
          turns[place].names.append(change)
        } else {
          turns.append(([change.base, change.other], [change]))
        }
      }
      for turn in turns { lines += levers(turn.names) }
    default:
      let most = kind == .run ? all.count : 12
      for change in all.prefix(most) { lines += line(change, kind) }
      if all.count > most {
        lines.append(
          say(
            "  and \(all.count - most) more of these \(folded)",
            "  en nog \(all.count - most) daarvan \(folded)"))
      }
    }
    return lines
  }

  private var folded: String {
    say("(in --json and compare.csv)", "(in --json en compare.csv)")
  }

  /// Levers that went the same way.
  private func levers(_ changes: [Change]) -> [String] {
    let names = changes.map { String($0.path.dropFirst("levers.".count)) }
    let turn = "\(value(changes[0].base, .lever)) → \(value(changes[0].other, .lever))"
    return wrapped("  \(say("levers", "maatregelen")) \(turn): " + names.joined(separator: ", "), 4)
  }

  private func value(_ text: String?, _ kind: Change.Kind) -> String {
    guard let text else { return say("absent", "afwezig") }
    if text.hasPrefix("sha256:") { return String(text.dropFirst(7).prefix(12)) }
    if kind == .lever, text == "on" || text == "off" {
      return text == "on" ? say("on", "aan") : say("off", "uit")
    }
    if kind == .lever, let share = Double(text), share >= 0, share <= 1 {
      return say(
        "in force in \(language.percent(share))", "van kracht in \(language.percent(share))")
    }
    if text == "present" { return say("present", "aanwezig") }
    return text.count > 60 ? text.prefix(57) + "…" : text
  }

  private func line(_ change: Change, _ kind: Change.Kind) -> [String] {
    var lines = wrapped(
      "  \(factName(change)): \(value(change.base, kind)) → \(value(change.other, kind))", 4)
    if kind == .number || kind == .setting {
      var bases = [change.baseBasis]
      if change.otherBasis != change.baseBasis { bases.append(change.otherBasis) }
      let told = bases.filter { !$0.isEmpty }.map { $0.count > 150 ? $0.prefix(147) + "…" : $0 }
      if !told.isEmpty {
        let verb = say("rests on", "rust op")
        lines += wrapped("    \(verb) \(told.joined(separator: " → "))", 6)
      }
    }
    return lines
  }

  /// The fact of a job in words.
  private func factName(_ change: Change) -> String {
    guard change.kind == .run else { return change.path }
    switch change.path {
    case "seed": return "seed"
    case "runs": return say("runs", "runs")
    case "sampling": return say("sampling", "trekkingsmethode")
    case "central": return say("expected path only", "alleen het verwachte pad")
    case "endedBy": return say("ended by", "beëindigd door")
    case "program": return say("version of the program", "versie van het programma")
    case "openBLAS": return say("version of OpenBLAS", "versie van OpenBLAS")
    case "openBLASKernel": return say("kernel of OpenBLAS", "kern van OpenBLAS")
    case "runsPerBlock": return say("runs in a block", "runs in een blok")
    case "letterDigest": return say("digest of the letter", "vingerafdruk van de brief")
    case "scenarioDigest": return say("digest of the scenario", "vingerafdruk van het scenario")
    default: return change.path
    }
  }

  private func list(_ one: ReportComparison.OneSided, _ place: Int) -> [String] {
    let side = one.presence == .base ? 0 : place
    let only = say("only in", "alleen in")
    let kind =
      switch one.kind {
      case .table: say("tables", "tabellen")
      case .stream: say("streams", "stromen")
      case .measure: say("measures", "maten")
      case .month: say("months", "maanden")
      case .outcome: say("outcomes", "uitkomsten")
      case .lever: say("levers", "maatregelen")
      case .answer: say("answers", "antwoorden")
      case .test: say("tests", "toetsen")
      case .claim: say("claims", "uitspraken")
      case .uncertainNumber: say("uncertain numbers", "onzekere getallen")
      case .run: say("runs", "runs")
      }
    var names = one.names.prefix(12).joined(separator: ", ")
    if one.kind == .month, one.names.count > 2, let first = YearMonth(one.names[0]),
      let last = YearMonth(one.names[one.names.count - 1]),
      last.ordinal - first.ordinal == one.names.count - 1
    {
      names = "\(language.format(first)) – \(language.format(last)) (\(one.names.count))"
    } else if one.names.count > 12 {
      names += say(
        " and \(one.names.count - 12) more \(folded)", " en nog \(one.names.count - 12) \(folded)")
    }
    return wrapped("  \(only) \(letter(side)) \(self.names[side]): \(kind) \(names)", 4)
  }

  // MARK: What it did

  private func pairing(_ other: ReportComparison.Against, _ place: Int) -> [String] {
    let pair = "\(letter(place)) \(other.report.name) − \(letter(0)) \(comparison.base.name)"
    var lines: [String] = []
    switch other.pairing {
    case .paired(let pairs):
      let runs = language.format(Double(pairs.count))
      let seed = pairs.seed.map { say(", seed \($0) in both", ", seed \($0) in beide") } ?? ""
      let draws = say(
        "\(pairs.equalDraws) of \(pairs.sharedDraws) uncertain numbers have the same draws",
        "\(pairs.equalDraws) van \(pairs.sharedDraws) onzekere getallen hebben dezelfde trekkingen")
      let proof =
        pairs.isManifest
        ? ""
        : say(" (no manifests: the draws show it)", " (geen manifesten: de trekkingen tonen het)")
      lines += wrapped(
        "  \(pair): "
          + say("paired run by run, \(runs) runs", "per run gepaard, \(runs) runs")
          + "\(seed); \(draws)\(proof)", 4)
    case .unpaired(let obstacle):
      lines += wrapped(
        "  \(pair): " + say("NOT PAIRED: ", "NIET GEPAARD: ") + reason(obstacle, place), 4)
    }
    if !other.isSameHorizon {
      lines += wrapped(
        say(
          "  Note: the horizons end in different months, so numbers at the end, and sums over all of it, are not of the same time. The last month of both is shown apart.",
          "  Let op: de horizonnen eindigen in verschillende maanden, dus cijfers aan het eind en sommen over het geheel gaan niet over dezelfde tijd. De laatste maand van beide staat apart."
        ), 4)
    }
    return lines
  }

  private func reason(_ obstacle: ReportComparison.Obstacle, _ place: Int) -> String {
    switch obstacle {
    case .noRuns(let base, let other):
      let sides = [base ? names[0] : nil, other ? names[place] : nil].compactMap { $0 }
      let list = sides.joined(separator: say(" and ", " en "))
      return say("no runs.csv in \(list)", "geen runs.csv in \(list)")
    case .noRunNumbers:
      return say("a runs.csv without a column 'run'", "een runs.csv zonder kolom 'run'")
    case .otherJob(let fact, let base, let other):
      let name = factName(Change(.run, fact, base: base, other: other))
      return say(
        "\(name) is \(base) and \(other), so chance differs",
        "\(name) is \(base) en \(other), dus het toeval verschilt")
    case .otherDraws(let shared):
      return say(
        "none of \(shared) uncertain numbers has the same draws in both runs.csv",
        "geen van \(shared) onzekere getallen heeft in beide runs.csv dezelfde trekkingen")
    case .noEvidence:
      return say(
        "no manifests and no uncertain number in both, so nothing shows that runs belong together",
        "geen manifesten en geen onzeker getal in beide, dus niets toont dat runs bij elkaar horen")
    case .nothingShared:
      return say(
        "no run or no outcome is in both runs.csv",
        "geen run of geen uitkomst staat in beide runs.csv")
    }
  }

  /// Results that are shown: names in the order of the base.
  private func shown(_ isShown: (ResultName) -> Bool) -> [ResultName] {
    var seen: Set<ResultName> = []
    var all: [ResultName] = []
    for other in comparison.others {
      for difference in other.differences
      where difference.presence == .both && isShown(difference.name)
        && seen.insert(difference.name).inserted
      {
        all.append(difference.name)
      }
    }
    return all
  }

  private func tables() -> [String] {
    var lines: [String] = []
    for (kind, title) in kinds {
      lines += table(title, shown { $0.table == .outcomes && $0.what == kind })
    }
    let isEverywhereSame = comparison.others.allSatisfy(\.isSameHorizon)
    if lines.isEmpty || !isEverywhereSame, let month = lastSharedMonth {
      for measure in [Measure.stock, .overdueStock, .penalties] {
        let title = "\(measure.title[language]), \(language.format(month))"
        lines += table(
          title.prefix(1).uppercased() + title.dropFirst(),
          shown {
            $0.table == .trajectories && $0.what == measure.rawValue && $0.month == month
          })
      }
    }
    guard lines.isEmpty else { return lines }
    let rest = shown { _ in true }
    guard !rest.isEmpty else {
      return wrapped(
        say(
          "  Nothing is in both, so there is no difference to show.",
          "  Er staat niets in beide, dus er is geen verschil te tonen."), 4)
    }
    for table in ResultTable.allCases {
      let all = rest.filter { $0.table == table }
      lines += self.table("\(table.rawValue)", Array(all.prefix(40)), isFull: true)
      if all.count > 40 {
        lines.append(
          say("  and \(all.count - 40) more \(folded)", "  en nog \(all.count - 40) \(folded)"))
      }
    }
    return lines
  }

  private var kinds: [(String, String)] {
    [
      ("stock_end", say("Stock at the end", "Voorraad aan het eind")),
      ("overdue_stock_end", say("Overdue stock at the end", "Achterstand aan het eind")),
      ("penalties", say("Penalties", "Dwangsommen en kosten")),
      (
        "keeps_up",
        say("Outflow keeps up: share of runs", "Uitstroom houdt instroom bij: aandeel van de runs")
      ),
    ]
  }

  private var lastSharedMonth: YearMonth? {
    let months = ([comparison.base] + comparison.others.map(\.report)).compactMap(\.months)
    guard months.count == comparison.others.count + 1 else { return nil }
    let last = months.map(\.upperBound).min()
    return last.flatMap { last in months.allSatisfy { $0.contains(last) } ? last : nil }
  }

  /// How the numbers of a table are written: of what they are divided by, and with how many decimals.
  private struct Scale {
    var unit: String
    var divisor = 1.0
    var decimals = 0
  }

  private func scale(_ differences: [Difference]) -> Scale {
    let unit = differences.first?.unit ?? ""
    let largest =
      differences.flatMap { [$0.base, $0.other] }.filter(\.isFinite).map(\.magnitude).max() ?? 0
    switch unit {
    case "share": return Scale(unit: "%", divisor: 0.01, decimals: 1)
    case "euro", "euro/month":
      let isLarge = largest >= 1e7
      let name = unit == "euro" ? "euro" : say("euro a month", "euro per maand")
      return Scale(
        unit: isLarge ? say("million \(name)", "miljoen \(name)") : name,
        divisor: isLarge ? 1e6 : 1, decimals: isLarge ? 1 : 0)
    case "cases": return Scale(unit: say("cases", "zaken"))
    default: return Scale(unit: unit, decimals: largest < 100 ? 2 : 0)
    }
  }

  private func table(_ title: String, _ names: [ResultName], isFull: Bool = false) -> [String] {
    guard !names.isEmpty else { return [] }
    let all = names.flatMap { name in comparison.others.compactMap { $0[name] } }
    let scale = scale(all)
    let unit = scale.unit.isEmpty ? "" : " (\(scale.unit))"
    var lines = [""] + wrapped("\(title)\(unit): \(legend)", 2)
    func number(_ value: Double, isSigned: Bool = false) -> String {
      guard value.isFinite else { return "–" }
      let text = language.format(value / scale.divisor, decimals: scale.decimals)
      // What is written as nought has no sign.
      let isNought = !text.contains { ("1"..."9").contains($0) }
      return (isSigned && value > 0 && !isNought ? "+" : "") + text
    }
    let isPair = comparison.others.count == 1
    let level = language.percent(comparison.confidence, decimals: levelDecimals)
    lines.append(
      row(
        "", isPair ? ["A", "B", "B − A"] : ["", say("mean", "gemiddeld"), "− A"],
        "±\(level)", say("better", "beter"), say("sharper", "scherper")))
    var same: [String] = []
    for name in names {
      let found = comparison.others.map { $0[name] }
      let label = label(name, isFull)
      let isSame = found.allSatisfy {
        $0?.difference == 0 && ($0?.isPaired == false || $0?.standardError == 0)
      }
      if isSame {
        same.append(label)
        continue
      }
      if isPair, let difference = found[0] {
        lines.append(row(label, difference, number, isPair: true))
        continue
      }
      lines += wrapped("  \(label)", 4)
      if let base = found.compactMap({ $0 }).first {
        lines.append(row("    A \(self.names[0])", ["", number(base.base), ""], "", "", ""))
      }
      for (place, difference) in found.enumerated() {
        let scenario = "    \(letter(place + 1)) \(self.names[place + 1])"
        if let difference {
          lines.append(row(scenario, difference, number, isPair: false))
        } else {
          lines.append(row(scenario, ["", "–", ""], "", "", ""))
        }
      }
    }
    if same.count == names.count, same.count > 1 {
      lines.removeLast()
      lines.append(
        say(
          "  no difference in any of \(same.count)", "  geen verschil in een van de \(same.count)"))
    } else if !same.isEmpty {
      lines += wrapped(
        "  \(say("no difference", "geen verschil")): " + same.joined(separator: "; "), 4)
    }
    return lines
  }

  /// Decimals that a confidence takes as a percentage.
  private var levelDecimals: Int {
    let percent = comparison.confidence * 100
    return percent == percent.rounded() ? 0 : 1
  }

  private func label(_ name: ResultName, _ isFull: Bool) -> String {
    if isFull { return name.description }
    if name.stream.isEmpty { return say("together", "samen") }
    let titles = [comparison.base.titles] + comparison.others.map(\.report.titles)
    return titles.lazy.compactMap { $0[name.stream] }.first?[language] ?? name.stream
  }

  private func row(
    _ label: String, _ difference: Difference, _ number: (Double, Bool) -> String, isPair: Bool
  ) -> String {
    let half = difference.interval.map { number(($0.high - $0.low) / 2, false) } ?? "–"
    let better = difference.paired?.better.map { language.percent($0.share) } ?? "–"
    let sharper =
      difference.paired?.sharpening.map {
        $0.isFinite ? "\(language.format($0, decimals: 1))×" : "∞"
      } ?? "–"
    let mark = difference.isPaired ? "" : "*"
    return row(
      isPair ? "  \(label)" : label,
      [
        isPair ? number(difference.base, false) : "", number(difference.other, false),
        number(difference.difference, true),
      ], "±\(half)\(mark)", better, sharper)
  }

  private func row(
    _ label: String, _ values: [String], _ half: String, _ better: String, _ sharper: String
  ) -> String {
    let figures =
      padded(values[0], 9) + padded(values[1], 9) + padded(values[2], 10) + padded(half, 9)
      + padded(better, 7) + padded(sharper, 9)
    // Figures of many digits take their columns from the name, so that the line still fits.
    let line = cut(label, max(2, ComparisonText.width - figures.count)) + figures
    return String(line.reversed().drop { $0 == " " }.reversed())
  }

  private func legendOfColumns(isStarred: Bool) -> [String] {
    var parts = [
      say(
        "±: half of the interval of the mean difference.",
        "±: de helft van het interval van het gemiddelde verschil.")
    ]
    let all = comparison.others.flatMap(\.differences).filter { $0.presence == .both }
    if all.contains(where: { $0.paired != nil }) {
      parts.append(
        say(
          "better: share of runs in which it beats A (ties do not). sharper: how many times wider ± would be without pairing.",
          "beter: aandeel van de runs waarin het A verslaat (gelijk telt niet). scherper: hoeveel keer zo breed ± zonder paren zou zijn."
        ))
    }
    if isStarred {
      parts.append(
        say(
          "*: not paired, both standard errors added up"
            + (all.contains { !$0.isPaired && $0.chance == .shared }
              ? "; the chance was shared, so where both move together with it the true ± is smaller."
              : "."),
          "*: niet gepaard, beide standaardfouten opgeteld"
            + (all.contains { !$0.isPaired && $0.chance == .shared }
              ? "; het toeval was gedeeld, dus waar beide ermee meebewegen is de echte ± kleiner."
              : ".")))
    }
    let months = all.count { $0.name.table == .trajectories }
    if months > 0 {
      let count = language.format(Double(months))
      parts.append(
        say(
          "\(count) differences month by month are in --json and, with --output, in compare.csv"
            + (all.contains(where: \.isPairedByBatch) ? ", paired batch by batch." : "."),
          "\(count) verschillen per maand staan in --json en, met --output, in compare.csv"
            + (all.contains(where: \.isPairedByBatch) ? ", groep voor groep gepaard." : ".")))
    }
    return [""] + wrapped(parts.joined(separator: " "), 2)
  }

  // MARK: Layout

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(text.isEmpty ? 0 : 1, width - text.count)) + text
  }

  private func cut(_ text: String, _ width: Int) -> String {
    let short = text.count >= width ? text.prefix(max(0, width - 2)) + "…" : text[...]
    return short + String(repeating: " ", count: max(0, width - short.count))
  }

  /// Breaks a line at blanks so that it fits; words that are too long are broken too.
  private func wrapped(_ text: String, _ indent: Int) -> [String] {
    var lines: [String] = []
    var line = String(text.prefix { $0 == " " })
    var isEmpty = true
    for word in text.split(whereSeparator: { $0 == " " || $0.isNewline }) {
      var word = word
      if !isEmpty, line.count + 1 + word.count > ComparisonText.width {
        lines.append(line)
        line = String(repeating: " ", count: indent)
        isEmpty = true
      }
      while line.count + word.count > ComparisonText.width, isEmpty {
        let room = ComparisonText.width - line.count
        lines.append(line + word.prefix(room))
        word = word.dropFirst(room)
        line = String(repeating: " ", count: indent)
      }
      line += isEmpty ? String(word) : " " + word
      isEmpty = false
    }
    return lines + [line]
  }
}
