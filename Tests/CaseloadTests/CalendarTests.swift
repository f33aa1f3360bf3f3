import Caseload
import Testing

/// Months and days: what may stand in a file, and arithmetic with it.
struct CalendarTests {
  @Test func `a month is read and written in the form of files`() throws {
    let june = try #require(YearMonth("2026-06"))
    #expect(june.year == 2026)
    #expect(june.month == 6)
    #expect("\(june)" == "2026-06")
    #expect("\(try #require(YearMonth("2026-12")))" == "2026-12")
  }

  @Test(arguments: [
    "", "2026", "2026-", "-06", "2026-6", "2026-006", "26-06", "2026-00", "2026-13", "2026/06",
    "2026-06-12", "2026-+6", "+026-06", "-026-06", " 2026-06", "2026-06 ", "2026- 6", "202é-06",
    "٢٠٢٦-٠٦", "1899-12", "2201-01", "2026--6", "0x1f-06",
  ])
  func `a text of another form is no month`(text: String) {
    #expect(YearMonth(text) == nil)
  }

  @Test func `a day is read and written in the form of files`() throws {
    let day = try #require(Day("2026-06-02"))
    #expect(day.yearMonth == YearMonth(year: 2026, month: 6))
    #expect(day.day == 2)
    #expect("\(day)" == "2026-06-02")
    #expect("\(try #require(Day("2026-11-30")))" == "2026-11-30")
  }

  @Test(arguments: [
    "", "2026-06", "2026-06-", "2026-06-0", "2026-06-00", "2026-06-31", "2026-02-29",
    "2026-06-+1", "2026-+6-01", "2026-06--1", "2026-06-1 ", "2026-06-012", "2026-06-12-01",
    "1900-02-29", "2100-02-29", "2026-13-01", "2026-06-１",
  ])
  func `a text of another form, or of no day, is no day`(text: String) {
    #expect(Day(text) == nil)
  }

  @Test(arguments: [
    (2000, 29), (1900, 28), (2100, 28), (2024, 29), (2026, 28), (2028, 29), (2200, 28),
  ])
  func `February has 29 days in leap years only`(year: Int, days: Int) {
    #expect(YearMonth(year: year, month: 2).days == days)
    #expect((Day("\(year)-02-29") != nil) == (days == 29))
  }

  @Test func `the days of the months add up to a year`() {
    let lengths = (1...12).map { YearMonth(year: 2026, month: $0).days }
    #expect(lengths == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    #expect(lengths.reduce(0, +) == 365)
  }

  @Test func `going forward and back by any number of months returns to the same month`() {
    let start = YearMonth(year: 2025, month: 9)
    for months in -300...300 {
      let there = start.advanced(by: months)
      #expect(there.ordinal - start.ordinal == months)
      #expect(there.advanced(by: -months) == start)
      #expect((start < there) == (months > 0))
    }
    #expect(start.advanced(by: 4) == YearMonth(year: 2026, month: 1))
    #expect(start.advanced(by: -9) == YearMonth(year: 2024, month: 12))
  }

  @Test func `days are ordered as on the wall`() throws {
    let days = try ["2025-12-31", "2026-01-01", "2026-01-02", "2026-02-01"].map {
      try #require(Day($0))
    }
    #expect(days == days.reversed().sorted())
  }

  @Test func `a calendar counts months from its start, also before it`() {
    let calendar = Calendar(start: YearMonth(year: 2025, month: 9), months: 88)
    #expect(calendar.index(of: YearMonth(year: 2025, month: 9)) == 0)
    #expect(calendar.index(of: YearMonth(year: 2026, month: 6)) == 9)
    #expect(calendar.index(of: YearMonth(year: 2024, month: 9)) == -12)
    #expect(calendar.month(87) == YearMonth(year: 2032, month: 12))
    for index in -40...100 { #expect(calendar.index(of: calendar.month(index)) == index) }
  }

  @Test func `the time of a day is whole at the first of a month`() throws {
    let calendar = Calendar(start: YearMonth(year: 2025, month: 9), months: 88)
    #expect(calendar.time(of: try #require(Day("2025-09-01"))) == 0)
    #expect(calendar.time(of: try #require(Day("2026-06-01"))) == 9)
    #expect(calendar.time(of: try #require(Day("2026-06-12"))) == 9 + 11.0 / 30)
    #expect(calendar.time(of: try #require(Day("2024-02-29"))) == -19 + 28.0 / 29)
  }

  /// 12 June leaves 19 of June's 30 days: the 12th to the 30th.
  ///
  /// The share is a difference of times near ten, whose rounding is 2⁻⁴⁹ at most.
  @Test func `of June 2026, 19 of 30 days fall on or after the 12th`() throws {
    let calendar = Calendar(start: YearMonth(year: 2025, month: 9), months: 88)
    let day = try #require(Day("2026-06-12"))
    #expect(abs(calendar.shareOnOrAfter(day, in: 9) - 19.0 / 30) < 1e-14)
    #expect(calendar.shareOnOrAfter(day, in: 8) == 0)
    #expect(calendar.shareOnOrAfter(day, in: 10) == 1)
    #expect(calendar.shareOnOrAfter(try #require(Day("2026-06-01")), in: 9) == 1)
    let last = calendar.shareOnOrAfter(try #require(Day("2026-06-30")), in: 9)
    #expect(abs(last - 1.0 / 30) < 1e-14)
  }
}
