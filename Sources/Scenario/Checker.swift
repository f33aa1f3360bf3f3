internal import Caseload
internal import JSONText
internal import Probability

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// A number as it was found, before its place's unit is known for sure.
struct Draft {
  let place: Place
  /// The value or distribution; nil when it was faulty.
  let law: Law?
  /// The values that it may have in its place.
  let domain: Domain
  /// The unit that the file gives, and where.
  let unit: (unit: Unit, place: Place)?
  let basis: [Basis]
}

/// A list of fixed numbers as it was found.
struct ListDraft {
  let place: Place
  let values: [Double]
  let basis: [Basis]
}

/// Holds a document against the tables and collects its numbers.
///
/// It finds what can be seen in one place: keys, kinds of values, ranges, forms of names and dates,
/// distributions, bases. What several places say together is the assembler's work.
struct Checker {
  let claims: Set<String>
  /// Identifiers of the sources of the document.
  let sources: [String]
  var faults: [Fault] = []
  /// Numbers by path.
  var numbers: [String: Draft] = [:]
  /// Lists of fixed numbers by path.
  var lists: [String: ListDraft] = [:]
  /// What numbers in an object rest on, by the object's path; absent where nothing is given.
  var bases: [String: [Basis]] = [:]
  private let sortedClaims: [String]

  init(document: Node, claims: Set<String>) {
    self.claims = claims
    sortedClaims = claims.sorted()
    sources = (document["sources"]?.elements ?? []).compactMap { $0["id"]?.string }
    check(document, .record(Format.scenario), "", nil)
  }

  private mutating func report(_ place: Place, _ path: String, _ fact: Fact) {
    faults.append(Fault(place, path, fact))
  }

  private mutating func reportUnfit(_ node: Node, _ path: String, _ expectation: Expectation) {
    report(node.place, path, .unfit(Found(node), expectation))
  }

  // MARK: Values

  /// Checks a value; `basis` is that of the nearest enclosing object, empty when it is faulty.
  private mutating func check(
    _ node: Node, _ shape: Shape, _ path: String, _ basis: [Basis]?
  ) {
    guard let chosen = shape.chosen(for: node) else {
      return reportUnfit(node, path, shape.expectation)
    }
    switch chosen {
    case .record(let record): check(node, record, path, basis)
    case .named(let record, let atLeast): checkNamed(node, record, atLeast, path, basis)
    case .list(let element, let count):
      let elements = node.elements ?? []
      if !count.contains(elements.count) { reportUnfit(node, path, chosen.expectation) }
      for (index, item) in elements.enumerated() {
        check(item, element, joined(path, String(index)), basis)
      }
    case .quantity(let domain): checkNumber(node, domain, path, basis, isFixed: false)
    case .constant(let domain): checkNumber(node, domain, path, basis, isFixed: true)
    case .series(let domain, let count): checkSeries(node, domain, count, path, basis)
    case .byStream(let domain):
      for member in node.members ?? [] {
        checkNumber(member.node, domain, joined(path, member.key), basis, isFixed: false)
      }
    case .plain(let domain):
      if let value = node.number, !domain.contains(value) {
        reportUnfit(node, path, .number(domain))
      }
    case .integer(let range):
      if !(node.whole.map(range.contains) ?? false) { reportUnfit(node, path, .integer(range)) }
    case .tuple(let names):
      let elements = node.elements ?? []
      if elements.count != names.count || elements.contains(where: { $0.number == nil }) {
        reportUnfit(node, path, chosen.expectation)
      }
    case .pairs(let first, let second): checkPairs(node, .pairs(first, second), path)
    case .basis: _ = readBasis(node, path)
    case .boolean, .either: break
    default:
      if let text = node.string {
        check(text, of: node, chosen, path)
      } else if case .month = chosen, node.whole == nil {
        reportUnfit(node, path, .month)
      }
    }
  }

  private mutating func check(_ text: String, of node: Node, _ shape: Shape, _ path: String) {
    let isRight: Bool
    switch shape {
    case .name(let allowsCapitals): isRight = Self.isName(text, allowsCapitals)
    case .claim:
      if !claims.contains(text) {
        report(
          node.place, path, .unknown(.claim, text, nearest: nearest(to: text, among: sortedClaims)))
      }
      return
    case .reference(.source):
      if !sources.contains(text) {
        report(
          node.place, path, .unknown(.source, text, nearest: nearest(to: text, among: sources)))
      }
      return
    case .day: isRight = Day(written: text) != nil
    case .yearMonth: isRight = YearMonth(written: text) != nil
    case .month: isRight = YearMonth(written: text) != nil
    case .publicationDate:
      isRight =
        Day(written: text) != nil || YearMonth(written: text) != nil
        || YearMonth(written: text + "-01") != nil
    case .words(let words):
      if !words.contains(text) {
        if let near = nearest(to: text, among: words) {
          report(node.place, path, .unknownWord(text, words: words, nearest: near))
        } else {
          reportUnfit(node, path, shape.expectation)
        }
      }
      return
    default: return
    }
    if !isRight { reportUnfit(node, path, shape.expectation) }
  }

  /// Whether a text may be a name: letters, digits and hyphens, no hyphen first.
  static func isName(_ text: String, _ allowsCapitals: Bool) -> Bool {
    guard let first = text.utf8.first, first != UInt8(ascii: "-") else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"):
        true
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): allowsCapitals
      default: false
      }
    }
  }

  // MARK: Objects

  private mutating func check(
    _ node: Node, _ record: Record, _ path: String, _ enclosing: [Basis]?
  ) {
    let members = node.members ?? []
    var basis = enclosing
    if record.shape(of: "basis") != nil, let own = node["basis"] {
      basis = readBasis(own, joined(path, "basis"))
    }
    bases[path] = basis
    var meant: Set<String> = []
    for member in members {
      if let shape = record.shape(of: member.key) {
        if case .basis = shape { continue }
        check(member.node, shape, joined(path, member.key), basis)
      } else {
        let near = nearest(to: member.key, among: record.keys.map(\.name))
        if let near { meant.insert(near) }
        report(member.place, joined(path, member.key), .unknownKey(nearest: near))
      }
    }
    // A misspelt key is one mistake: its absence under the right name is not reported again.
    let present = Set(members.map(\.key)).union(meant)
    for key in record.keys where key.isRequired && !present.contains(key.name) {
      report(node.place, joined(path, key.name), .missing(key.shape.expectation))
    }
    for choice in record.choices { check(choice, of: node, record, present, path) }
  }

  private mutating func check(
    _ choice: Choice, of node: Node, _ record: Record, _ present: Set<String>, _ path: String
  ) {
    let given = choice.options.filter { option in option.contains { present.contains($0) } }
    switch given.count {
    case 0:
      if choice.isRequired { report(node.place, path, .noneOf(choice.options)) }
    case 1:
      for name in given[0] where !present.contains(name) {
        guard let shape = record.shape(of: name) else { continue }
        report(node.place, joined(path, name), .missing(shape.expectation))
      }
    default:
      let keys = given.flatMap(\.self).filter { present.contains($0) }
      report(node.place, path, .exclusive(keys))
    }
  }

  private mutating func checkNamed(
    _ node: Node, _ record: Record, _ atLeast: Int, _ path: String, _ basis: [Basis]?
  ) {
    let elements = node.elements ?? []
    if elements.count < atLeast { reportUnfit(node, path, .array(count: atLeast...Int.max)) }
    var places: [String: Place] = [:]
    for (index, element) in elements.enumerated() {
      let name = element[record.identity]?.string
      let elementPath = joined(path, name ?? String(index))
      if let name, let place = element[record.identity]?.place {
        if let first = places[name] {
          report(place, joined(elementPath, record.identity), .duplicate(name, first: first))
          continue
        }
        places[name] = place
      }
      check(element, .record(record), elementPath, basis)
    }
  }

  // MARK: Bases

  private mutating func readBasis(_ node: Node, _ path: String) -> [Basis] {
    if let elements = node.elements {
      if elements.isEmpty { reportUnfit(node, path, .basis) }
      return elements.enumerated().flatMap { index, element in
        readOneBasis(element, joined(path, String(index)))
      }
    }
    return readOneBasis(node, path)
  }

  private mutating func readOneBasis(_ node: Node, _ path: String) -> [Basis] {
    guard node.members != nil else {
      reportUnfit(node, path, .basis)
      return []
    }
    let before = faults.count
    check(node, .record(Format.basis), path, nil)
    for key in ["quote", "assumption"] {
      if let text = node[key]?.string, text.allSatisfy(\.isWhitespace), let found = node[key] {
        reportUnfit(found, joined(path, key), .text)
      }
    }
    guard faults.count == before else { return [] }
    if let claim = node["claim"]?.string { return [.claim(claim)] }
    if let source = node["source"]?.string, let quote = node["quote"]?.string {
      return [.source(id: source, quote: quote)]
    }
    return (node["assumption"]?.string).map { [.assumption($0)] } ?? []
  }

  // MARK: Numbers

  private mutating func checkNumber(
    _ node: Node, _ domain: Domain, _ path: String, _ enclosing: [Basis]?, isFixed: Bool
  ) {
    var basis = enclosing
    var value: Node? = node
    var unit: (unit: Unit, place: Place)?
    let expectation: Expectation = isFixed ? .constant(domain) : .quantity(domain)
    if node.isWrapped {
      (value, unit) = unwrap(
        node, isFixed ? Format.constant : Format.quantity, "value", domain, path, &basis)
    }
    if basis == nil { report(node.place, path, .noBasis) }
    var law: Law?
    if let value {
      if let number = value.number {
        if domain.contains(number) {
          law = .fixed(number)
        } else {
          reportUnfit(value, path, .number(domain))
        }
      } else if value.members != nil, !isFixed {
        law = readLaw(value, path)
        if let law { checkSupport(of: law, domain, value.place, path) }
      } else if value.isDistribution {
        report(value.place, path, .unfit(.distribution, expectation))
      } else {
        reportUnfit(value, path, expectation)
      }
    }
    numbers[path] = Draft(
      place: node.place, law: law, domain: domain, unit: unit, basis: basis ?? [])
  }

  /// Takes the value out of an object that gives its unit and basis; checks the other keys.
  private mutating func unwrap(
    _ node: Node, _ record: Record, _ key: String, _ domain: Domain, _ path: String,
    _ basis: inout [Basis]?
  ) -> (value: Node?, unit: (unit: Unit, place: Place)?) {
    var meant: Set<String> = []
    for member in node.members ?? [] where record.shape(of: member.key) == nil {
      let near = nearest(to: member.key, among: record.keys.map(\.name))
      if let near { meant.insert(near) }
      report(member.place, joined(path, member.key), .unknownKey(nearest: near))
    }
    if let own = node["basis"] { basis = readBasis(own, joined(path, "basis")) }
    var unit: (unit: Unit, place: Place)?
    if let written = node["unit"] {
      if let known = written.string.flatMap(Unit.init(rawValue:)) {
        unit = (known, written.place)
        if let expected = domain.unit, expected != known {
          reportUnfit(written, joined(path, "unit"), .unit(expected))
        }
      } else if let expected = domain.unit {
        reportUnfit(written, joined(path, "unit"), .unit(expected))
      } else {
        check(written, .words(Unit.allCases.map(\.rawValue)), joined(path, "unit"), nil)
      }
    }
    let value = node[key]
    if value == nil, !meant.contains(key) {
      let shape = record.shape(of: key) ?? .plain(domain)
      report(node.place, joined(path, key), .missing(shape.expectation))
    }
    return (value, unit)
  }

  private mutating func checkSeries(
    _ node: Node, _ domain: Domain, _ count: ClosedRange<Int>, _ path: String,
    _ enclosing: [Basis]?
  ) {
    var basis = enclosing
    var list: Node? = node
    let expectation = Expectation.series(domain, count: count)
    if node.isWrapped {
      list = unwrap(node, Format.series, "values", domain, path, &basis).value
    } else if node.isDistribution {
      report(node.place, path, .unfit(.distribution, expectation))
      list = nil
    }
    if basis == nil { report(node.place, path, .noBasis) }
    var values: [Double] = []
    if let list {
      let elements = list.elements
      if !(elements.map { count.contains($0.count) } ?? false) {
        reportUnfit(list, path, expectation)
      }
      for (index, element) in (elements ?? []).enumerated() {
        if let value = element.number, domain.contains(value) {
          values.append(value)
        } else {
          reportUnfit(element, joined(path, String(index)), .number(domain))
        }
      }
    }
    lists[path] = ListDraft(place: node.place, values: values, basis: basis ?? [])
  }

  private mutating func checkPairs(_ node: Node, _ expectation: Expectation, _ path: String) {
    let elements = node.elements ?? []
    let arePairs = elements.allSatisfy { element in
      element.elements?.count == 2 && element.elements?.allSatisfy { $0.number != nil } ?? false
    }
    if elements.isEmpty || !arePairs { reportUnfit(node, path, expectation) }
  }

  // MARK: Distributions

  private mutating func checkSupport(
    of law: Law, _ domain: Domain, _ place: Place, _ path: String
  ) {
    let support = law.writtenSupport
    if !domain.meets(support) {
      report(
        place, path, .support(low: support.lowerBound, high: support.upperBound, domain))
    }
  }

  /// The distribution of an object; nil, and a fault, when it is none.
  private mutating func readLaw(_ node: Node, _ path: String) -> Law? {
    let before = faults.count
    check(node, .record(Format.law), path, nil)
    guard faults.count == before, let member = node.members?.first else { return nil }
    let content = member.node
    let lawPath = joined(path, member.key)
    let numbers = (content.elements ?? []).compactMap(\.number)
    let pairs = (content.elements ?? []).map { ($0.elements ?? []).compactMap(\.number) }
    var expectation: Expectation?
    switch member.key {
    case "uniform":
      if numbers[0] < numbers[1] { return .uniform(low: numbers[0], high: numbers[1]) }
      expectation = .ascending(["low", "high"])
    case "triangular", "pert":
      let (low, mode, high) = (numbers[0], numbers[1], numbers[2])
      if low <= mode, mode <= high, low < high {
        return member.key == "pert"
          ? .pert(low: low, mode: mode, high: high) : .triangular(low: low, mode: mode, high: high)
      }
      expectation = .ascending(["low", "mode", "high"])
    case "normal": return readNormal(content, lawPath)
    case "lognormal": return readLognormal(content, lawPath)
    case "beta":
      let (low, high) = (content["low"]?.number ?? 0, content["high"]?.number ?? 1)
      if low < high, let alpha = content["alpha"]?.number, let beta = content["beta"]?.number {
        return .beta(alpha: alpha, beta: beta, low: low, high: high)
      }
      expectation = .ascending(["low", "high"])
    case "bernoulli": return content.number.map(Law.bernoulli)
    case "discrete": return readDiscrete(content, pairs, lawPath)
    default:
      let probabilities = pairs.map { $0[0] }
      let values = pairs.map { $0[1] }
      let rises = zip(probabilities, probabilities.dropFirst()).allSatisfy { $0 < $1 }
      let holds = zip(values, values.dropFirst()).allSatisfy { $0 <= $1 }
      if pairs.count >= 2, rises, holds, probabilities.first == 0, probabilities.last == 1 {
        return .quantiles(zip(probabilities, values).map { .init(probability: $0, value: $1) })
      }
      expectation = .quantileFunction
    }
    if let expectation {
      report(
        content.place, lawPath,
        .unfit(.written(content.json.text(.compact)), expectation))
    }
    return nil
  }

  /// The 95 % point of the standard normal distribution.
  private static let z95 = 1.644_853_626_951_472_2

  private mutating func readNormal(_ content: Node, _ path: String) -> Law? {
    guard let (centre, spread) = readSpread(content, path) else { return nil }
    let (mean, sd) =
      content["p05"] == nil
      ? (centre, spread) : ((centre + spread) / 2, (spread - centre) / (2 * Self.z95))
    guard let bounds = readBounds(content, path, mean - 8 * sd, mean + 8 * sd) else { return nil }
    return .normal(mean: mean, sd: sd, low: bounds.low, high: bounds.high)
  }

  private mutating func readLognormal(_ content: Node, _ path: String) -> Law? {
    guard let (centre, spread) = readSpread(content, path) else { return nil }
    let mu: Double
    let sigma: Double
    if content["p05"] == nil {
      let ratio = spread / centre
      let variance = log1p(ratio * ratio)
      (mu, sigma) = (log(centre) - variance / 2, variance.squareRoot())
    } else {
      mu = (log(centre) + log(spread)) / 2
      sigma = (log(spread) - log(centre)) / (2 * Self.z95)
    }
    let bounds = readBounds(content, path, exp(mu - 8 * sigma), exp(mu + 8 * sigma))
    guard let bounds else { return nil }
    return .lognormal(mu: mu, sigma: sigma, low: bounds.low, high: bounds.high)
  }

  /// Mean and standard deviation, or the 5 % and the 95 % point.
  private mutating func readSpread(_ content: Node, _ path: String) -> (Double, Double)? {
    if let mean = content["mean"]?.number, let sd = content["sd"]?.number { return (mean, sd) }
    guard let low = content["p05"]?.number, let high = content["p95"]?.number else { return nil }
    if low < high { return (low, high) }
    report(
      content.place, path,
      .unfit(.written(content.json.text(.compact)), .ascending(["p05", "p95"])))
    return nil
  }

  /// The truncation, which must leave something of what lies within eight standard deviations.
  private mutating func readBounds(
    _ content: Node, _ path: String, _ least: Double, _ most: Double
  ) -> (low: Double?, high: Double?)? {
    let (low, high) = (content["low"]?.number, content["high"]?.number)
    let isOrdered = low.flatMap { low in high.map { low < $0 } } ?? true
    if isOrdered, low ?? least < most, high ?? most > least { return (low, high) }
    report(
      content.place, path, .unfit(.written(content.json.text(.compact)), .truncation))
    return nil
  }

  private mutating func readDiscrete(
    _ content: Node, _ pairs: [[Double]], _ path: String
  ) -> Law? {
    for (index, pair) in pairs.enumerated() where !Domain(nil, from: 0, to: 1).contains(pair[1]) {
      let element = content.elements?[index].elements?[1] ?? content
      reportUnfit(element, joined(path, "\(index).1"), .number(Domain(.share, from: 0, to: 1)))
      return nil
    }
    let sum = pairs.reduce(0) { $0 + $1[1] }
    guard abs(sum - 1) <= sumTolerance else {
      report(content.place, path, .sumNotOne(sum))
      return nil
    }
    return .discrete(pairs.map { .init(value: $0[0], probability: $0[1]) })
  }
}

/// How far shares that sum to one may miss it by rounding.
let sumTolerance = 1e-9

extension Law {
  /// The smallest and largest value that can be drawn, as the file gives them.
  var writtenSupport: ClosedRange<Double> {
    let all = -Double.infinity...Double.infinity
    return switch self {
    case .fixed(let value): value...value
    case .uniform(let low, let high): low...high
    case .triangular(let low, _, let high), .pert(let low, _, let high): low...high
    case .normal(_, _, let low, let high):
      (low ?? all.lowerBound)...(high ?? all.upperBound)
    case .lognormal(_, _, let low, let high): max(0, low ?? 0)...(high ?? all.upperBound)
    case .beta(_, _, let low, let high): low...high
    case .bernoulli(let probability): (probability == 1 ? 1 : 0)...(probability == 0 ? 0 : 1)
    case .discrete(let values):
      (values.map(\.value).min() ?? 0)...(values.map(\.value).max() ?? 0)
    case .quantiles(let points): (points.first?.value ?? 0)...(points.last?.value ?? 0)
    }
  }
}
