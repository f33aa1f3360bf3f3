/// The shortest decimal that reads back as a double, and among the shortest the nearest to it.
///
/// After R. Giulietti, "The Schubfach way to render doubles" (version of 2020): the interval of numbers that are read as the double is multiplied by the
/// power of ten that makes it between one and ten units long. Then a whole number of tens lies in it, or else the nearest unit does.
struct ShortestDecimal {
  /// Its digits as a whole number; may end in noughts.
  let digits: UInt64
  /// The power of ten that they are multiplied by.
  let exponent: Int

  /// Finds the decimal of a positive, finite double.
  ///
  /// - Parameters:
  ///   - bits: The double's bits.
  ///   - powers: ``PowersOfTen/words``.
  @inline(__always)
  init(bits: UInt64, powers: Span<UInt64>) {
    let fraction = bits & 0xF_FFFF_FFFF_FFFF
    let field = Int(truncatingIfNeeded: bits >> 52)
    let significand = field == 0 ? fraction : fraction | 1 << 52
    let binary = max(field, 1) &- 1075
    let isEven = significand & 1 == 0
    // Below a power of two the doubles are twice as dense.
    let isNarrowBelow = fraction == 0 && field > 1
    // The logarithm to base ten, rounded down, of the distance to the next double (of three quarters of it where the interval is narrow below).
    let decimal = (binary &* 1_262_611 &- (isNarrowBelow ? 524_031 : 0)) >> 22
    let place = 2 &* (-decimal &- PowersOfTen.exponents.lowerBound)
    let high = powers[place]
    let low = powers[place &+ 1]
    let shift = UInt64(truncatingIfNeeded: binary &+ (-decimal &* 1_741_647) >> 19 &+ 1)
    /// Four times so many units of the new grid; the last bit is set when something was cut off.
    @inline(__always) func scaled(_ quarters: UInt64) -> UInt64 {
      let factor = quarters &<< shift
      let carry = low.multipliedFullWidth(by: factor).high
      let product = high.multipliedFullWidth(by: factor)
      let (middle, overflow) = product.low.addingReportingOverflow(carry)
      return product.high &+ (overflow ? 1 : 0) | (middle > 1 ? 1 : 0)
    }
    let quarters = significand << 2
    let value = scaled(quarters)
    // An interval's ends belong to it when the significand is even: ties are read to even.
    let lower = scaled(quarters &- (isNarrowBelow ? 1 : 2)) &+ (isEven ? 0 : 1)
    let upper = scaled(quarters &+ 2) &- (isEven ? 0 : 1)
    let whole = value >> 2
    let tens = whole / 10
    if tens > 0 {
      let isLowIn = lower <= 40 &* tens
      let isHighIn = 40 &* tens &+ 40 <= upper
      if isLowIn != isHighIn {
        digits = isLowIn ? tens : tens &+ 1
        exponent = decimal &+ 1
        return
      }
    }
    exponent = decimal
    // The nearest whole number lies in the interval when the double is in its middle; half-way, the even one.
    let nearest = whole &+ (value & 3 &+ whole & 1 > 2 ? 1 : 0)
    if isNarrowBelow {
      let isLowIn = lower <= 4 &* whole
      let isHighIn = 4 &* whole &+ 4 <= upper
      digits = isLowIn == isHighIn ? nearest : isLowIn ? whole : whole &+ 1
    } else {
      digits = nearest
    }
  }
}
