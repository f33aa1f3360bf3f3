public import Caseload

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
  /// Its rank correlations go: a number that does not vary has none.
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
    return pairs.reversed().map { .value(path: "correlations.\($0.offset)", text: "null") } + [
      .value(path: path, text: "\(value)")
    ]
  }

  /// The path among some that is within two edits of a written one; nil when there is none.
  public static func nearestPath(to written: String, among paths: [String]) -> String? {
    nearest(to: written, among: paths)
  }
}
