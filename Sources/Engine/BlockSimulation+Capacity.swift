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
      switch pool.allocation {
      case .priority(let order): allocateByPriority(order, capacity)
      case .proportional: allocateInProportion(pool.members, capacity)
      case .shares(let shares): allocateByShares(shares, capacity)
      }
    }
  }

  private func allocateByPriority(_ order: [Int], _ capacity: Int) {
    for lane in 0..<Block.width {
      var left = queues.board[capacity, lane]
      for stream in order {
        let grant = Lane.least(queues.board[BoardRow.of(stream, ck_demand), lane], left)
        queues.board[BoardRow.of(stream, ck_grant), lane] = grant
        left -= grant
      }
    }
  }

  private func allocateInProportion(_ members: [Int], _ capacity: Int) {
    for lane in 0..<Block.width {
      var asked = Lane.zero
      for stream in members { asked += queues.board[BoardRow.of(stream, ck_demand), lane] }
      let hours = queues.board[capacity, lane]
      let enough = asked .<= hours
      let share = hours / asked.replacing(with: .one, where: enough)
      for stream in members {
        let demand = queues.board[BoardRow.of(stream, ck_demand), lane]
        queues.board[BoardRow.of(stream, ck_grant), lane] = (demand * share).replacing(
          with: demand, where: enough)
      }
    }
  }

  /// Fixed shares, in rounds: what some cannot use is offered to the others.
  private func allocateByShares(
    _ shares: [(stream: Int, input: Int)], _ capacity: Int
  ) {
    for lane in 0..<Block.width {
      var left = queues.board[capacity, lane]
      for (stream, _) in shares { queues.board[BoardRow.of(stream, ck_grant), lane] = .zero }
      for _ in shares {
        var open = Lane.zero
        for (stream, input) in shares {
          let wants =
            queues.board[BoardRow.of(stream, ck_grant), lane]
            .< queues.board[BoardRow.of(stream, ck_demand), lane]
          open += Lane.zero.replacing(with: knowledge.inputs[input, lane], where: wants)
        }
        guard any((open .> .zero) .& (left .> .zero)) else { break }
        let offered = left / open.replacing(with: .one, where: open .<= .zero)
        var used = Lane.zero
        for (stream, input) in shares {
          let demand = queues.board[BoardRow.of(stream, ck_demand), lane]
          let grant = queues.board[BoardRow.of(stream, ck_grant), lane]
          let offer = offered * knowledge.inputs[input, lane]
          let full = (demand - grant) .<= offer
          let more = Lane.least(demand - grant, offer)
          queues.board[BoardRow.of(stream, ck_grant), lane] = (grant + more).replacing(
            with: demand, where: full)
          used += more
        }
        left = Lane.most(left - used, .zero)
      }
      for (stream, input) in shares {
        let demand = queues.board[BoardRow.of(stream, ck_demand), lane]
        let grant = queues.board[BoardRow.of(stream, ck_grant), lane]
        let none = knowledge.inputs[input, lane] .<= .zero
        let more = Lane.zero.replacing(with: Lane.least(demand - grant, left), where: none)
        queues.board[BoardRow.of(stream, ck_grant), lane] = grant + more
        left -= more
      }
    }
  }
}
