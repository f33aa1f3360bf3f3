/// Runs taken together for the means from which two reports can tell how well the difference of a month is known.
///
/// Pieces of 256 consecutive runs go round the batches. Means of batches are nearly independent, so that their spread says how well the mean of all is known, and those
/// of two reports with the same draws pair batch by batch (method of batch means: B. W. Schmeiser 1982, doi:10.1287/opre.30.3.556).
public enum RunBatches {
  /// Number of batches, at most.
  public static let most = 16

  /// Number of runs in each batch that holds any.
  public static func sizes(runs: Int) -> [Int] {
    var sizes = Array(repeating: 0, count: min(most, Batch.count(for: runs)))
    for piece in 0..<Batch.count(for: runs) {
      sizes[piece % most] += min(Batch.runs, runs - piece * Batch.runs)
    }
    return sizes
  }
}
