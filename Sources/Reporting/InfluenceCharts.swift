public import Caseload
public import Charts
internal import Engine
public import Evidence
public import Influence
internal import Sensitivity
internal import Statistics

/// The charts of a study of sensitivity: values that draw themselves, as files or as parts of a page.
public struct InfluenceCharts: Sendable {
  private let result: SensitivityResult
  private let graph: EvidenceGraph
  private let language: Language
  private let names: [String]
  private var world: World { result.world }

  /// Factors that a chart of indices shows at most.
  private static let shown = 12

  /// Prepares the charts of a study in a language.
  ///
  /// - Parameters:
  ///   - result: The study.
  ///   - graph: What its results rest on.
  ///   - language: Of all texts, and of the numbers in them.
  public init(_ result: SensitivityResult, graph: EvidenceGraph, language: Language) {
    self.result = result
    self.graph = graph
    self.language = language
    let titles = NumberTitles(result.world)
    names = result.factors.map { titles.title(of: $0)[language] }
  }

  /// All charts of the study.
  public var drawings: [Drawing] { result.series.flatMap(drawings) }

  /// The charts of one thing in one or several months, given by the places of its responses.
  public func drawings(of series: [Int]) -> [Drawing] {
    let through = areas(of: series).map { [$0.drawing(language)] } ?? []
    return through
      + SensitivityResult.shown(of: series).compactMap { response in
        indices(response: response)?.drawing(language)
          ?? tornado(response: response)?.drawing(language)
          ?? waterfall(response: response)?.drawing(language)
      }
  }

  /// What a response does when one factor goes from its low to its high end; nil for other methods, and where no run has a number.
  public func tornado(response place: Int) -> TornadoChart? {
    guard result.method == .tornado, let base = result.facts[place].mean else { return nil }
    let response = result.responses[place]
    let unit = response.unit(in: world)
    let times = unit == .share ? 100.0 : 1
    let estimates = estimates(response: place)
    return TornadoChart(
      name: name("tornado", place), subject: response.title(in: world)[language],
      unit: ReportCharts.word(for: unit, language), base: times * base,
      claims: graph.claims(of: response, in: world),
      bars: result.factors.indices.compactMap { factor in
        func end(_ index: SensitivityIndex) -> TornadoChart.End? {
          estimates[Row(factor: factor, index: index)].map {
            TornadoChart.End(
              value: times * $0.value, low: times * $0.interval.low, high: times * $0.interval.high)
          }
        }
        guard let low = end(.low), let high = end(.high), let difference = end(.swing) else {
          return nil
        }
        return TornadoChart.Bar(
          name: names[factor], isSwitch: !result.factors[factor].levers.isEmpty, atLow: low,
          atHigh: high, difference: difference, claims: claims(of: factor, response: place))
      }, confidence: result.confidence, provenance: provenance)
  }

  /// Shares of the variance through the months of a series; nil for other methods, and of a single month.
  public func areas(of series: [Int]) -> IndexAreas? {
    guard result.method == .sobol, series.count > 1, let last = series.last else { return nil }
    let estimates = series.map { self.estimates(response: $0) }
    let response = result.responses[last]
    return IndexAreas(
      name: "variance.\(stem(String(response.label(in: world).prefix { $0 != "@" })))",
      subject: title(of: response), calendar: world.calendar,
      months: series.compactMap { result.responses[$0].month },
      factors: result.factors.indices.map { factor in
        IndexAreas.Factor(
          name: names[factor], isChance: result.factors[factor].kind == .chance,
          shares: estimates.map { known in
            known[Row(factor: factor, index: .first)].map {
              IndexAreas.Share(value: $0.value, low: $0.interval.low, high: $0.interval.high)
            } ?? .unknown
          }, claims: claims(of: factor, response: last))
      }, claims: graph.claims(of: response, in: world), confidence: result.confidence,
      provenance: provenance)
  }

  /// A factor by one measure.
  private struct Row: Hashable {
    let factor: Int
    let index: SensitivityIndex
  }

  private func estimates(response: Int) -> [Row: Estimate] {
    Dictionary(
      result.rows.filter { $0.response == response && $0.partner == nil }.map {
        (Row(factor: $0.factor, index: $0.index), $0.finding.estimate)
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The claims of a factor or, where it has none, of the response that it moves.
  private func claims(of factor: Int, response: Int) -> [String] {
    let claims = result.factors[factor].claims
    return claims.isEmpty ? graph.claims(of: result.responses[response], in: world) : claims
  }

  /// What a response is called without its month.
  private func title(of response: Response) -> String {
    let title = response.title(in: world)[language]
    guard let month = response.month else { return title }
    let ending = ", \(language.format(world.calendar.month(month)))"
    return title.hasSuffix(ending) ? String(title.dropLast(ending.count)) : title
  }

  /// How much each factor matters to a response, the most influential first; nil for the methods that have other charts, and where nothing is known.
  public func indices(response: Int) -> IndexChart? {
    guard let measure else { return nil }
    let leading = result.ranked(response: response).filter(\.finding.estimate.value.isFinite)
    guard leading.contains(where: { $0.finding.estimate.value != 0 }) else { return nil }
    let alone = Dictionary(
      result.rows.filter { $0.response == response && $0.index == .first && $0.partner == nil }
        .map { ($0.factor, $0.finding.estimate) }, uniquingKeysWith: { first, _ in first })
    let of = result.responses[response]
    let isShare = measure == .variance || of.unit(in: world) == .share && measure == .movement
    let times = isShare ? 100.0 : 1
    func scaled(_ estimate: Estimate) -> IndexChart.Estimate {
      IndexChart.Estimate(
        value: times * estimate.value, low: times * estimate.interval.low,
        high: times * estimate.interval.high)
    }
    let rows = leading.prefix(InfluenceCharts.shown).map { row in
      IndexChart.Row(
        name: names[row.factor], estimate: scaled(row.finding.estimate),
        alone: alone[row.factor].map(scaled), isDistinguishable: row.finding.isDistinguishable,
        claims: graph.claims(of: row, in: result))
    }
    return IndexChart(
      name: name("indices", response), subject: of.title(in: world)[language], measure: measure,
      unit: ReportCharts.word(for: of.unit(in: world), language), rows: Array(rows),
      others: leading.count - rows.count, claims: graph.claims(of: of, in: world),
      confidence: result.confidence, provenance: provenance)
  }

  private var measure: IndexChart.Measure? {
    switch result.method {
    case .sobol, .givenData: .variance
    case .morris: .movement
    case .rank:
      result.rows.contains { $0.index == .lostOfRanks } ? .multipleCorrelation : .correlation
    case .tornado, .shapley: nil
    }
  }

  /// What each lever, or group of levers, contributes to a response; nil for other methods, and where too few runs have a number.
  public func waterfall(response: Int) -> Waterfall? {
    guard let attribution = result.attribution, let shares = attribution.shares[response]
    else { return nil }
    let of = result.responses[response]
    let times = of.unit(in: world) == .share ? 100.0 : 1
    func step(_ name: String, _ factors: [Int]) -> Waterfall.Step {
      let levers = factors.flatMap { result.factors[$0].levers }
      let players = attribution.levers.indices.filter { levers.contains(attribution.levers[$0]) }
      let share = shares.share(of: players, confidence: result.confidence)
      return Waterfall.Step(
        name: name, value: times * share.value, low: times * share.interval.low,
        high: times * share.interval.high,
        claims: Set(factors.flatMap { result.factors[$0].claims }).sorted())
    }
    // What the world without any lever rests on, and so what the number without rests on.
    var bare = world
    for lever in bare.levers.indices { bare.levers[lever].isEnabled = false }
    // As in the report of a run: what is below a fiftieth of all sizes together, and what comes after the ninth, is joined.
    let ranked = result.ranked(response: response)
    let sizes = ranked.map { abs($0.finding.estimate.value) }
    let floor = sizes.reduce(0, +) / 50
    var kept = zip(ranked, sizes).prefix(9).filter { $1 >= floor }.map(\.0.factor)
    let rest = ranked.map(\.factor).filter { !kept.contains($0) }
    if rest.count == 1 { kept += rest }
    let others =
      rest.count > 1
      ? [
        step(
          language == .nl ? "\(rest.count) andere samen" : "\(rest.count) others together", rest)
      ] : []
    let whole = shares.total(confidence: result.confidence)
    return Waterfall(
      name: name("attribution", response), subject: of.title(in: world)[language],
      unit: ReportCharts.word(for: of.unit(in: world), language),
      without: times * shares.withNone,
      claimsWithout: EvidenceGraph(bare).claims(of: of, in: bare),
      steps: kept.map { step(names[$0], [$0]) } + others,
      whole: Waterfall.Step(
        name: "", value: times * whole.value, low: times * whole.interval.low,
        high: times * whole.interval.high, claims: graph.claims(of: of, in: world)),
      confidence: result.confidence, provenance: provenance)
  }

  /// Where the numbers come from.
  private var provenance: Provenance {
    let dutch = language == .nl
    let (sample, runs) = (
      language.format(Double(result.sample)), language.format(Double(result.runs))
    )
    guard result.runs > 0 else {
      return Provenance(
        scenario: world.name, title: world.title[language], runs: result.sample, seed: result.seed,
        isCentral: false)
    }
    let design: String? =
      result.method == .sobol
      ? (dutch
        ? "\(sample) basispunten, \(runs) trekkingen" : "\(sample) base points, \(runs) runs")
      : result.method == .tornado
        ? (dutch ? "\(sample) trekkingen bij elke stand" : "\(sample) runs at every level") : nil
    return Provenance(
      scenario: world.name, title: world.title[language], runs: result.runs, seed: result.seed,
      isCentral: false, design: design)
  }

  /// The name of a chart among those of the study: a response that was asked for twice has two.
  private func name(_ kind: String, _ response: Int) -> String {
    let label = result.responses[response].label(in: world)
    let before = result.responses[..<response].count { $0.label(in: world) == label }
    return "\(kind).\(stem(label))" + (before > 0 ? ".\(before + 1)" : "")
  }

  /// The part of a file's name that says what is shown.
  private func stem(_ label: String) -> String {
    label.replacing("@", with: ".").replacing(":", with: "-")
  }
}

extension EvidenceGraph {
  /// The claims that a finding rests on: those of its factors or, where these have none, those of the response.
  public func claims(of row: SensitivityRow, in result: SensitivityResult) -> [String] {
    let factors = [row.factor, row.partner].compactMap(\.self).map { result.factors[$0] }
    let claims = Set(factors.flatMap(\.claims)).sorted()
    return claims.isEmpty
      ? self.claims(of: result.responses[row.response], in: result.world) : claims
  }
}
