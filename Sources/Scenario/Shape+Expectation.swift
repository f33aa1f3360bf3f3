internal import Caseload
internal import JSONText

extension Shape {
  /// What a message says should stand here.
  var expectation: Expectation {
    switch self {
    case .record, .byStream: .object
    case .named(_, let atLeast): .array(count: atLeast...Int.max)
    case .list(_, let count): .array(count: count)
    case .quantity(let domain): .quantity(domain)
    case .constant(let domain): .constant(domain)
    case .series(let domain, let count): .series(domain, count: count)
    case .plain(let domain): .number(domain)
    case .integer(let range): .integer(range)
    case .tuple(let names): .tuple(names)
    case .pairs(let first, let second): .pairs(first, second)
    case .text: .text
    case .boolean: .boolean
    case .name(let allowsCapitals): .name(allowsCapitals: allowsCapitals)
    case .claim: .claim
    case .reference(let kind): .reference(kind)
    case .path: .reference(.quantity)
    case .day: .day
    case .yearMonth: .yearMonth
    case .month: .month
    case .publicationDate: .publicationDate
    case .words(let words): .words(words)
    case .basis: .basis
    case .either(let shapes): .either(shapes.map(\.expectation))
    }
  }

  /// Whether a value is of the kind that belongs here; whether it is right is another question.
  func accepts(_ node: Node) -> Bool {
    switch (self, node.content) {
    case (.record, .object), (.byStream, .object), (.basis, .object), (.basis, .array),
      (.named, .array), (.list, .array), (.series, .array), (.series, .object), (.tuple, .array),
      (.pairs, .array), (.quantity, .number), (.quantity, .object), (.constant, .number),
      (.constant, .object), (.plain, .number), (.integer, .number), (.month, .number),
      (.month, .string), (.text, .string), (.name, .string), (.claim, .string),
      (.reference, .string), (.path, .string), (.day, .string), (.yearMonth, .string),
      (.publicationDate, .string), (.words, .string), (.boolean, .boolean):
      true
    case (.either(let shapes), _): shapes.contains { $0.accepts(node) }
    default: false
    }
  }

  /// The shape itself, or of several the one that a value is meant to have; nil when none accepts it.
  func chosen(for node: Node) -> Shape? {
    guard case .either(let shapes) = self else { return accepts(node) ? self : nil }
    let able = shapes.compactMap { $0.chosen(for: node) }
    guard let members = node.members, able.count > 1 else { return able.first }
    let known = able.map { shape in
      members.count { shape.knows(key: $0.key) }
    }
    // An object that none knows is meant as the last, which is the largest table.
    guard let most = known.max(), most > 0, let index = known.firstIndex(of: most) else {
      return able.last
    }
    return able[index]
  }

  /// Whether an object of this shape may have a key.
  func knows(key: String) -> Bool {
    switch self {
    case .record(let record): record.shape(of: key) != nil
    case .quantity:
      Format.quantity.shape(of: key) != nil || Format.law.shape(of: key) != nil
    case .constant: Format.constant.shape(of: key) != nil
    case .series: Format.series.shape(of: key) != nil
    case .basis: Format.basis.shape(of: key) != nil
    case .byStream: true
    case .either(let shapes): shapes.contains { $0.knows(key: key) }
    default: false
    }
  }
}

extension Node {
  /// Whether an object wraps a number with its unit and basis, as against being a distribution.
  var isWrapped: Bool {
    guard let members else { return false }
    return members.contains { ["value", "values", "unit", "basis"].contains($0.key) }
  }
}

extension Node {
  /// Whether an object is meant as a distribution.
  var isDistribution: Bool {
    members?.contains { Format.lawNames.contains($0.key) } ?? false
  }
}

/// Puts a key behind a path.
func joined(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
