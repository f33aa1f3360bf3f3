internal import Caseload
internal import Engine
internal import Evidence
internal import JSONText
internal import LinearAlgebra
internal import Reporting
internal import Robustness
internal import Sampling
internal import Scenario
internal import Synchronization

/// What must be true for a target.
public struct SolveRequest: Hashable, Sendable {
  /// The scenario, with runs, seed and threads of every value that is tried.
  public let job: RunRequest
  /// The target, such as `stock.asylum < 15000 at 2028-12 with 80%`.
  public let target: String
  /// Paths of one number, or of two for a frontier.
  public let numbers: [String]
  /// Ranges, as `PATH=LOW..HIGH`.
  public let ranges: [String]
  /// Values of the first of two numbers that are looked at.
  public let gridPoints: Int
  /// Level of intervals.
  public let confidence: Double

  /// Asks.
  public init(
    _ job: RunRequest, target: String, numbers: [String], ranges: [String], gridPoints: Int,
    confidence: Double
  ) {
    self.job = job
    self.target = target
    self.numbers = numbers
    self.ranges = ranges
    self.gridPoints = gridPoints
    self.confidence = confidence
  }
}

extension Program {
  /// Runs of every value that is tried, unless the user asks for another number.
  static let runsOfTrial = 4096

  /// Seeks the smallest change of one number that meets a target, or the frontier of two.
  public static func solve(_ request: SolveRequest) -> ExitStatus {
    let talk = request.job.scenario.talk
    if let status = checkLibrary(talk) { return status }
    return attempt(talk) {
      try check(confidence: request.confidence)
      let loaded = try load(request.job.scenario)
      let world = loaded.world
      let reader = ScenarioReader(knownClaims: Set(Claim.all.map(\.id)))
      let target = try Target(request.target, in: world)
      let sought = try soughtNumbers(request, world, reader.domains(of: loaded))
      let job = try designedJob(request.job, world, usual: runsOfTrial)
      let place = try request.job.output.map { try TableFile($0, SolveResult.file) }
      OpenBLAS.useOneThread()
      let trials = Atomic<Int>(0)
      let expected = 45 * (sought.count == 2 ? request.gridPoints : 1)
      let result = try interruptible(talk) { progress in
        let runs = TargetRuns(loaded: loaded, reader: reader, target: target, job: job) { done in
          let before = trials.load(ordering: .relaxed) * job.runs
          progress.show(before + done, of: max(expected * job.runs, before + job.runs))
        }
        return try SolveResult(
          request, target: target, sought: sought, loaded: loaded, job: job
        ) { fixed in
          defer { trials.add(1, ordering: .relaxed) }
          return try runs(fixed: fixed)
        }
      }
      if let place { try place.write(result.table(CSVDialect(talk.language))) }
      show(talk, json: result.json, text: result.text(talk.language))
      return result.isMet ? .done : .doesNotHold
    }
  }

  /// The numbers that are sought, each with its range.
  private static func soughtNumbers(
    _ request: SolveRequest, _ world: World, _ domains: [String: Domain]
  ) throws -> [SoughtNumber] {
    var asked: [String: ClosedRange<Double>] = [:]
    for text in request.ranges {
      let (path, range) = try SoughtNumber.range(text)
      guard request.numbers.contains(path) else {
        throw WrongUse(
          message: Bilingual(
            nl: "--range \(path): dat getal staat niet bij --by",
            en: "--range \(path): that number is not among --by"))
      }
      asked[path] = range
    }
    guard (1...2).contains(request.numbers.count),
      Set(request.numbers).count == request.numbers.count
    else {
      throw WrongUse(
        message: Bilingual(
          nl: "--by noemt \(request.numbers.count) getallen; verwacht er één of twee verschillende",
          en: "--by names \(request.numbers.count) numbers; expected one or two different ones"))
    }
    return try request.numbers.map { path in
      try SoughtNumber(path, asked: asked[path], in: world, domains: domains)
    }
  }

  /// The job of designed runs: as many as asked for, else as many as are usual, but no more than the scenario has.
  static func designedJob(
    _ request: RunRequest, _ world: World, usual: Int
  ) throws -> Assignment {
    let runs = request.runs ?? min(world.runs, usual)
    let job = try assignment(
      RunRequest(
        request.scenario, runs: runs, seed: request.seed, threads: request.threads,
        sampling: request.sampling, output: request.output, isCentral: false), world)
    if job.sampling == .sobol, 2 * world.unknowns.count > Sobol.dimensions {
      throw WrongUse(
        message: Bilingual(
          nl:
            "--sampling sobol: het scenario heeft te veel onzekere getallen; verwacht latin of independent",
          en:
            "--sampling sobol: the scenario has too many uncertain numbers; expected latin or independent"
        ))
    }
    return job
  }
}
