import Testing

@testable import Benchmark

struct TimingTests {
  @Test func `the best, the median and the spread of times`() {
    let odd = Timing(seconds: [3, 1, 2], processorSeconds: [2.5, 0.5, 4])
    #expect((odd.best, odd.median, odd.bestProcessor) == (1, 2, 0.5))
    #expect(odd.spread == 1)
    let even = Timing(seconds: [4, 1, 2, 3], processorSeconds: [1, 1, 1, 1])
    #expect(even.median == 3)
  }

  @Test func `three repetitions at least, two of long work, a thousand at most`() {
    func isEnough(_ repetitions: Int, _ spent: Double) -> Bool {
      Timing.isEnough(repetitions: repetitions, spent: spent, of: 1)
    }
    #expect(!isEnough(1, 100))
    #expect(!isEnough(2, 3) && isEnough(2, 3.1))
    #expect(!isEnough(3, 0.9) && isEnough(3, 1))
    #expect(!isEnough(999, 0.9) && isEnough(1000, 0.1))
  }

  @Test func `the warm-up does not count`() {
    var calls = 0
    #expect(Timing.measure(for: 1e-4) { calls += 1 }.seconds.count == calls - 1)
    calls = 0
    let cold = Timing.measure(for: 1e-4, warmsUp: false) { calls += 1 }
    #expect(cold.seconds.count == calls && cold.processorSeconds.count == calls)
  }

  @Test func `time on the clock is that of the work`() {
    let slow = Timing.measure(for: 1e-4, warmsUp: false) {
      let start = ContinuousClock.now
      while ContinuousClock.now - start < .milliseconds(2) {}
    }
    #expect(slow.best >= 0.002 && slow.bestProcessor > 0)
  }

  @Test func `what throws ends the measurement`() {
    struct Enough: Error {}
    #expect(throws: Enough.self) { try Timing.measure(for: 1) { throw Enough() } }
  }
}

struct TextTableTests {
  @Test func `the first column stands to the left, the others to the right`() {
    var table = TextTable(["name", "", "runs"])
    table.add(["a long name", "é", "1"])
    table.add(["b", "", ""])
    #expect(table.lines == ["name            runs", "a long name  é     1", "b"])
  }
}
