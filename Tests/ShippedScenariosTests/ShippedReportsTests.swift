import Evidence
import Foundation
import JSONText
import Scenario
import Testing

/// The reports in the repository, held against the scenarios beside them.
@Suite struct `The reports that are shipped` {
  private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  private static let scenarios: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(repository)/Scenarios")) ?? [])
    .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()

  @Test(arguments: scenarios)
  func `each is of its scenario as it is now; .ci/reports makes them anew`(name: String) throws {
    let reader = ScenarioReader(
      library: Library(directory: Self.repository), knownClaims: Set(Claim.all.map(\.id)))
    let loaded = try reader.read("Scenarios/\(name).json")
    let folder = "\(Self.repository)/Reports/\(name)"
    let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/manifest.json"))
    let manifest = try Node(Array(bytes), file: "manifest.json", as: .json)
    #expect(manifest["scenarioDigest"]?.string == "sha256:\(loaded.digest)")
    // What every run has is there; what is left out is said by the manifest's own list.
    let files = try #require(manifest["files"]?.elements).compactMap { $0["name"]?.string }
    #expect(files.contains("report.html"))
    for file in files {
      #expect(FileManager.default.fileExists(atPath: "\(folder)/\(file)"), "\(file)")
    }
  }
}
