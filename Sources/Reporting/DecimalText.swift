/// Numbers as text, written straight into bytes.
///
/// The text of a double is the shortest that reads back to the same bits, the nearest where there are several: the same as Swift's description, except that whole numbers to
/// 2^53 have no fraction, −0 is 0, and what is not finite is nothing.
enum DecimalText {
  /// Bytes that must be free for a number; some are used as scratch.
  static let room = 40

  private static let noughts: UInt64 = 0x3030_3030_3030_3030

  /// Writes a double.
  ///
  /// - Parameters:
  ///   - value: Any double.
  ///   - start: Where its text begins; ``room`` bytes from there on must be free.
  ///   - text: The bytes.
  ///   - decimalSign: The sign before the fraction.
  ///   - powers: ``PowersOfTen/words``.
  /// - Returns: Where its text ends.
  @inline(__always)
  static func put(
    _ value: Double, at start: Int, into text: inout MutableRawSpan, decimalSign: UInt8,
    powers: Span<UInt64>
  ) -> Int {
    let magnitude = value.magnitude
    guard magnitude < .infinity else { return start }
    var place = start
    if value < 0 {
      text.storeBytes(of: 0x2D, toByteOffset: place, as: UInt8.self)
      place &+= 1
    }
    if magnitude <= 0x1p53 {
      let whole = UInt64(magnitude)
      if Double(whole) == magnitude { return put(whole, at: place, into: &text) }
    }
    let decimal = ShortestDecimal(bits: magnitude.bitPattern, powers: powers)
    // Seventeen digits, with noughts at the end. Few doubles have less than sixteen to begin with.
    var digits = decimal.digits
    var exponent = decimal.exponent
    while digits < 10_000_000_000_000_000 {
      digits &*= 10
      exponent &-= 1
    }
    let first = digits / 10_000_000_000_000_000
    let rest = digits &- first &* 10_000_000_000_000_000
    let upper = rest / 100_000_000
    let high = eightDigits(upper)
    let low = eightDigits(rest &- upper &* 100_000_000)
    // Digits up to the last that is not a nought.
    let length =
      low != 0 ? 17 &- low.leadingZeroBitCount >> 3 : 9 &- high.leadingZeroBitCount >> 3
    // Digits before the decimal sign, less noughts after it.
    let point = exponent &+ 17
    let lead = UInt8(truncatingIfNeeded: first) | 0x30
    if point > 0, length > point {
      text.storeBytes(of: lead, toByteOffset: place, as: UInt8.self)
      text.storeBytes(of: high | noughts, toByteOffset: place &+ 1, as: UInt64.self)
      text.storeBytes(of: low | noughts, toByteOffset: place &+ 9, as: UInt64.self)
      // Again, one place further, from the sign on.
      let skipped = UInt64(truncatingIfNeeded: 8 &* (point &- 1))
      let fraction =
        UInt128(_low: high | noughts, _high: low | noughts) &>> UInt128(_low: skipped, _high: 0)
      text.storeBytes(of: fraction, toByteOffset: place &+ point &+ 1, as: UInt128.self)
      text.storeBytes(of: decimalSign, toByteOffset: place &+ point, as: UInt8.self)
      return place &+ length &+ 1
    }
    if point <= 0, point > -4 {
      text.storeBytes(of: noughts, toByteOffset: place, as: UInt64.self)
      text.storeBytes(of: decimalSign, toByteOffset: place &+ 1, as: UInt8.self)
      place &+= 2 &- point
      text.storeBytes(of: lead, toByteOffset: place, as: UInt8.self)
      text.storeBytes(of: high | noughts, toByteOffset: place &+ 1, as: UInt64.self)
      text.storeBytes(of: low | noughts, toByteOffset: place &+ 9, as: UInt64.self)
      return place &+ length
    }
    text.storeBytes(of: lead, toByteOffset: place, as: UInt8.self)
    text.storeBytes(of: decimalSign, toByteOffset: place &+ 1, as: UInt8.self)
    text.storeBytes(of: high | noughts, toByteOffset: place &+ 2, as: UInt64.self)
    text.storeBytes(of: low | noughts, toByteOffset: place &+ 10, as: UInt64.self)
    place &+= length == 1 ? 1 : length &+ 1
    let power = point &- 1
    text.storeBytes(of: 0x65, toByteOffset: place, as: UInt8.self)
    text.storeBytes(of: power < 0 ? 0x2D : 0x2B, toByteOffset: place &+ 1, as: UInt8.self)
    place &+= 2
    if power.magnitude < 10 {
      text.storeBytes(of: 0x30, toByteOffset: place, as: UInt8.self)
      place &+= 1
    }
    return put(UInt64(power.magnitude), at: place, into: &text)
  }

  /// Writes a whole number below 10^16.
  ///
  /// As for doubles, ``room`` bytes must be free; the result is where the text ends.
  @inline(__always)
  static func put(_ number: UInt64, at start: Int, into text: inout MutableRawSpan) -> Int {
    if number < 10 {
      let digit = UInt8(truncatingIfNeeded: number) | 0x30
      text.storeBytes(of: digit, toByteOffset: start, as: UInt8.self)
      return start &+ 1
    }
    var place = start
    let upper = number / 100_000_000
    let low = eightDigits(number &- upper &* 100_000_000)
    let front = upper > 0 ? eightDigits(upper) : low
    // The first digits stand lowest, so noughts before the number are noughts at the end of the word.
    let skipped = front.trailingZeroBitCount & ~7
    let shown = (front | noughts) >> UInt64(truncatingIfNeeded: skipped)
    text.storeBytes(of: shown, toByteOffset: place, as: UInt64.self)
    place &+= 8 &- skipped >> 3
    if upper > 0 {
      text.storeBytes(of: low | noughts, toByteOffset: place, as: UInt64.self)
      place &+= 8
    }
    return place
  }

  /// The eight digits of a number below 10^8, one a byte, the first in the lowest.
  ///
  /// Halves, quarters and eighths of the word are divided at once; the multipliers are 2^20/100 and 2^10/10, rounded up, which is exact for so few digits.
  @inline(__always)
  private static func eightDigits(_ number: UInt64) -> UInt64 {
    let front = number / 10_000
    let fours = front | (number &- front &* 10_000) << 32
    let hundreds = (fours &* 10_486) >> 20 & 0x7F_0000_007F
    let twos = hundreds | (fours &- hundreds &* 100) << 16
    let tens = (twos &* 103) >> 10 & 0xF_000F_000F_000F
    return tens | (twos &- tens &* 10) << 8
  }
}
