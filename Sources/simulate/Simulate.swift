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
    subcommands: [Run.self, Validate.self, ClaimsCommand.self, Trace.self, Schema.self],
    defaultSubcommand: Run.self)

  static func main() {
    Kernel.chooseAtStart()
    main(nil)
  }
}

/// Options that every command on a scenario has.
struct ScenarioOptions: ParsableArguments {
  @Argument(help: "A scenario file, or the name of one in Scenarios/.")
  var scenario: String

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Sets a number of the scenario; a JSON value. Repeatable.", valueName: "path=value"))
  var settings: [String] = []

  @Option(
    name: .customLong("lever"), parsing: .singleValue,
    help: ArgumentHelp("Switches a lever. Repeatable.", valueName: "name=on|off"))
  var levers: [String] = []

  @OptionGroup var common: CommonOptions
}

/// Options that every command has.
struct CommonOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Language of texts and numbers.", valueName: "en|nl"))
  var locale: String = "en"

  @Flag(help: "Prints the result as JSON.")
  var json = false

  @Flag(help: "No progress, no summary: only faults are printed.")
  var quiet = false
}

/// Options of how many runs are made, and how.
struct RunOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Independent runs, at least 2; the scenario's own unless given.", valueName: "count"))
  var runs: Int?

  @Option(
    help: ArgumentHelp(
      "Seed of every draw, from 0; the scenario's own unless given.", valueName: "number"))
  var seed: UInt64?

  @Option(
    help: ArgumentHelp(
      "Worker threads; as many as the machine has cores unless given. No effect on results.",
      valueName: "count"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "Folder of the report; Reports/<scenario> unless given.", valueName: "folder"))
  var output: String?

  @Flag(
    help:
      "One run with every uncertain number at its mean, levers of probability one half or more in force, and chance off."
  )
  var central = false
}

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs a scenario and writes its report (the default).")
  @OptionGroup var scenario: ScenarioOptions
  @OptionGroup var job: RunOptions

  func run() throws {
    let request = RunRequest(
      try ScenarioRequest(scenario), runs: job.runs, seed: job.seed, threads: job.threads,
      output: job.output, isCentral: job.central)
    try end(with: Program.run(request))
  }
}

struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks a scenario and lists its design and assumptions, without running it.")
  @OptionGroup var scenario: ScenarioOptions
  @OptionGroup var job: RunOptions

  func run() throws {
    let request = RunRequest(
      try ScenarioRequest(scenario), runs: job.runs, seed: job.seed, threads: job.threads,
      output: job.output, isCentral: job.central)
    try end(with: Program.validate(request))
  }
}

struct ClaimsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claims",
    abstract: "The letter's claims; with a scenario, their verdicts.")
  @Argument(help: "A scenario, to test the claims in it.")
  var scenario: String?
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Sets a number of the scenario. Repeatable.", valueName: "path=value"))
  var settings: [String] = []
  @Option(
    name: .customLong("lever"), parsing: .singleValue,
    help: ArgumentHelp("Switches a lever. Repeatable.", valueName: "name=on|off"))
  var levers: [String] = []
  @OptionGroup var common: CommonOptions
  @Option(help: ArgumentHelp("Independent runs, at least 2.", valueName: "count"))
  var runs: Int?
  @Option(help: ArgumentHelp("Seed of every draw.", valueName: "number"))
  var seed: UInt64?
  @Option(help: ArgumentHelp("Worker threads. No effect on results.", valueName: "count"))
  var threads: Int?

  func validate() throws {
    if scenario == nil, runs != nil || seed != nil || !settings.isEmpty || !levers.isEmpty {
      throw ValidationError("--runs, --seed, --set and --lever go with a scenario.")
    }
  }

  func run() throws {
    let talk = try Talk(common)
    guard let scenario else { return try end(with: Program.claims(talk)) }
    let request = RunRequest(
      ScenarioRequest(path: scenario, settings: settings, levers: levers, talk: talk), runs: runs,
      seed: seed, threads: threads, output: nil, isCentral: false)
    try end(with: Program.claims(request))
  }
}

struct Trace: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "From one result to the mechanisms, numbers and claims behind it.")
  @OptionGroup var scenario: ScenarioOptions
  @Argument(
    help:
      "A result: MEASURE.STREAM@MONTH, such as stock.asylum@2028-12 or utilisation.pool:asylum@2026-06."
  )
  var result: String

  func run() throws {
    try end(with: Program.trace(try ScenarioRequest(scenario), result: result))
  }
}

struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the JSON Schema of scenario files.")

  func run() throws { try end(with: Program.schema()) }
}

extension Talk {
  /// Checks the options of language and output.
  init(_ options: CommonOptions) throws {
    guard
      let talk = Talk(locale: options.locale, isQuiet: options.quiet, isJSON: options.json)
    else { throw ValidationError("The locale is '\(options.locale)'; expected en or nl.") }
    self = talk
  }
}

extension ScenarioRequest {
  /// Checks the options that name a scenario.
  init(_ options: ScenarioOptions) throws {
    self.init(
      path: options.scenario, settings: options.settings, levers: options.levers,
      talk: try Talk(options.common))
  }
}

/// Ends the process with a status, unless it is that all went well.
private func end(with status: ExitStatus) throws {
  if status != .done { throw ExitCode(status.rawValue) }
}
