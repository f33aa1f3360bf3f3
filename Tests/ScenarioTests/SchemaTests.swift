import JSONText
import Testing

@testable import Scenario

/// Every key that some table has, found by walking the shapes from the root.
private func keys(_ record: Record, _ seen: inout Set<String>) -> Set<String> {
  guard seen.insert(record.title).inserted else { return [] }
  var found: Set<String> = []
  for key in record.keys {
    found.insert(key.name)
    for inner in records(key.shape) { found.formUnion(keys(inner, &seen)) }
  }
  return found
}

private func records(_ shape: Shape) -> [Record] {
  switch shape {
  case .record(let record), .named(let record, _): [record]
  case .list(let element, _): records(element)
  case .quantity, .byStream: [Format.quantity, Format.law]
  case .constant: [Format.constant]
  case .series: [Format.series]
  case .basis: [Format.basis]
  case .either(let shapes): shapes.flatMap(records)
  default: []
  }
}

@Suite struct `the schema` {
  @Test func `is JSON and names every key of the reader with a description`() throws {
    let text = ScenarioSchema.document.text()
    let node = try Node(Array(text.utf8), file: "schema", as: .json)
    #expect(node["$schema"]?.string == "https://json-schema.org/draft/2020-12/schema")
    var described: [String: Bool] = [:]
    for definition in node["$defs"]?.members ?? [] {
      for property in definition.node["properties"]?.members ?? [] {
        let isDescribed = !(property.node["description"]?.string ?? "").isEmpty
        described[property.key] = described[property.key] ?? true && isDescribed
      }
    }
    var seen: Set<String> = []
    let expected = keys(Format.scenario, &seen)
    #expect(Set(described.keys) == expected)
    #expect(described.values.allSatisfy { $0 })
    #expect(expected.count > 90)
  }

  @Test func `refers only to definitions that it has`() throws {
    let names = Set((ScenarioSchema.document["$defs"]?.pairs ?? []).map(\.key))
    for reference in references(ScenarioSchema.document) {
      #expect(names.contains(String(reference.dropFirst("#/$defs/".count))), "\(reference)")
    }
  }

  @Test func `every table has names and keys of its own`() {
    var seen: Set<String> = []
    _ = keys(Format.scenario, &seen)
    #expect(seen.count > 35)
    for choice in Format.law.choices { #expect(choice.options == Format.lawNames.map { [$0] }) }
  }

  private func references(_ json: JSON) -> [String] {
    switch json {
    case .array(let elements): elements.flatMap(references)
    case .object(let pairs):
      pairs.flatMap { pair in
        if pair.key == "$ref", case .string(let name) = pair.value { return [name] }
        return references(pair.value)
      }
    default: []
    }
  }
}

extension JSON {
  fileprivate var pairs: [Pair] { if case .object(let pairs) = self { pairs } else { [] } }
}
