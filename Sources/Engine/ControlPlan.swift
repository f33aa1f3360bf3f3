internal import Caseload
internal import Probability

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// Numbers of a run whose mean is known to be nought: what outcomes are regressed on.
///
/// They are, in this order: each uncertain number less its mean; for each lever whose coming into force is drawn, one or nought less its
/// probability in the run; and, summed over periods of a year or more, for each stream with noise its independent innovations, for each
/// stream with chance its cases expected from outside less what they would be without chance, and for each kind of surge its sizes less
/// their mean.
struct ControlPlan: Sendable {
  /// A stream whose inflow chance multiplies by factors of known mean.
  struct Inflow: Sendable {
    let stream: Int
    /// Row of the level among the values.
    let level: Int
    /// Probability of a surge in a month; nil without surges.
    let rate: Number?
    /// By what, times the rate, the mean of a month's factor exceeds one.
    let lift: [Double]
  }

  /// Periods of a horizon, at most.
  static let mostPeriods = 8

  /// Uncertain numbers that vary, by row, and their means.
  let numbers: [(row: Int, mean: Double)]
  /// Levers that are in force in some runs.
  let levers: [Int]
  let innovations: Int
  let inflows: [Inflow]
  /// Kinds of surge, by row of the chance's jumps: the rate of an event and the mean of its size.
  let surges: [(rate: Number, size: Double)]
  let monthsPerPeriod: Int
  let periods: Int

  /// Finds the controls of a plan.
  init(_ plan: Plan) {
    let world = plan.world
    numbers = plan.uncertain.enumerated().compactMap { row, number in
      let (mean, variance) = (number.law.mean, number.law.variance)
      return mean.isFinite && variance.isFinite && variance > 0 ? (row, mean) : nil
    }
    levers = world.levers.indices.filter { index in
      let lever = world.levers[index]
      guard lever.isEnabled else { return false }
      return lever.probability.law.fixedValue.map { $0 > 0 && $0 < 1 } ?? true
    }
    monthsPerPeriod = max(12, (plan.months + Self.mostPeriods - 1) / Self.mostPeriods)
    periods = (plan.months + monthsPerPeriod - 1) / monthsPerPeriod
    innovations = plan.noise.streams.count
    inflows = world.streams.indices.compactMap { Self.inflow($0, plan) }
    surges = plan.surges.map { stream in
      guard let surge = world.streams[stream].inflow?.noise?.surge else {
        preconditionFailure("stream \(stream) has no surge")
      }
      return (surge.rate, surge.size.law.mean)
    }
  }

  /// A stream's controls; nil when its inflow has no chance beyond its counts, or none of known mean.
  private static func inflow(_ index: Int, _ plan: Plan) -> Inflow? {
    let noise = plan.world.streams[index].inflow?.noise
    let varies =
      plan.noise.streams.contains { $0.stream == index } || plan.mixing[index] != nil
      || noise?.surge != nil
    guard varies, let level = plan.streams[index].level else { return nil }
    guard let surge = noise?.surge else {
      return Inflow(stream: index, level: level, rate: nil, lift: [])
    }
    let size = surge.size.law
    // A rise below nought might bring the inflow to nought, and then its mean is not the sum of means.
    guard size.mean.isFinite, size.quantile(0x1p-53) >= 0 else { return nil }
    let keep = exp(-1 / surge.decay.law.mean)
    var lift: [Double] = []
    for _ in 0..<plan.months { lift.append((lift.last ?? 0) * keep + size.mean) }
    return Inflow(stream: index, level: level, rate: surge.rate, lift: lift)
  }

  /// The number of controls.
  var count: Int {
    numbers.count + levers.count + periods * (innovations + inflows.count + surges.count)
  }
  /// The first row of the innovations' sums: row `period` of the place `k` stands `periods · k + period` further.
  var firstInnovation: Int { numbers.count + levers.count }
  /// The first row of the inflows.
  var firstInflow: Int { firstInnovation + periods * innovations }
  /// The first row of the surges.
  var firstSurge: Int { firstInflow + periods * inflows.count }
}
