internal import LinearAlgebra
internal import Probability
public import Sampling
internal import Statistics

/// How far knowing a factor moves the whole law of a response.
public struct DeltaIndex: Hashable, Sendable {
  /// The factor's place.
  public let factor: Int
  /// δ, less its bias: half the mean area between the density of the response and its density given the factor, from 0 to 1.
  ///
  /// Distinguishable from 0 when it lies above what factors without influence come to, ``floor``, by more than their scatter allows.
  public let index: Finding
  /// The same before its bias was taken off.
  public let plain: Double
  /// What factors with as many classes and no influence come to in this sample, on average.
  public let floor: Double
}

/// δ of all factors from one sample.
public struct DeltaSummary: Hashable, Sendable {
  /// One a factor, in the order of factors.
  public let indices: [DeltaIndex]
  /// Runs that it rests on.
  public let runs: Int
  /// Runs left out because the response was undefined.
  public let dropped: Int
}

/// Moment-independent importance from an ordinary sample.
///
/// The measure: E. Borgonovo (2007), doi:10.1016/j.ress.2006.04.015. The estimator: E. Plischke, E. Borgonovo, C. L. Smith
/// (2013), doi:10.1016/j.ejor.2012.11.047: runs are cut into classes of equal size by the factor's rank, densities are
/// Gaussian kernel sums with B. W. Silverman's bandwidth, and twice the estimate less its mean over bootstrap samples takes off the
/// bias. Equal values of a factor share a class, so that a switch has two.
///
/// δ does not change when the response is replaced by a rising function of it, so the response is turned into normal scores first: one
/// grid of points and one scale suit every response, however heavy its tails. Runs are sorted into the grid's bins (each between the
/// two points beside it), and all class densities of a bootstrap sample are one product of matrices for each of some forty bandwidths.
public enum DensityShift {
  /// Points of the grid on which densities are compared.
  static let points = 128
  /// Factors without influence that are made for each number of classes.
  static let idle = 20

  /// Estimates δ of every factor.
  ///
  /// - Parameters:
  ///   - factors: A column of finite numbers for each factor.
  ///   - response: As many numbers; a run in which it is not finite is dropped and counted.
  ///   - confidence: Of the interval (normal, with the bootstrap's standard error), strictly between 0 and 1.
  ///   - resamples: Bootstrap samples, at least 10.
  ///   - draws: Of bootstrap samples and of factors without influence.
  /// - Returns: Noughts for a response that does not vary, or a factor that does not.
  /// - Throws: ``SampleTooSmall`` for fewer than 64 runs.
  /// - Complexity: `resamples · factors · (runs + classes · 128²)`.
  public static func summary(
    factors: [[Double]], response: [Double], confidence: Double = 0.95, resamples: Int = 100,
    draws: Draws
  ) throws(SampleTooSmall) -> DeltaSummary {
    Sensitivity.check(confidence: confidence)
    check(factors: factors, responses: [response], runs: response.count)
    precondition(resamples >= 10, "\(resamples) resamples, expected at least 10")
    let defined = DefinedRuns(response)
    let runs = defined.places.count
    guard runs >= 64 else { throw SampleTooSmall(runs: runs, needed: 64) }
    let scores = normalScores(ranks(defined.values(of: response)))
    let wanted = classes(runs: runs)
    let sorted = factors.map { Classes(ranks(defined.values(of: $0)), wanted: wanted) }
    guard let first = scores.first, scores.contains(where: { $0 != first }) else {
      let nought = Finding.nought(runs: runs)
      return DeltaSummary(
        indices: factors.indices.map {
          DeltaIndex(factor: $0, index: nought, plain: 0, floor: 0)
        }, runs: runs, dropped: defined.dropped)
    }
    // Factors without influence: the classes of a real one, dealt out at random.
    var idle: [Int: Range<Int>] = [:]
    var all = sorted
    for classes in sorted where classes.count > 1 && idle[classes.count] == nil {
      let start = all.count
      for copy in 0..<Self.idle {
        all.append(classes.shuffled(draws, run: UInt32(copy), name: "delta.idle"))
      }
      idle[classes.count] = start..<all.count
    }
    let estimator = DensityDistance(scores: scores, classes: all)
    let plain = estimator.distances(weights: Array(repeating: 1, count: runs))
    var moments = [Moments](repeating: Moments(), count: all.count)
    let name = NameHash("delta.resample")
    var uniforms = [Double](repeating: 0, count: runs)
    for resample in 0..<resamples {
      var weights = [Double](repeating: 0, count: runs)
      var span = uniforms.mutableSpan
      draws.fill(name, firstRun: 0, month: resample, into: &span)
      for uniform in uniforms { weights[Int(uniform * Double(runs))] += 1 }
      for (place, distance) in estimator.distances(weights: weights).enumerated() {
        moments[place].add(distance)
      }
    }
    let z = StandardNormal.quantile(0.5 + 0.5 * confidence)
    func corrected(_ place: Int) -> Double { 2 * plain[place] - moments[place].mean }
    let t = studentQuantile(0.5 + 0.5 * confidence, degreesOfFreedom: Double(Self.idle - 1))
    let indices = factors.indices.map { factor in
      guard let others = idle[sorted[factor].count] else {
        return DeltaIndex(factor: factor, index: .nought(runs: runs), plain: 0, floor: 0)
      }
      let value = corrected(factor)
      let error = moments[factor].standardDeviation ?? .nan
      let interval = Interval(low: value - z * error, high: value + z * error)
      let floor = Moments(others.map(corrected))
      let scatter = (floor.variance ?? 0) * (1 + 1 / Double(Self.idle))
      return DeltaIndex(
        factor: factor,
        index: Finding(
          Estimate(value: value, standardError: error, interval: interval), runs: runs,
          doubts: interval.high < 0 || interval.low > 1 ? [.outsideItsRange] : [],
          isDistinguishable: value > floor.mean + t * scatter.squareRoot()),
        plain: plain[factor], floor: floor.mean)
    }
    return DeltaSummary(indices: indices, runs: runs, dropped: defined.dropped)
  }

  /// The number of classes that Plischke and others recommend: it grows with the cube root of many runs, up to 48.
  static func classes(runs: Int) -> Int {
    let n = Double(runs)
    // tanh((1500 - n) / 500), then n to the power of 2 / (7 + that).
    var numbers = [(1500 - n) / 250]
    var span = numbers.mutableSpan
    exponentials(of: &span)
    let bend = numbers[0].isInfinite ? 1 : (numbers[0] - 1) / (numbers[0] + 1)
    numbers[0] = n
    span = numbers.mutableSpan
    logarithms(of: &span)
    numbers[0] *= 2 / (7 + bend)
    span = numbers.mutableSpan
    exponentials(of: &span)
    return min(48, Int(numbers[0].rounded(.up)))
  }

  /// The normal quantiles of mid-ranks.
  static func normalScores(_ ranks: [Double]) -> [Double] {
    var scores = ranks.map { ($0 - 0.5) / Double(ranks.count) }
    var span = scores.mutableSpan
    StandardNormal.quantiles(of: &span)
    return scores
  }
}

/// The class of each run by one factor.
struct Classes: Hashable {
  /// Classes that hold a run.
  let count: Int
  /// From 0, in the order of runs.
  let ofRun: [UInt8]

  init(_ ranks: [Double], wanted: Int) {
    let scale = Double(wanted) / Double(ranks.count)
    let classes = ranks.map { min(wanted - 1, Int(($0 - 0.5) * scale)) }
    // Equal values share a class, so that some may be empty.
    var places = [Int](repeating: -1, count: wanted)
    var next = 0
    for present in Set(classes).sorted() {
      places[present] = next
      next += 1
    }
    count = next
    ofRun = classes.map { UInt8(places[$0]) }
  }

  private init(count: Int, ofRun: [UInt8]) {
    self.count = count
    self.ofRun = ofRun
  }

  func shuffled(_ draws: Draws, run: UInt32, name: String) -> Classes {
    let hash = NameHash(name)
    var ofRun = ofRun
    for place in stride(from: ofRun.count - 1, to: 0, by: -1) {
      let uniform = draws.uniform(hash, run: run, month: place)
      ofRun.swapAt(place, Int(uniform * Double(place + 1)))
    }
    return Classes(count: count, ofRun: ofRun)
  }
}

/// Distances between the density of scores and their densities in the classes of many factors.
struct DensityDistance {
  private let classes: [Classes]
  /// The grid point below each run, and the share of the way to the next.
  private let bins: [Int32]
  private let shares: [Double]
  private let spacing: Double
  /// Kernel sums of each bandwidth, a row a bin and a column a point.
  private let kernels: [Matrix]
  private let narrowest: Double
  private static let ratio = 1.08

  /// Prepares a grid.
  ///
  /// - Parameters:
  ///   - scores: Normal scores, or other numbers with a standard deviation near 1; not all equal.
  ///   - classes: Of each factor.
  init(scores: [Double], classes: [Classes]) {
    self.classes = classes
    let points = DensityShift.points
    let widest = 1.1 * DensityDistance.silverman(1, 4)
    let least = scores.min() ?? 0
    let most = scores.max() ?? 0
    // The density of all has the widest kernel that matters at the ends.
    let margin = 3 * DensityDistance.silverman(1, Double(scores.count))
    let low = least - margin
    let spacing = (most - least + 2 * margin) / Double(points - 1)
    var bins: [Int32] = []
    var shares: [Double] = []
    for score in scores {
      let place = (score - low) / spacing
      let bin = min(points - 2, Int(place))
      bins.append(Int32(bin))
      shares.append(place - Double(bin))
    }
    self.bins = bins
    self.shares = shares
    let narrowest = 0.75 * spacing
    var kernels: [Matrix] = []
    var width = narrowest
    while width < Self.ratio * max(widest, narrowest) {
      var values = (0..<points).map { offset in
        let distance = Double(offset) * spacing / width
        return max(-700, -0.5 * distance * distance)
      }
      var span = values.mutableSpan
      exponentials(of: &span)
      let height = 0.398_942_280_401_432_68 / width
      kernels.append(
        Matrix(rows: points, columns: points) { height * values[abs($0 - $1)] })
      width *= Self.ratio
    }
    self.kernels = kernels
    self.narrowest = narrowest
    self.spacing = spacing
  }

  /// Silverman's bandwidth for one dimension.
  static func silverman(_ deviation: Double, _ count: Double) -> Double {
    var numbers = [0.75 * max(1, count)]
    var span = numbers.mutableSpan
    logarithms(of: &span)
    numbers[0] *= -0.2
    span = numbers.mutableSpan
    exponentials(of: &span)
    return deviation * numbers[0]
  }

  /// δ of each factor, every run counted as often as its weight says.
  func distances(weights: [Double]) -> [Double] {
    let points = DensityShift.points
    let rows = classes.reduce(0) { $0 + $1.count }
    // The histograms of all classes of all factors, one below the other; the last is that of all runs.
    var histograms = [Double](repeating: 0, count: (rows + 1) * points)
    let runs = weights.count
    let falling = (0..<runs).map { weights[$0] * (1 - shares[$0]) }
    let rising = (0..<runs).map { weights[$0] * shares[$0] }
    var first = 0
    for factor in classes {
      for run in 0..<runs {
        let place = (first + Int(factor.ofRun[run])) * points + Int(bins[run])
        histograms[place] += falling[run]
        histograms[place + 1] += rising[run]
      }
      first += factor.count
    }
    for run in 0..<runs {
      let place = rows * points + Int(bins[run])
      histograms[place] += falling[run]
      histograms[place + 1] += rising[run]
    }
    let totals = (0...rows).map { row in
      (0..<points).reduce(0.0) { $0 + histograms[row * points + $1] }
    }
    let levels = (0...rows).map { level(histograms, row: $0, total: totals[$0]) }
    let densities = densities(histograms, levels, totals)
    let all = Array(densities[(rows * points)...])
    first = 0
    return classes.map { factor in
      guard factor.count > 1 else { return 0 }
      var sum = 0.0
      for row in first..<(first + factor.count) {
        var area = 0.0
        for point in 0..<points { area += abs(densities[row * points + point] - all[point]) }
        sum += 0.5 * totals[row] / totals[rows] * area * spacing
      }
      first += factor.count
      return sum
    }
  }

  /// Which kernel suits a histogram.
  private func level(_ histograms: [Double], row: Int, total: Double) -> Int {
    guard total > 1 else { return 0 }
    let points = DensityShift.points
    var (sum, square) = (0.0, 0.0)
    for point in 0..<points {
      let weighted = histograms[row * points + point] * Double(point)
      sum += weighted
      square += weighted * Double(point)
    }
    let variance = max(0, square - sum * sum / total) / (total - 1)
    let width = Self.silverman(variance.squareRoot() * spacing, total)
    guard width > narrowest else { return 0 }
    var numbers = [width / narrowest, Self.ratio]
    var span = numbers.mutableSpan
    logarithms(of: &span)
    return min(kernels.count - 1, Int((numbers[0] / numbers[1]).rounded()))
  }

  /// The density at each point for each histogram.
  private func densities(_ histograms: [Double], _ levels: [Int], _ totals: [Double]) -> [Double] {
    let points = DensityShift.points
    var result = [Double](repeating: 0, count: histograms.count)
    var rowsOfLevel = [[Int]](repeating: [], count: kernels.count)
    for (row, level) in levels.enumerated() { rowsOfLevel[level].append(row) }
    for (level, rows) in rowsOfLevel.enumerated() where !rows.isEmpty {
      var gathered: [Double] = []
      gathered.reserveCapacity(rows.count * points)
      for row in rows { gathered += histograms[(row * points)..<((row + 1) * points)] }
      let sums = Matrix(rows: rows.count, columns: points, entries: gathered).times(kernels[level])
      for (place, row) in rows.enumerated() where totals[row] > 0 {
        let scale = 1 / totals[row]
        for point in 0..<points {
          result[row * points + point] = sums.entries[place * points + point] * scale
        }
      }
    }
    return result
  }
}
