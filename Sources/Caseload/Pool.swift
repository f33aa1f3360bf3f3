/// Staff who can work on the same streams.
public struct Pool: Hashable, Sendable {
  /// How a month's hours are divided over the streams of the pool.
  public enum Allocation: Hashable, Sendable {
    /// In this order of streams, each as much as it asks.
    case priority([Int])
    /// Fixed shares by stream, in the order of the world's streams; what one cannot use is offered to the others.
    case shares([Share])
    /// In proportion to the hours that each stream's eligible cases ask for.
    case proportional
  }

  /// The share of one stream.
  public struct Share: Hashable, Sendable {
    /// Index of the stream.
    public let stream: Int
    /// Its share of the hours.
    public let share: Number

    /// Makes a share.
    public init(stream: Int, share: Number) {
      self.stream = stream
      self.share = share
    }
  }

  /// Name in paths and files.
  public let name: String
  /// Name for people.
  public let title: Bilingual
  /// Full-time equivalents at the start, people in training included.
  public let staff: Number
  /// Full-time equivalents with 0, 1, … months of service at the start; nil for none.
  public let recentHires: Series?
  /// Full-time equivalents hired a month.
  public let hires: Number
  /// Share that leaves a month.
  public let attrition: Number
  /// Productivity by month of service; everyone past its end is fully productive.
  public let learning: Series?
  /// Productive hours of a full-time equivalent a month.
  public let hoursPerMonth: Number
  /// Standard deviation of the log of a month's capacity; nil for none.
  public let noise: Number?
  /// Division of hours.
  public let allocation: Allocation
  /// Claims that put the pool into the model.
  public let claims: [String]

  /// Makes a pool; the values are those of a validated scenario.
  public init(
    name: String, title: Bilingual, staff: Number, recentHires: Series?, hires: Number,
    attrition: Number, learning: Series?, hoursPerMonth: Number, noise: Number?,
    allocation: Allocation, claims: [String]
  ) {
    self.name = name
    self.title = title
    self.staff = staff
    self.recentHires = recentHires
    self.hires = hires
    self.attrition = attrition
    self.learning = learning
    self.hoursPerMonth = hoursPerMonth
    self.noise = noise
    self.allocation = allocation
    self.claims = claims
  }
}
