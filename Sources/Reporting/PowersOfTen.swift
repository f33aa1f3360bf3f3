/// Powers of ten to 128 bits, for turning doubles into decimals.
///
/// The power `10^k` stands as `(high · 2^64 + low) · 2^s`, rounded up, with the highest bit of `high` set and `s = ⌊k · log₂ 10⌋ − 127`.
struct PowersOfTen: Sendable {
  /// The exponents that doubles ask for.
  static let exponents = -292...324

  /// High word, low word, and so on, from the smallest exponent up.
  let words: [UInt64]

  /// The powers, computed when they are first asked for: some ten microseconds.
  static let all = PowersOfTen()

  /// Computes all of them.
  ///
  /// Each power is ten times, or a tenth of, the one before it, in 256 bits. An error of a unit a step in the last of these leaves the first 128 as they
  /// are, which a test confirms with whole numbers of any length.
  init() {
    var words = [UInt64](repeating: 0, count: 2 * PowersOfTen.exponents.count)
    func put(_ power: Wide, _ exponent: Int) {
      let place = 2 * (exponent - PowersOfTen.exponents.lowerBound)
      (words[place], words[place + 1]) = power.roundedUp
    }
    var power = Wide.one
    put(power, 0)
    for exponent in 1...PowersOfTen.exponents.upperBound {
      power.multiplyByTen()
      put(power, exponent)
    }
    power = Wide.one
    for exponent in (PowersOfTen.exponents.lowerBound...(-1)).reversed() {
      power.divideByTen()
      put(power, exponent)
    }
    self.words = words
  }

  /// A number of 256 bits whose highest bit is set, the highest word first.
  private struct Wide {
    var words: (UInt64, UInt64, UInt64, UInt64)
    /// Whether nothing has been cut off.
    var isExact: Bool

    static let one = Wide(words: (1 << 63, 0, 0, 0), isExact: true)

    /// The first two words, one more where anything follows them.
    var roundedUp: (UInt64, UInt64) {
      if isExact, words.2 == 0, words.3 == 0 { return (words.0, words.1) }
      let (low, carry) = words.1.addingReportingOverflow(1)
      return (words.0 + (carry ? 1 : 0), low)
    }

    mutating func multiplyByTen() {
      let last = words.3.multipliedFullWidth(by: 10)
      let third = words.2.multipliedFullWidth(by: 10)
      let second = words.1.multipliedFullWidth(by: 10)
      let first = words.0.multipliedFullWidth(by: 10)
      let (c, carryC) = third.low.addingReportingOverflow(last.high)
      let (b, carryB) = second.low.addingReportingOverflow(third.high + (carryC ? 1 : 0))
      let (a, carryA) = first.low.addingReportingOverflow(second.high + (carryB ? 1 : 0))
      let top = first.high + (carryA ? 1 : 0)
      // Ten times a number whose highest bit is set has three or four bits more.
      let shift = 64 - top.leadingZeroBitCount
      let back = 64 - shift
      isExact = isExact && last.low & ((1 << shift) - 1) == 0
      words = (
        top << back | a >> shift, a << back | b >> shift, b << back | c >> shift,
        c << back | last.low >> shift
      )
    }

    mutating func divideByTen() {
      let first = words.0.quotientAndRemainder(dividingBy: 10)
      let second = UInt64(10).dividingFullWidth((first.remainder, words.1))
      let third = UInt64(10).dividingFullWidth((second.remainder, words.2))
      let last = UInt64(10).dividingFullWidth((third.remainder, words.3))
      let beyond = UInt64(10).dividingFullWidth((last.remainder, 0)).quotient
      // A tenth of a number whose highest bit is set has three or four bits less.
      let shift = first.quotient.leadingZeroBitCount
      let back = 64 - shift
      isExact = false
      words = (
        first.quotient << shift | second.quotient >> back,
        second.quotient << shift | third.quotient >> back,
        third.quotient << shift | last.quotient >> back, last.quotient << shift | beyond >> back
      )
    }
  }
}
