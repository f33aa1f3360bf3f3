import Sampling
import Testing

/// The choice of a design.
@Suite struct UncertaintyDesignTests {
  @Test(arguments: SamplingMethod.allCases)
  func `a sheet gives the numbers of each name alone, whatever was asked for before`(
    method: SamplingMethod
  ) {
    let design = UncertaintyDesign(method, draws: Draws(seed: 31))
    let (names, places) = (["a", "b", "c"].map { NameHash($0) }, [4, 0, 7])
    var sheet = UncertaintyDesign.Sheet(design, names: names, places: places)
    for first in [UInt32(0), 64, 1024, 960, 2048] {
      var numbers = [Double](repeating: 0, count: 3 * 64)
      var span = numbers.mutableSpan
      sheet.fill(firstRun: first, runs: 64, into: &span)
      for row in 0..<3 {
        var alone = [Double](repeating: 0, count: 64)
        var own = alone.mutableSpan
        design.fill(names[row], place: places[row], firstRun: first, into: &own)
        #expect(Array(numbers[(row * 64)..<(row * 64 + 64)]) == alone)
      }
    }
  }
}
