import CKernels
import Testing

@testable import Sampling

@Suite(.serialized) struct SobolTests {
  private let design = Sobol(draws: Draws(seed: 2026))

  private func numbers(
    _ design: Sobol, _ name: String, dimension: Int, firstRun: UInt32 = 0, count: Int
  ) -> [Double] {
    var numbers = [Double](repeating: 0, count: count)
    var span = numbers.mutableSpan
    design.fill(NameHash(name), dimension: dimension, firstRun: firstRun, into: &span)
    return numbers
  }

  /// There are φ(2^d − 1) / d primitive polynomials of degree d.
  @Test func `primitive polynomials are as many as theory says`() {
    let polynomials = DirectionNumbers.primitivePolynomials(count: 1110)
    let byDegree = Dictionary(grouping: polynomials) { 31 - $0.leadingZeroBitCount }
      .mapValues(\.count)
    let expected = [1, 1, 2, 2, 6, 6, 18, 16, 48, 60, 176, 144, 630]
    #expect((1...13).map { byDegree[$0] ?? 0 } == expected)
    #expect(polynomials.prefix(6) == [3, 7, 11, 13, 19, 25])
  }

  /// The sequence of SciPy 1.17 (`scipy.stats.qmc.Sobol`, unscrambled), its points put into the order of the binary index.
  @Test func `first points, and some far ones, are those of another implementation`() {
    let first: [(index: UInt32, point: [Double])] = [
      (0, [0, 0, 0, 0]), (1, [0.5, 0.5, 0.5, 0.5]), (2, [0.25, 0.75, 0.75, 0.75]),
      (3, [0.75, 0.25, 0.25, 0.25]), (4, [0.125, 0.625, 0.375, 0.125]),
      (5, [0.625, 0.125, 0.875, 0.625]), (6, [0.375, 0.375, 0.625, 0.875]),
      (7, [0.875, 0.875, 0.125, 0.375]),
    ]
    for (index, point) in first {
      #expect((0..<4).map { Sobol.point(dimension: $0, index: index) } == point)
    }
    #expect(Sobol.point(dimension: 9, index: 1000) == 0.1220703125)
    #expect(Sobol.point(dimension: 500, index: 123_456) == 0.6956710815429688)
    #expect(Sobol.point(dimension: 1110, index: 987_654_321) == 344_476_045 * 0x1p-30)
  }

  /// The same numbers digit by digit, from the coins' definition.
  private func slow(_ design: Sobol, _ name: String, dimension: Int, run: UInt32) -> Double {
    let coins = design.coins(NameHash(name))
    let point = UInt64(Sobol.point(dimension: dimension, index: run) * 0x1p31)
    func mix(_ key: UInt64, _ number: UInt64) -> UInt64 {
      var z = key &+ (number + 1) &* 0x9E37_79B9_7F4A_7C15
      z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
      return z ^ z >> 31
    }
    var word: UInt64 = 0
    for digit in 0..<31 {
      let group = digit / 6
      let before = point >> UInt64(31 - 6 * group)
      let word64 = group == 0 ? coins[0] : mix(coins[group], before)
      let inGroup = point >> UInt64(31 - digit) & (1 << UInt64(digit % 6) - 1)
      let coin = word64 >> (1 << UInt64(digit % 6) | inGroup) & 1
      word |= ((point >> UInt64(30 - digit) & 1) ^ coin) << UInt64(63 - digit)
    }
    word |= mix(coins[6], point) >> 31
    return (Double(word >> 12) + 0.5) * 0x1p-52
  }

  @Test func `scrambled numbers are those that their coins say, on every level of processors`() {
    defer { ck_use_level(3) }
    for (dimension, first) in [(0, 0), (3, 5), (77, 123_457), (1110, 2_147_483_640)] {
      let expected = (0..<8).map {
        slow(design, "a.b", dimension: dimension, run: UInt32(first + $0))
      }
      for level: Int32 in [3, 2, 0] {
        ck_use_level(level)
        #expect(
          numbers(design, "a.b", dimension: dimension, firstRun: UInt32(first), count: 8)
            == expected)
      }
    }
  }

  @Test(arguments: [(0, 0), (0, 1), (1000, 7), (1020, 8), (5, 9), (64, 64), (3, 130)])
  func `a run alone has the number that it has in bulk`(first: Int, count: Int) {
    let bulk = numbers(design, "x", dimension: 41, firstRun: UInt32(first), count: count)
    for index in 0..<count {
      #expect(
        bulk[index]
          == design.uniform(NameHash("x"), dimension: 41, run: UInt32(first + index)))
    }
  }

  @Test func `every dimension alone is stratified in every power of two`() {
    for dimension in 0..<Sobol.dimensions {
      let all = numbers(design, "name \(dimension)", dimension: dimension, count: 256)
      for power in 1...8 {
        let parts = 1 << power
        for start in stride(from: 0, to: 256, by: parts) {
          let places = all[start..<(start + parts)].map { Int($0 * Double(parts)) }
          #expect(Set(places).count == parts, "dimension \(dimension), \(parts) from \(start)")
        }
      }
    }
    let many = numbers(
      design, "far", dimension: 7, firstRun: 2_147_483_647 - 65_535, count: 65_536)
    #expect(Set(many.map { Int($0 * 65_536) }).count == 65_536)
  }

  /// The first two dimensions are a (0, 2)-sequence, the first three a (1, 3)-sequence.
  @Test func `the first dimensions fill every elementary interval`() {
    let count = 1024
    let sides = (0..<3).map { numbers(design, "side \($0)", dimension: $0, count: count) }
    for a in 0...10 {
      var cells: Set<Int> = []
      for run in 0..<count {
        cells.insert(
          Int(sides[0][run] * Double(1 << a)) << (10 - a)
            | Int(sides[1][run] * Double(1 << (10 - a))))
      }
      #expect(cells.count == count, "2^\(a) by 2^\(10 - a)")
    }
    for a in 0...9 {
      for b in 0...(9 - a) {
        var cells = [Int](repeating: 0, count: 512)
        for run in 0..<count {
          let x = Int(sides[0][run] * Double(1 << a))
          let y = Int(sides[1][run] * Double(1 << b))
          let z = Int(sides[2][run] * Double(1 << (9 - a - b)))
          cells[(x << b | y) << (9 - a - b) | z] += 1
        }
        #expect(cells.allSatisfy { $0 == 2 }, "2^\(a) by 2^\(b) by 2^\(9 - a - b)")
      }
    }
  }

  /// Coins of three digits have 2^7 patterns, equally likely; of 25,600 seeds a fair source leaves
  /// a chi-square above 127 + 5 √254 about once in a million.
  @Test func `coins are fair and independent of each other`() {
    var first = [Int](repeating: 0, count: 128)
    var deep = first
    for seed in 0..<UInt64(25_600) {
      // Dimension 0 is the index with its digits in reverse: eight runs show all three-digit coins.
      let design = Sobol(draws: Draws(seed: seed))
      func pattern(of points: [UInt32], digits: Int) -> Int {
        var pattern = 0
        for (place, run) in points.enumerated() {
          let word = Int(
            design.uniform(NameHash("coin"), dimension: 0, run: run) * Double(1 << digits))
          let plain = Int(Sobol.point(dimension: 0, index: run) * Double(1 << digits))
          pattern |= ((word ^ plain) & 1) << place
        }
        return pattern
      }
      // One run for each of 1, 2 and 4 sequences of digits before.
      let patterns =
        pattern(of: [0], digits: 1) | pattern(of: [0, 1], digits: 2) << 1
        | pattern(of: [0, 2, 1, 3], digits: 3) << 3
      first[patterns] += 1
      // The eighth digit after seven different sequences of seven.
      deep[pattern(of: [0, 1, 2, 3, 64, 32, 127], digits: 8)] += 1
    }
    for counts in [first, deep] {
      let square = counts.reduce(0.0) { $0 + (Double($1) - 200) * (Double($1) - 200) / 200 }
      #expect(square < 127 + 5 * 254.0.squareRoot())
    }
  }

  /// Over seeds one run's number is uniform, and unrelated to another name's.
  @Test func `a single number is uniform over seeds`() {
    var counts = [Int](repeating: 0, count: 100)
    var first: [Double] = []
    var second: [Double] = []
    for seed in 0..<UInt64(10_000) {
      let design = Sobol(draws: Draws(seed: seed))
      let u = design.uniform(NameHash("a"), dimension: 12, run: 37)
      counts[Int(u * 100)] += 1
      first.append(u)
      second.append(design.uniform(NameHash("b"), dimension: 13, run: 37))
    }
    let square = counts.reduce(0.0) { $0 + (Double($1) - 100) * (Double($1) - 100) / 100 }
    #expect(square < 99 + 5 * 198.0.squareRoot())
    #expect(abs(correlation(first, second)) < 4 / 100)
  }

  /// Root mean square error of a smooth function's mean, over seeds.
  ///
  /// The function is a product of 1 + (u − ½) / k² over eight dimensions k: its mean is one, and all
  /// orders of interaction take part.
  private func error(runs: Int) -> (root: Double, mean: Double) {
    let errors = (0..<UInt64(60)).map { seed -> Double in
      let design = Sobol(draws: Draws(seed: seed))
      var products = [Double](repeating: 1, count: runs)
      for dimension in 0..<8 {
        let u = numbers(design, "k\(dimension)", dimension: dimension, count: runs)
        let weight = 1 / Double((dimension + 1) * (dimension + 1))
        for run in 0..<runs { products[run] *= 1 + 2 * weight * (u[run] - 0.5) }
      }
      return products.reduce(0, +) / Double(runs) - 1
    }
    let mean = errors.reduce(0, +) / 60
    return ((errors.reduce(0) { $0 + $1 * $1 } / 60).squareRoot(), mean)
  }

  /// Sixteen times as many runs: independent ones err a quarter, these less than a twelfth.
  @Test func `means of smooth functions converge faster than those of independent runs`() {
    let few = error(runs: 256)
    let many = error(runs: 4096)
    #expect(many.root < few.root / 12)
    // Independent runs of this function err 0.7 / √4096.
    #expect(many.root < 0.01 * 0.7 / 64)
    #expect(abs(few.mean) < 4 * few.root / 60.0.squareRoot())
  }
}
