public import Caseload
public import Engine
public import Evidence
internal import LinearAlgebra
internal import Sampling
public import Sensitivity

/// What each lever contributes to the difference between a scenario and the same world without its levers.
///
/// The share of a lever is its Shapley value: what a response changes when the lever comes into force, averaged over all orders in which the levers could have
/// come (L. S. Shapley 1953, doi:10.1515/9781400881970-018). All worlds of a run have the same draws. A lever that a run does not draw contributes nothing in it.
/// With up to ``Sensitivity/ShapleyValue/largestExact`` levers every set of levers is simulated; with more, every run has an order of its own, in pairs of opposite orders. Either way
/// the shares of a run add up to the whole difference, to rounding.
public struct Attribution: Sendable {
  /// The world.
  public let world: World
  /// The levers, by index; those that can reach no response are left out, for their share is nought.
  public let levers: [Int]
  /// What was looked at.
  public let responses: [Response]
  /// The shares in each response, a player for each of ``levers``; nil where too few runs have a number.
  public let shares: [ShapleyShares?]
  /// Whether every set of levers was simulated.
  public let isExact: Bool
  /// Runs of each world.
  public let sample: Int

  /// Worlds that are simulated in every run, for a number of levers.
  public static func worlds(levers: Int) -> Int {
    levers <= ShapleyValue.largestExact ? 1 << levers : levers + 1
  }

  /// Runs of each world unless the user asks for another number: 4,096, and fewer where many sets of levers are simulated.
  public static func usualRuns(levers: Int) -> Int {
    max(64, min(4096, (1 << 20) / worlds(levers: levers)))
  }

  /// Simulates the worlds and shares out the differences.
  ///
  /// - Parameters:
  ///   - plan: The world.
  ///   - levers: The levers to share out among, by index, each switched on in the scenario.
  ///   - responses: What is looked at.
  ///   - assignment: Runs, seed, threads and sampling; an even number of runs loses none.
  ///   - isStopped: Asked between runs; when it says true the work ends with `Interrupted`.
  ///   - progress: Told how many runs are done.
  /// - Throws: `Interrupted`.
  public init(
    _ plan: Plan, levers: [Int], responses: [Response], assignment: Assignment,
    isStopped: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (_ done: Int) -> Void = { _ in }
  ) throws {
    try self.init(
      plan, levers: levers, responses: responses, assignment: assignment,
      isExact: levers.count <= ShapleyValue.largestExact, isStopped: isStopped, progress: progress)
  }

  /// Shares out by one of the two ways, so that they can be held against each other.
  init(
    _ plan: Plan, levers: [Int], responses: [Response], assignment: Assignment, isExact: Bool,
    isStopped: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (_ done: Int) -> Void = { _ in }
  ) throws {
    world = plan.world
    self.levers = levers
    self.responses = responses
    sample = assignment.runs
    self.isExact = isExact
    guard !levers.isEmpty else {
      shares = responses.map { _ in nil }
      return
    }
    func run<State: Sendable>(
      _ variants: [Experiment.Variant], contrasts: Matrix? = nil, into state: State,
      take: @escaping @Sendable (inout State, Experiment.Block) throws -> Void
    ) throws -> State {
      try Experiment(
        plan, variants: variants, responses: responses, assignment: assignment,
        contrasts: contrasts)(
          into: state, isStopped: isStopped, progress: progress, take: take)
    }
    if isExact {
      let sets = (0..<(1 << levers.count)).map { set in
        Experiment.Variant { levels in
          for (player, lever) in levers.enumerated() where set >> player & 1 == 0 {
            levels.force(lever, on: false)
          }
        }
      }
      let sums = try run(
        sets, contrasts: ShapleySums.weights(players: levers.count),
        into: ShapleySums(players: levers.count, responses: responses.count)
      ) { sums, block in
        sums.add(shares: block.values.span, runs: block.runs, stride: block.stride)
      }
      shares = responses.indices.map { sums.shares(of: $0) }
    } else {
      let orders = JoiningOrders(players: levers.count, draws: Draws(seed: assignment.seed))
      let steps = (0...levers.count).map { step in
        Experiment.Variant { levels in
          for run in 0..<levels.runs {
            for player in orders.order(run: levels.firstRun + run)[step...] {
              levels.force(levers[player], run: run, on: false)
            }
          }
        }
      }
      let sums = try run(steps, into: JoiningSums(orders, responses: responses.count)) {
        sums, block in
        sums.add(
          block.values.span, firstRun: block.firstRun, runs: block.runs, stride: block.stride)
      }
      shares = responses.indices.map { sums.shares(of: $0) }
    }
  }

  /// The levers whose effects are supported so, by place among ``levers``.
  public func players(supported support: Support) -> [Int] {
    levers.indices.filter { FactorList.support(of: world.levers[levers[$0]]) == support }
  }
}

extension Attribution {
  /// The levers that are switched on and can reach one of some responses, by index.
  public static func players(
    _ plan: Plan, _ graph: EvidenceGraph, _ responses: [Response]
  ) -> [Int] {
    FactorList(
      plan, graph, responses: responses, switching: .evenly, hasChance: false,
      joinsCorrelated: true
    ).leversAlone(plan.world).factors.flatMap(\.levers)
  }

  /// What a report attributes: stock and overdue stock of every stream and group, penalties to date, and the staff that every pool needs to keep up,
  /// each at the end of every year and at the end of the horizon; and what a reader asks first, where that is another month.
  public static func usualResponses(of world: World) -> [Response] {
    let calendar = world.calendar
    let last = calendar.months - 1
    let ends = (0...last).filter { calendar.month($0).month == 12 || $0 == last }
    let usual = Response.usual(in: world)
    let all = world.subjects.flatMap { subject -> [Response] in
      switch subject {
      case .stream, .group:
        [Measure.stock, .overdueStock].flatMap { measure in
          ends.map { Response.measure(measure, subject, month: $0) }
        }
      case .pool: ends.map { .measure(.staffToKeepUp, subject, month: $0) }
      case .whole: ends.map { .total(.penalties, subject, through: $0) }
      }
    }
    return all.contains(usual) ? all : all + [usual]
  }
}
