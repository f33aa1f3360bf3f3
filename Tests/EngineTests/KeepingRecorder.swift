import Synchronization

@testable import Engine

/// Keeps the runs of a study.
final class KeepingRecorder: RunRecorder {
  private let kept = Mutex<[Int: RunBatch]>([:])

  /// What was rendered, in the order of runs.
  var batches: [RunBatch] { kept.withLock { kept in kept.keys.sorted().compactMap { kept[$0] } } }

  /// The bits of every number of every run, in the order of runs.
  var bits: [[UInt64]] {
    batches.flatMap { batch in
      (0..<batch.runs).map { run in
        [batch.draws, batch.inForce, batch.outcomes].flatMap { columns in
          stride(from: run, to: columns.count, by: batch.stride).map { columns[$0].bitPattern }
        }
      }
    }
  }

  func rendered(_ batch: RunBatch) -> [UInt8] {
    kept.withLock { $0[batch.firstRun] = batch }
    return []
  }

  func record(_ bytes: [UInt8]) {}
}
