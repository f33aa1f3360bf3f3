import Sampling
import Testing

@testable import Sensitivity

@Suite struct SaltelliDesignTests {
  private func numbers(
    _ design: SaltelliDesign, input: Int, _ side: SaltelliDesign.Side, _ points: Range<Int>
  ) -> [Double] {
    var numbers = [Double](repeating: 0, count: points.count)
    var span = numbers.mutableSpan
    design.fill(
      input: input, side: side, draws: Draws(seed: 3), firstPoint: points.lowerBound, into: &span)
    return numbers
  }

  @Test func `samples exchange one factor each, and their number is the cost`() throws {
    let plain = try SaltelliDesign(inputs: ["x", "y", "z"], points: 64)
    #expect(plain.sampleCount == 5 && plain.samples.count == 5 && plain.runs == 320)
    let design = try SaltelliDesign(
      inputs: ["x", "y", "z", "idle"],
      factors: [.init(name: "xz", inputs: [0, 2]), .init(name: "y", inputs: [1])], points: 64,
      hasPairs: true)
    #expect(design.sampleCount == 6 && design.runs == 384)
    #expect(
      design.samples == [
        .init(.first), .init(.second), .init(.first, exchanged: 0), .init(.first, exchanged: 1),
        .init(.second, exchanged: 0), .init(.second, exchanged: 1),
      ])
    let sides = design.samples.map { sample in
      (0..<4).map { design.side(ofInput: $0, in: sample) == .first ? "a" : "b" }.joined()
    }
    #expect(sides == ["aaaa", "bbbb", "baba", "abaa", "abab", "babb"])
  }

  @Test func `an input belongs to one factor`() {
    let error = #expect(throws: SaltelliDesign.Fault.self) {
      try SaltelliDesign(
        inputs: ["x", "y"],
        factors: [.init(name: "one", inputs: [0, 1]), .init(name: "two", inputs: [1])], points: 8)
    }
    #expect(error == .sharedInput("y"))
    #expect(error?.description == "y is named twice; every input belongs to one factor at most")
  }

  @Test func `more inputs than Sobol points have dimensions are refused with a remedy`() throws {
    let names = (0..<556).map { "x\($0)" }
    #expect(SaltelliDesign.largestInputCount == 555)
    let error = #expect(throws: SaltelliDesign.Fault.self) {
      try SaltelliDesign(inputs: names, points: 8)
    }
    #expect(error == .tooManyInputs(556, limit: 555))
    #expect(error?.description.contains("expected at most 555 with Sobol points; hold") == true)
    let largest = try SaltelliDesign(inputs: Array(names.dropLast()), points: 8)
    #expect(numbers(largest, input: 554, .second, 0..<8).allSatisfy { 0 < $0 && $0 < 1 })
    #expect(try SaltelliDesign(inputs: names, points: 8, sampling: .latin).runs == 8 * 558)
  }

  /// Every input of either side is a net of its own, and all are one sequence: no two move together.
  @Test func `both sides are halves of one sequence`() throws {
    let design = try SaltelliDesign(inputs: ["x", "y"], points: 256)
    let columns = SaltelliDesign.Side.allCases.flatMap { side in
      (0..<2).map { numbers(design, input: $0, side, 0..<256) }
    }
    for (index, column) in columns.enumerated() {
      #expect(Set(column.map { Int($0 * 256) }).count == 256)
      for other in columns[..<index] {
        // A net of 256 points in two dimensions: every square of 4 × 4 holds 16 of them.
        var squares = [Int](repeating: 0, count: 16)
        for (a, b) in zip(column, other) { squares[Int(a * 4) * 4 + Int(b * 4)] += 1 }
        #expect(squares.allSatisfy { (8...24).contains($0) }, "\(squares)")
      }
    }
    #expect(
      numbers(design, input: 1, .second, 0..<256)
        == numbers(design, input: 1, .second, 0..<100)
        + numbers(design, input: 1, .second, 100..<256))
  }

  @Test(arguments: [SamplingMethod.sobol, .independent])
  func `replicates begin anew with numbers of their own`(sampling: SamplingMethod) throws {
    let whole = try SaltelliDesign(inputs: ["x"], points: 64, sampling: sampling)
    let parts = try SaltelliDesign(inputs: ["x"], points: 256, sampling: sampling, replicates: 4)
    let filled = numbers(parts, input: 0, .first, 0..<256)
    #expect(Array(filled[..<64]) == numbers(whole, input: 0, .first, 0..<64))
    #expect(Set(filled).count == 256)
    #expect(Array(filled[50..<150]) == numbers(parts, input: 0, .first, 50..<150))
    for part in 0..<4 where sampling == .sobol {
      #expect(Set(filled[(part * 64)..<(part * 64 + 64)].map { Int($0 * 64) }).count == 64)
    }
  }
}
