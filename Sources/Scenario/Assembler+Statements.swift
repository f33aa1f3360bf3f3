internal import Caseload
internal import JSONText
internal import Probability

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

extension Assembler {
  // MARK: Dependence

  mutating func correlations() -> [Correlation] {
    var all: [Correlation] = []
    var ranks: [(first: String, second: String, value: Double)] = []
    var inflows: [(first: String, second: String, value: Double)] = []
    var pairs: [Set<String>: Place] = [:]
    let place = document["correlations"]?.place
    for (index, node) in elements("correlations").enumerated() {
      let path = "correlations.\(index)"
      let isOfInflow = node["inflow"] != nil
      let key = isOfInflow ? "inflow" : "between"
      guard let ends = node[key]?.elements, ends.count == 2 else { continue }
      let before = faults.count
      let names = ends.enumerated().map { position, end in
        let endPath = "\(path).\(key).\(position)"
        return isOfInflow ? noisyStream(end, endPath) : uncertainPath(end, endPath)
      }
      guard faults.count == before, !names.contains("") else { continue }
      // A number that the command line fixes is simply no longer correlated with anything.
      if !isOfInflow, names.contains(where: isFixedByCommandLine) { continue }
      if names[0] == names[1] {
        report(ends[1].place, "\(path).\(key).1", .repeated(names[1]))
        continue
      }
      if let first = pairs[Set(names)] {
        report(node.place, path, .pairRepeated(first: first))
        continue
      }
      pairs[Set(names)] = node.place
      let numberPath = isOfInflow ? "\(path).correlation" : "\(path).rank"
      let number = requiredNumber(numberPath, .factor)
      let value = number.law.fixedValue ?? 0
      if isOfInflow {
        inflows.append((names[0], names[1], value))
        let streams = names.map { streamNames.firstIndex(of: $0) ?? 0 }
        all.append(.inflow(streams[0], streams[1], number))
      } else {
        // The normals behind the ranks are what must have a correlation matrix.
        ranks.append((names[0], names[1], 2 * sin(Double.pi * value / 6)))
        all.append(.rank(names[0], names[1], number))
      }
    }
    if let place, !Self.canExist(ranks) || !Self.canExist(inflows) {
      report(place, "correlations", .notPositiveDefinite)
    }
    return all
  }

  private mutating func noisyStream(_ node: Node, _ path: String) -> String {
    guard let stream = index(of: node, in: streamNames, .stream, path), let name = node.string
    else { return "" }
    if elements("streams")[stream]["inflow"]?["noise"] == nil {
      report(node.place, path, .noInflowNoise(name))
    }
    return name
  }

  /// The path in the document of a number that runs draw once.
  private mutating func uncertainPath(_ node: Node, _ path: String) -> String {
    guard let written = node.string else { return "" }
    let numbers = checker.numbers
    let candidates = [
      written, "\(written).share",
      Self.quantityPath(written).replacing(
        ".discipline.newest", with: ".discipline.split.newest"),
    ]
    guard let found = candidates.first(where: { numbers[$0] != nil }) else {
      // What is around the number is faulty already.
      let isBlamed = checker.faults.contains { fault in
        !fault.path.isEmpty && (written + ".").hasPrefix(fault.path + ".")
      }
      if isBlamed { return written }
      let near = nearest(to: written, among: numbers.keys.sorted())
      report(node.place, path, .unknown(.uncertainNumber, written, nearest: near))
      return written
    }
    if isFixedByCommandLine(found) { return found }
    let isDrawnMonthly = found.hasSuffix(".inflow.noise.surge.size")
    if let law = numbers[found]?.law, law.fixedValue != nil || isDrawnMonthly {
      report(node.place, path, .notUncertain(written))
    }
    return found
  }

  private func isFixedByCommandLine(_ path: String) -> Bool {
    guard let draft = checker.numbers[path] else { return false }
    return draft.law?.fixedValue != nil && draft.basis == [.assumption(Override.assumption)]
  }

  /// Whether a matrix with ones on its diagonal and these entries has a Cholesky factor.
  static func canExist(_ entries: [(first: String, second: String, value: Double)]) -> Bool {
    var order: [String: Int] = [:]
    for entry in entries {
      for name in [entry.first, entry.second] where order[name] == nil { order[name] = order.count }
    }
    let size = order.count
    var matrix = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0 } }
    for entry in entries {
      guard let row = order[entry.first], let column = order[entry.second] else { continue }
      matrix[row][column] = entry.value
      matrix[column][row] = entry.value
    }
    for row in 0..<size {
      for column in 0...row {
        let product = (0..<column).reduce(0) { $0 + matrix[row][$1] * matrix[column][$1] }
        let rest = matrix[row][column] - product
        if column < row {
          matrix[row][column] = rest / matrix[column][column]
        } else {
          guard rest > 1e-12 else { return false }
          matrix[row][row] = rest.squareRoot()
        }
      }
    }
    return true
  }

  // MARK: Months and subjects

  private mutating func month(_ node: Node?, _ path: String) -> Int {
    guard let node, let calendar else { return 0 }
    let index: Int
    if let text = node.string {
      guard let month = YearMonth(written: text) else { return 0 }
      index = calendar.index(of: month)
    } else {
      guard let whole = node.whole else { return 0 }
      index = whole < 0 ? calendar.months.addingReportingOverflow(whole).partialValue : whole
    }
    guard (0..<calendar.months).contains(index) else {
      report(
        node.place, path,
        .unfit(
          Found(node),
          .horizon(first: calendar.start, last: calendar.month(calendar.months - 1))))
      return 0
    }
    return index
  }

  private mutating func months(_ node: Node?, _ path: String) -> MonthRange {
    let before = faults.count
    let from = month(node?["from"], "\(path).from")
    let to = month(node?["to"], "\(path).to")
    if faults.count == before, from > to, let calendar, let end = node?["to"] {
      report(
        end.place, "\(path).to",
        .unfit(
          Found(end),
          .horizon(first: calendar.month(from), last: calendar.month(calendar.months - 1))))
    }
    return MonthRange(from: from, to: to)
  }

  /// The subject of a figure or term, whose measure must be one that it has.
  mutating func subject(_ node: Node, _ path: String) -> (Measure, Subject) {
    guard let measureNode = node["measure"],
      let measure = measureNode.string.flatMap(Measure.init(rawValue:))
    else { return (.stock, .whole) }
    var subject = Subject.whole
    var label = ""
    if let stream = node["stream"] {
      guard let written = stream.string else { return (measure, subject) }
      label = written
      let labels = streamNames + groupNames + poolNames.map { "pool:\($0)" }
      if let index = streamNames.firstIndex(of: label) {
        subject = .stream(index)
      } else if let index = groupNames.firstIndex(of: label) {
        subject = .group(index)
      } else if label.hasPrefix("pool:"),
        let index = poolNames.firstIndex(of: String(label.dropFirst(5)))
      {
        subject = .pool(index)
      } else {
        report(
          stream.place, "\(path).stream",
          .unknown(.subject, label, nearest: nearest(to: label, among: labels)))
        return (measure, subject)
      }
    }
    let measures =
      switch subject {
      case .stream, .group: Measure.ofStream
      case .pool: Measure.ofPool
      case .whole: Measure.ofWhole
      }
    if !measures.contains(measure) {
      report(
        measureNode.place, "\(path).measure",
        .noSuchMeasure(measure.rawValue, subject: label))
    }
    return (measure, subject)
  }

  // MARK: Questions and tests

  mutating func question(_ node: Node, _ position: Int) -> Question {
    let path = "questions.\(position)"
    let claim = node["claim"]?.string ?? ""
    return Question(
      claim: claim, title: bilingual(node["title"], else: claim),
      without: indices(of: node["without"], in: leverNames, .lever, "\(path).without"),
      figures: (node["show"]?.elements ?? []).enumerated().map { index, figure in
        let figurePath = "\(path).show.\(index)"
        let (measure, subject) = subject(figure, figurePath)
        return Question.Figure(
          measure: measure, subject: subject, month: month(figure["month"], "\(figurePath).month"))
      })
  }

  mutating func test(_ node: Node, _ position: Int) -> Test {
    let path = path("tests", position, node)
    let name = node["name"]?.string ?? ""
    let right = side(node["right"], against: node["left"], "\(path).right")
    let left = side(node["left"], against: node["right"], "\(path).left")
    return Test(
      name: name, claim: node["claim"]?.string, source: node["source"]?.string,
      statement: bilingual(node["statement"], else: name), left: left,
      relation: node["relation"]?.string.flatMap(Test.Relation.init(rawValue:)) ?? .less,
      right: right, tolerance: node["tolerance"]?.number ?? 0,
      months: months(node["months"], "\(path).months"),
      quantifier: node["holds"]?.string.flatMap(Test.Quantifier.init(rawValue:)) ?? .every)
  }

  private mutating func side(_ node: Node?, against other: Node?, _ path: String) -> Side {
    guard let node, node.members != nil, checker.numbers[path] == nil else {
      return .constant(constant(path, against: other))
    }
    if node["rolling"]?.whole ?? 1 > calendar?.months ?? Int.max, let rolling = node["rolling"] {
      report(
        rolling.place, "\(path).rolling",
        .unfit(Found(rolling), .integer(1...(calendar?.months ?? 1))))
    }
    return .path(
      Side.Path(
        sum: terms(node["sum"], "\(path).sum"), per: terms(node["per"], "\(path).per"),
        rolling: node["rolling"]?.whole ?? 1,
        reduction: node["take"]?.string.flatMap(Side.Reduction.init(rawValue:)),
        months: node["months"].map { months($0, "\(path).months") },
        without: indices(of: node["without"], in: leverNames, .lever, "\(path).without")))
  }

  /// A number that a side is compared with; it counts in the other side's unit unless it says another.
  private func constant(_ path: String, against other: Node?) -> Number {
    var unit = Unit.factor
    if let terms = other?["sum"]?.elements, other?["per"] == nil,
      let measure = terms.first?["measure"]?.string.flatMap(Measure.init(rawValue:))
    {
      unit = measure.unit
    }
    return requiredNumber(path, checker.numbers[path]?.unit?.unit ?? unit)
  }

  private mutating func terms(_ node: Node?, _ path: String) -> [Term] {
    (node?.elements ?? []).enumerated().map { index, term in
      let (measure, subject) = subject(term, "\(path).\(index)")
      return Term(measure: measure, subject: subject, times: term["times"]?.number ?? 1)
    }
  }
}
