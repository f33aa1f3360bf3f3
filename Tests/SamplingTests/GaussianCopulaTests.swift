import Sampling
import Testing

@Suite struct GaussianCopulaTests {
  @Test func `rank correlations become score correlations`() {
    #expect(abs(GaussianCopula.scoreCorrelation(rank: 0.4825837395) - 0.5) < 1e-10)
    #expect(abs(GaussianCopula.scoreCorrelation(rank: -0.6829105038) + 0.7) < 1e-10)
    #expect(GaussianCopula.scoreCorrelations(ranks: [1, 0, 0, 1]) == [1, 0, 0, 1])
    #expect(GaussianCopula.scoreCorrelation(rank: -1) == -1)
  }

  /// Spearman's correlation of n pairs errs by about 1/√n.
  @Test func `joined numbers have the rank correlation asked for`() {
    let score = GaussianCopula.scoreCorrelation(rank: 0.4825837395)
    let copula = GaussianCopula(
      dimension: 2, factor: [1, 0, score, (1 - score * score).squareRoot()])
    let draws = Draws(seed: 2)
    var (first, second): ([Double], [Double]) = ([], [])
    for run in 0..<UInt32(100_000) {
      let start = draws.uniform(NameHash("a"), run: run, month: 0)
      var pair = [start, draws.uniform(NameHash("b"), run: run, month: 0)]
      var span = pair.mutableSpan
      copula.join(&span)
      #expect(pair[0] == start)
      first.append(pair[0])
      second.append(pair[1])
    }
    // Uniform numbers are their own ranks.
    #expect(abs(correlation(first, second) - 0.4825837395) < 4 / 316)
    let mean = second.reduce(0, +) / 100_000
    #expect(abs(mean - 0.5) < 4 * 0.2887 / 316)
  }

  @Test func `numbers without company stay as they are`() {
    let copula = GaussianCopula(dimension: 3, factor: [1, 0, 0, 0, 1, 0, 0, 0, 1])
    var numbers = [0.1, 0x1p-54, 1 - 0x1p-53]
    var span = numbers.mutableSpan
    copula.join(&span)
    #expect(numbers == [0.1, 0x1p-54, 1 - 0x1p-53])
  }

  @Test(arguments: [0x1p-54, 1 - 0x1p-53])
  func `joined numbers stay strictly between nought and one`(u: Double) {
    let half = 0.5
    let root = 0.75.squareRoot()
    let copula = GaussianCopula(dimension: 2, factor: [1, 0, half, root])
    var numbers = [u, u]
    var span = numbers.mutableSpan
    copula.join(&span)
    #expect(numbers.allSatisfy { $0 > 0 && $0 < 1 })
    let bound = GaussianCopula(dimension: 2, factor: [1, 0, 1, 0])
    numbers = [u, 0.3]
    span = numbers.mutableSpan
    bound.join(&span)
    #expect(abs(numbers[1] - numbers[0]) <= 1e-13 * numbers[0])
  }
}
