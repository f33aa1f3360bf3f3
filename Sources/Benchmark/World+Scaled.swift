internal import Caseload

/// Worlds that differ from a scenario's in size alone, to see how time grows with it.
///
/// Tests and questions are left out of all of them: they name months and streams of the scenario, and each may ask for another world.
extension World {
  /// The world as it is, with another number of months.
  func simulating(months: Int) -> World {
    changed(calendar: Calendar(start: calendar.start, months: months))
  }

  /// The world and a copy of it side by side: twice the streams, groups, pools, flows, penalties and uncertain numbers; levers change both.
  func doubled() -> World {
    let (streamCount, poolCount, flowCount) = (streams.count, pools.count, flows.count)
    let penaltyCount = penalties.count
    func again(_ number: Number) -> Number {
      Number(path: number.path + "~", law: number.law, unit: number.unit, basis: number.basis)
    }
    let streamCopies = streams.map { stream in
      Stream(
        name: stream.name + "~", title: stream.title, pool: stream.pool + poolCount,
        stock: again(stream.stock), ages: stream.ages,
        inflow: stream.inflow.map { inflow in
          Stream.Inflow(
            level: again(inflow.level), season: inflow.season, trend: inflow.trend.map(again),
            noise: inflow.noise.map { noise in
              Stream.InflowNoise(
                persistence: noise.persistence, sd: again(noise.sd), dispersion: noise.dispersion,
                surge: noise.surge.map {
                  Stream.Surge(
                    name: $0.name + "~", rate: again($0.rate), size: $0.size, decay: $0.decay)
                })
            })
        },
        steps: stream.steps.map {
          Stream.Step(
            name: $0.name, title: $0.title, hours: again($0.hours), share: again($0.share))
        },
        term: again(stream.term), minimumLead: stream.minimumLead.map(again),
        withdrawal: stream.withdrawal.map(again),
        straightThrough: stream.straightThrough.map(again),
        drift: stream.drift.map(again),
        outcomes: stream.outcomes.map {
          Stream.Outcome(name: $0.name, title: $0.title, share: again($0.share))
        },
        discipline: {
          if case .split(let newest) = stream.discipline {
            .split(newest: again(newest))
          } else {
            stream.discipline
          }
        }(), claims: stream.claims)
    }
    let poolCopies = pools.map { pool in
      Pool(
        name: pool.name + "~", title: pool.title, staff: again(pool.staff),
        recentHires: pool.recentHires, hires: again(pool.hires), attrition: again(pool.attrition),
        learning: pool.learning, hoursPerMonth: again(pool.hoursPerMonth),
        noise: pool.noise.map(again),
        allocation: {
          switch pool.allocation {
          case .priority(let order): .priority(order.map { $0 + streamCount })
          case .proportional: .proportional
          case .shares(let shares):
            .shares(
              shares.map {
                Pool.Share(stream: $0.stream + streamCount, share: again($0.share))
              })
          }
        }(), claims: pool.claims)
    }
    let flowCopies = flows.map {
      Flow(
        name: $0.name + "~", title: $0.title, source: $0.source + streamCount, event: $0.event,
        target: $0.target + streamCount, casesPerEvent: again($0.casesPerEvent), lag: $0.lag,
        history: again($0.history), claims: $0.claims)
    }
    return changed(
      streams: streams + streamCopies,
      groups: groups
        + groups.map {
          Group(name: $0.name + "~", title: $0.title, streams: $0.streams.map { $0 + streamCount })
        },
      pools: pools + poolCopies, flows: flows + flowCopies,
      penalties: penalties
        + penalties.map {
          Penalty(
            name: $0.name + "~", title: $0.title, source: $0.source + streamCount,
            event: $0.event, euros: again($0.euros), claims: $0.claims)
        },
      levers: levers.map { lever in
        Lever(
          name: lever.name, title: lever.title, isEnabled: lever.isEnabled,
          probability: lever.probability,
          effects: lever.effects.map { effect in
            Effect(
              path: effect.path, title: effect.title,
              quantities: effect.quantities
                + effect.quantities.map {
                  $0.moved(
                    streams: streamCount, pools: poolCount, flows: flowCount,
                    penalties: penaltyCount)
                }, operation: effect.operation, size: effect.size, phase: effect.phase,
              application: effect.application)
          }, claims: lever.claims)
      },
      correlations: correlations
        + correlations.compactMap {
          if case .inflow(let first, let second, let number) = $0 {
            .inflow(first + streamCount, second + streamCount, number)
          } else {
            nil
          }
        })
  }

  /// The world without tests, questions and published figures, with other parts where they are given.
  private func changed(
    calendar: Calendar? = nil, streams: [Stream]? = nil, groups: [Group]? = nil,
    pools: [Pool]? = nil, flows: [Flow]? = nil, penalties: [Penalty]? = nil,
    levers: [Lever]? = nil, correlations: [Correlation]? = nil
  ) -> World {
    World(
      name: name, title: title, description: description, calendar: calendar ?? self.calendar,
      sources: sources, streams: streams ?? self.streams, groups: groups ?? self.groups,
      pools: pools ?? self.pools, flows: flows ?? self.flows,
      penalties: penalties ?? self.penalties, levers: levers ?? self.levers,
      correlations: correlations ?? self.correlations, questions: [], tests: [],
      published: [], runs: runs, seed: seed)
  }
}

extension Quantity {
  /// The same quantity of a copy, whose parts come after all of the original's.
  fileprivate func moved(streams: Int, pools: Int, flows: Int, penalties: Int) -> Quantity {
    switch self {
    case .inflowLevel(let stream): .inflowLevel(stream: stream + streams)
    case .inflowTrend(let stream): .inflowTrend(stream: stream + streams)
    case .stepHours(let stream, let step): .stepHours(stream: stream + streams, step: step)
    case .stepShare(let stream, let step): .stepShare(stream: stream + streams, step: step)
    case .straightThrough(let stream): .straightThrough(stream: stream + streams)
    case .withdrawal(let stream): .withdrawal(stream: stream + streams)
    case .term(let stream): .term(stream: stream + streams)
    case .minimumLead(let stream): .minimumLead(stream: stream + streams)
    case .drift(let stream): .drift(stream: stream + streams)
    case .outcome(let stream, let outcome):
      .outcome(stream: stream + streams, outcome: outcome)
    case .newest(let stream): .newest(stream: stream + streams)
    case .hires(let pool): .hires(pool: pool + pools)
    case .attrition(let pool): .attrition(pool: pool + pools)
    case .hoursPerMonth(let pool): .hoursPerMonth(pool: pool + pools)
    case .casesPerEvent(let flow): .casesPerEvent(flow: flow + flows)
    case .euros(let penalty): .euros(penalty: penalty + penalties)
    }
  }
}
