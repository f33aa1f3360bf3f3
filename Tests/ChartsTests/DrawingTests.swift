import Caseload
import Foundation
import Testing

@testable import Charts

/// What every chart has in common, whatever it shows.
struct DrawingTests {
  @Test(arguments: Language.allCases)
  func `every chart is one well-formed element with title and description`(language: Language)
    throws
  {
    for (what, make) in Samples.all {
      let drawing = make(language)
      let read = ReadDrawing(drawing.svg)
      #expect(read.isWellFormed, "\(what)")
      let root = try #require(read.elements.first)
      #expect(root.name == "svg" && read.elements("svg").count == 1)
      #expect(root.attributes["role"] == "img" && root.attributes["lang"] == language.rawValue)
      #expect(root.attributes["viewBox"] == "0 0 4000 \(Canvas.tenths(drawing.height))")
      let title = try #require(read.elements("title").first)
      let words = try #require(read.elements("desc").first)
      #expect(title.text == drawing.title && !title.text.isEmpty, "\(what)")
      #expect(words.text == drawing.description && !words.text.isEmpty, "\(what)")
      #expect(root.attributes["aria-labelledby"] == title.attributes["id"])
      #expect(root.attributes["aria-describedby"] == words.attributes["id"])
      // Nothing from elsewhere: the only address is the name of the format.
      let rest = drawing.svg.replacing("http://www.w3.org/2000/svg", with: "")
      for word in ["http:", "https:", "url(", "href", "<script", "<style", "@import"] {
        #expect(!rest.contains(word), "\(what): \(word)")
      }
    }
  }

  @Test(arguments: Language.allCases)
  func `every number lies inside the view box`(language: Language) {
    for (what, make) in Samples.all {
      let drawing = make(language)
      for element in ReadDrawing(drawing.svg).elements {
        guard let points = ReadDrawing.points(element) else {
          Issue.record("\(what): \(element.attributes) cannot be read")
          continue
        }
        for point in points {
          #expect(
            (0...drawing.width).contains(point.x) && (0...drawing.height).contains(point.y),
            "\(what): \(element.name) at \(point.x), \(point.y)")
        }
      }
    }
  }

  @Test(arguments: Language.allCases)
  func `no label lies over another or beyond the edge`(language: Language) {
    for (what, make) in Samples.all {
      let drawing = make(language)
      let labels = drawing.labels
      #expect(labels.count > 3)
      for (place, label) in labels.enumerated() {
        let box = label.box
        #expect(
          box.left >= -0.5 && box.right <= drawing.width + 0.5 && box.top >= 0
            && box.bottom <= drawing.height, "\(what): \(label.text) at \(box)")
        for other in labels[(place + 1)...] {
          #expect(
            !box.overlaps(other.box), "\(what): '\(label.text)' lies over '\(other.text)'")
        }
      }
    }
  }

  /// Ten pixels on a telephone of 320: what is smaller is not read.
  @Test func `text is large enough on a telephone`() {
    for (_, make) in Samples.all {
      let read = ReadDrawing(make(.nl).svg)
      let sizes = read.elements.compactMap { $0.attributes["font-size"].flatMap(Double.init) }
      #expect(sizes.allSatisfy { $0 * 320 / 4000 >= 10 })
    }
  }

  @Test func `names with signs of XML are escaped everywhere`() throws {
    let hostile = "A <b>&\"' name\u{1}"
    let drawings = [
      Samples.fanChart(
        subject: hostile, name: "a<&\"b",
        levers: [LeverMark(names: [hostile], phase: Samples.phase("2026-06-12"))],
        provenance: Provenance(
          scenario: hostile, title: hostile, runs: 2, seed: 1, isCentral: false)
      ).drawing(.en)
    ]
    for drawing in drawings {
      let read = ReadDrawing(drawing.svg)
      #expect(read.isWellFormed)
      #expect(read.elements("title").first?.text.hasPrefix("A <b>&\"' name") == true)
      #expect(read.elements("b").isEmpty)
      #expect(read.elements("text").contains { $0.text.contains("A <b>&\"' name") })
    }
  }

  @Test func `the same numbers are the same bytes`() {
    for (one, other) in zip(Samples.all, Samples.all) {
      #expect(one.drawing(.nl).svg == other.drawing(.nl).svg)
      #expect(one.drawing(.nl) == other.drawing(.nl))
      #expect(one.drawing(.nl).svg != one.drawing(.en).svg)
    }
  }

  /// When a chart is changed on purpose: run with `SIMULATE_WRITE_FIXTURES` set to the folder of fixtures, and look at the file.
  @Test func `a small chart is the file that was looked at`() throws {
    let drawing = Samples.fanChart(Samples.fan(months: 14), levers: Array(Samples.levers.prefix(2)))
      .drawing(.nl)
    if let folder = ProcessInfo.processInfo.environment["SIMULATE_WRITE_FIXTURES"] {
      try drawing.svg.write(toFile: "\(folder)/fan.svg", atomically: true, encoding: .utf8)
    }
    let file = try #require(
      Bundle.module.url(forResource: "fan", withExtension: "svg", subdirectory: "Fixtures"))
    #expect(try String(contentsOf: file, encoding: .utf8) == drawing.svg)
  }
}
