internal import CKernels
internal import Probability

/// The smallest count whose cumulative Poisson probability is at least `u`.
///
/// With one `u`, a larger mean never gives a smaller count. Small means by adding probabilities
/// from nought on. From 10 on by the expansion of the quantile in powers of `1 / √mean`
/// (E. A. Cornish and R. A. Fisher; the idea of using it for inversion is that of M. B. Giles,
/// *Algorithm 955*, ACM Trans. Math. Softw. 42 (2016), doi:10.1145/2699466), whose coefficients
/// were derived from Temme's expansion of the incomplete gamma function in exact arithmetic; when
/// it falls closer to a whole number than its error, the cumulative probability decides. So the
/// count is exact, up to the rounding of the cumulative probability itself.
///
/// - Parameters:
///   - u: Strictly between 0 and 1.
///   - mean: From 0 to 10¹², cases a month.
/// - Returns: A whole number from 0 on.
public func poissonCount(_ u: Double, mean: Double) -> Double {
  var (uniform, count, found) = (u, mean, 0)
  // Safe: one number for either pointer, and room for the one pair that there can be.
  unsafe withUnsafeTemporaryAllocation(of: Double.self, capacity: 2) { unsure in
    unsafe ck_poisson_counts(&uniform, &count, 1, unsure.baseAddress, &found)
    if found > 0 { count = unsafe exactCount(u, mean: mean, candidate: unsure[1]) }
  }
  return count
}

/// Replaces means by the smallest counts whose cumulative Poisson probabilities are at least the uniform numbers.
///
/// The counts of ``poissonCount(_:mean:)``, eight at a time; only where the expansion is closer to a
/// whole number than its error, about one number in a thousand at a mean of 10 and ever fewer
/// above, is a cumulative probability computed.
///
/// - Parameters:
///   - uniforms: Strictly between 0 and 1.
///   - means: From 0 to 10¹², as many; they become whole numbers from 0 on.
/// - Complexity: Four nanoseconds a number for means from 10 on when called with several hundred at
///   once, five with 64; two to six below, growing with the mean.
public func poissonCounts(_ uniforms: Span<Double>, means: inout MutableSpan<Double>) {
  precondition(
    uniforms.count == means.count,
    "means has \(means.count) elements, expected \(uniforms.count)")
  let most = 512
  // Safe: the kernel reads and writes `count` numbers from `first` on, which is within both spans,
  // and at most as many pairs, for which there is room; `exactCount` is told of those that it found.
  unsafe uniforms.withUnsafeBufferPointer { uniforms in
    unsafe means.withUnsafeMutableBufferPointer { means in
      guard let numbers = uniforms.baseAddress, let counts = means.baseAddress else { return }
      unsafe withUnsafeTemporaryAllocation(
        of: Double.self, capacity: 2 * min(most, means.count)
      ) { unsure in
        for first in stride(from: 0, to: means.count, by: most) {
          var found = 0
          unsafe ck_poisson_counts(
            numbers + first, counts + first, min(most, means.count - first), unsure.baseAddress,
            &found)
          for pair in 0..<found {
            let place = unsafe first + Int(unsure[2 * pair])
            unsafe means[place] = exactCount(
              uniforms[place], mean: means[place], candidate: unsure[2 * pair + 1])
          }
        }
      }
    }
  }
}

/// The count where the expansion does not tell, `candidate` or the one below it; -1 for neither known.
private func exactCount(_ u: Double, mean: Double, candidate: Double) -> Double {
  precondition(mean >= 0 && mean <= 1e12, "mean is \(mean), expected 0 to 1e12")
  precondition(u > 0 && u < 1, "u is \(u), expected a number between 0 and 1")
  let law = Poisson(mean: mean)
  guard candidate >= 0 else { return law.quantile(u) }
  let tails = law.tails(at: candidate - 1)
  let reached = u <= 0.5 ? tails.lower >= u : tails.upper <= 1 - u
  return reached ? candidate - 1 : candidate
}
