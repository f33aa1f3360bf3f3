import Caseload
import CaseloadTesting
import Glibc
import Probability
import Testing

@testable import Engine

/// What is drawn, against the laws that it is said to have; every allowance is four standard
/// errors, with fixed seeds.
@Suite struct ChanceStatisticalTests {
  private static let blocks = 320

  /// Draws chance block after block.
  private func draw(
    _ world: World, blocks: Int = blocks, _ use: (BlockSimulation, borrowing Chance) -> Void
  ) throws {
    let plan = try Plan(world)
    let (simulation, chance) = (BlockSimulation(plan), Chance(plan))
    let assignment = Assignment(runs: blocks * Block.runs, seed: 77, threads: 1)
    for block in 0..<blocks {
      simulation.knowledge.draw(plan, assignment, block)
      chance.draw(plan, simulation.knowledge, assignment, block, isTwin: false, WorkClock())
      use(simulation, chance)
    }
  }

  /// The factors of a stream's intensity in a month, in all runs of a block.
  private func factors(_ chance: borrowing Chance, _ stream: Int, _ month: Int) -> [Double] {
    (0..<Block.runs).map { run in
      chance.factor(stream, month, run / Lane.scalarCount)[run % Lane.scalarCount]
    }
  }

  /// With `x[t] = ρ x[t−1] + sd ε[t]` from nought, the covariance of two streams at months `t` and
  /// `t + k` is `r sd sd' ρ'^k Σ_{j≤t} (ρ ρ')^j`; a stream with itself has `r = 1`.
  @Test func `inflow noise has the variance, the memory and the company of theory`() throws {
    let (sd, persistence, correlation) = ([0.2, 0.1], [0.8, 0.4], 0.5)
    var builder = WorldBuilder(months: 25)
    builder.pool("p")
    for index in 0...1 { builder.stream("s\(index)", noise: (sd[index], persistence[index])) }
    builder.correlations = [.inflow(1, 0, builder.number("correlations.0", correlation))]
    func covariance(_ a: Int, _ b: Int, _ month: Int, _ lag: Int) -> Double {
      let sum = (0...month).reduce(0.0) {
        $0 + pow(persistence[a] * persistence[b], Double($1))
      }
      return (a == b ? 1 : correlation) * sd[a] * sd[b] * sum * pow(persistence[b], Double(lag))
    }
    func variance(_ stream: Int, _ month: Int) -> Double { covariance(stream, stream, month, 0) }
    let pairs = [
      (0, 0, 0, 0), (0, 0, 5, 0), (0, 0, 20, 0), (1, 1, 0, 0), (1, 1, 12, 0), (0, 0, 10, 1),
      (0, 0, 10, 2), (0, 0, 10, 6), (1, 1, 10, 1), (1, 1, 10, 3), (0, 1, 0, 0), (0, 1, 8, 0),
      (1, 0, 8, 0), (0, 1, 8, 2), (1, 0, 8, 2), (1, 0, 20, 4),
    ]
    var products = pairs.map { _ in Sample() }
    var means = [Sample(), Sample()]
    try draw(builder.world) { _, chance in
      func noise(_ stream: Int, _ month: Int) -> [Double] {
        factors(chance, stream, month).map { log($0) + variance(stream, month) / 2 }
      }
      for (place, (a, b, month, lag)) in pairs.enumerated() {
        products[place].add(zip(noise(a, month), noise(b, month + lag)).map { $0 * $1 })
      }
      for stream in 0...1 { means[stream].add(factors(chance, stream, 15)) }
    }
    for (product, (a, b, month, lag)) in zip(products, pairs) {
      let expected = covariance(a, b, month, lag)
      #expect(
        product.hasMean(expected), "\(a), \(b), month \(month), lag \(lag): \(product.mean)")
    }
    for mean in means { #expect(mean.hasMean(1)) }
  }

  /// `E y[t] = rate · E size · Σ_{j≤t} e^(−j/decay)`; the dispersion that goes with it has mean
  /// one.
  @Test func `surges raise the inflow by the mean of theory`() throws {
    var builder = WorldBuilder(months: 31)
    builder.pool("p")
    builder.stream("s", noise: (0, 0), surge: true)
    var samples = [0: Sample(), 3: Sample(), 30: Sample()]
    try draw(builder.world) { _, chance in
      for month in [0, 3, 30] { samples[month]?.add(factors(chance, 0, month)) }
    }
    for (month, sample) in samples {
      let sum = (0...month).reduce(0.0) { $0 + exp(-Double($1) / 6) }
      #expect(sample.hasMean(1 + 0.02 * sum), "month \(month): \(sample.mean)")
    }
  }

  @Test func `capacity noise has mean one and the variance of its law`() throws {
    var builder = WorldBuilder(months: 2)
    builder.pool("p", noise: 0.25)
    builder.stream("s")
    var sample = Sample()
    try draw(builder.world) { _, chance in
      for month in 0...1 {
        for lane in 0..<Block.width {
          let factors = chance.capacity(0, month, lane)
          sample.add(factors.indices.map { factors[$0] })
        }
      }
    }
    #expect(sample.hasMean(1))
    #expect(sample.hasVariance(exp(0.0625) - 1))
  }

  @Test func `counts have the mean and variance of a negative binomial`() throws {
    var builder = WorldBuilder(months: 1)
    builder.pool("p")
    builder.stream("s", level: 9, noise: (0, 0), dispersion: 5)
    let simulation = BlockSimulation(try Plan(builder.world))
    var sample = Sample()
    for block in 0..<Self.blocks {
      sample.add(EngineRuns(simulation, block: block, seed: 8).month(.inflow, .stream(0), 0))
    }
    #expect(sample.hasMean(9))
    #expect(sample.hasVariance(25.2))
  }

  /// Each of 1,024 equal parts holds exactly one number of a group, so this is exact.
  @Test func `in a group of runs a number visits every part of its law once`() throws {
    var builder = WorldBuilder(months: 1)
    builder.pool("p")
    builder.stream("s", granted: .uniform(low: 0, high: 1))
    var groups: [[Double]] = [[]]
    try draw(builder.world, blocks: 32) { simulation, _ in
      for run in 0..<Block.runs {
        if groups[groups.count - 1].count == 1024 { groups.append([]) }
        groups[groups.count - 1].append(simulation.knowledge.drawn[0, run: run])
      }
    }
    #expect(groups.count == 2)
    for group in groups {
      #expect(group.map { Int($0 * 1024) }.sorted() == Array(0..<1024))
    }
    #expect(groups[0].map { Int($0 * 1024) } != groups[1].map { Int($0 * 1024) })
  }

  @Test func `a lever is in force in exactly its share of a group of runs`() throws {
    var builder = WorldBuilder(months: 1)
    builder.pool("p")
    builder.stream("s")
    let probabilities = [0, 0.25, 0.5, 0.75, 1]
    for (index, probability) in probabilities.enumerated() {
      builder.lever("l\(index)", on: [.term(stream: 0)], probability: .fixed(probability))
    }
    var counts = probabilities.map { _ in 0.0 }
    var both = 0.0
    try draw(builder.world, blocks: 16) { simulation, _ in
      for run in 0..<Block.runs {
        let inForce = probabilities.indices.map { simulation.knowledge.inForce[$0, run: run] }
        for index in counts.indices { counts[index] += inForce[index] }
        both += inForce[1] * inForce[2]
      }
    }
    #expect(counts == probabilities.map { $0 * 1024 })
    // Two levers are independent: hypergeometric, 1,024 · ¼ · ½ with standard deviation 6.93.
    #expect(abs(both - 128) < 4 * 6.93)
  }

  /// Spearman's correlation of uniform numbers is `12 E[(u − ½)(v − ½)]`.
  @Test func `numbers have the rank correlation that was asked for`() throws {
    var builder = WorldBuilder(months: 1)
    builder.pool("p")
    for name in ["a", "b"] { builder.stream(name, granted: .uniform(low: 0, high: 1)) }
    builder.correlations = [
      .rank(
        "streams.a.outcomes.granted.share", "streams.b.outcomes.granted.share",
        builder.number("correlations.0", -0.7))
    ]
    var (products, first) = (Sample(), Sample())
    try draw(builder.world) { simulation, _ in
      let drawn = simulation.knowledge
      for run in 0..<Block.runs {
        let (u, v) = (drawn.drawn[0, run: run], drawn.drawn[1, run: run])
        products.add(12 * (u - 0.5) * (v - 0.5))
        first.add(v)
      }
    }
    #expect(products.hasMean(-0.7), "\(products.mean)")
    #expect(first.hasMean(0.5))
    #expect(first.hasVariance(1.0 / 12))
  }
}
