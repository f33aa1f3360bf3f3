internal import Caseload

/// Evaluates a test on the months of runs, eight at a time.
struct VerdictRule {
  private let test: Test
  private let left: Reading
  private let right: Reading

  /// Numeric slack of comparisons, relative: rounding must not decide a verdict.
  static let slack = 1e-9

  /// The months of a series in one of the worlds, by the place that `init` was given for it.
  typealias Value = (_ world: Int, _ place: Int) -> [Lane]

  private typealias Mask = SIMDMask<Lane.MaskStorage>

  /// A side of the test, with its series looked up.
  private enum Reading {
    case constant(Number)
    case path(
      Side.Path, world: Int, sum: [(place: Int, times: Double)], per: [(place: Int, times: Double)])
  }

  /// Looks up the worlds and series that the test reads.
  ///
  /// - Parameters:
  ///   - test: The test.
  ///   - worlds: Index among the worlds simulated, by the levers that a side switches off.
  ///   - place: Where a series of a world stands.
  init(
    test: Test, worlds: [Set<Int>: Int], place: (_ world: Int, Measure, Subject) -> Int
  ) {
    self.test = test
    func reading(_ side: Side) -> Reading {
      switch side {
      case .constant(let number): return .constant(number)
      case .path(let path):
        let world = worlds[Set(path.without)] ?? 0
        func places(_ terms: [Term]) -> [(place: Int, times: Double)] {
          terms.map { (place(world, $0.measure, $0.subject), $0.times) }
        }
        return .path(path, world: world, sum: places(path.sum), per: places(path.per))
      }
    }
    left = reading(test.left)
    right = reading(test.right)
  }

  /// Whether the statement holds in each of eight runs, and whether any month of it could be compared there.
  func holds(
    _ value: Value, constant: (Number) -> Lane
  ) -> (holds: SIMDMask<Lane.MaskStorage>, compared: SIMDMask<Lane.MaskStorage>) {
    let months = Array(test.months.from...test.months.to)
    var held = Mask(repeating: false)
    var failed = held
    for (a, b) in zip(
      path(left, months, value, constant), path(right, months, value, constant))
    {
      let isDefined = (a .== a) .& (b .== b)
      let isTrue = compare(a, b)
      held .|= isDefined .& isTrue
      failed .|= isDefined .& .!isTrue
    }
    return (test.quantifier == .some ? held : held .& .!failed, held .| failed)
  }

  private func compare(_ left: Lane, _ right: Lane) -> SIMDMask<Lane.MaskStorage> {
    let margin = test.tolerance * abs(right)
    let slack = VerdictRule.slack * Lane.most(abs(left), abs(right))
    return switch test.relation {
    case .less: left .< right + margin - slack
    case .lessOrEqual: left .<= right + margin + slack
    case .greater: left .> right - margin + slack
    case .greaterOrEqual: left .>= right - margin - slack
    case .within: abs(left - right) .<= margin + slack
    }
  }

  /// The values of a side over the test's months.
  private func path(
    _ side: Reading, _ months: [Int], _ value: Value, _ constant: (Number) -> Lane
  ) -> [Lane] {
    switch side {
    case .constant(let number):
      return Array(repeating: constant(number), count: months.count)
    case .path(let path, let world, let terms, let divisors):
      func series(_ terms: [(place: Int, times: Double)]) -> [(months: [Lane], times: Double)] {
        terms.map { (value(world, $0.place), $0.times) }
      }
      let (above, below) = (series(terms), series(divisors))
      func sum(_ series: [(months: [Lane], times: Double)], _ month: Int) -> Lane {
        guard month - path.rolling + 1 >= 0 else { return Lane(repeating: .nan) }
        var total = Lane.zero
        for past in (month - path.rolling + 1)...month {
          for (months, times) in series { total += times * months[past] }
        }
        return total
      }
      func quotient(_ number: (_ series: [(months: [Lane], times: Double)]) -> Lane) -> Lane {
        below.isEmpty ? number(above) : number(above) / number(below)
      }
      guard let reduction = path.reduction else {
        return months.map { month in quotient { sum($0, month) } }
      }
      let own = path.months.map { Array($0.from...$0.to) } ?? months
      let fixed = quotient { series in reduced(own.map { sum(series, $0) }, reduction) }
      return Array(repeating: fixed, count: months.count)
    }
  }

  /// Months as one number, leaving out those that are not a number; not a number when all are.
  private func reduced(_ values: [Lane], _ reduction: Side.Reduction) -> Lane {
    var count = Lane.zero
    var result: Lane
    switch reduction {
    case .sum, .mean: result = .zero
    case .min: result = Lane(repeating: .infinity)
    case .max: result = Lane(repeating: -.infinity)
    }
    for value in values {
      let isDefined = value .== value
      count.replace(with: count + 1, where: isDefined)
      switch reduction {
      case .sum, .mean: result.replace(with: result + value, where: isDefined)
      case .min: result.replace(with: Lane.least(result, value), where: isDefined)
      case .max: result.replace(with: Lane.most(result, value), where: isDefined)
      }
    }
    if reduction == .mean { result /= count }
    return result.replacing(with: Lane(repeating: .nan), where: count .== .zero)
  }
}
