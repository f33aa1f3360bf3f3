internal import Caseload

/// Months as files and spreadsheets write them.
enum MonthReading {
  private static let names: [[String]] = [
    ["jan"], ["feb"], ["mar", "mrt", "maa"], ["apr"], ["may", "mei"], ["jun"], ["jul"], ["aug"],
    ["sep"], ["oct", "okt"], ["nov"], ["dec"],
  ]

  /// Reads `2026-06`, and what spreadsheets make of it: `2026-06-01`, `jun-26`, `Jun 2026`, `1-6-2026`, `6/1/2026`.
  ///
  /// A day must be the first of its month; then the order of day and month is never in doubt. Two digits of a year are of this century.
  static func month(_ text: String) -> YearMonth? {
    if let month = YearMonth(text) { return month }
    let parts = text.lowercased().split { "-/. ".contains($0) }.map(String.init)
    switch parts.count {
    case 2:
      if parts[0].count == 4 { return made(parts[0], Int(parts[1])) }
      let letters = parts[0].prefix(3)
      let place = names.firstIndex { $0.contains { $0 == letters } }
      return parts[0].allSatisfy(\.isLetter) ? made(parts[1], place.map { $0 + 1 }) : nil
    case 3:
      if parts[0].count == 4 { return Int(parts[2]) == 1 ? made(parts[0], Int(parts[1])) : nil }
      guard parts[2].count == 4, let first = Int(parts[0]), let second = Int(parts[1]) else {
        return nil
      }
      return first == 1 ? made(parts[2], second) : second == 1 ? made(parts[2], first) : nil
    default: return nil
    }
  }

  private static func made(_ year: String, _ month: Int?) -> YearMonth? {
    guard year.allSatisfy(\.isNumber), let number = Int(year), let month, (1...12).contains(month)
    else { return nil }
    let whole = year.count == 2 ? 2000 + number : number
    return (1900...2200).contains(whole) ? YearMonth(year: whole, month: month) : nil
  }
}
