import Foundation
import Testing

/// The distributions of monthly measures against those of an independent calculation with other random numbers; see `Fixtures/README.md`.
struct ReferenceStatisticalTests {
  private static let (runs, theirRuns) = (8192, 8192)
  /// How many standard deviations chance may carry a comparison: 1,200 of them in all leave this once in 20,000 pairs of seeds, and these are fixed.
  private static let deviations = 5.5

  private func scenario(_ name: String) -> String {
    name == "pact2026" ? Workplace.scenario(name) : Workplace.reference(name)
  }

  /// The months shown carry all months before them: what is wrong in one is seen in the stocks of those that follow.
  @Test func `the expected path of the main scenario is that of the independent calculation`()
    throws
  {
    let place = try Workplace()
    let ending = try place.run([
      Workplace.scenario("pact2026"), "--central", "--quiet", "--output", "report",
    ])
    #expect(ending.errors == "")
    let keys = ["month", "stream", "measure"]
    let ours = try place.table("report/trajectories.csv").numbers("mean", by: keys)
    let theirs = try Workplace.fixture("pact2026.statistics").numbers("expected", by: keys)
    #expect(theirs.count == 819)
    for (key, value) in theirs {
      let found = try #require(ours[key], "\(key) is missing")
      if !agree(found, value, to: 1e-9) {
        Issue.record("\(key): \(found as Any), expected \(value as Any)")
      }
    }
  }

  /// Two samples are held against each other by their own errors.
  ///
  /// Means by their standard errors; standard deviations by theirs, which follow from the kurtosis; quantiles by the quantiles of the other sample at
  /// probabilities that lie binomial deviations apart. The engine draws uncertain numbers in strata, which makes means differ less, not more.
  @Test(arguments: ["everything", "pact2026"])
  func `distributions agree within Monte Carlo error`(name: String) throws {
    let place = try Workplace()
    let ending = try place.run([
      scenario(name), "--runs", "\(Self.runs)", "--seed", "9", "--quiet", "--output", "report",
    ])
    #expect(ending.errors == "")
    let ours = try place.table("report/trajectories.csv")
    let theirs = try Workplace.fixture("\(name).statistics")
    let keys = ["month", "stream", "measure"]
    func column(_ table: Table, _ name: String) -> [[String]: Double?] {
      table.numbers(name, by: keys)
    }
    let own = ["mean", "sd", "p05", "p50", "p95"].map { column(ours, $0) }
    let other = ["n", "mean", "sd", "kurtosis"].map { column(theirs, $0) }
    let limits = ["p05", "p50", "p95"].map {
      (column(theirs, "\($0)_low"), column(theirs, "\($0)_high"))
    }
    var (compared, deviationsCompared) = (0, 0)
    for key in zip(theirs.cells("month"), zip(theirs.cells("stream"), theirs.cells("measure"))).map(
      {
        [$0, $1.0, $1.1]
      })
    {
      let count = (other[0][key] ?? nil) ?? 0
      guard count >= 100, let mean = own[0][key] ?? nil, let sd = own[1][key] ?? nil,
        let theirMean = other[1][key] ?? nil, let theirSD = other[2][key] ?? nil
      else { continue }
      compared += 1
      // A measure may be undefined in some runs; in about as many of ours as of theirs.
      let ownCount = Double(Self.runs) * count / Double(Self.theirRuns)
      let error = (sd * sd / ownCount + theirSD * theirSD / count).squareRoot()
      let rounding = 1e-8 * max(1, abs(theirMean))
      #expect(
        abs(mean - theirMean) <= Self.deviations * error + rounding,
        "\(key): mean \(mean), theirs \(theirMean), standard error \(error)")
      // The law of a standard deviation is near a normal one only while its own relative error is small; where a handful of runs make the
      // deviation, the mean has said as much.
      if let kurtosis = other[3][key] ?? nil, theirSD > rounding {
        let relative = ((kurtosis - 1) / 4 * (1 / ownCount + 1 / count)).squareRoot()
        if relative < 0.1 {
          deviationsCompared += 1
          #expect(
            abs(log(sd / theirSD)) <= Self.deviations * relative + 1e-8,
            "\(key): sd \(sd), theirs \(theirSD), relative error \(relative)")
        }
      }
      guard count == Double(Self.theirRuns) else { continue }
      for (place, limit) in limits.enumerated() {
        guard let value = own[2 + place][key] ?? nil, let low = limit.0[key] ?? nil,
          let high = limit.1[key] ?? nil
        else {
          Issue.record("\(key): a quantile is missing")
          continue
        }
        #expect(
          value >= low - rounding && value <= high + rounding,
          "\(key): quantile \(place) is \(value), expected \(low) to \(high)")
      }
    }
    // Nearly all: what has no value in most runs is the wait where nothing is decided.
    #expect(Double(compared) >= 0.95 * Double(theirs.rows.count))
    // Many measures are nought in nearly every run.
    #expect(Double(deviationsCompared) >= 0.6 * Double(theirs.rows.count))
  }
}
