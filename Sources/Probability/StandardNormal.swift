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
  /// Rational approximations in three regions, relative error about 1e-16: M. J. Wichura,
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
    let size = tailQuantile(sqrt(-log(tail)))
    return offset < 0 ? -size : size
  }

  /// The size of the quantile whose tail probability is `exp(-root * root)`, outside the body.
  private static func tailQuantile(_ root: Double) -> Double {
    if root <= 5 {
      let r = root - 1.6
      let above =
        (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r
          + 0.24178072517745061177) * r + 1.27045825245236838258) * r + 3.64784832476320460504)
          * r + 5.7694972214606914055) * r + 4.6303378461565452959) * r + 1.42343711074968357734)
      let below =
        (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r
          + 0.0151986665636164571966) * r + 0.14810397642748007459) * r + 0.68976733498510000455)
          * r + 1.6763848301838038494) * r + 2.05319162663775882187) * r + 1)
      return above / below
    }
    let r = root - 5
    let above =
      (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
        + 0.0012426609473880784386) * r + 0.026532189526576123093) * r + 0.29656057182850489123)
        * r + 1.7848265399172913358) * r + 5.4637849111641143699) * r + 6.6579046435011037772)
    let below =
      (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r
        + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r + 0.0148753612908506148525)
        * r + 0.13692988092273580531) * r + 0.59983220655588793769) * r + 1)
    return above / below
  }
}
