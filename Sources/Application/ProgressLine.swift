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
  private let stage = Mutex(Stage(kind: .runs))

  /// What is being made.
  enum Kind: Sendable {
    /// Runs of the scenario.
    case runs
    /// Runs that explain them.
    case explanation
  }

  /// Something that is made from now on, with a rate of its own.
  private struct Stage {
    let kind: Kind
    let start = ContinuousClock.now
    /// When the line was last shown.
    var last: ContinuousClock.Instant?
  }

  /// Begins a line.
  init(language: Language, isQuiet: Bool) {
    self.language = language
    isShown = !isQuiet && isatty(STDERR_FILENO) == 1
  }

  /// Goes on with something else, on the same line.
  func turn(to kind: Kind) { stage.withLock { $0 = Stage(kind: kind) } }

  /// Shows the runs done of an expected total, the rate and the time left, ten times a second at most.
  func show(_ done: Int, of total: Int) {
    guard isShown else { return }
    let now = ContinuousClock.now
    let due = stage.withLock { stage -> Stage? in
      if let last = stage.last, now - last < .milliseconds(100), done < total { return nil }
      stage.last = now
      return stage
    }
    guard let due else { return }
    let seconds = (now - due.start) / .seconds(1)
    let rate = seconds > 0 ? Double(done) / seconds : 0
    let left = rate > 0 ? Double(total - done) / rate : 0
    let filled = total > 0 ? 24 * done / total : 24
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
    let dutch = language == .nl
    let what =
      switch due.kind {
      case .runs: dutch ? "trekkingen" : "runs"
      case .explanation: dutch ? "ter verklaring" : "runs to explain"
      }
    put(
      "\r\u{1B}[K\(bar) \(language.format(Double(done)))/\(language.format(Double(total))) "
        + "\(what) · \(language.format(rate))/s · "
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
