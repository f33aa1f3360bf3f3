public import Caseload
internal import Engine
public import JSONText
internal import Reporting

/// One job, made once in a process of its own: what it took, and how much memory.
///
/// The process that measures starts another one for it, since the most memory that a process has had says nothing of one job among many. It is
/// also what is run under a profiler or an instruction counter.
public struct OneJob: Hashable, Sendable {
  /// Name of the scenario.
  public let scenario: String
  /// Runs made.
  public let runs: Int
  /// Worker threads.
  public let threads: Int
  /// Worlds of each run.
  public let worlds: Int
  /// Seconds on the clock, of the job alone.
  public let seconds: Double
  /// Seconds of processor time, of the job alone.
  public let processorSeconds: Double
  /// The most memory that the process had at once, in bytes; nil where the system does not say.
  public let peakMemory: Int?
  /// Seconds of work by ``WorkPhase``, summed over threads.
  public let phases: [Double]

  /// Makes the runs of a scenario, once.
  public init(_ world: World, runs: Int, threads: Int) throws {
    let simulation = Simulation(
      try Plan(world), Assignment(runs: runs, seed: world.seed, threads: threads))
    let before = Timing.processorTime()
    let start = ContinuousClock.now
    let result = try simulation()
    seconds = (ContinuousClock.now - start) / .seconds(1)
    processorSeconds = Timing.processorTime() - before
    scenario = world.name
    self.runs = runs
    self.threads = threads
    worlds = simulation.budget.worlds
    phases = result.work
    peakMemory = Machine.peakMemory()
  }

  /// For programs.
  public var json: JSON {
    [
      "scenario": .string(scenario), "runs": .number(runs), "threads": .number(threads),
      "worlds": .number(worlds), "seconds": .number(seconds),
      "processor_seconds": .number(processorSeconds),
      "vector_level": .number(Machine().vectorLevel),
      "peak_bytes": peakMemory.map { JSON.number($0) } ?? .null,
      "phases": BenchmarkReport.phases(phases),
    ]
  }

  /// For people.
  public func text(_ language: Language) -> String {
    let dutch = language == .nl
    let total = phases.reduce(0, +)
    var table = TextTable([
      "\(scenario): \(language.format(Double(runs))) \(dutch ? "trekkingen" : "runs")",
      dutch ? "\(threads) draden" : "\(threads) threads",
    ])
    table.add(["s", language.format(seconds, decimals: 3)])
    table.add([
      dutch ? "s processortijd" : "s of processor time",
      language.format(processorSeconds, decimals: 3),
    ])
    table.add([
      dutch ? "µs processortijd per trekking" : "µs of processor time a run",
      language.format(processorSeconds / Double(runs) * 1e6, decimals: 1),
    ])
    if let peakMemory {
      table.add([
        dutch ? "geheugen op het hoogst, MB" : "memory at its peak, MB",
        language.format(Double(peakMemory) / 1e6),
      ])
    }
    for phase in WorkPhase.allCases where total > 0 {
      table.add(["  \(phase.title[language])", language.percent(phases[phase.rawValue] / total)])
    }
    return table.lines.joined(separator: "\n") + "\n"
  }
}
