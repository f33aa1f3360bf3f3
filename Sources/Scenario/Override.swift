internal import JSONText

/// A change to a scenario that was asked for on the command line.
public enum Override: Hashable, Sendable {
  /// Another value for a path: a number, or anything else that the file gives.
  ///
  /// The text is JSON5; a word or a date may go without quotes. What is set rests on the
  /// assumption "set on the command line".
  case value(path: String, text: String)
  /// A lever that takes part or does not.
  case lever(name: String, isOn: Bool)

  /// What numbers that were set on the command line rest on.
  public static let assumption = "set on the command line"

  /// Reads `PATH=VALUE`, the argument of `--set`.
  public init(setting argument: String) throws(Faults) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw Self.fault("--set", argument)
    }
    self = .value(path: String(parts[0]), text: String(parts[1]))
  }

  /// Reads `NAME=on` or `NAME=off`, the argument of `--lever`.
  public init(switching argument: String) throws(Faults) {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, ["on", "off"].contains(parts[1]) else {
      throw Self.fault("--lever", argument)
    }
    self = .lever(name: String(parts[0]), isOn: parts[1] == "on")
  }

  private static func fault(_ option: String, _ argument: String) -> Faults {
    let place = Place(file: option, line: 1, column: 1)
    return Faults([Fault(place, "", .badOverride(argument))])
  }

  /// The argument as it was written, which stands for a file in messages.
  var argument: String {
    switch self {
    case .value(let path, let text): "--set \(path)=\(text)"
    case .lever(let name, let isOn): "--lever \(name)=\(isOn ? "on" : "off")"
    }
  }
}
