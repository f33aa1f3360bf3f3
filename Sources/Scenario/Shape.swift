internal import Caseload

/// What may stand in a place of the file; the reader, the merger and the schema all follow it.
indirect enum Shape: Sendable {
  /// An object with the keys of a table.
  case record(Record)
  /// An array of objects that merge by a key and are known by it in paths.
  case named(Record, atLeast: Int)
  /// An array whose elements are known by their index.
  case list(Shape, count: ClosedRange<Int>)
  /// A number, a distribution, or either with a unit and a basis.
  case quantity(Domain)
  /// The same, but fixed.
  case constant(Domain)
  /// A list of fixed numbers, bare or with a unit and a basis.
  case series(Domain, count: ClosedRange<Int>)
  /// An object from the names of streams to quantities.
  case byStream(Domain)
  /// A bare number that is a choice, not a fact.
  case plain(Domain)
  /// A bare whole number that is a choice, not a fact.
  case integer(ClosedRange<Int>)
  /// The numbers of a distribution, in this order.
  case tuple([String])
  /// Pairs of numbers, named so.
  case pairs(String, String)
  case text
  case boolean
  /// A name in lower case; tests and sources may have capitals.
  case name(allowsCapitals: Bool)
  case claim
  /// The name of something that the file defines.
  case reference(Kind)
  /// The path of quantities, or of an uncertain number.
  case path
  case day
  case yearMonth
  /// A calendar month, or its index, from the end when negative.
  case month
  case publicationDate
  case words([String])
  /// What numbers rest on.
  case basis
  /// The first that accepts the kind of value, and of objects the one that knows most of its keys.
  case either([Shape])
}

/// A thing of the file that others refer to by name.
public enum Kind: Hashable, Sendable {
  case stream
  case pool
  case lever
  case source
  case claim
  case event
  case subject
  case quantity
  case uncertainNumber
}

/// A key of an object.
struct Key: Sendable {
  let name: String
  let shape: Shape
  let isRequired: Bool
  /// What it means, for the schema.
  let description: String

  static func required(_ name: String, _ shape: Shape, _ description: String) -> Key {
    Key(name: name, shape: shape, isRequired: true, description: description)
  }

  static func optional(_ name: String, _ shape: Shape, _ description: String) -> Key {
    Key(name: name, shape: shape, isRequired: false, description: description)
  }
}

/// Sets of keys of which an object has one.
struct Choice: Sendable {
  let options: [[String]]
  let isRequired: Bool

  static func one(of options: [[String]]) -> Choice { Choice(options: options, isRequired: true) }
  static func atMostOne(of options: [[String]]) -> Choice {
    Choice(options: options, isRequired: false)
  }
}

/// The table of keys of a kind of object.
struct Record: Sendable {
  /// Name in the schema.
  let title: String
  let description: String
  let keys: [Key]
  let choices: [Choice]
  /// The key by which elements of an array are known.
  let identity: String

  init(
    _ title: String, _ description: String, identity: String = "name", choices: [Choice] = [],
    _ keys: [Key]
  ) {
    self.title = title
    self.description = description
    self.keys = keys
    self.choices = choices
    self.identity = identity
  }

  /// The shape of a key; nil when the table does not have it.
  func shape(of key: String) -> Shape? { keys.first { $0.name == key }?.shape }
}
