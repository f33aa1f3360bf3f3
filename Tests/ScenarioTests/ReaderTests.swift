import Caseload
import Digest
import JSONText
import Probability
import Testing

@testable import Scenario

private func loaded(_ overrides: Override...) throws -> LoadedScenario {
  try reader.read("good.json5", overrides: overrides)
}

/// The numbers of a world by path.
private func numbers(_ world: World) -> [String: Number] {
  var all: [String: Number] = [:]
  for case .number(let number) in world.inventory { all[number.path] = number }
  return all
}

@Suite struct `a whole scenario` {
  @Test func `its names, clock and references arrive`() throws {
    let world = try loaded().world
    #expect(world.name == "example")
    #expect(world.title == Bilingual(nl: "Voorbeeld", en: "Example"))
    #expect(world.calendar == Calendar(start: YearMonth(year: 2025, month: 9), months: 88))
    #expect((world.runs, world.seed) == (200, 2025))
    #expect(world.sources.map(\.id) == ["ind-2025-05", "report"])
    #expect(world.streams.map(\.name) == ["asylum-general", "asylum-dublin", "nareis", "visa"])
    #expect(world.streams.map(\.pool) == [0, 0, 1, 1])
    #expect(world.streams[1].title == Bilingual(nl: "asylum-dublin", en: "asylum-dublin"))
    #expect(world.groups[0].streams == [0, 1])
    #expect(world.flows[0].event == .outcome(0))
    #expect(world.flows[1].event == .withdrawal)
    #expect(world.penalties[0].event == .overdue)
    #expect(world.pools[1].allocation == .priority([2, 3]))
    #expect(world.pools[2].allocation == .proportional)
    #expect(world.levers.map(\.isEnabled) == [true, false])
  }

  @Test func `what is left out has its default and no basis`() throws {
    let world = try loaded().world
    let visa = world.streams[3]
    #expect(visa.inflow?.trend == nil && visa.inflow?.season == nil && visa.inflow?.noise == nil)
    #expect(visa.withdrawal == nil && visa.minimumLead == nil && visa.straightThrough == nil)
    guard case .split(let newest) = visa.discipline else {
      Issue.record("expected first in, first out")
      return
    }
    #expect(newest.law == .fixed(0) && newest.basis.isEmpty)
    let persistence = world.streams[1].inflow?.noise?.persistence
    #expect(persistence?.law == .fixed(0) && persistence?.basis == [])
    #expect(world.levers[1].probability.law == .fixed(1))
    #expect(!world.inventory.contains { $0.path == "levers.hiring.probability" })
    #expect(world.streams[2].discipline == .random)
    #expect(world.streams[2].ages.isEmpty)
  }

  @Test func `a number has the basis of the nearest object that gives one`() throws {
    let numbers = numbers(try loaded().world)
    let expected: [String: [Basis]] = [
      "streams.asylum-general.term": [.assumption("made up for testing")],
      "streams.asylum-general.stock.total": [.claim("C18")],
      "streams.asylum-general.stock.ages.0.share": [.assumption("stock")],
      "streams.asylum-general.stock.ages.1.share": [.claim("C18")],
      "streams.asylum-general.inflow.trend": [.assumption("inflow")],
      "streams.asylum-general.inflow.noise.surge.rate": [.assumption("noise")],
      "streams.asylum-general.inflow.level": [
        .claim("C08"), .source(id: "ind-2025-05", quote: "2,000 a month"),
      ],
      "pools.asylum.allocation.shares.asylum-dublin": [.assumption("split")],
      "correlations.1.rank": [.assumption("guess")],
      "tests.throughput.right": [.source(id: "report", quote: "0.85")],
    ]
    for (path, basis) in expected { #expect(numbers[path]?.basis == basis, "\(path)") }
  }

  /// With z the 95 % point, a normal has p05 = mean − z·sd; a lognormal the same in logs.
  @Test func `two percentiles fix a distribution`() throws {
    let numbers = numbers(try loaded().world)
    let z = 1.6448536269514722
    guard
      case .normal(let mean, let sd, let low, let high)? =
        numbers["streams.asylum-general.inflow.level"]?.law,
      case .lognormal(let mu, let sigma, 1?, 40?)? =
        numbers["streams.asylum-general.steps.decision.hours"]?.law
    else {
      Issue.record("expected a normal and a lognormal")
      return
    }
    #expect(abs(mean - z * sd - 1500) < 1e-9 && abs(mean + z * sd - 2500) < 1e-9)
    #expect(low == 0 && high == nil)
    // Compared by its square to the series of the exponential function, so by logs of exact values.
    #expect(abs((mu - z * sigma) - 1.3862943611198906) < 1e-12)
    #expect(abs((mu + z * sigma) - 2.1972245773362196) < 1e-12)
  }

  /// mean = exp(mu + sigma²/2) and sd² = (exp(sigma²) − 1)·mean²: for 0.4 and 0.2, sigma² = ln 1.25.
  @Test func `mean and sd of a lognormal are those of the variable`() throws {
    let numbers = numbers(try loaded().world)
    guard
      case .lognormal(let mu, let sigma, nil, nil)? =
        numbers["streams.asylum-general.inflow.noise.surge.size"]?.law
    else {
      Issue.record("expected a lognormal")
      return
    }
    #expect(abs(sigma * sigma - 0.22314355131420976) < 1e-12)
    #expect(abs(mu + sigma * sigma / 2 - -0.916290731874155) < 1e-12)
  }

  @Test func `effects name quantities, also by pattern`() throws {
    let world = try loaded().world
    #expect(world.levers[0].effects[0].quantities == [.stepShare(stream: 0, step: 0)])
    #expect(world.levers[0].effects[0].application == .lodged)
    #expect(
      world.levers[0].effects[2].quantities
        == [.inflowLevel(stream: 0), .inflowLevel(stream: 1)])
    #expect(world.levers[1].effects[1].quantities == [.newest(stream: 0), .newest(stream: 1)])
    #expect(
      world.levers[1].effects[3].quantities == [.casesPerEvent(flow: 0), .casesPerEvent(flow: 1)])
    #expect(world.levers[1].effects[0].size.unit == .fullTimeEquivalentsPerMonth)
    #expect(world.levers[0].effects[0].path == "levers.pact.effects.steps")
  }

  @Test func `paths of quantities are those of the world`() throws {
    let loaded = try loaded()
    let checker = Checker(document: loaded.document, claims: claims)
    let assembler = Assembler(document: loaded.document, checker: checker)
    let world = loaded.world
    #expect(assembler.quantities.map(\.path) == world.quantities.map { world.path(of: $0) })
    #expect(assembler.quantities.map(\.quantity) == world.quantities)
  }

  @Test func `every number lies at its path in the document`() throws {
    let loaded = try loaded()
    for entry in loaded.world.inventory {
      var node: Node? = loaded.document
      for part in entry.path.split(separator: ".").map(String.init) {
        let named = node?.elements?.first { $0["name"]?.string == part || $0["id"]?.string == part }
        let counted = Int(part).flatMap { node?.elements?.dropFirst($0).first }
        node = node?[part] ?? named ?? counted
      }
      #expect(node != nil, "\(entry.path)")
    }
  }

  @Test func `lags become shares by month`() throws {
    let world = try loaded().world
    #expect(world.flows[0].lag.values == [0, 0.25, 0.25, 0.25, 0.25])
    #expect(world.flows[1].lag.values == [0, 0, 0.25, 0.75])
    #expect(world.flows[1].lag.path == "flows.again.lag")
  }

  @Test func `months are dates, indices, or counted from the end`() throws {
    let world = try loaded().world
    #expect(world.questions[0].figures.map(\.month) == [39, 87, 0])
    #expect(world.questions[0].figures.map(\.subject) == [.group(0), .pool(0), .whole])
    #expect(world.tests[1].months == MonthRange(from: 0, to: 87))
    guard case .path(let left) = world.tests[1].left,
      case .constant(let right) = world.tests[1].right
    else {
      Issue.record("expected a measured side and a number")
      return
    }
    #expect(left.months == MonthRange(from: 12, to: 87))
    #expect((left.rolling, left.reduction, left.sum[0].times) == (12, .mean, 2))
    #expect(right.law == .uniform(low: 0.8, high: 0.9))
    #expect(right.unit == .factor)
  }

  @Test func `published figures are read in the order of the file, with month, source and quote`()
    throws
  {
    let world = try loaded().world
    #expect(
      world.published == [
        PublishedFigure(
          name: "asylum-2024-12", measure: .stock, subject: .group(0),
          month: YearMonth(year: 2024, month: 12), value: 45_000, source: "report", quote: "45,000"
        ),
        PublishedFigure(
          name: "late-2025-07", measure: .overdueStock, subject: .stream(0),
          month: YearMonth(year: 2025, month: 7), value: 12.5, source: "report", quote: "a dozen"),
      ])
    // They are no numbers of the model: none is listed, drawn or changed by a lever.
    #expect(!world.inventory.contains { $0.path.hasPrefix("published") })
    #expect(world.label(of: world.published[0].subject) == "asylum")
    #expect(world.published[0].path == "published.asylum-2024-12")
  }

  @Test func `the document reads back to the same world and digest`() throws {
    let first = try loaded()
    let text = first.document.json.text()
    let node = try Node(Array(text.utf8), file: "again", as: .json)
    let (world, faults) = ScenarioReader.world(of: node, knownClaims: claims)
    #expect(faults.isEmpty)
    #expect(world == first.world)
    #expect(SHA256.digest(of: Array(node.json.canonicalText.utf8)) == first.digest)
  }
}

@Suite struct `what the command line changes` {
  @Test(arguments: [
    ("streams.asylum-general.term=9", "streams.asylum-general.term", Law.fixed(9)),
    (
      "streams.asylum-general.inflow.level={uniform:[1,2]}", "streams.asylum-general.inflow.level",
      .uniform(low: 1, high: 2)
    ),
    (
      "streams.asylum-general.inflow.level.value=7", "streams.asylum-general.inflow.level",
      .fixed(7)
    ),
    (
      "pools.asylum.hoursPerMonth.normal.sd=6", "pools.asylum.hoursPerMonth",
      .normal(mean: 105, sd: 6, low: nil, high: nil)
    ),
    ("streams.visa.withdrawal=0.1", "streams.visa.withdrawal", .fixed(0.1)),
    ("streams.visa.inflow.noise.sd=0.1", "streams.visa.inflow.noise.sd", .fixed(0.1)),
    ("streams.visa.discipline.newest=0.5", "streams.visa.discipline.split.newest", .fixed(0.5)),
    (
      "streams.visa.discipline.split.newest=0.5", "streams.visa.discipline.split.newest",
      .fixed(0.5)
    ),
    ("streams.nareis.outcomes.granted=1", "streams.nareis.outcomes.granted.share", .fixed(1)),
    ("streams.nareis.outcomes.granted.share=1", "streams.nareis.outcomes.granted.share", .fixed(1)),
    (
      "pools.asylum.allocation.shares.asylum-dublin=0.5",
      "pools.asylum.allocation.shares.asylum-dublin", .fixed(0.5)
    ),
    (
      "levers.pact.effects.steps.multiply={value: 0.7, unit: 'factor'}",
      "levers.pact.effects.steps.multiply", .fixed(0.7)
    ),
    ("levers.pact.effects.inflow.set=5", "levers.pact.effects.inflow.set", .fixed(5)),
    ("levers.hiring.probability=0.5", "levers.hiring.probability", .fixed(0.5)),
    ("tests.throughput.right=0.7", "tests.throughput.right", .fixed(0.7)),
    ("correlations.0.rank=0.1", "correlations.0.rank", .fixed(0.1)),
    ("streams.visa.inflow={level: 3}", "streams.visa.inflow.level", .fixed(3)),
  ])
  func `a number that was set rests on the command line`(
    argument: String, path: String, law: Law
  ) throws {
    let world = try loaded(Override(setting: argument)).world
    #expect(numbers(world)[path]?.law == law)
    #expect(numbers(world)[path]?.basis == [.assumption("set on the command line")])
  }

  @Test func `structure can be set too`() throws {
    let world = try loaded(
      Override(setting: "calendar.months=89"), Override(setting: "runs=7"),
      Override(setting: "streams.visa.discipline=lifo"),
      Override(setting: "calendar.start=2025-08"),
      Override(setting: "levers.pact.enabled=false"), Override(switching: "hiring=on"),
      Override(setting: "streams.asylum-general.inflow.noise.surge=null"),
      Override(setting: "streams.asylum-general.inflow.season.11=1.1"),
      Override(setting: "streams.asylum-general.inflow.season.values.10=0.9")
    ).world
    #expect(world.calendar == Calendar(start: YearMonth(year: 2025, month: 8), months: 89))
    #expect(world.runs == 7)
    #expect(world.levers.map(\.isEnabled) == [false, true])
    #expect(world.streams[0].inflow?.noise?.surge == nil)
    #expect(world.streams[0].inflow?.season?.values.suffix(2) == [0.9, 1.1])
    #expect(world.streams[0].inflow?.season?.basis == [.assumption("set on the command line")])
    guard case .split(let newest) = world.streams[3].discipline else {
      Issue.record("expected last in, first out")
      return
    }
    #expect(newest.law == .fixed(1))
  }

  @Test func `a published figure can be set and removed by its path`() throws {
    let world = try loaded(
      Override(setting: "published.asylum-2024-12.value=46000"),
      Override(setting: "published.late-2025-07=null")
    ).world
    #expect(world.published.map(\.value) == [46_000])
  }

  @Test func `the document holds the changes and the digest follows them`() throws {
    let plain = try loaded()
    let changed = try loaded(Override(setting: "runs=7"))
    #expect(changed.document["runs"]?.whole == 7)
    #expect(changed.digest != plain.digest)
    #expect(changed.files == plain.files)
  }

  @Test(arguments: [
    (
      "streams.visa.term=-3",
      "--set streams.visa.term=-3: streams.visa.term is -3; expected a number of months, at least 0"
    ),
    (
      "streams.visa.tern=3",
      "--set streams.visa.tern=3: streams.visa.tern does not exist; expected a path of the scenario; did you mean 'streams.visa.term'?"
    ),
    (
      "streams.vsa.term=3",
      "--set streams.vsa.term=3: streams.vsa.term does not exist; expected a path of the scenario; did you mean 'streams.visa.term'?"
    ),
    (
      "streams.visa.term.low=3",
      "--set streams.visa.term.low=3: streams.visa.term.low does not exist; expected a path of the scenario"
    ),
    (
      "streams.visa.term=soon",
      "--set streams.visa.term=soon: streams.visa.term is \"soon\"; expected a number of months, at least 0, or a distribution"
    ),
    (
      "streams.visa.term=[1",
      "--set streams.visa.term=[1: found the end of the text; expected ',' or ']'"
    ),
    (
      "pools.asylum.allocation.shares.asylum-dubln=1",
      "--set pools.asylum.allocation.shares.asylum-dubln=1: pools.asylum.allocation.shares.asylum-dubln does not exist; expected a path of the scenario; did you mean 'pools.asylum.allocation.shares.asylum-dublin'?"
    ),
    ("runs=1", "--set runs=1: runs is 1; expected a whole number from 2 to 2147483647"),
    (
      "correlations.7.rank=0",
      "--set correlations.7.rank=0: correlations.7.rank does not exist; expected a path of the scenario"
    ),
    (
      "=1",
      "--set: '=1' is not an override; expected PATH=VALUE, or NAME=on or NAME=off for a lever"
    ),
  ])
  func `a wrong one is a fault`(argument: String, message: String) {
    let error = #expect(throws: Faults.self) { try loaded(Override(setting: argument)) }
    #expect(error?.rendered(in: .en) == message)
  }

  @Test func `an unknown lever is a fault`() {
    let error = #expect(throws: Faults.self) { try loaded(Override(switching: "pakt=off")) }
    #expect(
      error?.rendered(in: .nl)
        == "--lever pakt=off: levers.pakt is \"pakt\"; verwacht: de naam van een maatregel; bedoelt u 'pact'?"
    )
    #expect(throws: Faults.self) { try Override(switching: "pact=maybe") }
  }
}

@Suite struct `files are found` {
  @Test func `by path, without regard to case`() {
    #expect(reader.library.find("good.json5") == "good.json5")
    #expect(reader.library.find("GOOD.json5") == "good.json5")
    #expect(reader.library.find("./Good.JSON5") == "./good.json5")
    #expect(reader.library.find("nothing") == nil)
    #expect(reader.library.find("") == nil)
  }

  @Test func `by name in the folder of scenarios`() throws {
    #expect(reader.library.find("tiny") == "Scenarios/tiny.json")
    #expect(reader.library.find("TINY.json") == "Scenarios/tiny.json")
    #expect(reader.library.find("scenarios/Tiny.json") == "Scenarios/tiny.json")
    #expect(try reader.read("Tiny").world.name == "tiny")
  }

  @Test func `a missing one is told apart from a wrong one`() {
    let missing = #expect(throws: Faults.self) { try reader.read("tinny") }
    #expect(missing?.isMissingInput == true)
    #expect(missing?.rendered(in: .en) == "tinny: no such file; did you mean 'tiny'?")
    let wrong = #expect(throws: Faults.self) { try reader.read("extends-missing-file.json5") }
    #expect(wrong?.isMissingInput == false)
  }

  @Test func `paths beside a file are tidied`() {
    #expect(Library.path(of: "b.json", beside: "x/a.json") == "x/b.json")
    #expect(Library.path(of: "../b.json", beside: "x/y/a.json") == "x/b.json")
    #expect(Library.path(of: "./b.json", beside: "a.json") == "b.json")
    #expect(Library.path(of: "../../b.json", beside: "x/a.json") == "../b.json")
    #expect(Library.path(of: "/b.json", beside: "x/a.json") == "/b.json")
    #expect(Library.path(of: "b.json", beside: "/x/a.json") == "/x/b.json")
  }

  @Test func `every file that took part has its digest`() throws {
    let loaded = try reader.read("Scenarios/tiny.json")
    #expect(loaded.files.map(\.path) == ["Scenarios/tiny.json", "Scenarios/base.json"])
    #expect(loaded.files.allSatisfy { $0.digest.count == 64 })
  }
}

@Suite struct `details` {
  @Test func `the nearest name is within two edits`() {
    #expect(nearest(to: "withdrawl", among: ["term", "withdrawal"]) == "withdrawal")
    #expect(nearest(to: "naries", among: ["nareis"]) == "nareis")
    #expect(nearest(to: "asylum", among: ["family"]) == nil)
    #expect(nearest(to: "Term", among: ["term"]) == "term")
    #expect(nearest(to: "C99", among: ["C08"]) == nil)
    #expect(nearest(to: "", among: ["a"]) == nil)
  }

  @Test(arguments: [
    ("*", "", true), ("*", "abc", true), ("a*", "abc", true), ("*c", "abc", true),
    ("a*c", "abbc", true), ("a*b*c", "axbxbxc", true), ("a*d", "abc", false), ("", "a", false),
    ("ab", "abc", false), ("**", "a", true), ("a*a", "a", false), ("*ab", "aab", true),
  ])
  func `a star stands for any letters`(pattern: String, name: String, fits: Bool) {
    #expect(Assembler.matches(Array(pattern.utf8), Array(name.utf8)) == fits)
  }

  /// With ones outside the diagonal negative enough, three numbers cannot all disagree.
  @Test func `a correlation matrix must have a Cholesky factor`() {
    #expect(Assembler.canExist([]))
    #expect(Assembler.canExist([("a", "b", 0.99), ("c", "d", -0.99)]))
    #expect(Assembler.canExist([("a", "b", -0.49), ("b", "c", -0.49), ("a", "c", -0.49)]))
    #expect(!Assembler.canExist([("a", "b", -0.51), ("b", "c", -0.51), ("a", "c", -0.51)]))
    #expect(!Assembler.canExist([("a", "b", 1)]))
  }
}
