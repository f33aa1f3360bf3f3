import BrowserTesting
import FileTesting
import Foundation
import Testing

/// The checks of a page: each finds its mistake, and none finds one where there is none.
@BrowserActor struct PageCheckTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func faults(_ html: String, _ stage: WrongPage.Stage) throws -> [PageFault] {
    let file = try folder.put(html, "page.html")
    return try Browser.shared.withPage { page in
      switch stage {
      case .switchingWithoutScripts, .controls, .following: try page.setScripts(false)
      case .phone: try page.show(on: .phone)
      case .magnified: try page.show(on: .magnified)
      case .paper: try page.show(on: .paper)
      case .motion: try page.setMotionReduced(true)
      default: break
      }
      try page.open(file)
      return switch stage {
      case .document: try page.documentFaults()
      case .record: page.recordFaults(file: file)
      case .laptop, .phone, .magnified, .paper: try page.layoutFaults(.dutch)
      case .switching: try page.switchFaults(from: .dutch, "with scripts")
      case .switchingWithoutScripts: try page.switchFaults(from: .dutch, "without scripts")
      case .controls: try page.deadControlFaults()
      case .following: try page.followingFaults()
      case .sight: try page.sightFaults(.dutch)
      case .motion: try page.motionFaults()
      case .keyboard: try page.keyboardFaults(.dutch)
      case .accessibility: try page.accessibilityFaults(.dutch)
      }
    }
  }

  @Test(arguments: WrongPage.all) func `a mistake is found, by its check alone`(wrong: WrongPage)
    throws
  {
    let faults = try faults(WrongPage.html([wrong]), wrong.stage)
    #expect(Set(faults.map(\.check)) == wrong.checks)
    #expect(faults.contains { $0.finding.contains(wrong.says) }, "\(faults)")
  }

  @Test func `every check has a mistake that it finds`() {
    #expect(
      WrongPage.all.reduce(into: []) { $0.formUnion($1.checks) } == Set(PageFault.Check.allCases))
  }

  @Test func `a good page passes every check, in both languages, and is pictured`() throws {
    let file = try folder.put(WrongPage.good(), "page.html")
    let examination = try Examination(of: file, opening: .dutch)
    #expect(examination.faults.isEmpty, "\(examination.report)")
    let pictures = ["nl", "en"].flatMap { language in
      [
        "\(language)-laptop.png", "\(language)-phone.png", "\(language)-paper.png",
        "\(language).pdf",
      ]
    }
    #expect(Set(examination.pictures.keys) == Set(pictures))
    let files = try examination.write("good", orTo: "\(folder.path)/pictures")
    #expect(files.count == 8 && files.allSatisfy(FileManager.default.fileExists(atPath:)))
  }

  @Test func `an examination makes every check`() throws {
    // Mistakes of which none hides another.
    let names = [
      "a script fails", "a picture is another file", "a style comes from elsewhere",
      "something is wider than a laptop", "a heading is cut", "two labels lie over each other",
      "small print", "an id stands twice", "a colour of a drawing is missing",
      "a sentence has no list of results", "one language has a link more",
      "two headings are the first", "a place was not filled in", "a month is English",
      "a picture is broken", "links are too near each other for a finger",
      "something moves although less motion was asked for", "a button does nothing without scripts",
      "something is pinned to paper", "what a number rests on stays hidden",
      "the keyboard cannot be seen", "a script keeps the language", "letters are grey on white",
    ]
    let wrong = names.compactMap { name in WrongPage.all.first { $0.testDescription == name } }
    #expect(wrong.count == names.count)
    let file = try folder.put(WrongPage.html(wrong), "page.html")
    let examination = try Examination(of: file, opening: .dutch, pictures: false)
    #expect(Set(examination.faults.map(\.check)) == Set(PageFault.Check.allCases))
    #expect(examination.pictures.isEmpty)
  }

  @Test func `the language that a page opens in is the one expected`() throws {
    let file = try folder.put(WrongPage.good(), "page.html")
    let faults = try Browser.shared.withPage { page in
      try page.open(file)
      return try page.editionFaults(.english, "when opened")
    }
    #expect(
      faults == [
        PageFault(
          .editions, in: "laptop, en", "when opened: shown: nl; expected: en")
      ])
    #expect("\(faults[0])" == "editions (laptop, en): when opened: shown: nl; expected: en")
  }
}
