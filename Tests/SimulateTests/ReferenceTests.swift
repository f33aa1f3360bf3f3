import Testing

/// The program against an independent calculation with NumPy; see `Fixtures/README.md`.
struct ReferenceTests {
  /// Both calculate in double precision, in different orders: some hundred additions a month, over at most 64 months.
  @Test(arguments: ["small", "everything"])
  func `the expected path is that of the independent calculation`(scenario: String) throws {
    let place = try Workplace()
    let ending = try place.run([
      Workplace.reference(scenario), "--central", "--quiet", "--output", "report",
    ])
    #expect(ending.errors == "")
    let keys = ["month", "stream", "measure"]
    let ours = try place.table("report/trajectories.csv").numbers("mean", by: keys)
    let theirs = try Workplace.fixture("\(scenario).expected").numbers("value", by: keys)
    #expect(ours.count == theirs.count)
    for (key, value) in theirs {
      let found = try #require(ours[key], "\(key) is missing")
      if !agree(found, value, to: 1e-9) {
        Issue.record("\(key): \(found as Any), expected \(value as Any)")
      }
    }
  }

  /// The runs take quantiles too, of which two libraries agree to some 10⁻¹⁰.
  @Test(arguments: ["small", "everything"])
  func `runs agree one by one with those of the independent calculation`(scenario: String) throws {
    let place = try Workplace()
    let ending = try place.run([
      Workplace.reference(scenario), "--runs", "130", "--seed", "7", "--quiet", "--output",
      "report",
    ])
    #expect(ending.errors == "")
    let ours = try place.table("report/runs.csv")
    let theirs = try Workplace.fixture("\(scenario).runs")
    #expect(theirs.rows.count == 130)
    for column in theirs.columns {
      let found = ours.cells(column)
      #expect(found.count == 130, "\(column) is missing")
      for (run, cells) in zip(found, theirs.cells(column)).enumerated()
      where !agree(Double(cells.0), Double(cells.1), to: 1e-8) {
        Issue.record("run \(run), \(column): \(cells.0), expected \(cells.1)")
      }
    }
  }
}
