import JSONText
import Testing

/// What the program answers, and the status it ends with.
struct CommandLineTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.put(#"{ extends: "\#(Workplace.reference("small"))" }"#, "Scenarios/Small.json")
  }

  private func parsed(_ text: String) throws -> Node {
    try Node(Array(text.utf8), file: "output", as: .json)
  }

  @Test(arguments: [
    ([], "Error: Missing expected argument '<scenario>'\n"),
    (["--bogus"], "Error: Missing expected argument '<scenario>'\n"),
    (["small", "--bogus"], "Error: Unknown option '--bogus'\n"),
    (["small", "--locale", "xx"], "Error: The locale is 'xx'; expected en or nl.\n"),
    (["small", "--runs", "many"], "Error: The value 'many' is invalid for '--runs <count>'\n"),
    (
      ["claims", "--runs", "4"],
      "Error: --set, --lever, --runs, --seed, --threads and --sampling go with a scenario.\n"
    ),
  ])
  func `wrong use of the command line ends with 64 and says what is wrong`(
    arguments: [String], message: String
  ) throws {
    let ending = try place.run(arguments)
    #expect(ending.status == 64)
    #expect(ending.errors.hasPrefix(message), "\(ending.errors)")
    #expect(ending.output == "")
    #expect(try place.entries() == ["Scenarios"])
  }

  @Test(
    arguments: [
      (["small", "--runs", "1"], 64, "--runs is 1; expected a number from 2 to 2147483647\n"),
      (
        ["small", "--runs", "0", "--locale", "nl"], 64,
        "--runs is 0; verwacht een aantal van 2 tot 2147483647\n"
      ),
      (["small", "--threads", "0"], 64, "--threads is 0; expected a number from 1 to 1024\n"),
      (
        ["small", "--sampling", "halton"], 64,
        "--sampling is halton; expected one of latin, sobol, independent\n"
      ),
      (
        ["small", "--until-se", "stock_end.nope=3"], 64,
        "'stock_end.nope' is not an outcome; expected penalties, or KIND.STREAM with as kind one of "
          + "stock_end, overdue_stock_end, months_until_stock_halved, stock_halved, "
          + "months_until_overdue_gone, overdue_gone, keeps_up, and as stream one of first, family, all\n"
      ),
      (
        ["small", "--until-se", "stock_end.first=0", "--locale", "nl"], 64,
        "--until-se is 'stock_end.first=0'; verwacht UITKOMST=GETAL, zoals stock_end.asylum=100\n"
      ),
      (
        ["small", "--time-limit", "0"], 64,
        "--time-limit is 0.0; expected a number of seconds above nought\n"
      ),
      (
        ["small", "--central", "--until-se", "stock_end.first=1"], 64,
        "--central is one run; --until-se and --time-limit do not go with it\n"
      ),
      (["Smal"], 66, "Smal: no such file; did you mean 'Small'?\n"),
      (["Smal", "--locale", "nl"], 66, "Smal: dit bestand bestaat niet; bedoelt u 'Small'?\n"),
      (
        ["Scenarios/smalls.json"], 66,
        "Scenarios/smalls.json: no such file; did you mean 'Small.json'?\n"
      ),
      (["validate", "nothing-like-it"], 66, "nothing-like-it: no such file\n"),
      (
        ["small", "--lever", "nope=on"], 65,
        "--lever nope=on: levers.nope is \"nope\"; expected the name of a lever\n"
      ),
      (
        ["small", "--lever", "shorter-interviews=maybe"], 65,
        "--lever: 'shorter-interviews=maybe' is not an override; expected PATH=VALUE, or NAME=on or "
          + "NAME=off for a lever\n"
      ),
      (
        ["small", "--set", "streams.nope=3"], 65,
        "--set streams.nope=3: streams.nope does not exist; expected a path of the scenario\n"
      ),
      (
        ["trace", "small", "stock@2026-09"], 64,
        "'' has no stock; expected one of first, family, all\n"
      ),
      (
        ["trace", "small", "stock.first@2050-09"], 64,
        "2050-09 lies outside the horizon, 2025-09 to 2028-08\n"
      ),
      (
        ["trace", "small", "stock.first"], 64,
        "'stock.first' is not a result; expected MEASURE.STREAM@MONTH, such as stock.asylum@2028-12\n"
      ),
      (
        ["trace", "small", "stok.first@2026-09"], 64,
        "'stok' is not a measure; expected one of inflow, follow_up_inflow, straight_through, "
          + "decisions, withdrawals, stock, overdue_stock, decided_in_term, mean_wait, p90_wait, "
          + "decisions_on_initial_stock, hours_used, staff, capacity, utilisation, "
          + "staff_to_keep_up, penalties\n"
      ),
    ] as [([String], Int32, String)])
  func `what cannot be done is said in one line`(
    arguments: [String], status: Int32, message: String
  ) throws {
    let ending = try place.run(arguments)
    #expect(ending.status == status)
    #expect(ending.errors == message)
    #expect(ending.output == "")
    #expect(try place.entries() == ["Scenarios"])
  }

  @Test func `a faulty scenario gets all its faults at once, with their places`() throws {
    try place.put(
      """
      {
        extends: "Scenarios/Small.json",
        pools: [{ name: "desk", staff: -3 }],
        streams: [{ name: "first", terms: 6 }],
      }
      """, "bad.json")
    let faults = """
      bad.json:3:34: pools.desk.staff is -3; expected a number of full-time equivalents, at least 0
      bad.json:4:30: streams.first.terms is not a known key; did you mean 'term'?

      """
    for arguments in [["bad.json"], ["validate", "bad.json"], ["claims", "bad.json"]] {
      let ending = try place.run(arguments)
      #expect(ending.status == 65)
      #expect(ending.errors == faults)
      #expect(ending.output == "")
    }
    let dutch = try place.run(["bad.json", "--locale", "nl"])
    #expect(dutch.status == 65)
    #expect(
      dutch.errors == """
        bad.json:3:34: pools.desk.staff is -3; verwacht: een aantal voltijdbanen, ten minste 0
        bad.json:4:30: streams.first.terms is geen bekende sleutel; bedoelt u 'term'?

        """)
    #expect(try place.entries() == ["Scenarios", "bad.json"])
  }

  @Test(arguments: [
    "Scenarios/Small.json", "scenarios/SMALL.json", "./scenarios/small.JSON", "Small", "small",
    "SMALL.json",
  ])
  func `a scenario is found by path or by name, without regard to case`(path: String) throws {
    let ending = try place.run(["validate", path])
    #expect(ending.status == 0)
    #expect(ending.errors == "")
    #expect(
      ending.output.hasPrefix("Small example (small)\nNo faults. 2025-09 to 2028-08, 36 months.\n"))
  }

  @Test func `validate lists the design and the assumptions, for people and for programs`() throws {
    let text = try place.run(["validate", "small", "--locale", "nl", "--runs", "130"])
    #expect(text.status == 0)
    #expect(text.output.hasPrefix("Klein voorbeeld (small)\nGeen fouten."))
    #expect(text.output.contains("     2  zaakstromen\n"))
    #expect(text.output.contains("130 trekkingen (seed 7)"))
    #expect(text.output.contains("  streams.first.withdrawal = 0.004 share/month\n"))
    let json = try place.run(["validate", "small", "--json"])
    let review = try parsed(json.output)
    #expect(review["valid"]?.boolean == true)
    #expect(review["runs"]?.whole == 2000)
    #expect(review["design"]?["streams"]?.whole == 2)
    #expect(review["design"]?["uncertain_numbers"]?.whole == 3)
    #expect(try place.run(["validate", "small", "--quiet"]).output == "")
    #expect(try place.entries() == ["Scenarios"])
  }

  @Test func `changes of the command line reach the world`() throws {
    let ending = try place.run([
      "validate", "small", "--json", "--lever", "shorter-interviews=off", "--set",
      "streams.first.term=8", "--set", "streams.first.inflow.level=500",
    ])
    #expect(ending.status == 0)
    let review = try parsed(ending.output)
    #expect(review["design"]?["levers_on"]?.whole == 0)
    #expect(review["design"]?["uncertain_numbers"]?.whole == 1)
    let changed = try #require(
      review["assumptions"]?.elements?.first { $0["path"]?.string == "streams.first.term" })
    #expect(changed["value"]?.string == "8.0" || changed["value"]?.string == "8")
    #expect(changed["reason"]?.string == "set on the command line")
  }

  @Test func `claims lists the letter's claims, with a scenario their verdicts`() throws {
    let plain = try place.run(["claims"])
    #expect(plain.status == 0)
    #expect(plain.output.hasPrefix("Q1 question"))
    #expect(plain.output.contains("\nC09 "))
    let json = try parsed(try place.run(["claims", "--json"]).output)
    #expect(json.elements?.allSatisfy { $0["verdicts"]?.elements?.isEmpty == true } == true)
    let ending = try place.run(["claims", "small", "--runs", "10", "--json"])
    #expect(ending.status == 0)
    let verdicts = try #require(
      try parsed(ending.output).elements?.first { $0["claim"]?.string == "C09" }?["verdicts"])
    #expect(verdicts.elements?.count == 1)
    #expect(verdicts.elements?.first?["statement"]?.string == "The stock falls.")
    let share = try #require(verdicts.elements?.first?["holds"]?.number)
    #expect((0...1).contains(share))
    #expect(try place.entries() == ["Scenarios"])
  }

  @Test func `trace leads from a result to numbers and claims`() throws {
    let bare = try place.run(["trace", "small", "stock.family@2026-09", "--without-weights"])
    #expect(bare.status == 0)
    #expect(bare.output.hasPrefix("stock – Family reunification, 2026-09\nclaims: C01 C16 C18\n"))
    #expect(bare.output.contains("flows.family-after-grant.casesPerEvent = 0.5"))
    let ending = try place.run(["trace", "small", "stock.family@2026-09", "--runs", "128"])
    #expect(ending.status == 0)
    #expect(ending.output.hasPrefix("What carries this: stock, Family reunification, Sep 2026\n"))
    #expect(ending.output.contains("of the variance ("))
    #expect(ending.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let json = try parsed(
      try place.run(["trace", "small", "stock.family@2026-09", "--runs", "128", "--json"]).output)
    #expect(json["tree"]?["claims"]?.elements?.map(\.string) == ["C01", "C16", "C18"])
    let weights = try #require(json["weights"])
    let shares = try #require(weights["difference"]?.elements?.compactMap { $0["value"]?.number })
    let (with, without) = (weights["with_levers"]?.number, weights["without_levers"]?.number)
    #expect(abs(shares.reduce(0, +) - (try #require(with) - (try #require(without)))) < 1e-6)
    let few = ["--runs", "64", "--without-tree"]
    #expect(try place.run(["trace", "small", "utilisation.pool:desk@2026-09"] + few).status == 0)
    #expect(try place.run(["trace", "small", "penalties@2026-09"] + few).status == 0)
    let nothing = ["--without-weights", "--without-tree"]
    #expect(try place.run(["trace", "small", "penalties@2026-09"] + nothing).status == 64)
  }

  @Test func `schema prints a JSON Schema`() throws {
    let ending = try place.run(["schema"])
    #expect(ending.status == 0)
    let schema = try parsed(ending.output)
    #expect(schema["$schema"]?.string == "https://json-schema.org/draft/2020-12/schema")
    #expect(schema["title"]?.string == "Scenario")
  }
}
