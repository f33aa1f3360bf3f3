public import Caseload

/// One number of a whole run.
public struct Outcome: Hashable, Sendable {
  /// What the number says.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case stockEnd = "stock_end"
    case overdueStockEnd = "overdue_stock_end"
    case monthsUntilStockHalved = "months_until_stock_halved"
    case stockHalved = "stock_halved"
    case monthsUntilOverdueGone = "months_until_overdue_gone"
    case overdueGone = "overdue_gone"
    case keepsUp = "keeps_up"
    case penalties

    /// Measures that it is computed from.
    public var measures: [Measure] {
      switch self {
      case .stockEnd, .monthsUntilStockHalved, .stockHalved: [.stock]
      case .overdueStockEnd: [.overdueStock]
      case .monthsUntilOverdueGone, .overdueGone: [.overdueStock, .decisions, .straightThrough]
      case .keepsUp:
        [.inflow, .followUpInflow, .straightThrough, .decisions, .withdrawals, .stock]
      case .penalties: [.penalties]
      }
    }

    /// The unit in which it counts.
    public var unit: Unit {
      switch self {
      case .stockEnd, .overdueStockEnd: .cases
      case .monthsUntilStockHalved, .monthsUntilOverdueGone: .months
      case .stockHalved, .overdueGone, .keepsUp: .share
      case .penalties: .euro
      }
    }

    /// Whether runs may have no value because it never happens.
    public var mayNeverHappen: Bool {
      self == .monthsUntilStockHalved || self == .monthsUntilOverdueGone
    }
  }

  /// What the number says.
  public let kind: Kind
  /// Of what.
  public let subject: Subject

  /// The outcomes of a world, in the order of the report.
  public static func all(of world: World) -> [Outcome] {
    var all: [Outcome] = []
    for subject in world.subjects {
      switch subject {
      case .stream, .group:
        for kind in Kind.allCases where kind != .penalties {
          all.append(Outcome(kind: kind, subject: subject))
        }
      case .whole: all.append(Outcome(kind: .penalties, subject: subject))
      case .pool: break
      }
    }
    return all
  }

  /// How it is written as a column: `stock_end.asylum`, `penalties`.
  public func label(in world: World) -> String {
    let subject = world.label(of: subject)
    return subject.isEmpty ? kind.rawValue : "\(kind.rawValue).\(subject)"
  }
}

extension Outcome {
  /// The outcome of one run, given the subject's stock at the start and its measures by month; infinity for what never happens.
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
