public import Caseload
public import Engine
public import Evidence
internal import Probability
internal import Statistics

/// The CSV files of a run's report, one method a file.
///
/// Every row carries the claims that its result rests on, as derived from the world's dependency graph.
public struct ReportTables: Sendable {
  private let result: StudyResult
  private let graph: EvidenceGraph
  private let dialect: CSVDialect
  private var world: World { result.plan.world }

  /// Prepares the tables of a study.
  public init(_ result: StudyResult, graph: EvidenceGraph, dialect: CSVDialect) {
    self.result = result
    self.graph = graph
    self.dialect = dialect
  }

  /// `trajectories.csv`: a measure of a subject in a month.
  public static let trajectoryColumns = [
    "scenario", "month", "stream", "measure", "unit", "mean", "sd", "mcse", "p05", "p25", "p50",
    "p75", "p95", "claims",
  ]

  /// Writes `trajectories.csv`, on as many threads as the study had.
  @discardableResult
  public func writeTrajectories(_ file: ReportFile) throws(CannotWrite) -> ReportFile.Contents {
    try writeSeries(file, columns: ReportTables.trajectoryColumns, bytesARow: 320) {
      cell, numbers in
      let summary = result.cells[cell]
      numbers += [summary.mean, summary.sd, summary.standardError] + summary.quantiles
    }
  }

  /// `batches.csv`: the means of a measure in a month over batches of runs, from which `compare` tells how well the difference of two reports is known.
  ///
  /// There are as many columns of means as batches that hold runs.
  public static func batchColumns(_ batches: Int) -> [String] {
    ["scenario", "month", "stream", "measure", "unit"]
      + (0..<batches).map { "batch\($0 + 1)" } + ["claims"]
  }

  /// Writes `batches.csv`, on as many threads as the study had.
  @discardableResult
  public func writeBatches(_ file: ReportFile) throws(CannotWrite) -> ReportFile.Contents {
    let batches = result.batches
    return try writeSeries(
      file, columns: ReportTables.batchColumns(batches), bytesARow: 100 + 20 * batches
    ) { cell, numbers in
      numbers += result.batchMeans[(cell * batches)..<((cell + 1) * batches)]
    }
  }

  /// Writes a table with a row for each month of each series.
  private func writeSeries(
    _ file: ReportFile, columns: [String], bytesARow: Int,
    numbers: @Sendable (_ cell: Int, inout [Double]) -> Void
  ) throws(CannotWrite) -> ReportFile.Contents {
    _ = try CSVWriter(file, columns: columns, dialect: dialect)
    let months = (0..<world.calendar.months).map { month in
      CSVText.ready([world.name, world.calendar.month(month).description], dialect)
    }
    let series = result.plan.layout.series.count
    let seriesAPart = 8
    try writeInOrder(
      parts: (series + seriesAPart - 1) / seriesAPart, threads: result.assignment.threads, to: file
    ) { part in
      let range = (part * seriesAPart)..<min(series, (part + 1) * seriesAPart)
      var text = CSVText(dialect, capacity: range.count * months.count * bytesARow)
      for index in range { addSeries(index, months, numbers, to: &text) }
      return text.taken()
    }
    return try file.close()
  }

  /// Adds the rows of one series; `months` holds the cells that rows of a month begin with.
  private func addSeries(
    _ index: Int, _ months: [[UInt8]], _ numbers: (_ cell: Int, inout [Double]) -> Void,
    to text: inout CSVText
  ) {
    let series = result.plan.layout.series[index]
    let what = CSVText.ready(
      [world.label(of: series.subject), series.measure.rawValue, series.measure.unit.rawValue],
      dialect)
    let stages = graph.claims(of: series.measure, subject: series.subject).map { stage in
      (stage.firstMonth, CSVText.ready([stage.claims.joined(separator: " ")], dialect))
    }
    var row: [Double] = []
    var stage = -1
    var claims: [UInt8] = []
    for month in months.indices {
      while stage + 1 < stages.count, stages[stage + 1].0 <= month {
        stage += 1
        claims = stages[stage].1
      }
      row.removeAll(keepingCapacity: true)
      numbers(index * months.count + month, &row)
      text.add(ready: months[month])
      text.add(ready: what)
      text.add(row.span, from: 0, stride: 1)
      text.add(ready: claims)
      text.endRow()
    }
  }

  /// `outcomes.csv`: one number of the whole horizon.
  ///
  /// The columns after `claims` give the order-statistic intervals, the runs in which the outcome has a value, and how much of its variance
  /// is lack of knowledge.
  public static let outcomeColumns = [
    "scenario", "outcome", "stream", "unit", "mean", "sd", "mcse", "p05", "p25", "p50", "p75",
    "p95", "claims", "p05_low", "p05_high", "p50_low", "p50_high", "p95_low", "p95_high", "runs",
    "share_unknown", "share_unknown_se", "adjusted_mean", "adjusted_se",
  ]

  /// Writes `outcomes.csv`.
  @discardableResult
  public func writeOutcomes(_ file: ReportFile) throws(CannotWrite) -> ReportFile.Contents {
    let writer = try CSVWriter(file, columns: ReportTables.outcomeColumns, dialect: dialect)
    for summary in result.outcomes {
      var cells: [CSVCell] = [
        .text(world.name), .text(summary.outcome.kind.rawValue),
        .text(world.label(of: summary.outcome.subject)),
        .text(summary.outcome.kind.unit.rawValue), .number(summary.mean), .number(summary.sd),
        .number(summary.standardError),
      ]
      cells += summary.quantiles.map { .number($0.value) }
      cells.append(.text(claims(of: summary.outcome)))
      for place in [0, 2, 4] {
        cells += [.number(summary.quantiles[place].low), .number(summary.quantiles[place].high)]
      }
      cells += [
        .whole(summary.count), .number(summary.shareUnknown?.share ?? .nan),
        .number(summary.shareUnknown?.standardError ?? .nan),
        .number(summary.adjusted?.mean ?? .nan),
        .number(summary.adjusted?.standardError ?? .nan),
      ]
      try writer.write(cells)
    }
    return try file.close()
  }

  /// Claims of an outcome, separated by spaces.
  private func claims(of outcome: Outcome) -> String {
    Set(
      outcome.kind.measures.flatMap { graph.claimsAtEnd(of: $0, subject: outcome.subject) }
    ).sorted().joined(separator: " ")
  }

  /// `answers.csv`: a figure of the answer to one of the questions.
  public static let answerColumns = [
    "scenario", "question", "measure", "stream", "month", "unit", "mean", "mean_without",
    "difference", "mcse", "p05", "p50", "p95", "levers", "claims",
    "adjusted_difference", "adjusted_se",
  ]

  /// Writes `answers.csv`.
  @discardableResult
  public func writeAnswers(_ file: ReportFile) throws(CannotWrite) -> ReportFile.Contents {
    let writer = try CSVWriter(file, columns: ReportTables.answerColumns, dialect: dialect)
    for answer in result.answers {
      let levers = answer.question.without.map { world.levers[$0].name }
      for figure in answer.figures {
        let shown = figure.figure
        let claims = Set(
          graph.claims(of: shown.measure, subject: shown.subject, month: shown.month)
            + [answer.question.claim]
        ).sorted()
        try writer.write(
          [
            .text(world.name), .text(answer.question.claim), .text(shown.measure.rawValue),
            .text(world.label(of: shown.subject)),
            .text(world.calendar.month(shown.month).description),
            .text(shown.measure.unit.rawValue), .number(figure.mean), .number(figure.meanWithout),
            .number(figure.difference), .number(figure.standardError),
          ] + figure.quantiles.map(CSVCell.number) + [
            .text(levers.joined(separator: " ")), .text(claims.joined(separator: " ")),
            .number(figure.adjusted?.mean ?? .nan),
            .number(figure.adjusted?.standardError ?? .nan),
          ])
      }
    }
    return try file.close()
  }

  /// `claims.csv`: a claim of the letter and what became of it.
  public static let claimColumns = [
    "claim", "kind", "paragraph", "quote", "gloss", "role", "tested", "holds", "se", "decided_by",
  ]

  /// Writes `claims.csv`.
  @discardableResult
  public func writeClaims(_ file: ReportFile) throws(CannotWrite) -> ReportFile.Contents {
    let writer = try CSVWriter(file, columns: ReportTables.claimColumns, dialect: dialect)
    for claim in Claim.all {
      let tests = result.tests.filter { $0.test.claim == claim.id }
      var cells: [CSVCell] = [
        .text(claim.id), .text(claim.kind.rawValue), .text(claim.paragraph), .text(claim.quote),
        .text(claim.gloss), .text(claim.role),
      ]
      if let test = tests.first {
        cells += [
          .text(tests.map(\.test.name).joined(separator: " ")), .number(test.share),
          .number(test.standardError), .text(ReportTables.decider(test)),
        ]
      } else {
        cells += [.empty, .empty, .empty, .empty]
      }
      try writer.write(cells)
    }
    return try file.close()
  }

  /// What goes along most with a verdict, with its correlation; empty when nothing stands out.
  static func decider(_ test: TestSummary) -> String {
    test.decidedBy.map { "\($0.path) (r = \(rounded($0.correlation, 2)))" } ?? ""
  }

  /// `tests.csv`: every test of the scenario, those against published figures included.
  public static let testColumns = [
    "scenario", "test", "claim", "source", "statement", "holds", "se", "runs", "decided_by",
    "claims",
  ]

  /// Writes `tests.csv`.
  @discardableResult
  public func writeTests(_ file: ReportFile, language: Language) throws(CannotWrite)
    -> ReportFile.Contents
  {
    let writer = try CSVWriter(file, columns: ReportTables.testColumns, dialect: dialect)
    for summary in result.tests {
      let test = summary.test
      var claims = Set(test.claim.map { [$0] } ?? [])
      for case .path(let path) in [test.left, test.right] {
        for term in path.sum + path.per {
          claims.formUnion(graph.claimsAtEnd(of: term.measure, subject: term.subject))
        }
      }
      try writer.write([
        .text(world.name), .text(test.name), .text(test.claim ?? ""), .text(test.source ?? ""),
        .text(test.statement[language]), .number(summary.share), .number(summary.standardError),
        .whole(summary.runs), .text(ReportTables.decider(summary)),
        .text(claims.sorted().joined(separator: " ")),
      ])
    }
    return try file.close()
  }

  /// `published.csv`: a figure that the scenario gives for a month before the start.
  ///
  /// The columns up to `value` are those of `trajectories.csv`, so that its rows can be laid before those. They carry no claims, since nothing of the model is in them.
  public static let publishedColumns = [
    "scenario", "month", "stream", "measure", "unit", "value", "path", "source", "basis",
  ]

  /// Writes `published.csv`, in the order of the scenario.
  @discardableResult
  public func writePublished(_ file: ReportFile) throws(CannotWrite) -> ReportFile.Contents {
    let writer = try CSVWriter(file, columns: ReportTables.publishedColumns, dialect: dialect)
    for figure in world.published {
      try writer.write([
        .text(world.name), .text(figure.month.description), .text(world.label(of: figure.subject)),
        .text(figure.measure.rawValue), .text(figure.measure.unit.rawValue),
        .number(figure.value), .text(figure.path), .text(figure.source),
        .text(words(.source(id: figure.source, quote: figure.quote))),
      ])
    }
    return try file.close()
  }

  /// What a number rests on, in words: the letter's, a source's, or those of whoever assumed it.
  private func words(_ basis: Basis) -> String {
    switch basis {
    case .claim(let id): Claim.named(id).map { "\(id): “\($0.quote)”" } ?? id
    case .source(let id, let quote):
      (world.sources.first { $0.id == id }.map { "\($0.title) (\($0.date))" } ?? id)
        + ": “\(quote)”"
    case .assumption(let reason): reason
    }
  }

  /// `parameters.csv`: a number that the model uses.
  ///
  /// The columns after `claims` give its mean and standard deviation, whether it takes part, and its title for people.
  public static let parameterColumns = [
    "path", "value", "unit", "kind", "basis", "claims", "mean", "sd", "used", "title",
  ]

  /// Writes `parameters.csv`.
  @discardableResult
  public func writeParameters(_ file: ReportFile, language: Language) throws(CannotWrite)
    -> ReportFile.Contents
  {
    let titles = NumberTitles(world)
    let writer = try CSVWriter(file, columns: ReportTables.parameterColumns, dialect: dialect)
    let off = Set(world.levers.filter { !$0.isEnabled }.map { "levers.\($0.name)." })
    for entry in world.inventory {
      let (value, mean, sd): (String, Double, Double) =
        switch entry {
        case .number(let number):
          (number.law.description, number.law.mean, number.law.variance.squareRoot())
        case .series(let series):
          (series.values.map { "\($0)" }.joined(separator: " "), .nan, .nan)
        }
      let kinds = Set(entry.basis.map(\.kind)).sorted()
      let texts = entry.basis.map(words)
      let unused = off.contains { entry.path.hasPrefix($0) }
      try writer.write([
        .text(entry.path), .text(value), .text(entry.unit.rawValue),
        .text(kinds.joined(separator: " ")), .text(texts.joined(separator: " | ")),
        .text(graph.claims(ofNumberAt: entry.path).joined(separator: " ")), .number(mean),
        .number(sd), .text(unused ? "no" : "yes"), .text(titles[entry.path][language]),
      ])
    }
    return try file.close()
  }
}
