internal import Digest
internal import Evidence
internal import HTMLReport
internal import LinearAlgebra
internal import Scenario

extension Making {
  /// How a report of a scenario comes about by the command that was given.
  init(of loaded: LoadedScenario) {
    self.init(
      command: Making.command, program: Program.version,
      openBLAS: "\(OpenBLAS.version) \(OpenBLAS.kernel)", scenarioDigest: loaded.digest,
      letterDigest: SHA256.digest(of: Letter.bytes))
  }

  /// The command as it was given, with the program's name instead of its place.
  static var command: String {
    (["simulate"] + CommandLine.arguments.dropFirst()).map { argument in
      argument.contains { " \"'$*<>&|;".contains($0) } ? "'\(argument)'" : argument
    }.joined(separator: " ")
  }
}
