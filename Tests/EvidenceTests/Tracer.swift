import Caseload
import CaseloadTesting
import Probability

/// A value of which only is known on which numbers it depends, and whether it is nought in every run.
struct Dye: Equatable {
  var numbers: UInt128 = 0
  var isNought = false

  static let nought = Dye(numbers: 0, isNought: true)
  static let one = Dye()

  static func + (left: Dye, right: Dye) -> Dye {
    Dye(numbers: left.numbers | right.numbers, isNought: left.isNought && right.isNought)
  }

  /// A factor that is always nought hides the other.
  static func * (left: Dye, right: Dye) -> Dye {
    switch (left.isNought, right.isNought) {
    case (true, true): .nought
    case (true, false): Dye(numbers: left.numbers, isNought: true)
    case (false, true): Dye(numbers: right.numbers, isNought: true)
    case (false, false): Dye(numbers: left.numbers | right.numbers)
    }
  }

  /// A function that can have any value once one of its arguments is not nought.
  func mixed(with other: Dye) -> Dye {
    Dye(numbers: numbers | other.numbers, isNought: isNought)
  }
}

/// Runs a world with dyes for numbers, cohort by cohort and month by month as the model's article says.
///
/// This is the slow reference of the graph of evidence and shares no code with it: it knows cohorts, and finds by running
/// what the graph finds by following edges. Not covered: surges, seasons, capacity noise, rank correlations, effects on
/// `minimumLead`; worlds must have fixed numbers of at least nought.
struct Tracer {
  let world: World
  private typealias Acting = (effect: Effect, lever: Lever)

  private var effects: [Quantity: [Acting]] = [:]
  private var places: [String: Int] = [:]
  private var noted: [Key: UInt128] = [:]
  /// For every measure and subject the first month of each number.
  private(set) var firstMonths: [Key: [String: Int]] = [:]

  init(_ world: World) {
    self.world = world
    for entry in world.inventory { places[entry.path] = places.count }
    for lever in world.levers where lever.isEnabled && lever.probability.law.fixedValue != 0 {
      for effect in lever.effects
      where effect.operation != .multiply || effect.size.law.fixedValue != 1 {
        for quantity in effect.quantities { effects[quantity, default: []].append((effect, lever)) }
      }
    }
    precondition(places.count <= 128, "\(places.count) numbers, expected at most 128")
    run()
  }

  /// What is measured, of what.
  struct Key: Hashable {
    let measure: Measure
    let subject: Subject
  }

  private func dye(_ number: Number?) -> Dye {
    guard let number else { return .nought }
    return Dye(
      numbers: places[number.path].map { UInt128(1) << UInt128($0) } ?? 0,
      isNought: number.law.fixedValue == 0)
  }

  private func dye(_ series: Series?) -> Dye {
    guard let series else { return .one }
    return Dye(numbers: places[series.path].map { UInt128(1) << UInt128($0) } ?? 0)
  }

  private func acting(on quantity: Quantity, lodged: Int, month: Int) -> [Acting] {
    (effects[quantity] ?? []).filter { effect, _ in
      let when = effect.application == .lodged && quantity.isOfCase ? lodged : month
      return effect.phase.value(in: when, of: world.calendar) > 0
    }
  }

  private func value(of quantity: Quantity, lodged: Int, month: Int) -> Dye {
    var value = dye(world.base(of: quantity))
    let all = acting(on: quantity, lodged: lodged, month: month)
    for operation in [Effect.Operation.set, .multiply, .add] {
      for (effect, lever) in all where effect.operation == operation {
        let size = dye(effect.size)
        let strength = dye(lever.probability)
        switch operation {
        case .set: value = value + size * strength
        case .multiply: value = value * (Dye.one + size + strength)
        case .add: value = value + size * strength
        }
      }
    }
    return value
  }

  /// The smallest value of a term: as it is with or without each of its effects.
  private func shortestTerm(stream: Int, lodged: Int, month: Int) -> Double {
    let base = world.streams[stream].term.law.fixedValue ?? 0
    var low = base
    for (effect, _) in acting(on: .term(stream: stream), lodged: lodged, month: month) {
      let size = effect.size.law.fixedValue ?? 0
      switch effect.operation {
      case .set: low = min(low, size)
      case .multiply: low *= min(1, size)
      case .add: low += min(0, size)
      }
    }
    return low
  }

  private func outcomeShare(stream: Int, outcome: Int, lodged: Int, month: Int) -> Dye {
    let all = world.streams[stream].outcomes.indices.map {
      Quantity.outcome(stream: stream, outcome: $0)
    }
    let own = value(of: all[outcome], lodged: lodged, month: month)
    let isUncertain = world.streams[stream].outcomes.contains { $0.share.isUncertain }
    let isTouched = all.contains { !acting(on: $0, lodged: lodged, month: month).isEmpty }
    guard isUncertain || isTouched else { return own }
    return all.reduce(own) { sum, other in
      other == all[outcome] || own.isNought
        ? sum : sum.mixed(with: value(of: other, lodged: lodged, month: month))
    }
  }

  /// Rows of the Cholesky factor of the correlations of streams.
  private func factor() -> [[Dye]] {
    let count = world.streams.count
    var matrix = [[Dye]](repeating: [Dye](repeating: .nought, count: count), count: count)
    for case .inflow(let one, let other, let number) in world.correlations {
      matrix[max(one, other)][min(one, other)] = dye(number)
    }
    for row in 0..<count {
      for column in 0..<row {
        for k in 0..<column {
          matrix[row][column] = matrix[row][column] + matrix[row][k] * matrix[column][k]
        }
        matrix[row][column] = matrix[row][column] * matrix[column][column]
      }
      matrix[row][row] = (0..<row).reduce(Dye.one) { $0 + matrix[row][$1] }
    }
    return matrix
  }

  private mutating func note(_ measure: Measure, _ subject: Subject, _ dye: Dye, _ month: Int) {
    let key = Key(measure: measure, subject: subject)
    let new = dye.numbers & ~(noted[key] ?? 0)
    guard new != 0 else { return }
    noted[key, default: 0] |= new
    for (path, place) in places where new >> UInt128(place) & 1 == 1 {
      firstMonths[key, default: [:]][path] = month
    }
  }

  private mutating func run() {
    let count = world.streams.count
    let oldest = world.streams.map(\.oldestAge).max() ?? 0
    let months = world.calendar.months
    // queue[s][c + oldest]
    var queue = world.streams.map { stream in
      (-oldest..<months).map { lodged in
        lodged < 0 && lodged >= -stream.oldestAge
          ? dye(stream.stock) * dye(stream.ages[0].share) : Dye.nought
      }
    }
    var growth = [Dye](repeating: .one, count: count)
    var complexity = growth
    var noise = [Dye](repeating: .nought, count: count)
    var heads = world.pools.map { dye($0.staff) }
    var classes = world.pools.map { pool in
      let learned = pool.learning?.values.count ?? 0
      var classes = [Dye](repeating: .nought, count: learned + 1)
      for j in 0..<min(learned, pool.recentHires?.values.count ?? 0) {
        classes[j] = dye(pool.recentHires)
      }
      classes[learned] =
        dye(pool.staff) + (learned > 0 && pool.recentHires != nil ? dye(pool.recentHires) : .nought)
      return classes
    }
    let innovations = factor()
    var events = world.flows.map { _ in [Dye]() }

    for t in 0..<months {
      var cost = Dye.nought
      var intake = [Dye](repeating: .nought, count: count)
      var straight = intake
      var hours = [[Dye]](repeating: [], count: count)
      var demand = intake
      var granted = intake
      var withdrawn = intake
      var used = intake

      for s in 0..<count {
        let stream = world.streams[s]
        if t > 0 {
          growth[s] =
            growth[s] * (Dye.one + value(of: .inflowTrend(stream: s), lodged: t, month: t))
          complexity[s] =
            complexity[s] * (Dye.one + value(of: .drift(stream: s), lodged: t, month: t))
        }
        var arrivals = Dye.nought
        if let inflow = stream.inflow {
          if let process = inflow.noise {
            let row = (0...s).reduce(Dye.nought) { $0 + innovations[s][$1] }
            noise[s] = noise[s] * dye(process.persistence) + dye(process.sd) * row
          }
          arrivals =
            value(of: .inflowLevel(stream: s), lodged: t, month: t) * growth[s]
            * (Dye.one + noise[s])
        }
        var followUps = Dye.nought
        for (f, flow) in world.flows.enumerated() where flow.target == s {
          for (k, weight) in flow.lag.values.enumerated() where weight > 0 {
            let past = dye(flow.history) * dye(flow.casesPerEvent)
            let source = t - k - 1 >= 0 ? events[f][t - k - 1] : past
            followUps = followUps + dye(flow.lag) * source
          }
        }
        let sigma = value(of: .straightThrough(stream: s), lodged: t, month: t)
        straight[s] = sigma * (arrivals + followUps)
        intake[s] = arrivals + followUps + straight[s]
        queue[s][t + oldest] = intake[s]
        for c in -oldest..<t {
          let lost = value(of: .withdrawal(stream: s), lodged: c, month: t) * queue[s][c + oldest]
          withdrawn[s] = withdrawn[s] + lost
          if !queue[s][c + oldest].isNought {
            queue[s][c + oldest] = queue[s][c + oldest].mixed(with: lost)
          }
        }
        note(.inflow, .stream(s), arrivals, t)
        note(.followUpInflow, .stream(s), followUps, t)
        note(.straightThrough, .stream(s), straight[s], t)
        note(.withdrawals, .stream(s), withdrawn[s], t)

        hours[s] = (-oldest...t).map { c in
          stream.steps.indices.reduce(Dye.nought) { sum, k in
            sum + value(of: .stepHours(stream: s, step: k), lodged: c, month: t)
              * value(of: .stepShare(stream: s, step: k), lodged: c, month: t)
          } * complexity[s]
        }
        let lead = dye(stream.minimumLead)
        for c in -oldest...t
        where Double(t - c) >= stream.minimumLead?.law.fixedValue ?? 0 {
          demand[s] = demand[s] + queue[s][c + oldest] * hours[s][c + oldest]
        }
        demand[s].numbers |= lead.numbers
      }

      for (p, pool) in world.pools.enumerated() {
        let learned = classes[p].count - 1
        let attrition = Dye.one + value(of: .attrition(pool: p), lodged: t, month: t)
        let hires = value(of: .hires(pool: p), lodged: t, month: t)
        heads[p] = heads[p] * attrition + hires
        if learned > 0 {
          classes[p][learned] = (classes[p][learned] + classes[p][learned - 1]) * attrition
          for j in stride(from: learned - 1, to: 0, by: -1) {
            classes[p][j] = classes[p][j - 1] * attrition
          }
          classes[p][0] = hires
        } else {
          classes[p][0] = classes[p][0] * attrition + hires
        }
        var productive = classes[p][learned]
        for j in 0..<learned where !classes[p][j].isNought {
          productive = productive.mixed(with: dye(pool.learning))
          if pool.learning?.values[j] != 0 { productive = productive + classes[p][j] }
        }
        let perMonth = value(of: .hoursPerMonth(pool: p), lodged: t, month: t)
        let capacity = productive * perMonth
        let mates = world.streams.indices.filter { world.streams[$0].pool == p }
        switch pool.allocation {
        case .priority(let order):
          var left = capacity
          for s in order {
            granted[s] = left + demand[s]
            left = left + demand[s]
          }
        case .proportional:
          for s in mates { granted[s] = mates.reduce(capacity) { $0 + demand[$1] } }
        case .shares(let shares):
          var first = shares.reduce(capacity) { $0 + dye($1.share) }
          for share in shares where share.share.law.fixedValue != 0 {
            first = first + demand[share.stream]
          }
          for s in mates {
            let share = shares.first { $0.stream == s }
            if share?.share.law.fixedValue ?? 0 != 0 { granted[s] = first }
          }
          var left = first
          for s in mates
          where shares.first(where: { $0.stream == s })?.share.law.fixedValue ?? 0 == 0 {
            left = left + demand[s]
            granted[s] = left
          }
        }
        note(.staff, .pool(p), heads[p], t)
        note(.capacity, .pool(p), capacity, t)
        let keepUp = mates.reduce(perMonth) { $0 + intake[$1] * hours[$1][t + oldest] }
        note(.staffToKeepUp, .pool(p), keepUp, t)
        serve(mates, t)
        let utilisation = mates.reduce(capacity) { $0 + used[$1] }
        note(.utilisation, .pool(p), utilisation, t)
      }

      // Local, so that the state of the month stays in one place.
      func serve(_ mates: [Int], _ t: Int) {
        for s in mates {
          let stream = world.streams[s]
          var service = granted[s]
          if case .split = stream.discipline {
            service = service.mixed(with: value(of: .newest(stream: s), lodged: t, month: t))
          }
          let eligible = (-oldest...t).filter {
            Double(t - $0) >= stream.minimumLead?.law.fixedValue ?? 0
          }
          for c in eligible {
            service = service.mixed(with: queue[s][c + oldest])
            if !queue[s][c + oldest].isNought {
              service = service.mixed(with: hours[s][c + oldest])
            }
          }
          var decided = [Dye](repeating: .nought, count: oldest + t + 1)
          for c in eligible {
            decided[c + oldest] = queue[s][c + oldest] * service
            if !queue[s][c + oldest].isNought {
              queue[s][c + oldest] = queue[s][c + oldest].mixed(with: service)
            }
          }
          finish(s, t, decided)
        }
      }

      func finish(_ s: Int, _ t: Int, _ decided: [Dye]) {
        let total = decided.reduce(Dye.nought, +)
        var inTerm = total + straight[s]
        var overdue = Dye.nought
        var stock = Dye.nought
        let base = dye(world.streams[s].term)
        for c in -oldest...t {
          let shortest = shortestTerm(stream: s, lodged: c, month: t)
          let term = value(of: .term(stream: s), lodged: c, month: t)
          stock = stock + queue[s][c + oldest]
          if !decided[c + oldest].isNought {
            inTerm = inTerm.mixed(with: base)
            if Double(t - c) + 0.5 > shortest { inTerm = inTerm.mixed(with: term) }
          }
          if Double(t - c) + 1 > shortest {
            overdue = overdue + queue[s][c + oldest] * (Dye.one + term)
          }
          used[s] = used[s] + decided[c + oldest] * hours[s][c + oldest]
        }
        note(.decisions, .stream(s), total, t)
        note(.stock, .stream(s), stock, t)
        note(.overdueStock, .stream(s), overdue, t)
        note(.decidedInTerm, .stream(s), inTerm, t)
        note(.meanWait, .stream(s), total + straight[s], t)
        note(.p90Wait, .stream(s), total + straight[s], t)
        let initial = decided[..<oldest].reduce(Dye.nought, +)
        note(.decisionsOnInitialStock, .stream(s), initial, t)
        note(.hoursUsed, .stream(s), used[s], t)
        let outcomes = world.streams[s].outcomes.indices.map { o in
          (-oldest...t).reduce(
            straight[s] * outcomeShare(stream: s, outcome: o, lodged: t, month: t)
          ) {
            $0 + decided[$1 + oldest] * outcomeShare(stream: s, outcome: o, lodged: $1, month: t)
          }
        }
        func happened(_ event: Event) -> Dye {
          switch event {
          case .outcome(let o): outcomes[o]
          case .decision: total + straight[s]
          case .withdrawal: withdrawn[s]
          case .overdue: overdue
          }
        }
        for (f, flow) in world.flows.enumerated() where flow.source == s {
          let cases = value(of: .casesPerEvent(flow: f), lodged: t, month: t)
          events[f].append(cases * happened(flow.event))
        }
        for (n, penalty) in world.penalties.enumerated() where penalty.source == s {
          cost = cost + value(of: .euros(penalty: n), lodged: t, month: t) * happened(penalty.event)
        }
      }
      note(.penalties, .whole, cost, t)
    }
  }
}
