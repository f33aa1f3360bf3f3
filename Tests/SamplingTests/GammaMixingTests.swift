import CKernels
import Probability
import Sampling
import Testing

@Suite(.serialized) struct GammaMixingTests {
  @Test(arguments: [0.1, 0.5, 1, 5, 20, 300, 1e5])
  func `the table is the quantile function`(shape: Double) {
    let mixing = GammaMixing(shape: shape)
    for step in 1..<2000 {
      let u = Double(step) / 2000
      let exact = gammaQuantile(u, shape: shape) / shape
      #expect(abs(mixing.quantile(u) - exact) <= 1e-8 * exact)
    }
  }

  @Test(arguments: [0.02, 0.1, 0.5, 5, 300])
  func `generators of tiny numbers only and of numbers near one only get exact values`(
    shape: Double
  ) {
    let mixing = GammaMixing(shape: shape)
    for u in [0x1p-54, 1e-15, 1e-11, 1e-9, 1e-7, 1 - 1e-7, 1 - 1e-9, 1 - 1e-12, 1 - 0x1p-53] {
      let exact = gammaQuantile(u, shape: shape) / shape
      #expect(abs(mixing.quantile(u) - exact) <= 1e-7 * exact)
    }
  }

  @Test(arguments: [0.05, 1, 40])
  func `quantiles rise`(shape: Double) {
    let mixing = GammaMixing(shape: shape)
    var last = -1.0
    for u in [0x1p-54, 1e-12, 0.9e-9, 1e-9] + (1..<20_000).map({ Double($0) / 20_000 }) {
      let value = mixing.quantile(u)
      #expect(value >= last)
      last = value
    }
    #expect(mixing.quantile(1 - 0x1p-53) > last)
  }

  @Test(arguments: [0, 1, 7, 8, 9, 64, 1000], [0.02, 0.5, 20])
  func `quantiles in bulk have the bits of single ones`(count: Int, shape: Double) {
    let mixing = GammaMixing(shape: shape)
    let extremes = [0x1p-53, 1 - 0x1p-53, 1e-10, 1 - 1e-11, 0.5]
    let draws = Draws(seed: 32)
    let numbers = (0..<UInt32(count)).map {
      $0 % 5 == 3
        ? extremes[Int($0 / 5) % 5] : draws.uniform(NameHash("g"), run: $0, month: 2)
    }
    let single = numbers.map(mixing.quantile)
    for level in [Int32(0), 2, 3] where ck_use_level(level) == level {
      var quantiles = numbers
      var span = quantiles.mutableSpan
      mixing.quantiles(of: &span)
      #expect(quantiles == single, "level \(level)")
    }
    ck_use_level(3)
  }

  /// Poisson counts with a mixed mean are negative binomial.
  @Test func `mixed counts have the negative binomial law`() {
    let mixing = GammaMixing(shape: 20)
    let law = NegativeBinomial(mean: 100, shape: 20)
    let draws = Draws(seed: 31)
    let total = 100_000
    var atMost63 = 0
    var sum = 0.0
    for run in 0..<UInt32(total) {
      let mean = 100 * mixing.quantile(draws.uniform(NameHash("g"), run: run, month: 0))
      let count = poissonCount(draws.uniform(NameHash("n"), run: run, month: 0), mean: mean)
      sum += count
      if count <= 63 { atMost63 += 1 }
    }
    let share = law.cumulative(63)
    let allowed = 4 * (share * (1 - share) / Double(total)).squareRoot()
    #expect(abs(Double(atMost63) / Double(total) - share) < allowed)
    #expect(abs(sum / Double(total) - 100) < 4 * (600 / Double(total)).squareRoot())
  }
}
