internal import Foundation

/// Commands and answers of the Chrome DevTools Protocol, one JSON text after the other, each ended by a zero byte.
///
/// Source: https://chromedevtools.github.io/devtools-protocol/
final class Conversation {
  /// What happened in a page, as the protocol names it.
  typealias Listener = (_ event: String, _ message: Data) -> Void

  /// The parameters of a command without any.
  struct Nothing: Encodable {}
  /// An answer of which nothing is read.
  struct Ignored: Decodable {}

  private struct Command<Parameters: Encodable>: Encodable {
    let id: Int
    let method: String
    let params: Parameters
    let sessionId: String?
  }
  private struct Head: Decodable {
    struct Refusal: Decodable { let message: String }
    let id: Int?
    let method: String?
    let sessionId: String?
    let error: Refusal?
  }
  private struct Answer<Result: Decodable>: Decodable { let result: Result }

  private let process: BrowserProcess
  private var listeners: [String: Listener] = [:]
  private var lastCommand = 0
  private var received = Data()

  init(_ process: BrowserProcess) { self.process = process }

  /// Hears what happens in a session, until nil is given for it.
  func listen(to session: String, _ listener: Listener?) { listeners[session] = listener }

  /// Gives a command and waits for its answer; hears events meanwhile.
  @discardableResult
  func call<Result: Decodable>(
    _ method: String, _ parameters: some Encodable = Nothing(), session: String? = nil,
    seconds: Double = 20, as type: Result.Type = Ignored.self
  ) throws -> Result {
    let deadline = ContinuousClock.now + .seconds(seconds)
    lastCommand += 1
    let command = Command(
      id: lastCommand, method: method, params: parameters, sessionId: session)
    guard process.send(try JSONEncoder().encode(command) + [0], until: deadline) else {
      throw fault(at: deadline, method, seconds)
    }
    while true {
      let (message, head) = try next(until: deadline, method, seconds)
      guard head.id == lastCommand else { continue }
      if let error = head.error {
        throw BrowserFault.refused(command: method, message: error.message)
      }
      return try JSONDecoder().decode(Answer<Result>.self, from: message).result
    }
  }

  /// Hears events until something is so.
  func wait(for what: String, seconds: Double, until isSo: () -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while !isSo() { _ = try next(until: deadline, what, seconds) }
  }

  /// The next message; an event has been heard when it is returned.
  private func next(
    until deadline: ContinuousClock.Instant, _ what: String, _ seconds: Double
  ) throws -> (Data, Head) {
    let zero = Data([0])
    var searched = received.startIndex
    while true {
      if let end = received.range(of: zero, in: searched..<received.endIndex) {
        let message = Data(received[..<end.lowerBound])
        received = Data(received[end.upperBound...])
        let head = try JSONDecoder().decode(Head.self, from: message)
        if let event = head.method, let session = head.sessionId {
          listeners[session]?(event, message)
        }
        return (message, head)
      }
      searched = received.endIndex
      guard let bytes = process.receive(until: deadline) else {
        throw fault(at: deadline, what, seconds)
      }
      received += bytes
    }
  }

  private func fault(
    at deadline: ContinuousClock.Instant, _ what: String, _ seconds: Double
  ) -> BrowserFault {
    ContinuousClock.now < deadline
      ? .ended(said: process.said) : .late(what: what, seconds: seconds)
  }
}
