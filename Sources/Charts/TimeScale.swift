internal import Caseload

/// The months of a scenario, and some before them, along the bottom of a chart; whole numbers are the beginnings of months, from 0 at the start.
struct TimeScale {
  let calendar: Calendar
  /// Months before the start that it has room for.
  var before = 0
  let left: Double
  let right: Double

  /// Where a time stands, in months since the start.
  func callAsFunction(_ time: Double) -> Double {
    left + (right - left) * (time + Double(before)) / Double(before + calendar.months)
  }

  /// Draws the line and names as many months as there is room for; gives the height below.
  func draw(on canvas: inout Canvas, at height: Double, _ language: Language) -> Double {
    canvas.line(Point(x: left, y: height), Point(x: right, y: height), .ink)
    let named = named(language)
    for (index, _) in named {
      let place = self(Double(index))
      canvas.line(Point(x: place, y: height), Point(x: place, y: height + 4), .ink)
    }
    for (index, name) in named {
      let place = clear(of: name, self(Double(index)))
      canvas.text(
        name, Point(x: place, y: height + 6 + Typography.size), .middle, colour: .explanation)
    }
    return height + 6 + Typography.size * Typography.lead
  }

  /// The months that are named: as many as there is room for, a regular number of months apart; always at least the first.
  func named(_ language: Language) -> [(index: Int, name: String)] {
    for step in [1, 2, 3, 6, 12, 24, 36, 60, 120, 600] {
      let months = (-before..<calendar.months).filter {
        calendar.month($0).ordinal.isMultiple(of: step)
      }
      let names = months.map { (index: $0, name: language.format(calendar.month($0))) }
      let areClear = zip(names, names.dropFirst()).allSatisfy { one, next in
        clear(of: one.name, self(Double(one.index))) + Typography.width(one.name) / 2 + 6
          <= clear(of: next.name, self(Double(next.index))) - Typography.width(next.name) / 2
      }
      if areClear, !names.isEmpty { return names }
    }
    return [(0, language.format(calendar.start))]
  }

  /// The middle of a name, moved so that it does not begin before the line.
  private func clear(of name: String, _ place: Double) -> Double {
    max(place, left + Typography.width(name) / 2 - 16)
  }
}
