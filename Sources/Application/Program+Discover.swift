internal import Engine
internal import JSONText
internal import LinearAlgebra
internal import Reporting
internal import Robustness
internal import Scenario

/// In which region of the uncertain numbers a target is met, or missed.
public struct DiscoverRequest: Hashable, Sendable {
  /// The scenario, with runs, seed and threads.
  public let job: RunRequest
  /// The target, as of ``SolveRequest``.
  public let target: String
  /// Whether the region is sought in which the target is missed.
  public let isMissed: Bool
  /// The share of a box's runs that one cut takes away.
  public let peeled: Double
  /// How many boxes at most.
  public let boxes: Int
  /// The smallest density wanted; nil for a balance of density and coverage.
  public let density: Double?
  /// Level of intervals.
  public let confidence: Double

  /// Asks.
  public init(
    _ job: RunRequest, target: String, isMissed: Bool, peeled: Double, boxes: Int,
    density: Double?, confidence: Double
  ) {
    self.job = job
    self.target = target
    self.isMissed = isMissed
    self.peeled = peeled
    self.boxes = boxes
    self.density = density
    self.confidence = confidence
  }
}

extension Program {
  /// Finds the region of the uncertain numbers in which a target is met or missed, and tests it on runs held back.
  public static func discover(_ request: DiscoverRequest) -> ExitStatus {
    let talk = request.job.scenario.talk
    if let status = checkLibrary(talk) { return status }
    return attempt(talk) {
      try check(confidence: request.confidence)
      let loaded = try load(request.job.scenario)
      let target = try Target(request.target, in: loaded.world)
      let job = try designedJob(request.job, loaded.world, usual: .max)
      let place = try request.job.output.map { try TableFile($0, DiscoverResult.file) }
      OpenBLAS.useOneThread()
      let sample = try interruptible(talk) { progress in
        try DrawnRuns(try Plan(loaded.world), target.responses, job) {
          progress.show($0, of: job.runs)
        }
      }
      let result = DiscoverResult(request, target: target, sample: sample, job: job)
      if let place { try place.write(result.table(CSVDialect(talk.language))) }
      show(talk, json: result.json, text: result.text(talk.language))
      return result.isTold ? .done : .doesNotHold
    }
  }
}
