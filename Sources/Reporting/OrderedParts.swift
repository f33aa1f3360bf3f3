internal import Dispatch
internal import Synchronization

/// Writes the parts of a file in their order, made on several threads.
///
/// A part that is done waits for those before it, so that the file is the same for any number of threads.
///
/// - Parameters:
///   - parts: Number of parts.
///   - threads: How many are made at a time.
///   - file: Where they go.
///   - make: The bytes of a part.
/// - Throws: ``CannotWrite``; parts that are not begun by then are not made.
func writeInOrder(
  parts: Int, threads: Int, to file: ReportFile, make: @Sendable (Int) -> [UInt8]
) throws(CannotWrite) {
  struct State {
    var next = 0
    var written = 0
    var waiting: [Int: [UInt8]] = [:]
    var failure: CannotWrite?
  }
  let state = Mutex(State())
  DispatchQueue.concurrentPerform(iterations: max(1, min(threads, parts))) { _ in
    while true {
      let part = state.withLock { state -> Int? in
        guard state.failure == nil, state.next < parts else { return nil }
        defer { state.next += 1 }
        return state.next
      }
      guard let part else { return }
      let bytes = make(part)
      state.withLock { state in
        state.waiting[part] = bytes
        while state.failure == nil, let ready = state.waiting.removeValue(forKey: state.written) {
          state.written += 1
          do throws(CannotWrite) { try file.write(ready) } catch { state.failure = error }
        }
      }
    }
  }
  if let failure = state.withLock({ $0.failure }) { throw failure }
}
