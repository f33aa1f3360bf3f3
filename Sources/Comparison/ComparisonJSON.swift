internal import Caseload
public import JSONText
internal import Statistics

extension ReportComparison {
  /// The comparison for programs; a number that does not exist is null, an infinite sharpening too.
  public var json: JSON {
    [
      "base": json(base), "confidence": .number(confidence),
      "comparisons": .array(others.map(json)),
    ]
  }

  private func json(_ report: Report) -> JSON {
    [
      "name": .string(report.name), "path": .string(report.path),
      "files": .array(report.files.map(JSON.string)),
      "months": report.months.map {
        [.string($0.lowerBound.description), .string($0.upperBound.description)]
      } ?? .null,
    ]
  }

  private func json(_ other: Against) -> JSON {
    [
      "report": json(other.report), "inputs_from": .string(other.inputs.rawValue),
      "changes": .array(other.changes.map(json)),
      "one_sided": .array(
        other.oneSided.map {
          [
            "kind": .string($0.kind.rawValue), "presence": .string($0.presence.rawValue),
            "names": .array($0.names.map(JSON.string)),
          ]
        }), "pairing": json(other.pairing), "same_horizon": .boolean(other.isSameHorizon),
      "differences": .array(other.differences.map(json)),
    ]
  }

  private func json(_ change: Change) -> JSON {
    func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
    return [
      "kind": .string(change.kind.rawValue), "path": .string(change.path),
      "base": text(change.base), "other": text(change.other),
      "basis_base": .string(change.baseBasis), "basis": .string(change.otherBasis),
      "within": text(change.within),
    ]
  }

  private func json(_ pairing: Pairing) -> JSON {
    switch pairing {
    case .paired(let pairs):
      [
        "paired": true, "pairs": .number(pairs.count),
        "alone_in_base": .number(pairs.aloneInBase), "alone_in_other": .number(pairs.aloneInOther),
        "told_by": pairs.isManifest ? "manifests" : "draws",
        "seed": pairs.seed.map(JSON.string) ?? .null,
        "uncertain_numbers": .number(pairs.sharedDraws), "equal_draws": .number(pairs.equalDraws),
      ]
    case .unpaired(let obstacle): ["paired": false, "because": .string(obstacle.code)]
    }
  }

  private func json(_ difference: Difference) -> JSON {
    let name = difference.name
    func finite(_ value: Double?) -> JSON {
      value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
    }
    func words(_ claims: String) -> JSON {
      .array(claims.split(separator: " ").map { .string(String($0)) })
    }
    var pairs: [JSON.Pair] = [
      JSON.Pair("table", .string(name.table.rawValue)), JSON.Pair("what", .string(name.what)),
      JSON.Pair("stream", .string(name.stream)),
      JSON.Pair("month", name.month.map { .string($0.description) } ?? .null),
      JSON.Pair("of", .string(name.of)), JSON.Pair("unit", .string(difference.unit)),
      JSON.Pair("presence", .string(difference.presence.rawValue)),
      JSON.Pair("value_base", finite(difference.base)),
      JSON.Pair("value", finite(difference.other)),
      JSON.Pair("difference", finite(difference.difference)),
      JSON.Pair("se", finite(difference.standardError)),
      JSON.Pair("low", finite(difference.interval?.low)),
      JSON.Pair("high", finite(difference.interval?.high)),
      JSON.Pair("paired", .boolean(difference.isPaired)),
      JSON.Pair("paired_by_batch", .boolean(difference.isPairedByBatch)),
      JSON.Pair("chance", .string(difference.chance.rawValue)),
      JSON.Pair("claims_base", words(difference.claims.base)),
      JSON.Pair("claims", words(difference.claims.other)),
    ]
    if let paired = difference.paired {
      pairs += [
        JSON.Pair("pairs", .number(paired.pairs)),
        JSON.Pair("never_base", .number(paired.never.base)),
        JSON.Pair("never", .number(paired.never.other)),
        JSON.Pair("never_both", .number(paired.never.both)),
        JSON.Pair("missing", .number(paired.missing)),
        JSON.Pair("share_better", finite(paired.better?.share)),
        JSON.Pair("share_better_low", finite(paired.better?.low)),
        JSON.Pair("share_better_high", finite(paired.better?.high)),
        JSON.Pair("share_equal", finite(paired.equal)),
        JSON.Pair("sharpening", finite(paired.sharpening)),
        JSON.Pair("quantiles", .array(paired.quantiles.map { finite($0) })),
      ]
    }
    return .object(pairs)
  }
}

extension ReportComparison.Obstacle {
  /// The word for it in files.
  var code: String {
    switch self {
    case .noRuns: "no_runs"
    case .noRunNumbers: "no_run_numbers"
    case .otherJob(let fact, _, _): "other_\(fact)"
    case .otherDraws: "other_draws"
    case .noEvidence: "no_evidence"
    case .nothingShared: "nothing_shared"
    }
  }
}
