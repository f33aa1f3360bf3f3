internal import JSONText

/// Another program's time for the same scenario, and the same worlds in every run.
public enum Beside: Hashable, Sendable {
  /// What it says of itself.
  public struct Measurement: Hashable, Sendable {
    /// Runs made.
    public let runs: Int
    /// Seconds on the clock.
    public let seconds: Double
    /// Seconds of processor time.
    public let processorSeconds: Double
    /// Worlds that each run simulated.
    public let worlds: Int
    /// Versions and the like, in the program's own words: `numpy 2.1.0, …`.
    public let remarks: String

    /// Runs a second, on the clock.
    public var runsPerSecond: Double { Double(runs) / seconds }
    /// Processor time of a run, in microseconds.
    public var microsecondsARun: Double { processorSeconds / Double(runs) * 1e6 }
  }

  case measured(command: String, Measurement)
  /// It did not tell a time, and why: the last line that it said.
  case failed(command: String, reason: String)

  /// Runs `COMMAND time SCENARIO --runs N`, which prints one line of JSON.
  ///
  /// The line has the numbers `runs`, `seconds`, `cpuSeconds` and `worlds`; whatever else it holds is shown as it is.
  ///
  /// - Parameters:
  ///   - command: For the shell.
  ///   - scenario: Path of the scenario's file.
  ///   - runs: Runs to make.
  public init(command: String, scenario: String, runs: Int) {
    let ending: OtherProgram
    do {
      // The command is the user's own words for the shell; the scenario is passed on as it is, whatever characters it has.
      ending = try OtherProgram(
        "/bin/sh", ["-c", command + " \"$@\"", "sh", "time", scenario, "--runs", "\(runs)"])
    } catch {
      self = .failed(command: command, reason: "\(error)")
      return
    }
    guard ending.status == 0 else {
      let said = ending.errors.split(separator: "\n").last.map(String.init)
      self = .failed(command: command, reason: said ?? "status \(ending.status)")
      return
    }
    self = Beside(command: command, output: ending.output)
  }

  /// Reads the line that a command printed.
  init(command: String, output: String) {
    guard let node = try? Node(Array(output.utf8), file: command, as: .json),
      let runs = node["runs"]?.whole, let seconds = node["seconds"]?.number,
      let processor = node["cpuSeconds"]?.number, let worlds = node["worlds"]?.whole,
      runs >= 1, seconds > 0, processor > 0, worlds >= 1,
      let members = node.members
    else {
      let line = output.split(separator: "\n").first.map { String($0.prefix(60)) } ?? ""
      self = .failed(command: command, reason: "'\(line)'")
      return
    }
    let known = ["runs", "seconds", "cpuSeconds", "worlds"]
    let remarks = members.filter { !known.contains($0.key) }.compactMap { member -> String? in
      switch member.node.content {
      case .string(let text): "\(member.key) \(text)"
      case .number(let number):
        "\(member.key) \(number.whole.map(String.init) ?? "\(number.value)")"
      default: nil
      }
    }
    self = .measured(
      command: command,
      Measurement(
        runs: runs, seconds: seconds, processorSeconds: processor, worlds: worlds,
        remarks: remarks.joined(separator: ", ")))
  }
}
