public import Caseload
internal import Probability

/// A valid world that is made up from a seed: another one for every seed, with everything that a
/// scenario file can express.
///
/// Nought stands where nought is allowed more often than in any real scenario, because that is
/// where programs fail.
public struct RandomWorld {
  /// The world.
  public let world: World

  /// Makes up a world.
  ///
  /// - Parameters:
  ///   - seed: Any number.
  ///   - longest: The most months that the horizon may have, at least 1.
  public init(seed: UInt64, longest: Int = 40) {
    var maker = WorldMaker(seed: seed, longest: longest)
    world = maker.make()
  }
}

/// What is needed while a world is being made up.
struct WorldMaker {
  var dice: Dice
  var builder: WorldBuilder
  /// Hours that a month's inflow, and a part of the stock, ask for, by pool.
  var load: [Double]

  init(seed: UInt64, longest: Int) {
    dice = Dice(seed: seed)
    builder = WorldBuilder(months: dice.whole(1...longest))
    builder.start = YearMonth(year: dice.whole(2023...2027), month: dice.whole(1...12))
    load = Array(repeating: 0, count: dice.whole(1...3))
  }

  mutating func make() -> World {
    for index in 0..<dice.whole(1...5) { addStream(index) }
    for index in load.indices { addPool(index) }
    for index in 0..<dice.whole(0...4) { addFlow(index) }
    for index in 0..<dice.whole(0...3) { addPenalty(index) }
    addGroups()
    for index in 0..<dice.whole(0...5) { addLever(index) }
    addCorrelations()
    return builder.world
  }

  /// A law of any kind between two bounds, fixed more often than not.
  mutating func law(_ low: Double, _ high: Double) -> Law {
    let (a, b) = (dice.real(low, high), dice.real(low, high))
    let (least, most) = (min(a, b), max(a, b))
    let middle = dice.real(least, most)
    switch dice.whole(0...17) {
    case 0: return .uniform(low: least, high: most)
    case 1: return .triangular(low: least, mode: middle, high: most)
    case 2: return .pert(low: least, mode: middle, high: most)
    case 3: return .normal(mean: middle, sd: (most - least) / 3, low: least, high: most)
    case 4: return .beta(alpha: 2, beta: 1.5, low: least, high: most)
    case 5:
      return .discrete([
        .init(value: least, probability: 0.3), .init(value: most, probability: 0.7),
      ])
    case 6:
      return .quantiles([
        .init(probability: 0, value: least), .init(probability: 0.4, value: middle),
        .init(probability: 1, value: most),
      ])
    case 7: return .fixed(low)
    default: return .fixed(a)
    }
  }

  mutating func number(_ path: String, _ low: Double, _ high: Double, _ unit: Unit) -> Number {
    let law = law(low, high)
    return builder.number(path, law, unit)
  }

  /// A number that may be left out.
  mutating func optional(
    _ path: String, _ low: Double, _ high: Double, _ unit: Unit
  ) -> Number? {
    dice.falls(0.5) ? nil : number(path, low, high, unit)
  }

  private mutating func addPool(_ index: Int) {
    let path = "pools.p\(index)"
    let hours = dice.falls(0.05) ? 1 : dice.real(60, 150)
    let wanted = dice.falls(0.08) ? 0 : dice.real(0.2, 2.5) * load[index] / hours
    let curve = dice.falls(0.4) ? 0 : dice.whole(1...8)
    let recent = curve == 0 ? 0 : dice.whole(0...curve)
    let members = builder.streams.indices.filter { builder.streams[$0].pool == index }
    builder.pools.append(
      Pool(
        name: "p\(index)", title: WorldBuilder.title("p\(index)"),
        staff: number("\(path).staff", wanted / 2, wanted, .fullTimeEquivalents),
        recentHires: recent == 0
          ? nil
          : builder.series(
            "\(path).recentHires",
            (0..<recent).map { _ in dice.real(0, wanted / 2 / Double(recent)) },
            .fullTimeEquivalents),
        hires: number("\(path).hires", 0, wanted / 10, .fullTimeEquivalentsPerMonth),
        attrition: dice.falls(0.03)
          ? builder.number("\(path).attrition", 1, .sharePerMonth)
          : number("\(path).attrition", 0, 0.08, .sharePerMonth),
        learning: curve == 0
          ? nil : builder.series("\(path).learning", (0..<curve).map { _ in dice.real(-0.4, 1) }),
        hoursPerMonth: number("\(path).hoursPerMonth", hours, hours * 1.2, .hoursPerMonth),
        noise: optional("\(path).noise.sd", 0, 0.3, .share),
        allocation: allocation(members, path), claims: []))
  }

  private mutating func allocation(_ members: [Int], _ path: String) -> Pool.Allocation {
    switch dice.whole(0...2) {
    case 0: return .proportional
    case 1:
      var order = members
      for place in order.indices.reversed() { order.swapAt(place, dice.whole(0...place)) }
      return .priority(order)
    default:
      return .shares(
        members.map { stream in
          let place = "\(path).allocation.shares.s\(stream)"
          return .init(
            stream: stream,
            share: dice.falls(0.25) ? builder.number(place, 0) : number(place, 0, 1, .share))
        })
    }
  }

  private mutating func event(of stream: Int) -> Event {
    let outcomes = builder.streams[stream].outcomes.count
    switch dice.whole(0...5) {
    case 0: return .decision
    case 1: return .withdrawal
    case 2: return .overdue
    default: return .outcome(dice.whole(0...(outcomes - 1)))
    }
  }

  private mutating func addFlow(_ index: Int) {
    let last = builder.streams.count - 1
    let source = dice.whole(0...last)
    let event = event(of: source)
    let most = event == .overdue ? 0.1 : 0.9
    let path = "flows.f\(index)"
    let lag = dice.shares(dice.whole(1...12))
    builder.flows.append(
      Flow(
        name: "f\(index)", source: source, event: event, target: dice.whole(0...last),
        casesPerEvent: number("\(path).casesPerEvent", 0, most, .cases),
        lag: builder.series("\(path).lag", lag),
        history: number("\(path).history", 0, 60, .events), claims: []))
  }

  private mutating func addPenalty(_ index: Int) {
    let source = dice.whole(0...(builder.streams.count - 1))
    let path = "penalties.n\(index)"
    builder.penalties.append(
      Penalty(
        name: "n\(index)", source: source, event: event(of: source),
        euros: number("\(path).euros", 0, 5000, .euro), claims: []))
  }

  private mutating func addGroups() {
    for index in 0..<dice.whole(0...2) {
      let members = builder.streams.indices.filter { _ in dice.falls(0.6) }
      guard !members.isEmpty else { continue }
      builder.groups.append(
        Group(name: "g\(index)", title: WorldBuilder.title("g\(index)"), streams: members))
    }
  }

  /// Correlations along chains, so weak that any choice of them is consistent.
  private mutating func addCorrelations() {
    let surges = builder.streams.compactMap { $0.inflow?.noise?.surge?.size.path }
    let uncertain = builder.world.inventory.compactMap { entry in
      if case .number(let number) = entry, number.isUncertain { number.path } else { nil }
    }.filter { !surges.contains($0) }
    if uncertain.count >= 2, dice.falls(0.5) {
      let first = dice.whole(0...(uncertain.count - 2))
      for place in first..<min(first + 2, uncertain.count - 1) {
        let (one, other) = (uncertain[place], uncertain[place + 1])
        let number = builder.number("correlations.\(place)", dice.real(-0.6, 0.6))
        builder.correlations.append(
          dice.falls(0.5) ? .rank(one, other, number) : .rank(other, one, number))
      }
    }
    let noisy = builder.streams.indices.filter {
      builder.streams[$0].inflow?.noise.map { $0.sd.law.fixedValue != 0 } ?? false
    }
    guard noisy.count >= 2, dice.falls(0.6) else { return }
    for place in 0..<min(2, noisy.count - 1) {
      builder.correlations.append(
        .inflow(
          noisy[place], noisy[place + 1],
          builder.number("correlations.inflow\(place)", dice.real(-0.6, 0.6))))
    }
  }
}
