public import Caseload
public import Engine
internal import JSONText

/// What a machine does with the program, phase by phase.
public struct BenchmarkReport: Sendable {
  /// A scenario to time.
  public struct Subject: Sendable {
    /// Path of its file.
    public let path: String
    /// What it says.
    public let world: World

    /// Names a scenario.
    public init(path: String, world: World) {
      self.path = path
      self.world = world
    }
  }

  /// How much to measure.
  public struct Request: Sendable {
    /// Scenarios to time; at least one.
    public let subjects: [Subject]
    /// The one of which everything else is measured, by its place.
    public let main: Int
    /// Runs of a job; nil for as many as the time allows.
    public let runs: Int?
    /// Worker threads.
    public let threads: Int
    /// Seconds to spend on a measurement.
    public let seconds: Double
    /// Whether a job of a million runs is made as well.
    public let makesMillion: Bool
    /// A command to compare with, for the shell; nil for none.
    public let beside: String?

    /// Describes the measurements.
    public init(
      subjects: [Subject], main: Int, runs: Int?, threads: Int, seconds: Double,
      makesMillion: Bool, beside: String?
    ) {
      precondition(subjects.indices.contains(main), "subject \(main) of \(subjects.count)")
      self.subjects = subjects
      self.main = main
      self.runs = runs
      self.threads = threads
      self.seconds = seconds
      self.makesMillion = makesMillion
      self.beside = beside
    }
  }

  /// What grows while time is taken.
  public enum Dimension: String, CaseIterable, Sendable {
    /// Runs of the scenario.
    case runs
    /// Months of the world as it is.
    case months
    /// Streams of the world as it is.
    case streams
    /// Worker threads of the scenario.
    case threads
  }

  /// One step of a growth.
  public struct Step: Sendable {
    /// What grows.
    public let dimension: Dimension
    /// How far.
    public let value: Int
    /// The time.
    public let timing: EngineTiming
  }

  /// A whole job in a process of its own.
  public struct Job: Hashable, Sendable {
    /// Runs made.
    public let runs: Int
    /// Seconds on the clock, of the runs alone.
    public let seconds: Double
    /// The most memory that the process had, in bytes.
    public let peakMemory: Int
  }

  /// The aim: runs of a scenario, and the seconds that they may take on two cores.
  public static let aim = (scenario: "pact2026", runs: 1_000_000, seconds: 10.0)

  /// Version of the program.
  public let program: String
  /// What it was measured on.
  public let machine: Machine
  /// Worker threads of jobs.
  public let threads: Int
  /// Operations a second of OpenBLAS's `dgemm` on one thread, at best, and the size of the square matrices.
  public let peak: (size: Int, rate: Double)
  /// Reading and writing within the caches and beyond.
  public let memory: [MemoryRate]
  /// The scenarios, in order.
  public let scenarios: [(name: String, timing: EngineTiming)]
  /// Place of the scenario of which everything else was measured.
  public let main: Int
  /// What one of its runs asks for.
  public let budget: RunBudget
  /// Its products of matrices.
  public let products: [ProductRate]
  /// Random numbers and exponentials.
  public let numbers: [NumberRate]
  /// Whole jobs.
  public let jobs: [Job]
  /// Growth.
  public let steps: [Step]
  /// Another program; nil when none was asked for.
  public let beside: Beside?

  /// Measures.
  ///
  /// - Parameters:
  ///   - request: What to measure.
  ///   - program: Version of the program, for the report.
  ///   - says: Told before each measurement what comes.
  /// - Throws: What a scenario or a process of its own throws.
  public init(_ request: Request, program: String, says: (Bilingual) -> Void = { _ in }) throws {
    let (seconds, threads) = (request.seconds, request.threads)
    self.program = program
    self.threads = threads
    main = request.main
    machine = Machine()
    says(Bilingual(nl: "matrixproducten", en: "matrix products"))
    peak = ProductRate.peak(seconds: seconds)
    let world = request.subjects[request.main].world
    let plan = try Plan(world)
    budget = Simulation(plan, Assignment(runs: 1024, seed: world.seed, threads: 1)).budget
    products = budget.products.map { ProductRate($0, seconds: seconds / 4) }
    says(Bilingual(nl: "geheugen en toevalsgetallen", en: "memory and random numbers"))
    let cache = machine.secondLevelCache ?? 1 << 20
    memory = [1 << 14, cache / 4, 1 << 28].map { MemoryRate(bytes: $0, seconds: seconds / 4) }
    numbers = NumberRate.Kind.allCases.map { NumberRate($0, seconds: seconds / 4) }
    scenarios = try request.subjects.map { subject in
      says(Bilingual(nl: subject.world.name, en: subject.world.name))
      return (
        subject.world.name,
        try EngineTiming(subject.world, runs: request.runs, threads: threads, seconds: seconds)
      )
    }
    steps = try BenchmarkReport.growth(world, threads: threads, seconds: seconds, says)
    jobs = try ([1024, 10_000] + (request.makesMillion ? [BenchmarkReport.aim.runs] : []))
      .compactMap { runs in
        says(Bilingual(nl: "geheugen van \(runs) trekkingen", en: "memory of \(runs) runs"))
        return try BenchmarkReport.job(
          request.subjects[request.main].path, runs: runs, threads: threads)
      }
    beside = request.beside.map { command in
      says(Bilingual(nl: command, en: command))
      return Beside(
        command: command, scenario: request.subjects[request.main].path, runs: Beside.runs)
    }
  }

  /// Times the growth of everything that can grow.
  private static func growth(
    _ world: World, threads: Int, seconds: Double, _ says: (Bilingual) -> Void
  ) throws -> [Step] {
    var steps: [Step] = []
    func add(_ dimension: Dimension, _ value: Int, _ world: World, _ runs: Int, _ threads: Int)
      throws
    {
      let words =
        switch dimension {
        case .runs: Bilingual(nl: "\(value) trekkingen", en: "\(value) runs")
        case .months: Bilingual(nl: "\(value) maanden", en: "\(value) months")
        case .streams: Bilingual(nl: "\(value) zaakstromen", en: "\(value) streams")
        case .threads: Bilingual(nl: "\(value) draden", en: "\(value) threads")
        }
      says(words)
      steps.append(
        Step(
          dimension: dimension, value: value,
          timing: try EngineTiming(world, runs: runs, threads: threads, seconds: seconds)))
    }
    for runs in [64, 256, 1024, 4096, 16_384] {
      // At least two, whose difference is the pace; on a slow machine not all of them.
      let last = steps.last?.timing.timing.best ?? 0
      guard steps.count < 2 || last < 10 * seconds else { break }
      try add(.runs, runs, world, runs, threads)
    }
    let months = world.calendar.months
    for count in Set([max(1, months / 2), months]).sorted() {
      try add(.months, count, world.simulating(months: count), 1024, threads)
    }
    try add(.streams, world.streams.count, world.simulating(months: months), 1024, threads)
    try add(.streams, 2 * world.streams.count, world.doubled(), 1024, threads)
    let cores = Machine().cores
    var counts = [1]
    while let last = counts.last, 2 * last < cores { counts.append(2 * last) }
    for count in Set(counts + [cores]).sorted() { try add(.threads, count, world, 1024, count) }
    return steps
  }

  /// Makes a whole job in a process of its own; nil where the system does not tell memory.
  private static func job(_ path: String, runs: Int, threads: Int) throws -> Job? {
    let said = try OtherProgram.again([
      "bench", path, "--once", "--json", "--runs", "\(runs)", "--threads", "\(threads)",
    ])
    guard let seconds = said["seconds"]?.number, let peak = said["peak_bytes"]?.whole else {
      return nil
    }
    return Job(runs: runs, seconds: seconds, peakMemory: peak)
  }

  /// Operations a second in the sums over past events, from the time of their phase; nil when there are none.
  ///
  /// The first ``Simulation/runsForVariance`` runs take them once more, as twins.
  public var followUpRate: Double? {
    let timing = scenarios[main].timing
    let seconds = timing.phases[WorkPhase.followUpProducts.rawValue]
    guard budget.followUpTerms > 0, seconds > 0 else { return nil }
    let twins = min(timing.runs, Simulation.runsForVariance)
    let runs = Double(timing.runs) + Double(twins) / Double(budget.worlds)
    return 2 * Double(budget.followUpTerms) * runs / seconds
  }

  /// By what factor the aim is missed; below one it is reached, and nil when its scenario is not the main one.
  public var factorToAim: Double? {
    scenarios[main].name == BenchmarkReport.aim.scenario
      ? secondsForAim.seconds / BenchmarkReport.aim.seconds : nil
  }

  /// Seconds that the aim's runs of the main scenario take: measured, or at the pace of the last step over runs.
  ///
  /// The pace is what the runs beyond the step before took, so that neither preparation nor the twins of the first runs count.
  public var secondsForAim: (seconds: Double, isMeasured: Bool) {
    if let job = jobs.first(where: { $0.runs == BenchmarkReport.aim.runs }) {
      return (job.seconds, true)
    }
    let last = steps.filter { $0.dimension == .runs }.suffix(2).map(\.timing)
    let pace = (last[1].timing.best - last[0].timing.best) / Double(last[1].runs - last[0].runs)
    return (pace * Double(BenchmarkReport.aim.runs), false)
  }
}

extension Beside {
  /// Runs that the other program is asked for: as many as the reference in this repository makes side by side.
  static let runs = 1024
}
