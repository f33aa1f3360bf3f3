internal import Probability
public import Statistics

/// Where along an uncertain number one alternative stops being better than another.
///
/// The advantage is the mean, over everything else, of the second alternative's gain over the first, run by run on the same draws, given the level of
/// the number: a level is a number in (0, 1), and level 0.9 is the number's 90th percentile. It is positive where the second is better.
public struct BreakEven: Hashable, Sendable {
  /// A level at which the advantage changes its sign.
  public struct Crossing: Hashable, Sendable {
    /// The level.
    public let level: Double
    /// Levels that these runs cannot tell from it; its ends are those of the levels looked at where the sign is not sure before.
    public let interval: Interval
    /// Whether the second alternative is better below the level, worse above it.
    public let isBetterBelow: Bool

    /// The share of runs beyond the level, where the second alternative is no longer better: what the number is expected to do.
    public var shareBeyond: Double { isBetterBelow ? 1 - level : level }
    /// The interval of that share.
    public var shareBeyondInterval: Interval {
      isBetterBelow
        ? Interval(low: 1 - interval.high, high: 1 - interval.low) : interval
    }
  }

  /// What was found.
  public enum Finding: Hashable, Sendable {
    /// The second alternative is better at every level looked at.
    case always
    /// It is worse at every level looked at.
    case never
    /// It is better on one side of a level and worse on the other; with more than one level in their order.
    case crosses([Crossing])
    /// The sign is not sure at some level: these runs do not tell the two apart along the whole number.
    case notToldApart
  }

  /// A level that was looked at.
  public struct Point: Hashable, Sendable {
    /// The level.
    public let level: Double
    /// The mean advantage there, with its interval.
    public let advantage: CurveValue
  }

  /// What was found.
  public let finding: Finding
  /// The levels looked at, in order.
  public let points: [Point]
  /// Runs left out because an advantage is not a number, at the level where most are.
  public let dropped: Int

  /// The levels between which one is looked at unless others are given: with nearly all the number's values between them.
  public static let span = 0.01...0.99

  /// The levels of a scan, evenly spread, both ends included.
  public static func levels(
    span: ClosedRange<Double> = BreakEven.span, scanned: Int = 9
  ) -> [Double] {
    let width = span.upperBound - span.lowerBound
    return (0..<scanned).map {
      $0 == scanned - 1
        ? span.upperBound : span.lowerBound + width * Double($0) / Double(scanned - 1)
    }
  }

  /// Looks with new runs, with the number set to a level in all of them.
  ///
  /// - Parameters:
  ///   - span: The levels between which to look, within 0 and 1.
  ///   - scanned: Levels of the scan, at least 3; two crossings between neighbours are not seen.
  ///   - tolerance: Width at which halving ends.
  ///   - confidence: Of all intervals, strictly between 0 and 1.
  ///   - advantages: The second alternative's gain over the first in each run at a level; what is not finite is left out and counted.
  /// - Throws: What `advantages` throws.
  /// - Complexity: About `scanned + 3 · log₂(1 / (scanned · tolerance))` calls of `advantages` for a number with one crossing.
  public init(
    span: ClosedRange<Double> = BreakEven.span, scanned: Int = 9, tolerance: Double = 1e-3,
    confidence: Double = 0.95, advantages: @escaping (_ level: Double) throws -> [Double]
  ) throws {
    precondition(scanned >= 3, "scanned is \(scanned), expected at least 3")
    var dropped = 0
    var curve = Threshold<Int> { level in
      let all = try advantages(level)
      let defined = all.filter(\.isFinite)
      dropped = max(dropped, all.count - defined.count)
      let moments = Moments(defined)
      guard let interval = meanInterval(moments, confidence: confidence) else { return nil }
      return (
        CurveValue(value: moments.mean, low: interval.low, high: interval.high), defined.count
      )
    }
    for level in BreakEven.levels(span: span, scanned: scanned) { _ = try curve.probe(level) }
    let scan = curve.probes.map { Point(level: $0.point, advantage: $0.reading) }
    finding = try BreakEven.finding(scan) { from, to, isRising in
      try curve.crossing(from: from, to: to, isRising: isRising, span: scan, tolerance: tolerance)
    }
    points = curve.probes.map { Point(level: $0.point, advantage: $0.reading) }
    self.dropped = dropped
  }

  /// Reads a curve that is known at any level.
  ///
  /// - Parameters:
  ///   - span: The levels between which to look.
  ///   - scanned: Levels to look at, at least 3.
  ///   - dropped: Runs that the curve leaves out.
  ///   - curve: The advantage at a level.
  init(
    span: ClosedRange<Double>, scanned: Int, dropped: Int,
    curve: @escaping (_ level: Double) -> CurveValue
  ) {
    points = BreakEven.levels(span: span, scanned: scanned).map {
      Point(level: $0, advantage: curve($0))
    }
    self.dropped = dropped
    let points = points
    var known = Threshold<Void> { (curve($0), ()) }
    // The curve throws nothing, so that nothing is caught here.
    finding =
      (try? BreakEven.finding(points) { from, to, isRising in
        try known.crossing(
          from: from, to: to, isRising: isRising, span: points, tolerance: 1e-4)
      }) ?? .notToldApart
  }

  /// What the signs along a scan say; crossings lie between neighbours whose signs, where sure, differ.
  private static func finding(
    _ points: [Point],
    crossing: (_ from: Point, _ to: Point, _ isRising: Bool) throws -> Crossing?
  ) throws -> Finding {
    func sign(_ point: Point) -> Int {
      point.advantage.low > 0 ? 1 : point.advantage.high < 0 ? -1 : 0
    }
    let sure = points.filter { sign($0) != 0 }
    guard let first = sure.first else { return .notToldApart }
    if sure.count == points.count, sure.allSatisfy({ sign($0) == sign(first) }) {
      return sign(first) > 0 ? .always : .never
    }
    var crossings: [Crossing] = []
    for (a, b) in zip(sure, sure.dropFirst()) where sign(a) != sign(b) {
      if let found = try crossing(a, b, sign(b) > 0) { crossings.append(found) }
    }
    return crossings.isEmpty ? .notToldApart : .crosses(crossings)
  }
}

extension Threshold {
  /// The crossing between two levels at which the signs are sure and differ.
  mutating func crossing(
    from: BreakEven.Point, to: BreakEven.Point, isRising: Bool, span: [BreakEven.Point],
    tolerance: Double
  ) throws -> BreakEven.Crossing? {
    let way = span.map(\.level).filter { from.level <= $0 && $0 <= to.level }
    func first(_ side: KeyPath<CurveValue, Double>, _ points: [Double], _ sign: Double) throws
      -> Double?
    {
      try self.first(along: points, side, tolerance: tolerance) { sign * $0 >= 0 }
    }
    let sign = isRising ? 1.0 : -1.0
    guard let level = try first(\.value, way, sign) else { return nil }
    // From the first level at which the new sign is possible to the last at which the old one is.
    let back = Array(way.reversed())
    let start = try first(isRising ? \.high : \.low, way, sign)
    let end = try first(isRising ? \.low : \.high, back, -sign)
    let low = start ?? from.level
    let high = end ?? to.level
    return BreakEven.Crossing(
      level: level, interval: Interval(low: min(low, level), high: max(high, level)),
      isBetterBelow: !isRising)
  }
}
