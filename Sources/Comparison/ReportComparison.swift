public import Caseload
internal import Statistics

/// What two or more reports say of each other, from their files alone.
///
/// The first is the base; all others are compared with it.
public struct ReportComparison: Sendable {
  /// A report that was read.
  public struct Report: Hashable, Sendable {
    /// The scenario's name; the folder or file as well where two reports have the same.
    public let name: String
    /// Folder or file.
    public let path: String
    /// The tables that were read.
    public let files: [String]
    /// The months for which there are trajectories; nil without trajectories.
    public let months: ClosedRange<YearMonth>?
    /// Titles of streams, groups and pools by their names in tables; empty without a manifest.
    public let titles: [String: Bilingual]
    /// The scenario; nil without a manifest, or where this version of the program finds fault with what it holds.
    public let world: World?
  }

  /// Why runs were not held against each other.
  public enum Obstacle: Hashable, Sendable {
    /// A report has no `runs.csv`.
    case noRuns(base: Bool, other: Bool)
    /// A table of runs does not number them.
    case noRunNumbers
    /// Seed, sampling or mode differ: the name of the fact, and both.
    case otherJob(fact: String, base: String, other: String)
    /// Of uncertain numbers in both, none has the same draws; so many were looked at.
    case otherDraws(shared: Int)
    /// No manifests, and no uncertain number in both, so that nothing shows that the runs belong together.
    case noEvidence
    /// No run and no outcome is in both.
    case nothingShared
  }

  /// How runs were held against each other.
  public struct Pairs: Hashable, Sendable {
    /// Pairs of runs.
    public let count: Int
    /// Runs of the base without a partner.
    public let aloneInBase: Int
    /// Runs of the other without a partner.
    public let aloneInOther: Int
    /// Whether the manifests say that seed, sampling and mode are the same; without manifests, equal draws say it.
    public let isManifest: Bool
    /// The seed, where manifests state it.
    public let seed: String?
    /// Uncertain numbers of both that vary.
    public let sharedDraws: Int
    /// How many of these have the same draws in every pair.
    public let equalDraws: Int
  }

  /// Whether runs were held against each other.
  public enum Pairing: Hashable, Sendable {
    case paired(Pairs)
    case unpaired(Obstacle)
  }

  /// Things that one report has and the other has not.
  public struct OneSided: Hashable, Sendable {
    /// What kind of thing.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
      case table
      case stream
      case measure
      case month
      case outcome
      case lever
      case answer
      case test
      case claim
      case uncertainNumber = "uncertain_number"
      case run
    }
    /// What kind of thing.
    public let kind: Kind
    /// The report that has them.
    public let presence: Presence
    /// What they are called; of runs, how many there are.
    public let names: [String]
  }

  /// A report held against the base.
  public struct Against: Sendable {
    /// The report.
    public let report: Report
    /// Whether run was held against run.
    public let pairing: Pairing
    /// Whether the inputs could be compared, and from what.
    public let inputs: Inputs
    /// Inputs that differ.
    public let changes: [Change]
    /// What is on one side only.
    public let oneSided: [OneSided]
    /// Every result of either, in the order of the base, what only the other has at the end.
    public let differences: [Difference]

    /// A difference by its name; nil when neither report has it.
    public subscript(name: ResultName) -> Difference? {
      places[name].map { differences[$0] }
    }
    let places: [ResultName: Int]

    /// Whether both end in the same month, as far as is known.
    public let isSameHorizon: Bool
  }

  /// From what inputs were compared.
  public enum Inputs: String, Hashable, Sendable {
    /// The scenarios in both manifests.
    case manifests
    /// `parameters.csv` of both.
    case parameters
    /// The share of runs in which each lever is in force.
    case runs
    /// Nothing: the files do not hold the inputs of both.
    case unknown
  }

  /// The report that all others are compared with.
  public let base: Report
  /// The others, in the order given.
  public let others: [Against]
  /// Confidence of all intervals.
  public let confidence: Double

  /// Reads and compares reports.
  ///
  /// - Parameters:
  ///   - paths: At least two folders or CSV files, the base first.
  ///   - confidence: Of the intervals, strictly between 0 and 1.
  /// - Throws: ``InputFaults`` with everything that is wrong with the files.
  /// - Complexity: Every table is read once, that of the runs once for each comparison; memory does not grow with the number of runs where these stand in order.
  public init(_ paths: [String], confidence: Double = 0.95) throws(InputFaults) {
    precondition(paths.count >= 2, "\(paths.count) reports, expected at least two")
    precondition(
      confidence > 0 && confidence < 1,
      "confidence is \(confidence), expected a number between 0 and 1")
    var faults = FaultList()
    var inputs: [ReportInput] = []
    var read: [String: ReportInput] = [:]
    for path in paths {
      if let input = read[path] {
        inputs.append(input)
      } else if let input = ReportInput(path, &faults) {
        read[path] = input
        inputs.append(input)
      }
    }
    try faults.check()
    let reports = ReportComparison.named(inputs)
    base = reports[0]
    self.confidence = confidence
    var others: [Against] = []
    for (place, input) in inputs.enumerated().dropFirst() {
      do {
        let work = try PairOfReports(base: inputs[0], other: input, confidence: confidence)
        others.append(work.against(reports[place]))
      } catch {
        // The base is read for each; its faults are told once.
        faults.add(error)
      }
    }
    try faults.check()
    self.others = others
  }

  /// Reports with names of their own: where two scenarios have the same, the folder or file tells them apart, and where two of these have the same the path.
  private static func named(_ inputs: [ReportInput]) -> [Report] {
    func short(_ path: String) -> String {
      String(path.split(separator: "/", omittingEmptySubsequences: true).last ?? "/")
    }
    let names = inputs.map(\.name)
    return inputs.enumerated().map { place, input in
      var name = input.name
      let others = inputs.indices.filter { $0 != place && names[$0] == name }
      if !others.isEmpty {
        let isTold = others.allSatisfy { short(inputs[$0].shown) != short(input.shown) }
        let path = input.shown.hasSuffix("/") ? String(input.shown.dropLast()) : input.shown
        name += " (\(isTold ? short(path) : path))"
        if others.contains(where: { inputs[$0].shown == input.shown }) { name += " \(place + 1)" }
      }
      return Report(
        name: name, path: input.shown, files: input.files, months: input.months,
        titles: input.titles, world: input.manifest?.readWorld)
    }
  }
}
