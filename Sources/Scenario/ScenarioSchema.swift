internal import Caseload
public import JSONText

/// The file format as JSON Schema, for editors; made from the tables that the reader follows.
///
/// It says what can be seen in one place. That names exist, shares sum to one and every number has
/// a basis is for the reader to check. A file that extends another gives only what it changes, so
/// every table has a second definition in which nothing but names is required and `null` removes.
public enum ScenarioSchema {
  /// The schema, draft 2020-12.
  public static var document: JSON {
    var writer = Writer()
    let whole = writer.reference(to: Format.scenario, isChange: false)
    let change = writer.reference(to: Format.scenario, isChange: true)
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Scenario",
      "description": .string(Format.scenario.description),
      "type": "object",
      "if": ["required": ["extends"]],
      "then": change,
      "else": whole,
      "$defs": .object(writer.names.map { JSON.Pair($0, writer.definitions[$0] ?? .null) }),
    ]
  }
}

/// Collects the definitions of the tables, each once.
private struct Writer {
  var names: [String] = []
  var definitions: [String: JSON] = [:]

  /// A reference to the definition of a table, which is made on first use.
  mutating func reference(to record: Record, isChange: Bool) -> JSON {
    let name = record.title + (isChange ? "Change" : "")
    if definitions[name] == nil {
      definitions[name] = .null
      names.append(name)
      definitions[name] = definition(of: record, isChange: isChange)
    }
    return ["$ref": .string("#/$defs/\(name)")]
  }

  private mutating func definition(of record: Record, isChange: Bool) -> JSON {
    var properties: [JSON.Pair] = []
    for key in record.keys {
      var schema = schema(of: key.shape, isChange: isChange)
      if isChange { schema = ["anyOf": [schema, ["type": "null"]]] }
      properties.append(JSON.Pair(key.name, described(schema, key.description)))
    }
    var pairs = [
      JSON.Pair("description", .string(record.description)),
      JSON.Pair("type", "object"),
      JSON.Pair("properties", .object(properties)),
      JSON.Pair("additionalProperties", false),
    ]
    let required = record.keys.filter { key in
      isChange ? key.name == record.identity && key.isRequired : key.isRequired
    }
    if !required.isEmpty {
      pairs.append(JSON.Pair("required", .array(required.map { .string($0.name) })))
    }
    let choices = record.choices.map { choice($0, isChange: isChange) }
    if !choices.isEmpty { pairs.append(JSON.Pair("allOf", .array(choices))) }
    return .object(pairs)
  }

  /// One of several sets of keys: whole and alone, or in a change just not together.
  private func choice(_ choice: Choice, isChange: Bool) -> JSON {
    var options: [JSON] = choice.options.map { option in
      let others = choice.options.filter { $0 != option }.flatMap(\.self)
        .filter { !option.contains($0) }
      let none = JSON.object(others.map { JSON.Pair($0, false) })
      let required = isChange ? [] : option.map { JSON.string($0) }
      return ["required": .array(required), "properties": none]
    }
    if isChange || !choice.isRequired {
      options.append([
        "properties": .object(choice.options.flatMap(\.self).map { JSON.Pair($0, false) })
      ])
    }
    return ["anyOf": .array(options)]
  }

  private func described(_ schema: JSON, _ description: String) -> JSON {
    guard case .object(let pairs) = schema else { return schema }
    return .object([JSON.Pair("description", .string(description))] + pairs)
  }

  // MARK: Shapes

  private mutating func schema(of shape: Shape, isChange: Bool) -> JSON {
    switch shape {
    case .record(let record): return reference(to: record, isChange: isChange)
    case .named(let record, let atLeast):
      return array(
        reference(to: record, isChange: isChange), isChange ? 0...Int.max : atLeast...Int.max)
    case .list(let element, let count):
      return array(schema(of: element, isChange: false), count)
    case .quantity(let domain):
      return [
        "anyOf": [
          number(domain), reference(to: Format.law, isChange: false),
          reference(to: Format.quantity, isChange: isChange),
        ]
      ]
    case .constant(let domain):
      return ["anyOf": [number(domain), reference(to: Format.constant, isChange: isChange)]]
    case .series(let domain, let count):
      return [
        "anyOf": [
          array(number(domain), count), reference(to: Format.series, isChange: isChange),
        ]
      ]
    case .byStream(let domain):
      return [
        "type": "object",
        "additionalProperties": schema(of: .quantity(domain), isChange: isChange),
      ]
    case .plain(let domain): return number(domain)
    case .integer(let range):
      return [
        "type": "integer", "minimum": .number(range.lowerBound),
        "maximum": .number(range.upperBound),
      ]
    case .tuple(let names): return array(["type": "number"], names.count...names.count)
    case .pairs: return array(array(["type": "number"], 2...2), 1...Int.max)
    case .boolean: return ["type": "boolean"]
    case .month:
      return ["anyOf": [["type": "integer"], text(matching: Self.yearMonth)]]
    case .words(let words): return ["enum": .array(words.map { .string($0) })]
    case .basis:
      let one = reference(to: Format.basis, isChange: false)
      return ["anyOf": [one, array(one, 1...Int.max)]]
    case .either(let shapes):
      var options: [JSON] = []
      for option in shapes { options.append(schema(of: option, isChange: isChange)) }
      return ["anyOf": .array(options)]
    case .text, .claim, .reference, .path: return ["type": "string"]
    case .name(let allowsCapitals):
      return text(matching: allowsCapitals ? "[A-Za-z0-9][A-Za-z0-9-]*" : "[a-z0-9][a-z0-9-]*")
    case .day: return text(matching: Self.yearMonth + "-[0-9]{2}")
    case .yearMonth: return text(matching: Self.yearMonth)
    case .publicationDate: return text(matching: "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
    }
  }

  private static let yearMonth = "[0-9]{4}-[0-9]{2}"

  private func text(matching pattern: String) -> JSON {
    ["type": "string", "pattern": .string("^\(pattern)$")]
  }

  private func array(_ element: JSON, _ count: ClosedRange<Int>) -> JSON {
    var pairs = [JSON.Pair("type", "array"), JSON.Pair("items", element)]
    if count.lowerBound > 0 { pairs.append(JSON.Pair("minItems", .number(count.lowerBound))) }
    if count.upperBound < Int.max { pairs.append(JSON.Pair("maxItems", .number(count.upperBound))) }
    return .object(pairs)
  }

  private func number(_ domain: Domain) -> JSON {
    var pairs = [JSON.Pair("type", "number")]
    if let low = domain.low {
      pairs.append(JSON.Pair(domain.excludesLow ? "exclusiveMinimum" : "minimum", .number(low)))
    }
    if let high = domain.high {
      pairs.append(JSON.Pair(domain.excludesHigh ? "exclusiveMaximum" : "maximum", .number(high)))
    }
    return .object(pairs)
  }
}
