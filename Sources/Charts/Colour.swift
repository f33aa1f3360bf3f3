#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// A colour of a chart.
///
/// The colours are few, and chosen by luminance before hue: a grey printer and every kind of colour blindness leave luminance as it is. `ChartsTests`
/// holds them to the contrasts that are stated here.
public struct Colour: Hashable, Sendable {
  /// Red, 0 to 255.
  public let red: UInt8
  /// Green, 0 to 255.
  public let green: UInt8
  /// Blue, 0 to 255.
  public let blue: UInt8

  /// Mixes a colour of `0xRRGGBB`.
  init(_ code: UInt32) {
    red = UInt8(truncatingIfNeeded: code >> 16)
    green = UInt8(truncatingIfNeeded: code >> 8)
    blue = UInt8(truncatingIfNeeded: code)
  }

  /// The paper.
  static let paper = Colour(0xFFFFFF)
  /// Text, and totals.
  static let ink = Colour(0x222222)
  /// Text that explains.
  static let explanation = Colour(0x4D4D4D)
  /// Lines that help the eye and say nothing.
  static let grid = Colour(0xD9D9D9)
  /// The middle of the runs, and the world as the scenario has it.
  static let middle = Colour(0x0B3350)
  /// What half of the runs fill.
  static let innerBand = Colour(0x8FBBDC)
  /// What nine in ten runs fill.
  static let outerBand = Colour(0xD3E5F2)
  /// The edge of a band, by which it is seen where its fill is too light.
  static let edge = Colour(0x2B6C99)
  /// Cases beyond their term.
  static let overdue = Colour(0xD9691E)
  /// The edge of the overdue part.
  static let overdueEdge = Colour(0x7A3304)
  /// What brings a number down.
  static let fall = edge
  /// What brings a number up.
  static let rise = overdue
  /// The world without what is asked about.
  static let other = Colour(0x707070)
  /// A measure or development that comes into force.
  static let lever = Colour(0x707070)

  /// Chance, where it is one of several causes.
  static let chance = Colour(0x8C8C8C)
  /// Causes that are not told apart.
  static let others = Colour(0xCFCFCF)
  /// What causes explain only together.
  static let interplay = Colour(0xF1F1F1)
  /// Causes that lie upon one another, from the bottom up: dark and light by turns.
  static let layers: [Colour] = [
    edge, Colour(0xF2B98A), Colour(0x0B3350), Colour(0xA9CCE6), Colour(0x9C4A10),
    Colour(0xF7DEC8),
  ]

  /// Marks that carry meaning by themselves, and so need a contrast of three to one with the paper (WCAG 2.2, criterion 1.4.11).
  static let marks: [Colour] = [ink, middle, edge, overdue, overdueEdge, other, lever]

  /// The text of an attribute: `#0b3350`, or `#222` where a digit is enough for each part.
  var code: String {
    let digits = Array("0123456789abcdef")
    let parts = [red, green, blue]
    if parts.allSatisfy({ $0 >> 4 == $0 & 15 }) {
      return "#" + parts.map { String(digits[Int($0 & 15)]) }.joined()
    }
    return parts.reduce(into: "#") { code, part in
      code.append(digits[Int(part >> 4)])
      code.append(digits[Int(part & 15)])
    }
  }

  /// Relative luminance, from 0 (black) to 1 (white), as WCAG 2.2 defines it: what a grey printer keeps.
  public var luminance: Double {
    func linear(_ part: UInt8) -> Double {
      let share = Double(part) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// The contrast with another colour, from 1 (none) to 21 (black on white), as WCAG 2.2 defines it.
  public func contrast(with other: Colour) -> Double {
    let (light, dark) = (max(luminance, other.luminance), min(luminance, other.luminance))
    return (light + 0.05) / (dark + 0.05)
  }
}
