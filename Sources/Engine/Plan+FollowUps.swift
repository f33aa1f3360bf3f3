internal import Caseload
internal import LinearAlgebra

/// How past events become new cases: `F(t) = Σ_k K(k) · E(t − k)` as one matrix product a month.
///
/// The window holds, for every flow, its weighted events of as many past months as its longest lag, in a ring: the events of month `τ`
/// stand in slot `τ mod K`. The coefficients of a month put each lag's share at the slot of its month.
struct FollowUpPlan: Sendable {
  struct FlowPlan: Sendable {
    let source: Int
    let event: Event
    let casesPerEvent: Int
    /// Row of the base of `casesPerEvent`, for the history.
    let base: Int
    let history: Int
    let lag: [Double]
    /// Row of its target among the results.
    let result: Int
    /// Its slots in the window.
    let slots: Range<Int>
  }

  let flows: [FlowPlan]
  /// Streams that receive follow-ups, by row of the result.
  let targets: [Int]
  /// Rows of the window.
  let rows: Int

  /// Prepares the flows of a world.
  init(_ world: World, inputs: inout InputBuilder, quantities: inout QuantityBuilder) {
    targets = Set(world.flows.map(\.target)).sorted()
    var flows: [FlowPlan] = []
    var used = 0
    for (index, flow) in world.flows.enumerated() {
      let quantity = quantities.add(.casesPerEvent(flow: index), &inputs)
      let count = flow.lag.values.count
      flows.append(
        FlowPlan(
          source: flow.source, event: flow.event, casesPerEvent: quantity,
          base: inputs.row(atLeastNought: flow.casesPerEvent),
          history: inputs.row(atLeastNought: flow.history),
          lag: flow.lag.values, result: targets.firstIndex(of: flow.target) ?? 0,
          slots: used..<(used + count)))
      used += count
    }
    self.flows = flows
    rows = used
  }

  /// The matrix of a month: a row a receiving stream, a column a slot of the window.
  func coefficients(month: Int) -> Matrix {
    var matrix = Matrix(rows: targets.count, columns: rows) { _, _ in 0 }
    for flow in flows {
      let length = flow.lag.count
      for slot in 0..<length {
        let lag = floorModulo(month - slot - 1, length)
        matrix[flow.result, flow.slots.lowerBound + slot] = flow.lag[lag]
      }
    }
    return matrix
  }
}

/// The remainder that is never negative.
func floorModulo(_ value: Int, _ divisor: Int) -> Int {
  let remainder = value % divisor
  return remainder < 0 ? remainder + divisor : remainder
}
