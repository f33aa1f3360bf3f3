/// How the numbers that nobody knows are spread over the runs.
public enum SamplingMethod: String, Hashable, Sendable, CaseIterable {
  /// A Latin hypercube in groups of 1,024 runs: ``LatinHypercube``.
  case latin
  /// Scrambled Sobol points: ``Sobol``.
  case sobol
  /// Independent numbers.
  case independent
}

/// The uniform numbers of what nobody knows: one for each name and run, by one of three methods.
///
/// With every method a number depends on the seed, the name and the run (with ``SamplingMethod/sobol``
/// on the name's place too), and not on how many runs are made.
public struct UncertaintyDesign: Hashable, Sendable {
  /// How numbers are spread.
  public let method: SamplingMethod
  /// The source of the numbers.
  public let draws: Draws

  /// Makes the design of a seed's draws.
  public init(_ method: SamplingMethod, draws: Draws) {
    self.method = method
    self.draws = draws
  }

  /// Fills the numbers of consecutive runs, each in (0, 1).
  ///
  /// - Parameters:
  ///   - name: The hashed name.
  ///   - place: The name's place among all names, from 0: the dimension of its Sobol numbers, which
  ///     must be below ``Sobol/dimensions``. Other methods do not read it.
  ///   - firstRun: The run of the first element.
  ///   - numbers: Receives the numbers.
  public func fill(
    _ name: NameHash, place: Int, firstRun: UInt32, into numbers: inout MutableSpan<Double>
  ) {
    switch method {
    case .latin: LatinHypercube(draws: draws).fill(name, firstRun: firstRun, into: &numbers)
    case .sobol:
      Sobol(draws: draws).fill(name, dimension: place, firstRun: firstRun, into: &numbers)
    case .independent:
      Draws.checkRuns(firstRun, numbers.count)
      for index in 0..<numbers.count {
        // The words that place a number within its stratum of the Latin hypercube.
        let words = draws.words(name, firstRun &+ UInt32(truncatingIfNeeded: index), .max)
        numbers[index] = Draws.uniform(low: words.0, high: words.1)
      }
    }
  }
}

extension UncertaintyDesign {
  /// The design of a list of names, filled for one block of runs after another.
  public struct Sheet: Sendable {
    /// The design.
    public let design: UncertaintyDesign
    private let names: [NameHash]
    private let places: [Int]
    /// The strata of the last group of runs; other methods need none.
    private var latin: LatinHypercube.Sheet

    /// Takes the names of the rows.
    ///
    /// - Parameters:
    ///   - design: How numbers are spread.
    ///   - names: Hashed names, in the order of rows.
    ///   - places: The place of each among all names: see ``UncertaintyDesign/fill(_:place:firstRun:into:)``.
    public init(_ design: UncertaintyDesign, names: [NameHash], places: [Int]) {
      precondition(
        names.count == places.count, "\(places.count) places, expected \(names.count)")
      self.design = design
      self.names = names
      self.places = places
      latin = LatinHypercube.Sheet(
        LatinHypercube(draws: design.draws), names: design.method == .latin ? names : [])
    }

    /// Fills the numbers of consecutive runs for all names, the same as name by name.
    ///
    /// - Parameters:
    ///   - firstRun: The run of the first column.
    ///   - runs: The number of columns; they are of one group of ``LatinHypercube/groupSize``.
    ///   - numbers: Receives the numbers, `name * runs + run`.
    public mutating func fill(
      firstRun: UInt32, runs: Int, into numbers: inout MutableSpan<Double>
    ) {
      precondition(
        numbers.count == names.count * runs,
        "numbers has \(numbers.count) elements, expected \(names.count * runs)")
      if design.method == .latin {
        return latin.fill(firstRun: firstRun, runs: runs, into: &numbers)
      }
      var row = [Double](repeating: 0, count: runs)
      for (index, name) in names.enumerated() {
        var span = row.mutableSpan
        design.fill(name, place: places[index], firstRun: firstRun, into: &span)
        for run in 0..<runs { numbers[index * runs + run] = row[run] }
      }
    }
  }
}
