public import Caseload
internal import Probability

extension ScenarioReader {
  /// A scenario that was read with more changes, without reading its files again.
  ///
  /// - Parameters:
  ///   - loaded: What was read, with the changes that were asked for then.
  ///   - overrides: More changes, in order.
  /// - Returns: The world with them, without a fault.
  /// - Throws: All faults at once.
  public func world(
    _ loaded: LoadedScenario, changedBy overrides: [Override]
  ) throws(Faults) -> World {
    var setter = Setter(document: loaded.document)
    for override in overrides { setter.apply(override) }
    let (world, faults) = Self.world(of: setter.document, knownClaims: knownClaims)
    let all = setter.faults + faults
    guard all.isEmpty else { throw Faults(all) }
    return world
  }

  /// The values that each number of a scenario may have in its place, by path.
  public func domains(of loaded: LoadedScenario) -> [String: Domain] {
    let checker = Checker(document: loaded.document, claims: knownClaims)
    var domains = checker.numbers.mapValues(\.domain)
    // What sets a quantity may have the values of the quantity.
    for effect in loaded.world.levers.flatMap(\.effects) where effect.operation == .set {
      guard let quantity = effect.quantities.first else { continue }
      domains[effect.size.path] = Domain(of: quantity)
    }
    return domains
  }

  /// The changes that give a number one value in all runs.
  ///
  /// Its rank correlations go: a number that does not vary has none. Where it is a share of several that must add up to one, and no other of them
  /// is uncertain, those are scaled to what is left; uncertain ones are divided by their sum in every run.
  ///
  /// - Parameters:
  ///   - path: Of a number.
  ///   - value: In its domain.
  ///   - world: The world in which it is to be fixed.
  /// - Returns: Changes for ``world(_:changedBy:)``, in order.
  public static func fixing(_ path: String, at value: Double, in world: World) -> [Override] {
    let pairs = world.correlations.enumerated().filter { _, correlation in
      if case .rank(let first, let second, _) = correlation {
        first == path || second == path
      } else {
        false
      }
    }
    // The last first, so that the others keep their places.
    var changes = pairs.reversed().map {
      Override.value(path: "correlations.\($0.offset)", text: "null")
    }
    let others = sharedWith(path, in: world)
    let sum = others.reduce(0.0) { $0 + $1.law.mean }
    if sum > 0, others.allSatisfy({ !$0.isUncertain }) {
      for other in others {
        changes.append(
          .value(path: other.path, text: "\(other.law.mean * (1 - value) / sum)"))
      }
    }
    return changes + [.value(path: path, text: "\(value)")]
  }

  /// The other shares that must add up to one with a number; none where it is no such share.
  public static func sharedWith(_ path: String, in world: World) -> [Number] {
    for stream in world.streams {
      for shares in [stream.outcomes.map(\.share), stream.ages.map(\.share)]
      where shares.contains(where: { $0.path == path }) {
        return shares.filter { $0.path != path }
      }
    }
    return []
  }

  /// The path among some that is within two edits of a written one; nil when there is none.
  public static func nearestPath(to written: String, among paths: [String]) -> String? {
    nearest(to: written, among: paths)
  }
}
