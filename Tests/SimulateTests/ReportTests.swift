import Digest
import Foundation
import JSONText
import Testing

/// The report of runs, as a program reads it that knows nothing but the files.
struct ReportTests {
  private let place: Workplace

  /// A scenario of which every result rests on a claim.
  init() throws {
    place = try Workplace()
    try place.put(
      """
      {
        extends: "\(Workplace.reference("small"))",
        name: "claimed",
        pools: [{ name: "desk", claims: ["C11"] }],
        penalties: [{
          name: "late", title: { nl: "Te laat", en: "Late" }, from: "family", on: "overdue",
          euros: { value: 100, basis: { claim: "C20" } },
        }],
        sources: [{ id: "old", title: "Old", publisher: "p", date: "2025-01" }],
        published: [{
          name: "before", measure: "stock", stream: "first", month: "2024-12", value: 870.5,
          source: "old", quote: "870.5",
        }],
      }
      """, "claimed.json")
  }

  private static let tables = [
    "answers.csv", "attribution.csv", "batches.csv", "claims.csv", "outcomes.csv",
    "parameters.csv", "published.csv", "runs.csv", "sensitivity.csv", "tests.csv",
    "trajectories.csv",
  ]

  /// Runs the scenario quietly; the report goes to a folder of the given name.
  @discardableResult
  private func report(_ name: String, _ arguments: String...) throws -> Workplace.Ending {
    let ending = try place.run(["claimed.json", "--quiet", "--output", name] + arguments)
    #expect(ending.status == 0)
    #expect(ending.errors == "")
    #expect(ending.output == "")
    return ending
  }

  @Test func `the sampling that is asked for is the one that draws`() throws {
    var draws: [String: [UInt8]] = [:]
    for method in ["latin", "sobol", "independent"] {
      let ending = try place.run([
        "claimed.json", "--runs", "64", "--sampling", method, "--output", method, "--quiet",
      ])
      #expect(ending.status == 0, "\(ending.errors)")
      let manifest = try Node(
        place.bytes("\(method)/manifest.json"), file: "manifest", as: .json)
      #expect(manifest["sampling"]?.string == method)
      draws[method] = try place.bytes("\(method)/runs.csv")
    }
    #expect(Set(draws.values).count == 3)
    let plain = try place.run(["claimed.json", "--runs", "64", "--output", "plain", "--quiet"])
    #expect(plain.status == 0)
    #expect(try place.bytes("plain/runs.csv") == draws["latin"])
  }

  @Test func `a run writes the files it promises, and nothing else`() throws {
    let ending = try place.run(["claimed.json", "--runs", "10"])
    #expect(ending.status == 0)
    #expect(ending.errors == "")
    #expect(
      ending.output.hasPrefix("Small example (claimed)\nSep 2025 – Aug 2028 · 10 runs, seed 7"))
    #expect(try place.entries() == ["Reports", "claimed.json"])
    #expect(try place.entries("Reports") == ["claimed"])
    #expect(
      try place.entries("Reports/claimed")
        == (Self.tables + ["charts", "datapackage.json", "manifest.json", "report.html"]).sorted())
    let charts = try place.entries("Reports/claimed/charts").map { "charts/\($0)" }
    #expect(charts.contains("charts/streams.svg"))
    #expect(charts.allSatisfy { $0.hasSuffix(".svg") })
    let manifest = try Node(
      place.bytes("Reports/claimed/manifest.json"), file: "manifest", as: .json)
    #expect(manifest["scenario"]?.string == "claimed")
    #expect(manifest["runs"]?.whole == 10)
    #expect(manifest["seed"]?.string == "7")
    let listed = manifest["files"]?.elements?.compactMap { $0["name"]?.string }
    #expect(listed?.sorted() == (Self.tables + charts + ["report.html"]).sorted())
    // The summary names the folder of the charts, not each of them.
    #expect(ending.output.contains("charts/,") && !ending.output.contains(".svg"))
    let package = try Node(
      place.bytes("Reports/claimed/datapackage.json"), file: "package", as: .json)
    for resource in package["resources"]?.elements ?? [] {
      let path = try #require(resource["path"]?.string)
      let bytes = try place.bytes("Reports/claimed/\(path)")
      #expect(resource["bytes"]?.whole == bytes.count)
      if path.hasSuffix(".svg") {
        #expect(resource["mediatype"]?.string == "image/svg+xml" && charts.contains(path))
        continue
      }
      if path == "report.html" {
        #expect(resource["mediatype"]?.string == "text/html")
        continue
      }
      let columns = resource["schema"]?["fields"]?.elements?.compactMap { $0["name"]?.string }
      #expect(columns == Table(bytes: bytes, separator: ",").columns)
    }
    // What the manifest holds of the scenario is itself a scenario, with the same numbers.
    let world = try #require(manifest["world"])
    try place.put(world.json.text(.pretty), "again.json")
    let again = try place.run(["again.json", "--runs", "10", "--quiet", "--output", "again"])
    #expect(again.status == 0)
    for table in Self.tables {
      #expect(try place.bytes("again/\(table)") == place.bytes("Reports/claimed/\(table)"))
    }
  }

  @Test func `neither repetition nor the number of threads changes a byte`() throws {
    try report("one", "--runs", "1500", "--threads", "1")
    try report("two", "--runs", "1500", "--threads", "1")
    try report("three", "--runs", "1500", "--threads", "3")
    let charts = try place.entries("one/charts").map { "charts/\($0)" }
    #expect(!charts.isEmpty)
    for file in Self.tables + charts {
      let bytes = try place.bytes("one/\(file)")
      #expect(try place.bytes("two/\(file)") == bytes, "\(file)")
      #expect(try place.bytes("three/\(file)") == bytes, "\(file)")
    }
    // The page tells by which command it was made, and the data package how the page reads.
    func told(_ folder: String, _ threads: Int) throws -> [String] {
      let page = try place.bytes("\(folder)/report.html")
      let package = String(decoding: try place.bytes("\(folder)/datapackage.json"), as: UTF8.self)
      return [
        String(decoding: page, as: UTF8.self)
          .replacing("--output \(folder) --runs 1500 --threads \(threads)", with: ""),
        package.replacing(SHA256.digest(of: [UInt8](page)), with: "")
          .replacing("\"bytes\": \(page.count)", with: ""),
      ]
    }
    let one = try told("one", 1)
    #expect(one[0].contains("claimed.json --quiet"))
    #expect(try told("two", 1) == one)
    #expect(try told("three", 3) == one)
  }

  @Test func `without its runs and batches the report has every other file, unchanged`() throws {
    try report("with", "--runs", "100")
    try report("without", "--runs", "100", "--without-runs")
    let others = Self.tables.filter { $0 != "runs.csv" && $0 != "batches.csv" }
    #expect(
      try place.entries("without")
        == (others + ["charts", "datapackage.json", "manifest.json", "report.html"]).sorted())
    let charts = try place.entries("without/charts").map { "charts/\($0)" }
    for table in others {
      #expect(try place.bytes("without/\(table)") == place.bytes("with/\(table)"), "\(table)")
    }
    let manifest = try Node(place.bytes("without/manifest.json"), file: "manifest", as: .json)
    let listed = manifest["files"]?.elements?.compactMap { $0["name"]?.string }
    #expect(listed?.sorted() == (others + charts + ["report.html"]).sorted())
    let package = try Node(place.bytes("without/datapackage.json"), file: "package", as: .json)
    let described = package["resources"]?.elements?.compactMap { $0["path"]?.string }
    #expect(described?.sorted() == (others + charts + ["report.html"]).sorted())
    // The summary names the files that are there, and no other.
    let ending = try place.run(["claimed.json", "--runs", "10", "--without-runs"])
    #expect(ending.output.contains("trajectories.csv"))
    #expect(!ending.output.contains("runs.csv"))
  }

  /// The digests are made while the files are written; here they are made of what stands on the disk.
  @Test func `every file has the digest that the manifest gives it`() throws {
    try report("report", "--runs", "300")
    let manifest = try Node(place.bytes("report/manifest.json"), file: "manifest", as: .json)
    for file in try #require(manifest["files"]?.elements) {
      let name = try #require(file["name"]?.string)
      let digest = SHA256.digest(of: [UInt8](try place.bytes("report/\(name)")))
      #expect(file["digest"]?.string == "sha256:\(digest)", "\(name)")
    }
    let charts = try place.entries("report/charts")
    #expect(manifest["files"]?.elements?.count == Self.tables.count + charts.count + 1)
  }

  @Test func `a hundred runs are the first of three hundred`() throws {
    try report("few", "--runs", "100")
    try report("many", "--runs", "300")
    let few = try place.bytes("few/runs.csv")
    let many = try place.bytes("many/runs.csv")
    #expect(many.count > 2 * few.count)
    #expect(many.starts(with: few))
    #expect(try place.table("many/runs.csv").cells("run") == (0..<300).map { "\($0)" })
  }

  @Test func `another seed gives other runs`() throws {
    try report("seven", "--runs", "10")
    try report("eight", "--runs", "10", "--seed", "8")
    #expect(try place.bytes("seven/runs.csv") != place.bytes("eight/runs.csv"))
  }

  /// Means are sums divided by the number of runs; with stocks below 10⁵ rounding stays far below 10⁻⁶.
  @Test(arguments: [[], ["--central"]])
  func `cases are conserved in the file`(option: [String]) throws {
    let ending = try place.run(
      ["claimed.json", "--quiet", "--runs", "130", "--output", "report"] + option)
    #expect(ending.status == 0)
    let table = try place.table("report/trajectories.csv")
    let means = table.numbers("mean", by: ["stream", "measure", "month"])
    var months: [String] = []
    for month in table.cells("month") where !months.contains(month) { months.append(month) }
    #expect(months.count == 36)
    for (stream, start) in [("first", 6000.0), ("family", 2500), ("all", 8500)] {
      func mean(_ measure: String, _ month: String) throws -> Double {
        try #require(means[[stream, measure, month]].flatMap { $0 })
      }
      var stock = start
      for month in months {
        stock += try mean("inflow", month) + mean("follow_up_inflow", month)
        stock -= try mean("straight_through", month) + mean("withdrawals", month)
        stock -= try mean("decisions", month)
        let written = try mean("stock", month)
        #expect(abs(stock - written) < 1e-6, "\(stream) \(month)")
        stock = written
      }
    }
  }

  @Test func `every row that carries a result carries its claims`() throws {
    try report("report", "--runs", "10")
    for name in Self.tables
    where !["batches.csv", "claims.csv", "parameters.csv", "published.csv"].contains(name) {
      let table = try place.table("report/\(name)")
      let cells = table.cells("claims")
      #expect(!cells.isEmpty && cells.count == table.rows.count)
      for (row, cell) in zip(table.rows, cells) {
        let claims = cell.components(separatedBy: " ")
        #expect(claims.allSatisfy { $0.count == (($0.hasPrefix("Q")) ? 2 : 3) }, "\(name): \(row)")
      }
      #expect(table.rows.allSatisfy { $0.count == table.columns.count })
    }
    let claims = try place.table("report/claims.csv")
    #expect(claims.cells("claim").contains("C20"))
    #expect(!claims.cells("quote").contains(""))
    #expect(try place.table("report/published.csv").cells("value") == ["870.5"])
    let parameters = try place.table("report/parameters.csv")
    #expect(!parameters.cells("kind").contains(""))
    #expect(!parameters.cells("basis").contains(""))
    let titles = Dictionary(
      uniqueKeysWithValues: zip(parameters.cells("path"), parameters.cells("title")))
    #expect(titles["penalties.late.euros"] == "Late: amount per overdue case a month")
    #expect(Set(titles.values).count == parameters.rows.count)
    let euros = parameters.numbers("mean", by: ["path", "claims"])
    #expect(euros[["penalties.late.euros", "C20"]] == 100)
  }

  @Test func `the Dutch files read back to the same numbers`() throws {
    try report("en", "--runs", "20")
    try report("nl", "--runs", "20", "--locale", "nl")
    for name in Self.tables {
      let bytes = try place.bytes("nl/\(name)")
      #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
      let dutch = Table(bytes: bytes, separator: ";")
      let english = try place.table("en/\(name)")
      #expect(dutch.columns == english.columns)
      #expect(dutch.rows.count == english.rows.count)
      for (left, right) in zip(dutch.rows, english.rows) {
        for (column, cells) in zip(english.columns, zip(left, right))
        where cells.0 != cells.1 && !["statement", "title", "verdict"].contains(column) {
          #expect(!cells.0.contains("."))
          let value = Double(cells.0.replacingOccurrences(of: ",", with: "."))
          #expect(value != nil && value == Double(cells.1), "\(name), \(column): \(cells)")
        }
      }
    }
    #expect(
      try Table(bytes: place.bytes("nl/tests.csv"), separator: ";").cells("statement") == [
        "De voorraad daalt."
      ])
  }

  @Test func `the expected path is one run without spread`() throws {
    let ending = try place.run(["claimed.json", "--central"])
    #expect(ending.status == 0)
    #expect(ending.output.contains("expected path"))
    let table = try place.table("Reports/claimed/trajectories.csv")
    #expect(table.cells("sd").allSatisfy { $0 == "" || Double($0) == 0 })
    #expect(table.cells("mean").contains("900"))
    let inflow = table.numbers("mean", by: ["stream", "measure", "month"])
    #expect(inflow[["first", "inflow", "2025-09"]] == 900)
    // Nothing is uncertain, so there is nothing to explain.
    let entries = try place.entries("Reports/claimed")
    #expect(!entries.contains("attribution.csv") && !entries.contains("sensitivity.csv"))
    #expect(!ending.output.contains("What makes the difference"))
  }

  @Test func `a run explains what makes the difference, unless that is not wanted`() throws {
    let ending = try place.run(["claimed.json", "--runs", "600", "--output", "with"])
    #expect(ending.status == 0)
    let text = ending.output
    let part = try #require(text.range(of: "\nWhat makes the difference, Aug 2028\n"))
    let lines = text[part.upperBound...].split(separator: "\n")
    #expect(lines[0].hasPrefix("  stock, ") && lines[1].hasPrefix("    all levers −"))
    #expect(lines[2].hasPrefix("    what is uncertain: "), "\(text)")
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let table = try place.table("with/sensitivity.csv")
    let methods = table.cells("method")
    #expect(Set(methods) == ["tornado", "sobol"] && methods.first == "tornado")
    let months = zip(methods, table.cells("month")).reduce(into: [String: Set<String>]()) {
      $0[$1.0, default: []].insert($1.1)
    }
    #expect(months["tornado"] == ["2028-08"])
    #expect(months["sobol"]?.count == 13 && months["sobol"]?.contains("2028-08") == true)
    let samples = try manifest("with")["explanation"]
    #expect(samples?["runsOfAttribution"]?.whole == 600)
    #expect(samples?["everySetOfLevers"]?.boolean == true)
    #expect(samples?["runsOfTornado"]?.whole == 128)
    #expect(samples?["basePointsOfSobol"]?.whole == 512)

    let full = try place.run([
      "claimed.json", "--runs", "600", "--output", "full", "--attribute", "--json",
    ])
    #expect(full.status == 0)
    let more = try manifest("full")["explanation"]
    #expect(more?["runsOfAttribution"]?.whole == 600 && more?["runsOfTornado"]?.whole == 512)
    let difference = try Node(Array(full.output.utf8), file: "output", as: .json)["difference"]
    #expect(difference?["response"]?.string == "stock.all@2028-08")
    let shares = difference?["levers"]?.elements?.compactMap { $0["value"]?.number } ?? []
    #expect(!shares.isEmpty)
    #expect(
      agree(shares.reduce(0, +), difference?["all_levers"]?["value"]?.number, to: 1e-9))
    #expect(
      difference?["total_indices"]?.elements?.contains { $0["factor"]?.string == "chance" } == true)

    let bare = try place.run([
      "claimed.json", "--runs", "600", "--output", "without", "--without-explanation",
    ])
    #expect(bare.status == 0 && !bare.output.contains("What makes the difference"))
    let others = Self.tables.filter { $0 != "attribution.csv" && $0 != "sensitivity.csv" }
    #expect(
      try place.entries("without")
        == (others + ["charts", "datapackage.json", "manifest.json", "report.html"]).sorted())
    let none = try #require(try manifest("without")["explanation"])
    #expect(none.members == nil)
    for name in others {
      #expect(try place.bytes("without/\(name)") == place.bytes("with/\(name)"), "\(name)")
    }
    let both = try place.run(["claimed.json", "--attribute", "--without-explanation"])
    #expect(both.status == 64)
    #expect(
      both.errors.hasPrefix("Error: --attribute and --without-explanation contradict each other."))
  }

  @Test func `two runs, and a world in which nothing is left to explain, have a report`() throws {
    let ending = try place.run([
      "claimed.json", "--runs", "2", "--lever", "shorter-interviews=off", "--output", "report",
    ])
    #expect(ending.status == 0 && ending.errors == "", "\(ending.errors)")
    #expect(try place.table("report/attribution.csv").rows.isEmpty)
    let methods = try place.table("report/sensitivity.csv").cells("method")
    #expect(Set(methods) == ["tornado"])
    let samples = try #require(try manifest("report")["explanation"])
    #expect(samples["runsOfTornado"]?.whole == 2 && samples["basePointsOfSobol"]?.whole == nil)
    #expect(!ending.output.contains("What makes the difference"))
  }

  /// The file of runs is whole when their explanation begins, which takes some thousand simulated runs.
  @Test func `a run interrupted while it is explained leaves nothing`() throws {
    let process = try place.start(
      [Workplace.scenario("pact2026"), "--runs", "64", "--output", "report"],
      output: "\(place.path)/said")
    func written() throws -> Int {
      guard let draft = try place.entries().first(where: { $0.contains(".writing-") }) else {
        return 0
      }
      return (try? place.bytes("\(draft)/runs.csv").count) ?? 0
    }
    for _ in 0..<3000 where try process.isRunning && written() < 100_000 {
      Thread.sleep(forTimeInterval: 0.01)
    }
    #expect(try written() >= 100_000)
    process.interrupt()
    for _ in 0..<1000 where process.isRunning { Thread.sleep(forTimeInterval: 0.02) }
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    let errors = String(decoding: try place.bytes("said.errors"), as: UTF8.self)
    #expect(errors == "Stopped after 64 runs; nothing was written.\n")
    #expect(try place.entries() == ["claimed.json", "said", "said.errors"])
  }

  @Test func `the summary for programs is JSON, and quiet says nothing`() throws {
    let ending = try place.run(["claimed.json", "--runs", "10", "--json", "--output", "report"])
    #expect(ending.status == 0)
    #expect(ending.errors == "")
    let summary = try Node(Array(ending.output.utf8), file: "output", as: .json)
    #expect(summary["scenario"]?.string == "claimed")
    #expect(summary["report"]?.string == "report")
    #expect(summary["runs"]?.whole == 10)
    let means = try place.table("report/trajectories.csv").numbers(
      "mean", by: ["stream", "measure", "month"])
    let backlog = try #require(summary["backlog"]?.elements?.first)
    #expect(backlog["stream"]?.string == "first")
    #expect(backlog["stock_end"]?["mean"]?.number == means[["first", "stock", "2028-08"]])
    let quiet = try place.run(["claimed.json", "--runs", "10", "--json", "--quiet"])
    #expect(quiet.status == 0)
    #expect(quiet.output == "" && quiet.errors == "")
  }

  @Test func `a published figure that is not reproduced ends with 1`() throws {
    try place.put(
      """
      {
        extends: "claimed.json",
        sources: [{ id: "s", title: "S", publisher: "p", date: "2025", url: "https://example.org" }],
        tests: [{
          name: "figure", source: "s", statement: { nl: "Nul.", en: "Nought." },
          left: { sum: [{ measure: "inflow", stream: "first" }], take: "sum" },
          relation: "within", right: { value: 1, basis: { source: "s", quote: "one" } },
          tolerance: 0.1, months: { from: 0, to: -1 }, holds: "every",
        }],
      }
      """, "figure.json")
    let ending = try place.run(["figure.json", "--runs", "10", "--output", "report"])
    #expect(ending.status == 1, "\(ending.errors)")
    #expect(ending.errors == "")
    #expect(try place.entries("report").contains("manifest.json"))
  }

  private func manifest(_ report: String) throws -> Node {
    try Node(place.bytes("\(report)/manifest.json"), file: "manifest", as: .json)
  }

  @Test func `a run ends when its answer is known well enough, and says so`() throws {
    let ending = try place.run([
      Workplace.reference("small"), "--until-se", "stock_end.first=1e9", "--output", "report",
    ])
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(ending.output.contains("1,024 runs (standard error small enough)"), "\(ending.output)")
    let manifest = try manifest("report")
    #expect(manifest["runs"]?.whole == 1024)
    #expect(manifest["endedBy"]?.string == "standard_error")
    #expect(try place.table("report/runs.csv").rows.count == 1024)
  }

  @Test
  func
    `a precision that is not reached ends with 1, says what it would take, and writes its report`()
    throws
  {
    let ending = try place.run([
      Workplace.reference("small"), "--until-se", "stock_end.first=0.001", "--runs", "1500",
      "--output", "report",
    ])
    #expect(ending.status == 1)
    #expect(ending.errors.hasPrefix("The standard error of stock_end.first is "))
    #expect(ending.errors.contains(" after 1,500 runs, asked was 0.001; that takes about "))
    #expect(try manifest("report")["endedBy"]?.string == "runs")
  }

  @Test func `a time limit ends with the runs that are done`() throws {
    let ending = try place.run([
      Workplace.reference("small"), "--time-limit", "0.001", "--runs", "1000000000",
      "--output", "report", "--without-runs",
    ])
    #expect(ending.status == 0, "\(ending.errors)")
    let manifest = try manifest("report")
    #expect(manifest["endedBy"]?.string == "time_limit")
    #expect(manifest["runsAsked"]?.whole == 1_000_000_000)
    let runs = try #require(manifest["runs"]?.whole)
    #expect(runs >= 256 && runs % 256 == 0)
  }

  @Test(arguments: [
    ("thesis", "it is a file, expected a folder or nothing"),
    ("thesis/report", "Not a directory"),
    ("work", "it holds files but no manifest.json, so it is not a report to replace"),
    ("/proc/none/report", "No such file or directory"),
  ])
  func `what cannot be written ends with 73, and nothing is touched`(
    output: String, reason: String
  ) throws {
    try place.put("a thesis\n", "thesis")
    try place.put("a chapter\n", "work/chapter.txt")
    let ending = try place.run(["claimed.json", "--runs", "10", "--output", output])
    #expect(ending.status == 73)
    #expect(
      ending.errors.hasSuffix("\(output): cannot be written: \(reason)\n"), "\(ending.errors)")
    #expect(ending.output == "")
    #expect(try place.entries() == ["claimed.json", "thesis", "work"])
    #expect(try place.entries("work") == ["chapter.txt"])
    #expect(try place.bytes("thesis") == Array("a thesis\n".utf8))
  }

  @Test func `an interrupted run ends with 130, leaves the old report and no debris`() throws {
    try report("report", "--runs", "10")
    let before = try place.bytes("report/manifest.json")
    let process = try place.start(
      ["claimed.json", "--runs", "20000", "--output", "report"],
      output: "\(place.path)/said")
    // The draft appears when the runs begin.
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
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 130)
    let errors = String(decoding: try place.bytes("said.errors"), as: UTF8.self)
    #expect(errors.hasPrefix("Stopped after "))
    #expect(errors.hasSuffix(" runs; nothing was written.\n"))
    #expect(try place.bytes("said").isEmpty)
    #expect(try place.entries() == ["claimed.json", "report", "said", "said.errors"])
    #expect(try place.bytes("report/manifest.json") == before)
  }

  /// Whether the kernels named Haswell can be run here.
  private static var hasAVX2: Bool {
    #if arch(x86_64)
    (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.contains("avx2") == true
    #else
    false
    #endif
  }

  /// Kernels sum in different orders: last digits may differ, the ninth may not.
  @Test(.enabled(if: Self.hasAVX2, "needs an x86-64 processor with AVX2"))
  func `the user's choice of OpenBLAS's kernels is respected and changes no result`() throws {
    try report("default", "--runs", "20")
    let ending = try place.run(
      ["claimed.json", "--quiet", "--runs", "20", "--output", "haswell"],
      environment: ["OPENBLAS_CORETYPE": "Haswell"])
    #expect(ending.status == 0)
    let manifest = try Node(place.bytes("haswell/manifest.json"), file: "manifest", as: .json)
    #expect(manifest["openBLAS"]?["kernelChosenBy"]?.string == "user")
    #expect(manifest["openBLAS"]?["kernel"]?.string == "Haswell")
    for name in ["runs.csv", "trajectories.csv", "outcomes.csv"] {
      let left = try place.table("default/\(name)")
      let right = try place.table("haswell/\(name)")
      #expect(left.columns == right.columns)
      for (left, right) in zip(left.rows.joined(), right.rows.joined()) where left != right {
        #expect(agree(Double(left), Double(right), to: 1e-9), "\(name): \(left), \(right)")
      }
    }
  }
}
