public import Foundation

/// Everything that is asked of a report page, in both languages, on screens and on paper, with scripts and without.
public struct Examination: Sendable {
  /// Faults, the first found first; empty for a page that can be sent out.
  public let faults: [PageFault]
  /// Pictures of the page in both languages on a phone, a laptop and A4, and the PDF of each.
  public let pictures: [String: Data]

  /// Looks at a page.
  ///
  /// - Parameters:
  ///   - file: Path of the page.
  ///   - opening: The language that is shown when it is opened.
  ///   - areTaken: Whether pictures are taken too, which takes some seconds for a long page.
  /// - Throws: ``BrowserFault`` when the page cannot be examined at all.
  @BrowserActor public init(
    of file: String, opening: PageLanguage, pictures areTaken: Bool = true
  ) throws {
    var faults: [PageFault] = []
    var pictures: [String: Data] = [:]
    try Browser.shared.withPage { page in
      try page.open(file)
      faults += try page.editionFaults(opening, "when opened")
      faults += try page.documentFaults()
      faults += try page.switchFaults(from: opening, "with scripts")
      for language in [opening, opening.other] {
        try page.show(on: .laptop)
        try page.open(file)
        if language != opening { try page.go(to: language.rawValue) }
        // Without waiting for smooth scrolling.
        try page.setMotionReduced(true)
        faults += try page.keyboardFaults(language)
        try page.setMotionReduced(false)
        for screen in [Screen.laptop, .phone, .magnified, .paper, .textOnPaper] {
          try page.show(on: screen)
          // On paper too: what was last gone to decides on the language.
          try page.go(to: language.rawValue)
          faults += try page.layoutFaults(language)
          if screen == .laptop || screen == .phone {
            faults += try page.accessibilityFaults(language)
          }
          guard areTaken, [.laptop, .phone, .paper].contains(screen) else { continue }
          for (number, picture) in try page.pictures().enumerated() {
            let name = "\(language.rawValue)-\(screen.name)\(number == 0 ? "" : "-\(number + 1)")"
            pictures["\(name).png"] = picture
          }
          if screen.isPaper { pictures["\(language.rawValue).pdf"] = try page.printed() }
        }
        try page.show(on: .laptop)
        try page.setMotionReduced(true)
        faults += try page.sightFaults(language)
        try page.setMotionReduced(false)
        faults += page.recordFaults(file: file)
      }

      try page.setScripts(false)
      try page.open(file)
      faults += try page.switchFaults(from: opening, "without scripts")
      faults += try page.deadControlFaults()
      faults += try page.followingFaults()
      try page.show(on: .phone)
      try page.setMotionReduced(true)
      faults += try page.sightFaults(opening)
      faults += try page.motionFaults()
      faults += page.recordFaults(file: file)
    }
    var seen: Set<PageFault> = []
    self.faults = faults.filter { seen.insert($0).inserted }
    self.pictures = pictures
  }

  /// One line a fault, for the message of a test.
  public var report: String { faults.map(\.description).joined(separator: "\n") }

  /// Writes the pictures to the folder that `SIMULATE_SCREENSHOTS` names.
  ///
  /// - Parameters:
  ///   - name: What the names of the files begin with, such as `pact2026-run`.
  ///   - folder: Where, if the environment names no folder.
  /// - Returns: Paths of the files, in the order of their names.
  /// - Throws: When a file cannot be written.
  @discardableResult
  public func write(_ name: String, orTo folder: String) throws -> [String] {
    let place = URL(
      fileURLWithPath: ProcessInfo.processInfo.environment["SIMULATE_SCREENSHOTS"] ?? folder)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    return try pictures.sorted { $0.key < $1.key }.map { ending, data in
      let file = place.appendingPathComponent("\(name)-\(ending)")
      try data.write(to: file)
      return file.path
    }
  }
}
