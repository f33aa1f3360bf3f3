internal import Caseload
internal import LinearAlgebra
internal import Sampling

extension BlockSimulation {
  /// The largest intensity for which counts are drawn.
  static let greatestIntensity = 1e12

  /// Steps 1 and 2 of a month: new cases from outside and from earlier events, less those decided straight through.
  func receiveArrivals(_ chance: borrowing Chance) {
    computeFollowUps()
    let season = floorModulo(plan.world.calendar.start.month - 1 + month, 12)
    for (index, stream) in plan.streams.enumerated() {
      let arrivals = row(.arrivals, index)
      if let level = stream.level {
        let factor = stream.season?[season] ?? 1
        for lane in 0..<Block.width {
          let intensity = values[valueRow(level), lane] * growth[index, lane] * factor
          now[arrivals, lane] = Lane.least(
            intensity * chance.factor(index, month, lane),
            Lane(repeating: BlockSimulation.greatestIntensity))
        }
        if !chance.isOff { drawCounts(index, chance) }
      } else {
        now.fill(arrivals, with: 0)
      }
      let follow = row(.followUps, index)
      if let result = plan.follow.targets.firstIndex(of: index) {
        now.copy(follow, from: followUps, result)
      } else {
        now.fill(follow, with: 0)
      }
      enqueue(index, stream)
    }
  }

  /// Replaces the intensity of a stream's arrivals by Poisson counts.
  private func drawCounts(_ stream: Int, _ chance: borrowing Chance) {
    let arrivals = row(.arrivals, stream)
    for run in 0..<Block.runs {
      now[arrivals, run: run] = poissonCount(
        chance.uniform(stream, month, run), mean: now[arrivals, run: run])
    }
  }

  /// Puts a month's cases into the queue as a new cohort.
  private func enqueue(_ index: Int, _ stream: Plan.StreamPlan) {
    let (arrivals, follow) = (row(.arrivals, index), row(.followUps, index))
    let straight = row(.straightThrough, index)
    let place = cohort(index, plan.offset + month)
    let share = stream.straightThrough.map {
      valueRow($0, class: stream.classOf[plan.offset + month])
    }
    for lane in 0..<Block.width {
      let both = now[arrivals, lane] + now[follow, lane]
      let direct = share.map { both * values[$0, lane] } ?? .zero
      now[straight, lane] = direct
      stock[place, lane] = both - direct
    }
  }

  /// The new cases that earlier events cause in this month: one product of matrices.
  private func computeFollowUps() {
    guard plan.follow.rows > 0 else { return }
    let coefficients = plan.follow.coefficients(month: month)
    window.withRows(0..<window.rows) { past in
      followUps.withRows(0..<followUps.rows) { result in
        multiply(coefficients, past.span, columns: Block.runs, into: &result)
      }
    }
  }

  /// Step 3: every cohort but the newest loses its share of withdrawals.
  func withdraw() {
    for (index, stream) in plan.streams.enumerated() {
      let total = row(.withdrawals, index)
      now.fill(total, with: 0)
      skipEmptyCohorts(index)
      guard let withdrawal = stream.withdrawal else { continue }
      for place in heads[index]..<(plan.offset + month) {
        let share = valueRow(withdrawal, class: stream.classOf[place])
        let row = cohort(index, place)
        for lane in 0..<Block.width {
          let lost = stock[row, lane] * values[share, lane]
          stock[row, lane] -= lost
          now[total, lane] += lost
        }
      }
    }
  }

  /// Moves the head of a stream past cohorts that are empty in every run.
  private func skipEmptyCohorts(_ stream: Int) {
    var head = heads[stream]
    search: while head < plan.offset + month {
      let row = cohort(stream, head)
      for lane in 0..<Block.width where stock[row, lane].hasPositive { break search }
      head += 1
    }
    heads[stream] = head
  }
}
