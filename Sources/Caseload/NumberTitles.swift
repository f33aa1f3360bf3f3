/// The titles for people of all numbers of a scenario: `streams.asylum-general.inflow.level` is "Asylum track 4: inflow a month".
///
/// A title names a part of the world and then says what the number is of it. No two numbers of a scenario have the same title in either
/// language: where the words would be the same, the names from the path that differ stand behind them in brackets. Distributions, values
/// and units are not in it; tables have columns for them.
public struct NumberTitles: Hashable, Sendable {
  /// A title in its two parts.
  struct Parts: Hashable, Sendable {
    /// The part of the world; nil for what belongs to none or to several.
    var owner: Bilingual?
    /// What the number is of it.
    var phrase: Bilingual

    /// The parts together.
    var title: Bilingual { owner.map { NumberTitles.joined($0, phrase) } ?? phrase }
  }

  /// Titles are kept to about this many characters, where the titles that the scenario gives allow it.
  static let longest = 90

  private var parts: [String: Parts] = [:]
  private let world: World

  /// Makes the titles of a world; takes time in proportion to its numbers times its streams.
  public init(_ world: World) {
    self.world = world
    var order: [String] = []
    func add(_ path: String?, _ owner: Bilingual?, _ phrase: Bilingual) {
      guard let path, parts[path] == nil else { return }
      order.append(path)
      parts[path] = Parts(owner: owner, phrase: phrase)
    }
    for index in world.streams.indices {
      let owner = world.shortTitle(ofStream: index)
      for (path, phrase) in world.streams[index].phrases { add(path, owner, phrase) }
    }
    for pool in world.pools {
      for (path, phrase) in world.phrases(of: pool) { add(path, pool.title, phrase) }
    }
    for flow in world.flows {
      for (path, phrase) in world.phrases(of: flow) { add(path, flow.title, phrase) }
    }
    for penalty in world.penalties {
      add(penalty.euros.path, penalty.title, penalty.event.amount)
    }
    for index in world.levers.indices {
      let lever = world.levers[index]
      let chance = Bilingual(
        nl: "kans dat dit in werking treedt", en: "chance that it comes into force")
      add(lever.probability.path, lever.title, chance)
      for effect in lever.effects { add(effect.size.path, lever.title, world.phrase(of: effect)) }
      add(
        world.pathInForce(ofLever: index), lever.title,
        Bilingual(nl: "wel of niet in werking", en: "in force or not"))
    }
    for test in world.tests {
      for side in [test.left, test.right] {
        if case .constant(let number) = side { add(number.path, nil, test.phrase) }
      }
    }
    for correlation in world.correlations {
      switch correlation {
      case .inflow(let first, let second, let number):
        add(number.path, nil, world.phrase(ofInflows: first, second))
      case .rank(let first, let second, let number):
        let phrase = together(first, second)
        add(number.path, phrase.owner, phrase.phrase)
      }
    }
    tellApart(order)
    // Quantities have other paths than their numbers where `on` leaves keys out, and have paths where the file gives no number.
    for quantity in world.quantities {
      let path = world.path(of: quantity)
      if parts[path] == nil {
        parts[path] =
          world.base(of: quantity).flatMap { parts[$0.path] }
          ?? Parts(owner: world.owner(of: quantity), phrase: world.phrase(of: quantity))
      }
    }
    for lever in world.levers { parts["levers.\(lever.name)"] = Parts(phrase: lever.title) }
  }

  /// The title of a number by its path, of a quantity by its path as after `on`, of a lever by `levers.NAME`, or of its draw; the path itself when there is no such thing.
  public subscript(path: String) -> Bilingual {
    parts[path]?.title ?? Bilingual(nl: path, en: path)
  }

  /// What a number is of its part of the world: the title without its beginning, for tables in which the part is the heading.
  public func phrase(at path: String) -> Bilingual {
    parts[path]?.phrase ?? Bilingual(nl: path, en: path)
  }

  /// The title of several numbers together, by path, in their order: what they have in common is said once, and of more than three only the first is named.
  ///
  /// At least one path is needed.
  public func title(ofNumbersAt paths: [String]) -> Bilingual {
    precondition(!paths.isEmpty, "paths is empty, expected at least one")
    if paths.count > 3 {
      let (first, others) = (self[paths[0]], paths.count - 1)
      return Bilingual(nl: "\(first.nl) + \(others) andere", en: "\(first.en) + \(others) others")
    }
    let owners = Set(paths.map { parts[$0]?.owner })
    if paths.count > 1, owners.count == 1, let owner = owners.first ?? nil {
      return NumberTitles.joined(owner, NumberTitles.list(paths.map(phrase), " + ", " + "))
    }
    return NumberTitles.list(paths.map { self[$0] }, " + ", " + ")
  }

  /// The title of the part of the world to which numbers belong, by the first two names of their paths, such as `pools.asylum`; nil when there is no such part.
  public func title(ofPartAt path: String) -> Bilingual? {
    let names = path.split(separator: ".").map(String.init)
    guard names.count == 2 else { return nil }
    func named<Part>(_ all: [Part], _ name: KeyPath<Part, String>) -> Int? {
      all.firstIndex { $0[keyPath: name] == names[1] }
    }
    switch names[0] {
    case "streams":
      return named(world.streams, \.name).map {
        let title = world.shortTitle(ofStream: $0)
        return Bilingual(nl: "\(title.nl) (zaakstroom)", en: "\(title.en) (stream)")
      }
    case "pools":
      return named(world.pools, \.name).map {
        let title = world.pools[$0].title
        return Bilingual(nl: "\(title.nl) (team)", en: "\(title.en) (pool)")
      }
    case "flows": return named(world.flows, \.name).map { world.flows[$0].title }
    case "penalties": return named(world.penalties, \.name).map { world.penalties[$0].title }
    case "levers": return named(world.levers, \.name).map { world.levers[$0].title }
    case "tests": return named(world.tests, \.name).map { world.tests[$0].phrase }
    default: return parts[path]?.title
    }
  }

  // MARK: Making

  /// What ranks together: two numbers of one part, or of two.
  private func together(_ first: String, _ second: String) -> Parts {
    let (one, other) = (parts[first], parts[second])
    let both = NumberTitles.list([phrase(at: first), phrase(at: second)], " en ", " and ")
    if let owner = one?.owner, owner == other?.owner {
      let full = Parts(
        owner: owner,
        phrase: Bilingual(nl: "samenhang van \(both.nl)", en: "correlation of \(both.en)"))
      return full.title.isShort
        ? full
        : Parts(
          owner: owner,
          phrase: Bilingual(nl: "samenhang van twee getallen", en: "correlation of two numbers"))
    }
    let full = NumberTitles.list([self[first], self[second]], " en ", " and ")
    let title = Bilingual(nl: "Samenhang van \(full.nl)", en: "Correlation of \(full.en)")
    if title.isShort { return Parts(phrase: title) }
    let owners = NumberTitles.list(
      [one?.owner ?? phrase(at: first), other?.owner ?? phrase(at: second)], " en ", " and ")
    return Parts(
      phrase: Bilingual(nl: "Samenhang van \(owners.nl)", en: "Correlation of \(owners.en)"))
  }

  /// Puts the names that differ behind titles that are the same in either language.
  private mutating func tellApart(_ paths: [String]) {
    for language in Language.allCases {
      var same: [String: [String]] = [:]
      for path in paths { same[self[path][language], default: []].append(path) }
      for group in same.values where group.count > 1 {
        let names = group.map { $0.split(separator: ".").map(String.init) }
        let length = names.map(\.count).max() ?? 0
        let places = (0..<length).filter { place in
          Set(names.map { place < $0.count ? $0[place] : "" }).count > 1
        }
        for (path, names) in zip(group, names) {
          let own = places.filter { $0 < names.count }.map { Bilingual(name: names[$0]).en }
          let mark = " (\(own.joined(separator: ", ")))"
          parts[path]?.phrase.append(mark)
        }
      }
    }
  }

  /// An owner and what is said of it; after an owner with a colon of its own comes a dash.
  private static func joined(_ owner: Bilingual, _ phrase: Bilingual) -> Bilingual {
    func text(_ owner: String, _ phrase: String) -> String {
      owner + (owner.contains(":") ? " – " : ": ") + phrase
    }
    return Bilingual(nl: text(owner.nl, phrase.nl), en: text(owner.en, phrase.en))
  }

  private static func list(_ texts: [Bilingual], _ nl: String, _ en: String) -> Bilingual {
    Bilingual(nl: texts.map(\.nl).joined(separator: nl), en: texts.map(\.en).joined(separator: en))
  }
}

extension Bilingual {
  /// Whether both versions have the length of a title.
  fileprivate var isShort: Bool { max(nl.count, en.count) <= NumberTitles.longest }

  /// Puts the same words behind both versions.
  fileprivate mutating func append(_ mark: String) {
    self = Bilingual(nl: nl + mark, en: en + mark)
  }
}

extension World {
  /// The title for people of a number by its path in ``inventory``, such as "Asylum: hires a month"; the path itself when it is not there.
  ///
  /// Takes as long as the titles of all numbers: who needs many makes ``NumberTitles`` once.
  public func title(ofNumberAt path: String) -> Bilingual { NumberTitles(self)[path] }

  /// The title of a stream as far as its colon, where no other stream begins so in either language: "Asylum track 4" of "Asylum track 4: general and extended procedure".
  public func shortTitle(ofStream index: Int) -> Bilingual {
    func short(_ title: Bilingual) -> Bilingual {
      Bilingual(
        nl: String(title.nl.prefix { $0 != ":" }), en: String(title.en.prefix { $0 != ":" }))
    }
    let (title, own) = (streams[index].title, short(streams[index].title))
    let isClear = streams.indices.allSatisfy { other in
      let theirs = short(streams[other].title)
      return other == index || (theirs.nl != own.nl && theirs.en != own.en)
    }
    return isClear && !own.nl.isEmpty && !own.en.isEmpty ? own : title
  }
}
