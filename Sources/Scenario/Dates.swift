internal import Caseload

extension String {
  /// Whether nothing stands in it but digits and hyphens, so that no sign can pass for a digit.
  fileprivate var isOfDigits: Bool {
    utf8.allSatisfy { byte in
      byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
  }
}

extension Day {
  /// Reads `2026-06-12`; nil for any other form.
  init?(written text: String) {
    guard text.isOfDigits else { return nil }
    self.init(text)
  }
}

extension YearMonth {
  /// Reads `2026-06`; nil for any other form.
  init?(written text: String) {
    guard text.isOfDigits else { return nil }
    self.init(text)
  }
}
