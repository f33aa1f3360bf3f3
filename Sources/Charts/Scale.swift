internal import Caseload

/// A straight scale of numbers on a drawing, from round number to round number, with nought on it.
struct Scale {
  /// The numbers that are marked, in order; always at least two.
  let ticks: [Double]
  /// Decimals that the marked numbers need.
  let decimals: Int
  private let from: Double
  private let to: Double

  /// Makes a scale.
  ///
  /// - Parameters:
  ///   - numbers: What it must hold; those that are not finite are left out.
  ///   - from: Where its lowest number stands on the drawing.
  ///   - to: Where its highest number stands.
  ///   - intervals: About how many steps it has.
  init(holding numbers: some Sequence<Double>, from: Double, to: Double, intervals: Int = 4) {
    let (low, high) = numbers.reduce((0.0, 0.0)) { ends, number in
      number.isFinite ? (min(ends.0, number), max(ends.1, number)) : ends
    }
    // Halves first, so that the widest range of all is still a number.
    let half = max(high / 2 - low / 2, 0)
    let (step, decimals) = Scale.step(atLeast: half / Double(intervals) * 2)
    let first = (low / step).rounded(.down)
    let last = max((high / step).rounded(.up), first + 1)
    ticks = stride(from: first, through: last, by: 1).map { $0 * step }
    self.decimals = decimals
    self.from = from
    self.to = to
  }

  /// The smallest of 1, 2 and 5 times a power of ten that is not below a number, with the decimals to write it; 1 for nought.
  private static func step(atLeast size: Double) -> (Double, decimals: Int) {
    guard size > 1e-9 else { return (1, 0) }
    var power = 1.0
    var decimals = 0
    // Nine tenths of the size, so that four steps and a bit do not become two.
    let size = size * 0.9
    while size > 5 * power, power < 1e300 { power *= 10 }
    while decimals < 9, size <= power / 2 {
      decimals += 1
      power = 1
      for _ in 0..<decimals { power /= 10 }
    }
    for factor in [1.0, 2, 5] where factor * power >= size { return (factor * power, decimals) }
    return (10 * power, decimals)
  }

  /// Where a number stands; not a number for what is not finite.
  func callAsFunction(_ number: Double) -> Double {
    guard number.isFinite, let low = ticks.first, let high = ticks.last else { return .nan }
    return from + (to - from) * ((number / 2 - low / 2) / (high / 2 - low / 2))
  }

  /// How a marked number is written.
  func label(_ tick: Double, _ language: Language) -> String {
    language.format(tick, decimals: decimals)
  }

  /// How a number between is written: with as many decimals as help to tell it from the next.
  func figure(_ number: Double, _ language: Language) -> String {
    language.format(number, decimals: figureDecimals)
  }

  /// Decimals of a number between.
  var figureDecimals: Int { decimals == 0 && ticks[1] - ticks[0] >= 10 ? 0 : decimals + 1 }
}
