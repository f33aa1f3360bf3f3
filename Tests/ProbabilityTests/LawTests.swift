import Probability
import Testing

@Suite struct LawTests {
  static let untruncated: [Law] = [
    .fixed(7), .uniform(low: 2, high: 5), .triangular(low: 5, mode: 10, high: 30),
    .triangular(low: 5, mode: 5, high: 30), .triangular(low: 5, mode: 30, high: 30),
    .pert(low: 5, mode: 10, high: 30), .pert(low: 5, mode: 5, high: 30),
    .normal(mean: 3, sd: 2, low: nil, high: nil),
    .lognormal(mu: 0.5, sigma: 0.4, low: nil, high: nil),
    .beta(alpha: 2, beta: 5, low: 0, high: 1), .beta(alpha: 0.7, beta: 0.4, low: -1, high: 3),
    .bernoulli(0.3),
    .discrete([
      .init(value: 4, probability: 0.5), .init(value: 1, probability: 0.3),
      .init(value: 9, probability: 0.2),
    ]),
    .quantiles([
      .init(probability: 0, value: 1), .init(probability: 0.1, value: 2),
      .init(probability: 0.1, value: 3), .init(probability: 0.8, value: 3.5),
      .init(probability: 1, value: 10),
    ]),
  ]
  static let truncated: [(Law, Double, Double)] = [
    (.normal(mean: 1.0, sd: 0.1, low: 0.9, high: 1.2), 1.0229637179091329, 0.00519762539211533816),
    (.normal(mean: 0.0, sd: 1.0, low: 5, high: 6), 5.18314709047717352, 0.0294524307684830572),
    (
      .normal(mean: 0.0, sd: 1.0, low: 0.3, high: 0.31), 0.304997458342199599,
      8.33330167958531788e-6
    ),
    (.normal(mean: 0.0, sd: 1.0, low: -1, high: nil), 0.287599970939178361, 0.629686285776605401),
    (.normal(mean: 0.0, sd: 1.0, low: nil, high: -2), -2.37321553282284087, 0.114279100414081257),
    (.normal(mean: 10.0, sd: 3.0, low: 0, high: 1000), 10.0046288230332263, 8.95369034366506444),
    (.normal(mean: 0.0, sd: 1.0, low: 30, high: 31), 30.033259667433172, 0.00110377151188754401),
    (.normal(mean: 0.0, sd: 1.0, low: -8, high: 9), 5.05124310617972854e-15, 0.999999999999959573),
    (.lognormal(mu: 0.0, sigma: 0.5, low: 1, high: 2), 1.36827250488292291, 0.0711203469296788555),
    (.lognormal(mu: 1.0, sigma: 0.3, low: 0, high: nil), 2.8433985236517691, 0.761391094415822088),
    (
      .lognormal(mu: 1.0, sigma: 0.3, low: 2.7, high: 2.71), 2.70499708699479671,
      8.33328965028248273e-6
    ),
    (.lognormal(mu: 2.0, sigma: 0.8, low: nil, high: 5), 3.21627847069523588, 1.20388160783124352),
  ]

  @Test func `PERT 5, 10, 30 agrees with printed values`() {
    let law = Law.pert(low: 5, mode: 10, high: 30)
    #expect(law.mean == 12.5)
    #expect(law.variance == 18.75)
    #expect(agrees(law.quantile(0.05), 6.4744346903, within: 1e-11))
    #expect(agrees(law.quantile(0.5), 11.9168064848, within: 1e-11))
    #expect(agrees(law.quantile(0.95), 20.5319181004, within: 1e-11))
  }

  @Test func `triangular 5, 10, 30 agrees with printed values`() {
    let law = Law.triangular(low: 5, mode: 10, high: 30)
    #expect(law.mean == 15)
    #expect(agrees(law.variance, 29.1666666667, within: 1e-11))
    #expect(law.quantile(0.05) == 7.5)
    #expect(agrees(law.quantile(0.5), 14.1886116992, within: 1e-11))
    #expect(agrees(law.quantile(0.95), 25, within: 1e-15))
  }

  @Test func `lognormal from 5 to 10 agrees with printed values`() {
    let law = Law.lognormal(p05: 5, p95: 10)
    guard case .lognormal(let mu, let sigma, nil, nil) = law else {
      Issue.record("not a lognormal law without limits")
      return
    }
    #expect(agrees(mu, 1.9560115027, within: 1e-10))
    #expect(agrees(sigma, 0.2107017820, within: 1e-9))
    #expect(agrees(law.mean, 7.2297837323, within: 1e-11))
    #expect(agrees(law.quantile(0.05), 5, within: 1e-14))
    #expect(agrees(law.quantile(0.95), 10, within: 1e-14))
  }

  @Test func `laws made from two figures have these figures`() {
    let normal = Law.normal(p05: -2, p95: 7)
    #expect(abs(normal.quantile(0.05) + 2) < 1e-14)
    #expect(agrees(normal.quantile(0.95), 7, within: 1e-15))
    let lognormal = Law.lognormal(mean: 12, sd: 3)
    #expect(agrees(lognormal.mean, 12, within: 1e-14))
    #expect(agrees(lognormal.standardDeviation, 3, within: 1e-14))
  }

  @Test(arguments: truncated)
  func `moments of truncated laws agree with quadrature`(
    law: Law, mean: Double, variance: Double
  ) {
    #expect(abs(law.mean - mean) <= 1e-12 * abs(mean) + 1e-16)
    // The far slice at 30 standard deviations subtracts numbers of the size of 900.
    #expect(agrees(law.variance, variance, within: 1e-7))
  }

  /// The mean of the quantile function over (0, 1) is the mean of the law.
  ///
  /// The midpoint rule with n points errs by the order of 1/n for laws with steps, and little
  /// more for the normal tails.
  @Test(arguments: untruncated + truncated.map(\.0))
  func `mean and variance are those of the quantile function`(law: Law) {
    let count = 20_000
    let values = (0..<count).map { law.quantile((Double($0) + 0.5) / Double(count)) }
    let mean = values.reduce(0, +) / Double(count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    let sd = law.standardDeviation
    #expect(abs(mean - law.mean) <= 1e-3 * sd + 1e-13 * abs(law.mean))
    #expect(abs(variance - law.variance) <= 6e-3 * sd * sd + 1e-13 * law.mean * law.mean)
  }

  @Test(arguments: untruncated + truncated.map(\.0))
  func `quantiles never fall and stay in the support`(law: Law) {
    var last = -Double.infinity
    let ends = [1e-300, 0x1p-54]
    let middle = (1..<500).map { Double($0) / 500 }
    for u in ends + middle + [1 - 0x1p-53] {
      let value = law.quantile(u)
      #expect(value.isFinite)
      #expect(value >= last)
      #expect(law.support.contains(value))
      last = value
    }
  }

  @Test func `a lever's probability is the share of uniform numbers above its complement`() {
    #expect(Law.bernoulli(0).quantile(0x1.fffffffffffffp-1) == 0)
    #expect(Law.bernoulli(1).quantile(0x1p-54) == 1)
    #expect(Law.bernoulli(0.25).quantile(0.75) == 0)
    #expect(Law.bernoulli(0.25).quantile(0.7500001) == 1)
  }

  @Test func `degenerate laws are fixed numbers`() {
    let laws: [Law] = [
      .uniform(low: 3, high: 3), .triangular(low: 3, mode: 3, high: 3),
      .pert(low: 3, mode: 3, high: 3), .normal(mean: 3, sd: 0, low: nil, high: 5),
      .normal(mean: 1, sd: 0, low: 3, high: 5),
      .lognormal(mu: 0, sigma: 0, low: 3, high: nil),
      .quantiles([.init(probability: 0, value: 3), .init(probability: 1, value: 3)]),
      .discrete([.init(value: 3, probability: 1)]),
      // So far out that no probability is left: the nearest limit.
      .normal(mean: 100, sd: 1, low: nil, high: 3),
    ]
    for law in laws {
      #expect(law.mean == 3)
      #expect(law.variance == 0)
      #expect(law.quantile(0.3) == 3)
    }
    #expect(laws[8].probabilityWithinLimits == 0)
  }

  @Test func `limits that bind nothing change nothing`() {
    let free = Law.normal(mean: 4, sd: 2, low: nil, high: nil)
    let bound = Law.normal(mean: 4, sd: 2, low: -1000, high: 1000)
    #expect(agrees(bound.mean, free.mean, within: 1e-15))
    #expect(agrees(bound.variance, free.variance, within: 1e-15))
    #expect(bound.quantile(0.123) == free.quantile(0.123))
    #expect(bound.probabilityWithinLimits == 1)
    let positive = Law.lognormal(mu: 1, sigma: 0.3, low: 0, high: nil)
    #expect(
      agrees(
        positive.mean, Law.lognormal(mu: 1, sigma: 0.3, low: nil, high: nil).mean, within: 1e-15))
  }

  @Test func `laws are told in the words of the file`() {
    #expect("\(Law.fixed(12))" == "12")
    #expect("\(Law.fixed(0.25))" == "0.25")
    #expect("\(Law.uniform(low: 0.5, high: 2))" == "uniform [0.5, 2]")
    #expect("\(Law.triangular(low: 5, mode: 10, high: 30))" == "triangular [5, 10, 30]")
    #expect("\(Law.pert(low: 5, mode: 10, high: 30))" == "pert [5, 10, 30]")
    #expect("\(Law.normal(mean: 1, sd: 0.1, low: nil, high: nil))" == "normal mean 1, sd 0.1")
    #expect(
      "\(Law.normal(mean: 1, sd: 0.1, low: 0, high: 1.5))"
        == "normal mean 1, sd 0.1, low 0, high 1.5")
    #expect("\(Law.lognormal(mean: 12, sd: 3, low: 1))" == "lognormal mean 12, sd 3, low 1")
    #expect("\(Law.lognormal(p05: 5, p95: 10))" == "lognormal mean 7.22978, sd 1.54039")
    #expect("\(Law.lognormal(mean: 2_500_000, sd: 1e5))" == "lognormal mean 2500000, sd 100000")
    #expect("\(Law.beta(alpha: 2, beta: 5, low: 0, high: 1))" == "beta alpha 2, beta 5")
    #expect(
      "\(Law.beta(alpha: 2, beta: 5, low: 1, high: 3))" == "beta alpha 2, beta 5, low 1, high 3")
    #expect("\(Law.bernoulli(0.3))" == "bernoulli 0.3")
    #expect(
      "\(Law.discrete([.init(value: 1, probability: 0.2), .init(value: 4, probability: 0.8)]))"
        == "discrete [[1, 0.2], [4, 0.8]]")
    #expect(
      "\(Law.quantiles([.init(probability: 0, value: 3), .init(probability: 1, value: 5)]))"
        == "quantiles [[0, 3], [1, 5]]")
  }
}
