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
  /// when no power of `x` below `2^d − 1` is one, and that power is: as in every group, it is enough
  /// to look at the powers by which a prime divides that exponent.
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
    guard power(of: polynomial, period) == 1 else { return false }
    var (rest, prime) = (period, UInt32(2))
    while rest > 1 {
      if prime * prime > rest { prime = rest }
      if rest.isMultiple(of: prime) {
        if power(of: polynomial, period / prime) == 1 { return false }
        while rest.isMultiple(of: prime) { rest /= prime }
      }
      prime += 1
    }
    return true
  }

  /// A power of `x` modulo a polynomial, by squaring.
  private static func power(of polynomial: UInt32, _ exponent: UInt32) -> UInt32 {
    let degree = UInt32(31 - polynomial.leadingZeroBitCount)
    func timesX(_ residue: UInt32) -> UInt32 {
      let shifted = residue << 1
      return shifted >> degree == 1 ? shifted ^ polynomial : shifted
    }
    var power: UInt32 = 1
    var bit = UInt32(1) << UInt32(31 - exponent.leadingZeroBitCount)
    while bit > 0 {
      var (square, place) = (UInt32(0), degree)
      while place > 0 {
        place -= 1
        square = timesX(square)
        if power >> place & 1 == 1 { square ^= power }
      }
      power = exponent & bit == 0 ? square : timesX(square)
      bit >>= 1
    }
    return power
  }
}
