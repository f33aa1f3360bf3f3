internal import Caseload
internal import Probability

extension BlockSimulation {
  /// The least hours that a case can take.
  static let leastHours = 0.01

  /// Brings the quantities, growth, complexity and hours of a case up to a month.
  func updateQuantities() {
    plan.quantityKernel.evaluate(
      month, inputs: knowledge.inputs, inForce: inForce, into: values, clipped: clipped)
    for (index, stream) in plan.streams.enumerated() {
      if stream.touched.contains(true), plan.quantities[stream.outcomes[0]].changes[month] {
        normaliseOutcomes(stream)
      }
      compound(stream.trend, growth, growthFactor, index)
      compound(stream.drift, complexity, complexityFactor, index)
    }
    for stream in plan.quantityKernel.streamsWithNewHours[month] {
      plan.quantityKernel.addHours(
        stream, classes: plan.streams[stream].classes, values: values, complexity: complexity,
        hours: queues.hours, inverse: queues.inverseHours, first: queues.firstHours[stream])
    }
  }

  /// Makes the outcome shares of a stream sum to one, keeping those that effects have changed.
  private func normaliseOutcomes(_ stream: Plan.StreamPlan) {
    let classes = stream.outcomes.map { plan.quantities[$0].classes }.max() ?? 1
    for group in 0..<classes {
      for lane in 0..<Block.width {
        normalise(stream, group, lane)
      }
    }
  }

  private func normalise(_ stream: Plan.StreamPlan, _ group: Int, _ lane: Int) {
    var touchedSum = Lane.zero
    var otherSum = Lane.zero
    var moved = SIMDMask<Lane.MaskStorage>(repeating: false)
    for (place, outcome) in stream.outcomes.enumerated() {
      let base = knowledge.inputs[plan.quantities[outcome].base, lane]
      if stream.touched[place] {
        let value = values[valueRow(outcome, class: group), lane]
        moved .|= .!(value .== base)
        touchedSum += value
      } else {
        otherSum += base
      }
    }
    let excess = touchedSum .> .one
    let alone = otherSum .<= .zero
    let divided = excess .| (alone .& (touchedSum .> .zero))
    for (place, outcome) in stream.outcomes.enumerated() {
      let row = valueRow(outcome, class: group)
      let base = knowledge.inputs[plan.quantities[outcome].base, lane]
      var value = values[row, lane]
      if stream.touched[place] {
        let divisor = touchedSum.replacing(with: .one, where: .!divided)
        value = value / divisor
        clipped[outcome, lane] = clipped[outcome, lane].replacing(
          with: .one, where: excess .& moved)
      } else {
        let others = otherSum.replacing(with: .one, where: alone)
        value = base * Lane.most(.one - touchedSum, .zero) / others
      }
      values[row, lane] = base.replacing(with: value, where: moved)
    }
  }

  /// Multiplies a running product by `(1 + rate)^(1/12)`, from the second month on.
  private func compound(
    _ rate: Int?, _ product: borrowing Lanes, _ factor: borrowing Lanes, _ stream: Int
  ) {
    guard let rate, month > 0 else { return }
    if month == 1 || plan.quantities[rate].changes[month] {
      let row = valueRow(rate)
      for lane in 0..<Block.width { factor[stream, lane] = 1 + values[row, lane] }
      factor.withRows(stream..<(stream + 1)) { logarithms(of: &$0) }
      for lane in 0..<Block.width { factor[stream, lane] /= 12 }
      factor.withRows(stream..<(stream + 1)) { exponentials(of: &$0) }
    }
    for lane in 0..<Block.width { product[stream, lane] *= factor[stream, lane] }
  }
}

/// The distance from nought of each lane.
@inline(__always) func abs(_ value: Lane) -> Lane {
  value.replacing(with: -value, where: value .< .zero)
}
