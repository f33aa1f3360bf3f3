internal import Digest
internal import Dispatch
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

/// Waits for the disk beside the program: files that are complete are flushed to it and closed on a thread of their own.
final class Settlement: Sendable {
  private let queue = DispatchQueue(label: "settlement")
  private let failure: Mutex<CannotWrite?> = Mutex(nil)

  /// Flushes and closes a file, soon.
  func settle(_ descriptor: Int32, _ path: String) {
    queue.async {
      let failed = Settlement.settled(descriptor, path)
      if let failed { self.failure.withLock { $0 = $0 ?? failed } }
    }
  }

  /// Waits until all files are on the disk; throws what went wrong with one of them.
  func wait() throws(CannotWrite) {
    queue.sync {}
    if let failure = failure.withLock({ $0 }) { throw failure }
  }

  /// Flushes and closes a file now; what went wrong, if anything.
  static func settled(_ descriptor: Int32, _ path: String) -> CannotWrite? {
    var failure: CannotWrite?
    // What is no file on a disk cannot be flushed.
    if fsync(descriptor) != 0, errno != EINVAL { failure = CannotWrite.last(path) }
    if close(descriptor) != 0, failure == nil { failure = CannotWrite.last(path) }
    return failure
  }
}

/// A text file that is being written, with a buffer and a digest; every failure of the system is reported.
public final class ReportFile: Sendable {
  /// What a finished file holds.
  public struct Contents: Hashable, Sendable {
    /// Its size in bytes.
    public let bytes: Int
    /// SHA-256 of its bytes, in hexadecimal.
    public let digest: String
  }

  private struct State {
    var descriptor: Int32
    var buffer: [UInt8]
    var written = 0
    var digest = SHA256()
  }

  /// Where it stands, or will stand.
  public let path: String
  private let settlement: Settlement?
  private let state: Mutex<State>
  private static let capacity = 1 << 18

  /// Creates the file; one that exists is emptied.
  ///
  /// A failure names the file `shown`, where that is what the user knows it by.
  public convenience init(_ path: String, as shown: String? = nil) throws(CannotWrite) {
    try self.init(path, as: shown ?? path, settlement: nil)
  }

  /// Creates the file; `settlement` is where the disk is waited for, ``close()`` itself when it is nil.
  init(_ path: String, as shown: String, settlement: Settlement?) throws(CannotWrite) {
    self.path = shown
    self.settlement = settlement
    // Safe: the path becomes a C string for the length of the call.
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw CannotWrite.last(shown) }
    state = Mutex(State(descriptor: descriptor, buffer: []))
  }

  deinit { state.withLock { if $0.descriptor >= 0 { _ = Glibc.close($0.descriptor) } } }

  /// Adds text.
  public func write(_ text: String) throws(CannotWrite) { try write(Array(text.utf8)) }

  /// Adds bytes; many of them go to the system as they are.
  public func write(_ bytes: [UInt8]) throws(CannotWrite) {
    let failure = state.withLock { state -> CannotWrite? in
      if bytes.count < ReportFile.capacity {
        state.buffer += bytes
        return state.buffer.count >= ReportFile.capacity ? flush(&state) : nil
      }
      return flush(&state) ?? put(bytes, &state)
    }
    if let failure { throw failure }
  }

  /// Writes what is left and closes the file, once the disk has it or, in a report's folder, leaving that to its publication.
  @discardableResult
  public func close() throws(CannotWrite) -> Contents {
    let (failure, contents) = state.withLock { state -> (CannotWrite?, Contents) in
      var failure = flush(&state)
      if let settlement, failure == nil {
        settlement.settle(state.descriptor, path)
      } else {
        let unsettled = Settlement.settled(state.descriptor, path)
        failure = failure ?? unsettled
      }
      state.descriptor = -1
      return (failure, Contents(bytes: state.written, digest: state.digest.hexadecimal))
    }
    if let failure { throw failure }
    return contents
  }

  private func flush(_ state: inout State) -> CannotWrite? {
    let failure = put(state.buffer, &state)
    if failure == nil { state.buffer.removeAll(keepingCapacity: true) }
    return failure
  }

  private func put(_ bytes: [UInt8], _ state: inout State) -> CannotWrite? {
    var offset = 0
    while offset < bytes.count {
      let count = bytes.count - offset
      // Safe: the array holds `count` bytes from `offset` on, and the system keeps no pointer.
      let result = unsafe bytes.withUnsafeBytes { bytes in
        unsafe Glibc.write(state.descriptor, bytes.baseAddress.map { unsafe $0 + offset }, count)
      }
      if result < 0 {
        if errno == EINTR { continue }
        return CannotWrite.last(path)
      }
      offset += result
    }
    state.written += bytes.count
    state.digest.absorb(bytes.span)
    return nil
  }
}
