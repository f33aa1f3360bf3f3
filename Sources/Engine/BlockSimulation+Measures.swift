internal import CKernels
internal import Caseload

extension BlockSimulation {
  /// Denominators below this are taken for nought: the measure is then undefined.
  static let leastDenominator = 1e-9

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
