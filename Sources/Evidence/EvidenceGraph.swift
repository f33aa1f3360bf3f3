public import Caseload

/// What every result of a world rests on, derived from the equations that compute it.
///
/// A number reaches a result in a month when a chain of equations leads from the one to the other that is short enough in
/// time: a flow takes the months of its lag, a lever does nothing before it begins. Nothing is run to find this, and
/// nothing of it is typed in: what could change a result is listed, also when it happens to change little.
///
/// - Complexity: made in O(claims × equations) time; asking for claims costs next to nothing, for numbers O(months × equations).
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
  private var stages: [Result: [Stage]] = [:]

  /// Derives the graph of a world, with its levers switched as they are.
  public init(_ world: World) {
    self.world = world
    let network = Equations(world).network
    let inventory = world.inventory
    self.network = network
    entries = Dictionary(inventory.map { ($0.path, $0) }) { first, _ in first }
    paths = inventory.map(\.path)
    // What carries a claim, claim by claim: a result rests on it from the month in which the first of these reaches the result.
    var sources: [String: [Int]] = [:]
    for (index, node) in network.nodes.enumerated() {
      for claim in Self.claims(of: node, in: world, entries: entries) {
        sources[claim, default: []].append(index)
      }
    }
    let claims = sources.sorted { $0.key < $1.key }.map { claim, sources in
      (name: claim, first: network.firstMonths(from: sources))
    }
    for subject in world.subjects {
      for measure in world.measures(of: subject) {
        let roots = Self.roots(of: measure, subject: subject, world: world, network: network)
        let first = claims.map { Self.earliest($0.first, at: roots) }
        stages[Result(measure: measure, subject: subject)] =
          Set(first.compactMap { $0 }).sorted().map { month in
            let reached = claims.indices.filter { first[$0].map { $0 <= month } ?? false }
            return Stage(month: month, claims: reached.map { claims[$0].name })
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
    var first = [Int?](repeating: nil, count: network.nodes.count)
    for now in 0...month {
      let last = network.lastMonths(to: roots, by: now)
      for node in first.indices where first[node] == nil && last[node] != nil { first[node] = now }
    }
    return paths.compactMap { path in
      network.index(of: .number(path)).flatMap { first[$0] }.map {
        Reach(path: path, firstMonth: $0)
      }
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
