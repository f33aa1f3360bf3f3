internal import Foundation
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#endif

/// A browser's process, which reads commands from its file descriptor 3 and answers on 4.
///
/// It leads a process group of its own, has no other file of ours open, and ends with this
/// object, at the end of our process, or when our end of the socket is closed, whichever is first.
final class BrowserProcess {
  private let socket: Int32
  /// Its number, and that of its group.
  let identifier: pid_t
  /// Where what it says goes.
  private let log: String

  /// Starts a program in a home of its own, which is removed with it.
  init(_ program: String, _ arguments: [String], folder: String) throws {
    log = "\(folder)/log"
    var environment = ProcessInfo.processInfo.environment
    for name in ["HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"] {
      environment[name] = folder
    }
    for name in ["DISPLAY", "WAYLAND_DISPLAY"] { environment[name] = nil }

    var ends: [Int32] = [-1, -1]
    // Safe: the array holds the two numbers that the call writes.
    guard
      unsafe socketpair(
        AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0
    else { throw BrowserFault.notStarted(call: "socketpair", number: errno) }
    defer { close(ends[1]) }
    // Above the descriptors that it is copied to, else one copy could close the other.
    let end = fcntl(ends[1], F_DUPFD_CLOEXEC, 10)
    defer { close(end) }
    let (spawned, number) = Self.spawn(
      program, arguments, environment.map { "\($0)=\($1)" }, socket: end, log: log)
    guard let spawned else {
      close(ends[0])
      throw BrowserFault.notStarted(call: "posix_spawn of \(program)", number: number)
    }
    socket = ends[0]
    identifier = spawned
    Leftovers.add(identifier, folder)
  }

  deinit {
    close(socket)
    Leftovers.end(identifier)
  }

  /// The last lines of what the browser said.
  var said: String {
    let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").suffix(20).joined(separator: "\n")
  }

  /// Sends bytes; false when the browser takes them no more, or not before the deadline.
  func send(_ bytes: Data, until deadline: ContinuousClock.Instant) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      guard waits(for: Int16(POLLOUT), until: deadline) else { return false }
      let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
      let socket = socket
      // Safe: the buffer is read within the call, and has as many bytes as it says.
      let sent = unsafe rest.withUnsafeBytes {
        unsafe Glibc.send(socket, $0.baseAddress, $0.count, flags)
      }
      if sent > 0 {
        rest = rest.dropFirst(sent)
      } else if sent == 0 || (errno != EAGAIN && errno != EINTR) {
        return false
      }
    }
    return true
  }

  /// Bytes that have come, at least one; nil when the browser closed its end, or at the deadline.
  func receive(until deadline: ContinuousClock.Instant) -> Data? {
    var bytes = [UInt8](repeating: 0, count: 1 << 18)
    while waits(for: Int16(POLLIN), until: deadline) {
      let socket = socket
      // Safe: the call writes at most as many bytes as the array has.
      let count = unsafe bytes.withUnsafeMutableBytes {
        unsafe recv(socket, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
      }
      if count > 0 { return Data(bytes[..<count]) }
      if count == 0 || (errno != EAGAIN && errno != EINTR) { return nil }
    }
    return nil
  }

  private func waits(for event: Int16, until deadline: ContinuousClock.Instant) -> Bool {
    while true {
      let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
      guard left > 0 else { return false }
      var question = pollfd(fd: socket, events: event, revents: 0)
      // Safe: one question, one answer, written within the call.
      let answers = unsafe poll(&question, 1, Int32(min(left.rounded(.up), 60_000)))
      if answers > 0 { return true }
      if answers < 0, errno != EINTR { return false }
    }
  }

  /// Starts a program with a socket as its descriptors 3 and 4; its number, or that of the error.
  private static func spawn(
    _ program: String, _ arguments: [String], _ environment: [String], socket: Int32, log: String
  ) -> (pid_t?, Int32) {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    // Safe: both are made here, filled, used in one call and ended, in this order and on this
    // thread alone; the texts that they are given are copied.
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    unsafe posix_spawn_file_actions_adddup2(&actions, socket, 3)
    unsafe posix_spawn_file_actions_adddup2(&actions, socket, 4)
    // What other threads open for their own programs at this moment may not be marked to be closed.
    for other: Int32 in 5..<1024 { unsafe posix_spawn_file_actions_addclose(&actions, other) }
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    unsafe posix_spawnattr_setpgroup(&attributes, 0)

    // Safe: every text is ended by a zero, the lists by nil, and all are released after the call.
    var names = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    var settings = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer {
      for index in unsafe names.indices { unsafe free(names[index]) }
      for index in unsafe settings.indices { unsafe free(settings[index]) }
    }
    var identifier: pid_t = 0
    let number = unsafe posix_spawn(
      &identifier, program, &actions, &attributes, &names, &settings)
    return number == 0 ? (identifier, 0) : (nil, number)
  }
}

/// Browsers that run, with their folders, so that none outlives the tests.
private enum Leftovers {
  private static let running = Mutex<[pid_t: String]>([:])
  /// Set once: at a normal exit the objects of static variables are not released.
  private static let atExit: Void = {
    _ = atexit { Leftovers.endAll() }
  }()

  static func add(_ identifier: pid_t, _ folder: String) {
    atExit
    running.withLock { $0[identifier] = folder }
  }

  /// Ends a browser with its group, waits for it, and removes its folder.
  static func end(_ identifier: pid_t) {
    guard let folder = running.withLock({ $0.removeValue(forKey: identifier) }) else { return }
    kill(-identifier, SIGKILL)
    while waitpid(identifier, nil, 0) < 0, errno == EINTR {}
    // Members of the group that are not ours to wait for may write for a moment yet.
    for _ in 0..<50 {
      try? FileManager.default.removeItem(atPath: folder)
      guard FileManager.default.fileExists(atPath: folder) else { return }
      usleep(20_000)
    }
  }

  static func endAll() {
    for identifier in running.withLock({ Array($0.keys) }) { end(identifier) }
  }
}
