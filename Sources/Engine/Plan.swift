public import Caseload
internal import LinearAlgebra
internal import Probability
internal import Sampling

/// A world made ready for simulation: everything that is the same in every run.
public struct Plan: Sendable {
  /// The world.
  public let world: World
  /// Where its measures stand.
  public let layout: SeriesLayout
  /// The numbers that runs draw, in the order of the file.
  public let uncertain: [Number]
  /// Their quantile functions.
  let quantileFunctions: [QuantileFunction]
  /// Place of each uncertain number, then of each lever, among all that the world's file could draw: ``World/unknowns``.
  let places: [Int]
  /// Their names, hashed.
  let unknownNames: [NameHash]

  /// A number that a run needs: fixed, the position of a draw, or another row divided by the sum of several.
  enum Input: Hashable, Sendable {
    case fixed(Double)
    case drawn(Int)
    /// A draw below nought counts as nought: the tails of a law where only the model's state begins.
    case drawnAboveNought(Int)
    case share(Int, of: [Int])
  }
  /// Rows of input.
  let inputs: [Input]
  /// Row of the board on which each series of the layout stands.
  let boardRows: [Int32]
  /// Months before the start in which the oldest case was lodged; cohort `c` has row `c + offset`.
  let offset: Int
  let months: Int
  let streams: [StreamPlan]
  let pools: [PoolPlan]
  let quantities: [QuantityPlan]
  /// The same for the kernels.
  let quantityKernel: QuantityKernel
  /// Rows of the current values of all quantities.
  let quantityRows: Int
  let follow: FollowUpPlan
  /// Row of each stream among the follow-ups of a month; nil where no flow leads.
  let followUpOf: [Int?]
  /// Where each flow's events stand, and what penalties count.
  let events: EventPlan
  /// Row of each lever's probability among the inputs.
  let probabilities: [Int]
  let noise: InflowNoisePlan
  /// The first stream of each kind of surge.
  let surges: [Int]
  /// Gamma laws that overdisperse the counts, by stream; nil for Poisson counts.
  let mixing: [GammaMixing?]
  /// Cholesky factor that joins the uncertain numbers with rank correlations, and their positions among `uncertain`.
  let copula: (factor: Matrix, members: [Int])?
  /// Learning curves of all pools as one matrix: a row a pool, a column a class of service.
  let learning: Matrix

  /// One stream; an object, because the month's loops pass it on for every cohort.
  final class StreamPlan: Sendable {
    let stock: Int
    /// Share of the stock in each lodging month before the start, by row.
    let ageShares: [Double]
    /// Class of each lodging month: months in one class see the same phases of effects by lodging month.
    let classOf: [Int]
    let classes: Int
    let season: [Double]?
    let level: Int?
    let trend: Int?
    let steps: [(hours: Int, share: Int)]
    let term: Int
    let minimumLead: Int
    let withdrawal: Int?
    let straightThrough: Int?
    let drift: Int?
    let outcomes: [Int]
    /// Which outcomes effects name.
    let touched: [Bool]
    /// Share of hours for the newest cases; nil for random order.
    let newest: Int?

    /// Prepares one stream.
    init(
      _ index: Int, _ stream: Stream, world: World, offset: Int, inputs: inout InputBuilder,
      quantities: inout QuantityBuilder
    ) {
      stock = inputs.row(atLeastNought: stream.stock)
      var ages = [Double](repeating: 0, count: offset)
      for band in stream.ages {
        for age in band.from..<band.to {
          ages[offset - age - 1] += band.share.law.mean / Double(band.to - band.from)
        }
      }
      ageShares = ages
      (classOf, classes) = quantities.lodgingClasses(ofStream: index)
      season = stream.inflow?.season?.values
      level = stream.inflow.map { _ in quantities.add(.inflowLevel(stream: index), &inputs) }
      trend = quantities.addUnlessNought(.inflowTrend(stream: index), &inputs)
      steps = stream.steps.indices.map { step in
        (
          quantities.add(.stepHours(stream: index, step: step), &inputs),
          quantities.add(.stepShare(stream: index, step: step), &inputs)
        )
      }
      term = quantities.add(.term(stream: index), &inputs)
      minimumLead = quantities.add(.minimumLead(stream: index), &inputs)
      withdrawal = quantities.addUnlessNought(.withdrawal(stream: index), &inputs)
      straightThrough = quantities.addUnlessNought(.straightThrough(stream: index), &inputs)
      drift = quantities.addUnlessNought(.drift(stream: index), &inputs)
      outcomes = stream.outcomes.indices.map {
        quantities.add(.outcome(stream: index, outcome: $0), &inputs)
      }
      touched = stream.outcomes.indices.map {
        quantities.isTouched(.outcome(stream: index, outcome: $0))
      }
      newest =
        if case .split = stream.discipline {
          quantities.add(.newest(stream: index), &inputs)
        } else { nil }
    }
  }

  struct PoolPlan: Sendable {
    let members: [Int32]
    let staff: Int
    let recentHires: [Double]
    let hires: Int
    let attrition: Int
    let hoursPerMonth: Int
    let noise: Int?
    /// First row of its classes of service, and their number (learning months plus one).
    let classes: Range<Int>
    let allocation: AllocationPlan
  }

  enum AllocationPlan: Sendable {
    case priority([Int32])
    /// Streams, and the input rows of their shares.
    case shares(streams: [Int32], inputs: [Int32])
    case proportional
  }

  /// Prepares a world.
  ///
  /// - Throws: ``NotPositiveDefinite`` when correlations contradict each other; a scenario that was read from a file is checked before.
  public init(_ world: World) throws {
    self.world = world
    layout = SeriesLayout(world)
    months = world.calendar.months
    offset = world.streams.map(\.oldestAge).max() ?? 0
    let drawn = world.uncertainNumbers
    uncertain = drawn
    quantileFunctions = concurrentMap(drawn) { QuantileFunction($0.law) }
    let rows = Dictionary(
      drawn.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { a, _ in a })
    let unknowns = Dictionary(
      world.unknowns.enumerated().map { ($1, $0) }, uniquingKeysWith: { a, _ in a })
    let paths = drawn.map(\.path) + world.levers.indices.map { world.pathInForce(ofLever: $0) }
    unknownNames = paths.map { NameHash($0) }
    places = paths.map { path in
      guard let place = unknowns[path] else { preconditionFailure("\(path) is no unknown") }
      return place
    }
    var builder = InputBuilder(places: rows)
    var quantityBuilder = QuantityBuilder(world: world, offset: offset)

    streams = world.streams.enumerated().map { index, stream in
      StreamPlan(
        index, stream, world: world, offset: world.streams.map(\.oldestAge).max() ?? 0,
        inputs: &builder, quantities: &quantityBuilder)
    }
    var service = 0
    pools = world.pools.enumerated().map { index, pool in
      let count = (pool.learning?.values.count ?? 0) + 1
      defer { service += count }
      return PoolPlan(
        members: world.streams(of: .pool(index)).map { Int32($0) },
        staff: builder.row(atLeastNought: pool.staff),
        recentHires: pool.recentHires?.values ?? [],
        hires: quantityBuilder.add(.hires(pool: index), &builder),
        attrition: quantityBuilder.add(.attrition(pool: index), &builder),
        hoursPerMonth: quantityBuilder.add(.hoursPerMonth(pool: index), &builder),
        noise: pool.noise.map { builder.row($0) }, classes: service..<(service + count),
        allocation: AllocationPlan(pool.allocation, inputs: &builder))
    }
    var curve = Matrix(rows: world.pools.count, columns: service) { _, _ in 0 }
    for (index, pool) in pools.enumerated() {
      let values = (world.pools[index].learning?.values ?? []) + [1]
      for (place, value) in zip(pool.classes, values) { curve[index, place] = value }
    }
    learning = curve
    follow = FollowUpPlan(world, inputs: &builder, quantities: &quantityBuilder)
    let targets = follow.targets
    followUpOf = world.streams.indices.map { targets.firstIndex(of: $0) }
    let euros = world.penalties.indices.map { quantityBuilder.add(.euros(penalty: $0), &builder) }
    probabilities = world.levers.map { builder.row($0.probability) }
    noise = try InflowNoisePlan(world, inputs: &builder)
    surges = world.streams.indices.filter { index in
      guard let name = world.streams[index].inflow?.noise?.surge?.name else { return false }
      return !world.streams[..<index].contains { $0.inflow?.noise?.surge?.name == name }
    }
    mixing = concurrentMap(world.streams) { stream in
      stream.inflow?.noise?.dispersion.map { GammaMixing(shape: $0.law.mean) }
    }
    copula = try Plan.copula(world, rows)
    quantities = quantityBuilder.quantities
    events = EventPlan(world, follow, euros: euros, quantityBuilder.quantities)
    quantityKernel = QuantityKernel(
      quantityBuilder.quantities, streams: streams, months: world.calendar.months)
    quantityRows = quantityBuilder.rows
    inputs = builder.inputs
    boardRows = layout.series.map { series in
      Int32(BoardRow.of(series.measure, series.subject, world))
    }
  }

  /// What runs draw once: the uncertain numbers, then for every lever whether it is in force.
  public var unknownPaths: [String] {
    uncertain.map(\.path) + world.levers.indices.map { world.pathInForce(ofLever: $0) }
  }

  /// The uncertain numbers that are joined by rank correlations, by position; none is drawn apart from the others.
  public var correlatedNumbers: [Int] { copula?.members ?? [] }

  /// The uncertain numbers by which chance is scaled: with other ones, it has to be drawn anew.
  var numbersOfChance: Set<Int> {
    var rows =
      noise.streams.map { inputs[$0.sd] } + pools.compactMap { $0.noise.map { inputs[$0] } }
    for stream in world.streams {
      guard let rate = stream.inflow?.noise?.surge?.rate,
        let number = uncertain.firstIndex(where: { $0.path == rate.path })
      else { continue }
      rows.append(.drawn(number))
    }
    return Set(
      rows.compactMap { input in
        switch input {
        case .drawn(let number), .drawnAboveNought(let number): number
        case .fixed, .share: nil
        }
      })
  }

  /// Rows of cohorts of one stream.
  var cohorts: Int { offset + months }

  private static func copula(
    _ world: World, _ places: [String: Int]
  ) throws -> (factor: Matrix, members: [Int])? {
    var pairs: [(Int, Int, Double)] = []
    for case .rank(let first, let second, let number) in world.correlations {
      guard let first = places[first], let second = places[second] else { continue }
      pairs.append((first, second, number.law.mean))
    }
    guard !pairs.isEmpty else { return nil }
    let members = Set(pairs.flatMap { [$0.0, $0.1] }).sorted()
    var matrix = Matrix.identity(members.count)
    for (first, second, rank) in pairs {
      guard let row = members.firstIndex(of: first), let column = members.firstIndex(of: second)
      else { continue }
      let value = GaussianCopula.scoreCorrelation(rank: rank)
      matrix[row, column] = value
      matrix[column, row] = value
    }
    return (try matrix.choleskyFactor(), members)
  }
}

/// Collects the numbers that runs need, each once.
struct InputBuilder {
  private(set) var inputs: [Plan.Input] = []
  private let places: [String: Int]
  private var rows: [Plan.Input: Int] = [:]

  /// Starts with the positions of the uncertain numbers.
  init(places: [String: Int]) { self.places = places }

  /// The row of a number; for one that a scenario does not draw, its mean.
  mutating func row(_ number: Number) -> Int {
    if number.isUncertain, let place = places[number.path] {
      return row(.drawn(place))
    }
    return row(.fixed(number.law.mean))
  }

  /// The row of a number that is no quantity and cannot be negative.
  mutating func row(atLeastNought number: Number) -> Int {
    if number.isUncertain, let place = places[number.path] {
      return row(.drawnAboveNought(place))
    }
    return row(.fixed(max(0, number.law.mean)))
  }

  /// The row of a number as a share of the sum of several.
  mutating func row(_ number: Number, dividedBySumOf all: [Number]) -> Int {
    row(.share(row(number), of: all.map { row($0) }))
  }

  /// The row of a constant.
  mutating func row(constant: Double) -> Int { row(.fixed(constant)) }

  private mutating func row(_ input: Plan.Input) -> Int {
    if let known = rows[input] { return known }
    rows[input] = inputs.count
    inputs.append(input)
    return inputs.count - 1
  }
}

extension Plan.AllocationPlan {
  /// Prepares the division of a pool's hours.
  init(_ allocation: Pool.Allocation, inputs: inout InputBuilder) {
    switch allocation {
    case .priority(let order): self = .priority(order.map { Int32($0) })
    case .proportional: self = .proportional
    case .shares(let shares):
      var rows: [Int32] = []
      for share in shares { rows.append(Int32(inputs.row(atLeastNought: share.share))) }
      self = .shares(streams: shares.map { Int32($0.stream) }, inputs: rows)
    }
  }
}
