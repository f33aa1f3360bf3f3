public import Caseload

extension EvidenceGraph {
  /// Everything that can have changed a result by a month, as a tree from the result down to the numbers.
  ///
  /// First comes what belongs to the subject itself, then a section for every other stream and pool that matters, the
  /// nearest first. Every mechanism, quantity and number is written out once, at its shortest distance from the result;
  /// where it is needed elsewhere a reference stands, and loops end in references. A quantity shows its base number, an
  /// effect its size.
  public func explanation(of measure: Measure, subject: Subject, month: Int) -> TraceNode {
    Tracing(self, measure: measure, subject: subject, month: month).tree()
  }
}

/// The part of the graph that can have changed one result by one month.
private struct Tracing {
  /// A node placed in the tree.
  private struct Place {
    let node: Int
    var delay = 0
    var isReference = false
    /// The stream or pool under which it stands.
    var section: Part?
    /// Whether it is the heading of one.
    var isSection = false
    /// The node whose number it shows as its own.
    var own: Int?
    var children: [Int] = []
  }

  /// The tree while it grows.
  private struct Plan {
    var places: [Place] = []
    var tops: [Int] = []
    var sections: [Part: Int] = [:]
    var seen: Set<Int> = []
  }

  private let graph: EvidenceGraph
  private let measure: Measure
  private let subject: Subject
  private let month: Int
  private let roots: [Int]
  /// The first month in which each node depends on a number.
  private let origin: [Int?]
  /// The last month in which each node can matter to the result.
  private let last: [Int?]
  /// The first month of the result in which each node can matter to it.
  private let first: [Int?]

  init(_ graph: EvidenceGraph, measure: Measure, subject: Subject, month: Int) {
    self.graph = graph
    self.measure = measure
    self.subject = subject
    self.month = month
    let network = graph.network
    roots = EvidenceGraph.roots(of: measure, subject: subject, world: graph.world, network: network)
    let numbers = network.nodes.indices.filter {
      if case .number = network.nodes[$0] { true } else { false }
    }
    origin = network.firstMonths(from: numbers)
    last = network.lastMonths(to: roots, by: month)
    var first = [Int?](repeating: nil, count: network.nodes.count)
    for now in 0...month {
      let last = network.lastMonths(to: roots, by: now)
      for node in network.nodes.indices where first[node] == nil {
        if let latest = last[node], (origin[node] ?? 0) <= latest { first[node] = now }
      }
    }
    self.first = first
  }

  func tree() -> TraceNode {
    var plan = Plan()
    for root in roots where isUseful(root) {
      place(Place(node: root), in: &plan)
      plan.seen.insert(root)
    }
    var next = 0
    while next < plan.places.count {
      let current = plan.places[next]
      if !current.isReference, !current.isSection {
        for edge in dependencies(of: current.node) { place(edge, under: next, in: &plan) }
      }
      next += 1
    }
    if let part = ownPart, let index = graph.network.index(of: .part(part)),
      isClaimed(part), first[index] != nil
    {
      plan.tops.insert(plan.places.count, at: plan.tops.prefix { !plan.places[$0].isSection }.count)
      plan.places.append(Place(node: index))
    }
    // Children stand after their parents in the list, so that the tree can be folded from its end.
    var built = [TraceNode?](repeating: nil, count: plan.places.count)
    for index in plan.places.indices.reversed() {
      let place = plan.places[index]
      built[index] = node(place, children: place.children.compactMap { built[$0] })
    }
    // The mechanism that is the result needs no line of its own.
    let children = plan.tops.flatMap { top -> [TraceNode] in
      let isResult = roots == [plan.places[top].node]
      return built[top].map { isResult ? $0.children : [$0] } ?? []
    }
    return TraceNode(
      kind: .result, label: graph.world.label(of: measure, subject: subject), path: nil, value: nil,
      grounds: [], claims: graph.claims(of: measure, subject: subject, month: month),
      firstMonth: month, delay: 0, isReference: false, children: children)
  }

  /// Puts what a node depends on into the tree: under the node, or into a section with a reference under the node.
  private func place(_ edge: Network.Edge, under parent: Int, in plan: inout Plan) {
    let node = graph.network.nodes[edge.node]
    // Parts head their sections; the flows and penalties among them have none and stand with their mechanisms.
    if case .part(let part) = node, part.hasSection { return }
    let isKnown = !plan.seen.insert(edge.node).inserted
    if isKnown, case .part = node { return }
    if !isKnown, plan.places[parent].own == nil,
      isOwn(node, of: graph.network.nodes[plan.places[parent].node])
    {
      plan.places[parent].own = edge.node
      return
    }
    let section = section(of: node)
    let isElsewhere = section != nil && section != plan.places[parent].section
    plan.places[parent].children.append(plan.places.count)
    plan.places.append(
      Place(
        node: edge.node, delay: edge.delay, isReference: isKnown || isElsewhere,
        section: plan.places[parent].section))
    if isElsewhere, !isKnown { place(Place(node: edge.node), in: &plan) }
  }

  /// Puts a mechanism into its section, or to the top when it is the subject's own.
  private func place(_ place: Place, in plan: inout Plan) {
    var place = place
    place.section = section(of: graph.network.nodes[place.node])
    guard let part = place.section, part != ownPart,
      let heading = graph.network.index(of: .part(part))
    else {
      plan.tops.append(plan.places.count)
      plan.places.append(place)
      return
    }
    let section: Int
    if let known = plan.sections[part] {
      section = known
    } else {
      section = plan.places.count
      plan.sections[part] = section
      plan.tops.append(section)
      plan.places.append(Place(node: heading, section: part, isSection: true))
    }
    plan.places[section].children.append(plan.places.count)
    plan.places.append(place)
  }

  private var ownPart: Part? {
    switch subject {
    case .stream(let stream): .stream(stream)
    case .pool(let pool): .pool(pool)
    case .group, .whole: nil
    }
  }

  private func section(of node: Node) -> Part? {
    if case .mechanism(let mechanism) = node { mechanism.part } else { nil }
  }

  private func isClaimed(_ part: Part) -> Bool {
    !EvidenceGraph.claims(of: .part(part), in: graph.world, entries: [:]).isEmpty
  }

  /// Whether a node leads from a number to the result in time.
  private func isUseful(_ node: Int) -> Bool {
    guard let origin = origin[node], let last = last[node] else { return false }
    return origin <= last
  }

  /// What a node depends on in time, the direct dependencies first.
  private func dependencies(of head: Int) -> [Network.Edge] {
    guard let last = last[head] else { return [] }
    let nodes = graph.network.nodes
    var shortest: [Int: Network.Edge] = [:]
    var order: [Int] = []
    for edge in graph.network.incoming[head] {
      let start: Int
      switch nodes[edge.node] {
      case .part(let part):
        guard isClaimed(part) else { continue }
        start = 0
      case .lever: start = 0
      default:
        guard let origin = origin[edge.node] else { continue }
        start = origin
      }
      guard max(start + edge.delay, edge.earliest) <= last else { continue }
      if let known = shortest[edge.node] {
        if edge.delay < known.delay { shortest[edge.node] = edge }
      } else {
        shortest[edge.node] = edge
        order.append(edge.node)
      }
    }
    let ranked = order.enumerated().sorted {
      (Self.rank(nodes[$0.element]), $0.offset) < (Self.rank(nodes[$1.element]), $1.offset)
    }
    return ranked.compactMap { shortest[$0.element] }
  }

  private static func rank(_ node: Node) -> Int {
    switch node {
    case .number, .quantity, .lodged: 0
    case .effect, .lever: 1
    case .mechanism: 2
    case .part: 3
    }
  }

  /// Whether a number is the base of a quantity or the size of an effect.
  private func isOwn(_ number: Node, of node: Node) -> Bool {
    guard case .number(let path) = number else { return false }
    return switch node {
    case .quantity(let quantity): graph.world.base(of: quantity)?.path == path
    case .effect(let lever, let effect): graph.world.levers[lever].effects[effect].size.path == path
    case .number, .part, .lever, .lodged, .mechanism: false
    }
  }

  private func node(_ place: Place, children: [TraceNode]) -> TraceNode {
    let node = graph.network.nodes[place.node]
    var value: TraceNode.Value?
    var grounds: [Grounds] = []
    var claims = EvidenceGraph.claims(of: node, in: graph.world, entries: graph.entries)
    let number: Node? =
      if case .number = node { node } else { place.own.map { graph.network.nodes[$0] } }
    if !place.isReference, case .number(let path) = number, let entry = graph.entries[path] {
      value = TraceNode.Value(path: path, text: entry.text, unit: entry.unit)
      grounds = entry.basis.map { Grounds($0, in: graph.world) }
      claims = entry.basis.claims
    }
    return TraceNode(
      kind: Self.kind(of: node), label: graph.world.label(of: node),
      path: place.isReference ? nil : value?.path ?? path(of: node), value: value,
      grounds: grounds, claims: place.isReference ? [] : claims,
      firstMonth: first[place.node] ?? month, delay: place.delay,
      isReference: place.isReference, children: children)
  }

  private func path(of node: Node) -> String? {
    if case .lever(let lever) = node { "levers.\(graph.world.levers[lever].name)" } else { nil }
  }

  private static func kind(of node: Node) -> TraceNode.Kind {
    switch node {
    case .number: .number
    case .part: .part
    case .lever: .lever
    case .effect: .effect
    case .quantity, .lodged: .quantity
    case .mechanism: .mechanism
    }
  }
}
