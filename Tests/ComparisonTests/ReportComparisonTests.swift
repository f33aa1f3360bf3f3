import Caseload
import FileTesting
import JSONText
import Reporting
import Statistics
import Testing

@testable import Comparison

@Suite struct ReportComparisonTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let header =
    "run,streams.a.level,penalties.late.euros,lever:x,stock_end.a,months_until_stock_halved.a,keeps_up.a,penalties,claims"

  /// Four runs with answers that can be worked out by hand.
  private static let base = [
    "0,1.5,0.1,0,9,4,0,100,C01", "1,2.5,0.2,0,22,,1,100,C01", "2,0.5,0.3,0,27,,0,100,C01",
    "3,1.25,0.4,0,39,7,1,100,C01",
  ]
  private static let other = [
    "0,1.5,0.7,1,10,4,1,90,C01 C02", "1,2.5,0.8,1,21,9,1,90,C01 C02",
    "2,0.5,0.9,1,29,,1,90,C01 C02",
    "3,1.25,0.6,1,41,,0,90,C01 C02",
  ]

  private func runs(_ rows: [String], _ name: String, header: String = header) throws -> String {
    try folder.put(([header] + rows).joined(separator: "\n") + "\n", name)
  }

  private func outcome(_ what: String, _ stream: String = "a") -> ResultName {
    ResultName(table: .outcomes, what: what, stream: stream)
  }

  @Test func `differences are taken run by run, with the figures that a hand gives`() throws {
    let comparison = try ReportComparison([
      try runs(Self.base, "a/runs.csv"), try runs(Self.other, "b/runs.csv"),
    ])
    let other = comparison.others[0]
    guard case .paired(let pairs) = other.pairing else {
      Issue.record("\(other.pairing)")
      return
    }
    #expect(pairs.count == 4)
    #expect(pairs.sharedDraws == 2)
    #expect(pairs.equalDraws == 1)
    #expect(!pairs.isManifest)
    // Differences 1, −1, 2, 2: mean 1, variance 2.
    let stock = try #require(other[outcome("stock_end")])
    #expect(stock.difference == 1)
    #expect(try #require(stock.standardError) == 0.5.squareRoot())
    #expect(try #require(stock.interval).high - 1 - 3.182446305284 * 0.5.squareRoot() < 1e-11)
    #expect(stock.unit == "cases")
    #expect(stock.claims.base == "C01")
    #expect(stock.claims.other == "C01 C02")
    let paired = try #require(stock.paired)
    // Better is lower: in one run of four.
    #expect(paired.better?.share == 0.25)
    #expect(paired.equal == 0)
    // The interval of one in four, by Wilson's formula.
    let better = try #require(paired.better)
    #expect(abs(better.low - 0.045_587_260_809_7) < 1e-9)
    #expect(abs(better.high - 0.699_358_157_417_6) < 1e-9)
    #expect(paired.quantiles[2] == 1.5)
    // Variances 462.75/3 of 9 22 27 39 and 512.75/3 of 10 21 29 41, over 2.
    let apart = (462.75 / 3 + 512.75 / 3) / 2
    #expect(abs(try #require(paired.sharpening) - apart.squareRoot()) < 1e-12)
    // Never is later than any month: better in run 1, worse in run 3, alike in runs 0 and 2.
    let halved = try #require(other[outcome("months_until_stock_halved")])
    #expect(halved.difference == 0)
    #expect(halved.paired?.pairs == 1)
    #expect(halved.standardError == nil)
    #expect(halved.paired?.never.base == 1)
    #expect(halved.paired?.never.other == 1)
    #expect(halved.paired?.never.both == 1)
    #expect(halved.paired?.better?.share == 0.25)
    #expect(halved.paired?.equal == 0.5)
    // More runs in which it keeps up is better: two of four, one worse.
    let keeps = try #require(other[outcome("keeps_up")])
    #expect(keeps.difference == 0.25)
    #expect(keeps.paired?.better?.share == 0.5)
    let penalties = try #require(other[outcome("penalties", "")])
    #expect(penalties.difference == -10)
    #expect(penalties.standardError == 0)
    #expect(penalties.paired?.sharpening == nil)
    #expect(penalties.paired?.better?.share == 1)
    #expect(other.changes == [Change(.lever, "levers.x", base: "0.0", other: "1.0")])
  }

  @Test func `rows in any order and runs on one side only are joined by number`() throws {
    let paths = [try runs(Self.base, "a/runs.csv"), try runs(Self.other, "b/runs.csv")]
    let mixed = [
      try runs([Self.base[2], Self.base[0], Self.base[3]], "c/runs.csv"),
      try runs(["7,1,1,1,1,1,1,1,", Self.other[3], Self.other[1], Self.other[0]], "d/runs.csv"),
    ]
    let whole = try ReportComparison(paths).others[0]
    let part = try ReportComparison(mixed).others[0]
    guard case .paired(let pairs) = part.pairing, case .paired = whole.pairing else {
      Issue.record("\(part.pairing)")
      return
    }
    #expect(pairs.count == 2)
    #expect(pairs.aloneInBase == 1)
    #expect(pairs.aloneInOther == 2)
    // Runs 0 and 3: differences 1 and 2.
    #expect(part[outcome("stock_end")]?.difference == 1.5)
    #expect(
      part.oneSided.filter { $0.kind == .run }.map(\.names) == [["1"], ["2"]])
    // In order, but with gaps on both sides, nothing is held in memory and the answer is the same.
    let gaps = try ReportComparison([
      try runs([Self.base[0], Self.base[2], Self.base[3]], "e/runs.csv"),
      try runs(
        [Self.other[0], Self.other[1], Self.other[3], "7,1,1,1,1,1,1,1,"], "f/runs.csv"),
    ]).others[0]
    #expect(gaps[outcome("stock_end")]?.difference == 1.5)
    #expect(gaps.pairing == part.pairing)
  }

  @Test func `a report held against itself differs by exactly nothing`() throws {
    let path = try runs(Self.base, "a/runs.csv")
    let other = try ReportComparison([path, path]).others[0]
    #expect(other.changes.isEmpty)
    #expect(other.oneSided.isEmpty)
    for difference in other.differences {
      #expect(difference.difference == 0)
      #expect(difference.paired?.better?.share == 0)
      #expect(difference.paired?.equal == 1)
      #expect((difference.standardError ?? 0) == 0)
    }
  }

  @Test
  func `draws that differ everywhere are not paired, nor is what nothing shows to belong together`()
    throws
  {
    let a = try runs(Self.base, "a/runs.csv")
    let moved = Self.base.map { row in
      row.replacing(",1.5,0.1", with: ",3,3").replacing(",2.5,0.2", with: ",4,4")
        .replacing(",0.5,0.3", with: ",5,5").replacing(",1.25,0.4", with: ",6,6")
    }
    let other = try ReportComparison([a, try runs(moved, "b/runs.csv")]).others[0]
    #expect(other.pairing == .unpaired(.otherDraws(shared: 2)))
    let stock = try #require(other[outcome("stock_end")])
    #expect(!stock.isPaired)
    #expect(stock.chance == .own)
    #expect(stock.difference == 0)
    // Two means of four: the variances add up.
    #expect(abs(try #require(stock.standardError) - (2 * 462.75 / 3 / 4).squareRoot()) < 1e-12)
    let bare = "run,stock_end.a"
    let none = try ReportComparison([
      try runs(["0,1", "1,2"], "c/runs.csv", header: bare),
      try runs(["0,1", "1,2"], "d/runs.csv", header: bare),
    ]).others[0]
    #expect(none.pairing == .unpaired(.noEvidence))
    let unnumbered = try ReportComparison([
      a, try runs(["1.5,1", "2.5,2"], "e/runs.csv", header: "streams.a.level,stock_end.a"),
    ]).others[0]
    #expect(unnumbered.pairing == .unpaired(.noRunNumbers))
    #expect(unnumbered[outcome("stock_end")]?.difference == 1.5 - 24.25)
    #expect(unnumbered[outcome("keeps_up")]?.presence == .base)
  }

  private static let trajectories = """
    scenario,month,stream,measure,unit,mean,sd,mcse,claims
    one,2026-01,a,stock,cases,100,20,2,C01
    one,2026-02,a,stock,cases,110,20,2,C01
    one,2026-01,b,stock,cases,5,1,0.1,
    one,2026-01,a,utilisation,share,0.5,0,0,

    """

  @Test func `scenarios of one name are told apart by their folders, or else by their paths`()
    throws
  {
    func names(_ first: String, _ second: String) throws -> [String] {
      let paths = try [first, second].map { try folder.put(Self.trajectories, $0) }
      let comparison = try ReportComparison(paths)
      return [comparison.base.name] + comparison.others.map(\.report.name)
    }
    #expect(try names("x/a.csv", "y/b.csv") == ["one (a.csv)", "one (b.csv)"])
    let paths = ["x/a.csv", "y/a.csv"].map { "one (\(folder.path)/\($0))" }
    #expect(try names("x/a.csv", "y/a.csv") == paths)
    let path = "one (\(folder.path)/x/a.csv)"
    #expect(try names("x/a.csv", "x/a.csv") == ["\(path) 1", "\(path) 2"])
  }

  @Test func `what is on one side only is listed, and nothing is dropped`() throws {
    let a = try folder.put(Self.trajectories, "a.csv")
    let b = try folder.put(
      """
      month;stream;measure;mean;mcse;sd;unit;claims;scenario;;
      feb-26;a;stock;107,5;1,5;15;cases;C02;two;;
      2026-03;a;stock;99,5;1,5;15;cases;C02;two;;
      ;;;;;;;;;;
      2026-02;c;decisions;7,5;1,5;15;cases/month;;two
      """, "b.csv")
    let comparison = try ReportComparison([a, b])
    #expect(comparison.base.name == "one")
    #expect(comparison.others[0].report.name == "two")
    let other = comparison.others[0]
    #expect(!other.isSameHorizon)
    #expect(other.pairing == .unpaired(.noRuns(base: true, other: true)))
    #expect(other.inputs == .unknown)
    let february = ResultName(
      table: .trajectories, what: "stock", stream: "a", month: YearMonth(year: 2026, month: 2))
    let difference = try #require(other[february])
    #expect(difference.difference == -2.5)
    #expect(difference.standardError == 2.5)
    #expect(difference.chance == .unknown)
    // Welch: 100 runs each, 6.25² / (4² / 99 + 2.25² / 99) = 183.56 degrees of freedom; t = 1.9730.
    let interval = try #require(difference.interval)
    #expect(abs(interval.high + 2.5 - 2.5 * 1.97299) < 1e-4)
    #expect(other.differences.count { $0.presence == .base } == 3)
    #expect(other.differences.count { $0.presence == .other } == 2)
    #expect(
      other.oneSided == [
        .init(kind: .table, presence: .base, names: ["a.csv"]),
        .init(kind: .table, presence: .other, names: ["b.csv"]),
        .init(kind: .stream, presence: .base, names: ["b"]),
        .init(kind: .stream, presence: .other, names: ["c"]),
        .init(kind: .measure, presence: .base, names: ["utilisation"]),
        .init(kind: .measure, presence: .other, names: ["decisions"]),
        .init(kind: .month, presence: .base, names: ["2026-01"]),
        .init(kind: .month, presence: .other, names: ["2026-03"]),
      ])
    // Every row of either is a row of compare.csv.
    let rows = try written(comparison, .standard)
    #expect(rows.count { $0["kind"] == "trajectories" } == 6)
    #expect(rows.filter { $0["kind"]?.hasPrefix("only_") == true }.count == 8)
  }

  /// The rows of `compare.csv`, by column.
  private func written(_ comparison: ReportComparison, _ dialect: CSVDialect) throws -> [[String:
    String]]
  {
    let bytes = ComparisonTable(comparison, dialect: dialect).bytes
    var reader = try CSVReader(ByteSource(bytes), file: "compare.csv", isNumeric: { _ in false })
    var rows: [[String: String]] = []
    while reader.advance() {
      var row: [String: String] = [:]
      for (place, name) in reader.columns.enumerated() { row[name] = reader.text(place) }
      rows.append(row)
    }
    #expect(reader.columns == ComparisonTable.columns)
    let isClean = reader.faults.isEmpty
    #expect(isClean)
    return rows
  }

  @Test(arguments: CSVTests.dialects)
  func `compare.csv holds what the comparison holds`(dialect: CSVDialect) throws {
    let comparison = try ReportComparison([
      try runs(Self.base, "a/runs.csv"), try runs(Self.other, "b/runs.csv"),
      try runs(Self.base, "c/runs.csv"),
    ])
    let rows = try written(comparison, dialect)
    #expect(rows.count == 1 + 4 + 4)
    let stock = try #require(rows.first { $0["what"] == "stock_end" })
    let sign = dialect == .dutch ? "," : "."
    #expect(stock["difference"] == "1")
    #expect(stock["se"] == "0\(sign)7071067811865476")
    #expect(stock["paired"] == "yes")
    #expect(stock["chance"] == "shared")
    #expect(stock["share_better"] == "0\(sign)25")
    #expect(stock["claims"] == "C01 C02")
    #expect(stock["confidence"] == "0\(sign)95")
    #expect(rows[0]["kind"] == "input_lever")
    #expect(rows[0]["input"] == "1.0")
    #expect(Set(rows.map { $0["scenario"] ?? "" }).count == 2)
    // The comparison for programs has the same.
    let all = comparison.json["comparisons"]
    guard case .array(let comparisons) = all, case .array(let told) = comparisons[0]["differences"]
    else {
      Issue.record("no differences")
      return
    }
    #expect(told.count == 4)
    #expect(told[0]["difference"] == .number(1.0))
    #expect(comparisons[0]["pairing"]?["told_by"] == "draws")
  }

  @Test func `three scenarios are named in every table, and no line is longer than a terminal`()
    throws
  {
    let comparison = try ReportComparison([
      try runs(Self.base, "a/runs.csv"), try runs(Self.other, "b/runs.csv"),
      try runs(Self.base, "c/runs.csv"),
    ])
    for language in Language.allCases {
      let text = ComparisonText(comparison, language: language).text
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      for line in lines { #expect(line.count <= 80, "\(line)") }
      let blocks = text.split(separator: "\n\n")
      let tables = blocks.filter { $0.contains("− A  ") }
      #expect(tables.count == 3)
      for table in tables {
        for name in comparison.others.map(\.report.name) + [comparison.base.name] {
          let flat = table.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
          #expect(flat.contains(name), "\(name) in \(table)")
        }
      }
    }
  }

  @Test func `all faults of all files are told at once`() throws {
    let a = try runs(["0,1,1,0,x,1,1,1,", "1,1,1,0,2,1,1,\"1,234.5\","], "a/runs.csv")
    let b = try folder.put(
      "month,measure,mean\n2026-01,stock,1\n2026-01,stock,2\nsoon,stock,3\n", "b.csv")
    let missing = "\(folder.path)/none"
    var error = #expect(throws: InputFaults.self) { try ReportComparison([a, b, missing]) }
    #expect(error?.isMissingInput == true)
    let told = error?.rendered(in: .en).split(separator: "\n") ?? []
    #expect(told.count == 3)
    #expect(
      told.first?.hasPrefix("\(b):3:9: measure 'stock@2026-01' stands on line 2 already") == true)
    #expect(
      told.dropFirst().first?.hasPrefix("\(b):4:1: month is 'soon'; expected a month") == true)
    error = #expect(throws: InputFaults.self) {
      try ReportComparison([a, try runs(Self.base, "c/runs.csv")])
    }
    #expect(error?.isMissingInput == false)
    #expect(
      error?.rendered(in: .nl).split(separator: "\n").map(String.init) == [
        "\(a):2:9: stock_end.a is 'x'; verwacht: een getal met een punt als decimaalteken",
        "\(a):3:15: penalties is '1,234.5'; verwacht: een getal zonder scheidingstekens tussen duizendtallen, met een punt als decimaalteken",
      ])
    error = #expect(throws: InputFaults.self) {
      try ReportComparison([
        try runs([Self.base[0], Self.base[1], Self.base[0]], "d/runs.csv"),
        try runs(Self.base, "e/runs.csv"),
      ])
    }
    #expect(error?.all.map(\.fact) == [.repeated(name: "0", line: 2)])
    // Of one file with many faults, also of a base that is read for each of the others, a hundred are told.
    let bad = try runs((0..<250).map { "\($0),1,1,0,x,1,1,1," }, "bad/runs.csv")
    error = #expect(throws: InputFaults.self) {
      try ReportComparison([bad, try runs(Self.base, "g/runs.csv"), bad])
    }
    #expect(error?.all.count == 100)
    #expect(error?.more == [bad: 150])
    error = #expect(throws: InputFaults.self) {
      try ReportComparison([try folder.put("a,b\n1,2\n", "f.csv"), a])
    }
    #expect(error?.all.contains { $0.fact == .unknownTable(columns: ["a", "b"]) } == true)
  }

  private func differences(_ base: String, _ other: String) throws -> [Change] {
    ScenarioDifferences(
      base: try Node(Array(base.utf8), file: "a", as: .json5),
      other: try Node(Array(other.utf8), file: "b", as: .json5)
    ).changes
  }

  @Test func `inputs that differ are found by path, with what they rest on`() throws {
    let changes = try differences(
      """
      { name: "a", runs: 5, title: { en: "A" },
        levers: [{ name: "x" }, { name: "y", enabled: false, probability: 0.5 }, { name: "gone" }],
        streams: [{ name: "s", term: 6, inflow: { basis: { assumption: "why" }, level: 900 },
          stock: { total: { pert: [1, 2, 3] }, basis: { claim: "C01" } }, discipline: "fifo" }] }
      """,
      """
      { name: "b", runs: 6, title: { en: "B" },
        levers: [{ name: "y", enabled: true }, { name: "x", enabled: true },
          { name: "new", effects: [{ name: "e", multiply: 2 }] }],
        streams: [{ name: "s", term: 6.0, discipline: "lifo", inflow: { basis: { assumption: "why" },
          level: { value: { uniform: [1, 2] }, basis: { source: "cbs", quote: "q" } } },
          stock: { total: { pert: [1, 2, 3] }, basis: { claim: "C02" } } }] }
      """)
    #expect(
      changes == [
        Change(.text, "title.en", base: "A", other: "B"),
        Change(.lever, "levers.y", base: "off", other: "on"),
        Change(.lever, "levers.y.probability", base: "0.5", other: "1"),
        Change(.lever, "levers.gone", base: "on", other: nil),
        Change(.setting, "levers.gone.name", base: "gone", other: nil, within: "levers.gone"),
        Change(.lever, "levers.new", base: nil, other: "on"),
        Change(.setting, "levers.new.name", base: nil, other: "new", within: "levers.new"),
        Change(.setting, "levers.new.effects.e.name", base: nil, other: "e", within: "levers.new"),
        Change(
          .number, "levers.new.effects.e.multiply", base: nil, other: "2", within: "levers.new"),
        Change(
          .number, "streams.s.inflow.level", base: "900", other: "uniform [1, 2]",
          baseBasis: "why", otherBasis: "cbs: “q”"),
        Change(
          .basis, "streams.s.stock", base: "C01", other: "C02", baseBasis: "C01", otherBasis: "C02"),
        Change(.setting, "streams.s.discipline", base: "fifo", other: "lifo"),
      ])
    #expect(try differences("{ a: [1, { b: 2 }] }", "{ a: [1, { b: 2 }] }").isEmpty)
    #expect(try differences("{ a: 1 }", "{ a: { c: 2 } }").count == 2)
  }

  @Test func `without manifests the numbers come from parameters`() throws {
    let header = "path,value,unit,kind,basis,claims,mean,sd,used\n"
    let a = try folder.put(
      header + "streams.a.level,900,,,why,,,,yes\nlevers.x.size,2,,,,,,,no\nold,1,,,,,,,yes\n",
      "a/parameters.csv")
    let b = try folder.put(
      header + "levers.x.size,2,,,,,,,yes\nstreams.a.level,\"pert [1, 2, 3]\",,,guess,,,,yes\n",
      "b/parameters.csv")
    let other = try ReportComparison([a, b]).others[0]
    #expect(other.inputs == .parameters)
    #expect(
      other.changes == [
        Change(.lever, "levers.x", base: "off", other: "on"),
        Change(
          .number, "streams.a.level", base: "900", other: "pert [1, 2, 3]", baseBasis: "why",
          otherBasis: "guess"),
        Change(.number, "old", base: "1", other: nil),
      ])
    #expect(other.differences.isEmpty)
  }

  /// Bytes at random in place of some of a table: it reads or it faults.
  @Test func `a table with any bytes changed is read or refused`() throws {
    var state: UInt64 = 3
    func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33)
    }
    let good = Array(Self.trajectories.utf8)
    let schema = SummarySchema.of(.trajectories)
    var (read, refused) = (0, 0)
    for _ in 0..<3000 {
      var bytes = good
      for _ in 0..<(1 + next() % 4) {
        let place = next() % bytes.count
        if next() % 3 == 0 { bytes.remove(at: place) } else { bytes[place] = UInt8(next() & 0xFF) }
      }
      var faults = FaultList()
      guard
        let reader = try? CSVReader(ByteSource(bytes), file: "t", isNumeric: schema.isNumeric)
      else {
        refused += 1
        continue
      }
      let table = SummaryTable(reader, schema, &faults)
      if faults.isEmpty { read += 1 } else { refused += 1 }
      #expect(table.rows.count <= 5)
    }
    #expect(read > 100)
    #expect(refused > 100)
  }

  /// The same for runs, both in order and out of it, whole comparisons at a time.
  @Test func `runs with any bytes changed are compared or refused`() throws {
    var state: UInt64 = 5
    func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33)
    }
    let good = try runs(Self.base, "good.csv")
    let text = ([Self.header] + Self.other.reversed()).joined(separator: "\n") + "\n"
    let telling = Array("\",;.\n0123456789abc".utf8)
    var (compared, refused) = (0, 0)
    for trial in 0..<400 {
      var bytes = Array(text.utf8)
      for _ in 0..<(1 + next() % 3) {
        bytes[next() % bytes.count] =
          trial % 2 == 0 ? UInt8(next() & 0x7F) : telling[next() % telling.count]
      }
      let bad = try folder.put(String(decoding: bytes, as: UTF8.self), "bad.csv")
      do throws(InputFaults) {
        let comparison = try ReportComparison([good, bad])
        compared += 1
        for difference in comparison.others[0].differences where difference.presence == .both {
          #expect(difference.interval.map { $0.low <= $0.high } ?? true)
        }
        for line in ComparisonText(comparison, language: .nl).text.split(separator: "\n") {
          #expect(line.count <= 80, "\(line)")
        }
        #expect(!ComparisonTable(comparison, dialect: .standard).bytes.isEmpty)
      } catch {
        refused += 1
        #expect(!error.rendered(in: .en).isEmpty)
      }
    }
    #expect(compared > 50)
    #expect(refused > 50)
  }
}
