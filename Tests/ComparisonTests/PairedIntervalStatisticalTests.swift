import Probability
import Statistics
import Testing

@testable import Comparison

/// Intervals cover what they say, whatever the two scenarios share.
@Suite struct PairedIntervalStatisticalTests {
  /// 4,000 repetitions of 40 pairs; the share that covers has a standard error of at most 0.0063.
  ///
  /// Four of these are allowed, which a fair interval leaves once in 16,000 seeds; the seed is fixed.
  @Test(arguments: [0.8, 0.95, 0.99])
  func `paired intervals cover the true difference as often as they say`(confidence: Double) throws
  {
    var state: UInt64 = 2026
    func normal() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return StandardNormal.quantile((Double(state >> 12) + 0.5) * 0x1p-52)
    }
    let repetitions = 4000
    var covered = 0
    var sharper = 0.0
    for _ in 0..<repetitions {
      var tally = PairTally(ResultName(table: .outcomes, what: "stock_end"))
      for _ in 0..<40 {
        let shared = 10 * normal()
        tally.add(base: 100 + shared + normal(), other: 97 + shared + 2 * normal())
      }
      let difference = Difference(
        tally, name: tally.name, unit: "cases", claims: ("", ""), confidence: confidence)
      if try #require(difference.interval).contains(-3) { covered += 1 }
      sharper += try #require(difference.paired?.sharpening) / Double(repetitions)
    }
    let share = Double(covered) / Double(repetitions)
    let error = (confidence * (1 - confidence) / Double(repetitions)).squareRoot()
    #expect(abs(share - confidence) < 4 * error, "\(share)")
    // Variances 101 and 104 against 5: pairing sharpens some √41 times.
    #expect(abs(sharper - 41.0.squareRoot()) < 0.3, "\(sharper)")
  }
}
