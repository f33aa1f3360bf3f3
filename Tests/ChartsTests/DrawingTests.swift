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

  private func address(_ mark: Mark) -> String? {
    mark.claims.isEmpty ? nil : "#nl-\(mark.claims.joined(separator: "-"))"
  }

  @Test(arguments: Language.allCases)
  func `in a page every mark that has claims is one link, and nothing else is`(language: Language)
    throws
  {
    for (what, make) in Samples.all {
      let drawing = make(language)
      let read = ReadDrawing(drawing.element(prefix: "nl-", href: address))
      #expect(read.isWellFormed, "\(what)")
      let links = read.elements("a")
      let tabbed = links.filter { $0.attributes["tabindex"] == nil }
      let expected = drawing.marks.filter { !$0.claims.isEmpty }
      #expect(Set(drawing.marks).count == drawing.marks.count)
      #expect(
        Set(tabbed.map { "\($0.attributes["aria-label"] ?? "") \($0.attributes["href"] ?? "")" })
          == Set(expected.map { "\($0.label) \(address($0) ?? "")" }), "\(what)")
      #expect(tabbed.count == expected.count, "\(what)")
      // A link that goes on in the next line is passed over by the keyboard and by screen readers.
      for link in links where link.attributes["tabindex"] != nil {
        #expect(link.attributes["tabindex"] == "-1" && link.attributes["aria-hidden"] == "true")
        #expect(tabbed.contains { $0.attributes["href"] == link.attributes["href"] })
      }
      let root = try #require(read.elements.first)
      #expect(root.attributes["role"] == (expected.isEmpty ? "img" : "group"), "\(what)")
      #expect(root.attributes["style"] == nil && root.attributes["xmlns"] == nil)
      let ids = read.elements.compactMap { $0.attributes["id"] }
      #expect(ids.count == 2 && ids.allSatisfy { $0.hasPrefix("nl-\(drawing.name)") })
      // What is drawn is hidden from screen readers unless it is a link or the line of one.
      if !expected.isEmpty {
        let lines = Set(links.flatMap(\.within))
        for (place, element) in read.elements.enumerated()
        where ["rect", "circle", "text", "path"].contains(element.name) {
          let isHidden = read.isWithin(element, "g", ("aria-hidden", "true"))
          let isLinked = element.within.contains { read.elements[$0].name == "a" }
          let hasLink = lines.contains(place)
          #expect(isHidden || isLinked || hasLink, "\(what): \(element)")
        }
        #expect(links.allSatisfy { !read.isWithin($0, "g", ("aria-hidden", "true")) })
      }
      // Without addresses it is an image as a file is.
      let image = ReadDrawing(drawing.element(prefix: "nl-") { _ in nil })
      #expect(image.isWellFormed && image.elements("a").isEmpty)
      #expect(image.elements.first?.attributes["role"] == "img")
      #expect(image.elements("text").map(\.text) == read.elements("text").map(\.text))
    }
  }

  @Test(arguments: Language.allCases)
  func `links lie on the drawing, are large enough to hit, and beside one another`(
    language: Language
  ) throws {
    for (what, make) in Samples.all {
      let drawing = make(language)
      let read = ReadDrawing(drawing.element(prefix: "", href: address))
      var boxes: [(box: Box, label: String)] = []
      for link in read.elements("path") {
        guard let last = link.within.last, read.elements[last].name == "a" else { continue }
        let label = read.elements[last].attributes["aria-label"] ?? ""
        for piece in try #require(link.attributes["d"].flatMap { ReadDrawing.pieces($0) }) {
          let (x, y) = (piece.map(\.x), piece.map(\.y))
          let box = Box(
            left: x.min() ?? -1, top: y.min() ?? -1, right: x.max() ?? -1, bottom: y.max() ?? -1)
          #expect(
            box.left >= 0 && box.top >= 0 && box.right <= 400 && box.bottom <= drawing.height,
            "\(what): \(label) at \(box)")
          // Areas are where their numbers are; everything else is a rectangle.
          let isRectangle =
            piece.count == 4 && Set(piece.map(\.x)).count == 2 && Set(piece.map(\.y)).count == 2
          if isRectangle { boxes.append((box, label)) }
        }
      }
      for (place, one) in boxes.enumerated() {
        let label = one.label
        let largest = boxes.filter { $0.label == label }.map(\.box).map {
          min($0.right - $0.left, $0.bottom - $0.top)
        }.max()
        // A heading of one line is as high as its line.
        #expect((largest ?? 0) >= 21, "\(what): \(label) is \(one.box)")
        for other in boxes[(place + 1)...] where other.label != label {
          // The overdue part lies upon the stock, and in a month alone as wide as a stroke.
          let (a, b) = (one.box, other.box)
          let isWithin =
            a.left <= b.left + 1.1 && b.right <= a.right + 1.1 && a.top <= b.top
            && b.bottom <= a.bottom + 1.1
          #expect(!one.box.overlaps(other.box) || isWithin, "\(what): \(label), \(other.label)")
        }
      }
    }
  }

  @Test func `names with signs of XML are escaped everywhere`() throws {
    let hostile = "A <b>&\"' name\u{1}"
    let drawings = [
      Samples.fanChart(
        subject: hostile, name: "a<&\"b",
        levers: [
          LeverMark(
            levers: [Mark(label: hostile, claims: ["<\"C'&"])], phase: Samples.phase("2026-06-12"))
        ],
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
      let page = ReadDrawing(
        drawing.element(prefix: "<\"&") { _ in "#a\"><script>&'" })
      #expect(page.isWellFormed && page.elements("script").isEmpty)
      #expect(page.elements("a").allSatisfy { $0.attributes["href"] == "#a\"><script>&'" })
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
