internal import Probability
internal import Statistics

/// Seeks the smallest change of one number that meets a target with a wanted probability.
///
/// Every value is tried on the same draws, so that the share of runs that meet the target changes only by what the number does. A scan of the
/// whole range from the present value outwards brackets the first value at which the wanted share is reached, halving narrows it: nothing is assumed
/// monotone, and what the scan says about that is reported. The interval of the answer holds every value at which a test of the wanted probability
/// does not reject: it is found where the upper and the lower end of the share's own interval (E. B. Wilson 1927,
/// doi:10.1080/01621459.1927.10502953) reach it, and covers the true answer as often as that interval covers the share.
public struct GoalSeek: Hashable, Sendable {
  /// Where and how to seek.
  public struct Settings: Hashable, Sendable {
    /// The values that the number may have.
    public let range: ClosedRange<Double>
    /// The value from which the change counts, in the range.
    public let present: Double
    /// The wanted probability, strictly between 0 and 1.
    public let wanted: Double
    /// Confidence of all intervals, strictly between 0 and 1.
    public let confidence: Double
    /// Values that the scan tries beside the present one, at least 2; a passage and its return between two of them are not seen.
    public let scanned: Int
    /// Width at which halving ends, as a share of the range.
    public let tolerance: Double

    /// Sets out a search.
    public init(
      range: ClosedRange<Double>, present: Double, wanted: Double, confidence: Double = 0.95,
      scanned: Int = 16, tolerance: Double = 1e-3
    ) {
      precondition(range.contains(present), "present is \(present), expected one of \(range)")
      precondition(wanted > 0 && wanted < 1, "wanted is \(wanted), expected 0 to 1")
      precondition(confidence > 0 && confidence < 1, "confidence is \(confidence)")
      precondition(scanned >= 2, "scanned is \(scanned), expected at least 2")
      precondition(tolerance > 0 && tolerance < 1, "tolerance is \(tolerance), expected 0 to 1")
      self.range = range
      self.present = present
      self.wanted = wanted
      self.confidence = confidence
      self.scanned = scanned
      self.tolerance = tolerance
    }

    /// The points of the scan from the present value to an end, the present one first; alone when it is that end.
    func points(to end: Double) -> [Double] {
      let width = range.upperBound - range.lowerBound
      guard end != present, width > 0 else { return [present] }
      let share = abs(end - present) / width
      let steps = max(1, Int((Double(scanned) * share).rounded()))
      return (0...steps).map {
        $0 == steps ? end : present + (end - present) * Double($0) / Double(steps)
      }
    }

    /// Width at which halving ends.
    var width: Double {
      max((range.upperBound - range.lowerBound) * tolerance, .leastNormalMagnitude)
    }
  }

  /// A value that was tried.
  public struct Trial: Hashable, Sendable {
    /// The value.
    public let value: Double
    /// The share of runs that meet the target there.
    public let share: Share
  }

  /// A value that meets the target, with how well it is known.
  public struct Solution: Hashable, Sendable {
    /// The value, on the side that meets the target of a bracket of the tolerance's width.
    public let value: Double
    /// The share of runs that meet the target there.
    public let share: Share
    /// The end of the interval nearest to the present value: there the wanted probability can first be.
    public let nearest: Double
    /// The other end: from there on the wanted probability is sure, at the confidence; nil when that is not so anywhere before the end of the range.
    public let farthest: Double?
  }

  /// What was found.
  public enum Finding: Hashable, Sendable {
    /// The target is met with the wanted probability as things are.
    case metAlready(Share)
    /// It is met from this value on.
    case found(Solution)
    /// It is met nowhere in the range; the best value that was tried.
    case notReachable(best: Trial)
    /// The target is defined in no run, whatever the value.
    case undefined
  }

  /// How the share follows the number, as far as the values that were scanned tell at the confidence.
  public enum Shape: String, Hashable, Sendable {
    /// It rises, and nowhere does it fall.
    case rising
    /// It falls, and nowhere does it rise.
    case falling
    /// No difference shows.
    case flat
    /// It rises somewhere and falls elsewhere: beyond the answer the target may be missed again.
    case notMonotone
  }

  /// What was found.
  public let finding: Finding
  /// How the share follows the number; nil when fewer than two values were scanned.
  public let shape: Shape?
  /// All values that were tried, in their order.
  public let trials: [Trial]
  /// Runs left out because the target is undefined in them, at the value where most are.
  public let dropped: Int

  /// Seeks.
  ///
  /// - Parameters:
  ///   - settings: Where and how.
  ///   - asItIs: Whether the target is met, run by run, before anything is changed; of a number that is uncertain now that is not the same as
  ///     the runs at its present value. Nil to begin with the present value.
  ///   - target: Whether the target is met in each run at a value, nil where undefined; the same runs for every value.
  /// - Throws: What `target` throws.
  /// - Complexity: About `scanned + 3 · log₂(1 / (scanned · tolerance))` calls of `target`.
  public init(
    _ settings: Settings, asItIs: [Bool?]? = nil, target: @escaping (Double) throws -> [Bool?]
  ) throws {
    let confidence = settings.confidence
    var dropped = 0
    func share(_ runs: [Bool?]) -> Share {
      dropped = max(dropped, runs.count { $0 == nil })
      return Share(
        hits: runs.count { $0 == true }, runs: runs.count { $0 != nil }, confidence: confidence)
    }
    if let asItIs {
      let present = share(asItIs)
      if let value = present.value, value >= settings.wanted {
        finding = .metAlready(present)
        shape = nil
        trials = []
        self.dropped = dropped
        return
      }
    }
    var curve = Threshold<Runs> { value in
      let runs = try target(value)
      let share = share(runs)
      guard let estimate = share.value else { return nil }
      let reading = CurveValue(
        value: estimate - settings.wanted, low: share.interval.low - settings.wanted,
        high: share.interval.high - settings.wanted)
      return (reading, Runs(met: runs, share: share))
    }
    finding = try GoalSeek.seek(settings, &curve, isPresentAsked: asItIs == nil)
    shape = GoalSeek.shape(settings, curve.probes)
    trials = curve.probes.map { Trial(value: $0.point, share: $0.evidence.share) }
    self.dropped = dropped
  }

  /// What the runs at a value say.
  private struct Runs {
    let met: [Bool?]
    let share: Share
  }

  private static func seek(
    _ settings: Settings, _ curve: inout Threshold<Runs>, isPresentAsked: Bool
  ) throws -> Finding {
    let ends = [settings.range.lowerBound, settings.range.upperBound]
    let ways = ends.map { settings.points(to: $0) }
    for way in ways { for point in way { _ = try curve.probe(point) } }
    if isPresentAsked, let present = try curve.probe(settings.present), present.reading.value >= 0 {
      return .metAlready(present.evidence.share)
    }
    var best: (solution: Solution, change: Double)?
    for way in ways {
      guard let value = try curve.first(along: way, \.value, tolerance: settings.width),
        let probe = try curve.probe(value)
      else { continue }
      let change = abs(value - settings.present)
      if let best, best.change <= change { continue }
      let nearest = try curve.first(along: way, \.high, tolerance: settings.width)
      let farthest = try curve.first(along: way, \.low, tolerance: settings.width)
      best = (
        Solution(
          value: value, share: probe.evidence.share, nearest: nearest ?? value, farthest: farthest),
        change
      )
    }
    if let best { return .found(best.solution) }
    let probes = curve.probes
    guard
      let top = probes.max(by: { a, b in
        // Of equal shares the one nearest to the present value.
        (a.reading.value, -abs(a.point - settings.present))
          < (b.reading.value, -abs(b.point - settings.present))
      })
    else { return .undefined }
    return .notReachable(best: Trial(value: top.point, share: top.evidence.share))
  }

  /// Compares every two values of the scan, run by run.
  ///
  /// Q. McNemar (1947), doi:10.1007/BF02295996, with Bonferroni's allowance for their number.
  private static func shape(_ settings: Settings, _ probes: [Threshold<Runs>.Probe]) -> Shape? {
    let scanned = Set(
      [settings.range.lowerBound, settings.range.upperBound].flatMap { settings.points(to: $0) })
    let points = probes.filter { scanned.contains($0.point) }
    guard points.count > 1 else { return nil }
    let pairs = points.count * (points.count - 1) / 2
    let limit = StandardNormal.quantile(1 - (1 - settings.confidence) / Double(2 * pairs))
    var (rises, falls) = (false, false)
    for (place, first) in points.enumerated() {
      for second in points[(place + 1)...] {
        var (gained, lost) = (0, 0)
        for (a, b) in zip(first.evidence.met, second.evidence.met) {
          guard let a, let b, a != b else { continue }
          if b { gained += 1 } else { lost += 1 }
        }
        let distance = Double(gained - lost)
        let error = Double(gained + lost).squareRoot()
        if distance > limit * error { rises = true }
        if distance < -limit * error { falls = true }
      }
    }
    return rises ? (falls ? .notMonotone : .rising) : (falls ? .falling : .flat)
  }
}
