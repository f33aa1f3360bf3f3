/// Independent numbers, and what is known of their mean.
struct Sample {
  private var values: [Double] = []

  /// Starts with none, or with some.
  init(_ values: [Double] = []) { self.values = values }

  mutating func add(_ value: Double) { values.append(value) }

  mutating func add(_ others: some Sequence<Double>) { values += others }

  var count: Double { Double(values.count) }

  var mean: Double { values.reduce(0, +) / count }

  /// The mean of a power of the distance from the mean.
  func moment(_ power: (Double) -> Double) -> Double {
    let mean = mean
    return values.reduce(0) { $0 + power($1 - mean) } / count
  }

  var variance: Double { moment { $0 * $0 } * count / (count - 1) }

  var standardError: Double { (variance / count).squareRoot() }

  /// Standard error of the variance, from the fourth moment.
  var varianceError: Double {
    let second = moment { $0 * $0 }
    let fourth = moment { $0 * $0 * $0 * $0 }
    return ((fourth - second * second) / count).squareRoot()
  }

  /// Share of the numbers of at most a value.
  func share(upTo value: Double) -> Double {
    Double(values.count { $0 <= value }) / count
  }

  /// Whether the mean is a given one, to four standard errors.
  func hasMean(_ expected: Double) -> Bool {
    abs(mean - expected) <= 4 * standardError + 1e-9 * abs(expected)
  }

  /// Whether the variance is a given one, to four standard errors.
  func hasVariance(_ expected: Double) -> Bool { abs(variance - expected) <= 4 * varianceError }

  /// Whether the share of numbers of at most a value is a given one, to four standard errors.
  func has(share expected: Double, upTo value: Double) -> Bool {
    let error = (expected * (1 - expected) / count).squareRoot()
    return abs(share(upTo: value) - expected) <= 4 * error + 1e-12
  }

  /// Whether a whole number can be the quantile of a probability, to four standard errors.
  func has(quantile expected: Double, at probability: Double) -> Bool {
    let error = 4 * (probability * (1 - probability) / count).squareRoot()
    return share(upTo: expected) >= probability - error
      && share(upTo: expected - 1) <= probability + error
  }
}
