import CKernels
import Sampling
import Testing

@Suite(.serialized) struct DrawsTests {
  @Test func `Philox gives the published outputs`() {
    let zeros = Philox.words(counter: (0, 0, 0, 0), key: (0, 0))
    expect(zeros, [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8])
    let ones = Philox.words(counter: (.max, .max, .max, .max), key: (.max, .max))
    expect(ones, [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD])
    let pi = Philox.words(
      counter: (0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
      key: (0xA409_3822, 0x299F_31D0))
    expect(pi, [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1])
  }

  private func expect(_ words: Philox.Words, _ published: [UInt32]) {
    #expect([words.0, words.1, words.2, words.3] == published)
  }

  @Test func `names hash to the published values`() {
    #expect(NameHash("").bits == 0xCBF2_9CE4_8422_2325)
    #expect(NameHash("a").bits == 0xAF63_DC4C_8601_EC8C)
    #expect(NameHash("foobar").bits == 0x8594_4171_F739_67E8)
  }

  /// Values from a second implementation, in another language.
  @Test func `uniform numbers are those of the specification`() {
    let zero = Draws(seed: 0)
    #expect(zero.uniform(NameHash(""), run: 0, month: 0) == 0.10411279678621643)
    let draws = Draws(seed: 2025)
    let arrivals = NameHash("streams.nareis.arrivals")
    #expect(draws.uniform(arrivals, run: 0, month: 0) == 0.32693431294813646)
    #expect(draws.uniform(arrivals, run: 0, month: 1) == 0.9046889111240907)
    #expect(draws.uniform(arrivals, run: 2_147_483_655, month: 86) == 0.4558168168101727)
    let last = Draws(seed: 0x7FFF_FFFF_FFFF_FFFF)
    let noise = NameHash("pools.asylum.noise")
    #expect(last.uniform(noise, run: .max, month: 87) == 0.7514623468847818)
  }

  @Test(arguments: [0, 1, 7, 8, 9, 1000])
  func `bulk numbers are the single ones`(count: Int) {
    let draws = Draws(seed: 77)
    let name = NameHash("streams.a.arrivals")
    var even = [Double](repeating: 0, count: count)
    var odd = even
    var alone = even
    let first: UInt32 = 4_000_000_000
    var evenSpan = even.mutableSpan
    var oddSpan = odd.mutableSpan
    draws.fill(name, firstRun: first, month: 12, even: &evenSpan, odd: &oddSpan)
    var aloneSpan = alone.mutableSpan
    draws.fill(name, firstRun: first, month: 13, into: &aloneSpan)
    #expect(odd == alone)
    for index in 0..<count {
      let run = first + UInt32(index)
      #expect(even[index] == draws.uniform(name, run: run, month: 12))
      #expect(odd[index] == draws.uniform(name, run: run, month: 13))
    }
  }

  /// Published words come out as the doubles that they make, whatever the lanes' level.
  @Test(arguments: [Int32(0), 2, 3])
  func `lanes give the published outputs`(level: Int32) {
    guard ck_use_level(level) == level else { return }
    defer { ck_use_level(3) }
    let cases: [(run: UInt32, pair: UInt32, name: UInt64, seed: UInt64, words: [UInt64])] = [
      (0, 0, 0, 0, [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]),
      (
        .max, .max, .max, .max,
        [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD]
      ),
      (
        0x243F_6A88, 0x85A3_08D3, 0x0370_7344_1319_8A2E, 0x299F_31D0_A409_3822,
        [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1]
      ),
    ]
    for vector in cases {
      // The number behind shows that one run is one number.
      var (even, odd) = ([0.0, 7], [0.0, 7])
      // Safe: one run of one pair of months is one number for either pointer.
      unsafe ck_uniforms(
        vector.seed, vector.name, vector.run, vector.pair, 1, &even, 1, &odd, 1, 0)
      let bits = [vector.words[1] << 32 | vector.words[0], vector.words[3] << 32 | vector.words[2]]
      let published = bits.map { (Double($0 >> 12) + 0.5) * 0x1p-52 }
      #expect(even == [published[0], 7] && odd == [published[1], 7])
    }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 64, 1000], [1, 2, 5, 88])
  func `all months of many runs at once have the bits of single numbers`(runs: Int, months: Int) {
    let draws = Draws(seed: 0xFEDC_BA98_7654_3210)
    let name = NameHash("streams.a.inflow.noise")
    let first = UInt32.max - 1000
    let single = (0..<months).flatMap { month in
      (0..<UInt32(runs)).map { draws.uniform(name, run: first + $0, month: month) }
    }
    for level in [Int32(0), 2, 3] where ck_use_level(level) == level {
      var numbers = [Double](repeating: -1, count: months * runs)
      var span = numbers.mutableSpan
      draws.fill(name, firstRun: first, months: months, into: &span)
      // A comparison outside the macro, which would look for the shortest list of differences.
      let areEqual = numbers == single
      #expect(areEqual, "level \(level)")
    }
    ck_use_level(3)
  }

  @Test func `the last run can be drawn in bulk`() {
    var numbers = [0.0, 0.0]
    var span = numbers.mutableSpan
    let name = NameHash("x")
    Draws(seed: 1).fill(name, firstRun: .max - 1, month: 0, into: &span)
    #expect(numbers[1] == Draws(seed: 1).uniform(name, run: .max, month: 0))
  }

  /// Lag correlations of independent uniform numbers have standard error 1/√n.
  ///
  /// The seed is fixed, so the bound of four standard errors cannot flake.
  @Test func `neighbouring runs, months, names and seeds are uncorrelated`() {
    let count = 200_000
    let here = series(seed: 5, "a", month: 4, count)
    let mean = here.reduce(0, +) / Double(count)
    #expect(abs(mean - 0.5) < 4 / (12 * Double(count)).squareRoot())
    #expect(abs(correlation(Array(here.dropLast()), Array(here.dropFirst()))) < 4 / 447)
    for other in [
      series(seed: 5, "a", month: 5, count), series(seed: 5, "a", month: 6, count),
      series(seed: 5, "b", month: 4, count), series(seed: 6, "a", month: 4, count),
    ] {
      #expect(abs(correlation(here, other)) < 4 / 447)
    }
  }

  @Test func `ten thousand runs of 52 months and 20 streams repeat no number`() {
    var seen: Set<UInt64> = []
    seen.reserveCapacity(1_040_000)
    for stream in 0..<20 {
      let name = NameHash("streams.\(stream).arrivals")
      // A tenth of the runs, spread out, keeps the test short.
      for run in stride(from: UInt32(0), to: 10_000, by: 10) {
        for month in 0..<52 {
          seen.insert(Draws(seed: 1).uniform(name, run: run, month: month).bitPattern)
        }
      }
    }
    // Among 1.04 million numbers of 53 bits 6e-5 pairs are expected to be equal.
    #expect(seen.count == 1_040_000)
  }

  private func series(seed: UInt64, _ name: String, month: Int, _ count: Int) -> [Double] {
    var numbers = [Double](repeating: 0, count: count)
    var span = numbers.mutableSpan
    Draws(seed: seed).fill(NameHash(name), firstRun: 0, month: month, into: &span)
    return numbers
  }
}

/// Pearson's correlation, by its definition.
func correlation(_ first: [Double], _ second: [Double]) -> Double {
  let count = Double(first.count)
  let (a, b) = (first.reduce(0, +) / count, second.reduce(0, +) / count)
  var (ab, aa, bb) = (0.0, 0.0, 0.0)
  for (x, y) in zip(first, second) {
    ab += (x - a) * (y - b)
    aa += (x - a) * (x - a)
    bb += (y - b) * (y - b)
  }
  return ab / (aa * bb).squareRoot()
}
