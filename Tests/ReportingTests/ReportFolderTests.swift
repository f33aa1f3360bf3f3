import Digest
import FileTesting
import Foundation
import Reporting
import Testing

/// A report appears whole or not at all, and takes nothing of the user's with it.
struct ReportFolderTests {
  private func writeReport(_ path: String, _ text: String) throws {
    let folder = try ReportFolder(path)
    try folder.write(text, to: "runs.csv")
    try folder.write("{}\n", to: ReportFolder.mark)
    try folder.publish()
  }

  @Test func `nothing is to be seen until the report is published`() throws {
    let place = try TemporaryFolder()
    let folder = try ReportFolder("\(place.path)/report")
    try folder.write("1\n", to: "runs.csv")
    #expect(!FileManager.default.fileExists(atPath: "\(place.path)/report"))
    try folder.write("{}\n", to: ReportFolder.mark)
    #expect(folder.files == ["runs.csv", "manifest.json"])
    try folder.publish()
    #expect(try place.entries() == ["report"])
    #expect(try place.entries("report") == ["manifest.json", "runs.csv"])
    folder.discard()
    #expect(try place.text("report/runs.csv") == "1\n")
  }

  @Test func `a report that is discarded leaves the old one as it was and no debris`() throws {
    let place = try TemporaryFolder()
    try writeReport("\(place.path)/report", "old\n")
    let folder = try ReportFolder("\(place.path)/report")
    try folder.write("new\n", to: "runs.csv")
    folder.discard()
    #expect(try place.entries() == ["report"])
    #expect(try place.text("report/runs.csv") == "old\n")
  }

  @Test func `a report that is forgotten is discarded`() throws {
    let place = try TemporaryFolder()
    do {
      let folder = try ReportFolder("\(place.path)/a/b/report")
      try folder.write("new\n", to: "runs.csv")
    }
    #expect(try place.entries() == [])
  }

  @Test func `folders above the report are made, and stay when something else stands in them`()
    throws
  {
    let place = try TemporaryFolder()
    let folder = try ReportFolder("\(place.path)/a/b/report")
    try place.put("mine\n", "a/mine.txt")
    folder.discard()
    #expect(try place.entries("a") == ["mine.txt"])
    try writeReport("\(place.path)/a/b/report/", "whole\n")
    #expect(try place.text("a/b/report/runs.csv") == "whole\n")
  }

  @Test func `a new report replaces the old one and keeps the user's own files`() throws {
    let place = try TemporaryFolder()
    try writeReport("\(place.path)/report", "old\n")
    try place.put("old\n", "report/attribution.csv")
    try place.put("mine\n", "report/notes.txt")
    try place.put("mine too\n", "report/sheets/one.ods")
    try writeReport("\(place.path)/report", "new\n")
    #expect(try place.entries() == ["report"])
    #expect(
      try place.entries("report") == ["manifest.json", "notes.txt", "runs.csv", "sheets"])
    #expect(try place.text("report/runs.csv") == "new\n")
    #expect(try place.text("report/notes.txt") == "mine\n")
    #expect(try place.text("report/sheets/one.ods") == "mine too\n")
  }

  private func writeCharts(_ path: String, _ names: [String]) throws {
    let folder = try ReportFolder(path)
    for name in names { try folder.write("<svg/>\n", to: name) }
    let files = names.map { "{\"name\": \"\($0)\"}" }.joined(separator: ", ")
    try folder.write("{\"files\": [\(files)]}\n", to: ReportFolder.mark)
    #expect(folder.files == names + [ReportFolder.mark])
    try folder.publish()
  }

  @Test func `charts stand in a folder of the report, and those of an old report go with it`()
    throws
  {
    let place = try TemporaryFolder()
    let path = "\(place.path)/report"
    try writeCharts(path, ["charts/a.svg", "charts/b.svg", "runs.csv"])
    #expect(try place.entries("report") == ["charts", "manifest.json", "runs.csv"])
    #expect(try place.entries("report/charts") == ["a.svg", "b.svg"])
    try place.put("mine\n", "report/charts/mine.svg")
    try place.put("mine\n", "report/charts/more/mine.svg")
    try writeCharts(path, ["charts/b.svg", "charts/c.svg"])
    #expect(try place.entries("report/charts") == ["b.svg", "c.svg", "mine.svg", "more"])
    #expect(try place.text("report/charts/more/mine.svg") == "mine\n")
    // Without charts the folder goes, unless the user has put something there.
    try writeCharts(path, [])
    #expect(try place.entries("report/charts") == ["mine.svg", "more"])
    try FileManager.default.removeItem(atPath: "\(path)/charts")
    try writeCharts(path, ["charts/d.svg"])
    try writeCharts(path, [])
    #expect(try place.entries("report") == ["manifest.json"])
  }

  @Test func `where the old manifest cannot be read, nothing in its folders is taken for a chart`()
    throws
  {
    let place = try TemporaryFolder()
    try place.put("{\"files\": [", "report/manifest.json")
    try place.put("mine\n", "report/charts/a.svg")
    try writeCharts("\(place.path)/report", ["charts/b.svg"])
    #expect(try place.entries("report/charts") == ["a.svg", "b.svg"])
  }

  @Test func `a report that is discarded takes its charts with it`() throws {
    let place = try TemporaryFolder()
    let folder = try ReportFolder("\(place.path)/report")
    try folder.write("<svg/>\n", to: "charts/a.svg")
    try folder.write("<svg/>\n", to: "charts/b.svg")
    #expect(folder.listing == ["charts/"])
    try folder.write("1\n", to: "runs.csv")
    #expect(folder.listing == ["charts/", "runs.csv"])
    folder.discard()
    #expect(try place.entries() == [])
  }

  @Test func `an empty folder may become a report`() throws {
    let place = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: "\(place.path)/report", withIntermediateDirectories: false)
    try writeReport("\(place.path)/report", "new\n")
    #expect(try place.text("report/runs.csv") == "new\n")
  }

  @Test func `a folder that is no report is never replaced`() throws {
    let place = try TemporaryFolder()
    try place.put("a thesis\n", "report/thesis.txt")
    let path = "\(place.path)/report"
    #expect(
      throws: CannotWrite(
        path: path, reason: "it holds files but no manifest.json, so it is not a report to replace")
    ) { try ReportFolder(path) }
    #expect(try place.entries("report") == ["thesis.txt"])
  }

  @Test func `a file is never replaced`() throws {
    let place = try TemporaryFolder()
    try place.put("a thesis\n", "report")
    let path = "\(place.path)/report"
    #expect(
      throws: CannotWrite(path: path, reason: "it is a file, expected a folder or nothing")
    ) { try ReportFolder(path) }
    #expect(try place.text("report") == "a thesis\n")
  }

  @Test func `a place below a file cannot be written, in the words of the system`() throws {
    let place = try TemporaryFolder()
    try place.put("a thesis\n", "thesis")
    let path = "\(place.path)/thesis/report"
    #expect(throws: CannotWrite(path: path, reason: "Not a directory")) { try ReportFolder(path) }
    let deep = "\(place.path)/thesis/a/b/report"
    #expect(throws: CannotWrite(path: deep, reason: "Not a directory")) { try ReportFolder(deep) }
    #expect(try place.entries() == ["thesis"])
  }

  @Test func `a folder that the system keeps for itself cannot be written`() {
    #expect(
      throws: CannotWrite(path: "/proc/none/report", reason: "No such file or directory")
    ) { try ReportFolder("/proc/none/report") }
  }

  /// A process that has ended has a number that nobody has now; process 1 lives as long as the machine.
  @Test func `drafts of dead processes are removed, of living ones not`() throws {
    let ended = Process()
    ended.executableURL = URL(fileURLWithPath: "/bin/sh")
    ended.arguments = ["-c", "exit"]
    try ended.run()
    ended.waitUntilExit()
    let dead = ended.processIdentifier
    let place = try TemporaryFolder()
    try place.put("half\n", ".report.writing-\(dead)/runs.csv")
    try place.put("half\n", ".report.writing-\(dead).old/runs.csv")
    try place.put("half\n", ".report.writing-1/runs.csv")
    try place.put("half\n", ".other.writing-\(dead)/runs.csv")
    try place.put("half\n", ".report.writing-me/runs.csv")
    try writeReport("\(place.path)/report", "new\n")
    #expect(
      try place.entries() == [
        ".other.writing-\(dead)", ".report.writing-1", ".report.writing-me", "report",
      ])
  }

  /// Between the two moves of a replacement the old report is the only one there is.
  @Test func `a report whose replacement was killed half-way comes back`() throws {
    let ended = Process()
    ended.executableURL = URL(fileURLWithPath: "/bin/sh")
    ended.arguments = ["-c", "exit"]
    try ended.run()
    ended.waitUntilExit()
    let place = try TemporaryFolder()
    let old = ".report.writing-\(ended.processIdentifier).old"
    try place.put("{}\n", "\(old)/manifest.json")
    try place.put("old\n", "\(old)/outcomes.csv")
    let folder = try ReportFolder("\(place.path)/report")
    folder.discard()
    #expect(try place.entries() == ["report"])
    #expect(
      try String(contentsOfFile: "\(place.path)/report/outcomes.csv", encoding: .utf8) == "old\n")
  }

  @Test func `a full disk is reported in the words of the system`() throws {
    let file = try ReportFile("/dev/full")
    try file.write("a line\n")
    #expect(throws: CannotWrite(path: "/dev/full", reason: "No space left on device")) {
      try file.close()
    }
  }

  @Test func `a full disk is noticed while a long file is written`() throws {
    let file = try ReportFile("/dev/full")
    let line = String(repeating: "0123456789", count: 100)
    #expect(throws: CannotWrite(path: "/dev/full", reason: "No space left on device")) {
      for _ in 0..<1000 { try file.write(line) }
    }
  }

  @Test func `a file in a folder that is not there cannot be written`() {
    let path = "/nowhere/at/all/runs.csv"
    #expect(throws: CannotWrite(path: path, reason: "No such file or directory")) {
      try ReportFile(path)
    }
  }

  @Test func `a file says how many bytes it has, and their digest`() throws {
    let place = try TemporaryFolder()
    let file = try ReportFile("\(place.path)/x")
    try file.write("é\n")
    let contents = try file.close()
    #expect(contents.bytes == 3)
    #expect(
      contents.digest == "edd3a863872a04239eb29ad4bc12fc892b3d4ae57cc7e786a3697816f8e141c2")
    #expect(try place.text("x") == "é\n")
  }

  /// Pieces around the size of the buffer, which is 2^18 bytes, some through it and some past it.
  @Test func `small and large pieces stand in the file in the order of writing`() throws {
    let place = try TemporaryFolder()
    let file = try ReportFile("\(place.path)/x")
    var whole: [UInt8] = []
    for size in [1, 262_143, 1, 5, 262_144, 7, 600_000, 262_145, 0, 3] {
      let piece = (0..<size).map { UInt8(truncatingIfNeeded: $0 &+ size) }
      try file.write(piece)
      whole += piece
    }
    let contents = try file.close()
    #expect(contents.bytes == whole.count)
    #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)) == Data(whole))
    #expect(contents.digest == SHA256.digest(of: whole))
  }
}
