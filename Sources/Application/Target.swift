internal import Caseload
internal import Engine
internal import Foundation
internal import Reporting

/// What is to be met in a run, and in how many of the runs: `stock.asylum < 15000 at 2028-12 and C26 with 80%`.
struct Target: Hashable, Sendable {
  /// One thing that must hold.
  enum Condition: Hashable, Sendable {
    /// A number compared with a limit.
    case compares(Response, Test.Relation, limit: Double)
    /// A test of the scenario, by index.
    case holds(test: Int)

    /// What has to be known of a run.
    var response: Response {
      switch self {
      case .compares(let response, _, _): response
      case .holds(let test): .test(test)
      }
    }

    /// Whether it holds where the response has a value; nil where that is undefined.
    func isMet(by value: Double) -> Bool? {
      guard !value.isNaN else { return nil }
      guard case .compares(_, let relation, let limit) = self else { return value == 1 }
      switch relation {
      case .less: return value < limit
      case .lessOrEqual: return value <= limit
      case .greater: return value > limit
      case .greaterOrEqual, .within: return value >= limit
      }
    }
  }

  /// All of them must hold.
  let conditions: [Condition]
  /// The wanted share of runs, strictly between 0 and 1.
  let wanted: Double
  /// As it was written, without the share.
  let text: String

  /// What has to be known of every run.
  var responses: [Response] { conditions.map(\.response) }

  /// The share of runs in which a target is wanted that does not say it.
  static let usual = 0.5

  /// Reads a target.
  init(_ written: String, in world: World) throws(WrongUse) {
    var words = written.split(separator: " ").map(String.init)[...]
    var conditions: [Condition] = []
    var wanted: Double?
    var texts: [String] = []
    while !words.isEmpty {
      let end = words.firstIndex { ["and", "en"].contains($0) } ?? words.endIndex
      var part = words[..<end]
      words = end == words.endIndex ? [] : words[(end + 1)...]
      if let with = part.firstIndex(where: { ["with", "met"].contains($0) }) {
        let share = try Target.share(part[(with + 1)...].joined(), in: written)
        if let wanted, wanted != share { throw Target.fault(written) }
        wanted = share
        part = part[..<with]
      }
      guard !part.isEmpty else { throw Target.fault(written) }
      let text = part.joined(separator: " ")
      conditions += try Target.conditions(text, world)
      texts.append(text)
    }
    guard !conditions.isEmpty else { throw Target.fault(written) }
    self.conditions = conditions
    self.wanted = wanted ?? Target.usual
    text = texts.joined(separator: " and ")
  }

  /// Whether a run meets the target; nil where a condition is undefined in it.
  func isMet(_ value: (_ response: Int) -> Double) -> Bool? {
    var all = true
    for (place, condition) in conditions.enumerated() {
      guard let holds = condition.isMet(by: value(place)) else { return nil }
      all = all && holds
    }
    return all
  }

  /// The target for people: with titles of tests instead of their names.
  func sentence(_ language: Language, in world: World) -> String {
    var parts: [String] = []
    for condition in conditions {
      switch condition {
      case .compares(let response, let relation, let limit):
        parts.append(
          "\(response.title(in: world)[language]) \(relation.rawValue) "
            + language.figure(limit))
      case .holds(let test):
        let test = world.tests[test]
        parts.append("\(test.claim ?? test.name): \(test.statement[language])")
      }
    }
    return parts.joined(separator: language == .nl ? " EN " : " AND ")
  }

  // MARK: Reading

  private static func fault(_ written: String) -> WrongUse {
    WrongUse(
      message: Bilingual(
        nl:
          "'\(written)' is geen doel; verwacht MAAT.STROOM < GETAL at MAAND, een uitkomst of een uitspraak, zoals \"stock.asylum < 15000 at 2028-12 with 80%\", \"penalties < 1e8 with 50%\" of \"C26 with 80%\"; meer delen gescheiden door 'and'",
        en:
          "'\(written)' is not a target; expected MEASURE.STREAM < NUMBER at MONTH, an outcome or a claim, such as \"stock.asylum < 15000 at 2028-12 with 80%\", \"penalties < 1e8 with 50%\" or \"C26 with 80%\"; several parts separated by 'and'"
      ))
  }

  private static func share(_ text: String, in written: String) throws(WrongUse) -> Double {
    guard let number = number(text), number > 0, number < 1 else { throw fault(written) }
    return number
  }

  /// A number, or a percentage as a share.
  private static func number(_ text: String) -> Double? {
    let isPercentage = text.hasSuffix("%")
    guard let value = Double(isPercentage ? String(text.dropLast()) : text), value.isFinite else {
      return nil
    }
    return isPercentage ? value / 100 : value
  }

  private static func conditions(_ text: String, _ world: World) throws(WrongUse) -> [Condition] {
    // Signs may stand against their neighbours.
    var spaced = ""
    for character in text {
      switch character {
      case "<", ">": spaced += spaced.hasSuffix(" ") ? String(character) : " \(character)"
      case "=": spaced += "= "
      default:
        if let last = spaced.last, last == "<" || last == ">", character != " " { spaced += " " }
        spaced.append(character)
      }
    }
    let words = spaced.split(separator: " ").map(String.init)
    if words.count == 1 {
      let tests = world.tests.indices.filter {
        world.tests[$0].claim == words[0] || world.tests[$0].name == words[0]
      }
      guard !tests.isEmpty else {
        let known = Set(world.tests.map { $0.claim ?? $0.name }).sorted().joined(separator: ", ")
        throw WrongUse(
          message: Bilingual(
            nl: "'\(words[0])' wordt in dit scenario niet getoetst; verwacht een van \(known)",
            en: "'\(words[0])' is not tested in this scenario; expected one of \(known)"))
      }
      return tests.map { .holds(test: $0) }
    }
    guard words.count == 3 || words.count == 5 && ["at", "op", "in"].contains(words[3]),
      let relation = Test.Relation(rawValue: words[1]), relation != .within,
      let limit = number(words[2])
    else { throw fault(text) }
    let name = words.count == 5 ? "\(words[0])@\(words[4])" : words[0]
    return [.compares(try ResponseNames.single(name, in: world), relation, limit: limit)]
  }
}

extension Language {
  /// A number for people to four significant digits, whole from a thousand on.
  func figure(_ value: Double) -> String {
    guard value.isFinite else { return value > 0 ? "∞" : value < 0 ? "−∞" : "–" }
    let size = abs(value)
    guard size > 0 else { return "0" }
    let decimals = size >= 1000 ? 0 : max(0, min(8, 3 - Int(log10(size).rounded(.down))))
    let text = format(value, decimals: decimals)
    let mark: Character = self == .nl ? "," : "."
    guard decimals > 0, text.contains(mark) else { return text }
    var trimmed = text
    while trimmed.last == "0" { trimmed.removeLast() }
    if trimmed.last == mark { trimmed.removeLast() }
    return trimmed
  }

  /// A share that somebody chose, with as many decimals as it has: `99.5%`.
  func chosen(_ share: Double) -> String { figure(share * 100) + (self == .nl ? " %" : "%") }

  /// An interval of two numbers: `12 to 15`.
  func span(_ low: String, _ high: String) -> String {
    self == .nl ? "\(low) tot \(high)" : "\(low) to \(high)"
  }
}
