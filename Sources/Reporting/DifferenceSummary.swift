internal import Caseload
internal import Engine
internal import Evidence
internal import Influence
internal import JSONText
internal import Sensitivity
internal import Statistics

/// What an explanation says of the result that a reader asks first, in a few lines.
struct DifferenceSummary {
  private let world: World
  private let response: Response
  /// The levers' shares, the largest first, and the whole difference; nil where there are none.
  private let shares: (levers: [(lever: Int, share: Estimate)], whole: Estimate)?
  /// The factors' total indices, the largest first; empty where there are none.
  private let indices: [(factor: Factor, total: Estimate)]

  /// Level of all intervals.
  private static let confidence = 0.95
  /// Levers and factors that are shown on the screen.
  private static let shown = 3

  /// Picks it out.
  init(_ explanation: Explanation, _ world: World) {
    self.world = world
    let response = Response.usual(in: world)
    self.response = response
    shares = explanation.attribution.flatMap { attribution in
      guard let place = attribution.responses.firstIndex(of: response),
        let shares = attribution.shares[place]
      else { return nil }
      let levers = attribution.levers.enumerated().map { player, lever in
        (lever: lever, share: shares.share(of: player, confidence: Self.confidence))
      }
      return (
        levers.sorted {
          (abs($1.share.value), $0.lever) < (abs($0.share.value), $1.lever)
        }, shares.total(confidence: Self.confidence)
      )
    }
    indices =
      explanation.overTime.flatMap { study in
        study.responses.firstIndex(of: response).map { place in
          study.ranked(response: place).map {
            (study.factors[$0.factor], $0.finding.estimate)
          }
        }
      } ?? []
  }

  /// The largest shares of the difference that the levers make, and of what stays uncertain; nothing where neither is known.
  func lines(_ language: Language, width: Int) -> [String] {
    let dutch = language == .nl
    guard case .measure(let measure, let subject, let month) = response else { return [] }
    var lines: [String] = []
    if let (levers, whole) = shares {
      let largest = levers.prefix(Self.shown).map {
        "\(world.levers[$0.lever].title[language]) \(number($0.share, language))"
      }
      lines.append(
        "\(dutch ? "alle maatregelen" : "all levers") \(number(whole, language)): "
          + largest.joined(separator: "; "))
    }
    let largest = indices.prefix(Self.shown).filter { $0.total.value > 0 }
    if !largest.isEmpty {
      let titles = NumberTitles(world)
      let parts = largest.map {
        "\(titles.title(of: $0.factor)[language]) \(share($0.total, language))"
      }
      lines.append(
        "\(dutch ? "wat onzeker is" : "what is uncertain"): \(parts.joined(separator: "; "))")
    }
    guard !lines.isEmpty else { return [] }
    let when = language.format(world.calendar.month(month))
    return [
      "", "\(dutch ? "Wat het verschil maakt" : "What makes the difference"), \(when)",
    ]
      + TextLayout.lines(
        of: "  \(measure.title[language]), \(world.title(of: subject)[language])", width: width,
        indent: 4)
      + lines.flatMap { TextLayout.lines(of: "    \($0)", width: width, indent: 6) }
  }

  private func half(_ estimate: Estimate) -> Double {
    (estimate.interval.high - estimate.interval.low) / 2
  }

  private func number(_ estimate: Estimate, _ language: Language) -> String {
    let decimals = response.unit(in: world) == .share ? 3 : 0
    return (estimate.value > 0 ? "+" : "") + language.format(estimate.value, decimals: decimals)
      + " ±" + language.format(half(estimate), decimals: decimals)
  }

  private func share(_ estimate: Estimate, _ language: Language) -> String {
    "\(language.percent(estimate.value)) ±\(language.percent(half(estimate), decimals: 1))"
  }

  /// The same for programs, with every lever and factor.
  var json: JSON {
    func pairs(_ estimate: Estimate) -> [JSON.Pair] {
      [
        JSON.Pair("value", JSON.finite(estimate.value)),
        JSON.Pair("low", JSON.finite(estimate.interval.low)),
        JSON.Pair("high", JSON.finite(estimate.interval.high)),
      ]
    }
    return [
      "response": .string(response.label(in: world)),
      "all_levers": shares.map { .object(pairs($0.whole)) } ?? .null,
      "levers": .array(
        (shares?.levers ?? []).map {
          .object([JSON.Pair("lever", .string(world.levers[$0.lever].name))] + pairs($0.share))
        }),
      "total_indices": .array(
        indices.map {
          .object([JSON.Pair("factor", .string($0.factor.name))] + pairs($0.total))
        }),
    ]
  }
}
