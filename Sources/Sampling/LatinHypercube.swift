internal import CKernels

/// Stratified uniform numbers, one for each name and run.
///
/// Runs are taken in groups of 1,024. Within a group each of the 1,024 equal parts of (0, 1)
/// holds exactly one run's number, in an order that differs from name to name: M. D. McKay, R. J.
/// Beckman, W. J. Conover (1979), doi:10.2307/1268522. A run's numbers do not depend on how many
/// runs are made, because the order is a keyed permutation that is computed, not shuffled.
public struct LatinHypercube: Hashable, Sendable {
  /// The number of runs in a group.
  public static let groupSize = 1024

  /// The source of the numbers.
  public let draws: Draws

  /// Makes the design of a seed's draws.
  public init(draws: Draws) { self.draws = draws }

  /// The number of a name in one run, in (0, 1).
  public func uniform(_ name: NameHash, run: UInt32) -> Double {
    let group = run &>> 10
    let stratum = Strata.permuted(Int(run & 1023)) { round, half in
      roundValue(name, group, 32 * round + half)
    }
    return uniform(name, run, in: stratum)
  }

  /// The strata of a group's runs.
  ///
  /// - Parameters:
  ///   - name: The hashed name.
  ///   - group: The run divided by 1,024.
  /// - Returns: The permutation of 0 to 1,023 that belongs to the group.
  public func strata(_ name: NameHash, group: UInt32) -> Strata {
    var values: [UInt8] = []
    values.reserveCapacity(256)
    for block in 0..<UInt32(64) {
      let words = draws.words(name, group, Self.firstPermutationWord + block)
      for word in [words.0, words.1, words.2, words.3] { values.append(UInt8(word & 31)) }
    }
    return Strata(roundValues: values)
  }

  /// Fills the numbers of consecutive runs, the same as one by one but with the permutation of
  /// each group made once.
  ///
  /// - Parameters:
  ///   - name: The hashed name.
  ///   - firstRun: The run of the first element.
  ///   - numbers: Receives the numbers.
  public func fill(_ name: NameHash, firstRun: UInt32, into numbers: inout MutableSpan<Double>) {
    Draws.checkRuns(firstRun, numbers.count)
    var index = 0
    var strata = [UInt16](repeating: 0, count: Self.groupSize)
    while index < numbers.count {
      let run = firstRun &+ UInt32(truncatingIfNeeded: index)
      let inGroup = Int(run & 1023)
      let count = min(numbers.count - index, Self.groupSize - inGroup)
      var strataSpan = strata.mutableSpan
      fillStrata(name, group: run &>> 10, 0, &strataSpan)
      fill(name, firstRun: run, count, strata.span, inGroup, index, &numbers)
      index += count
    }
  }

  /// The strata of a name and group, from `first` on.
  fileprivate func fillStrata(
    _ name: NameHash, group: UInt32, _ first: Int, _ strata: inout MutableSpan<UInt16>
  ) {
    precondition(first + Self.groupSize <= strata.count)
    // Safe: the group's 1,024 strata have room behind `first`, as was checked.
    unsafe strata.withUnsafeMutableBufferPointer { strata in
      guard let base = strata.baseAddress else { return }
      unsafe ck_strata(draws.seed, name.bits, group, base + first)
    }
  }

  /// The numbers of `count` runs, whose strata stand from `place` on, into the elements from `index` on.
  fileprivate func fill(
    _ name: NameHash, firstRun: UInt32, _ count: Int, _ strata: Span<UInt16>, _ place: Int,
    _ index: Int, _ numbers: inout MutableSpan<Double>
  ) {
    precondition(place + count <= strata.count && index + count <= numbers.count)
    // Safe: both spans hold `count` elements from their first on, as was checked.
    unsafe strata.withUnsafeBufferPointer { strata in
      unsafe numbers.withUnsafeMutableBufferPointer { numbers in
        guard let source = strata.baseAddress, let target = numbers.baseAddress else { return }
        unsafe ck_stratified(
          draws.seed, name.bits, firstRun, count, source + place, target + index)
      }
    }
  }

  /// The number of a run whose stratum is known.
  private func uniform(_ name: NameHash, _ run: UInt32, in stratum: Int) -> Double {
    let words = draws.words(name, run, .max)
    let inside = Draws.uniform(low: words.0, high: words.1)
    // Rounding may carry a number at the end of the last stratum to 1.
    return min((Double(stratum) + inside) / 1024, Draws.largest)
  }

  /// A value of the round functions of the permutation, from 0 to 31.
  private func roundValue(_ name: NameHash, _ group: UInt32, _ index: Int) -> Int {
    let block = UInt32(truncatingIfNeeded: index >> 2)
    let words = draws.words(name, group, Self.firstPermutationWord + block)
    let word =
      switch index & 3 {
      case 0: words.0
      case 1: words.1
      case 2: words.2
      default: words.3
      }
    return Int(word & 31)
  }

  /// The second counter word of the first block of round values; months stay far below.
  private static var firstPermutationWord: UInt32 { .max - 65_535 }
}

extension LatinHypercube {
  /// The design of a list of names, which keeps the strata of the group of runs that it was last asked for.
  ///
  /// Blocks of runs are smaller than groups; a worker that fills one block after another makes
  /// each group's strata once, 64 outputs a name.
  public struct Sheet: Sendable {
    /// The design.
    public let design: LatinHypercube
    /// The names, a row each.
    public let names: [NameHash]
    /// The group whose strata are held.
    private var group: UInt32?
    /// The strata, `name * 1024 + place`.
    private var strata: [UInt16]

    /// Takes the names of the rows.
    ///
    /// - Parameters:
    ///   - design: The source of the numbers.
    ///   - names: Hashed names, in the order of rows; 2 KiB are kept for each.
    public init(_ design: LatinHypercube, names: [NameHash]) {
      self.design = design
      self.names = names
      strata = [UInt16](repeating: 0, count: names.count * LatinHypercube.groupSize)
    }

    /// Fills the numbers of consecutive runs for all names.
    ///
    /// The numbers of ``LatinHypercube/uniform(_:run:)``.
    ///
    /// - Parameters:
    ///   - firstRun: The run of the first column.
    ///   - runs: The number of columns; they are of one group, so that blocks of 64 that start at a multiple of 64 fit.
    ///   - numbers: Receives the numbers, `name * runs + run`.
    /// - Complexity: Two nanoseconds a number, and a quarter to two and a half more for each run's stratum when
    ///   the group is another than last time.
    public mutating func fill(
      firstRun: UInt32, runs: Int, into numbers: inout MutableSpan<Double>
    ) {
      let place = Int(firstRun & 1023)
      precondition(
        runs >= 0 && place + runs <= LatinHypercube.groupSize,
        "\(runs) runs from \(firstRun) on are of more than one group")
      precondition(
        numbers.count == names.count * runs,
        "numbers has \(numbers.count) elements, expected \(names.count * runs)")
      let wanted = firstRun &>> 10
      if group != wanted {
        let (design, names) = (design, names)
        var span = strata.mutableSpan
        for (row, name) in names.enumerated() {
          design.fillStrata(name, group: wanted, row * LatinHypercube.groupSize, &span)
        }
        group = wanted
      }
      for (row, name) in names.enumerated() {
        design.fill(
          name, firstRun: firstRun, runs, strata.span, row * LatinHypercube.groupSize + place,
          row * runs, &numbers)
      }
    }
  }
}

/// The order in which the runs of a group take its 1,024 strata.
///
/// An eight-round Feistel network on the high and the low five bits of the run's place in its
/// group, which is a permutation whatever its round functions are.
public struct Strata: Hashable, Sendable {
  /// Value of round `i` at the low half `R`, at index `32 i + R`.
  private let roundValues: [UInt8]

  init(roundValues: [UInt8]) { self.roundValues = roundValues }

  /// The stratum, from 0 to 1,023, of the run at a place of the group.
  public subscript(place: Int) -> Int {
    precondition(place >= 0 && place < 1024, "place is \(place), expected 0 to 1023")
    return Self.permuted(place) { round, half in Int(roundValues[32 * round + half]) }
  }

  @inline(__always)
  static func permuted(_ place: Int, roundValue: (_ round: Int, _ half: Int) -> Int) -> Int {
    var left = place >> 5
    var right = place & 31
    for round in 0..<8 { (left, right) = (right, left ^ roundValue(round, right)) }
    return left << 5 | right
  }
}
