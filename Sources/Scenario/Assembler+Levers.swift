internal import Caseload
internal import JSONText
internal import Probability

extension Assembler {
  mutating func lever(_ node: Node, _ position: Int) -> Lever {
    let path = path("levers", position, node)
    let name = node["name"]?.string ?? ""
    return Lever(
      name: name, title: bilingual(node["title"], else: name),
      isEnabled: node["enabled"]?.boolean ?? true,
      probability: number("\(path).probability", .share)
        ?? standard("\(path).probability", 1, .share),
      effects: (node["effects"]?.elements ?? []).enumerated().map { index, effect in
        self.effect(effect, self.path("\(path).effects", index, effect))
      },
      claims: claims(node))
  }

  private mutating func effect(_ node: Node, _ path: String) -> Effect {
    let quantities = quantities(of: node["on"], "\(path).on")
    let operation: Effect.Operation =
      node["set"] != nil ? .set : node["add"] != nil ? .add : .multiply
    let sizePath = joined(path, operation.rawValue)
    checkKinds(quantities, node, path)
    var unit = Unit.factor
    if operation != .multiply, let first = quantities.first {
      unit = first.unit
      if let other = quantities.first(where: { $0.unit != unit }), let place = node["on"]?.place {
        report(place, "\(path).on", .mixedUnits(unit, other.unit))
      } else {
        checkSize(sizePath, operation, first)
      }
    }
    return Effect(
      path: path, title: bilingual(node["title"]), quantities: quantities, operation: operation,
      size: requiredNumber(sizePath, unit), phase: phase(node["phase"], "\(path).phase"),
      application: node["applies"]?.string.flatMap(Effect.Application.init(rawValue:)) ?? .decided)
  }

  /// The size has the unit of what it changes, and what is set must lie in its range.
  private mutating func checkSize(
    _ path: String, _ operation: Effect.Operation, _ quantity: Quantity
  ) {
    guard let draft = checker.numbers[path] else { return }
    if let (unit, place) = draft.unit, unit != quantity.unit {
      report(
        place, "\(path).unit",
        .unfit(.written(JSON.string(unit.rawValue).text(.compact)), .unit(quantity.unit)))
    }
    guard operation == .set, let law = draft.law else { return }
    let domain = Domain(of: quantity)
    if let value = law.fixedValue {
      if !domain.contains(value) {
        report(
          draft.place, path, .unfit(.written(Numeral(value).text), .number(domain)))
      }
    } else if !domain.meets(law.writtenSupport) {
      let support = law.writtenSupport
      report(
        draft.place, path, .support(low: support.lowerBound, high: support.upperBound, domain))
    }
  }

  private mutating func checkKinds(_ quantities: [Quantity], _ node: Node, _ path: String) {
    guard let on = node["on"] else { return }
    let ofCase = quantities.first(where: \.isOfCase).map(written)
    let other = quantities.first { !$0.isOfCase }.map(written)
    if let ofCase, let other {
      report(on.place, path, .mixedKinds(ofCase: ofCase, other: other))
    } else if let ofCase, node["applies"] == nil {
      report(node.place, path, .appliesMissing(ofCase))
    } else if let other, let applies = node["applies"] {
      report(applies.place, "\(path).applies", .appliesNeedless(other))
    }
  }

  private func written(_ quantity: Quantity) -> String {
    quantities.first { $0.quantity == quantity }?.path ?? ""
  }

  // MARK: What is changed

  private mutating func quantities(of node: Node?, _ path: String) -> [Quantity] {
    guard let node else { return [] }
    let written: [(node: Node, path: String)] =
      node.elements?.enumerated().map { ($1, "\(path).\($0)") } ?? [(node, path)]
    var found: [Quantity] = []
    var seen: Set<Quantity> = []
    for (element, elementPath) in written {
      guard let pattern = element.string else { continue }
      for (quantityPath, quantity) in matches(of: pattern, element.place, elementPath) {
        if seen.insert(quantity).inserted {
          found.append(quantity)
        } else {
          report(element.place, elementPath, .repeated(quantityPath))
        }
      }
    }
    return found
  }

  private mutating func matches(
    of pattern: String, _ place: Place, _ path: String
  ) -> [(path: String, quantity: Quantity)] {
    let plain = Self.quantityPath(pattern)
    if pattern.contains("*") {
      let parts = Self.parts(of: plain)
      let found = quantities.indices.filter { Self.matches(parts, partsOfQuantity[$0]) }
        .map { quantities[$0] }
      if found.isEmpty { report(place, path, .matchesNothing(pattern)) }
      return found
    }
    if let quantity = quantityOfPath[plain] { return [(plain, quantity)] }
    if absentPaths.contains(plain) {
      report(place, path, .absentQuantity(pattern))
    } else {
      let near = nearest(to: pattern, among: quantities.map(\.path))
      report(place, path, .unknown(.quantity, pattern, nearest: near))
    }
    return []
  }

  /// The path of a quantity without the keys that `on` leaves out.
  static func quantityPath(_ written: String) -> String {
    let parts = written.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count == 5, parts[2] == "outcomes", parts[4] == "share" {
      return parts.dropLast().joined(separator: ".")
    }
    if parts.count == 5, parts[2] == "discipline", parts[3] == "split" {
      return (parts[..<3] + parts[4...]).joined(separator: ".")
    }
    return written
  }

  /// The names that a path joins, as bytes.
  static func parts(of path: String) -> [[UInt8]] {
    path.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map {
      Array($0)
    }
  }

  /// Whether a path has the form of a pattern, name by name.
  private static func matches(_ pattern: [[UInt8]], _ names: [[UInt8]]) -> Bool {
    guard pattern.count == names.count else { return false }
    // From the end: that is where most paths differ.
    for index in pattern.indices.reversed() where pattern[index] != names[index] {
      guard pattern[index].contains(UInt8(ascii: "*")),
        matches(pattern[index], names[index])
      else { return false }
    }
    return true
  }

  /// Whether a name has the form of a pattern in which `*` stands for any letters.
  ///
  /// Takes the leftmost fit of what follows every star, which is enough: a later fit leaves less.
  static func matches(_ pattern: [UInt8], _ name: [UInt8]) -> Bool {
    var (at, letter) = (0, 0)
    var afterStar: (at: Int, letter: Int)?
    while true {
      if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
        at += 1
        afterStar = (at, letter)
      } else if at < pattern.count, letter < name.count, pattern[at] == name[letter] {
        at += 1
        letter += 1
      } else if at == pattern.count, letter == name.count {
        return true
      } else if let retry = afterStar, retry.letter < name.count {
        afterStar = (retry.at, retry.letter + 1)
        (at, letter) = (retry.at, retry.letter + 1)
      } else {
        return false
      }
    }
  }

  // MARK: Phases

  private mutating func phase(_ node: Node?, _ path: String) -> Phase {
    guard let node else { return .always }
    var onset = Phase.Onset.always
    if let day = node["step"]?.string.flatMap({ Day(written: $0) }) {
      onset = .step(day)
    } else if let days = days(node["linear"], "\(path).linear") {
      onset = .linear(days.from, days.to)
    } else if let logistic = node["logistic"],
      let midpoint = logistic["midpoint"]?.string.flatMap({ Day(written: $0) }),
      let width = logistic["width"]?.number
    {
      onset = .logistic(midpoint: midpoint, width: width)
    }
    var ending: Phase.Ending?
    if let end = node["end"] {
      if let day = end.string.flatMap({ Day(written: $0) }) {
        ending = .step(day)
      } else if let days = days(end, "\(path).end") {
        ending = .linear(days.from, days.to)
      }
    }
    return Phase(onset: onset, ending: ending)
  }

  private mutating func days(_ node: Node?, _ path: String) -> (from: Day, to: Day)? {
    guard let elements = node?.elements, elements.count == 2,
      let from = elements[0].string.flatMap({ Day(written: $0) }),
      let to = elements[1].string.flatMap({ Day(written: $0) })
    else { return nil }
    guard from < to else {
      report(elements[1].place, "\(path).1", .unfit(Found(elements[1]), .dayAfter(from)))
      return nil
    }
    return (from, to)
  }
}
