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
