internal import Foundation

/// A page of a browser, alive within ``Browser/withPage(_:)``.
///
/// Every function throws ``BrowserFault`` when the browser refuses, ends, or takes too long.
@BrowserActor public final class Page {
  /// Exceptions, errors and warnings since the last ``open(_:)``, as a sentence each.
  public var complaints: [String] { record.complaints }
  /// Addresses that were asked for since the last ``open(_:)``, the page's own among them.
  public var requests: [String] { record.requests }
  /// The screen it is shown on.
  public private(set) var screen = Screen.laptop

  private let conversation: Conversation
  private let session: String
  private let record = Record()

  init(_ conversation: Conversation, session: String) throws {
    self.conversation = conversation
    self.session = session
    conversation.listen(to: session) { [record] in record.take($0, $1) }
    for domain in ["Page", "Runtime", "Log", "Network"] { try call("\(domain).enable") }
    struct Enabled: Encodable { let enabled = true }
    // Else a page that is not in front has no focus.
    try call("Emulation.setFocusEmulationEnabled", Enabled())
    try show(on: .laptop)
  }

  /// Opens a file and waits until it is loaded, with its typefaces.
  public func open(_ file: String) throws {
    struct Address: Encodable { let url: String }
    struct Outcome: Decodable { let errorText: String? }
    record.clear()
    let address = URL(fileURLWithPath: file).absoluteString
    let outcome = try call("Page.navigate", Address(url: address), as: Outcome.self)
    if let message = outcome.errorText {
      throw BrowserFault.notOpened(file: file, message: message)
    }
    try conversation.wait(for: "loading \(file)", seconds: 20) { record.loads > 0 }
    _ = try evaluate("document.fonts.ready.then(() => true)", as: Bool.self)
  }

  private struct Script: Encodable {
    let expression: String
    let awaitPromise = true
    let returnByValue = true
    let userGesture = true
  }
  private struct Evaluation: Decodable {
    /// A text, or anything else where the script failed.
    struct Result: Decodable {
      let value: String?
      enum Key: CodingKey { case value }
      init(from decoder: any Decoder) throws {
        value = try? decoder.container(keyedBy: Key.self).decode(String.self, forKey: .value)
      }
    }
    struct Fault: Decodable {
      struct Thrown: Decodable { let description: String? }
      let text: String
      let exception: Thrown?
    }
    let result: Result
    let exceptionDetails: Fault?
  }

  /// The value of an expression of JavaScript, or what it promises, through JSON.
  ///
  /// Runs also where the page's own scripts are switched off, but timers then stand still.
  public func evaluate<Value: Decodable>(
    _ expression: String, as type: Value.Type, seconds: Double = 20
  ) throws -> Value {
    let script = "(async () => JSON.stringify(await (\(expression)) ?? null))()"
    let outcome = try call(
      "Runtime.evaluate", Script(expression: script), seconds: seconds, as: Evaluation.self)
    if let fault = outcome.exceptionDetails {
      throw BrowserFault.failed(script: fault.exception?.description ?? fault.text)
    }
    return try JSONDecoder().decode(
      Value.self, from: Data((outcome.result.value ?? "null").utf8))
  }

  /// Runs JavaScript for what it does.
  public func perform(_ script: String) throws {
    _ = try evaluate("(() => { \(script); return true })()", as: Bool.self)
  }

  /// Shows the page on a screen, or on paper.
  public func show(on screen: Screen) throws {
    struct Metrics: Encodable {
      let width: Int
      let height: Int
      let deviceScaleFactor: Double
      let mobile: Bool
    }
    struct Touch: Encodable { let enabled: Bool }
    struct Scrollbars: Encodable { let hidden: Bool }
    try call(
      "Emulation.setDeviceMetricsOverride",
      Metrics(
        width: screen.width, height: screen.height, deviceScaleFactor: screen.scale,
        mobile: screen.isMobile))
    try call("Emulation.setTouchEmulationEnabled", Touch(enabled: screen.isMobile))
    // A laptop's takes room; paper has none, a phone's lies over the page, and one that is
    // magnified with the page is not what WCAG's 320 pixels mean.
    try call("Emulation.setScrollbarsHidden", Scrollbars(hidden: screen != .laptop))
    self.screen = screen
    try emulateMedia()
  }

  /// Whether the reader has asked for less motion; no unless set.
  public func setMotionReduced(_ isReduced: Bool) throws {
    isMotionReduced = isReduced
    try emulateMedia()
  }
  private var isMotionReduced = false

  private func emulateMedia() throws {
    struct Media: Encodable {
      struct Feature: Encodable {
        let name: String
        let value: String
      }
      let media: String
      let features: [Feature]
    }
    try call(
      "Emulation.setEmulatedMedia",
      Media(
        media: screen.isPaper ? "print" : "screen",
        features: [
          .init(name: "prefers-reduced-motion", value: isMotionReduced ? "reduce" : "no-preference")
        ]))
  }

  /// Whether the page's own scripts run, from the next ``open(_:)`` on; they do unless set.
  public func setScripts(_ areEnabled: Bool) throws {
    struct Disabled: Encodable { let value: Bool }
    try call("Emulation.setScriptExecutionDisabled", Disabled(value: !areEnabled))
  }

  @discardableResult
  func call<Result: Decodable>(
    _ method: String, _ parameters: some Encodable = Conversation.Nothing(), seconds: Double = 20,
    as type: Result.Type = Conversation.Ignored.self
  ) throws -> Result {
    try conversation.call(
      method, parameters, session: session, seconds: seconds, as: type)
  }
}

/// What a page did that nobody asked for.
private final class Record {
  private(set) var complaints: [String] = []
  private(set) var requests: [String] = []
  private(set) var loads = 0

  func clear() {
    complaints = []
    requests = []
    loads = 0
  }

  private struct Event<Parameters: Decodable>: Decodable { let params: Parameters }
  private struct Remark: Decodable {
    struct Argument: Decodable {
      let value: Text?
      let description: String?
    }
    /// A text, or nothing where the value is no text.
    struct Text: Decodable {
      let text: String?
      init(from decoder: any Decoder) {
        text = try? decoder.singleValueContainer().decode(String.self)
      }
    }
    let type: String
    let args: [Argument]
  }
  private struct Exception: Decodable {
    struct Details: Decodable {
      struct Thrown: Decodable { let description: String? }
      let text: String
      let lineNumber: Int
      let exception: Thrown?
    }
    let exceptionDetails: Details
  }
  private struct Entry: Decodable {
    struct Details: Decodable {
      let level: String
      let text: String
    }
    let entry: Details
  }
  private struct Request: Decodable {
    struct Details: Decodable { let url: String }
    let request: Details
  }

  func take(_ event: String, _ message: Data) {
    switch event {
    case "Page.loadEventFired": loads += 1
    case "Runtime.exceptionThrown":
      guard let details = read(Exception.self, message)?.exceptionDetails else { break }
      complaints.append(
        "exception: \(details.exception?.description ?? details.text) (line \(details.lineNumber + 1))"
      )
    case "Runtime.consoleAPICalled":
      guard let remark = read(Remark.self, message),
        ["error", "warning", "assert"].contains(remark.type)
      else { break }
      let words = remark.args.map { $0.value?.text ?? $0.description ?? "?" }
      complaints.append("console \(remark.type): \(words.joined(separator: " "))")
    case "Log.entryAdded":
      guard let entry = read(Entry.self, message)?.entry,
        ["error", "warning"].contains(entry.level)
      else { break }
      complaints.append("log \(entry.level): \(entry.text)")
    case "Network.requestWillBeSent":
      guard let request = read(Request.self, message)?.request else { break }
      requests.append(request.url)
    default: break
    }
  }

  /// The parameters of an event; a text that does not fit is a complaint too, so that none is lost.
  private func read<Parameters: Decodable>(_ type: Parameters.Type, _ message: Data) -> Parameters?
  {
    do {
      return try JSONDecoder().decode(Event<Parameters>.self, from: message).params
    } catch {
      complaints.append(
        "event that cannot be read: \(String(decoding: message.prefix(300), as: UTF8.self))")
      return nil
    }
  }
}
