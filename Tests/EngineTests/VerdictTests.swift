import Caseload
import CaseloadTesting
import Probability
import Testing

@testable import Engine

/// Statements, on paths made by hand.
@Suite struct VerdictTests {
  private static let stock = Subject.stream(0)

  /// Paths of the world as it is and of one without a lever.
  private let paths: [[Measure: [Double]]] = [
    [
      .stock: [10, 8, 6, 4], .decisions: [1, 2, 3, 4], .inflow: [2, 0, 2, 0],
      .meanWait: [.nan, 3, .nan, 5],
    ],
    [.stock: [10, 10, 10, 10], .decisions: [0, 0, 0, 0], .inflow: [2, 2, 2, 2]],
  ]

  private func term(_ measure: Measure, _ times: Double = 1) -> Term {
    Term(measure: measure, subject: Self.stock, times: times)
  }

  private func path(
    _ sum: [Term], per: [Term] = [], rolling: Int = 1, take reduction: Side.Reduction? = nil,
    _ months: MonthRange? = nil, without: [Int] = []
  ) -> Side {
    .path(
      .init(
        sum: sum, per: per, rolling: rolling, reduction: reduction, months: months,
        without: without))
  }

  private func holds(
    _ left: Side, _ relation: Caseload.Test.Relation, _ right: Side, tolerance: Double = 0,
    from: Int = 0,
    to: Int = 3, _ quantifier: Caseload.Test.Quantifier = .every
  ) -> Bool? {
    let test = Caseload.Test(
      name: "t", claim: nil, source: nil, statement: WorldBuilder.title("t"), left: left,
      relation: relation, right: right, tolerance: tolerance, months: .init(from: from, to: to),
      quantifier: quantifier)
    let measures = Measure.allCases
    let rule = VerdictRule(test: test, worlds: [[]: 0, [2]: 1]) { _, measure, _ in
      measures.firstIndex(of: measure) ?? 0
    }
    let (holds, compared) = rule.holds { world, place in
      (0..<4).map { Lane(repeating: paths[world][measures[place]]?[$0] ?? .nan) }
    } constant: {
      Lane(repeating: $0.law.fixedValue ?? .nan)
    }
    return compared[0] ? holds[0] : nil
  }

  private func constant(_ value: Double) -> Side {
    .constant(WorldBuilder().number("x", value))
  }

  @Testing.Test func `each relation compares as it is written`() {
    let stock = path([term(.stock)])
    #expect(holds(stock, .less, constant(8), from: 1, to: 1) == false)
    #expect(holds(stock, .lessOrEqual, constant(8), from: 1, to: 1) == true)
    #expect(holds(stock, .greater, constant(8), from: 1, to: 1) == false)
    #expect(holds(stock, .greaterOrEqual, constant(8), from: 1, to: 1) == true)
    #expect(holds(stock, .less, constant(8.1), from: 1, to: 1) == true)
    #expect(holds(stock, .greater, constant(7.9), from: 1, to: 1) == true)
    #expect(holds(stock, .within, constant(8), from: 1, to: 1) == true)
    #expect(holds(stock, .within, constant(8.1), from: 1, to: 1) == false)
  }

  @Testing.Test func `a tolerance is a share of the right side`() {
    let stock = path([term(.stock)])
    #expect(holds(stock, .within, constant(10), tolerance: 0.2, from: 1, to: 1) == true)
    #expect(holds(stock, .within, constant(10), tolerance: 0.19, from: 1, to: 1) == false)
    #expect(holds(stock, .lessOrEqual, constant(7.5), tolerance: 0.1, from: 1, to: 1) == true)
    #expect(holds(stock, .greaterOrEqual, constant(9), tolerance: 0.1, from: 1, to: 1) == false)
    #expect(holds(stock, .greaterOrEqual, constant(8.5), tolerance: 0.1, from: 1, to: 1) == true)
  }

  @Testing.Test func `rounding does not decide`() {
    let sum = path([term(.stock, 0.1), term(.stock, 0.2)])
    #expect(holds(sum, .lessOrEqual, path([term(.stock, 0.3)])) == true)
    #expect(holds(sum, .less, path([term(.stock, 0.3)])) == false)
    #expect(holds(sum, .greater, path([term(.stock, 0.3)])) == false)
    #expect(holds(sum, .within, path([term(.stock, 0.3)])) == true)
  }

  @Testing.Test func `every month counts, or one suffices`() {
    let stock = path([term(.stock)])
    #expect(holds(stock, .less, constant(9)) == false)
    #expect(holds(stock, .less, constant(9), .some) == true)
    #expect(holds(stock, .less, constant(9), from: 1) == true)
    #expect(holds(stock, .less, constant(4), .some) == false)
  }

  @Testing.Test func `a rolling sum begins once its months are there`() {
    let rolled = path([term(.decisions)], rolling: 3)
    #expect(holds(rolled, .greaterOrEqual, constant(6)) == true)
    #expect(holds(rolled, .greaterOrEqual, constant(7)) == false)
    #expect(holds(rolled, .greaterOrEqual, constant(9), .some) == true)
    #expect(holds(rolled, .greaterOrEqual, constant(0), to: 1) == nil)
  }

  @Testing.Test func `a quotient rolls both of its parts first`() {
    let ratio = path([term(.decisions)], per: [term(.inflow)], rolling: 2)
    #expect(holds(ratio, .within, constant(1.5), from: 1, to: 1) == true)
    #expect(holds(ratio, .within, constant(2.5), from: 2, to: 2) == true)
    let taken = path([term(.decisions)], per: [term(.inflow)], take: .sum)
    #expect(holds(taken, .within, constant(2.5)) == true)
  }

  @Testing.Test func `months become one number, of their own or of the statement`() {
    let own = MonthRange(from: 0, to: 1)
    #expect(holds(path([term(.stock)], take: .sum, own), .within, constant(18)) == true)
    #expect(holds(path([term(.stock)], take: .mean), .within, constant(7)) == true)
    #expect(holds(path([term(.stock)], take: .min), .within, constant(4)) == true)
    #expect(holds(path([term(.stock)], take: .max, own), .within, constant(10)) == true)
    #expect(
      holds(path([term(.stock)]), .lessOrEqual, path([term(.stock)], take: .max, own)) == true)
  }

  @Testing.Test func `another side may live in a world without levers`() {
    let without = path([term(.stock)], without: [2])
    #expect(holds(path([term(.stock)]), .less, without, from: 1) == true)
    #expect(holds(path([term(.stock)]), .less, without) == false)
  }

  @Testing.Test func `months without a value do not count`() {
    let wait = path([term(.meanWait)])
    #expect(holds(wait, .greaterOrEqual, constant(3)) == true)
    #expect(holds(wait, .greaterOrEqual, constant(4)) == false)
    #expect(holds(wait, .greaterOrEqual, constant(1), to: 0) == nil)
    #expect(holds(wait, .greaterOrEqual, constant(1), to: 0, .some) == nil)
    #expect(holds(path([term(.meanWait)], take: .mean), .within, constant(4)) == true)
    #expect(holds(path([term(.meanWait)], take: .mean), .within, constant(4), to: 0) == nil)
    #expect(holds(path([term(.meanWait)], take: .sum), .within, constant(8)) == true)
  }
}
