public import Caseload
internal import Engine
public import Evidence
public import Influence
internal import Reporting
internal import Sensitivity
internal import Statistics

/// The page of a study of sensitivity: what makes the difference in sentences and pictures, every factor in a table, how sure it is, the method.
public struct SensitivityPage {
  let result: SensitivityResult
  let graph: EvidenceGraph
  let making: Making
  /// The titles of all numbers of the scenario.
  let titles: NumberTitles
  private let rows: [Key: SensitivityRow]
  private let names: [Language: [String]]
  var world: World { result.world }
  var leading: SensitivityIndex { .leading(of: result.method) }

  private struct Key: Hashable {
    let response: Int
    let factor: Int
    let index: SensitivityIndex
  }

  /// Prepares the page of a study.
  ///
  /// - Parameters:
  ///   - result: The study.
  ///   - graph: The evidence of its world.
  ///   - making: How it came about.
  public init(_ result: SensitivityResult, graph: EvidenceGraph, making: Making) {
    self.result = result
    self.graph = graph
    self.making = making
    rows = Dictionary(
      result.rows.filter { $0.partner == nil }.map {
        (Key(response: $0.response, factor: $0.factor, index: $0.index), $0)
      }, uniquingKeysWith: { first, _ in first })
    titles = NumberTitles(result.world)
    let names = result.factors.map(titles.title)
    self.names = [.nl: names.map(\.nl), .en: names.map(\.en)]
  }

  /// What the factors are called.
  func names(_ language: Language) -> [String] { names[language] ?? [] }

  /// The page, with one language shown first.
  public func page(_ language: Language) -> Page {
    Page(language, generator: "simulate sensitivity \(making.program)") { edition in
      let asked =
        result.method == .shapley
        ? edition.say("Wat de maatregelen bijdragen", "What the levers contribute")
        : edition.say("Wat het verschil maakt", "What makes the difference")
      return Page.Content(
        title: "\(asked): \(world.title[edition.language])", lead: lead(edition),
        facts: facts(edition), sections: sections(edition), edition: edition)
    }
  }

  private func sections(_ edition: Edition) -> [Page.Section] {
    [answers(edition), factors(edition), certainty(edition), method(edition)].compactMap { $0 }
  }

  /// What was asked, in a sentence or two.
  private func lead(_ edition: Edition) -> String {
    let subjects = result.series.map { title(of: $0, edition.language) }
    var fields = named(edition)
    fields["subjects"] = subjects.prefix(3).joined(separator: "; ")
    fields["isOne"] = subjects.count == 1
    if subjects.count > 3 { fields["more"] = "\(subjects.count - 3)" }
    return Templates.render("sensitivity-lead", fields)
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// What was made, in short.
  private func facts(_ edition: Edition) -> [(name: String, value: String)] {
    let language = edition.language
    let sample = language.format(Double(result.sample))
    let unit =
      switch result.method {
      case .morris: edition.say("trajecten", "trajectories")
      case .sobol: edition.say("basispunten", "base points")
      default: edition.say("trekkingen", "runs")
      }
    let simulated = language.format(Double(result.runs))
    let made =
      switch result.runs {
      case 0: edition.say(", gelezen uit een rapport", ", read from a report")
      case result.sample: ", seed \(result.seed)"
      default:
        edition.say(
          ", \(simulated) doorrekeningen, seed \(result.seed)",
          ", \(simulated) simulated runs, seed \(result.seed)")
      }
    return [
      (edition.say("Methode", "Method"), result.method.rawValue),
      (edition.say("Gemaakt met", "Made with"), "\(sample) \(unit)\(made)"),
      (edition.say("Factoren", "Factors"), language.format(Double(result.factors.count))),
      (edition.say("Intervallen", "Intervals"), language.percent(result.confidence)),
      (edition.say("Scenario", "Scenario"), world.name),
    ]
  }

  // MARK: What templates are filled with

  /// The language and the method, by which templates choose their words.
  func named(_ edition: Edition) -> Fields {
    let areGroups = result.factors.contains { $0.kind == .group }
    return [
      edition.language.rawValue: true, "\(result.method)": true, "areGroups": areGroups,
      "hasShares": result.method == .sobol || result.method == .givenData,
      "confidence": edition.language.percent(result.confidence),
    ]
  }

  /// What a response, or one thing in several months, is called.
  func title(of series: [Int], _ language: Language) -> String {
    let first = result.responses[series[0]]
    let title = first.title(in: world)[language]
    guard series.count > 1, let month = first.month,
      let last = result.responses[series[series.count - 1]].month
    else { return title.capitalisedFirst }
    let date = language.format(world.calendar.month(month))
    let name = title.hasSuffix(", \(date)") ? String(title.dropLast(date.count + 2)) : title
    return "\(name), \(date) – \(language.format(world.calendar.month(last)))".capitalisedFirst
  }

  /// What a response is called, with its month.
  func title(of response: Int, _ language: Language) -> String {
    result.responses[response].title(in: world)[language].capitalisedFirst
  }

  /// The unit after a number of a response; empty for shares, whose sign stands with the number.
  func unit(of response: Int, _ language: Language) -> String {
    let unit = result.responses[response].unit(in: world)
    return unit == .share
      ? "" : unit.words[language].replacing("/", with: language == .nl ? " per " : " a ")
  }

  func isShare(_ response: Int) -> Bool { result.responses[response].unit(in: world) == .share }

  func claims(of response: Int) -> [String] {
    graph.claims(of: result.responses[response], in: world)
  }

  /// The responses that have pictures and tables of their own.
  var shown: [Int] { result.series.flatMap(SensitivityResult.shown) }

  /// The finding of a factor by an index; nil where there is none.
  func finding(_ index: SensitivityIndex, of factor: Int, response: Int) -> SensitivityRow? {
    rows[Key(response: response, factor: factor, index: index)]
  }
}
