public import Caseload
public import Engine

extension Response {
  /// What a reader of a scenario asks first: the first figure of its first question, half-way; else the stock of the first subject at the end.
  public static func usual(in world: World) -> Response {
    let last = world.calendar.months - 1
    guard let figures = world.questions.first?.figures, let first = figures.first else {
      return .measure(.stock, world.subjects[0], month: last)
    }
    let same = figures.filter { $0.measure == first.measure && $0.subject == first.subject }
    return .measure(first.measure, first.subject, month: same[(same.count - 1) / 2].month)
  }

  /// The same thing at the end of every quarter and of the horizon, and in its own month; of half-years, years or several years where that would make more than 32.
  ///
  /// - Parameter world: The world, whose calendar says which months end a quarter.
  /// - Returns: In order of time, at most 32; itself alone where it belongs to the whole horizon.
  public func overTime(in world: World) -> [Response] {
    let calendar = world.calendar
    let last = calendar.months - 1
    let own = month
    var step = 3
    func months() -> [Int] {
      (0...last).filter { index in
        let named = calendar.month(index)
        return (12 * named.year + named.month).isMultiple(of: step) || index == last || index == own
      }
    }
    while months().count > 32 { step *= 2 }
    switch self {
    case .measure(let measure, let subject, _):
      return months().map { .measure(measure, subject, month: $0) }
    case .total(let measure, let subject, _):
      return months().map { .total(measure, subject, through: $0) }
    case .outcome, .test: return [self]
    }
  }
}
