internal import CKernels
internal import Caseload

extension BlockSimulation {
  /// Denominators below this are taken for nought: the measure is then undefined.
  static let leastDenominator = 1e-9

  /// Step 8: events that will cause cases, weighted.
  func emitEvents() {
    for flow in plan.follow.flows {
      let slot = flow.slots.lowerBound + floorModulo(month, flow.lag.count)
      let weight = valueRow(flow.casesPerEvent)
      for lane in 0..<Block.width {
        window[slot, lane] = values[weight, lane] * events(flow.event, flow.source, lane)
      }
    }
  }

  /// The number of a month's events of a stream.
  private func events(_ event: Event, _ stream: Int, _ lane: Int) -> Lane {
    switch event {
    case .outcome(let outcome): queues.outcomes[queues.firstOutcome[stream] + outcome, lane]
    case .decision: board(stream, ck_decisions, lane) + board(stream, ck_straight_through, lane)
    case .withdrawal: board(stream, ck_withdrawals, lane)
    case .overdue: board(stream, ck_overdue, lane)
    }
  }

  @inline(__always)
  private func board(_ entity: Int, _ kind: Int, _ lane: Int) -> Lane {
    queues.board[BoardRow.of(entity, kind), lane]
  }

  /// Step 9 for the whole: what late decisions cost.
  func measurePenalties() {
    let row = BoardRow.of(.penalties, .whole, plan.world)
    for lane in 0..<Block.width {
      var sum = Lane.zero
      for penalty in plan.penalties {
        sum += values[valueRow(penalty.euros), lane] * events(penalty.event, penalty.source, lane)
      }
      queues.board[row, lane] = sum
    }
  }

  /// Whether no case was lost or made in the month, to rounding, and every number is finite and none negative.
  func conserves() -> Bool {
    for (index, stream) in plan.streams.enumerated() {
      for lane in 0..<Block.width {
        var before = stockBefore[index, lane]
        if month == 0 {
          before = .zero
          for share in stream.ageShares { before += knowledge.inputs[stream.stock, lane] * share }
        }
        let arrived =
          before + board(index, ck_arrivals, lane) + board(index, ck_follow_ups, lane)
        let gone =
          board(index, ck_straight_through, lane) + board(index, ck_withdrawals, lane)
          + board(index, ck_decisions, lane)
        let stock = board(index, ck_total, lane)
        stockBefore[index, lane] = stock
        let error = abs(arrived - gone - stock)
        guard all(error .<= 1e-9 * (arrived + 1)), all(stock .>= .zero), all(gone .>= .zero) else {
          return false
        }
      }
    }
    return true
  }
}
