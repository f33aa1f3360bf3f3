import Application
import ArgumentParser

struct Trace: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "From one result to the mechanisms, numbers and claims behind it.")
  @Argument(help: "A scenario file, or the name of one in Scenarios/.")
  var scenario: String
  @Argument(
    help: """
      A result: MEASURE.STREAM@MONTH, such as stock.asylum@2028-12 or utilisation.pool:asylum@2026-06.
      """)
  var result: String
  @OptionGroup var changes: ChangeOptions
  @Flag(help: "Only what the result rests on, without a run: no shares of difference and variance.")
  var withoutWeights = false
  @Flag(help: "Only what carries most of the result, without the tree of all that it rests on.")
  var withoutTree = false
  @Option(
    help: ArgumentHelp(
      "Base points behind the shares of the variance; four times as many runs behind those of the difference.",
      valueName: "count"))
  var runs: Int = 1024
  @OptionGroup var source: SourceOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if withoutWeights, withoutTree {
      throw ValidationError("--without-weights and --without-tree leave nothing.")
    }
  }

  func run() throws {
    let scenario = try ScenarioRequest(scenario, changes, common)
    try end(
      with: Program.trace(
        TraceRequest(
          RunRequest(
            scenario, runs: runs, seed: source.seed, threads: source.threads, sampling: "latin",
            output: nil, isCentral: false),
          result: result, hasWeights: !withoutWeights, hasTree: !withoutTree)))
  }
}
