/// A small sequential generator with which worlds are made up.
///
/// G. L. Steele, D. Lea, C. H. Flood, *Fast splittable pseudorandom number generators*, OOPSLA
/// 2014, doi:10.1145/2660193.2660195.
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

  /// A number in [0, 1).
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number between two others.
  mutating func real(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }

  /// A whole number of a range.
  mutating func whole(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// True with a probability.
  mutating func falls(_ probability: Double) -> Bool { unit() < probability }

  /// One of several.
  mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    choices[whole(0...(choices.count - 1))]
  }

  /// Positive numbers that sum to one; some may be nought.
  mutating func shares(_ count: Int) -> [Double] {
    var parts = (0..<count).map { _ in falls(0.25) ? 0 : real(0.05, 1) }
    if parts.allSatisfy({ $0 == 0 }) { parts[whole(0...(count - 1))] = 1 }
    let sum = parts.reduce(0, +)
    return parts.map { $0 / sum }
  }
}
