internal import CKernels

/// The values that sorting would put at some ranks of a sample, without sorting it.
///
/// A histogram of 256 buckets between the extremes leaves, for each rank, the numbers of one bucket; so on within those
/// until few are left. Sorting costs some fifty times as much.
public struct OrderStatistics: Sendable {
  /// The size of the sample.
  public let count: Int

  private let ranks: [Int]
  private let values: [Double]

  /// Selects from a sample what some ranks and quantiles need.
  ///
  /// - Parameters:
  ///   - ranks: Ranks from 0, in any order.
  ///   - probabilities: Of quantiles of type seven; from 0 to 1. A sample without numbers has none.
  ///   - sample: Finite or infinite numbers; not-a-number has no rank and gives meaningless values. Left in disorder,
  ///     some of its numbers lost.
  /// - Complexity: About a nanosecond a number; some 270 times that for the worst of samples.
  public init(
    ranks: [Int] = [], quantiles probabilities: [Double] = [],
    of sample: inout MutableSpan<Double>
  ) {
    count = sample.count
    var needed: [Int] = []
    needed.reserveCapacity(ranks.count + 2 * probabilities.count)
    needed += ranks
    if count > 0 {
      for probability in probabilities {
        let place = QuantilePlace(probability, count: count, type: .seven)
        needed.append(place.rank)
        if place.share > 0 { needed.append(place.rank + 1) }
      }
    }
    needed.sort()
    var distinct = 0
    for rank in needed where distinct == 0 || needed[distinct - 1] != rank {
      needed[distinct] = rank
      distinct += 1
    }
    needed.removeSubrange(distinct...)
    self.ranks = needed
    values = orderStatistics(self.ranks, of: &sample)
  }

  /// The value of a rank that was asked for, from 0 for the smallest.
  public subscript(rank: Int) -> Double {
    guard let place = ranks.firstIndex(of: rank) else {
      preconditionFailure("rank is \(rank), expected one of \(ranks)")
    }
    return values[place]
  }

  /// A quantile of type seven that was asked for; not-a-number for a sample without numbers.
  public func quantile(_ probability: Double) -> Double {
    guard count > 0 else { return .nan }
    return QuantilePlace(probability, count: count, type: .seven).value { self[$0] }
  }
}

/// The values that sorting would put at some ranks, without sorting.
///
/// - Parameters:
///   - ranks: Ranks from 0, rising.
///   - sample: Finite or infinite numbers; not-a-number has no rank and gives meaningless values. Left in disorder, some
///     of its numbers lost.
/// - Returns: A value for each rank; minus zero counts as zero.
/// - Complexity: About a nanosecond a number and a few for each rank; some 270 times that for the worst of samples.
public func orderStatistics(_ ranks: [Int], of sample: inout MutableSpan<Double>) -> [Double] {
  let count = sample.count
  for (place, rank) in ranks.enumerated() {
    precondition(
      rank >= 0 && rank < count && (place == 0 || rank > ranks[place - 1]),
      "ranks are \(ranks), expected rising ones below \(count)")
  }
  guard !ranks.isEmpty else { return [] }
  // Safe: the kernel writes `count` numbers of the sample, at most `count + 8` of the spare room, `count` buckets and one
  // result for each rank, all of which there is room for; it reads nothing that it has not written.
  return unsafe withUnsafeTemporaryAllocation(of: Double.self, capacity: count + 8) { spare in
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count + 64) { buckets in
      unsafe sample.withUnsafeMutableBufferPointer { sample in
        unsafe [Double](unsafeUninitializedCapacity: ranks.count) { results, initialised in
          unsafe ck_select(
            sample.baseAddress, count, ranks, ranks.count, spare.baseAddress, buckets.baseAddress,
            results.baseAddress)
          initialised = ranks.count
        }
      }
    }
  }
}

/// The numbers among some values, in their order, without the not-a-numbers.
public func definedNumbers(of values: Span<Double>) -> [Double] {
  let count = values.count
  // Safe: there is room for all values, and as many are initialised as the kernel says it has written.
  return unsafe values.withUnsafeBufferPointer { values in
    unsafe [Double](unsafeUninitializedCapacity: count) { numbers, initialised in
      unsafe ck_defined_numbers(values.baseAddress, count, numbers.baseAddress, &initialised)
    }
  }
}
