internal import Caseload
internal import Comparison
internal import Engine
internal import Evidence
internal import JSONText
internal import LinearAlgebra
internal import Reporting
internal import Scenario

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// The commands, one function each: they read, compute, write and say how it ended.
public enum Program {
  /// Version of the program.
  public static let version = "1.0.0"

  /// Prints the JSON Schema of scenario files.
  public static func schema() -> ExitStatus {
    Console.print(ScenarioSchema.document.text(.pretty) + "\n")
    return .done
  }

  /// Lists the letter's claims.
  public static func claims(_ talk: Talk) -> ExitStatus {
    list(ClaimListing(), talk)
    return .done
  }

  static func list(_ listing: ClaimListing, _ talk: Talk) {
    show(talk, json: listing.json(talk.language), text: listing.text(in: talk.language))
  }

  /// Reads a scenario with the changes that were asked for.
  static func load(_ request: ScenarioRequest) throws -> LoadedScenario {
    var overrides: [Override] = []
    var faults: [Fault] = []
    for argument in request.settings {
      do { overrides.append(try Override(setting: argument)) } catch { faults += error.all }
    }
    for argument in request.levers {
      do { overrides.append(try Override(switching: argument)) } catch { faults += error.all }
    }
    guard faults.isEmpty else { throw Faults(faults) }
    let reader = ScenarioReader(knownClaims: Set(Claim.all.map(\.id)))
    return try reader.read(request.path, overrides: overrides)
  }

  /// Runs a command; what it throws becomes a message and an exit status.
  static func attempt(_ talk: Talk, _ command: () throws -> ExitStatus) -> ExitStatus {
    do { return try command() } catch let faults as Faults {
      Console.say(faults.rendered(in: talk.language))
      return faults.isMissingInput ? .noInput : .badInput
    } catch let faults as InputFaults {
      Console.say(faults.rendered(in: talk.language))
      return faults.isMissingInput ? .noInput : .badInput
    } catch let failure as CannotWrite {
      let dutch = talk.language == .nl
      Console.say(
        dutch
          ? "\(failure.path): kan niet worden geschreven: \(failure.reason)"
          : "\(failure.path): cannot be written: \(failure.reason)")
      return .cannotWrite
    } catch let misuse as WrongUse {
      Console.say(misuse.message[talk.language])
      return .wrongUse
    } catch let stop as Stopped {
      Console.say(stop.message[talk.language])
      return .interrupted
    } catch {
      Console.say("simulate: \(error)")
      return .fault
    }
  }

  /// Prints a result in the way that was asked for, or not at all.
  static func show(_ talk: Talk, json: @autoclosure () -> JSON, text: @autoclosure () -> String) {
    guard !talk.isQuiet else { return }
    Console.print(talk.isJSON ? json().text(.pretty) + "\n" : text())
  }

  /// Does some work with a progress line; a request to stop ends it cleanly.
  static func interruptible<Result>(
    _ talk: Talk, _ work: (ProgressLine) throws -> Result
  ) throws -> Result {
    let progress = ProgressLine(language: talk.language, isQuiet: talk.isQuiet)
    defer { progress.clear() }
    do { return try Interruption.watched { try work(progress) } } catch let stop as Interrupted {
      throw Stopped(after: stop.runsDone)
    }
  }

  /// Refuses a confidence that is none.
  static func check(confidence: Double) throws {
    guard confidence > 0, confidence < 1 else {
      throw WrongUse(
        message: Bilingual(
          nl: "--confidence is \(confidence); verwacht een getal tussen 0 en 1",
          en: "--confidence is \(confidence); expected a number between 0 and 1"))
    }
  }

  /// Refuses to compute with a library that computes wrongly, and warns of one that is slow.
  static func checkLibrary(_ talk: Talk) -> ExitStatus? {
    let error = OpenBLAS.selfCheck()
    guard error < 1e-12 else {
      Console.say(
        "simulate: OpenBLAS (\(OpenBLAS.kernel)) multiplies two matrices with an error of \(error); "
          + "set OPENBLAS_CORETYPE to another kernel, such as Haswell or Nehalem")
      return .fault
    }
    if Kernel.isSlow {
      Console.say(
        talk.language == .nl
          ? "Let op: OpenBLAS rekent met zijn trage kern \(OpenBLAS.kernel); "
            + "OPENBLAS_CORETYPE=\(OpenBLAS.fittingKernel ?? "") past bij deze processor."
          : "Note: OpenBLAS uses its slow kernel \(OpenBLAS.kernel); "
            + "OPENBLAS_CORETYPE=\(OpenBLAS.fittingKernel ?? "") fits this processor.")
    }
    return nil
  }
}

/// Options that contradict each other or say nothing.
struct WrongUse: Error {
  let message: Bilingual
}

/// The user stopped a run.
struct Stopped: Error {
  let message: Bilingual

  /// Says after how many runs.
  init(after runs: Int) {
    message = Bilingual(
      nl: "Gestopt na \(runs) trekkingen; er is niets geschreven.",
      en: "Stopped after \(runs) runs; nothing was written.")
  }
}

/// A result as it is named on the command line.
struct ResultName {
  let measure: Measure
  let subject: Subject
  let month: Int

  /// Reads `stock.asylum@2028-12`, `utilisation.pool:asylum@2026-06` or `penalties@2027-01`.
  init(_ text: String, in world: World) throws(WrongUse) {
    let halves = text.split(separator: "@", omittingEmptySubsequences: false)
    let parts = (halves.first ?? "").split(
      separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, let first = parts.first, let month = YearMonth(halves[1]) else {
      throw WrongUse(
        message: Bilingual(
          nl: "'\(text)' is geen resultaat; verwacht MAAT.STROOM@MAAND, zoals stock.asylum@2028-12",
          en:
            "'\(text)' is not a result; expected MEASURE.STREAM@MONTH, such as stock.asylum@2028-12"
        ))
    }
    guard let measure = Measure(rawValue: String(first)) else {
      let known = Measure.allCases.map(\.rawValue).joined(separator: ", ")
      throw WrongUse(
        message: Bilingual(
          nl: "'\(first)' is geen maat; verwacht een van \(known)",
          en: "'\(first)' is not a measure; expected one of \(known)"))
    }
    let label = parts.count > 1 ? String(parts[1]) : ""
    let fitting = world.subjects.filter { world.measures(of: $0).contains(measure) }
    guard let subject = fitting.first(where: { world.label(of: $0) == label }) else {
      let known = fitting.map { world.label(of: $0).isEmpty ? "''" : world.label(of: $0) }
        .joined(separator: ", ")
      throw WrongUse(
        message: Bilingual(
          nl: "'\(label)' heeft geen \(measure.rawValue); verwacht een van \(known)",
          en: "'\(label)' has no \(measure.rawValue); expected one of \(known)"))
    }
    let index = world.calendar.index(of: month)
    guard (0..<world.calendar.months).contains(index) else {
      let last = world.calendar.month(world.calendar.months - 1)
      throw WrongUse(
        message: Bilingual(
          nl: "\(month) valt buiten de horizon van \(world.calendar.start) tot en met \(last)",
          en: "\(month) lies outside the horizon, \(world.calendar.start) to \(last)"))
    }
    self.measure = measure
    self.subject = subject
    self.month = index
  }
}
