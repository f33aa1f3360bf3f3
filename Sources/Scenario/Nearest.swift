/// The name within two edits of a written one; nil when there is none.
///
/// An edit inserts, deletes or replaces a letter, or swaps two neighbours (optimal string alignment).
/// Of equally near names the first counts. Short names must be nearer, or any would do for another.
func nearest(to written: String, among names: some Sequence<String>) -> String? {
  let letters = Array(written)
  var best: (name: String, distance: Int)?
  for name in names where name != written {
    let candidate = Array(name)
    guard abs(candidate.count - letters.count) <= 2 else { continue }
    let distance = edits(letters, candidate)
    let limit = letters.count < 5 ? 1 : 2
    guard distance <= limit, distance < min(letters.count, candidate.count),
      distance < best?.distance ?? 3
    else { continue }
    best = (name, distance)
  }
  return best?.name ?? names.first { $0 != written && $0.lowercased() == written.lowercased() }
}

private func edits(_ left: [Character], _ right: [Character]) -> Int {
  var previous: [Int] = []
  var current = Array(0...right.count)
  for (row, letter) in left.enumerated() {
    let beforePrevious = previous
    previous = current
    current[0] = row + 1
    for (column, other) in right.enumerated() {
      current[column + 1] = min(
        previous[column + 1] + 1, current[column] + 1, previous[column] + (letter == other ? 0 : 1))
      if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
        current[column + 1] = min(current[column + 1], beforePrevious[column - 1] + 1)
      }
    }
  }
  return current[right.count]
}
