/// Why an estimate of sensitivity should not be trusted as it stands.
public enum Doubt: Hashable, Sendable {
  /// A share lies outside 0 to 1 by more than its interval allows.
  case outsideItsRange
  /// A first-order index lies above the total index of the same factor by more than their intervals allow.
  case firstAboveTotal
  /// The surrogate explains too little: the share of the variance that it foretells of runs to which it was not fitted.
  case poorFit(Double)
  /// The factor does not vary apart from others in the sample, so that nothing can be said of it alone.
  case inseparable
}
