internal import Caseload
internal import Engine
internal import Sampling
internal import Sensitivity
internal import Statistics

/// An ordinary sample: what each run drew, and what came of it.
public struct GivenData: Hashable, Sendable {
  /// A column of numbers for each of ``SensitivityStudy/inputs``.
  public var inputs: [[Double]]
  /// A column for each response; not finite where a run has none.
  public var responses: [[Double]]

  /// Joins the columns.
  public init(inputs: [[Double]], responses: [[Double]]) {
    self.inputs = inputs
    self.responses = responses
  }
}

extension SensitivityStudy {
  /// What the factors consist of, as columns of `runs.csv` are named: numbers by path, levers as `lever:NAME`.
  public var inputs: [String] {
    let numbers = plan.uncertain.count
    return unknowns.map { unknown in
      unknown < numbers
        ? plan.uncertain[unknown].path : "lever:\(plan.world.levers[unknown - numbers].name)"
    }
  }

  /// The unknowns of all factors, one after another.
  private var unknowns: [Int] { factors.flatMap(\.unknowns) }

  /// The inputs of each factor, by place.
  private var groups: [[Int]] {
    var next = 0
    return factors.map { factor in
      let members = Array(next..<(next + factor.unknowns.count))
      next += factor.unknowns.count
      return members
    }
  }

  /// Makes an ordinary sample: the runs of a study with the same seed.
  func sample(_ watch: Watch) throws -> GivenData {
    let unknowns = unknowns
    let none = GivenData(inputs: unknowns.map { _ in [] }, responses: responses.map { _ in [] })
    return try run([Experiment.Variant(change: switches)], into: none, watch, keepsDraws: true) {
      data, block in
      for (place, unknown) in unknowns.enumerated() {
        let first = unknown * block.stride
        data.inputs[place] += block.draws[first..<(first + block.runs)]
      }
      for place in data.responses.indices {
        let first = place * block.stride
        data.responses[place] += block.values[first..<(first + block.runs)]
      }
    }
  }

  /// Takes a sample apart by the method that was chosen.
  func takenApart(_ data: GivenData) throws -> Found {
    options.method == .rank ? try regressed(data) : try decomposed(data)
  }

  /// What is said of a response as a whole.
  private func facts(_ response: [Double], dropped: Int, foretold: Double) -> ResponseFacts {
    let defined = response.filter(\.isFinite)
    return ResponseFacts(
      dropped: dropped, mean: defined.isEmpty ? nil : Moments(defined).mean, foretold: foretold)
  }

  private func regressed(_ data: GivenData) throws -> Found {
    var found = Found(rows: [], facts: [])
    let areGroups = factors.contains { $0.kind == .group }
    let groups = groups
    func summaries(_ scale: RankRegression.Scale) throws -> [RegressionSummary] {
      try RankRegression.summaries(
        factors: data.inputs, responses: data.responses, on: scale,
        groups: areGroups ? groups : nil, confidence: options.confidence)
    }
    let (numbers, ranks) = (try summaries(.numbers), try summaries(.ranks))
    for response in responses.indices {
      let (plain, ranked) = (numbers[response], ranks[response])
      for factor in factors.indices {
        let findings: [(SensitivityIndex, Finding)]
        if areGroups {
          findings = [
            (.lost, plain.groups[factor].lost),
            (.pcc, plain.groups[factor].partialCorrelation),
            (.lostOfRanks, ranked.groups[factor].lost),
            (.prcc, ranked.groups[factor].partialCorrelation),
          ]
        } else {
          findings = [
            (.src, plain.indices[factor].coefficient),
            (.pcc, plain.indices[factor].partialCorrelation),
            (.srrc, ranked.indices[factor].coefficient),
            (.prcc, ranked.indices[factor].partialCorrelation),
          ]
        }
        for (index, finding) in findings {
          found.rows.append(
            SensitivityRow(response: response, factor: factor, index: index, finding: finding))
        }
      }
      found.facts.append(
        facts(data.responses[response], dropped: plain.dropped, foretold: ranked.foretold))
    }
    return found
  }

  private func decomposed(_ data: GivenData) throws -> Found {
    var found = Found(rows: [], facts: [])
    let groups = groups
    let polynomials = try PolynomialChaos.summaries(
      factors: data.inputs, columns: .values, groups: groups, responses: data.responses,
      confidence: options.confidence)
    // The density given several numbers at once cannot be told from a sample of this size.
    let single = factors.indices.filter { groups[$0].count == 1 }
    for (response, values) in data.responses.enumerated() {
      let density = try DensityShift.summary(
        factors: single.map { data.inputs[groups[$0][0]] }, response: values,
        confidence: options.confidence, draws: Draws(seed: seed))
      let summary = polynomials[response]
      for factor in factors.indices {
        func add(_ index: SensitivityIndex, _ finding: Finding) {
          found.rows.append(
            SensitivityRow(response: response, factor: factor, index: index, finding: finding))
        }
        add(.first, summary.indices[factor].firstOrder)
        add(.total, summary.indices[factor].total)
        if let place = single.firstIndex(of: factor) { add(.delta, density.indices[place].index) }
      }
      if options.hasPairs {
        for pair in summary.pairs {
          found.rows.append(
            SensitivityRow(
              response: response, factor: pair.first, partner: pair.second, index: .second,
              finding: pair.share))
        }
      }
      found.facts.append(
        facts(values, dropped: summary.dropped, foretold: summary.foretold))
    }
    return found
  }
}
