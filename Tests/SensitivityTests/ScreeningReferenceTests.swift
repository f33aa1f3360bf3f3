import Foundation
import Probability
import Sampling
import Statistics
import Testing

@testable import Sensitivity

/// SALib 1.6 and NumPy on the same samples: `Tests/Reference/screening.py` made the numbers.
@Suite struct ScreeningReferenceTests {
  private let expected: [String: [Double]]

  init() throws {
    let file = try #require(
      Bundle.module.url(forResource: "screening", withExtension: "txt", subdirectory: "Fixtures"))
    var expected: [String: [Double]] = [:]
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      let words = line.split(separator: " ")
      expected[String(words[0])] = words.dropFirst().compactMap { Double($0) }
    }
    self.expected = expected
  }

  /// The generator of the script.
  private struct Uniforms {
    var state: UInt64 = 2026

    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
  }

  /// The script's trajectories, its sample and its noise.
  private func sample() -> (MorrisDesign, factors: [[Double]], noise: [Double]) {
    var uniforms = Uniforms()
    let trajectories = (0..<40).map { _ in
      let start = (0..<3).map { _ in Int(uniforms.next() * 4) }
      var order = [0, 1, 2]
      for place in [2, 1] { order.swapAt(place, Int(uniforms.next() * Double(place + 1))) }
      return MorrisDesign.Trajectory(start: start, order: order)
    }
    let design = MorrisDesign(
      levels: MorrisLevels(count: 4, margin: 0), groups: [[0], [1], [2]],
      trajectories: trajectories)
    var factors = [[Double]](repeating: [], count: 4)
    for _ in 0..<1000 { for factor in 0..<4 { factors[factor].append(uniforms.next()) } }
    return (design, factors, (0..<1000).map { _ in StandardNormal.quantile(uniforms.next()) })
  }

  private func expectNear(
    _ values: [Double?], _ name: String, _ error: Double,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let wanted = expected[name] ?? []
    #expect(!wanted.isEmpty && wanted.count == values.count, sourceLocation: location)
    for (value, wanted) in zip(values, wanted) {
      #expect(
        Screen.near(value, wanted, error), "\(name): \(value ?? .nan), expected \(wanted)",
        sourceLocation: location)
    }
  }

  @Test func `elementary effects are SALib's`() {
    let summary = Screen.effects(of: sample().0) { [Screen.ishigami($0)] }.summary(response: 0)
    expectNear(summary.map { $0.mean?.estimate.value }, "morris-mean", 1e-12)
    expectNear(summary.map(\.meanAbsolute.estimate.value), "morris-absolute", 1e-12)
    expectNear(summary.map { $0.spread?.estimate.value }, "morris-spread", 1e-12)
  }

  /// The bins of the grid and the rounding of bandwidths may cost some thousandths.
  @Test func `density distances are SALib's`() {
    let factors = sample().factors
    let response = Screen.points(factors).map(Screen.ishigami)
    expectNear([Double(DensityShift.classes(runs: 1000))], "classes", 0)
    let estimator = DensityDistance(
      scores: DensityShift.normalScores(ranks(response)),
      classes: factors.map { Classes(ranks($0), wanted: 6) })
    expectNear(
      estimator.distances(weights: Array(repeating: 1, count: 1000)), "delta", 0.002)
  }

  @Test(arguments: [RankRegression.Scale.numbers, .ranks])
  func `linear models are NumPy's`(scale: RankRegression.Scale) throws {
    let (_, factors, noise) = sample()
    let response = (0..<1000).map { run in
      factors[0][run] + 2 * factors[1][run] - 3 * factors[2][run] + exp(factors[0][run])
        + noise[run]
    }
    let summary = try RankRegression.summaries(
      factors: factors, responses: [response], on: scale)[0]
    expectNear(summary.indices.map(\.coefficient.estimate.value), "coefficients-\(scale)", 1e-12)
    expectNear(
      summary.indices.map(\.partialCorrelation.estimate.value), "partial-\(scale)", 1e-12)
    expectNear([summary.explained.value], "explained-\(scale)", 1e-12)
    expectNear([summary.foretold], "foretold-\(scale)", 1e-12)
  }
}
