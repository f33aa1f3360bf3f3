internal import Dispatch
internal import Foundation
internal import JSONText
internal import Synchronization

/// A command that was run to its end.
struct OtherProgram {
  /// Exit status, or the number of the signal that ended it.
  let status: Int32
  /// Standard output.
  let output: String
  /// Standard error.
  let errors: String

  /// Runs a program without input and waits for its end.
  ///
  /// - Throws: When it cannot be started.
  init(_ program: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let (out, err) = (Pipe(), Pipe())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = out
    process.standardError = err
    try process.run()
    // A pipe holds little: both are read at once, so that the program never waits for a reader.
    let handles = [out.fileHandleForReading, err.fileHandleForReading]
    let texts = Mutex(["", ""])
    DispatchQueue.concurrentPerform(iterations: 2) { index in
      let text = String(decoding: handles[index].readDataToEndOfFile(), as: UTF8.self)
      texts.withLock { $0[index] = text }
    }
    process.waitUntilExit()
    (output, errors) = texts.withLock { ($0[0], $0[1]) }
    status = process.terminationStatus
  }

  /// This program itself, once more with other arguments; the bytes it printed as JSON.
  static func again(_ arguments: [String]) throws -> Node {
    let own =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
    let ending = try OtherProgram(own, arguments)
    guard ending.status == 0 else {
      throw ProgramFailed(command: arguments.joined(separator: " "), message: ending.errors)
    }
    return try Node(Array(ending.output.utf8), file: "output", as: .json)
  }
}

/// A command that a measurement needs ended with a fault.
struct ProgramFailed: Error, CustomStringConvertible {
  let command: String
  let message: String
  var description: String { "\(command): \(message)" }
}
