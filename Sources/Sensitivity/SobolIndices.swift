public import Statistics

/// First-order, total and second-order Sobol indices of one response: which factor explains which share of its variance.
///
/// I. M. Sobol' (2001), doi:10.1016/S0378-4754(00)00270-6; T. Homma and A. Saltelli (1996), doi:10.1016/0951-8320(96)00002-6. Factors must be independent of each other. The estimators are
/// those of ``SobolSums``.
///
/// The runs of a ``Finding`` are base points here. A share has the doubt ``Doubt/outsideItsRange`` when its interval lies wholly below 0 or above 1, and
/// both shares of a factor have ``Doubt/firstAboveTotal`` when the interval of the first-order index lies wholly above that of the total one.
public struct SobolIndices: Hashable, Sendable {
  /// What a pair of factors explains together beyond what they explain one by one.
  public struct Pair: Hashable, Sendable {
    /// The two factors by index, the smaller first.
    public let factors: [Int]
    /// Their second-order index.
    public let share: Finding
  }

  /// Base points from which it was estimated.
  public let points: Int
  /// Base points left out because the response was not a finite number in some sample.
  public let dropped: Int
  /// Whether the response varies by no more than rounding; then all shares are 0.
  public let isConstant: Bool
  /// Mean of the response over the samples `A` and `B`, in its unit.
  public let mean: Double
  /// Variance of the response over the samples `A` and `B`, with their number below, in its unit squared.
  public let variance: Double
  /// First-order index of every factor: the share of the variance that would vanish, on average, if the factor were known.
  public let first: [Finding]
  /// Total index of every factor: the share that would be left, on average, if all others were known.
  public let total: [Finding]
  /// Second-order index of every pair, in the order (0, 1), (0, 2), …, (1, 2), …; empty for a design without pairs.
  public let pairs: [Pair]
  /// The sum of the first-order indices.
  public let sumOfFirst: Estimate
  /// What is left for interactions: one less the sum of the first-order indices; 0 for a constant response.
  ///
  /// An input that belongs to no factor counts among what is left.
  public let interactions: Estimate
}
