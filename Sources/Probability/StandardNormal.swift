internal import CKernels

#if canImport(Glibc)
internal import Glibc
#endif

/// The normal law with mean 0 and standard deviation 1.
public enum StandardNormal {
  /// The density at a point.
  ///
  /// - Parameter point: Any number; the density is 0 at the infinities.
  /// - Returns: The density.
  public static func density(_ point: Double) -> Double {
    0.398_942_280_401_432_68 * exp(-0.5 * point * point)
  }

  /// The probability of a value of at most `point`.
  ///
  /// Half the complementary error function, so that the lower tail keeps its relative accuracy
  /// down to the smallest double.
  ///
  /// - Parameter point: Any number, the infinities included.
  /// - Returns: A probability, from 0 to 1.
  public static func cumulative(_ point: Double) -> Double {
    0.5 * erfc(-point * 0.707_106_781_186_547_52)
  }

  /// The probability of a value above `point`.
  ///
  /// - Parameter point: Any number, the infinities included.
  /// - Returns: A probability, from 0 to 1.
  public static func survival(_ point: Double) -> Double { cumulative(-point) }

  /// The point below which a value falls with a given probability.
  ///
  /// Rational approximations in three regions, relative error about 1e-15: M. J. Wichura,
  /// *Algorithm AS 241: The percentage points of the normal distribution*, Applied Statistics
  /// 37 (1988), doi:10.2307/2347330.
  ///
  /// - Parameter probability: From 0 to 1; the ends give the infinities.
  /// - Returns: The standard normal quantile.
  public static func quantile(_ probability: Double) -> Double {
    let offset = probability - 0.5
    if abs(offset) <= 0.425 {
      let r = 0.180625 - offset * offset
      let above =
        (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853)
          * r + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427)
          * r + 133.14166789178437745) * r + 3.387132872796366608)
      let below =
        (((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061)
          * r + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083)
          * r + 42.313330701600911252) * r + 1)
      return offset * above / below
    }
    let tail = offset < 0 ? probability : 1 - probability
    guard tail > 0 else {
      precondition(tail == 0, "probability is \(probability), expected 0 to 1")
      return offset < 0 ? -.infinity : .infinity
    }
    // The lanes have logarithms of their own: a number alone goes through them too, and comes out with the same bits.
    var value = probability
    // Safe: the kernel reads and writes the one number that it is given.
    unsafe ck_normal_quantiles(&value, 1)
    return value
  }

  /// Replaces probabilities by the points below which a value falls with them.
  ///
  /// Eight at a time, with the bits that ``quantile(_:)`` gives one by one, on every processor.
  ///
  /// - Parameter probabilities: From 0 to 1; the ends give the infinities, and what lies outside becomes NaN.
  /// - Complexity: One to two nanoseconds a number.
  public static func quantiles(of probabilities: inout MutableSpan<Double>) {
    // Safe: the kernel reads and writes the numbers that it is given.
    unsafe replace(&probabilities, by: ck_normal_quantiles)
  }
}
