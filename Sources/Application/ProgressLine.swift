internal import Caseload
internal import Reporting
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// One line on standard error that says how far the runs are, only when that is a terminal.
final class ProgressLine: Sendable {
  private let language: Language
  private let isShown: Bool
  private let start = ContinuousClock.now
  private let last: Mutex<ContinuousClock.Instant?> = Mutex(nil)

  /// Begins a line.
  init(language: Language, isQuiet: Bool) {
    self.language = language
    isShown = !isQuiet && isatty(STDERR_FILENO) == 1
  }

  /// Shows the runs done of an expected total, the rate and the time left, ten times a second at most.
  func show(_ done: Int, of total: Int) {
    guard isShown else { return }
    let now = ContinuousClock.now
    let due = last.withLock { last in
      if let last, now - last < .milliseconds(100), done < total { return false }
      last = now
      return true
    }
    guard due else { return }
    let seconds = (now - start) / .seconds(1)
    let rate = seconds > 0 ? Double(done) / seconds : 0
    let left = rate > 0 ? Double(total - done) / rate : 0
    let filled = total > 0 ? 24 * done / total : 24
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
    let dutch = language == .nl
    put(
      "\r\u{1B}[K\(bar) \(language.format(Double(done)))/\(language.format(Double(total))) "
        + "\(dutch ? "trekkingen" : "runs") · \(language.format(rate))/s · "
        + "\(dutch ? "nog" : "left") \(language.format(left, decimals: 1)) s")
  }

  /// Removes the line.
  func clear() { if isShown { put("\r\u{1B}[K") } }

  private func put(_ text: String) { Console.putOnTerminal(text) }
}

/// One line on standard error that says what is being measured, only when that is a terminal.
struct MeasurementLine {
  private let isShown = isatty(STDERR_FILENO) == 1

  /// Shows what comes next.
  func show(_ text: String) {
    if isShown { Console.putOnTerminal("\r\u{1B}[K… \(text.prefix(76))") }
  }

  /// Removes the line.
  func clear() { if isShown { Console.putOnTerminal("\r\u{1B}[K") } }
}
