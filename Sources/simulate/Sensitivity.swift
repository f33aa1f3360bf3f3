import Application
import ArgumentParser

struct Sensitivity: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "How results respond to levers and uncertain numbers.",
    discussion: """
      simulate sensitivity pact2026 --method shapley     what each lever contributes
      simulate sensitivity pact2026 --of stock.asylum     what drives a stock, month by month
      simulate sensitivity pact2026 --method given-data --from Reports/pact2026     the same of runs that are there
      """)
  @Argument(help: "A scenario file, or the name of one in Scenarios/.")
  var scenario: String
  @Option(
    help: ArgumentHelp(
      """
      tornado (each factor at its 10th and 90th percentile, levers off and on), morris (elementary effects), sobol (shares of the \
      variance), given-data (the same and a density-based index from an ordinary sample), rank (regression and partial correlation) or shapley \
      (additive shares of the levers).
      """, valueName: "method"))
  var method: String = "sobol"
  @Option(
    name: .customLong("of"), parsing: .singleValue,
    help: ArgumentHelp(
      """
      What is looked at: stock.asylum@2028-12, stock.asylum for every month, penalties_to_date@2028-12, an outcome such as \
      stock_end.asylum, or a claim that is tested, such as C26. Repeatable. Unless given, the first figure of the scenario's first question.
      """, valueName: "result"))
  var responses: [String] = []
  @Option(help: ArgumentHelp("Takes factors together: by lever, claim or stream.", valueName: "by"))
  var group: String?
  @Flag(help: "Indices of pairs of factors as well; with sobol for twice the runs.")
  var pairs = false
  @Flag(
    help: """
      Every lever that is switched on is in force in half of the runs, whatever its probability (tornado, morris and shapley do \
      their own switching).
      """)
  var switchLevers = false
  @Option(help: ArgumentHelp("Level of all intervals.", valueName: "share"))
  var confidence: Double = 0.95
  @Option(
    help: ArgumentHelp(
      "Reads the runs of a report, a folder or its runs.csv, in place of making runs: with given-data and rank, of outcomes.",
      valueName: "report"))
  var from: String?
  @OptionGroup var changes: ChangeOptions
  @Option(
    help: ArgumentHelp(
      """
      Runs: base points of sobol (4,096 unless given; a power of two is best), trajectories of morris (64), runs of tornado (512), of \
      shapley (4,096), of given-data and rank (those of the scenario).
      """, valueName: "count"))
  var runs: Int?
  @OptionGroup var source: SourceOptions
  @Option(
    help: ArgumentHelp(
      "Folder for report.html, which people read, sensitivity.csv (and attribution.csv of shapley), datapackage.json and manifest.json; none is written unless given.",
      valueName: "folder"))
  var output: String?
  @OptionGroup var common: CommonOptions

  func run() throws {
    let scenario = try ScenarioRequest(scenario, changes, common)
    try end(
      with: Program.sensitivity(
        SensitivityRequest(
          RunRequest(
            scenario, runs: runs, seed: source.seed, threads: source.threads, sampling: "latin",
            output: output,
            isCentral: false),
          method: method, responses: responses, grouping: group, hasPairs: pairs,
          switchesLevers: switchLevers, confidence: confidence, report: from)))
  }
}
