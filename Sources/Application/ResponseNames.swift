internal import Caseload
internal import Engine
internal import Influence

/// Results as they are named on the command line.
enum ResponseNames {
  /// Reads what is to be looked at.
  ///
  /// - Parameters:
  ///   - names: `stock.asylum@2028-12` or `stock.asylum at 2028-12`, `stock.asylum` for every month, `penalties_to_date@2028-12`, an outcome such as
  ///     `stock_end.asylum`, the name of a test, or of a claim for all its tests.
  ///   - world: The world.
  /// - Returns: The responses, in order.
  /// - Throws: `WrongUse` that lists what is wrong with all of them.
  static func responses(_ names: [String], in world: World) throws -> [Response] {
    var responses: [Response] = []
    var faults: [Bilingual] = []
    for name in names {
      do { responses += try read(name, world) } catch { faults.append(error.message) }
    }
    guard faults.isEmpty else {
      throw WrongUse(
        message: Bilingual(
          nl: faults.map(\.nl).joined(separator: "\n"),
          en: faults.map(\.en).joined(separator: "\n")))
    }
    return responses
  }

  /// What a reader asks first of a table of runs, which holds outcomes alone: the first one of the usual subject, which is its stock at the end.
  static func usualOutcome(in world: World) -> Response {
    let all = Outcome.all(of: world)
    let subject = Response.usual(in: world).subject
    return .outcome(all.first { $0.subject == subject } ?? all[0])
  }

  /// Refuses what a table of runs does not hold.
  static func checkOutcomes(_ responses: [Response], in world: World) throws(WrongUse) {
    for response in responses {
      if case .outcome = response { continue }
      let known = Outcome.all(of: world).map { $0.label(in: world) }.joined(separator: ", ")
      let label = response.label(in: world)
      throw WrongUse(
        message: Bilingual(
          nl:
            "--of \(label): een tabel van trekkingen bevat alleen uitkomsten; verwacht een van \(known)",
          en: "--of \(label): a table of runs holds outcomes only; expected one of \(known)"))
    }
  }

  /// Reads one result, of one month.
  static func single(_ name: String, in world: World) throws(WrongUse) -> Response {
    let responses = try read(name, world)
    guard responses.count == 1 else {
      throw WrongUse(
        message: Bilingual(
          nl:
            "'\(name)' is niet één getal; verwacht MAAT.STROOM at MAAND, een uitkomst of een toets",
          en: "'\(name)' is not one number; expected MEASURE.STREAM at MONTH, an outcome or a test")
      )
    }
    return responses[0]
  }

  private static func read(_ written: String, _ world: World) throws(WrongUse) -> [Response] {
    let words = written.split(separator: " ").map(String.init)
    let isSpoken = words.count == 3 && ["at", "op", "in"].contains(words[1])
    guard isSpoken || words.count == 1 else {
      throw WrongUse(
        message: Bilingual(
          nl:
            "'\(written)' is geen resultaat; verwacht MAAT.STROOM at MAAND, een uitkomst of een toets, zoals \"stock.asylum at 2028-12\" of penalties",
          en:
            "'\(written)' is not a result; expected MEASURE.STREAM at MONTH, an outcome or a test, such as \"stock.asylum at 2028-12\" or penalties"
        ))
    }
    let name = isSpoken ? "\(words[0])@\(words[2])" : written
    let tests = world.tests.indices.filter {
      world.tests[$0].name == name || world.tests[$0].claim == name
    }
    if !tests.isEmpty { return tests.map(Response.test) }
    if let outcome = Outcome.all(of: world).first(where: { $0.label(in: world) == name }) {
      return [.outcome(outcome)]
    }
    let toDate = "_to_date"
    let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let what = String(parts[0])
    let measure = what.split(separator: ".").first.map(String.init) ?? ""
    let isTotal = measure.hasSuffix(toDate)
    let plain =
      isTotal
      ? what.replacing(measure, with: measure.dropLast(toDate.count), maxReplacements: 1) : what
    let months = world.calendar.months
    let named = { (month: String) throws(WrongUse) -> ResultName in
      try ResultName("\(plain)@\(month)", in: world)
    }
    func response(_ result: ResultName, _ month: Int) -> Response {
      isTotal
        ? .total(result.measure, result.subject, through: month)
        : .measure(result.measure, result.subject, month: month)
    }
    if parts.count == 2 {
      let result = try named(String(parts[1]))
      return [response(result, result.month)]
    }
    let result = try named(world.calendar.month(0).description)
    return (0..<months).map { response(result, $0) }
  }
}
