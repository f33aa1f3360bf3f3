internal import CKernels
internal import Caseload
internal import Sampling

extension BlockSimulation {
  /// The largest intensity for which counts are drawn.
  static let greatestIntensity = 1e12

  /// Steps 1 and 2 of a month: new cases from outside and from earlier events.
  func receiveArrivals(_ chance: borrowing Chance) {
    let season = floorModulo(plan.world.calendar.start.month - 1 + month, 12)
    for (index, stream) in plan.streams.enumerated() {
      let arrivals = BoardRow.of(index, ck_arrivals)
      if let level = stream.level {
        let factor = stream.season?[season] ?? 1
        for lane in 0..<Block.width {
          let intensity = values[valueRow(level), lane] * growth[index, lane] * factor
          queues.board[arrivals, lane] = Lane.least(
            intensity * chance.factor(index, month, lane),
            Lane(repeating: BlockSimulation.greatestIntensity))
        }
        if !chance.isOff { drawCounts(index, chance) }
      } else {
        queues.board.fill(arrivals, with: 0)
      }
      let follow = BoardRow.of(index, ck_follow_ups)
      if let result = plan.follow.targets.firstIndex(of: index) {
        queues.board.copy(follow, from: followUps, result)
      } else {
        queues.board.fill(follow, with: 0)
      }
    }
  }

  /// Replaces the intensity of a stream's arrivals by Poisson counts.
  private func drawCounts(_ stream: Int, _ chance: borrowing Chance) {
    let arrivals = BoardRow.of(stream, ck_arrivals)
    for run in 0..<Block.runs {
      queues.board[arrivals, run: run] = poissonCount(
        chance.uniform(stream, month, run), mean: queues.board[arrivals, run: run])
    }
  }
}
