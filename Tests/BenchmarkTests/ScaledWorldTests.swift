import Caseload
import Engine
import Foundation
import Scenario
import Testing

@testable import Benchmark

/// Worlds that differ in size alone behave as the world that they were made of.
struct ScaledWorldTests {
  private func world(_ name: String) throws -> World {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().path
    let known = Set((1...40).map { "C\($0 < 10 ? "0" : "")\($0)" } + ["Q1", "Q2"])
    return try ScenarioReader(library: Library(directory: folder), knownClaims: known)
      .read("Reference/\(name).json").world
  }

  private func means(_ world: World) throws -> StudyResult {
    try Simulation(
      try Plan(world), Assignment(runs: 1, seed: 1, threads: 1, isCentral: true))()
  }

  @Test(arguments: ["small", "everything"])
  func `both halves of a doubled world take the path of the single one`(name: String) throws {
    let world = try world(name)
    let doubled = world.doubled()
    let (one, two) = (try means(world), try means(doubled))
    #expect(doubled.streams.count == 2 * world.streams.count)
    for series in one.plan.layout.series {
      let copy: Subject =
        switch series.subject {
        case .stream(let index): .stream(index + world.streams.count)
        case .group(let index): .group(index + world.groups.count)
        case .pool(let index): .pool(index + world.pools.count)
        case .whole: .whole
        }
      let factor = series.subject == .whole ? 2.0 : 1
      for month in 0..<world.calendar.months {
        let expected = one.summary(series.measure, series.subject, month: month)?.mean ?? .nan
        for subject in [series.subject, copy] {
          let found = two.summary(series.measure, subject, month: month)?.mean ?? .nan
          let close =
            expected.isNaN
            ? found.isNaN : abs(found - factor * expected) <= 1e-9 * max(1, abs(expected))
          #expect(close, "\(series.measure) of \(subject) in \(month): \(found), \(expected)")
          if !close { return }
        }
      }
    }
  }

  /// Streams without arrivals or noise have none in the copy either, and correlations stay within each half.
  @Test(arguments: ["small", "everything"])
  func `a doubled world asks for twice the chance`(name: String) throws {
    func budget(_ world: World) throws -> RunBudget {
      Simulation(try Plan(world), Assignment(runs: 2, seed: 1, threads: 1)).budget
    }
    let world = try world(name)
    let one = try budget(world.simulating(months: world.calendar.months))
    let two = try budget(world.doubled())
    let joined = one.products.first { $0.role == .copula }?.rows ?? 0
    #expect(two.worlds == 1 && one.worlds == 1)
    #expect(two.monthlyUniforms == 2 * one.monthlyUniforms)
    #expect(two.counts == 2 * one.counts)
    #expect(two.normals - joined == 2 * (one.normals - joined))
    #expect(two.exponentials == 2 * one.exponentials)
    #expect(two.cohorts == 2 * one.cohorts)
  }

  @Test func `a shorter world takes the first months of the longer one`() throws {
    let world = try world("everything")
    let half = world.calendar.months / 2
    let (long, short) = (try means(world), try means(world.simulating(months: half)))
    for series in long.plan.layout.series {
      for month in 0..<half {
        let expected = long.summary(series.measure, series.subject, month: month)?.mean ?? .nan
        let found = short.summary(series.measure, series.subject, month: month)?.mean ?? .nan
        let close =
          expected.isNaN
          ? found.isNaN : abs(found - expected) <= 1e-9 * max(1, abs(expected))
        #expect(close, "\(series.measure) of \(series.subject) in \(month)")
        if !close { return }
      }
    }
  }
}
