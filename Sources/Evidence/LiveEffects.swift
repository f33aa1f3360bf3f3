internal import Caseload

/// An effect on one quantity that can change a number within the horizon.
struct LiveEffect {
  /// Index of the lever.
  let lever: Int
  /// Index of the effect in the lever.
  let effect: Int
  /// What it changes.
  let quantity: Quantity
  /// The first month in which it can: of use, or of lodging when `isLodged`.
  let first: Int
  /// Whether only cases lodged from `first` on are touched.
  let isLodged: Bool
}

/// The effects of a world that can change anything, and what follows for the values of quantities.
///
/// An effect cannot change anything when its lever is switched off or has probability nought, when its phase is nought in
/// every month of the horizon, when its size is exactly that of no effect, or when it multiplies a quantity that is nought.
struct LiveEffects {
  /// By lever, effect and quantity, in the order of the file.
  let all: [LiveEffect]
  private let world: World
  private let byQuantity: [Quantity: [LiveEffect]]

  init(_ world: World) {
    self.world = world
    var found: [LiveEffect] = []
    for (index, lever) in world.levers.enumerated()
    where lever.isEnabled && lever.probability.law.bounds.upperBound > 0 {
      for (place, effect) in lever.effects.enumerated() where !effect.isVoid {
        for quantity in effect.quantities {
          guard let first = Self.firstMonth(of: effect, on: quantity, in: world) else { continue }
          found.append(
            LiveEffect(
              lever: index, effect: place, quantity: quantity, first: max(0, first),
              isLodged: first >= 0 && effect.isByLodging(quantity)))
        }
      }
    }
    let sets = found.filter { world.levers[$0.lever].effects[$0.effect].operation == .set }
    let settings = Dictionary(grouping: sets, by: \.quantity)
    all = found.compactMap { live in
      let effect = world.levers[live.lever].effects[live.effect]
      guard effect.operation == .multiply, world.isNought(live.quantity) else { return live }
      // Nought stays nought unless something was set before.
      guard let set = settings[live.quantity]?.map(\.first).min() else { return nil }
      return LiveEffect(
        lever: live.lever, effect: live.effect, quantity: live.quantity,
        first: max(live.first, set), isLodged: live.isLodged)
    }
    byQuantity = Dictionary(grouping: all, by: \.quantity)
  }

  /// The effects on a quantity.
  func on(_ quantity: Quantity) -> [LiveEffect] { byQuantity[quantity] ?? [] }

  /// The first month in which a quantity can differ from nought; nil when it never can.
  func firstNonZero(_ quantity: Quantity) -> Int? {
    guard world.isNought(quantity) else { return 0 }
    return on(quantity).filter { world.levers[$0.lever].effects[$0.effect].operation != .multiply }
      .filter { !world.levers[$0.lever].effects[$0.effect].size.isAlways(0) }
      .map(\.first).min()
  }

  /// A value that a quantity of at least nought never falls below while no effect is in force.
  func lowestBase(_ quantity: Quantity) -> Double {
    max(0, world.base(of: quantity)?.law.bounds.lowerBound ?? 0)
  }

  /// A value that a quantity of at least nought never falls below.
  func lowest(_ quantity: Quantity) -> Double {
    var low = lowestBase(quantity)
    let effects = on(quantity).map { world.levers[$0.lever].effects[$0.effect] }
    for effect in effects where effect.operation == .set {
      low = min(low, effect.size.law.bounds.lowerBound)
    }
    low = max(0, low)
    for effect in effects where effect.operation == .multiply {
      low *= min(1, max(0, effect.size.law.bounds.lowerBound))
    }
    for effect in effects where effect.operation == .add {
      low += min(0, effect.size.law.bounds.lowerBound)
    }
    return max(0, low)
  }

  private static func firstMonth(of effect: Effect, on quantity: Quantity, in world: World)
    -> Int?
  {
    let oldest =
      if effect.isByLodging(quantity), let stream = quantity.stream {
        -world.streams[stream].oldestAge
      } else {
        0
      }
    return (oldest..<world.calendar.months).first {
      effect.phase.value(in: $0, of: world.calendar) > 0
    }
  }
}

extension Effect {
  /// Whether its size is exactly that of no effect.
  fileprivate var isVoid: Bool {
    switch operation {
    case .set: false
    case .multiply: size.isAlways(1)
    case .add: size.isAlways(0)
    }
  }

  /// Whether the lodging month decides, and can differ from the month of use.
  fileprivate func isByLodging(_ quantity: Quantity) -> Bool {
    if case .straightThrough = quantity { return false }
    return application == .lodged && quantity.isOfCase
  }
}

extension World {
  /// Whether the base of a quantity is nought in every run.
  fileprivate func isNought(_ quantity: Quantity) -> Bool {
    base(of: quantity)?.isAlways(0) ?? true
  }
}

extension Quantity {
  /// Index of the stream that it belongs to; nil for those of pools, flows and penalties.
  var stream: Int? {
    switch self {
    case .inflowLevel(let stream), .inflowTrend(let stream), .stepHours(let stream, _),
      .stepShare(let stream, _), .straightThrough(let stream), .withdrawal(let stream),
      .term(let stream), .minimumLead(let stream), .drift(let stream), .outcome(let stream, _),
      .newest(let stream):
      stream
    case .hires, .attrition, .hoursPerMonth, .casesPerEvent, .euros: nil
    }
  }
}
