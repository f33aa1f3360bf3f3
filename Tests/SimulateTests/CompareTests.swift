import Foundation
import JSONText
import Testing

/// `simulate compare` on reports that `simulate run` wrote.
struct CompareTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.put(
      """
      {
        extends: "\(Workplace.reference("small"))",
        name: "base",
        penalties: [{
          name: "late", title: { nl: "Te laat", en: "Late" }, from: "family", on: "overdue",
          euros: { value: 100, basis: { claim: "C20" } },
        }],
      }
      """, "base.json")
    try place.put(
      """
      {
        extends: "base.json", name: "more",
        streams: [
          { name: "first", inflow: { level: { value: { normal: { mean: 1000, sd: 60 } }, basis: { claim: "C02" } } } },
        ],
      }
      """, "more.json")
    try place.put(
      #"{ extends: "base.json", name: "short", calendar: { months: 24 }, questions: null }"#,
      "short.json")
  }

  private func report(_ scenario: String, _ name: String, _ more: String...) throws {
    let arguments = [
      "\(scenario).json", "--runs", "300", "--seed", "5", "--quiet", "--output", name,
    ]
    let ending = try place.run(arguments + more)
    try #require(ending.status == 0, "\(ending.errors)")
  }

  private func compared(_ arguments: String...) throws -> JSON {
    let ending = try place.run(["compare"] + arguments + ["--json"])
    try #require(ending.status == 0, "\(ending.errors)")
    return try Node(Array(ending.output.utf8), file: "output", as: .json).json
  }

  private func elements(_ json: JSON?) -> [JSON] {
    if case .array(let elements) = json { elements } else { [] }
  }

  private func text(_ json: JSON?) -> String? {
    if case .string(let text) = json { text } else { nil }
  }

  private func number(_ json: JSON?) -> Double? {
    if case .number(let number) = json { Double(number.text) } else { nil }
  }

  /// The last month has the errors of paired runs, the month before those of 16 batches: with 15 degrees of freedom an estimated error lies
  /// within a factor of 2.2 of the true one but for once in 10,000 times, and a month changes little.
  @Test func `months are paired batch by batch, as well as runs would pair them`() throws {
    try report("base", "a", "--runs", "4096")
    try report("more", "b", "--runs", "4096")
    let json = try compared("a", "b")
    let rows = elements(elements(json["comparisons"]).first?["differences"])
    func row(_ stream: String, _ month: String) throws -> JSON {
      try #require(
        rows.first {
          $0["table"] == "trajectories" && $0["what"] == "stock"
            && $0["stream"] == .string(stream) && $0["month"] == .string(month)
        })
    }
    let months = rows.compactMap { text($0["month"]) }.sorted()
    let last = try #require(months.last)
    let before = try #require(months.last { $0 < last })
    for stream in ["first", "family"] {
      let (end, batched) = (try row(stream, last), try row(stream, before))
      #expect(end["paired_by_batch"] == false)
      #expect(batched["paired_by_batch"] == true)
      let (right, found) = (try #require(number(end["se"])), try #require(number(batched["se"])))
      #expect(found > right / 2.2 && found < right * 2.2, "\(stream): \(found) of \(right)")
    }
    // Other runs than those of the report's batches cannot be told apart, so nothing is claimed.
    try report("more", "fewer", "--runs", "4000")
    let fewer = try compared("a", "fewer")
    let unpaired = elements(
      elements(fewer["comparisons"]).first?["differences"])
    #expect(unpaired.allSatisfy { $0["paired_by_batch"] == false })
  }

  @Test func `two reports are paired, and what changed comes before what it did`() throws {
    try report("base", "a")
    try report("more", "b")
    let before = try place.entries()
    let ending = try place.run(["compare", "a", "b"])
    #expect(ending.status == 0)
    #expect(ending.errors == "")
    #expect(try place.entries() == before, "nothing is written unless asked for")
    let changed = try #require(ending.output.range(of: "What changed, A base → B more"))
    let number = try #require(ending.output.range(of: "streams.first.inflow.level: "))
    let did = try #require(ending.output.range(of: "What it did"))
    #expect(changed.lowerBound < number.lowerBound && number.lowerBound < did.lowerBound)
    #expect(ending.output.contains("mean 1000"))
    #expect(ending.output.contains("B more − A base: paired run by run, 300 runs, seed 5 in both"))
    for line in ending.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    // The paired difference is that of the two tables of runs.
    let json = try compared("a", "b")
    let first = elements(json["comparisons"])[0]
    let penalties = try #require(
      elements(first["differences"]).first {
        $0["what"] == "penalties" && $0["table"] == "outcomes"
      })
    let (a, b) = (try place.table("a/runs.csv"), try place.table("b/runs.csv"))
    let pairs = zip(a.cells("penalties"), b.cells("penalties")).compactMap { one, two in
      Double(two).flatMap { two in Double(one).map { two - $0 } }
    }
    #expect(pairs.count == 300)
    let mean = pairs.reduce(0, +) / 300
    let variance = pairs.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 299
    guard case .number(let told) = penalties["difference"],
      case .number(let error) = penalties["se"]
    else {
      Issue.record("\(penalties)")
      return
    }
    #expect(agree(told.value, mean, to: 1e-12))
    #expect(agree(error.value, (variance / 300).squareRoot(), to: 1e-12))
    #expect(penalties["paired"] == true)
    // The stock in the last month is an outcome, so its row is paired, and others are not.
    let months = elements(first["differences"]).filter {
      $0["table"] == "trajectories" && $0["what"] == "stock" && $0["stream"] == "family"
    }
    #expect(months.count == 36)
    #expect(months.filter { $0["paired"] == true }.map { $0["month"] } == ["2028-08"])
    #expect(months.allSatisfy { $0["chance"] == "shared" })
  }

  @Test
  func `either locale of one run is the same to the last bit, and a report is equal to itself`()
    throws
  {
    try report("base", "en")
    try report("base", "nl", "--locale", "nl")
    for pair in [["en", "nl"], ["nl", "en"], ["nl", "nl"], ["en/runs.csv", "nl/runs.csv"]] {
      let first = elements(try compared(pair[0], pair[1])["comparisons"])[0]
      #expect(elements(first["changes"]).isEmpty)
      #expect(first["pairing"]?["paired"] == true)
      let differences = elements(first["differences"])
      #expect(differences.count >= (pair[0] == "en/runs.csv" ? 15 : 500))
      for difference in differences {
        #expect(difference["presence"] == "both")
        #expect(difference["difference"] == 0 || difference["value"] == .null, "\(difference)")
        if difference["paired"] == true, difference["se"] != .null {
          #expect(difference["se"] == 0, "\(difference)")
        }
      }
    }
  }

  @Test func `an edited table is read, and a broken one is refused with every fault's place`()
    throws
  {
    try report("base", "a")
    try report("more", "b", "--locale", "nl")
    let table = try place.table("a/runs.csv")
    // As a person leaves it in a Dutch spreadsheet: columns in another order and some gone, rows sorted, quotes, LF, blank rows.
    let kept =
      ["penalties", "stock_end.family", "run"] + table.columns.filter { $0.contains("hours") }
    let places = kept.map { name in table.columns.firstIndex(of: name) ?? 0 }
    let rows = table.rows.reversed().map { row in
      places.map { "\"\(row[$0].replacing(".", with: ","))\"" }.joined(separator: ";")
    }
    try place.put(
      "\u{FEFF}" + kept.joined(separator: ";") + ";;\n" + rows.joined(separator: ";;\n\n") + "\n",
      "edited.csv")
    let whole = elements(
      elements(try compared("a/runs.csv", "b/runs.csv")["comparisons"])[0]["differences"])
    let edited = elements(try compared("edited.csv", "b/runs.csv")["comparisons"])[0]
    #expect(edited["pairing"]?["paired"] == true)
    for what in ["penalties", "stock_end"] {
      func one(_ all: [JSON]) -> JSON? {
        all.first {
          $0["what"] == .string(what) && ($0["stream"] == "" || $0["stream"] == "family")
        }
      }
      let found = one(elements(edited["differences"]))
      #expect(found?["difference"] != .null)
      for key in ["pairs", "share_better", "quantiles", "value"] {
        #expect(found?[key] == one(whole)?[key], "\(key)")
      }
    }
    try place.put("run;penalties;stock_end.family\n0;1.234,5;7\n1;12,5;x\n", "broken.csv")
    let ending = try place.run(["compare", "a/runs.csv", "broken.csv", "--locale", "nl"])
    #expect(ending.status == 65)
    #expect(ending.output == "")
    #expect(
      ending.errors == """
        broken.csv:2:3: penalties is '1.234,5'; verwacht: een getal zonder scheidingstekens tussen duizendtallen, met een komma als decimaalteken
        broken.csv:3:8: stock_end.family is 'x'; verwacht: een getal met een komma als decimaalteken

        """)
  }

  @Test func `another seed is not paired, and months beyond a horizon are listed`() throws {
    try report("base", "a")
    try report("base", "b", "--seed=6")
    let other = elements(try compared("a", "b")["comparisons"])[0]
    #expect(other["pairing"]?["because"] == "other_seed")
    #expect(elements(other["changes"]).map { $0["path"] } == ["seed"])
    #expect(elements(other["differences"]).allSatisfy { $0["paired"] == false })
    let text = try place.run(["compare", "a", "b", "--locale", "nl"])
    #expect(text.output.contains("NIET GEPAARD: seed is 5 en 6"))
    try report("short", "c")
    let shorter = try place.run(["compare", "a", "c"])
    #expect(shorter.status == 0)
    #expect(shorter.output.contains("only in A base: months Sep 2027 – Aug 2028 (12)"))
    #expect(shorter.output.contains("the horizons end in different months"))
    #expect(shorter.output.contains("Stock, Aug 2027 (cases)"))
  }

  @Test func `compare.csv is written where it is asked for, whole, and never over anything else`()
    throws
  {
    try report("base", "a")
    try report("more", "b")
    func run(_ arguments: String...) throws -> Workplace.Ending {
      try place.run(["compare", "a", "b", "--quiet"] + arguments)
    }
    #expect(try run("--output", "new/folder").status == 0)
    #expect(try place.entries("new/folder") == ["compare.csv", "report.html"])
    let quiet = try run("--output", "out.csv", "--locale", "nl")
    #expect(quiet.status == 0 && quiet.output == "" && quiet.errors == "")
    #expect(try place.bytes("out.csv").starts(with: Array("\u{FEFF}base;scenario;kind;what".utf8)))
    // A comparison may be replaced, nothing else may.
    #expect(try run("--output", "out.csv", "--confidence", "0.8").status == 0)
    let table = try place.table("out.csv")
    #expect(Set(table.cells("confidence")) == ["0.8", ""])
    let runs = try place.bytes("a/runs.csv")
    #expect(try run("--output", "a/runs.csv").status == 73)
    #expect(try place.bytes("a/runs.csv") == runs)
    #expect(try place.run(["compare", "a/runs.csv", "b", "--output", "a/runs.csv"]).status == 64)
    #expect(try run("--output", "out.csv/below").status == 73)
    #expect(try place.entries().filter { $0.hasPrefix(".") } == [])
    #expect(try place.run(["compare", "a"]).status == 64)
    #expect(try run("--confidence", "1").status == 64)
    let missing = try place.run(["compare", "a", "nothing"])
    #expect(missing.status == 66)
    #expect(missing.errors == "nothing: no such file or folder\n")
    #expect(try place.run(["compare", "A", "b", "--quiet"]).status == 0)
    #expect(try place.run(["compare", "base.json", "b"]).status == 65)
  }

  @Test func `a folder gets a table and a page, together and never over anything else`() throws {
    try report("base", "a")
    try report("more", "b")
    func run(_ arguments: String...) throws -> Workplace.Ending {
      try place.run(["compare", "a", "b"] + arguments)
    }
    func text(_ name: String) throws -> String {
      String(decoding: try place.bytes(name), as: UTF8.self)
    }
    let ending = try run("--output", "out", "--locale", "nl")
    #expect(ending.status == 0 && ending.errors == "")
    #expect(ending.output.hasSuffix("\nGeschreven: out/compare.csv, out/report.html\n"))
    let page = try text("out/report.html")
    #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"nl\">"))
    #expect(page.contains("<meta name=\"generator\" content=\"simulate compare "))
    #expect(page.contains("simulate compare a b --output out --locale nl"))
    #expect(page.contains("Per doorrekening gepaard: 300 doorrekeningen van more"))
    #expect(page.contains("Paired run by run: 300 runs of more"))
    #expect(page.contains("streams.first.inflow.level"))
    #expect(page.utf8.count < 1_500_000)
    // The same command makes the same bytes.
    let table = try place.bytes("out/compare.csv")
    #expect(try run("--output", "out", "--locale", "nl", "--quiet").status == 0)
    #expect(try text("out/report.html").replacing(" --quiet", with: "") == page)
    #expect(try place.bytes("out/compare.csv") == table)
    // A page that something else made stays, and so does the table beside it.
    let foreign = "<!DOCTYPE html>\n<title>simulate compare 1.0.0</title>\n"
    try place.put(foreign, "out/report.html")
    let refused = try run("--output", "out", "--confidence", "0.8")
    #expect(refused.status == 73 && refused.output == "")
    #expect(refused.errors.contains("out/report.html"))
    #expect(try text("out/report.html") == foreign)
    #expect(try place.bytes("out/compare.csv") == table)
    // The page of a run is another one.
    let own = try text("a/report.html")
    #expect(try run("--output", "a").status == 73)
    #expect(try text("a/report.html") == own)
    #expect(try !place.entries("a").contains("compare.csv"))
    // A table that is not a comparison stops the page too.
    try place.put("x,y\n1,2\n", "other/compare.csv")
    #expect(try run("--output", "other").status == 73)
    #expect(try place.entries("other") == ["compare.csv"])
    // What does not go to a folder has no page.
    #expect(try run("--output", "one.csv", "--quiet").status == 0)
    #expect(try place.entries().filter { $0.hasPrefix("report") || $0.hasPrefix(".") } == [])
    // Whatever is wrong with the reports, nothing is written.
    #expect(try place.run(["compare", "a", "base.json", "--output", "never"]).status == 65)
    #expect(try !place.entries().contains("never"))
  }
}
