internal import JSONText

/// Lays a document over the one that it extends; every value keeps its own place.
struct Merger {
  var faults: [Fault] = []

  /// The document that comes of laying `over` on `base`; of `over` alone when there is no base.
  mutating func merged(_ base: Node?, _ over: Node, _ shape: Shape, _ path: String) -> Node {
    guard let chosen = shape.chosen(for: over) else { return over }
    switch chosen {
    case .record(let record):
      let under = base.flatMap { shape.chosen(for: $0).isRecord ? $0 : nil }
      return mergedObject(under, over, path, record.choices) { record.shape(of: $0) }
    case .byStream(let domain):
      return mergedObject(base, over, path, []) { _ in .quantity(domain) }
    case .quantity, .constant, .series:
      return mergedNumber(base, over, shape, chosen, path)
    case .named(let record, _): return mergedArray(base, over, record, path)
    case .list(let element, _):
      let elements = (over.elements ?? []).enumerated().map { index, item in
        merged(nil, item, element, joined(path, String(index)))
      }
      return Node(.array(elements), at: over.place)
    default: return over
    }
  }

  private mutating func mergedObject(
    _ base: Node?, _ over: Node, _ path: String, _ choices: [Choice],
    _ shape: (String) -> Shape?
  ) -> Node {
    var members = withoutAlternatives(base?.members ?? [], over.members ?? [], choices)
    for member in over.members ?? [] {
      let position = members.firstIndex { $0.key == member.key }
      let memberPath = joined(path, member.key)
      if case .null = member.node.content {
        if let position {
          members.remove(at: position)
        } else {
          let near = nearest(to: member.key, among: members.map(\.key))
          faults.append(Fault(member.place, memberPath, .nothingToRemove(nearest: near)))
        }
        continue
      }
      let under = position.map { members[$0].node }
      let node = shape(member.key).map { merged(under, member.node, $0, memberPath) }
      let replaced = Member(key: member.key, place: member.place, node: node ?? member.node)
      if let position { members[position] = replaced } else { members.append(replaced) }
    }
    return Node(.object(members), at: over.place)
  }

  /// A number with unit and basis merges key by key; a bare number or distribution replaces it.
  private mutating func mergedNumber(
    _ base: Node?, _ over: Node, _ shape: Shape, _ chosen: Shape, _ path: String
  ) -> Node {
    let under = base.flatMap { shape.chosen(for: $0).isRecord ? nil : $0 }
    let record: Record
    let key: String
    switch chosen {
    case .constant: (record, key) = (Format.constant, "value")
    case .series: (record, key) = (Format.series, "values")
    default: (record, key) = (Format.quantity, "value")
    }
    if over.isWrapped {
      let wrapped = under.map { under in
        under.isWrapped
          ? under
          : Node(.object([Member(key: key, place: under.place, node: under)]), at: under.place)
      }
      return mergedObject(wrapped, over, path, []) { record.shape(of: $0) }
    }
    guard case .quantity = chosen, over.members != nil else { return over }
    let law = under.flatMap { $0.members != nil && !$0.isWrapped ? $0 : nil }
    return merged(law, over, .record(Format.law), path)
  }

  private mutating func mergedArray(
    _ base: Node?, _ over: Node, _ record: Record, _ path: String
  ) -> Node {
    var elements = base?.elements ?? []
    var written: Set<String> = []
    for (index, element) in (over.elements ?? []).enumerated() {
      let name = element[record.identity]?.string
      let elementPath = joined(path, name ?? String(index))
      // A name that this file gives twice must not merge with itself: it is a fault to be found.
      let isFirst = name.map { written.insert($0).inserted } ?? false
      let position =
        isFirst ? elements.firstIndex { $0[record.identity]?.string == name } : nil
      if element["remove"]?.boolean == true {
        if let position {
          elements.remove(at: position)
        } else {
          let names = elements.compactMap { $0[record.identity]?.string }
          let near = name.flatMap { nearest(to: $0, among: names) }
          faults.append(Fault(element.place, elementPath, .nothingToRemove(nearest: near)))
        }
        continue
      }
      let under = position.map { elements[$0] }
      let node = merged(under, element, .record(record), elementPath)
      if let position { elements[position] = node } else { elements.append(node) }
    }
    return Node(.array(elements), at: over.place)
  }
}

/// The members of a base without the alternatives of what is laid over it.
func withoutAlternatives(_ base: [Member], _ over: [Member], _ choices: [Choice]) -> [Member] {
  var dropped: Set<String> = []
  for choice in choices {
    let given = choice.options.filter { option in over.contains { option.contains($0.key) } }
    guard given.count == 1 else { continue }
    dropped.formUnion(choice.options.flatMap(\.self).filter { !given[0].contains($0) })
  }
  return dropped.isEmpty ? base : base.filter { !dropped.contains($0.key) }
}

extension Shape? {
  /// Whether it is an object by a table of keys.
  fileprivate var isRecord: Bool { if case .record = self { true } else { false } }
}
