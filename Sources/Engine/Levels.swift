internal import Caseload
internal import Probability
internal import Sampling

/// The uniform numbers behind everything that the runs of a block draw once, for one variant of an experiment to change.
///
/// An *unknown* is an uncertain number of the plan or, after those, whether a lever is in force: see ``Plan/unknownPaths``. Its *level* is
/// a number in (0, 1), of which its law makes a value: level 0.9 is its 90th percentile. There are two samples of all unknowns, independent of each
/// other; a variant begins with the first.
public final class Levels {
  /// One of the two samples.
  public enum Sample: Hashable, Sendable, CaseIterable {
    /// The draws of an ordinary study with the same seed and sampling.
    case first
    /// Draws independent of the first.
    case second
  }

  /// The first run of the block.
  public private(set) var firstRun = 0
  /// Runs in a block.
  public var runs: Int { Block.runs }

  let plan: Plan
  private let firstLevels: Lanes
  private let secondLevels: Lanes
  /// Values of the first and of the second sample: those of numbers without rank correlations are used as they are.
  private let firstValues: Lanes
  private let secondValues: Lanes
  private let current: Lanes
  /// Where the value of each unknown stands in this variant.
  private var origin: [Origin]
  /// Levers of this variant: below nought as drawn, else in force or not.
  private let forced: Lanes
  private var hasForced = false
  private let isCorrelated: [Bool]
  private var sheets: [UncertaintyDesign.Sheet]

  private enum Origin { case first, second, own }

  /// Makes room for a plan's unknowns.
  init(_ plan: Plan, seed: UInt64, sampling: SamplingMethod) {
    self.plan = plan
    let count = plan.places.count
    firstLevels = Lanes(rows: count)
    secondLevels = Lanes(rows: count)
    firstValues = Lanes(rows: count)
    secondValues = Lanes(rows: count)
    current = Lanes(rows: count)
    forced = Lanes(rows: plan.world.levers.count)
    origin = Array(repeating: .first, count: count)
    var correlated = Array(repeating: false, count: count)
    for member in plan.correlatedNumbers { correlated[member] = true }
    isCorrelated = correlated
    let design = UncertaintyDesign(sampling, draws: Draws(seed: seed))
    // With Sobol points the two samples are the two halves of one sequence of twice the dimension.
    let places = plan.world.unknowns.count
    sheets = [
      UncertaintyDesign.Sheet(design, names: plan.unknownNames, places: plan.places),
      UncertaintyDesign.Sheet(
        design, names: plan.unknownPaths.map { NameHash("second.\($0)") },
        places: plan.places.map { $0 + places }),
    ]
  }

  /// The number of dimensions that Sobol points of both samples have.
  static func dimensions(_ plan: Plan) -> Int { 2 * plan.world.unknowns.count }

  /// Draws both samples of a block, the second one only if it is needed.
  func draw(_ block: Int, needsSecond: Bool) {
    firstRun = block * Block.runs
    fill(firstLevels, firstValues, 0)
    if needsSecond { fill(secondLevels, secondValues, 1) }
  }

  private func fill(_ levels: borrowing Lanes, _ values: borrowing Lanes, _ sample: Int) {
    var sheet = sheets[sample]
    levels.withRows(0..<levels.rows) {
      sheet.fill(firstRun: UInt32(firstRun), runs: Block.runs, into: &$0)
    }
    sheets[sample] = sheet
    for row in 0..<levels.rows { values.copy(row, from: levels, row) }
    for row in plan.uncertain.indices where !isCorrelated[row] {
      values.withRows(row..<(row + 1)) { plan.quantileFunctions[row].apply(to: &$0) }
    }
  }

  /// Begins a variant: every unknown as in the first sample, every lever as drawn.
  func begin() {
    for unknown in origin.indices where origin[unknown] != .first { origin[unknown] = .first }
    guard hasForced else { return }
    for lever in 0..<forced.rows { forced.fill(lever, with: -1) }
    hasForced = false
  }

  /// The level of an unknown in a sample.
  public func level(_ unknown: Int, run: Int, in sample: Sample = .first) -> Double {
    sample == .first ? firstLevels[unknown, run: run] : secondLevels[unknown, run: run]
  }

  /// Takes an unknown from a sample, in all runs of the block.
  public func take(_ unknown: Int, from sample: Sample) {
    origin[unknown] = sample == .first ? .first : .second
  }

  /// Sets the level of an unknown in all runs of the block.
  public func set(_ unknown: Int, to level: Double) {
    own(unknown)
    current.fill(unknown, with: Levels.checked(level))
  }

  /// Sets the level of an unknown in one run of the block; in the others it is what it was.
  public func set(_ unknown: Int, run: Int, to level: Double) {
    own(unknown)
    current[unknown, run: run] = Levels.checked(level)
  }

  /// Puts a lever in force, or takes it out, in all runs of the block, whatever was drawn; a lever that the scenario has switched off stays off.
  public func force(_ lever: Int, on isOn: Bool) {
    markForced()
    forced.fill(lever, with: isOn ? 1 : 0)
  }

  /// Puts a lever in force, or takes it out, in one run of the block; in the others it stays as drawn or forced.
  public func force(_ lever: Int, run: Int, on isOn: Bool) {
    markForced()
    forced[lever, run: run] = isOn ? 1 : 0
  }

  private func markForced() {
    guard !hasForced else { return }
    for lever in 0..<forced.rows { forced.fill(lever, with: -1) }
    hasForced = true
  }

  private static func checked(_ level: Double) -> Double {
    precondition(level > 0 && level < 1, "level is \(level), expected between 0 and 1")
    return level
  }

  private func own(_ unknown: Int) {
    switch origin[unknown] {
    case .first: current.copy(unknown, from: firstLevels, unknown)
    case .second: current.copy(unknown, from: secondLevels, unknown)
    case .own: return
    }
    origin[unknown] = .own
  }

  /// Whether the variant's value of one of some unknowns may be another one than in a sample.
  func differs(in unknowns: Set<Int>, from sample: Sample) -> Bool {
    let same: Origin = sample == .first ? .first : .second
    return unknowns.contains { origin[$0] != same }
  }

  /// Makes the knowledge of the variant's runs.
  func apply(to knowledge: Knowledge) {
    let members = plan.correlatedNumbers
    var uniform: [Int] = []
    for unknown in origin.indices {
      switch origin[unknown] {
      case .first: knowledge.drawn.copy(unknown, from: firstValues, unknown)
      case .second: knowledge.drawn.copy(unknown, from: secondValues, unknown)
      case .own:
        knowledge.drawn.copy(unknown, from: current, unknown)
        if unknown < plan.uncertain.count, !isCorrelated[unknown] { uniform.append(unknown) }
      }
    }
    knowledge.derive(plan, numbers: uniform + members)
    guard hasForced else { return }
    for lever in 0..<forced.rows where plan.world.levers[lever].isEnabled {
      for lane in 0..<Block.width {
        let wanted = forced[lever, lane]
        knowledge.inForce[lever, lane] = knowledge.inForce[lever, lane].replacing(
          with: wanted, where: wanted .>= .zero)
      }
    }
  }
}
