import Foundation
import JSONText
import Testing

/// What must be true: `solve`, `discover` and `breakeven` on scenarios whose answers are known.
struct RobustCommandTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.put(
      #"{ extends: "\#(Workplace.reference("small"))", runs: 512 }"#, "Scenarios/Small.json")
    // A lever that helps when its factor is below one and hurts above, in half of the runs; and one that always helps.
    try place.put(
      lever("push", "{ uniform: [0.8, 1.15] }", probability: "0.5"), "Scenarios/Push.json")
    try place.put(lever("help", "0.9", probability: "1"), "Scenarios/Help.json")
  }

  private func lever(_ name: String, _ size: String, probability: String) -> String {
    """
    {
      extends: "Small.json", name: "\(name)",
      levers: [
        {
          name: "\(name)", title: { nl: "\(name)", en: "\(name)" }, claims: ["C16"],
          probability: \(probability), basis: { assumption: "invented" },
          effects: [
            {
              name: "hours", on: "streams.first.steps.decision.hours", multiply: \(size),
              applies: "decided",
            },
          ],
        },
      ],
    }
    """
  }

  private func json(_ ending: Workplace.Ending) throws -> Node {
    try Node(Array(ending.output.utf8), file: "output", as: .json)
  }

  private func number(_ node: Node?, _ keys: String...) -> Double {
    keys.reduce(node) { $0?[$1] }?.number ?? .nan
  }

  private func lines(_ text: String) -> [Substring] { text.split(separator: "\n") }

  // MARK: solve

  /// Staff at the end of the first month is the staff at its start: nothing is left to chance.
  @Test func `a number that decides alone is solved for exactly`() throws {
    let ending = try place.run([
      "solve", "small", "--target", "staff.pool:desk >= 200 at 2025-09 with 80%", "--by",
      "pools.desk.staff", "--json",
    ])
    #expect(ending.status == 0 && ending.errors == "")
    let result = try json(ending)
    let answer = result["answer"]
    #expect(answer?["finding"]?.string == "found")
    // Halving stops at 2 parts in 10,000 of the range.
    let width = 2e-4 * (520 - 32.5)
    let value = number(answer, "value")
    #expect(value >= 200 && value <= 200 + width)
    #expect(number(answer, "nearest") == value && number(answer, "farthest") == value)
    #expect(answer?["shape"]?.string == "rising")
    #expect(number(result, "as_it_is", "share") == 0)
    #expect(number(answer, "share", "runs") == 512)
  }

  @Test func `an uncertain number is solved for with an interval, in words of two languages`()
    throws
  {
    let arguments = [
      "solve", "small", "--target", "stock.all < 5000 at 2028-08 with 80%", "--by",
      "streams.first.inflow.level",
    ]
    let result = try json(try place.run(arguments + ["--json"]))
    let answer = result["answer"]
    let value = number(answer, "value")
    #expect(number(answer, "farthest") < value && value < number(answer, "nearest"))
    #expect(number(answer, "share", "share") >= 0.8)
    #expect(answer?["shape"]?.string == "falling")
    // The same bits with one thread.
    #expect(
      try place.run(arguments + ["--json", "--threads", "1"]).output
        == place.run(arguments + ["--json", "--threads", "3"]).output)
    let english = try place.run(arguments).output
    #expect(
      english.contains("Target: stock, Everything, Aug 2028 < 5,000\nWanted in 80% of the runs"))
    #expect(english.contains("\n  It must be at most "))
    #expect(english.contains("  The lower the number, the more often the target is met.\n"))
    #expect(english.contains("  Rests now on an assumption: an invented number"))
    let dutch = try place.run(arguments + ["--locale", "nl"]).output
    #expect(dutch.contains("Doel: voorraad, Alles, aug 2028 < 5.000\nGevraagd in 80 % van de"))
    #expect(dutch.contains("\n  Het moet hoogstens "))
    for text in [english, dutch] { #expect(lines(text).allSatisfy { $0.count <= 80 }) }
    #expect(try place.entries() == ["Scenarios"])
  }

  @Test func `what is met already, or cannot be met, is said so`() throws {
    let met = try place.run([
      "solve", "small", "--target", "stock.all < 100000 at 2028-08 and C09", "--set",
      "pools.desk.staff=500", "--by", "pools.desk.staff",
    ])
    #expect(met.status == 0)
    #expect(met.output.contains("  The target is met already: nothing has to change.\n"))
    let out = try place.run([
      "solve", "small", "--target", "stock.all < 10 at 2025-09 with 90%", "--by",
      "pools.desk.staff", "--range", "pools.desk.staff=100..200", "--runs", "64",
    ])
    #expect(out.status == 1)
    #expect(
      out.output.contains("  Not reachable within its range: at best the target is met in 0.0%"))
    #expect(
      out.output.contains("  This number makes no difference to the target that these runs show.\n")
    )
  }

  @Test func `a frontier gives the second number for each value of the first`() throws {
    let ending = try place.run([
      "solve", "small", "--target", "stock.all < 5000 at 2028-08 with 80%", "--by",
      "pools.desk.staff,streams.first.inflow.level", "--range", "pools.desk.staff=120..140",
      "--points", "3", "--output", "out", "--json", "--runs", "256",
    ])
    #expect(ending.status == 0)
    let points = try json(ending)["frontier"]?.elements ?? []
    #expect(points.map { $0["first"]?.number } == [120, 130, 140])
    let values = points.map { number($0["second"], "value") }
    // More staff allows a larger inflow; at 140 nothing is needed.
    #expect(values[0] < values[1])
    #expect(points[2]["second"]?["finding"]?.string == "met_already")
    let table = try place.table("out/solve.csv")
    #expect(table.columns.first == "scenario" && table.columns.contains("second_value"))
    #expect(Set(table.cells("value")) == ["120", "130", "140"])
    #expect(table.cells("kind").count { $0 == "solution" } == 2)
  }

  @Test(arguments: [
    (
      ["--target", "stok.first < 1 at 2026-08", "--by", "pools.desk.staff"],
      "'stok' is not a measure; expected one of "
    ),
    (
      ["--target", "stock.first < many at 2026-08", "--by", "pools.desk.staff"],
      "'stock.first < many at 2026-08' is not a target; expected MEASURE.STREAM < NUMBER at MONTH, "
    ),
    (
      ["--target", "C26 with 80%", "--by", "pools.desk.staff"],
      "'C26' is not tested in this scenario; expected one of C09\n"
    ),
    (
      ["--target", "C09 with 120%", "--by", "pools.desk.staff"],
      "'C09 with 120%' is not a target; expected "
    ),
    (
      ["--target", "C09", "--by", "pools.desk.staf"],
      "pools.desk.staf is not a number of the scenario; did you mean pools.desk.staff?\n"
    ),
    (
      ["--target", "C09", "--by", "pools.desk.learning"],
      "pools.desk.learning is a list of 3 numbers; expected one number\n"
    ),
    (
      ["--target", "C09", "--by", "pools.desk.staff", "--range", "pools.desk.staff=5"],
      "--range is 'pools.desk.staff=5'; expected PATH=LOW..HIGH, such as pools.asylum.staff=1000..3000\n"
    ),
    (
      ["--target", "C09", "--by", "pools.desk.attrition", "--range", "pools.desk.attrition=0..2"],
      "--range pools.desk.attrition=0.0..2.0 leaves what may stand there, 0.0 to 1.0\n"
    ),
    (
      ["--target", "C09", "--by", "pools.desk.staff", "--range", "pools.desk.hires=0..2"],
      "--range pools.desk.hires: that number is not among --by\n"
    ),
    (
      ["--target", "C09", "--by", "pools.desk.staff", "--confidence", "1"],
      "--confidence is 1.0; expected a number between 0 and 1\n"
    ),
    (
      ["--target", "C09", "--by", "pools.desk.staff,pools.desk.staff"],
      "--by names 2 numbers; expected one or two different ones\n"
    ),
  ])
  func `what cannot be sought is said before anything is run`(
    arguments: [String], message: String
  ) throws {
    let ending = try place.run(["solve", "small"] + arguments)
    #expect(ending.status == 64)
    #expect(ending.errors.hasPrefix(message), "\(ending.errors)")
    #expect(ending.output == "")
  }

  /// Of two outcomes the other one moves along, so that any share can be tried.
  @Test func `a share among others is solved for`() throws {
    let ending = try place.run([
      "solve", "small", "--target", "stock.all < 5000 at 2028-08 with 90%", "--by",
      "streams.first.outcomes.granted.share", "--runs", "256",
    ])
    #expect(ending.status == 0 && ending.errors == "")
    #expect(ending.output.contains("\n  It must be at most 0."))
    #expect(
      ending.output.contains("  The other shares move along, so that they still add up to one.\n"))
  }

  /// A number of a test can be solved for as well.
  @Test func `every number of the file counts, and its faults are told`() throws {
    try place.put(
      """
      {
        extends: "Small.json", name: "held",
        tests: [
          {
            name: "held", claim: "C09", statement: { nl: "x", en: "x" },
            left: { sum: [{ measure: "stock", stream: "all" }] }, relation: "<=",
            right: 4, months: { from: 0, to: -1 }, holds: "every", basis: { assumption: "x" },
          },
        ],
      }
      """, "Scenarios/Held.json")
    let ending = try place.run([
      "solve", "held", "--target", "held", "--by", "tests.held.right", "--range",
      "tests.held.right=0..1e7", "--runs", "64",
    ])
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(ending.output.contains("  It must be at least "))
    let broken = try place.run([
      "solve", "held", "--target", "held", "--by", "tests.held.right", "--set",
      "pools.desk.attrition=2",
    ])
    #expect(broken.status == 65)
    #expect(
      broken.errors.hasPrefix("--set pools.desk.attrition=2: pools.desk.attrition is 2; expected "))
  }

  @Test func `a table never takes the place of something else`() throws {
    try place.put("mine\n", "notes.csv")
    let arguments = [
      "solve", "small", "--target", "C09", "--by", "pools.desk.staff", "--runs", "64", "--output",
      "notes.csv",
    ]
    let ending = try place.run(arguments)
    #expect(ending.status == 73)
    #expect(ending.errors.contains("it holds something that is no solve.csv to replace"))
    #expect(String(decoding: try place.bytes("notes.csv"), as: UTF8.self) == "mine\n")
    let other = Array(arguments.dropLast()) + ["new/table.csv"]
    #expect(try place.run(other).status != 73)
    #expect(try place.run(other + ["--locale", "nl"]).status != 73)
    #expect(try place.bytes("new/table.csv").starts(with: [0xEF, 0xBB, 0xBF]))
  }

  // MARK: discover

  @Test func `the region in which a target is met is found, and holds on runs held back`() throws {
    let arguments = ["discover", "small", "--target", "stock.all < 5000 at 2028-08"]
    let ending = try place.run(arguments + ["--runs", "2000", "--json", "--output", "out"])
    #expect(ending.status == 0 && ending.errors == "")
    let result = try json(ending)
    #expect(result["together"]?["verdict"]?.string == "better")
    let limits = result["boxes"]?.elements?.first?["limits"]?.elements ?? []
    // What makes the stock large is the inflow and the hours: both are limited from above.
    #expect(
      Set(limits.compactMap { $0["path"]?.string }) == [
        "streams.first.inflow.level", "streams.first.steps.decision.hours",
      ])
    #expect(limits.allSatisfy { $0["side"]?.string == "at_most" })
    #expect(
      number(result["together"], "density", "low") > number(result["together"], "base", "high"))
    let table = try place.table("out/discover.csv")
    #expect(table.cells("chosen").count { $0 == "yes" } == 1)
    #expect(table.cells("coverage").first == "1")
    let missed = try json(try place.run(arguments + ["--missed", "--runs", "2000", "--json"]))
    let sides = missed["boxes"]?.elements?.first?["limits"]?.elements ?? []
    // A large inflow, many hours, or a lever that is not in force.
    #expect(!sides.isEmpty)
    for side in sides {
      let isLever = side["path"]?.string == "levers.shorter-interviews"
      #expect(side["side"]?.string == (isLever ? "at_most" : "at_least"))
    }
  }

  @Test func `a region is told in sentences, or that there is none`() throws {
    let told = try place.run([
      "discover", "small", "--target", "stock.all < 5000 at 2028-08", "--runs", "2000", "--locale",
      "nl",
    ])
    #expect(told.output.contains("\nHet doel wordt vaker gehaald wanneer\n"))
    #expect(told.output.contains("\nOordeel: het gebied houdt stand. Binnen wordt het doel "))
    #expect(lines(told.output).allSatisfy { $0.count <= 80 })
    let all = try place.run([
      "discover", "small", "--target", "stock.all < 1e6 at 2028-08", "--runs", "256",
    ])
    #expect(all.status == 1)
    #expect(
      all.output.hasSuffix(
        "\nThe target is met in every run: there is no region that stands out.\n"))
    let asked = try place.run(["discover", "small", "--target", "C09", "--peel", "0.7"])
    #expect(asked.status == 64)
    #expect(asked.errors.hasPrefix("Error: --peel is 0.7; expected more than 0 and less than 0.5."))
  }

  // MARK: breakeven

  /// The lever's factor is uniform on 0.8…1.15: it stops helping at 1, and (1.15 − 1) / 0.35 = 43 % of the runs lie beyond.
  @Test func `the value at which a lever stops helping is found`() throws {
    let ending = try place.run([
      "breakeven", "small", "push", "--of", "stock.all at 2028-08", "--json", "--output", "out",
    ])
    #expect(ending.status == 0 && ending.errors == "")
    let comparison = try json(ending)["comparisons"]?.elements?.first
    let factor = comparison?["factors"]?.elements?.first {
      $0["path"]?.string == "levers.push.effects.hours.multiply"
    }
    #expect(factor?["finding"]?.string == "crosses")
    #expect(factor?["new_runs"]?.boolean == true)
    let crossing = factor?["crossings"]?.elements?.first
    #expect(abs(number(crossing, "value") - 1) < 0.002)
    #expect(abs(number(crossing, "share_beyond") - 0.4286) < 0.005)
    #expect(crossing?["better"]?.string == "below")
    let table = try place.table("out/breakeven.csv")
    let row = table.cells("path").firstIndex(of: "levers.push.effects.hours.multiply")
    #expect(table.cells("finding")[try #require(row)] == "crosses")
    // Without new runs the screen says it with its own, wider, interval.
    let screened = try json(
      try place.run([
        "breakeven", "small", "push", "--of", "stock.all@2028-08", "--json", "--refine", "0",
        "--runs", "2000",
      ]))["comparisons"]?.elements?.first?["factors"]?.elements?.first {
        $0["path"]?.string == "levers.push.effects.hours.multiply"
      }
    let wide = screened?["crossings"]?.elements?.first
    #expect(number(wide, "value_low") <= 1 && 1 <= number(wide, "value_high"))
    #expect(number(wide, "value_high") - number(wide, "value_low") > 0.001)
  }

  @Test func `a scenario that always wins does so, and three are ranked`() throws {
    let arguments = [
      "breakeven", "small", "push", "help", "--of", "stock.all at 2028-08", "--threshold", "5000",
      "--indifference", "200",
    ]
    let result = try json(try place.run(arguments + ["--runs", "1024", "--json"]))
    let help = result["comparisons"]?.elements?.last
    #expect(help?["scenario"]?.string == "help")
    #expect(number(help, "gain", "low") > 0)
    // Both have emptied their stock in some runs, and tie there.
    #expect(number(help, "better", "share") > 0.7)
    let standings = result["standings"]?.elements ?? []
    #expect(standings.map { $0["scenario"]?.string } == ["small", "push", "help"])
    let best = standings.map { number($0, "is_best", "share") }
    #expect(abs(best.reduce(0, +) - 1) < 1e-9 && best[2] > best[0])
    #expect(number(standings[2], "regret", "value") < number(standings[0], "regret", "value"))
    #expect(
      number(standings[2], "satisfices", "share") > number(standings[0], "satisfices", "share"))
    #expect(result["selection"]?["decided"]?.boolean == true)
    #expect(result["selection"]?["left"]?.elements?.map(\.string) == ["help"])
    for language in ["en", "nl"] {
      let text = try place.run(arguments + ["--runs", "1024", "--locale", language]).output
      #expect(lines(text).allSatisfy { $0.count <= 80 }, "\(text)")
      #expect(
        text.contains(
          language == "nl" ? "Kleinste grootste spijt: help" : "Smallest largest regret: help"))
    }
    // For those who want it the other way round, the best becomes the worst.
    let turned = try json(
      try place.run(arguments + ["--runs", "1024", "--json", "--better", "higher"]))
    #expect(number(turned["comparisons"]?.elements?.last, "gain", "high") < 0)
  }

  @Test func `what cannot be compared is said`() throws {
    for (arguments, status, message) in [
      (["breakeven", "small"], 64, "Error: breakeven takes two scenarios or more; found 1."),
      (
        ["breakeven", "small", "push", "--of", "stock.nope at 2028-08"], 64,
        "'nope' has no stock; expected one of first, family, all\n"
      ),
      (
        ["breakeven", "small", "push", "--of", "stock.all at"], 64,
        "'stock.all at' is not a result; expected MEASURE.STREAM at MONTH, an outcome or a test, "
      ),
      (
        ["breakeven", "small", "push", "--of", "stock.all"], 64,
        "'stock.all' is not one number; expected MEASURE.STREAM at MONTH, an outcome or a test\n"
      ),
      (
        ["breakeven", "small", "push", "--of", "decisions.all@2028-08"], 64,
        "of decisions.all@2028-08 neither more nor less is better by itself; give --better "
      ),
      (
        ["breakeven", "small", "push", "--better", "nicer"], 64,
        "--better is 'nicer'; expected lower or higher\n"
      ),
      (["breakeven", "small", "pusj"], 66, "pusj: no such file"),
    ] as [([String], Int32, String)] {
      let ending = try place.run(arguments)
      #expect(ending.status == status)
      #expect(ending.errors.hasPrefix(message), "\(ending.errors)")
    }
  }
}
