internal import Caseload
internal import JSONText
internal import Probability

/// Builds the world from a document that was held against the tables, and checks what several
/// places say together.
///
/// It goes on after a fault, with stand-ins for what is missing, so that all faults are found at
/// once; the world it makes counts only when there are none.
struct Assembler {
  let document: Node
  let checker: Checker
  var faults: [Fault] = []
  var calendar: Calendar?
  var streamNames: [String] = []
  var poolNames: [String] = []
  var groupNames: [String] = []
  var leverNames: [String] = []
  /// Index of the pool of each stream; nil when it names none.
  var poolOfStream: [Int?] = []
  /// Names of the outcomes of each stream.
  var outcomeNames: [[String]] = []
  var quantities: [(path: String, quantity: Quantity)] = []
  /// The names in the path of each quantity, as bytes, for patterns.
  var partsOfQuantity: [[[UInt8]]] = []
  var quantityOfPath: [String: Quantity] = [:]
  /// Paths of quantities that a stream could have but does not.
  var absentPaths: Set<String> = []

  init(document: Node, checker: Checker) {
    self.document = document
    self.checker = checker
    if let calendar = document["calendar"],
      let start = calendar["start"]?.string.flatMap({ YearMonth(written: $0) }),
      let months = calendar["months"]?.whole, (1...Format.longest).contains(months)
    {
      self.calendar = Calendar(start: start, months: months)
    }
    streamNames = names("streams")
    poolNames = names("pools")
    groupNames = names("groups")
    leverNames = names("levers")
    for stream in elements("streams") {
      poolOfStream.append(stream["pool"]?.string.flatMap { poolNames.firstIndex(of: $0) })
      outcomeNames.append((stream["outcomes"]?.elements ?? []).map { $0["name"]?.string ?? "" })
    }
    listQuantities()
  }

  // MARK: Places

  func elements(_ key: String) -> [Node] { document[key]?.elements ?? [] }

  func names(_ key: String) -> [String] { elements(key).map { $0["name"]?.string ?? "" } }

  /// The path of an element, by its name or else its index.
  func path(_ key: String, _ index: Int, _ node: Node) -> String {
    joined(key, node["name"]?.string ?? String(index))
  }

  mutating func report(_ place: Place, _ path: String, _ fact: Fact) {
    faults.append(Fault(place, path, fact))
  }

  private mutating func listQuantities() {
    func add(_ path: String, _ quantity: Quantity) {
      quantities.append((path, quantity))
      partsOfQuantity.append(Self.parts(of: path))
      quantityOfPath[path] = quantity
    }
    for (index, stream) in elements("streams").enumerated() {
      let base = path("streams", index, stream)
      if stream["inflow"] != nil {
        add("\(base).inflow.level", .inflowLevel(stream: index))
        add("\(base).inflow.trend", .inflowTrend(stream: index))
      } else {
        absentPaths.formUnion(["\(base).inflow.level", "\(base).inflow.trend"])
      }
      for (number, step) in (stream["steps"]?.elements ?? []).enumerated() {
        let stepPath = path("\(base).steps", number, step)
        add("\(stepPath).hours", .stepHours(stream: index, step: number))
        add("\(stepPath).share", .stepShare(stream: index, step: number))
      }
      add("\(base).straightThrough", .straightThrough(stream: index))
      add("\(base).withdrawal", .withdrawal(stream: index))
      add("\(base).term", .term(stream: index))
      add("\(base).minimumLead", .minimumLead(stream: index))
      add("\(base).drift", .drift(stream: index))
      for (number, outcome) in (stream["outcomes"]?.elements ?? []).enumerated() {
        add(
          path("\(base).outcomes", number, outcome), .outcome(stream: index, outcome: number))
      }
      if stream["discipline"]?.string == "random" {
        absentPaths.insert("\(base).discipline.newest")
      } else {
        add("\(base).discipline.newest", .newest(stream: index))
      }
    }
    for (index, pool) in elements("pools").enumerated() {
      let base = path("pools", index, pool)
      add("\(base).hires", .hires(pool: index))
      add("\(base).attrition", .attrition(pool: index))
      add("\(base).hoursPerMonth", .hoursPerMonth(pool: index))
    }
    for (index, flow) in elements("flows").enumerated() {
      add("\(path("flows", index, flow)).casesPerEvent", .casesPerEvent(flow: index))
    }
    for (index, penalty) in elements("penalties").enumerated() {
      add("\(path("penalties", index, penalty)).euros", .euros(penalty: index))
    }
  }

  // MARK: Values

  /// The number of a path; nil when the file leaves it out.
  func number(_ path: String, _ unit: Unit) -> Number? {
    checker.numbers[path].map {
      Number(path: path, law: $0.law ?? .fixed(0), unit: unit, basis: $0.basis)
    }
  }

  /// The number of a path that the tables require.
  func requiredNumber(_ path: String, _ unit: Unit) -> Number {
    number(path, unit) ?? standard(path, 0, unit)
  }

  /// A number that the file leaves out.
  func standard(_ path: String, _ value: Double, _ unit: Unit) -> Number {
    Number(path: path, law: .fixed(value), unit: unit, basis: [])
  }

  func series(_ path: String, _ unit: Unit) -> Series? {
    checker.lists[path].map { Series(path: path, values: $0.values, unit: unit, basis: $0.basis) }
  }

  func fixed(_ path: String) -> Double? { checker.numbers[path]?.law?.fixedValue }

  func bilingual(_ node: Node?, else name: String) -> Bilingual {
    Bilingual(nl: node?["nl"]?.string ?? name, en: node?["en"]?.string ?? name)
  }

  func bilingual(_ node: Node?) -> Bilingual? {
    node.map { Bilingual(nl: $0["nl"]?.string ?? "", en: $0["en"]?.string ?? "") }
  }

  func claims(_ node: Node) -> [String] {
    (node["claims"]?.elements ?? []).compactMap(\.string)
  }

  /// The index of a name; nil when nothing has it, which is a fault unless another explains it.
  mutating func index(of node: Node?, in names: [String], _ kind: Kind, _ path: String) -> Int? {
    guard let node, let name = node.string else { return nil }
    if let index = names.firstIndex(of: name) { return index }
    // Where the names should stand is no list: that is the fault.
    let keys: [Kind: String] = [.stream: "streams", .pool: "pools", .lever: "levers"]
    if let key = keys[kind], let node = document[key], node.elements == nil { return nil }
    report(node.place, path, .unknown(kind, name, nearest: nearest(to: name, among: names)))
    return nil
  }

  /// The indices of a list of names, every name once.
  mutating func indices(of node: Node?, in names: [String], _ kind: Kind, _ path: String) -> [Int] {
    var indices: [Int] = []
    for (position, element) in (node?.elements ?? []).enumerated() {
      let elementPath = joined(path, String(position))
      guard let index = index(of: element, in: names, kind, elementPath),
        let name = element.string
      else { continue }
      if indices.contains(index) {
        report(element.place, elementPath, .repeated(name))
      } else {
        indices.append(index)
      }
    }
    return indices
  }

  mutating func checkSum(_ paths: [String], _ place: Place?, _ path: String) {
    let values = paths.compactMap { fixed($0) }
    guard let place, !paths.isEmpty, values.count == paths.count else { return }
    let sum = values.reduce(0, +)
    if abs(sum - 1) > sumTolerance { report(place, path, .sumNotOne(sum)) }
  }

  // MARK: The world

  mutating func world() -> World {
    let streams = elements("streams").enumerated().map { stream($1, $0) }
    let groups = elements("groups").enumerated().map { group($1, $0) }
    let pools = elements("pools").enumerated().map { pool($1, $0) }
    let flows = elements("flows").enumerated().map { flow($1, $0) }
    let penalties = elements("penalties").enumerated().map { penalty($1, $0) }
    let levers = elements("levers").enumerated().map { lever($1, $0) }
    checkSurges()
    let correlations = correlations()
    let questions = elements("questions").enumerated().map { question($1, $0) }
    let tests = elements("tests").enumerated().map { test($1, $0) }
    let published = published()
    let name = document["name"]?.string ?? ""
    return World(
      name: name, title: bilingual(document["title"], else: name),
      description: bilingual(document["description"], else: ""),
      calendar: calendar ?? Calendar(start: YearMonth(year: 2000, month: 1), months: 1),
      sources: elements("sources").map { source in
        Source(
          id: source["id"]?.string ?? "", title: source["title"]?.string ?? "",
          publisher: source["publisher"]?.string ?? "", date: source["date"]?.string ?? "",
          url: source["url"]?.string ?? "")
      },
      streams: streams, groups: groups, pools: pools, flows: flows, penalties: penalties,
      levers: levers, correlations: correlations, questions: questions, tests: tests,
      published: published, runs: document["runs"]?.whole ?? 10_000,
      seed: UInt64(max(0, document["seed"]?.whole ?? 1)))
  }

  // MARK: Streams

  private mutating func stream(_ node: Node, _ position: Int) -> Stream {
    let path = path("streams", position, node)
    let name = node["name"]?.string ?? ""
    let pool = index(of: node["pool"], in: poolNames, .pool, "\(path).pool") ?? 0
    let ages = ages(node, path)
    let steps = (node["steps"]?.elements ?? []).enumerated().map { index, step in
      let stepPath = self.path("\(path).steps", index, step)
      return Stream.Step(
        name: step["name"]?.string ?? "", title: bilingual(step["title"]),
        hours: requiredNumber("\(stepPath).hours", .hours),
        share: requiredNumber("\(stepPath).share", .share))
    }
    var outcomePaths: [String] = []
    var outcomes: [Stream.Outcome] = []
    for (index, outcome) in (node["outcomes"]?.elements ?? []).enumerated() {
      let outcomePath = self.path("\(path).outcomes", index, outcome)
      if let word = outcome["name"]?.string, Self.eventWords.contains(word) {
        report(outcome["name"]?.place ?? outcome.place, "\(outcomePath).name", .reserved(word))
      }
      outcomePaths.append("\(outcomePath).share")
      outcomes.append(
        Stream.Outcome(
          name: outcome["name"]?.string ?? "", title: bilingual(outcome["title"]),
          share: requiredNumber("\(outcomePath).share", .share)))
    }
    checkSum(outcomePaths, node["outcomes"]?.place, "\(path).outcomes")
    return Stream(
      name: name, title: bilingual(node["title"], else: name), pool: pool,
      stock: requiredNumber("\(path).stock.total", .cases), ages: ages,
      inflow: node["inflow"].map { inflow($0, "\(path).inflow") }, steps: steps,
      term: requiredNumber("\(path).term", .months),
      minimumLead: number("\(path).minimumLead", .months),
      withdrawal: number("\(path).withdrawal", .sharePerMonth),
      straightThrough: number("\(path).straightThrough", .share),
      drift: number("\(path).drift", .relativePerYear), outcomes: outcomes,
      discipline: discipline(node["discipline"], "\(path).discipline"), claims: claims(node))
  }

  private mutating func ages(_ stream: Node, _ path: String) -> [Stream.AgeBand] {
    guard let stock = stream["stock"], stock.members != nil else { return [] }
    let agesPath = "\(path).stock.ages"
    let bands = stock["ages"]?.elements ?? []
    if bands.isEmpty, stock["ages"]?.elements != nil || stock["ages"] == nil,
      checker.numbers["\(path).stock.total"] != nil, fixed("\(path).stock.total") != 0
    {
      report(stock["ages"]?.place ?? stock.place, agesPath, .missing(.array(count: 1...Int.max)))
    }
    var ages: [Stream.AgeBand] = []
    for (index, band) in bands.enumerated() {
      let (from, to) = (band["from"]?.whole ?? 0, band["to"]?.whole ?? Int.max)
      if from >= to, let place = band["to"]?.place {
        report(place, "\(agesPath).\(index).to", .unfit(.written(String(to)), .wholeAbove(from)))
      }
      ages.append(
        Stream.AgeBand(
          from: from, to: to, share: requiredNumber("\(agesPath).\(index).share", .share)))
    }
    checkSum(bands.indices.map { "\(agesPath).\($0).share" }, stock["ages"]?.place, agesPath)
    return ages
  }

  private mutating func inflow(_ node: Node, _ path: String) -> Stream.Inflow {
    let season = series("\(path).season", .factor)
    if let season, season.values.count == 12, let place = node["season"]?.place {
      let mean = season.values.reduce(0, +) / 12
      if abs(mean - 1) > sumTolerance { report(place, "\(path).season", .meanNotOne(mean)) }
    }
    let noisePath = "\(path).noise"
    let noise = node["noise"].map { noise in
      Stream.InflowNoise(
        persistence: number("\(noisePath).persistence", .factor)
          ?? standard("\(noisePath).persistence", 0, .factor),
        sd: number("\(noisePath).sd", .factor) ?? standard("\(noisePath).sd", 0, .factor),
        dispersion: number("\(noisePath).dispersion", .factor),
        surge: noise["surge"].map { surge in
          Stream.Surge(
            name: surge["name"]?.string ?? "",
            rate: requiredNumber("\(noisePath).surge.rate", .sharePerMonth),
            size: requiredNumber("\(noisePath).surge.size", .factor),
            decay: requiredNumber("\(noisePath).surge.decay", .months))
        })
    }
    return Stream.Inflow(
      level: requiredNumber("\(path).level", .casesPerMonth), season: season,
      trend: number("\(path).trend", .relativePerYear), noise: noise)
  }

  private func discipline(_ node: Node?, _ path: String) -> Stream.Discipline {
    let newest = "\(path).split.newest"
    switch node?.string {
    case "random": return .random
    case "lifo": return .split(newest: standard(newest, 1, .share))
    default: return .split(newest: number(newest, .share) ?? standard(newest, 0, .share))
    }
  }

  /// Streams whose surges have one name have one event and one size, so one rate and one distribution.
  private mutating func checkSurges() {
    var first: [String: String] = [:]
    for (index, stream) in elements("streams").enumerated() {
      guard let surge = stream["inflow"]?["noise"]?["surge"], let name = surge["name"]?.string
      else { continue }
      let path = "\(path("streams", index, stream)).inflow.noise.surge"
      guard let other = first[name] else {
        first[name] = path
        continue
      }
      for key in ["rate", "size"] {
        let (own, namesake) = (
          checker.numbers["\(path).\(key)"], checker.numbers["\(other).\(key)"]
        )
        if let law = own?.law, let otherLaw = namesake?.law, law != otherLaw {
          report(surge[key]?.place ?? surge.place, path, .differentSurge(key, other: other))
        }
      }
    }
  }

  private mutating func group(_ node: Node, _ position: Int) -> Group {
    let path = path("groups", position, node)
    let name = node["name"]?.string ?? ""
    if let stream = streamNames.firstIndex(of: name), let own = node["name"],
      let place = elements("streams")[stream]["name"]?.place
    {
      report(own.place, "\(path).name", .duplicate(name, first: place))
    }
    return Group(
      name: name, title: bilingual(node["title"], else: name),
      streams: indices(of: node["streams"], in: streamNames, .stream, "\(path).streams"))
  }

  // MARK: Pools

  private mutating func pool(_ node: Node, _ position: Int) -> Pool {
    let path = path("pools", position, node)
    let name = node["name"]?.string ?? ""
    let hires = series("\(path).recentHires", .fullTimeEquivalents)
    let learning = series("\(path).learning", .factor)
    if let hires, let place = node["recentHires"]?.place {
      let months = learning?.values.count ?? 0
      if hires.values.count > months {
        report(
          place, "\(path).recentHires",
          .moreHiresThanLearning(hires: hires.values.count, learning: months))
      }
      let sum = hires.values.reduce(0, +)
      if let staff = fixed("\(path).staff"), sum > staff * (1 + sumTolerance) {
        report(place, "\(path).recentHires", .moreHiresThanStaff(hires: sum, staff: staff))
      }
    }
    return Pool(
      name: name, title: bilingual(node["title"], else: name),
      staff: requiredNumber("\(path).staff", .fullTimeEquivalents), recentHires: hires,
      hires: requiredNumber("\(path).hires", .fullTimeEquivalentsPerMonth),
      attrition: requiredNumber("\(path).attrition", .sharePerMonth), learning: learning,
      hoursPerMonth: requiredNumber("\(path).hoursPerMonth", .hoursPerMonth),
      noise: number("\(path).noise.sd", .factor),
      allocation: allocation(node["allocation"], position, "\(path).allocation"),
      claims: claims(node))
  }

  private mutating func allocation(_ node: Node?, _ pool: Int, _ path: String) -> Pool.Allocation {
    guard let node else { return .proportional }
    if let priority = node["priority"], priority.elements != nil {
      let listPath = "\(path).priority"
      let order = indices(of: priority, in: streamNames, .stream, listPath)
      let places = (priority.elements ?? []).map { ($0.string ?? "", $0.place) }
      checkServed(order, places, pool, priority.place, listPath)
      return .priority(order)
    }
    guard let shares = node["shares"], let members = shares.members else { return .proportional }
    let sharesPath = "\(path).shares"
    var order: [Int] = []
    for member in members {
      if let stream = streamNames.firstIndex(of: member.key) {
        order.append(stream)
      } else {
        report(
          member.place, joined(sharesPath, member.key),
          .unknown(
            .stream, member.key, nearest: nearest(to: member.key, among: streamNames)))
      }
    }
    checkServed(order, members.map { ($0.key, $0.place) }, pool, shares.place, sharesPath)
    let values = members.map { fixed(joined(sharesPath, $0.key)) }
    if !values.isEmpty, values.allSatisfy({ $0 == 0 }) {
      report(shares.place, sharesPath, .allNought)
    }
    return .shares(
      order.sorted().map { stream in
        Pool.Share(
          stream: stream,
          share: requiredNumber(joined(sharesPath, streamNames[stream]), .share))
      })
  }

  /// Every stream of the pool must be served, and no other.
  private mutating func checkServed(
    _ order: [Int], _ places: [(name: String, place: Place)], _ pool: Int, _ place: Place,
    _ path: String
  ) {
    for (name, at) in places {
      guard let stream = streamNames.firstIndex(of: name), let own = poolOfStream[stream],
        own != pool
      else { continue }
      report(at, path, .foreignStream(name, pool: poolNames[own]))
    }
    for stream in streamNames.indices where poolOfStream[stream] == pool {
      if !order.contains(stream), !streamNames[stream].isEmpty {
        report(place, path, .notServed(stream: streamNames[stream]))
      }
    }
  }

  // MARK: Consequences

  static let eventWords = ["decision", "withdrawal", "overdue"]

  private mutating func event(_ node: Node?, _ stream: Int, _ path: String) -> Event {
    guard let node, let word = node.string else { return .decision }
    switch word {
    case "decision": return .decision
    case "withdrawal": return .withdrawal
    case "overdue": return .overdue
    default:
      let outcomes = outcomeNames.indices.contains(stream) ? outcomeNames[stream] : []
      if let outcome = outcomes.firstIndex(of: word) { return .outcome(outcome) }
      report(
        node.place, path,
        .unknown(.event, word, nearest: nearest(to: word, among: outcomes + Self.eventWords)))
      return .decision
    }
  }

  /// The stream of events and the events; a stream that does not exist is one fault, not two.
  private mutating func events(_ node: Node, _ path: String) -> (stream: Int, event: Event) {
    guard let stream = index(of: node["from"], in: streamNames, .stream, "\(path).from")
    else { return (0, .decision) }
    return (stream, event(node["on"], stream, "\(path).on"))
  }

  private mutating func flow(_ node: Node, _ position: Int) -> Flow {
    let path = path("flows", position, node)
    let (source, event) = events(node, path)
    return Flow(
      name: node["name"]?.string ?? "", title: bilingual(node["title"]), source: source,
      event: event,
      target: index(of: node["to"], in: streamNames, .stream, "\(path).to") ?? 0,
      casesPerEvent: requiredNumber("\(path).casesPerEvent", .cases),
      lag: lag(node["lag"], "\(path).lag"), history: requiredNumber("\(path).history", .events),
      claims: claims(node))
  }

  private mutating func lag(_ node: Node?, _ path: String) -> Series {
    var values: [Double] = []
    var basis = checker.bases[path] ?? []
    if let node, let weights = checker.lists["\(path).weights"],
      let first = node["first"]?.whole, (1...Format.longest).contains(first)
    {
      values = Array(repeating: 0, count: first - 1) + weights.values
      basis = weights.basis
      let sum = weights.values.reduce(0, +)
      if abs(sum - 1) > sumTolerance {
        report(weights.place, "\(path).weights", .sumNotOne(sum))
      }
    } else if let node, let from = node["from"]?.whole, let to = node["to"]?.whole,
      (1...Format.longest).contains(from), (1...Format.longest).contains(to)
    {
      if from > to, let place = node["to"]?.place {
        report(place, "\(path).to", .unfit(.written(String(to)), .integer(from...Format.longest)))
      } else {
        let length = to - from + 1
        values =
          Array(repeating: 0, count: from - 1)
          + Array(repeating: 1 / Double(length), count: length)
      }
      if checker.bases[path] == nil { report(node.place, path, .noBasis) }
    }
    return Series(path: path, values: values, unit: .share, basis: basis)
  }

  private mutating func penalty(_ node: Node, _ position: Int) -> Penalty {
    let path = path("penalties", position, node)
    let (source, event) = events(node, path)
    return Penalty(
      name: node["name"]?.string ?? "", title: bilingual(node["title"]), source: source,
      event: event,
      euros: requiredNumber("\(path).euros", .euro), claims: claims(node))
  }
}
