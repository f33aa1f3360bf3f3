/// An input that differs between two scenarios.
public struct Change: Hashable, Sendable {
  /// What kind of input.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Of the job: seed, runs, sampling, versions, digests.
    case run
    /// A lever: whether it takes part and with what probability, or the whole of it on one side.
    case lever
    /// A stream, pool, flow or other part that one scenario has and the other has not.
    case part
    /// A number or distribution.
    case number
    /// A choice that is no number, such as a discipline.
    case setting
    /// What numbers rest on, where the numbers are the same.
    case basis
    /// Titles, descriptions, and tests' words.
    case text
  }

  /// What kind of input.
  public let kind: Kind
  /// Where it stands in the scenario, names joined by dots; the name of a fact of the job.
  public let path: String
  /// What the base has; nil where it has nothing there.
  public let base: String?
  /// What the other has; nil where it has nothing there.
  public let other: String?
  /// What the base's value rests on; empty where nothing is said.
  public let baseBasis: String
  /// What the other's value rests on; empty where nothing is said.
  public let otherBasis: String
  /// The lever or part that only one scenario has, and that this is inside of; nil for none.
  public let within: String?

  init(
    _ kind: Kind, _ path: String, base: String?, other: String?, baseBasis: String = "",
    otherBasis: String = "", within: String? = nil
  ) {
    self.kind = kind
    self.path = path
    self.base = base
    self.other = other
    self.baseBasis = baseBasis
    self.otherBasis = otherBasis
    self.within = within
  }
}
