internal import Caseload
internal import LinearAlgebra
internal import Probability

/// Chance in the inflow: which streams have it, and the matrices that make it correlated.
///
/// With `Z` the independent normals of a block, a row a stream and month, the noise is `A_s · (L Z)_s`: the Cholesky factor `L` joins
/// streams, and the lower triangular `A_s` with entries `ρ_s^(t−k)` joins months. Both are products of matrices over all runs of the block.
struct InflowNoisePlan: Sendable {
  struct NoisyStream: Sendable {
    let stream: Int
    /// Row of the standard deviation of innovations among the inputs.
    let sd: Int
    /// Index of its month-to-month matrix.
    let memory: Int
    /// Variance of the noise in each month for innovations of variance one.
    let variance: [Double]
  }

  let streams: [NoisyStream]
  /// Cholesky factor of the correlations between the noisy streams.
  let across: Matrix
  /// Month-to-month matrices, one a distinct persistence.
  let memories: [Matrix]

  /// Prepares the noise of a world.
  init(_ world: World, inputs: inout InputBuilder) throws {
    var noisy: [NoisyStream] = []
    var persistences: [Double] = []
    let months = world.calendar.months
    for (index, stream) in world.streams.enumerated() {
      guard let noise = stream.inflow?.noise, noise.sd.law.fixedValue != 0 else { continue }
      let persistence = noise.persistence.law.mean
      let memory = persistences.firstIndex(of: persistence) ?? persistences.count
      if memory == persistences.count { persistences.append(persistence) }
      var variance: [Double] = []
      var power = 1.0
      var sum = 0.0
      for _ in 0..<months {
        sum += power * power
        power *= persistence
        variance.append(sum)
      }
      noisy.append(
        NoisyStream(stream: index, sd: inputs.row(noise.sd), memory: memory, variance: variance))
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
    memories = persistences.map { persistence in
      var matrix = Matrix(rows: months, columns: months) { _, _ in 0 }
      for row in 0..<months {
        var power = 1.0
        for column in stride(from: row, through: 0, by: -1) {
          matrix[row, column] = power
          power *= persistence
        }
      }
      return matrix
    }
  }
}
