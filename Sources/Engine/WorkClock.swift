/// What the engine spends its time on, in the order of a run.
public enum WorkPhase: Int, CaseIterable, Sendable {
  /// Uncertain numbers, and uniform and normal numbers of chance.
  case draws
  /// Products of matrices and exponentials that make the inflow noisy.
  case noiseProducts
  /// Quantities as levers change them.
  case levers
  /// Sums over the window of past events.
  case followUpProducts
  /// Counts of new cases.
  case arrivals
  /// Staff, hours, and the service of queues.
  case service
  /// Measures of the month.
  case measures
  /// Moments, quantiles, outcomes and verdicts.
  case reduction
  /// Rows of single runs.
  case recording
}

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// Adds up what one worker's time goes to.
///
/// Time on the clock: what the worker waits for a processor counts too. A reading costs some 25 ns.
final class WorkClock {
  /// Nanoseconds by phase.
  private(set) var spent = Array(repeating: UInt64(0), count: WorkPhase.allCases.count)
  private var phase: WorkPhase?
  private var since: UInt64 = 0

  /// Says what is done from now on; nil for nothing.
  @inline(__always) func enter(_ next: WorkPhase?) {
    let now = WorkClock.now()
    if let phase { spent[phase.rawValue] += now &- since }
    phase = next
    since = now
  }

  private static func now() -> UInt64 {
    var time = timespec()
    // Safe: the call fills the structure and keeps no pointer.
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }
}
