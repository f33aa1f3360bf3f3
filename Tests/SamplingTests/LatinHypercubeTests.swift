import CKernels
import Sampling
import Testing

@Suite(.serialized) struct LatinHypercubeTests {
  /// Values from a second implementation, in another language.
  @Test func `stratified numbers are those of the specification`() {
    let design = LatinHypercube(draws: Draws(seed: 2025))
    let size = NameHash("levers.pact.effects.steps.multiply")
    #expect(design.uniform(size, run: 0) == 0.4573693834426379)
    #expect(design.uniform(size, run: 1) == 0.8138808315847732)
    #expect(design.uniform(size, run: 1023) == 0.5965849207829851)
    #expect(design.uniform(size, run: 1024) == 0.17270468208181927)
    let other = LatinHypercube(draws: Draws(seed: 7))
    let force = NameHash("levers.pact.inForce")
    #expect(other.uniform(force, run: 2_147_483_647) == 0.8171246679530534)
  }

  @Test func `the order of the strata is a permutation, another for each name and group`() {
    let design = LatinHypercube(draws: Draws(seed: 3))
    var orders: Set<[Int]> = []
    for name in 0..<40 {
      for group: UInt32 in [0, 1, 2, 1_000_000, 2_097_151] {
        let strata = design.strata(NameHash("number \(name)"), group: group)
        let order = (0..<1024).map { strata[$0] }
        #expect(order.sorted() == Array(0..<1024))
        orders.insert(order)
      }
    }
    #expect(orders.count == 200)
  }

  @Test func `each part of a group holds one number`() {
    let design = LatinHypercube(draws: Draws(seed: 11))
    for name in ["a", "b", "levers.pact.inForce"] {
      for group in 0..<3 {
        var numbers = [Double](repeating: 0, count: 1024)
        var span = numbers.mutableSpan
        design.fill(NameHash(name), firstRun: UInt32(1024 * group), into: &span)
        #expect(numbers.map { Int($0 * 1024) }.sorted() == Array(0..<1024))
      }
    }
  }

  @Test(arguments: [(0, 0), (0, 1), (1000, 7), (1020, 8), (5, 9), (1023, 2050), (3072, 1024)])
  func `a run alone has the number that it has in bulk`(first: Int, count: Int) {
    let design = LatinHypercube(draws: Draws(seed: 19))
    let name = NameHash("streams.a.inflow.level")
    var numbers = [Double](repeating: 0, count: count)
    var span = numbers.mutableSpan
    design.fill(name, firstRun: UInt32(first), into: &span)
    for index in 0..<count {
      #expect(numbers[index] == design.uniform(name, run: UInt32(first + index)))
    }
  }

  @Test func `strata made in bulk are those of single places, on every level`() {
    let design = LatinHypercube(draws: Draws(seed: 0xABCD_EF01_2345_6789))
    for (name, group) in [("a", UInt32(0)), ("levers.pact.inForce", 2_097_151)] {
      let order = design.strata(NameHash(name), group: group)
      for level in [Int32(0), 2, 3] where ck_use_level(level) == level {
        var strata = [UInt16](repeating: 0, count: 1024)
        // Safe: the kernel writes 1,024 numbers.
        unsafe ck_strata(design.draws.seed, NameHash(name).bits, group, &strata)
        #expect(strata.map(Int.init) == (0..<1024).map { order[$0] }, "level \(level)")
      }
    }
    ck_use_level(3)
  }

  @Test func `a sheet of names gives each run its own number, whatever was asked for before`() {
    let design = LatinHypercube(draws: Draws(seed: 29))
    let names = ["a", "b", "streams.a.inflow.level"].map { NameHash($0) }
    for level in [Int32(0), 2, 3] where ck_use_level(level) == level {
      var sheet = LatinHypercube.Sheet(design, names: names)
      for (first, runs) in [(64, 64), (128, 64), (1024, 64), (960, 64), (5, 9), (2047, 1), (7, 0)] {
        var numbers = [Double](repeating: 0, count: names.count * runs)
        var span = numbers.mutableSpan
        sheet.fill(firstRun: UInt32(first), runs: runs, into: &span)
        let single = names.flatMap { name in
          (0..<runs).map { design.uniform(name, run: UInt32(first + $0)) }
        }
        #expect(numbers == single, "level \(level)")
      }
    }
    ck_use_level(3)
  }

  /// The mean of 1,024 stratified numbers errs by 1 / (√12 · 1024^(3/2)), 9e-6.
  @Test func `stratification sharpens a mean three hundredfold, and numbers stay unrelated`() {
    let design = LatinHypercube(draws: Draws(seed: 23))
    let first = (0..<UInt32(1024)).map { design.uniform(NameHash("a"), run: $0) }
    let second = (0..<UInt32(1024)).map { design.uniform(NameHash("b"), run: $0) }
    #expect(abs(first.reduce(0, +) / 1024 - 0.5) < 4 * 9e-6)
    #expect(abs(correlation(first, second)) < 4 / 32)
    #expect(abs(correlation(Array(first.dropLast()), Array(first.dropFirst()))) < 4 / 32)
  }
}
