/// The counter-based generator Philox4x32-10.
///
/// A keyed bijection of 128-bit counters: no state, so that every number can be had alone and in
/// any order. J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, *Parallel random numbers: as
/// easy as 1, 2, 3*, SC 2011, doi:10.1145/2063384.2063405.
public enum Philox {
  /// Four 32-bit words, a counter or an output.
  public typealias Words = (UInt32, UInt32, UInt32, UInt32)

  /// The output for a counter under a key.
  ///
  /// - Parameters:
  ///   - counter: Four words, the first of the published order first.
  ///   - key: Two words.
  /// - Returns: Four words, each with 32 random bits.
  @inlinable
  public static func words(counter: Words, key: (UInt32, UInt32)) -> Words {
    var (c0, c1, c2, c3) = counter
    var (k0, k1) = key
    for _ in 0..<10 {
      let first = UInt64(c0) &* 0xD251_1F53
      let second = UInt64(c2) &* 0xCD9E_8D57
      c0 = UInt32(truncatingIfNeeded: second &>> 32) ^ c1 ^ k0
      c1 = UInt32(truncatingIfNeeded: second)
      c2 = UInt32(truncatingIfNeeded: first &>> 32) ^ c3 ^ k1
      c3 = UInt32(truncatingIfNeeded: first)
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return (c0, c1, c2, c3)
  }
}
