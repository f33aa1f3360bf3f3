import Statistics
import Testing

@testable import Sensitivity

@Suite struct TornadoTests {
  /// Three factors: one raises, one turns, one does nothing; two responses, the second constant.
  private func tornado(_ blocks: Range<Int>, runs: Int = 50) -> Tornado {
    var tornado = Tornado(factors: 3, responses: 2)
    for block in blocks { add(block, runs, to: &tornado) }
    return tornado
  }

  private func add(_ block: Int, _ runs: Int, to tornado: inout Tornado) {
    let columns = Screen.uniformColumns(3, runs: 64, seed: UInt64(block))
    func values(_ factor: Int, _ end: Double?) -> [Double] {
      (0..<64).map { run in
        var point = columns.map { $0[run] }
        if let end { point[factor] = end }
        return Self.response(point)
      } + [Double](repeating: 7, count: 64)
    }
    for factor in 0..<3 {
      let (low, high, base) = (values(factor, 0.1), values(factor, 0.9), values(factor, nil))
      tornado.add(factor: factor, low: low.span, high: high.span, base: base.span, runs: runs)
    }
  }

  private static func response(_ point: [Double]) -> Double {
    5 * point[0] * (1 + point[1]) + 10 * (point[1] - 0.45) * (point[1] - 0.45)
  }

  @Test func `bars are plain means over the same runs, the longest first`() {
    let bars = tornado(0..<3).bars(response: 0)
    #expect(bars.map(\.factor) == [0, 1, 2])
    var swings: [Double] = []
    var (low, fromBase) = (0.0, 0.0)
    var up = 0
    for block in 0..<3 {
      let columns = Screen.uniformColumns(3, runs: 64, seed: UInt64(block))
      for run in 0..<50 {
        let point = columns.map { $0[run] }
        let (a, b) = (Self.response([0.1, point[1], 0]), Self.response([0.9, point[1], 0]))
        swings.append(b - a)
        low += a / 150
        fromBase += (b - Self.response(point)) / 150
        if Self.response([point[0], 0.9, 0]) > Self.response([point[0], 0.1, 0]) { up += 1 }
      }
    }
    let expected = PairedDifference(swings, less: Array(repeating: 0, count: 150))
    #expect(Screen.near(bars[0].swing.estimate.value, expected.mean, 1e-12))
    #expect(Screen.near(bars[0].swing.estimate.standardError, expected.standardError ?? 0, 1e-12))
    #expect(Screen.near(bars[0].swing.estimate.interval.low, expected.interval?.low ?? 0, 1e-12))
    #expect(Screen.near(bars[0].low.value, low, 1e-12))
    #expect(Screen.near(bars[0].fromBaseToHigh.value, fromBase, 1e-12))
    #expect(bars[0].shareUp.value == 1 && bars[0].shareDown.value == 0)
    #expect(bars[1].shareUp.value == Double(up) / 150)
    #expect(bars[0].swing.isDistinguishable)
    #expect(bars[0].swing.runsThatTell.map { $0 < 150 } == true)
  }

  @Test func `what does nothing is nought and not distinguishable`() {
    let tornado = tornado(0..<2)
    let idle = tornado.bars(response: 0)[2]
    #expect(idle.swing.estimate.value == 0)
    #expect(!idle.swing.isDistinguishable)
    #expect(idle.swing.runsThatTell == nil)
    #expect(idle.shareUp.value == 0 && idle.shareDown.value == 0)
    for bar in tornado.bars(response: 1) {
      #expect(bar.swing.estimate.interval == Interval(low: 0, high: 0))
      #expect(bar.low.value == 7)
    }
  }

  @Test func `joined parts say what the whole says`() {
    let whole = tornado(0..<4)
    var joined = tornado(0..<2)
    joined.merge(tornado(2..<4))
    for (one, other) in zip(whole.bars(response: 0), joined.bars(response: 0)) {
      #expect(Screen.near(one.swing.estimate.value, other.swing.estimate.value, 1e-12))
      #expect(one.shareUp == other.shareUp)
    }
  }

  @Test func `undefined runs are dropped and counted`() {
    var tornado = Tornado(factors: 1, responses: 1)
    var (low, high, base) = (
      [Double](repeating: 1, count: 64), [Double](repeating: 3, count: 64),
      [Double](repeating: 2, count: 64)
    )
    low[4] = .nan
    high[5] = .infinity
    base[5] = .nan
    base[6] = .nan
    tornado.add(factor: 0, low: low.span, high: high.span, base: base.span, runs: 60)
    let bar = tornado.bars(response: 0)[0]
    #expect(bar.dropped == 3)
    #expect(bar.swing.runs == 57)
    #expect(bar.swing.estimate.value == 2)
  }

  @Test func `a lower confidence gives a narrower interval`() {
    let tornado = tornado(0..<2)
    let (wide, narrow) = (
      tornado.bars(response: 0, confidence: 0.99)[0], tornado.bars(response: 0, confidence: 0.8)[0]
    )
    #expect(wide.swing.estimate.interval.low < narrow.swing.estimate.interval.low)
    #expect(wide.low.interval.high > narrow.low.interval.high)
  }
}
