import FileTesting
import Foundation

/// A temporary folder in which the built program is run; removed when the test lets go of it.
final class Workplace: Sendable {
  /// How a command ended, and what it said.
  struct Ending {
    let status: Int32
    let output: String
    let errors: String
  }

  /// The program beside the tests: their resources stand in the build folder.
  static let program = Bundle.module.bundleURL.deletingLastPathComponent()
    .appendingPathComponent("simulate")

  /// A scenario of the independent calculation.
  static func reference(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Reference/\(name).json").path
  }

  /// A scenario that is shipped.
  static func scenario(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Scenarios/\(name).json").path
  }

  /// The text of a file of the independent calculation.
  static func fixture(_ name: String) throws -> Table {
    let file = Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(name).csv")
    return Table(bytes: [UInt8](try Data(contentsOf: file)), separator: ",")
  }

  private let folder: TemporaryFolder
  /// Where it is.
  var path: String { folder.path }

  init() throws { folder = try TemporaryFolder() }

  /// Runs the program to its end, in this folder.
  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Ending {
    let out = "\(path)/.\(UUID().uuidString)"
    defer {
      for name in [out, "\(out).errors"] { try? FileManager.default.removeItem(atPath: name) }
    }
    let process = try start(arguments, output: out, environment: environment)
    process.waitUntilExit()
    return Ending(
      status: process.terminationStatus,
      output: String(decoding: try bytes(at: out), as: UTF8.self),
      errors: String(decoding: try bytes(at: "\(out).errors"), as: UTF8.self))
  }

  /// Starts the program; what it says goes to a file, and to one beside it with `.errors`.
  func start(
    _ arguments: [String], output: String, environment: [String: String] = [:]
  ) throws -> Process {
    let process = Process()
    process.executableURL = Workplace.program
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: path)
    // The kernels are the program's own choice, whatever the tests were started with.
    var all = ProcessInfo.processInfo.environment
    for name in ["OPENBLAS_CORETYPE", "SIMULATE_KERNEL_CHOSEN"] { all[name] = nil }
    process.environment = all.merging(environment) { $1 }
    for name in [output, "\(output).errors"] { try Data().write(to: URL(fileURLWithPath: name)) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(output).errors"))
    try process.run()
    return process
  }

  /// Writes a file, with the folders above it.
  func put(_ text: String, _ name: String) throws { try folder.put(text, name) }

  /// Everything in a folder, hidden files too, in the order of their letters.
  func entries(_ name: String = "") throws -> [String] { try folder.entries(name) }

  func bytes(_ name: String) throws -> [UInt8] { try bytes(at: "\(path)/\(name)") }

  private func bytes(at path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// Reads a table that was written without `--locale nl`.
  func table(_ name: String) throws -> Table { Table(bytes: try bytes(name), separator: ",") }
}
