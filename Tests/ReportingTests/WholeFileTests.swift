import FileTesting
import Foundation
import Testing

@testable import Reporting

/// Files that appear together or not at all.
struct WholeFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ files: (String, String)...) throws {
    try ReportFile.writeWhole(
      files.map { (bytes: Array($0.1.utf8), path: "\(folder.path)/\($0.0)") })
  }

  @Test func `files and the folders above them appear, and take the place of older ones`() throws {
    try write(("new/deep/one", "1"), ("new/two", "2"))
    #expect(try folder.entries() == ["new"])
    #expect(try folder.entries("new") == ["deep", "two"])
    #expect(try folder.text("new/deep/one") == "1")
    try write(("new/deep/one", "11"), ("new/two", "22"), ("new/three", "33"))
    #expect(try folder.entries("new") == ["deep", "three", "two"])
    #expect(try folder.entries("new/deep") == ["one"])
    #expect(try folder.text("new/deep/one") == "11")
    #expect(try folder.text("new/two") == "22")
  }

  @Test func `when one file is refused the others are as they were, and nothing is left behind`()
    throws
  {
    try folder.put("old", "one")
    // What a folder with something in it occupies cannot be had.
    try folder.put("kept", "taken/inside")
    #expect(throws: CannotWrite.self) { try write(("one", "1"), ("fresh", "2"), ("taken", "3")) }
    #expect(try folder.text("one") == "old")
    #expect(try folder.entries() == ["one", "taken"])
    #expect(try folder.text("taken/inside") == "kept")
    // A folder that cannot be made, since a file stands in its way.
    #expect(throws: CannotWrite.self) { try write(("a/b/c", "1"), ("one/below", "2")) }
    #expect(try folder.text("one") == "old")
    #expect(try folder.entries() == ["one", "taken"])
  }
}
