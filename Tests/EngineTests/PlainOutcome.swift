import Caseload

@testable import Engine

/// What the months of one run come to, computed from whole paths: the judge of the engine, which keeps no paths.
extension Outcome {
  /// The outcome of one run, given the subject's stock at the start and its
  /// measures by month; infinity for what never happens.
  func value(
    months: Int, start: Double, _ value: (Measure, _ month: Int) -> Double
  ) -> Double {
    switch kind {
    case .stockEnd: value(.stock, months - 1)
    case .overdueStockEnd: value(.overdueStock, months - 1)
    case .monthsUntilStockHalved:
      first(months) { value(.stock, $0) <= start / 2 }
    case .stockHalved:
      first(months) { value(.stock, $0) <= start / 2 }.isFinite ? 1 : 0
    case .monthsUntilOverdueGone: first(months) { isGone($0, value) }
    case .overdueGone: first(months) { isGone($0, value) }.isFinite ? 1 : 0
    case .keepsUp: keepsUp(months, value) ? 1 : 0
    case .penalties: (0..<months).reduce(0.0) { $0 + value(.penalties, $1) }
    }
  }

  private func first(_ months: Int, _ holds: (Int) -> Bool) -> Double {
    (0..<months).first(where: holds).map { Double($0 + 1) } ?? .infinity
  }

  private func isGone(_ month: Int, _ value: (Measure, Int) -> Double) -> Bool {
    let late = value(.overdueStock, month)
    return late == 0 || late < value(.decisions, month) + value(.straightThrough, month)
  }

  private func keepsUp(_ months: Int, _ value: (Measure, Int) -> Double) -> Bool {
    var (came, went) = (0.0, 0.0)
    for month in max(0, months - 12)..<months {
      came += value(.inflow, month) + value(.followUpInflow, month)
      went +=
        value(.decisions, month) + value(.straightThrough, month) + value(.withdrawals, month)
    }
    let monthly = came / Double(min(12, months))
    return went >= came * (1 - 1e-9) || value(.stock, months - 1) <= monthly
  }
}
