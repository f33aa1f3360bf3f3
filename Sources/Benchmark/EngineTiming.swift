public import Caseload
internal import Engine

/// The engine, timed on one job: every measure and world, no files.
public struct EngineTiming: Hashable, Sendable {
  /// Runs of one repetition.
  public let runs: Int
  /// Worker threads.
  public let threads: Int
  /// Worlds that each run simulates; the first ``Simulation/runsForVariance`` runs simulate the world as it is once more, as twins.
  public let worlds: Int
  /// Times of the repetitions.
  public let timing: Timing
  /// Seconds of work by ``WorkPhase``, summed over threads, of the repetition that took least time on the clock.
  public let phases: [Double]

  /// Runs a second, on the clock, at best.
  public var runsPerSecond: Double { Double(runs) / timing.best }
  /// Processor time of a run at best, in microseconds.
  public var microsecondsARun: Double { timing.bestProcessor / Double(runs) * 1e6 }

  /// Times a job.
  ///
  /// - Parameters:
  ///   - world: What to simulate.
  ///   - runs: Runs of a repetition; nil for as many, in groups of 1,024 doubled up to 64 times, as take about a third of `seconds`.
  ///   - threads: Worker threads.
  ///   - seconds: Time to spend.
  /// - Throws: What preparing or simulating the world throws.
  public init(_ world: World, runs: Int?, threads: Int, seconds: Double) throws {
    let plan = try Plan(world)
    func once(_ runs: Int) throws -> StudyResult {
      try Simulation(plan, Assignment(runs: runs, seed: world.seed, threads: threads))()
    }
    var count = runs ?? 1024
    var taken = try once(count).seconds
    while runs == nil, taken < seconds / 6, count < 65_536 {
      count *= 2
      taken = try once(count).seconds
    }
    var works: [[Double]] = []
    timing = try Timing.measure(for: seconds, warmsUp: false) { works.append(try once(count).work) }
    self.runs = count
    self.threads = threads
    worlds =
      Simulation(plan, Assignment(runs: count, seed: world.seed, threads: threads))
      .budget.worlds
    let clock = timing.seconds
    phases = works[clock.indices.min { clock[$0] < clock[$1] } ?? 0]
  }
}
