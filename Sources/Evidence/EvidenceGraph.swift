public import Caseload

/// What every result of a world rests on, derived from the equations that compute it.
///
/// A number reaches a result in a month when a chain of equations leads from the one to the other that is short enough in
/// time: a flow takes the months of its lag, a lever does nothing before it begins. Nothing is run to find this, and
/// nothing of it is typed in: what could change a result is listed, also when it happens to change little.
///
/// - Complexity: made in O(numbers × equations) time; asking for claims costs next to nothing.
public struct EvidenceGraph: Sendable {
  /// A number that reaches a result.
  public struct Reach: Hashable, Sendable {
    /// Its path.
    public let path: String
    /// The first month, as an index, in which it can matter.
    public let firstMonth: Int
  }

  private struct Result: Hashable {
    let measure: Measure
    let subject: Subject
  }

  /// Claims from a month on.
  private struct Stage {
    let month: Int
    let claims: [String]
  }

  let world: World
  let network: Network
  let entries: [String: Entry]
  /// The paths of the inventory, in its order.
  private let paths: [String]
  /// For every source of claims the first month at every node.
  private let firstMonths: [Node: [Int?]]
  private var stages: [Result: [Stage]] = [:]

  /// Derives the graph of a world, with its levers switched as they are.
  public init(_ world: World) {
    self.world = world
    let network = Equations(world).network
    let inventory = world.inventory
    self.network = network
    entries = Dictionary(inventory.map { ($0.path, $0) }) { first, _ in first }
    paths = inventory.map(\.path)
    var firstMonths: [Node: [Int?]] = [:]
    var sources: [(claims: [Int], first: [Int?])] = []
    var names: [String] = []
    var places: [String: Int] = [:]
    for (index, node) in network.nodes.enumerated() {
      let claims = Self.claims(of: node, in: world, entries: entries)
      if case .number = node {} else if claims.isEmpty { continue }
      let first = network.firstMonths(from: [index])
      firstMonths[node] = first
      guard !claims.isEmpty else { continue }
      let own = claims.map { claim -> Int in
        if let place = places[claim] { return place }
        names.append(claim)
        places[claim] = names.count - 1
        return names.count - 1
      }
      sources.append((own, first))
    }
    self.firstMonths = firstMonths
    let order = names.indices.sorted { names[$0] < names[$1] }
    let never = world.calendar.months
    for subject in world.subjects {
      for measure in world.measures(of: subject) {
        let roots = Self.roots(of: measure, subject: subject, world: world, network: network)
        var first = Array(repeating: never, count: names.count)
        for source in sources {
          guard let month = Self.earliest(source.first, at: roots) else { continue }
          for claim in source.claims { first[claim] = min(month, first[claim]) }
        }
        stages[Result(measure: measure, subject: subject)] =
          Set(first).subtracting([never]).sorted().map { month in
            Stage(month: month, claims: order.filter { first[$0] <= month }.map { names[$0] })
          }
      }
    }
  }

  /// The claims that a result of a month, given by its index, rests on, sorted.
  ///
  /// What begins to matter only later is left out.
  public func claims(of measure: Measure, subject: Subject, month: Int) -> [String] {
    stages[Result(measure: measure, subject: subject)]?.last { $0.month <= month }?.claims ?? []
  }

  /// The claims that a result rests on in every month, as spans of months in order.
  ///
  /// Each entry holds from its month, an index, until that of the next; nothing is rested on before the first.
  public func claims(of measure: Measure, subject: Subject) -> [(firstMonth: Int, claims: [String])]
  {
    (stages[Result(measure: measure, subject: subject)] ?? []).map { ($0.month, $0.claims) }
  }

  /// The claims that a result of the last month rests on, sorted.
  public func claimsAtEnd(of measure: Measure, subject: Subject) -> [String] {
    claims(of: measure, subject: subject, month: world.calendar.months - 1)
  }

  /// The measures from which an outcome of a run is computed; nil when there is no outcome of that name.
  public static func measures(ofOutcome outcome: String) -> [Measure]? {
    switch outcome {
    case "stock_end", "months_until_stock_halved", "stock_halved": [.stock]
    case "overdue_stock_end": [.overdueStock]
    case "months_until_overdue_gone", "overdue_gone":
      [.overdueStock, .decisions, .straightThrough]
    case "keeps_up":
      [.decisions, .straightThrough, .withdrawals, .inflow, .followUpInflow]
    case "penalties": [.penalties]
    default: nil
    }
  }

  /// The claims that an outcome of a run rests on, sorted; nil when there is no outcome of that name.
  public func claims(ofOutcome outcome: String, subject: Subject) -> [String]? {
    Self.measures(ofOutcome: outcome).map { measures in
      Set(measures.flatMap { claimsAtEnd(of: $0, subject: subject) }).sorted()
    }
  }

  /// The claims that a number itself rests on, sorted; none for a path that is not in the inventory.
  public func claims(ofNumberAt path: String) -> [String] { entries[path]?.basis.claims ?? [] }

  /// The numbers that can have changed a result by a month, in the order of the file.
  public func numbers(reaching measure: Measure, subject: Subject, month: Int) -> [Reach] {
    let roots = Self.roots(of: measure, subject: subject, world: world, network: network)
    return paths.compactMap { path in
      guard let first = firstMonths[.number(path)].flatMap({ Self.earliest($0, at: roots) }),
        first <= month
      else { return nil }
      return Reach(path: path, firstMonth: first)
    }
  }

  /// The nodes that hold a result.
  static func roots(of measure: Measure, subject: Subject, world: World, network: Network)
    -> [Int]
  {
    Mechanism.roots(of: measure, subject: subject, in: world)
      .compactMap { network.index(of: .mechanism($0)) }
  }

  /// The claims that a node itself carries, sorted.
  static func claims(of node: Node, in world: World, entries: [String: Entry]) -> [String] {
    switch node {
    case .number(let path): entries[path]?.basis.claims ?? []
    case .lever(let lever): Set(world.levers[lever].claims).sorted()
    case .part(.stream(let stream)): Set(world.streams[stream].claims).sorted()
    case .part(.pool(let pool)): Set(world.pools[pool].claims).sorted()
    case .part(.flow(let flow)): Set(world.flows[flow].claims).sorted()
    case .part(.penalty(let penalty)): Set(world.penalties[penalty].claims).sorted()
    case .effect, .quantity, .lodged, .mechanism: []
    }
  }

  static func earliest(_ first: [Int?], at roots: [Int]) -> Int? {
    var earliest: Int?
    for root in roots {
      if let month = first[root], month < earliest ?? .max { earliest = month }
    }
    return earliest
  }
}

extension [Basis] {
  /// The claims among them, sorted, each once.
  var claims: [String] {
    var found: Set<String> = []
    for case .claim(let claim) in self { found.insert(claim) }
    return found.sorted()
  }
}
