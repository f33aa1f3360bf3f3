/// A point of a drawing in tenths of a unit.
struct GridPoint: Hashable, Sendable {
  let x: Int
  let y: Int
}

/// The data of a path, written as short as it can be: whole numbers, relative to the point before.
///
/// Steps are differences of places that were rounded before, so that no error adds up along the way.
struct Track {
  private(set) var data = ""
  private var at = GridPoint(x: 0, y: 0)
  /// The command that a pair of numbers without one repeats.
  private var repeated: Character?

  /// Begins anew at a point.
  mutating func move(to point: GridPoint) {
    data += "M\(point.x)"
    append(point.y)
    at = point
    repeated = nil
  }

  /// Goes straight to a point; where that is no step, nothing is written.
  mutating func line(to point: GridPoint) {
    let (x, y) = (point.x - at.x, point.y - at.y)
    at = point
    switch (x, y) {
    case (0, 0): return
    case (_, 0): step("h", x)
    case (0, _): step("v", y)
    default:
      if repeated == "l" {
        append(x)
      } else {
        data += "l\(x)"
        repeated = "l"
      }
      append(y)
    }
  }

  /// Begins at the first of some points and goes to the others, leaving out what ``simplified(_:)`` does.
  mutating func run(_ points: [GridPoint], goesOn: Bool = false) {
    let points = Track.simplified(points)
    guard let first = points.first else { return }
    if goesOn { line(to: first) } else { move(to: first) }
    for point in points.dropFirst() { line(to: point) }
    // A point alone is a line of no length, which round ends make a dot.
    if points.count == 1, !goesOn { data += "h0" }
  }

  private mutating func step(_ command: Character, _ by: Int) {
    data += "\(command)\(by)"
    repeated = nil
  }

  /// Writes a further number; its sign keeps it apart from the one before.
  private mutating func append(_ number: Int) { data += number < 0 ? "\(number)" : " \(number)" }

  /// Points without those that lie within a tenth of the straight line between their neighbours that are kept.
  ///
  /// The points furthest from the line are kept first (D. H. Douglas and T. K. Peucker, 1973, doi:10.3138/FM57-6770-U75U-7727). Whole numbers alone are
  /// compared, so that every machine keeps the same points.
  ///
  /// - Complexity: O(n²) at worst, O(n log n) for most lines.
  static func simplified(_ points: [GridPoint]) -> [GridPoint] {
    guard points.count > 2 else {
      return points.count == 2 && points[0] == points[1] ? [points[0]] : points
    }
    var isKept = Array(repeating: false, count: points.count)
    isKept[0] = true
    isKept[points.count - 1] = true
    var open = [(first: 0, last: points.count - 1)]
    while let (first, last) = open.popLast() {
      var furthest: (place: Int, distance: Distance)?
      for place in first..<last where place > first {
        let distance = Distance(of: points[place], from: points[first], to: points[last])
        if distance.isMoreThanATenth, furthest.map({ $0.distance < distance }) ?? true {
          furthest = (place, distance)
        }
      }
      guard let place = furthest?.place else { continue }
      isKept[place] = true
      open.append((first, place))
      open.append((place, last))
    }
    let kept = zip(points, isKept).filter(\.1).map(\.0)
    return kept.count == 2 && kept[0] == kept[1] ? [kept[0]] : kept
  }

  /// The distance of a point from a piece of a line, as a fraction of whole numbers: its square, times the square of the piece's length.
  private struct Distance: Comparable {
    let above: Int
    let below: Int

    init(of point: GridPoint, from start: GridPoint, to end: GridPoint) {
      let (x, y) = (end.x - start.x, end.y - start.y)
      let (a, b) = (point.x - start.x, point.y - start.y)
      let along = a * x + b * y
      let length = x * x + y * y
      if along <= 0 || length == 0 {
        (above, below) = (a * a + b * b, 1)
      } else if along >= length {
        let (c, d) = (point.x - end.x, point.y - end.y)
        (above, below) = (c * c + d * d, 1)
      } else {
        let across = a * y - b * x
        (above, below) = (across * across, length)
      }
    }

    var isMoreThanATenth: Bool { above > below }

    static func < (one: Distance, other: Distance) -> Bool {
      // Drawings are some ten thousands of tenths wide and tall, so that products of four lengths, and of those two more, need twice the width.
      let (a, b) = (
        one.above.multipliedFullWidth(by: other.below),
        other.above.multipliedFullWidth(by: one.below)
      )
      return (a.high, a.low) < (b.high, b.low)
    }
  }
}
