import Caseload
import CaseloadTesting
import Evidence
import Probability
import Testing

/// A small generator of its own for the shapes of worlds (Steele, Lea, Flood 2014, SplitMix64).
private struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}

/// The graph against worlds that are run with dyes.
///
/// The dyes know every cohort, the graph knows edges; both say in which month each number first can matter to each result.
/// In plain worlds, where every stream has a stock of all ages and inflow, both must say the same; in worlds with
/// empty streams and shares that are nought for a while the graph may speak too early but never too late.
@Suite struct `The graph against a run with dyes` {
  @Test(arguments: 0..<60)
  func `in plain worlds both find the same first month for every number and result`(seed: Int) {
    let world = Self.world(seed: UInt64(seed), isPlain: true)
    let expected = Tracer(world).firstMonths
    for (key, found) in Self.found(in: world) {
      let other = expected[key] ?? [:]
      let paths = Set(found.keys).union(other.keys).filter { found[$0] != other[$0] }
      let text = paths.sorted().map {
        "\($0): \(found[$0].map(String.init) ?? "never"), not \(other[$0].map(String.init) ?? "never")"
      }
      #expect(text.isEmpty, "\(key)")
    }
  }

  @Test(arguments: 100..<160)
  func `in odd worlds nothing that matters is missing or late`(seed: Int) {
    let world = Self.world(seed: UInt64(seed), isPlain: false)
    let found = Self.found(in: world)
    for (key, numbers) in Tracer(world).firstMonths {
      for (path, month) in numbers {
        let first = found[key]?[path]
        #expect(first.map { $0 <= month } ?? false, "\(path) reaches \(key) in \(month)")
      }
    }
  }

  @Test func `the dyes find something to compare`() {
    let months = Self.found(in: Self.world(seed: 3, isPlain: true)).values.flatMap(\.values)
    #expect(months.count > 200)
    #expect(Set(months).count > 3)
  }

  private static func found(in world: World) -> [Tracer.Key: [String: Int]] {
    let graph = EvidenceGraph(world)
    var found: [Tracer.Key: [String: Int]] = [:]
    for subject in world.subjects {
      for measure in world.measures(of: subject) {
        let reach = graph.numbers(
          reaching: measure, subject: subject, month: world.calendar.months - 1)
        found[Tracer.Key(measure: measure, subject: subject)] = Dictionary(
          uniqueKeysWithValues: reach.map { ($0.path, $0.firstMonth) })
      }
    }
    return found
  }

  private static func world(seed: UInt64, isPlain: Bool) -> World {
    var dice = Dice(state: seed)
    var builder = WorldBuilder()
    builder.months = 16
    let pools = Int.random(in: 1...2, using: &dice)
    let streams = Int.random(in: 1...4, using: &dice)
    for s in 0..<streams {
      let isEmpty = !isPlain && dice.chance(30)
      builder.stream(
        "s\(s)", pool: s % pools, stock: isEmpty ? 0 : 100,
        level: !isPlain && dice.chance(30) ? nil : 10,
        trend: dice.chance(50) ? 0.1 : nil, noise: dice.chance(50) ? (0.1, 0.5) : nil,
        share: isPlain || dice.chance(70) ? 1 : 0,
        term: Double(Int.random(in: 0...14, using: &dice)) / 2,
        lead: dice.chance(50) ? Double(Int.random(in: 0...6, using: &dice)) / 2 : nil,
        withdrawal: dice.chance(50) ? 0.02 : nil,
        straightThrough: dice.chance(40) ? 0.1 : nil, drift: dice.chance(30) ? 0.02 : nil,
        granted: .fixed(isPlain || dice.chance(80) ? 0.6 : 0), newest: dice.chance(70) ? 0.2 : nil)
    }
    for p in 0..<pools {
      let mates = (0..<streams).filter { $0 % pools == p }
      let allocation: Pool.Allocation =
        switch Int.random(in: 0..<3, using: &dice) {
        case 0: .proportional
        case 1: .priority(mates.shuffled(using: &dice))
        default:
          .shares(
            mates.map { s in
              let share = dice.chance(30) ? 0 : 0.5
              return .init(
                stream: s, share: builder.number("pools.p\(p).allocation.shares.s\(s)", share))
            })
        }
      builder.pool(
        "p\(p)", allocation: allocation,
        learning: [[], [0.5], [0, 0, 0.5], [0, 0]]
          .randomElement(using: &dice) ?? [],
        recentHires: dice.chance(50) ? [1] : [])
    }
    for f in 0..<Int.random(in: 0...3, using: &dice) {
      let source = Int.random(in: 0..<streams, using: &dice)
      var events: [Event] = [.outcome(0), .outcome(1), .decision, .overdue]
      if !isPlain || builder.streams[source].withdrawal != nil { events.append(.withdrawal) }
      builder.flow(
        "f\(f)", from: source,
        on: events.randomElement(using: &dice) ?? .decision,
        to: Int.random(in: 0..<streams, using: &dice),
        casesPerEvent: isPlain || dice.chance(60) ? 0.5 : 0,
        lag: [[1], [0, 1], [0, 0, 0.5, 0.5]].randomElement(using: &dice) ?? [1],
        history: dice.chance(50) ? 3 : 0)
    }
    builder.penalty("fine", from: 0, on: .overdue)
    for (one, other) in [(0, 1), (1, 2), (0, 3)] where other < streams && dice.chance(50) {
      builder.correlations.append(
        .inflow(one, other, builder.number("correlations.\(one)\(other)", 0.3)))
    }
    let quantities = builder.world.quantities.filter {
      if case .minimumLead = $0 { return false }
      // In plain worlds nothing changes from nought to something.
      return !isPlain || (builder.world.base(of: $0)?.law.fixedValue ?? 0) != 0
    }
    for l in 0..<Int.random(in: 1...4, using: &dice) {
      guard let quantity = quantities.randomElement(using: &dice) else { continue }
      let operation: Effect.Operation =
        [.multiply, .add, .set].randomElement(using: &dice) ?? .multiply
      builder.lever(
        "l\(l)", on: [quantity], operation,
        size: .fixed([0.5, 1, 2].randomElement(using: &dice) ?? 1),
        from: dice.chance(20) ? nil : Int.random(in: -4..<20, using: &dice),
        applies: dice.chance(60) ? .lodged : .decided, enabled: dice.chance(85))
    }
    return builder.world
  }
}
