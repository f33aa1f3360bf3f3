/// A graph in which influence travels forward in time.
///
/// Influence that is at the tail of an edge in month `m` is at its head in month `max(m + delay, earliest)`, and stays:
/// what a queue has felt once it keeps. So the earliest arrivals are shortest paths.
struct Network {
  /// A dependence of one node on another.
  struct Edge: Hashable {
    /// Index of the node at the other end.
    let node: Int
    /// Months that the influence travels.
    let delay: Int
    /// First month in which the dependence exists.
    let earliest: Int
  }

  /// Number of months; what arrives later does not arrive.
  let months: Int
  private(set) var nodes: [Node] = []
  private(set) var outgoing: [[Edge]] = []
  private(set) var incoming: [[Edge]] = []
  private var indices: [Node: Int] = [:]

  init(months: Int) { self.months = months }

  /// The index of a node; nil when nothing depends on it and it depends on nothing.
  func index(of node: Node) -> Int? { indices[node] }

  /// Puts a node into the graph.
  @discardableResult
  mutating func insert(_ node: Node) -> Int {
    if let index = indices[node] { return index }
    indices[node] = nodes.count
    nodes.append(node)
    outgoing.append([])
    incoming.append([])
    return nodes.count - 1
  }

  /// Lets `head` depend on `tail`; `earliest` nil means never.
  mutating func connect(_ tail: Node, _ head: Node, delay: Int = 0, earliest: Int? = 0) {
    guard let earliest, max(delay, earliest) < months else { return }
    let from = insert(tail)
    let to = insert(head)
    let edge = Edge(node: to, delay: delay, earliest: earliest)
    guard !outgoing[from].contains(edge) else { return }
    outgoing[from].append(edge)
    incoming[to].append(Edge(node: from, delay: delay, earliest: earliest))
  }

  /// The first month in which each node can feel what happens at the sources in the month nought; nil for never.
  ///
  /// - Complexity: O(nodes + edges + months): months are buckets.
  func firstMonths(from sources: [Int]) -> [Int?] {
    var first = [Int?](repeating: nil, count: nodes.count)
    var buckets = [[Int]](repeating: [], count: months)
    for source in sources {
      first[source] = 0
      buckets[0].append(source)
    }
    for now in 0..<months {
      var place = 0
      while place < buckets[now].count {
        let node = buckets[now][place]
        place += 1
        guard first[node] == now else { continue }
        for edge in outgoing[node] {
          let arrival = max(now + edge.delay, edge.earliest)
          guard arrival < months, first[edge.node].map({ arrival < $0 }) ?? true else { continue }
          first[edge.node] = arrival
          buckets[arrival].append(edge.node)
        }
      }
    }
    return first
  }

  /// The last month in which each node can still be felt at the targets by a month; nil for never.
  func lastMonths(to targets: [Int], by month: Int) -> [Int?] {
    var last = [Int?](repeating: nil, count: nodes.count)
    var buckets = [[Int]](repeating: [], count: month + 1)
    for target in targets {
      last[target] = month
      buckets[month].append(target)
    }
    for now in stride(from: month, through: 0, by: -1) {
      var place = 0
      while place < buckets[now].count {
        let node = buckets[now][place]
        place += 1
        guard last[node] == now else { continue }
        for edge in incoming[node] where edge.earliest <= now && now - edge.delay >= 0 {
          let departure = now - edge.delay
          guard last[edge.node].map({ departure > $0 }) ?? true else { continue }
          last[edge.node] = departure
          buckets[departure].append(edge.node)
        }
      }
    }
    return last
  }
}
