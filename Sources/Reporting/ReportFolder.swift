internal import Foundation
internal import JSONText

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// A report folder that appears whole or not at all.
///
/// Files are written in a hidden folder beside the final one. Only when all are complete the folders change places; whoever looks sees the old
/// report or the new one. A folder that is not a report is never replaced.
public final class ReportFolder {
  /// The file that every report has, and by which one is recognised.
  public static let mark = "manifest.json"

  /// Where the report will appear.
  public let path: String
  private let draft: String
  /// Folders above the report that had to be made, outermost first.
  private let parents: [String]
  private var names: [String] = []
  private let settlement = Settlement()
  private var isFinished = false

  /// Begins a report.
  ///
  /// - Throws: ``CannotWrite`` when the place is a file, or a folder with things in it that are not a report, or when nothing can be written there.
  public init(_ path: String) throws(CannotWrite) {
    let standard = URL(fileURLWithPath: path).standardizedFileURL.path
    self.path = standard
    let parent = URL(fileURLWithPath: standard).deletingLastPathComponent().path
    let name = URL(fileURLWithPath: standard).lastPathComponent
    draft = "\(parent)/.\(name).writing-\(getpid())"
    try ReportFolder.check(standard)
    var made: [String] = []
    guard ReportFolder.make(parent, &made) else {
      let failure = CannotWrite.last(path)
      ReportFolder.removeEmpty(made)
      throw failure
    }
    ReportFolder.removeLeftovers(in: parent, of: name)
    // Safe: the path becomes a C string for the length of the call.
    guard unsafe mkdir(draft, 0o777) == 0 else {
      let failure = CannotWrite.last(path)
      ReportFolder.removeEmpty(made)
      throw failure
    }
    parents = made
  }

  deinit { discard() }

  /// Begins a file of the report, by its name or, in a folder of the report, by `folder/name`.
  public func file(_ name: String) throws(CannotWrite) -> ReportFile {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    precondition(
      (1...2).contains(parts.count) && parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") },
      "\(name) names no file of a report")
    // Safe: the path becomes a C string for the length of the call.
    if parts.count == 2, unsafe mkdir("\(draft)/\(parts[0])", 0o777) != 0, errno != EEXIST {
      throw CannotWrite.last("\(path)/\(parts[0])")
    }
    names.append(name)
    return try ReportFile("\(draft)/\(name)", as: "\(path)/\(name)", settlement: settlement)
  }

  /// Writes a whole file of the report.
  public func write(_ text: String, to name: String) throws(CannotWrite) {
    try write(Array(text.utf8), to: name)
  }

  /// Writes a whole file of the report, from its bytes.
  public func write(_ bytes: [UInt8], to name: String) throws(CannotWrite) {
    let file = try file(name)
    try file.write(bytes)
    try file.close()
  }

  /// Names of the files written so far, in order.
  public var files: [String] { names }

  /// What a person is told of the files written so far: their names, and for those in a folder its name, once.
  public var listing: [String] {
    names.reduce(into: []) { listing, name in
      let entry = name.split(separator: "/").first.map { "\($0)" } ?? name
      let shown = entry == name ? name : entry + "/"
      if listing.last != shown { listing.append(shown) }
    }
  }

  /// Puts the report in its place, once the disk has all its files.
  public func publish() throws(CannotWrite) {
    try settlement.wait()
    guard FileManager.default.fileExists(atPath: path) else {
      try move(draft, to: path)
      isFinished = true
      return
    }
    try keepForeignFiles()
    let old = "\(draft).old"
    try move(path, to: old)
    do { try move(draft, to: path) } catch {
      try move(old, to: path)
      throw error
    }
    isFinished = true
    // The new report stands; what is left of the old one is removed by the next run at the latest.
    try? FileManager.default.removeItem(atPath: old)
  }

  /// What the user has put beside the report stays, in the report's own folders too.
  private func keepForeignFiles() throws(CannotWrite) {
    let files = FileManager.default
    do {
      for other in try files.contentsOfDirectory(atPath: path)
      where !ReportFolder.ours.contains(other) && !names.contains(other) {
        guard ReportFolder.folders.contains(other) else {
          try files.copyItem(atPath: "\(path)/\(other)", toPath: "\(draft)/\(other)")
          continue
        }
        let old = filesOfOldReport
        for file in try files.contentsOfDirectory(atPath: "\(path)/\(other)")
        where !old.contains("\(other)/\(file)") && !names.contains("\(other)/\(file)") {
          try files.createDirectory(
            atPath: "\(draft)/\(other)", withIntermediateDirectories: true)
          try files.copyItem(
            atPath: "\(path)/\(other)/\(file)", toPath: "\(draft)/\(other)/\(file)")
        }
      }
    } catch { throw CannotWrite(path: path, reason: ReportFolder.reason(error)) }
  }

  /// The files that the report to be replaced names as its own; none when its manifest cannot be read.
  private var filesOfOldReport: Set<String> {
    guard let bytes = FileManager.default.contents(atPath: "\(path)/\(ReportFolder.mark)"),
      let manifest = try? Node(Array(bytes), file: ReportFolder.mark, as: .json)
    else { return [] }
    return Set(manifest["files"]?.elements?.compactMap { $0["name"]?.string } ?? [])
  }

  private func move(_ from: String, to target: String) throws(CannotWrite) {
    // Safe: both paths become C strings for the length of the call.
    guard unsafe rename(from, target) == 0 else { throw CannotWrite.last(path) }
  }

  /// Removes what was written; the old report, if any, is as it was.
  public func discard() {
    guard !isFinished else { return }
    // What went wrong with a file of no use is of no interest.
    try? settlement.wait()
    try? FileManager.default.removeItem(atPath: draft)
    ReportFolder.removeEmpty(parents)
    isFinished = true
  }

  /// Makes a folder and those above it that are missing; false, with the system's error set, when it cannot.
  private static func make(_ path: String, _ made: inout [String]) -> Bool {
    // Safe, here and below: the path becomes a C string for the length of the call.
    var result = unsafe mkdir(path, 0o777)
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if result != 0, errno == ENOENT, parent != path {
      guard make(parent, &made) else { return false }
      result = unsafe mkdir(path, 0o777)
    }
    if result == 0 { made.append(path) }
    return result == 0 || errno == EEXIST
  }

  /// Removes folders that were made for nothing, unless something has come to stand in them.
  private static func removeEmpty(_ folders: [String]) {
    // Safe: the path becomes a C string for the length of the call.
    for folder in folders.reversed() { _ = unsafe rmdir(folder) }
  }

  /// Names that a report may have; anything else in a report's folder is the user's.
  private static let ours: Set<String> = [
    mark, "trajectories.csv", "outcomes.csv", "runs.csv", "claims.csv", "parameters.csv",
    "answers.csv", "tests.csv", "published.csv", "attribution.csv", "batches.csv",
    "sensitivity.csv", "datapackage.json",
    "report.html",
  ]

  /// Folders that a report may have.
  ///
  /// What its manifest names in them is the report's; anything else is the user's.
  private static let folders: Set<String> = [ReportCharts.folder]

  private static func check(_ path: String) throws(CannotWrite) {
    var isFolder: ObjCBool = false
    // Safe: the flag lives through the call.
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      return
    }
    guard isFolder.boolValue else {
      throw CannotWrite(path: path, reason: "it is a file, expected a folder or nothing")
    }
    let contents = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    guard contents.isEmpty || contents.contains(mark) else {
      throw CannotWrite(
        path: path, reason: "it holds files but no \(mark), so it is not a report to replace")
    }
    // Safe: the path becomes a C string for the length of the call.
    guard unsafe access(path, W_OK) == 0 else { throw CannotWrite.last(path) }
  }

  /// Drafts of runs that were killed before they could clean up.
  private static func removeLeftovers(in parent: String, of name: String) {
    let prefix = ".\(name).writing-"
    for entry in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    where entry.hasPrefix(prefix) {
      let number = entry.dropFirst(prefix.count).prefix { $0.isNumber }
      guard let process = Int32(number), kill(process, 0) != 0, errno == ESRCH else { continue }
      // Where the process was killed between two moves, the old report is all there is.
      if entry.hasSuffix(".old"), !FileManager.default.fileExists(atPath: "\(parent)/\(name)") {
        try? FileManager.default.moveItem(
          atPath: "\(parent)/\(entry)", toPath: "\(parent)/\(name)")
      } else {
        try? FileManager.default.removeItem(atPath: "\(parent)/\(entry)")
      }
    }
  }

  private static func reason(_ error: any Error) -> String {
    let cocoa = error as NSError
    if let cause = cocoa.userInfo[NSUnderlyingErrorKey] as? NSError,
      cause.domain == NSPOSIXErrorDomain
    {
      // Safe: `strerror` gives a null-terminated string, which is copied at once.
      return unsafe String(cString: strerror(Int32(cause.code)))
    }
    return cocoa.localizedDescription
  }
}
