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

  @Test func `work is done three times at least, besides the warm-up, which does not count`() {
    var calls = 0
    let timing = Timing.measure(for: 1e-9) { calls += 1 }
    #expect(timing.seconds.count == 3)
    #expect(calls == 4)
    calls = 0
    let cold = Timing.measure(for: 1e-9, warmsUp: false) { calls += 1 }
    #expect(cold.seconds.count == 3 && calls == 3)
  }

  @Test func `it ends after a thousand repetitions, and long work is done only twice`() {
    #expect(Timing.measure(for: 3600) {}.seconds.count == 1000)
    var calls = 0
    let slow = Timing.measure(for: 1e-4, warmsUp: false) {
      calls += 1
      let start = ContinuousClock.now
      while ContinuousClock.now - start < .milliseconds(2) {}
    }
    #expect(calls == 2)
    #expect(slow.seconds.allSatisfy { $0 >= 0.002 })
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
