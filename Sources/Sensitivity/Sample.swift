internal import Statistics

/// A sample with too few runs for what was asked of it.
public struct SampleTooSmall: Error, Hashable {
  /// Runs with a defined response.
  public let runs: Int
  /// The least that the method takes.
  public let needed: Int
}

/// The runs of a sample in which a response is defined.
struct DefinedRuns: Hashable {
  /// Their places, rising.
  let places: [Int]
  /// Runs in which it is not.
  let dropped: Int

  init(_ response: [Double]) {
    places = response.indices.filter { response[$0].isFinite }
    dropped = response.count - places.count
  }

  func values(of column: [Double]) -> [Double] {
    dropped == 0 ? column : places.map { column[$0] }
  }
}

/// Deviations from the mean over the standard deviation (with the number below); nil for numbers that do not vary.
func standardised(_ numbers: [Double]) -> [Double]? {
  let moments = Moments(numbers)
  let scale = (moments.squaredDeviations / Double(numbers.count)).squareRoot()
  // Rounding makes equal numbers differ from their mean.
  guard scale > 1e-13 * abs(moments.mean), scale > 0 else { return nil }
  return numbers.map { ($0 - moments.mean) / scale }
}

/// Refuses samples whose columns differ in length or hold what is no number.
func check(factors: [[Double]], responses: [[Double]], runs: Int) {
  for (place, response) in responses.enumerated() {
    precondition(
      response.count == runs, "response \(place) has \(response.count) runs, expected \(runs)")
  }
  for (place, factor) in factors.enumerated() {
    precondition(factor.count == runs, "factor \(place) has \(factor.count) runs, expected \(runs)")
    precondition(factor.allSatisfy(\.isFinite), "factor \(place) is not finite in some run")
  }
}

/// Refuses groups that leave a factor out, name it twice or name one that there is not.
func check(groups: [[Int]], factors: Int) {
  let members = groups.flatMap(\.self).sorted()
  precondition(
    members == Array(0..<factors), "groups of \(members), expected each of \(factors) once")
  precondition(groups.allSatisfy { !$0.isEmpty }, "a group is empty")
}
