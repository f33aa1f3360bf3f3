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
}
