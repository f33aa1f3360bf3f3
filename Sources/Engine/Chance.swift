internal import Caseload
internal import LinearAlgebra
internal import Probability
internal import Sampling

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// What nobody can know, for the runs and all months of one block.
///
/// It is drawn once a block and shared by every world that is simulated: differences between worlds are not blurred by chance.
final class Chance {
  /// Whether chance is off.
  private(set) var isOff = true
  /// Factor of the inflow's intensity, a row a stream and month.
  private let factors: Lanes
  /// Uniforms of the counts, a row a stream and month.
  private let uniforms: Lanes
  /// Factor of the capacity, a row a pool and month.
  private let capacities: Lanes
  private let months: Int
  private let normals: Lanes
  private let joined: Lanes

  /// Makes room for a plan's chance.
  init(_ plan: Plan) {
    months = plan.months
    factors = Lanes(rows: plan.streams.count * months, filledWith: 1)
    uniforms = Lanes(rows: plan.streams.count * months, filledWith: 0.5)
    capacities = Lanes(rows: plan.pools.count * months, filledWith: 1)
    let noisy = plan.noise.streams.count * months
    normals = Lanes(rows: noisy)
    joined = Lanes(rows: noisy)
  }

  /// The factor of a stream's intensity in a month.
  @inline(__always) func factor(_ stream: Int, _ month: Int, _ lane: Int) -> Lane {
    factors[stream * months + month, lane]
  }

  /// The uniform number that a stream's count is drawn with.
  @inline(__always) func uniform(_ stream: Int, _ month: Int, _ run: Int) -> Double {
    uniforms[stream * months + month, run: run]
  }

  /// The factor of a pool's capacity in a month.
  @inline(__always) func capacity(_ pool: Int, _ month: Int, _ lane: Int) -> Lane {
    capacities[pool * months + month, lane]
  }

  /// Draws the chance of a block, or other chance for the same runs when `isTwin`.
  ///
  /// The runs' knowledge is needed for uncertain sizes of noise.
  func draw(
    _ plan: Plan, _ knowledge: Knowledge, _ assignment: Assignment, _ block: Int,
    isTwin: Bool, _ clock: WorkClock
  ) {
    isOff = assignment.isCentral
    guard !isOff else { return }
    let first = UInt32(block * Block.runs) + (isTwin ? 1 << 31 : 0)
    let source = Draws(seed: assignment.seed)
    for (index, stream) in plan.world.streams.enumerated() where stream.inflow != nil {
      fill(uniforms, index, source, "streams.\(stream.name).arrivals", first)
      for month in 0..<months { factors.fill(index * months + month, with: 1) }
    }
    drawNoise(plan, knowledge, source, first, clock)
    clock.enter(.draws)
    drawSurges(plan, knowledge, source, first)
    drawMixing(plan, source, first)
    for (index, pool) in plan.world.pools.enumerated() {
      guard let noise = plan.pools[index].noise else { continue }
      fill(capacities, index, source, "pools.\(pool.name).noise", first)
      for row in (index * months)..<((index + 1) * months) {
        for run in 0..<Block.runs {
          let sd = knowledge.inputs[noise, run: run]
          let normal = StandardNormal.quantile(capacities[row, run: run])
          capacities[row, run: run] = sd == 0 ? 1 : exp(sd * normal - sd * sd / 2)
        }
      }
    }
  }

  /// Fills the rows of all months of one stream or pool with uniform numbers.
  private func fill(
    _ rows: borrowing Lanes, _ index: Int, _ source: Draws, _ name: String, _ first: UInt32
  ) {
    let hash = NameHash(name)
    var even = [Double](repeating: 0, count: Block.runs)
    var odd = even
    for month in stride(from: 0, to: months, by: 2) {
      var evenSpan = even.mutableSpan
      var oddSpan = odd.mutableSpan
      source.fill(hash, firstRun: first, month: month, even: &evenSpan, odd: &oddSpan)
      for run in 0..<Block.runs {
        rows[index * months + month, run: run] = even[run]
        if month + 1 < months { rows[index * months + month + 1, run: run] = odd[run] }
      }
    }
  }

  /// Autocorrelated and cross-correlated noise: two products of matrices over all months and runs.
  private func drawNoise(
    _ plan: Plan, _ knowledge: Knowledge, _ source: Draws, _ first: UInt32, _ clock: WorkClock
  ) {
    let noise = plan.noise
    guard !noise.streams.isEmpty else { return }
    for (place, noisy) in noise.streams.enumerated() {
      let name = plan.world.streams[noisy.stream].name
      fill(normals, place, source, "streams.\(name).inflow.noise", first)
    }
    normals.withRows(0..<normals.rows) { span in
      for index in 0..<span.count { span[index] = StandardNormal.quantile(span[index]) }
    }
    clock.enter(.noiseProducts)
    let columns = months * Block.runs
    normals.withRows(0..<normals.rows) { independent in
      joined.withRows(0..<joined.rows) { result in
        multiply(noise.across, independent.span, columns: columns, into: &result)
      }
    }
    for (place, noisy) in noise.streams.enumerated() {
      let rows = (place * months)..<((place + 1) * months)
      joined.withRows(rows) { innovations in
        normals.withRows(rows) { result in
          multiply(
            noise.memories[noisy.memory], innovations.span, columns: Block.runs, into: &result)
        }
      }
      for month in 0..<months {
        for run in 0..<Block.runs {
          let sd = knowledge.inputs[noisy.sd, run: run]
          let log = sd * normals[place * months + month, run: run]
          factors[noisy.stream * months + month, run: run] = exp(
            log - sd * sd * noisy.variance[month] / 2)
        }
      }
    }
  }

  /// Rare events that raise the inflow and fade.
  private func drawSurges(
    _ plan: Plan, _ knowledge: Knowledge, _ source: Draws, _ first: UInt32
  ) {
    let events = Lanes(rows: months)
    let sizes = Lanes(rows: months)
    for (index, stream) in plan.world.streams.enumerated() {
      guard let surge = stream.inflow?.noise?.surge else { continue }
      fill(events, 0, source, "surges.\(surge.name).event", first)
      fill(sizes, 0, source, "surges.\(surge.name).size", first)
      let keep = exp(-1 / surge.decay.law.mean)
      for run in 0..<Block.runs {
        let rate = knowledge.value(of: surge.rate, plan, run: run)
        var state = 0.0
        for month in 0..<months {
          state *= keep
          if events[month, run: run] < rate {
            state += surge.size.law.quantile(sizes[month, run: run])
          }
          factors[index * months + month, run: run] *= max(0, 1 + state)
        }
      }
    }
  }

  /// Gamma factors that turn Poisson counts into negative binomial ones.
  private func drawMixing(_ plan: Plan, _ source: Draws, _ first: UInt32) {
    let mixing = Lanes(rows: months)
    for (index, stream) in plan.world.streams.enumerated() {
      guard let law = plan.mixing[index] else { continue }
      fill(mixing, 0, source, "streams.\(stream.name).dispersion", first)
      for month in 0..<months {
        for run in 0..<Block.runs {
          factors[index * months + month, run: run] *= law.quantile(mixing[month, run: run])
        }
      }
    }
  }
}
