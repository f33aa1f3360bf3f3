import Foundation
import Testing

@testable import Scenario

/// Names of the faulty scenarios in the folder `Faults`, each a file beside its expected messages.
private let faultyNames: [String] = {
  let files = try? FileManager.default.contentsOfDirectory(atPath: faultsDirectory)
  return (files ?? []).filter { $0.hasSuffix(".json5") && !$0.hasSuffix(".base.json5") }
    .map { String($0.dropLast(6)) }.filter { $0 != "good" }.sorted()
}()

/// Messages are part of the interface: every one is compared to the letter, in both languages.
@Test(arguments: faultyNames)
func `a faulty scenario gets exactly these messages`(name: String) throws {
  let expected = try String(
    contentsOfFile: "\(faultsDirectory)/\(name).expected.txt", encoding: .utf8)
  let found = messages(of: "\(name).json5")
  #expect(found + "\n" == expected)
}
