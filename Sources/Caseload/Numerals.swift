#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// A number with a fixed number of decimals and a dot, for messages; a dash when it is not a number.
public func rounded(_ value: Double, _ decimals: Int) -> String {
  guard value.isFinite else { return "–" }
  let scale = pow(10, Double(decimals))
  let scaled = (abs(value) * scale).rounded()
  guard scaled < 0x1p53 else { return "\(value)" }
  let whole = Int(scaled) / Int(scale)
  let sign = value < 0 && scaled > 0 ? "-" : ""
  guard decimals > 0 else { return sign + String(whole) }
  let part = String(Int(scaled) % Int(scale))
  return sign + "\(whole)." + String(repeating: "0", count: decimals - part.count) + part
}

extension Language {
  /// A number for people: thousands separated, the language's decimal sign, a real minus sign.
  public func format(_ value: Double, decimals: Int = 0) -> String {
    let text = rounded(value, decimals)
    guard text != "–" else { return text }
    var parts = text.split(separator: ".").map(String.init)
    let isNegative = parts[0].hasPrefix("-")
    let digits = parts[0].drop { $0 == "-" }
    var grouped = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { grouped += self == .nl ? "." : "," }
      grouped.append(digit)
    }
    parts[0] = (isNegative ? "−" : "") + grouped
    return parts.joined(separator: self == .nl ? "," : ".")
  }

  /// A share as a percentage: `41 %` in Dutch, `41%` in English.
  public func percent(_ share: Double, decimals: Int = 0) -> String {
    format(share * 100, decimals: decimals) + (self == .nl ? " %" : "%")
  }

  /// A month for people: `jun 2026`.
  public func format(_ month: YearMonth) -> String {
    let names =
      self == .nl
      ? ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
      : ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return "\(names[month.month - 1]) \(month.year)"
  }
}
