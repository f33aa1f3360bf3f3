import Sampling
import Sensitivity

#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

/// Functions and samples for the tests of screening and given-data methods.
enum Screen {
  /// Ishigami's function of three uniform numbers, a = 7 and b = 0.1.
  static func ishigami(_ uniforms: [Double]) -> Double {
    let x = uniforms.map { (2 * $0 - 1) * Double.pi }
    let second = sin(x[1])
    return sin(x[0]) + 7 * second * second + 0.1 * x[2] * x[2] * x[2] * x[2] * sin(x[0])
  }

  /// Columns of independent uniform numbers.
  static func uniformColumns(_ factors: Int, runs: Int, seed: UInt64) -> [[Double]] {
    (0..<factors).map { factor in
      var column = [Double](repeating: 0, count: runs)
      var span = column.mutableSpan
      Draws(seed: seed).fill(NameHash("factor \(factor)"), firstRun: 0, month: 0, into: &span)
      return column
    }
  }

  /// The runs of a sample, one point each.
  static func points(_ columns: [[Double]]) -> [[Double]] {
    columns[0].indices.map { run in columns.map { $0[run] } }
  }

  /// The effects of a design on the responses of a function of uniform numbers; points come run by run, step by step.
  static func effects(of design: MorrisDesign, _ function: ([Double]) -> [Double]) -> MorrisEffects
  {
    let (runs, size) = (design.trajectories.count, MorrisEffects.blockSize)
    var effects: MorrisEffects?
    for first in stride(from: 0, to: runs, by: size) {
      let count = min(size, runs - first)
      var outputs: [[[Double]]] = []
      for point in 0..<design.points {
        var numbers = [Double](repeating: 0, count: design.factors * count)
        var span = numbers.mutableSpan
        design.fill(point: point, firstRun: first, runs: count, into: &span)
        outputs.append(
          (0..<count).map { run in
            function((0..<design.factors).map { numbers[$0 * count + run] })
          })
      }
      let responses = outputs[0][0].count
      var block = [Double](repeating: .nan, count: design.points * responses * size)
      for point in 0..<design.points {
        for response in 0..<responses {
          for run in 0..<count {
            block[(point * responses + response) * size + run] = outputs[point][run][response]
          }
        }
      }
      if effects == nil { effects = MorrisEffects(design, responses: responses) }
      effects?.add(block.span, firstRun: first)
    }
    return effects ?? MorrisEffects(design, responses: 0)
  }

  /// Whether two numbers are equal but for an error.
  static func near(_ value: Double?, _ expected: Double, _ error: Double) -> Bool {
    guard let value else { return false }
    return abs(value - expected) <= error
  }
}
