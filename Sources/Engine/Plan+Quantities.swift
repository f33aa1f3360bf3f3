internal import Caseload
internal import Probability

/// How a quantity follows from its base and the levers.
struct QuantityPlan: Sendable {
  /// One effect on it.
  struct EffectPlan: Sendable {
    let operation: Effect.Operation
    let lever: Int
    /// Row of its size among the inputs.
    let size: Int
    /// Phase by lodging class if it applies by lodging month, else by month.
    let phases: [Double]
    let isByLodging: Bool
  }

  let quantity: Quantity
  /// Row of its base among the inputs.
  let base: Int
  /// Its effects: first `set`, then `multiply`, then `add`, each in the order of the file.
  let effects: [EffectPlan]
  /// Number of its lodging classes: those of its stream if an effect on it (or, for an outcome, on one of its siblings) applies by
  /// lodging month, else one.
  let classes: Int
  /// First row among the current values; class `k` follows at `row + k`.
  let row: Int
  /// Whether its value in a month can differ from that of the month before.
  let changes: [Bool]

  /// The row for a class of its stream.
  func row(class index: Int) -> Int { row + (classes > 1 ? index : 0) }
}

/// Collects quantities and their effects.
struct QuantityBuilder {
  private(set) var quantities: [QuantityPlan] = []
  private(set) var rows = 0
  private let world: World
  private let offset: Int
  /// Effects of enabled levers, in the order of the file, by quantity.
  private let effects: [Quantity: [(lever: Int, effect: Effect)]]

  /// Gathers the effects of the levers that take part.
  init(world: World, offset: Int) {
    self.world = world
    self.offset = offset
    var effects: [Quantity: [(lever: Int, effect: Effect)]] = [:]
    for (index, lever) in world.levers.enumerated() where lever.isEnabled {
      for effect in lever.effects {
        for quantity in effect.quantities { effects[quantity, default: []].append((index, effect)) }
      }
    }
    self.effects = effects
  }

  /// Whether an effect names the quantity.
  func isTouched(_ quantity: Quantity) -> Bool { effects[quantity] != nil }

  /// Classes of lodging months of a stream: equal where every effect by lodging month has the same phase.
  func lodgingClasses(ofStream stream: Int) -> (classOf: [Int], classes: Int) {
    let phases = world.quantities.filter { $0.isOfCase && isOf(stream, $0) }
      .flatMap { effects[$0] ?? [] }.map(\.effect)
      .filter { $0.application == .lodged }.map(\.phase)
    var known: [[Double]: Int] = [:]
    let classOf = (-offset..<world.calendar.months).map { month in
      let key = phases.map { $0.value(in: month, of: world.calendar) }
      if let index = known[key] { return index }
      known[key] = known.count
      return known.count - 1
    }
    return (classOf, known.count)
  }

  private func isOf(_ stream: Int, _ quantity: Quantity) -> Bool {
    switch quantity {
    case .stepHours(let index, _), .stepShare(let index, _), .straightThrough(let index),
      .withdrawal(let index), .term(let index), .minimumLead(let index), .outcome(let index, _):
      index == stream
    default: false
    }
  }

  /// The row of a base; uncertain outcome shares are divided by their sum.
  private func baseRow(_ base: Number, _ quantity: Quantity, _ inputs: inout InputBuilder) -> Int {
    let all = siblings(of: quantity).compactMap { world.base(of: $0) }
    guard all.count > 1, all.contains(where: \.isUncertain) else { return inputs.row(base) }
    return inputs.row(base, dividedBySumOf: all)
  }

  /// Quantities that are computed together: the outcomes of a stream, since their shares sum to one.
  private func siblings(of quantity: Quantity) -> [Quantity] {
    guard case .outcome(let stream, _) = quantity else { return [quantity] }
    return world.streams[stream].outcomes.indices.map { .outcome(stream: stream, outcome: $0) }
  }

  /// Adds a quantity unless it is nought and no effect names it; returns its index.
  mutating func addUnlessNought(_ quantity: Quantity, _ inputs: inout InputBuilder) -> Int? {
    if let base = world.base(of: quantity) {
      return base.law.fixedValue == 0 && !isTouched(quantity) ? nil : add(quantity, &inputs)
    }
    return isTouched(quantity) ? add(quantity, &inputs) : nil
  }

  /// Adds a quantity and returns its index; one that the file leaves out is nought.
  mutating func add(_ quantity: Quantity, _ inputs: inout InputBuilder) -> Int {
    let base =
      world.base(of: quantity).map { baseRow($0, quantity, &inputs) }
      ?? inputs.row(constant: 0)
    let named = effects[quantity] ?? []
    var stream: Int?
    for index in world.streams.indices where isOf(index, quantity) { stream = index }
    let siblings = siblings(of: quantity).flatMap { effects[$0] ?? [] }.map(\.effect)
    let byLodging = siblings.contains { $0.application == .lodged }
    var representatives: [Int] = []
    if byLodging, let stream {
      let (classOf, classes) = lodgingClasses(ofStream: stream)
      representatives = (0..<classes).map { index in
        (classOf.firstIndex(of: index) ?? 0) - offset
      }
    }
    let months = world.calendar.months
    var ordered: [QuantityPlan.EffectPlan] = []
    for operation in [Effect.Operation.set, .multiply, .add] {
      for (lever, effect) in named where effect.operation == operation {
        let lodged = effect.application == .lodged
        let times = lodged ? representatives : Array(0..<months)
        ordered.append(
          QuantityPlan.EffectPlan(
            operation: operation, lever: lever, size: inputs.row(effect.size),
            phases: times.map { effect.phase.value(in: $0, of: world.calendar) },
            isByLodging: lodged))
      }
    }
    let moving = siblings.filter { $0.application == .decided }.map { effect in
      (-1..<months).map { effect.phase.value(in: $0, of: world.calendar) }
    }
    let changes = (0..<months).map { month in
      month == 0 || moving.contains { $0[month] != $0[month + 1] }
    }
    let classes = max(1, representatives.count)
    quantities.append(
      QuantityPlan(
        quantity: quantity, base: base, effects: ordered, classes: classes, row: rows,
        changes: changes))
    rows += classes
    return quantities.count - 1
  }
}
