import CKernels
import Statistics
import Testing

@Suite struct OrderStatisticsTests {
  static let lengths = [0, 1, 2, 7, 8, 9, 47, 48, 49, 63, 64, 65, 1000, 1023, 1024, 2048]
  static let shapes = Shape.allCases

  enum Shape: CaseIterable {
    case constant, twoValued, fewValued, sorted, reversed, random, centred, skewed, narrow, huge
    case tiny, sometimesInfinite, mostlyInfinite, onlyInfinite, zeroOrPositive, geometric

    func sample(_ count: Int, seed: UInt64 = 1) -> [Double] {
      var state = seed
      func next() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (Double(state >> 11) + 0.5) * 0x1p-53
      }
      return (0..<count).map { index in
        switch self {
        case .constant: 3.5
        case .twoValued: next() < 0.3 ? 0 : 1
        case .fewValued: (next() * 5).rounded()
        case .sorted: Double(index) * 0.1
        case .reversed: -Double(index) * 0.1
        case .random: next()
        case .centred: next() + next() + next() + next() - 2
        case .skewed: 1 / (next() * next() * next())
        case .narrow: 1e6 + 1e-9 * next()
        case .huge: (next() - 0.5) * 1.9 * .greatestFiniteMagnitude
        case .tiny: (next() * 40).rounded() * .leastNonzeroMagnitude
        case .sometimesInfinite: next() < 0.1 ? (next() < 0.3 ? -.infinity : .infinity) : next()
        case .mostlyInfinite: next() < 0.8 ? .infinity : next()
        case .onlyInfinite: next() < 0.5 ? -.infinity : .infinity
        case .zeroOrPositive: next() < 0.7 ? 0 : 1 + next()
        // Every turn of the histogram leaves all but a few of these together.
        case .geometric: Double(sign: .plus, exponent: index % 2000 - 1000, significand: 1 + next())
        }
      }
    }
  }

  private func selected(_ ranks: [Int], _ sample: [Double]) -> [Double] {
    var copy = sample
    var span = copy.mutableSpan
    return orderStatistics(ranks, of: &span)
  }

  @Test(arguments: shapes)
  func `what is selected is what sorting puts there, on every level`(shape: Shape) {
    defer { ck_use_level(3) }
    for count in Self.lengths {
      let sample = shape.sample(count)
      let sorted = sample.sorted()
      let few = [0.05, 0.25, 0.5, 0.75, 0.95].flatMap { probability -> [Int] in
        let rank = Int(probability * Double(max(0, count - 1)))
        return [rank, rank + 1]
      }
      let choices: [[Int]] = [
        Array(Set(few).filter { $0 < count }).sorted(), Array(0..<count), count > 0 ? [0] : [],
        count > 0 ? [count - 1] : [], Array(stride(from: 0, to: count, by: 11)),
      ]
      for level in [Int32(0), 2, 3] {
        ck_use_level(level)
        for ranks in choices {
          #expect(
            selected(ranks, sample) == ranks.map { sorted[$0] },
            "\(count) numbers, \(ranks.count) ranks, level \(level)")
        }
      }
    }
  }

  @Test func `a long sample of any order gives the same`() {
    let sample = Shape.skewed.sample(200_000)
    let sorted = sample.sorted()
    let ranks = [0, 10_000, 10_001, 99_999, 100_000, 190_000, 199_999]
    for rearranged in [sample, sorted, sorted.reversed()] {
      #expect(selected(ranks, rearranged) == ranks.map { sorted[$0] })
    }
  }

  @Test func `noughts of both signs are nought, on every level`() {
    defer { ck_use_level(3) }
    for count in [2, 40, 400] {
      let sample = (0..<count).map { $0 % 3 == 0 ? -0.0 : 0.0 } + [1]
      for level in [Int32(0), 2, 3] {
        ck_use_level(level)
        let bits = selected([0, count - 1], sample).map(\.bitPattern)
        #expect(bits == [0, 0])
      }
    }
  }

  /// The bits of quantiles read off the sorted sample.
  @Test(arguments: shapes) func `quantiles are those of the sorted sample`(shape: Shape) {
    let probabilities = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1]
    for count in Self.lengths where count > 0 {
      var sample = shape.sample(count, seed: 7)
      let sorted = sample.sorted()
      var span = sample.mutableSpan
      let statistics = OrderStatistics(
        ranks: [count - 1, count / 3, 0], quantiles: probabilities, of: &span)
      #expect(statistics.count == count)
      for rank in [count - 1, count / 3, 0] { #expect(statistics[rank] == sorted[rank]) }
      for probability in probabilities {
        #expect(statistics.quantile(probability) == quantile(probability, ofSorted: sorted))
      }
    }
  }

  @Test func `a sample without numbers has undefined quantiles`() {
    var sample: [Double] = []
    var span = sample.mutableSpan
    #expect(OrderStatistics(quantiles: [0.5], of: &span).quantile(0.5).isNaN)
  }

  @Test func `undefined values are left out, on every level`() {
    defer { ck_use_level(3) }
    for count in Self.lengths {
      for every in [1, 2, 3, 10, 5000] {
        let values = Shape.sometimesInfinite.sample(count).enumerated().map {
          $0.offset % every == every - 1 ? Double.nan : $0.element
        }
        for level in [Int32(0), 2, 3] {
          ck_use_level(level)
          #expect(definedNumbers(of: values.span) == values.filter { !$0.isNaN })
        }
      }
    }
  }
}
