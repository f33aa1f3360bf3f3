internal import Engine
internal import Sensitivity

extension SensitivityStudy {
  /// The ends between which numbers are moved.
  private static let ends = (low: 0.1, high: 0.9)

  /// One factor at a time, everything else as drawn: first the runs as they are, then each factor at its low and at its high end.
  func tornado(_ watch: Watch) throws -> Found {
    var variants = [Experiment.Variant()]
    for factor in factors {
      for (level, isOn) in [(Self.ends.low, false), (Self.ends.high, true)] {
        let numbers = plan.uncertain.count
        variants.append(
          Experiment.Variant { levels in
            for unknown in factor.unknowns where unknown < numbers {
              levels.set(unknown, to: level)
            }
            for lever in factor.levers { levels.force(lever, on: isOn) }
          })
      }
    }
    let (count, factors) = (responses.count, factors.count)
    let sums = try run(variants, into: Tornado(factors: factors, responses: count), watch) {
      sums, block in
      // The tornado takes blocks of 64 runs, as the engine makes them.
      let size = count * block.stride
      let values = block.values
      for factor in 0..<factors {
        let (low, high) = ((1 + 2 * factor) * size, (2 + 2 * factor) * size)
        sums.add(
          factor: factor, low: values[low..<(low + size)].span,
          high: values[high..<(high + size)].span, base: values[0..<size].span, runs: block.runs)
      }
    }
    return Found(
      rows: responses.indices.flatMap { response in
        sums.bars(response: response, confidence: options.confidence)
          .sorted { $0.factor < $1.factor }.flatMap { bar in
            let runs = bar.swing.runs
            return [
              (SensitivityIndex.low, Finding(bar.low, runs: runs)),
              (.high, Finding(bar.high, runs: runs)), (.swing, bar.swing),
              (.shareUp, Finding(bar.shareUp, runs: runs)),
            ].map { index, finding in
              SensitivityRow(
                response: response, factor: bar.factor, index: index, finding: finding)
            }
          }
      },
      facts: responses.indices.map { response in
        let bars = sums.bars(response: response, confidence: options.confidence)
        return ResponseFacts(
          dropped: bars.map(\.dropped).max() ?? 0, mean: .nan, foretold: nil)
      })
  }
}
