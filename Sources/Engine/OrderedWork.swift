internal import Dispatch
internal import Synchronization

/// Does pieces of work on several threads and takes their results in order.
///
/// - Parameters:
///   - count: Number of pieces.
///   - threads: Threads at most.
///   - state: What the results are taken into.
///   - isStopped: Asked before every piece; when it says true no more are begun.
///   - worker: Makes the memory of one thread.
///   - make: Makes a piece.
///   - take: Takes the next piece, one call at a time, in the order of pieces; true when that is enough. What it throws ends the work.
///   - leave: Called for every worker when there is nothing left for it.
/// - Returns: The state, and how many pieces were taken.
/// - Throws: What `take` throws.
func workInOrder<State: Sendable, Worker, Piece: Sendable>(
  _ count: Int, threads: Int, into state: State, isStopped: @Sendable () -> Bool,
  worker: @Sendable () -> Worker, make: @Sendable (Worker, Int) -> Piece,
  take: @Sendable (inout State, Piece) throws -> Bool,
  leave: @Sendable (inout State, Worker) -> Void = { _, _ in }
) throws -> (state: State, taken: Int) {
  let line = Mutex(Line<State, Piece>(state: state))
  DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
    let mine = worker()
    while true {
      let stopped = isStopped()
      let next = line.withLock { stopped ? nil : $0.next(of: count) }
      guard let next else { break }
      let piece = make(mine, next)
      line.withLock { $0.handIn(piece, next, take) }
    }
    line.withLock { leave(&$0.state, mine) }
  }
  let end = line.withLock { $0 }
  if let error = end.error { throw error }
  return (end.state, end.taken)
}

/// What the threads share: which piece is next, and the pieces that wait for earlier ones.
private struct Line<State: Sendable, Piece: Sendable> {
  var state: State
  private(set) var taken = 0
  private(set) var error: (any Error)?
  private var begun = 0
  private var waiting: [Int: Piece] = [:]
  private var isEnough = false

  init(state: State) { self.state = state }

  /// The next piece to make; nil when there is none.
  mutating func next(of count: Int) -> Int? {
    guard !isEnough, error == nil, begun < count else { return nil }
    defer { begun += 1 }
    return begun
  }

  /// Takes all pieces that are now in order, until it is enough.
  mutating func handIn(
    _ piece: Piece, _ index: Int, _ take: (inout State, Piece) throws -> Bool
  ) {
    waiting[index] = piece
    while !isEnough, error == nil, let next = waiting.removeValue(forKey: taken) {
      do { isEnough = try take(&state, next) } catch { self.error = error }
      taken += 1
    }
  }
}
