public import Statistics

/// What a box is worth on runs that the search for it did not see.
public struct BoxTest: Hashable, Sendable {
  /// Whether the box holds what it promises.
  public enum Verdict: String, Hashable, Sendable {
    /// The target is met more often inside than outside.
    case better
    /// It is met less often inside.
    case worse
    /// These runs do not tell.
    case unclear
  }

  /// The share of the hits that lie in the box.
  public let coverage: Share
  /// The share of the box's runs that are hits.
  public let density: Share
  /// The share of hits among all runs held back.
  public let base: Share
  /// The share of hits among the runs outside the box.
  public let outside: Share
  /// The interval of the density less the share outside; nil when no run lies inside, or none outside.
  public let advantage: Interval?
  /// Whether the box is better than the base rate: whether the interval of its advantage lies above nought.
  public let verdict: Verdict
  /// A binomial test of each limit, on these runs.
  public let limits: [LimitTest]
  /// Runs left out because a factor or the target is not a number.
  public let dropped: Int

  /// Tests boxes, together, on runs held back.
  ///
  /// - Parameters:
  ///   - boxes: One box, or several of which a run need lie in one only.
  ///   - columns: The factors of the runs held back.
  ///   - isHit: Whether the target is met in them; nil where undefined.
  ///   - confidence: Of all intervals, strictly between 0 and 1.
  public init(_ boxes: [Box], columns: [[Double]], isHit: [Bool?], confidence: Double = 0.95) {
    let rows = isHit.indices.filter { row in
      isHit[row] != nil && columns.allSatisfy { $0[row].isFinite }
    }
    let met = isHit.map { $0 ?? false }
    let inside = Set(boxes.flatMap { $0.rows(columns, among: rows) })
    let hits = rows.count { met[$0] }
    let hitsInside = inside.count { met[$0] }
    dropped = isHit.count - rows.count
    coverage = Share(hits: hitsInside, runs: hits, confidence: confidence)
    density = Share(hits: hitsInside, runs: inside.count, confidence: confidence)
    base = Share(hits: hits, runs: rows.count, confidence: confidence)
    outside = Share(
      hits: hits - hitsInside, runs: rows.count - inside.count, confidence: confidence)
    advantage = differenceInterval(density, less: outside)
    verdict =
      switch advantage {
      case .some(let interval) where interval.low > 0: .better
      case .some(let interval) where interval.high < 0: .worse
      default: .unclear
      }
    limits =
      boxes.count == 1
      ? LimitTest.all(of: boxes[0], columns: columns, isHit: met, rows: rows) : []
  }
}
