#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// How far an effect is in force in each month, from nought to one.
///
/// The formulas are in the article *The model, month by month*, section *Time*.
public struct Phase: Hashable, Sendable {
  /// The way in which an effect comes in.
  public enum Onset: Hashable, Sendable {
    /// In force in every month, before the start too.
    case always
    /// From a day on; in that day's month for the share of its days that remain.
    case step(Day)
    /// Evenly from nought at the first day to one at the second.
    case linear(Day, Day)
    /// Along a logistic curve from `midpoint − width` to `midpoint + width`, in months.
    case logistic(midpoint: Day, width: Double)
  }

  /// The way in which an effect goes out again.
  public enum Ending: Hashable, Sendable {
    /// At once, from a day on.
    case step(Day)
    /// Evenly from the first day to the second.
    case linear(Day, Day)
  }

  /// How the effect comes in.
  public let onset: Onset
  /// How it goes out; nil when it stays.
  public let ending: Ending?

  /// In force always.
  public static let always = Phase(onset: .always, ending: nil)

  /// Makes a phase; a linear onset or ending needs its first day before its second.
  public init(onset: Onset, ending: Ending?) {
    self.onset = onset
    self.ending = ending
  }

  /// The share in force in a month, in [0, 1].
  public func value(in month: Int, of calendar: Calendar) -> Double {
    let coming =
      switch onset {
      case .always: 1.0
      case .step(let day): calendar.shareOnOrAfter(day, in: month)
      case .linear(let from, let to): Self.ramp(month, from, to, calendar)
      case .logistic(let midpoint, let width):
        Self.sigmoid((Double(month) + 0.5 - calendar.time(of: midpoint)) / width)
      }
    return switch ending {
    case nil: coming
    case .step(let day): coming * (1 - calendar.shareOnOrAfter(day, in: month))
    case .linear(let from, let to): coming * (1 - Self.ramp(month, from, to, calendar))
    }
  }

  private static func ramp(_ month: Int, _ from: Day, _ to: Day, _ calendar: Calendar) -> Double {
    let start = calendar.time(of: from)
    return min(max((Double(month) + 0.5 - start) / (calendar.time(of: to) - start), 0), 1)
  }

  private static func sigmoid(_ z: Double) -> Double {
    guard z > -1 else { return 0 }
    guard z < 1 else { return 1 }
    let logistic = { (y: Double) in 1 / (1 + exp(-y)) }
    return (logistic(6 * z) - logistic(-6)) / (logistic(6) - logistic(-6))
  }
}
