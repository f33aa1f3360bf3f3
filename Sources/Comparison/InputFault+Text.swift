public import Caseload
internal import JSONText

extension InputFault {
  /// The fault as one line, for example `b/runs.csv:3:17: penalties is '1.234,5'; expected …`.
  public func rendered(in language: Language) -> String {
    let position = place.map { "\(file):\($0.line):\($0.column)" } ?? file
    let sentence = sentence(language)
    return subject.isEmpty ? "\(position): \(sentence)" : "\(position): \(subject) \(sentence)"
  }

  private func sentence(_ language: Language) -> String {
    func say(_ english: String, _ dutch: String) -> String { language == .nl ? dutch : english }
    func quoted(_ text: String) -> String {
      let line = String(text.map { $0.isNewline ? " " : $0 })
      return "'\(line.count > 40 ? line.prefix(37) + "…" : line[...])'"
    }
    func sign(_ sign: String) -> String {
      sign == "," ? say("a comma", "een komma") : say("a dot", "een punt")
    }
    switch fact {
    case .noSuchInput(let reports):
      guard !reports.isEmpty else {
        return say("no such file or folder", "dit bestand of deze map bestaat niet")
      }
      let names = reports.joined(separator: ", ")
      return say(
        "no such file or folder; Reports holds \(names)",
        "dit bestand of deze map bestaat niet; Reports bevat \(names)")
    case .unreadable(let reason):
      return say("cannot be read: \(reason)", "kan niet worden gelezen: \(reason)")
    case .noTables:
      return say(
        "holds no table of a report; expected runs.csv, outcomes.csv, trajectories.csv or another file that 'simulate run' writes",
        "bevat geen tabel van een rapport; verwacht: runs.csv, outcomes.csv, trajectories.csv of een ander bestand dat 'simulate run' schrijft"
      )
    case .unknownTable(let columns):
      let names = quoted(columns.prefix(6).joined(separator: " "))
      return say(
        "has columns \(names), which are those of no table of a report; expected those of runs.csv, outcomes.csv, trajectories.csv, answers.csv, tests.csv, claims.csv, attribution.csv or parameters.csv",
        "heeft kolommen \(names), die van geen tabel van een rapport zijn; verwacht: die van runs.csv, outcomes.csv, trajectories.csv, answers.csv, tests.csv, claims.csv, attribution.csv of parameters.csv"
      )
    case .empty:
      return say(
        "is empty; expected a line with the names of columns",
        "is leeg; verwacht: een regel met de namen van kolommen")
    case .wideCharacters:
      return say(
        "is UTF-16 or UTF-32; expected UTF-8, in a spreadsheet 'CSV UTF-8'",
        "is UTF-16 of UTF-32; verwacht: UTF-8, in een rekenblad 'CSV UTF-8'")
    case .missingColumn(let nearest):
      let hint = nearest.map { say("; did you mean '\($0)'?", "; bedoelt u '\($0)'?") } ?? ""
      return say("is not a column of it", "is geen kolom ervan") + hint
    case .repeatedColumn:
      return say(
        "is the name of two columns; expected a name of its own for each",
        "is de naam van twee kolommen; verwacht: voor elke kolom een eigen naam")
    case .missingValue:
      return say("is empty; expected a value", "is leeg; verwacht: een waarde")
    case .notNumber(let found, let decimal):
      return say(
        "is \(quoted(found)); expected a number with \(sign(decimal)) as decimal sign",
        "is \(quoted(found)); verwacht: een getal met \(sign(decimal)) als decimaalteken")
    case .thousands(let found, let decimal):
      return say(
        "is \(quoted(found)); expected a number without separators between thousands, with \(sign(decimal)) as decimal sign",
        "is \(quoted(found)); verwacht: een getal zonder scheidingstekens tussen duizendtallen, met \(sign(decimal)) als decimaalteken"
      )
    case .notWhole(let found):
      return say(
        "is \(quoted(found)); expected the number of a run, from 0",
        "is \(quoted(found)); verwacht: het nummer van een run, vanaf 0")
    case .notMonth(let found):
      return say(
        "is \(quoted(found)); expected a month, such as 2026-06",
        "is \(quoted(found)); verwacht: een maand, zoals 2026-06")
    case .extraCell(let found):
      return say(
        "\(quoted(found)) stands beyond the last column; expected as many cells as the first line has names",
        "\(quoted(found)) staat voorbij de laatste kolom; verwacht: zoveel cellen als de eerste regel namen heeft"
      )
    case .unfinishedQuote:
      return say(
        "a quotation mark opens here and is never closed",
        "hier opent een aanhalingsteken dat nergens sluit")
    case .textAfterQuote(let found):
      return say(
        "\(quoted(found)) follows a closing quotation mark; expected the end of the cell, or the mark twice",
        "\(quoted(found)) volgt op een sluitend aanhalingsteken; verwacht: het einde van de cel, of het teken dubbel"
      )
    case .notText:
      return say(
        "holds bytes that are neither UTF-8 nor Windows-1252; expected UTF-8",
        "bevat bytes die geen UTF-8 en geen Windows-1252 zijn; verwacht: UTF-8")
    case .repeated(let name, let line):
      return say(
        "\(quoted(name)) stands on line \(line) already; expected it once",
        "\(quoted(name)) staat al op regel \(line); verwacht: één keer")
    case .notJSON:
      return say(
        "is not JSON; expected what 'simulate run' writes",
        "is geen JSON; verwacht: wat 'simulate run' schrijft")
    case .noWorld:
      return say(
        "does not hold the scenario; expected a key 'world' with an object",
        "bevat het scenario niet; verwacht: een sleutel 'world' met een object")
    }
  }
}
