extension World {
  /// What runs could draw once, in the order of the file: every number given as a distribution, and whether each lever is in force.
  ///
  /// Numbers of levers that are switched off are among them, so that switching a lever moves nobody's place. The draw of a lever has
  /// the path ``pathInForce(ofLever:)`` and stands before the lever's numbers. Sizes of surges are not here: they are drawn anew for
  /// every event.
  public var unknowns: [String] {
    let surges = Set(streams.compactMap { $0.inflow?.noise?.surge?.size.path })
    var before: [String] = []
    var after: [String] = []
    var ofLevers: [String: [String]] = [:]
    for case .number(let number) in inventory
    where number.isUncertain && !surges.contains(number.path) {
      let parts = number.path.split(separator: ".")
      if parts.count > 1, parts[0] == "levers" {
        ofLevers[String(parts[1]), default: []].append(number.path)
      } else if parts[0] == "tests" || parts[0] == "correlations" {
        after.append(number.path)
      } else {
        before.append(number.path)
      }
    }
    for index in levers.indices {
      before.append(pathInForce(ofLever: index))
      before += ofLevers[levers[index].name] ?? []
    }
    return before + after
  }

  /// The path of the draw by which a lever is in force in a run or not.
  public func pathInForce(ofLever lever: Int) -> String { "levers.\(levers[lever].name).inForce" }
}
