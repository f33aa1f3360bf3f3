import Caseload
import CaseloadTesting
import Testing

@testable import Engine

#if DEBUG
private let seeds: Range<UInt64> = 10_000..<10_150
private let longest = 16
#else
private let seeds: Range<UInt64> = 10_000..<13_000
private let longest = 40
#endif

/// What must hold in every run of every world.
@Suite struct PropertyTests {
  /// Measures that may be undefined, with what undefines them.
  private static let ratios: Set<Measure> = [.decidedInTerm, .meanWait, .p90Wait, .utilisation]

  @Test func `no world makes a number that cannot be`() throws {
    for seed in seeds {
      let world = RandomWorld(seed: seed, longest: longest).world
      let engine = EngineRuns(try Plan(world), block: Int(seed % 20), seed: seed)
      for run in [0, Int(seed % 63) + 1] {
        let fault = fault(engine, run)
        #expect(fault == nil, "world \(seed), run \(run)")
      }
    }
  }

  /// The first rule that a run breaks.
  private func fault(_ engine: EngineRuns, _ run: Int) -> String? {
    let world = engine.plan.world
    for series in engine.plan.layout.series {
      for (month, value) in engine.path(series.measure, series.subject, run: run).enumerated() {
        let place = "\(series.measure) of \(series.subject) in month \(month) is \(value)"
        if value.isNaN {
          guard Self.ratios.contains(series.measure) else { return place }
          let isUndefined =
            series.measure == .utilisation
            ? engine.path(.capacity, series.subject, run: run)[month] < 1e-9
            : engine.path(.decisions, series.subject, run: run)[month]
              + engine.path(.straightThrough, series.subject, run: run)[month] < 1e-9
          guard isUndefined else { return place }
        } else if !value.isFinite || value < 0 {
          return place
        }
        let isShare = series.measure == .decidedInTerm || series.measure == .utilisation
        if isShare, value > 1 + 1e-9 { return place }
      }
    }
    return (world.streams.indices.lazy.compactMap { lostCases(engine, $0, run) }.first)
      ?? (world.pools.indices.lazy.compactMap { idleHours(engine, $0, run) }.first)
  }

  /// Cases are conserved, the queue is the sum of its cohorts, and parts are not more than the
  /// whole.
  private func lostCases(_ engine: EngineRuns, _ stream: Int, _ run: Int) -> String? {
    func path(_ measure: Measure) -> [Double] { engine.path(measure, .stream(stream), run: run) }
    let stock = path(.stock)
    let (came, followed) = (path(.inflow), path(.followUpInflow))
    let (straight, gone, decided) = (path(.straightThrough), path(.withdrawals), path(.decisions))
    for month in stock.indices where month > 0 {
      let before = stock[month - 1] + came[month] + followed[month]
      let after = stock[month] + straight[month] + gone[month] + decided[month]
      guard agrees(before, after, absolute: 1e-9) else {
        return "stream \(stream) has \(after) cases in month \(month), expected \(before)"
      }
    }
    let cohorts = engine.undecided(stream, run: run)
    guard cohorts.allSatisfy({ $0 >= 0 }) else { return "stream \(stream) has a negative cohort" }
    guard agrees(cohorts.reduce(0, +), stock.last ?? 0, absolute: 1e-9) else {
      return "stream \(stream) has \(stock.last ?? 0) cases and \(cohorts.reduce(0, +)) by age"
    }
    for (late, all) in zip(path(.overdueStock), stock) where late > all * (1 + 1e-9) + 1e-9 {
      return "stream \(stream) has \(late) late cases of \(all)"
    }
    for (old, all) in zip(path(.decisionsOnInitialStock), decided)
    where old > all * (1 + 1e-9) + 1e-9 {
      return "stream \(stream) decides \(old) old cases of \(all)"
    }
    return nil
  }

  /// No more hours are used than there are; and where no case must wait, hours are left only when
  /// no case is.
  private func idleHours(_ engine: EngineRuns, _ pool: Int, _ run: Int) -> String? {
    let world = engine.plan.world
    let members = world.streams(of: .pool(pool))
    let capacity = engine.path(.capacity, .pool(pool), run: run)
    let mustWait = members.contains { stream in
      world.streams[stream].minimumLead != nil
        || world.levers.contains { lever in
          lever.effects.contains { $0.quantities.contains(.minimumLead(stream: stream)) }
        }
    }
    for month in capacity.indices {
      func sum(_ measure: Measure) -> Double {
        members.reduce(0) { $0 + engine.path(measure, .stream($1), run: run)[month] }
      }
      let used = sum(.hoursUsed)
      guard used <= capacity[month] * (1 + 1e-9) + 1e-9 else {
        return "pool \(pool) uses \(used) hours of \(capacity[month])"
      }
      if !mustWait, used < capacity[month] * (1 - 1e-9) - 1e-9, sum(.stock) > 1e-7 {
        return "pool \(pool) leaves hours of \(capacity[month]), uses \(used), in month \(month)"
      }
    }
    return nil
  }
}
