#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// Times of the same work, done several times over.
public struct Timing: Hashable, Sendable {
  /// Seconds on the clock, in the order in which they were taken; never empty.
  public let seconds: [Double]
  /// Seconds of processor time of the whole process, of the same repetitions.
  public let processorSeconds: [Double]

  /// Collects times; as many of the one kind as of the other, at least one.
  public init(seconds: [Double], processorSeconds: [Double]) {
    precondition(!seconds.isEmpty && seconds.count == processorSeconds.count)
    self.seconds = seconds
    self.processorSeconds = processorSeconds
  }

  /// The least time on the clock: what the work takes when nothing disturbs it.
  public var best: Double { seconds.min() ?? .nan }
  /// The least processor time.
  public var bestProcessor: Double { processorSeconds.min() ?? .nan }
  /// The median time on the clock; of an even number the larger of the two in the middle.
  public var median: Double { seconds.sorted()[seconds.count / 2] }
  /// How much longer than the best the median took, as a share of the best.
  public var spread: Double { median / best - 1 }

  /// Does work over and over and takes the time of each repetition.
  ///
  /// - Parameters:
  ///   - seconds: Time to spend; it ends once that has passed and there are three repetitions, or after two when these alone took more than
  ///     three times as long, or after a thousand.
  ///   - warmsUp: Whether the work is done once before, without counting.
  ///   - body: The work.
  /// - Returns: Time on the clock and on processors of each repetition.
  public static func measure(
    for seconds: Double, warmsUp: Bool = true, _ body: () throws -> Void
  ) rethrows -> Timing {
    if warmsUp { try body() }
    var (clock, processor) = ([Double](), [Double]())
    var spent = 0.0
    repeat {
      let start = ContinuousClock.now
      let before = processorTime()
      try body()
      processor.append(processorTime() - before)
      clock.append((ContinuousClock.now - start) / .seconds(1))
      spent += clock[clock.count - 1]
    } while !isEnough(repetitions: clock.count, spent: spent, of: seconds)
    return Timing(seconds: clock, processorSeconds: processor)
  }

  /// Whether no repetition has to follow, given those made, the time that they took and the time there is.
  static func isEnough(repetitions: Int, spent: Double, of seconds: Double) -> Bool {
    switch repetitions {
    case ..<2: false
    case 2: spent > 3 * seconds
    case ..<1000: spent >= seconds
    default: true
    }
  }

  /// Processor time that the process has used, of all its threads, in seconds.
  public static func processorTime() -> Double {
    var time = timespec()
    // Safe: the structure lives through the call, which keeps no pointer.
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// Keeps a result from being left out by the optimiser.
@inline(never)
@_optimize(none)
func keep<Value>(_ value: Value) {}
