import Caseload
import Foundation
import Probability
import Scenario
import Testing

/// Scenarios that are changed after they were read, number by number.
@Suite struct ChangeTests {
  private let reader: ScenarioReader
  private let loaded: LoadedScenario

  init() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().path
    // Every feature of the format, with every claim that it names.
    let known = Set((1...30).map { $0 < 10 ? "C0\($0)" : "C\($0)" } + ["Q1", "Q2"])
    reader = ScenarioReader(library: Library(directory: tests), knownClaims: known)
    loaded = try reader.read("Reference/everything.json")
  }

  private var numbers: [Number] {
    loaded.world.inventory.compactMap { if case .number(let number) = $0 { number } else { nil } }
  }

  /// The value of a path that may be written in another way once it was set.
  private func law(_ path: String, in world: World) -> Number? {
    for case .number(let number) in world.inventory where number.path == path { return number }
    return nil
  }

  @Test func `every number has a domain, in which its values lie`() {
    let domains = reader.domains(of: loaded)
    #expect(numbers.count > 100)
    for number in numbers {
      guard let domain = domains[number.path] else {
        Issue.record("\(number.path) has no domain")
        continue
      }
      let mean = number.law.mean
      #expect(
        mean >= domain.low ?? -.infinity && mean <= domain.high ?? .infinity, "\(number.path)")
    }
    let share = domains["streams.nareis.withdrawal"]
    #expect(share.map { $0.low == 0 && $0.high == 1 } ?? true)
  }

  @Test func `every number can be fixed at a value, and nothing else changes`() throws {
    for number in numbers {
      let value = number.law.mean
      let changes = ScenarioReader.fixing(number.path, at: value, in: loaded.world)
      let world: World
      do { world = try reader.world(loaded, changedBy: changes) } catch {
        // What two streams must have in common cannot be changed in one of them; nothing else is refused.
        let text = error.rendered(in: .en)
        #expect(text.contains("has another 'size' than"), "\(number.path): \(text)")
        continue
      }
      let found = law(number.path, in: world)
      #expect(found?.law.fixedValue == value, "\(number.path)")
      let moved = ScenarioReader.sharedWith(number.path, in: loaded.world).map(\.path)
      let before = Set(numbers.map(\.path)).subtracting(moved + [number.path])
      for path in before where !path.hasPrefix("correlations.") {
        #expect(law(path, in: world)?.law == law(path, in: loaded.world)?.law, "\(path)")
      }
    }
  }

  @Test func `the rank correlations of a fixed number go, others stay`() throws {
    let pairs = loaded.world.correlations.compactMap { correlation -> (String, String)? in
      if case .rank(let first, let second, _) = correlation { (first, second) } else { nil }
    }
    let first = try #require(pairs.first).0
    let changes = ScenarioReader.fixing(first, at: 1, in: loaded.world)
    let own = pairs.count { $0.0 == first || $0.1 == first }
    #expect(changes.count == own + 1)
    let value = try #require(law(first, in: loaded.world)).law.mean
    let world = try reader.world(
      loaded, changedBy: ScenarioReader.fixing(first, at: value, in: loaded.world))
    #expect(world.correlations.count == loaded.world.correlations.count - own)
  }

  @Test func `shares that must add up to one do so at any value of one of them`() throws {
    for stream in loaded.world.streams where stream.outcomes.count > 1 {
      let share = stream.outcomes[0].share
      let world = try reader.world(
        loaded, changedBy: ScenarioReader.fixing(share.path, at: 0.25, in: loaded.world))
      let index = try #require(loaded.world.streams.firstIndex(of: stream))
      let after = world.streams[index].outcomes.map(\.share)
      #expect(after[0].law.fixedValue == 0.25)
      guard after.allSatisfy({ !$0.isUncertain }) else { continue }
      #expect(abs(after.reduce(0.0) { $0 + $1.law.mean } - 1) < 1e-9)
    }
    #expect(ScenarioReader.sharedWith("pools.desk.staff", in: loaded.world).isEmpty)
  }

  @Test func `a value outside the domain is refused with its fault`() {
    #expect(throws: Faults.self) {
      _ = try reader.world(
        loaded,
        changedBy: ScenarioReader.fixing(
          loaded.world.pools[0].attrition.path, at: 2, in: loaded.world))
    }
    #expect(
      ScenarioReader.nearestPath(to: "pools.a.staf", among: ["pools.a.staff", "x"])
        == "pools.a.staff")
  }
}
