import Probability

/// A small sequential generator for tests.
///
/// G. L. Steele, D. Lea, C. H. Flood (2014), doi:10.1145/2660193.2660195.
struct Dice {
  private var state: UInt64

  /// Seeds are scrambled first: with neighbouring states one sequence would be another's, a few steps on.
  init(seed: UInt64) { state = Dice.scrambled(seed &* 0xD1B5_4A32_D192_ED03) }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Dice.scrambled(state)
  }

  private static func scrambled(_ number: UInt64) -> UInt64 {
    var word = number
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// A number strictly between 0 and 1.
  mutating func unit() -> Double { (Double(next() >> 12) + 0.5) * 0x1p-52 }

  /// A standard normal number.
  mutating func normal() -> Double { StandardNormal.quantile(unit()) }

  mutating func units(_ count: Int) -> [Double] { (0..<count).map { _ in unit() } }
}
