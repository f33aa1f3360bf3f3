import Statistics
import Testing

@Suite struct QuantilesTests {
  @Test func `quantiles of one to ten are Hyndman's and Fan's`() {
    let sample = (1...10).map(Double.init)
    let seven = [0.1, 0.25, 0.9].map { quantile($0, ofSorted: sample) }
    for (found, expected) in zip(seven, [1.9, 3.25, 9.1]) {
      #expect(isNear(found, expected, 1e-14))
    }
    let eight = [0.1, 0.25, 0.9].map { quantile($0, ofSorted: sample, type: .eight) }
    for (found, expected) in zip(eight, [1.3666667, 2.9166667, 9.6333333]) {
      #expect(isNear(found, expected, 5e-8))
    }
  }

  @Test func `ends and single numbers are themselves`() {
    for type in [QuantileType.seven, .eight] {
      #expect(quantile(0, ofSorted: [2, 5], type: type) == 2)
      #expect(quantile(1, ofSorted: [2, 5], type: type) == 5)
      #expect(quantile(0.3, ofSorted: [7], type: type) == 7)
    }
  }

  @Test func `never, as infinity, takes part without spoiling the rest`() {
    let sample = [1, 2, 3, Double.infinity, .infinity]
    #expect(quantile(0.5, ofSorted: sample) == 3)
    #expect(quantile(0.6, ofSorted: sample) == .infinity)
    #expect(quantile(0.9, ofSorted: sample) == .infinity)
    #expect(quantile(0.375, ofSorted: sample) == 2.5)
    #expect(quantile(0.2, ofSorted: [-.infinity, 1, 2]) == -.infinity)
    #expect(quantile(0.5, ofSorted: [-.infinity, 1, 2]) == 1)
  }

  /// Published ranks, counted from 0, chosen there as the pair whose confidence passes 95 % by
  /// least.
  @Test(arguments: [
    (100, 1, 10), (1000, 36, 63), (10_000, 437, 536), (100_000, 4879, 5160),
  ])
  func `the confidence of published ranks passes 95 % by least of all`(
    count: Int, lower: Int, upper: Int
  ) {
    func confidence(_ lower: Int, _ upper: Int) -> Double {
      orderStatisticConfidence(
        of: RankInterval(lower: lower, upper: upper), probability: 0.05, count: count)
    }
    let best = confidence(lower, upper)
    #expect(best >= 0.95)
    for low in max(0, lower - 40)...(lower + 40) {
      for high in (upper - 10)...(upper + 10) where high > low {
        let other = confidence(low, high)
        #expect(other < 0.95 || other >= best)
      }
    }
  }

  /// Ranks from 0; each side's probability is at most 2.5 % and the next rank's is above.
  @Test(arguments: [
    (100, 0, 10), (1000, 36, 64), (10_000, 457, 543), (100_000, 4864, 5136),
  ])
  func `ranks around the 5 % quantile leave at most 2.5 % on each side`(
    count: Int, lower: Int, upper: Int
  ) {
    let ranks = orderStatisticInterval(probability: 0.05, count: count, confidence: 0.95)
    #expect(ranks == RankInterval(lower: lower, upper: upper))
    #expect(outside(lower, nil, count) <= 0.025)
    #expect(outside(lower + 1, nil, count) > 0.025)
    #expect(outside(nil, upper, count) <= 0.025)
    #expect(outside(nil, upper - 1, count) > 0.025)
    // The 95 % quantile is the mirror image.
    let mirrored = orderStatisticInterval(probability: 0.95, count: count, confidence: 0.95)
    #expect(mirrored == RankInterval(lower: count - 1 - upper, upper: count - 1 - lower))
  }

  private func outside(_ lower: Int?, _ upper: Int?, _ count: Int) -> Double {
    1
      - orderStatisticConfidence(
        of: RankInterval(lower: lower, upper: upper), probability: 0.05, count: count)
  }

  @Test func `a sample that is too small has no safe end`() {
    let ranks = orderStatisticInterval(probability: 0.05, count: 20, confidence: 0.95)
    // 0.95²⁰ = 36 %: the smallest value is too often above the quantile.
    #expect(ranks.lower == nil)
    #expect(ranks.upper == 3)
    let single = orderStatisticInterval(probability: 0.5, count: 1, confidence: 0.95)
    #expect(single == RankInterval(lower: nil, upper: nil))
    // 0.95⁷² = 2.49 %, 0.95⁷¹ = 2.62 %.
    #expect(
      orderStatisticInterval(probability: 0.05, count: 72, confidence: 0.95).lower == 0)
    #expect(
      orderStatisticInterval(probability: 0.05, count: 71, confidence: 0.95).lower == nil)
  }

  @Test func `Wilks's sample sizes are the published ones`() {
    let sizes = (1...6).map { wilksSampleSize(probability: 0.95, confidence: 0.95, order: $0) }
    #expect(sizes == [59, 93, 124, 153, 181, 208])
    let sharper = (1...3).map {
      wilksSampleSize(probability: 0.99, confidence: 0.95, order: $0)
    }
    #expect(sharper == [299, 473, 628])
  }

  @Test(arguments: [(59, 58), (93, 91), (311, 301), (506, 488), (1036, 995)])
  func `upper ranks of the 95 % quantile are the published ones`(count: Int, rank: Int) {
    #expect(upperRank(probability: 0.95, count: count, confidence: 0.95) == rank)
    #expect(upperRank(probability: 0.95, count: 58, confidence: 0.95) == nil)
  }
}
