#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The files that scenarios can be read from.
public struct Library: Hashable, Sendable {
  /// The directory that relative paths start from.
  public let directory: String

  /// The folder in which scenarios are looked up by name.
  public static let folder = "Scenarios"

  /// Makes a library; relative paths start from the working directory unless told otherwise.
  public init(directory: String = ".") { self.directory = directory }

  /// The path of a scenario that a user named; nil when there is none.
  ///
  /// Tried in this order: the path as it is; the path without regard to case; the name, with
  /// or without `.json`, in the folder `Scenarios`, without regard to case.
  public func find(_ written: String) -> String? {
    guard !written.isEmpty else { return nil }
    let named = "\(Self.folder)/\(written)"
    return [written, named, named + ".json"].lazy.compactMap(existing).first
  }

  /// The path of a scenario's name nearest to one that does not exist.
  func suggestion(for written: String) -> String? {
    let last = written.split(separator: "/").last.map(String.init) ?? written
    let files = entries(of: existing(Self.folder) ?? Self.folder).filter { $0.hasSuffix(".json") }
    return nearest(to: last, among: files)
      ?? nearest(to: last, among: files.map { String($0.dropLast(5)) })
  }

  /// The path as it is, or with another case where that is what exists.
  public func existing(_ path: String) -> String? {
    if FileManager.default.fileExists(atPath: located(path)) { return path }
    var found = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      let name = String(part)
      let exact = found + name
      if name == "." || name == ".." || FileManager.default.fileExists(atPath: located(exact)) {
        found = exact + "/"
        continue
      }
      let match = entries(of: found.isEmpty ? "." : found).first {
        $0.lowercased() == name.lowercased()
      }
      guard let match else { return nil }
      found += match + "/"
    }
    return String(found.dropLast())
  }

  /// The bytes of a file; nil when it cannot be read.
  func contents(_ path: String) -> [UInt8]? {
    FileManager.default.contents(atPath: located(path)).map { Array($0) }
  }

  /// Names in a directory, in the order of their letters.
  private func entries(of path: String) -> [String] {
    let all = try? FileManager.default.contentsOfDirectory(atPath: located(path))
    return (all ?? []).sorted()
  }

  private func located(_ path: String) -> String {
    path.hasPrefix("/") || directory == "." ? path : "\(directory)/\(path)"
  }

  /// A path beside another file, without `.` and without `..` after a name.
  static func path(of written: String, beside file: String) -> String {
    guard !written.hasPrefix("/") else { return written }
    var parts = file.split(separator: "/").dropLast().map(String.init)
    for part in written.split(separator: "/").map(String.init) where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return (file.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}
