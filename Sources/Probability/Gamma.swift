#if canImport(Glibc)
internal import Glibc
#endif

/// The natural logarithm, for files that need no other function of the C library.
func logarithm(_ value: Double) -> Double { log(value) }

/// The natural logarithm of the gamma function.
///
/// Near 1 and 2, where it vanishes, the Taylor series in the zeta function; from 12 on Stirling's
/// series; between them the recurrence. Relative error about 1e-15.
///
/// - Parameter argument: Positive.
/// - Returns: `ln Γ(argument)`.
public func logGamma(_ argument: Double) -> Double {
  precondition(argument > 0, "argument is \(argument), expected a positive number")
  if argument < 0.5 { return logGammaBeyondTwo(argument) - log1p(argument) - log(argument) }
  if argument < 1.5 { return logGammaBeyondTwo(argument - 1) - log(argument) }
  if argument <= 2.5 { return logGammaBeyondTwo(argument - 2) }
  if argument < 12 {
    var reduced = argument
    var product = 1.0
    while reduced > 2.5 {
      reduced -= 1
      product *= reduced
    }
    return log(product) + logGammaBeyondTwo(reduced - 2)
  }
  return (argument - 0.5) * (log(argument) - 1) + 0.418_938_533_204_672_74
    + stirlingRemainder(argument)
}

/// The logarithm of Γ(2 + z) for |z| at most one half.
private func logGammaBeyondTwo(_ z: Double) -> Double {
  var sum = 0.0
  for coefficient in zetaCoefficients.reversed() { sum = sum * z + coefficient }
  return z * (0.422_784_335_098_467_139_39 + z * sum)
}

/// `(-1)^k (ζ(k) - 1) / k` for k = 2, 3, ….
private let zetaCoefficients: [Double] = [
  0.3224670334241132182, -0.06735230105319809513, 0.02058080842778454788,
  -0.007385551028673985266, 0.002890510330741523286, -0.001192753911703260977,
  0.0005096695247430424223, -0.0002231547584535793798, 0.00009945751278180853371,
  -0.0000449262367381331417, 0.00002050721277567069155, -9.439488275268395904e-6,
  4.374866789907487804e-6, -2.039215753801366237e-6, 9.551412130407419833e-7,
  -4.492469198764566043e-7, 2.120718480555466587e-7, -1.004322482396809961e-7,
  4.769810169363980566e-8, -2.271109460894316491e-8, 1.083865921489695409e-8,
  -5.183475041970046655e-9, 2.483674543802478317e-9, -1.192140140586091207e-9,
  5.731367241678862013e-10, -2.759522885124233145e-10, 1.330476437424448948e-10,
]

/// What Stirling's formula lacks: `ln Γ(a) - (a - ½) ln a + a - ½ ln 2π`.
///
/// The asymptotic series from 12 on; below, the difference itself, whose error is absolute
/// (about 1e-15) and that is all that a probability needs.
func stirlingRemainder(_ a: Double) -> Double {
  if a < 12 {
    return logGamma(a) - (a - 0.5) * log(a) + a - 0.918_938_533_204_672_74
  }
  let inverse = 1 / a
  let square = inverse * inverse
  return inverse
    * (1.0 / 12 - square
      * (1.0 / 360 - square
        * (1.0 / 1260 - square
          * (1.0 / 1680 - square
            * (1.0 / 1188 - square * (691.0 / 360_360 - square * (1.0 / 156)))))))
}

/// `m - ln(1 + m)`, without loss of digits near nought; `ratio` is `1 + m` for larger `m`.
///
/// With `t = m / (2 + m)` it equals `m t - 2 (t³/3 + t⁵/5 + …)`.
func logDeviation(_ m: Double, ratio: Double) -> Double {
  if abs(m) > 0.4 { return m - log(ratio) }
  let t = m / (2 + m)
  let square = t * t
  var sum = 0.0
  var power = 1.0
  var odd = 3.0
  while power > 1e-18 {
    sum += power / odd
    power *= square
    odd += 2
  }
  return m * t - 2 * t * square * sum
}

/// `x^a e^-x / Γ(a)`: the gamma density times its argument.
///
/// In the saddle-point form of C. Loader, *Fast and accurate computation of binomial
/// probabilities* (2000), which subtracts nothing large.
///
/// - Parameters:
///   - a: Shape, positive.
///   - x: At least 0.
/// - Returns: A number from 0 on.
public func gammaKernel(shape a: Double, at x: Double) -> Double {
  if x <= 0 || x.isInfinite { return 0 }
  if a < 1 {
    // Γ(a) is large here; a power and a factorial are accurate enough.
    return exp(a * log(x) - x - logGamma(a + 1)) * a
  }
  let deviation = a * logDeviation((x - a) / a, ratio: x / a)
  return exp(-deviation - stirlingRemainder(a)) * sqrt(a) * 0.398_942_280_401_432_68
}

/// The regularised incomplete gamma functions P (lower) and Q (upper).
///
/// A Taylor series below the shape, Lentz's continued fraction above it, and for large shapes
/// near their mean the uniform expansion of N. M. Temme, *The asymptotic expansion of the
/// incomplete gamma functions*, SIAM J. Math. Anal. 10 (1979), doi:10.1137/0510071. Relative
/// error of either tail about 1e-13, growing with the logarithm of a tail below 1e-100.
///
/// - Parameters:
///   - shape: Positive.
///   - point: At least 0; infinity gives everything below.
/// - Returns: P and Q at the point.
/// - Complexity: A constant number of operations near the mean of a large shape, elsewhere
///   at most of the order of √shape.
public func incompleteGamma(shape: Double, at point: Double) -> Tails {
  precondition(shape > 0 && shape.isFinite, "shape is \(shape), expected a positive number")
  precondition(point >= 0, "point is \(point), expected at least 0")
  if point == 0 { return Tails(lower: 0) }
  if point == .infinity { return Tails(upper: 0) }
  let relative = (point - shape) / shape
  if shape >= 50, abs(relative) < 0.3 {
    return temmeTails(shape: shape, relative: relative)
  }
  let kernel = gammaKernel(shape: shape, at: point)
  if point < max(1, shape) || (shape < 1 && point < 1.5) {
    var term = 1 / shape
    var sum = term
    var next = shape + 1
    while term > sum * 1e-17 {
      term *= point / next
      sum += term
      next += 1
    }
    return Tails(lower: kernel * sum)
  }
  // Γ(a, x) = x^a e^-x / (x + 1 - a - 1(1 - a) / (x + 3 - a - 2(2 - a) / …)).
  var b = point + 1 - shape
  var c = Double.infinity
  var d = 1 / b
  var fraction = d
  var step = 1.0
  while step < 1e8 {
    let coefficient = -step * (step - shape)
    b += 2
    d = 1 / (coefficient * d + b)
    c = b + coefficient / c
    let change = c * d
    fraction *= change
    if abs(change - 1) < 1e-16 { break }
    step += 1
  }
  return Tails(upper: kernel * fraction)
}

/// Temme's expansion in inverse powers of the shape, `relative` being `(x - a) / a`.
private func temmeTails(shape: Double, relative: Double) -> Tails {
  let half = logDeviation(relative, ratio: 1 + relative)
  let eta = relative < 0 ? -sqrt(2 * half) : sqrt(2 * half)
  var sum = 0.0
  for polynomial in temmeCoefficients.reversed() {
    var value = 0.0
    for coefficient in polynomial.reversed() { value = value * eta + coefficient }
    sum = sum / shape + value
  }
  let remainder = exp(-shape * half) / sqrt(2 * Double.pi * shape) * sum
  let main = 0.5 * erfc(abs(eta) * sqrt(0.5 * shape))
  return relative < 0 ? Tails(lower: main - remainder) : Tails(upper: main + remainder)
}

/// Power series in η of Temme's functions C₀, C₁, …, from their recurrence in exact fractions.
private let temmeCoefficients: [[Double]] = [
  [
    -0.3333333333333333, 0.08333333333333333, -0.014814814814814815, 0.0011574074074074073,
    0.0003527336860670194, -0.0001787551440329218, 3.919263178522438e-05,
    -2.185448510679992e-06, -1.85406221071516e-06, 8.296711340953087e-07,
    -1.7665952736826078e-07, 6.707853543401498e-09, 1.0261809784240309e-08,
    -4.382036018453353e-09, 9.14769958223679e-10, -2.5514193994946248e-11,
    -5.830772132550426e-11, 2.4361948020667415e-11, -5.0276692801141755e-12,
    1.1004392031956135e-13, 3.371763262400985e-13, -1.392388722418162e-13,
  ],
  [
    -0.001851851851851852, -0.003472222222222222, 0.0026455026455026454,
    -0.0009902263374485596, 0.00020576131687242798, -4.018775720164609e-07,
    -1.8098550334489977e-05, 7.64916091608111e-06, -1.6120900894563446e-06,
    4.647127802807434e-09, 1.378633446915721e-07, -5.752545603517705e-08,
    1.1951628599778148e-08, -1.7543241719747647e-11, -1.0091543710600413e-09,
    4.162792991842583e-10,
  ],
  [
    0.004133597883597883, -0.0026813271604938273, 0.0007716049382716049,
    2.0093878600823047e-06, -0.0001073665322636516, 5.2923448829120125e-05,
    -1.2760635188618728e-05, 3.423578734096138e-08, 1.3721957309062934e-06,
    -6.298992138380055e-07, 1.4280614206064242e-07, -2.0477098421990866e-10,
    -1.409252991086752e-08, 6.228974084922022e-09,
  ],
  [
    0.0006494341563786008, 0.00022947209362139917, -0.0004691894943952557,
    0.00026772063206283885, -7.561801671883977e-05, -2.396505113867297e-07,
    1.1082654115347302e-05, -5.6749528269915965e-06, 1.4230900732435883e-06,
    -2.7861080291528143e-11,
  ],
  [
    -0.0008618882909167117, 0.0007840392217200666, -0.0002990724803031902,
    -1.4638452578843418e-06, 6.641498215465122e-05, -3.968365047179435e-05,
  ],
  [
    -0.00033679855336635813, -6.972813758365857e-05, 0.0002772753244959392,
    -0.00019932570516188847,
  ],
  [0.0005313079364639922, -0.0005921664373536939],
]

/// The value below which a gamma variable of scale 1 falls with a given probability.
///
/// Newton's method on the logarithm of the smaller tail as a function of the logarithm of the
/// value, in which a gamma variable has a log-concave density; started from the cube of E. B.
/// Wilson and M. M. Hilferty (1931), doi:10.1073/pnas.17.12.684. Relative error about 1e-13.
///
/// - Parameters:
///   - probability: From 0 to 1.
///   - shape: Positive. Values too small for a double come out as 0.
/// - Returns: A number from 0 to infinity.
public func gammaQuantile(_ probability: Double, shape: Double) -> Double {
  gammaQuantile(tails: Tails(lower: probability, upper: 1 - probability), shape: shape)
}

/// The value above which a gamma variable of scale 1 falls with a given, possibly tiny, probability.
///
/// - Parameters:
///   - probability: From 0 to 1.
///   - shape: Positive.
/// - Returns: A number from 0 to infinity.
public func gammaUpperQuantile(_ probability: Double, shape: Double) -> Double {
  gammaQuantile(tails: Tails(lower: 1 - probability, upper: probability), shape: shape)
}

private func gammaQuantile(tails: Tails, shape: Double) -> Double {
  precondition(shape > 0 && shape.isFinite, "shape is \(shape), expected a positive number")
  precondition(
    tails.lower >= 0 && tails.upper >= 0, "probability is \(tails.lower), expected 0 to 1")
  if tails.lower == 0 { return 0 }
  if tails.upper == 0 { return .infinity }
  // P(a, x) is at most x^a / Γ(a + 1), and close to it when x is small.
  let smallest = (log(tails.lower) + logGamma(shape + 1)) / shape
  var start = smallest
  if smallest > log(0.1 * (shape + 1)) {
    let z =
      tails.lower < tails.upper
      ? StandardNormal.quantile(tails.lower) : -StandardNormal.quantile(tails.upper)
    let root = 1 - 1 / (9 * shape) + z / (3 * sqrt(shape))
    let guess = shape * root * root * root
    if root > 0.05 { start = log(guess) }
  } else if smallest < -40 {
    return exp(smallest)
  }
  return exp(
    pointOfLogConcaveLaw(with: tails, from: start) { point in
      let x = exp(point)
      return (incompleteGamma(shape: shape, at: x), gammaKernel(shape: shape, at: x))
    })
}

/// The value below which a chi-square variable falls with a given probability.
///
/// - Parameters:
///   - probability: From 0 to 1.
///   - degreesOfFreedom: Positive.
/// - Returns: A number from 0 to infinity.
public func chiSquareQuantile(_ probability: Double, degreesOfFreedom: Double) -> Double {
  2 * gammaQuantile(probability, shape: degreesOfFreedom / 2)
}
