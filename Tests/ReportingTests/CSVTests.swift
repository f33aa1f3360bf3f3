import Caseload
import FileTesting
import Foundation
import Reporting
import Testing

/// The bytes of CSV files, in both dialects.
struct CSVTests {
  private func written(_ rows: [[CSVCell]], _ dialect: CSVDialect) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let file = try ReportFile("\(folder.path)/table.csv")
    let columns = (0..<(rows.first?.count ?? 1)).map { "c\($0)" }
    let writer = try CSVWriter(file, columns: columns, dialect: dialect)
    for row in rows { try writer.write(row) }
    try file.close()
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: file.path)))
  }

  @Test func `the standard dialect has commas, dots and no mark, and lines end in CRLF`() throws {
    let bytes = try written([[.text("a"), .whole(3), .number(0.25)]], .standard)
    #expect(bytes == Array("c0,c1,c2\r\na,3,0.25\r\n".utf8))
  }

  @Test func `the Dutch dialect has a byte-order mark, semicolons and decimal commas`() throws {
    let bytes = try written([[.text("a"), .whole(3), .number(0.25)]], .dutch)
    #expect(bytes == [0xEF, 0xBB, 0xBF] + Array("c0;c1;c2\r\na;3;0,25\r\n".utf8))
    #expect(CSVDialect(.nl) == .dutch)
    #expect(CSVDialect(.en) == .standard)
  }

  /// The cases that every reader of RFC 4180 is tried on; a field with either separator is quoted in both dialects.
  @Test(arguments: [
    ("", ""),
    ("plain", "plain"),
    ("two words", "two words"),
    (" leading and trailing ", " leading and trailing "),
    ("a,b", "\"a,b\""),
    ("a;b", "\"a;b\""),
    ("\"", "\"\"\"\""),
    ("say \"yes\"", "\"say \"\"yes\"\"\""),
    ("\"\"", "\"\"\"\"\"\""),
    ("line\nline", "\"line\nline\""),
    ("line\r\nline", "\"line\r\nline\""),
    ("\r", "\"\r\""),
    ("{\"a\": [1, 2]}", "\"{\"\"a\"\": [1, 2]}\""),
    ("ʤ 漢字 🇳🇱 é e\u{301}", "ʤ 漢字 🇳🇱 é e\u{301}"),
    ("“quoted” – ’s", "“quoted” – ’s"),
    ("\"\u{301}", "\"\"\"\u{301}\""),
    (",\u{301}", "\",\u{301}\""),
    ("1.5", "1.5"),
    ("-0.05", "-0.05"),
  ])
  func `a text is quoted where RFC 4180 asks for it`(text: String, expected: String) {
    for dialect in [CSVDialect.standard, .dutch] {
      let cell = CSVCell.text(text).written(dialect)
      #expect(Array(cell.utf8) == Array(expected.utf8))
    }
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+31 70", "'+31 70"), ("@sum", "'@sum"), ("\tx", "'\tx"),
    ("=a,b", "\"'=a,b\""), ("=\"x\"", "\"'=\"\"x\"\"\""), ("a=b", "a=b"),
  ])
  func `a spreadsheet takes no text for a formula`(text: String, expected: String) {
    #expect(CSVCell.text(text).written(.standard) == expected)
    #expect(CSVCell.text(text).written(.dutch) == expected)
  }

  /// Bits are compared, over magnitudes from the smallest to the largest and a walk through the doubles.
  @Test func `numbers read back to the same bits in both dialects`() throws {
    var values: [Double] = [
      0, 1, -1, 0.1, -0.1, 1.0 / 3, 2.0 / 3, 1e15, 1e16, 1e21, 123_456_789.125, 0x1p53,
      0x1p53 - 1, 0x1p53 + 2, -0x1p60, .pi, .leastNonzeroMagnitude, .leastNormalMagnitude,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e-5,
    ]
    var bits: UInt64 = 0x0123_4567_89AB_CDEF
    for _ in 0..<2000 {
      bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Double(bitPattern: bits ^ (bits >> 29))
      if value.isFinite { values.append(value) }
    }
    for value in values {
      let standard = CSVCell.number(value).written(.standard)
      #expect(Double(standard)?.bitPattern == value.bitPattern, "\(value) became \(standard)")
      let dutch = CSVCell.number(value).written(.dutch)
      #expect(!dutch.contains("."))
      #expect(dutch.replacingOccurrences(of: ",", with: ".") == standard)
    }
  }

  @Test func `what is no number is an empty cell`() {
    for value in [Double.nan, .infinity, -.infinity, .signalingNaN] {
      #expect(CSVCell.number(value).written(.standard) == "")
      #expect(CSVCell.number(value).written(.dutch) == "")
    }
    #expect(CSVCell.empty.written(.standard) == "")
    #expect(CSVCell.number(-0.0).written(.standard) == "0")
    #expect(CSVCell.whole(-12).written(.dutch) == "-12")
  }

  @Test func `a large table goes through the buffer whole`() throws {
    let rows = (0..<20_000).map { [CSVCell.whole($0), .text("a text of some length, quoted")] }
    let lines = String(decoding: try written(rows, .standard), as: UTF8.self)
      .components(separatedBy: "\r\n")
    #expect(lines.count == 20_002)
    #expect(lines[20_000] == "19999,\"a text of some length, quoted\"")
    #expect(lines[20_001] == "")
  }
}
