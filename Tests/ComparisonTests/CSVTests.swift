import Caseload
import JSONText
import Reporting
import Testing

@testable import Comparison

@Suite struct CSVTests {
  private func reader(_ bytes: [UInt8], piece: Int = 1 << 20) throws -> CSVReader {
    try CSVReader(ByteSource(bytes), file: "t.csv", piece: piece, isNumeric: { _ in true })
  }

  private func rows(_ text: String, piece: Int = 1 << 20) throws -> [[String]] {
    try rows(Array(text.utf8), piece: piece)
  }

  private func rows(_ bytes: [UInt8], piece: Int = 1 << 20) throws -> [[String]] {
    var reader = try reader(bytes, piece: piece)
    var all: [[String]] = [reader.columns]
    while reader.advance() { all.append(reader.columns.indices.map { reader.text($0) }) }
    return all
  }

  private func faults(_ text: String, numbers: Bool = true) throws -> [String] {
    var reader = try reader(Array(text.utf8))
    while reader.advance() {
      for column in reader.columns.indices where numbers { _ = reader.number(column) }
    }
    return reader.faults.all.map { $0.rendered(in: .en) }
  }

  @Test(arguments: [
    // Cases as those of csv-spectrum: separators, quotes and line ends in cells, empty cells, either line end.
    ("first,last\nJohn,\"120, any st.\"\n", [["first", "last"], ["John", "120, any st."]]),
    ("a,b,c\n1,\"\",\"\"\n2,3,4\n", [["a", "b", "c"], ["1", "", ""], ["2", "3", "4"]]),
    ("a,b,c\r\n1,\"\",\"\"\r\n2,3,4\r\n", [["a", "b", "c"], ["1", "", ""], ["2", "3", "4"]]),
    ("a,b\n1,\"ha \"\"ha\"\" ha\"\n3,4\n", [["a", "b"], ["1", "ha \"ha\" ha"], ["3", "4"]]),
    (
      "key,val\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"at\"\": [102.0, 0.5]}\"\n",
      [["key", "val"], ["1", "{\"type\": \"Point\", \"at\": [102.0, 0.5]}"]]
    ),
    (
      "a,b,c\n1,2,3\n\"Once upon \na time\",5,6\n7,8,9\n",
      [["a", "b", "c"], ["1", "2", "3"], ["Once upon \na time", "5", "6"], ["7", "8", "9"]]
    ),
    (
      "a,b\r\n1,\"ha \r\n\"\"ha\"\" \r\nha\"\r\n3,4\r\n",
      [["a", "b"], ["1", "ha \r\n\"ha\" \r\nha"], ["3", "4"]]
    ),
    ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
    ("a,b\r1,2\r3,4\r", [["a", "b"], ["1", "2"], ["3", "4"]]),
    ("a,b\n1,2\n4,ʤ\n", [["a", "b"], ["1", "2"], ["4", "ʤ"]]),
    ("a\n\"\"\"\"\n", [["a"], ["\""]]),
    // What spreadsheets leave: blank rows, trailing separators, a first line that names the separator.
    ("a;b;;\n1;2;;\n\n;;;\n3;4\n", [["a", "b"], ["1", "2"], ["3", "4"]]),
    ("sep=;\r\na;b\r\n1,5;2\r\n", [["a", "b"], ["1,5", "2"]]),
    ("a\tb\n1\t2\n", [["a", "b"], ["1", "2"]]),
    ("\"a\";\"b\"\n\"1\" ;\"2\"\n", [["a", "b"], ["1", "2"]]),
    ("\u{FEFF}a;b\n1;2\n", [["a", "b"], ["1", "2"]]),
    ("\n\na,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\n1\n", [["a", "b"], ["1", ""]]),
    ("a,b\nx\"y,2\n", [["a", "b"], ["x\"y", "2"]]),
    ("a,b\n'=1+1,'x\n", [["a", "b"], ["=1+1", "'x"]]),
  ])
  func `files of many makers are read`(text: String, expected: [[String]]) throws {
    #expect(try rows(text) == expected)
    // However few bytes come at a time.
    for piece in 4...9 { #expect(try rows(text, piece: piece) == expected, "pieces of \(piece)") }
  }

  @Test(arguments: CSVTests.dialects)
  func `what we write reads back exactly`(dialect: CSVDialect) throws {
    let texts = [
      "a", "", "x,y", "p;q", "\"quoted\"", "two\nlines", "=1+1", "+x", "@x", "é “q” – ʤ",
    ]
    let numbers = [
      0.0, 1, -1.5, 0.1, 1e300, -Double.leastNonzeroMagnitude, 123456.789, 0.30000000000000004,
    ]
    var text = CSVText(dialect)
    for name in ["text", "number", "whole"] { text.add(name) }
    text.endRow()
    for (place, word) in texts.enumerated() {
      text.add(word)
      text.add(numbers[place % numbers.count])
      text.add(place)
      text.endRow()
    }
    let bytes = Array(dialect.prefix.utf8) + text.taken()
    var reader = try CSVReader(ByteSource(bytes), file: "t", isNumeric: { $0 == "number" })
    #expect(reader.columns == ["text", "number", "whole"])
    for (place, word) in texts.enumerated() {
      let isRow = reader.advance()
      #expect(isRow)
      let (told, number, whole) = (reader.text(0), reader.number(1), reader.whole(2))
      #expect(told == word)
      #expect(number == numbers[place % numbers.count])
      #expect(whole == place)
    }
    let isMore = reader.advance()
    #expect(!isMore)
    let found = reader.faults.isEmpty
    #expect(found)
  }

  static let dialects: [CSVDialect] = [.standard, .dutch]

  @Test func `the decimal sign follows from the numbers`() throws {
    func value(_ text: String) throws -> Double {
      var reader = try reader(Array(text.utf8))
      var last = Double.nan
      while reader.advance() { last = reader.number(1) }
      return last
    }
    #expect(try value("a,b\n1,1.5\n") == 1.5)
    #expect(try value("a;b\n1;1,5\n") == 1.5)
    // A semicolon file from elsewhere, with dots.
    #expect(try value("a;b\n1;1.5\n") == 1.5)
    #expect(try value("a,b\n1,\"1,25\"\n") == 1.25)
    #expect(try value("a;b\n1;0.125\n") == 0.125)
    #expect(try value("a\tb\n1\t2,125\n") == 2.125)
    // Three digits are a fraction as the separator has it.
    #expect(try value("a;b\n1;2,125\n") == 2.125)
    #expect(try value("a,b\n1,2.125\n") == 2.125)
    #expect(try value("a,b\n1,NA\n").isNaN)
  }

  @Test func `faults are all told, each with its place`() throws {
    #expect(
      try faults("a;b\n1,5;2\n3;1.234,5\n\"x\ny\";4\n1.234;7\n")
        == [
          "t.csv:3:3: b is '1.234,5'; expected a number without separators between thousands, with a comma as decimal sign",
          "t.csv:4:1: a is 'x y'; expected a number with a comma as decimal sign",
          "t.csv:6:1: a is '1.234'; expected a number without separators between thousands, with a comma as decimal sign",
        ])
    #expect(
      try faults("é,b\n1,2,3\n\"1\" x,2\n1,\"2\n3\n")
        == [
          "t.csv:2:5: '3' stands beyond the last column; expected as many cells as the first line has names",
          "t.csv:3:4: ' x' follows a closing quotation mark; expected the end of the cell, or the mark twice",
          "t.csv:4:3: a quotation mark opens here and is never closed",
          "t.csv:4:3: b is '2 3 '; expected a number with a dot as decimal sign",
        ])
    #expect(
      try faults("a,\"b\nc\",a\n1,2,3\n", numbers: false)
        == ["t.csv:2:4: a is the name of two columns; expected a name of its own for each"])
    #expect(try faults("a,b\n1,\"1,234,567\"\n").first?.contains("thousands") == true)
    #expect(throws: InputFaults.self) { _ = try rows("") }
    #expect(throws: InputFaults.self) { _ = try rows("\n\n") }
    #expect(throws: InputFaults.self) { _ = try rows([0xFF, 0xFE, 0x61, 0x00]) }
  }

  @Test func `of many faults the first hundred are told, and how many more there are`() throws {
    var reader = try reader(Array(("a\n" + String(repeating: "x\n", count: 250)).utf8))
    while reader.advance() { _ = reader.number(0) }
    let faults = reader.faults
    let error = #expect(throws: InputFaults.self) { try faults.check() }
    #expect(error?.all.count == 100)
    #expect(error?.rendered(in: .en).hasSuffix("t.csv: and 150 more faults") == true)
  }

  @Test func `Windows-1252 is read where it cannot be UTF-8`() throws {
    let latin: [UInt8] = [0x61, 0x0A, 0x63, 0x61, 0x66, 0xE9, 0x0A, 0x80, 0x0A]
    #expect(try rows(latin) == [["a"], ["café"], ["€"]])
    // Once a cell was UTF-8, the other is a fault.
    var mixed = try reader(Array("a\né\n".utf8) + [0xE9, 0x0A])
    while mixed.advance() { _ = mixed.text(0) }
    let told = mixed.faults.all.map { $0.rendered(in: .nl) }
    #expect(
      told
        == [
          "t.csv:3:1: a bevat bytes die geen UTF-8 en geen Windows-1252 zijn; verwacht: UTF-8"
        ])
  }

  @Test(arguments: [
    ("2026-06", "2026-06"), ("2026-06-01", "2026-06"), ("jun-26", "2026-06"),
    ("Jun-26", "2026-06"), ("mrt-27", "2027-03"), ("mei 2026", "2026-05"), ("1-6-2026", "2026-06"),
    ("01-06-2026", "2026-06"), ("6/1/2026", "2026-06"), ("01/06/2026", "2026-06"),
    ("2026/06", "2026-06"), ("2026-06-02", nil), ("2-6-2026", nil), ("13-2026", nil), ("", nil),
    ("x-26", nil), ("2026-13", nil),
  ])
  func `months are read as spreadsheets write them`(text: String, month: String?) {
    #expect(MonthReading.month(text)?.description == month)
  }

  /// Bytes at random, and bytes that CSV cares about, at random.
  @Test func `no bytes make it fall`() {
    var state: UInt64 = 11
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    let telling = Array("\",;\n\r\t0123456789.,-+eE=' abc".utf8) + [0xE9, 0xEF, 0xBB, 0xBF, 0x80]
    var rows = 0
    for trial in 0..<4000 {
      let bytes = (0..<Int(next() % 200)).map { _ in
        trial % 2 == 0 ? UInt8(truncatingIfNeeded: next()) : telling[Int(next()) % telling.count]
      }
      guard var reader = try? reader(bytes, piece: Int(4 + next() % 40)) else { continue }
      while reader.advance() {
        rows += 1
        for column in reader.columns.indices {
          _ = reader.text(column)
          _ = reader.number(column)
        }
      }
      let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
      for fault in reader.faults.all { #expect((fault.place?.line ?? 1) <= lines) }
    }
    #expect(rows > 1000)
  }
}
