internal import Foundation

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

extension ReportFile {
  /// Writes a file that appears whole or not at all; folders above it are made.
  ///
  /// - Parameters:
  ///   - bytes: All of it.
  ///   - path: Where it appears; what stood there gives way.
  /// - Throws: ``CannotWrite`` when the system refuses; then nothing is left behind.
  public static func writeWhole(_ bytes: [UInt8], to path: String) throws(CannotWrite) {
    try writeWhole([(bytes, path)])
  }

  /// Writes files that belong together: each appears whole, and when the system refuses one of them none appears; folders above them are made.
  ///
  /// All are on the disk before the first takes its place. What a file replaces is kept until the last has its place too, and comes back when it cannot
  /// have it. Only a process that is killed between two moves leaves new files beside old ones, each of them whole.
  ///
  /// - Parameter files: All of each, and where it appears; what stood there gives way.
  /// - Throws: ``CannotWrite`` about the file that was refused; then everything is as it was.
  public static func writeWhole(_ files: [(bytes: [UInt8], path: String)]) throws(CannotWrite) {
    var writing = FilesWritten()
    do throws(CannotWrite) {
      for file in files { try writing.draft(file.bytes, for: file.path) }
      try writing.move()
    } catch {
      writing.undo()
      throw error
    }
    writing.forgetOld()
  }
}

/// Files on their way to their places, and how to get back.
private struct FilesWritten {
  private struct Move {
    let path: String
    let draft: String
    /// What stood in the place, under another name; nil where nothing did.
    var old: String?
    var isDone = false
  }

  private var moves: [Move] = []
  /// Folders that had to be made, outermost first.
  private var folders: [String] = []

  /// Writes a file beside its place.
  mutating func draft(_ bytes: [UInt8], for path: String) throws(CannotWrite) {
    let place = URL(fileURLWithPath: path).standardizedFileURL
    let folder = place.deletingLastPathComponent()
    guard make(folder) else {
      throw CannotWrite(
        path: path, reason: "\(folder.path) is not a folder in which it can be made")
    }
    let draft = folder.appendingPathComponent(".\(place.lastPathComponent).writing-\(getpid())")
      .path
    moves.append(Move(path: place.path, draft: draft))
    let file = try ReportFile(draft, as: path)
    try file.write(bytes)
    try file.close()
  }

  /// Makes a folder and those above it that are missing; false when it cannot.
  private mutating func make(_ folder: URL) -> Bool {
    var missing: [URL] = []
    var place = folder
    while !FileManager.default.fileExists(atPath: place.path), place.path != "/" {
      missing.append(place)
      place = place.deletingLastPathComponent()
    }
    for folder in missing.reversed() {
      // Safe: the path becomes a C string for the length of the call.
      guard unsafe mkdir(folder.path, 0o777) == 0 || errno == EEXIST else { return false }
      folders.append(folder.path)
    }
    var isFolder: ObjCBool = false
    // Safe: the flag lives through the call.
    return unsafe FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// Moves all files to their places.
  mutating func move() throws(CannotWrite) {
    for index in moves.indices {
      let (path, draft) = (moves[index].path, moves[index].draft)
      // What the last one replaces need not come back.
      if index + 1 < moves.count, FileManager.default.fileExists(atPath: path) {
        let old = "\(draft).old"
        // Safe: both paths become C strings for the length of the call.
        if unsafe link(path, old) != 0 {
          // A disk whose files have one name each: the place is empty for a moment.
          guard unsafe rename(path, old) == 0 else { throw CannotWrite.last(path) }
        }
        moves[index].old = old
      }
      // Safe: both paths become C strings for the length of the call.
      guard unsafe rename(draft, path) == 0 else { throw CannotWrite.last(path) }
      moves[index].isDone = true
    }
  }

  /// Takes everything back.
  func undo() {
    for move in moves.reversed() {
      // Safe, here and below: the paths become C strings for the length of the call.
      if let old = move.old {
        _ = unsafe rename(old, move.path)
        // Two names of one file are not moved over one another.
        _ = unsafe unlink(old)
      } else if move.isDone {
        _ = unsafe unlink(move.path)
      }
      if !move.isDone { _ = unsafe unlink(move.draft) }
    }
    // Safe: the path becomes a C string for the length of the call.
    for folder in folders.reversed() { _ = unsafe rmdir(folder) }
  }

  /// Removes what was replaced.
  func forgetOld() {
    for move in moves {
      // Safe: the path becomes a C string for the length of the call.
      if let old = move.old { _ = unsafe unlink(old) }
    }
  }
}
