internal import JSONText

/// Puts overrides into a document.
struct Setter {
  var document: Node
  var faults: [Fault] = []

  /// Why a path leads nowhere: the place in it where it goes wrong, and the nearest name there.
  private struct DeadEnd: Error {
    let depth: Int
    let nearest: String?
  }

  init(document: Node) { self.document = document }

  mutating func apply(_ override: Override) {
    let file = override.argument
    let place = Place(file: file, line: 1, column: 1)
    switch override {
    case .lever(let name, let isOn):
      let names = (document["levers"]?.elements ?? []).compactMap { $0["name"]?.string }
      guard names.contains(name) else {
        let near = nearest(to: name, among: names)
        faults.append(Fault(place, "levers.\(name)", .unknown(.lever, name, nearest: near)))
        return
      }
      set("levers.\(name).enabled", Node(.boolean(isOn), at: place))
    case .value(let path, let text):
      let reading = Node.reading(Array(text.utf8), file: file, as: .json5)
      if let node = reading.node, reading.faults.isEmpty {
        set(path, node)
      } else if Self.isBare(text) {
        set(path, Node(.string(text), at: place))
      } else {
        faults += reading.faults.map { Fault($0.place, "", .syntax($0.reason)) }
      }
    }
  }

  /// Whether a text that is not JSON can be meant as a string: a word, a date, a path.
  private static func isBare(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      switch byte | 0x20 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): true
      default:
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || [UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "*")]
            .contains(byte)
      }
    }
  }

  private mutating func set(_ path: String, _ value: Node) {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    do throws(DeadEnd) {
      document =
        try setting(document, .record(Format.scenario), parts[...], value) ?? document
    } catch {
      var near: String?
      if let name = error.nearest {
        var repaired = parts
        repaired[error.depth] = name
        near = repaired.joined(separator: ".")
      }
      faults.append(Fault(value.place, path, .noSuchPath(nearest: near)))
    }
  }

  // MARK: Walking

  /// The node with a value put in at the end of a path; nil when the value is null and takes it out.
  private func setting(
    _ node: Node?, _ shape: Shape, _ parts: ArraySlice<String>, _ value: Node
  ) throws(DeadEnd) -> Node? {
    guard let part = parts.first else {
      if case .null = value.content { return nil }
      return placed(value, shape, over: node)
    }
    let rest = parts.dropFirst()
    let depth = parts.startIndex
    switch way(from: node, shape, along: part) {
    case .record(let record):
      return try settingMember(node, record, parts, value)
    case .named(let record, _):
      return try settingElement(node, parts, value, .record(record)) { element in
        element[record.identity]?.string
      }
    case .list(let element, _):
      return try settingElement(node, parts, value, element) { _ in nil }
    case .byStream(let domain):
      guard let node, node[part] != nil else {
        throw DeadEnd(
          depth: depth,
          nearest: nearest(to: part, among: (node?.members ?? []).map(\.key)))
      }
      let new = try setting(node[part], .quantity(domain), rest, value)
      return node.replacing(part, with: new, at: value.place)
    case .quantity(let domain):
      return try settingInNumber(
        node, .quantity(domain), .record(Format.law), "value", parts, value)
    case .constant(let domain):
      return try settingInNumber(node, .constant(domain), nil, "value", parts, value)
    case .series(let domain, let count):
      return try settingInNumber(
        node, .series(domain, count: count), .list(.plain(domain), count: count), "values", parts,
        value)
    case .tuple, .pairs:
      return try settingElement(node, parts, value, .pairs("", "")) { _ in nil }
    default: throw DeadEnd(depth: depth, nearest: nil)
    }
  }

  /// Of several shapes the one that a node has, or else the one that knows the next part of the path.
  private func way(from node: Node?, _ shape: Shape, along part: String) -> Shape {
    guard case .either(let shapes) = shape else { return shape }
    if let node, let chosen = shape.chosen(for: node), node.members != nil || node.elements != nil {
      return chosen
    }
    return shapes.first { $0.knows(key: part) || $0.isDiscipline && part == "newest" }
      ?? node.flatMap { shape.chosen(for: $0) } ?? shape
  }

  private func settingMember(
    _ node: Node?, _ record: Record, _ parts: ArraySlice<String>, _ value: Node
  ) throws(DeadEnd) -> Node? {
    var key = parts[parts.startIndex]
    var rest = parts.dropFirst()
    // `discipline.newest` is how effects name what the file puts into `split`.
    if record.title == "discipline", key == "newest" {
      key = "split"
      rest = parts
    }
    guard let shape = record.shape(of: key), key != "extends", key != "remove" else {
      throw DeadEnd(
        depth: parts.startIndex, nearest: nearest(to: key, among: record.keys.map(\.name)))
    }
    let object = node?.members == nil ? Node(.object([]), at: value.place) : node
    let new = try setting(object?[key], shape, rest, value)
    let changed = object?.replacing(key, with: new, at: value.place)
    guard let new, let changed, object?[key] == nil else { return changed }
    let member = [Member(key: key, place: value.place, node: new)]
    let kept = withoutAlternatives(changed.members ?? [], member, record.choices)
    return Node(.object(kept), at: changed.place)
  }

  private func settingElement(
    _ node: Node?, _ parts: ArraySlice<String>, _ value: Node, _ shape: Shape,
    name: (Node) -> String?
  ) throws(DeadEnd) -> Node? {
    let part = parts[parts.startIndex]
    var elements = node?.elements ?? []
    let named = elements.firstIndex { name($0) == part }
    guard let node,
      let index = named ?? Int(part).flatMap({ elements.indices.contains($0) ? $0 : nil })
    else {
      throw DeadEnd(
        depth: parts.startIndex, nearest: nearest(to: part, among: elements.compactMap(name)))
    }
    if let new = try setting(elements[index], shape, parts.dropFirst(), value) {
      elements[index] = new
    } else {
      elements.remove(at: index)
    }
    return Node(.array(elements), at: node.place)
  }

  /// Goes on inside a number: its value, the parameters of its distribution, one of a list.
  private func settingInNumber(
    _ node: Node?, _ shape: Shape, _ inner: Shape?, _ key: String, _ parts: ArraySlice<String>,
    _ value: Node
  ) throws(DeadEnd) -> Node? {
    let part = parts[parts.startIndex]
    let content = node?.isWrapped == true ? node?[key] : node
    if part == key {
      return try setting(content, shape, parts.dropFirst(), value)
    }
    guard let inner, let content, content.number == nil,
      let new = try setting(content, inner, parts, value)
    else { throw DeadEnd(depth: parts.startIndex, nearest: nearest(to: part, among: [key])) }
    return placed(new, shape, over: node)
  }

  // MARK: Putting in

  /// The value as it must stand in a place: numbers get the basis of the command line.
  private func placed(_ value: Node, _ shape: Shape, over node: Node?) -> Node {
    let place = value.place
    let basis = Member(
      key: "basis", place: place,
      node: Node(
        .object([
          Member(
            key: "assumption", place: place, node: Node(.string(Override.assumption), at: place))
        ]), at: place))
    guard let chosen = shape.chosen(for: value) else {
      // A number for an outcome is its share, as in the paths of effects.
      if case .record(let record) = shape, record.title == "outcome", value.number != nil, let node
      {
        let share = placed(value, record.shape(of: "share") ?? shape, over: node["share"])
        return node.replacing("share", with: share, at: place)
      }
      return value
    }
    switch chosen {
    case .quantity, .constant, .series:
      if value.isWrapped {
        return value["basis"] == nil
          ? Node(.object((value.members ?? []) + [basis]), at: place) : value
      }
      let key = if case .series = chosen { "values" } else { "value" }
      return Node(.object([Member(key: key, place: place, node: value), basis]), at: place)
    case .byStream(let domain):
      let members = (value.members ?? []).map { member in
        Member(
          key: member.key, place: member.place,
          node: placed(member.node, .quantity(domain), over: nil))
      }
      return Node(.object(members), at: place)
    case .record(let record):
      guard record.shape(of: "basis") != nil, value["basis"] == nil else { return value }
      return Node(.object((value.members ?? []) + [basis]), at: place)
    default: return value
    }
  }
}

extension Shape {
  fileprivate var isDiscipline: Bool {
    if case .record(let record) = self { record.title == "discipline" } else { false }
  }
}

extension Node {
  /// An object with another value for a key, added at the end when it is new; nil takes the key out.
  fileprivate func replacing(_ key: String, with node: Node?, at place: Place) -> Node {
    var members = members ?? []
    let position = members.firstIndex { $0.key == key }
    switch (position, node) {
    case (let position?, let node?):
      members[position] = Member(key: key, place: members[position].place, node: node)
    case (let position?, nil): members.remove(at: position)
    case (nil, let node?): members.append(Member(key: key, place: place, node: node))
    case (nil, nil): break
    }
    return Node(.object(members), at: self.place)
  }
}
