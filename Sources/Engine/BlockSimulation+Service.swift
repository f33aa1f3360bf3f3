internal import Caseload

extension BlockSimulation {
  /// Step 6: decisions of one stream with the hours that it was granted.
  func serve(_ index: Int) {
    for kind in [StreamRow.decisions, .hoursUsed, .onInitialStock, .waiting, .inTerm] {
      now.fill(row(kind, index), with: 0)
    }
    served[index] = heads[index]..<heads[index]
    guard let newest = plan.streams[index].newest else { return serveAtRandom(index) }
    let (left, full) = (0, 1)
    let share = valueRow(newest)
    var anyNewest = false
    for lane in 0..<Block.width {
      let grant = now[row(.grant, index), lane]
      let forNewest = grant * values[share, lane]
      scratch[left, lane] = forNewest
      scratch[2, lane] = grant
      scratch[full, lane] = Lane.zero.replacing(
        with: .one, where: grant .>= now[row(.demand, index), lane])
      anyNewest = anyNewest || forNewest.hasPositive
    }
    let last = plan.offset + month
    if anyNewest {
      scratch.fill(3, with: 0)
      for place in stride(from: last, through: heads[index], by: -1)
      where !take(index, place, left: left, full: 3) { break }
    }
    for lane in 0..<Block.width {
      scratch[left, lane] = Lane.most(
        scratch[2, lane] - now[row(.hoursUsed, index), lane], .zero)
    }
    var place = heads[index]
    while place <= last, take(index, place, left: left, full: full) { place += 1 }
  }

  /// Serves one cohort from a budget of hours, and says whether some run has hours left.
  ///
  /// `left` is the row of `scratch` with the hours left; `full` the row that is 1 where every eligible case is to be decided, whatever
  /// rounding has left of the hours.
  private func take(_ index: Int, _ place: Int, left: Int, full: Int) -> Bool {
    let stream = plan.streams[index]
    let group = stream.classOf[place]
    let need = firstHours[index] + group
    let lead = valueRow(stream.minimumLead, class: group)
    let source = cohort(index, place)
    let age = Lane(repeating: Double(plan.offset + month - place))
    var taken = Lane.zero
    var goesOn = Lane.zero
    for lane in 0..<Block.width {
      let waiting = stock[source, lane]
      let asked = waiting * hours[need, lane]
      let budget = scratch[left, lane]
      let all = (scratch[full, lane] .> .zero) .| (asked .<= budget)
      var decisions = (budget * inverseHours[need, lane]).replacing(with: waiting, where: all)
      decisions = Lane.least(decisions, waiting)
      let early = values[lead, lane] .> age
      decisions = decisions.replacing(with: .zero, where: early)
      let spent = budget.replacing(with: Lane.least(asked, budget), where: all)
        .replacing(with: .zero, where: early)
      scratch[left, lane] = budget - spent
      stock[source, lane] = waiting - decisions
      decided[source, lane] += decisions
      taken += decisions
      goesOn += scratch[left, lane] + scratch[full, lane]
      account(index, place, group, need, lane, decisions)
    }
    if taken.hasPositive { markServed(index, place) }
    return goesOn.hasPositive
  }

  /// Serves every eligible cohort with the same chance.
  private func serveAtRandom(_ index: Int) {
    let stream = plan.streams[index]
    for place in heads[index]...(plan.offset + month) {
      let group = stream.classOf[place]
      let need = firstHours[index] + group
      let lead = valueRow(stream.minimumLead, class: group)
      let source = cohort(index, place)
      let age = Lane(repeating: Double(plan.offset + month - place))
      for lane in 0..<Block.width {
        let (demand, grant) = (now[row(.demand, index), lane], now[row(.grant, index), lane])
        let all = grant .>= demand
        let share = (grant / demand.replacing(with: .one, where: all)).replacing(
          with: .one, where: all)
        let waiting = stock[source, lane]
        let decisions = (waiting * share).replacing(
          with: .zero, where: values[lead, lane] .> age)
        stock[source, lane] = waiting - decisions
        decided[source, lane] += decisions
        account(index, place, group, need, lane, decisions)
      }
      markServed(index, place)
    }
  }

  /// Adds decisions on one cohort to the month's sums.
  @inline(__always)
  private func account(
    _ index: Int, _ place: Int, _ group: Int, _ need: Int, _ lane: Int,
    _ decisions: Lane
  ) {
    let age = Double(plan.offset + month - place)
    let term = values[valueRow(plan.streams[index].term, class: group), lane]
    now[row(.decisions, index), lane] += decisions
    now[row(.hoursUsed, index), lane] += decisions * hours[need, lane]
    now[row(.waiting, index), lane] += decisions * age
    now[row(.inTerm, index), lane] += decisions * (1 - (age + 0.5 - term).asShare)
    if place < plan.offset { now[row(.onInitialStock, index), lane] += decisions }
  }

  private func markServed(_ index: Int, _ place: Int) {
    let range = served[index]
    served[index] =
      range.isEmpty
      ? place..<(place + 1) : min(range.lowerBound, place)..<max(range.upperBound, place + 1)
  }

  /// Step 7: how the month's decisions of a stream came out.
  func decideOutcomes(_ index: Int) {
    let stream = plan.streams[index]
    for (place, outcome) in stream.outcomes.enumerated() {
      let result = firstOutcome[index] + place
      let newest = newestClass(index)
      for lane in 0..<Block.width {
        outcomes[result, lane] =
          now[row(.straightThrough, index), lane] * values[valueRow(outcome, class: newest), lane]
      }
      // Cohort by cohort even where all have one share: an effect without size must not change the order of a sum.
      for cohort in served[index] {
        let share = valueRow(outcome, class: stream.classOf[cohort])
        for lane in 0..<Block.width {
          outcomes[result, lane] +=
            decided[self.cohort(index, cohort), lane] * values[share, lane]
        }
      }
    }
  }

  /// Class of the cases that were lodged in the month at hand.
  private func newestClass(_ index: Int) -> Int { plan.streams[index].classOf[plan.offset + month] }

  /// What is left at the month's end, and how much of it is past its term.
  func measureOverdue(_ index: Int) {
    let stream = plan.streams[index]
    let (total, overdue) = (row(.total, index), row(.overdue, index))
    now.fill(total, with: 0)
    now.fill(overdue, with: 0)
    for place in heads[index]...(plan.offset + month) {
      let term = valueRow(stream.term, class: stream.classOf[place])
      let source = cohort(index, place)
      let age = Double(plan.offset + month - place) + 1
      for lane in 0..<Block.width {
        let waiting = stock[source, lane]
        now[total, lane] += waiting
        now[overdue, lane] += waiting * (age - values[term, lane]).asShare
      }
    }
  }
}
