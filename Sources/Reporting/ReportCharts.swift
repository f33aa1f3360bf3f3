public import Caseload
public import Charts
public import Engine
public import Evidence
public import Influence
internal import Probability
internal import Sensitivity
internal import Statistics

/// The charts of a study: values that draw themselves, as files of a report or as parts of a page.
public struct ReportCharts: Sendable {
  private let result: StudyResult
  private let graph: EvidenceGraph
  private let language: Language
  private var world: World { result.plan.world }

  /// The folder of a report that holds its charts.
  public static let folder = "charts"

  /// Level of the intervals in charts.
  private static let confidence = 0.95

  /// Prepares the charts of a study in a language.
  ///
  /// - Parameters:
  ///   - result: The study.
  ///   - graph: What its results rest on.
  ///   - language: Of all texts, and of the numbers in them.
  public init(_ result: StudyResult, graph: EvidenceGraph, language: Language) {
    self.result = result
    self.graph = graph
    self.language = language
  }

  /// All charts of the study itself: all streams together, the stock of every stream and group, and the answers.
  public var drawings: [Drawing] {
    [streams.drawing(language)] + fans.map { $0.drawing(language) }
      + answers.map { $0.drawing(language) }
  }

  /// Where the numbers come from.
  private var provenance: Provenance { provenance(runs: result.assignment.runs) }

  private func provenance(runs: Int) -> Provenance {
    Provenance(
      scenario: world.name, title: world.title[language], runs: runs,
      seed: result.assignment.seed, isCentral: result.assignment.isCentral)
  }

  // MARK: Stock

  /// The chart of all streams.
  public var streams: SmallMultiples {
    SmallMultiples(
      name: "streams", calendar: world.calendar,
      panels: world.streams.indices.map { index in
        SmallMultiples.Panel(
          subject: world.streams[index].title[language], fan: fan(of: .stream(index), at: index),
          claims: graph.claimsAtEnd(of: .stock, subject: .stream(index)))
      }, provenance: provenance)
  }

  /// The charts of the stock of every stream and every group, in the order of the report.
  public var fans: [FanChart] {
    world.subjects.enumerated().compactMap { index, subject in
      switch subject {
      case .pool, .whole: return nil
      case .stream, .group:
        return FanChart(
          name: "stock.\(world.label(of: subject))", subject: world.title(of: subject)[language],
          calendar: world.calendar, fan: fan(of: subject, at: index),
          history: history(of: subject),
          claims: graph.claimsAtEnd(of: .stock, subject: subject),
          overdueClaims: graph.claimsAtEnd(of: .overdueStock, subject: subject),
          levers: levers(on: subject),
          provenance: provenance)
      }
    }
  }

  /// What the scenario's sources give for a subject before the start.
  private func history(of subject: Subject) -> History {
    func figures(_ measure: Measure) -> [History.Figure] {
      world.published.filter { $0.subject == subject && $0.measure == measure }.map { figure in
        History.Figure(
          month: world.calendar.index(of: figure.month), cases: figure.value,
          publisher: world.sources.first { $0.id == figure.source }?.publisher ?? figure.source)
      }
    }
    return History(stock: figures(.stock), overdue: figures(.overdueStock))
  }

  private func fan(of subject: Subject, at index: Int) -> Fan {
    func quantiles(_ measure: Measure) -> [[Double]] {
      (0..<5).map { quantile in
        (0..<world.calendar.months).map { month in
          let summary = result.summary(measure, subject, month: month)
          return summary?.quantiles[quantile] ?? .nan
        }
      }
    }
    return Fan(
      start: result.initialStock[index], stock: quantiles(.stock),
      overdue: quantiles(.overdueStock))
  }

  /// The levers that are on and change something of a subject's own cases, staff or follow-up inflow; those that come into force in the same way are joined.
  ///
  /// A lever with several effects comes into force as most of these do, and as the first of them where that is a tie.
  private func levers(on subject: Subject) -> [LeverMark] {
    let streams = Set(world.streams(of: subject))
    let pools = Set(streams.map { world.streams[$0].pool })
    func touches(_ quantity: Quantity) -> Bool {
      switch quantity {
      case .inflowLevel(let stream), .inflowTrend(let stream), .straightThrough(let stream),
        .withdrawal(let stream), .term(let stream), .minimumLead(let stream), .drift(let stream),
        .newest(let stream):
        streams.contains(stream)
      case .stepHours(let stream, _), .stepShare(let stream, _), .outcome(let stream, _):
        streams.contains(stream)
      case .hires(let pool), .attrition(let pool), .hoursPerMonth(let pool): pools.contains(pool)
      case .casesPerEvent(let flow): streams.contains(world.flows[flow].target)
      case .euros: false
      }
    }
    var marks: [(phase: Phase, levers: [Mark])] = []
    for lever in world.levers where lever.isEnabled {
      let phases = lever.effects.filter { $0.quantities.contains(where: touches) }.map(\.phase)
      var usual: (phase: Phase, count: Int)?
      for phase in phases {
        let count = phases.count { $0 == phase }
        if count > usual?.count ?? 0 { usual = (phase, count) }
      }
      guard let phase = usual?.phase else { continue }
      let mark = Mark(label: named(lever), claims: lever.claims.sorted())
      if let place = marks.firstIndex(where: { $0.phase == phase }) {
        marks[place].levers.append(mark)
      } else {
        marks.append((phase, [mark]))
      }
    }
    return marks.map { LeverMark(levers: $0.levers, phase: $0.phase) }
  }

  /// The name of a lever, with its probability where that is known and below one.
  private func named(_ lever: Lever) -> String {
    let title = lever.title[language]
    guard let probability = lever.probability.law.fixedValue, probability < 1 else { return title }
    let word = language == .nl ? "kans" : "probability"
    return "\(title) (\(word) \(language.percent(probability)))"
  }

  // MARK: Answers

  /// The charts of the answers: one for each measure and subject that a question shows.
  public var answers: [AnswerChart] {
    result.answers.flatMap { answer -> [AnswerChart] in
      shown(answer.question).map { measure, subject in
        let figures = answer.figures.filter {
          $0.figure.measure == measure && $0.figure.subject == subject
        }
        let times = measure.unit == .share ? 100.0 : 1
        return AnswerChart(
          name: "answer.\(answer.question.claim).\(stem(measure, subject))",
          question: answer.question.title[language],
          levers: answer.question.without.map { world.levers[$0].title[language] },
          subject: title(measure.title, subject), unit: word(for: measure.unit),
          calendar: world.calendar,
          figures: figures.map {
            AnswerChart.Figure(
              month: $0.figure.month, with: times * $0.mean, without: times * $0.meanWithout,
              difference: times * $0.difference, standardError: times * $0.standardError,
              low: times * $0.quantiles[0], high: times * $0.quantiles[2],
              claims: graph.claims(of: measure, subject: subject, month: $0.figure.month))
          }, provenance: provenance)
      }
    }
  }

  /// The measures and subjects that a question shows, each once, in its order.
  private func shown(_ question: Question) -> [(Measure, Subject)] {
    question.figures.reduce(into: []) { shown, figure in
      if !shown.contains(where: { $0.0 == figure.measure && $0.1 == figure.subject }) {
        shown.append((figure.measure, figure.subject))
      }
    }
  }

  // MARK: Attribution

  /// The charts of an attribution: for the first measure and subject that a question shows, in each of the question's months that the attribution has.
  public func waterfalls(_ attribution: Attribution) -> [Waterfall] {
    var wanted: [Response] = []
    for question in world.questions {
      guard let first = question.figures.first else { continue }
      for figure in question.figures
      where figure.measure == first.measure && figure.subject == first.subject {
        let response = Response.measure(figure.measure, figure.subject, month: figure.month)
        if !wanted.contains(response) { wanted.append(response) }
      }
    }
    // What the world without any lever rests on, and so what the number without rests on.
    var bare = world
    for lever in bare.levers.indices { bare.levers[lever].isEnabled = false }
    let bareGraph = wanted.isEmpty ? graph : EvidenceGraph(bare)
    return wanted.compactMap { response in
      guard let place = attribution.responses.firstIndex(of: response),
        let shares = attribution.shares[place],
        case .measure(let measure, let subject, _) = response,
        let month = response.month
      else { return nil }
      let times = measure.unit == .share ? 100.0 : 1
      let whole = shares.total(confidence: ReportCharts.confidence)
      return Waterfall(
        name: waterfallName(measure, subject, month: month),
        subject: title(measure.title, subject)
          + ", \(language.format(world.calendar.month(month)))",
        unit: word(for: measure.unit), without: times * shares.withNone,
        claimsWithout: bareGraph.claims(of: measure, subject: subject, month: month),
        steps: steps(attribution, shares, times: times),
        whole: Waterfall.Step(
          name: "", value: times * whole.value, low: times * whole.interval.low,
          high: times * whole.interval.high,
          claims: graph.claims(of: measure, subject: subject, month: month)),
        confidence: ReportCharts.confidence, provenance: provenance(runs: shares.runs))
    }
  }

  /// The name of the chart that attributes a measure of a subject in a month.
  public func waterfallName(_ measure: Measure, _ subject: Subject, month: Int) -> String {
    "attribution.\(stem(measure, subject)).\(world.calendar.month(month))"
  }

  /// The shares, the largest first; those below a fiftieth of all sizes together, and those after the ninth, are joined.
  private func steps(_ attribution: Attribution, _ shares: ShapleyShares, times: Double)
    -> [Waterfall.Step]
  {
    func step(_ name: String, _ players: [Int]) -> Waterfall.Step {
      let share = shares.share(of: players, confidence: ReportCharts.confidence)
      return Waterfall.Step(
        name: name, value: times * share.value, low: times * share.interval.low,
        high: times * share.interval.high,
        claims: Set(players.flatMap { world.levers[attribution.levers[$0]].claims }).sorted())
    }
    let sizes = shares.means.map(abs)
    let floor = sizes.reduce(0, +) / 50
    let order = sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    var kept = Array(order.prefix(9).filter { sizes[$0] >= floor })
    var rest = order.filter { !kept.contains($0) }
    // One alone has a name of its own.
    if rest.count == 1 { kept += rest }
    if rest.count == 1 { rest = [] }
    let dutch = language == .nl
    return kept.map { step(world.levers[attribution.levers[$0]].title[language], [$0]) }
      + (rest.isEmpty
        ? [] : [step(dutch ? "\(rest.count) andere samen" : "\(rest.count) others together", rest)])
  }

  // MARK: Words

  private func title(_ measure: Bilingual, _ subject: Subject) -> String {
    "\(world.title(of: subject)[language]), \(measure[language])"
  }

  /// The part of a file's name that says what is shown.
  private func stem(_ measure: Measure, _ subject: Subject) -> String {
    let label = world.label(of: subject)
    guard !label.isEmpty else { return measure.rawValue }
    return "\(measure.rawValue).\(label.replacing(":", with: "-"))"
  }

  private func word(for unit: Unit) -> String { ReportCharts.word(for: unit, language) }

  /// A unit in words.
  static func word(for unit: Unit, _ language: Language) -> String {
    let dutch = language == .nl
    return switch unit {
    case .cases: dutch ? "zaken" : "cases"
    case .casesPerMonth: dutch ? "zaken per maand" : "cases a month"
    case .hours: dutch ? "uur" : "hours"
    case .hoursPerMonth: dutch ? "uur per maand" : "hours a month"
    case .months: dutch ? "maanden" : "months"
    case .share: "%"
    case .sharePerMonth: dutch ? "per maand" : "a month"
    case .relativePerYear: dutch ? "per jaar" : "a year"
    case .fullTimeEquivalents: "fte"
    case .fullTimeEquivalentsPerMonth: dutch ? "fte per maand" : "fte a month"
    case .euro: "euro"
    case .euroPerMonth: dutch ? "euro per maand" : "euro a month"
    case .events: dutch ? "gebeurtenissen per maand" : "events a month"
    case .factor: dutch ? "maal" : "times"
    }
  }
}
