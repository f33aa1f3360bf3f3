/// One kind of case with its own queue.
public struct Stream: Hashable, Sendable {
  /// An age band of the stock at the start: its share is spread evenly over lodging months.
  public struct AgeBand: Hashable, Sendable {
    /// Youngest age, in whole months.
    public let from: Int
    /// Oldest age, in whole months; more than `from`.
    public let to: Int
    /// Share of the stock; the shares of a stream sum to one.
    public let share: Number

    /// Makes a band.
    public init(from: Int, to: Int, share: Number) {
      self.from = from
      self.to = to
      self.share = share
    }
  }

  /// Rare events that raise the inflow for a while.
  public struct Surge: Hashable, Sendable {
    /// Streams whose surges have the same name share events and sizes.
    public let name: String
    /// Probability of an event in a month.
    public let rate: Number
    /// Relative rise of the inflow in the month of an event.
    public let size: Number
    /// Months in which the rise falls to 1/e.
    public let decay: Number

    /// Makes a kind of surge.
    public init(name: String, rate: Number, size: Number, decay: Number) {
      self.name = name
      self.rate = rate
      self.size = size
      self.decay = decay
    }
  }

  /// Chance in the inflow, beyond that of independent arrivals.
  public struct InflowNoise: Hashable, Sendable {
    /// Autocorrelation of the log-inflow from month to month, in [0, 1).
    public let persistence: Number
    /// Standard deviation of a month's innovation of the log-inflow.
    public let sd: Number
    /// κ of the negative binomial, variance λ + λ²/κ; nil for Poisson counts.
    public let dispersion: Number?
    /// Rare events; nil when there are none.
    public let surge: Surge?

    /// Makes a description of noise.
    public init(persistence: Number, sd: Number, dispersion: Number?, surge: Surge?) {
      self.persistence = persistence
      self.sd = sd
      self.dispersion = dispersion
      self.surge = surge
    }
  }

  /// Arrivals from outside the model.
  public struct Inflow: Hashable, Sendable {
    /// Cases a month at the start.
    public let level: Number
    /// Twelve factors from January on, with mean one; nil for no season.
    public let season: Series?
    /// Relative change a year; nil for none.
    public let trend: Number?
    /// Noise beyond independent arrivals; nil for none.
    public let noise: InflowNoise?

    /// Makes a description of inflow.
    public init(level: Number, season: Series?, trend: Number?, noise: InflowNoise?) {
      self.level = level
      self.season = season
      self.trend = trend
      self.noise = noise
    }
  }

  /// Work that a case may need.
  public struct Step: Hashable, Sendable {
    /// Name within the stream.
    public let name: String
    /// Name for people, as within a sentence: `nader gehoor`.
    public let title: Bilingual
    /// Hours when it is done.
    public let hours: Number
    /// Share of cases that need it.
    public let share: Number

    /// Makes a step; without a title its name is one.
    public init(name: String, title: Bilingual? = nil, hours: Number, share: Number) {
      self.name = name
      self.title = title ?? Bilingual(name: name)
      self.hours = hours
      self.share = share
    }
  }

  /// A way in which a case can be decided.
  public struct Outcome: Hashable, Sendable {
    /// Name within the stream.
    public let name: String
    /// Name for people, as what is said of a case: `ingewilligd`.
    public let title: Bilingual
    /// Share of decisions; the shares of a stream sum to one.
    public let share: Number

    /// Makes an outcome; without a title its name is one.
    public init(name: String, title: Bilingual? = nil, share: Number) {
      self.name = name
      self.title = title ?? Bilingual(name: name)
      self.share = share
    }
  }

  /// The order in which cases are taken up.
  public enum Discipline: Hashable, Sendable {
    /// `newest` of the hours for the newest cases, the rest for the oldest; first-in-first-out is 0, last-in-first-out 1.
    case split(newest: Number)
    /// Every eligible case has the same chance.
    case random
  }

  /// Name in paths and files.
  public let name: String
  /// Name for people.
  public let title: Bilingual
  /// Index of the pool that decides its cases.
  public let pool: Int
  /// Cases undecided at the start.
  public let stock: Number
  /// Ages of the stock at the start.
  public let ages: [AgeBand]
  /// Arrivals from outside; nil when there are only follow-ups.
  public let inflow: Inflow?
  /// Work per case.
  public let steps: [Step]
  /// Statutory term, in months.
  public let term: Number
  /// Months before a case can be decided; nil for nought.
  public let minimumLead: Number?
  /// Share of waiting cases withdrawn a month; nil for nought.
  public let withdrawal: Number?
  /// Share of arrivals decided without caseworker time; nil for nought.
  public let straightThrough: Number?
  /// Relative change of hours per case a year; nil for nought.
  public let drift: Number?
  /// Ways of being decided.
  public let outcomes: [Outcome]
  /// Order of service.
  public let discipline: Discipline
  /// Claims that put the stream into the model.
  public let claims: [String]

  /// Makes a stream; the values are those of a validated scenario.
  public init(
    name: String, title: Bilingual, pool: Int, stock: Number, ages: [AgeBand], inflow: Inflow?,
    steps: [Step], term: Number, minimumLead: Number?, withdrawal: Number?,
    straightThrough: Number?, drift: Number?, outcomes: [Outcome], discipline: Discipline,
    claims: [String]
  ) {
    self.name = name
    self.title = title
    self.pool = pool
    self.stock = stock
    self.ages = ages
    self.inflow = inflow
    self.steps = steps
    self.term = term
    self.minimumLead = minimumLead
    self.withdrawal = withdrawal
    self.straightThrough = straightThrough
    self.drift = drift
    self.outcomes = outcomes
    self.discipline = discipline
    self.claims = claims
  }

  /// Age of the oldest cases at the start, in months; nought when there is no stock.
  public var oldestAge: Int { ages.map(\.to).max() ?? 0 }
}

/// Streams that are reported together.
public struct Group: Hashable, Sendable {
  /// Name in paths and files.
  public let name: String
  /// Name for people.
  public let title: Bilingual
  /// Indices of its streams.
  public let streams: [Int]

  /// Makes a group.
  public init(name: String, title: Bilingual, streams: [Int]) {
    self.name = name
    self.title = title
    self.streams = streams
  }
}
