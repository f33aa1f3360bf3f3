import Probability
import Testing

/// Whether two numbers differ by at most a share of the second.
func agrees(_ found: Double, _ expected: Double, within relative: Double) -> Bool {
  abs(found - expected) <= relative * abs(expected)
}

/// Expected values without another source are from quadrature and series in 60-digit arithmetic.
@Suite struct SpecialFunctionTests {
  @Test(arguments: [
    (1e-10, 23.025850929882735237), (0.3, 1.0957979948180755606),
    (0.5, 0.57236494292470008707), (0.9999, 0.000057729791561193862808),
    (1.00001, -5.7720744027504826216e-6), (1.4999, -0.12078588195849393823),
    (1.5, -0.12078223763524522235), (1.7, -0.095807697407065873788),
    (2.0000001, 4.2278436665324979232e-8), (2.5, 0.28468287047291915963),
    (3.3, 0.98709857789473440406), (7.9, 8.3242658680088096349),
    (11.99, 17.477885575426185546), (12, 17.502307845873885839),
    (50.5, 146.51925549072062722), (1e5, 1051287.7089736568949), (1e12, 26631021115915.651636),
  ])
  func `log gamma keeps its digits, also near its zeros`(argument: Double, expected: Double) {
    // The arguments near 1 and 2 are themselves rounded; their distance to the zero loses digits.
    let distance = min(abs(argument - 1), abs(argument - 2))
    let rounding = distance < 0.01 ? 2e-16 / distance : 0
    #expect(agrees(logGamma(argument), expected, within: 2e-15 + rounding))
  }

  @Test func `log gamma vanishes at one and two exactly`() {
    #expect(logGamma(1) == 0)
    #expect(logGamma(2) == 0)
  }

  @Test(arguments: [
    (-36.0, 4.1826240657972833317e-284), (-20.0, 2.7536241186062336951e-89),
    (-8.0, 6.2209605742717841235e-16), (-2.5, 0.006209665325776135167),
    (-0.1, 0.46017216272297101633), (0.0, 0.5), (0.3, 0.61791142218895263307),
    (1.96, 0.97500210485177956379), (5.0, 0.99999971334842812081),
  ])
  func `the normal probability keeps its digits in the tail`(point: Double, expected: Double) {
    // A rounding of the point moves a far tail by its square.
    let allowed = 1e-15 + 3e-16 * point * point
    #expect(agrees(StandardNormal.cumulative(point), expected, within: allowed))
    #expect(StandardNormal.survival(-point) == StandardNormal.cumulative(point))
  }

  @Test(arguments: [
    (1e-300, -37.047096299361199237), (1e-100, -21.273453560965324294),
    (1e-10, -6.361340902404), (0.001, -3.0902323061678135354),
    (0.02, -2.0537489106318230443), (0.075, -1.4395314709384559349),
    (0.3, -0.52440051270804081597), (0.7, 0.52440051270804065631),
    (0.975, 1.9599639845400538556), (0.999, 3.0902323061678132778),
  ])
  func `the normal quantile keeps its digits`(probability: Double, expected: Double) {
    let allowed = probability == 1e-10 ? 1e-13 : 1e-15
    #expect(agrees(StandardNormal.quantile(probability), expected, within: allowed))
  }

  @Test func `the normal quantile is odd, monotone and infinite at the ends`() {
    #expect(StandardNormal.quantile(0.5) == 0)
    #expect(StandardNormal.quantile(0) == -.infinity)
    #expect(StandardNormal.quantile(1) == .infinity)
    #expect(StandardNormal.quantile(0x1p-54).isFinite)
    #expect(StandardNormal.quantile(0x1.fffffffffffffp-1).isFinite)
    var last = -Double.infinity
    for step in 1..<4096 {
      let u = Double(step) / 4096
      let z = StandardNormal.quantile(u)
      #expect(z > last)
      #expect(abs(StandardNormal.cumulative(z) - u) < 2e-16)
      #expect(StandardNormal.quantile(1 - u) == -z)
      last = z
    }
  }

  @Test(arguments: [
    (0.01, 1e-05, 0.89633679826719720097, 0.10366320173280279903),
    (0.3, 2.5, 0.98815467815468866307, 0.011845321845311336926),
    (0.5, 0.5, 0.68268949213708589717, 0.31731050786291410283),
    (1.0, 3.0, 0.95021293163213605702, 0.049787068367863942979),
    (2.5, 0.01, 2.9876015319065938441e-6, 0.99999701239846809341),
    (2.5, 5.535248846758, 0.9499999999999931512, 0.050000000000006848795),
    (10.0, 3.0, 0.0011024881301154797421, 0.99889751186988452026),
    (10.0, 30.0, 0.99999287824913718442, 7.1217508628155770916e-6),
    (49.0, 80.0, 0.99992215139209390364, 0.000077848607906096363203),
    (55.0, 40.0, 0.014022300352363064859, 0.98597769964763693514),
    (55.0, 75.0, 0.99322960336111279145, 0.0067703966388872085543),
    (100.0, 90.0, 0.1582209891864301681, 0.8417790108135698319),
    (100.0, 150.0, 0.99999407545966451608, 5.9245403354839158294e-6),
    (100.0, 250.0, 1.0, 1.1737017704487874221e-27),
    (300.0, 299.0, 0.48462561924074428324, 0.51537438075925571676),
    (5000.0, 5300.0, 0.99998445488421448243, 0.000015545115785517565291),
    (1e6, 1_002_500.0, 0.99375964513891169274, 0.0062403548610883072557),
    (1e6, 992_000.0, 5.240122815430830664e-16, 0.99999999999999947599),
    (1e9, 1_000_031_622.0, 0.84133880377115855737, 0.15866119622884144263),
  ])
  func `both incomplete gamma functions keep their digits`(
    shape: Double, point: Double, lower: Double, upper: Double
  ) {
    let tails = incompleteGamma(shape: shape, at: point)
    // The point of a shape of 1e9 is known to one part in 2^53: 1e-16 · 31,622 · z.
    let allowed = shape < 1e6 ? 3e-14 : 1e-12
    #expect(agrees(tails.lower, lower, within: allowed))
    #expect(agrees(tails.upper, upper, within: allowed))
  }

  @Test(arguments: [
    (2, 5, 0.510316306551, 0.89999999999956723156, 0.10000000000043276844),
    (0.5, 0.5, 0.3, 0.36901011956554537504, 0.63098988043445462496),
    (0.1, 7.0, 0.01, 0.79612377179875966257, 0.20387622820124033743),
    (20.0, 101.0, 0.1, 0.015766771960374081802, 0.9842332280396259182),
    (20.0, 3.0, 0.99, 0.99866437080621888997, 0.0013356291937811100344),
    (1.0, 1.0, 0.25, 0.25, 0.75),
    (4.5, 0.5, 0.6, 0.036787497879786154929, 0.96321250212021384507),
    (500.0, 600.0, 0.4, 0.00012305476058402225553, 0.99987694523941597774),
    (500.0, 600.0, 0.5, 0.99872919415538175147, 0.0012708058446182485295),
    (10000.0, 3.0, 0.9999, 0.91967100913466672191, 0.080328990865333278094),
    (0.5, 2000.0, 0.0001, 0.47289525070820838681, 0.52710474929179161319),
  ])
  func `both tails of the beta law keep their digits`(
    alpha: Double, beta: Double, point: Double, lower: Double, upper: Double
  ) {
    let tails = incompleteBeta(alpha: alpha, beta: beta, at: point)
    let allowed = point > 0.999 ? 1e-11 : 5e-14
    #expect(agrees(tails.lower, lower, within: allowed))
    #expect(agrees(tails.upper, upper, within: allowed))
  }

  @Test(arguments: [0.02, 0.3, 1, 2.5, 17, 400, 1e6])
  func `the gamma quantile inverts the gamma function`(shape: Double) {
    for probability in [1e-200, 1e-12, 0.001, 0.2, 0.5, 0.8, 0.999, 1 - 1e-12] {
      let x = gammaQuantile(probability, shape: shape)
      if x < 1e-300 { continue }
      let tails = incompleteGamma(shape: shape, at: x)
      // A rounding of x moves the tail by about the hazard times x.
      let allowed = 1e-12 + 4e-16 * shape.squareRoot() * 40
      if probability <= 0.5 {
        #expect(agrees(tails.lower, probability, within: allowed))
      } else {
        #expect(agrees(tails.upper, 1 - probability, within: allowed))
      }
    }
    let far = gammaUpperQuantile(1e-200, shape: shape)
    #expect(
      agrees(incompleteGamma(shape: shape, at: far).upper, 1e-200, within: 1e-10))
  }

  @Test(arguments: [(0.1, 0.1), (0.5, 3), (1, 1), (1.8, 4.2), (300, 2), (5000, 8000)])
  func `the beta quantile inverts the beta function`(alpha: Double, beta: Double) {
    for probability in [1e-12, 0.001, 0.2, 0.5, 0.8, 0.999] {
      let x = betaQuantile(probability, alpha: alpha, beta: beta)
      let tails = incompleteBeta(alpha: alpha, beta: beta, at: x)
      // For small shapes most of the law is within rounding of one.
      if x > 0.999 { continue }
      #expect(agrees(tails.lower, probability, within: 1e-11))
    }
  }

  @Test func `quantiles agree with printed tables`() {
    #expect(agrees(gammaQuantile(0.95, shape: 2.5), 5.535248846758, within: 1e-13))
    #expect(agrees(betaQuantile(0.9, alpha: 2, beta: 5), 0.510316306551, within: 1e-12))
    #expect(
      agrees(studentQuantile(0.975, degreesOfFreedom: 9), 2.262157162798205, within: 1e-14))
    #expect(
      agrees(chiSquareQuantile(0.95, degreesOfFreedom: 10), 18.307038053275, within: 1e-13))
    #expect(gammaQuantile(0, shape: 3) == 0)
    #expect(gammaQuantile(1, shape: 3) == .infinity)
    #expect(betaQuantile(0, alpha: 3, beta: 2) == 0)
    #expect(betaQuantile(1, alpha: 3, beta: 2) == 1)
  }

  @Test(arguments: [
    (0.975, 9.0, 2.2621571627982049992), (0.975, 1.0, 12.706204736174693314),
    (0.975, 2.0, 4.3026527297494617894), (0.9, 3.5, 1.5765766051364052678),
    (0.51, 5.0, 0.02634671234227326186), (0.5001, 10000.0, 0.00025066909673747580172),
    (0.995, 200.0, 2.6006344361915576429), (1e-08, 4.0, -131.59473694062355172),
  ])
  func `Student's quantile keeps its digits, near the middle too`(
    probability: Double, degrees: Double, expected: Double
  ) {
    #expect(
      agrees(
        studentQuantile(probability, degreesOfFreedom: degrees), expected, within: 2e-12))
  }
}
