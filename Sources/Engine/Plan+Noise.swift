internal import Caseload
internal import LinearAlgebra
internal import Probability

/// Chance in the inflow: which streams have it, and how it is correlated.
///
/// With `Z` the independent normals of a block, a row a stream and month, the noise is `A_s · (L Z)_s`: the Cholesky factor `L` joins
/// streams by one product of matrices over all months and runs of the block, and the lower triangular `A_s` with entries `ρ_s^(t−k)` joins
/// months. The inverse of `A_s` has two diagonals, so that its product is taken by the recursion `x(t) = ρ_s x(t−1) + (L Z)_s(t)`.
struct InflowNoisePlan: Sendable {
  struct NoisyStream: Sendable {
    let stream: Int
    /// Row of the standard deviation of innovations among the inputs.
    let sd: Int
    /// What a month keeps of the noise of the month before.
    let persistence: Double
    /// Variance of the noise in each month for innovations of variance one.
    let variance: [Double]
  }

  let streams: [NoisyStream]
  /// Cholesky factor of the correlations between the noisy streams.
  let across: Matrix

  /// Prepares the noise of a world.
  init(_ world: World, inputs: inout InputBuilder) throws {
    var noisy: [NoisyStream] = []
    let months = world.calendar.months
    for (index, stream) in world.streams.enumerated() {
      guard let noise = stream.inflow?.noise, noise.sd.law.fixedValue != 0 else { continue }
      let persistence = noise.persistence.law.mean
      var variance: [Double] = []
      var power = 1.0
      var sum = 0.0
      for _ in 0..<months {
        sum += power * power
        power *= persistence
        variance.append(sum)
      }
      noisy.append(
        NoisyStream(
          stream: index, sd: inputs.row(noise.sd), persistence: persistence, variance: variance))
    }
    streams = noisy
    var correlation = Matrix.identity(noisy.count)
    for case .inflow(let first, let second, let number) in world.correlations {
      guard let row = noisy.firstIndex(where: { $0.stream == first }),
        let column = noisy.firstIndex(where: { $0.stream == second })
      else { continue }
      correlation[row, column] = number.law.mean
      correlation[column, row] = number.law.mean
    }
    across = try correlation.choleskyFactor()
  }
}
