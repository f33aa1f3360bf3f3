internal import Engine
internal import Sensitivity

extension SensitivityStudy {
  /// The additive share of each lever, or group of levers, in the difference that all of them make.
  func shares(_ watch: Watch) throws -> Found {
    let levers = factors.flatMap(\.levers)
    let attribution = try Attribution(
      plan, levers: levers, responses: responses,
      assignment: Assignment(runs: options.sample, seed: seed, threads: threads),
      isStopped: watch.isStopped, progress: watch.progress)
    var found = Found(rows: [], facts: [], attribution: attribution)
    for (response, shares) in attribution.shares.enumerated() {
      guard let shares else {
        found.facts.append(ResponseFacts(dropped: options.sample, mean: nil, foretold: nil))
        continue
      }
      for (place, factor) in factors.enumerated() {
        let players = levers.indices.filter { factor.levers.contains(levers[$0]) }
        found.rows.append(
          SensitivityRow(
            response: response, factor: place, index: .share,
            finding: Finding(
              shares.share(of: players, confidence: options.confidence), runs: shares.runs)))
      }
      found.facts.append(
        ResponseFacts(dropped: shares.dropped, mean: shares.withAll, foretold: nil))
    }
    return found
  }
}
