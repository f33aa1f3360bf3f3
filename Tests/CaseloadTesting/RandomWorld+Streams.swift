internal import Caseload
internal import Probability

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

extension WorldMaker {
  mutating func addStream(_ index: Int) {
    let name = "s\(index)"
    let path = "streams.\(name)"
    let pool = dice.whole(0...(load.count - 1))
    let size = pow(10, dice.real(0, 3))
    let stock = dice.falls(0.15) ? 0 : size * dice.real(0.5, 20)
    let ages = stock == 0 && dice.falls(0.5) ? [] : bands(path)
    let inflow = dice.falls(0.15) ? nil : inflow(path, dice.falls(0.08) ? 0 : size)
    let steps = (0..<dice.whole(1...3)).map { step in
      Stream.Step(
        name: "k\(step)", hours: number("\(path).steps.k\(step).hours", 0, 40, .hours),
        share: dice.falls(0.15)
          ? builder.number("\(path).steps.k\(step).share", 0)
          : number("\(path).steps.k\(step).share", 0, 1, .share))
    }
    let hours = steps.reduce(0) { $0 + $1.hours.law.mean * $1.share.law.mean }
    load[pool] += (stock / 15 + (inflow?.level.law.mean ?? 0)) * max(0.01, hours)
    builder.streams.append(
      Stream(
        name: name, title: WorldBuilder.title(name), pool: pool,
        stock: number("\(path).stock.total", stock * 0.8, stock, .cases), ages: ages,
        inflow: inflow, steps: steps,
        term: dice.falls(0.1)
          ? builder.number("\(path).term", 0, .months) : number("\(path).term", 0, 12, .months),
        minimumLead: dice.falls(0.6)
          ? nil : number("\(path).minimumLead", 0, 6, .months),
        withdrawal: dice.falls(0.03)
          ? builder.number("\(path).withdrawal", 1, .sharePerMonth)
          : optional("\(path).withdrawal", 0, 0.15, .sharePerMonth),
        straightThrough: dice.falls(0.5)
          ? nil : number("\(path).straightThrough", 0, dice.falls(0.1) ? 1 : 0.4, .share),
        drift: optional("\(path).drift", -0.3, 0.5, .relativePerYear),
        outcomes: outcomes(path), discipline: discipline(path), claims: []))
  }

  /// Age bands, with gaps between some.
  private mutating func bands(_ path: String) -> [Stream.AgeBand] {
    let shares = dice.shares(dice.whole(1...3))
    var from = 0
    return shares.enumerated().map { place, share in
      from += dice.falls(0.2) ? dice.whole(1...3) : 0
      let to = from + dice.whole(1...9)
      defer { from = to }
      return Stream.AgeBand(
        from: from, to: to, share: builder.number("\(path).stock.ages.\(place).share", share))
    }
  }

  private mutating func inflow(_ path: String, _ size: Double) -> Stream.Inflow {
    let inflow = "\(path).inflow"
    var season = (0..<12).map { _ in dice.falls(0.05) ? 0 : dice.real(0.3, 1.7) }
    let mean = season.reduce(0, +) / 12
    season = season.map { $0 / mean }
    return Stream.Inflow(
      level: number("\(inflow).level", size / 2, size, .casesPerMonth),
      season: dice.falls(0.5) ? nil : builder.series("\(inflow).season", season, .factor),
      trend: optional("\(inflow).trend", -0.5, 0.8, .relativePerYear),
      noise: dice.falls(0.35) ? nil : noise("\(inflow).noise"))
  }

  private mutating func noise(_ path: String) -> Stream.InflowNoise {
    let surge = dice.pick(["war", "crisis"])
    return Stream.InflowNoise(
      persistence: builder.number("\(path).persistence", dice.falls(0.2) ? 0 : dice.real(0, 0.95)),
      sd: dice.falls(0.2)
        ? builder.number("\(path).sd", 0) : number("\(path).sd", 0, 0.4, .share),
      dispersion: dice.falls(0.5)
        ? nil : builder.number("\(path).dispersion", dice.pick([0.5, 2, 7.5, 20])),
      surge: dice.falls(0.6)
        ? nil
        : Stream.Surge(
          name: surge, rate: number("\(path).surge.rate", 0, 0.3, .share),
          size: number("\(path).surge.size", -1.5, 2, .factor),
          decay: builder.number("\(path).surge.decay", dice.real(0.5, 12), .months)))
  }

  /// Shares that sum to one, or uncertain ones that need not.
  private mutating func outcomes(_ path: String) -> [Stream.Outcome] {
    let shares = dice.shares(dice.whole(1...4))
    let isUncertain = dice.falls(0.3)
    return shares.enumerated().map { place, share in
      let number = "\(path).outcomes.o\(place).share"
      return Stream.Outcome(
        name: "o\(place)",
        share: isUncertain && share > 0 && share < 0.9
          ? builder.number(number, .uniform(low: share * 0.7, high: share * 1.1))
          : builder.number(number, share))
    }
  }

  private mutating func discipline(_ path: String) -> Stream.Discipline {
    let place = "\(path).discipline.newest"
    switch dice.whole(0...3) {
    case 0: return .split(newest: builder.number(place, 0))
    case 1: return .split(newest: builder.number(place, 1))
    case 2: return .split(newest: number(place, 0, 1, .share))
    default: return .random
    }
  }
}
