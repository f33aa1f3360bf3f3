internal import Caseload

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// Which number the equations of the model use for which, and how many months later.
///
/// One function a step of the article *The model, month by month*: a change of a step is a change of one function here.
/// A factor that is nought in every run lets nothing through; an edge that exists from a month on says so.
struct Equations {
  private let world: World
  private let effects: LiveEffects
  private(set) var network: Network

  init(_ world: World) {
    self.world = world
    effects = LiveEffects(world)
    network = Network(months: world.calendar.months)
    connectQuantities()
    for stream in world.streams.indices {
      connectParts(of: stream)
      connectArrivals(of: stream)
      connectHours(of: stream)
      connectQueue(of: stream)
      connectDecisions(of: stream)
      connectMeasures(of: stream)
    }
    for pool in world.pools.indices {
      connectStaff(of: pool)
      connectAllocation(of: pool)
    }
    for flow in world.flows.indices { connectFlow(flow) }
    for penalty in world.penalties.indices { connectPenalty(penalty) }
    connectCorrelations()
  }

  // MARK: - Numbers, levers, quantities

  /// Lets a node depend on a number; one that the file leaves out rests on nothing.
  private mutating func use(
    _ number: Number?, in node: Node, delay: Int = 0, earliest: Int? = 0
  ) {
    guard let number, !number.basis.isEmpty else { return }
    network.connect(.number(number.path), node, delay: delay, earliest: earliest)
  }

  private mutating func use(_ series: Series?, in node: Node, earliest: Int? = 0) {
    guard let series, !series.basis.isEmpty, !series.values.isEmpty else { return }
    network.connect(.number(series.path), node, earliest: earliest)
  }

  /// Lets a mechanism depend on a quantity, and `lodgedDelay` months later on what cases lodged under a new rule bring.
  private mutating func use(
    _ quantity: Quantity, in mechanism: Mechanism, lodgedDelay: Int = 0, earliest: Int? = 0
  ) {
    network.connect(.quantity(quantity), .mechanism(mechanism), earliest: earliest)
    if effects.on(quantity).contains(where: \.isLodged) {
      network.connect(
        .lodged(quantity), .mechanism(mechanism), delay: lodgedDelay, earliest: earliest)
    }
  }

  private mutating func use(
    _ tail: Mechanism, in head: Mechanism, delay: Int = 0, earliest: Int? = 0
  ) {
    network.connect(.mechanism(tail), .mechanism(head), delay: delay, earliest: earliest)
  }

  private mutating func connectQuantities() {
    for quantity in world.quantities { use(world.base(of: quantity), in: .quantity(quantity)) }
    for live in effects.all {
      let lever = world.levers[live.lever]
      let effect = Node.effect(lever: live.lever, effect: live.effect)
      use(lever.probability, in: .lever(live.lever))
      network.connect(.lever(live.lever), effect)
      use(lever.effects[live.effect].size, in: effect)
      network.connect(
        effect, live.isLodged ? .lodged(live.quantity) : .quantity(live.quantity),
        earliest: live.first)
    }
  }

  private mutating func connectParts(of stream: Int) {
    var mechanisms: [Mechanism] = [
      .arrivals(stream: stream), .followUps(stream: stream), .straightThrough(stream: stream),
      .intake(stream: stream), .initialStock(stream: stream), .hoursPerCase(stream: stream),
      .hoursAtIntake(stream: stream), .eligible(stream: stream), .withdrawals(stream: stream),
      .demand(stream: stream), .grant(stream: stream), .decisions(stream: stream),
      .stock(stream: stream), .overdue(stream: stream), .decidedInTerm(stream: stream),
      .waiting(stream: stream), .decisionsOnInitialStock(stream: stream),
      .hoursUsed(stream: stream),
    ]
    mechanisms += world.streams[stream].outcomes.indices.map {
      .outcome(stream: stream, outcome: $0)
    }
    for mechanism in mechanisms {
      network.connect(.part(.stream(stream)), .mechanism(mechanism))
    }
  }

  // MARK: - Steps 1 and 2: arrivals

  private mutating func connectArrivals(of stream: Int) {
    let arrivals = Mechanism.arrivals(stream: stream)
    let node = Node.mechanism(arrivals)
    if let inflow = world.streams[stream].inflow {
      let exists = effects.firstNonZero(.inflowLevel(stream: stream))
      // What acts on last month's state, such as a trend, first shows in month 1.
      let next = exists.map { max(1, $0) }
      use(.inflowLevel(stream: stream), in: arrivals)
      use(.inflowTrend(stream: stream), in: arrivals, earliest: next)
      use(inflow.season, in: node, earliest: exists)
      if let noise = inflow.noise {
        use(noise.sd, in: node, earliest: exists)
        if !noise.sd.isAlways(0) { use(noise.persistence, in: node, earliest: next) }
        use(noise.dispersion, in: node, earliest: exists)
        use(noise.surge?.rate, in: node, earliest: exists)
        use(noise.surge?.size, in: node, earliest: exists)
        use(noise.surge?.decay, in: node, earliest: next)
      }
    }
    let straight = Mechanism.straightThrough(stream: stream)
    let intake = Mechanism.intake(stream: stream)
    let sigma = Quantity.straightThrough(stream: stream)
    for source in [arrivals, .followUps(stream: stream)] {
      use(source, in: straight, earliest: effects.firstNonZero(sigma))
      use(source, in: intake)
    }
    use(sigma, in: straight)
    use(sigma, in: intake)
  }

  /// Correlations, by way of the Cholesky factor: a row changes with the entries among itself and the rows before it that
  /// hang together with it.
  private mutating func connectCorrelations() {
    let drawn = world.uncertainNumbers.map(\.path)
    let place = Dictionary(drawn.enumerated().map { ($1, $0) }) { first, _ in first }
    var streams: [(Int, Int, Number)] = []
    var numbers: [(Int, Int, Number)] = []
    for correlation in world.correlations {
      switch correlation {
      case .rank(let one, let other, let number):
        if let i = place[one], let j = place[other] { numbers.append((i, j, number)) }
      case .inflow(let one, let other, let number): streams.append((one, other, number))
      }
    }
    for (row, number) in Self.rows(of: numbers, count: drawn.count) {
      use(number, in: .number(drawn[row]))
    }
    for (row, number) in Self.rows(of: streams, count: world.streams.count) {
      guard let noise = world.streams[row].inflow?.noise, !noise.sd.isAlways(0) else { continue }
      use(
        number, in: .mechanism(.arrivals(stream: row)),
        earliest: effects.firstNonZero(.inflowLevel(stream: row)))
    }
  }

  private static func rows(of pairs: [(Int, Int, Number)], count: Int) -> [(Int, Number)] {
    var found: [(Int, Number)] = []
    for row in 0..<count {
      let before = pairs.filter { max($0.0, $0.1) <= row && !$0.2.isAlways(0) }
      var together: Set = [row]
      var size = 0
      while together.count > size {
        size = together.count
        for pair in before where together.contains(pair.0) || together.contains(pair.1) {
          together.formUnion([pair.0, pair.1])
        }
      }
      for pair in pairs where max(pair.0, pair.1) <= row {
        let isOwn = max(pair.0, pair.1) == row
        if isOwn || (together.contains(pair.0) && together.contains(pair.1)) {
          found.append((row, pair.2))
        }
      }
    }
    return found
  }

  // MARK: - Hours, and the queue before service

  /// Months before which no case can be decided.
  private func lead(of stream: Int) -> Int {
    Self.wholeMonths(effects.lowest(.minimumLead(stream: stream)).rounded(.up))
  }

  private static func wholeMonths(_ value: Double) -> Int { Int(min(max(value, 0), 1e6)) }

  /// Lets a mechanism depend on new cases once they are as old as a quantity says; effects may later make that sooner.
  private mutating func useIntake(
    of stream: Int, in head: Mechanism, afterAgeOf quantity: Quantity,
    rounded rule: FloatingPointRoundingRule
  ) {
    let intake = Mechanism.intake(stream: stream)
    let usual = Self.wholeMonths(effects.lowestBase(quantity).rounded(rule))
    let soonest = Self.wholeMonths(effects.lowest(quantity).rounded(rule))
    use(intake, in: head, delay: usual)
    guard soonest < usual else { return }
    let change = effects.on(quantity).map { $0.first + ($0.isLodged ? soonest : 0) }.min()
    use(intake, in: head, delay: soonest, earliest: change)
  }

  private mutating func connectHours(of stream: Int) {
    let lead = lead(of: stream)
    for (mechanism, delay) in [
      (Mechanism.hoursPerCase(stream: stream), lead), (.hoursAtIntake(stream: stream), 0),
    ] {
      for step in world.streams[stream].steps.indices {
        let hours = Quantity.stepHours(stream: stream, step: step)
        let share = Quantity.stepShare(stream: stream, step: step)
        use(hours, in: mechanism, lodgedDelay: delay, earliest: effects.firstNonZero(share))
        use(share, in: mechanism, lodgedDelay: delay, earliest: effects.firstNonZero(hours))
      }
      use(.drift(stream: stream), in: mechanism, earliest: 1)
    }
  }

  private mutating func connectQueue(of stream: Int) {
    let parts = world.streams[stream]
    let initial = Mechanism.initialStock(stream: stream)
    use(parts.stock, in: .mechanism(initial))
    if !parts.stock.isAlways(0) {
      for band in parts.ages { use(band.share, in: .mechanism(initial)) }
    }
    let intake = Mechanism.intake(stream: stream)
    let decisions = Mechanism.decisions(stream: stream)
    let eligible = Mechanism.eligible(stream: stream)
    let withdrawals = Mechanism.withdrawals(stream: stream)
    let hazard = Quantity.withdrawal(stream: stream)
    let lead = lead(of: stream)
    // This month's cases cannot yet withdraw, and last month's decisions left fewer that can.
    let canWithdraw = effects.firstNonZero(hazard)
    use(hazard, in: withdrawals, lodgedDelay: 1)
    use(initial, in: withdrawals, earliest: canWithdraw)
    use(intake, in: withdrawals, delay: 1, earliest: canWithdraw)
    use(decisions, in: withdrawals, delay: 1, earliest: canWithdraw)
    // Withdrawals enter by their hazard, not as a whole: those of cases that are not yet eligible change nothing here.
    use(hazard, in: eligible, lodgedDelay: max(1, lead))
    use(.minimumLead(stream: stream), in: eligible, lodgedDelay: lead)
    use(initial, in: eligible)
    useIntake(
      of: stream, in: eligible, afterAgeOf: .minimumLead(stream: stream), rounded: .up)
    use(decisions, in: eligible, delay: 1)
    let demand = Mechanism.demand(stream: stream)
    use(eligible, in: demand)
    use(.hoursPerCase(stream: stream), in: demand)
  }

  // MARK: - Steps 6 and 7: decisions

  private mutating func connectDecisions(of stream: Int) {
    let decisions = Mechanism.decisions(stream: stream)
    use(.grant(stream: stream), in: decisions)
    use(.eligible(stream: stream), in: decisions)
    use(.hoursPerCase(stream: stream), in: decisions)
    if case .split = world.streams[stream].discipline {
      use(.newest(stream: stream), in: decisions)
    }

    let outcomes = world.streams[stream].outcomes
    let quantities = outcomes.indices.map { Quantity.outcome(stream: stream, outcome: $0) }
    let straight = effects.firstNonZero(.straightThrough(stream: stream))
    let delay = straight == nil ? lead(of: stream) : 0
    // Shares that are drawn, or of which one is changed, are made to sum to one: then each depends on all.
    let touched = quantities.flatMap { effects.on($0) }
      .map { $0.first + ($0.isLodged ? delay : 0) }.min()
    let joined = outcomes.contains(where: \.share.isUncertain) ? 0 : touched
    for (index, quantity) in quantities.enumerated() {
      let outcome = Mechanism.outcome(stream: stream, outcome: index)
      let exists = effects.firstNonZero(quantity)
      use(decisions, in: outcome, earliest: exists)
      use(Mechanism.straightThrough(stream: stream), in: outcome, earliest: exists)
      use(quantity, in: outcome, lodgedDelay: delay)
      for other in quantities where other != quantity {
        guard let exists, let joined else { continue }
        use(other, in: outcome, lodgedDelay: delay, earliest: max(exists, joined))
      }
    }
  }

  // MARK: - Step 9: measures of streams

  private mutating func connectMeasures(of stream: Int) {
    let term = Quantity.term(stream: stream)
    let shortest = effects.lowest(term)
    let initial = Mechanism.initialStock(stream: stream)
    let intake = Mechanism.intake(stream: stream)
    let decisions = Mechanism.decisions(stream: stream)
    let straight = Mechanism.straightThrough(stream: stream)
    let stock = Mechanism.stock(stream: stream)
    for source in [initial, intake, .withdrawals(stream: stream), decisions] {
      use(source, in: stock)
    }
    // A cohort has late cases from the month in which t + 1 − c exceeds the term.
    let overdue = Mechanism.overdue(stream: stream)
    let late = Self.wholeMonths(shortest.rounded(.down))
    use(initial, in: overdue)
    use(.withdrawal(stream: stream), in: overdue, lodgedDelay: max(1, late))
    use(decisions, in: overdue)
    useIntake(of: stream, in: overdue, afterAgeOf: term, rounded: .down)
    use(term, in: overdue, lodgedDelay: late)
    // Decisions fall in mid-month: late from t + ½ − c on.
    let inTerm = Mechanism.decidedInTerm(stream: stream)
    let lateDecision = Self.wholeMonths((shortest + 0.5).rounded(.down))
    use(decisions, in: inTerm)
    use(straight, in: inTerm)
    use(term, in: inTerm, lodgedDelay: max(lead(of: stream), lateDecision))

    use(decisions, in: .waiting(stream: stream))
    use(straight, in: .waiting(stream: stream))
    let onInitial = Mechanism.decisionsOnInitialStock(stream: stream)
    use(initial, in: onInitial)
    if !world.streams[stream].stock.isAlways(0) { use(decisions, in: onInitial) }
    use(decisions, in: .hoursUsed(stream: stream))
    use(.hoursPerCase(stream: stream), in: .hoursUsed(stream: stream))
  }

  // MARK: - Steps 4 and 5: capacity and its allocation

  private mutating func connectStaff(of index: Int) {
    let pool = world.pools[index]
    let staff = Mechanism.staff(pool: index)
    let productive = Mechanism.productiveStaff(pool: index)
    let capacity = Mechanism.capacity(pool: index)
    for mechanism in [
      staff, productive, capacity, .utilisation(pool: index), .staffToKeepUp(pool: index),
    ] {
      network.connect(.part(.pool(index)), .mechanism(mechanism))
    }
    let learning = pool.learning?.values ?? []
    let hires = Quantity.hires(pool: index)
    for mechanism in [staff, productive] {
      use(pool.staff, in: .mechanism(mechanism))
      use(.attrition(pool: index), in: mechanism)
    }
    use(hires, in: staff)
    // Newcomers count from the first month of service whose productivity is not nought.
    let useful = learning.firstIndex { $0 != 0 } ?? learning.count
    network.connect(.quantity(hires), .mechanism(productive), delay: useful)
    // Who was hired recently is part of the staff at the start: it changes the hours, not the heads.
    let recent = pool.recentHires?.values ?? []
    if !learning.isEmpty { use(pool.recentHires, in: .mechanism(productive)) }
    use(
      pool.learning, in: .mechanism(productive),
      earliest: recent.isEmpty ? effects.firstNonZero(hires) : 0)

    use(productive, in: capacity)
    use(.hoursPerMonth(pool: index), in: capacity)
    use(pool.noise, in: .mechanism(capacity))

    let streams = world.streams(of: .pool(index))
    use(capacity, in: .utilisation(pool: index))
    for stream in streams {
      use(.hoursUsed(stream: stream), in: .utilisation(pool: index))
      use(.intake(stream: stream), in: .staffToKeepUp(pool: index))
      use(.hoursAtIntake(stream: stream), in: .staffToKeepUp(pool: index))
    }
    use(.hoursPerMonth(pool: index), in: .staffToKeepUp(pool: index))
  }

  private mutating func connectAllocation(of pool: Int) {
    let streams = world.streams(of: .pool(pool))
    for stream in streams {
      use(.capacity(pool: pool), in: .grant(stream: stream))
      use(.demand(stream: stream), in: .grant(stream: stream))
    }
    switch world.pools[pool].allocation {
    case .priority(let order):
      for (place, stream) in order.enumerated() {
        for earlier in order[..<place] {
          use(.demand(stream: earlier), in: .grant(stream: stream))
        }
      }
    case .proportional:
      for stream in streams {
        for other in streams { use(.demand(stream: other), in: .grant(stream: stream)) }
      }
    case .shares(let shares):
      let share = Dictionary(shares.map { ($0.stream, $0.share) }) { first, _ in first }
      let idle = streams.filter { share[$0]?.isAlways(0) ?? true }
      for stream in streams {
        for number in shares { use(number.share, in: .mechanism(.grant(stream: stream))) }
        // A stream with share nought gets what the others, and those before it, leave.
        for other in streams where !idle.contains(other) || idle.contains(stream) && other < stream
        {
          use(.demand(stream: other), in: .grant(stream: stream))
        }
      }
    }
  }

  // MARK: - Step 8: consequences

  private func events(_ event: Event, of stream: Int) -> [Mechanism] {
    switch event {
    case .outcome(let outcome): [.outcome(stream: stream, outcome: outcome)]
    case .decision: [.decisions(stream: stream), .straightThrough(stream: stream)]
    case .withdrawal: [.withdrawals(stream: stream)]
    case .overdue: [.overdue(stream: stream)]
    }
  }

  private mutating func connectFlow(_ index: Int) {
    let flow = world.flows[index]
    let quantity = Quantity.casesPerEvent(flow: index)
    let events = Mechanism.events(flow: index)
    let past = Mechanism.pastEvents(flow: index)
    let target = Mechanism.followUps(stream: flow.target)
    let exists = effects.firstNonZero(quantity)
    for source in self.events(flow.event, of: flow.source) {
      use(source, in: events, earliest: exists)
    }
    use(quantity, in: events)
    network.connect(.part(.flow(index)), .mechanism(events), earliest: exists)
    let lag = (flow.lag.values.firstIndex { $0 > 0 } ?? 0) + 1
    use(events, in: target, delay: lag)
    // Past events count from the first month, at the base value of cases per event.
    let hasPast = !flow.history.isAlways(0) && !flow.casesPerEvent.isAlways(0)
    use(flow.history, in: .mechanism(past))
    if !flow.history.isAlways(0) { use(flow.casesPerEvent, in: .mechanism(past)) }
    if hasPast { network.connect(.part(.flow(index)), .mechanism(past)) }
    use(past, in: target)
    use(flow.lag, in: .mechanism(target), earliest: hasPast ? 0 : exists.map { $0 + lag })
  }

  private mutating func connectPenalty(_ index: Int) {
    let penalty = world.penalties[index]
    let quantity = Quantity.euros(penalty: index)
    let cost = Mechanism.cost(penalty: index)
    for source in events(penalty.event, of: penalty.source) {
      use(source, in: cost, earliest: effects.firstNonZero(quantity))
    }
    use(quantity, in: cost)
    network.connect(.part(.penalty(index)), .mechanism(cost))
  }
}
