internal import Engine
internal import Sampling
internal import Sensitivity

extension SensitivityStudy {
  /// What a trajectory moves: the level of a number, or a lever that is in force above one half.
  private enum Move {
    case number(Int)
    case lever(Int)
  }

  /// Elementary effects; each trajectory has the chance of the run of its number.
  func morris(_ watch: Watch) throws -> Found {
    var moves: [Move] = []
    var groups: [[Int]] = []
    for factor in factors {
      let first = moves.count
      moves += factor.unknowns.filter { $0 < plan.uncertain.count }.map(Move.number)
      moves += factor.levers.map(Move.lever)
      groups.append(Array(first..<moves.count))
    }
    let design = MorrisDesign(
      groups: groups, trajectories: options.sample, candidates: max(500, options.sample),
      draws: Draws(seed: seed))
    let steps = moves
    let variants = (0..<design.points).map { point in
      Experiment.Variant { levels in
        var numbers = Array(repeating: 0.0, count: design.factors * levels.runs)
        var span = numbers.mutableSpan
        design.fill(point: point, firstRun: levels.firstRun, runs: levels.runs, into: &span)
        for (place, move) in steps.enumerated() {
          for run in 0..<levels.runs {
            let level = numbers[place * levels.runs + run]
            switch move {
            case .number(let unknown): levels.set(unknown, run: run, to: level)
            case .lever(let lever): levels.force(lever, run: run, on: level > 0.5)
            }
          }
        }
      }
    }
    let count = responses.count
    var state = (
      effects: MorrisEffects(design, responses: count), sizes: Array(repeating: 0.0, count: count)
    )
    state = try run(variants, into: state, watch) { state, block in
      state.effects.add(block.values.span, firstRun: block.firstRun)
      for place in block.values.indices {
        let (response, value) = (place / block.stride % count, abs(block.values[place]))
        if value.isFinite { state.sizes[response] = max(state.sizes[response], value) }
      }
    }
    let effects = state.effects
    var found = Found(rows: [], facts: [], sizes: state.sizes)
    for response in responses.indices {
      let summary = effects.summary(response: response, confidence: options.confidence)
      for effect in summary {
        for (index, finding) in [
          (SensitivityIndex.muStar, effect.meanAbsolute), (.mu, effect.mean),
          (.sigma, effect.spread),
        ] {
          guard let finding else { continue }
          found.rows.append(
            SensitivityRow(
              response: response, factor: effect.group, index: index, finding: finding))
        }
      }
      found.facts.append(
        ResponseFacts(
          dropped: summary.map(\.dropped).max() ?? 0, mean: nil, foretold: nil))
    }
    return found
  }
}
