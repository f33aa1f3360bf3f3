import Probability
import Testing

@Suite struct CountsTests {
  @Test func `Poisson with mean 100 agrees with printed values`() {
    let law = Poisson(mean: 100)
    #expect([0.025, 0.05, 0.5, 0.95, 0.975].map(law.quantile) == [81, 84, 100, 117, 120])
    #expect(abs(law.probability(of: 100) - 0.0398609968091) < 5e-14)
    #expect(abs(law.cumulative(90) - 0.1713851193218) < 5e-14)
  }

  @Test func `the negative binomial with mean 100 and shape 20 agrees with printed values`() {
    let law = NegativeBinomial(mean: 100, shape: 20)
    #expect(law.variance == 600)
    #expect(abs(law.probability(of: 100) - 0.0162167832778) < 5e-14)
    #expect(law.quantile(0.05) == 63)
    #expect(law.quantile(0.95) == 143)
  }

  @Test(arguments: [0.3, 5.0, 80, 2500])
  func `Poisson probabilities add up to the cumulative ones`(mean: Double) {
    let law = Poisson(mean: mean)
    var sum = 0.0
    for count in 0..<Int(mean + 8 * mean.squareRoot() + 10) {
      sum += law.probability(of: Double(count))
      #expect(abs(law.cumulative(Double(count)) - sum) < 1e-13)
    }
    #expect(abs(sum - 1) < 1e-12)
  }

  @Test(arguments: [(0.3, 2.0), (9.0, 5), (40, 0.5), (900, 30)])
  func `negative binomial probabilities add up to the cumulative ones`(
    mean: Double, shape: Double
  ) {
    let law = NegativeBinomial(mean: mean, shape: shape)
    var sum = 0.0
    var first = 0.0
    for count in 0..<3000 {
      let probability = law.probability(of: Double(count))
      sum += probability
      first += Double(count) * probability
      #expect(abs(law.cumulative(Double(count)) - sum) < 1e-12)
    }
    #expect(agrees(first, mean, within: 1e-8))
  }

  @Test func `the binomial adds up its exact probabilities`() {
    // C(12, k) 0.3^k 0.7^(12 - k), in order.
    var term = 1.0
    for _ in 0..<12 { term *= 0.7 }
    var sum = 0.0
    let law = Binomial(trials: 12, probability: 0.3)
    for count in 0...12 {
      sum += term
      #expect(abs(law.cumulative(Double(count)) - sum) < 1e-14)
      term *= Double(12 - count) / Double(count + 1) * (0.3 / 0.7)
    }
    #expect(Binomial(trials: 5, probability: 0).cumulative(0) == 1)
    #expect(Binomial(trials: 5, probability: 1).cumulative(4) == 0)
    #expect(Binomial(trials: 0, probability: 0.5).quantile(0.7) == 0)
  }

  @Test(arguments: [0.01, 0.7, 9, 123, 4567, 1e6])
  func `a quantile is the smallest count that reaches the probability`(mean: Double) {
    let poisson = Poisson(mean: mean)
    let mixed = NegativeBinomial(mean: mean, shape: 3)
    let trials = Binomial(trials: 2_000_000, probability: mean / 2_000_000)
    for u in [0x1p-54, 1e-6, 0.03, 0.5, 0.6, 0.999, 0x1.fffffffffffffp-1] {
      expectSmallest(poisson.quantile(u), u, poisson.tails(at:))
      expectSmallest(mixed.quantile(u), u, mixed.tails(at:))
      expectSmallest(trials.quantile(u), u, trials.tails(at:))
    }
  }

  private func expectSmallest(_ count: Double, _ u: Double, _ tails: (Double) -> Tails) {
    #expect(count >= 0 && count == count.rounded())
    if u <= 0.5 {
      #expect(tails(count).lower >= u)
      #expect(tails(count - 1).lower < u)
    } else {
      #expect(tails(count).upper <= 1 - u)
      #expect(tails(count - 1).upper > 1 - u)
    }
  }

  @Test func `counts that cannot be have no probability`() {
    #expect(Poisson(mean: 3).probability(of: 1.5) == 0)
    #expect(Poisson(mean: 3).probability(of: -1) == 0)
    #expect(Poisson(mean: 0).probability(of: 0) == 1)
    #expect(Poisson(mean: 0).quantile(0.9) == 0)
    #expect(NegativeBinomial(mean: 0, shape: 2).quantile(0.9) == 0)
  }
}
