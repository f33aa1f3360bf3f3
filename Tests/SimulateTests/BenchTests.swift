import Foundation
import JSONText
import Testing

/// What `simulate bench` measures; not how fast, which no test can promise.
struct BenchTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.put(
      #"{ extends: "\#(Workplace.reference("small"))", calendar: { start: "2025-09", months: 36 } }"#,
      "Scenarios/small.json")
  }

  private func parsed(_ text: String) throws -> Node {
    try Node(Array(text.utf8), file: "output", as: .json)
  }

  @Test func `one job says what it took, and its phases add up to the time of its thread`() throws {
    let ending = try place.run(
      ["bench", "--once", "small", "--runs", "600", "--threads", "1", "--json"])
    #expect(ending.status == 0 && ending.errors == "")
    let job = try parsed(ending.output)
    #expect(job["scenario"]?.string == "small")
    #expect(job["runs"]?.whole == 600)
    #expect(job["worlds"]?.whole == 2)
    let seconds = try #require(job["seconds"]?.number)
    let phases = try #require(job["phases"]?.members).map { $0.node.number ?? .nan }
    #expect(phases.allSatisfy { $0 >= 0 })
    let sum = phases.reduce(0, +)
    #expect(sum > 0 && sum <= seconds)
    // A Swift program of this size takes some megabytes, and this job not a hundred.
    let peak = try #require(job["peak_bytes"]?.whole)
    #expect((1_000_000..<1_000_000_000).contains(peak))
    #expect(try place.entries() == ["Scenarios"])
  }

  @Test func `every table is there, for programs and beside another program`() throws {
    let other = #"printf '{"runs": 1024, "seconds": 4, "cpuSeconds": 8, "worlds": 2}' #"#
    let ending = try place.run([
      "bench", "small", "--seconds", "0.001", "--runs", "64", "--threads", "1", "--beside", other,
      "--json",
    ])
    #expect(ending.status == 0 && ending.errors == "")
    let report = try parsed(ending.output)
    let scenario = try #require(report["scenarios"]?.elements?.first)
    #expect(scenario["scenario"]?.string == "small" && scenario["runs"]?.whole == 64)
    let (best, median) = (
      try #require(scenario["best_seconds"]?.number),
      try #require(scenario["median_seconds"]?.number)
    )
    #expect(best > 0 && median >= best)
    let rate = try #require(scenario["runs_per_second"]?.number)
    #expect(abs(rate * best - 64) < 1e-9 * 64)
    // The other program makes 256 runs a second, and needs 8 / 1024 seconds of processor time for one.
    let beside = try #require(report["beside"])
    #expect(abs((beside["ratio"]?.number ?? 0) - rate / 256) < 1e-9 * rate)
    let peak = try #require(report["machine"]?["dgemm_operations_per_second"]?.number)
    #expect(peak > 0)
    let products = try #require(report["products"]?.elements)
    #expect(
      products.map { $0["product"]?.string } == ["noise_across_streams", "learning"])
    #expect((report["follow_ups"]?["operations_per_second"]?.number ?? 0) > 0)
    for product in products {
      let (speed, share) = (
        product["operations_per_second"]?.number, product["share_of_peak"]?.number
      )
      #expect(abs((speed ?? 0) / peak - (share ?? 1)) < 1e-12)
    }
    #expect(try #require(report["numbers"]?.members).allSatisfy { ($0.node.number ?? 0) > 0 })
    let growth = try #require(report["growth"]?.elements)
    func values(_ dimension: String) -> [Int?] {
      growth.filter { $0["dimension"]?.string == dimension }.map { $0["value"]?.whole }
    }
    #expect(values("runs").prefix(2) == [64, 256])
    #expect(values("months") == [18, 36] && values("streams") == [2, 4])
    #expect(values("threads").first == 1)
    #expect(report["jobs"]?.elements?.map { $0["runs"]?.whole } == [1024, 10_000])
    // The aim is one of another scenario.
    #expect(report["aim"]?["factor"]?.json == .null)
    #expect(try place.entries() == ["Scenarios"])
  }

  @Test(arguments: [
    ("en", "ratio ", "on 1 threads, without files", "no-such-command: no time measured: "),
    ("nl", "verhouding ", "op 1 draden, zonder bestanden", "no-such-command: geen tijd gemeten: "),
  ])
  func `the tables can be read in both languages, with a command that is not there`(
    locale: String, ratio: String, heading: String, missing: String
  ) throws {
    let ending = try place.run([
      "bench", "small", "--seconds", "0.001", "--runs", "64", "--threads", "1", "--beside",
      "no-such-command", "--locale", locale,
    ])
    #expect(ending.status == 0 && ending.errors == "")
    #expect(ending.output.contains(heading))
    #expect(ending.output.contains(missing) && !ending.output.contains(ratio))
    for line in ending.output.split(separator: "\n") where !line.contains("no-such-command") {
      #expect(line.count <= 100, "\(line)")
    }
  }

  @Test(arguments: [
    (["bench", "--once"], "Error: --once goes with one scenario.\n"),
    (
      ["bench", "--once", "small", "--million"],
      "Error: --once measures nothing else: no --million, --beside or --seconds.\n"
    ),
    (
      ["bench", "small", "--seconds", "0"],
      "Error: --seconds is 0.0; expected more than 0 and at most 3600.\n"
    ),
    (["bench", "small", "--runs", "1"], "--runs is 1; expected a number from 2 to 2147483647\n"),
    (["bench", "small", "--quiet"], "Error: Unknown option '--quiet'\n"),
  ])
  func `wrong use ends with 64`(arguments: [String], message: String) throws {
    let ending = try place.run(arguments)
    #expect(ending.status == 64 && ending.output == "")
    #expect(ending.errors.hasPrefix(message), "\(ending.errors)")
  }

  @Test func `without scenarios to be found it says so`() throws {
    let bare = try Workplace()
    let ending = try bare.run(["bench"])
    #expect(ending.status == 64)
    #expect(
      ending.errors == "there is no folder Scenarios with scenarios here; name one\n")
    let missing = try place.run(["bench", "smal"])
    #expect(missing.status == 66)
  }
}
