public import Caseload

/// A result, or something that it rests on.
public struct TraceNode: Hashable, Sendable {
  /// What a node is.
  public enum Kind: String, Hashable, Sendable {
    case result
    case mechanism
    /// A stream, pool, flow or penalty; what belongs to it stands under it.
    case part
    case quantity
    case effect
    case lever
    case number
  }

  /// A value with its unit.
  public struct Value: Hashable, Sendable {
    /// Path of the number in the scenario.
    public let path: String
    /// The number, law or list in words.
    public let text: Bilingual
    /// Its unit.
    public let unit: Unit
  }

  /// What it is.
  public let kind: Kind
  /// Its name for people; the path of a quantity or number.
  public let label: Bilingual
  /// Path of the number that it shows, or of the lever that it is; nil for anything else and for references.
  public let path: String?
  /// The number of which it consists; nil when it has none of its own.
  public let value: Value?
  /// What the number rests on, in the order of the file.
  public let grounds: [Grounds]
  /// The claims that it carries itself, sorted.
  public let claims: [String]
  /// The first month, as an index, in which it can matter to the result.
  public let firstMonth: Int
  /// Months that its influence takes to reach what it is listed under.
  public let delay: Int
  /// Whether what it rests on is shown in another place of the tree, where the same label stands.
  public let isReference: Bool
  /// What it rests on: numbers and quantities first, then what is computed from others.
  public internal(set) var children: [TraceNode]

  /// The number of nodes of the tree, itself included.
  public var count: Int { children.reduce(1) { $0 + $1.count } }
}
