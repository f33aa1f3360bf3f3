/// Generator matrices of the Sobol sequence.
///
/// I. M. Sobol, *On the distribution of points in a cube and the approximate evaluation of
/// integrals*, USSR Comput. Math. Math. Phys. 7 (1967), doi:10.1016/0041-5553(67)90144-9; the
/// recursion is that of P. Bratley and B. L. Fox, *Algorithm 659*, ACM Trans. Math. Softw. 14
/// (1988), doi:10.1145/42288.214372.
enum DirectionNumbers {
  /// Binary digits of a point, and of the largest index.
  static let digits = 31
  /// Dimensions for which there are numbers.
  static let dimensions = 1111

  /// Column `c` of dimension `k` at `31 k + c`: what bit `c` of the index adds to the point.
  ///
  /// The first binary digit after the point is bit 30. Every matrix is upper triangular with a
  /// diagonal of ones, so that each dimension alone fills all intervals of a power of two evenly.
  static let columns: [UInt32] = {
    var columns = (0..<digits).map { UInt32(1) << UInt32(digits - 1 - $0) }
    columns.reserveCapacity(digits * dimensions)
    for (initial, polynomial) in zip(
      initialNumbers, primitivePolynomials(count: dimensions - 1))
    {
      columns += column(polynomial: polynomial, initial: initial)
    }
    precondition(
      columns.count == digits * dimensions, "the table has \(columns.count) columns")
    return columns
  }()

  /// The numbers of the table, a row a dimension.
  private static var initialNumbers: [[UInt32]] {
    joeKuoNumbers.utf8.split(separator: UInt8(ascii: "\n")).map { row in
      row.split(separator: UInt8(ascii: " ")).map { digits in
        digits.reduce(0) { 10 * $0 + UInt32($1 - UInt8(ascii: "0")) }
      }
    }
  }

  /// The columns that a primitive polynomial and initial numbers give.
  private static func column(polynomial: UInt32, initial: [UInt32]) -> [UInt32] {
    let degree = initial.count
    precondition(
      polynomial >> UInt32(degree) == 1, "\(degree) numbers for the polynomial \(polynomial)")
    var numbers = initial
    for index in degree..<digits {
      var next = numbers[index - degree] ^ numbers[index - degree] << UInt32(degree)
      for back in 1..<max(1, degree) where polynomial >> UInt32(degree - back) & 1 == 1 {
        next ^= numbers[index - back] << UInt32(back)
      }
      numbers.append(next)
    }
    return numbers.enumerated().map { $1 << UInt32(digits - 1 - $0) }
  }

  /// The first primitive polynomials over the field of two elements, by degree and then by value.
  ///
  /// Bit `i` of a polynomial is its coefficient of `xⁱ`. A polynomial of degree `d` is primitive
  /// when no power of `x` below `2^d − 1` is one.
  static func primitivePolynomials(count: Int) -> [UInt32] {
    var found: [UInt32] = []
    var candidate: UInt32 = 3
    while found.count < count {
      if isPrimitive(candidate) { found.append(candidate) }
      candidate += 2
    }
    return found
  }

  private static func isPrimitive(_ polynomial: UInt32) -> Bool {
    let degree = UInt32(31 - polynomial.leadingZeroBitCount)
    let period = UInt32(1) << degree - 1
    var power: UInt32 = 1
    for exponent in 1...period {
      power <<= 1
      if power >> degree == 1 { power ^= polynomial }
      if power == 1 { return exponent == period }
    }
    return false
  }
}
