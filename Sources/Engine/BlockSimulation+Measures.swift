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

  /// Step 9 for pools: staff, how much of the capacity was used, and the staff that the month's inflow asks for.
  func measurePools() {
    for (index, pool) in plan.pools.enumerated() {
      let capacity = BoardRow.of(pool: index, .capacity, plan.world)
      let present = BoardRow.of(pool: index, .staff, plan.world)
      let utilisation = BoardRow.of(pool: index, .utilisation, plan.world)
      let needed = BoardRow.of(pool: index, .staffToKeepUp, plan.world)
      let productivity = valueRow(pool.hoursPerMonth)
      for lane in 0..<Block.width {
        var sum = Lane.zero
        for place in pool.classes { sum += staff[place, lane] }
        queues.board[present, lane] = sum
        var used = Lane.zero
        var asked = Lane.zero
        for stream in pool.members {
          used += board(stream, ck_hours_used, lane)
          let arrived =
            board(stream, ck_arrivals, lane) + board(stream, ck_follow_ups, lane)
            - board(stream, ck_straight_through, lane)
          let group = plan.streams[stream].classOf[plan.offset + month]
          asked += arrived * queues.hours[queues.firstHours[stream] + group, lane]
        }
        let hours = queues.board[capacity, lane]
        queues.board[utilisation, lane] = (used / hours).replacing(
          with: Lane(repeating: .nan),
          where: hours .< Lane(repeating: BlockSimulation.leastDenominator))
        queues.board[needed, lane] = asked / values[productivity, lane]
      }
    }
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
