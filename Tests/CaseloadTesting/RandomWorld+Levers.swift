internal import Caseload
internal import Probability

extension WorldMaker {
  mutating func addLever(_ index: Int) {
    let path = "levers.l\(index)"
    let probability =
      dice.falls(0.5)
      ? builder.number("\(path).probability", dice.pick([0, 0.3, 0.5, 0.8, 1]))
      : number("\(path).probability", 0, 1, .share)
    let effects = (0..<dice.whole(1...3)).map { effect("\(path).effects.e\($0)") }
    builder.levers.append(
      Lever(
        name: "l\(index)", title: WorldBuilder.title("l\(index)"), isEnabled: dice.falls(0.9),
        probability: probability, effects: effects, claims: []))
  }

  /// A change of one quantity, or of several with the same unit.
  private mutating func effect(_ path: String) -> Effect {
    let all = builder.world.quantities
    let quantity = dice.pick(all)
    var quantities = [quantity]
    if dice.falls(0.2) {
      quantities += all.filter {
        $0 != quantity && $0.unit == quantity.unit && $0.isOfCase == quantity.isOfCase
      }.prefix(2)
    }
    let operation = dice.pick([Effect.Operation.set, .multiply, .add])
    let (low, high) = range(quantity, operation)
    return Effect(
      path: path, quantities: quantities, operation: operation,
      size: number("\(path).\(operation)", low, high, quantity.unit), phase: phase(),
      application: quantity.isOfCase ? dice.pick([.lodged, .decided]) : .decided)
  }

  /// Sizes that carry a quantity to its limits and beyond, but not to where numbers explode.
  private func range(_ quantity: Quantity, _ operation: Effect.Operation) -> (Double, Double) {
    let usual = builder.world.base(of: quantity)?.law.mean ?? 0.1
    let scale =
      switch quantity {
      case .term, .minimumLead: 6.0
      case .straightThrough, .outcome, .newest, .stepShare: 0.8
      case .withdrawal, .drift, .inflowTrend: 0.3
      case .casesPerEvent: 0.1
      default: usual
      }
    return switch operation {
    case .set: (0, scale)
    case .multiply: (0, 1.5)
    case .add: (-scale, scale)
    }
  }

  private mutating func phase() -> Phase {
    let (first, second) = (day(), day())
    let (early, late) = (min(first, second), max(first, second))
    let isOneDay = early == late
    let onset: Phase.Onset =
      switch dice.whole(0...4) {
      case 0: .always
      case 1: .logistic(midpoint: first, width: dice.real(0.3, 15))
      case 2 where !isOneDay: .linear(early, late)
      default: .step(first)
      }
    let (third, fourth) = (day(), day())
    let ending: Phase.Ending? =
      switch dice.whole(0...5) {
      case 0: .step(third)
      case 1 where third != fourth: .linear(min(third, fourth), max(third, fourth))
      default: nil
      }
    return Phase(onset: onset, ending: ending)
  }

  /// A day from some months before the start to some after the end.
  private mutating func day() -> Day {
    let month = builder.calendar.month(dice.whole(-20...(builder.months + 6)))
    let day = dice.falls(0.3) ? 1 : dice.whole(1...month.days)
    guard let result = Day("\(month)-\(day < 10 ? "0" : "")\(day)") else {
      preconditionFailure("\(month) has no day \(day)")
    }
    return result
  }
}
