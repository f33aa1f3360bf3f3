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
    case .outcome(let outcome): outcomes[firstOutcome[stream] + outcome, lane]
    case .decision: now[row(.decisions, stream), lane] + now[row(.straightThrough, stream), lane]
    case .withdrawal: now[row(.withdrawals, stream), lane]
    case .overdue: now[row(.overdue, stream), lane]
    }
  }

  /// Step 9: writes the month's measures.
  func record(_ wanted: [Int], _ cells: borrowing Lanes) {
    for series in wanted {
      let entry = plan.layout.series[series]
      let cell = series * plan.months + month
      switch entry.subject {
      case .stream(let stream): record(entry.measure, [stream], cell, cells)
      case .group(let group):
        record(entry.measure, plan.world.groups[group].streams, cell, cells)
      case .pool(let pool): record(entry.measure, pool: pool, cell, cells)
      case .whole: recordPenalties(cell, cells)
      }
    }
  }

  private func record(
    _ measure: Measure, _ streams: [Int], _ cell: Int, _ cells: borrowing Lanes
  ) {
    switch measure {
    case .inflow: sum(.arrivals, streams, cell, cells)
    case .followUpInflow: sum(.followUps, streams, cell, cells)
    case .straightThrough: sum(.straightThrough, streams, cell, cells)
    case .decisions: sum(.decisions, streams, cell, cells)
    case .withdrawals: sum(.withdrawals, streams, cell, cells)
    case .stock: sum(.total, streams, cell, cells)
    case .overdueStock: sum(.overdue, streams, cell, cells)
    case .decisionsOnInitialStock: sum(.onInitialStock, streams, cell, cells)
    case .hoursUsed: sum(.hoursUsed, streams, cell, cells)
    case .decidedInTerm:
      for lane in 0..<Block.width {
        let direct = total(.straightThrough, streams, lane)
        cells[cell, lane] = quotient(
          total(.inTerm, streams, lane) + direct, total(.decisions, streams, lane) + direct)
      }
    case .meanWait:
      for lane in 0..<Block.width {
        cells[cell, lane] = quotient(
          total(.waiting, streams, lane),
          total(.decisions, streams, lane) + total(.straightThrough, streams, lane))
      }
    case .p90Wait: recordLongWait(streams, cell, cells)
    case .staff, .capacity, .utilisation, .staffToKeepUp, .penalties:
      preconditionFailure("\(measure) is not a measure of a stream")
    }
  }

  private func total(_ kind: StreamRow, _ streams: [Int], _ lane: Int) -> Lane {
    var sum = Lane.zero
    for stream in streams { sum += now[row(kind, stream), lane] }
    return sum
  }

  private func sum(_ kind: StreamRow, _ streams: [Int], _ cell: Int, _ cells: borrowing Lanes) {
    for lane in 0..<Block.width { cells[cell, lane] = total(kind, streams, lane) }
  }

  private func quotient(_ numerator: Lane, _ denominator: Lane) -> Lane {
    (numerator / denominator).replacing(
      with: Lane(repeating: .nan),
      where: denominator .< Lane(repeating: BlockSimulation.leastDenominator))
  }

  /// The wait that nine in ten of the month's decisions stayed within, over several streams together.
  private func recordLongWait(_ streams: [Int], _ cell: Int, _ cells: borrowing Lanes) {
    let busy = streams.filter { !served[$0].isEmpty }
    let first = busy.map { served[$0].lowerBound }.min() ?? 0
    let last = busy.map { served[$0].upperBound }.max() ?? 0
    let newest = plan.offset + month
    for lane in 0..<Block.width {
      let all = total(.decisions, streams, lane) + total(.straightThrough, streams, lane)
      // From the longest wait down, the tenth that waited longer ends inside a cohort.
      // Where it ends between two cohorts, the smaller wait counts.
      let tail = all / 10
      var wait = Lane.zero
      var counted = Lane.zero
      for place in first..<max(first, last) {
        var here = Lane.zero
        for stream in busy where served[stream].contains(place) {
          here += decided[cohort(stream, place), lane]
        }
        let age = Double(newest - place)
        let (low, high) = (max(0, age - 0.5), age + 0.5)
        let ends = (counted .<= tail) .& (counted + here .> tail)
        let inside =
          high - (tail - counted) / here.replacing(with: .one, where: here .<= .zero)
          * (high - low)
        wait = wait.replacing(with: inside, where: ends)
        counted += here
      }
      cells[cell, lane] = wait.replacing(
        with: Lane(repeating: .nan),
        where: all .< Lane(repeating: BlockSimulation.leastDenominator))
    }
  }

  private func record(
    _ measure: Measure, pool index: Int, _ cell: Int, _ cells: borrowing Lanes
  ) {
    let pool = plan.pools[index]
    switch measure {
    case .staff:
      for lane in 0..<Block.width {
        var sum = Lane.zero
        for place in pool.classes { sum += staff[place, lane] }
        cells[cell, lane] = sum
      }
    case .capacity: break  // Written where it was drawn.
    case .utilisation:
      let capacity = capacityRow(index)
      for lane in 0..<Block.width {
        cells[cell, lane] = quotient(total(.hoursUsed, pool.members, lane), cells[capacity, lane])
      }
    case .staffToKeepUp:
      for lane in 0..<Block.width {
        var asked = Lane.zero
        for stream in pool.members {
          let arrived =
            now[row(.arrivals, stream), lane] + now[row(.followUps, stream), lane]
            - now[row(.straightThrough, stream), lane]
          let group = plan.streams[stream].classOf[plan.offset + month]
          asked += arrived * hours[firstHours[stream] + group, lane]
        }
        cells[cell, lane] = asked / values[valueRow(pool.hoursPerMonth), lane]
      }
    default: preconditionFailure("\(measure) is not a measure of a pool")
    }
  }

  private func recordPenalties(_ cell: Int, _ cells: borrowing Lanes) {
    for lane in 0..<Block.width {
      var sum = Lane.zero
      for penalty in plan.penalties {
        sum += values[valueRow(penalty.euros), lane] * events(penalty.event, penalty.source, lane)
      }
      cells[cell, lane] = sum
    }
  }

  /// Whether no case was lost or made in a month, to rounding, and every number is finite and none negative.
  func conserves(_ cells: borrowing Lanes) -> Bool {
    for stream in plan.streams.indices {
      func cell(_ measure: Measure, before: Int = 0) -> Int {
        (plan.layout.index(of: measure, .stream(stream)) ?? 0) * plan.months + month - before
      }
      for lane in 0..<Block.width {
        var before = Lane.zero
        if month > 0 {
          before = cells[cell(.stock, before: 1), lane]
        } else {
          for share in plan.streams[stream].ageShares {
            before += knowledge.inputs[plan.streams[stream].stock, lane] * share
          }
        }
        let arrived =
          before + cells[cell(.inflow), lane] + cells[cell(.followUpInflow), lane]
        let gone =
          cells[cell(.straightThrough), lane] + cells[cell(.withdrawals), lane]
          + cells[cell(.decisions), lane]
        let stock = cells[cell(.stock), lane]
        let error = abs(arrived - gone - stock)
        guard all(error .<= 1e-9 * (arrived + 1)), all(stock .>= .zero), all(gone .>= .zero) else {
          return false
        }
      }
    }
    return true
  }
}
