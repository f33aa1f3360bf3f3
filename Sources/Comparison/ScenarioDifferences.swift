internal import JSONText

/// What differs between two scenario documents, as they stand after `extends`.
struct ScenarioDifferences {
  private(set) var changes: [Change] = []

  private static let laws: Set<String> = [
    "uniform", "triangular", "pert", "normal", "lognormal", "beta", "bernoulli", "discrete",
    "quantiles",
  ]
  private static let words: Set<String> = [
    "title", "description", "statement", "quote", "publisher", "date", "url", "schemaVersion",
  ]

  /// Walks both documents in the order of the base.
  init(base: Node, other: Node) {
    // The job has its own seed and number of runs, which the manifest states beside the scenario.
    walkKeys(base, other, "", ("", ""), nil, except: ["runs", "seed", "name", "extends"])
  }

  private mutating func walk(
    _ base: Node?, _ other: Node?, _ path: String, _ basis: (base: String, other: String),
    _ within: String?
  ) {
    guard base != nil || other != nil else { return }
    let inner = (
      base: ScenarioDifferences.basis(base) ?? basis.base,
      other: ScenarioDifferences.basis(other) ?? basis.other
    )
    if isLeaf(base), isLeaf(other) {
      compare(base, other, path, inner, within)
      return
    }
    var within = within
    if base == nil || other == nil, within == nil, let name = partName(path) {
      let text = ScenarioDifferences.shown(base ?? other, path)
      changes.append(
        Change(
          name == "levers" ? .lever : .part, path, base: base == nil ? nil : text,
          other: other == nil ? nil : text))
      within = path
    }
    let (left, right) = (keyed(base), keyed(other))
    if left != nil || right != nil {
      let first = left ?? []
      let second = right ?? []
      let names = Dictionary(second, uniquingKeysWith: { one, _ in one })
      let known = Set(first.map(\.0))
      for (name, node) in first { walk(node, names[name], "\(path).\(name)", inner, within) }
      for (name, node) in second where !known.contains(name) {
        walk(nil, node, "\(path).\(name)", inner, within)
      }
    } else {
      walkKeys(base, other, path, inner, within, except: [])
    }
    compareBases(base, other, path, within)
  }

  private mutating func walkKeys(
    _ base: Node?, _ other: Node?, _ path: String, _ basis: (base: String, other: String),
    _ within: String?, except: Set<String>
  ) {
    let first = base?.members ?? []
    let second = other?.members ?? []
    // A value that takes the place of an object, or the other way round.
    if let base, base.members == nil { compare(base, nil, path, basis, within) }
    if let other, other.members == nil { compare(nil, other, path, basis, within) }
    let known = Set(first.map(\.key))
    let isLever = partName(path) == "levers"
    for member in first where member.key != "basis" && !except.contains(member.key) {
      let place = path.isEmpty ? member.key : "\(path).\(member.key)"
      walk(member.node, other?[member.key], place, basis, within, isLever: isLever)
    }
    for member in second
    where !known.contains(member.key) && member.key != "basis" && !except.contains(member.key) {
      let place = path.isEmpty ? member.key : "\(path).\(member.key)"
      walk(nil, member.node, place, basis, within, isLever: isLever)
    }
  }

  /// A key of a lever that is left out has its default: in force, with certainty.
  private mutating func walk(
    _ base: Node?, _ other: Node?, _ path: String, _ basis: (base: String, other: String),
    _ within: String?, isLever: Bool
  ) {
    let key = path.split(separator: ".").last ?? ""
    guard isLever, within == nil, key == "enabled" || key == "probability" else {
      walk(base, other, path, basis, within)
      return
    }
    func state(_ node: Node?) -> String {
      guard let node else { return key == "enabled" ? "on" : "1" }
      guard key == "enabled" else { return ScenarioDifferences.rendered(node) }
      return node.boolean == false ? "off" : "on"
    }
    let (first, second) = (state(base), state(other))
    guard first != second else { return }
    changes.append(
      Change(
        .lever, key == "enabled" ? String(path.dropLast(".enabled".count)) : path, base: first,
        other: second, baseBasis: ScenarioDifferences.basis(base) ?? basis.base,
        otherBasis: ScenarioDifferences.basis(other) ?? basis.other))
  }

  private mutating func compare(
    _ base: Node?, _ other: Node?, _ path: String, _ basis: (base: String, other: String),
    _ within: String?
  ) {
    let first = base.map(ScenarioDifferences.rendered)
    let second = other.map(ScenarioDifferences.rendered)
    if first != second {
      changes.append(
        Change(
          kind(path, base ?? other), path, base: first, other: second,
          baseBasis: base == nil ? "" : basis.base, otherBasis: other == nil ? "" : basis.other,
          within: within))
    } else {
      compareBases(base, other, path, within)
    }
  }

  private mutating func compareBases(
    _ base: Node?, _ other: Node?, _ path: String, _ within: String?
  ) {
    guard base != nil, other != nil else { return }
    let first = ScenarioDifferences.basis(base)
    let second = ScenarioDifferences.basis(other)
    guard first != second else { return }
    changes.append(
      Change(
        .basis, path, base: first, other: second, baseBasis: first ?? "", otherBasis: second ?? "",
        within: within))
  }

  private func kind(_ path: String, _ node: Node?) -> Change.Kind {
    let parts = path.split(separator: ".").map(String.init)
    if parts.first == "sources" { return .basis }
    if parts.contains(where: ScenarioDifferences.words.contains) { return .text }
    switch node?.content {
    case .number: return .number
    case .object: return .number
    case .array(let elements):
      return elements.contains { $0.number != nil } ? .number : .setting
    default: return .setting
    }
  }

  /// The list that a path names an element of: `levers` of `levers.pact`; nil of any other path.
  private func partName(_ path: String) -> String? {
    let parts = path.split(separator: ".")
    return parts.count == 2 ? String(parts[0]) : nil
  }

  /// Whether a value is one thing: a scalar, a list of scalars, a distribution, or a value with its basis.
  private func isLeaf(_ node: Node?) -> Bool {
    guard let node else { return true }
    switch node.content {
    case .object(let members):
      return members.contains { $0.key == "value" || ScenarioDifferences.laws.contains($0.key) }
    case .array(let elements):
      return !elements.contains { $0.members != nil }
    default: return true
    }
  }

  /// The elements of a list of things, by name; nil of anything else.
  private func keyed(_ node: Node?) -> [(String, Node)]? {
    guard let elements = node?.elements, elements.contains(where: { $0.members != nil }) else {
      return nil
    }
    return elements.enumerated().map { index, element in
      let name = element["name"] ?? element["id"] ?? element["claim"]
      return (name?.string ?? "\(index)", element)
    }
  }

  /// What a part is called, for people who see it on one side only.
  private static func shown(_ node: Node?, _ path: String) -> String {
    if path.hasPrefix("levers.") { return node?["enabled"]?.boolean == false ? "off" : "on" }
    return "present"
  }

  /// A value in a line: a number, or a distribution by its name and numbers.
  static func rendered(_ node: Node) -> String {
    switch node.content {
    case .string(let text): return text
    case .array(let elements):
      return "[" + elements.map(rendered).joined(separator: ", ") + "]"
    case .object(let members):
      let told = members.filter { $0.key != "basis" && $0.key != "unit" }
      if told.count == 1, told[0].key == "value" { return rendered(told[0].node) }
      return told.map {
        $0.key == "value" ? rendered($0.node) : "\($0.key) \(rendered($0.node))"
      }.joined(separator: ", ")
    default: return node.json.text(.compact)
    }
  }

  /// What an object says it rests on; nil where it says nothing.
  private static func basis(_ node: Node?) -> String? {
    guard let basis = node?["basis"] else { return nil }
    let all = basis.elements ?? [basis]
    return all.map { one in
      if let claim = one["claim"]?.string { return claim }
      if let source = one["source"]?.string {
        return one["quote"]?.string.map { "\(source): “\($0)”" } ?? source
      }
      return one["assumption"]?.string ?? one.json.text(.compact)
    }.joined(separator: " | ")
  }
}
