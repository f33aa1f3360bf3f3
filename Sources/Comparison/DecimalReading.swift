/// Decimal numerals in bytes, read to the nearest double, ties to even.
///
/// Numerals of at most nineteen digits whose power of ten is within ±27 are read with one exact multiplication or division of whole numbers: `5^27` fits a
/// word, and the remainder says on which side of a tie the number lies. All others, which no table of ours holds, are left to the standard library.
enum DecimalReading {
  /// Powers of five that fit a word.
  private static let powersOfFive: [UInt64] = (0...27).map { power in
    (0..<power).reduce(1) { product, _ in product * 5 }
  }
  /// Powers of ten that are doubles.
  private static let powersOfTen: [Double] = (0...22).map { power in
    (0..<power).reduce(1) { product, _ in product * 10 }
  }

  /// Reads a whole range of bytes as a number.
  ///
  /// - Parameters:
  ///   - bytes: Where the numeral stands.
  ///   - range: From its first byte to after its last.
  ///   - decimalSign: The sign before the fraction.
  /// - Returns: The nearest double; nil when this is no numeral, or one beyond all doubles.
  static func value(_ bytes: Span<UInt8>, in range: Range<Int>, decimalSign: UInt8) -> Double? {
    var place = range.lowerBound
    let end = range.upperBound
    guard place < end else { return nil }
    let isNegative = bytes[place] == 0x2D
    if isNegative || bytes[place] == 0x2B { place += 1 }
    var digits: UInt64 = 0
    // Digits that count, from the first that is not nought.
    var count = 0
    var power = 0
    var isAny = false
    while place < end, case let digit = bytes[place] &- 0x30, digit < 10 {
      if count < 19 { digits = digits &* 10 &+ UInt64(digit) }
      if digits > 0 { count += 1 }
      isAny = true
      place += 1
    }
    if place < end, bytes[place] == decimalSign {
      place += 1
      while place < end, case let digit = bytes[place] &- 0x30, digit < 10 {
        if count < 19 {
          digits = digits &* 10 &+ UInt64(digit)
          power -= 1
        }
        if digits > 0 { count += 1 }
        isAny = true
        place += 1
      }
    }
    guard isAny else { return nil }
    if place < end, bytes[place] | 0x20 == 0x65 {
      place += 1
      guard place < end else { return nil }
      let isDown = bytes[place] == 0x2D
      if isDown || bytes[place] == 0x2B { place += 1 }
      guard place < end else { return nil }
      var exponent = 0
      while place < end, case let digit = bytes[place] &- 0x30, digit < 10 {
        exponent = min(exponent * 10 + Int(digit), 100_000)
        place += 1
      }
      power += isDown ? -exponent : exponent
    }
    guard place == end else { return nil }
    guard count <= 19, let value = nearest(digits, power) else {
      return slowly(bytes, range, decimalSign)
    }
    return isNegative ? -value : value
  }

  /// The double nearest to `digits · 10^power`; nil where that takes more than words of 64 bits.
  private static func nearest(_ digits: UInt64, _ power: Int) -> Double? {
    if digits == 0 { return 0 }
    guard power.magnitude <= 27 else { return nil }
    if digits <= 1 << 53, power.magnitude <= 22 {
      // Both are doubles, so one rounding is all there is.
      let scale = powersOfTen[Int(power.magnitude)]
      return power < 0 ? Double(digits) / scale : Double(digits) * scale
    }
    let five = powersOfFive[Int(power.magnitude)]
    if power >= 0 {
      let product = digits.multipliedFullWidth(by: five)
      if product.high == 0 { return rounded(product.low, isInexact: false, power) }
      let shift = product.high.leadingZeroBitCount
      let top = product.high << shift | (shift == 0 ? 0 : product.low >> (64 - shift))
      return rounded(top, isInexact: product.low << shift != 0, power + 64 - shift)
    }
    let dividend = digits << digits.leadingZeroBitCount
    let divisor = five << five.leadingZeroBitCount
    // Halved, the dividend is below the divisor, and the quotient a word.
    let (quotient, remainder) = divisor.dividingFullWidth((dividend >> 1, dividend << 63))
    return rounded(
      quotient, isInexact: remainder != 0,
      power + five.leadingZeroBitCount - digits.leadingZeroBitCount - 63)
  }

  /// The double nearest to `word · 2^exponent`, or to a little more than that where it is inexact.
  ///
  /// The result must be neither below the smallest normal double nor beyond the largest.
  private static func rounded(_ word: UInt64, isInexact: Bool, _ exponent: Int) -> Double {
    let shift = word.leadingZeroBitCount
    let top = word << shift
    var significand = top >> 11
    let rest = top & 0x7FF
    if rest > 0x400 || (rest == 0x400 && (isInexact || significand & 1 == 1)) { significand += 1 }
    let steps = UInt64(truncatingIfNeeded: exponent + 11 - shift) << 52
    return Double(bitPattern: Double(significand).bitPattern &+ steps)
  }

  private static func slowly(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ decimalSign: UInt8
  ) -> Double? {
    var text = ""
    for place in range {
      let byte = bytes[place] == decimalSign ? 0x2E : bytes[place]
      text.unicodeScalars.append(Unicode.Scalar(byte))
    }
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }
}
