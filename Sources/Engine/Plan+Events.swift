internal import CKernels
internal import Caseload

/// Events that cause cases or cost something.
struct EventPlan: Sendable {
  private let flows: [ck_flow]
  private let ofFlows: [ck_event]
  private let ofPenalties: [ck_event]

  /// Prepares the events of a world whose flows and penalties have their quantities.
  init(_ world: World, _ follow: FollowUpPlan, euros: [Int], _ quantities: [QuantityPlan]) {
    var firstOutcome: [Int] = []
    var next = 0
    for stream in world.streams {
      firstOutcome.append(next)
      next += stream.outcomes.count
    }
    func event(_ event: Event, _ stream: Int, amount quantity: Int) -> ck_event {
      func made(_ row: Int, _ second: Int = -1, isOutcome: Bool = false) -> ck_event {
        ck_event(
          amount: Int32(quantities[quantity].row), is_outcome: isOutcome ? 1 : 0, row: Int32(row),
          second_row: Int32(second))
      }
      return switch event {
      case .outcome(let outcome): made(firstOutcome[stream] + outcome, isOutcome: true)
      case .decision:
        made(BoardRow.of(stream, ck_decisions), BoardRow.of(stream, ck_straight_through))
      case .withdrawal: made(BoardRow.of(stream, ck_withdrawals))
      case .overdue: made(BoardRow.of(stream, ck_overdue))
      }
    }
    flows = follow.kernelFlows
    ofFlows = zip(world.flows, follow.flows).map { flow, plan in
      event(flow.event, flow.source, amount: plan.casesPerEvent)
    }
    ofPenalties = zip(world.penalties, euros).map { penalty, quantity in
      event(penalty.event, penalty.source, amount: quantity)
    }
  }

  /// Puts the cases that a month's events will cause into the window.
  func emit(
    _ month: Int, values: borrowing Lanes, _ queues: Queues, into window: borrowing Lanes
  ) {
    // Safe: the rows of events and flows are those that the plan gave them.
    unsafe flows.withUnsafeBufferPointer { flows in
      unsafe ofFlows.withUnsafeBufferPointer { events in
        unsafe ck_emit_events(
          events.baseAddress, flows.baseAddress, events.count, values.address(ofRow: 0),
          queues.board.address(ofRow: 0), queues.outcomes.address(ofRow: 0), month,
          window.address(ofRow: 0))
      }
    }
  }

  /// Puts what a month's late decisions cost on the board.
  func addPenalties(values: borrowing Lanes, _ queues: Queues, row: Int) {
    // Safe: as in `emit`.
    unsafe ofPenalties.withUnsafeBufferPointer { events in
      unsafe ck_add_amounts(
        events.baseAddress, events.count, values.address(ofRow: 0),
        queues.board.address(ofRow: 0), queues.outcomes.address(ofRow: 0),
        queues.board.address(ofRow: row))
    }
  }
}
