import Application
import ArgumentParser

/// Changes to a scenario.
struct ChangeOptions: ParsableArguments {
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Sets a number of the scenario; a JSON value. Repeatable.", valueName: "path=value"))
  var settings: [String] = []

  @Option(
    name: .customLong("lever"), parsing: .singleValue,
    help: ArgumentHelp("Switches a lever. Repeatable.", valueName: "name=on|off"))
  var levers: [String] = []
}

/// The language and form of what a command prints.
struct MannerOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Language of texts and numbers.", valueName: "en|nl"))
  var locale: String = "en"

  @Flag(help: "Prints the result as JSON.")
  var json = false

  /// The checked options.
  func talk(isQuiet: Bool) throws -> Talk {
    guard let talk = Talk(locale: locale, isQuiet: isQuiet, isJSON: json) else {
      throw ValidationError("The locale is '\(locale)'; expected en or nl.")
    }
    return talk
  }
}

/// How a command talks.
struct CommonOptions: ParsableArguments {
  @OptionGroup var manner: MannerOptions

  @Flag(help: "No progress, no result: only faults are printed.")
  var quiet = false

  /// The checked options.
  func talk() throws -> Talk { try manner.talk(isQuiet: quiet) }
}

/// Where draws come from, and who makes the runs.
struct SourceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Seed of every draw, from 0; the scenario's own unless given.", valueName: "number"))
  var seed: UInt64?

  @Option(
    help: ArgumentHelp(
      "Worker threads; as many as the machine has cores unless given. No effect on results.",
      valueName: "count"))
  var threads: Int?

  /// Whether any of them was given.
  var isGiven: Bool { seed != nil || threads != nil }
}

/// How many runs are made, and how.
struct DesignOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Independent runs, at least 2; the scenario's own unless given.", valueName: "count"))
  var runs: Int?

  @OptionGroup var source: SourceOptions

  @Option(
    help: ArgumentHelp(
      """
      How uncertain numbers are spread over the runs: latin (a Latin hypercube in groups of 1,024), sobol (scrambled Sobol points) or \
      independent.
      """, valueName: "method"))
  var sampling: String = "latin"

  /// Whether any of them was given.
  var isGiven: Bool { runs != nil || source.isGiven || sampling != "latin" }
}
