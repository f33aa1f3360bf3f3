import Sampling
import Sensitivity

/// Values of responses at all samples of a design, in blocks of 64 points as the engine hands them over.
struct DesignedRuns {
  let design: SaltelliDesign
  let responses: Int
  /// The response `r` in sample `s` at point `i`: `values[s][r][i]`.
  var values: [[[Double]]]

  /// Evaluates a function of uniform numbers at all samples.
  init(_ design: SaltelliDesign, seed: UInt64, responses: [@Sendable ([Double]) -> Double]) {
    self.design = design
    self.responses = responses.count
    let draws = Draws(seed: seed)
    var sides: [SaltelliDesign.Side: [[Double]]] = [:]
    for side in SaltelliDesign.Side.allCases {
      sides[side] = design.inputs.indices.map { input in
        var numbers = [Double](repeating: 0, count: design.points)
        var first = 0
        // A Latin hypercube is filled by groups of 1,024 points at most.
        while first < design.points {
          let count = min(1024, design.points - first)
          var part = [Double](repeating: 0, count: count)
          var span = part.mutableSpan
          design.fill(input: input, side: side, draws: draws, firstPoint: first, into: &span)
          numbers.replaceSubrange(first..<(first + count), with: part)
          first += count
        }
        return numbers
      }
    }
    values = []
    for sample in design.samples {
      let columns = design.inputs.indices.map { input in
        sides[design.side(ofInput: input, in: sample)]?[input] ?? []
      }
      var rows = responses.map { _ in [Double]() }
      var inputs = [Double](repeating: 0, count: columns.count)
      for point in 0..<design.points {
        for input in columns.indices { inputs[input] = columns[input][point] }
        for (row, response) in responses.enumerated() { rows[row].append(response(inputs)) }
      }
      values.append(rows)
    }
  }

  /// Hands all values over.
  func sums(_ resampling: SobolSums.Resampling, block: Int = 64) -> SobolSums {
    var sums = SobolSums(design, responses: responses, resampling: resampling)
    var first = 0
    while first < design.points {
      let count = min(block, design.points - first)
      var flat: [Double] = []
      for sample in values {
        for response in sample {
          flat += response[first..<(first + count)]
          flat += Array(repeating: .nan, count: block - count)
        }
      }
      sums.add(flat.span, firstPoint: first, points: count, stride: block)
      first += count
    }
    return sums
  }
}
