import Caseload
import JSONText
import Testing

@testable import Scenario

/// SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195): small, and its seed fixes all.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
}

/// Values that are wrong in most places.
private let strangers: [Node.Content] = [
  .null, .boolean(true), .number(Numeral(-1)), .number(Numeral(0)), .number(Numeral(1e308)),
  .number(Numeral(Int.max)), .number(Numeral(Int.min)), .number(Numeral(0.5)), .string(""),
  .string("asylum"), .string("*"), .string("decision"), .string("2026-06-12"), .array([]),
  .object([]), .string("streams.*.inflow.level"),
]

/// Counts the values of a document, itself included.
private func size(_ node: Node) -> Int {
  1 + (node.elements ?? []).reduce(0) { $0 + size($1) }
    + (node.members ?? []).reduce(0) { $0 + size($1.node) }
}

/// The value at a position in the order of the text.
private func pick(_ node: Node, _ position: inout Int) -> Node? {
  if position == 0 { return node }
  position -= 1
  for child in (node.elements ?? []) + (node.members ?? []).map(\.node) {
    if let found = pick(child, &position) { return found }
  }
  return nil
}

/// The document with what `change` makes of the value at a position; nothing deletes, two double.
private func mutated(
  _ node: Node, _ position: inout Int, _ change: (Node) -> [Node]
) -> [Node] {
  if position == 0 {
    position -= 1
    return change(node)
  }
  position -= 1
  guard position >= 0 else { return [node] }
  if let elements = node.elements {
    var changed: [Node] = []
    for element in elements {
      changed += position < 0 ? [element] : mutated(element, &position, change)
    }
    return [Node(.array(changed), at: node.place)]
  }
  if let members = node.members {
    var changed: [Member] = []
    for member in members {
      let nodes = position < 0 ? [member.node] : mutated(member.node, &position, change)
      guard let first = nodes.first else { continue }
      changed.append(Member(key: member.key, place: member.place, node: first))
    }
    return [Node(.object(changed), at: node.place)]
  }
  return [node]
}

private func mutant(of document: Node, _ random: inout SplitMix) -> Node {
  var node = document
  for _ in 0...random.below(3) {
    var position = random.below(size(node))
    let kind = random.below(4)
    let stranger = Node(strangers[random.below(strangers.count)], at: node.place)
    var other = random.below(size(node))
    let transplant = pick(node, &other) ?? stranger
    node =
      mutated(node, &position) { old in
        switch kind {
        case 0: []
        case 1: [old, old]
        case 2: [stranger]
        default: [transplant]
        }
      }.first ?? stranger
  }
  return node
}

/// Uses every index of a world, so that one that points nowhere traps.
private func touch(_ world: World) -> Int {
  for quantity in world.quantities {
    _ = world.base(of: quantity)
    _ = world.path(of: quantity)
  }
  for effect in world.levers.flatMap(\.effects) {
    for quantity in effect.quantities { _ = world.path(of: quantity) }
    for month in 0..<world.calendar.months {
      let phase = effect.phase.value(in: month, of: world.calendar)
      #expect((0...1).contains(phase))
    }
  }
  for subject in world.subjects { _ = (world.label(of: subject), world.streams(of: subject)) }
  let streams =
    world.flows.flatMap { [$0.source, $0.target] } + world.penalties.map(\.source)
    + world.groups.flatMap(\.streams)
  let levers = world.questions.flatMap(\.without)
  #expect(streams.allSatisfy { world.streams.indices.contains($0) })
  #expect(levers.allSatisfy { world.levers.indices.contains($0) })
  #expect(world.streams.allSatisfy { world.pools.indices.contains($0.pool) })
  let paths = world.inventory.map(\.path)
  #expect(Set(paths).count == paths.count)
  return paths.count
}

@Suite struct `any document` {
  /// Never a trap; and the faults of a document that was accepted are none.
  @Test func `gives a sound world or faults`() throws {
    let document = try reader.read("good.json5").document
    var random = SplitMix(state: 2026)
    var accepted = 0
    for _ in 0..<1500 {
      let mutant = mutant(of: document, &random)
      let (world, faults) = ScenarioReader.world(of: mutant, knownClaims: claims)
      if faults.isEmpty {
        accepted += 1
        #expect(touch(world) > 10)
      }
      for fault in faults {
        #expect(!fault.rendered(in: .nl).isEmpty && !fault.rendered(in: .en).isEmpty)
      }
    }
    // Both ends are reached: harmless changes such as a doubled claim, and harmful ones.
    #expect((50...1400).contains(accepted))
  }

  @Test func `can be laid on any other`() throws {
    let document = try reader.read("good.json5").document
    var random = SplitMix(state: 7)
    for _ in 0..<400 {
      var merger = Merger()
      let merged = merger.merged(
        mutant(of: document, &random), mutant(of: document, &random), .record(Format.scenario), "")
      let (world, faults) = ScenarioReader.world(of: merged, knownClaims: claims)
      if faults.isEmpty { _ = touch(world) }
    }
  }

  @Test func `takes any override`() throws {
    let document = try reader.read("good.json5").document
    var random = SplitMix(state: 11)
    let checker = Checker(document: document, claims: claims)
    let paths = checker.numbers.keys.sorted() + checker.lists.keys.sorted()
    for _ in 0..<1000 {
      var parts = paths[random.below(paths.count)].split(separator: ".").map(String.init)
      if random.below(2) == 0 { parts.remove(at: random.below(parts.count)) }
      if random.below(3) == 0 {
        parts.append(["value", "0", "basis", "normal", ""][random.below(5)])
      }
      var position = random.below(size(document))
      let value = pick(document, &position) ?? document
      var setter = Setter(document: document)
      setter.apply(
        .value(path: parts.joined(separator: "."), text: value.json.text(.compact)))
      let (world, faults) = ScenarioReader.world(of: setter.document, knownClaims: claims)
      if faults.isEmpty, setter.faults.isEmpty { _ = touch(world) }
    }
  }
}
