internal import Engine
internal import Sensitivity
internal import Statistics

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
    var found = (
      tornado: Tornado(factors: factors, responses: count),
      means: Array(repeating: Moments(), count: count)
    )
    found = try run(variants, into: found, watch) { sums, block in
      // The tornado takes blocks of 64 runs, as the engine makes them.
      let size = count * block.stride
      let values = block.values
      for factor in 0..<factors {
        let (low, high) = ((1 + 2 * factor) * size, (2 + 2 * factor) * size)
        sums.tornado.add(
          factor: factor, low: values[low..<(low + size)].span,
          high: values[high..<(high + size)].span, base: values[0..<size].span, runs: block.runs)
      }
      for response in 0..<count {
        for run in 0..<block.runs where values[response * block.stride + run].isFinite {
          sums.means[response].add(values[response * block.stride + run])
        }
      }
    }
    let (sums, means) = found
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
      facts: responses.indices.map {
        let bars = sums.bars(response: $0, confidence: options.confidence)
        return ResponseFacts(
          dropped: bars.map(\.dropped).max() ?? 0, mean: means[$0].count > 0 ? means[$0].mean : nil,
          foretold: nil)
      }, sizes: means.map { abs($0.mean) })
  }
}
