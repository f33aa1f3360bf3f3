import Caseload
import Glibc
import Probability
import Sampling

/// One run of ``PlainModel`` while it goes from month to month.
struct PlainRun {
  let world: World
  let chance: PlainChance
  /// Cohort `c` of a stream stands at `c + offset`.
  let offset: Int
  private let quantities: [Quantity: PlainQuantity]
  private let touched: Set<Quantity>
  private(set) var paths: PlainModel.Paths = [:]

  private var queue: [[Double]]
  private var growth: [Double]
  private var complexity: [Double]
  /// By pool and months of service.
  private var staff: [[Double]]
  /// Weighted events by flow, of months −K … −1 and those gone by.
  private var pastEvents: [[Double]]

  /// What happened in one stream in the month at hand.
  private struct Month {
    var arrivals = 0.0
    var followUps = 0.0
    var straight = 0.0
    var withdrawn = 0.0
    var demand = 0.0
    var grant = 0.0
    var decisions: [Double] = []
    var hours: [Double] = []
    var outcomes: [Double] = []
    var overdue = 0.0
  }

  init(world: World, chance: PlainChance) {
    self.world = world
    self.chance = chance
    let offset = world.streams.flatMap { $0.ages.map(\.to) }.max() ?? 0
    self.offset = offset
    let months = world.calendar.months
    let time = PlainTime(calendar: world.calendar)
    var quantities: [Quantity: PlainQuantity] = [:]
    var touched: Set<Quantity> = []
    for quantity in world.quantities {
      var changes: [PlainQuantity.Change] = []
      for (index, lever) in world.levers.enumerated() where lever.isEnabled {
        for effect in lever.effects where effect.quantities.contains(quantity) {
          touched.insert(quantity)
          guard chance.inForce[index] else { continue }
          changes.append(
            .init(
              operation: effect.operation, size: chance.value(effect.size),
              isByLodging: effect.application == .lodged,
              phases: (-offset..<months).map { time.phase(effect.phase, $0) }))
        }
      }
      quantities[quantity] = PlainQuantity(
        base: world.base(of: quantity).map { chance.value($0) } ?? 0, changes: changes,
        limits: PlainQuantity.limits(quantity), first: -offset)
    }
    for (index, stream) in world.streams.enumerated() {
      let all = stream.outcomes.indices.map { Quantity.outcome(stream: index, outcome: $0) }
      guard stream.outcomes.contains(where: \.share.isUncertain) else { continue }
      let sum = all.reduce(0.0) { $0 + (quantities[$1]?.base ?? 0) }
      for quantity in all { quantities[quantity]?.base /= sum }
    }
    self.quantities = quantities
    self.touched = touched
    queue = world.streams.map { stream in
      var cohorts = Array(repeating: 0.0, count: offset + months)
      for band in stream.ages {
        for c in -band.to...(-(band.from + 1)) {
          cohorts[c + offset] +=
            band.share.law.mean * chance.value(stream.stock) / Double(band.to - band.from)
        }
      }
      return cohorts
    }
    growth = world.streams.map { _ in 1 }
    complexity = world.streams.map { _ in 1 }
    staff = world.pools.map { pool in
      let recent = pool.recentHires?.values ?? []
      let classes = pool.learning?.values.count ?? 0
      return recent + Array(repeating: 0, count: classes - recent.count)
        + [chance.value(pool.staff) - recent.reduce(0, +)]
    }
    pastEvents = world.flows.map { flow in
      Array(
        repeating: chance.value(flow.history) * chance.value(flow.casesPerEvent),
        count: flow.lag.values.count)
    }
  }

  private func value(_ quantity: Quantity, _ t: Int) -> Double {
    quantities[quantity]?.value(t) ?? 0
  }

  private func value(_ quantity: Quantity, _ c: Int, _ t: Int) -> Double {
    quantities[quantity]?.value(lodged: c, used: t) ?? 0
  }

  /// Shares of outcomes, which sum to one.
  private func outcomes(_ s: Int, _ c: Int, _ t: Int) -> [Double] {
    let all = world.streams[s].outcomes.indices.map { Quantity.outcome(stream: s, outcome: $0) }
    let bases = all.map { quantities[$0]?.base ?? 0 }
    let named = all.map { touched.contains($0) }
    var values = all.map { value($0, c, t) }
    let isSame = all.indices.allSatisfy { !named[$0] || values[$0] == bases[$0] }
    guard !isSame else { return bases }
    let others = all.indices.filter { !named[$0] }.reduce(0.0) { $0 + bases[$1] }
    var sum = all.indices.filter { named[$0] }.reduce(0.0) { $0 + values[$1] }
    if sum > 1 || (others <= 0 && sum > 0) {
      for place in all.indices where named[place] { values[place] /= sum }
      sum = 1
    }
    for place in all.indices where !named[place] {
      values[place] = others > 0 ? bases[place] * (1 - sum) / others : 0
    }
    return values
  }

  private func hours(_ s: Int, _ c: Int, _ t: Int) -> Double {
    var sum = 0.0
    for k in world.streams[s].steps.indices {
      sum +=
        value(.stepShare(stream: s, step: k), c, t) * value(.stepHours(stream: s, step: k), c, t)
    }
    return max(0.01, complexity[s] * sum)
  }

  private func cohorts(_ t: Int) -> ClosedRange<Int> { -offset...t }

  private func isEligible(_ s: Int, _ c: Int, _ t: Int) -> Bool {
    Double(t - c) >= value(.minimumLead(stream: s), c, t)
  }

  mutating func simulate(_ t: Int) {
    var months: [Month] = []
    for s in world.streams.indices { months.append(receive(s, t)) }
    for s in world.streams.indices {
      for c in cohorts(t) where c < t {
        let gone = value(.withdrawal(stream: s), c, t) * queue[s][c + offset]
        queue[s][c + offset] -= gone
        months[s].withdrawn += gone
      }
      months[s].hours = cohorts(t).map { hours(s, $0, t) }
      for c in cohorts(t) where isEligible(s, c, t) {
        months[s].demand += queue[s][c + offset] * months[s].hours[c + offset]
      }
    }
    var capacities: [Double] = []
    for p in world.pools.indices {
      capacities.append(capacity(p, t))
      allocate(p, capacities[p], &months)
    }
    for s in world.streams.indices { serve(s, t, &months[s]) }
    for s in world.streams.indices { count(s, t, &months[s]) }
    for (f, flow) in world.flows.enumerated() {
      let events = events(flow.event, months[flow.source])
      pastEvents[f].append(value(.casesPerEvent(flow: f), t) * events)
    }
    record(t, months, capacities)
  }

  // Steps 1 and 2.
  private mutating func receive(_ s: Int, _ t: Int) -> Month {
    let stream = world.streams[s]
    var month = Month()
    if t > 0 {
      growth[s] *= pow(1 + value(.inflowTrend(stream: s), t), 1.0 / 12)
      complexity[s] *= pow(1 + value(.drift(stream: s), t), 1.0 / 12)
    }
    if let inflow = stream.inflow {
      let calendarMonth = (world.calendar.start.month - 1 + t) % 12
      let season = inflow.season?.values[calendarMonth] ?? 1
      let intensity = min(
        value(.inflowLevel(stream: s), t) * growth[s] * season * chance.factors[s][t], 1e12)
      month.arrivals =
        chance.draws == nil
        ? intensity
        : poissonCount(chance.uniform("streams.\(stream.name).arrivals", t), mean: intensity)
    }
    for (f, flow) in world.flows.enumerated() where flow.target == s {
      let longest = flow.lag.values.count
      for k in 1...longest {
        month.followUps += flow.lag.values[k - 1] * pastEvents[f][longest + t - k]
      }
    }
    let new = month.arrivals + month.followUps
    month.straight = value(.straightThrough(stream: s), t) * new
    queue[s][t + offset] = new - month.straight
    return month
  }

  // Step 4.
  private mutating func capacity(_ p: Int, _ t: Int) -> Double {
    let attrition = value(.attrition(pool: p), t)
    let hired = value(.hires(pool: p), t)
    let learning = world.pools[p].learning?.values ?? []
    let last = learning.count
    let before = staff[p]
    if last == 0 {
      staff[p] = [before[0] * (1 - attrition) + hired]
    } else {
      for j in 1...last { staff[p][j] = before[j - 1] * (1 - attrition) }
      staff[p][last] = (before[last] + before[last - 1]) * (1 - attrition)
      staff[p][0] = hired
    }
    var productive = staff[p][last]
    for j in 0..<last { productive += learning[j] * staff[p][j] }
    return max(0, productive) * value(.hoursPerMonth(pool: p), t) * chance.capacities[p][t]
  }

  // Step 5.
  private func allocate(_ p: Int, _ capacity: Double, _ months: inout [Month]) {
    switch world.pools[p].allocation {
    case .priority(let order):
      var left = capacity
      for s in order {
        months[s].grant = min(months[s].demand, left)
        left -= months[s].grant
      }
    case .proportional:
      let members = world.streams.indices.filter { world.streams[$0].pool == p }
      let asked = members.reduce(0.0) { $0 + months[$1].demand }
      for s in members {
        months[s].grant =
          asked <= capacity ? months[s].demand : months[s].demand * capacity / asked
      }
    case .shares(let shares):
      var left = capacity
      for _ in shares {
        let asking = shares.filter {
          months[$0.stream].grant < months[$0.stream].demand && chance.value($0.share) > 0
        }
        guard !asking.isEmpty, left > 0 else { break }
        let sum = asking.reduce(0.0) { $0 + chance.value($1.share) }
        let start = left
        for part in asking {
          let rest = months[part.stream].demand - months[part.stream].grant
          let offer = start * chance.value(part.share) / sum
          if rest <= offer {
            months[part.stream].grant = months[part.stream].demand
            left -= rest
          } else {
            months[part.stream].grant += offer
            left -= offer
          }
        }
        left = max(0, left)
      }
      for part in shares where chance.value(part.share) == 0 {
        let more = min(left, months[part.stream].demand - months[part.stream].grant)
        months[part.stream].grant += more
        left -= more
      }
    }
  }

  // Step 6.
  private mutating func serve(_ s: Int, _ t: Int, _ month: inout Month) {
    month.decisions = Array(repeating: 0, count: offset + t + 1)
    let eligible = cohorts(t).filter { isEligible(s, $0, t) }
    let hours = month.hours
    if month.grant == month.demand {
      for c in eligible { month.decisions[c + offset] = queue[s][c + offset] }
    } else if case .split = world.streams[s].discipline {
      let share = value(.newest(stream: s), t)
      var left = share * month.grant
      for c in eligible.reversed() {
        let decided = min(queue[s][c + offset], left / hours[c + offset])
        month.decisions[c + offset] = decided
        left = max(0, left - decided * hours[c + offset])
      }
      left += (1 - share) * month.grant
      for c in eligible {
        let decided = min(
          queue[s][c + offset] - month.decisions[c + offset], left / hours[c + offset])
        month.decisions[c + offset] += decided
        left = max(0, left - decided * hours[c + offset])
      }
    } else {
      for c in eligible {
        month.decisions[c + offset] =
          queue[s][c + offset] * min(1, month.grant / month.demand)
      }
    }
    for c in cohorts(t) {
      queue[s][c + offset] = max(0, queue[s][c + offset] - month.decisions[c + offset])
    }
  }

  // Step 7, and the overdue stock.
  private func count(_ s: Int, _ t: Int, _ month: inout Month) {
    month.outcomes = outcomes(s, t, t).map { $0 * month.straight }
    for c in cohorts(t) {
      if month.decisions[c + offset] > 0 {
        for (o, share) in outcomes(s, c, t).enumerated() {
          month.outcomes[o] += month.decisions[c + offset] * share
        }
      }
      let late = clamp(Double(t + 1 - c) - value(.term(stream: s), c, t))
      month.overdue += queue[s][c + offset] * late
    }
  }

  // Step 8.
  private func events(_ event: Event, _ month: Month) -> Double {
    switch event {
    case .outcome(let outcome): month.outcomes[outcome]
    case .decision: month.decisions.reduce(0, +) + month.straight
    case .withdrawal: month.withdrawn
    case .overdue: month.overdue
    }
  }

  // Step 9.
  private mutating func record(_ t: Int, _ months: [Month], _ capacities: [Double]) {
    func put(_ measure: Measure, _ subject: Subject, _ value: Double) {
      paths[.init(measure: measure, subject: subject), default: []].append(value)
    }
    for s in world.streams.indices { recordCases([s], .stream(s), t, months, put) }
    for (g, group) in world.groups.enumerated() {
      recordCases(group.streams, .group(g), t, months, put)
    }
    for p in world.pools.indices {
      let members = world.streams.indices.filter { world.streams[$0].pool == p }
      var (used, asked) = (0.0, 0.0)
      for s in members {
        used += dot(months[s].decisions, months[s].hours)
        let own = months[s].arrivals + months[s].followUps - months[s].straight
        asked += own * months[s].hours[t + offset]
      }
      put(.staff, .pool(p), staff[p].reduce(0, +))
      put(.capacity, .pool(p), capacities[p])
      put(.utilisation, .pool(p), capacities[p] < 1e-9 ? .nan : used / capacities[p])
      put(.staffToKeepUp, .pool(p), asked / value(.hoursPerMonth(pool: p), t))
    }
    var cost = 0.0
    for (n, penalty) in world.penalties.enumerated() {
      cost += value(.euros(penalty: n), t) * events(penalty.event, months[penalty.source])
    }
    put(.penalties, .whole, cost)
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0.0) { $0 + $1.0 * $1.1 }
  }

  private func recordCases(
    _ streams: [Int], _ subject: Subject, _ t: Int, _ months: [Month],
    _ put: (Measure, Subject, Double) -> Void
  ) {
    func sum(_ part: (Int) -> Double) -> Double { streams.reduce(0.0) { $0 + part($1) } }
    func overCohorts(_ part: (_ s: Int, _ c: Int, _ d: Double) -> Double) -> Double {
      sum { s in
        cohorts(t).reduce(0.0) { $0 + part(s, $1, months[s].decisions[$1 + offset]) }
      }
    }
    put(.inflow, subject, sum { months[$0].arrivals })
    put(.followUpInflow, subject, sum { months[$0].followUps })
    let straight = sum { months[$0].straight }
    put(.straightThrough, subject, straight)
    let decided = overCohorts { $2 }
    put(.decisions, subject, decided)
    put(.withdrawals, subject, sum { months[$0].withdrawn })
    put(.stock, subject, sum { queue[$0].reduce(0, +) })
    put(.overdueStock, subject, sum { months[$0].overdue })
    let all = decided + straight
    let inTerm = overCohorts { s, c, d in
      d * (1 - clamp(Double(t - c) + 0.5 - value(.term(stream: s), c, t)))
    }
    put(.decidedInTerm, subject, all < 1e-9 ? .nan : (inTerm + straight) / all)
    put(.meanWait, subject, all < 1e-9 ? .nan : overCohorts { $2 * Double(t - $1) } / all)
    var byWait = Array(repeating: 0.0, count: offset + t + 1)
    for s in streams {
      for c in cohorts(t) { byWait[t - c] += months[s].decisions[c + offset] }
    }
    put(.p90Wait, subject, all < 1e-9 ? .nan : longWait(byWait, straight))
    put(
      .decisionsOnInitialStock, subject, overCohorts { _, c, d in c < 0 ? d : 0 })
    put(.hoursUsed, subject, sum { dot(months[$0].decisions, months[$0].hours) })
  }

  /// The smallest wait within which 90 % was decided.
  private func longWait(_ byWait: [Double], _ straight: Double) -> Double {
    let target = (byWait.reduce(0, +) + straight) * 9 / 10
    var within = straight
    if within >= target { return 0 }
    for (k, decided) in byWait.enumerated() where decided > 0 {
      if within + decided >= target {
        let (low, high) = (max(0, Double(k) - 0.5), Double(k) + 0.5)
        return low + (target - within) / decided * (high - low)
      }
      within += decided
    }
    return Double(byWait.count) - 0.5
  }
}
