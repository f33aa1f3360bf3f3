import CKernels
import Probability
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// Functions of many numbers against those of one, on every level of kernels that the processor has.
///
/// Serialised, since the level is the process's; other tests may meanwhile run on any level, which
/// gives them the same bits.
@Suite(.serialized) struct LaneFunctionTests {
  static let lengths = [0, 1, 7, 8, 9, 64, 1000]

  /// Bits of what `change` makes of `values`, the same on all levels.
  private func onAllLevels(
    _ values: [Double], _ change: (inout MutableSpan<Double>) -> Void
  ) -> [Double] {
    var first: [Double]?
    for level in [Int32(0), 2, 3] where ck_use_level(level) == level {
      var changed = values
      var span = changed.mutableSpan
      change(&span)
      if let first {
        #expect(changed.map(\.bitPattern) == first.map(\.bitPattern), "level \(level)")
      } else {
        first = changed
      }
    }
    ck_use_level(3)
    return first ?? []
  }

  /// Difference in units of the last place of the reference.
  private func units(_ value: Double, _ reference: Double) -> Double {
    value == reference ? 0 : abs(value - reference) / reference.ulp
  }

  /// Numbers spread evenly, without a period that lanes could share.
  private func spread(_ count: Int, from low: Double, to high: Double) -> [Double] {
    (0..<count).map { index in
      let place = Double(index) * 0.618_033_988_749_894_8
      return low + (high - low) * (place - place.rounded(.down))
    }
  }

  @Test(arguments: lengths)
  func `exponentials, logarithms and normal quantiles of a tail are those of the whole`(
    count: Int
  ) {
    let points = spread(1003, from: 0, to: 1)
    let functions: [([Double]) -> [Double]] = [
      { onAllLevels($0) { exponentials(of: &$0) } },
      { onAllLevels($0) { logarithms(of: &$0) } },
      { onAllLevels($0) { StandardNormal.quantiles(of: &$0) } },
    ]
    for function in functions {
      let whole = function(points)
      #expect(function(Array(points[3..<(3 + count)])) == Array(whole[3..<(3 + count)]))
    }
  }

  /// The C library errs by 0.51 units, the kernel by 0.81 at most; they differ by at most one.
  @Test(arguments: [(-1.0, 1.0), (-708, 709.7), (-745.1, -708), (-1e-9, 1e-9)])
  func `exponentials are within a unit in the last place`(low: Double, high: Double) {
    let points = spread(40_000, from: low, to: high)
    let values = onAllLevels(points) { exponentials(of: &$0) }
    #expect(zip(values, points).allSatisfy { units($0, exp($1)) <= 1 })
  }

  @Test func `exponentials at the ends are those of the standard`() {
    let points = [
      0, -0.0, .infinity, -.infinity, .nan, 709.782712893384, 709.782712893385, -745.13,
      -745.1332191019412, 1e308, -1e308, .leastNonzeroMagnitude,
    ]
    let values = onAllLevels(points) { exponentials(of: &$0) }
    #expect(values[0] == 1 && values[1] == 1 && values[11] == 1)
    #expect(values[2] == .infinity && values[3] == 0 && values[4].isNaN)
    #expect(values[5].isFinite && values[6] == .infinity)
    #expect(values[7] == .leastNonzeroMagnitude && values[8] == 0)
    #expect(values[9] == .infinity && values[10] == 0)
  }

  /// Near 1, over the exponents, and among the subnormal numbers.
  @Test func `logarithms are within a unit in the last place`() {
    let exponents = spread(40_000, from: -700, to: 700).map { exp($0) }
    let subnormal = spread(1000, from: 0, to: 1).map {
      $0 * 0x1p-1022 + Double.leastNonzeroMagnitude
    }
    let points = spread(40_000, from: 0.5, to: 2) + exponents + subnormal
    let values = onAllLevels(points) { logarithms(of: &$0) }
    #expect(zip(values, points).allSatisfy { units($0, log($1)) <= 1 })
  }

  @Test func `logarithms at the ends are those of the standard`() {
    let points = [
      1, 0, -0.0, -1, .infinity, -.infinity, .nan, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
    ]
    let values = onAllLevels(points) { logarithms(of: &$0) }
    #expect(values[0] == 0 && values[1] == -.infinity && values[2] == -.infinity)
    #expect(values[3].isNaN && values[4] == .infinity && values[5].isNaN && values[6].isNaN)
    #expect(units(values[7], 709.782712893384) <= 1 && units(values[8], -744.4400719213812) <= 1)
  }

  /// Everywhere, with the extremes of the generator among them.
  private var probabilities: [Double] {
    let far = (1...1074).map { exponent in (0..<exponent).reduce(1.0) { value, _ in value / 2 } }
    return spread(5000, from: 0, to: 1) + far + far.prefix(53).map { 1 - $0 }
      + spread(500, from: 0, to: 1e-10) + [0.075, 0.925, 0.5, 0x1p-53, 1 - 0x1p-53]
  }

  @Test func `normal quantiles in bulk have the bits of single ones`() {
    let values = onAllLevels(probabilities) { StandardNormal.quantiles(of: &$0) }
    let single = probabilities.map(StandardNormal.quantile)
    #expect(values.map(\.bitPattern) == single.map(\.bitPattern))
  }

  @Test func `normal quantiles outside the body keep the error of the approximation`() {
    // The C library's logarithm in place of the lanes' own; the root halves its error.
    let points = probabilities.filter { $0 > 0 && abs($0 - 0.5) > 0.425 }
    let values = onAllLevels(points) { StandardNormal.quantiles(of: &$0) }
    for (value, point) in zip(values, points) {
      let size = abs(value)
      let tail = point < 0.5 ? point : 1 - point
      #expect((value < 0) == (point < 0.5))
      // The error of the tail is that of the quantile times its size squared.
      if tail > 1e-300 {
        #expect(
          abs(StandardNormal.survival(size) - tail) <= 4e-15 * tail * max(1, size * size))
      }
    }
  }

  @Test func `certain events have infinite quantiles and what is no probability none`() {
    let points = [0, 1, 0.5, -0.1, 1.1, .nan, -0.0, 0.3, 0]
    let values = onAllLevels(points) { StandardNormal.quantiles(of: &$0) }
    #expect(values[0] == -.infinity && values[1] == .infinity && values[2] == 0)
    #expect(values[3].isNaN && values[4].isNaN && values[5].isNaN)
    #expect(values[6] == -.infinity && values[8] == -.infinity)
    #expect(values[7] == StandardNormal.quantile(0.3))
  }
}
