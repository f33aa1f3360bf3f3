public import Caseload

/// In what language, and how, the program talks.
public struct Talk: Hashable, Sendable {
  /// Language of texts, and of numbers in files.
  public let language: Language
  /// Whether only faults are printed.
  public let isQuiet: Bool
  /// Whether results are printed as JSON.
  public let isJSON: Bool

  /// States how to talk; nil when the product does not speak the language.
  public init?(locale: String, isQuiet: Bool, isJSON: Bool) {
    guard let language = Language(rawValue: locale) else { return nil }
    self.language = language
    self.isQuiet = isQuiet
    self.isJSON = isJSON
  }
}

/// A scenario with the changes that were asked for.
public struct ScenarioRequest: Hashable, Sendable {
  /// A path or a name.
  public let path: String
  /// `PATH=VALUE`, in order.
  public let settings: [String]
  /// `NAME=on` or `NAME=off`, in order.
  public let levers: [String]
  /// How to talk.
  public let talk: Talk

  /// Asks for a scenario.
  public init(path: String, settings: [String], levers: [String], talk: Talk) {
    self.path = path
    self.settings = settings
    self.levers = levers
    self.talk = talk
  }
}

/// A job on a scenario; what is nil is left to the scenario or the machine.
public struct RunRequest: Hashable, Sendable {
  /// The scenario.
  public let scenario: ScenarioRequest
  /// Number of runs.
  public let runs: Int?
  /// Seed.
  public let seed: UInt64?
  /// Worker threads.
  public let threads: Int?
  /// How uncertain numbers are spread over the runs: the name of a method.
  public let sampling: String
  /// Folder of the report.
  public let output: String?
  /// Whether only the expected path is made.
  public let isCentral: Bool
  /// Whether the report has a row for every run.
  public let writesRuns: Bool
  /// How it is explained what makes the difference.
  public let explanation: Explaining
  /// Standard errors at which runs are enough, as `OUTCOME=NUMBER`; all of them count.
  public let precisions: [String]
  /// Seconds after which runs are enough.
  public let timeLimit: Double?

  /// How a report explains what makes the difference.
  public enum Explaining: Hashable, Sendable {
    /// Not at all.
    case none
    /// With samples that take about as long as ten thousand runs.
    case quick
    /// With the samples that the studies take by themselves.
    case full
  }

  /// Asks for runs.
  public init(
    _ scenario: ScenarioRequest, runs: Int?, seed: UInt64?, threads: Int?, sampling: String,
    output: String?, isCentral: Bool, writesRuns: Bool = true, explanation: Explaining = .quick,
    precisions: [String] = [], timeLimit: Double? = nil
  ) {
    self.scenario = scenario
    self.runs = runs
    self.seed = seed
    self.threads = threads
    self.sampling = sampling
    self.output = output
    self.isCentral = isCentral
    self.writesRuns = writesRuns
    self.explanation = explanation
    self.precisions = precisions
    self.timeLimit = timeLimit
  }
}

/// A question of sensitivity.
public struct SensitivityRequest: Hashable, Sendable {
  /// The scenario, with runs, seed and threads; the runs are base points or trajectories where the method has these.
  public let job: RunRequest
  /// Name of the method.
  public let method: String
  /// Names of what is looked at; empty for what a reader asks first.
  public let responses: [String]
  /// What is taken together: the name of a grouping; nil for nothing.
  public let grouping: String?
  /// Whether indices of pairs of factors are made.
  public let hasPairs: Bool
  /// Whether every lever is in force in half of the runs.
  public let switchesLevers: Bool
  /// Level of intervals.
  public let confidence: Double
  /// A report whose runs are taken apart, as a folder or its `runs.csv`; nil for runs of its own.
  public let report: String?
  /// Folder of the tables; nil for none.
  public var output: String? { job.output }
  /// The scenario.
  public var scenario: ScenarioRequest { job.scenario }

  /// Asks.
  public init(
    _ job: RunRequest, method: String, responses: [String], grouping: String?, hasPairs: Bool,
    switchesLevers: Bool, confidence: Double, report: String? = nil
  ) {
    self.report = report
    self.job = job
    self.method = method
    self.responses = responses
    self.grouping = grouping
    self.hasPairs = hasPairs
    self.switchesLevers = switchesLevers
    self.confidence = confidence
  }
}

/// A result whose grounds are wanted.
public struct TraceRequest: Hashable, Sendable {
  /// The scenario, with base points, seed and threads.
  public let job: RunRequest
  /// Name of the result.
  public let result: String
  /// Whether the shares of levers and numbers are measured.
  public let hasWeights: Bool
  /// Whether the tree of all that it rests on is printed.
  public let hasTree: Bool

  /// Asks.
  public init(_ job: RunRequest, result: String, hasWeights: Bool, hasTree: Bool) {
    self.job = job
    self.result = result
    self.hasWeights = hasWeights
    self.hasTree = hasTree
  }
}

/// What to measure on this machine.
public struct BenchRequest: Hashable, Sendable {
  /// Scenarios, as paths or names; empty for all that are shipped.
  public let scenarios: [String]
  /// Runs of a job; nil for as many as the time allows.
  public let runs: Int?
  /// Worker threads; nil for as many as the machine has cores.
  public let threads: Int?
  /// Seconds to spend on a measurement.
  public let seconds: Double
  /// Whether a job of a million runs is made as well.
  public let makesMillion: Bool
  /// A command to compare with; nil for the reference where there is one, empty for none.
  public let beside: String?
  /// Whether one job is made, once, and nothing else is measured.
  public let isOnce: Bool
  /// How to talk.
  public let talk: Talk

  /// Asks for measurements; with `isOnce` there is exactly one scenario.
  public init(
    scenarios: [String], runs: Int?, threads: Int?, seconds: Double, makesMillion: Bool,
    beside: String?, isOnce: Bool, talk: Talk
  ) {
    self.scenarios = scenarios
    self.runs = runs
    self.threads = threads
    self.seconds = seconds
    self.makesMillion = makesMillion
    self.beside = beside
    self.isOnce = isOnce
    self.talk = talk
  }
}
