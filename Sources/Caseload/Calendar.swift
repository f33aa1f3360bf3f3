/// A month of the Gregorian calendar.
public struct YearMonth: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The year, 1900 to 2200 in a scenario.
  public let year: Int
  /// The month of the year, 1 to 12.
  public let month: Int

  /// Makes a month; `month` must be 1 to 12.
  public init(year: Int, month: Int) {
    precondition((1...12).contains(month), "month is \(month), expected 1 to 12")
    self.year = year
    self.month = month
  }

  /// Reads `2026-06`; nil when the text has another form or names no month.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let year = digits(parts[0], count: 4),
      let month = digits(parts[1], count: 2),
      (1900...2200).contains(year), (1...12).contains(month)
    else { return nil }
    self.init(year: year, month: month)
  }

  /// Months since the year nought, for arithmetic.
  public var ordinal: Int { year * 12 + month - 1 }

  /// The month that lies `months` later (earlier when negative).
  public func advanced(by months: Int) -> YearMonth {
    let total = ordinal + months
    return YearMonth(year: total / 12, month: total % 12 + 1)
  }

  /// Number of days, 28 to 31.
  public var days: Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Whether a month comes before another.
  public static func < (left: YearMonth, right: YearMonth) -> Bool { left.ordinal < right.ordinal }

  /// The form used in files: `2026-06`.
  public var description: String {
    "\(year)-\(month < 10 ? "0" : "")\(month)"
  }
}

/// A day of the Gregorian calendar.
public struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The month in which the day lies.
  public let yearMonth: YearMonth
  /// The day of the month, from 1.
  public let day: Int

  /// Reads `2026-06-12`; nil when the text has another form or names no day.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let day = digits(parts[2], count: 2),
      let yearMonth = YearMonth("\(parts[0])-\(parts[1])"), (1...yearMonth.days).contains(day)
    else { return nil }
    self.yearMonth = yearMonth
    self.day = day
  }

  /// Whether a day comes before another.
  public static func < (left: Day, right: Day) -> Bool {
    (left.yearMonth, left.day) < (right.yearMonth, right.day)
  }

  /// The form used in files: `2026-06-12`.
  public var description: String { "\(yearMonth)-\(day < 10 ? "0" : "")\(day)" }
}

/// The clock of a scenario: whole months from a first one.
public struct Calendar: Hashable, Sendable {
  /// The month with index nought.
  public let start: YearMonth
  /// Number of months simulated, at least 1.
  public let months: Int

  /// Makes a clock; `months` must be at least 1.
  public init(start: YearMonth, months: Int) {
    precondition(months >= 1, "months is \(months), expected at least 1")
    self.start = start
    self.months = months
  }

  /// The calendar month of an index, which may lie outside the horizon.
  public func month(_ index: Int) -> YearMonth { start.advanced(by: index) }

  /// The index of a calendar month, negative before the start.
  public func index(of month: YearMonth) -> Int { month.ordinal - start.ordinal }

  /// The time of a day in months since the start: whole at the first of a month.
  public func time(of day: Day) -> Double {
    Double(index(of: day.yearMonth)) + Double(day.day - 1) / Double(day.yearMonth.days)
  }

  /// The share of the days of a month that fall on or after a day, in [0, 1].
  public func shareOnOrAfter(_ day: Day, in month: Int) -> Double {
    min(max(Double(month) + 1 - time(of: day), 0), 1)
  }
}

/// The number that exactly `count` ASCII digits write; nil for anything else, a sign included.
private func digits(_ text: some StringProtocol, count: Int) -> Int? {
  guard text.utf8.count == count,
    text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
  else { return nil }
  return Int(text)
}
