import CKernels
import CaseloadTesting
import Statistics
import Testing

@testable import Engine

/// The kernels give the same bits on every processor.
@Suite(.serialized) struct KernelTests {
  @Test(arguments: 0..<UInt64(6))
  func `a world has the same bits on every level of the processor`(seed: UInt64) throws {
    let plan = try Plan(RandomWorld(seed: seed, longest: 24).world)
    defer { ck_use_level(3) }
    let bits = [Int32(0), 2, 3].map { level in
      ck_use_level(level)
      return EngineRuns(plan, seed: seed).bits
    }
    #expect(bits[0] == bits[1])
    #expect(bits[0] == bits[2])
  }

  @Test func `moments of rows are those of their numbers, and rows without spread have none`()
    throws
  {
    let rows = 7
    let lanes = Lanes(rows: rows)
    for row in 0..<rows {
      for run in 0..<Block.runs {
        lanes[row, run: run] = row == 0 ? 0.1 : Double((run * (row + 3)) % 17) + 1e6
        if row == 2, run % 5 == 0 { lanes[row, run: run] = .nan }
        if row == 3 { lanes[row, run: run] = .nan }
      }
    }
    for runs in [1, 7, 8, 9, 63, 64] {
      var table = MomentTable(count: rows + 1)
      let whole = (0..<rows).map { Int32($0) }
      table.join(lanes, rows: whole, runs: Block.runs, at: 1)
      var last = MomentTable(count: rows + 1)
      last.join(lanes, rows: whole, runs: runs, at: 1)
      table.merge(last)
      for row in 0..<rows {
        let all = (0..<Block.runs).map { lanes[row, run: $0] }
        let numbers = (all + all.prefix(runs)).filter { !$0.isNaN }
        let mean = numbers.reduce(0, +) / Double(max(1, numbers.count))
        let square = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        #expect(table[row + 1].count == numbers.count)
        #expect(agrees(table[row + 1].mean, mean, relative: 1e-14, absolute: 0))
        #expect(agrees(table[row + 1].squaredDeviations, square, relative: 1e-9, absolute: 1e-20))
      }
      #expect(table[1].squaredDeviations == 0)
      #expect(table[0].count == 0)
    }
  }
}
