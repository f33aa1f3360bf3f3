internal import Caseload
internal import LinearAlgebra
internal import Probability
internal import Sampling

/// What nobody knows, as the runs of one block draw it: the uncertain numbers, and which bills pass.
final class Knowledge {
  /// The uncertain numbers, a row a number of the plan; then the uniform numbers that decide which bills pass, a row a lever.
  let drawn: Lanes
  /// Every number that the model needs, a row an input of the plan.
  let inputs: Lanes
  /// Levers in force, 1 or 0, a row a lever.
  let inForce: Lanes

  /// The design of the seed and way of sampling that were asked for last.
  private var sheet: UncertaintyDesign.Sheet?

  private static let largestUniform = 1 - 0x1p-53

  /// Makes room for a plan's numbers.
  init(_ plan: Plan) {
    drawn = Lanes(rows: plan.places.count)
    inputs = Lanes(rows: plan.inputs.count)
    inForce = Lanes(rows: plan.world.levers.count)
    for (row, input) in plan.inputs.enumerated() {
      if case .fixed(let value) = input { inputs.fill(row, with: value) }
    }
  }

  /// Draws the numbers of a block's runs; every number at its mean when the job is the expected path.
  func draw(_ plan: Plan, _ assignment: Assignment, _ block: Int) {
    if assignment.isCentral {
      for (row, number) in plan.uncertain.enumerated() { drawn.fill(row, with: number.law.mean) }
      deriveInputs(plan)
      for (lever, description) in plan.world.levers.enumerated() {
        let isLikely = inputs[plan.probabilities[lever], run: 0] >= 0.5
        inForce.fill(lever, with: description.isEnabled && isLikely ? 1 : 0)
      }
    } else {
      drawUniforms(plan, assignment, block)
      derive(plan, numbers: plan.uncertain.indices)
    }
  }

  /// Makes everything of the uniform numbers in `drawn`: those of levers stay, and of the numbers only some still have to be derived.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - numbers: Uncertain numbers that are uniform still: of those with rank correlations all or none.
  func derive(_ plan: Plan, numbers: some Sequence<Int>) {
    let numbers = Array(numbers)
    if let (_, members) = plan.copula, numbers.contains(members[0]) { correlate(plan) }
    for row in numbers {
      drawn.withRows(row..<(row + 1)) { plan.quantileFunctions[row].apply(to: &$0) }
    }
    deriveInputs(plan)
    drawLevers(plan)
  }

  /// Makes the numbers of the model of the uncertain ones.
  private func deriveInputs(_ plan: Plan) {
    for (row, input) in plan.inputs.enumerated() {
      switch input {
      case .fixed: break
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
  }

  /// Fills all rows with the design's uniform numbers.
  private func drawUniforms(_ plan: Plan, _ assignment: Assignment, _ block: Int) {
    let design = UncertaintyDesign(assignment.sampling, draws: Draws(seed: assignment.seed))
    var sheet =
      if let known = self.sheet, known.design == design { known } else {
        UncertaintyDesign.Sheet(design, names: plan.unknownNames, places: plan.places)
      }
    self.sheet = nil
    drawn.withRows(0..<drawn.rows) {
      sheet.fill(firstRun: UInt32(block * Block.runs), runs: Block.runs, into: &$0)
    }
    self.sheet = sheet
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

  /// Decides which levers are in force: those whose uniform number is below their probability.
  private func drawLevers(_ plan: Plan) {
    for (lever, description) in plan.world.levers.enumerated() {
      guard description.isEnabled else {
        inForce.fill(lever, with: 0)
        continue
      }
      let probability = plan.probabilities[lever]
      for lane in 0..<Block.width {
        let passes = drawn[plan.uncertain.count + lever, lane] .< inputs[probability, lane]
        inForce[lever, lane] = Lane.zero.replacing(with: .one, where: passes)
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

  /// Stock of some streams together at the start, in eight runs.
  func initialStock(_ plan: Plan, _ streams: [Int], _ lane: Int) -> Lane {
    streams.reduce(into: .zero) { $0 += inputs[plan.streams[$1].stock, lane] }
  }
}
