public import Caseload

/// Whether the claims of the letter and the worlds that rest on them know each other.
public enum Coverage {
  /// A mention of something that does not exist.
  public struct Mention: Hashable, Sendable {
    /// Where it is mentioned.
    public let path: String
    /// The identifier that nothing has.
    public let id: String
  }

  /// The claims that nothing in any of the worlds uses, in the order of the letter; context is exempt.
  ///
  /// A claim is used by a number, stream, pool, flow, penalty or lever that rests on it, by a test of it and by a question
  /// that answers it. Levers that are switched off use none.
  public static func unusedClaims(in worlds: [World]) -> [String] {
    let used = Set(worlds.flatMap { mentions(in: $0, asleep: false).map(\.id) })
    return Claim.all.filter { !$0.isContext && !used.contains($0.id) }.map(\.id)
  }

  /// The mentions of claims that the letter does not have, in the order of the file.
  public static func unknownClaims(in world: World) -> [Mention] {
    mentions(in: world, asleep: true).filter { Claim.named($0.id) == nil }
  }

  /// The mentions of sources that the world does not list, in the order of the file.
  public static func unknownSources(in world: World) -> [Mention] {
    let known = Set(world.sources.map(\.id))
    var found: [Mention] = []
    for entry in world.inventory {
      for case .source(let id, _) in entry.basis { found.append(Mention(path: entry.path, id: id)) }
    }
    for test in world.tests {
      if let id = test.source { found.append(Mention(path: "tests.\(test.name)", id: id)) }
    }
    for figure in world.published { found.append(Mention(path: figure.path, id: figure.source)) }
    return found.filter { !known.contains($0.id) }
  }

  private static func mentions(in world: World, asleep: Bool) -> [Mention] {
    let silent =
      asleep
      ? [] : Set(world.levers.filter { !$0.isEnabled }.flatMap { $0.numbers.map(\.path) })
    var found: [Mention] = []
    func add(_ claims: [String], at path: String) {
      found += claims.map { Mention(path: path, id: $0) }
    }
    for entry in world.inventory where !silent.contains(entry.path) {
      add(entry.basis.claims, at: entry.path)
    }
    for stream in world.streams { add(stream.claims, at: "streams.\(stream.name)") }
    for pool in world.pools { add(pool.claims, at: "pools.\(pool.name)") }
    for flow in world.flows { add(flow.claims, at: "flows.\(flow.name)") }
    for penalty in world.penalties { add(penalty.claims, at: "penalties.\(penalty.name)") }
    for lever in world.levers where asleep || lever.isEnabled {
      add(lever.claims, at: "levers.\(lever.name)")
    }
    for (index, question) in world.questions.enumerated() {
      add([question.claim], at: "questions.\(index)")
    }
    for test in world.tests {
      if let claim = test.claim { add([claim], at: "tests.\(test.name)") }
    }
    return found
  }
}

extension Lever {
  fileprivate var numbers: [Number] { [probability] + effects.map(\.size) }
}
