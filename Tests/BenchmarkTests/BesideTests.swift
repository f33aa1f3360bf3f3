import Testing

@testable import Benchmark

/// Another program's time, and what is said when there is none.
struct BesideTests {
  private func run(_ command: String) -> Beside {
    Beside(command: command, scenario: "Scenarios/a b.json", runs: 7)
  }

  @Test func `the line that a command prints is read, and what else it holds is shown`() {
    let command =
      #"echo '{"runs": 7, "seconds": 2.0, "cpuSeconds": 3.5, "worlds": 2, "numpy": "2.1", "threads": 4}' #"#
    guard case .measured(_, let other) = run(command) else { return #expect(Bool(false)) }
    #expect((other.runs, other.worlds) == (7, 2))
    #expect((other.runsPerSecond, other.microsecondsARun) == (3.5, 0.5e6))
    #expect(other.remarks == "numpy 2.1, threads 4")
  }

  @Test func `the scenario reaches the command as it is, with the verb and the runs`() {
    let command = #"f() { echo "$#|$1|$2|$3|$4"; }; f"#
    let reason = "'4|time|Scenarios/a b.json|--runs|7'"
    #expect(run(command) == .failed(command: command, reason: reason))
  }

  @Test(arguments: [
    ("echo several >&2; echo words >&2; exit 3 #", "words"), ("exit 3 #", "status 3"),
    ("echo nothing to read #", "'nothing to read'"), ("true", "''"),
    (
      #"echo '{"runs": 7, "seconds": 0, "cpuSeconds": 1, "worlds": 1}' #"#,
      #"'{"runs": 7, "seconds": 0, "cpuSeconds": 1, "worlds": 1}'"#
    ),
  ])
  func `a command without a time is no fault of the measurement, and the reason is told`(
    command: String, reason: String
  ) {
    #expect(run(command) == .failed(command: command, reason: reason))
  }

  @Test func `a program that is not there is told in the shell's words`() {
    guard case .failed(_, let reason) = run("no-such-program-anywhere") else {
      return #expect(Bool(false))
    }
    #expect(reason.contains("no-such-program-anywhere") && reason.contains("not found"))
  }

  @Test func `much output on both channels does not block`() throws {
    let ending = try OtherProgram(
      "/bin/sh",
      [
        "-c",
        "i=0; while [ $i -lt 4000 ]; do echo 0123456789012345678901234567890123456789; echo 0123456789012345678901234567890123456789 >&2; i=$((i+1)); done",
      ])
    #expect(ending.status == 0)
    #expect(ending.output.utf8.count == 4000 * 41 && ending.errors.utf8.count == 4000 * 41)
  }
}
