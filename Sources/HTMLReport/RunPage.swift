public import Caseload
internal import Charts
public import Engine
public import Evidence
public import Influence
internal import Reporting

/// How a report came about: what is needed to repeat it.
public struct Making: Hashable, Sendable {
  /// The command, as it was given.
  public let command: String
  /// Version of the program.
  public let program: String
  /// Version and kernel of OpenBLAS.
  public let openBLAS: String
  /// SHA-256 of the scenario, in hexadecimal.
  public let scenarioDigest: String
  /// SHA-256 of the letter, in hexadecimal.
  public let letterDigest: String

  /// States how a report came about.
  public init(
    command: String, program: String, openBLAS: String, scenarioDigest: String,
    letterDigest: String
  ) {
    self.command = command
    self.program = program
    self.openBLAS = openBLAS
    self.scenarioDigest = scenarioDigest
    self.letterDigest = letterDigest
  }
}

/// The page of a run: the answers to the Senate, the backlog, what makes the difference, the claims, the assumptions, the method.
public struct RunPage {
  let result: StudyResult
  let graph: EvidenceGraph
  let explanation: Explanation?
  let making: Making
  let titles: NumberTitles
  var world: World { result.plan.world }
  var isCentral: Bool { result.assignment.isCentral }

  /// Prepares the page of a study.
  ///
  /// - Parameters:
  ///   - result: The study.
  ///   - graph: The evidence of its world.
  ///   - explanation: What makes the difference; nil where that was not asked for.
  ///   - making: How it came about.
  public init(
    _ result: StudyResult, graph: EvidenceGraph, explanation: Explanation?, making: Making
  ) {
    self.result = result
    self.graph = graph
    self.explanation = explanation
    self.making = making
    titles = NumberTitles(result.plan.world)
  }

  /// The page, with one language shown first.
  public func page(_ language: Language) -> Page {
    Page(language, generator: "simulate run \(making.program)") { edition in
      Page.Content(
        title: world.title[edition.language], lead: world.description[edition.language],
        facts: facts(edition), sections: sections(edition), edition: edition)
    }
  }

  private func sections(_ edition: Edition) -> [Page.Section] {
    let charts = ReportCharts(result, graph: graph, language: edition.language)
    return [
      answers(edition, charts), backlog(edition, charts), difference(edition, charts),
      claims(edition), assumptions(edition), method(edition),
    ].compactMap { $0 }
  }

  /// What was made, in short.
  private func facts(_ edition: Edition) -> [(name: String, value: String)] {
    let language = edition.language
    let calendar = world.calendar
    let made =
      isCentral
      ? edition.say("verwacht pad, zonder toeval", "expected path, without chance")
      : edition.say(
        "\(language.format(Double(result.assignment.runs))) doorrekeningen, seed \(result.assignment.seed)",
        "\(language.format(Double(result.assignment.runs))) runs, seed \(result.assignment.seed)")
    return [
      (
        edition.say("Periode", "Period"),
        "\(language.long(calendar.start)) – \(language.long(calendar.month(calendar.months - 1)))"
      ),
      (edition.say("Gemaakt met", "Made with"), made),
      (
        edition.say("Wat bekend was op", "As known on"),
        edition.say("5 september 2025", "5 September 2025")
      ),
      (edition.say("Scenario", "Scenario"), world.name),
    ]
  }

  // MARK: Numbers

  /// A value in its unit's usual precision, with a sign where it is a difference.
  func figure(_ value: Double, _ unit: Unit, _ language: Language, isSigned: Bool = false)
    -> String
  {
    let sign = isSigned && value > 0 ? "+" : ""
    switch unit {
    case .share: return sign + language.percent(value, decimals: 1)
    case .months: return sign + language.format(value, decimals: 1)
    default: return sign + language.format(value)
    }
  }

  /// The half of an interval, with a decimal more where it would be written as nought.
  func error(_ half: Double, _ unit: Unit, _ language: Language) -> String {
    guard half > 0, half < 0.5, unit != .share, unit != .months else {
      return figure(half, unit, language)
    }
    return language.format(half, decimals: half < 0.05 ? 2 : 1)
  }

  /// The unit after a number; empty for shares, whose sign stands with the number.
  func unit(_ unit: Unit, _ language: Language) -> String {
    unit == .share
      ? "" : unit.words[language].replacing("/", with: language == .nl ? " per " : " a ")
  }

  /// The title of a measure of a subject: `voorraad, Asiel`.
  func title(_ measure: Measure, _ subject: Subject, _ language: Language) -> String {
    guard subject != .whole else { return measure.title[language] }
    return "\(measure.title[language]), \(world.title(of: subject)[language])"
  }

  /// The claims behind the verdict on a test.
  func claims(of test: Int) -> [String] { graph.claims(of: .test(test), in: world) }
}
