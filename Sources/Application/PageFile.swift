internal import Foundation
internal import Reporting

/// A page beside a table: it never takes the place of something that the same command did not make.
struct PageFile {
  /// The name that pages have.
  static let name = "report.html"

  /// Where it will stand.
  let path: String

  /// Looks whether a page may stand in a folder.
  ///
  /// - Parameters:
  ///   - folder: The folder, which need not exist.
  ///   - generator: The beginning of what the pages of the command name as their maker, by which they are known again.
  /// - Throws: `CannotWrite` when something else stands there.
  init(in folder: String, generator: String) throws {
    path = "\(folder)/\(PageFile.name)"
    var isFolder: ObjCBool = false
    // Safe: the flag lives through the call.
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      return
    }
    if isFolder.boolValue { throw CannotWrite(path: path, reason: "it is a folder") }
    let head = try FileHandle(forReadingFrom: URL(fileURLWithPath: path)).read(upToCount: 4096)
    let text = String(decoding: head ?? Data(), as: UTF8.self)
    guard text.hasPrefix("<!DOCTYPE html>"),
      text.contains("<meta name=\"generator\" content=\"\(generator) ")
    else {
      throw CannotWrite(
        path: path, reason: "it is no page of '\(generator)', so it is not one to replace")
    }
  }
}
