public import Foundation

/// The checks of a page as it is shown, one by one.
extension Page {
  /// The functions that look at the page, in its own language.
  private static let library: String = {
    let file = Bundle.module.bundleURL.appendingPathComponent("Checks/checks.js")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      preconditionFailure("\(file.path) is not beside the tests")
    }
    return text
  }()

  /// The value of an expression that knows the library.
  private func ask<Value: Decodable>(
    _ expression: String, as type: Value.Type, seconds: Double = 20
  ) throws -> Value {
    try evaluate(
      "(async () => { \(Self.library)\nreturn await \(expression); })()", as: type,
      seconds: seconds)
  }

  /// Screen and language, for findings.
  private func circumstances(_ language: PageLanguage?) -> String {
    [screen.name, language?.rawValue].compactMap { $0 }.joined(separator: ", ")
  }

  private func faults(
    _ check: PageFault.Check, _ language: PageLanguage?, _ findings: [String]
  ) -> [PageFault] {
    findings.map { PageFault(check, in: circumstances(language), $0) }
  }

  /// Checks of the whole document, whatever is shown of it.
  public func documentFaults() throws -> [PageFault] {
    let checks: [PageFault.Check] = [
      .network, .ids, .references, .evidence, .parity, .headings, .leftovers, .language,
    ]
    let calls = checks.map { "\($0.rawValue): checks.\($0.rawValue)()" }
    let findings = try ask("({ \(calls.joined(separator: ", ")) })", as: [String: [String]].self)
    return checks.flatMap { faults($0, nil, findings[$0.rawValue] ?? []) }
  }

  /// Checks of what is shown, as it is laid out on the present screen.
  public func layoutFaults(_ language: PageLanguage) throws -> [PageFault] {
    var checks: [(PageFault.Check, String)] = [
      (.editions, "{ language: \(Self.literal(language.rawValue)) }"),
      (.overflow, "{ width: \(screen.width), isPaper: \(screen.isPaper) }"),
      (.clipped, "{ isPaper: \(screen.isPaper) }"),
      (.overlap, ""),
      (.images, ""),
    ]
    if screen == .magnified {
      // A screen that is magnified fourfold: its letters are as large as they are.
      checks.removeAll { $0.0 == .overlap }
    } else {
      // On paper 8 pixels are 6 points, as in a newspaper's tables; on a screen they are too small.
      checks.append((.legibility, "{ least: \(screen.isPaper ? 8 : 9) }"))
    }
    if screen.isPaper { checks.append((.paper, "")) }
    if screen == .phone || screen == .laptop { checks.append((.targets, "")) }
    let calls = checks.map { "\($0.0.rawValue): checks.\($0.0.rawValue)(\($0.1))" }
    let findings = try ask(
      "({ \(calls.joined(separator: ", ")) })", as: [String: [String]].self, seconds: 60)
    return checks.flatMap { faults($0.0, language, findings[$0.0.rawValue] ?? []) }
  }

  /// Whether the edition of a language is the one that is shown.
  public func editionFaults(_ language: PageLanguage, _ how: String = "") throws -> [PageFault] {
    let findings = try ask(
      "checks.editions({ language: \(Self.literal(language.rawValue)) })", as: [String].self)
    return faults(.editions, language, findings.map { how.isEmpty ? $0 : "\(how): \($0)" })
  }

  /// Clicks on the link to a language and looks whether it came; then there and back again.
  public func switchFaults(from first: PageLanguage, _ how: String) throws -> [PageFault] {
    var found = try editionFaults(first, "\(how), when opened")
    for language in [first.other, first] {
      let selector = "a[href='#\(language.rawValue)'], a[hreflang='\(language.rawValue)']"
      do {
        try click(selector)
      } catch BrowserFault.nothingThere {
        return found + faults(.editions, language, ["\(how): nothing to click at \(selector)"])
      }
      found += try editionFaults(language, "\(how), after a click")
    }
    return found
  }

  /// Buttons and fields that are shown although no script of the page runs.
  public func deadControlFaults() throws -> [PageFault] {
    faults(.deadControls, nil, try ask("checks.deadControls()", as: [String].self))
  }

  /// Animations and transitions, where less motion was asked for.
  public func motionFaults() throws -> [PageFault] {
    faults(.motion, nil, try ask("checks.motion()", as: [String].self))
  }

  /// Follows every link of the evidence and of the navigation.
  public func followingFaults() throws -> [PageFault] {
    faults(.arrived, nil, try ask("checks.follows()", as: [String].self, seconds: 60))
  }

  /// Findings that remain when the page has come to rest.
  ///
  /// It scrolls when its next pictures are drawn, and may do so smoothly.
  private func settled(_ check: String) throws -> [String] {
    var findings = try ask(check, as: [String].self)
    for _ in 0..<25 where !findings.isEmpty {
      Thread.sleep(forTimeInterval: 0.04)
      findings = try ask(check, as: [String].self)
    }
    return findings
  }

  /// Follows some links of the evidence, spread over an edition, to see whether their ends come into sight.
  public func sightFaults(_ language: PageLanguage, count: Int = 6) throws -> [PageFault] {
    let sample = "{ language: \(Self.literal(language.rawValue)), count: \(count) }"
    return try ask("sampleOfEvidence(\(sample))", as: [String].self).flatMap { identifier in
      try go(to: identifier)
      let findings = try settled("checks.inSight({ id: \(Self.literal(identifier)) })")
      return faults(.inSight, language, findings)
    }
  }

  /// Presses Tab until every link of the navigation had the keyboard, and at least some times.
  public func keyboardFaults(_ language: PageLanguage, least: Int = 25) throws -> [PageFault] {
    struct Focus: Decodable {
      let faults: [String]
      let isNowhere: Bool
      let navigation: Int?
    }
    let names = try ask("navigationNames()", as: [String].self)
    guard !names.isEmpty else {
      return faults(.keyboard, language, ["there is no navigation (nav with links) to be reached"])
    }
    var missed = Set(names.indices)
    var findings: [String] = []
    for press in 0..<(names.count + 100) where press < least || !missed.isEmpty {
      try pressTab()
      let focus = try ask("focus()", as: Focus.self)
      findings += focus.faults
      if !focus.isNowhere { findings += try settled("focusInSight()") }
      if let link = focus.navigation { missed.remove(link) }
      // Past the last place the keyboard is with the browser itself.
      if focus.isNowhere && press > 0 { break }
    }
    findings += missed.sorted().map { "Tab does not reach \(names[$0])" }
    return faults(.keyboard, language, findings)
  }

  /// What the page asked for or complained about since it was opened.
  public func recordFaults(file: String) -> [PageFault] {
    let own = URL(fileURLWithPath: file).absoluteString
    let foreign = requests.filter {
      !$0.hasPrefix("data:") && $0 != own && !$0.hasPrefix("\(own)#")
    }
    return faults(.complaints, nil, complaints)
      + faults(.requests, nil, foreign.map { "asks for \($0)" })
  }

  /// Where `.ci/setup` puts the accessibility checker.
  public nonisolated static let checker = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent(".build/axe/axe.min.js")

  /// What axe-core says of what is shown.
  ///
  /// Source: https://github.com/dequelabs/axe-core
  public func accessibilityFaults(_ language: PageLanguage) throws -> [PageFault] {
    struct Violation: Decodable {
      struct Place: Decodable {
        let selector: String
        let html: String
        let message: String
      }
      let id: String
      let impact: String
      let help: String
      let places: [Place]
      let count: Int
    }
    guard let source = try? String(contentsOf: Self.checker, encoding: .utf8) else {
      throw BrowserFault.noChecker(file: Self.checker.path)
    }
    try perform("if (!globalThis.axe) { \(source)\n }")
    let violations = try ask("accessibility()", as: [Violation].self, seconds: 60)
    return faults(
      .accessibility, language,
      violations.map { violation in
        let places = violation.places.map {
          "\n    at \($0.selector)\n    \($0.html)\n    \($0.message)"
        }
        return "\(violation.id) (\(violation.impact), \(violation.count) places): "
          + violation.help + places.joined()
      })
  }
}

/// A language of the page: the id of its edition.
public enum PageLanguage: String, CaseIterable, Sendable {
  /// Dutch.
  case dutch = "nl"
  /// English.
  case english = "en"

  /// The one that this is not.
  public var other: PageLanguage { self == .dutch ? .english : .dutch }
}
