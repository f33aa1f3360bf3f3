internal import CKernels
internal import Caseload

extension BlockSimulation {
  @inline(__always)
  private func board(_ entity: Int, _ kind: Int, _ lane: Int) -> Lane {
    queues.board[BoardRow.of(entity, kind), lane]
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
