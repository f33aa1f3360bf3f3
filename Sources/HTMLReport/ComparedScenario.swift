internal import Caseload
internal import Comparison
internal import Evidence

/// What is known of a report's scenario: titles, values and bases of its numbers, by path.
struct ComparedScenario {
  let report: ReportComparison.Report
  private let titles: NumberTitles?
  private let entries: [String: Entry]

  init(_ report: ReportComparison.Report) {
    self.report = report
    titles = report.world.map(NumberTitles.init)
    entries = Dictionary(
      (report.world?.inventory ?? []).map { ($0.path, $0) }, uniquingKeysWith: { one, _ in one })
  }

  /// The title of a number, lever or other part at a path; nil where there is none.
  func title(at path: String, _ language: Language) -> String? {
    guard let world = report.world, let titles else { return nil }
    let parts = path.split(separator: ".").map(String.init)
    if parts.count == 2 {
      switch parts[0] {
      case "tests":
        if let test = world.tests.first(where: { $0.name == parts[1] }) {
          return test.statement[language]
        }
      case "questions":
        if let question = world.questions.first(where: { $0.claim == parts[1] }) {
          return question.title[language]
        }
      case "groups":
        if let group = world.groups.first(where: { $0.name == parts[1] }) {
          return group.title[language]
        }
      default: break
      }
      if let title = titles.title(ofPartAt: path) { return title[language] }
    }
    let title = titles[path]
    return title.nl == path ? nil : title[language]
  }

  /// The title of a lever by its name.
  func title(ofLever name: String, _ language: Language) -> String? {
    report.world?.levers.first { $0.name == name }?.title[language]
  }

  /// The value at a path in words with its unit; nil where the scenario has no number there.
  func value(at path: String, _ language: Language) -> String? {
    guard case .number(let number) = entries[path] else { return nil }
    let unit = number.unit.words[language]
    return number.law.text[language] + (unit.isEmpty ? "" : " \(unit)")
  }

  /// What the number at a path rests on; nil where the scenario has no number there.
  func basis(at path: String) -> [Basis]? { entries[path]?.basis }

  /// The claims behind what stands at a path: of a number its own, of a lever, test or question those that it names.
  func claims(at path: String) -> [String] {
    if let entry = entries[path] { return entry.basis.claims }
    let parts = path.split(separator: ".").map(String.init)
    guard let world = report.world, parts.count > 1 else { return [] }
    switch parts[0] {
    case "levers": return world.levers.first { $0.name == parts[1] }?.claims ?? []
    case "tests": return world.tests.first { $0.name == parts[1] }?.claim.map { [$0] } ?? []
    case "questions": return world.questions.contains { $0.claim == parts[1] } ? [parts[1]] : []
    default: return []
    }
  }
}

extension [Basis] {
  /// The claims among them.
  fileprivate var claims: [String] {
    compactMap { if case .claim(let claim) = $0 { claim } else { nil } }
  }
}
