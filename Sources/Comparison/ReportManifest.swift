internal import Caseload
internal import Evidence
internal import JSONText
internal import Scenario

/// What `manifest.json` tells of the job behind a report.
struct ReportManifest {
  let scenario: String
  /// Facts of the job that results depend on, by name, in order.
  let facts: [(name: String, text: String)]
  /// The scenario after `extends`.
  let world: Node

  /// Reads a manifest; nil, and faults, when it is none.
  init?(_ source: FileSource, _ faults: inout FaultList) {
    func fault(_ place: Place?, _ fact: InputFault.Fact) {
      faults.add(InputFault(file: source.shown, place: place, subject: "", fact: fact))
    }
    let bytes: [UInt8]
    do { bytes = try ByteSource.all(of: source.path) } catch {
      fault(nil, .unreadable(reason: error.reason))
      return nil
    }
    let reading = Node.reading(bytes, file: source.shown, as: .json)
    for syntax in reading.faults { fault(syntax.place, .notJSON) }
    guard reading.faults.isEmpty, let root = reading.node else { return nil }
    guard let world = root["world"], world.members != nil else {
      fault(root.place, .noWorld)
      return nil
    }
    self.world = world
    scenario = root["scenario"]?.string ?? world["name"]?.string ?? ""
    let paths: [(String, [String])] = [
      ("scenarioDigest", ["scenarioDigest"]), ("seed", ["seed"]), ("runs", ["runs"]),
      ("sampling", ["sampling"]), ("central", ["central"]), ("endedBy", ["endedBy"]),
      ("program", ["program", "version"]), ("openBLAS", ["openBLAS", "version"]),
      ("openBLASKernel", ["openBLAS", "kernel"]), ("runsPerBlock", ["runsPerBlock"]),
      ("letterDigest", ["letterDigest"]),
    ]
    facts = paths.compactMap { name, path in
      var node: Node? = root
      for key in path { node = node?[key] }
      return node.map { (name, ScenarioDifferences.rendered($0)) }
    }
  }

  /// The scenario as a world; nil where this version of the program finds fault with it.
  var readWorld: World? {
    try? ScenarioReader(knownClaims: Set(Claim.all.map(\.id))).read(world)
  }

  /// A fact by its name; nil where the manifest does not state it.
  subscript(name: String) -> String? { facts.first { $0.name == name }?.text }

  /// Whether the same draws stand behind both reports, as far as seed, sampling and mode tell.
  func drawsAsMuch(as other: ReportManifest) -> Bool {
    guard self["seed"] != nil else { return false }
    return ["seed", "sampling", "central"].allSatisfy { self[$0] == other[$0] }
  }

  /// What differs from another job.
  func changes(to other: ReportManifest) -> [Change] {
    let names = facts.map(\.name) + other.facts.map(\.name).filter { self[$0] == nil }
    return names.compactMap { name in
      self[name] == other[name]
        ? nil : Change(.run, name, base: self[name], other: other[name])
    }
  }
}
