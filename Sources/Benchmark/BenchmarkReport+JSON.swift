internal import Engine
public import JSONText

extension BenchmarkReport {
  /// For programs: seconds, bytes, and operations or numbers a second.
  public var json: JSON {
    let aim = secondsForAim
    return [
      "program": .string(program),
      "machine": [
        "processor": .string(machine.processor), "cores": .number(machine.cores),
        "vector_level": .number(machine.vectorLevel),
        "second_level_cache": machine.secondLevelCache.map { JSON.number($0) } ?? .null,
        "openblas": .string(machine.openBLASVersion),
        "openblas_kernel": .string(machine.openBLASKernel),
        "dgemm_operations_per_second": .number(peak.rate), "dgemm_size": .number(peak.size),
        "memory": .array(
          memory.map {
            ["bytes": .number($0.bytes), "bytes_per_second": .number($0.rate)]
          }),
      ],
      "threads": .number(threads),
      "scenarios": .array(
        scenarios.map { name, timing in
          .object([JSON.Pair("scenario", .string(name))] + pairs(timing))
        }),
      "aim": [
        "runs": .number(BenchmarkReport.aim.runs), "seconds": .number(BenchmarkReport.aim.seconds),
        "scenario": .string(scenarios[main].name), "expected_seconds": .number(aim.seconds),
        "measured": .boolean(aim.isMeasured),
        "factor": factorToAim.map { JSON.number($0) } ?? .null,
      ],
      "phases": BenchmarkReport.phases(scenarios[main].timing.phases),
      "budget": budgetJSON,
      "products": .array(
        products.map {
          [
            "product": .string($0.product.role.rawValue), "rows": .number($0.product.rows),
            "inner": .number($0.product.inner), "columns": .number($0.product.columns),
            "operations_per_run": .number($0.product.operations),
            "operations_per_second": .number($0.rate),
            "share_of_peak": .number($0.rate / peak.rate),
          ]
        }),
      "follow_ups": [
        "operations_per_run": .number(2 * budget.followUpTerms),
        "operations_per_second": followUpRate.map { JSON.number($0) } ?? .null,
      ],
      "numbers": .object(numbers.map { JSON.Pair($0.kind.rawValue, .number($0.rate)) }),
      "jobs": .array(
        jobs.map {
          [
            "runs": .number($0.runs), "seconds": .number($0.seconds),
            "peak_bytes": .number($0.peakMemory),
          ]
        }),
      "growth": .array(
        steps.map {
          .object(
            [
              JSON.Pair("dimension", .string($0.dimension.rawValue)),
              JSON.Pair("value", .number($0.value)),
            ] + pairs($0.timing))
        }),
      "beside": besideJSON,
    ]
  }

  /// Seconds by phase.
  static func phases(_ seconds: [Double]) -> JSON {
    .object(WorkPhase.allCases.map { JSON.Pair($0.name, .number(seconds[$0.rawValue])) })
  }

  private func pairs(_ timing: EngineTiming) -> [JSON.Pair] {
    [
      JSON.Pair("runs", .number(timing.runs)), JSON.Pair("worlds", .number(timing.worlds)),
      JSON.Pair("threads", .number(timing.threads)),
      JSON.Pair("repetitions", .number(timing.timing.seconds.count)),
      JSON.Pair("best_seconds", .number(timing.timing.best)),
      JSON.Pair("median_seconds", .number(timing.timing.median)),
      JSON.Pair("best_processor_seconds", .number(timing.timing.bestProcessor)),
      JSON.Pair("runs_per_second", .number(timing.runsPerSecond)),
      JSON.Pair("microseconds_per_run", .number(timing.microsecondsARun)),
    ]
  }

  private var budgetJSON: JSON {
    [
      "worlds": .number(budget.worlds), "months": .number(budget.months),
      "stratified_uniforms": .number(budget.stratifiedUniforms),
      "monthly_uniforms": .number(budget.monthlyUniforms),
      "law_quantiles": .number(budget.lawQuantiles), "normals": .number(budget.normals),
      "gammas": .number(budget.gammas), "exponentials": .number(budget.exponentials),
      "counts": .number(budget.counts), "follow_up_terms": .number(budget.followUpTerms),
      "cohorts": .number(budget.cohorts),
      "cells": .number(budget.cells), "outcomes": .number(budget.outcomes),
    ]
  }

  private var besideJSON: JSON {
    switch beside {
    case nil: .null
    case .failed(let command, let reason):
      ["command": .string(command), "failed": .string(reason)]
    case .measured(let command, let other):
      [
        "command": .string(command), "runs": .number(other.runs), "worlds": .number(other.worlds),
        "seconds": .number(other.seconds), "processor_seconds": .number(other.processorSeconds),
        "remarks": .string(other.remarks),
        "ratio": .number(scenarios[main].timing.runsPerSecond / other.runsPerSecond),
        "ratio_of_processor_time": .number(
          other.microsecondsARun / scenarios[main].timing.microsecondsARun),
      ]
    }
  }
}

extension WorkPhase {
  /// How it is written in JSON: `noise_products`.
  var name: String {
    switch self {
    case .draws: "draws"
    case .noiseProducts: "noise_products"
    case .levers: "levers"
    case .followUpProducts: "follow_up_products"
    case .arrivals: "arrivals"
    case .service: "service"
    case .measures: "measures"
    case .reduction: "reduction"
    case .recording: "recording"
    }
  }
}
