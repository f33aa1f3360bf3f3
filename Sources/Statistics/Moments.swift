/// Count, mean and sum of squared deviations of numbers seen one by one.
///
/// Updated by the formulas of B. P. Welford (1962), doi:10.1080/00401706.1962.10490022, and joined
/// by those of T. F. Chan, G. H. Golub, R. J. LeVeque (1983), doi:10.1080/00031305.1983.10483115,
/// which never form a sum of squares of large numbers.
public struct Moments: Hashable, Sendable {
  /// How many numbers were seen.
  public private(set) var count = 0
  /// Their mean; 0 before the first.
  public private(set) var mean = 0.0
  /// The sum of the squared deviations from the mean.
  public private(set) var squaredDeviations = 0.0

  /// Starts with nothing seen.
  public init() {}

  /// Takes up what was seen elsewhere.
  public init(count: Int, mean: Double, squaredDeviations: Double) {
    self.count = count
    self.mean = mean
    self.squaredDeviations = squaredDeviations
  }

  /// Sees all numbers of a sequence in its order.
  public init(_ numbers: some Sequence<Double>) { for number in numbers { add(number) } }

  /// Sees one more number.
  ///
  /// - Parameter number: Finite; undefined values are for the caller to leave out.
  public mutating func add(_ number: Double) {
    count += 1
    let deviation = number - mean
    mean += deviation / Double(count)
    squaredDeviations += deviation * (number - mean)
  }

  /// Sees what another has seen.
  ///
  /// Merging in a fixed order gives the same bits, whoever saw the parts.
  public mutating func merge(_ other: Moments) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    let total = Double(count + other.count)
    let difference = other.mean - mean
    let share = Double(other.count) / total
    squaredDeviations +=
      other.squaredDeviations + difference * difference * Double(count) * share
    mean += difference * share
    count += other.count
  }

  /// The sample variance, with the count less one below; nil for fewer than two numbers.
  public var variance: Double? { count < 2 ? nil : squaredDeviations / Double(count - 1) }

  /// The sample standard deviation; nil for fewer than two numbers.
  public var standardDeviation: Double? { variance?.squareRoot() }

  /// The standard error of the mean of independent numbers; nil for fewer than two.
  public var standardError: Double? {
    variance.map { ($0 / Double(count)).squareRoot() }
  }
}
