/// What a part of a chart stands for, and the claims that it rests on.
///
/// In a page a mark can be a link; in a file it is not.
public struct Mark: Hashable, Sendable {
  /// What it is, in the chart's language and in words that are understood without the chart: `Asylum: stock`.
  public let label: String
  /// Identifiers of the claims, in order; none when it rests on nothing that a letter says.
  public let claims: [String]

  /// Names a part and its claims.
  public init(label: String, claims: [String]) {
    self.label = label
    self.claims = claims
  }
}
