internal import Caseload
internal import Engine
internal import Sampling
internal import Sensitivity

extension SensitivityStudy {
  /// Two samples of everything, and of each factor the first with this factor from the second.
  func sobol(_ watch: Watch) throws -> Found {
    // Only which samples there are is asked of the design; the engine draws them.
    let design = try SaltelliDesign(
      inputs: [],
      factors: factors.map { SaltelliDesign.Factor(name: $0.name, inputs: []) },
      points: options.sample, hasPairs: options.hasPairs)
    let resampling = SobolSums.fitting(design, responses: responses.count)
    let sums = try run(
      design.samples.map(variant),
      into: SobolSums(design, responses: responses.count, resampling: resampling), watch,
      sampling: Experiment.hasSobolPoints(for: plan) ? .sobol : .latin
    ) { sums, block in
      sums.add(
        block.values.span, firstPoint: block.firstRun, points: block.runs, stride: block.stride)
    }
    var found = Found(rows: [], facts: [])
    let bootstrap = Bootstrap(units: sums.units, draws: Draws(seed: seed))
    for response in responses.indices {
      guard
        let indices = sums.indices(
          of: response, confidence: options.confidence, bootstrap)
      else {
        found.facts.append(ResponseFacts(dropped: sums.points, mean: nil, foretold: nil))
        continue
      }
      func add(_ factor: Int, _ partner: Int?, _ index: SensitivityIndex, _ finding: Finding) {
        found.rows.append(
          SensitivityRow(
            response: response, factor: factor, partner: partner, index: index, finding: finding))
      }
      for factor in factors.indices {
        add(factor, nil, .first, indices.first[factor])
        add(factor, nil, .total, indices.total[factor])
      }
      for pair in indices.pairs { add(pair.factors[0], pair.factors[1], .second, pair.share) }
      found.facts.append(
        ResponseFacts(dropped: indices.dropped, mean: indices.mean, foretold: nil))
    }
    return found
  }

  /// The runs of a sample: everything from one side but the factor that is exchanged.
  private func variant(_ sample: SaltelliDesign.Sample) -> Experiment.Variant {
    let side: Levels.Sample = sample.side == .first ? .first : .second
    let other: Levels.Sample = side == .first ? .second : .first
    let exchanged = sample.exchanged.map { factors[$0] }
    let unknowns = plan.unknownPaths.indices
    let evenly = options.switching == .evenly
    let numbers = plan.uncertain.count
    let levers = plan.world.levers.indices.filter { plan.world.levers[$0].isEnabled }
    let isMoved = Set(exchanged?.unknowns ?? [])
    return Experiment.Variant(
      chance: exchanged?.hasChance == true ? other : side, needsSecond: true
    ) { levels in
      if side == .second { for unknown in unknowns { levels.take(unknown, from: .second) } }
      for unknown in isMoved { levels.take(unknown, from: other) }
      guard evenly else { return }
      for lever in levers {
        let source = isMoved.contains(numbers + lever) ? other : side
        for run in 0..<levels.runs {
          levels.force(
            lever, run: run, on: levels.level(numbers + lever, run: run, in: source) > 0.5)
        }
      }
    }
  }
}
