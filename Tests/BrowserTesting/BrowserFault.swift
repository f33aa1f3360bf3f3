/// Why a browser could not do what it was asked for.
public enum BrowserFault: Error, Hashable, Sendable {
  /// None of these programs is installed.
  case missing(programs: [String])
  /// A system call failed before the browser ran.
  case notStarted(call: String, number: Int32)
  /// The browser ended, or never began to listen; what it said last.
  case ended(said: String)
  /// An answer did not come in time.
  case late(what: String, seconds: Double)
  /// The browser refused a command.
  case refused(command: String, message: String)
  /// An expression that was evaluated in the page failed.
  case failed(script: String)
  /// A page could not be opened.
  case notOpened(file: String, message: String)
  /// An element that was to be clicked is not in the page, or not to be seen.
  case nothingThere(selector: String)
  /// The accessibility checker is not where `.ci/setup` puts it.
  case noChecker(file: String)
}

extension BrowserFault: CustomStringConvertible {
  /// What is wrong, and what to do where something can be done.
  public var description: String {
    switch self {
    case .missing(let programs):
      "no browser: none of \(programs.joined(separator: ", ")) is on the path; install Chromium "
        + "(.ci/setup does on Debian) or Google Chrome"
    case .notStarted(let call, let number): "the browser did not start: \(call) failed (\(number))"
    case .ended(let said): "the browser ended; it said:\n\(said)"
    case .late(let what, let seconds): "\(what) had no answer within \(seconds) s"
    case .refused(let command, let message): "\(command) was refused: \(message)"
    case .failed(let script): "a script of the test failed: \(script)"
    case .notOpened(let file, let message): "\(file) does not open: \(message)"
    case .nothingThere(let selector): "nothing to click at \(selector)"
    case .noChecker(let file): "\(file) is not there; .ci/setup fetches the accessibility checker"
    }
  }
}
