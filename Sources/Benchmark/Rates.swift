public import Engine
internal import LinearAlgebra
internal import Probability
internal import Sampling

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
    /// Uniform numbers of months, by Philox.
    case uniforms
    /// Stratified uniform numbers.
    case stratified
    /// Uncertain numbers from uniform ones, by the quantiles of a PERT law.
    case laws
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
  static let (smallMean, largeMean) = (4.0, 1000.0)
  /// Times one kind, through the functions that the engine calls.
  init(_ kind: Kind, seconds: Double) {
    var workbench = NumberWorkbench()
    let timing = Timing.measure(for: seconds) { workbench.make(kind) }
    keep(workbench.results)
    self.kind = kind
    rate = Double(NumberWorkbench.count) / timing.best
  }
}

/// The memory in which numbers are made: those of a block of runs in as many months as `pact2026` has.
private struct NumberWorkbench {
  static let months = 88
  static let count = months * Block.runs

  private static let draws = Draws(seed: 2025)
  private static let design = LatinHypercube(draws: draws)
  private static let names = (0..<months).map { NameHash("benchmark \($0)") }
  private static let gamma = GammaMixing(shape: 8)
  private static let law = QuantileFunction(.pert(low: 1, mode: 3, high: 8))

  private var uniforms = [Double](repeating: 0, count: count)
  private(set) var results = [Double](repeating: 0, count: count)
  private var block = [Double](repeating: 0, count: Block.runs)

  init() {
    var span = uniforms.mutableSpan
    Self.draws.fill(Self.names[0], firstRun: 0, months: Self.months, into: &span)
  }

  /// Makes all numbers of a kind once.
  mutating func make(_ kind: NumberRate.Kind) {
    switch kind {
    case .uniforms:
      var span = results.mutableSpan
      Self.draws.fill(Self.names[0], firstRun: 0, months: Self.months, into: &span)
    case .stratified:
      // A block's runs of as many numbers, each of which has an order of its own.
      for name in Self.names {
        var span = block.mutableSpan
        Self.design.fill(name, firstRun: 0, into: &span)
      }
    case .laws: change { Self.law.apply(to: &$0) }
    case .normals: change { StandardNormal.quantiles(of: &$0) }
    case .exponentials: change { exponentials(of: &$0) }
    case .smallCounts: Self.count(&results, by: uniforms, mean: NumberRate.smallMean)
    case .largeCounts: Self.count(&results, by: uniforms, mean: NumberRate.largeMean)
    case .gammas: change { Self.gamma.quantiles(of: &$0) }
    }
  }

  /// Gives a copy of the uniform numbers to a kernel; making the copy is part of the time, and small beside it.
  @inline(__always)
  private mutating func change(_ kernel: (inout MutableSpan<Double>) -> Void) {
    Self.copy(uniforms, to: &results)
    var span = results.mutableSpan
    kernel(&span)
  }

  private static func copy(_ numbers: [Double], to results: inout [Double]) {
    var span = results.mutableSpan
    let from = numbers.span
    for index in 0..<from.count { span[index] = from[index] }
  }

  /// Poisson counts of one mean, which is written first since the counts take its place.
  private static func count(_ results: inout [Double], by uniforms: [Double], mean: Double) {
    var span = results.mutableSpan
    for index in 0..<span.count { span[index] = mean }
    poissonCounts(uniforms.span, means: &span)
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
