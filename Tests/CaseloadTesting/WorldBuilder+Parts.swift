public import Caseload
public import Probability

extension WorldBuilder {
  /// Adds a stream with one step and the outcomes `granted` and `refused`.
  ///
  /// The stock is spread evenly over the ages 0 to `oldest`; with `oldest` nought there are no
  /// ages. `newest` is the share of hours for the newest cases, nil for random order. Dispersion is
  /// 5 with a surge unless given, and surges and dispersion need `noise`.
  public mutating func stream(
    _ name: String, pool: Int = 0, stock: Double = 100, oldest: Int = 8, level: Double? = 10,
    trend: Double? = nil, noise: (sd: Double, persistence: Double)? = nil, noiseLaw: Law? = nil,
    hours: Double = 10,
    share: Double = 1, term: Double = 6, lead: Double? = nil, withdrawal: Double? = nil,
    straightThrough: Double? = nil, drift: Double? = nil, granted: Law = .fixed(0.6),
    newest: Double? = 0, season: [Double]? = nil, surge: Bool = false, dispersion: Double? = nil,
    claims: [String] = []
  ) {
    let path = "streams.\(name)"
    func optional(_ key: String, _ value: Double?, _ unit: Unit) -> Number? {
      value.map { number("\(path).\(key)", $0, unit) }
    }
    streams.append(
      Stream(
        name: name, title: Self.title(name), pool: pool,
        stock: number("\(path).stock.total", stock, .cases),
        ages: oldest == 0
          ? [] : [.init(from: 0, to: oldest, share: number("\(path).stock.ages.0.share", 1))],
        inflow: level.map { level in
          .init(
            level: number("\(path).inflow.level", level, .casesPerMonth),
            season: season.map { series("\(path).inflow.season", $0, .factor) },
            trend: optional("inflow.trend", trend, .relativePerYear),
            noise: noise.map {
              .init(
                persistence: number("\(path).inflow.noise.persistence", $0.persistence),
                sd: number("\(path).inflow.noise.sd", noiseLaw ?? .fixed($0.sd)),
                dispersion: optional(
                  "inflow.noise.dispersion", dispersion ?? (surge ? 5 : nil), .share),
                surge: surge ? self.surge("\(path).inflow.noise.surge") : nil)
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
          .init(
            name: "refused",
            share: number(
              "\(path).outcomes.refused.share", granted.fixedValue.map { 1 - $0 } ?? 0.4)),
        ],
        discipline: newest.map { .split(newest: number("\(path).discipline.newest", $0)) }
          ?? .random,
        claims: claims))
  }

  /// The surges named `crisis`.
  private func surge(_ path: String) -> Stream.Surge {
    Stream.Surge(
      name: "crisis", rate: number("\(path).rate", 0.02), size: number("\(path).size", 1),
      decay: number("\(path).decay", 6, .months))
  }

  /// Adds a pool.
  public mutating func pool(
    _ name: String, allocation: Pool.Allocation = .proportional, staff: Double = 10,
    hires: Double = 1, attrition: Double = 0.01, learning: [Double] = [],
    recentHires: [Double] = [], hoursPerMonth: Double = 120, noise: Double? = nil,
    claims: [String] = []
  ) {
    let path = "pools.\(name)"
    pools.append(
      Pool(
        name: name, title: Self.title(name),
        staff: number("\(path).staff", staff, .fullTimeEquivalents),
        recentHires: recentHires.isEmpty
          ? nil : series("\(path).recentHires", recentHires, .fullTimeEquivalents),
        hires: number("\(path).hires", hires, .fullTimeEquivalentsPerMonth),
        attrition: number("\(path).attrition", attrition, .sharePerMonth),
        learning: learning.isEmpty ? nil : series("\(path).learning", learning),
        hoursPerMonth: number("\(path).hoursPerMonth", hoursPerMonth, .hoursPerMonth),
        noise: noise.map { number("\(path).noise.sd", $0) },
        allocation: allocation, claims: claims))
  }

  /// Adds a pool that has the same number of hours in every month.
  public mutating func pool(
    _ name: String, hours: Double, allocation: Pool.Allocation = .proportional
  ) {
    pool(
      name, allocation: allocation, staff: 1, hires: 0, attrition: 0, hoursPerMonth: hours)
  }

  /// Adds a flow.
  public mutating func flow(
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

  /// Adds a penalty.
  public mutating func penalty(
    _ name: String, from source: Int, on event: Event, euros: Double = 100, claims: [String] = []
  ) {
    penalties.append(
      Penalty(
        name: name, source: source, event: event,
        euros: number("penalties.\(name).euros", euros, .euro), claims: claims))
  }

  /// Adds a lever with one effect that starts on the first day of a month, given by its index.
  public mutating func lever(
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
}
