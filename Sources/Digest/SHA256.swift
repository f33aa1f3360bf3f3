internal import CKernels

/// The digest of FIPS 180-4 that names a file or a document by its bytes.
///
/// A value takes bytes as they come; ``hexadecimal`` is the digest of all that came. About 1.5 GB a second where the processor has instructions for it, a
/// fifth of that elsewhere.
public struct SHA256: Sendable {
  private var state: [UInt32] = [
    // Fractional parts of the square roots of the first eight primes.
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  /// Bytes that do not fill a block yet.
  private var rest: [UInt8] = []
  private var count: UInt64 = 0

  /// The digest of nothing, so far.
  public init() {}

  /// The digest of some bytes, as 64 lower-case hexadecimal digits.
  public static func digest(of bytes: [UInt8]) -> String {
    var digest = SHA256()
    digest.absorb(bytes.span)
    return digest.hexadecimal
  }

  /// Adds bytes to those that came before.
  public mutating func absorb(_ bytes: Span<UInt8>) {
    count += UInt64(bytes.count)
    var start = 0
    if !rest.isEmpty {
      start = min(64 - rest.count, bytes.count)
      for index in 0..<start { rest.append(bytes[index]) }
      guard rest.count == 64 else { return }
      let block = rest
      rest = []
      SHA256.compress(block.span, into: &state)
    }
    let end = bytes.count - (bytes.count - start) % 64
    SHA256.compress(bytes.extracting(start..<end), into: &state)
    for index in end..<bytes.count { rest.append(bytes[index]) }
  }

  /// The digest of all bytes so far, as 64 lower-case hexadecimal digits.
  public var hexadecimal: String {
    // The message ends in a one bit, noughts, and its length in bits.
    var tail = rest + [0x80]
    tail += Array(repeating: 0, count: (tail.count <= 56 ? 56 : 120) - tail.count)
    for shift in stride(from: 56, through: 0, by: -8) {
      tail.append(UInt8(truncatingIfNeeded: (count * 8) >> UInt64(shift)))
    }
    var final = state
    SHA256.compress(tail.span, into: &final)
    return final.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// Absorbs whole blocks of 64 bytes.
  private static func compress(_ blocks: Span<UInt8>, into state: inout [UInt32]) {
    var words = state.mutableSpan
    // Safe: there are eight words of state and 64 bytes a block, and the kernel keeps no pointer.
    unsafe blocks.withUnsafeBufferPointer { bytes in
      unsafe words.withUnsafeMutableBufferPointer { words in
        unsafe ck_sha256_absorb(words.baseAddress, bytes.baseAddress, bytes.count / 64)
      }
    }
  }
}
