import Statistics
import Testing

@Suite struct IntervalsTests {
  /// Values printed by Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E.
  @Test(arguments: [
    (81, 263, 0.255289, 0.366210), (15, 148, 0.062386, 0.160487), (0, 20, 0, 0.161125),
    (1, 29, 0.006113, 0.171755),
  ])
  func `Wilson's interval is Newcombe's`(
    successes: Int, trials: Int, low: Double, high: Double
  ) {
    let interval = wilsonInterval(successes: successes, trials: trials, confidence: 0.95)
    #expect(isNear(interval.low, low, 5.1e-7))
    #expect(isNear(interval.high, high, 5.1e-7))
    let mirrored = wilsonInterval(
      successes: trials - successes, trials: trials, confidence: 0.95)
    #expect(isNear(mirrored.high, 1 - interval.low, 1e-14))
  }

  @Test(arguments: [
    (81, 263, 0.252737, 0.367622), (15, 148, 0.057844, 0.161650), (0, 20, 0, 0.168433),
    (1, 29, 0.000873, 0.177644),
  ])
  func `the exact interval of a share is Newcombe's`(
    successes: Int, trials: Int, low: Double, high: Double
  ) {
    let interval = clopperPearsonInterval(
      successes: successes, trials: trials, confidence: 0.95)
    #expect(isNear(interval.low, low, 5.1e-7))
    #expect(isNear(interval.high, high, 5.1e-7))
    let mirrored = clopperPearsonInterval(
      successes: trials - successes, trials: trials, confidence: 0.95)
    #expect(isNear(mirrored.high, 1 - interval.low, 1e-12))
  }

  @Test(arguments: [(10, 4.795389, 18.390356), (0, 0, 3.688879)])
  func `the exact interval of a count's mean is the published one`(
    count: Int, low: Double, high: Double
  ) {
    let interval = poissonInterval(count: count, confidence: 0.95)
    #expect(isNear(interval.low, low, 5.1e-7))
    #expect(isNear(interval.high, high, 5.1e-7))
  }

  @Test func `Student's interval widens the standard error`() throws {
    // Ten numbers with mean 5.5 and variance 55/6; t of 9 degrees of freedom.
    let interval = try #require(
      meanInterval(Moments((1...10).map(Double.init)), confidence: 0.95))
    let half = 2.262157162798 * (55.0 / 60).squareRoot()
    #expect(isNear(interval.low, 5.5 - half, 1e-11))
    #expect(isNear(interval.high, 5.5 + half, 1e-11))
    #expect(interval.contains(5.5))
    #expect(!interval.contains(9))
    #expect(meanInterval(Moments([3]), confidence: 0.95) == nil)
  }
}
