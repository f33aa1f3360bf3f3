internal import Caseload

/// Evaluates the tests of a world on the months of one run.
struct VerdictRule {
  let test: Test
  /// Index among the worlds simulated, by the levers that a side switches off.
  let worlds: [Set<Int>: Int]

  /// Numeric slack of comparisons, relative: rounding must not decide a verdict.
  static let slack = 1e-9

  /// A measure of a subject in a month, in one of the worlds.
  typealias Reading = (_ world: Int, Measure, Subject, _ month: Int) -> Double

  /// Whether the statement holds in one run; nil when no month of it can be compared.
  func holds(_ value: Reading, constant: (Number) -> Double) -> Bool? {
    let months = Array(test.months.from...test.months.to)
    let left = path(test.left, months, value, constant)
    let right = path(test.right, months, value, constant)
    var compared = false
    for (a, b) in zip(left, right) where !a.isNaN && !b.isNaN {
      compared = true
      let holds = compare(a, b)
      if test.quantifier == .some, holds { return true }
      if test.quantifier == .every, !holds { return false }
    }
    return compared ? test.quantifier == .every : nil
  }

  private func compare(_ left: Double, _ right: Double) -> Bool {
    let margin = test.tolerance * abs(right)
    let slack = VerdictRule.slack * max(abs(left), abs(right))
    return switch test.relation {
    case .less: left < right + margin - slack
    case .lessOrEqual: left <= right + margin + slack
    case .greater: left > right - margin + slack
    case .greaterOrEqual: left >= right - margin - slack
    case .within: abs(left - right) <= margin + slack
    }
  }

  /// The values of a side over the test's months.
  private func path(
    _ side: Side, _ months: [Int], _ value: Reading, _ constant: (Number) -> Double
  ) -> [Double] {
    switch side {
    case .constant(let number):
      return Array(repeating: constant(number), count: months.count)
    case .path(let path):
      let world = worlds[Set(path.without)] ?? 0
      func sum(_ terms: [Term], _ month: Int) -> Double {
        guard month - path.rolling + 1 >= 0 else { return .nan }
        var total = 0.0
        for past in (month - path.rolling + 1)...month {
          for term in terms {
            total += term.times * value(world, term.measure, term.subject, past)
          }
        }
        return total
      }
      func quotient(_ number: (_ terms: [Term]) -> Double) -> Double {
        path.per.isEmpty ? number(path.sum) : number(path.sum) / number(path.per)
      }
      guard let reduction = path.reduction else {
        return months.map { month in quotient { sum($0, month) } }
      }
      let own = path.months.map { Array($0.from...$0.to) } ?? months
      let fixed = quotient { terms in
        reduced(own.map { sum(terms, $0) }.filter { !$0.isNaN }, reduction)
      }
      return Array(repeating: fixed, count: months.count)
    }
  }

  private func reduced(_ values: [Double], _ reduction: Side.Reduction) -> Double {
    switch reduction {
    case .sum: values.isEmpty ? .nan : values.reduce(0, +)
    case .mean: values.reduce(0, +) / Double(values.count)
    case .min: values.min() ?? .nan
    case .max: values.max() ?? .nan
    }
  }
}
