public import Caseload
internal import Engine
internal import Evidence
public import Influence
public import JSONText
internal import Sensitivity
internal import Statistics

extension TraceWeights {
  /// What is said of numbers and levers in a trace, by path: their shares of the difference and of the variance.
  public func notes(_ language: Language) -> [String: String] {
    var notes: [String: [String]] = [:]
    for row in difference.ranked(response: 0) where row.finding.isDistinguishable {
      notes[difference.factors[row.factor].name, default: []].append(change(row, language))
    }
    for row in variance.ranked(response: 0) where row.finding.isDistinguishable {
      let factor = variance.factors[row.factor]
      let share = shareOfVariance(row, language)
      for path in factor.members {
        let others = factor.members.count - 1
        notes[path, default: []].append(
          others == 0
            ? share
            : language == .nl
              ? "\(share), samen met \(others) ander" : "\(share), with \(others) other")
      }
    }
    return notes.mapValues { $0.joined(separator: "; ") }
  }

  /// What is weighed.
  private func title(_ language: Language) -> String {
    let what = difference.responses[0].title(in: difference.world)[language]
    return language == .nl ? "Wat dit draagt: \(what)" : "What carries this: \(what)"
  }

  /// The share of a lever in the whole difference, with its interval.
  private func change(_ row: SensitivityRow, _ language: Language) -> String {
    let own = IntervalText(
      row.finding.estimate, language, isShare: false, isSigned: true)
    guard let whole, whole.withAll != whole.withNone else { return own.value }
    let all = IntervalText(
      whole.total(confidence: difference.confidence), language, isShare: false, isSigned: true)
    return "\(own.value) \(language == .nl ? "van" : "of") \(all.value)"
  }

  private func shareOfVariance(_ row: SensitivityRow, _ language: Language) -> String {
    let text = IntervalText(row.finding.estimate, language, isShare: true)
    return language == .nl
      ? "\(text.value) van de variantie (\(text.interval))"
      : "\(text.value) of the variance (\(text.interval))"
  }

  /// What carries most of the result, each with what it rests on, in lines of at most 80 columns.
  ///
  /// - Parameters:
  ///   - language: Of words and numbers.
  ///   - count: Levers, and numbers, that are listed.
  /// - Returns: The lines, each with its end.
  public func text(_ language: Language, count: Int = 5) -> String {
    let world = difference.world
    let dutch = language == .nl
    var layout = TextLayout(width: 80)
    let inventory = Dictionary(
      world.inventory.map { ($0.path, $0.basis) }, uniquingKeysWith: { first, _ in first })
    func add(_ text: String, _ basis: [Basis]) {
      layout.add(text, first: "  ", rest: "    ")
      for ground in basis {
        layout.add(
          Grounds(ground, in: world).text(in: language), first: "      ", rest: "        ")
      }
    }
    let titles = NumberTitles(world)
    // What is typed to change it stands behind its title.
    func named(_ factor: Factor) -> String {
      let title = titles.title(of: factor)[language]
      return factor.kind == .chance ? title : "\(title) (\(factor.name))"
    }
    layout.add(title(language))
    layout.add("")
    let levers = difference.ranked(response: 0).filter(\.finding.isDistinguishable)
    if !levers.isEmpty {
      layout.add(
        dutch
          ? "Maatregelen: aandeel in het verschil met dezelfde wereld zonder maatregelen"
          : "Levers: share of the difference from the same world without levers")
      for row in levers.prefix(count) {
        let factor = difference.factors[row.factor]
        let ends = IntervalText(row.finding.estimate, language, isShare: false, isSigned: true)
        add(
          "\(named(factor)): \(change(row, language)) (\(ends.interval))",
          factor.claims.map(Basis.claim))
        if let support = factor.support {
          layout.add(
            (dutch ? "de omvang steunt op " : "its size rests on ") + support.title[language],
            first: "      ", rest: "        ")
        }
      }
    }
    let numbers = variance.ranked(response: 0).filter(\.finding.isDistinguishable)
    if !numbers.isEmpty {
      layout.add("")
      layout.add(
        dutch
          ? "Onzekere getallen en toeval: aandeel in de variantie"
          : "Uncertain numbers and chance: share of the variance")
      for row in numbers.prefix(count + 1) {
        let factor = variance.factors[row.factor]
        let basis =
          factor.kind == .chance || factor.kind == .lever
          ? factor.claims.map(Basis.claim) : factor.members.flatMap { inventory[$0] ?? [] }
        add("\(named(factor)): \(shareOfVariance(row, language))", basis)
      }
    }
    layout.add("")
    return layout.text
  }

  /// The weights for programs.
  public var json: JSON {
    func rows(_ result: SensitivityResult) -> JSON {
      .array(
        result.ranked(response: 0).map { row in
          let factor = result.factors[row.factor]
          let estimate = row.finding.estimate
          return [
            "factor": .string(factor.name), "kind": .string(factor.kind.rawValue),
            "value": JSON.finite(estimate.value), "se": JSON.finite(estimate.standardError),
            "low": JSON.finite(estimate.interval.low),
            "high": JSON.finite(estimate.interval.high),
            "support": factor.support.map { .string($0.rawValue) } ?? .null,
            "claims": .array(factor.claims.map(JSON.string)),
          ]
        })
    }
    return [
      "difference": rows(difference), "variance": rows(variance),
      "with_levers": whole.map { JSON.finite($0.withAll) } ?? .null,
      "without_levers": whole.map { JSON.finite($0.withNone) } ?? .null,
      "runs": .number(difference.sample), "points": .number(variance.sample),
      "seed": .string("\(variance.seed)"),
    ]
  }
}
