internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// Whether the user has asked to stop; set by the signal handler, which may touch nothing else.
private let stopRequested = Atomic<Bool>(false)

/// Notices Ctrl-C and a request to terminate, so that a run can stop between two blocks and clean up.
enum Interruption {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// Watches while a function runs.
  static func watched<Result>(_ body: () throws -> Result) rethrows -> Result {
    stopRequested.store(false, ordering: .relaxed)
    unblock()
    for number in signals {
      // A plain function that stores into an atomic may interrupt anything.
      signal(number) { _ in stopRequested.store(true, ordering: .relaxed) }
    }
    defer { for number in signals { signal(number, SIG_DFL) } }
    return try body()
  }

  /// Lets the signals through: a parent that blocks them hands its mask down.
  private static func unblock() {
    var set = sigset_t()
    // Safe: the set lives through the calls, which keep no pointer.
    unsafe sigemptyset(&set)
    for number in signals { unsafe sigaddset(&set, number) }
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }

  /// Whether the user wants to stop.
  static var isRequested: Bool { stopRequested.load(ordering: .relaxed) }
}
