import CKernels
import Testing

@testable import Probability

@Suite struct QuantileFunctionTests {
  /// Laws with a table that serves everywhere, extreme ones among them.
  static let tabulated: [Law] = [
    .pert(low: 5, mode: 10, high: 30), .pert(low: 5, mode: 5, high: 30),
    .pert(low: 5, mode: 30, high: 30), .pert(low: 49_000, mode: 50_600, high: 52_500),
    .pert(low: 0, mode: 1e-6, high: 1), .beta(alpha: 0.2, beta: 50, low: 0, high: 1),
    .beta(alpha: 50, beta: 0.2, low: -1, high: 1), .beta(alpha: 50, beta: 50, low: 0, high: 1),
    .beta(alpha: 0.5, beta: 0.5, low: 0, high: 1), .beta(alpha: 1, beta: 1, low: 2, high: 3),
    .beta(alpha: 0.5, beta: 3, low: 0, high: 1), .normal(mean: 3, sd: 2, low: nil, high: nil),
    .normal(mean: 0, sd: 1, low: -1, high: 2), .normal(mean: 0, sd: 1, low: 5, high: 6),
    .normal(mean: 0, sd: 1, low: nil, high: -2), .lognormal(mu: 0, sigma: 0.5, low: nil, high: nil),
    .lognormal(mu: 0, sigma: 0.7, low: nil, high: nil),
    .lognormal(mu: 0, sigma: 0.5, low: 1, high: 2),
  ]
  /// Laws of which some part or all is exact.
  static let partlyExact: [Law] = [
    .beta(alpha: 0.2, beta: 0.2, low: 0, high: 1), .beta(alpha: 0.05, beta: 3, low: 0, high: 1),
    .beta(alpha: 0.001, beta: 0.001, low: 0, high: 1),
    .normal(mean: 0, sd: 1, low: 1, high: 1 + 1e-9), .normal(mean: 0, sd: 1, low: 30, high: 31),
    .normal(mean: 0, sd: 1, low: -1000, high: -38),
    .lognormal(mu: 0, sigma: 3, low: nil, high: nil),
  ]

  /// Shapes, probability and quantile of beta laws, from the incomplete beta function of mpmath with 40 digits.
  static let independent: [(Double, Double, Double, Double)] = [
    (1.8, 4.2, 0.0001220703125, 0.00195296974632825479),
    (1.8, 4.2, 0.03, 0.0436155443221331687),
    (1.8, 4.2, 0.5, 0.276672259392518838),
    (1.8, 4.2, 0.875, 0.517141912999829137),
    (1.8, 4.2, 0.999, 0.857551568738678519),
    (1, 5, 0.0001220703125, 0.0000244152546802144606),
    (1, 5, 0.03, 0.00607332385179727421),
    (1, 5, 0.5, 0.129449436703875861),
    (1, 5, 0.875, 0.34024604461355287),
    (1, 5, 0.999, 0.748811356849041944),
    (5, 1, 0.0001220703125, 0.164938488846611782),
    (5, 1, 0.03, 0.495934419641283137),
    (5, 1, 0.5, 0.870550563296124139),
    (5, 1, 0.875, 0.973647180615168137),
    (5, 1, 0.999, 0.999799919951966374),
    (3, 3, 0.0001220703125, 0.0232972115828603349),
    (3, 3, 0.03, 0.156699503806099233),
    (3, 3, 0.5, 0.5),
    (3, 3, 0.875, 0.730621428281797599),
    (3, 3, 0.999, 0.952448101824542313),
    (0.2, 50, 0.0001220703125, 3.56594026399360416e-22),
    (0.2, 50, 0.03, 3.19690743092902514e-10),
    (0.2, 50, 0.5, 0.000418178588769710352),
    (0.2, 50, 0.875, 0.00970904043747022414),
    (0.2, 50, 0.999, 0.0793680606292301667),
    (20, 0.5, 0.0001220703125, 0.688317524845420466),
    (20, 0.5, 0.03, 0.887631975907114212),
    (20, 0.5, 0.5, 0.988549743294424075),
    (20, 0.5, 0.875, 0.999373749254567397),
    (20, 0.5, 0.999, 0.999999960236168902),
    (50, 50, 0.0001220703125, 0.322174343725036029),
    (50, 50, 0.03, 0.406557337394135052),
    (50, 50, 0.5, 0.5),
    (50, 50, 0.875, 0.557470096189305209),
    (50, 50, 0.999, 0.651252173402947754),
    (0.5, 3, 0.0001220703125, 4.23855254131488124e-9),
    (0.5, 3, 0.03, 0.000256087426846118245),
    (0.5, 3, 0.5, 0.0790327670761729961),
    (0.5, 3, 0.875, 0.346130442453515663),
    (0.5, 3, 0.999, 0.855447776691985029),
  ]

  /// A stream of numbers in (0, 1), the same in every run of the tests.
  struct Numbers {
    var state: UInt64 = 20_260_315

    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (Double(state >> 11) + 0.5) * 0x1p-53
    }
  }

  /// Arguments that fill both tails evenly in their logarithm, with the borders of the cells and their neighbours.
  static let arguments: [Double] = {
    let tails = stride(from: 0.0, through: 20, by: 0.04).map { (0.5 * exp2(-$0)) }
    let borders = (1...18).flatMap { power -> [Double] in
      let border = exp2(Double(-power))
      return [border.nextDown, border, border.nextUp]
    }
    let lower = (tails + borders).sorted()
    return lower + lower.reversed().map { 1 - $0 }
  }()

  private static func exp2(_ power: Double) -> Double {
    // Accurate enough for places on a grid, and exact for whole powers.
    let whole = power.rounded(.down)
    return (1 + (power - whole)) * Double(sign: .plus, exponent: Int(whole), significand: 1)
  }

  private func expectAgreement(_ law: Law, at arguments: [Double], on function: QuantileFunction) {
    let spread = law.quantile(1 - 0x1p-17) - law.quantile(0x1p-17)
    var isLognormal = false
    if case .lognormal = law { isLognormal = true }
    var worst = (0.0, 0.0)
    for u in arguments {
      let exact = law.quantile(u)
      let unit = isLognormal ? min(spread, exact) : spread
      // Rounding of the value itself counts where the law is narrow and lies far from nought.
      let error = (abs(function(u) - exact) - 4 * exact.ulp) / unit
      if !(error <= worst.1) { worst = (u, error) }
    }
    #expect(worst.1 < 4e-13, "\(law) at \(worst.0)")
  }

  @Test(arguments: tabulated + partlyExact)
  func `the table agrees with the exact function on a dense grid`(law: Law) {
    expectAgreement(law, at: Self.arguments, on: QuantileFunction(law))
  }

  @Test func `the table agrees with the exact function for random laws`() {
    var numbers = Numbers()
    for trial in 0..<160 {
      // Shapes from 0.2 to 50, evenly in their powers of two.
      func shape() -> Double { min(50, 0.2 * Self.exp2(8 * numbers.next())) }
      func mode() -> Double { trial % 3 == 0 ? numbers.next() * 1e-3 : numbers.next() }
      let law: Law =
        switch trial % 4 {
        case 0: .beta(alpha: shape(), beta: shape(), low: 0, high: 1)
        case 1: .pert(low: 0, mode: mode(), high: 1)
        case 2:
          .normal(
            mean: 0, sd: 1, low: trial % 3 == 0 ? nil : -4 * numbers.next(),
            high: trial % 5 == 0 ? nil : 4 * numbers.next())
        default:
          .lognormal(
            mu: 0, sigma: 0.02 + 2 * numbers.next(), low: trial % 3 == 0 ? numbers.next() : nil,
            high: trial % 5 == 0 ? 2 + numbers.next() : nil)
        }
      let arguments = (0..<100).map { _ in
        let tail = 0.5 * Self.exp2(-17 * numbers.next())
        return numbers.next() < 0.5 ? tail : 1 - tail
      }
      expectAgreement(law, at: arguments, on: QuantileFunction(law))
    }
  }

  @Test(arguments: independent)
  func `beta quantiles agree with another implementation`(
    alpha: Double, beta: Double, u: Double, value: Double
  ) {
    let function = QuantileFunction(.beta(alpha: alpha, beta: beta, low: 0, high: 1))
    #expect(abs(function(u) - value) < 4e-13)
  }

  @Test(arguments: tabulated) func `tables serve wherever they should`(law: Law) {
    #expect(QuantileFunction(law).isTabulated)
  }

  @Test func `every PERT law has a table that serves everywhere`() {
    for step in 0...200 {
      let law = Law.pert(low: -3, mode: -3 + Double(step) / 40, high: 2)
      #expect(QuantileFunction(law).isTabulated)
    }
  }

  @Test func `laws with a formula give the bits of the exact function`() {
    for law in LawTests.untruncated {
      switch law {
      case .pert, .beta, .normal, .lognormal: continue
      default: break
      }
      let function = QuantileFunction(law)
      for u in Self.arguments { #expect(function(u) == law.quantile(u), "\(law) at \(u)") }
    }
  }

  @Test func `degenerate laws are fixed numbers`() {
    let laws: [Law] = [
      .fixed(3), .uniform(low: 3, high: 3), .triangular(low: 3, mode: 3, high: 3),
      .pert(low: 3, mode: 3, high: 3), .beta(alpha: 2, beta: 1, low: 3, high: 3),
      .normal(mean: 3, sd: 0, low: nil, high: 5), .normal(mean: 1, sd: 0, low: 3, high: 5),
      .normal(mean: 100, sd: 1, low: nil, high: 3), .lognormal(mu: 0, sigma: 0, low: 3, high: nil),
    ]
    for law in laws { for u in Self.arguments { #expect(QuantileFunction(law)(u) == 3) } }
    // A slice without probability, whose limit comes out of an exponential.
    let far = Law.lognormal(mu: 50, sigma: 0.1, low: 1, high: 3)
    for u in Self.arguments { #expect(QuantileFunction(far)(u) == far.quantile(u)) }
  }

  @Test(arguments: tabulated + partlyExact + LawTests.untruncated)
  func `values never fall and stay in the support`(law: Law) {
    let function = QuantileFunction(law)
    let spread = law.quantile(1 - 0x1p-17) - law.quantile(0x1p-17)
    let ends = [0, .leastNonzeroMagnitude, 1e-300, 0x1p-54]
    let all = (ends + Self.arguments + [1 - 0x1p-53, 1]).sorted()
    var last = (u: -1.0, value: -Double.infinity)
    for u in all {
      let value = function(u)
      #expect(law.support.contains(value), "\(law) at \(u)")
      // Rounding shows where the function is flat; at a border, and where a law is partly exact, the error of the table.
      let isBorder = u - last.u < 1e-12 || Self.partlyExact.contains(law)
      let allowance = (isBorder ? 4e-13 : 1e-15) * spread + (value.isFinite ? 4 * value.ulp : 0)
      #expect(value >= last.value - allowance, "\(law) at \(u)")
      last = (u, value)
    }
    #expect(function(0) == law.support.lowerBound)
    #expect(function(1) == law.support.upperBound)
  }

  /// One number at a time, and spans of any length on any level of the processor.
  @Test(arguments: tabulated + partlyExact + LawTests.untruncated)
  func `spans and single numbers give the same bits on every level`(law: Law) {
    defer { ck_use_level(3) }
    var numbers = Numbers()
    let function = QuantileFunction(law)
    for count in [0, 1, 7, 8, 9, 64, 511, 512, 513, 1000] {
      let uniforms = (0..<count).map { index in
        // Some in the far tails.
        switch index % 50 {
        case 3: numbers.next() * 1e-9
        case 6: 1 - numbers.next() * 1e-9
        default: numbers.next()
        }
      }
      ck_use_level(0)
      let single = uniforms.map { function($0).bitPattern }
      for level in [Int32(0), 2, 3] {
        ck_use_level(level)
        var values = uniforms
        var span = values.mutableSpan
        function.apply(to: &span)
        #expect(values.map(\.bitPattern) == single, "\(law), \(count) numbers, level \(level)")
      }
    }
  }
}
