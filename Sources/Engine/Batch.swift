/// Runs that one worker makes and hands in together: whole blocks, so that little is handed over and folded.
enum Batch {
  /// Blocks in a batch.
  static let blocks = 4
  /// Runs in a batch.
  static let runs = blocks * Block.runs

  /// Number of batches that hold the first `count` runs.
  static func count(for count: Int) -> Int { (count + runs - 1) / runs }
}
