import Caseload
import Probability

/// Builds small worlds without a file; every number has a path as a file would give it.
struct WorldBuilder {
  /// Claims of numbers, by path; all others are assumptions.
  var claims: [String: [String]] = [:]
  var months = 24
  var streams: [Stream] = []
  var groups: [Group] = []
  var pools: [Pool] = []
  var flows: [Flow] = []
  var penalties: [Penalty] = []
  var levers: [Lever] = []
  var correlations: [Correlation] = []
  var questions: [Question] = []
  var tests: [Test] = []
  var sources: [Source] = []

  func number(_ path: String, _ law: Law, _ unit: Unit = .share) -> Number {
    Number(path: path, law: law, unit: unit, basis: basis(of: path))
  }

  func number(_ path: String, _ value: Double, _ unit: Unit = .share) -> Number {
    number(path, .fixed(value), unit)
  }

  func series(_ path: String, _ values: [Double], _ unit: Unit = .share) -> Series {
    Series(path: path, values: values, unit: unit, basis: basis(of: path))
  }

  private func basis(of path: String) -> [Basis] {
    claims[path].map { $0.map(Basis.claim) } ?? [.assumption("made up for a test")]
  }

  /// A title that is the name in both languages.
  static func title(_ name: String) -> Bilingual { Bilingual(nl: name, en: name) }

  /// Adds a stream with one step and the outcomes `granted` and `refused`.
  mutating func stream(
    _ name: String, pool: Int = 0, stock: Double = 100, oldest: Int = 8, level: Double? = 10,
    trend: Double? = nil, noise: (sd: Double, persistence: Double)? = nil, hours: Double = 10,
    share: Double = 1, term: Double = 6, lead: Double? = nil, withdrawal: Double? = nil,
    straightThrough: Double? = nil, drift: Double? = nil, granted: Law = .fixed(0.6),
    newest: Double? = 0, season: [Double]? = nil, surge: Bool = false, claims: [String] = []
  ) {
    let path = "streams.\(name)"
    func optional(_ key: String, _ value: Double?, _ unit: Unit) -> Number? {
      value.map { number("\(path).\(key)", $0, unit) }
    }
    streams.append(
      Stream(
        name: name, title: Self.title(name), pool: pool,
        stock: number("\(path).stock.total", stock, .cases),
        ages: [
          .init(from: 0, to: oldest, share: number("\(path).stock.ages.0.share", 1))
        ],
        inflow: level.map { level in
          .init(
            level: number("\(path).inflow.level", level, .casesPerMonth),
            season: season.map { series("\(path).inflow.season", $0, .factor) },
            trend: optional("inflow.trend", trend, .relativePerYear),
            noise: noise.map {
              .init(
                persistence: number("\(path).inflow.noise.persistence", $0.persistence),
                sd: number("\(path).inflow.noise.sd", $0.sd),
                dispersion: surge ? number("\(path).inflow.noise.dispersion", 5) : nil,
                surge: surge
                  ? .init(
                    name: "crisis", rate: number("\(path).inflow.noise.surge.rate", 0.02),
                    size: number("\(path).inflow.noise.surge.size", 1),
                    decay: number("\(path).inflow.noise.surge.decay", 6, .months)) : nil)
            })
        },
        steps: [
          .init(
            name: "decide", hours: number("\(path).steps.decide.hours", hours, .hours),
            share: number("\(path).steps.decide.share", share))
        ],
        term: number("\(path).term", term, .months),
        minimumLead: optional("minimumLead", lead, .months),
        withdrawal: optional("withdrawal", withdrawal, .sharePerMonth),
        straightThrough: optional("straightThrough", straightThrough, .share),
        drift: optional("drift", drift, .relativePerYear),
        outcomes: [
          .init(name: "granted", share: number("\(path).outcomes.granted.share", granted)),
          .init(name: "refused", share: number("\(path).outcomes.refused.share", 0.4)),
        ],
        discipline: newest.map { .split(newest: number("\(path).discipline.newest", $0)) }
          ?? .random,
        claims: claims))
  }

  mutating func pool(
    _ name: String, allocation: Pool.Allocation = .proportional, hires: Double = 1,
    learning: [Double] = [], recentHires: [Double] = [], noise: Double? = nil,
    claims: [String] = []
  ) {
    let path = "pools.\(name)"
    pools.append(
      Pool(
        name: name, title: Self.title(name),
        staff: number("\(path).staff", 10, .fullTimeEquivalents),
        recentHires: recentHires.isEmpty
          ? nil : series("\(path).recentHires", recentHires, .fullTimeEquivalents),
        hires: number("\(path).hires", hires, .fullTimeEquivalentsPerMonth),
        attrition: number("\(path).attrition", 0.01, .sharePerMonth),
        learning: learning.isEmpty ? nil : series("\(path).learning", learning),
        hoursPerMonth: number("\(path).hoursPerMonth", 120, .hoursPerMonth),
        noise: noise.map { number("\(path).noise.sd", $0) },
        allocation: allocation, claims: claims))
  }

  mutating func flow(
    _ name: String, from source: Int, on event: Event, to target: Int, casesPerEvent: Double = 0.5,
    lag: [Double] = [0, 0, 1], history: Double = 0, claims: [String] = []
  ) {
    flows.append(
      Flow(
        name: name, source: source, event: event, target: target,
        casesPerEvent: number("flows.\(name).casesPerEvent", casesPerEvent, .cases),
        lag: series("flows.\(name).lag", lag),
        history: number("flows.\(name).history", history, .events), claims: claims))
  }

  mutating func penalty(
    _ name: String, from source: Int, on event: Event, euros: Double = 100, claims: [String] = []
  ) {
    penalties.append(
      Penalty(
        name: name, source: source, event: event,
        euros: number("penalties.\(name).euros", euros, .euro), claims: claims))
  }

  /// Adds a lever with one effect that starts on the first day of a month, given by its index.
  mutating func lever(
    _ name: String, on quantities: [Quantity], _ operation: Effect.Operation = .multiply,
    size: Law = .fixed(0.8), from month: Int? = nil, applies: Effect.Application = .decided,
    enabled: Bool = true, probability: Law = .fixed(1), claims: [String] = []
  ) {
    let phase =
      month.flatMap { Day("\(calendar.month($0))-01") }.map {
        Phase(onset: .step($0), ending: nil)
      } ?? .always
    levers.append(
      Lever(
        name: name, title: Self.title(name), isEnabled: enabled,
        probability: number("levers.\(name).probability", probability),
        effects: [
          Effect(
            path: "levers.\(name).effects.change", quantities: quantities, operation: operation,
            size: number("levers.\(name).effects.change.\(operation)", size, .factor),
            phase: phase, application: applies)
        ], claims: claims))
  }

  var calendar: Calendar {
    Calendar(start: YearMonth(year: 2025, month: 9), months: months)
  }

  var world: World {
    World(
      name: "test", title: Self.title("test"), description: Self.title("test"), calendar: calendar,
      sources: sources, streams: streams, groups: groups, pools: pools, flows: flows,
      penalties: penalties, levers: levers, correlations: correlations, questions: questions,
      tests: tests, runs: 100, seed: 1)
  }
}
