import Foundation
import JSONText
import Testing

/// `simulate sensitivity`, and the levers' shares in a report, from end to end.
struct SensitivityCommandTests {
  private let place: Workplace
  static let methods = ["tornado", "morris", "sobol", "given-data", "rank", "shapley"]

  /// With another lever on the other step, and penalties of billions.
  static let busy = """
    {
      extends: "\(Workplace.reference("small"))",
      name: "busy",
      penalties: [{
        name: "late", title: { nl: "Te laat", en: "Late" }, from: "family", on: "overdue",
        euros: { value: { uniform: [50000, 150000] }, basis: { claim: "C20" } },
      }],
      levers: [{
        name: "newer-systems", title: { nl: "Nieuwe systemen", en: "Newer systems" },
        claims: ["C15"], basis: { claim: "C15" },
        effects: [{
          name: "hours", on: "streams.first.steps.decision.hours", multiply: { uniform: [0.8, 1] },
          phase: { step: "2026-01-01" }, applies: "decided",
        }],
      }],
    }
    """

  init() throws {
    place = try Workplace()
    try place.put(Self.busy, "busy.json")
  }

  private func sensitivity(_ arguments: String...) throws -> Workplace.Ending {
    try place.run(["sensitivity", "busy.json", "--seed", "3"] + arguments)
  }

  private func parsed(_ text: String) throws -> Node {
    try Node(Array(text.utf8), file: "output", as: .json)
  }

  @Test(arguments: methods) func `the answer for programs holds every finding`(method: String)
    throws
  {
    let ending = try sensitivity("--method", method, "--runs", "130", "--json")
    #expect(ending.status == 0, "\(ending.errors)")
    let answer = try parsed(ending.output)
    #expect(answer["method"]?.string == method)
    #expect(answer["seed"]?.string == "3")
    #expect(answer["sample"]?.whole == 130)
    let response = try #require(answer["responses"]?.elements?.first)
    #expect(response["response"]?.string == "stock.all@2028-08")
    #expect((response["mean"]?.number != nil) == (method != "morris"))
    let rows = try #require(response["rows"]?.elements)
    #expect(!rows.isEmpty)
    for row in rows {
      let (low, high) = (row["low"]?.number, row["high"]?.number)
      let value = try #require(row["value"]?.number)
      #expect(try #require(low) <= value && value <= (try #require(high)))
      #expect(row["verdict"]?.string?.isEmpty == false)
    }
    let parts = response["rests_on"]
    #expect((parts?["unsupported"]?["share"]?.number != nil) == (method == "shapley"))
    let again = try sensitivity("--method", method, "--runs", "130", "--json", "--threads", "1")
    func steady(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { !$0.contains("\"seconds\"") }
    }
    #expect(steady(again.output) == steady(ending.output))
  }

  @Test func `shares of the levers can be repeated in a sentence`() throws {
    /// The text without its line ends.
    func said(_ arguments: String...) throws -> String {
      let ending = try place.run(
        ["sensitivity", "busy.json", "--method", "shapley", "--runs", "256"] + arguments)
      #expect(ending.status == 0, "\(ending.errors)")
      return ending.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    let english = try said()
    #expect(english.contains("Without the levers "))
    #expect(english.contains(" fewer cases, "))
    #expect(english.contains(" rests on the letter"))
    #expect(english.contains("rests on assumptions that no source supports."))
    let dutch = try said("--locale", "nl")
    #expect(dutch.contains("Zonder de maatregelen "))
    #expect(dutch.contains(" zaken minder steunt "))
    #expect(dutch.contains("op aannamen die geen bron steunt."))
    #expect(try said("--of", "penalties").contains("Of that difference, "))
  }

  @Test(arguments: methods, ["en", "nl"])
  func `a table shows titles, and under each the whole of what is typed, in 80 columns`(
    method: String, language: String
  ) throws {
    let ending = try sensitivity("--method", method, "--runs", "130", "--locale", language)
    #expect(ending.status == 0, "\(ending.errors)")
    let lines = ending.output.split(separator: "\n")
    for line in lines { #expect(line.count <= 80, "\(line)") }
    let path = "levers.newer-systems"
    let (title, full) =
      method == "shapley" || method == "tornado" || method == "morris"
      ? (language == "nl" ? "Nieuwe systemen" : "Newer systems", path)
      : (
        language == "nl" ? "Nieuwe systemen: effect op" : "Newer systems: effect on",
        "\(path).effects.hours.multiply"
      )
    let place = try #require(lines.firstIndex { $0 == "  \(full)" })
    #expect(lines[place - 1].hasPrefix(title))
  }

  @Test func `pairs are given where they are asked for`() throws {
    let designed = try sensitivity("--pairs", "--runs", "256")
    #expect(designed.status == 0)
    #expect(
      designed.output.contains("more together than one by one")
        || designed.output.contains("No pair demonstrably explains more"))
    let json = try parsed(
      try sensitivity("--pairs", "--runs", "256", "--json").output)
    let rows = try #require(json["responses"]?.elements?.first?["rows"]?.elements)
    let factors = Set(rows.compactMap { $0["factor"]?.string }).count
    #expect(rows.count { $0["index"]?.string == "second" } == factors * (factors - 1) / 2)
    #expect(try sensitivity("--pairs", "--method", "given-data", "--runs", "256").status == 0)
  }

  /// Every column of every table, as the data package must describe it; pictures have none.
  private func described(_ folder: String) throws -> [String: [String]] {
    let package = try parsed(
      String(decoding: try place.bytes("\(folder)/datapackage.json"), as: UTF8.self))
    var columns: [String: [String]] = [:]
    for resource in try #require(package["resources"]?.elements)
    where resource["path"]?.string?.hasSuffix(".csv") == true {
      let fields = try #require(resource["schema"]?["fields"]?.elements)
      let value = fields.first { $0["name"]?.string == "value" }
      if resource["path"]?.string == "sensitivity.csv" {
        #expect(value?["type"]?.string == "number")
      }
      columns[try #require(resource["path"]?.string)] = fields.compactMap { field in
        field["description"]?.string?.isEmpty == false ? field["name"]?.string : nil
      }
    }
    return columns
  }

  @Test func `the tables of a study have the columns and the claims that they promise`() throws {
    let ending = try sensitivity(
      "--method", "shapley", "--runs", "130", "--output", "study", "--of", "stock.all@2028-08",
      "--of", "penalties")
    #expect(ending.status == 0)
    #expect(ending.output.contains("Written: study/ (sensitivity.csv, attribution.csv, "))
    #expect(
      try place.entries("study") == [
        "attribution.csv", "charts", "datapackage.json", "manifest.json", "report.html",
        "sensitivity.csv",
      ])
    let table = try place.table("study/sensitivity.csv")
    #expect(
      table.columns == [
        "scenario", "method", "outcome", "stream", "month", "unit", "factor", "partner", "kind",
        "index", "value", "se", "low", "high", "runs", "runs_to_tell", "verdict", "support",
        "claims",
      ])
    #expect(table.rows.allSatisfy { $0.count == table.columns.count })
    #expect(table.cells("claims").allSatisfy { !$0.isEmpty })
    #expect(Set(table.cells("outcome")) == ["stock", "penalties"])
    let shares = try place.table("study/attribution.csv")
    #expect(
      try described("study") == [
        "sensitivity.csv": table.columns, "attribution.csv": shares.columns,
      ])
    // The same again may take its place; in the place of a report of runs it is refused.
    let before = try place.bytes("study/sensitivity.csv")
    let again = try sensitivity(
      "--method", "shapley", "--runs", "130", "--output", "study", "--of", "stock.all@2028-08",
      "--of", "penalties", "--quiet", "--threads", "1")
    #expect(again.status == 0 && again.output == "")
    #expect(try place.bytes("study/sensitivity.csv") == before)
    let run = try place.run(["busy.json", "--runs", "10", "--quiet", "--output", "report"])
    #expect(run.status == 0)
    let own = try place.bytes("report/sensitivity.csv")
    let refused = try sensitivity("--runs", "130", "--output", "report")
    #expect(refused.status == 73)
    #expect(refused.errors.hasPrefix("report: cannot be written: it holds the report of a run"))
    #expect(try place.entries("report").contains("runs.csv"))
    #expect(try place.bytes("report/sensitivity.csv") == own)
  }

  @Test func `a Dutch spreadsheet reads the tables`() throws {
    let english = try sensitivity("--method", "rank", "--runs", "130", "--output", "en", "--quiet")
    let dutch = try sensitivity(
      "--method", "rank", "--runs", "130", "--output", "nl", "--quiet", "--locale", "nl")
    #expect(english.status == 0 && dutch.status == 0)
    let bytes = try place.bytes("nl/sensitivity.csv")
    #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
    let (one, other) = (
      try place.table("en/sensitivity.csv"), Table(bytes: bytes, separator: ";")
    )
    #expect(other.columns == one.columns)
    #expect(
      other.cells("value") == one.cells("value").map { $0.replacingOccurrences(of: ".", with: ",") }
    )
    #expect(other.cells("verdict") != one.cells("verdict"))
    #expect(other.cells("verdict").contains { $0.hasPrefix("stijgt mee: ") })
  }

  @Test func `shares in a report add up to the whole difference`() throws {
    let ending = try place.run([
      "busy.json", "--runs", "200", "--quiet", "--output", "report",
    ])
    #expect(ending.status == 0)
    let table = try place.table("report/attribution.csv")
    #expect(
      Array(table.columns.prefix(7)) == [
        "scenario", "outcome", "month", "lever", "share", "se", "claims",
      ])
    let numbers = table.numbers("share", by: ["outcome", "month", "lever"])
    let all = numbers.filter { $0.key[2] == "(all)" }
    #expect(all.count > 10)
    for (key, whole) in all {
      let parts = numbers.filter {
        $0.key[2] != "(all)" && Array($0.key.prefix(2)) == Array(key.prefix(2))
      }
      #expect(parts.count == 2)
      let sum = parts.values.reduce(0) { $0 + ($1 ?? .nan) }
      #expect(agree(sum, whole, to: 1e-6), "\(key)")
    }
    #expect(all.values.contains { abs($0 ?? 0) > 1 })
    let months = Set(table.cells("month"))
    #expect(months == ["2025-12", "2026-12", "2027-12", "2028-08"])
    #expect(table.cells("claims").allSatisfy { !$0.isEmpty })
    let described = try described("report")
    let files = try place.entries("report").filter { $0.hasSuffix(".csv") }
    #expect(described.keys.sorted() == files)
    for file in files {
      #expect(try place.table("report/\(file)").columns == described[file], "\(file)")
    }
    // The runs that are shared out are the first of the report's: the whole is what they say.
    let full = try place.run([
      "busy.json", "--runs", "200", "--quiet", "--output", "full", "--attribute",
    ])
    #expect(full.status == 0)
    #expect(try place.bytes("full/attribution.csv") == place.bytes("report/attribution.csv"))
  }

  @Test(arguments: ["rank", "given-data"], ["en", "nl"])
  func `runs of a report say what runs of its own do`(method: String, locale: String) throws {
    let run = try place.run([
      "busy.json", "--runs", "400", "--seed", "3", "--quiet", "--output", "report", "--locale",
      locale,
    ])
    #expect(run.status == 0)
    func values(_ arguments: String...) throws -> [Double?] {
      let ending = try place.run(
        ["sensitivity", "busy.json", "--seed", "3", "--method", method, "--json"] + arguments)
      #expect(ending.status == 0, "\(ending.errors)")
      let rows = try parsed(ending.output)["responses"]?.elements?.first?["rows"]?.elements
      return try #require(rows).map { $0["value"]?.number }
    }
    let own = try values("--runs", "400", "--of", "stock_end.all")
    let folder = try values("--from", "report", "--of", "stock_end.all")
    let file = try values("--from", "report/runs.csv")
    #expect(own.count == folder.count && own.count > 4)
    #expect(zip(own, folder).allSatisfy { agree($0, $1, to: 1e-6) })
    #expect(file == folder)
    let text = try sensitivity("--method", method, "--from", "report")
    #expect(text.output.contains("400 runs read, nothing was simulated;"))
    let many = try sensitivity(
      "--method", method, "--from", "report", "--of", "stock_end.family", "--of", "penalties",
      "--group", "lever", "--locale", "nl")
    #expect(many.status == 0)
    #expect(many.output.contains("400 trekkingen gelezen, niets doorgerekend;"))
  }

  @Test func `a report that cannot be read is refused with file, line and column`() throws {
    try place.put(
      """
      run,streams.first.inflow.level,stock_end.all
      0,812.5,700
      1,,700
      2,9x0,700
      """, "marred.csv")
    let lines = try sensitivity("--method", "rank", "--from", "marred.csv")
    #expect(lines.status == 65)
    #expect(lines.errors.contains("marred.csv: streams.first.steps.decision.hours is not a column"))
    #expect(lines.errors.contains("marred.csv: lever:shorter-interviews is not a column"))
    let one = try place.run([
      "sensitivity", "busy.json", "--method", "rank", "--from", "marred.csv", "--set",
      "streams.first.steps.decision.hours=5", "--set", "penalties.late.euros=1", "--lever",
      "shorter-interviews=off", "--lever", "newer-systems=off",
    ])
    #expect(one.status == 65)
    #expect(
      one.errors.contains("marred.csv:3:3: streams.first.inflow.level is empty; expected a value"))
    #expect(one.errors.contains("marred.csv:4:3: streams.first.inflow.level is '9x0'"))
    let missing = try sensitivity("--method", "rank", "--from", "nothing")
    #expect(missing.status == 66)
    #expect(missing.errors.hasPrefix("nothing: no such file or folder"))
    #expect(try place.entries() == ["busy.json", "marred.csv"])
  }

  @Test(
    arguments: [
      (["--method", "anova"], "--method is 'anova'; expected one of tornado, morris, sobol, "),
      (["--group", "colour"], "--group is 'colour'; expected one of lever, claim, stream"),
      (["--confidence", "1"], "--confidence is 1.0; expected a number between 0 and 1"),
      (["--method", "rank", "--pairs"], "--pairs goes with --method sobol or given-data only"),
      (["--runs", "1"], "--runs is 1; expected a number from 2 to 2147483647"),
      (["--of", "stock.nope"], "'nope' has no stock; expected one of first, family, all"),
      (
        ["--method", "rank", "--runs", "5"],
        "5 runs in which the outcome exists are too few for rank"
      ),
      (["--from", "report"], "--from goes with --method given-data or rank only; sobol makes"),
      (
        ["--method", "rank", "--from", "report", "--runs", "10"],
        "--runs and --switch-levers do not go with --from"
      ),
      (
        ["--method", "rank", "--from", "report", "--of", "stock.all@2028-08"],
        "--of stock.all@2028-08: a table of runs holds outcomes only; expected one of stock_end.first"
      ),
    ] as [([String], String)])
  func `wrong use ends with 64 and says what is wrong`(arguments: [String], message: String) throws
  {
    let ending = try place.run(["sensitivity", "busy.json"] + arguments)
    #expect(ending.status == 64)
    #expect(ending.errors.hasPrefix(message), "\(ending.errors)")
    #expect(ending.output == "")
    #expect(try place.entries() == ["busy.json"])
  }

  @Test func `a study that is interrupted ends with 130 and writes nothing`() throws {
    let process = try place.start(
      ["sensitivity", "busy.json", "--runs", "4194304", "--output", "study"],
      output: "\(place.path)/said")
    for _ in 0..<500 where try !place.entries().contains(where: { $0.contains(".writing-") }) {
      Thread.sleep(forTimeInterval: 0.02)
    }
    #expect(try place.entries().contains { $0.contains(".writing-") })
    Thread.sleep(forTimeInterval: 0.5)
    process.interrupt()
    // A program that does not listen is ended, so that the test fails instead of waiting for it.
    for _ in 0..<1000 where process.isRunning { Thread.sleep(forTimeInterval: 0.02) }
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    let errors = String(decoding: try place.bytes("said.errors"), as: UTF8.self)
    #expect(errors.hasPrefix("Stopped after ") && errors.hasSuffix("; nothing was written.\n"))
    #expect(try place.bytes("said").isEmpty)
    #expect(try place.entries() == ["busy.json", "said", "said.errors"])
  }
}

/// What every question looks like on a screen; some hundred studies, so in release builds.
struct SensitivityScreenStatisticalTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.put(SensitivityCommandTests.busy, "busy.json")
  }

  private static let questions: [[String]] = [
    [], ["--of", "stock.all"], ["--of", "penalties"], ["--of", "penalties_to_date@2028-08"],
    ["--of", "C09"], ["--of", "stock_end.family", "--of", "utilisation.pool:desk@2027-01"],
    ["--group", "claim"], ["--group", "stream"], ["--group", "lever"], ["--switch-levers"],
  ]

  @Test(arguments: SensitivityCommandTests.methods, ["en", "nl"])
  func `every method answers every question in lines that fit a screen`(
    method: String, locale: String
  ) throws {
    for question in Self.questions {
      let ending = try place.run(
        ["sensitivity", "busy.json", "--method", method, "--runs", "130", "--locale", locale]
          + question)
      #expect(ending.status == 0, "\(question): \(ending.errors)")
      #expect(ending.errors == "")
      let lines = ending.output.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.allSatisfy { $0.count <= 80 }, "\(question)\n\(ending.output)")
      #expect(ending.output.contains("\(method): 130 "))
      #expect(!ending.output.lowercased().contains("nan"))
      // Bars begin in one column.
      let bars = lines.compactMap { line in
        line.firstIndex(of: "█").map { line.distance(from: line.startIndex, to: $0) }
      }
      guard question.count < 4, question != ["--of", "C09"] else { continue }
      #expect(!bars.isEmpty && Set(bars).count == 1, "\(ending.output)")
    }
    #expect(try place.entries() == ["busy.json"])
  }
}
