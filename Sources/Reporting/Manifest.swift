internal import Caseload
public import Engine
public import Influence
public import JSONText
internal import Sampling

/// What is needed to repeat a run.
public struct Manifest: Sendable {
  /// What the product knows of itself and of the machine.
  public struct Origin: Sendable {
    /// Version of the program.
    public var program: String
    /// OpenBLAS: version, kernel, threads a product, and whether the program chose the kernel itself.
    public var openBLAS: (version: String, kernel: String, threads: Int, chosenBy: String)
    /// Vector instructions of the processor.
    public var fittingKernel: String

    /// Describes a program on a machine.
    public init(
      program: String,
      openBLAS: (version: String, kernel: String, threads: Int, chosenBy: String),
      fittingKernel: String
    ) {
      self.program = program
      self.openBLAS = openBLAS
      self.fittingKernel = fittingKernel
    }
  }

  /// The whole document.
  public static func json(
    _ result: StudyResult, _ explanation: Explanation?, scenario: JSON, digest: String,
    scenarioFiles: [(path: String, digest: String)], letterDigest: String, command: [String],
    origin: Origin, started: String, seconds: Double, tables: [(name: String, digest: String)]
  ) -> JSON {
    [
      "scenario": .string(result.plan.world.name), "scenarioDigest": .string("sha256:\(digest)"),
      "scenarioFiles": .array(
        scenarioFiles.map { ["path": .string($0.path), "digest": .string("sha256:\($0.digest)")] }),
      "letterDigest": .string("sha256:\(letterDigest)"),
      "command": .array(command.map(JSON.string)), "seed": .string("\(result.assignment.seed)"),
      "runs": .number(result.assignment.runs), "central": .boolean(result.assignment.isCentral),
      "runsAsked": .number(result.runsAsked), "endedBy": .string(result.ending.rawValue),
      "sampling": .string(result.assignment.sampling.rawValue),
      "runsPerBlock": .number(Block.runs),
      "runsForQuantilesOfTrajectories": .number(result.runsKept),
      "runsForQuantilesOfOutcomes": .number(
        min(result.assignment.runs, Simulation.runsKeptForOutcomes)),
      "explanation": explanation.map(samples) ?? .null,
      "threads": .number(result.assignment.threads),
      "program": ["name": "simulate", "version": .string(origin.program)],
      "openBLAS": [
        "version": .string(origin.openBLAS.version), "kernel": .string(origin.openBLAS.kernel),
        "threads": .number(origin.openBLAS.threads),
        "kernelChosenBy": .string(origin.openBLAS.chosenBy),
        "kernelThatFitsTheProcessor": .string(origin.fittingKernel),
      ],
      "started": .string(started), "seconds": .number(seconds),
      "clipped": .array(
        result.clippings.map {
          ["quantity": .string($0.path), "simulatedRuns": .number($0.runs)]
        }),
      "files": .array(
        tables.map { ["name": .string($0.name), "digest": .string("sha256:\($0.digest)")] }),
      "world": scenario,
    ]
  }

  /// How large the samples behind an explanation are; a part that cannot be told has none.
  private static func samples(_ explanation: Explanation) -> JSON {
    func size(_ sample: Int?) -> JSON { sample.map { JSON.number($0) } ?? .null }
    return [
      "runsOfAttribution": size(explanation.attribution?.sample),
      "everySetOfLevers": explanation.attribution.map { .boolean($0.isExact) } ?? .null,
      "runsOfTornado": size(explanation.tornado?.sample),
      "basePointsOfSobol": size(explanation.overTime?.sample),
      "simulatedRuns": .number(explanation.simulatedRuns),
    ]
  }
}
