import Testing

@testable import JSONText

private func reading(_ text: String, _ dialect: Dialect = .json) -> Reading {
  Node.reading(Array(text.utf8), file: "t", as: dialect)
}

/// The value as compact text; nil when the text has a fault.
private func read(_ text: String, _ dialect: Dialect = .json) -> String? {
  let reading = reading(text, dialect)
  return reading.faults.isEmpty ? reading.node?.json.text(.compact) : nil
}

@Suite struct `JSON is read as RFC 8259 says` {
  @Test(arguments: [
    ("null", "null"), ("true", "true"), ("false", "false"), ("0", "0"), ("-0", "-0"),
    ("-1", "-1"), ("12", "12"), ("1.5", "1.5"), ("1e3", "1000"), ("1E+3", "1000"),
    ("1.25e-2", "0.0125"), ("1e-400", "0"), ("9223372036854775807", "9223372036854775807"),
    ("-9223372036854775808", "-9223372036854775808"),
    ("18446744073709551616", "1.8446744073709552e+19"),
    ("0.1", "0.1"), ("5e-324", "5e-324"), ("1.7976931348623157e308", "1.7976931348623157e+308"),
    ("\"\"", "\"\""), ("\"é€😀\"", "\"é€😀\""), (#""\u00e9\u20AC\ud83d\ude00""#, "\"é€😀\""),
    (#""\"\\\/\b\f\n\r\t""#, #""\"\\/\u0008\u000c\n\r\t""#), (#""\u0000""#, #""\u0000""#),
    ("\"\u{7f}\"", "\"\u{7f}\""), ("[]", "[]"), ("[ ]", "[]"), ("[1,2 , 3]", "[1,2,3]"),
    ("{}", "{}"),
    (#"{"a":1,"b":{"c":[]}}"#, #"{"a":1,"b":{"c":[]}}"#), ("{\"\":0}", "{\"\":0}"),
    ("\t\r\n [\r\n1\r]\n", "[1]"), ("[[[[]]]]", "[[[[]]]]"), ("\u{FEFF}1", "1"),
    (#"{"a":1,"A":2}"#, #"{"a":1,"A":2}"#), (#""\uFFFF""#, "\"\u{FFFF}\""),
  ])
  func `valid texts`(text: String, value: String) {
    #expect(read(text) == value)
    #expect(read(text, .json5) == value)
  }

  @Test(arguments: [
    "", " ", "nul", "nulll", "True", "NaN", "Infinity", "-", "-a", "+1", "01", "-01", "1.", ".5",
    "1e", "1e+",
    "1.e3", "0x1F", "1_000", "--1", "1 2", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1,,2]", "[1 2]",
    "[1}", "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{a:1}",
    "{'a':1}", "{1:1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{\"a\"::1}", "'a'", "\"", "\"a",
    "\"\\\"", "\"\\x41\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\'\"", "\"\\\n\"", "\"a\nb\"", "\"\t\"",
    "\"\u{0}\"",
    "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud800a\"", "// a\n1", "1 // a",
    "/* */ 1", "1,", "\u{A0}1",
    "\u{B}1", "{\"a\":1,\"a\":2}", "1e999", "-1e999", "\u{FEFF}\u{FEFF}1", "[\"a\",\n4,\n1,1",
    "{\"x\": true,}", "*", "#",
  ])
  func `invalid texts`(text: String) {
    #expect(read(text) == nil)
  }

  @Test(
    arguments: [
      ([0xFF], 1), ([0x22, 0x80, 0x22], 2), ([0x22, 0xC0, 0xAF, 0x22], 2), ([0x22, 0xC3, 0x22], 2),
      ([0x22, 0xED, 0xA0, 0x80, 0x22], 2), ([0x22, 0xE0, 0x80, 0xAF, 0x22], 2),
      ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 2), ([0x22, 0xF5, 0x80, 0x80, 0x80, 0x22], 2),
      ([0x22, 0xC3, 0xA9, 0xE2, 0x82], 3), ([0x22, 0xF0, 0x9F, 0x98], 2),
      ([0xFE, 0xFF, 0, 0x31], 1),
    ] as [([UInt8], Int)])
  func `bytes that are not UTF-8`(bytes: [UInt8], column: Int) {
    let reading = Node.reading(bytes, file: "t", as: .json)
    #expect(
      reading.faults == [
        SyntaxFault(place: Place(file: "t", line: 1, column: column), reason: .notUnicode)
      ])
  }
}

@Suite struct `what hands write is read too` {
  @Test(arguments: [
    ("// note\n[1, /* two */ 2,]", "[1,2]"), ("{a: 1, $b_2: 'c',}", #"{"a":1,"$b_2":"c"}"#),
    ("'it\\'s \"so\"'", #""it's \"so\"""#), ("+1", "1"), ("+1.5", "1.5"), (".5", "0.5"),
    ("-.5", "-0.5"),
    ("5.", "5"), ("1.e2", "100"), ("'a\\\nb\\\r\nc'", "\"abc\""),
    ("'\\v\\0\\x41'", "\"\\u000b\\u0000A\""),
    ("\u{A0}\u{B}\u{C}1/**/", "1"), ("1 //", "1"), ("/***/1", "1"),
    ("{null: 1, true: 2}", #"{"null":1,"true":2}"#),
    ("{'a b': 1}", #"{"a b":1}"#), ("/* é */ {}", "{}"),
  ])
  func `JSON5 that is accepted`(text: String, value: String) {
    #expect(read(text, .json5) == value)
  }

  @Test(arguments: [
    "Infinity", "-Infinity", "NaN", "0x1F", "010", "'a", "'a\nb'", "\"\\a\"", "'\\01'", "'\\x4'",
    "[,]", "{,}", "{a}",
    "{a-b: 1}", "{é: 1}", "/* a", "/", "/*/", "# a\n1", "+", ".", "+.", "1..2", "1.2.3", "1e1.5",
    "++1", "{a: 1, a: 2}",
    "{a: 1, 'a': 2}", "[1;2]", "undefined",
  ])
  func `JSON5 that is not`(text: String) {
    #expect(read(text, .json5) == nil)
  }
}

@Suite struct `everything knows its place` {
  private func place(_ line: Int, _ column: Int) -> Place {
    Place(file: "t", line: line, column: column)
  }

  @Test func `of values and keys, in characters`() throws {
    let text = "\u{FEFF}{ \"é😀\": [1,\r\n  \"ü\", true],\n/* ü\n*/ b: null }"
    let node = try Node(Array(text.utf8), file: "t", as: .json5)
    let members = try #require(node.members)
    #expect(node.place == place(1, 1))
    #expect(members.map(\.place) == [place(1, 3), place(4, 4)])
    #expect(members[0].node.place == place(1, 9))
    #expect(members[0].node.elements?.map(\.place) == [place(1, 10), place(2, 3), place(2, 8)])
    #expect(members[1].node.place == place(4, 7))
  }

  @Test(
    arguments: [
      ("[1, 2", 1, 6, .unexpected(.end, expected: .commaOr("]"))),
      ("{\"a\": tru}", 1, 7, .unexpected(.word("tru"), expected: .value)),
      ("{\"a\": 1\n \"b\": 2}", 2, 2, .unexpected(.character("\""), expected: .commaOr("}"))),
      ("{\"a\" 1}", 1, 6, .unexpected(.character("1"), expected: .colon)),
      ("{\"a\":1,}", 1, 8, .unexpected(.character("}"), expected: .key)),
      ("[é]", 1, 2, .unexpected(.character("é"), expected: .value)),
      ("{} x", 1, 4, .unexpected(.word("x"), expected: .end)),
      ("[\"a\nb\"]", 1, 2, .unfinishedString),
      ("[\n \"a\u{1}\"]", 2, 4, .controlCharacter("\u{1}")),
      ("[\"ü\\q\"]", 1, 4, .badEscape("\\q")),
      ("[\"\\ud800\\u0041\"]", 1, 3, .loneSurrogate("\\ud800")),
      ("[1.2.3]", 1, 2, .badNumber("1.2.3")),
      ("[-1e999]", 1, 2, .hugeNumber("-1e999")),
    ] as [(String, Int, Int, SyntaxFault.Reason)])
  func `also of faults`(text: String, line: Int, column: Int, reason: SyntaxFault.Reason) {
    #expect(
      reading(text).faults.first
        == SyntaxFault(place: Place(file: "t", line: line, column: column), reason: reason))
  }

  @Test func `and several faults that leave the structure clear are found at once`() {
    let reading = reading(#"{"a": 01, "b": "\q\udc00", "a": 1e999}"#)
    #expect(reading.node != nil)
    #expect(
      reading.faults.map(\.reason) == [
        .badNumber("01"), .badEscape("\\q"), .loneSurrogate("\\udc00"), .hugeNumber("1e999"),
        .duplicateKey("a", first: place(1, 2)),
      ])
  }

  @Test func `numbers are whole when their value is`() {
    let values = ["12", "12.0", "1.2e1", "1.5", "9007199254740993", "1e300"].map {
      reading($0).node?.whole
    }
    #expect(values == [12, 12, 12, nil, 9_007_199_254_740_993, nil])
  }
}

@Suite struct `no text does harm` {
  @Test func `depth has a limit`() {
    let limit = Node.depthLimit
    let fits = String(repeating: "[", count: limit) + String(repeating: "]", count: limit)
    #expect(read(fits) == fits)
    for opening in ["[", "{\"a\":"] {
      let reading = reading(String(repeating: opening, count: 100_000))
      #expect(reading.faults.map(\.reason) == [.tooDeep(limit: limit)])
    }
  }

  /// Splices, deletions, doublings and random bytes: a reading has a value or a fault.
  @Test(arguments: [Dialect.json, .json5]) func `however it is mutated`(dialect: Dialect) {
    let seed = Array(
      #"{ a: [1.5e-3, -0, "x\u00e9\n\ud83d\ude00", true, null], /* c */ 'b': {"é": {}}, } // end"#
        .utf8)
    var state: UInt64 = 20_26
    func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let bytes = Array("{}[]\",:'\\/*u0e.-+ \n\r\u{0}é".utf8) + [0xFF, 0xC3, 0xED, 0xF0]
    for _ in 0..<20_000 {
      var text = seed
      for _ in 0...below(4) {
        let at = below(text.count)
        switch below(4) {
        case 0: text[at] = bytes[below(bytes.count)]
        case 1: text.insert(bytes[below(bytes.count)], at: at)
        case 2: text.removeSubrange(at..<min(text.count, at + 1 + below(5)))
        default: text.insert(contentsOf: text[at..<min(text.count, at + 1 + below(9))], at: at)
        }
        if text.isEmpty { text = [0x20] }
      }
      let reading = Node.reading(text, file: "t", as: dialect)
      #expect(reading.node != nil || !reading.faults.isEmpty)
      for fault in reading.faults { #expect(fault.place.line >= 1 && fault.place.column >= 1) }
      guard let node = reading.node else { continue }
      let written = node.json.text()
      let again = Node.reading(Array(written.utf8), file: "t", as: .json)
      #expect(again.faults.isEmpty && again.node?.json == node.json)
    }
  }
}
