import Robustness
import Testing

@Suite struct DirectionTests {
  @Test func aSmallerBacklogIsBetter() {
    #expect(Direction.lowerIsBetter.prefers(1, to: 2))
    #expect(!Direction.lowerIsBetter.prefers(2, to: 2))
    #expect(Direction.higherIsBetter.prefers(2, to: 1))
  }
}
