internal import Foundation

#if canImport(Glibc)
internal import Glibc
#endif

/// Where the browser is used: what runs here runs one after the other.
///
/// Tests that are isolated to it share one browser, and wait for each other without holding a
/// thread.
@globalActor public actor BrowserActor {
  /// The one there is.
  public static let shared = BrowserActor()
}

/// A headless Chromium with a profile of its own, steered over a socket.
///
/// It has no network: no name of a host resolves.
@BrowserActor public final class Browser {
  /// Programs that can be it, the first that is installed is taken.
  public nonisolated static let programs = [
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
  ]

  private static var running: Browser?

  /// The one for all tests, started by who comes first and ended with the process.
  ///
  /// - Throws: ``BrowserFault`` when none is installed, or it does not start.
  public static var shared: Browser {
    get throws {
      if let running { return running }
      let browser = try Browser()
      running = browser
      return browser
    }
  }

  private let conversation: Conversation
  /// The name and version, such as `Chrome/130.0`.
  public let product: String
  /// The number of its process, which leads the group of all its processes.
  public let process: Int32
  /// Holds its profile and its temporary files; gone when it has ended.
  public let folder: String

  private struct Version: Decodable { let product: String }

  /// Starts a browser.
  ///
  /// - Parameter path: Folders in which to look for the program, separated by colons; the
  ///   environment's `PATH` unless given.
  /// - Throws: ``BrowserFault`` when none is installed, or it does not start within 30 seconds.
  public init(path: String? = nil) throws {
    let folders = (path ?? ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let candidates = Self.programs.flatMap { name in folders.map { "\($0)/\(name)" } }
    guard let program = candidates.first(where: FileManager.default.isExecutableFile(atPath:))
    else { throw BrowserFault.missing(programs: Self.programs) }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("simulate-browser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var arguments = [
      "--headless=new", "--remote-debugging-pipe", "--user-data-dir=\(folder.path)/profile",
      "--no-first-run", "--no-default-browser-check", "--disable-gpu", "--mute-audio",
      // A container has a small /dev/shm.
      "--disable-dev-shm-usage", "--disable-ipc-flooding-protection",
      "--disable-extensions", "--disable-sync", "--disable-background-networking",
      "--disable-component-update", "--disable-breakpad", "--disable-crash-reporter",
      "--host-resolver-rules=MAP * ~NOTFOUND",
      // The same pictures on every machine with the same typefaces.
      "--force-color-profile=srgb", "--font-render-hinting=none", "--lang=en-US",
    ]
    // The sandbox does not run for the superuser, whom containers often have alone.
    if geteuid() == 0 { arguments.append("--no-sandbox") }
    do {
      let process = try BrowserProcess(program, arguments, folder: folder.path)
      conversation = Conversation(process)
      self.process = process.identifier
      self.folder = folder.path
    } catch {
      try? FileManager.default.removeItem(at: folder)
      throw error
    }
    product = try conversation.call("Browser.getVersion", seconds: 30, as: Version.self).product
  }

  private struct Address: Encodable { let url: String }
  private struct Target: Codable { let targetId: String }
  private struct Attachment: Encodable {
    let targetId: String
    let flatten = true
  }
  private struct Session: Decodable { let sessionId: String }

  /// Opens an empty page, which is closed afterwards.
  @discardableResult public func withPage<Result>(_ body: (Page) throws -> Result) throws -> Result
  {
    let target = try conversation.call(
      "Target.createTarget", Address(url: "about:blank"), as: Target.self)
    defer { _ = try? conversation.call("Target.closeTarget", target) }
    let session = try conversation.call(
      "Target.attachToTarget", Attachment(targetId: target.targetId), as: Session.self)
    let page = try Page(conversation, session: session.sessionId)
    defer { conversation.listen(to: session.sessionId, nil) }
    return try body(page)
  }
}
