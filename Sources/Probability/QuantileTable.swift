internal import CKernels

/// A smooth quantile function on (2^-17, 1 - 2^-17) as sixteen polynomials of degree 17.
///
/// The argument is the square root s of twice the smaller tail; each polynomial spans one octave of s on one side of
/// the median, and is the Hermite interpolant at the nine Chebyshev points of its octave. A quantile function is
/// analytic in the tail but at 0 and 1, so that the middle of every octave is almost three of its half widths or more
/// away from a singularity and the Chebyshev coefficients fall by a factor of about five each: L. N. Trefethen,
/// *Approximation theory and approximation practice* (2013), chapter 8.
///
/// A cell whose last coefficients have not become small is marked as not holding.
struct QuantileTable: Hashable, Sendable {
  /// A point of the quantile function: its value and its derivative by the tail, positive or negative.
  struct Point {
    /// The value.
    let value: Double
    /// Its derivative.
    let slope: Double
  }

  /// How a function is judged.
  enum Yardstick {
    /// Errors relative to the spread of the law.
    case spread
    /// Errors relative to the spread, and to the value itself.
    case spreadAndValue
  }

  /// The largest estimate of an error that is admitted, in terms of the yardstick.
  static let admittedError = 4e-13

  private static let octaves = 8
  private static let nodes = 9
  private static let cells = 16

  /// Coefficient `power · 16 + cell`, then the two ends of the support.
  private let numbers: [Double]
  /// Bit `cell` says that the cell holds.
  private let held: UInt

  /// Whether every cell holds.
  var isComplete: Bool { held == 0xFFFF }

  /// Tabulates a quantile function.
  ///
  /// - Parameters:
  ///   - support: The values that the law can take.
  ///   - yardstick: How errors are judged.
  ///   - lower: The point with a given lower tail, or nil where there is none to be had; asked from the median down.
  ///   - upper: The same for the upper tail, with the derivative by the upper tail.
  /// - Complexity: 144 points.
  init(
    support: ClosedRange<Double>, yardstick: Yardstick, lower: (Double) -> Point?,
    upper: (Double) -> Point?
  ) {
    var numbers = [Double](repeating: 0, count: Self.cells * 2 * Self.nodes)
    var errors: [Double] = []
    var smallest: [Double] = []
    var (least, most) = (Double.infinity, -Double.infinity)
    for cell in 0..<Self.cells {
      let start = 1 / Double(2 << (cell % Self.octaves))
      var values = [Double](repeating: .nan, count: Self.nodes)
      var slopes = values
      for (node, cosine) in chebyshev.points.enumerated() {
        let root = start * (1.5 + 0.5 * cosine)
        let tail = 0.5 * root * root
        guard let point = cell < Self.octaves ? lower(tail) : upper(tail) else { break }
        values[node] = point.value
        slopes[node] = point.slope * (0.5 * start * root)
        least = min(least, point.value)
        most = max(most, point.value)
      }
      let series = chebyshev.series(values: values, slopes: slopes)
      let count = series.count
      errors.append(max(abs(series[count - 1]), 0.25 * abs(series[count - 2])))
      smallest.append(values.reduce(.infinity) { min($0, abs($1)) })
      for (power, coefficient) in chebyshev.powers(of: series).enumerated() {
        numbers[Self.cells * power + cell] = coefficient
      }
    }
    var held: UInt = 0
    for cell in 0..<Self.cells {
      let unit =
        switch yardstick {
        case .spread: most - least
        case .spreadAndValue: min(most - least, smallest[cell])
        }
      // Not-a-number, where a point was missing, does not pass.
      if errors[cell] <= Self.admittedError * unit { held |= 1 << UInt(cell) }
    }
    self.numbers = numbers + [support.lowerBound, support.upperBound]
    self.held = held
  }

  /// Turns uniform numbers into quantiles, and asks for those that no cell holds.
  ///
  /// - Parameters:
  ///   - uniforms: From 0 to 1; receives the quantiles.
  ///   - exact: The quantile of a number outside the cells.
  func apply(to uniforms: inout MutableSpan<Double>, exact: (Double) -> Double) {
    var left = InlineArray<64, UInt8>(repeating: 0)
    var first = 0
    while first < uniforms.count {
      let count = min(8 * left.count, uniforms.count - first)
      evaluate(&uniforms, first, count, &left)
      for group in 0..<((count + 7) / 8) where left[group] != 0 {
        for place in 0..<8 where left[group] >> UInt8(place) & 1 != 0 {
          let index = first + 8 * group + place
          uniforms[index] = exact(uniforms[index])
        }
      }
      first += count
    }
  }

  private func evaluate(
    _ uniforms: inout MutableSpan<Double>, _ first: Int, _ count: Int,
    _ left: inout InlineArray<64, UInt8>
  ) {
    precondition(first >= 0 && count >= 0 && first + count <= uniforms.count && count <= 512)
    var flags = left.mutableSpan
    // Safe: the range was checked against the span; there is a flag for every eight numbers, and the table has 290.
    unsafe uniforms.withUnsafeMutableBufferPointer { uniforms in
      unsafe flags.withUnsafeMutableBufferPointer { flags in
        unsafe numbers.withUnsafeBufferPointer { numbers in
          guard let start = uniforms.baseAddress else { return }
          unsafe ck_table_quantiles(
            start + first, count, numbers.baseAddress, held, flags.baseAddress)
        }
      }
    }
  }
}

/// The Chebyshev points and what interpolation at them needs.
private let chebyshev = Chebyshev(count: 9)
