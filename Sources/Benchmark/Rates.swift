public import Engine
internal import LinearAlgebra
internal import Probability
internal import Sampling

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// How fast one thread multiplies matrices, in the shapes of a plan and at its best.
public struct ProductRate: Hashable, Sendable {
  /// The product.
  public let product: RunBudget.Product
  /// Operations a second, at best.
  public let rate: Double

  /// Times a product of the same factors over and over: they are in the caches as far as they fit.
  init(_ product: RunBudget.Product, seconds: Double) {
    let left = Matrix(rows: product.rows, columns: product.inner) { Double($0 &- $1) * 0.01 }
    let right = [Double](repeating: 0.5, count: product.inner * product.columns)
    var result = [Double](repeating: 0, count: product.rows * product.columns)
    let operations = 2 * Double(product.rows) * Double(product.inner) * Double(product.columns)
    // At least a tenth of a millisecond a repetition, beside which the clock costs nothing.
    let times = max(1, Int(1e6 / operations))
    let timing = Timing.measure(for: seconds) {
      for _ in 0..<times {
        var span = result.mutableSpan
        multiply(left, right.span, columns: product.columns, into: &span)
      }
      keep(result[0])
    }
    self.product = product
    rate = operations * Double(times) / timing.best
  }

  /// Sizes of square matrices among which `dgemm` is at its best.
  static let peakSizes = [256, 384, 512, 768, 1024]

  /// Operations a second of `dgemm` on one thread, at best over ``peakSizes``.
  static func peak(seconds: Double) -> (size: Int, rate: Double) {
    var best = (size: 0, rate: 0.0)
    for size in peakSizes {
      let left = Matrix(rows: size, columns: size) { Double($0 &- $1) * 0.01 }
      var result = [Double](repeating: 0, count: size * size)
      let timing = Timing.measure(for: seconds / Double(peakSizes.count)) {
        var span = result.mutableSpan
        multiply(left, left.entries.span, columns: size, into: &span)
        keep(result[0])
      }
      let operations = 2 * Double(size) * Double(size) * Double(size)
      if operations / timing.best > best.rate { best = (size, operations / timing.best) }
    }
    return best
  }
}

/// How many numbers of one kind a thread makes.
public struct NumberRate: Hashable, Sendable {
  /// What is made.
  public enum Kind: String, CaseIterable, Sendable {
    /// Uniform numbers of a pair of months, by Philox.
    case uniforms
    /// Stratified uniform numbers.
    case stratified
    /// Normal numbers from uniform ones.
    case normals
    /// Exponentials of numbers around nought.
    case exponentials
    /// Poisson counts of a small mean.
    case smallCounts = "small_counts"
    /// Poisson counts of a large mean.
    case largeCounts = "large_counts"
    /// Gamma factors.
    case gammas
  }

  /// What is made.
  public let kind: Kind
  /// Numbers a second, at best.
  public let rate: Double

  /// The means of the small and the large counts.
  public static let (smallMean, largeMean) = (4.0, 1000.0)
  /// Numbers of one repetition.
  private static let count = 1 << 14

  /// Times one kind, through the functions that the engine's own tests hold against it.
  init(_ kind: Kind, seconds: Double) {
    let count = NumberRate.count
    let draws = Draws(seed: 2025)
    let name = NameHash("benchmark")
    var uniforms = [Double](repeating: 0, count: count)
    var others = uniforms
    func fill() {
      var even = uniforms.mutableSpan
      var odd = others.mutableSpan
      draws.fill(name, firstRun: 0, month: 0, even: &even, odd: &odd)
    }
    fill()
    var results = uniforms
    func map(_ function: (Double) -> Double) {
      for index in results.indices { results[index] = function(uniforms[index]) }
      keep(results[count - 1])
    }
    let gamma = GammaMixing(shape: 8)
    let timing = Timing.measure(for: seconds) {
      switch kind {
      case .uniforms:
        fill()
        keep(others[count - 1])
      case .stratified:
        var span = results.mutableSpan
        LatinHypercube(draws: draws).fill(name, firstRun: 0, into: &span)
        keep(results[count - 1])
      case .normals: map { StandardNormal.quantile($0) }
      case .exponentials: map { exp($0 - 0.5) }
      case .smallCounts: map { poissonCount($0, mean: NumberRate.smallMean) }
      case .largeCounts: map { poissonCount($0, mean: NumberRate.largeMean) }
      case .gammas: map { gamma.quantile($0) }
      }
    }
    self.kind = kind
    rate = Double(kind == .uniforms ? 2 * count : count) / timing.best
  }
}

/// How fast one thread reads and writes memory.
public struct MemoryRate: Hashable, Sendable {
  /// Bytes of the array.
  public let bytes: Int
  /// Bytes read plus bytes written a second, at best.
  public let rate: Double

  /// Adds a constant to every number of an array, eight at a time.
  init(bytes: Int, seconds: Double) {
    let count = bytes / MemoryLayout<SIMD8<Double>>.size
    var lanes = [SIMD8<Double>](repeating: .zero, count: count)
    let one = SIMD8<Double>(repeating: 1)
    let passes = max(1, (1 << 24) / bytes)
    let timing = Timing.measure(for: seconds) {
      for _ in 0..<passes {
        var span = lanes.mutableSpan
        for index in 0..<span.count { span[index] += one }
      }
      keep(lanes[0][0])
    }
    self.bytes = count * MemoryLayout<SIMD8<Double>>.size
    rate = 2 * Double(self.bytes) * Double(passes) / timing.best
  }
}
