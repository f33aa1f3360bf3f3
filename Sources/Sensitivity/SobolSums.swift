internal import LinearAlgebra
internal import Probability
internal import Statistics

/// Sums from which the Sobol indices of many responses are estimated, taken block by block.
///
/// With `a`, `b`, `c`, `d` the values of a response at a base point in `A`, `B`, `A_B` and `B_A` of a factor, the estimators are:
///
/// - first order, A. Janon et al. (2014), doi:10.1051/ps/2013040: the correlation of `b` and `c`, which share this factor alone, with mean and variance
///   taken from both. It equals `1 − ½ mean((b − c)²) / v`, the form that is computed: it does not cancel;
/// - first order of small factors, I. M. Sobol' (2007), doi:10.1016/j.ress.2006.04.014 (A. Saltelli and others 2010, doi:10.1016/j.cpc.2009.09.018; A. B. Owen 2013,
///   doi:10.1145/2457459.2457460, on why): `mean((b − m) (c − a)) / V`, with `m` and `V` the mean and variance over `A` and `B`. Its error is about
///   `√(2 T / n)` for a factor with the total index `T`, where Janon's is about `(1 − S²) / √n` even for a factor that does nothing. It is taken, factor by factor,
///   where the total index is below ``smallTotal`` and its bootstrap error smaller;
/// - total, M. J. W. Jansen (1999), doi:10.1016/S0010-4655(98)00154-4: `½ mean((a − c)²) / V`, with `V` the variance over `A` and `B`. A factor that does nothing has exactly 0;
/// - second order: the correlation of `d` of one factor and `c` of the other, which share the two, as Janon's; less both first-order indices, those for small
///   factors where both are small, else Janon's.
///
/// A design with pairs has two pairs of values for each: `(b, c)` and `(a, d)`, `(a, c)` and `(b, d)`, and the two orders of a pair of factors; both are used.
///
/// Values are taken less a pilot mean, so that a large mean with a small variance does not cost digits. Errors come from a ``Bootstrap`` over units of the
/// base points: see ``Resampling``.
public struct SobolSums: Sendable {
  /// What is drawn with replacement to learn how large errors are.
  public enum Resampling: Hashable, Sendable {
    /// Single base points. Memory grows with points × factors × responses.
    case points
    /// This number of batches of consecutive base points, at least 2; for intervals that hold what they say, 32 or more. Memory does not grow with the points.
    case batches(Int)
  }

  /// The design.
  public let design: SaltelliDesign
  /// Number of responses.
  public let responses: Int
  /// What is drawn with replacement.
  public let resampling: Resampling
  /// How many units there are to draw from: points or batches.
  public let units: Int
  /// Base points taken so far.
  public private(set) var points = 0

  /// Number of base points in a unit; the last one may have fewer.
  private let unitSize: Int
  /// Of every response: sums by quantity and unit.
  private var sums: [Matrix]
  /// Of every response: what was subtracted from all its values; nil before the first finite one.
  private var centers: [Double?]
  /// Of every response: base points left out.
  private var dropped: [Int]

  /// Starts with nothing seen.
  ///
  /// - Parameters:
  ///   - design: Which runs are made.
  ///   - responses: How many numbers are taken from each run.
  ///   - resampling: What is drawn with replacement.
  public init(_ design: SaltelliDesign, responses: Int, resampling: Resampling) {
    self.design = design
    self.responses = responses
    self.resampling = resampling
    switch resampling {
    case .points: unitSize = 1
    case .batches(let count):
      precondition(count >= 2, "\(count) batches, expected at least 2")
      unitSize = (design.points + count - 1) / count
    }
    units = (design.points + unitSize - 1) / unitSize
    let quantities = Quantity.count(design)
    sums = (0..<responses).map { [units] _ in
      Matrix(
        rows: quantities, columns: units, entries: Array(repeating: 0, count: quantities * units))
    }
    centers = Array(repeating: nil, count: responses)
    dropped = Array(repeating: 0, count: responses)
  }

  /// Numbers that are kept for the given way of drawing with replacement, eight bytes each.
  public static func kept(
    _ design: SaltelliDesign, responses: Int, resampling: Resampling
  ) -> Int {
    let units =
      switch resampling {
      case .points: design.points
      case .batches(let count): min(count, design.points)
      }
    return Quantity.count(design) * units * responses
  }

  /// Single points where they fit, else 64 batches.
  ///
  /// - Parameters:
  ///   - design: Which runs are made.
  ///   - responses: How many numbers are taken from each run.
  ///   - numbers: How many numbers may be kept, eight bytes each.
  /// - Returns: The way of drawing with replacement.
  public static func fitting(
    _ design: SaltelliDesign, responses: Int, numbers: Int = 1 << 24
  ) -> Resampling {
    design.points <= 64 || kept(design, responses: responses, resampling: .points) <= numbers
      ? .points : .batches(64)
  }

  /// Where the sums of a quantity stand.
  private enum Quantity {
    static let points = 0
    static let first = 1
    static let second = 2
    static let firstSquare = 3
    static let secondSquare = 4
    static let shared = 5
    static let perFactor = 5

    static func count(_ design: SaltelliDesign) -> Int {
      let factors = design.factors.count
      return shared + perFactor * factors + (design.hasPairs ? factors * (factors - 1) / 2 : 0)
    }
    static func sum(_ factor: Int) -> Int { shared + perFactor * factor }
    static func square(_ factor: Int) -> Int { shared + perFactor * factor + 1 }
    /// Squared differences of values that share this factor alone.
    static func alone(_ factor: Int) -> Int { shared + perFactor * factor + 2 }
    /// Squared differences of values that share all but this factor.
    static func without(_ factor: Int) -> Int { shared + perFactor * factor + 3 }
    /// Products of a value and the change by this factor of one that shares nothing else with it.
    static func change(_ factor: Int) -> Int { shared + perFactor * factor + 4 }
    /// Squared differences of values that share two factors, by the number of the pair.
    static func pair(_ pair: Int, factors: Int) -> Int { shared + perFactor * factors + pair }
  }

  /// Takes the values of consecutive base points.
  ///
  /// - Parameters:
  ///   - values: The response `r` in sample `s` at point `i` of the block, `(s · responses + r) · stride + i`; samples in the order of ``SaltelliDesign/samples``.
  ///   - firstPoint: The first base point; blocks come in order.
  ///   - points: How many points count.
  ///   - stride: Distance between the rows, at least `points`.
  /// - Complexity: O(samples × responses × points) time, and with pairs O(factors² × responses × points).
  public mutating func add(_ values: Span<Double>, firstPoint: Int, points: Int, stride: Int) {
    precondition(firstPoint == self.points, "point \(firstPoint), expected \(self.points)")
    precondition(
      firstPoint + points <= design.points,
      "\(points) points from \(firstPoint) on, expected \(design.points) in all")
    precondition(points <= stride, "\(points) points in rows of \(stride)")
    let samples = design.sampleCount
    precondition(
      values.count == samples * responses * stride,
      "\(values.count) values, expected \(samples) × \(responses) × \(stride)")
    self.points += points
    let (design, units) = (design, units)
    let parts = parts(from: firstPoint, points: points)
    var block = CenteredBlock(samples: samples, points: points)
    for response in 0..<responses {
      let finite = block.take(
        values, response: response, responses: responses, stride: stride,
        center: &centers[response])
      dropped[response] += points - finite
      guard finite > 0 else { continue }
      var entries = sums[response].entries.mutableSpan
      Self.add(block, parts, design, units: units, to: &entries)
    }
  }

  /// The parts of a block that belong to one unit each.
  private func parts(from firstPoint: Int, points: Int) -> [(unit: Int, points: Range<Int>)] {
    var parts: [(unit: Int, points: Range<Int>)] = []
    var point = 0
    while point < points {
      let unit = (firstPoint + point) / unitSize
      let end = min(points, (unit + 1) * unitSize - firstPoint)
      parts.append((unit, point..<end))
      point = end
    }
    return parts
  }

  /// Adds a block of one response to the sums of its units.
  private static func add(
    _ block: CenteredBlock, _ parts: [(unit: Int, points: Range<Int>)], _ design: SaltelliDesign,
    units: Int, to entries: inout MutableSpan<Double>
  ) {
    let (factors, points) = (design.factors.count, block.points)
    let (values, flags) = (block.values.span, block.flags.span)
    /// Adds up a term over the points of every unit, in four sums so that processors need not wait for each addition.
    @inline(__always) func fold(
      _ quantity: Int, _ entries: inout MutableSpan<Double>, _ term: (Int) -> Double
    ) {
      for part in parts {
        var (s0, s1, s2, s3) = (0.0, 0.0, 0.0, 0.0)
        var point = part.points.lowerBound
        while point + 4 <= part.points.upperBound {
          s0 += term(point)
          s1 += term(point + 1)
          s2 += term(point + 2)
          s3 += term(point + 3)
          point += 4
        }
        while point < part.points.upperBound {
          s0 += term(point)
          point += 1
        }
        entries[quantity * units + part.unit] += (s0 + s1) + (s2 + s3)
      }
    }
    @inline(__always) func distance(_ first: Int, _ second: Int) -> Double {
      let difference = values[first] - values[second]
      return difference * difference
    }
    @inline(__always) func change(_ other: Int, _ before: Int, _ after: Int) -> Double {
      values[other] * (values[after] - values[before])
    }
    let (a, b) = (0, points)
    fold(Quantity.points, &entries) { flags[$0] }
    fold(Quantity.first, &entries) { values[a + $0] }
    fold(Quantity.second, &entries) { values[b + $0] }
    fold(Quantity.firstSquare, &entries) { values[a + $0] * values[a + $0] }
    fold(Quantity.secondSquare, &entries) { values[b + $0] * values[b + $0] }
    for factor in 0..<factors {
      let c = (2 + factor) * points
      guard design.hasPairs else {
        fold(Quantity.sum(factor), &entries) { values[c + $0] }
        fold(Quantity.square(factor), &entries) { values[c + $0] * values[c + $0] }
        fold(Quantity.alone(factor), &entries) { distance(b + $0, c + $0) }
        fold(Quantity.without(factor), &entries) { distance(a + $0, c + $0) }
        fold(Quantity.change(factor), &entries) { change(b + $0, a + $0, c + $0) }
        continue
      }
      let d = (2 + factors + factor) * points
      fold(Quantity.sum(factor), &entries) { values[c + $0] + values[d + $0] }
      fold(Quantity.square(factor), &entries) {
        values[c + $0] * values[c + $0] + values[d + $0] * values[d + $0]
      }
      fold(Quantity.alone(factor), &entries) { distance(b + $0, c + $0) + distance(a + $0, d + $0) }
      fold(Quantity.without(factor), &entries) {
        distance(a + $0, c + $0) + distance(b + $0, d + $0)
      }
      fold(Quantity.change(factor), &entries) {
        change(b + $0, a + $0, c + $0) + change(a + $0, b + $0, d + $0)
      }
    }
    guard design.hasPairs else { return }
    var pair = 0
    for first in 0..<factors {
      let (c1, d1) = ((2 + first) * points, (2 + factors + first) * points)
      for second in (first + 1)..<max(factors, first + 1) {
        let (c2, d2) = ((2 + second) * points, (2 + factors + second) * points)
        fold(Quantity.pair(pair, factors: factors), &entries) {
          distance(d1 + $0, c2 + $0) + distance(d2 + $0, c1 + $0)
        }
        pair += 1
      }
    }
  }

  /// The indices of a response.
  ///
  /// An interval is the estimate, more or less its bootstrap error times Student's quantile with one degree of freedom less than units. May be asked
  /// before all points were taken: of those that were.
  ///
  /// - Parameters:
  ///   - response: By index.
  ///   - confidence: Of the intervals, strictly between 0 and 1.
  ///   - bootstrap: With as many units as ``units``; one serves all responses, which may be asked for in parallel.
  /// - Returns: Nil when fewer than two units hold a base point at which the response is finite in all samples.
  /// - Complexity: One product of matrices, quantities × units × resamples, where a factor has five quantities and a pair one.
  public func indices(
    of response: Int, confidence: Double, _ bootstrap: Bootstrap
  ) -> SobolIndices? {
    indices(of: response, confidence: confidence, bootstrap, firstOrder: .betterKnown)
  }

  /// Total index below which a factor is small: the estimator for those then has less than half the error of the other.
  ///
  /// The choice is by this and not by errors alone: those are themselves estimates, from few batches to a tenth of themselves or more, and whoever takes the smaller of two that are
  /// really equal takes one that is too small. Intervals of 80 % were then found to hold 75 %.
  static let smallTotal = 0.1

  /// How first-order indices are estimated.
  enum FirstOrder {
    /// By whichever has the smaller error, factor by factor.
    case betterKnown
    /// By Janon's estimator.
    case correlation
    /// By the one for small factors.
    case change
  }

  /// The indices of a response by a chosen estimator, so that each can be tested.
  func indices(
    of response: Int, confidence: Double, _ bootstrap: Bootstrap, firstOrder: FirstOrder
  ) -> SobolIndices? {
    check(confidence: confidence)
    precondition(
      bootstrap.units == units, "a bootstrap of \(bootstrap.units) units, expected \(units)")
    let table = sums[response]
    let filled = (0..<units).count { table[Quantity.points, $0] > 0 }
    guard filled >= 2, let center = centers[response] else { return nil }
    let sample = Shares(Self.totals(table), design, center: center)
    let resamples = Shares(bootstrap.sums(table), design, center: center)
    let quantile = studentQuantile(0.5 + 0.5 * confidence, degreesOfFreedom: Double(filled - 1))
    // Drawing from `n` units makes variances too small by (n − 1) / n.
    let scale = (Double(filled) / Double(filled - 1)).squareRoot()
    func estimate(_ value: Double, _ drawn: ArraySlice<Double>) -> Estimate {
      let error = scale * Self.deviation(drawn)
      return Estimate(
        value: value, standardError: error,
        interval: Interval(low: value - quantile * error, high: value + quantile * error))
    }
    let valid = Int(sample.points[0])
    let width = bootstrap.resamples
    func estimates(_ values: [Double], _ drawn: [Double]) -> [Estimate] {
      values.indices.map { estimate(values[$0], drawn[($0 * width)..<(($0 + 1) * width)]) }
    }
    let total = estimates(sample.total, resamples.total)
    // Of two estimators of each first-order index the one that is better known.
    let rivals = (
      estimates(sample.first, resamples.first), estimates(sample.change, resamples.change)
    )
    let isChange = total.indices.map { factor in
      firstOrder == .betterKnown
        ? total[factor].value < Self.smallTotal
          && rivals.1[factor].standardError < rivals.0[factor].standardError
        : firstOrder == .change
    }
    let first = isChange.indices.map { isChange[$0] ? rivals.1[$0] : rivals.0[$0] }
    let taken = (sample.firstOrder(isChange), resamples.firstOrder(isChange))
    let isAboveTotal = zip(first, total).map { $0.interval.low > $1.interval.high }
    let factors = design.factors.count
    let members = (0..<factors).flatMap { one in
      ((one + 1)..<max(factors, one + 1)).map { [one, $0] }
    }
    let both = (
      estimates(
        sample.beyond(sample.first, factors), resamples.beyond(resamples.first, factors)),
      estimates(sample.beyond(taken.0, factors), resamples.beyond(taken.1, factors))
    )
    let pairs = both.0.indices.map {
      members[$0].allSatisfy { isChange[$0] } ? both.1[$0] : both.0[$0]
    }
    let sum = estimate(sample.sum(taken.0)[0], resamples.sum(taken.1)[...])
    let isConstant = sample.variance[0] == 0
    let interactions =
      isConstant
      ? sum
      : Estimate(
        value: 1 - sum.value, standardError: sum.standardError,
        interval: Interval(low: 1 - sum.interval.high, high: 1 - sum.interval.low))
    return SobolIndices(
      points: valid, dropped: dropped[response], isConstant: isConstant,
      mean: center + sample.mean[0], variance: sample.variance[0],
      first: first.indices.map {
        .share(first[$0], beside: total[$0], isAbove: isAboveTotal[$0], runs: valid)
      },
      total: first.indices.map {
        .share(total[$0], beside: first[$0], isAbove: isAboveTotal[$0], runs: valid)
      },
      pairs: zip(members, pairs).map {
        SobolIndices.Pair(factors: $0, share: .share($1, runs: valid))
      },
      sumOfFirst: sum, interactions: interactions)
  }

  /// Sums over all units: one column.
  private static func totals(_ table: Matrix) -> Matrix {
    Matrix(rows: table.rows, columns: 1) { row, _ in
      table.entries[(row * table.columns)..<((row + 1) * table.columns)].reduce(0, +)
    }
  }

  /// The standard deviation of some numbers, of which there are at least two.
  private static func deviation(_ numbers: ArraySlice<Double>) -> Double {
    let moments = Moments(numbers)
    return moments.standardDeviation ?? 0
  }
}

extension SobolSums {
  /// Values of one response in a block, less its center; nought in all samples of a point where one of them is not finite.
  private struct CenteredBlock {
    let samples: Int
    let points: Int
    /// The value in sample `s` at point `i` is at `s · points + i`.
    var values: [Double]
    /// 1 for a point that counts, 0 for one that is left out.
    var flags: [Double]

    init(samples: Int, points: Int) {
      self.samples = samples
      self.points = points
      values = Array(repeating: 0, count: samples * points)
      flags = Array(repeating: 0, count: points)
    }

    /// Takes over the values of a response, and says how many points count.
    mutating func take(
      _ source: Span<Double>, response: Int, responses: Int, stride: Int, center: inout Double?
    ) -> Int {
      let (samples, points) = (samples, points)
      var flags = [Double](repeating: 0, count: points)
      for sample in 0..<samples {
        let row = (sample * responses + response) * stride
        // Nought times a finite number is nought; times anything else it is not a number.
        for point in 0..<points { flags[point] += source[row + point] * 0 }
      }
      var count = 0
      for point in 0..<points {
        let isFinite = flags[point] == 0
        flags[point] = isFinite ? 1 : 0
        count += isFinite ? 1 : 0
      }
      guard count > 0 else { return 0 }
      let middle: Double
      if let center {
        middle = center
      } else {
        middle = Self.pilot(source, flags.span, response * stride, responses * stride)
        center = middle
      }
      self.flags = flags
      var values = values.mutableSpan
      for sample in 0..<samples {
        let row = (sample * responses + response) * stride
        for point in 0..<points {
          values[sample * points + point] = flags[point] == 1 ? source[row + point] - middle : 0
        }
      }
      return count
    }

    /// The mean of `A` and `B` over the points that count; of equal numbers, exactly that number.
    private static func pilot(
      _ source: Span<Double>, _ flags: Span<Double>, _ first: Int, _ distance: Int
    ) -> Double {
      var (origin, sum, count): (Double?, Double, Double) = (nil, 0, 0)
      for point in 0..<flags.count where flags[point] == 1 {
        let start = origin ?? source[first + point]
        origin = start
        sum += (source[first + point] - start) + (source[first + distance + point] - start)
        count += 2
      }
      return (origin ?? 0) + sum / count
    }
  }

  /// Shares of the variance from sums, for several samples at once.
  private struct Shares {
    /// Base points of each sample.
    let points: [Double]
    /// Means over `A` and `B`, less the center.
    let mean: [Double]
    /// Variances over `A` and `B`; nought where there is no more than rounding.
    let variance: [Double]
    /// First-order indices by the correlation, a row a factor, a column a sample.
    var first: [Double]
    /// First-order indices by the change, likewise.
    var change: [Double]
    /// Total indices, likewise.
    var total: [Double]
    /// What pairs explain, each by itself included, a row a pair.
    var closed: [Double]

    /// The first-order indices by the change where that is wanted, else by the correlation.
    func firstOrder(_ isChange: [Bool]) -> [Double] {
      let width = points.count
      return first.indices.map { isChange[$0 / width] ? change[$0] : first[$0] }
    }

    /// Sums over the factors, one a sample.
    func sum(_ shares: [Double]) -> [Double] {
      var sums = Array(repeating: 0.0, count: points.count)
      for index in shares.indices { sums[index % points.count] += shares[index] }
      return sums
    }

    /// What pairs explain beyond what their members do.
    func beyond(_ shares: [Double], _ factors: Int) -> [Double] {
      let width = points.count
      var rest = closed
      guard !closed.isEmpty else { return rest }
      var index = 0
      for one in 0..<factors {
        for other in (one + 1)..<max(factors, one + 1) {
          for column in 0..<width {
            rest[index] -= shares[one * width + column] + shares[other * width + column]
            index += 1
          }
        }
      }
      return rest
    }

    /// - Parameters:
    ///   - table: A row a quantity, a column a sample.
    ///   - design: Which says what the rows are.
    ///   - center: What was subtracted from the values.
    init(_ table: Matrix, _ design: SaltelliDesign, center: Double) {
      let (width, factors) = (table.columns, design.factors.count)
      let sums = table.entries
      func row(_ quantity: Int) -> Int { quantity * width }
      /// Mean and variance of `count` numbers of which sum and sum of squares are known.
      @inline(__always) func spread(_ sum: Double, _ squares: Double, _ count: Double) -> (
        mean: Double, variance: Double
      ) {
        guard count > 0 else { return (0, 0) }
        let mean = sum / count
        let variance = squares / count - mean * mean
        // What remains of a constant after rounding, in the model's last digits or in these sums.
        let rounding = 0x1p-46 * (abs(center) + abs(mean))
        return (mean, variance > max(rounding * rounding, 0x1p-48 * mean * mean) ? variance : 0)
      }
      points = Array(sums[..<width])
      let (a, b) = (row(Quantity.first), row(Quantity.second))
      let (aa, bb) = (row(Quantity.firstSquare), row(Quantity.secondSquare))
      var (means, variances) = ([Double](), [Double]())
      for column in 0..<width {
        let spread = spread(
          sums[a + column] + sums[b + column], sums[aa + column] + sums[bb + column],
          2 * sums[column])
        means.append(spread.mean)
        variances.append(spread.variance)
      }
      (mean, variance) = (means, variances)
      first = Array(repeating: 0, count: factors * width)
      total = first
      change = first
      // How many pairs of values a base point has for each index.
      let repeats = design.hasPairs ? 2.0 : 1.0
      for factor in 0..<factors {
        let (sum, square) = (row(Quantity.sum(factor)), row(Quantity.square(factor)))
        let (alone, without) = (row(Quantity.alone(factor)), row(Quantity.without(factor)))
        let product = row(Quantity.change(factor))
        for column in 0..<width {
          let count = 2 * repeats * sums[column]
          let own = spread(
            sums[sum + column] + sums[b + column] + (design.hasPairs ? sums[a + column] : 0),
            sums[square + column] + sums[bb + column] + (design.hasPairs ? sums[aa + column] : 0),
            count
          ).variance
          let index = factor * width + column
          // A response that does not vary has no shares, whatever single values do.
          guard variances[column] > 0 else { continue }
          if own > 0 { first[index] = 1 - sums[alone + column] / count / own }
          total[index] = sums[without + column] / count / variances[column]
          // The products were taken around the pilot mean; here around the mean itself.
          let shift =
            sums[sum + column] - sums[a + column] - (design.hasPairs ? sums[b + column] : 0)
          change[index] =
            2 * (sums[product + column] - means[column] * shift) / count / variances[column]
        }
      }
      closed = []
      guard design.hasPairs else { return }
      for one in 0..<factors {
        let (sum1, square1) = (row(Quantity.sum(one)), row(Quantity.square(one)))
        for other in (one + 1)..<max(factors, one + 1) {
          let (sum2, square2) = (row(Quantity.sum(other)), row(Quantity.square(other)))
          let distance = row(Quantity.pair(closed.count / width, factors: factors))
          for column in 0..<width {
            let count = 4 * sums[column]
            let own = spread(
              sums[sum1 + column] + sums[sum2 + column],
              sums[square1 + column] + sums[square2 + column], count
            ).variance
            closed.append(
              own > 0 && variances[column] > 0 ? 1 - sums[distance + column] / count / own : 0)
          }
        }
      }
    }
  }
}
