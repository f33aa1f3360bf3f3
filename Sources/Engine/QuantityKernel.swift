internal import CKernels
internal import Caseload

/// The quantities of a plan as the kernels read them.
struct QuantityKernel: Sendable {
  private let quantities: [ck_quantity]
  private let effects: [ck_effect]
  private let phases: [Double]
  /// Quantities that can change in each month.
  private let changing: [[Int32]]
  /// Streams whose hours can change in each month.
  let streamsWithNewHours: [[Int]]
  /// Steps of each stream.
  private let steps: [(shares: [ck_place], hours: [ck_place])]

  /// Prepares the quantities of a plan.
  init(_ plans: [QuantityPlan], streams: [Plan.StreamPlan], months: Int) {
    var effects: [ck_effect] = []
    var phases: [Double] = []
    quantities = plans.map { plan in
      let first = effects.count
      for effect in plan.effects {
        effects.append(
          ck_effect(
            operation: Int32(QuantityKernel.code(effect.operation)), lever: Int32(effect.lever),
            size: Int32(effect.size), phases: Int32(phases.count),
            is_by_lodging: effect.isByLodging ? 1 : 0))
        phases += effect.phases
      }
      let limits = plan.quantity.limits
      return ck_quantity(
        low: limits.lowerBound, high: limits.upperBound, first_effect: Int32(first),
        effect_count: Int32(plan.effects.count), base: Int32(plan.base), row: Int32(plan.row),
        classes: Int32(plan.classes))
    }
    self.effects = effects
    self.phases = phases
    changing = (0..<months).map { month in
      plans.indices.filter { plans[$0].changes[month] }.map { Int32($0) }
    }
    streamsWithNewHours = (0..<months).map { month in
      streams.indices.filter { index in
        streams[index].drift != nil
          || streams[index].steps.contains {
            plans[$0.hours].changes[month] || plans[$0.share].changes[month]
          }
      }
    }
    steps = streams.map { stream in
      (
        stream.steps.map { ck_place(plans[$0.share]) },
        stream.steps.map { ck_place(plans[$0.hours]) }
      )
    }
  }

  private static func code(_ operation: Effect.Operation) -> Int {
    switch operation {
    case .set: ck_set
    case .multiply: ck_multiply
    case .add: ck_add
    }
  }

  /// Brings the values of quantities up to a month, and marks the runs in which one had to be limited.
  func evaluate(
    _ month: Int, inputs: borrowing Lanes, inForce: borrowing Lanes,
    into values: borrowing Lanes, clipped: borrowing Lanes
  ) {
    // Safe: rows of quantities and effects are those that the plan gave them; phases reach as far as the months or classes.
    unsafe quantities.withUnsafeBufferPointer { quantities in
      unsafe changing[month].withUnsafeBufferPointer { which in
        unsafe effects.withUnsafeBufferPointer { effects in
          unsafe phases.withUnsafeBufferPointer { phases in
            unsafe ck_evaluate_quantities(
              quantities.baseAddress, which.baseAddress, which.count, effects.baseAddress,
              phases.baseAddress, month, inputs.address(ofRow: 0), inForce.address(ofRow: 0),
              values.address(ofRow: 0), clipped.address(ofRow: 0))
          }
        }
      }
    }
  }

  /// Puts the hours of a case of a stream, and their inverses, in rows from `first` on, one a class.
  func addHours(
    _ stream: Int, classes: Int, values: borrowing Lanes, complexity: borrowing Lanes,
    hours: borrowing Lanes, inverse: borrowing Lanes, first: Int
  ) {
    precondition(first + classes <= hours.rows && hours.rows == inverse.rows)
    let (shares, stepHours) = steps[stream]
    // Safe: the steps' rows lie among the values, and the results' rows were just checked.
    unsafe shares.withUnsafeBufferPointer { shares in
      unsafe stepHours.withUnsafeBufferPointer { stepHours in
        unsafe ck_add_hours(
          values.address(ofRow: 0), shares.baseAddress, stepHours.baseAddress, shares.count,
          complexity.address(ofRow: stream), classes, BlockSimulation.leastHours,
          hours.address(ofRow: first), inverse.address(ofRow: first))
      }
    }
  }
}
