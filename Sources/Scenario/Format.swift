internal import Caseload

/// The tables of the file format: the one definition of its keys.
enum Format {
  /// The version that `schemaVersion` must give.
  static let version = 1
  /// The longest horizon, and the longest lag and age, in months.
  static let longest = 1200

  // MARK: Domains

  static func share(_ unit: Unit = .share) -> Domain { Domain(unit, from: 0, to: 1) }
  static func positive(_ unit: Unit) -> Domain { Domain(unit, above: 0) }
  static func nonnegative(_ unit: Unit) -> Domain { Domain(unit, from: 0) }
  static let relative = Domain(.relativePerYear, from: -0.99)

  // MARK: Keys that many tables share

  static let basisKey = Key.optional(
    "basis", .basis, "What the numbers in here rest on, unless they say so themselves.")
  static let titleKey = Key.optional("title", .record(bilingual), "Name for people.")
  static let claimsKey = Key.optional(
    "claims", .list(.claim, count: 0...99), "Claims of the letter that put it into the model.")
  static let withoutKey = Key.required(
    "without", .list(.reference(.lever), count: 1...9999), "Levers that are switched off.")

  static func named(
    _ title: String, _ description: String, allowsCapitals: Bool = false, choices: [Choice] = [],
    _ keys: [Key]
  ) -> Record {
    Record(
      title, description, choices: choices,
      [
        .required("name", .name(allowsCapitals: allowsCapitals), "Name in paths and files."),
        titleKey,
        .optional("description", .record(bilingual), "More about it, for people."),
      ] + keys + [claimsKey, basisKey, removeKey])
  }

  static let removeKey = Key.optional(
    "remove", .boolean, "True in a file that extends another: takes this one out.")

  static let bilingual = Record(
    "bilingual", "A text in Dutch and English.",
    [.required("nl", .text, "Dutch."), .required("en", .text, "English.")])

  // MARK: Numbers

  static let pairOptions: [Choice] = [.one(of: [["mean", "sd"], ["p05", "p95"]])]

  static func spread(_ title: String, _ description: String, _ domain: Domain) -> Record {
    Record(
      title, description, choices: pairOptions,
      [
        .optional("mean", .plain(domain), "Mean, before truncation."),
        .optional("sd", .plain(Domain(nil, above: 0)), "Standard deviation, before truncation."),
        .optional("p05", .plain(domain), "Value below which 5 % lies."),
        .optional("p95", .plain(domain), "Value below which 95 % lies."),
        .optional("low", .plain(Domain(nil)), "Smallest value, by truncation."),
        .optional("high", .plain(Domain(nil)), "Largest value, by truncation."),
      ])
  }

  static let lawNames = [
    "uniform", "triangular", "pert", "normal", "lognormal", "beta", "bernoulli", "discrete",
    "quantiles",
  ]

  static let law = Record(
    "distribution", "A distribution of an uncertain number.",
    choices: [.one(of: lawNames.map { [$0] })],
    [
      .optional(
        "uniform", .tuple(["low", "high"]), "Equally likely everywhere between two values."),
      .optional("triangular", .tuple(["low", "mode", "high"]), "Triangular distribution."),
      .optional("pert", .tuple(["low", "mode", "high"]), "Beta distribution with shape 4."),
      .optional(
        "normal", .record(spread("normal", "Normal distribution.", Domain(nil))),
        "Normal distribution."),
      .optional(
        "lognormal",
        .record(
          spread(
            "lognormal", "Lognormal distribution, by the variable itself.",
            Domain(nil, above: 0))),
        "Lognormal distribution."),
      .optional(
        "beta",
        .record(
          Record(
            "beta", "Beta distribution.",
            [
              .required("alpha", .plain(Domain(nil, above: 0)), "First shape."),
              .required("beta", .plain(Domain(nil, above: 0)), "Second shape."),
              .optional("low", .plain(Domain(nil)), "Smallest value; 0 unless given."),
              .optional("high", .plain(Domain(nil)), "Largest value; 1 unless given."),
            ])), "Beta distribution."),
      .optional("bernoulli", .plain(share()), "1 with this probability, else 0."),
      .optional("discrete", .pairs("value", "probability"), "Values with their probabilities."),
      .optional(
        "quantiles", .pairs("probability", "value"),
        "Points of the quantile function, linear between them, from probability 0 to 1."),
    ])

  static let unitKey = Key.optional(
    "unit", .words(Unit.allCases.map(\.rawValue)), "Unit; must be the one that the place has.")

  static let quantity = Record(
    "documentedNumber", "A number or a distribution with its unit and its basis.",
    [
      .required(
        "value", .either([.plain(Domain(nil)), .record(law)]), "The number or distribution."),
      unitKey, basisKey,
    ])

  static let constant = Record(
    "documentedConstant", "A fixed number with its unit and its basis.",
    [.required("value", .plain(Domain(nil)), "The number."), unitKey, basisKey])

  static let series = Record(
    "documentedNumbers", "Fixed numbers with their unit and their basis.",
    [
      .required(
        "values", .list(.plain(Domain(nil)), count: 0...longest), "The numbers, in order."),
      unitKey, basisKey,
    ])

  static let basis = Record(
    "basis", "What a number rests on.",
    choices: [.one(of: [["claim"], ["source", "quote"], ["assumption"]])],
    [
      .optional("claim", .claim, "A claim of the letter."),
      .optional("source", .reference(.source), "A published figure: the source's id."),
      .optional("quote", .text, "What was read there, in a few words."),
      .optional("assumption", .text, "Why this number: somebody signs for it."),
    ])

  // MARK: Streams

  static let ageBand = Record(
    "ageBand", "An age band of the stock, spread evenly over its months.",
    [
      .required("from", .integer(0...longest), "Youngest age, in months."),
      .required("to", .integer(0...longest), "Oldest age, in months."),
      .required("share", .constant(share()), "Share of the stock; together one."), basisKey,
    ])

  static let stock = Record(
    "stock", "Cases undecided at the start.",
    [
      .required("total", .quantity(nonnegative(.cases)), "Number of cases."),
      .optional(
        "ages", .list(.record(ageBand), count: 0...longest),
        "Ages of the cases; required when there are any."), basisKey,
    ])

  static let surge = Record(
    "surge", "Rare events that raise the inflow for a while.",
    [
      .required(
        "name", .name(allowsCapitals: false),
        "Streams whose surges have the same name share events and sizes."),
      .required("rate", .quantity(share(.sharePerMonth)), "Probability of an event in a month."),
      .required("size", .quantity(nonnegative(.factor)), "Relative rise in the event's month."),
      .required(
        "decay", .constant(positive(.months)), "Months in which the rise falls to 1/e."),
      basisKey,
    ])

  static let inflowNoise = Record(
    "inflowNoise", "Chance in the inflow beyond independent arrivals.",
    [
      .optional(
        "persistence", .constant(Domain(.factor, from: 0, below: 1)),
        "Autocorrelation of the log-inflow from month to month; 0 unless given."),
      .optional(
        "sd", .quantity(nonnegative(.factor)),
        "Standard deviation of a month's innovation of the log-inflow; 0 unless given."),
      .optional(
        "dispersion", .constant(positive(.factor)),
        "Of the negative binomial counts; Poisson counts unless given."),
      .optional("surge", .record(surge), "Rare events; none unless given."), basisKey,
    ])

  static let inflow = Record(
    "inflow", "Arrivals from outside the model.",
    [
      .required(
        "level", .quantity(Domain(of: .inflowLevel(stream: 0))), "Cases a month at the start."),
      .optional(
        "season", .series(nonnegative(.factor), count: 12...12),
        "Factors of the months from January on, with mean one."),
      .optional(
        "trend", .quantity(Domain(of: .inflowTrend(stream: 0))),
        "Relative change a year; 0 unless given."),
      .optional("noise", .record(inflowNoise), "Chance beyond independent arrivals."), basisKey,
    ])

  static let step = named(
    "step", "Work that a case may need.",
    [
      .required(
        "hours", .quantity(Domain(of: .stepHours(stream: 0, step: 0))), "Hours when it is done."),
      .required(
        "share", .quantity(Domain(of: .stepShare(stream: 0, step: 0))),
        "Share of cases that need it."),
    ])

  static let outcome = named(
    "outcome", "A way of being decided.",
    [
      .required(
        "share", .quantity(Domain(of: .outcome(stream: 0, outcome: 0))),
        "Share of decisions; together one.")
    ])

  static let split = Record(
    "split", "Part of the hours for the newest cases, the rest for the oldest.",
    [
      .required(
        "newest", .quantity(Domain(of: .newest(stream: 0))), "Share of hours for the newest."),
      basisKey,
    ])

  static let discipline = Shape.either([
    .words(["fifo", "lifo", "random"]),
    .record(
      Record(
        "discipline", "The order in which cases are taken up.",
        [.required("split", .record(split), "Newest and oldest at once."), basisKey])),
  ])

  static let stream = named(
    "stream", "One kind of case with its own queue.",
    [
      .required("pool", .reference(.pool), "Pool of staff that decides its cases."),
      .required("stock", .record(stock), "Cases undecided at the start."),
      .optional("inflow", .record(inflow), "Arrivals from outside; none unless given."),
      .required("steps", .named(step, atLeast: 1), "Work per case."),
      .required("term", .quantity(Domain(of: .term(stream: 0))), "Statutory term, in months."),
      .optional(
        "minimumLead", .quantity(Domain(of: .minimumLead(stream: 0))),
        "Months before a case can be decided; 0 unless given."),
      .optional(
        "withdrawal", .quantity(Domain(of: .withdrawal(stream: 0))),
        "Share of waiting cases withdrawn a month; 0 unless given."),
      .optional(
        "straightThrough", .quantity(Domain(of: .straightThrough(stream: 0))),
        "Share of arrivals decided without caseworker time; 0 unless given."),
      .optional(
        "drift", .quantity(Domain(of: .drift(stream: 0))),
        "Relative change of hours per case a year; 0 unless given."),
      .required("outcomes", .named(outcome, atLeast: 1), "Ways of being decided."),
      .optional("discipline", discipline, "Order of service; fifo unless given."),
    ])

  static let group = named(
    "group", "Streams that are reported together.",
    [.required("streams", .list(.reference(.stream), count: 1...9999), "Its streams.")])

  // MARK: Pools

  static let poolNoise = Record(
    "poolNoise", "Chance in a pool's hours.",
    [
      .required(
        "sd", .quantity(nonnegative(.factor)), "Standard deviation of the log of a month's hours."),
      basisKey,
    ])

  static let allocation = Shape.either([
    .words(["proportional"]),
    .record(
      Record(
        "allocation", "How hours are divided over the streams of the pool.",
        choices: [.one(of: [["priority"], ["shares"]])],
        [
          .optional(
            "priority", .list(.reference(.stream), count: 0...9999),
            "Every stream of the pool, the first served first."),
          .optional(
            "shares", .byStream(nonnegative(.share)),
            "A share for every stream of the pool; what one cannot use goes to the others."),
          basisKey,
        ])),
  ])

  static let pool = named(
    "pool", "Staff who can work on the same streams.",
    [
      .required(
        "staff", .quantity(nonnegative(.fullTimeEquivalents)), "Full-time equivalents at the start."
      ),
      .optional(
        "recentHires", .series(nonnegative(.fullTimeEquivalents), count: 0...longest),
        "Of those, hired 0, 1, … months ago; none unless given."),
      .required(
        "hires", .quantity(Domain(of: .hires(pool: 0))), "Full-time equivalents hired a month."),
      .required(
        "attrition", .quantity(Domain(of: .attrition(pool: 0))), "Share that leaves a month."),
      .optional(
        "learning", .series(Domain(.factor), count: 0...longest),
        "Productivity by month of service; everyone fully productive unless given."),
      .required(
        "hoursPerMonth", .quantity(Domain(of: .hoursPerMonth(pool: 0))),
        "Productive hours of a full-time equivalent a month."),
      .optional("noise", .record(poolNoise), "Chance in the hours; none unless given."),
      .required("allocation", allocation, "Division of hours."),
    ])

  // MARK: Consequences

  static let lag = Record(
    "lag", "How many months later the cases arrive.",
    choices: [.one(of: [["from", "to"], ["first", "weights"]])],
    [
      .optional("from", .integer(1...longest), "First month, evenly up to the last."),
      .optional("to", .integer(1...longest), "Last month."),
      .optional("first", .integer(1...longest), "Month of the first weight."),
      .optional(
        "weights", .series(nonnegative(.share), count: 1...longest),
        "Shares by month; together one."),
      basisKey,
    ])

  static let flow = named(
    "flow", "Events of one stream that cause cases in another.",
    [
      .required("from", .reference(.stream), "Stream of the events."),
      .required("on", .reference(.event), "An outcome, decision, withdrawal or overdue."),
      .required("to", .reference(.stream), "Stream that receives the cases."),
      .required(
        "casesPerEvent", .quantity(Domain(of: .casesPerEvent(flow: 0))), "Cases per event."),
      .required("lag", .record(lag), "How many months later they arrive."),
      .required("history", .quantity(nonnegative(.events)), "Events a month before the start."),
    ])

  static let penalty = named(
    "penalty", "Money that an event costs.",
    [
      .required("from", .reference(.stream), "Stream of the events."),
      .required("on", .reference(.event), "An outcome, decision, withdrawal or overdue."),
      .required("euros", .quantity(Domain(of: .euros(penalty: 0))), "Euro per event."),
    ])

  // MARK: Levers

  static let logistic = Record(
    "logistic", "A logistic rise.",
    [
      .required("midpoint", .day, "Day at which it is half way."),
      .required("width", .plain(positive(.months)), "Months from the beginning to the midpoint."),
    ])

  static let phase = Record(
    "phase", "When an effect is in force, and how far.",
    choices: [.atMostOne(of: [["step"], ["linear"], ["logistic"]])],
    [
      .optional("step", .day, "In force from this day on."),
      .optional("linear", .list(.day, count: 2...2), "Rising evenly between two days."),
      .optional("logistic", .record(logistic), "Rising along a logistic curve."),
      .optional(
        "end", .either([.day, .list(.day, count: 2...2)]), "Ending on a day, or evenly between two."
      ),
    ])

  static let effect = named(
    "effect", "One change that a lever makes.",
    choices: [.one(of: [["multiply"], ["add"], ["set"]])],
    [
      .required(
        "on", .either([.path, .list(.path, count: 1...9999)]),
        "Path of the quantity or quantities; * stands for any letters of a name."),
      .optional("multiply", .quantity(nonnegative(.factor)), "Factor."),
      .optional("add", .quantity(Domain(nil)), "What is added, in the quantity's unit."),
      .optional("set", .quantity(Domain(nil)), "The new value, in the quantity's unit."),
      .optional("phase", .record(phase), "When and how far; always unless given."),
      .optional(
        "applies", .words(Effect.Application.words),
        "Of quantities of a case: by the month in which it was lodged or is decided."),
    ])

  static let lever = named(
    "lever", "A bundle of effects that can be switched on and off.",
    [
      .optional("enabled", .boolean, "Whether it takes part; true unless given."),
      .optional(
        "probability", .quantity(share()), "Probability that it is in force; 1 unless given."),
      .required("effects", .named(effect, atLeast: 1), "What it does."),
    ])

  // MARK: Dependence, questions, tests

  static let correlation = Record(
    "correlation", "Dependence of two uncertain numbers, or of the inflows of two streams.",
    choices: [.one(of: [["between", "rank"], ["inflow", "correlation"]])],
    [
      .optional("between", .list(.path, count: 2...2), "Paths of two uncertain numbers."),
      .optional(
        "rank", .constant(Domain(.factor, from: -1, to: 1)), "Spearman's rank correlation."),
      .optional("inflow", .list(.reference(.stream), count: 2...2), "Two streams."),
      .optional(
        "correlation", .constant(Domain(.factor, from: -1, to: 1)),
        "Correlation of the monthly innovations of their inflow."),
      basisKey,
    ])

  static let measureKey = Key.required(
    "measure", .words(Measure.allCases.map(\.rawValue)), "What is measured.")
  static let subjectKey = Key.optional(
    "stream", .reference(.subject), "A stream, a group, or pool:NAME; the whole unless given.")

  static let figure = Record(
    "figure", "A figure of the answer.",
    [measureKey, subjectKey, .required("month", .month, "In which month.")])

  static let question = Record(
    "question", "A question that is answered by switching levers off.",
    [
      .required("claim", .claim, "The question in the letter."),
      .required("title", .record(bilingual), "What is asked."), withoutKey,
      .required("show", .list(.record(figure), count: 1...9999), "Figures of the answer."),
    ])

  static let term = Record(
    "term", "A measure with a factor.",
    [
      measureKey, subjectKey,
      .optional("times", .plain(Domain(.factor)), "Factor; 1 unless given."),
    ])

  static let months = Record(
    "months", "Months, both ends included.",
    [.required("from", .month, "First month."), .required("to", .month, "Last month.")])

  static let side = Record(
    "side", "Months of measures.",
    [
      .required("sum", .list(.record(term), count: 1...9999), "Measures that are added up."),
      .optional("per", .list(.record(term), count: 0...9999), "What the sum is divided by."),
      .optional("rolling", .integer(1...longest), "Length of rolling sums; 1 unless given."),
      .optional(
        "take", .words(Side.Reduction.words),
        "How the months become one number; apart unless given."),
      .optional("months", .record(months), "Its own months; those of the test unless given."),
      .optional(
        "without", .list(.reference(.lever), count: 0...9999), "Levers switched off for it."),
    ])

  static let sideShape = Shape.either([.quantity(Domain(nil)), .record(side)])

  static let test = named(
    "test", "A statement that is true or false in every run.", allowsCapitals: true,
    choices: [.one(of: [["claim"], ["source"]])],
    [
      .optional("claim", .claim, "The claim that it tests."),
      .optional("source", .reference(.source), "The source whose figure it must reproduce."),
      .required("statement", .record(bilingual), "What it says."),
      .required("left", sideShape, "Left side."),
      .required("relation", .words(Test.Relation.words), "Comparison."),
      .required("right", sideShape, "Right side."),
      .optional(
        "tolerance", .plain(Domain(.share, from: 0)), "Of the right side; 0 unless given."),
      .required("months", .record(months), "Months compared."),
      .required(
        "holds", .words(Test.Quantifier.words), "Whether every month counts or one suffices."),
    ])

  // MARK: Published figures

  static let published = Record(
    "published",
    "A stock published for a month before the start; shown with the results, used by no run.",
    [
      .required("name", .name(allowsCapitals: false), "Name in paths and files."),
      .required(
        "measure", .words([Measure.stock, .overdueStock].map(\.rawValue)), "What was counted."),
      .required("stream", .reference(.subject), "Of which stream or group."),
      .required("month", .yearMonth, "At the end of which month, before the start."),
      .required("value", .plain(nonnegative(.cases)), "The number of cases, as published."),
      .required("source", .reference(.source), "The source's id."),
      .required("quote", .text, "What was read there, in a few words."), removeKey,
    ])

  // MARK: The file

  static let source = Record(
    "source", "A publication.", identity: "id",
    [
      .required("id", .name(allowsCapitals: true), "Identifier in this file."),
      .required("title", .text, "Title as published."),
      .required("publisher", .text, "Who published it."),
      .required("date", .publicationDate, "2025, 2025-06 or 2025-06-30."),
      .optional("url", .text, "Where it can be read."), removeKey,
    ])

  static let calendar = Record(
    "calendar", "The clock.",
    [
      .required("start", .yearMonth, "First month."),
      .required("months", .integer(1...longest), "Number of months."),
    ])

  static let scenario = Record(
    "scenario", "A world: what there is, what is uncertain, which levers act.",
    [
      .required("schemaVersion", .integer(version...version), "Version of the format."),
      .required("name", .name(allowsCapitals: false), "Name of the scenario."),
      .optional("title", .record(bilingual), "Title for people; the name unless given."),
      .optional("description", .record(bilingual), "What it supposes, for people."),
      .optional("extends", .text, "Scenario file that this one changes, relative to it."),
      .required("calendar", .record(calendar), "The clock."),
      .optional("runs", .integer(2...2_147_483_647), "Runs; 10000 unless given."),
      .optional("seed", .integer(0...Int.max), "Seed of the draws; 1 unless given."),
      .optional("sources", .named(source, atLeast: 0), "Publications referred to."),
      .required("streams", .named(stream, atLeast: 1), "Kinds of cases."),
      .optional("groups", .named(group, atLeast: 0), "Streams reported together."),
      .required("pools", .named(pool, atLeast: 1), "Staff."),
      .optional("flows", .named(flow, atLeast: 0), "Consequences."),
      .optional("penalties", .named(penalty, atLeast: 0), "Costs."),
      .optional("levers", .named(lever, atLeast: 0), "Changes."),
      .optional(
        "correlations", .list(.record(correlation), count: 0...9999), "Dependence."),
      .optional(
        "questions", .list(.record(question), count: 0...9999), "What is asked of it."),
      .optional("tests", .named(test, atLeast: 0), "What it is held against."),
      .optional(
        "published", .named(published, atLeast: 0), "Stocks published before the start."),
      basisKey,
    ])
}

extension Effect.Application {
  static let words = [Self.lodged, .decided].map(\.rawValue)
}

extension Side.Reduction {
  static let words = [Self.sum, .mean, .min, .max].map(\.rawValue)
}

extension Test.Relation {
  static let words = [Self.less, .lessOrEqual, .greater, .greaterOrEqual, .within].map(\.rawValue)
}

extension Test.Quantifier {
  static let words = [Self.every, .some].map(\.rawValue)
}
