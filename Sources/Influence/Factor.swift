/// Something that a result may depend on and that a study changes on its own: an uncertain number, a lever, chance, or a group of these.
public struct Factor: Hashable, Sendable {
  /// What it is.
  public enum Kind: String, Hashable, Sendable {
    /// One uncertain number.
    case number
    /// Uncertain numbers that are drawn together, because the scenario gives them rank correlations.
    case joined
    /// Whether a lever is in force.
    case lever
    /// Everything that is drawn every month.
    case chance
    /// Several factors that were asked to be taken together.
    case group
  }

  /// What it is.
  public let kind: Kind
  /// Its name: the path of the number, `levers.pact` for a lever, `chance`, or the name of the group.
  public let name: String
  /// The paths of what it consists of; its own name unless several numbers are joined.
  public let members: [String]
  /// The unknowns that it consists of, by place among those of the plan: its numbers, and the draws by which its levers are in force.
  public let unknowns: [Int]
  /// The levers that it switches, by index.
  public let levers: [Int]
  /// Whether chance is in it.
  public let hasChance: Bool
  /// The claims that it rests on, sorted.
  public let claims: [String]
  /// How well it is supported; nil for chance.
  public let support: Support?
}
