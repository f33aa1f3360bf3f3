extension World {
  /// The base of a quantity; nil when the file leaves it out and its default holds.
  public func base(of quantity: Quantity) -> Number? {
    switch quantity {
    case .inflowLevel(let stream): streams[stream].inflow?.level
    case .inflowTrend(let stream): streams[stream].inflow?.trend
    case .stepHours(let stream, let step): streams[stream].steps[step].hours
    case .stepShare(let stream, let step): streams[stream].steps[step].share
    case .straightThrough(let stream): streams[stream].straightThrough
    case .withdrawal(let stream): streams[stream].withdrawal
    case .term(let stream): streams[stream].term
    case .minimumLead(let stream): streams[stream].minimumLead
    case .drift(let stream): streams[stream].drift
    case .outcome(let stream, let outcome): streams[stream].outcomes[outcome].share
    case .newest(let stream):
      if case .split(let newest) = streams[stream].discipline { newest } else { nil }
    case .hires(let pool): pools[pool].hires
    case .attrition(let pool): pools[pool].attrition
    case .hoursPerMonth(let pool): pools[pool].hoursPerMonth
    case .casesPerEvent(let flow): flows[flow].casesPerEvent
    case .euros(let penalty): penalties[penalty].euros
    }
  }

  /// Where a quantity stands, as used by `on`: `streams.nareis.outcomes.granted`.
  public func path(of quantity: Quantity) -> String {
    switch quantity {
    case .inflowLevel(let stream): "streams.\(streams[stream].name).inflow.level"
    case .inflowTrend(let stream): "streams.\(streams[stream].name).inflow.trend"
    case .stepHours(let stream, let step):
      "streams.\(streams[stream].name).steps.\(streams[stream].steps[step].name).hours"
    case .stepShare(let stream, let step):
      "streams.\(streams[stream].name).steps.\(streams[stream].steps[step].name).share"
    case .straightThrough(let stream): "streams.\(streams[stream].name).straightThrough"
    case .withdrawal(let stream): "streams.\(streams[stream].name).withdrawal"
    case .term(let stream): "streams.\(streams[stream].name).term"
    case .minimumLead(let stream): "streams.\(streams[stream].name).minimumLead"
    case .drift(let stream): "streams.\(streams[stream].name).drift"
    case .outcome(let stream, let outcome):
      "streams.\(streams[stream].name).outcomes.\(streams[stream].outcomes[outcome].name)"
    case .newest(let stream): "streams.\(streams[stream].name).discipline.newest"
    case .hires(let pool): "pools.\(pools[pool].name).hires"
    case .attrition(let pool): "pools.\(pools[pool].name).attrition"
    case .hoursPerMonth(let pool): "pools.\(pools[pool].name).hoursPerMonth"
    case .casesPerEvent(let flow): "flows.\(flows[flow].name).casesPerEvent"
    case .euros(let penalty): "penalties.\(penalties[penalty].name).euros"
    }
  }

  /// Every quantity of the model, in the order of the file.
  public var quantities: [Quantity] {
    var all: [Quantity] = []
    for (index, stream) in streams.enumerated() {
      if stream.inflow != nil {
        all += [.inflowLevel(stream: index), .inflowTrend(stream: index)]
      }
      for step in stream.steps.indices {
        all += [.stepHours(stream: index, step: step), .stepShare(stream: index, step: step)]
      }
      all += [
        .straightThrough(stream: index), .withdrawal(stream: index), .term(stream: index),
        .minimumLead(stream: index), .drift(stream: index),
      ]
      for outcome in stream.outcomes.indices {
        all.append(.outcome(stream: index, outcome: outcome))
      }
      if case .split = stream.discipline { all.append(.newest(stream: index)) }
    }
    for pool in pools.indices {
      all += [.hires(pool: pool), .attrition(pool: pool), .hoursPerMonth(pool: pool)]
    }
    for flow in flows.indices { all.append(.casesPerEvent(flow: flow)) }
    for penalty in penalties.indices { all.append(.euros(penalty: penalty)) }
    return all
  }
}
