internal import CKernels
internal import Caseload
internal import LinearAlgebra

extension BlockSimulation {
  /// The first half of step 4: staff grow older, leave and come, and become productive.
  func ageStaff() {
    for pool in plan.pools {
      let (first, top) = (pool.classes.lowerBound, pool.classes.upperBound - 1)
      let (leaving, hired) = (valueRow(pool.attrition), valueRow(pool.hires))
      for lane in 0..<Block.width {
        let staying = 1 - values[leaving, lane]
        if first == top {
          staff[top, lane] = staff[top, lane] * staying + values[hired, lane]
          continue
        }
        staff[top, lane] = (staff[top, lane] + staff[top - 1, lane]) * staying
        for place in stride(from: top - 1, to: first, by: -1) {
          staff[place, lane] = staff[place - 1, lane] * staying
        }
        staff[first, lane] = values[hired, lane]
      }
    }
    guard !plan.pools.isEmpty else { return }
    staff.withRows(0..<staff.rows) { classes in
      productive.withRows(0..<productive.rows) { result in
        multiply(plan.learning, classes.span, columns: Block.runs, into: &result)
      }
    }
  }

  /// The second half of step 4, and step 5: capacity, and its division over the streams of each pool.
  func allocate(_ chance: borrowing Chance) {
    for (index, pool) in plan.pools.enumerated() {
      let capacity = BoardRow.of(pool: index, .capacity, plan.world)
      let productivity = valueRow(pool.hoursPerMonth)
      for lane in 0..<Block.width {
        queues.board[capacity, lane] =
          Lane.most(productive[index, lane], .zero) * values[productivity, lane]
          * chance.capacity(index, month, lane)
      }
      grant(pool, capacity)
    }
  }

  /// Divides the hours of a pool over its streams.
  private func grant(_ pool: Plan.PoolPlan, _ capacity: Int) {
    // Safe: streams, inputs and the capacity have rows on the board and among the inputs.
    let (board, hours) = unsafe (
      queues.board.address(ofRow: 0), queues.board.address(ofRow: capacity)
    )
    switch pool.allocation {
    case .priority(let order): unsafe ck_grant_by_priority(board, hours, order, order.count)
    case .proportional:
      unsafe ck_grant_in_proportion(board, hours, pool.members, pool.members.count)
    case .shares(let streams, let shares):
      unsafe ck_grant_by_shares(
        board, hours, streams, streams.count, knowledge.inputs.address(ofRow: 0), shares)
    }
  }

  /// Step 9 for pools: staff, how much of the capacity was used, and the staff that the month's inflow asks for.
  func measurePools() {
    for (index, pool) in plan.pools.enumerated() {
      let present = BoardRow.of(pool: index, .staff, plan.world)
      for lane in 0..<Block.width {
        var sum = Lane.zero
        for place in pool.classes { sum += staff[place, lane] }
        queues.board[present, lane] = sum
      }
      let capacity = BoardRow.of(pool: index, .capacity, plan.world)
      let utilisation = BoardRow.of(pool: index, .utilisation, plan.world)
      let needed = BoardRow.of(pool: index, .staffToKeepUp, plan.world)
      let newHours = pool.members.map { stream in
        Int32(
          queues.firstHours[Int(stream)]
            + plan.streams[Int(stream)].classOf[plan.offset + month])
      }
      // Safe: as in `grant`; the hours have a row for every class of every stream.
      unsafe ck_measure_pool(
        queues.board.address(ofRow: 0), pool.members, pool.members.count,
        queues.hours.address(ofRow: 0), newHours, queues.board.address(ofRow: capacity),
        values.address(ofRow: valueRow(pool.hoursPerMonth)), BlockSimulation.leastDenominator,
        queues.board.address(ofRow: utilisation), queues.board.address(ofRow: needed))
    }
  }
}
