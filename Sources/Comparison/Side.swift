/// On which side of a comparison something is found.
public enum Side: String, Hashable, Sendable, CaseIterable {
  case first
  case second
  case both
}
