/// The 64-bit FNV-1a hash of a name, by which draws are told apart.
///
/// G. Fowler, L. C. Noll, K. Vo, D. Eastlake, *The FNV non-cryptographic hash algorithm*,
/// RFC 9923. Two names of one world with equal hashes would share their draws; whoever reads the
/// world refuses them.
public struct NameHash: Hashable, Sendable {
  /// The hash itself.
  public let bits: UInt64

  /// Hashes the UTF-8 bytes of a name.
  public init(_ name: String) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 {
      hash ^= UInt64(byte)
      hash &*= 0x0000_0100_0000_01B3
    }
    bits = hash
  }

  @usableFromInline var low: UInt32 { UInt32(truncatingIfNeeded: bits) }
  @usableFromInline var high: UInt32 { UInt32(truncatingIfNeeded: bits &>> 32) }
}
