internal import Caseload
internal import LinearAlgebra
internal import Probability
internal import Sampling

/// What nobody knows, as the runs of one block draw it: the uncertain numbers, and which bills pass.
final class Knowledge {
  /// The uncertain numbers, a row a number of the plan.
  let drawn: Lanes
  /// Every number that the model needs, a row an input of the plan.
  let inputs: Lanes
  /// Levers in force, 1 or 0, a row a lever.
  let inForce: Lanes

  private static let largestUniform = 1 - 0x1p-53

  /// Makes room for a plan's numbers.
  init(_ plan: Plan) {
    drawn = Lanes(rows: plan.uncertain.count)
    inputs = Lanes(rows: plan.inputs.count)
    inForce = Lanes(rows: plan.world.levers.count)
  }

  /// Draws the numbers of a block's runs; every number at its mean when the job is the expected path.
  func draw(_ plan: Plan, _ assignment: Assignment, _ block: Int) {
    let first = UInt32(block * Block.runs)
    let design = UncertaintyDesign(assignment.sampling, draws: Draws(seed: assignment.seed))
    if assignment.isCentral {
      for (row, number) in plan.uncertain.enumerated() { drawn.fill(row, with: number.law.mean) }
    } else {
      for (row, number) in plan.uncertain.enumerated() {
        drawn.withRows(row..<(row + 1)) {
          design.fill(
            NameHash(number.path), place: plan.places[row], firstRun: first, into: &$0)
        }
      }
      correlate(plan)
      for (row, function) in plan.quantileFunctions.enumerated() {
        drawn.withRows(row..<(row + 1)) { function.apply(to: &$0) }
      }
    }
    for (row, input) in plan.inputs.enumerated() {
      switch input {
      case .fixed(let value): inputs.fill(row, with: value)
      case .drawn(let number): inputs.copy(row, from: drawn, number)
      case .drawnAboveNought(let number):
        for lane in 0..<Block.width {
          inputs[row, lane] = Lane.most(drawn[number, lane], .zero)
        }
      case .share(let part, let all):
        for lane in 0..<Block.width {
          var sum = Lane.zero
          for other in all { sum += inputs[other, lane] }
          inputs[row, lane] = inputs[part, lane] / sum
        }
      }
    }
    drawLevers(plan, assignment, design, first)
  }

  /// Gives the uniforms of the numbers concerned the rank correlations that the scenario asks for.
  private func correlate(_ plan: Plan) {
    guard let (factor, members) = plan.copula else { return }
    let scores = Lanes(rows: members.count)
    let joined = Lanes(rows: members.count)
    for (row, member) in members.enumerated() {
      for run in 0..<Block.runs {
        scores[row, run: run] = StandardNormal.quantile(drawn[member, run: run])
      }
    }
    scores.withRows(0..<members.count) { source in
      joined.withRows(0..<members.count) { result in
        multiply(factor, source.span, columns: Block.runs, into: &result)
      }
    }
    for (row, member) in members.enumerated() {
      for run in 0..<Block.runs {
        // A score beyond 8.2 would round to one, at which laws without a bound have no quantile.
        drawn[member, run: run] = min(
          StandardNormal.cumulative(joined[row, run: run]), Knowledge.largestUniform)
      }
    }
  }

  private func drawLevers(
    _ plan: Plan, _ assignment: Assignment, _ design: UncertaintyDesign, _ first: UInt32
  ) {
    for (lever, description) in plan.world.levers.enumerated() {
      let probability = plan.probabilities[lever]
      guard description.isEnabled else {
        inForce.fill(lever, with: 0)
        continue
      }
      if assignment.isCentral {
        inForce.fill(lever, with: inputs[probability, run: 0] >= 0.5 ? 1 : 0)
        continue
      }
      inForce.withRows(lever..<(lever + 1)) {
        design.fill(
          NameHash(plan.world.pathInForce(ofLever: lever)),
          place: plan.places[plan.uncertain.count + lever], firstRun: first, into: &$0)
      }
      for run in 0..<Block.runs {
        inForce[lever, run: run] =
          inForce[lever, run: run] < inputs[probability, run: run] ? 1 : 0
      }
    }
  }

  /// A number in one run of the block.
  func value(of number: Number, _ plan: Plan, run: Int) -> Double {
    value(of: number, plan, run / Lane.scalarCount)[run % Lane.scalarCount]
  }

  /// A number in eight runs of the block.
  func value(of number: Number, _ plan: Plan, _ lane: Int) -> Lane {
    guard number.isUncertain, let row = plan.uncertain.firstIndex(where: { $0.path == number.path })
    else { return Lane(repeating: number.law.mean) }
    return drawn[row, lane]
  }

  /// Stock of a subject at the start, in one run; nought for pools and the whole.
  func initialStock(_ plan: Plan, _ subject: Subject, _ run: Int) -> Double {
    switch subject {
    case .stream, .group:
      plan.world.streams(of: subject).reduce(0.0) { sum, stream in
        sum + inputs[plan.streams[stream].stock, run: run]
      }
    case .pool, .whole: 0
    }
  }
}
