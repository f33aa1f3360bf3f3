/// Any number or list of numbers of a scenario, for listing.
public enum Entry: Hashable, Sendable {
  case number(Number)
  case series(Series)

  /// Where it stands.
  public var path: String {
    switch self {
    case .number(let number): number.path
    case .series(let series): series.path
    }
  }

  /// What it rests on.
  public var basis: [Basis] {
    switch self {
    case .number(let number): number.basis
    case .series(let series): series.basis
    }
  }

  /// Its unit.
  public var unit: Unit {
    switch self {
    case .number(let number): number.unit
    case .series(let series): series.unit
    }
  }
}

extension World {
  /// Every number that the model uses, each once, in the order of the file; those of levers that are switched off too.
  public var inventory: [Entry] {
    var all: [Entry] = []
    func add(_ number: Number?) { if let number { all.append(.number(number)) } }
    func add(_ series: Series?) { if let series { all.append(.series(series)) } }
    for stream in streams {
      add(stream.stock)
      for band in stream.ages { add(band.share) }
      add(stream.inflow?.level)
      add(stream.inflow?.season)
      add(stream.inflow?.trend)
      add(stream.inflow?.noise?.persistence)
      add(stream.inflow?.noise?.sd)
      add(stream.inflow?.noise?.dispersion)
      add(stream.inflow?.noise?.surge?.rate)
      add(stream.inflow?.noise?.surge?.size)
      add(stream.inflow?.noise?.surge?.decay)
      for step in stream.steps {
        add(step.hours)
        add(step.share)
      }
      add(stream.term)
      add(stream.minimumLead)
      add(stream.withdrawal)
      add(stream.straightThrough)
      add(stream.drift)
      for outcome in stream.outcomes { add(outcome.share) }
      if case .split(let newest) = stream.discipline { add(newest) }
    }
    for pool in pools {
      add(pool.staff)
      add(pool.recentHires)
      add(pool.hires)
      add(pool.attrition)
      add(pool.learning)
      add(pool.hoursPerMonth)
      add(pool.noise)
      if case .shares(let shares) = pool.allocation { for share in shares { add(share.share) } }
    }
    for flow in flows {
      add(flow.casesPerEvent)
      add(flow.lag)
      add(flow.history)
    }
    for penalty in penalties { add(penalty.euros) }
    for lever in levers {
      add(lever.probability)
      for effect in lever.effects { add(effect.size) }
    }
    for correlation in correlations {
      switch correlation {
      case .rank(_, _, let number), .inflow(_, _, let number): add(number)
      }
    }
    for test in tests {
      for side in [test.left, test.right] { if case .constant(let number) = side { add(number) } }
    }
    return all.filter { !$0.basis.isEmpty }
  }

  /// The numbers that runs draw, in the order of the file: those of the base and of levers that take part, and whatever a correlation names.
  ///
  /// Sizes of surges are not among them: they are drawn anew for every event.
  public var uncertainNumbers: [Number] {
    let asleep = Set(
      levers.filter { !$0.isEnabled }.flatMap { lever in lever.effects.map(\.size.path) })
    let correlated = Set(
      correlations.flatMap { correlation -> [String] in
        if case .rank(let first, let second, _) = correlation { [first, second] } else { [] }
      })
    let surges = Set(streams.compactMap { $0.inflow?.noise?.surge?.size.path })
    return inventory.compactMap { entry in
      guard case .number(let number) = entry, number.isUncertain,
        !asleep.contains(number.path) || correlated.contains(number.path),
        !surges.contains(number.path)
      else { return nil }
      return number
    }
  }
}
