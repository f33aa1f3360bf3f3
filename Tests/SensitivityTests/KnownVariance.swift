import Glibc
import Probability
import Testing

/// A function of uniform numbers whose Sobol indices are known.
struct KnownVariance: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let inputs: Int
  let mean: Double
  let variance: Double
  let first: [Double]
  let total: [Double]
  /// The second-order index of a pair.
  let pair: @Sendable (Int, Int) -> Double
  let value: @Sendable ([Double]) -> Double

  /// The Ishigami function.
  ///
  /// T. Ishigami and T. Homma (1990), doi:10.1109/ISUMA.1990.151285, with a = 7 and b = 0.1 on (−π, π)³.
  ///
  /// Its variance has the parts `½ (1 + b π⁴ / 5)²`, `a² / 8` and, of the first and third factor together, `8 b² π⁸ / 225`.
  static let ishigami: KnownVariance = {
    let (a, b) = (7.0, 0.1)
    let fourth = Double.pi * .pi * .pi * .pi
    let parts = [
      0.5 * (1 + b * fourth / 5) * (1 + b * fourth / 5), a * a / 8,
      8 * b * b * fourth * fourth / 225,
    ]
    let variance = parts[0] + parts[1] + parts[2]
    return KnownVariance(
      testDescription: "Ishigami", inputs: 3, mean: a / 2, variance: variance,
      first: [parts[0] / variance, parts[1] / variance, 0],
      total: [(parts[0] + parts[2]) / variance, parts[1] / variance, parts[2] / variance],
      pair: { $0 == 0 && $1 == 2 ? parts[2] / variance : 0 },
      value: { uniforms in
        let x = uniforms.map { Double.pi * (2 * $0 - 1) }
        let wave = sin(x[1])
        return sin(x[0]) * (1 + b * x[2] * x[2] * x[2] * x[2]) + a * wave * wave
      })
  }()

  /// The g-function of Sobol': a product of `(|4 x − 2| + a) / (1 + a)`, of which each has the variance `1 / (3 (1 + a)²)` and the mean 1.
  static func product(_ a: [Double]) -> KnownVariance {
    let parts = a.map { 1 / (3 * (1 + $0) * (1 + $0)) }
    let all = parts.reduce(1) { $0 * (1 + $1) }
    let variance = all - 1
    return KnownVariance(
      testDescription: "g of \(a)", inputs: a.count, mean: 1, variance: variance,
      first: parts.map { $0 / variance },
      total: parts.map { $0 * all / (1 + $0) / variance },
      pair: { parts[$0] * parts[$1] / variance },
      value: { uniforms in
        zip(uniforms, a).reduce(1) { $0 * (abs(4 * $1.0 - 2) + $1.1) / (1 + $1.1) }
      })
  }

  /// `Σ i Xᵢ` for i = 1 … 4, each uniform.
  static let linear = KnownVariance(
    testDescription: "linear", inputs: 4, mean: 5, variance: 30.0 / 12,
    first: (1...4).map { Double($0 * $0) / 30 }, total: (1...4).map { Double($0 * $0) / 30 },
    pair: { _, _ in 0 },
    value: { uniforms in
      uniforms.enumerated().reduce(0) { $0 + Double($1.offset + 1) * $1.element }
    })

  /// `X₁ + 2 X₂ + ε`: two uniform numbers, and standard normal noise that is a factor like the others.
  static let noisy = KnownVariance(
    testDescription: "noisy", inputs: 3, mean: 1.5, variance: 17.0 / 12,
    first: [1.0 / 17, 4.0 / 17, 12.0 / 17], total: [1.0 / 17, 4.0 / 17, 12.0 / 17],
    pair: { _, _ in 0 },
    value: { uniforms in uniforms[0] + 2 * uniforms[1] + StandardNormal.quantile(uniforms[2]) })

  static let all = [
    ishigami, product([0, 1, 4.5, 9, 99, 99, 99, 99]), product([78, 12, 0.5, 2, 97, 33]), linear,
    noisy,
  ]
}
