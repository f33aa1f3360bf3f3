/// Eight runs side by side.
typealias Lane = SIMD8<Double>

/// How runs are laid out: blocks of a fixed number of runs, so that a run's numbers do not depend on how many are made.
public enum Block {
  /// Runs in a block.
  public static let runs = 64
  /// Lanes in a block.
  static let width = runs / Lane.scalarCount

  /// Number of blocks that hold the first `count` runs.
  public static func count(for count: Int) -> Int { (count + runs - 1) / runs }
}

/// Rows of one number for every run of a block: the memory on which the engine works.
///
/// Row `r`, lane `w` holds runs `8 w … 8 w + 7` of the block. All access is checked against the number of rows.
@safe struct Lanes: ~Copyable {
  /// Number of rows.
  let rows: Int
  private let base: UnsafeMutablePointer<Lane>

  /// Makes rows filled with one number.
  init(rows: Int, filledWith value: Double = 0) {
    self.rows = rows
    // Safe: initialised at once below, freed in `deinit`, reached only through the checked accessors.
    unsafe base = .allocate(capacity: max(1, rows * Block.width))
    unsafe base.initialize(repeating: Lane(repeating: value), count: rows * Block.width)
  }

  deinit { unsafe base.deallocate() }

  /// Eight runs of one row.
  subscript(row: Int, lane: Int) -> Lane {
    @inline(__always) get {
      precondition(UInt(bitPattern: row) < UInt(rows) && UInt(bitPattern: lane) < UInt(Block.width))
      // Safe: both indices were checked against the allocation.
      return unsafe base[row &* Block.width &+ lane]
    }
    @inline(__always) nonmutating set {
      precondition(UInt(bitPattern: row) < UInt(rows) && UInt(bitPattern: lane) < UInt(Block.width))
      // Safe: both indices were checked against the allocation.
      unsafe base[row &* Block.width &+ lane] = newValue
    }
  }

  /// One lane by its place in memory.
  subscript(flat index: Int) -> Lane {
    @inline(__always) get {
      precondition(UInt(bitPattern: index) < UInt(rows &* Block.width))
      // Safe: the index was checked against the allocation.
      return unsafe base[index]
    }
    @inline(__always) nonmutating set {
      precondition(UInt(bitPattern: index) < UInt(rows &* Block.width))
      // Safe: the index was checked against the allocation.
      unsafe base[index] = newValue
    }
  }

  /// The address of a row's first run, for kernels; valid as long as these lanes live.
  @unsafe func address(ofRow row: Int) -> UnsafeMutablePointer<Double> {
    precondition(row >= 0 && row <= rows, "row \(row) of \(rows)")
    // Safe: the row lies within the allocation or at its end; a lane is eight doubles without padding.
    return unsafe UnsafeMutableRawPointer(base + row * Block.width).assumingMemoryBound(
      to: Double.self)
  }

  /// One run of one row.
  subscript(row: Int, run run: Int) -> Double {
    get { self[row, run / Lane.scalarCount][run % Lane.scalarCount] }
    nonmutating set {
      let lane = run / Lane.scalarCount
      var value = self[row, lane]
      value[run % Lane.scalarCount] = newValue
      self[row, lane] = value
    }
  }

  /// Sets a whole row to one number.
  func fill(_ row: Int, with value: Double) {
    for lane in 0..<Block.width { self[row, lane] = Lane(repeating: value) }
  }

  /// Sets a whole row to another one, of the same or of other rows.
  func copy(_ row: Int, from other: borrowing Lanes, _ otherRow: Int) {
    for lane in 0..<Block.width { self[row, lane] = other[otherRow, lane] }
  }

  /// Opens consecutive rows as doubles, run by run within a row.
  func withRows<Result>(
    _ range: Range<Int>, _ body: (inout MutableSpan<Double>) throws -> Result
  ) rethrows -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    let count = range.count * Block.runs
    // Safe: the range was checked; a lane is eight doubles without padding; the span lives only within `body`.
    return try unsafe (base + range.lowerBound * Block.width).withMemoryRebound(
      to: Double.self, capacity: max(1, count)
    ) { pointer in
      var span = unsafe MutableSpan(_unsafeStart: pointer, count: count)
      return try body(&span)
    }
  }
}

extension Lane {
  /// Nought in every lane.
  static var zero: Lane { Lane(repeating: 0) }
  /// One in every lane.
  static var one: Lane { Lane(repeating: 1) }
  /// The smaller of each pair.
  @inline(__always) static func least(_ a: Lane, _ b: Lane) -> Lane {
    a.replacing(with: b, where: b .< a)
  }
  /// The larger of each pair.
  @inline(__always) static func most(_ a: Lane, _ b: Lane) -> Lane {
    a.replacing(with: b, where: b .> a)
  }
  /// Limited to [0, 1].
  @inline(__always) var asShare: Lane { Lane.least(Lane.most(self, .zero), .one) }
  /// Whether any lane is above nought.
  @inline(__always) var hasPositive: Bool { any(self .> .zero) }
}
