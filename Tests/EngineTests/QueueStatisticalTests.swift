import Caseload
import CaseloadTesting
import Testing

@testable import Engine

/// Queues with whole decisions a month, `Q' = max(Q + A − s, 0)`, against their theory.
///
/// The stationary means follow from the roots of `z^s = exp(λ(z − 1))` (N. T. J. Bailey, J. R.
/// Stat. Soc. B 16 (1954); A. J. E. M. Janssen and J. S. H. van Leeuwaarden, Queueing Systems 50
/// (2005), doi:10.1007/s11134-005-0402-z), the transient laws from convolution. Every allowance is
/// four standard errors, which a right engine leaves about once in 15,000 seeds; the seeds are
/// fixed, so this cannot flake.
@Suite struct QueueStatisticalTests {
  private func world(
    level: Double, hours: Double, stock: Double = 0, months: Int, dispersion: Double? = nil
  ) -> WorldBuilder {
    var builder = WorldBuilder(months: months)
    builder.pool("p", hours: hours)
    builder.stream(
      "s", stock: stock, oldest: 1, level: level, noise: dispersion.map { _ in (0, 0) }, hours: 1,
      dispersion: dispersion)
    return builder
  }

  struct Stationary {
    let name: String
    let level: Double
    var dispersion: Double?
    let hours: Double
    let mean: Double
    let empty: Double
    let p95: Double
  }

  private static let stationary = [
    Stationary(name: "D1", level: 0.8, hours: 1, mean: 1.6, empty: 0.445_108_185_7, p95: 6),
    Stationary(
      name: "D2", level: 4, hours: 5, mean: 1.156_240_029_1, empty: 0.615_564_563_9, p95: 5),
    Stationary(
      name: "D3", level: 9, hours: 10, mean: 3.101_238_453_4, empty: 0.446_499_595_1, p95: 12),
    Stationary(
      name: "D4", level: 9.5, hours: 10, mean: 7.952_288_422_5, empty: 0.249_153_625_5, p95: 27),
    Stationary(
      name: "D6", level: 95, hours: 100, mean: 5.077_373_716_7, empty: 0.557_782_308_9, p95: 23),
    Stationary(
      name: "D8", level: 9, dispersion: 5, hours: 10, mean: 10.506_400_148_5,
      empty: 0.299_929_864, p95: 38),
  ]

  /// Runs are independent, months of one run are not: the standard error comes from means of runs.
  @Test(arguments: stationary.indices) func `long queues have the mean and the law of theory`(
    index: Int
  ) throws {
    let expected = Self.stationary[index]
    let (months, warmUp) = (1600, 600)
    let builder = world(
      level: expected.level, hours: expected.hours, months: months, dispersion: expected.dispersion)
    let simulation = BlockSimulation(try Plan(builder.world))
    var means = Sample()
    var empty = Sample()
    var within = Sample()
    var below = Sample()
    for block in 0..<12 {
      let engine = EngineRuns(simulation, block: block, seed: 20_261)
      for run in 0..<Block.runs {
        let late = Sample(Array(engine.path(.stock, .stream(0), run: run)[warmUp...]))
        means.add(late.mean)
        empty.add(late.share(upTo: 0))
        within.add(late.share(upTo: expected.p95))
        below.add(late.share(upTo: expected.p95 - 1))
      }
    }
    #expect(means.hasMean(expected.mean), "\(expected.name): mean \(means.mean)")
    #expect(means.standardError < expected.mean / 40, "\(expected.name) is too blunt")
    #expect(empty.hasMean(expected.empty), "\(expected.name): empty \(empty.mean)")
    #expect(within.mean >= 0.95 - 4 * within.standardError, "\(expected.name)")
    #expect(below.mean <= 0.95 + 4 * below.standardError, "\(expected.name)")
  }

  /// The first class has all hours to itself; both together are one queue.
  @Test func `under strict priority each class has the mean of theory`() throws {
    let (months, warmUp) = (1600, 600)
    var builder = WorldBuilder(months: months)
    builder.pool("p", hours: 10, allocation: .priority([1, 0]))
    builder.stream("low", stock: 0, oldest: 0, level: 0.5, hours: 1)
    builder.stream("high", stock: 0, oldest: 0, level: 9, hours: 1)
    let simulation = BlockSimulation(try Plan(builder.world))
    var (high, low) = (Sample(), Sample())
    for block in 0..<12 {
      let engine = EngineRuns(simulation, block: block, seed: 20_262)
      for run in 0..<Block.runs {
        low.add(Sample(Array(engine.path(.stock, .stream(0), run: run)[warmUp...])).mean)
        high.add(Sample(Array(engine.path(.stock, .stream(1), run: run)[warmUp...])).mean)
      }
    }
    #expect(high.hasMean(3.101_238_453_4), "high \(high.mean)")
    #expect(low.hasMean(7.952_288_422_5 - 3.101_238_453_4), "low \(low.mean)")
  }

  struct Transient {
    let name: String
    let level: Double
    let hours: Double
    let stock: Double
    let months: Int
    let mean: Double
    let variance: Double
    let empty: Double
    let quantiles: [Double]
  }

  private static let transients = [
    Transient(
      name: "T1", level: 9, hours: 10, stock: 0, months: 1, mean: 0.773_209_004_4,
      variance: 2.342_264_632_1, empty: 0.705_988_320_3, quantiles: [0, 0, 4]),
    Transient(
      name: "T1", level: 9, hours: 10, stock: 0, months: 13, mean: 2.660_117_277_1,
      variance: 14.893_596_965_7, empty: 0.467_324_793_6, quantiles: [0, 1, 11]),
    Transient(
      name: "T1", level: 9, hours: 10, stock: 0, months: 52, mean: 3.084_243_979_3,
      variance: 20.575_451_733_3, empty: 0.447_057_973_5, quantiles: [0, 1, 12]),
    Transient(
      name: "T2", level: 9, hours: 10, stock: 100, months: 13, mean: 87, variance: 117, empty: 0,
      quantiles: [70, 87, 105]),
    Transient(
      name: "T2", level: 9, hours: 10, stock: 100, months: 52, mean: 48.101_232_838_3,
      variance: 457.201_210_010_9, empty: 0.009_572_316_8, quantiles: [13, 48, 84]),
    Transient(
      name: "T3", level: 11, hours: 10, stock: 0, months: 13, mean: 16.041_362_544_5,
      variance: 98.955_165_476_6, empty: 0.040_687_581_9, quantiles: [1, 15, 34]),
    Transient(
      name: "T3", level: 11, hours: 10, stock: 0, months: 52, mean: 55.614_086_233_3,
      variance: 495.417_193_820_4, empty: 0.001_456_062_4, quantiles: [20, 55, 93]),
    Transient(
      name: "T4", level: 100, hours: 110, stock: 500, months: 26, mean: 240.000_008_541_5,
      variance: 2599.995_745_179, empty: 9.1e-7, quantiles: [156, 240, 324]),
    Transient(
      name: "T4", level: 100, hours: 110, stock: 500, months: 52, mean: 20.546_934_009_8,
      variance: 1229.336_366_385_5, empty: 0.516_970_212_1, quantiles: [0, 0, 99]),
  ]

  @Test(arguments: transients.indices) func `a queue has the law of theory after some months`(
    index: Int
  ) throws {
    let expected = Self.transients[index]
    let builder = world(
      level: expected.level, hours: expected.hours, stock: expected.stock, months: expected.months)
    let simulation = BlockSimulation(try Plan(builder.world))
    var sample = Sample()
    for block in 0..<300 {
      let engine = EngineRuns(simulation, block: block, seed: 20_263)
      sample.add(engine.month(.stock, .stream(0), expected.months - 1))
    }
    let name = "\(expected.name) after \(expected.months)"
    #expect(sample.hasMean(expected.mean), "\(name): mean \(sample.mean)")
    #expect(sample.hasVariance(expected.variance), "\(name): variance \(sample.variance)")
    #expect(sample.has(share: expected.empty, upTo: 0), "\(name): empty \(sample.share(upTo: 0))")
    for (probability, quantile) in zip([0.05, 0.5, 0.95], expected.quantiles) {
      #expect(sample.has(quantile: quantile, at: probability), "\(name): \(probability)")
    }
  }
}
