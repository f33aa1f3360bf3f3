public import Caseload
public import Engine
public import Sensitivity
internal import Statistics

/// How a study of sensitivity goes about it.
public enum SensitivityMethod: String, Hashable, Sendable, CaseIterable {
  /// One factor at a time between its 10th and 90th percentile; each lever off and on.
  case tornado
  /// Elementary effects along trajectories.
  case morris
  /// Variance-based indices: first order, total, and second order on request.
  case sobol
  /// First-order, total and density-based indices from an ordinary sample.
  case givenData = "given-data"
  /// Regression and partial correlation coefficients, on numbers and on ranks.
  case rank
  /// The additive share of every lever in the difference that all of them make.
  case shapley

  /// Runs of each variant unless the user asks for another number; nil for those of the scenario, or, with levers, of ``Attribution/usualRuns(levers:)``.
  public var usualRuns: Int? {
    switch self {
    case .tornado: 512
    case .morris: 64
    case .sobol: 4096
    case .givenData, .rank, .shapley: nil
    }
  }
}

/// A measure of sensitivity.
public enum SensitivityIndex: String, Hashable, Sendable, CaseIterable {
  /// Share of the variance that a factor explains by itself.
  case first
  /// Share of the variance that would be left if all other factors were known.
  case total
  /// Share of the variance that two factors explain only together.
  case second
  /// Mean elementary effect.
  case mu
  /// Mean absolute elementary effect.
  case muStar = "mu_star"
  /// Standard deviation of elementary effects.
  case sigma
  /// Mean response at a factor's 10th percentile, or with the lever off.
  case low
  /// Mean response at its 90th percentile, or with the lever on.
  case high
  /// Mean change from the one to the other, run by run.
  case swing
  /// Share of runs in which the response rises.
  case shareUp = "share_up"
  /// Standardised regression coefficient.
  case src
  /// Partial correlation.
  case pcc
  /// Standardised regression coefficient of ranks.
  case srrc
  /// Partial correlation of ranks.
  case prcc
  /// Share of the variance that a linear model loses without a group of factors.
  case lost
  /// The same of a model of ranks.
  case lostOfRanks = "lost_ranks"
  /// Borgonovo's δ: half the mean area between the density of the response and its density given the factor.
  case delta
  /// Shapley value: an additive share in a difference, in the response's own unit.
  case share

  /// Whether it is a share of the variance.
  public var isShareOfVariance: Bool { self == .first || self == .total || self == .second }

  /// Whether it counts in the response's own unit.
  public var isInUnitOfResponse: Bool {
    switch self {
    case .mu, .muStar, .sigma, .low, .high, .swing, .share: true
    default: false
    }
  }

  /// The index by which factors are ranked.
  public static func leading(of method: SensitivityMethod) -> SensitivityIndex {
    switch method {
    case .tornado: .swing
    case .morris: .muStar
    case .sobol, .givenData: .total
    case .rank: .prcc
    case .shapley: .share
    }
  }
}

/// How a response goes with a factor, by one measure.
public struct SensitivityRow: Hashable, Sendable {
  /// Place of the response.
  public let response: Int
  /// Place of the factor.
  public let factor: Int
  /// Place of the second factor of a pair; nil otherwise.
  public let partner: Int?
  /// The measure.
  public let index: SensitivityIndex
  /// The estimate with what to think of it.
  public let finding: Finding

  /// Joins a row.
  public init(
    response: Int, factor: Int, partner: Int? = nil, index: SensitivityIndex, finding: Finding
  ) {
    self.response = response
    self.factor = factor
    self.partner = partner
    self.index = index
    self.finding = finding
  }
}

/// What a study says of one response as a whole.
public struct ResponseFacts: Hashable, Sendable {
  /// Runs in which it was undefined and left out.
  public let dropped: Int
  /// Mean over the runs as they are drawn, those that count; nil for Morris's method, whose runs lie on a grid, and where no run counts.
  public let mean: Double?
  /// Share of the variance explained by the method's model, left-one-out, where there is a model.
  public let foretold: Double?
}

/// Everything that a study of sensitivity found out.
public struct SensitivityResult: Sendable {
  /// The method.
  public let method: SensitivityMethod
  /// The world.
  public let world: World
  /// What was looked at.
  public let responses: [Response]
  /// What was changed.
  public let factors: [Factor]
  /// Uncertain numbers and levers that cannot reach any response, by name: their indices are nought without a run.
  public let outOfReach: [String]
  /// The findings: by response, then by factor, then by measure.
  public let rows: [SensitivityRow]
  /// What is said of each response.
  public let facts: [ResponseFacts]
  /// The shares of all levers, where these were asked for.
  public let attribution: Attribution?
  /// Size of the sample: base points, trajectories or runs.
  public let sample: Int
  /// Runs made, all variants together; 0 when they were read.
  public let runs: Int
  /// Seed of every draw.
  public let seed: UInt64
  /// Level of all intervals.
  public let confidence: Double
  /// Seconds that it took.
  public let seconds: Double

  /// The factors of a response from the most to the least influential by the method's leading measure.
  public func ranked(response: Int) -> [SensitivityRow] {
    let index = SensitivityIndex.leading(of: method)
    return rows.filter { $0.response == response && $0.index == index && $0.partner == nil }
      .sorted {
        let (first, second) = (abs($0.finding.estimate.value), abs($1.finding.estimate.value))
        return first != second ? first > second : $0.factor < $1.factor
      }
  }
  /// The responses by place, those that are one thing in several months together and in the order of the months; what was asked for twice is there once.
  public var series: [[Int]] {
    var series: [[Int]] = []
    for place in responses.indices {
      let response = responses[place]
      let known = series.firstIndex { places in
        let first = responses[places[0]]
        return response == first
          || response.month != nil && first.month != nil && response.subject == first.subject
            && response.name(in: world) == first.name(in: world)
      }
      if let known {
        if !series[known].contains(where: { responses[$0] == response }) {
          series[known].append(place)
        }
      } else {
        series.append([place])
      }
    }
    return series.map { places in
      places.sorted { (responses[$0].month ?? 0, $0) < (responses[$1].month ?? 0, $1) }
    }
  }

  /// Those of a series that are worth a picture and a table of their own: all of three at most, else the last.
  public static func shown(of series: [Int]) -> [Int] {
    series.count > 3 ? Array(series.suffix(1)) : series
  }
}
