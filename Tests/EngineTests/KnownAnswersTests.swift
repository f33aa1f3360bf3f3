import Caseload
import CaseloadTesting
import Glibc
import Probability
import Testing

@testable import Engine

/// Cases without chance whose answer can be written down.
@Suite struct KnownAnswersTests {
  /// One stream that asks one hour a case, and a pool with a number of hours a month.
  private func queue(
    stock: Double, oldest: Int = 1, level: Double, hours: Double, months: Int, term: Double = 6,
    withdrawal: Double? = nil, season: [Double]? = nil
  ) -> WorldBuilder {
    var builder = WorldBuilder(months: months)
    builder.pool("p", hours: hours)
    builder.stream(
      "s", stock: stock, oldest: oldest, level: level, hours: 1, term: term,
      withdrawal: withdrawal, season: season)
    return builder
  }

  private func expectedPath(_ builder: WorldBuilder) throws -> EngineRuns {
    EngineRuns(try Plan(builder.world), isCentral: true)
  }

  /// Whole numbers of cases and hours are exact in double precision, so the answer is too.
  @Test(arguments: [(50_000.0, 1000.0, 1200.0), (1200, 10, 34), (7, 0, 1)])
  func `a stock clears in its size divided by the surplus of capacity`(
    stock: Double, level: Double, hours: Double
  ) throws {
    let clearing = Int((stock / (hours - level)).rounded(.up))
    let engine = try expectedPath(
      queue(stock: stock, level: level, hours: hours, months: clearing + 5))
    let path = engine.path(.stock, .stream(0))
    for (month, cases) in path.enumerated() {
      #expect(cases == max(0, stock - Double(month + 1) * (hours - level)))
    }
    #expect(path[clearing - 1] == 0)
    #expect(path[clearing - 2] > 0)
  }

  /// A term of 26 months is met again by those who find a queue that 26 months of work clear.
  ///
  /// A case lodged in month `c` finds `50,000 − 200 c` before it, which take 26 months or less from
  /// `c = 94` on; it is decided in month 120. Decisions fall in mid-month and waits shrink by a
  /// sixth of a month in a month, so the change takes some months on either side.
  @Test func `first in, first out meets a term only after those who could wait that long are gone`()
    throws
  {
    let engine = try expectedPath(
      queue(stock: 50_000, level: 1000, hours: 1200, months: 250, term: 26))
    let path = engine.path(.decidedInTerm, .stream(0))
    #expect(path[0..<25].allSatisfy { $0 == 1 })
    #expect(path[26..<115].allSatisfy { $0 == 0 })
    #expect(path[119] < 0.5 && path[120] > 0.5)
    #expect(path[125...].allSatisfy { $0 == 1 })
    #expect(engine.path(.stock, .stream(0))[249] == 0)
  }

  @Test func `withdrawals bring a growing stock to its own equilibrium`() throws {
    let engine = try expectedPath(
      queue(stock: 50_000, level: 1000, hours: 800, months: 52, withdrawal: 0.005))
    let path = engine.path(.stock, .stream(0))
    for (month, cases) in path.enumerated() {
      #expect(
        agrees(cases, 40_000 + 10_000 * pow(0.995, Double(month + 1)), relative: 1e-12))
    }
    #expect(agrees(path[51], 47_705.488_893, relative: 1e-11))
  }

  @Test func `a stock grows by the difference of inflow and capacity`() throws {
    let engine = try expectedPath(queue(stock: 1000, level: 100, hours: 95, months: 52))
    #expect(engine.path(.stock, .stream(0))[51] == 1260)
  }

  /// The mean wait of a month's decisions is the horizontal distance between the cumulative curves
  /// of arrivals and decisions.
  @Test(arguments: [0, 5, 40]) func `waits are the distance between the cumulative curves`(
    run: Int
  ) throws {
    let season = [1.5, 0.5, 1, 1.4, 0.6, 1, 1.9, 0.1, 1, 1.2, 0.8, 1]
    let builder = queue(stock: 0, oldest: 0, level: 11, hours: 10, months: 60, season: season)
    let engine = EngineRuns(try Plan(builder.world), seed: 3)
    let arrivals = engine.path(.inflow, .stream(0), run: run)
    let decisions = engine.path(.decisions, .stream(0), run: run)
    let waits = engine.path(.meanWait, .stream(0), run: run)
    var (cohort, gone) = (0, 0.0)
    for month in decisions.indices where decisions[month] > 0 {
      var (left, waited) = (decisions[month], 0.0)
      while left > 1e-12 {
        let part = min(left, arrivals[cohort] - gone)
        waited += part * Double(month - cohort)
        (left, gone) = (left - part, gone + part)
        if gone >= arrivals[cohort] { (cohort, gone) = (cohort + 1, 0) }
      }
      #expect(agrees(waits[month], waited / decisions[month], absolute: 1e-12))
    }
  }

  /// Little's law over a finite time: months spent in the queue, counted by case, equal the stock,
  /// counted by month.
  @Test(arguments: [0, 1, 0.3, nil]) func `months in the queue are the sum of the stock`(
    newest: Double?
  ) throws {
    var builder = WorldBuilder(months: 37)
    builder.pool("p", hours: 95)
    builder.stream(
      "s", stock: 0, oldest: 0, level: 10, noise: (0.2, 0.5), lead: 2, straightThrough: 0.1,
      newest: newest)
    let engine = EngineRuns(try Plan(builder.world), seed: 5)
    for run in 0..<Block.runs {
      let stock = engine.path(.stock, .stream(0), run: run).reduce(0, +)
      var byCase = 0.0
      for month in 0..<37 {
        let decided =
          engine.path(.decisions, .stream(0), run: run)[month]
          + engine.path(.straightThrough, .stream(0), run: run)[month]
        let wait = engine.path(.meanWait, .stream(0), run: run)[month]
        byCase += wait.isNaN ? 0 : decided * wait
      }
      for (cohort, cases) in engine.undecided(0, run: run).enumerated() {
        byCase += cases * Double(37 - cohort)
      }
      #expect(agrees(stock, byCase), "run \(run)")
    }
  }

  @Test func `follow-ups are the convolution of events with lags`() throws {
    var builder = WorldBuilder(months: 30)
    builder.pool("p", hours: 900)
    builder.stream("a", level: 60, straightThrough: 0.2, granted: .fixed(0.7))
    builder.stream("b", level: nil)
    let lags = [[0, 0.2, 0.5, 0.3], [1.0], [0.25, 0.25, 0.25, 0.25]]
    let events: [Event] = [.outcome(0), .decision, .overdue]
    for (index, lag) in lags.enumerated() {
      builder.flow(
        "f\(index)", from: 0, on: events[index], to: 1, casesPerEvent: 0.3, lag: lag, history: 8)
    }
    let engine = EngineRuns(try Plan(builder.world), seed: 2)
    for run in [0, 63] {
      let decided = zip(
        engine.path(.decisions, .stream(0), run: run),
        engine.path(.straightThrough, .stream(0), run: run)
      ).map { $0 + $1 }
      let series = [
        decided.map { $0 * 0.7 }, decided, engine.path(.overdueStock, .stream(0), run: run),
      ]
      for (month, arrived) in engine.path(.followUpInflow, .stream(1), run: run).enumerated() {
        var expected = 0.0
        for (lag, series) in zip(lags, series) {
          for (k, share) in lag.enumerated() {
            let past = month - k - 1
            expected += share * 0.3 * (past < 0 ? 8 : series[past])
          }
        }
        #expect(agrees(arrived, expected), "month \(month), run \(run)")
      }
    }
  }

  @Test func `staff is hires that stayed, and capacity is what they have learnt`() throws {
    let (learning, recent, hires, attrition) = ([-0.2, 0.3, 0.7], [2.0, 1], 1.5, 0.03)
    var builder = WorldBuilder(months: 24)
    builder.pool(
      "p", staff: 20, hires: hires, attrition: attrition, learning: learning, recentHires: recent)
    builder.stream("s")
    let engine = try expectedPath(builder)
    let (staff, capacity) = (engine.path(.staff, .pool(0)), engine.path(.capacity, .pool(0)))
    func productivity(_ served: Int) -> Double { served < 3 ? learning[served] : 1 }
    func surviving(_ months: Int) -> Double { pow(1 - attrition, Double(months)) }
    for month in 0..<24 {
      var people = 17 * surviving(month + 1)
      var productive = people
      for (served, hired) in recent.enumerated() {
        people += hired * surviving(month + 1)
        productive += hired * surviving(month + 1) * productivity(served + month + 1)
      }
      for served in 0...month {
        people += hires * surviving(served)
        productive += hires * surviving(served) * productivity(served)
      }
      #expect(agrees(staff[month], people, relative: 1e-12))
      #expect(agrees(capacity[month], productive * 120, relative: 1e-12))
    }
  }

  @Test func `a pool whose newcomers cost more than the others bring has no capacity`() throws {
    var builder = WorldBuilder(months: 3)
    builder.pool("p", staff: 1, hires: 10, learning: [-0.5, -0.5, 0.2])
    builder.stream("s", stock: 50)
    let engine = try expectedPath(builder)
    #expect(engine.path(.capacity, .pool(0)) == [0, 0, 0])
    #expect(engine.path(.utilisation, .pool(0)).allSatisfy { $0.isNaN })
    #expect(engine.path(.meanWait, .stream(0)).allSatisfy { $0.isNaN })
    #expect(engine.path(.stock, .stream(0)) == [60, 70, 80])
  }

  /// A stream has no case that it could decide in the first two months, then those lodged in month
  /// 0.
  @Test func `nothing is decided before its minimum lead is over`() throws {
    var builder = WorldBuilder(months: 4)
    builder.pool("p", hours: 1000)
    builder.stream("s", stock: 0, oldest: 0, level: 10, hours: 1, lead: 2)
    let engine = try expectedPath(builder)
    #expect(engine.path(.decisions, .stream(0)) == [0, 0, 10, 10])
    #expect(engine.path(.meanWait, .stream(0))[2...] == [2, 2])
    #expect(engine.path(.p90Wait, .stream(0))[2...].allSatisfy { agrees($0, 2.4) })
  }

  /// Ten cases each of ages 3, 2, 1 and 0 months, and twelve hours.
  @Test(arguments: [
    (0.0, [3.0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2]), (1, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]),
    (0.5, [0, 0, 0, 0, 0, 0, 3, 3, 3, 3, 3, 3]), (nil, [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]),
  ]) func `a discipline decides whose turn it is`(newest: Double?, waits: [Double]) throws {
    var builder = WorldBuilder(months: 1)
    builder.pool("p", hours: 12)
    builder.stream("s", stock: 30, oldest: 3, level: 10, hours: 1, newest: newest)
    let engine = try expectedPath(builder)
    #expect(agrees(engine.path(.meanWait, .stream(0))[0], waits.reduce(0, +) / 12))
    var left = Array(repeating: 10.0, count: 4)
    for wait in waits { left[3 - Int(wait)] -= 1 }
    for (cohort, cases) in engine.undecided(0).enumerated() {
      #expect(agrees(cases, left[cohort]))
    }
  }
}
