import CKernels
import Digest
import Testing

/// SHA-256 by the processor's instructions and in plain C, whole and in parts.
@Suite(.serialized) struct SHA256Tests {
  /// Runs a test with the kernels of the processor and with those for every processor.
  private func onEveryLevel(_ body: () throws -> Void) rethrows {
    defer { _ = ck_use_level(3) }
    for level in [Int32(3), 0] {
      _ = ck_use_level(level)
      try body()
    }
  }

  /// Test vectors of FIPS 180-4's examples.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func `SHA-256 gives the published digests`(text: String, digest: String) {
    onEveryLevel { #expect(SHA256.digest(of: Array(text.utf8)) == digest) }
  }

  @Test func `digests of lengths around a block differ`() {
    onEveryLevel {
      let digests = (50...70).map { SHA256.digest(of: Array(repeating: 97, count: $0)) }
      #expect(Set(digests).count == 21)
      #expect(digests[14] == "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb")
    }
  }

  @Test func `bytes in parts have the digest of the whole`() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* $0 &+ $0 >> 3) }
    let whole = SHA256.digest(of: bytes)
    onEveryLevel {
      for size in [1, 7, 55, 63, 64, 65, 128, 129, 500, 999] {
        var digest = SHA256()
        var start = 0
        while start < bytes.count {
          let end = min(start + size, bytes.count)
          digest.absorb(bytes.span.extracting(start..<end))
          digest.absorb(bytes.span.extracting(end..<end))
          start = end
        }
        #expect(digest.hexadecimal == whole, "in parts of \(size)")
      }
    }
  }
}
