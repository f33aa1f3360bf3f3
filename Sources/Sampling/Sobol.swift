internal import CKernels

/// Scrambled Sobol points: one number for each dimension and run, evenly spread over all of them.
///
/// The points are those of ``point(dimension:index:)`` under nested uniform scrambling: every digit
/// is flipped or not by a coin of its own for each sequence of digits before it (A. B. Owen,
/// *Randomly permuted (t,m,s)-nets and (t,s)-sequences*, Lecture Notes in Statistics 106 (1995),
/// doi:10.1007/978-1-4612-2552-2_19). So each number alone is uniform, the first `2^m` runs of a
/// dimension hold one number in each of `2^m` equal parts of (0, 1), and runs of different seeds
/// are independent replicates. A run's number depends on the seed, the name, the dimension and the
/// run alone: not on how many runs are made.
///
/// The coins belong to the name, the order of the points to the dimension. Two names must not have
/// one dimension: they would move together.
///
/// The coins are words of 64 bits, one for the 63 coins of six digits: for the first six digits a
/// word of ``Philox``, below them the mixing function of G. L. Steele, D. Lea, C. H. Flood (2014),
/// doi:10.1145/2660193.2660195, of the digits before and another word of Philox. Hashing by
/// multiplication alone (S. Laine and T. Karras, 2011, doi:10.1111/j.1467-8659.2011.02061.x; B.
/// Burley, JCGT 9(4), 2020) is faster, but reaches only some of the 2⁷ patterns of the first seven
/// coins.
public struct Sobol: Hashable, Sendable {
  /// The number of dimensions that there are.
  public static var dimensions: Int { DirectionNumbers.dimensions }

  /// The source of the coins.
  public let draws: Draws

  /// Makes the design of a seed's draws.
  public init(draws: Draws) { self.draws = draws }

  /// A point of the sequence itself, before scrambling.
  ///
  /// - Parameters:
  ///   - dimension: From 0 to `dimensions - 1`.
  ///   - index: From 0 to 2^31 - 1; the point of index 0 is nought.
  /// - Returns: A multiple of 2^-31 in [0, 1).
  public static func point(dimension: Int, index: UInt32) -> Double {
    check(dimension)
    var bits: UInt32 = 0
    for column in 0..<DirectionNumbers.digits where index >> UInt32(column) & 1 == 1 {
      bits ^= DirectionNumbers.columns[DirectionNumbers.digits * dimension + column]
    }
    return Double(bits) * 0x1p-31
  }

  /// The number of a name in one run, in (0, 1).
  public func uniform(_ name: NameHash, dimension: Int, run: UInt32) -> Double {
    var number = [0.0]
    var span = number.mutableSpan
    fill(name, dimension: dimension, firstRun: run, into: &span)
    return number[0]
  }

  /// Fills the numbers of consecutive runs.
  ///
  /// - Parameters:
  ///   - name: The hashed name, which decides the scrambling.
  ///   - dimension: The dimension of the sequence, from 0 to `dimensions - 1`.
  ///   - firstRun: The run of the first element; the last must not pass 2^31 - 1.
  ///   - numbers: Receives odd multiples of 2^-53.
  /// - Complexity: Some 10 ns a number with AVX-512, 19 with AVX2, 56 without; the first use ever of the sequence makes
  ///   its matrices besides.
  public func fill(
    _ name: NameHash, dimension: Int, firstRun: UInt32, into numbers: inout MutableSpan<Double>
  ) {
    Self.check(dimension)
    precondition(
      Int(firstRun) + numbers.count <= 1 << 31,
      "\(numbers.count) runs from \(firstRun) on pass 2^31 - 1")
    let keys = coins(name)
    let columns = DirectionNumbers.columns
    let count = numbers.count
    // Safe: the kernel reads 31 columns of a dimension that was checked, seven keys, and writes
    // `count` numbers; none of the pointers outlives the closures.
    unsafe columns.withUnsafeBufferPointer { columns in
      unsafe keys.withUnsafeBufferPointer { keys in
        unsafe numbers.withUnsafeMutableBufferPointer { numbers in
          guard let columns = columns.baseAddress, let numbers = numbers.baseAddress else { return }
          unsafe ck_sobol(
            columns + DirectionNumbers.digits * dimension, keys.baseAddress, firstRun, count,
            numbers)
        }
      }
    }
  }

  /// The words from which a name's coins are made: the first six digits', and a key for each later
  /// group of digits.
  func coins(_ name: NameHash) -> [UInt64] {
    (0..<4).flatMap { block in
      let words = draws.words(name, UInt32(block), Self.secondWord)
      return [UInt64(words.1) << 32 | UInt64(words.0), UInt64(words.3) << 32 | UInt64(words.2)]
    }
  }

  /// The second counter word of the coins: below those of the Latin hypercube, above all months.
  private static var secondWord: UInt32 { .max - 131_071 }

  private static func check(_ dimension: Int) {
    precondition(
      dimension >= 0 && dimension < dimensions,
      "dimension is \(dimension), expected 0 to \(dimensions - 1)")
  }
}
