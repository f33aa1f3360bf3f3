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
    let place = URL(fileURLWithPath: path).standardizedFileURL
    let folder = place.deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw CannotWrite(
        path: path, reason: "\(folder.path) is not a folder in which it can be made")
    }
    let draft = folder.appendingPathComponent(".\(place.lastPathComponent).writing-\(getpid())")
      .path
    do throws(CannotWrite) {
      let file = try ReportFile(draft, as: path)
      try file.write(bytes)
      try file.close()
      // Safe: both paths become C strings for the length of the call.
      guard unsafe rename(draft, place.path) == 0 else { throw CannotWrite.last(path) }
    } catch {
      // Safe: the path becomes a C string for the length of the call.
      _ = unsafe unlink(draft)
      throw error
    }
  }
}
