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

  /// The hours that the eligible cases of every stream ask for.
  func askForHours() {
    for (index, stream) in plan.streams.enumerated() {
      let demand = row(.demand, index)
      now.fill(demand, with: 0)
      for place in heads[index]...(plan.offset + month) {
        let group = stream.classOf[place]
        let lead = valueRow(stream.minimumLead, class: group)
        let need = firstHours[index] + group
        let row = cohort(index, place)
        let age = Lane(repeating: Double(plan.offset + month - place))
        for lane in 0..<Block.width {
          let asked = stock[row, lane] * hours[need, lane]
          now[demand, lane] += asked.replacing(with: .zero, where: values[lead, lane] .> age)
        }
      }
    }
  }

  /// The second half of step 4, and step 5: capacity, and its division over the streams of each pool.
  func allocate(_ chance: borrowing Chance, _ cells: borrowing Lanes) {
    for (index, pool) in plan.pools.enumerated() {
      let capacity = capacityRow(index)
      let productivity = valueRow(pool.hoursPerMonth)
      for lane in 0..<Block.width {
        cells[capacity, lane] =
          Lane.most(productive[index, lane], .zero) * values[productivity, lane]
          * chance.capacity(index, month, lane)
      }
      switch pool.allocation {
      case .priority(let order): allocateByPriority(order, cells, capacity)
      case .proportional: allocateInProportion(pool.members, cells, capacity)
      case .shares(let shares): allocateByShares(shares, cells, capacity)
      }
    }
  }

  /// The cell of a pool's capacity in a month.
  func capacityRow(_ pool: Int) -> Int {
    guard let series = plan.layout.index(of: .capacity, .pool(pool)) else {
      preconditionFailure("pool \(pool) has no capacity")
    }
    return series * plan.months + month
  }

  private func allocateByPriority(_ order: [Int], _ cells: borrowing Lanes, _ capacity: Int) {
    for lane in 0..<Block.width {
      var left = cells[capacity, lane]
      for stream in order {
        let grant = Lane.least(now[row(.demand, stream), lane], left)
        now[row(.grant, stream), lane] = grant
        left -= grant
      }
    }
  }

  private func allocateInProportion(_ members: [Int], _ cells: borrowing Lanes, _ capacity: Int) {
    for lane in 0..<Block.width {
      var asked = Lane.zero
      for stream in members { asked += now[row(.demand, stream), lane] }
      let hours = cells[capacity, lane]
      let enough = asked .<= hours
      let share = hours / asked.replacing(with: .one, where: enough)
      for stream in members {
        let demand = now[row(.demand, stream), lane]
        now[row(.grant, stream), lane] = (demand * share).replacing(with: demand, where: enough)
      }
    }
  }

  /// Fixed shares, in rounds: what some cannot use is offered to the others.
  private func allocateByShares(
    _ shares: [(stream: Int, input: Int)], _ cells: borrowing Lanes, _ capacity: Int
  ) {
    for lane in 0..<Block.width {
      var left = cells[capacity, lane]
      for (stream, _) in shares { now[row(.grant, stream), lane] = .zero }
      for _ in shares {
        var open = Lane.zero
        for (stream, input) in shares {
          let wants = now[row(.grant, stream), lane] .< now[row(.demand, stream), lane]
          open += Lane.zero.replacing(with: knowledge.inputs[input, lane], where: wants)
        }
        guard any((open .> .zero) .& (left .> .zero)) else { break }
        let offered = left / open.replacing(with: .one, where: open .<= .zero)
        var used = Lane.zero
        for (stream, input) in shares {
          let demand = now[row(.demand, stream), lane]
          let grant = now[row(.grant, stream), lane]
          let offer = offered * knowledge.inputs[input, lane]
          let full = (demand - grant) .<= offer
          let more = Lane.least(demand - grant, offer)
          now[row(.grant, stream), lane] = (grant + more).replacing(with: demand, where: full)
          used += more
        }
        left = Lane.most(left - used, .zero)
      }
      for (stream, input) in shares {
        let demand = now[row(.demand, stream), lane]
        let grant = now[row(.grant, stream), lane]
        let none = knowledge.inputs[input, lane] .<= .zero
        let more = Lane.zero.replacing(with: Lane.least(demand - grant, left), where: none)
        now[row(.grant, stream), lane] = grant + more
        left -= more
      }
    }
  }
}
