public import Caseload
internal import Engine
internal import Reporting

extension BenchmarkReport {
  /// The tables for people, of at most 100 columns.
  public func text(_ language: Language) -> String {
    let words = Words(language: language)
    let parts = [
      machineLines(words), scenarioLines(words), phaseLines(words), productLines(words),
      numberLines(words), growthLines(words), memoryLines(words), besideLines(words),
    ]
    return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  /// One of two languages, and its numbers.
  private struct Words {
    let language: Language
    func callAsFunction(_ nl: String, _ en: String) -> String { language == .nl ? nl : en }
    func number(_ value: Double, _ decimals: Int = 0) -> String {
      language.format(value, decimals: decimals)
    }
    func count(_ value: Int) -> String { language.format(Double(value)) }
    func percent(_ share: Double) -> String { language.percent(share) }
    /// Three digits or so.
    func short(_ value: Double) -> String {
      number(value, value < 10 ? 2 : value < 100 ? 1 : 0)
    }
    func megabytes(_ bytes: Int) -> String { number(Double(bytes) / 1e6) + " MB" }
    func size(_ bytes: Int) -> String {
      bytes < 1 << 20 ? "\(bytes >> 10) KiB" : "\(bytes >> 20) MiB"
    }
    func giga(_ rate: Double) -> String { number(rate / 1e9, 1) }
  }

  private func machineLines(_ words: Words) -> [String] {
    var cores = words("\(machine.cores) kernen", "\(machine.cores) cores")
    if let cache = machine.secondLevelCache {
      cores += words(
        ", \(words.size(cache)) tweede cache elk", ", \(words.size(cache)) second-level cache each")
    }
    let rates = memory.map { "\(words.size($0.bytes)) \(words.giga($0.rate))" }
    return [
      "simulate \(program)",
      "\(machine.processor): \(cores), \(machine.vectorName)",
      "OpenBLAS \(machine.openBLASVersion), \(machine.openBLASKernel): dgemm \(words.giga(peak.rate)) GFLOP/s "
        + words(
          "op één draad (n = \(peak.size))", "on one thread (n = \(peak.size))"),
      words("lezen en schrijven, GB/s: ", "reading and writing, GB/s: ")
        + rates.joined(separator: ", "),
    ]
  }

  private func scenarioLines(_ words: Words) -> [String] {
    var table = TextTable([
      words("op \(threads) draden, zonder bestanden", "on \(threads) threads, without files"),
      words("trekkingen", "runs"), words("werelden", "worlds"), words("per s", "a second"),
      words("mediaan", "median"), words("µs per trekking", "µs a run"),
    ])
    for (name, timing) in scenarios {
      table.add([
        name, words.count(timing.runs), words.count(timing.worlds),
        words.number(timing.runsPerSecond), "+" + words.percent(timing.timing.spread),
        words.number(timing.microsecondsARun, 1),
      ])
    }
    let aim = secondsForAim
    let (runs, name) = (words.count(BenchmarkReport.aim.runs), scenarios[main].name)
    let seconds = words.number(aim.seconds, 1)
    var lines = table.lines
    lines.append(
      aim.isMeasured
        ? words(
          "\(runs) trekkingen van \(name): \(seconds) s, gemeten",
          "\(runs) runs of \(name): \(seconds) s, measured")
        : words(
          "\(runs) trekkingen van \(name): \(seconds) s in het tempo van de laatste stap over trekkingen",
          "\(runs) runs of \(name): \(seconds) s at the pace of the last step over runs"))
    if let factor = factorToAim {
      let goal = words.number(BenchmarkReport.aim.seconds)
      lines.append(
        words(
          "doel: \(goal) s op twee kernen; factor \(words.short(factor))",
          "aim: \(goal) s on two cores; factor \(words.short(factor))"))
    }
    return lines
  }

  private func phaseLines(_ words: Words) -> [String] {
    let timing = scenarios[main].timing
    let total = timing.phases.reduce(0, +)
    var table = TextTable([
      words(
        "tijd van de draden, \(scenarios[main].name)",
        "time of the threads, \(scenarios[main].name)"),
      words("aandeel", "share"), words("µs per trekking", "µs a run"),
    ])
    for phase in WorkPhase.allCases {
      let seconds = timing.phases[phase.rawValue]
      table.add([
        phase.title[words.language], words.percent(total > 0 ? seconds / total : 0),
        words.number(seconds / Double(timing.runs) * 1e6, 1),
      ])
    }
    return table.lines
  }

  private func productLines(_ words: Words) -> [String] {
    var table = TextTable([
      words("matrixproduct", "product of matrices"), "m × k · k × n",
      words("bewerkingen per trekking", "operations a run"), "GFLOP/s",
      words("van het hoogste", "of the peak"),
    ])
    for rate in products {
      let product = rate.product
      table.add([
        product.role.title[words.language],
        "\(product.rows) × \(product.inner) · \(product.inner) × \(words.count(product.columns))",
        words.number(product.operations), words.giga(rate.rate),
        words.percent(rate.rate / peak.rate),
      ])
    }
    if let rate = followUpRate {
      table.add([
        words("vervolgzaken, term voor term", "follow-ups, term by term"), "",
        words.count(2 * budget.followUpTerms), words.giga(rate), words.percent(rate / peak.rate),
      ])
    }
    return table.lines
  }

  private func numberLines(_ words: Words) -> [String] {
    let asked: [NumberRate.Kind: Int] = [
      .uniforms: budget.monthlyUniforms, .stratified: budget.stratifiedUniforms,
      .laws: budget.lawQuantiles,
      .normals: budget.normals, .exponentials: budget.exponentials,
      .gammas: budget.gammas,
    ]
    var table = TextTable([
      words("getallen, één draad", "numbers, one thread"),
      words("miljoen per s", "million a second"), words("per trekking", "a run"),
      words("µs per trekking", "µs a run"),
    ])
    for rate in numbers {
      let count = asked[rate.kind]
      table.add([
        rate.kind.title[words.language], words.short(rate.rate / 1e6),
        count.map(words.count) ?? "",
        count.map { words.number(Double($0) / rate.rate * 1e6, 1) } ?? "",
      ])
    }
    return table.lines + [
      words(
        "waarvan \(words.count(budget.counts)) aantallen per trekking; \(words.count(budget.cells)) uitkomsten per maand",
        "with \(words.count(budget.counts)) counts a run; \(words.count(budget.cells)) monthly measures"
      )
    ]
  }

  private func growthLines(_ words: Words) -> [String] {
    var table = TextTable([
      words("groei, \(scenarios[main].name)", "growth, \(scenarios[main].name)"), "",
      words("trekkingen per s", "runs a second"), words("µs per trekking", "µs a run"),
    ])
    for step in steps {
      table.add([
        step.dimension.title[words.language], words.count(step.value),
        words.number(step.timing.runsPerSecond), words.number(step.timing.microsecondsARun, 1),
      ])
    }
    return table.lines + [
      words(
        "maanden en zaakstromen: de wereld zoals zij is, zonder toetsen en vragen",
        "months and streams: the world as it is, without tests and questions")
    ]
  }

  private func memoryLines(_ words: Words) -> [String] {
    guard !jobs.isEmpty else { return [] }
    var table = TextTable([
      words("geheugen van een eigen proces", "memory of a process of its own"), "s",
      words("hoogste", "peak"),
    ])
    for job in jobs {
      table.add([
        words("\(words.count(job.runs)) trekkingen", "\(words.count(job.runs)) runs"),
        words.number(job.seconds, 2), words.megabytes(job.peakMemory),
      ])
    }
    return table.lines
  }

  private func besideLines(_ words: Words) -> [String] {
    switch beside {
    case nil: return []
    case .failed(let command, let reason):
      return [
        words("\(command): geen tijd gemeten: \(reason)", "\(command): no time measured: \(reason)")
      ]
    case .measured(let command, let other):
      let own = scenarios[main].timing
      var table = TextTable([
        words("ernaast, \(scenarios[main].name)", "beside it, \(scenarios[main].name)"),
        words("trekkingen", "runs"), words("werelden", "worlds"), words("per s", "a second"),
        words("µs per trekking", "µs a run"),
      ])
      table.add([
        "simulate", words.count(own.runs), words.count(own.worlds),
        words.number(own.runsPerSecond), words.number(own.microsecondsARun, 1),
      ])
      table.add([
        command, words.count(other.runs), words.count(other.worlds),
        words.number(other.runsPerSecond, 1), words.number(other.microsecondsARun, 1),
      ])
      let ratio = words.number(own.runsPerSecond / other.runsPerSecond)
      let processor = words.number(other.microsecondsARun / own.microsecondsARun)
      var lines =
        table.lines + [
          words(
            "verhouding \(ratio) op de klok, \(processor) in processortijd",
            "ratio \(ratio) on the clock, \(processor) in processor time")
        ]
      lines.append(
        own.worlds == other.worlds
          ? words(
            "beide rekenen dezelfde werelden door; simulate de eerste 1.024 trekkingen nog eens met ander toeval",
            "both simulate the same worlds; simulate the first 1,024 runs once more with other chance"
          )
          : words(
            "let op: niet evenveel werelden", "note: not as many worlds"))
      if !other.remarks.isEmpty { lines.append(other.remarks) }
      return lines
    }
  }
}

extension WorkPhase {
  /// For people.
  var title: Bilingual {
    switch self {
    case .draws: Bilingual(nl: "trekken van getallen", en: "draws")
    case .noiseProducts: Bilingual(nl: "producten voor ruis", en: "noise products")
    case .levers: Bilingual(nl: "maatregelen", en: "levers")
    case .followUpProducts: Bilingual(nl: "producten voor vervolgzaken", en: "follow-up products")
    case .arrivals: Bilingual(nl: "nieuwe zaken", en: "arrivals")
    case .service: Bilingual(nl: "behandeling", en: "service")
    case .measures: Bilingual(nl: "maten", en: "measures")
    case .reduction: Bilingual(nl: "samenvatten", en: "reduction")
    case .recording: Bilingual(nl: "vastleggen", en: "recording")
    }
  }
}

extension RunBudget.Product.Role {
  /// For people.
  fileprivate var title: Bilingual {
    switch self {
    case .noiseAcrossStreams: Bilingual(nl: "ruis over stromen", en: "noise across streams")
    case .learning: Bilingual(nl: "inwerken", en: "learning")
    case .copula: Bilingual(nl: "rangcorrelaties", en: "rank correlations")
    }
  }
}

extension NumberRate.Kind {
  /// For people.
  fileprivate var title: Bilingual {
    switch self {
    case .uniforms: Bilingual(nl: "uniform", en: "uniform")
    case .stratified: Bilingual(nl: "uniform, gelaagd", en: "uniform, stratified")
    case .laws: Bilingual(nl: "onzeker getal, PERT", en: "uncertain number, PERT")
    case .normals: Bilingual(nl: "normaal", en: "normal")
    case .exponentials: Bilingual(nl: "e-macht", en: "exponential")
    case .smallCounts: Bilingual(nl: "aantal, gemiddeld 4", en: "count, mean 4")
    case .largeCounts: Bilingual(nl: "aantal, gemiddeld 1.000", en: "count, mean 1,000")
    case .gammas: Bilingual(nl: "gamma", en: "gamma")
    }
  }
}

extension BenchmarkReport.Dimension {
  /// For people.
  fileprivate var title: Bilingual {
    switch self {
    case .runs: Bilingual(nl: "trekkingen", en: "runs")
    case .months: Bilingual(nl: "maanden", en: "months")
    case .streams: Bilingual(nl: "zaakstromen", en: "streams")
    case .threads: Bilingual(nl: "draden", en: "threads")
    }
  }
}
