import Probability
import Statistics
import Testing

@Suite struct ComparisonTests {
  @Test func `differences are taken run by run`() throws {
    let difference = PairedDifference([10, 21, 29, 41], less: [9, 22, 27, 39])
    #expect(difference.count == 4)
    #expect(difference.mean == 1)
    // Differences 1, -1, 2, 2: variance 2.
    #expect(isNear(try #require(difference.standardError), 0.5.squareRoot(), 1e-15))
    #expect(difference.shareBelowZero == 0.25)
    let interval = try #require(difference.interval)
    #expect(isNear(interval.high - 1, 3.182446305284 * 0.5.squareRoot(), 1e-11))
    let apart = try #require(Moments([10, 21, 29, 41]).variance)
    let other = try #require(Moments([9, 22, 27, 39]).variance)
    let sharpening = try #require(difference.sharpening)
    #expect(isNear(sharpening, ((apart + other) / 2).squareRoot(), 1e-13))
  }

  @Test func `equal scenarios differ by nothing`() {
    let same = PairedDifference([1, 2, 3], less: [1, 2, 3])
    #expect(same.mean == 0)
    #expect(same.standardError == 0)
    #expect(same.sharpening == .infinity)
    #expect(same.shareBelowZero == 0)
    #expect(PairedDifference([1, 1], less: [2, 2]).sharpening == nil)
    #expect(PairedDifference([1], less: [2]).interval == nil)
  }

  @Test func `correlations are those of the definition`() throws {
    let first = [1.0, 2, 3, 4, 5]
    #expect(isNear(try #require(correlation(first, [2, 4, 6, 8, 10])), 1, 1e-15))
    #expect(isNear(try #require(correlation(first, [5, 4, 3, 2, 1])), -1, 1e-15))
    // Σ(x - 3)(y - 3.2) = 10, Σ(x - 3)² = 10, Σ(y - 3.2)² = 12.8.
    let second = [1.0, 3, 2, 5, 5]
    #expect(
      isNear(try #require(correlation(first, second)), 10 / 128.0.squareRoot(), 1e-15))
    #expect(correlation(first, [3, 3, 3, 3, 3]) == nil)
    #expect(ranks([30, 10, 20, 10]) == [4, 1.5, 3, 1.5])
    let cubed = first.map { $0 * $0 * $0 }
    #expect(isNear(try #require(rankCorrelation(first, cubed)), 1, 1e-15))
    #expect(
      isNear(try #require(rankCorrelation(first, second)), 8.5 / 95.0.squareRoot(), 1e-15))
  }

  /// Y = U + noise with variances 3 and 1: the share is 3/4.
  ///
  /// Its standard error for normal pairs is (1 - share²) / √n.
  @Test func `the share of the unknown is the correlation of twins`() throws {
    let count = 20_000
    var state: UInt64 = 2026
    func normal() -> Double {
      // A linear congruential generator is enough for a mean of 20,000.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return StandardNormal.quantile((Double(state >> 12) + 0.5) * 0x1p-52)
    }
    var (runs, twins): ([Double], [Double]) = ([], [])
    for _ in 0..<count {
      let unknown = 3.0.squareRoot() * normal()
      runs.append(unknown + normal())
      twins.append(unknown + normal())
    }
    let estimate = try #require(UnknownShare(runs: runs, twins: twins))
    let error = (1 - 0.75 * 0.75) / Double(count).squareRoot()
    #expect(isNear(estimate.share, 0.75, 4 * error))
    #expect(isNear(estimate.standardError, error, 0.05 * error))
    #expect(estimate.share == correlation(runs, twins))
    let certain = try #require(UnknownShare(runs: runs, twins: runs))
    #expect(isNear(certain.share, 1, 1e-14))
    #expect(isNear(certain.standardError, 0, 1e-14))
    #expect(UnknownShare(runs: [2, 2], twins: [2, 2]) == nil)
  }
}
