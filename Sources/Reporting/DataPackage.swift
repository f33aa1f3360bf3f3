internal import Engine
public import JSONText

/// The report folder described as a Frictionless Data Package (specs.frictionlessdata.io, version 1).
public enum DataPackage {
  /// The kinds of column.
  private enum Kind: String {
    case string
    case number
    case integer
    case yearmonth
  }

  /// What every fixed column holds.
  private static let descriptions: [String: (Kind, String)] = [
    "scenario": (.string, "Name of the scenario."),
    "month": (.yearmonth, "Calendar month; stocks are at its end, flows over it."),
    "stream": (.string, "Stream or group; pool:NAME for a pool; empty for the whole."),
    "measure": (.string, "Name of the measure, as in the model documentation."),
    "outcome": (
      .string, "Name of the outcome, measure or test, as in the model documentation."
    ),
    "unit": (.string, "Unit of the numbers of the row."),
    "mean": (.number, "Mean over the runs in which the measure has a value."),
    "mean_without": (.number, "Mean in the same runs with the levers of the question off."),
    "difference": (.number, "Mean of the differences, run by run."),
    "sd": (.number, "Standard deviation over runs."),
    "mcse": (.number, "Monte Carlo standard error of the mean (or of the difference)."),
    "p05": (.number, "5 % quantile over runs; empty when it falls among runs without a value."),
    "p25": (.number, "25 % quantile over runs."),
    "p50": (.number, "Median over runs."),
    "p75": (.number, "75 % quantile over runs."),
    "p95": (.number, "95 % quantile over runs."),
    "p05_low": (.number, "Lower end of the 95 % order-statistic interval of p05."),
    "p05_high": (.number, "Upper end of the 95 % order-statistic interval of p05."),
    "p50_low": (.number, "Lower end of the 95 % order-statistic interval of p50."),
    "p50_high": (.number, "Upper end of the 95 % order-statistic interval of p50."),
    "p95_low": (.number, "Lower end of the 95 % order-statistic interval of p95."),
    "p95_high": (.number, "Upper end of the 95 % order-statistic interval of p95."),
    "runs": (.integer, "Runs in which the outcome has a value."),
    "share_unknown": (
      .number, "Share of the variance due to what is not known; the rest is chance."
    ),
    "share_unknown_se": (.number, "Standard error of that share."),
    "adjusted_mean": (
      .number,
      "Mean less what a regression on controls of known mean explains; the same quantity, more precise."
    ),
    "adjusted_difference": (
      .number, "Mean difference less what a regression on controls of known mean explains."
    ),
    "adjusted_se": (.number, "Standard error of the adjusted mean or difference."),
    "claims": (.string, "Claims of the letter that the row rests on, separated by single spaces."),
    "question": (.string, "Claim that asks the question."),
    "levers": (.string, "Levers whose effect is asked, separated by single spaces."),
    "claim": (.string, "Identifier of the claim."),
    "kind": (.string, "Kind of the claim, or of the basis."),
    "paragraph": (.string, "Paragraph of the letter."),
    "quote": (.string, "The words of the letter."),
    "gloss": (.string, "The claim in English."),
    "role": (.string, "What the claim does in the model."),
    "tested": (.string, "Tests of the claim, by name; empty when none."),
    "holds": (.number, "Share of runs in which the statement holds."),
    "se": (.number, "Standard error of the row's estimate: of `holds`, `share` or `value`."),
    "decided_by": (.string, "Number or lever that goes along most with the verdict."),
    "lever": (.string, "Name of the lever; (all) for all of them together."),
    "share": (
      .number, "Additive share of the lever in the difference that all levers make: Shapley value."
    ),
    "low": (.number, "Lower end of the interval of the row's estimate."),
    "high": (.number, "Upper end of the interval of the row's estimate."),
    "support": (.string, "What the size of the lever or number rests on, by its weakest part."),
    "method": (.string, "How sensitivity was measured."),
    "factor": (.string, "What was changed: a number by path, a lever, chance, or a group."),
    "partner": (.string, "Second factor of a pair; empty otherwise."),
    "index": (.string, "Which measure of sensitivity."),
    "verdict": (.string, "What may be said of it."),
    "runs_to_tell": (
      .integer, "Size of the sample that would tell it from nought, if the estimate stood."
    ),
    "test": (.string, "Name of the test."),
    "source": (.string, "Published figure that is tested; empty for a claim."),
    "statement": (.string, "What is stated."),
    "path": (.string, "Place of the number in the scenario."),
    "value": (.string, "The number, its distribution, or a list of numbers; an estimate."),
    "basis": (.string, "What the number rests on."),
    "used": (.string, "Whether the number takes part: no for those of levers that are off."),
    "title": (.string, "What the number is, for people; no two of a scenario have the same."),
    "run": (
      .integer, "Number of the run, from 0; equal numbers of two reports with the same seed pair."
    ),
  ]

  /// What columns hold that mean something else in one table than in others, by table and column.
  private static let particulars: [String: (Kind, String)] = [
    // Elsewhere a value may be a distribution.
    "sensitivity.csv value": (.number, "The estimate."),
    "published.csv value": (.number, "The number, as published."),
    "published.csv source": (.string, "Source of the number, by its identifier in the scenario."),
    "published.csv basis": (.string, "The source and what was read there."),
  ]

  /// The description of a folder, from the names of its CSV files with their columns, and of its pictures and pages, with their sizes in bytes and SHA-256.
  public static func json(
    scenario: String, title: String, dialect: CSVDialect,
    tables: [(name: String, columns: [String], bytes: Int, digest: String)],
    pictures: [(name: String, title: String, bytes: Int, digest: String)] = []
  ) -> JSON {
    [
      "profile": "data-package", "name": .string(scenario.lowercased()), "title": .string(title),
      "resources": .array(tables.map { resource($0, dialect) } + pictures.map(resource)),
    ]
  }

  /// A picture or page: a resource that is no table, named after its path in the letters that names may have.
  private static func resource(
    _ picture: (name: String, title: String, bytes: Int, digest: String)
  ) -> JSON {
    let stem = picture.name.lowercased().replacing("/", with: "-")
    let isPage = picture.name.hasSuffix(".html")
    return [
      "profile": "data-resource", "name": .string(stem), "path": .string(picture.name),
      "title": .string(picture.title), "format": .string(isPage ? "html" : "svg"),
      "mediatype": .string(isPage ? "text/html" : "image/svg+xml"),
      "encoding": "utf-8", "bytes": .number(picture.bytes),
      "hash": .string("sha256:\(picture.digest)"),
    ]
  }

  private static func resource(
    _ table: (name: String, columns: [String], bytes: Int, digest: String), _ dialect: CSVDialect
  ) -> JSON {
    let stem = table.name.split(separator: ".").first.map(String.init) ?? table.name
    return [
      "profile": "tabular-data-resource", "name": .string(stem), "path": .string(table.name),
      "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
      "bytes": .number(table.bytes), "hash": .string("sha256:\(table.digest)"),
      "dialect": [
        "delimiter": .string(dialect.separator), "lineTerminator": "\r\n", "quoteChar": "\"",
        "doubleQuote": true, "header": true,
      ],
      "schema": [
        "fields": .array(table.columns.map { field($0, of: table.name, dialect) }),
        "missingValues": [""],
      ],
    ]
  }

  private static func field(_ column: String, of table: String, _ dialect: CSVDialect) -> JSON {
    let (kind, text) = particulars["\(table) \(column)"] ?? description(of: column)
    var pairs: [JSON.Pair] = [
      JSON.Pair("name", .string(column)), JSON.Pair("type", .string(kind.rawValue)),
      JSON.Pair("description", .string(text)),
    ]
    if kind == .number, dialect == .dutch { pairs.append(JSON.Pair("decimalChar", ",")) }
    return .object(pairs)
  }

  private static func description(of column: String) -> (Kind, String) {
    if let known = descriptions[column] { return known }
    if column.hasPrefix("lever:") {
      return (.integer, "1 when the lever was in force in the run, else 0.")
    }
    if column.hasPrefix("batch") {
      return (
        .number,
        "Mean over a batch of runs: pieces of 256 consecutive runs go round the batches."
      )
    }
    let head = column.split(separator: ".").first.map(String.init) ?? column
    if Outcome.Kind(rawValue: head) != nil { return (.number, "The outcome of the run.") }
    return (.number, "The run's draw of the number at this path of the scenario.")
  }
}
