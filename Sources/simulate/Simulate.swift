import Application
import ArgumentParser

@main
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "What can the Dutch immigration service promise? Backlogs, with every number traced.",
    discussion: """
      simulate Scenarios/pact2026.json     runs a scenario and writes its report
      simulate trace pact2026 stock.asylum@2028-12     what a result rests on
      """,
    version: Program.version,
    subcommands: [
      Run.self, Compare.self, Sensitivity.self, Solve.self, Discover.self, Breakeven.self,
      Validate.self, Claims.self, Trace.self, Bench.self, Schema.self,
    ],
    defaultSubcommand: Run.self)

  static func main() {
    Kernel.chooseAtStart()
    main(nil)
  }
}

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs a scenario and writes its report (the default).")
  @Argument(help: "A scenario file, or the name of one in Scenarios/.")
  var scenario: String
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var design: DesignOptions
  @Option(
    help: ArgumentHelp(
      "Folder of the report; Reports/<scenario> unless given.", valueName: "folder"))
  var output: String?
  @Flag(
    help: """
      One run with every uncertain number at its mean, levers of probability one half or more in force, and chance off.
      """)
  var central = false
  @Flag(
    help: """
      Explains with large samples: shares of the levers over 4,096 runs in place of 1,024, a tornado of 512 in place of 128, shares of the \
      variance from 4,096 base points in place of 2,048; each at most over the runs there are.
      """)
  var attribute = false
  @Flag(
    help: """
      Leaves out what makes the difference, which takes about as long as ten thousand runs: attribution.csv, sensitivity.csv and their charts.
      """)
  var withoutExplanation = false
  @Flag(
    help:
      "Leaves out runs.csv, which takes some 4 kB a run, and batches.csv: reports without them cannot be compared in pairs."
  )
  var withoutRuns = false
  @Option(
    name: .customLong("until-se"), parsing: .singleValue,
    help: ArgumentHelp(
      """
      Goes on until the standard error of an outcome's mean is small enough, such as stock_end.asylum=100; at least 1,024 runs, \
      at most --runs. Repeatable.
      """, valueName: "outcome=number"))
  var precisions: [String] = []
  @Option(
    help: ArgumentHelp(
      "Ends with the runs that are done after some seconds, at least 256; what explains and writes them comes after.",
      valueName: "seconds"))
  var timeLimit: Double?
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if attribute, withoutExplanation {
      throw ValidationError("--attribute and --without-explanation contradict each other.")
    }
  }

  func run() throws {
    let scenario = try ScenarioRequest(scenario, changes, common)
    try end(
      with: Program.run(
        RunRequest(
          scenario, design, output: output, isCentral: central, writesRuns: !withoutRuns,
          explanation: withoutExplanation ? .none : attribute ? .full : .quick,
          precisions: precisions, timeLimit: timeLimit)))
  }
}

struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks a scenario and lists its design, cost and assumptions, without running it.")
  @Argument(help: "A scenario file, or the name of one in Scenarios/.")
  var scenario: String
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var design: DesignOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let scenario = try ScenarioRequest(scenario, changes, common)
    try end(with: Program.validate(RunRequest(scenario, design)))
  }
}

struct Claims: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The letter's claims; with a scenario, their verdicts.")
  @Argument(help: "A scenario, to test the claims in it.")
  var scenario: String?
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var design: DesignOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    let isChanged = !changes.settings.isEmpty || !changes.levers.isEmpty
    if scenario == nil, isChanged || design.isGiven {
      throw ValidationError(
        "--set, --lever, --runs, --seed, --threads and --sampling go with a scenario.")
    }
  }

  func run() throws {
    guard let scenario else { return try end(with: Program.claims(try common.talk())) }
    let request = try ScenarioRequest(scenario, changes, common)
    try end(with: Program.claims(RunRequest(request, design)))
  }
}

struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What this machine does with it, phase by phase.",
    discussion: """
      Every scenario is timed for its runs a second; the rest is measured of pact2026, or of the first scenario that is named. \
      A time is the best of several repetitions after a warm-up.
      """)
  @Argument(help: "Scenario files, or names of some in Scenarios/; all of those unless given.")
  var scenarios: [String] = []
  @Option(
    help: ArgumentHelp(
      "Runs of a job; as many as the time allows unless given.", valueName: "count"))
  var runs: Int?
  @Option(
    help: ArgumentHelp(
      "Worker threads; as many as the machine has cores unless given.", valueName: "count"))
  var threads: Int?
  @Option(help: ArgumentHelp("Time to spend on a measurement.", valueName: "seconds"))
  var seconds: Double?
  @Flag(help: "Makes a job of a million runs as well, for its time and memory.")
  var million = false
  @Option(
    help: ArgumentHelp(
      """
      Times another program too: it is run as COMMAND time SCENARIO --runs N and prints one line of JSON with runs, seconds, \
      cpuSeconds and worlds. The NumPy reference unless given, where its file is; empty for none.
      """, valueName: "command"))
  var beside: String?
  @Flag(
    help: """
      One job of one scenario, made once, and what it took: for a profiler, or an instruction counter.
      """)
  var once = false
  @OptionGroup var manner: MannerOptions

  func validate() throws {
    if once, scenarios.count != 1 { throw ValidationError("--once goes with one scenario.") }
    if once, million || beside != nil || seconds != nil {
      throw ValidationError("--once measures nothing else: no --million, --beside or --seconds.")
    }
    if let seconds, !(seconds > 0 && seconds <= 3600) {
      throw ValidationError("--seconds is \(seconds); expected more than 0 and at most 3600.")
    }
  }

  func run() throws {
    try end(
      with: Program.bench(
        BenchRequest(
          scenarios: scenarios, runs: runs, threads: threads, seconds: seconds ?? 2,
          makesMillion: million, beside: beside, isOnce: once,
          talk: try manner.talk(isQuiet: false))))
  }
}

struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the JSON Schema of scenario files.")

  func run() throws { try end(with: Program.schema()) }
}

extension ScenarioRequest {
  /// A scenario as it was named and changed on the command line.
  init(_ path: String, _ changes: ChangeOptions, _ common: CommonOptions) throws {
    self.init(
      path: path, settings: changes.settings, levers: changes.levers, talk: try common.talk())
  }
}

extension RunRequest {
  /// A job as it was described on the command line.
  init(
    _ scenario: ScenarioRequest, _ design: DesignOptions, output: String? = nil,
    isCentral: Bool = false, writesRuns: Bool = true, explanation: RunRequest.Explaining = .quick,
    precisions: [String] = [], timeLimit: Double? = nil
  ) {
    self.init(
      scenario, runs: design.runs, seed: design.source.seed, threads: design.source.threads,
      sampling: design.sampling, output: output, isCentral: isCentral, writesRuns: writesRuns,
      explanation: explanation, precisions: precisions, timeLimit: timeLimit)
  }
}

/// Ends the process with a status, unless it is that all went well.
func end(with status: ExitStatus) throws {
  if status != .done { throw ExitCode(status.rawValue) }
}
