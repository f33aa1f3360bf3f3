public import Caseload

/// Measures and developments that come into force in the same way, as a chart names them.
public struct LeverMark: Hashable, Sendable {
  /// Their names in the chart's language with their claims, at least one.
  public let levers: [Mark]
  /// How they come into force, and end.
  public let phase: Phase

  /// Joins what comes into force together.
  public init(levers: [Mark], phase: Phase) {
    self.levers = levers
    self.phase = phase
  }

  /// Their names in the chart's language.
  public var names: [String] { levers.map(\.label) }

  /// The days on which they begin to work and work in full, in months since the start; nil when they always did.
  func onset(_ calendar: Calendar) -> (from: Double, to: Double)? {
    switch phase.onset {
    case .always: return nil
    case .step(let day):
      let time = calendar.time(of: day)
      return (time, time)
    case .linear(let from, let to): return (calendar.time(of: from), calendar.time(of: to))
    case .logistic(let midpoint, let width):
      let middle = calendar.time(of: midpoint)
      return (middle - width, middle + width)
    }
  }

  /// Whether they come into force, at least in part, within the horizon.
  func isVisible(_ calendar: Calendar) -> Bool {
    guard let onset = onset(calendar) else { return false }
    return onset.to >= 0 && onset.from < Double(calendar.months)
  }

  /// When, in words: `12 jun 2026`, `sep 2025 – sep 2027`.
  func date(_ calendar: Calendar, _ language: Language) -> String {
    guard let onset = onset(calendar) else { return "" }
    if case .step(let day) = phase.onset { return "\(day.day) \(language.format(day.yearMonth))" }
    func month(_ time: Double) -> String {
      language.format(calendar.month(Int(time.rounded(.down))))
    }
    return "\(month(onset.from)) – \(month(onset.to))"
  }

  /// In the order in which a chart lists them: those that come at once, by day; then those that come gradually, by their middle.
  static func ordered(_ marks: [LeverMark], _ calendar: Calendar) -> [LeverMark] {
    func key(_ mark: LeverMark) -> (isGradual: Int, middle: Double) {
      mark.onset(calendar).map { ($0.from == $0.to ? 0 : 1, ($0.from + $0.to) / 2) } ?? (2, 0)
    }
    return marks.filter { $0.isVisible(calendar) }.enumerated().sorted { one, other in
      let (a, b) = (key(one.element), key(other.element))
      return (a.isGradual, a.middle, one.offset) < (b.isGradual, b.middle, other.offset)
    }.map(\.element)
  }
}
