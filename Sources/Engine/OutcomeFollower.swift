internal import CKernels
internal import Caseload

/// Follows a block's runs from month to month and says at the end what they come to.
///
/// The same numbers as ``Outcome`` describes, without keeping the months.
@safe final class OutcomeFollower {
  private let plan: Plan
  private let entities: Int
  /// Streams of each stream or group.
  private let streams: [[Int]]
  /// Half the stock at the start, a row a stream or group.
  private let half: Lanes
  private let halved: Lanes
  private let gone: Lanes
  /// What came and went in the last months.
  private let came: Lanes
  private let went: Lanes
  private let penalties: Lanes

  /// Months at the end over which inflow and outflow are compared.
  static let lastMonths = 12
  /// Relative slack of that comparison: rounding must not decide it.
  static let slack = 1e-9

  /// Makes room for a plan's outcomes.
  init(_ plan: Plan) {
    self.plan = plan
    entities = plan.streams.count + plan.world.groups.count
    streams = plan.streams.indices.map { [$0] } + plan.world.groups.map(\.streams)
    half = Lanes(rows: entities)
    halved = Lanes(rows: entities)
    gone = Lanes(rows: entities)
    came = Lanes(rows: entities)
    went = Lanes(rows: entities)
    penalties = Lanes(rows: 1)
  }

  /// Starts anew for the runs whose knowledge is given.
  func start(_ knowledge: Knowledge) {
    for index in 0..<entities {
      halved.fill(index, with: .infinity)
      gone.fill(index, with: .infinity)
      came.fill(index, with: 0)
      went.fill(index, with: 0)
      for lane in 0..<Block.width {
        half[index, lane] = knowledge.initialStock(plan, streams[index], lane) / 2
      }
    }
    penalties.fill(0, with: 0)
  }

  /// Sees the month that is on the board.
  func follow(_ month: Int, _ board: borrowing Lanes) {
    let isLate = month >= plan.months - OutcomeFollower.lastMonths
    // Safe: every memory has a row an entity, and the board ``ck_board_rows`` of them.
    unsafe ck_follow_outcomes(
      board.address(ofRow: 0), entities, Double(month + 1), isLate ? 1 : 0,
      half.address(ofRow: 0), halved.address(ofRow: 0), gone.address(ofRow: 0),
      came.address(ofRow: 0), went.address(ofRow: 0))
    let row = BoardRow.of(.penalties, .whole, plan.world)
    for lane in 0..<Block.width { penalties[0, lane] += board[row, lane] }
  }

  /// Writes the outcomes of the block, whose last month is on the board: outcome `o` of run `r` at `first + o · stride + r`.
  func finish(
    _ outcomes: [Outcome], _ board: borrowing Lanes, into values: inout [Double], first: Int,
    stride: Int
  ) {
    for (place, outcome) in outcomes.enumerated() {
      for lane in 0..<Block.width {
        let value = value(outcome, board, lane)
        for run in 0..<Lane.scalarCount {
          values[first + place * stride + lane * Lane.scalarCount + run] = value[run]
        }
      }
    }
  }

  private func value(_ outcome: Outcome, _ board: borrowing Lanes, _ lane: Int) -> Lane {
    let index: Int
    switch outcome.subject {
    case .stream(let stream): index = stream
    case .group(let group): index = plan.streams.count + group
    case .pool, .whole: return penalties[0, lane]
    }
    switch outcome.kind {
    case .stockEnd: return board[BoardRow.of(index, ck_total), lane]
    case .overdueStockEnd: return board[BoardRow.of(index, ck_overdue), lane]
    case .monthsUntilStockHalved: return halved[index, lane]
    case .stockHalved: return one(where: halved[index, lane] .< .infinity)
    case .monthsUntilOverdueGone: return gone[index, lane]
    case .overdueGone: return one(where: gone[index, lane] .< .infinity)
    case .keepsUp:
      let monthly =
        came[index, lane] / Double(min(OutcomeFollower.lastMonths, plan.months))
      return one(
        where: (went[index, lane] .>= came[index, lane] * (1 - OutcomeFollower.slack))
          .| (board[BoardRow.of(index, ck_total), lane] .<= monthly))
    case .penalties: return penalties[0, lane]
    }
  }

  private func one(where mask: SIMDMask<Lane.MaskStorage>) -> Lane {
    Lane.zero.replacing(with: .one, where: mask)
  }
}
