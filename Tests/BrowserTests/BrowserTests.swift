import BrowserTesting
import FileTesting
import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// The browser itself: what it does with a page, and that it neither hangs nor stays.
@BrowserActor struct BrowserTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func page(_ body: String) throws -> String {
    try folder.put("<!doctype html><meta charset=utf-8><title>a</title>\(body)", "page.html")
  }

  @Test func `what is missing is named, with what to do`() throws {
    let fault = #expect(throws: BrowserFault.self) { try Browser(path: folder.path) }
    #expect(fault == .missing(programs: Browser.programs))
    let sentence = "\(try #require(fault))"
    #expect(sentence.contains("none of chromium, chromium-browser, google-chrome"))
    #expect(sentence.contains(".ci/setup"))
  }

  @Test func `a program that is no browser has its last words in the fault`() throws {
    try folder.put("#!/bin/sh\necho 'no screen, no fun' >&2\n", "chromium")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: "\(folder.path)/chromium")
    #expect(throws: BrowserFault.ended(said: "no screen, no fun")) {
      try Browser(path: folder.path)
    }
  }

  @Test func `a browser that is let go of leaves no process and no file`() throws {
    var browser: Browser? = try Browser()
    let (process, profile) = try #require(browser.map { ($0.process, $0.folder) })
    #expect(kill(-process, 0) == 0)
    #expect(FileManager.default.fileExists(atPath: profile))
    let file = try page("<p>hello")
    try browser?.withPage { try $0.open(file) }
    browser = nil
    // Others of the group are not ours to wait for: they end in their own time, soon.
    for _ in 0..<100 where kill(-process, 0) == 0 { usleep(20_000) }
    #expect(kill(-process, 0) == -1)
    #expect(!FileManager.default.fileExists(atPath: profile))
  }

  @Test func `a browser that was killed is said to have ended, at once`() throws {
    let browser = try Browser()
    let start = ContinuousClock.now
    #expect {
      try browser.withPage { page in
        kill(-browser.process, SIGKILL)
        _ = try page.evaluate("1", as: Int.self)
      }
    } throws: { error in
      guard case BrowserFault.ended = error else { return false }
      return true
    }
    #expect(start.duration(to: .now) < .seconds(5))
  }

  @Test func `values come back through JSON, from promises too`() throws {
    struct Answer: Decodable, Equatable {
      let text: String
      let numbers: [Double]
      let nothing: Int?
    }
    try Browser.shared.withPage { page in
      let answer = try page.evaluate(
        "Promise.resolve({ text: 'één \u{1F600}', numbers: [1, 2.5], nothing: null })",
        as: Answer.self)
      #expect(answer == Answer(text: "één \u{1F600}", numbers: [1, 2.5], nothing: nil))
    }
  }

  @Test func `what never answers is late, and the page still serves`() throws {
    try Browser.shared.withPage { page in
      #expect(throws: BrowserFault.late(what: "Runtime.evaluate", seconds: 0.3)) {
        try page.evaluate("new Promise(() => {})", as: Int.self, seconds: 0.3)
      }
      let answer = try page.evaluate("6 * 7", as: Int.self)
      #expect(answer == 42)
    }
  }

  @Test func `a script that fails says why`() throws {
    let fault = try Browser.shared.withPage { page in
      #expect(throws: BrowserFault.self) { try page.perform("nobody.knows()") }
    }
    let sentence = "\(try #require(fault))"
    #expect(sentence.contains("ReferenceError: nobody is not defined"))
  }

  @Test func `a file that is not there does not open`() throws {
    let name = "\(folder.path)/none.html"
    try Browser.shared.withPage { page in
      #expect(throws: BrowserFault.notOpened(file: name, message: "net::ERR_FILE_NOT_FOUND")) {
        try page.open(name)
      }
    }
  }

  @Test func `a page sees the screen, the paper and the wish that it is shown with`() throws {
    let file = try page("<meta name=viewport content='width=device-width'><p>hello")
    try Browser.shared.withPage { page in
      try page.show(on: .phone)
      try page.open(file)
      #expect(try page.evaluate("[innerWidth, devicePixelRatio]", as: [Int].self) == [360, 2])
      @BrowserActor func matches(_ query: String) throws -> Bool {
        try page.evaluate("matchMedia('\(query)').matches", as: Bool.self)
      }
      #expect(try !matches("print"))
      try page.show(on: .paper)
      #expect(try matches("print"))
      #expect(try !matches("(prefers-reduced-motion: reduce)"))
      try page.setMotionReduced(true)
      #expect(try matches("(prefers-reduced-motion: reduce)"))
      #expect(try matches("print"))
    }
  }

  @Test func `scripts of a page run unless they are switched off`() throws {
    let file = try page(
      "<p>still</p><script>document.querySelector('p').textContent = 'moved'</script>")
    try Browser.shared.withPage { page in
      @BrowserActor func text() throws -> String {
        try page.open(file)
        return try page.evaluate("document.querySelector('p').textContent", as: String.self)
      }
      #expect(try text() == "moved")
      try page.setScripts(false)
      #expect(try text() == "still")
      try page.setScripts(true)
      #expect(try text() == "moved")
    }
  }

  @Test func `a click goes where the reader sees the link`() throws {
    let file = try page(
      "<a id=a hidden href='#x'>hidden</a><p style='height: 3000px'><a href='#y'>y</a>")
    try Browser.shared.withPage { page in
      try page.open(file)
      try page.click("a")
      #expect(try page.evaluate("location.hash", as: String.self) == "#y")
      #expect(throws: BrowserFault.nothingThere(selector: "#a")) { try page.click("#a") }
    }
  }

  /// Width and height of a PNG, from its first chunk.
  private func size(_ picture: Data) -> [Int] {
    let bytes = [UInt8](picture)
    guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]), bytes.count > 24 else { return [] }
    return [16, 20].map { start in bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
  }

  @Test func `pictures show the whole page, in parts where it is long`() throws {
    let file = try page("<body style='margin: 0'><div style='height: 13000px'>long</div>")
    try Browser.shared.withPage { page in
      try page.show(on: Screen("narrow", width: 200, height: 100, isPaper: true))
      try page.open(file)
      #expect(try page.pictures().map(size) == [[200, 12_000], [200, 1000]])
      try page.show(on: Screen("sharp", width: 200, height: 100, scale: 2, isPaper: true))
      #expect(try page.pictures().map(size) == [[400, 12_000], [400, 12_000], [400, 2000]])
    }
  }

  @Test func `the print is a PDF on A4`() throws {
    let file = try page("<style>@page { size: A4; margin: 20mm }</style><p>hello")
    let print = try Browser.shared.withPage { page in
      try page.open(file)
      return try page.printed()
    }
    let text = String(decoding: print, as: UTF8.self)
    #expect(text.hasPrefix("%PDF-"))
    // 210 by 297 mm in points of 1/72 inch, which the browser rounds to pixels of its own.
    let box = try #require(text.firstMatch(of: /MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]/))
    #expect(abs(try #require(Double(box.1)) - 595.28) < 1)
    #expect(abs(try #require(Double(box.2)) - 841.89) < 1)
  }
}
