internal import CKernels
internal import Caseload
internal import Sampling

extension BlockSimulation {
  /// The largest intensity for which counts are drawn.
  static let greatestIntensity = 1e12

  /// Steps 1 and 2 of a month: new cases from outside and from earlier events.
  func receiveArrivals(_ chance: borrowing Chance) {
    for (index, stream) in plan.streams.enumerated() {
      let arrivals = BoardRow.of(index, ck_arrivals)
      if let level = stream.level {
        let season = season(index)
        // Safe: level, growth, chance and arrivals have a row each.
        unsafe ck_intensities(
          values.address(ofRow: valueRow(level)), growth.address(ofRow: index),
          chance.factors(index, month), season, BlockSimulation.greatestIntensity,
          queues.board.address(ofRow: arrivals))
        if !chance.isOff { drawCounts(index, chance) }
      } else {
        queues.board.fill(arrivals, with: 0)
      }
      let follow = BoardRow.of(index, ck_follow_ups)
      if let result = plan.followUpOf[index] {
        queues.board.copy(follow, from: followUps, result)
      } else {
        queues.board.fill(follow, with: 0)
      }
    }
  }

  /// The factor of a stream's inflow for the season of the month at hand.
  func season(_ stream: Int) -> Double {
    let place = floorModulo(plan.world.calendar.start.month - 1 + month, 12)
    return plan.streams[stream].season?[place] ?? 1
  }

  /// Replaces the intensity of a stream's arrivals by Poisson counts.
  private func drawCounts(_ stream: Int, _ chance: borrowing Chance) {
    let arrivals = BoardRow.of(stream, ck_arrivals)
    queues.board.withRows(arrivals..<(arrivals + 1)) { counts in
      chance.withUniforms(stream, month) { poissonCounts($0, means: &counts) }
    }
  }
}
