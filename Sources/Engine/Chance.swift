internal import CKernels
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
  /// Factor of the inflow's intensity, a row a stream and month: noisy streams first, in the order of the plan's noise.
  private let factors: Lanes
  /// Place of each stream among the factors.
  private let places: [Int]
  /// Uniforms of the counts, a row a stream and month.
  private let uniforms: Lanes
  /// Factor of the capacity, a row a pool and month.
  private let capacities: Lanes
  private let months: Int
  private let normals: Lanes
  /// Rises of the inflow in each month, a row a kind of surge and month.
  private let jumps: Lanes
  /// Rows of one stream, on the way to factors.
  private let events: Lanes
  private let sizes: Lanes
  private let names: Names

  /// Names of what is drawn, hashed.
  private struct Names {
    let arrivals: [NameHash]
    let noise: [NameHash]
    let surges: [(event: NameHash, size: NameHash)?]
    let dispersion: [NameHash]
    let capacity: [NameHash]

    init(_ plan: Plan) {
      let streams = plan.world.streams
      arrivals = streams.map { NameHash("streams.\($0.name).arrivals") }
      noise = plan.noise.streams.map { NameHash("streams.\(streams[$0.stream].name).inflow.noise") }
      surges = streams.map { stream in
        stream.inflow?.noise?.surge.map {
          (NameHash("surges.\($0.name).event"), NameHash("surges.\($0.name).size"))
        }
      }
      dispersion = streams.map { NameHash("streams.\($0.name).dispersion") }
      capacity = plan.world.pools.map { NameHash("pools.\($0.name).noise") }
    }
  }

  /// Makes room for a plan's chance.
  init(_ plan: Plan) {
    months = plan.months
    names = Names(plan)
    let noisy = plan.noise.streams.map(\.stream)
    var places = Array(repeating: 0, count: plan.streams.count)
    let quiet = plan.streams.indices.filter { !noisy.contains($0) }
    for (place, stream) in (noisy + quiet).enumerated() { places[stream] = place }
    self.places = places
    factors = Lanes(rows: plan.streams.count * months, filledWith: 1)
    uniforms = Lanes(rows: plan.streams.count * months, filledWith: 0.5)
    capacities = Lanes(rows: plan.pools.count * months, filledWith: 1)
    normals = Lanes(rows: noisy.count * months)
    jumps = Lanes(rows: plan.surges.count * months)
    events = Lanes(rows: months)
    sizes = Lanes(rows: months)
  }

  /// The factor of a stream's intensity in a month.
  @inline(__always) func factor(_ stream: Int, _ month: Int, _ lane: Int) -> Lane {
    factors[places[stream] * months + month, lane]
  }

  /// The factors of a stream's intensity in a month, for kernels; valid as long as this object.
  @unsafe func factors(_ stream: Int, _ month: Int) -> UnsafePointer<Double> {
    unsafe UnsafePointer(factors.address(ofRow: places[stream] * months + month))
  }

  /// The factors of a pool's capacity in a month, for kernels; valid as long as this object.
  @unsafe func capacities(_ pool: Int, _ month: Int) -> UnsafePointer<Double> {
    unsafe UnsafePointer(capacities.address(ofRow: pool * months + month))
  }

  /// Opens the uniform numbers that a stream's counts are drawn with.
  @inline(__always) func withUniforms(_ stream: Int, _ month: Int, _ body: (Span<Double>) -> Void) {
    let row = stream * months + month
    uniforms.withRows(row..<(row + 1)) { body($0.span) }
  }

  /// A month's innovation of the noise of the plan's noisy stream at a place; its mean is nought, its variance one.
  @inline(__always) func innovation(_ place: Int, _ month: Int, _ lane: Int) -> Lane {
    normals[place * months + month, lane]
  }

  /// The size of a month's event of a kind of surge; nought without one.
  @inline(__always) func jump(_ kind: Int, _ month: Int, _ lane: Int) -> Lane {
    jumps[kind * months + month, lane]
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
      fill(uniforms, index, source, names.arrivals[index], first)
    }
    drawNoise(plan, knowledge, source, first, clock)
    clock.enter(.draws)
    for (index, stream) in plan.world.streams.enumerated()
    where stream.inflow?.noise?.surge != nil || plan.mixing[index] != nil {
      if places[index] >= plan.noise.streams.count {
        for row in rows(places[index]) { factors.fill(row, with: 1) }
      }
      drawSurges(index, plan, knowledge, source, first)
      drawMixing(index, plan, source, first)
    }
    let one = Array(repeating: 1.0, count: months)
    for index in plan.pools.indices {
      guard let sd = plan.pools[index].noise else { continue }
      fill(capacities, index, source, names.capacity[index], first)
      capacities.withRows(rows(index)) { StandardNormal.quantiles(of: &$0) }
      makeFactors(capacities, index, persistence: 0, sd, knowledge, variance: one)
    }
  }

  /// The rows of all months of one stream or pool.
  private func rows(_ place: Int) -> Range<Int> { (place * months)..<((place + 1) * months) }

  /// Fills the rows of all months of one stream or pool with uniform numbers.
  private func fill(
    _ lanes: borrowing Lanes, _ place: Int, _ source: Draws, _ name: NameHash, _ first: UInt32
  ) {
    lanes.withRows(rows(place)) { source.fill(name, firstRun: first, months: months, into: &$0) }
  }

  /// Turns normal numbers into log-normal factors with mean one.
  private func makeFactors(
    _ lanes: borrowing Lanes, _ place: Int, persistence: Double, _ sd: Int, _ knowledge: Knowledge,
    variance: [Double]
  ) {
    precondition(variance.count == months && (place + 1) * months <= lanes.rows)
    // Safe: the place has a row a month, as was just checked.
    unsafe ck_noise_logarithms(
      lanes.address(ofRow: place * months), months, persistence,
      knowledge.inputs.address(ofRow: sd), variance)
    lanes.withRows(rows(place)) { exponentials(of: &$0) }
  }

  /// Autocorrelated and cross-correlated noise: a product of matrices over all months and runs, then a recursion over months.
  private func drawNoise(
    _ plan: Plan, _ knowledge: Knowledge, _ source: Draws, _ first: UInt32, _ clock: WorkClock
  ) {
    let noise = plan.noise
    guard !noise.streams.isEmpty else { return }
    for place in noise.streams.indices { fill(normals, place, source, names.noise[place], first) }
    normals.withRows(0..<normals.rows) { StandardNormal.quantiles(of: &$0) }
    clock.enter(.noiseProducts)
    normals.withRows(0..<normals.rows) { independent in
      factors.withRows(0..<normals.rows) { joined in
        multiply(
          noise.across, independent.span, columns: months * Block.runs, into: &joined)
      }
    }
    for (place, noisy) in noise.streams.enumerated() {
      makeFactors(
        factors, place, persistence: noisy.persistence, noisy.sd, knowledge,
        variance: noisy.variance)
    }
  }

  /// Rare events that raise the inflow and fade.
  private func drawSurges(
    _ stream: Int, _ plan: Plan, _ knowledge: Knowledge, _ source: Draws, _ first: UInt32
  ) {
    guard let surge = plan.world.streams[stream].inflow?.noise?.surge,
      let (event, size) = names.surges[stream]
    else { return }
    fill(events, 0, source, event, first)
    fill(sizes, 0, source, size, first)
    let keep = exp(-1 / surge.decay.law.mean)
    let kind = plan.surges.firstIndex(of: stream)
    for run in 0..<Block.runs {
      let rate = knowledge.value(of: surge.rate, plan, run: run)
      var state = 0.0
      for month in 0..<months {
        let jump =
          events[month, run: run] < rate
          ? surge.size.law.quantile(sizes[month, run: run]) : 0
        state = state * keep + jump
        if let kind { jumps[kind * months + month, run: run] = jump }
        factors[places[stream] * months + month, run: run] *= max(0, 1 + state)
      }
    }
  }

  /// Gamma factors that turn Poisson counts into negative binomial ones.
  private func drawMixing(_ stream: Int, _ plan: Plan, _ source: Draws, _ first: UInt32) {
    guard let law = plan.mixing[stream] else { return }
    fill(sizes, 0, source, names.dispersion[stream], first)
    sizes.withRows(0..<months) { law.quantiles(of: &$0) }
    for month in 0..<months {
      for lane in 0..<Block.width {
        factors[places[stream] * months + month, lane] *= sizes[month, lane]
      }
    }
  }
}
