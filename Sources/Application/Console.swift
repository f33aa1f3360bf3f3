#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// Results go to standard output, talk to standard error.
enum Console {
  /// Prints a result.
  static func print(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// Prints a message, with an end of line.
  static func say(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  /// Writes to standard error, without an end of line.
  static func putOnTerminal(_ text: String) { write(text, to: STDERR_FILENO) }

  private static func write(_ text: String, to descriptor: Int32) {
    let bytes = Array(text.utf8)
    var offset = 0
    while offset < bytes.count {
      // Safe: the array holds `bytes.count − offset` bytes from `offset` on, and nothing keeps the pointer.
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(
          descriptor, buffer.baseAddress.map { unsafe $0 + offset }, bytes.count - offset)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      offset += count
    }
  }
}
