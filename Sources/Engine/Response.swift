public import Caseload

/// A number that an experiment takes from every run.
public enum Response: Hashable, Sendable {
  /// A measure in a month, by index.
  case measure(Measure, Subject, month: Int)
  /// The sum of a measure over the months from the first to the given one.
  case total(Measure, Subject, through: Int)
  /// A number of the whole horizon; infinite for what never happens.
  case outcome(Outcome)
  /// Whether a test of the world, by index, holds: 1, 0, or not a number where no month of it can be compared.
  case test(Int)

  /// The unit in which it counts.
  public func unit(in world: World) -> Unit {
    switch self {
    case .measure(let measure, _, _): measure.unit
    case .total(let measure, _, _): measure.unit.summedOverMonths
    case .outcome(let outcome): outcome.kind.unit
    case .test: .share
    }
  }

  /// How it is named: `stock.asylum@2028-12`, `sum:penalties@2028-12`, `stock_end.asylum`, `test:C26`.
  public func label(in world: World) -> String {
    switch self {
    case .measure(let measure, let subject, let month):
      Response.name(measure, subject, month, world)
    case .total(let measure, let subject, let month):
      "sum:" + Response.name(measure, subject, month, world)
    case .outcome(let outcome): outcome.label(in: world)
    case .test(let test): "test:\(world.tests[test].name)"
    }
  }

  private static func name(
    _ measure: Measure, _ subject: Subject, _ month: Int, _ world: World
  ) -> String {
    let label = world.label(of: subject)
    let name = label.isEmpty ? measure.rawValue : "\(measure.rawValue).\(label)"
    return "\(name)@\(world.calendar.month(month))"
  }

  /// Months that have to be simulated to know it.
  func months(of plan: Plan) -> Int {
    switch self {
    case .measure(_, _, let month), .total(_, _, let month): return month + 1
    case .outcome: return plan.months
    case .test(let index):
      let test = plan.world.tests[index]
      var last = test.months.to
      for case .path(let path) in [test.left, test.right] {
        last = max(last, path.months?.to ?? 0)
      }
      return last + 1
    }
  }
}

extension Unit {
  /// The unit of a sum over months of what counts in this one.
  var summedOverMonths: Unit {
    switch self {
    case .casesPerMonth: .cases
    case .hoursPerMonth: .hours
    case .euroPerMonth: .euro
    default: self
    }
  }
}
