internal import CKernels

/// Uniform numbers that depend on the seed, a name, the run and the month, and on nothing else.
///
/// The counter of ``Philox`` is (run, month / 2, hash of the name), the key is the seed; an even
/// month takes the first two words of the output, an odd month the last two.
public struct Draws: Hashable, Sendable {
  /// The seed.
  public let seed: UInt64

  /// Makes the draws of a seed.
  public init(seed: UInt64) { self.seed = seed }

  /// The number of a name in one run and one month, in (0, 1).
  ///
  /// - Parameters:
  ///   - name: The hashed name.
  ///   - run: The run; a run's twin with other chance is `run + 2^31`.
  ///   - month: From 0 on.
  /// - Returns: A number strictly between 0 and 1.
  public func uniform(_ name: NameHash, run: UInt32, month: Int) -> Double {
    let words = words(name, run, monthPair(month))
    return month & 1 == 0
      ? Self.uniform(low: words.0, high: words.1) : Self.uniform(low: words.2, high: words.3)
  }

  /// Fills the numbers of consecutive runs for a pair of months, which one output yields.
  ///
  /// - Parameters:
  ///   - name: The hashed name.
  ///   - firstRun: The run of the first element; the last must not pass 2^32 - 1.
  ///   - month: The even month of the pair.
  ///   - even: Receives the numbers of `month`.
  ///   - odd: Receives the numbers of `month + 1`; as many as `even`.
  public func fill(
    _ name: NameHash, firstRun: UInt32, month: Int,
    even: inout MutableSpan<Double>, odd: inout MutableSpan<Double>
  ) {
    precondition(month & 1 == 0, "month is \(month), expected the even one of a pair")
    precondition(
      even.count == odd.count, "odd has \(odd.count) elements, expected \(even.count)")
    Self.checkRuns(firstRun, even.count)
    let pair = monthPair(month)
    // Safe: either buffer holds one row of as many runs, and the kernel fills one row of either.
    unsafe even.withUnsafeMutableBufferPointer { even in
      unsafe odd.withUnsafeMutableBufferPointer { odd in
        unsafe ck_uniforms(
          seed, name.bits, firstRun, pair, even.count, even.baseAddress, 1, odd.baseAddress, 1, 0)
      }
    }
  }

  /// Fills the numbers of consecutive runs for one month.
  ///
  /// - Parameters:
  ///   - name: The hashed name.
  ///   - firstRun: The run of the first element; the last must not pass 2^32 - 1.
  ///   - month: From 0 on.
  ///   - numbers: Receives the numbers.
  public func fill(
    _ name: NameHash, firstRun: UInt32, month: Int, into numbers: inout MutableSpan<Double>
  ) {
    Self.checkRuns(firstRun, numbers.count)
    let pair = monthPair(month)
    // Safe: the buffer holds the one row that is asked for; of the other none is written.
    unsafe numbers.withUnsafeMutableBufferPointer { row in
      unsafe ck_uniforms(
        seed, name.bits, firstRun, pair, row.count, row.baseAddress, month & 1 == 0 ? 1 : 0,
        row.baseAddress, month & 1, 0)
    }
  }

  /// Fills the numbers of consecutive runs for all months from the first on.
  ///
  /// The numbers of ``uniform(_:run:month:)``, several counters at a time and both halves of each output used.
  ///
  /// - Parameters:
  ///   - name: The hashed name.
  ///   - firstRun: The run of the first column; the last must not pass 2^32 - 1.
  ///   - months: The number of rows.
  ///   - numbers: Receives the numbers, `month * runs + run`; a multiple of `months`. Quickest for runs in eights.
  /// - Complexity: Below a nanosecond a number where registers hold eight.
  public func fill(
    _ name: NameHash, firstRun: UInt32, months: Int, into numbers: inout MutableSpan<Double>
  ) {
    precondition(months > 0, "months is \(months), expected at least 1")
    precondition(
      numbers.count % months == 0,
      "numbers has \(numbers.count) elements, expected a multiple of \(months)")
    let runs = numbers.count / months
    Self.checkRuns(firstRun, runs)
    _ = monthPair(months - 1)
    guard runs > 0 else { return }
    // Safe: even rows start at the base, odd ones `runs` numbers behind it; together there are
    // `months` rows of `runs` numbers, which is what the span holds.
    unsafe numbers.withUnsafeMutableBufferPointer { rows in
      guard let base = rows.baseAddress else { return }
      unsafe ck_uniforms(
        seed, name.bits, firstRun, 0, runs, base, (months + 1) / 2,
        months > 1 ? base + runs : nil, months / 2, 2 * runs)
    }
  }

  /// The output for a name, a run and the second word of the counter.
  @inline(__always)
  func words(_ name: NameHash, _ run: UInt32, _ second: UInt32) -> Philox.Words {
    Philox.words(
      counter: (run, second, name.low, name.high),
      key: (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed &>> 32)))
  }

  /// The number in (0, 1) that two words make.
  ///
  /// An odd multiple of 2^-53: a double holds it exactly, and neither 0 nor 1 is among them.
  @inline(__always)
  static func uniform(low: UInt32, high: UInt32) -> Double {
    let bits = UInt64(high) &<< 32 | UInt64(low)
    return (Double(Int64(bits &>> 12)) + 0.5) * 0x1p-52
  }

  /// The largest double below 1.
  @inline(__always)
  static var largest: Double { 0x1.fffffffffffffp-1 }

  static func checkRuns(_ firstRun: UInt32, _ count: Int) {
    precondition(
      count <= Int(UInt32.max) - Int(firstRun) + 1,
      "\(count) runs from \(firstRun) on pass \(UInt32.max)")
  }

  private func monthPair(_ month: Int) -> UInt32 {
    precondition(month >= 0 && month < 1 << 31, "month is \(month), expected 0 to 2^31 - 1")
    return UInt32(truncatingIfNeeded: month >> 1)
  }
}
