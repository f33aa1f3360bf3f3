import BrowserTesting
import FileTesting
import Foundation
import Testing

/// The pages that the program writes, looked at in a browser as their readers see them.
///
/// To look oneself: `SIMULATE_SCREENSHOTS=folder swift test --filter ReportPagesTests`.
struct ReportPagesTests {
  /// A page, and the commands that make it; the last one writes it.
  struct Report: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let opening: PageLanguage
    let commands: [String]

    init(_ name: String, _ opening: PageLanguage, _ commands: String...) {
      testDescription = name
      self.opening = opening
      self.commands = commands
    }

    /// The folder that the last command writes to.
    var folder: String { commands.last?.split(separator: " ").last.map(String.init) ?? "" }
  }

  /// Few runs: what a page looks like does not depend on their number, but for its digits.
  static let reports = [
    Report("run-pact2026", .english, "run pact2026 --runs 128 --output page"),
    Report("run-letter2025", .dutch, "run letter2025 --runs 128 --locale nl --output page"),
    Report(
      "sensitivity-pact2026", .english, "sensitivity pact2026 --runs 64 --output page"),
    Report(
      "compare", .english, "run pact2026 --runs 128 --output one",
      "run bills-without-pact --runs 128 --output other", "compare one other --output page"),
  ]

  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  /// The program beside the tests: their resources stand in the build folder.
  private static let program = Bundle.module.bundleURL.deletingLastPathComponent()
    .appendingPathComponent("simulate")

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Runs the program to its end in the folder; names of scenarios are looked up in the checkout.
  private func run(_ command: String) throws {
    let process = Process()
    process.executableURL = Self.program
    process.arguments = command.split(separator: " ").map(String.init) + ["--quiet"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let errors = try folder.put("", "errors.txt")
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
    try process.run()
    process.waitUntilExit()
    let said = try folder.text("errors.txt")
    try #require(process.terminationStatus == 0, "\(command): \(said)")
  }

  @Test(arguments: reports) func `a page can be read by everybody, on everything`(report: Report)
    async throws
  {
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/Scenarios",
      withDestinationPath: Self.root.appendingPathComponent("Scenarios").path)
    for command in report.commands { try run(command) }
    let page = "\(folder.path)/\(report.folder)/report.html"
    // As an attachment to a mail: alone in a folder.
    let alone = "\(folder.path)/attachment.html"
    try FileManager.default.copyItem(atPath: page, toPath: alone)
    #expect(try Data(contentsOf: URL(fileURLWithPath: alone)).count < 1_500_000)

    let examination = try await Examination(of: alone, opening: report.opening)
    try examination.write(report.testDescription, orTo: "\(folder.path)/pictures")
    #expect(examination.faults.isEmpty, "\(examination.report)")
  }
}
