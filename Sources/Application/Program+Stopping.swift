internal import Caseload
internal import Engine
internal import Reporting

extension Program {
  /// Runs at most, when a precision is asked for and no number of runs.
  static let mostRuns = 1 << 24

  /// When a request has runs enough.
  static func stoppingRule(_ request: RunRequest, _ plan: Plan) throws -> StoppingRule {
    if request.isCentral, !request.precisions.isEmpty || request.timeLimit != nil {
      throw WrongUse(
        message: Bilingual(
          nl: "--central is één trekking; --until-se en --time-limit gaan daar niet mee samen",
          en: "--central is one run; --until-se and --time-limit do not go with it"))
    }
    if request.isCentral, request.explanation == .full {
      throw WrongUse(
        message: Bilingual(
          nl: "--central is één trekking; --attribute gaat daar niet mee samen",
          en: "--central is one run; --attribute does not go with it"))
    }
    if let limit = request.timeLimit, !(limit > 0 && limit.isFinite) {
      throw WrongUse(
        message: Bilingual(
          nl: "--time-limit is \(limit); verwacht een aantal seconden boven nul",
          en: "--time-limit is \(limit); expected a number of seconds above nought"))
    }
    return StoppingRule(
      precisions: try request.precisions.map { try precision($0, plan.world) },
      timeLimit: request.timeLimit)
  }

  /// Reads `stock_end.asylum=100`.
  private static func precision(_ text: String, _ world: World) throws -> StoppingRule.Precision {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, let error = Double(parts[1]), error > 0, error.isFinite else {
      throw WrongUse(
        message: Bilingual(
          nl: "--until-se is '\(text)'; verwacht UITKOMST=GETAL, zoals stock_end.asylum=100",
          en: "--until-se is '\(text)'; expected OUTCOME=NUMBER, such as stock_end.asylum=100"))
    }
    let outcomes = Outcome.all(of: world)
    guard let outcome = outcomes.firstIndex(where: { $0.label(in: world) == parts[0] }) else {
      // Kinds and subjects apart: all pairs would fill a screen.
      let kinds = Outcome.Kind.allCases.filter { $0 != .penalties }.map(\.rawValue)
      let subjects = Set(outcomes.map(\.subject))
      let names = world.subjects.filter(subjects.contains).map { world.label(of: $0) }
        .filter { !$0.isEmpty }
      let known = (kinds.joined(separator: ", "), names.joined(separator: ", "))
      throw WrongUse(
        message: Bilingual(
          nl:
            "'\(parts[0])' is geen uitkomst; verwacht penalties, of SOORT.STROOM met als soort een van "
            + "\(known.0), en als stroom een van \(known.1)",
          en:
            "'\(parts[0])' is not an outcome; expected penalties, or KIND.STREAM with as kind one of "
            + "\(known.0), and as stream one of \(known.1)"))
    }
    return StoppingRule.Precision(outcome: outcome, standardError: error)
  }

  /// What to say when a precision that was asked for was not reached; nil when all were.
  static func imprecision(_ result: StudyResult, _ rule: StoppingRule) -> Bilingual? {
    for precision in rule.precisions {
      let summary = result.outcomes[precision.outcome]
      guard !(summary.standardError <= precision.standardError) else { continue }
      let label = summary.outcome.label(in: result.plan.world)
      let ratio = summary.standardError / precision.standardError
      func needed(_ language: Language) -> String {
        let runs = Double(result.assignment.runs) * ratio * ratio
        guard runs.isFinite else {
          return language == .nl ? "onbekend veel" : "an unknown number of"
        }
        return language.format(runs.rounded(.up))
      }
      func sentence(_ language: Language) -> String {
        let found = language.format(summary.standardError, decimals: 3)
        let wanted = language.format(precision.standardError, decimals: 3)
        let runs = language.format(Double(result.assignment.runs))
        return language == .nl
          ? "De standaardfout van \(label) is \(found) na \(runs) trekkingen, gevraagd was \(wanted); "
            + "daarvoor zijn er ongeveer \(needed(.nl)) nodig."
          : "The standard error of \(label) is \(found) after \(runs) runs, asked was \(wanted); "
            + "that takes about \(needed(.en))."
      }
      return Bilingual(nl: sentence(.nl), en: sentence(.en))
    }
    return nil
  }
}
