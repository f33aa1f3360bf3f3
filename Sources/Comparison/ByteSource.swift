#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// The bytes of a file or of memory, piece by piece.
struct ByteSource: ~Copyable {
  /// Why a file cannot be read, in the words of the system.
  struct Unreadable: Error {
    let reason: String

    static var last: Unreadable {
      // Safe: `strerror` gives a null-terminated string, which is copied at once.
      Unreadable(reason: unsafe String(cString: strerror(errno)))
    }
  }

  /// Of an open file; −1 for bytes in memory.
  private let descriptor: Int32
  private let memory: [UInt8]
  private var taken = 0
  /// Whether nothing is left.
  private(set) var isAtEnd = false

  /// Opens a file.
  init(path: String) throws(Unreadable) {
    // Safe: the path becomes a C string for the length of the call.
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    memory = []
    guard descriptor >= 0 else { throw .last }
  }

  /// Takes bytes in memory for a file.
  init(_ bytes: [UInt8]) {
    descriptor = -1
    memory = bytes
  }

  deinit { if descriptor >= 0 { _ = close(descriptor) } }

  /// Adds the next bytes, at most so many.
  mutating func read(upTo count: Int, into bytes: inout [UInt8]) throws(Unreadable) {
    if descriptor < 0 {
      let end = min(memory.count, taken + count)
      bytes += memory[taken..<end]
      taken = end
      isAtEnd = end == memory.count
      return
    }
    let start = bytes.count
    bytes += [UInt8](repeating: 0, count: count)
    var end = start
    while end < bytes.count {
      let room = bytes.count - end
      // Safe: the array has `room` bytes from `end` on, and the system keeps no pointer.
      let result = unsafe bytes.withUnsafeMutableBytes { bytes in
        unsafe Glibc.read(descriptor, bytes.baseAddress.map { unsafe $0 + end }, room)
      }
      if result < 0 {
        if errno == EINTR { continue }
        bytes.removeLast(bytes.count - end)
        throw .last
      }
      if result == 0 {
        isAtEnd = true
        break
      }
      end += result
    }
    bytes.removeLast(bytes.count - end)
  }

  /// All bytes of a file.
  static func all(of path: String) throws(Unreadable) -> [UInt8] {
    var source = try ByteSource(path: path)
    var bytes: [UInt8] = []
    while !source.isAtEnd { try source.read(upTo: 1 << 20, into: &bytes) }
    return bytes
  }
}
