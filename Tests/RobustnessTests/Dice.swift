import Probability

/// A small sequential generator for tests.
///
/// G. L. Steele, D. Lea, C. H. Flood (2014), doi:10.1145/2660193.2660195.
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
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
