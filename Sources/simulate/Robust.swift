import Application
import ArgumentParser

struct Solve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The smallest change of one number that meets a target, or the frontier of two.",
    discussion: """
      simulate solve pact2026 --target "stock.asylum < 15000 at 2028-12 with 80%" --by pools.asylum.staff

      Every value that is tried takes the scenario's runs, but no more than 4,096 unless --runs is given; all values take the same draws.
      """)
  @Argument(help: "A scenario file, or the name of one in Scenarios/.")
  var scenario: String
  @Option(
    help: ArgumentHelp(
      """
      What is to be met: MEASURE.STREAM < NUMBER at MONTH, an outcome such as penalties < 1e8, or a claim or test such as C26; several \
      joined by 'and'; at the end 'with P%', half of the runs unless given.
      """, valueName: "target"))
  var target: String
  @Option(
    name: .customLong("by"),
    help: ArgumentHelp(
      "The number to seek, by path; two, separated by a comma, for a frontier.",
      valueName: "path[,path]"))
  var numbers: String
  @Option(
    name: .customLong("range"), parsing: .singleValue,
    help: ArgumentHelp(
      """
      Where to seek a number: its distribution unless given; of a fixed number what its place allows, or a quarter to four times its value. \
      Repeatable.
      """, valueName: "path=low..high"))
  var ranges: [String] = []
  @Option(
    help: ArgumentHelp(
      "Values of the first number on a frontier, at least 2.", valueName: "count"))
  var points: Int = 7
  @Option(help: ArgumentHelp("Level of all intervals, between 0 and 1.", valueName: "number"))
  var confidence: Double = 0.95
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var design: DesignOptions
  @Option(
    help: ArgumentHelp(
      "Writes the values that were tried: a file that ends in .csv, or a folder for solve.csv.",
      valueName: "path"))
  var output: String?
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if points < 2 { throw ValidationError("--points is \(points); expected at least 2.") }
  }

  func run() throws {
    let scenario = try ScenarioRequest(scenario, changes, common)
    try end(
      with: Program.solve(
        SolveRequest(
          RunRequest(scenario, design, output: output), target: target,
          numbers: numbers.split(separator: ",").map(String.init), ranges: ranges,
          gridPoints: points, confidence: confidence)))
  }
}

struct Discover: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The region of the uncertain numbers in which a target is met, or missed.",
    discussion: """
      simulate discover pact2026 --target "stock.asylum < 15000 at 2028-12"
      """)
  @Argument(help: "A scenario file, or the name of one in Scenarios/.")
  var scenario: String
  @Option(
    help: ArgumentHelp(
      "What is met or missed in a run, as of solve; the wanted share has no part in it.",
      valueName: "target"))
  var target: String
  @Flag(help: "Seeks the region in which the target is missed.")
  var missed = false
  @Option(
    help: ArgumentHelp(
      "The share of the runs in a box that one cut takes away, between 0 and 0.5.",
      valueName: "share"))
  var peel: Double = 0.05
  @Option(
    help: ArgumentHelp(
      "Boxes that make up the region, at most: each is sought among the runs that those before leave.",
      valueName: "count"))
  var boxes: Int = 1
  @Option(
    help: ArgumentHelp(
      """
      Takes the box that covers most of those at least so dense; without it the one whose hits exceed most what as many runs of any kind hold.
      """, valueName: "share"))
  var density: Double?
  @Option(help: ArgumentHelp("Level of all intervals, between 0 and 1.", valueName: "number"))
  var confidence: Double = 0.95
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var design: DesignOptions
  @Option(
    help: ArgumentHelp(
      "Writes all boxes on the way: a file that ends in .csv, or a folder for discover.csv.",
      valueName: "path"))
  var output: String?
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if !(peel > 0 && peel < 0.5) {
      throw ValidationError("--peel is \(peel); expected more than 0 and less than 0.5.")
    }
    if boxes < 1 { throw ValidationError("--boxes is \(boxes); expected at least 1.") }
    if let density, !(density > 0 && density <= 1) {
      throw ValidationError("--density is \(density); expected more than 0 and at most 1.")
    }
  }

  func run() throws {
    let scenario = try ScenarioRequest(scenario, changes, common)
    try end(
      with: Program.discover(
        DiscoverRequest(
          RunRequest(scenario, design, output: output), target: target, isMissed: missed,
          peeled: peel, boxes: boxes, density: density, confidence: confidence)))
  }
}

struct Breakeven: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "When one scenario stops being better than another; of three or more their regret.",
    discussion: """
      simulate breakeven letter2025 pact2026 --of "stock.asylum at 2028-12"
      """)
  @Argument(
    help: """
      Scenario files, or names of some in Scenarios/: the first, and one or more to hold against it. --set and --lever change all of them.
      """)
  var scenarios: [String]
  @Option(
    name: .customLong("of"),
    help: ArgumentHelp(
      """
      What is compared: MEASURE.STREAM at MONTH, an outcome such as penalties, or a test; what the first question asks unless given.
      """, valueName: "result"))
  var response: String?
  @Option(
    help: ArgumentHelp(
      "Which values are better; lower of stocks, waits, staff needed and penalties, higher of what is done in time, unless given.",
      valueName: "lower|higher"))
  var better: String?
  @Option(help: ArgumentHelp("The value that is good enough.", valueName: "number"))
  var threshold: Double?
  @Option(
    help: ArgumentHelp(
      "Selects the best, and says after how many runs: the smallest difference worth detecting.",
      valueName: "number"))
  var indifference: Double?
  @Option(
    help: ArgumentHelp(
      "Numbers that turn the comparison for which new runs are made, at most.", valueName: "count"))
  var refine: Int = 3
  @Option(help: ArgumentHelp("Level of all intervals, between 0 and 1.", valueName: "number"))
  var confidence: Double = 0.95
  @OptionGroup var changes: ChangeOptions
  @OptionGroup var design: DesignOptions
  @Option(
    help: ArgumentHelp(
      "Writes every number's break-even: a file that ends in .csv, or a folder for breakeven.csv.",
      valueName: "path"))
  var output: String?
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if scenarios.count < 2 {
      throw ValidationError("breakeven takes two scenarios or more; found \(scenarios.count).")
    }
    if refine < 0 { throw ValidationError("--refine is \(refine); expected at least 0.") }
    if let indifference, !(indifference > 0) {
      throw ValidationError("--indifference is \(indifference); expected more than 0.")
    }
  }

  func run() throws {
    let scenario = try ScenarioRequest(scenarios[0], changes, common)
    try end(
      with: Program.breakeven(
        BreakevenRequest(
          RunRequest(scenario, design, output: output), others: Array(scenarios.dropFirst()),
          response: response, better: better, threshold: threshold, indifference: indifference,
          refined: refine, confidence: confidence)))
  }
}
