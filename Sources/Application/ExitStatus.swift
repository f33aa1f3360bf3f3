/// How the program ends.
public enum ExitStatus: Int32, Sendable {
  case done = 0
  /// It ran, and something that was asked for does not hold.
  case doesNotHold = 1
  case wrongUse = 64
  case badInput = 65
  case noInput = 66
  case fault = 70
  case cannotWrite = 73
  /// Stopped by the user (128 + SIGINT).
  case interrupted = 130
}
