internal import CKernels
internal import Probability

#if canImport(Glibc)
internal import Glibc
#endif

/// Quantiles of the gamma law with mean 1 and a fixed shape, by which Poisson means are mixed.
///
/// The logarithm of the quantile as a function of the normal score of its probability is smooth;
/// it is tabulated with its slope at steps of 1/64 and joined by cubics, which err by less than
/// 1e-9 for shapes from 0.1 on. Beyond six standard deviations, and where a quantile is too small
/// for its logarithm to be tabulated, it is computed anew.
public struct GammaMixing: Hashable, Sendable {
  /// The shape κ; the variance of the law is `1 / κ`.
  public let shape: Double
  /// Logarithm of the quantile and slope per step, in turn, from score -6 on.
  private let table: [Double]
  /// The lowest score from which the table holds.
  private let lowest: Double

  private static let reach = 6.0
  private static let stepsPerUnit = 64.0

  /// Tabulates the law of a shape.
  ///
  /// - Parameter shape: Positive.
  /// - Complexity: Some 770 quantiles, a few milliseconds.
  public init(shape: Double) {
    precondition(shape > 0 && shape.isFinite, "shape is \(shape), expected a positive number")
    self.shape = shape
    let nodes = Int(2 * Self.reach * Self.stepsPerUnit)
    var table: [Double] = []
    table.reserveCapacity(2 * (nodes + 1))
    var lowest = -Self.reach
    for node in 0...nodes {
      let score = Double(node) / Self.stepsPerUnit - Self.reach
      let value = Self.value(atScore: score, shape: shape)
      if value > 1e-290 {
        table.append(log(value / shape))
        let density = gammaKernel(shape: shape, at: value)
        table.append(StandardNormal.density(score) / density / Self.stepsPerUnit)
      } else {
        table.append(0)
        table.append(0)
        lowest = Double(node + 1) / Self.stepsPerUnit - Self.reach
      }
    }
    self.table = table
    self.lowest = lowest
  }

  /// The value below which the variable falls with probability `u`.
  ///
  /// - Parameter u: Strictly between 0 and 1.
  /// - Returns: A positive number with mean 1, or 0 where it underflows.
  public func quantile(_ u: Double) -> Double {
    var value = u
    // Safe: one number.
    unsafe replace(&value, count: 1)
    return value
  }

  /// Replaces probabilities by the values below which the variable falls with them.
  ///
  /// Eight at a time, with the bits of ``quantile(_:)``.
  ///
  /// - Parameter probabilities: Strictly between 0 and 1.
  /// - Complexity: Some five nanoseconds a number.
  public func quantiles(of probabilities: inout MutableSpan<Double>) {
    // Safe: the buffer holds `count` numbers.
    unsafe probabilities.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe replace(base, count: buffer.count)
    }
  }

  /// Replaces `count` probabilities; those whose scores the table does not reach one by one.
  private func replace(_ numbers: UnsafeMutablePointer<Double>, count: Int) {
    // Safe: `numbers` and `outside` have room for `count`, and the kernel's scores stay where the table
    // has a node on either side: `highest` is that of its last node.
    unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: count) { outside in
      var found = 0
      unsafe table.withUnsafeBufferPointer { table in
        unsafe ck_tabulated_quantiles(
          table.baseAddress, -Self.reach, Self.stepsPerUnit, lowest, Self.reach, numbers, count,
          outside.baseAddress, &found)
      }
      for index in 0..<found {
        let place = unsafe outside[index]
        unsafe numbers[place] = gammaQuantile(numbers[place], shape: shape) / shape
      }
    }
  }

  /// The gamma quantile of scale 1 at a normal score, through the smaller tail.
  private static func value(atScore score: Double, shape: Double) -> Double {
    score < 0
      ? gammaQuantile(StandardNormal.cumulative(score), shape: shape)
      : gammaUpperQuantile(StandardNormal.survival(score), shape: shape)
  }
}
