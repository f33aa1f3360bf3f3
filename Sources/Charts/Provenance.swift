internal import Caseload

/// Where the numbers of a chart come from.
public struct Provenance: Hashable, Sendable {
  /// Name of the scenario.
  public let scenario: String
  /// Its title in the chart's language.
  public let title: String
  /// Number of runs.
  public let runs: Int
  /// Their seed.
  public let seed: UInt64
  /// Whether it is one run on the expected path, so that there is no spread to show.
  public let isCentral: Bool
  /// How the runs were made, in the chart's language, where it is not simply so many runs.
  public let design: String?

  /// States a source.
  public init(
    scenario: String, title: String, runs: Int, seed: UInt64, isCentral: Bool,
    design: String? = nil
  ) {
    self.design = design
    self.scenario = scenario
    self.title = title
    self.runs = runs
    self.seed = seed
    self.isCentral = isCentral
  }

  /// The line below a chart.
  func line(_ language: Language) -> String {
    let dutch = language == .nl
    let made =
      isCentral
      ? (dutch ? "verwacht pad, zonder toeval" : "expected path, without chance")
      : "\(design ?? "\(language.format(Double(runs))) \(dutch ? "trekkingen" : "runs")"), seed \(seed)"
    return "\(dutch ? "Bron" : "Source"): simulate, scenario \(scenario) (\(title)), \(made)."
  }
}
