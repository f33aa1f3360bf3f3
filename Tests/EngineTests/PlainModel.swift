import Caseload
import Glibc

/// The model as its article states it, for one run, as slowly and as obviously as can be.
///
/// It shares no code with the engine: dates, phases, effects, queues and measures are written anew
/// from *The model, month by month*.
struct PlainModel {
  let world: World
  /// What the run supposes and draws.
  let chance: PlainChance

  typealias Paths = [SeriesName: [Double]]

  /// One measure of one subject.
  struct SeriesName: Hashable {
    let measure: Measure
    let subject: Subject
  }

  /// The months of one measure of one subject for every one that the world reports.
  func paths() -> Paths {
    var run = PlainRun(world: world, chance: chance)
    for month in 0..<world.calendar.months { run.simulate(month) }
    return run.paths
  }
}

/// Dates and phases, section *Time*.
struct PlainTime {
  let calendar: Calendar

  /// τ(d).
  func time(_ day: Day) -> Double {
    let (year, month) = (calendar.start.year, calendar.start.month)
    let index = (day.yearMonth.year - year) * 12 + day.yearMonth.month - month
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    let y = day.yearMonth.year
    let isLeap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0
    let isLeapFebruary = day.yearMonth.month == 2 && isLeap
    let days = isLeapFebruary ? 29 : lengths[day.yearMonth.month - 1]
    return Double(index) + Double(day.day - 1) / Double(days)
  }

  func onOrAfter(_ day: Day, _ month: Int) -> Double {
    clamp(Double(month) + 1 - time(day))
  }

  func ramp(_ first: Day, _ second: Day, _ month: Int) -> Double {
    clamp((Double(month) + 0.5 - time(first)) / (time(second) - time(first)))
  }

  /// φ(t).
  func phase(_ phase: Phase, _ month: Int) -> Double {
    var value: Double
    switch phase.onset {
    case .always: value = 1
    case .step(let day): value = onOrAfter(day, month)
    case .linear(let first, let second): value = ramp(first, second, month)
    case .logistic(let midpoint, let width):
      let z = (Double(month) + 0.5 - time(midpoint)) / width
      func logistic(_ y: Double) -> Double { 1 / (1 + exp(-y)) }
      if z <= -1 {
        value = 0
      } else if z >= 1 {
        value = 1
      } else {
        value = (logistic(6 * z) - logistic(-6)) / (logistic(6) - logistic(-6))
      }
    }
    switch phase.ending {
    case nil: break
    case .step(let day): value *= 1 - onOrAfter(day, month)
    case .linear(let first, let second): value *= 1 - ramp(first, second, month)
    }
    return value
  }
}

func clamp(_ value: Double) -> Double { min(max(value, 0), 1) }

/// One quantity in one run, section *Quantities and effects*.
struct PlainQuantity {
  struct Change {
    let operation: Effect.Operation
    let size: Double
    let isByLodging: Bool
    /// By month from `first` on.
    let phases: [Double]
  }

  /// This run's draw, before effects.
  var base: Double
  /// Effects of levers in force, in the order of the file.
  let changes: [Change]
  let limits: ClosedRange<Double>
  /// The month of the first phase: that in which the oldest case was lodged.
  let first: Int

  func value(lodged c: Int, used t: Int) -> Double {
    guard !changes.isEmpty else { return min(max(base, limits.lowerBound), limits.upperBound) }
    var value = base
    for operation in [Effect.Operation.set, .multiply, .add] {
      for change in changes where change.operation == operation {
        let phase = change.phases[(change.isByLodging ? c : t) - first]
        switch operation {
        case .set: value = (1 - phase) * value + phase * change.size
        case .multiply: value = value * (1 + phase * (change.size - 1))
        case .add: value = value + phase * change.size
        }
      }
    }
    return min(max(value, limits.lowerBound), limits.upperBound)
  }

  func value(_ t: Int) -> Double { value(lodged: t, used: t) }

  /// The table of limits.
  static func limits(_ quantity: Quantity) -> ClosedRange<Double> {
    let huge = Double.greatestFiniteMagnitude
    return switch quantity {
    case .inflowLevel: 0...huge
    case .inflowTrend: -0.99...huge
    case .stepHours: 0...huge
    case .stepShare: 0...1
    case .straightThrough: 0...1
    case .withdrawal: 0...1
    case .term: 0...huge
    case .minimumLead: 0...huge
    case .drift: -0.99...huge
    case .outcome: 0...1
    case .newest: 0...1
    case .hires: 0...huge
    case .attrition: 0...1
    case .hoursPerMonth: 1...huge
    case .casesPerEvent: 0...huge
    case .euros: 0...huge
    }
  }
}
