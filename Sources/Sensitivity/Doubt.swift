/// Why an estimate of sensitivity should not be trusted as it stands.
public enum Doubt: Hashable, Sendable {
  /// A share lies outside 0 to 1 by more than its interval allows.
  case outsideItsRange
  /// A first-order index lies above the total index of the same factor by more than their intervals allow.
  case firstAboveTotal
  /// The surrogate explains too little of what it was fitted to: its share of explained variance, left-one-out.
  case poorFit(Double)
}
