internal import CKernels
internal import Caseload
internal import LinearAlgebra

extension BlockSimulation {
  /// The first half of step 4: staff grow older, leave and come, and become productive.
  func ageStaff() {
    for pool in plan.pools {
      // Safe: a pool has a row for every class of service, and a row for each of its quantities.
      unsafe ck_age_staff(
        staff.address(ofRow: pool.classes.lowerBound), pool.classes.count,
        values.address(ofRow: valueRow(pool.attrition)),
        values.address(ofRow: valueRow(pool.hires)))
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
      let present = BoardRow.of(pool: index, .staff, plan.world)
      // Safe: as above, and a pool has a row on the board for each of its measures.
      unsafe ck_measure_capacity(
        productive.address(ofRow: index), values.address(ofRow: valueRow(pool.hoursPerMonth)),
        chance.capacities(index, month), staff.address(ofRow: pool.classes.lowerBound),
        pool.classes.count, queues.board.address(ofRow: capacity),
        queues.board.address(ofRow: present))
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

  /// Step 9 for pools: how much of the capacity was used, and the staff that the month's inflow asks for.
  func measurePools() {
    for (index, pool) in plan.pools.enumerated() {
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
