internal import Engine
internal import Sampling
internal import Sensitivity

/// An ordinary sample: what each run drew, and what came of it.
public struct GivenData: Hashable, Sendable {
  /// A column of numbers for each factor.
  public var factors: [[Double]]
  /// A column for each response; not finite where a run has none.
  public var responses: [[Double]]

  /// Joins the columns.
  public init(factors: [[Double]], responses: [[Double]]) {
    self.factors = factors
    self.responses = responses
  }
}

extension SensitivityStudy {
  /// Makes an ordinary sample: the runs of a study with the same seed.
  func sample(_ watch: Watch) throws -> GivenData {
    let unknowns = factors.map { $0.unknowns[0] }
    let none = GivenData(
      factors: factors.map { _ in [] }, responses: responses.map { _ in [] })
    return try run([Experiment.Variant(change: switches)], into: none, watch, keepsDraws: true) {
      data, block in
      for (place, unknown) in unknowns.enumerated() {
        let first = unknown * block.stride
        data.factors[place] += block.draws[first..<(first + block.runs)]
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

  private func regressed(_ data: GivenData) throws -> Found {
    var found = Found(rows: [], facts: [])
    let numbers = try RankRegression.summaries(
      factors: data.factors, responses: data.responses, on: .numbers,
      confidence: options.confidence)
    let ranks = try RankRegression.summaries(
      factors: data.factors, responses: data.responses, on: .ranks,
      confidence: options.confidence)
    for response in responses.indices {
      for factor in factors.indices {
        let (plain, ranked) = (
          numbers[response].indices[factor], ranks[response].indices[factor]
        )
        for (index, finding) in [
          (SensitivityIndex.src, plain.coefficient), (.pcc, plain.partialCorrelation),
          (.srrc, ranked.coefficient), (.prcc, ranked.partialCorrelation),
        ] {
          found.rows.append(
            SensitivityRow(response: response, factor: factor, index: index, finding: finding))
        }
      }
      found.facts.append(
        ResponseFacts(
          dropped: numbers[response].dropped, mean: .nan, foretold: ranks[response].foretold))
    }
    return found
  }

  private func decomposed(_ data: GivenData) throws -> Found {
    var found = Found(rows: [], facts: [])
    let polynomials = try PolynomialChaos.summaries(
      factors: data.factors, columns: .values, responses: data.responses,
      confidence: options.confidence)
    for response in responses.indices {
      let density = try DensityShift.summary(
        factors: data.factors, response: data.responses[response], confidence: options.confidence,
        draws: Draws(seed: seed))
      for factor in factors.indices {
        let shares = polynomials[response].indices[factor]
        for (index, finding) in [
          (SensitivityIndex.first, shares.firstOrder), (.total, shares.total),
          (.delta, density.indices[factor].index),
        ] {
          found.rows.append(
            SensitivityRow(response: response, factor: factor, index: index, finding: finding))
        }
      }
      if options.hasPairs {
        for pair in polynomials[response].pairs {
          found.rows.append(
            SensitivityRow(
              response: response, factor: pair.first, partner: pair.second, index: .second,
              finding: pair.share))
        }
      }
      found.facts.append(
        ResponseFacts(
          dropped: polynomials[response].dropped, mean: .nan,
          foretold: polynomials[response].foretold))
    }
    return found
  }
}
