public import Caseload
internal import JSONText

extension Fault {
  /// The fault as one line, for example `x.json:14:19: streams.a.term is -3; expected a number of months, at least 0`.
  public func rendered(in language: Language) -> String {
    let position =
      place.file.hasPrefix("--") || fact.isOfWholeFile
      ? place.file : "\(place.file):\(place.line):\(place.column)"
    let phrasing = Phrasing(language: language)
    let sentence = phrasing.sentence(fact)
    if fact.speaksForItself { return "\(position): \(sentence)" }
    let subject = path.isEmpty ? phrasing.say("the scenario", "het scenario") : path
    return "\(position): \(subject) \(sentence)"
  }
}

extension Fact {
  /// Whether its sentence is whole without a path in front.
  fileprivate var speaksForItself: Bool {
    switch self {
    case .syntax, .badOverride: true
    default: isOfWholeFile
    }
  }

  /// Whether no line of a file can be blamed.
  fileprivate var isOfWholeFile: Bool {
    switch self {
    case .noSuchFile(let name, _), .unreadable(let name): name.isEmpty
    default: false
    }
  }
}

/// Turns facts into sentences of one language.
private struct Phrasing {
  let language: Language

  func say(_ english: String, _ dutch: String) -> String {
    language == .en ? english : dutch
  }

  func quoted(_ name: String) -> String { "'\(name)'" }
  func written(_ text: String) -> String { JSON.string(text).text(.compact) }

  func list(_ words: [String], last: String) -> String {
    guard words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(last) " + words[words.count - 1]
  }

  func anyOf(_ words: [String]) -> String { list(words, last: say("or", "of")) }
  func allOf(_ words: [String]) -> String { list(words, last: say("and", "en")) }

  func suggestion(_ nearest: String?) -> String {
    guard let nearest else { return "" }
    return say("; did you mean \(quoted(nearest))?", "; bedoelt u \(quoted(nearest))?")
  }

  func number(_ value: Double) -> String { Numeral(value).text }

  /// A computed number without the noise of its last digits.
  func rounded(_ value: Double) -> String {
    value.magnitude < 1e6 ? number((value * 1e9).rounded() / 1e9) : number(value)
  }

  func place(_ place: Place) -> String { "\(place.file):\(place.line):\(place.column)" }

  // MARK: Facts

  func sentence(_ fact: Fact) -> String {
    switch fact {
    case .syntax(let reason): syntax(reason)
    case .noSuchFile(let name, let nearest):
      name.isEmpty
        ? say("no such file", "dit bestand bestaat niet") + suggestion(nearest)
        : say(
          "names \(quoted(name)), a file that does not exist",
          "noemt \(quoted(name)), een bestand dat niet bestaat")
          + suggestion(nearest)
    case .unreadable(let name):
      name.isEmpty
        ? say("the file cannot be read", "het bestand kan niet worden gelezen")
        : say(
          "names \(quoted(name)), a file that cannot be read",
          "noemt \(quoted(name)), een bestand dat niet kan worden gelezen")
    case .cyclicExtends(let files):
      say("leads back to itself: ", "leidt terug naar zichzelf: ") + files.joined(separator: " → ")
    case .missing(let expectation):
      say("is missing; expected ", "ontbreekt; verwacht: ") + phrase(expectation)
    case .noneOf(let options):
      say(
        "has none of the keys it needs; expected ", "heeft geen van de nodige sleutels; verwacht: ")
        + anyOf(options.map { allOf($0.map(quoted)) })
    case .exclusive(let keys):
      say(
        "has \(allOf(keys.map(quoted))); expected only one of them",
        "heeft \(allOf(keys.map(quoted))); verwacht: maar één daarvan")
    case .unknownKey(let nearest):
      say("is not a known key", "is geen bekende sleutel") + suggestion(nearest)
    case .unfit(let found, let expectation):
      say("is \(phrase(found)); expected ", "is \(phrase(found)); verwacht: ") + phrase(expectation)
    case .unknownWord(let word, let words, let nearest):
      say("is \(written(word)); expected ", "is \(written(word)); verwacht: ")
        + anyOf(words.map(quoted)) + suggestion(nearest)
    case .duplicate(let name, let first):
      say(
        "is \(written(name)), a name that is taken at \(place(first)); expected a name of its own",
        "is \(written(name)), een naam die al voorkomt op \(place(first)); verwacht: een eigen naam"
      )
    case .reserved(let name):
      say(
        "is \(written(name)), the word for an event; expected another name",
        "is \(written(name)), het woord voor een gebeurtenis; verwacht: een andere naam")
    case .unknown(let kind, let name, let nearest):
      say(
        "is \(written(name)); expected \(phrase(kind))",
        "is \(written(name)); verwacht: \(phrase(kind))")
        + suggestion(nearest)
    case .sumNotOne(let sum):
      say(
        "has shares that sum to \(rounded(sum)); expected 1",
        "heeft aandelen die optellen tot \(rounded(sum)); verwacht: 1")
    case .meanNotOne(let mean):
      say("has mean \(rounded(mean)); expected 1", "heeft gemiddelde \(rounded(mean)); verwacht: 1")
    case .noBasis:
      say(
        "rests on nothing; expected a 'basis' here or around it: a claim, a source or an assumption",
        "rust nergens op; verwacht: een 'basis' hier of eromheen, met 'claim', 'source' of 'assumption'"
      )
    case .support(let low, let high, let domain):
      (low == -.infinity
        ? say("lies below \(number(high)) only", "ligt alleen onder \(number(high))")
        : high == .infinity
          ? say("lies above \(number(low)) only", "ligt alleen boven \(number(low))")
          : say(
            "lies between \(number(low)) and \(number(high)) only",
            "ligt alleen tussen \(number(low)) en \(number(high))"))
        + say("; expected ", "; verwacht: ") + phrase(domain)
    case .notPositiveDefinite:
      say(
        "hold correlations that cannot exist together; expected a positive definite matrix, so weaker correlations",
        "bevat correlaties die niet samen kunnen bestaan; verwacht: een positief-definiete matrix, dus zwakkere correlaties"
      )
    case .notUncertain(let path):
      say(
        "is \(written(path)), a number that is not drawn once a run; expected the path of one that is",
        "is \(written(path)), een getal dat niet per run wordt getrokken; verwacht: het pad van een getal waarvoor dat wel geldt"
      )
    case .repeated(let name):
      say(
        "names \(quoted(name)) again; expected every name once",
        "noemt \(quoted(name)) opnieuw; verwacht: elke naam één keer")
    case .pairRepeated(let first):
      say(
        "joins a pair that is joined at \(place(first)) already; expected every pair once",
        "verbindt een paar dat al verbonden is op \(place(first)); verwacht: elk paar één keer")
    case .noInflowNoise(let stream):
      say(
        "is \(written(stream)), a stream without noise in its inflow; expected a stream whose inflow has 'noise'",
        "is \(written(stream)), een stroom zonder ruis in de instroom; verwacht: een stroom met 'noise' in 'inflow'"
      )
    case .appliesMissing(let path):
      say(
        "changes \(quoted(path)), a quantity of a case; expected 'applies' with 'lodged' or 'decided'",
        "verandert \(quoted(path)), een grootheid van een zaak; verwacht: 'applies' met 'lodged' of 'decided'"
      )
    case .appliesNeedless(let path):
      say(
        "is given for \(quoted(path)), which is not a quantity of a case; expected no 'applies'",
        "staat bij \(quoted(path)), dat geen grootheid van een zaak is; verwacht: geen 'applies'")
    case .mixedKinds(let ofCase, let other):
      say(
        "changes \(quoted(ofCase)), a quantity of a case, and \(quoted(other)), which is none; expected two effects",
        "verandert \(quoted(ofCase)), een grootheid van een zaak, en \(quoted(other)), die dat niet is; verwacht: twee effecten"
      )
    case .mixedUnits(let one, let other):
      say(
        "changes quantities in \(one.rawValue) and in \(other.rawValue) by the same number; expected one unit",
        "verandert grootheden in \(one.rawValue) en in \(other.rawValue) met hetzelfde getal; verwacht: één eenheid"
      )
    case .absentQuantity(let path):
      say(
        "is \(written(path)), which this scenario does not have; expected a quantity that is there to be changed",
        "is \(written(path)), dat in dit scenario niet bestaat; verwacht: een grootheid die veranderd kan worden"
      )
    case .matchesNothing(let pattern):
      say(
        "is \(written(pattern)), which no quantity matches; expected at least one",
        "is \(written(pattern)), waar geen grootheid aan voldoet; verwacht: ten minste één")
    case .notServed(let stream):
      say(
        "leaves out \(quoted(stream)); expected every stream of the pool",
        "laat \(quoted(stream)) weg; verwacht: elke stroom van de pool")
    case .foreignStream(let stream, let pool):
      say(
        "names \(quoted(stream)), a stream of pool \(quoted(pool)); expected a stream of this pool",
        "noemt \(quoted(stream)), een stroom van pool \(quoted(pool)); verwacht: een stroom van deze pool"
      )
    case .allNought:
      say(
        "are all 0; expected at least one above 0", "zijn alle 0; verwacht: ten minste één boven 0")
    case .moreHiresThanLearning(let hires, let learning):
      say(
        "has \(hires) \(hires == 1 ? "number" : "numbers"); expected at most \(learning), as many as 'learning'",
        "heeft \(hires) \(hires == 1 ? "getal" : "getallen"); verwacht: ten hoogste \(learning), evenveel als 'learning'"
      )
    case .moreHiresThanStaff(let hires, let staff):
      say(
        "sum to \(rounded(hires)); expected at most the staff, \(rounded(staff))",
        "tellen op tot \(rounded(hires)); verwacht: ten hoogste de bezetting, \(rounded(staff))")
    case .differentSurge(let key, let other):
      say(
        "has another \(quoted(key)) than \(other), which has the same name; expected the same, or another name",
        "heeft een andere \(quoted(key)) dan \(other), die dezelfde naam heeft; verwacht: dezelfde, of een andere naam"
      )
    case .noSuchMeasure(let measure, let subject):
      subject.isEmpty
        ? say(
          "is \(written(measure)) without a stream; expected a 'stream', or 'penalties', the measure of the whole",
          "is \(written(measure)) zonder stroom; verwacht: een 'stream', of 'penalties', de meetwaarde van het geheel"
        )
        : say(
          "is \(written(measure)), which \(quoted(subject)) does not have; expected one of its measures",
          "is \(written(measure)), die \(quoted(subject)) niet heeft; verwacht: een van de eigen meetwaarden"
        )
    case .publishedTwice(let first):
      say(
        "has the measure, stream and month of the figure at \(place(first)); expected one figure for them",
        "heeft de meetwaarde, stroom en maand van het cijfer op \(place(first)); verwacht: één cijfer daarvoor"
      )
    case .nothingToRemove(let nearest):
      say("removes what is not there", "verwijdert iets wat er niet is") + suggestion(nearest)
    case .badOverride(let text):
      say(
        "\(quoted(text)) is not an override; expected PATH=VALUE, or NAME=on or NAME=off for a lever",
        "\(quoted(text)) is geen vervanging; verwacht: PAD=WAARDE, of NAAM=on of NAAM=off voor een maatregel"
      )
    case .noSuchPath(let nearest):
      say(
        "does not exist; expected a path of the scenario",
        "bestaat niet; verwacht: een pad van het scenario")
        + suggestion(nearest)
    }
  }

  func syntax(_ reason: SyntaxFault.Reason) -> String {
    switch reason {
    case .unexpected(let found, let expected):
      say("found \(phrase(found)); expected ", "gevonden: \(phrase(found)); verwacht: ")
        + phrase(expected)
    case .unfinishedString:
      say(
        "this string does not end on its line; expected a closing quote",
        "deze tekst eindigt niet op de eigen regel; verwacht: een aanhalingsteken")
    case .unfinishedComment:
      say("this comment does not end; expected '*/'", "dit commentaar eindigt niet; verwacht: '*/'")
    case .controlCharacter(let scalar):
      say(
        "found the control character \(code(scalar)) in a string; expected an escape such as '\\t'",
        "gevonden: het stuurteken \(code(scalar)) in een tekst; verwacht: een schrijfwijze als '\\t'"
      )
    case .badEscape(let escape):
      say(
        "\(quoted(escape)) has no meaning in a string; expected an escape such as '\\n' or '\\u00e9'",
        "\(quoted(escape)) heeft geen betekenis in een tekst; verwacht: een schrijfwijze als '\\n' of '\\u00e9'"
      )
    case .loneSurrogate(let escape):
      say(
        "\(quoted(escape)) is half of a character; expected both halves",
        "\(quoted(escape)) is een half teken; verwacht: beide helften")
    case .badNumber(let text):
      say(
        "\(quoted(text)) is not a number; expected a form such as 12, -0.5 or 1e3",
        "\(quoted(text)) is geen getal; verwacht: een vorm als 12, -0.5 of 1e3")
    case .hugeNumber(let text):
      say(
        "\(quoted(text)) is too large; expected a number below 1.8e308",
        "\(quoted(text)) is te groot; verwacht: een getal onder 1.8e308")
    case .duplicateKey(let key, let first):
      say(
        "the key \(quoted(key)) stands at \(place(first)) already; expected every key once",
        "de sleutel \(quoted(key)) staat al op \(place(first)); verwacht: elke sleutel één keer")
    case .tooDeep(let limit):
      say(
        "arrays and objects lie too deep inside each other; expected at most \(limit) levels",
        "lijsten en objecten zitten te diep in elkaar; verwacht: ten hoogste \(limit) niveaus")
    case .notUnicode:
      say(
        "found bytes that are not UTF-8; expected a file in UTF-8",
        "gevonden: bytes die geen UTF-8 zijn; verwacht: een bestand in UTF-8")
    }
  }

  func code(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  func phrase(_ found: SyntaxFault.Found) -> String {
    switch found {
    case .character(let scalar):
      scalar.value < 0x20 ? code(scalar) : quoted(String(Character(scalar)))
    case .word(let word): quoted(word)
    case .end: say("the end of the text", "het einde van de tekst")
    }
  }

  func phrase(_ expected: SyntaxFault.Expected) -> String {
    switch expected {
    case .value: say("a value", "een waarde")
    case .key: say("a key", "een sleutel")
    case .colon: "':'"
    case .commaOr(let bracket): anyOf(["','", quoted(String(Character(bracket)))])
    case .end: say("nothing more", "niets meer")
    }
  }

  func phrase(_ found: Found) -> String {
    switch found {
    case .written(let text): text
    case .array(let count):
      count == 1
        ? say("an array of 1 element", "een lijst van 1 element")
        : say("an array of \(count) elements", "een lijst van \(count) elementen")
    case .object: say("an object", "een object")
    case .distribution: say("a distribution", "een verdeling")
    }
  }

  // MARK: Expectations

  func phrase(_ expectation: Expectation) -> String {
    switch expectation {
    case .object: say("an object", "een object")
    case .array(let count):
      say("an array", "een lijst")
        + size(count, say("element", "element"), say("elements", "elementen"))
    case .text: say("a text", "een tekst")
    case .boolean: say("true or false", "true of false")
    case .name(let allowsCapitals):
      allowsCapitals
        ? say(
          "a name of letters, digits and hyphens", "een naam van letters, cijfers en koppeltekens")
        : say(
          "a name of lower-case letters, digits and hyphens",
          "een naam van kleine letters, cijfers en koppeltekens")
    case .number(let domain): phrase(domain)
    case .quantity(let domain):
      phrase(domain) + say(", or a distribution", ", of een verdeling")
    case .constant(let domain):
      phrase(domain) + say(", fixed", ", vast")
    case .series(let domain, let count):
      say("an array", "een lijst")
        + size(count, say("fixed number", "vast getal"), say("fixed numbers", "vaste getallen"))
        + (bounds(domain).isEmpty
          ? "" : say(", each", ", elk") + bounds(domain).replacing(",", with: ""))
    case .integer(let range):
      range.lowerBound == range.upperBound
        ? String(range.lowerBound)
        : say(
          "a whole number from \(range.lowerBound) to \(range.upperBound)",
          "een geheel getal van \(range.lowerBound) tot en met \(range.upperBound)")
    case .wholeAbove(let low): say("a whole number above \(low)", "een geheel getal boven \(low)")
    case .claim: phrase(Kind.claim)
    case .reference(let kind): phrase(kind)
    case .day: say("a day such as 2026-06-12", "een dag zoals 2026-06-12")
    case .dayAfter(let day): say("a day after \(day)", "een dag na \(day)")
    case .yearMonth: say("a month such as 2026-06", "een maand zoals 2026-06")
    case .month:
      say(
        "a month such as 2026-06, or its index", "een maand zoals 2026-06, of het volgnummer ervan")
    case .horizon(let first, let last):
      first == last
        ? say("\(first), the only month", "\(first), de enige maand")
        : say("a month from \(first) to \(last)", "een maand van \(first) tot en met \(last)")
    case .monthBefore(let start):
      say(
        "a month before \(start), the first of the scenario; a figure for a later month is one of the 'tests'",
        "een maand vóór \(start), de eerste van het scenario; een cijfer voor een latere maand hoort bij 'tests'"
      )
    case .publicationDate:
      say(
        "a date such as 2025, 2025-06 or 2025-06-30", "een datum zoals 2025, 2025-06 of 2025-06-30")
    case .words(let words): anyOf(words.map(quoted))
    case .basis:
      say(
        "a basis, or an array of them: an object with 'claim', 'source' or 'assumption'",
        "een basis of een lijst daarvan: een object met 'claim', 'source' of 'assumption'")
    case .unit(let unit): quoted(unit.rawValue)
    case .tuple(let names): "[" + names.joined(separator: ", ") + "]"
    case .ascending(let names):
      say("\(allOf(names)) in ascending order", "\(allOf(names)) in oplopende volgorde")
    case .pairs(let first, let second):
      say("an array of pairs [\(first), \(second)]", "een lijst van paren [\(first), \(second)]")
    case .quantileFunction:
      say(
        "probabilities that rise from 0 to 1, with values that do not fall",
        "kansen die stijgen van 0 tot 1, met waarden die niet dalen")
    case .truncation:
      say(
        "bounds with 'low' below 'high' that leave some of the distribution",
        "grenzen met 'low' onder 'high' die iets van de verdeling overlaten")
    case .either(let expectations): anyOf(expectations.map(phrase))
    }
  }

  func size(_ count: ClosedRange<Int>, _ one: String, _ many: String) -> String {
    let (low, high) = (count.lowerBound, count.upperBound)
    if low == high { return say(" of \(low) ", " van \(low) ") + (low == 1 ? one : many) }
    if low > 0 {
      return say(" of at least \(low) ", " van ten minste \(low) ") + (low == 1 ? one : many)
    }
    return one == "element" ? "" : say(" of ", " van ") + many
  }

  func phrase(_ domain: Domain) -> String { noun(domain.unit) + bounds(domain) }

  func bounds(_ domain: Domain) -> String {
    switch (domain.low, domain.high) {
    case (let low?, let high?) where !domain.excludesLow && !domain.excludesHigh:
      bounds(low, high)
    case (let low?, nil) where !domain.excludesLow: bounds(low, nil)
    case (let low, let high):
      [
        low.map { low in
          domain.excludesLow
            ? say("above \(number(low))", "boven \(number(low))")
            : say("at least \(number(low))", "ten minste \(number(low))")
        },
        high.map { high in
          domain.excludesHigh
            ? say("below \(number(high))", "onder \(number(high))")
            : say("at most \(number(high))", "ten hoogste \(number(high))")
        },
      ].compactMap(\.self).map { ", " + $0 }.joined()
    }
  }

  func bounds(_ low: Double, _ high: Double?) -> String {
    guard let high else {
      return say(", at least \(number(low))", ", ten minste \(number(low))")
    }
    return say(
      " from \(number(low)) to \(number(high))", " van \(number(low)) tot en met \(number(high))")
  }

  func noun(_ unit: Unit?) -> String {
    switch unit {
    case nil: say("a number", "een getal")
    case .cases: say("a number of cases", "een aantal zaken")
    case .casesPerMonth: say("a number of cases a month", "een aantal zaken per maand")
    case .hours: say("a number of hours", "een aantal uren")
    case .hoursPerMonth: say("a number of hours a month", "een aantal uren per maand")
    case .months: say("a number of months", "een aantal maanden")
    case .share: say("a share", "een aandeel")
    case .sharePerMonth: say("a share a month", "een aandeel per maand")
    case .relativePerYear: say("a relative change a year", "een relatieve verandering per jaar")
    case .fullTimeEquivalents: say("a number of full-time equivalents", "een aantal voltijdbanen")
    case .fullTimeEquivalentsPerMonth:
      say("a number of full-time equivalents a month", "een aantal voltijdbanen per maand")
    case .euro: say("an amount in euro", "een bedrag in euro")
    case .euroPerMonth: say("an amount in euro a month", "een bedrag in euro per maand")
    case .events: say("a number of events a month", "een aantal gebeurtenissen per maand")
    case .factor: say("a factor", "een factor")
    }
  }

  func phrase(_ kind: Kind) -> String {
    switch kind {
    case .stream: say("the name of a stream", "de naam van een stroom")
    case .pool: say("the name of a pool", "de naam van een pool")
    case .lever: say("the name of a lever", "de naam van een maatregel")
    case .source: say("the id of a source", "de id van een bron")
    case .claim:
      say("the identifier of a claim of the letter", "de aanduiding van een uitspraak uit de brief")
    case .event:
      say(
        "an outcome of the stream, 'decision', 'withdrawal' or 'overdue'",
        "een uitkomst van de stroom, 'decision', 'withdrawal' of 'overdue'")
    case .subject:
      say(
        "a stream, a group, or pool: with the name of a pool",
        "een stroom, een groep, of pool: met de naam van een pool")
    case .quantity:
      say(
        "the path of a quantity that levers can change",
        "het pad van een grootheid die maatregelen kunnen veranderen")
    case .uncertainNumber: say("the path of an uncertain number", "het pad van een onzeker getal")
    }
  }
}
