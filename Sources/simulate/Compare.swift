import Application
import ArgumentParser

struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares reports: what changed, then what it did.",
    discussion: """
      The first report is the base; all others are compared with it. With runs.csv of the same seed on both sides, run is held \
      against run; otherwise the difference is marked as not paired. Files may be of either locale, and edited by hand.
      """)
  @Argument(
    help: ArgumentHelp(
      "Folders that 'simulate run' wrote, names of some in Reports/, or their CSV files; at least two.",
      valueName: "report"))
  var reports: [String] = []
  @Option(
    help: ArgumentHelp(
      """
      Writes compare.csv and, to read, report.html into this folder; where the name ends in .csv, the table alone to this file. Nothing is written unless given.
      """, valueName: "file|folder"))
  var output: String?
  @Option(help: ArgumentHelp("Confidence of all intervals.", valueName: "share"))
  var confidence: Double = 0.95
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if reports.count < 2 {
      throw ValidationError("compare has \(reports.count) report(s); expected at least two.")
    }
  }

  func run() throws {
    try end(
      with: Program.compare(
        CompareRequest(
          reports: reports, confidence: confidence, output: output, talk: try common.talk())))
  }
}
