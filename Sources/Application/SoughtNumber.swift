internal import Caseload
internal import Engine
internal import Evidence
internal import Probability
internal import Reporting
internal import Scenario

/// A number of a scenario whose value is sought, with the values that it may have.
struct SoughtNumber: Hashable, Sendable {
  /// Where its range comes from.
  enum Origin: String, Hashable, Sendable {
    /// The command line.
    case asked
    /// Its distribution.
    case law
    /// Its place: a share lies between 0 and 1.
    case place
    /// A quarter to four times its present value.
    case factor
  }

  /// The number as the scenario has it.
  let number: Number
  /// The values to try.
  let range: ClosedRange<Double>
  /// Where they come from.
  let origin: Origin
  /// The value from which a change counts: the fixed one, or the mean of its distribution, in the range.
  let present: Double

  /// How far from its present value a fixed number is sought unless its place or the user says otherwise.
  static let factor = 4.0

  /// Looks a number up.
  ///
  /// - Parameters:
  ///   - path: As in `parameters.csv`.
  ///   - asked: The range that was asked for.
  ///   - world: The scenario.
  ///   - domains: The values that each number's place allows.
  /// - Throws: `WrongUse` when there is no such number, or no range for it.
  init(
    _ path: String, asked: ClosedRange<Double>?, in world: World, domains: [String: Domain]
  ) throws(WrongUse) {
    number = try SoughtNumber.number(path, in: world)
    let domain = domains[number.path]
    let (low, high) = SoughtNumber.ends(domain)
    let present = number.law.mean
    let wanted: ClosedRange<Double>
    if let asked {
      guard asked.lowerBound >= low, asked.upperBound <= high else {
        throw WrongUse(
          message: Bilingual(
            nl:
              "--range \(path)=\(asked.lowerBound)..\(asked.upperBound) gaat buiten wat daar mag staan, \(low) tot \(high)",
            en:
              "--range \(path)=\(asked.lowerBound)..\(asked.upperBound) leaves what may stand there, \(low) to \(high)"
          ))
      }
      (wanted, origin) = (asked, .asked)
    } else if number.isUncertain {
      let support = number.law.support
      let (first, last) = (support.lowerBound, support.upperBound)
      let bottom = first.isFinite ? first : number.law.quantile(0.005)
      wanted = bottom...(last.isFinite ? last : number.law.quantile(0.995))
      origin = .law
    } else if low.isFinite, high.isFinite {
      (wanted, origin) = (low...high, .place)
    } else if present != 0 {
      let ends = [present / SoughtNumber.factor, present * SoughtNumber.factor].sorted()
      (wanted, origin) = (ends[0]...ends[1], .factor)
    } else {
      throw WrongUse(
        message: Bilingual(
          nl: "\(path) is nu 0; geef met --range \(path)=LAAG..HOOG aan waar gezocht moet worden",
          en: "\(path) is 0 now; say with --range \(path)=LOW..HIGH where to seek"))
    }
    let lower = min(max(wanted.lowerBound, low), high)
    range = lower...max(lower, min(wanted.upperBound, high))
    self.present = min(max(present, range.lowerBound), range.upperBound)
  }

  /// The ends of a domain that a value may have: where an end itself is excluded, a millionth of the way from it.
  private static func ends(_ domain: Domain?) -> (low: Double, high: Double) {
    guard let domain else { return (-.infinity, .infinity) }
    var (low, high) = (domain.low ?? -.infinity, domain.high ?? .infinity)
    let step = low.isFinite && high.isFinite ? (high - low) * 1e-6 : 1e-6
    if domain.excludesLow { low += step }
    if domain.excludesHigh { high -= step }
    return (low, high)
  }

  /// The number with a path.
  private static func number(_ path: String, in world: World) throws(WrongUse) -> Number {
    var numbers: [String] = []
    for entry in world.inventory {
      switch entry {
      case .number(let number) where number.path == path: return number
      case .number(let number): numbers.append(number.path)
      case .series(let series) where series.path == path:
        throw WrongUse(
          message: Bilingual(
            nl: "\(path) is een rij van \(series.values.count) getallen; verwacht één getal",
            en: "\(path) is a list of \(series.values.count) numbers; expected one number"))
      case .series: break
      }
    }
    let near = ScenarioReader.nearestPath(to: path, among: numbers)
    throw WrongUse(
      message: Bilingual(
        nl: "\(path) is geen getal van het scenario"
          + (near.map { "; bedoelt u \($0)?" } ?? "; parameters.csv van een rapport noemt ze alle"),
        en: "\(path) is not a number of the scenario"
          + (near.map { "; did you mean \($0)?" } ?? "; a report's parameters.csv lists them all")))
  }

  /// Reads `PATH=LOW..HIGH`, the argument of `--range`.
  static func range(_ text: String) throws(WrongUse) -> (path: String, range: ClosedRange<Double>) {
    let sides = text.split(separator: "=", maxSplits: 1).map(String.init)
    if sides.count == 2, let dots = sides[1].firstRange(of: ".."),
      let low = Double(String(sides[1][..<dots.lowerBound])),
      let high = Double(String(sides[1][dots.upperBound...])), low.isFinite, high.isFinite,
      low <= high
    {
      return (sides[0], low...high)
    }
    throw WrongUse(
      message: Bilingual(
        nl: "--range is '\(text)'; verwacht PAD=LAAG..HOOG, zoals pools.asylum.staff=1000..3000",
        en: "--range is '\(text)'; expected PATH=LOW..HIGH, such as pools.asylum.staff=1000..3000"))
  }
}

/// Makes the runs of a scenario with some numbers fixed, and asks whether each meets a target.
struct TargetRuns: Sendable {
  /// The scenario.
  let loaded: LoadedScenario
  /// How it is read.
  let reader: ScenarioReader
  /// What is asked of a run.
  let target: Target
  /// How many runs, and which.
  let job: Assignment
  /// Told the runs of each evaluation that are done.
  let progress: @Sendable (_ runs: Int) -> Void

  /// Whether each run meets the target; nil where that is undefined.
  ///
  /// - Parameter fixed: Values of numbers, by path; none for the scenario as it is.
  /// - Returns: An answer for every run, the same runs whatever is fixed.
  /// - Throws: `Faults` of a scenario that the values break, or `Interrupted`.
  func callAsFunction(fixed: [(path: String, value: Double)]) throws -> [Bool?] {
    var overrides: [Override] = []
    for (path, value) in fixed {
      overrides += ScenarioReader.fixing(path, at: value, in: loaded.world)
    }
    // Correlations that both numbers share go once, the last first.
    var seen = Set<Override>()
    overrides = overrides.filter { seen.insert($0).inserted }
    let places = overrides.filter { $0.correlation != nil }
      .sorted { ($0.correlation ?? 0) > ($1.correlation ?? 0) }
    overrides = places + overrides.filter { $0.correlation == nil }
    let world =
      overrides.isEmpty ? loaded.world : try reader.world(loaded, changedBy: overrides)
    let target = target
    let responses = target.responses
    let experiment = Experiment(
      try Plan(world), variants: [.init()], responses: responses, assignment: job)
    let isStopped: @Sendable () -> Bool = { Interruption.isRequested }
    return try experiment(into: [Bool?](), isStopped: isStopped, progress: progress) { met, block in
      for run in 0..<block.runs {
        met.append(target.isMet { block.values[$0 * block.stride + run] })
      }
    }
  }
}

extension Override {
  /// Which correlation it takes out.
  fileprivate var correlation: Int? {
    guard case .value(let path, _) = self, path.hasPrefix("correlations.") else { return nil }
    return Int(path.dropFirst("correlations.".count))
  }
}
