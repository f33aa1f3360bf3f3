internal import CKernels
internal import Caseload

/// How past events become new cases: `F(t) = Σ_k K(k) · E(t − k)`.
///
/// The window holds, for every flow, its weighted events of as many past months as its longest lag, in a ring: the events of month `τ`
/// stand in slot `τ mod K`. Most lags have no share (a permit is renewed after five years, not before), so the product visits those that have.
struct FollowUpPlan: Sendable {
  struct FlowPlan: Sendable {
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

  /// The same for the kernel: flows, and their lags that have a share.
  let kernelFlows: [ck_flow]
  private let kernelLags: [ck_lag]

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
          casesPerEvent: quantity,
          base: inputs.row(atLeastNought: flow.casesPerEvent),
          history: inputs.row(atLeastNought: flow.history),
          lag: flow.lag.values, result: targets.firstIndex(of: flow.target) ?? 0,
          slots: used..<(used + count)))
      used += count
    }
    self.flows = flows
    rows = used
    var lags: [ck_lag] = []
    kernelFlows = flows.map { flow in
      let first = lags.count
      for (place, share) in flow.lag.enumerated() where share != 0 {
        lags.append(ck_lag(share: share, months: Int64(place + 1)))
      }
      return ck_flow(
        result: Int32(flow.result), slots: Int32(flow.slots.lowerBound),
        length: Int32(flow.lag.count), first_lag: Int32(first),
        lag_count: Int32(lags.count - first))
    }
    kernelLags = lags
  }

  /// The new cases of a month, a row a receiving stream, from the window of past events.
  func product(_ window: borrowing Lanes, month: Int, into results: borrowing Lanes) {
    precondition(window.rows == rows && results.rows == targets.count)
    // Safe: the flows' slots lie in the window and their results among the rows, as was just checked.
    unsafe kernelFlows.withUnsafeBufferPointer { flows in
      unsafe kernelLags.withUnsafeBufferPointer { lags in
        unsafe ck_add_lagged(
          window.address(ofRow: 0), flows.baseAddress, flows.count, lags.baseAddress, month,
          results.address(ofRow: 0), results.rows)
      }
    }
  }
}

/// The remainder that is never negative.
func floorModulo(_ value: Int, _ divisor: Int) -> Int {
  let remainder = value % divisor
  return remainder < 0 ? remainder + divisor : remainder
}
