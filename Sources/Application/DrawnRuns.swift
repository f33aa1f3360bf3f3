internal import Caseload
internal import Engine

/// Ordinary runs with what they drew: a column for each uncertain number and lever, and for each number that was asked for.
struct DrawnRuns: Sendable {
  /// Something that a run draws once.
  enum Factor: Hashable, Sendable {
    /// An uncertain number.
    case number(Number)
    /// Whether a lever is in force: 1 or 0; by index.
    case lever(Int)
  }

  /// The world.
  let world: World
  /// What was drawn, column by column.
  let factors: [Factor]
  /// A number a run, for each of them.
  let columns: [[Double]]
  /// A number a run, for each response.
  let responses: [[Double]]

  /// Makes the runs.
  ///
  /// - Parameters:
  ///   - plan: The world.
  ///   - wanted: What is taken of every run.
  ///   - job: How many, and which.
  ///   - progress: Told how many are done.
  /// - Throws: `Interrupted`.
  init(
    _ plan: Plan, _ wanted: [Response], _ job: Assignment,
    progress: @escaping @Sendable (Int) -> Void
  ) throws {
    world = plan.world
    factors =
      plan.uncertain.map { .number($0) } + plan.world.levers.indices.map { .lever($0) }
    let none = (
      columns: factors.map { _ in [Double]() }, responses: wanted.map { _ in [Double]() }
    )
    let experiment = Experiment(
      plan, variants: [.init()], responses: wanted, assignment: job, keepsDraws: true)
    let isStopped: @Sendable () -> Bool = { Interruption.isRequested }
    let all = try experiment(into: none, isStopped: isStopped, progress: progress) { kept, block in
      for column in kept.columns.indices {
        let first = column * block.stride
        kept.columns[column] += block.draws[first..<(first + block.runs)]
      }
      for response in kept.responses.indices {
        let first = response * block.stride
        kept.responses[response] += block.values[first..<(first + block.runs)]
      }
    }
    (columns, responses) = (all.columns, all.responses)
  }
}

extension DrawnRuns.Factor {
  /// Where it stands: the number's path, or the lever's.
  func path(in world: World) -> String {
    switch self {
    case .number(let number): number.path
    case .lever(let lever): "levers.\(world.levers[lever].name)"
    }
  }

  /// What it rests on.
  func basis(in world: World) -> [Basis] {
    switch self {
    case .number(let number): number.basis
    case .lever(let lever):
      world.levers[lever].claims.map { .claim($0) } + world.levers[lever].probability.basis
    }
  }
}
