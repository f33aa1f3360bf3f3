import Caseload
import CaseloadTesting
import LinearAlgebra
import Probability
import Sampling
import Testing

@testable import Engine

/// Means adjusted by regression: what they rest on, and whether their intervals hold what they promise.
@Suite struct AdjustmentStatisticalTests {
  /// A world with everything that has a control: uncertain numbers, a lever by chance, noise that goes together, surges and dispersion.
  private var world: World {
    var builder = WorldBuilder(months: 24)
    builder.pool("p", staff: 1, hires: 0, attrition: 0, hoursPerMonth: 190, noise: 0.1)
    builder.stream(
      "a", stock: 60, level: 10, trend: 0.2, noise: (0.1, 0.9),
      granted: .uniform(low: 0.3, high: 0.8), surge: true)
    builder.stream("b", stock: 20, level: 4, noise: (0.2, 0.5), season: season, dispersion: 4)
    builder.flow("f", from: 0, on: .outcome(0), to: 1)
    builder.lever(
      "l", on: [.stepHours(stream: 0, step: 0)], size: .pert(low: 0.6, mode: 0.8, high: 1),
      probability: .uniform(low: 0.2, high: 0.6))
    builder.lever(
      "m", on: [.inflowLevel(stream: 0)], size: .fixed(1.5), from: 6, probability: .fixed(0.3))
    builder.correlations = [.inflow(1, 0, builder.number("correlations.0", 0.5))]
    builder.questions = [
      Question(
        claim: "Q1", title: WorldBuilder.title("q"), without: [0],
        figures: [.init(measure: .stock, subject: .stream(0), month: 23)])
    ]
    return builder.world
  }

  private var season: [Double] { (0..<12).map { $0 < 6 ? 0.5 : 1.5 } }

  /// Over 40,960 runs every control's mean is nought to four and a half standard errors: of some two
  /// hundred a fair set leaves that in one seed of seven hundred.
  @Test(arguments: SamplingMethod.allCases)
  func `every control has mean nought`(method: SamplingMethod) throws {
    for world in [world] + (0..<4).map({ RandomWorld(seed: 700 + $0, longest: 40).world }) {
      let plan = try Plan(world)
      let layout = ControlPlan(plan)
      let (simulation, chance) = (BlockSimulation(plan), Chance(plan))
      let controls = Controls(plan, layout)
      let needs = MeasureNeeds(plan, series: [])
      let assignment = Assignment(runs: 40_960, seed: 5, threads: 1, sampling: method)
      var sums = Array(repeating: 0.0, count: layout.count)
      var squares = sums
      for block in 0..<640 {
        simulation.knowledge.draw(plan, assignment, block)
        chance.draw(plan, simulation.knowledge, assignment, block, isTwin: false, WorkClock())
        controls.start(simulation.knowledge, chance)
        simulation.run(chance: chance, without: [], needs: needs, clock: WorkClock()) {
          controls.follow($0, simulation, chance)
        }
        var blockSums = Array(repeating: 0.0, count: layout.count)
        var table: Matrix? = Matrix(rows: layout.count, columns: Block.runs) { _, _ in .nan }
        controls.hand(over: Block.runs, to: &blockSums, &table, at: 0)
        for row in 0..<layout.count {
          sums[row] += blockSums[row]
          for run in 0..<Block.runs {
            squares[row] += (table?[row, run] ?? 0) * (table?[row, run] ?? 0)
          }
        }
      }
      for row in 0..<layout.count {
        let mean = sums[row] / 40_960
        let error = (squares[row] / 40_960 / 40_960).squareRoot()
        #expect(error > 0 && abs(mean) < 4.5 * error, "\(world.name) \(row): \(mean / error)")
      }
    }
  }

  /// How often intervals of 90 and 95 % hold the mean, over 400 studies; a fair share leaves four
  /// standard errors of the binomial law once in sixteen thousand.
  @Test(arguments: SamplingMethod.allCases)
  func `intervals of adjusted means hold what they promise`(method: SamplingMethod) throws {
    let studies = 400
    let plan = try Plan(world)
    let outcomes = Outcome.all(of: world)
    let chosen: [Outcome.Kind] = [
      .stockEnd, .overdueStockEnd, .stockHalved, .monthsUntilStockHalved,
    ]
    let places = chosen.compactMap { kind in
      outcomes.firstIndex { $0.kind == kind && $0.subject == .stream(0) }
    }
    var adjusted = Array(repeating: [AdjustedMean](), count: chosen.count + 1)
    var plain = adjusted
    for study in 0..<studies {
      let job = Assignment(runs: 256, seed: UInt64(study), threads: 2, sampling: method)
      let result = try Simulation(plan, job)()
      for (place, index) in places.enumerated() {
        let summary = result.outcomes[index]
        adjusted[place].append(try #require(summary.adjusted))
        plain[place].append(
          AdjustedMean(mean: summary.mean, standardError: summary.standardError))
      }
      let figure = result.answers[0].figures[0]
      adjusted[chosen.count].append(try #require(figure.adjusted))
      plain[chosen.count].append(
        AdjustedMean(mean: figure.difference, standardError: figure.standardError))
    }
    for place in adjusted.indices {
      #expect(Sample(plain[place].map(\.standardError)).mean > 0)
      let truth = Sample(adjusted[place].map(\.mean)).mean
      // Both estimate the same mean.
      let differences = Sample(zip(adjusted[place], plain[place]).map { $0.mean - $1.mean })
      #expect(differences.hasMean(0), "\(place): \(differences.mean)")
      for (quantile, promise) in [(1.6449, 0.90), (1.9600, 0.95)] {
        let held = adjusted[place].count { abs($0.mean - truth) <= quantile * $0.standardError }
        let share = Double(held) / Double(studies)
        let error = (promise * (1 - promise) / Double(studies)).squareRoot()
        // With numbers spread evenly the truth is at least as often inside.
        let most = method == .independent ? promise + 4 * error : 1
        #expect(share >= promise - 4 * error && share <= most, "\(place): \(share) of \(promise)")
      }
    }
    // The stock at the end needs less than a third of the runs.
    let errors = zip(adjusted[0], plain[0]).map { $0.standardError / $1.standardError }
    #expect(Sample(errors).mean < (1.0 / 3).squareRoot())
  }

  @Test func `threads change no bit of an adjusted mean, and few runs have none`() throws {
    let plan = try Plan(world)
    func adjusted(_ runs: Int, threads: Int) throws -> [AdjustedMean?] {
      let result = try Simulation(plan, Assignment(runs: runs, seed: 3, threads: threads))()
      return result.outcomes.map(\.adjusted) + result.answers[0].figures.map(\.adjusted)
    }
    let two = try adjusted(1000, threads: 2)
    #expect(two == (try adjusted(1000, threads: 1)))
    #expect(two.contains { $0 != nil })
    #expect(try adjusted(20, threads: 1).allSatisfy { $0 == nil })
    let central = Assignment(runs: 1000, seed: 3, threads: 1, isCentral: true)
    #expect(try Simulation(plan, central)().outcomes.allSatisfy { $0.adjusted == nil })
  }
}
