/// Puts the order statistics that some quantiles need in the places that sorting would put them, and nothing else.
///
/// Quickselect for several ranks at once (Hoare 1961, doi:10.1145/366622.366647). Linear on average where sorting is not.
///
/// - Parameters:
///   - probabilities: Of the quantiles, ascending; each needs the ranks around `probability · (count − 1)`.
///   - values: Finite or infinite numbers, without not-a-number.
func placeOrderStatistics(of probabilities: [Double], in values: inout [Double]) {
  guard values.count > 1 else { return }
  var ranks: [Int] = []
  for probability in probabilities {
    let rank = Int(probability * Double(values.count - 1))
    for needed in [rank, min(rank + 1, values.count - 1)] where ranks.last != needed {
      ranks.append(needed)
    }
  }
  let last = values.count - 1
  var span = values.mutableSpan
  select(ranks[...], in: &span, from: 0, to: last)
}

private func select(
  _ ranks: ArraySlice<Int>, in values: inout MutableSpan<Double>, from first: Int, to last: Int
) {
  guard !ranks.isEmpty, first < last else { return }
  let middle = first + (last - first) / 2
  // The median of three keeps sorted and constant stretches from being the worst case.
  let (a, b, c) = (values[first], values[middle], values[last])
  let pivot = max(min(a, b), min(max(a, b), c))
  var (low, high) = (first, last)
  while low <= high {
    while values[low] < pivot { low += 1 }
    while values[high] > pivot { high -= 1 }
    if low <= high {
      values.swapAt(low, high)
      low += 1
      high -= 1
    }
  }
  select(ranks.filter { $0 <= high }[...], in: &values, from: first, to: high)
  select(ranks.filter { $0 >= low }[...], in: &values, from: low, to: last)
}
