internal import Benchmark
internal import Caseload
internal import Evidence
internal import Foundation
internal import JSONText
internal import LinearAlgebra
internal import Reporting
internal import Scenario

extension Program {
  /// Measures what this machine does with the program, phase by phase.
  public static func bench(_ request: BenchRequest) -> ExitStatus {
    if let status = checkLibrary(request.talk) { return status }
    return attempt(request.talk) {
      OpenBLAS.useOneThread()
      let threads = try threadsToUse(request)
      if request.isOnce { return try benchOnce(request, threads: threads) }
      let paths = request.scenarios.isEmpty ? try shipped() : request.scenarios
      let subjects = try paths.map { path in
        let loaded = try load(
          ScenarioRequest(path: path, settings: [], levers: [], talk: request.talk))
        return BenchmarkReport.Subject(path: loaded.files[0].path, world: loaded.world)
      }
      let main =
        request.scenarios.isEmpty
        ? subjects.firstIndex { $0.world.name == "pact2026" } ?? 0 : 0
      let line = MeasurementLine()
      defer { line.clear() }
      let report = try BenchmarkReport(
        BenchmarkReport.Request(
          subjects: subjects, main: main, runs: request.runs, threads: threads,
          seconds: request.seconds, makesMillion: request.makesMillion,
          beside: beside(request)),
        program: version, says: { line.show($0[request.talk.language]) })
      line.clear()
      Console.print(
        request.talk.isJSON
          ? report.json.text(.pretty) + "\n" : report.text(request.talk.language))
      return .done
    }
  }

  /// Makes one job and says what it took.
  private static func benchOnce(_ request: BenchRequest, threads: Int) throws -> ExitStatus {
    let loaded = try load(
      ScenarioRequest(path: request.scenarios[0], settings: [], levers: [], talk: request.talk))
    let job = try OneJob(
      loaded.world, runs: request.runs ?? loaded.world.runs, threads: threads)
    Console.print(
      request.talk.isJSON
        ? job.json.text(.pretty) + "\n" : job.text(request.talk.language))
    return .done
  }

  /// The worker threads, when runs and threads are such as a job can have.
  private static func threadsToUse(_ request: BenchRequest) throws -> Int {
    let threads = request.threads ?? ProcessInfo.processInfo.activeProcessorCount
    for (option, value, most) in [
      ("--runs", request.runs ?? 2, 1 << 31 - 1), ("--threads", threads, 1024),
    ] {
      let least = option == "--runs" ? 2 : 1
      guard value >= least, value <= most else {
        throw WrongUse(
          message: Bilingual(
            nl: "\(option) is \(value); verwacht een aantal van \(least) tot \(most)",
            en: "\(option) is \(value); expected a number from \(least) to \(most)"))
      }
    }
    return threads
  }

  /// The files in the folder of scenarios.
  private static func shipped() throws -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: Library.folder)) ?? []
    let files = names.filter { $0.hasSuffix(".json") }.sorted().map { "\(Library.folder)/\($0)" }
    guard !files.isEmpty else {
      throw WrongUse(
        message: Bilingual(
          nl: "hier is geen map \(Library.folder) met scenario's; noem er een",
          en: "there is no folder \(Library.folder) with scenarios here; name one"))
    }
    return files
  }

  /// The command to compare with: the one asked for, or the reference of this repository where it is.
  private static func beside(_ request: BenchRequest) -> String? {
    if let command = request.beside { return command.isEmpty ? nil : command }
    let reference = "Tests/Reference/reference.py"
    return FileManager.default.fileExists(atPath: reference) ? "python3 \(reference)" : nil
  }
}
