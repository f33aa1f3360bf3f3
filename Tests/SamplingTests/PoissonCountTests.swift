import CKernels
import Probability
import Sampling
import Testing

@Suite(.serialized) struct PoissonCountTests {
  static let means = [
    1e-12, 0.003, 0.5, 1, 3.7, 9.999999, 10, 10.5, 14, 33.3, 100, 777, 5000, 123_456.7, 1e7, 3e9,
    1e12,
  ]

  @Test(arguments: means)
  func `the count is the smallest that reaches the probability`(mean: Double) {
    let law = Poisson(mean: mean)
    let draws = Draws(seed: 4)
    let name = NameHash("u")
    for run in 0..<UInt32(4000) {
      let u = draws.uniform(name, run: run, month: 0)
      #expect(poissonCount(u, mean: mean) == law.quantile(u))
    }
  }

  @Test(arguments: means)
  func `generators of tiny numbers only and of numbers near one only get exact counts`(
    mean: Double
  ) {
    let law = Poisson(mean: mean)
    for exponent in stride(from: 2.0, through: 15.5, by: 0.25) {
      let tail = power(exponent)
      #expect(poissonCount(tail, mean: mean) == law.quantile(tail))
      #expect(poissonCount(1 - tail, mean: mean) == law.quantile(1 - tail))
    }
    for u in [0x1p-54, 0x1p-53, 1e-300, 1 - 0x1p-52, 1 - 0x1p-53] {
      #expect(poissonCount(u, mean: mean) == law.quantile(u))
    }
  }

  /// One part in 10¹² below a jump of the cumulative probability and one above it.
  @Test(arguments: [0.5, 3.7, 9.9, 10, 12, 47, 300, 20_000])
  func `jumps are where the cumulative probability has them`(mean: Double) {
    // Probabilities by their recurrence, independent of the incomplete gamma function.
    let middle = mean.rounded(.down)
    let reach = 5 * mean.squareRoot() + 10
    var probabilities: [Double] = []
    var count = max(0, middle - 2 * reach)
    let first = count
    var probability = Poisson(mean: mean).probability(of: count)
    var cumulative = Poisson(mean: mean).cumulative(count)
    while count < middle + reach {
      probabilities.append(cumulative)
      count += 1
      probability *= mean / count
      cumulative += probability
    }
    for (index, u) in probabilities.enumerated() where u > 1e-6 && u < 1 - 1e-6 {
      #expect(poissonCount(u * (1 - 1e-12), mean: mean) == first + Double(index))
      #expect(poissonCount(u * (1 + 1e-12), mean: mean) == first + Double(index) + 1)
    }
  }

  @Test func `a larger mean never gives a smaller count`() {
    for u in [0x1p-54, 0.001, 0.2, 0.5, 0.77, 0.9999, 1 - 0x1p-53] {
      var last = 0.0
      for step in 0..<4000 {
        let count = poissonCount(u, mean: 0.01 * Double(step))
        #expect(count >= last)
        last = count
      }
    }
  }

  @Test func `nothing is expected, nothing comes`() {
    #expect(poissonCount(1 - 0x1p-53, mean: 0) == 0)
    #expect(poissonCount(0x1p-54, mean: 0) == 0)
  }

  /// Mean and variance of 200,000 counts against the law, at four standard errors.
  @Test(arguments: [0.8, 9, 95, 2400])
  func `counts have the mean and the variance of the law`(mean: Double) {
    let total = 200_000
    let draws = Draws(seed: 8)
    let counts = (0..<UInt32(total)).map {
      poissonCount(draws.uniform(NameHash("n"), run: $0, month: 3), mean: mean)
    }
    let average = counts.reduce(0, +) / Double(total)
    let variance = counts.reduce(0) { $0 + ($1 - average) * ($1 - average) } / Double(total)
    #expect(abs(average - mean) < 4 * (mean / Double(total)).squareRoot())
    // The fourth central moment is λ + 3 λ².
    #expect(
      abs(variance - mean) < 4 * ((mean + 2 * mean * mean) / Double(total)).squareRoot())
  }

  /// Counts in bulk, on every level; the same on all.
  private func inBulk(_ uniforms: [Double], _ means: [Double]) -> [Double] {
    var first: [Double]?
    for level in [Int32(0), 2, 3] where ck_use_level(level) == level {
      var counts = means
      var span = counts.mutableSpan
      poissonCounts(uniforms.span, means: &span)
      #expect(first == nil || first == counts, "level \(level)")
      first = counts
    }
    ck_use_level(3)
    return first ?? []
  }

  /// Every mean with uniforms of all sizes, those of the generator's extremes and its own.
  @Test func `counts in bulk are the smallest that reach the probability`() {
    var (uniforms, means): ([Double], [Double]) = ([], [])
    let draws = Draws(seed: 15)
    let extremes = [
      0x1p-53, 0x1p-52, 1e-300, 1e-11, 1 - 1e-11, 1 - 2e-10, 1 - 0x1p-52, 1 - 0x1p-53,
    ]
    for exponent in -12...24 {
      for part in [1.0, 1.7, 3.16, 5.3] {
        let mean =
          part
          * (0..<abs(exponent)).reduce(1) { value, _ in
            exponent < 0 ? value / 1.8 : value * 1.8
          }
        let numbers = (0..<UInt32(60)).map {
          draws.uniform(NameHash("\(mean)"), run: $0, month: 0)
        }
        uniforms += extremes + numbers
        means += [Double](repeating: mean, count: extremes.count + numbers.count)
      }
    }
    let counts = inBulk(uniforms, means)
    for index in counts.indices {
      #expect(counts[index] == Poisson(mean: means[index]).quantile(uniforms[index]))
    }
    #expect(counts == zip(uniforms, means).map { poissonCount($0, mean: $1) })
  }

  /// Small and large means side by side, and noughts among them.
  @Test(arguments: [0, 1, 7, 8, 9, 64, 513, 1000])
  func `counts in bulk do not depend on their neighbours`(count: Int) {
    let all = [0, 1e-3, 4.2, 11, 9.999, 1e6, 0, 250, 10, 33, 0.4]
    let means = (0..<count).map { all[$0 * 7 % 11] }
    let draws = Draws(seed: 16)
    let uniforms = (0..<UInt32(count)).map { draws.uniform(NameHash("u"), run: $0, month: 1) }
    let counts = inBulk(uniforms, means)
    #expect(counts == zip(uniforms, means).map { poissonCount($0, mean: $1) })
    #expect(zip(counts, means).allSatisfy { $1 > 0 || $0 == 0 })
  }

  private func power(_ exponent: Double) -> Double {
    var value = 1.0
    var left = exponent
    while left >= 1 {
      value /= 10
      left -= 1
    }
    return value * (1 - 0.9 * left)
  }
}
