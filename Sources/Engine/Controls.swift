internal import Caseload
internal import LinearAlgebra
internal import Probability

/// The controls of one block's runs, a row a control of the plan.
final class Controls {
  private let plan: Plan
  private let layout: ControlPlan
  private let values: Lanes
  /// Probability of a surge in a month, a row an inflow.
  private let rates: Lanes

  /// Makes room for a plan's controls.
  init(_ plan: Plan, _ layout: ControlPlan) {
    self.plan = plan
    self.layout = layout
    values = Lanes(rows: layout.count)
    rates = Lanes(rows: layout.inflows.count)
  }

  /// Takes what is known of a block before its first month.
  func start(_ knowledge: Knowledge, _ chance: borrowing Chance) {
    for (place, number) in layout.numbers.enumerated() {
      for lane in 0..<Block.width {
        values[place, lane] = knowledge.drawn[number.row, lane] - number.mean
      }
    }
    for (place, lever) in layout.levers.enumerated() {
      for lane in 0..<Block.width {
        values[layout.numbers.count + place, lane] =
          knowledge.inForce[lever, lane] - knowledge.inputs[plan.probabilities[lever], lane].asShare
      }
    }
    for place in 0..<layout.innovations {
      sum(from: layout.firstInnovation, place) { chance.innovation(place, $0, $1) }
    }
    for (place, surge) in layout.surges.enumerated() {
      let mean = (0..<Block.width).map { knowledge.value(of: surge.rate, plan, $0) * surge.size }
      sum(from: layout.firstSurge, place) { chance.jump(place, $0, $1) - mean[$1] }
    }
    for (place, inflow) in layout.inflows.enumerated() {
      for period in 0..<layout.periods {
        values.fill(layout.firstInflow + layout.periods * place + period, with: 0)
      }
      guard let rate = inflow.rate else { continue }
      for lane in 0..<Block.width { rates[place, lane] = knowledge.value(of: rate, plan, lane) }
    }
  }

  /// Writes the sums over the months of each period.
  private func sum(
    from first: Int, _ place: Int, _ value: (_ month: Int, _ lane: Int) -> Lane
  ) {
    for period in 0..<layout.periods {
      let start = period * layout.monthsPerPeriod
      let end = min(plan.months, start + layout.monthsPerPeriod)
      for lane in 0..<Block.width {
        var sum = Lane.zero
        for month in start..<end { sum += value(month, lane) }
        values[first + layout.periods * place + period, lane] = sum
      }
    }
  }

  /// Adds a month of the inflows, whose quantities the simulation of the world as it is still holds.
  func follow(_ month: Int, _ simulation: BlockSimulation, _ chance: borrowing Chance) {
    let period = month / layout.monthsPerPeriod
    for (place, inflow) in layout.inflows.enumerated() {
      let row = layout.firstInflow + layout.periods * place + period
      let level = simulation.valueRow(inflow.level)
      let season = simulation.season(inflow.stream)
      for lane in 0..<Block.width {
        var excess = chance.factor(inflow.stream, month, lane) - 1
        if inflow.rate != nil { excess -= rates[place, lane] * inflow.lift[month] }
        values[row, lane] +=
          simulation.values[level, lane] * simulation.growth[inflow.stream, lane] * season * excess
      }
    }
  }

  /// Hands over the block's first runs: added to sums, one a control, and to columns of a table from `start` on.
  func hand(over runs: Int, to sums: inout [Double], _ table: inout Matrix?, at start: Int) {
    for row in 0..<layout.count {
      values.withRows(row..<(row + 1)) { span in
        var sum = 0.0
        for run in 0..<runs { sum += span[run] }
        sums[row] += sum
        guard let columns = table?.columns else { return }
        for run in 0..<runs { table?.entries[row * columns + start + run] = span[run] }
      }
    }
  }
}
