public import Caseload
public import Probability

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

extension Law {
  /// The law in words, such as `uniform 0.1 to 0.3`.
  public var text: Bilingual {
    Bilingual(nl: text(in: .nl), en: text(in: .en))
  }

  private func text(in language: Language) -> String {
    let write = { (value: Double) in value.text(in: language) }
    let to = language == .nl ? "tot" : "to"
    switch self {
    case .fixed(let value): return write(value)
    case .uniform(let low, let high):
      return "\(language == .nl ? "uniform" : "uniform") \(write(low)) \(to) \(write(high))"
    case .triangular(let low, let mode, let high):
      return "\(language == .nl ? "driehoek" : "triangular") \(write(low)), \(write(mode)), "
        + write(high)
    case .pert(let low, let mode, let high):
      return "PERT \(write(low)), \(write(mode)), \(write(high))"
    case .normal(let mean, let sd, let low, let high):
      return (language == .nl ? "normaal" : "normal") + " \(write(mean)) ± \(write(sd))"
        + Self.limits(low, high, in: language)
    case .lognormal(let mu, let sigma, let low, let high):
      let median = language == .nl ? "mediaan" : "median"
      return (language == .nl ? "lognormaal" : "log-normal") + ", \(median) \(write(exp(mu))), "
        + "σ \(write(sigma))" + Self.limits(low, high, in: language)
    case .beta(let alpha, let beta, let low, let high):
      return "beta(\(write(alpha)); \(write(beta))) \(write(low)) \(to) \(write(high))"
    case .bernoulli(let probability):
      return language == .nl
        ? "1 met kans \(write(probability)), anders 0"
        : "1 with probability \(write(probability)), else 0"
    case .discrete(let values):
      return values.map { "\(write($0.value)) (\(write($0.probability)))" }.joined(separator: "; ")
    case .quantiles(let points):
      let list = points.map { "\(write($0.probability)): \(write($0.value))" }
      return (language == .nl ? "kwantielen " : "quantiles ") + list.joined(separator: "; ")
    }
  }

  private static func limits(_ low: Double?, _ high: Double?, in language: Language) -> String {
    guard low != nil || high != nil else { return "" }
    let from = low.map { $0.text(in: language) } ?? "−∞"
    let to = high.map { $0.text(in: language) } ?? "∞"
    return language == .nl ? ", afgekapt op \(from) tot \(to)" : ", cut at \(from) to \(to)"
  }
}

extension Double {
  /// The value to six significant digits, with the decimal sign of the language.
  func text(in language: Language) -> String {
    guard isFinite, self != 0 else { return self == 0 ? "0" : "\(self)" }
    let exponent = Int(log10(magnitude).rounded(.down))
    let scale = pow(10, Double(5 - exponent))
    let rounded = scale.isFinite && scale > 0 ? (self * scale).rounded() / scale : self
    var text = "\(rounded)"
    if text.hasSuffix(".0") { text.removeLast(2) }
    return language == .nl ? text.replacing(".", with: ",") : text
  }
}

extension Entry {
  /// Its value, law or list in words.
  var text: Bilingual {
    switch self {
    case .number(let number): return number.law.text
    case .series(let series):
      let write = { (language: Language) in
        series.values.map { $0.text(in: language) }.joined(separator: language == .nl ? "; " : ", ")
      }
      return Bilingual(nl: write(.nl), en: write(.en))
    }
  }
}
