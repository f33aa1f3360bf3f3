import Foundation
import Testing

@testable import Reporting

/// Powers of ten, and the text of doubles, against arithmetic without limits and against Swift's own description.
struct DecimalTests {
  /// Every power against long multiplication and long division with whole numbers of any length.
  @Test func `powers of ten are right to the last of 128 bits, rounded up`() {
    for exponent in PowersOfTen.exponents {
      let place = 2 * (exponent - PowersOfTen.exponents.lowerBound)
      let found = [PowersOfTen.all.words[place + 1], PowersOfTen.all.words[place]]
      #expect(found == LongNumber.leadingBits(ofTenTo: exponent), "10^\(exponent)")
    }
  }

  @Test(arguments: NumberKind.allCases)
  func `numbers of every kind are written as Swift describes them`(kind: NumberKind) {
    kind.compare(rows: 50)
  }

  /// Where doubles become sparser or denser, where the layout changes, and the ends of the range.
  @Test func `numbers at every edge are written as Swift describes them`() {
    for exponent in 0...2046 {
      let first = Double(bitPattern: UInt64(exponent) << 52)
      NumberKind.check([
        first, first.nextUp, first.nextDown, -first, first.nextUp.nextUp, first * 1.5,
      ])
    }
    for exponent in -323...308 {
      let power = Double.pow10(exponent)
      NumberKind.check([power, power.nextUp, power.nextDown, 2 * power, 5 * power, -power])
    }
    NumberKind.check([
      0, -0.0, 0x1p53, 0x1p53 - 1, 0x1p53 + 2, 0x1p54, 0x1p54 + 4, -0x1p53, 1e-4, 9.999e-5, 1e-5,
      0.5, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, .nan, .infinity,
      -.infinity, .signalingNaN, 4.35, 0.3, 2.0 / 3, 1e23,
    ])
  }

  /// The decimal sign is the one difference between the dialects.
  @Test func `a row of numbers has the signs of its dialect`() {
    let columns = [1.5, -2, 3e-7, .nan, 0.25, 12_345.678]
    var row = CSVText(.dutch)
    row.add("a;b")
    row.add(columns.span, from: 1, stride: 2)
    row.add(columns.span, from: 6, stride: 2)
    row.add(-7)
    row.add(0.5)
    row.endRow()
    row.add(1)
    row.endRow()
    let text = String(decoding: row.taken(), as: UTF8.self)
    #expect(text == "\"a;b\";-2;;12345,678;-7;0,5\r\n1\r\n")
  }
}

/// Ten million numbers, which takes a few seconds in release.
struct DecimalStatisticalTests {
  @Test(arguments: NumberKind.allCases)
  func `millions of numbers are written as Swift describes them`(kind: NumberKind) {
    kind.compare(rows: 6250)
  }
}

/// Kinds of number, each made from 64 random bits.
enum NumberKind: CaseIterable {
  case anyBits, subnormal, uniform, share, whole, decimal, scaledDecimal, nearPowerOfTwo

  private func number(_ bits: UInt64) -> Double {
    let sign = bits & 1 == 0 ? 1.0 : -1.0
    switch self {
    case .anyBits: return Double(bitPattern: bits)
    case .subnormal: return Double(bitPattern: bits & 0x800F_FFFF_FFFF_FFFF)
    case .uniform: return sign * Double(bits >> 11) * 0x1p-53 * 50_000
    case .share: return Double(bits >> 11) * 0x1p-53
    case .whole: return sign * Double((bits >> 1) >> (bits >> 57 & 63))
    case .decimal:
      return sign * Double((bits >> 20) >> (bits >> 1 & 31)) / NumberKind.powers[Int(bits >> 6 & 7)]
    case .scaledDecimal:
      return Double(bits >> 40) * Double.pow10(Int(bits & 511) - 256)
    case .nearPowerOfTwo:
      return Double(bitPattern: (bits >> 53) << 52 &+ (bits & 7) &- 4)
    }
  }
  private static let powers = [1.0, 10, 100, 1000, 1e4, 1e6, 1e9, 8]

  /// Compares rows of 200 numbers with their descriptions.
  func compare(rows: Int) {
    var state: UInt64 = 0x0123_4567_89AB_CDEF
    for _ in 0..<rows {
      NumberKind.check(
        (0..<200).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return number((state ^ (state >> 29)) &* 0x9E37_79B9_7F4A_7C15)
        })
    }
  }

  /// How a number is to be written, by way of Swift's description.
  private static func described(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    if value == value.rounded(), abs(value) <= 0x1p53 { return String(Int(value)) }
    return "\(value)"
  }

  /// Compares a row of numbers with their descriptions.
  static func check(_ values: [Double]) {
    var row = CSVText(.standard)
    row.add(values.span, from: 0, stride: 1)
    let text = row.taken()
    let expected = values.map(described).joined(separator: ",")
    if text == Array(expected.utf8) { return }
    let cells = String(decoding: text, as: UTF8.self).split(
      separator: ",", omittingEmptySubsequences: false)
    for (cell, value) in zip(cells, values) where cell != described(value) {
      Issue.record("\(value) became \(cell), expected \(described(value))")
      return
    }
    Issue.record("a row has \(text.count) bytes, expected \(expected.utf8.count)")
  }
}

extension Double {
  /// A power of ten, as its text is read.
  fileprivate static func pow10(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? .nan }
}

/// Whole numbers of any length, in words of 32 bits, the lowest first: slow and plain.
private enum LongNumber {
  static func timesTen(_ number: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var carry: UInt64 = 0
    for word in number {
      let product = UInt64(word) * 10 + carry
      result.append(UInt32(truncatingIfNeeded: product))
      carry = product >> 32
    }
    return carry == 0 ? result : result + [UInt32(carry)]
  }

  static func bits(_ number: [UInt32]) -> Int {
    number.last.map { 32 * number.count - $0.leadingZeroBitCount } ?? 0
  }

  static func bit(_ number: [UInt32], _ place: Int) -> Bool {
    place >= 0 && place < 32 * number.count && number[place / 32] >> UInt32(place % 32) & 1 == 1
  }

  /// The first 128 bits of a power of ten, rounded up, the low word first.
  static func leadingBits(ofTenTo exponent: Int) -> [UInt64] {
    var power: [UInt32] = [1]
    for _ in 0..<abs(exponent) { power = timesTen(power) }
    var digits: [Bool] = []
    var isExact: Bool
    if exponent >= 0 {
      let top = bits(power)
      digits = (1...128).map { bit(power, top - $0) }
      isExact = !(0..<max(0, top - 128)).contains { bit(power, $0) }
    } else {
      // Long division of a one by the power, bit by bit, from the first bit that is not nought.
      let start = bits(power) - 1
      var rest = Array(repeating: UInt32(0), count: start / 32) + [1 << UInt32(start % 32)]
      isExact = false
      while digits.count < 128 {
        rest = doubled(rest)
        let fits = !isLess(rest, power)
        if fits { rest = difference(rest, power) }
        if fits || !digits.isEmpty { digits.append(fits) }
      }
    }
    var words: [UInt64] = [0, 0]
    for (place, digit) in digits.reversed().enumerated() where digit {
      words[place / 64] |= 1 << UInt64(place % 64)
    }
    if !isExact {
      words[0] &+= 1
      if words[0] == 0 { words[1] += 1 }
    }
    return words
  }

  private static func doubled(_ number: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var carry: UInt32 = 0
    for word in number {
      result.append(word << 1 | carry)
      carry = word >> 31
    }
    return carry == 0 ? result : result + [carry]
  }

  private static func isLess(_ left: [UInt32], _ right: [UInt32]) -> Bool {
    for place in (0..<max(left.count, right.count)).reversed() {
      let (a, b) = (
        place < left.count ? left[place] : 0, place < right.count ? right[place] : 0
      )
      if a != b { return a < b }
    }
    return false
  }

  private static func difference(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var borrow: Int64 = 0
    for place in left.indices {
      let value =
        Int64(left[place]) - (place < right.count ? Int64(right[place]) : 0) - borrow
      borrow = value < 0 ? 1 : 0
      result.append(UInt32(truncatingIfNeeded: value))
    }
    while result.last == 0 { result.removeLast() }
    return result
  }
}
