internal import LinearAlgebra
public import Sampling

/// How often each unit of a sample occurs in samples drawn from it with replacement.
///
/// B. Efron (1979), doi:10.1214/aos/1176344552. The sums of any quantity over all the new samples are one product of matrices: the quantity of
/// every unit times how often the unit was drawn.
public struct Bootstrap: Sendable {
  /// How many units a sample has.
  public let units: Int
  /// How many samples are drawn.
  public let resamples: Int
  /// Shape `[units, resamples]`: how often a unit was drawn.
  let weights: [Double]

  /// Draws the samples.
  ///
  /// - Parameters:
  ///   - units: At least 2.
  ///   - resamples: At least 2; a standard error from 1,000 is right to 2.2 % of itself.
  ///   - draws: The source: which units are drawn depends on its seed alone.
  /// - Complexity: O(units × resamples) time and memory.
  public init(units: Int, resamples: Int = 1000, draws: Draws) {
    precondition(units >= 2, "units is \(units), expected at least 2")
    precondition(resamples >= 2, "resamples is \(resamples), expected at least 2")
    self.units = units
    self.resamples = resamples
    let name = NameHash("sensitivity.bootstrap")
    var weights = [Double](repeating: 0, count: units * resamples)
    var numbers = [Double](repeating: 0, count: units)
    for resample in 0..<resamples {
      var span = numbers.mutableSpan
      draws.fill(name, firstRun: 0, month: resample, into: &span)
      for number in numbers {
        weights[Int(number * Double(units)) * resamples + resample] += 1
      }
    }
    self.weights = weights
  }

  /// Sums of quantities over the drawn samples, by OpenBLAS.
  ///
  /// - Parameter quantities: Shape `[quantities, units]`.
  /// - Returns: Shape `[quantities, resamples]`.
  func sums(_ quantities: borrowing Matrix) -> Matrix {
    var result = Matrix(
      rows: quantities.rows, columns: resamples,
      entries: Array(repeating: 0, count: quantities.rows * resamples))
    var span = result.entries.mutableSpan
    multiply(quantities, weights.span, columns: resamples, into: &span)
    return result
  }
}
