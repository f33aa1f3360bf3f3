internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// A file or folder could not be written.
public struct CannotWrite: Error, Hashable {
  /// Which.
  public let path: String
  /// Why, in the words of the system, or ours.
  public let reason: String

  /// States what could not be written and why.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// The system's last error, about a path.
  static func last(_ path: String) -> CannotWrite {
    // Safe: `strerror` gives a null-terminated string, which is copied at once.
    CannotWrite(path: path, reason: unsafe String(cString: strerror(errno)))
  }
}

/// A text file that is being written, with a buffer; every failure of the system is reported.
public final class ReportFile: Sendable {
  private struct State {
    var descriptor: Int32
    var buffer: [UInt8]
    var written = 0
  }

  /// Where it stands, or will stand.
  public let path: String
  private let state: Mutex<State>
  private static let capacity = 1 << 18

  /// Creates the file; one that exists is emptied.
  ///
  /// A failure names the file `shown`, where that is what the user knows it by.
  public init(_ path: String, as shown: String? = nil) throws(CannotWrite) {
    self.path = shown ?? path
    // Safe: the path becomes a C string for the length of the call.
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw CannotWrite.last(self.path) }
    var buffer: [UInt8] = []
    buffer.reserveCapacity(ReportFile.capacity + 4096)
    state = Mutex(State(descriptor: descriptor, buffer: buffer))
  }

  deinit { state.withLock { if $0.descriptor >= 0 { _ = Glibc.close($0.descriptor) } } }

  /// Adds text.
  public func write(_ text: String) throws(CannotWrite) { try write(text.utf8) }

  /// Adds bytes.
  public func write(_ bytes: some Collection<UInt8>) throws(CannotWrite) {
    let failure = state.withLock { state -> CannotWrite? in
      state.buffer += bytes
      return state.buffer.count >= ReportFile.capacity ? flush(&state) : nil
    }
    if let failure { throw failure }
  }

  /// Writes what is left, waits until the disk has it, and closes the file; returns its size in bytes.
  @discardableResult
  public func close() throws(CannotWrite) -> Int {
    let (failure, written) = state.withLock { state -> (CannotWrite?, Int) in
      var failure = flush(&state)
      if failure == nil, fsync(state.descriptor) != 0, errno != EINVAL {
        failure = CannotWrite.last(path)
      }
      if Glibc.close(state.descriptor) != 0, failure == nil { failure = CannotWrite.last(path) }
      state.descriptor = -1
      return (failure, state.written)
    }
    if let failure { throw failure }
    return written
  }

  private func flush(_ state: inout State) -> CannotWrite? {
    var offset = 0
    while offset < state.buffer.count {
      let count = state.buffer.count - offset
      // Safe: the buffer holds `count` bytes from `offset` on, and the system keeps no pointer.
      let result = unsafe state.buffer.withUnsafeBytes { bytes in
        unsafe Glibc.write(state.descriptor, bytes.baseAddress.map { unsafe $0 + offset }, count)
      }
      if result < 0 {
        if errno == EINTR { continue }
        return CannotWrite.last(path)
      }
      offset += result
    }
    state.written += state.buffer.count
    state.buffer.removeAll(keepingCapacity: true)
    return nil
  }
}
