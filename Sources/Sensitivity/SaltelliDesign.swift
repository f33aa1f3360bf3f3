public import Sampling

/// Which runs the Sobol indices of a function's factors take.
///
/// Two independent samples of all inputs, `A` and `B`, and for every factor the sample `A_B`, which is `A` with this
/// factor's inputs from `B` (A. Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018). Interactions of pairs take `B_A` as
/// well, `B` with this factor's inputs from `A` (A. Saltelli 2002, doi:10.1016/S0010-4655(02)00280-1).
///
/// With Sobol points `A` and `B` are the two halves of **one** sequence of twice the inputs' dimension. Two stretches of a
/// sequence of the inputs' own dimension would not be independent of each other: they give 0.18 for the first total index
/// of the Ishigami function, which is 0.56.
public struct SaltelliDesign: Hashable, Sendable {
  /// What is varied as one: an input, or a group of inputs that are refreshed together.
  public struct Factor: Hashable, Sendable {
    /// Its name in results.
    public let name: String
    /// Its inputs, by index.
    ///
    /// None for what the design does not draw, such as chance: its samples are there all the same.
    public let inputs: [Int]

    /// Joins inputs under a name.
    public init(name: String, inputs: [Int]) {
      self.name = name
      self.inputs = inputs
    }
  }

  /// One of the two independent samples of all inputs.
  public enum Side: Hashable, Sendable, CaseIterable {
    /// The sample called `A`.
    case first
    /// The sample called `B`.
    case second

    /// The one of the two that this is not.
    public var other: Side { self == .first ? .second : .first }
  }

  /// One of the samples at which the function is evaluated: ``side`` with the inputs of ``exchanged`` from the other side.
  public struct Sample: Hashable, Sendable {
    /// Where the inputs come from.
    public let side: Side
    /// The factor whose inputs come from the other side; nil for `A` and `B` themselves.
    public let exchanged: Int?

    /// Names a sample.
    public init(_ side: Side, exchanged: Int? = nil) {
      self.side = side
      self.exchanged = exchanged
    }
  }

  /// Why there is no such design.
  public enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Two factors share an input, or one names it twice.
    case sharedInput(String)
    /// Sobol points have two dimensions for every input, and there are not as many.
    case tooManyInputs(Int, limit: Int)

    /// The fact as a sentence with a remedy.
    public var description: String {
      switch self {
      case .sharedInput(let name):
        "\(name) is named twice; every input belongs to one factor at most"
      case .tooManyInputs(let count, let limit):
        "\(count) inputs, expected at most \(limit) with Sobol points; hold those fixed that a screening shows to do nothing, or sample by Latin hypercube. Groups save runs, but every input still takes its dimensions"
      }
    }
  }

  /// The largest number of inputs with Sobol points.
  public static var largestInputCount: Int { Sobol.dimensions / 2 }

  /// Names of the inputs; their numbers depend on them.
  public let inputs: [String]
  /// What is varied.
  public let factors: [Factor]
  /// Size of the samples: base points.
  public let points: Int
  /// Whether interactions of pairs of factors are wanted.
  public let hasPairs: Bool
  /// How the inputs' numbers are spread over the points.
  public let sampling: SamplingMethod
  /// Into how many parts of equal size the points are divided, each with inputs' numbers of its own, independent of the others'.
  public let replicates: Int

  /// Describes a design.
  ///
  /// - Parameters:
  ///   - inputs: Names of all inputs. One that belongs to no factor is sampled on both sides and never exchanged.
  ///   - factors: What is varied, at least one; no input twice.
  ///   - points: Size of each sample, at least 2; a power of two with Sobol points, to have their evenness.
  ///   - hasPairs: Whether interactions of pairs are wanted.
  ///   - sampling: How the inputs' numbers are spread.
  ///   - replicates: Independent parts, a divisor of `points`: see ``replicates``.
  /// - Throws: ``Fault``.
  public init(
    inputs: [String], factors: [Factor], points: Int, hasPairs: Bool = false,
    sampling: SamplingMethod = .sobol, replicates: Int = 1
  ) throws(Fault) {
    precondition(!factors.isEmpty, "no factors, expected at least one")
    precondition(points >= 2, "points is \(points), expected at least 2")
    precondition(
      replicates >= 1 && points % replicates == 0,
      "replicates is \(replicates), expected a divisor of \(points)")
    var taken = Array(repeating: false, count: inputs.count)
    for factor in factors {
      for input in factor.inputs {
        precondition(
          inputs.indices.contains(input),
          "input \(input) of \(factor.name), expected 0 to \(inputs.count - 1)")
        guard !taken[input] else { throw .sharedInput(inputs[input]) }
        taken[input] = true
      }
    }
    guard sampling != .sobol || inputs.count <= Self.largestInputCount else {
      throw .tooManyInputs(inputs.count, limit: Self.largestInputCount)
    }
    self.inputs = inputs
    self.factors = factors
    self.points = points
    self.hasPairs = hasPairs
    self.sampling = sampling
    self.replicates = replicates
  }

  /// Describes a design in which every input is a factor of its own.
  ///
  /// - Parameters:
  ///   - inputs: Names of the inputs, at least one.
  ///   - points: Size of each sample, at least 2.
  ///   - hasPairs: Whether interactions of pairs are wanted.
  ///   - sampling: How the inputs' numbers are spread.
  ///   - replicates: Independent parts, a divisor of `points`.
  /// - Throws: ``Fault``.
  public init(
    inputs: [String], points: Int, hasPairs: Bool = false, sampling: SamplingMethod = .sobol,
    replicates: Int = 1
  ) throws(Fault) {
    try self.init(
      inputs: inputs,
      factors: inputs.indices.map { Factor(name: inputs[$0], inputs: [$0]) }, points: points,
      hasPairs: hasPairs, sampling: sampling, replicates: replicates)
  }

  /// The samples in the order in which ``SobolSums`` takes their values: `A`, `B`, `A_B` of every factor, then `B_A` of every factor.
  public var samples: [Sample] {
    var samples = Side.allCases.map { Sample($0) }
    samples += factors.indices.map { Sample(.first, exchanged: $0) }
    if hasPairs { samples += factors.indices.map { Sample(.second, exchanged: $0) } }
    return samples
  }

  /// How many samples there are: two more than factors, or two more than twice as many with pairs.
  public var sampleCount: Int { 2 + factors.count * (hasPairs ? 2 : 1) }

  /// Evaluations of the function: points times samples.
  public var runs: Int { points * sampleCount }

  /// The side from which an input comes in a sample.
  public func side(ofInput input: Int, in sample: Sample) -> Side {
    guard let factor = sample.exchanged, factors[factor].inputs.contains(input) else {
      return sample.side
    }
    return sample.side.other
  }

  /// Fills the uniform numbers of an input at consecutive points of a side.
  ///
  /// The numbers of `A` are those of the input's name; those of `B` belong to that name with `second.` before it, and with Sobol points to the
  /// dimensions after those of `A`. In the replicate `r` from 1 on the name has `r.` before all that, and points are counted from the replicate's first.
  ///
  /// - Parameters:
  ///   - input: By index.
  ///   - side: `A` or `B`.
  ///   - draws: The source, by seed.
  ///   - firstPoint: The point of the first number.
  ///   - numbers: Receives numbers in (0, 1).
  public func fill(
    input: Int, side: Side, draws: Draws, firstPoint: Int, into numbers: inout MutableSpan<Double>
  ) {
    precondition(
      firstPoint >= 0 && firstPoint + numbers.count <= points,
      "\(numbers.count) points from \(firstPoint) on, expected \(points) in all")
    let design = UncertaintyDesign(sampling, draws: draws)
    let name = side == .first ? inputs[input] : "second." + inputs[input]
    let size = points / replicates
    var done = 0
    while done < numbers.count {
      let (replicate, first) = (firstPoint + done).quotientAndRemainder(dividingBy: size)
      let count = min(numbers.count - done, size - first)
      let hash = NameHash(replicate == 0 ? name : "\(replicate)." + name)
      let place = side == .first ? input : inputs.count + input
      if count == numbers.count {
        return design.fill(hash, place: place, firstRun: UInt32(first), into: &numbers)
      }
      var part = [Double](repeating: 0, count: count)
      var span = part.mutableSpan
      design.fill(hash, place: place, firstRun: UInt32(first), into: &span)
      for index in 0..<count { numbers[done + index] = part[index] }
      done += count
    }
  }
}
