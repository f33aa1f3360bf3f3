/// A value of a curve that is known with error.
public struct CurveValue: Hashable, Sendable {
  /// The estimate.
  public let value: Double
  /// Lower end of its interval.
  public let low: Double
  /// Upper end of its interval.
  public let high: Double

  /// Joins an estimate and its interval.
  public init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }
}

/// Where a curve that is known with error passes a threshold: by a scan and then by halving, remembering what was evaluated.
struct Threshold<Evidence> {
  /// A point at which the curve was evaluated.
  struct Probe {
    let point: Double
    /// The curve less the threshold.
    let reading: CurveValue
    /// What else the evaluation gave.
    let evidence: Evidence
  }

  private let evaluate: (Double) throws -> (CurveValue, Evidence)?
  private var known: [Double: Probe] = [:]
  /// Points at which the curve has no value.
  private(set) var undefined: [Double] = []

  init(_ evaluate: @escaping (Double) throws -> (CurveValue, Evidence)?) {
    self.evaluate = evaluate
  }

  /// How often the curve was evaluated.
  var evaluations: Int { known.count + undefined.count }

  /// All evaluations, in the order of their points.
  var probes: [Probe] { known.values.sorted { $0.point < $1.point } }

  /// The curve at a point; nil where it has no value.
  mutating func probe(_ point: Double) throws -> Probe? {
    if let probe = known[point] { return probe }
    if undefined.contains(point) { return nil }
    guard let (reading, evidence) = try evaluate(point), reading.value.isFinite else {
      undefined.append(point)
      return nil
    }
    let probe = Probe(point: point, reading: reading, evidence: evidence)
    known[point] = probe
    return probe
  }

  /// The first passage from one sign to the other along some points, halved until it is narrow.
  ///
  /// - Parameters:
  ///   - points: In the order in which they are walked, at least one.
  ///   - side: What has the sign: the estimate or an end of its interval.
  ///   - tolerance: Width at which halving ends, above 0.
  ///   - isReached: The sign that is sought.
  /// - Returns: The first point with the sign if it has it at once; else the end with the sign of the narrow bracket; nil when it never has.
  /// - Throws: What the evaluation throws.
  mutating func first(
    along points: [Double], _ side: KeyPath<CurveValue, Double>, tolerance: Double,
    isReached: (Double) -> Bool = { $0 >= 0 }
  ) throws -> Double? {
    var before: Double?
    for point in points {
      guard let probe = try probe(point) else { continue }
      guard isReached(probe.reading[keyPath: side]) else {
        before = point
        continue
      }
      guard var outside = before else { return point }
      var inside = point
      while abs(inside - outside) > tolerance {
        let middle = outside + (inside - outside) / 2
        guard middle != inside, middle != outside, let half = try self.probe(middle) else { break }
        if isReached(half.reading[keyPath: side]) { inside = middle } else { outside = middle }
      }
      return inside
    }
    return nil
  }
}
