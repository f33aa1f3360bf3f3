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

  /// The name of what is taken: `stock`, `penalties_to_date`, `stock_end`, or that of the test.
  public func name(in world: World) -> String {
    switch self {
    case .measure(let measure, _, _): measure.rawValue
    case .total(let measure, _, _): "\(measure.rawValue)_to_date"
    case .outcome(let outcome): outcome.kind.rawValue
    case .test(let test): world.tests[test].name
    }
  }

  /// Of what it is taken; nil for a test.
  public var subject: Subject? {
    switch self {
    case .measure(_, let subject, _), .total(_, let subject, _): subject
    case .outcome(let outcome): outcome.subject
    case .test: nil
    }
  }

  /// The month at whose end it is taken, by index; nil for what belongs to the whole horizon.
  public var month: Int? {
    switch self {
    case .measure(_, _, let month), .total(_, _, let month): month
    case .outcome, .test: nil
    }
  }

  /// How it is named on the command line: `stock.asylum@2028-12`, `penalties_to_date@2028-12`, `stock_end.asylum`, `C26-fifo`.
  public func label(in world: World) -> String {
    let subject = subject.map { world.label(of: $0) } ?? ""
    let label = subject.isEmpty ? name(in: world) : "\(name(in: world)).\(subject)"
    return month.map { "\(label)@\(world.calendar.month($0))" } ?? label
  }

  /// What it is called by people: `stock, Asylum: first and repeat applications, Dec 2028`.
  public func title(in world: World) -> Bilingual {
    func title(_ language: Language) -> String {
      var parts: [String]
      switch self {
      case .measure(let measure, _, _): parts = [measure.title[language]]
      case .total(let measure, _, _):
        parts = [measure.title[language] + (language == .nl ? " tot dan toe" : " to date")]
      case .outcome(let outcome): parts = [outcome.kind.title[language]]
      case .test(let test): parts = [world.tests[test].statement[language]]
      }
      if let subject, subject != .whole { parts.append(world.title(of: subject)[language]) }
      if let month { parts.append(language.format(world.calendar.month(month))) }
      return parts.joined(separator: ", ")
    }
    return Bilingual(nl: title(.nl), en: title(.en))
  }

  /// Whether large values are better; nil where neither way is.
  public var isBetterWhenHigher: Bool? {
    switch self {
    case .measure(let measure, _, _), .total(let measure, _, _): measure.isBetterWhenHigher
    case .outcome(let outcome): outcome.kind.isBetterWhenHigher
    case .test: true
    }
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
