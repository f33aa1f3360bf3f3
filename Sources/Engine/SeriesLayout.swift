public import Caseload

/// Where each monthly measure stands among the numbers of a run.
///
/// The order is that of the report: streams, groups, pools, the whole, each with its measures. A *series* is one measure of one
/// subject; a *cell* is a series in one month, at index `series · months + month`.
public struct SeriesLayout: Sendable {
  /// One measure of one subject.
  public struct Series: Hashable, Sendable {
    /// What is measured.
    public let measure: Measure
    /// Of what.
    public let subject: Subject
  }

  /// The series in order.
  public let series: [Series]
  /// Months of each.
  public let months: Int
  private let streams: Int
  private let groups: Int
  private let pools: Int

  /// Lays out the measures of a world.
  public init(_ world: World) {
    series = world.subjects.flatMap { subject in
      world.measures(of: subject).map { Series(measure: $0, subject: subject) }
    }
    months = world.calendar.months
    streams = world.streams.count
    groups = world.groups.count
    pools = world.pools.count
  }

  /// Number of cells.
  public var cells: Int { series.count * months }

  /// The index of a series; nil when the subject has no such measure.
  public func index(of measure: Measure, _ subject: Subject) -> Int? {
    let ofStreams = Measure.ofStream.count
    let ofPools = Measure.ofPool.count
    func place(_ first: Int, _ index: Int, _ measures: [Measure]) -> Int? {
      measures.firstIndex(of: measure).map { first + index * measures.count + $0 }
    }
    let afterGroups = (streams + groups) * ofStreams
    return switch subject {
    case .stream(let index): place(0, index, Measure.ofStream)
    case .group(let index): place(streams * ofStreams, index, Measure.ofStream)
    case .pool(let index): place(afterGroups, index, Measure.ofPool)
    case .whole: place(afterGroups + pools * ofPools, 0, Measure.ofWhole)
    }
  }
}
