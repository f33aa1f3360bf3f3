public import Caseload
public import Engine
public import Evidence
internal import Probability

/// The factors of a study, and what was left out of it.
public struct FactorList: Hashable, Sendable {
  /// What factors are taken together.
  public enum Grouping: String, Hashable, Sendable, CaseIterable {
    /// A lever with all its numbers; the rest by itself.
    case lever
    /// Numbers and levers that rest on the same claims.
    case claim
    /// What belongs to the same stream, pool, flow or penalty; a lever is a group.
    case stream
  }

  /// What is done with levers.
  public enum Switching: String, Hashable, Sendable, CaseIterable {
    /// They are in force as they are drawn: a factor is only one whose probability is neither 0 nor 1.
    case asDrawn = "drawn"
    /// Every lever that is switched on is a factor, in force in half of the runs.
    case evenly
  }

  /// A grouping that tears apart what is drawn together.
  public struct TornApart: Error, Hashable {
    /// Paths of two numbers with a rank correlation.
    public let numbers: [String]
    /// The groups in which they would be.
    public let groups: [String]
  }

  /// The factors: numbers in the order of the file, levers, chance; or groups in the order of their first members.
  public let factors: [Factor]
  /// Uncertain numbers and levers that cannot reach any of the responses, by name.
  public let outOfReach: [String]

  /// Lists the factors of some responses.
  ///
  /// - Parameters:
  ///   - plan: The world.
  ///   - graph: Its evidence, from which follows what can reach a response.
  ///   - responses: What is looked at.
  ///   - switching: What is done with levers.
  ///   - hasChance: Whether chance is a factor.
  ///   - joinsCorrelated: Whether numbers with rank correlations are one factor.
  public init(
    _ plan: Plan, _ graph: EvidenceGraph, responses: [Response], switching: Switching,
    hasChance: Bool, joinsCorrelated: Bool
  ) {
    let world = plan.world
    // A lever that is never drawn can still be forced, and reaches then what its evidence does not show.
    let reach =
      switching == .evenly && world.levers.contains(where: \.isNeverDrawn)
      ? Reach(responses, EvidenceGraph(world.withLeversDrawn), world)
      : Reach(responses, graph, world)
    let basis = Dictionary(
      world.inventory.map { ($0.path, $0.basis) }, uniquingKeysWith: { first, _ in first })
    var factors: [Factor] = []
    var outOfReach: [String] = []
    func claims(_ paths: [String]) -> [String] {
      Set(paths.flatMap { FactorList.claims(of: $0, graph, world) }).sorted()
    }
    var isTaken: Set<Int> = []
    for (place, number) in plan.uncertain.enumerated() where !isTaken.contains(place) {
      let isJoined = joinsCorrelated && plan.correlatedNumbers.contains(place)
      let members = isJoined ? FactorList.joined(with: place, world, plan) : [place]
      isTaken.formUnion(members)
      let paths = members.map { plan.uncertain[$0].path }
      guard paths.contains(where: reach.contains) else {
        outOfReach += paths
        continue
      }
      factors.append(
        Factor(
          kind: members.count > 1 ? .joined : .number, name: paths.joined(separator: " + "),
          members: paths, unknowns: members, levers: [], hasChance: false, claims: claims(paths),
          support: Support.weakest(paths.map { Support(basis[$0] ?? number.basis) })))
    }
    for (index, lever) in world.levers.enumerated() where lever.isEnabled {
      let probability = lever.probability.law.fixedValue
      if switching == .asDrawn, probability == 1 || probability == 0 { continue }
      let name = "levers.\(lever.name)"
      guard reach.contains(lever: index) else {
        outOfReach.append(name)
        continue
      }
      factors.append(
        Factor(
          kind: .lever, name: name, members: [name], unknowns: [plan.uncertain.count + index],
          levers: [index],
          hasChance: false, claims: Set(lever.claims).sorted(),
          support: FactorList.support(of: lever)))
    }
    if hasChance {
      factors.append(
        Factor(
          kind: .chance, name: "chance", members: ["chance"], unknowns: [], levers: [],
          hasChance: true,
          claims: claims(world.inventory.map(\.path).filter { $0.contains("noise") }),
          support: nil))
    }
    self.init(factors: factors, outOfReach: outOfReach)
  }

  private init(factors: [Factor], outOfReach: [String]) {
    self.factors = factors
    self.outOfReach = outOfReach
  }

  /// The levers among the factors that are drawn in some runs: without being forced, others contribute nothing.
  func leversAlone(_ world: World) -> FactorList {
    let levers = factors.filter { $0.kind == .lever }
    func isDrawn(_ factor: Factor) -> Bool {
      factor.levers.allSatisfy { !world.levers[$0].isNeverDrawn }
    }
    return FactorList(
      factors: levers.filter(isDrawn),
      outOfReach: outOfReach + levers.filter { !isDrawn($0) }.map(\.name))
  }

  /// How well a lever is supported: as its weakest effect.
  public static func support(of lever: Lever) -> Support? {
    Support.weakest(lever.effects.map { Support($0.size.basis) })
  }

  /// The claims of a number, and of the lever to which it belongs.
  private static func claims(of path: String, _ graph: EvidenceGraph, _ world: World) -> [String] {
    let own = graph.claims(ofNumberAt: path)
    let lever = world.levers.first { path.hasPrefix("levers.\($0.name).") }
    return own + (lever?.claims ?? [])
  }

  /// All numbers that are drawn together with one, by way of any others.
  private static func joined(with place: Int, _ world: World, _ plan: Plan) -> [Int] {
    var found: Set<String> = [plan.uncertain[place].path]
    var count = 0
    while found.count > count {
      count = found.count
      for case .rank(let first, let second, _) in world.correlations
      where found.contains(first) || found.contains(second) {
        found.formUnion([first, second])
      }
    }
    return plan.uncertain.indices.filter { found.contains(plan.uncertain[$0].path) }
  }

  /// The same factors taken together.
  ///
  /// - Parameters:
  ///   - grouping: What goes together; chance stays by itself.
  ///   - plan: The world.
  ///   - toleratesTearing: Whether numbers that are drawn together may come into different groups.
  /// - Returns: The groups.
  /// - Throws: ``TornApart`` when they may not and do.
  public func grouped(
    by grouping: Grouping, _ plan: Plan, toleratesTearing: Bool
  ) throws(TornApart) -> FactorList {
    var names: [String] = []
    var members: [String: [Factor]] = [:]
    for factor in factors {
      var wanted: [String] = []
      if factor.kind == .joined {
        let parts = factor.unknowns.map { unknown -> Factor in
          let path = plan.uncertain[unknown].path
          return Factor(
            kind: .number, name: path, members: [path], unknowns: [unknown], levers: [],
            hasChance: false,
            claims: factor.claims, support: factor.support)
        }
        wanted = parts.map { FactorList.group(of: $0, grouping) }
        if Set(wanted).count > 1, !toleratesTearing {
          throw TornApart(numbers: parts.map(\.name), groups: Set(wanted).sorted())
        }
      }
      let name = wanted.first ?? FactorList.group(of: factor, grouping)
      if members[name] == nil { names.append(name) }
      members[name, default: []].append(factor)
    }
    let groups = names.compactMap { name -> Factor? in
      guard let parts = members[name] else { return nil }
      if parts.count == 1, parts[0].kind == .chance { return parts[0] }
      return Factor(joining: parts, as: name)
    }
    return FactorList(factors: groups, outOfReach: outOfReach)
  }

  /// The name of the factors that are left when some stay by themselves.
  public static let others = "others"

  /// The same factors, of which some stay by themselves; the others are one, named ``others``, unless there is only one of them.
  ///
  /// - Parameter kept: Names of factors that stay by themselves, as chance always does.
  /// - Returns: Those that stay, in their order, then the others, then chance.
  func joining(allBut kept: Set<String>) -> FactorList {
    let rest = factors.filter { $0.kind != .chance && !kept.contains($0.name) }
    guard rest.count > 1 else { return self }
    return FactorList(
      factors: factors.filter { $0.kind != .chance && kept.contains($0.name) }
        + [Factor(joining: rest, as: FactorList.others)] + factors.filter { $0.kind == .chance },
      outOfReach: outOfReach)
  }

  private static func group(of factor: Factor, _ grouping: Grouping) -> String {
    if factor.kind == .chance { return factor.name }
    let parts = factor.name.split(separator: ".").map(String.init)
    let owner = parts.prefix(2).joined(separator: ".")
    switch grouping {
    case .stream: return owner
    case .lever: return parts.first == "levers" ? owner : "scenario"
    case .claim:
      if !factor.claims.isEmpty { return factor.claims.joined(separator: " ") }
      return factor.support == .figure ? "figures" : "assumptions"
    }
  }
}

extension Factor {
  /// Several factors as one group.
  fileprivate init(joining parts: [Factor], as name: String) {
    self.init(
      kind: .group, name: name, members: parts.flatMap(\.members),
      unknowns: parts.flatMap(\.unknowns),
      levers: parts.flatMap(\.levers), hasChance: parts.contains(where: \.hasChance),
      claims: Set(parts.flatMap(\.claims)).sorted(),
      support: Support.weakest(parts.compactMap(\.support)))
  }
}

extension Lever {
  /// Whether it is switched on and is yet in force in no run.
  fileprivate var isNeverDrawn: Bool { isEnabled && probability.law.fixedValue == 0 }
}

extension World {
  /// The same world with every lever that is switched on in force in some runs.
  fileprivate var withLeversDrawn: World {
    var world = self
    for (index, lever) in levers.enumerated() where lever.isNeverDrawn {
      let number = lever.probability
      world.levers[index] = Lever(
        name: lever.name, title: lever.title, isEnabled: true,
        probability: Number(
          path: number.path, law: .fixed(1), unit: number.unit, basis: number.basis),
        effects: lever.effects, claims: lever.claims)
    }
    return world
  }
}

/// What can reach some responses in time.
private struct Reach {
  private struct Key: Hashable {
    let measure: Measure
    let subject: Subject
  }

  private var paths: Set<String> = []
  private let world: World

  init(_ responses: [Response], _ graph: EvidenceGraph, _ world: World) {
    self.world = world
    // What reaches a month reaches every later one: the last month of each series says it all.
    var last: [Key: Int] = [:]
    func see(_ measure: Measure, _ subject: Subject, _ month: Int) {
      let key = Key(measure: measure, subject: subject)
      last[key] = max(month, last[key] ?? 0)
    }
    for response in responses {
      switch response {
      case .measure(let measure, let subject, let month),
        .total(let measure, let subject, let month):
        see(measure, subject, month)
      case .outcome(let outcome):
        for measure in outcome.kind.measures {
          see(measure, outcome.subject, world.calendar.months - 1)
        }
      case .test(let index):
        let test = world.tests[index]
        for case .path(let path) in [test.left, test.right] {
          for term in path.sum + path.per {
            see(term.measure, term.subject, max(test.months.to, path.months?.to ?? 0))
          }
        }
        for case .constant(let number) in [test.left, test.right] { paths.insert(number.path) }
      }
    }
    for (series, month) in last {
      paths.formUnion(
        graph.numbers(reaching: series.measure, subject: series.subject, month: month).map(\.path))
    }
  }

  func contains(_ path: String) -> Bool { paths.contains(path) }

  /// Whether one of a lever's effects reaches a response.
  func contains(lever index: Int) -> Bool {
    world.levers[index].effects.contains { paths.contains($0.size.path) }
  }
}
