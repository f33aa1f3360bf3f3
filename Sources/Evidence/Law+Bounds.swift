internal import Caseload
internal import Probability

extension Law {
  /// The smallest and the largest value that can be drawn; infinite where there is no bound.
  var bounds: ClosedRange<Double> {
    switch self {
    case .fixed(let value): value...value
    case .uniform(let low, let high): low...high
    case .triangular(let low, _, let high), .pert(let low, _, let high): low...high
    case .normal(_, _, let low, let high): (low ?? -.infinity)...(high ?? .infinity)
    case .lognormal(_, _, let low, let high): max(0, low ?? 0)...(high ?? .infinity)
    case .beta(_, _, let low, let high): low...high
    case .bernoulli(let probability): (probability < 1 ? 0 : 1)...(probability > 0 ? 1 : 0)
    case .discrete(let values):
      Self.span(values.filter { $0.probability > 0 }.map(\.value))
    case .quantiles(let points): Self.span(points.map(\.value))
    }
  }

  private static func span(_ values: [Double]) -> ClosedRange<Double> {
    guard let low = values.min(), let high = values.max() else { return -.infinity ... .infinity }
    return low...high
  }
}

extension Number {
  /// Whether every run has exactly this value.
  func isAlways(_ value: Double) -> Bool { law.bounds == value...value }
}
